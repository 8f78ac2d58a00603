/* SPDX-License-Identifier: Apache-2.0 */
/* render-json: an answer for programs; its shape is doc/answer.schema.json. */
#include "render-json.h"

#include "moment.h"
#include "render-algorithms.h"
#include "render-policy.h"
#include "render-signatures.h"
#include "render.h"
#include "text.h"
#include "tolerance.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

json_t *
value_string(const char *text)
{
	char *escaped;
	json_t *value;

	if (text == NULL)
		return json_null();
	if ((escaped = comity_text_escape(text, 100000)) == NULL)
		return NULL;
	value = json_string(escaped);
	free(escaped);
	return value;
}

json_t *
value_moment(int64_t at)
{
	char text[32];

	comity_moment_write(at, text);
	return json_string(text);
}

json_t *
value_day(int64_t day)
{
	char text[32];

	if (day == INT64_MAX)
		return json_null();
	comity_day_write(day, text);
	return json_string(text);
}

json_t *
value_number(unsigned long value)
{
	return value == 0 ? json_null() : json_integer((json_int_t)value);
}

void
value_put(json_t *object, const char *key, json_t *value, bool *failed)
{
	if (json_is_null(value)) {
		json_decref(value);
		return;
	}
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		*failed = true;
}

void
value_append(json_t *array, json_t *value, bool *failed)
{
	if (value == NULL || json_array_append_new(array, value) != 0)
		*failed = true;
}

const char *
value_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static json_t *
finding(const struct comity_finding *f, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "id", value_string(f->id), failed);
	value_put(o, "severity", json_string(comity_severity_name(f->severity)),
	    failed);
	value_put(o, "message", value_string(f->message), failed);
	value_put(o, "file", value_string(f->file), failed);
	value_put(o, "line", value_number(f->line), failed);
	value_put(o, "path", value_string(f->path), failed);
	value_put(o, "found", value_string(f->found), failed);
	value_put(o, "expected", value_string(f->expected), failed);
	value_put(o, "basis", value_string(f->basis), failed);
	value_put(o, "remedy", value_string(f->remedy), failed);
	return o;
}

json_t *
render_json_findings(const struct comity_report *report, bool *failed)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < comity_report_count(report); i++)
		value_append(array,
		    finding(comity_report_at(report, i), failed), failed);
	return array;
}

static json_t *
profile(const struct comity_edition *edition, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "id", value_string(edition->profile), failed);
	value_put(o, "edition", value_string(edition->id), failed);
	value_put(o, "title", value_string(edition->title), failed);
	value_put(o, "status",
	    json_string(edition->official ? "official" : "modelled"), failed);
	value_put(o, "digest", value_string(edition->digest), failed);
	if (edition->rules == NULL)
		value_put(o, "rules", json_string("none"), failed);
	return o;
}

static json_t *
signature(const struct comity_signature *s, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "indication",
	    json_string(comity_indication_name(s->indication)), failed);
	value_put(o, "subIndication", value_string(s->sub), failed);
	value_put(o, "reason", value_string(s->reason), failed);
	value_put(o, "integrity",
	    json_string(s->intact ? "intact" : "not-shown"), failed);
	value_put(o, "scope", json_string(s->full_scope ? "full" : "partial"),
	    failed);
	value_put(o, "line", value_number(s->line), failed);
	value_put(o, "level", value_string(s->level), failed);
	if (s->timestamped)
		value_put(o, "provenSince", value_moment(s->proven_at), failed);
	if (s->timestamp_count > 0) {
		value_put(
		    o, "nextLevelNeeds", value_string(s->missing), failed);
		value_put(o, "timestamps", value_timestamps(s, failed), failed);
	}
	value_put(o, "algorithm", value_string(s->algorithm), failed);
	value_put(o, "signer", value_string(s->subject), failed);
	value_put(o, "issuer", value_string(s->issuer), failed);
	value_put(o, "serial", value_string(s->serial), failed);
	value_put(o, "organizationIdentifier", value_string(s->organization_id),
	    failed);
	value_put(o, "certificateSha256",
	    value_string(
		s->certificate_sha256[0] ? s->certificate_sha256 : NULL),
	    failed);
	value_put(
	    o, "claimedSigningTime", value_string(s->signing_time), failed);
	value_put(o, "claimedRole", value_string(s->role), failed);
	value_put_claims(o, &s->claims, failed);
	if (s->service != NULL) {
		value_put(o, "service", value_string(s->service->type), failed);
		value_put(
		    o, "serviceName", value_string(s->service->name), failed);
		value_put(o, "territory", value_string(s->service->territory),
		    failed);
	}
	render_grounds_json(s, o, failed);
	return o;
}

static json_t *
verification(const struct comity_verification *v, bool *failed)
{
	json_t *o = json_object(), *array = json_array();
	size_t i;

	value_put(o, "indication",
	    json_string(comity_indication_name(v->indication)), failed);
	value_put(o, "subIndication", value_string(v->sub), failed);
	value_put(o, "integrity",
	    json_string(answer_is_intact(v) ? "intact" : "not-shown"), failed);
	for (i = 0; i < v->count; i++) {
		json_t *one = signature(&v->signatures[i], failed);

		value_put_counters(one, v, v->signatures[i].node, failed);
		value_append(array, one, failed);
	}
	value_put(o, "signatures", array, failed);
	return o;
}

static json_t *
superseded(const struct comity_signatory *s, bool *failed)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < s->superseded_count; i++)
		value_append(array, value_number(s->superseded[i]), failed);
	return array;
}

static json_t *
signatories(const struct comity_signatories *s, bool *failed)
{
	json_t *o = json_object(), *array = json_array(), *one;
	size_t i;

	value_put(o, "complete",
	    json_boolean(s->required > 0 && s->missing == 0), failed);
	for (i = 0; i < s->count; i++) {
		one = json_object();
		value_put(one, "party", value_string(s->at[i].party), failed);
		value_put(one, "name", value_string(s->at[i].name), failed);
		value_put(
		    one, "required", json_boolean(s->at[i].required), failed);
		value_put(one, "signed",
		    json_boolean(s->at[i].by != COMITY_SIGNED_NOT), failed);
		value_put(one, "by",
		    json_string(comity_signatory_by_name(s->at[i].by)), failed);
		value_put(
		    one, "signature", value_number(s->at[i].signature), failed);
		value_put(one, "identifier", value_string(s->at[i].identifier),
		    failed);
		value_put(
		    one, "agreement", value_string(s->at[i].agreement), failed);
		value_put(one, "line", value_number(s->at[i].line), failed);
		value_put(one, "role", value_string(s->at[i].role), failed);
		value_put(one, "statedRole", value_string(s->at[i].stated_role),
		    failed);
		value_put(
		    one, "notCounted", value_number(s->at[i].tried), failed);
		value_put(
		    one, "because", value_string(s->at[i].because), failed);
		if (s->at[i].superseded_count > 0)
			value_put(one, "superseded",
			    superseded(&s->at[i], failed), failed);
		value_append(array, one, failed);
	}
	value_put(o, "signatories", array, failed);
	return o;
}

static json_t *
record(const struct comity_record *r, const char *language, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "fate", json_string(comity_fate_name(r->fate)), failed);
	value_put(o, "binding", json_boolean(r->binding), failed);
	value_put(o, "line", value_number(r->line), failed);
	value_put(o, "source", value_string(r->source_path), failed);
	value_put(o, "value", value_string(r->value), failed);
	value_put(o, "target", value_string(r->target_path), failed);
	value_put(o, "targetValue", value_string(r->target_value), failed);
	value_put(o, "row", value_string(r->row), failed);
	value_put(
	    o, "label", value_string(comity_record_label(r, language)), failed);
	value_put(o, "basis", value_string(r->basis), failed);
	if (r->doubt)
		value_put(o, "doubt", json_true(), failed);
	return o;
}

static json_t *
account(const struct comity_translation *t, const char *language,
    const char *out, bool *failed)
{
	json_t *o = json_object(), *counts = json_object(),
	       *records = json_array();
	size_t i;

	value_put(o, "from", value_string(t->from->profile), failed);
	value_put(o, "fromEdition", value_string(t->from->id), failed);
	value_put(
	    o, "to", json_string(t->to ? t->to->profile : "core"), failed);
	value_put(o, "toEdition", json_string(t->to ? t->to->id : "1"), failed);
	value_put(o, "number", value_string(t->number), failed);
	value_put(o, "authority", value_string(t->authority), failed);
	value_put(o, "out", value_string(out), failed);
	for (i = 0; i <= COMITY_ABSENT; i++)
		value_put(counts, comity_fate_name((enum comity_fate)i),
		    json_integer((json_int_t)t->counts[i]), failed);
	value_put(o, "counts", counts, failed);
	for (i = 0; i < t->record_count; i++)
		value_append(
		    records, record(&t->records[i], language, failed), failed);
	value_put(o, "records", records, failed);
	return o;
}

static json_t *
criterion(const struct comity_criterion *c, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "id", value_string(c->id), failed);
	value_put(o, "title", value_string(c->title), failed);
	value_put(o, "axis", json_string(comity_axis_name(c->axis)), failed);
	value_put(
	    o, "result", json_string(comity_result_name(c->result)), failed);
	value_put(o, "item", value_string(c->item_number), failed);
	value_put(o, "required", value_string(c->required), failed);
	value_put(o, "found", value_string(c->found), failed);
	value_put(o, "file", value_string(c->file), failed);
	value_put(o, "line", value_number(c->line), failed);
	value_put(o, "path", value_string(c->path), failed);
	value_put(o, "basis", value_string(c->basis), failed);
	value_put(o, "remedy", value_string(c->remedy), failed);
	value_put(o, "evidence", value_string(c->evidence), failed);
	value_put(o, "ask", value_string(c->ask), failed);
	return o;
}

static json_t *
items(const struct comity_verdict *v, bool *failed)
{
	json_t *array = json_array(), *one;
	size_t i;

	for (i = 0; i < v->item_count; i++) {
		one = json_object();
		value_put(
		    one, "number", value_string(v->items[i].number), failed);
		value_put(one, "description",
		    value_string(v->items[i].description), failed);
		value_put(one, "line", value_number(v->items[i].line), failed);
		value_put(one, "verdict",
		    json_string(comity_verdict_name(v->items[i].kind)), failed);
		value_put(
		    one, "reason", value_string(v->items[i].reason), failed);
		value_append(array, one, failed);
	}
	return array;
}

static json_t *
duties(const struct comity_verdict *v, bool *failed)
{
	json_t *array = json_array(), *one;
	size_t i;

	for (i = 0; i < v->duty_count; i++) {
		one = json_object();
		value_put(one, "kind",
		    json_string(comity_duty_name(v->duties[i].kind)), failed);
		value_put(
		    one, "number", value_string(v->duties[i].number), failed);
		value_put(one, "text", value_string(v->duties[i].text), failed);
		value_put(
		    one, "basis", value_string(v->duties[i].basis), failed);
		value_put(one, "file", value_string(v->duties[i].file), failed);
		value_put(one, "line", value_number(v->duties[i].line), failed);
		value_put(one, "path", value_string(v->duties[i].path), failed);
		value_append(array, one, failed);
	}
	return array;
}

static json_t *
verdict(const struct comity_verdict *v, bool *failed)
{
	json_t *o = json_object(), *criteria = json_array();
	size_t i;

	value_put(
	    o, "verdict", json_string(comity_verdict_name(v->kind)), failed);
	value_put(o, "line", value_string(v->line), failed);
	value_put(o, "detail", value_string(v->detail), failed);
	value_put(o, "effect", value_string(v->effect), failed);
	value_put(o, "demonstration", json_boolean(v->demonstration), failed);
	value_put(o, "number", value_string(v->number), failed);
	value_put(o, "authority", value_string(v->authority), failed);
	value_put(o, "issuing", value_string(v->issuing), failed);
	value_put(o, "receiving", value_string(v->receiving), failed);
	value_put(o, "capacity", value_string(v->capacity), failed);
	value_put(o, "arrangement", value_string(v->arrangement), failed);
	value_put(o, "instrument", value_string(v->instrument), failed);
	value_put(o, "statement", value_string(v->statement), failed);
	value_put(o, "judgedAsOf", value_moment(v->moment), failed);
	value_put(o, "items", items(v, failed), failed);
	for (i = 0; i < v->criteria.count; i++)
		value_append(
		    criteria, criterion(&v->criteria.at[i], failed), failed);
	value_put(o, "criteria", criteria, failed);
	value_put(o, "conditions", duties(v, failed), failed);
	value_put(o, "ending", json_string(COMITY_VERDICT_ENDING), failed);
	return o;
}

static void
add_pin(json_t *array, const char *kind, const char *name, const char *value,
    const char *version, bool *failed)
{
	json_t *one = json_object();

	value_put(one, "kind", value_string(kind), failed);
	value_put(one, "name", value_string(name), failed);
	if (version != NULL)
		value_put(one, "version", value_string(version), failed);
	value_put(one, "value", value_string(value), failed);
	value_append(array, one, failed);
}

/* What the answer rests on. A verdict has its own, complete list. */
static json_t *
pins(const struct answer *answer, bool *failed)
{
	const struct comity_verdict *v = answer->verdict;
	json_t *array = json_array();
	struct comity_pin pin;
	size_t i;

	if (v != NULL) {
		for (i = 0; i < v->pin_count; i++)
			add_pin(array, v->pins[i].kind, v->pins[i].name,
			    v->pins[i].value,
			    v->pins[i].sha256 ? v->pins[i].version : NULL,
			    failed);
		return array;
	}
	if (answer->source != NULL)
		add_pin(array, "document", answer->file,
		    answer->source->sha256_hex, NULL, failed);
	if (answer->policy != NULL)
		add_pin(array, "policy", answer->policy->id,
		    answer->policy->digest, NULL, failed);
	if (answer->office != NULL)
		add_pin(array, "policy", answer->office->id,
		    answer->office->digest, NULL, failed);
	if (answer->edition != NULL)
		add_pin(array, "pack", answer->edition->profile,
		    answer->edition->digest, answer->edition->id, failed);
	for (i = 0;
	     answer->trust != NULL && i < comity_trust_pin_count(answer->trust);
	     i++) {
		pin = comity_trust_pin_at(answer->trust, i);
		add_pin(array, pin.kind, pin.name, pin.sha256, NULL, failed);
	}
	add_pin(array, "comity", "comity", PACKAGE_VERSION, NULL, failed);
	return array;
}

json_t *
value_uri(const char *name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/";
	struct comity_text text = { 0 };
	json_t *value;

	if (name == NULL)
		return json_null();
	while (strncmp(name, "./", 2) == 0)
		name += 2;
	if (name[0] == '/')
		comity_text_add(&text, "file://");
	for (; *name != '\0'; name++)
		if (strchr(plain, *name) != NULL)
			comity_text_add_bytes(&text, name, 1);
		else
			comity_text_addf(&text, "%%%02X", (unsigned char)*name);
	value =
	    text.failed || text.data == NULL ? NULL : json_string(text.data);
	comity_text_clear(&text);
	return value;
}

/* How the document was checked; what was not reached is not there. */
static json_t *
checked(const struct comity_checked *c, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "schemaValid", json_boolean(c->schema_valid), failed);
	if (c->schema_valid)
		value_put(o, "rulesFired",
		    json_integer((json_int_t)c->rules_fired), failed);
	if (c->schema_valid)
		value_put(o, "assertions",
		    json_integer((json_int_t)c->assertions), failed);
	value_put(o, "signed", json_boolean(c->is_signed), failed);
	value_put(o, "translation", json_boolean(c->is_translation), failed);
	return o;
}

/* What somebody set aside by hand. */
static json_t *
overrides(const struct answer *answer, bool *failed)
{
	json_t *array = json_array(), *one;

	if (answer->forced != NULL) {
		one = json_object();
		value_put(one, "kind", json_string("edition"), failed);
		value_put(one, "value", value_string(answer->forced), failed);
		value_append(array, one, failed);
	}
	return array;
}

static json_t *
whole(const struct answer *answer, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "comity", json_string(PACKAGE_VERSION), failed);
	if (answer->verdict != NULL)
		value_put(o, "demonstration",
		    json_boolean(answer->verdict->demonstration), failed);
	value_put(o, "command", json_string(answer->command), failed);
	value_put(o, "file", value_string(answer->file), failed);
	value_put(o, "uri", value_uri(answer->file), failed);
	value_put(o, "moment", value_moment(answer->moment), failed);
	value_put(
	    o, "answer", json_string(answer_word(answer->status)), failed);
	if (answer->edition != NULL)
		value_put(
		    o, "profile", profile(answer->edition, failed), failed);
	if (answer->edition != NULL && answer->checked.edition != NULL)
		value_put(
		    o, "checked", checked(&answer->checked, failed), failed);
	value_put(o, "overrides", overrides(answer, failed), failed);
	if (answer->verdict != NULL)
		value_put(
		    o, "recognition", verdict(answer->verdict, failed), failed);
	if (answer->verification != NULL)
		value_put(o, "verification",
		    verification(answer->verification, failed), failed);
	if (answer->signatories != NULL)
		value_put(o, "agreement",
		    signatories(answer->signatories, failed), failed);
	if (answer->translation != NULL)
		value_put(o, "translation",
		    account(answer->translation,
			comity_language_name(
			    comity_report_language(answer->report)),
			answer->out, failed),
		    failed);
	else
		value_put(o, "out", value_string(answer->out), failed);
	value_put(o, "findings", render_json_findings(answer->report, failed),
	    failed);
	if (answer->list != NULL)
		value_put(o, "trustList", json_incref(answer->list), failed);
	value_put(o, "drifts",
	    value_number(comity_tolerance_count(answer->report)), failed);
	render_policy_json(answer, o, failed);
	render_algorithms_json(answer, o, failed);
	value_put(o, "pins", pins(answer, failed), failed);
	return o;
}

json_t *
render_json_value(const struct answer *answer)
{
	bool failed = false;
	json_t *o = whole(answer, &failed);

	if (failed) {
		json_decref(o);
		return NULL;
	}
	return o;
}

bool
render_json(const struct run *run, const struct answer *answer, FILE *to)
{
	size_t flags = run->many_files ? JSON_COMPACT : JSON_INDENT(2);
	json_t *o = render_json_value(answer);
	bool done = o != NULL && json_dumpf(o, to, flags) == 0;

	fputc('\n', to);
	json_decref(o);
	return done;
}
