/* SPDX-License-Identifier: Apache-2.0 */
/* render-json: an answer for programs; its shape is doc/answer.schema.json. */
#include "render-json.h"

#include "moment.h"
#include "render.h"
#include "text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Strings of ours are escaped; those of the document may hold anything. */
static json_t *
string(const char *text)
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

static json_t *
moment(int64_t at)
{
	char text[32];

	comity_moment_write(at, text);
	return json_string(text);
}

static json_t *
number(unsigned long value)
{
	return value == 0 ? json_null() : json_integer((json_int_t)value);
}

/* json_object_set_new() that remembers a failure and leaves out null. */
static void
put(json_t *object, const char *key, json_t *value, bool *failed)
{
	if (json_is_null(value)) {
		json_decref(value);
		return;
	}
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		*failed = true;
}

static void
append(json_t *array, json_t *value, bool *failed)
{
	if (value == NULL || json_array_append_new(array, value) != 0)
		*failed = true;
}

static json_t *
finding(const struct comity_finding *f, bool *failed)
{
	json_t *o = json_object();

	put(o, "id", string(f->id), failed);
	put(o, "severity", json_string(comity_severity_name(f->severity)),
	    failed);
	put(o, "message", string(f->message), failed);
	put(o, "file", string(f->file), failed);
	put(o, "line", number(f->line), failed);
	put(o, "path", string(f->path), failed);
	put(o, "found", string(f->found), failed);
	put(o, "expected", string(f->expected), failed);
	put(o, "basis", string(f->basis), failed);
	put(o, "remedy", string(f->remedy), failed);
	return o;
}

static json_t *
findings(const struct comity_report *report, bool *failed)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < comity_report_count(report); i++)
		append(array, finding(comity_report_at(report, i), failed),
		    failed);
	return array;
}

static json_t *
profile(const struct comity_edition *edition, bool *failed)
{
	json_t *o = json_object();

	put(o, "id", string(edition->profile), failed);
	put(o, "edition", string(edition->id), failed);
	put(o, "title", string(edition->title), failed);
	put(o, "status",
	    json_string(edition->official ? "official" : "modelled"), failed);
	put(o, "digest", string(edition->digest), failed);
	if (edition->rules == NULL)
		put(o, "rules", json_string("none"), failed);
	return o;
}

static json_t *
signature(const struct comity_signature *s, bool *failed)
{
	json_t *o = json_object();

	put(o, "indication", json_string(comity_indication_name(s->indication)),
	    failed);
	put(o, "subIndication", string(s->sub), failed);
	put(o, "reason", string(s->reason), failed);
	put(o, "integrity", json_string(s->intact ? "intact" : "not-shown"),
	    failed);
	put(o, "scope", json_string(s->full_scope ? "full" : "partial"),
	    failed);
	put(o, "line", number(s->line), failed);
	put(o, "level", string(s->level), failed);
	put(o, "algorithm", string(s->algorithm), failed);
	put(o, "signer", string(s->subject), failed);
	put(o, "issuer", string(s->issuer), failed);
	put(o, "serial", string(s->serial), failed);
	put(o, "organizationIdentifier", string(s->organization_id), failed);
	put(o, "certificateSha256",
	    string(s->certificate_sha256[0] ? s->certificate_sha256 : NULL),
	    failed);
	put(o, "claimedSigningTime", string(s->signing_time), failed);
	put(o, "claimedRole", string(s->role), failed);
	if (s->service != NULL) {
		put(o, "service", string(s->service->type), failed);
		put(o, "serviceName", string(s->service->name), failed);
		put(o, "territory", string(s->service->territory), failed);
	}
	return o;
}

static json_t *
verification(const struct comity_verification *v, bool *failed)
{
	json_t *o = json_object(), *array = json_array();
	size_t i;

	put(o, "indication", json_string(comity_indication_name(v->indication)),
	    failed);
	put(o, "subIndication", string(v->sub), failed);
	put(o, "integrity",
	    json_string(answer_is_intact(v) ? "intact" : "not-shown"),
	    failed);
	for (i = 0; i < v->count; i++)
		append(array, signature(&v->signatures[i], failed), failed);
	put(o, "signatures", array, failed);
	return o;
}

static json_t *
signatories(const struct comity_signatories *s, bool *failed)
{
	json_t *o = json_object(), *array = json_array(), *one;
	size_t i;

	put(o, "complete", json_boolean(s->required > 0 && s->missing == 0),
	    failed);
	for (i = 0; i < s->count; i++) {
		one = json_object();
		put(one, "party", string(s->at[i].party), failed);
		put(one, "name", string(s->at[i].name), failed);
		put(one, "required", json_boolean(s->at[i].required), failed);
		put(one, "signed",
		    json_boolean(s->at[i].by != COMITY_SIGNED_NOT), failed);
		put(one, "by",
		    json_string(comity_signatory_by_name(s->at[i].by)), failed);
		put(one, "signature", number(s->at[i].signature), failed);
		put(one, "identifier", string(s->at[i].identifier), failed);
		put(one, "agreement", string(s->at[i].agreement), failed);
		put(one, "line", number(s->at[i].line), failed);
		append(array, one, failed);
	}
	put(o, "signatories", array, failed);
	return o;
}

static json_t *
record(const struct comity_record *r, bool *failed)
{
	json_t *o = json_object();

	put(o, "fate", json_string(comity_fate_name(r->fate)), failed);
	put(o, "binding", json_boolean(r->binding), failed);
	put(o, "line", number(r->line), failed);
	put(o, "source", string(r->source_path), failed);
	put(o, "value", string(r->value), failed);
	put(o, "target", string(r->target_path), failed);
	put(o, "targetValue", string(r->target_value), failed);
	put(o, "row", string(r->row), failed);
	put(o, "label", string(r->label), failed);
	put(o, "basis", string(r->basis), failed);
	if (r->doubt)
		put(o, "doubt", json_true(), failed);
	return o;
}

static json_t *
account(const struct comity_translation *t, const char *out, bool *failed)
{
	json_t *o = json_object(), *counts = json_object(),
	       *records = json_array();
	size_t i;

	put(o, "from", string(t->from->profile), failed);
	put(o, "fromEdition", string(t->from->id), failed);
	put(o, "to", json_string(t->to ? t->to->profile : "core"), failed);
	put(o, "toEdition", json_string(t->to ? t->to->id : "1"), failed);
	put(o, "number", string(t->number), failed);
	put(o, "authority", string(t->authority), failed);
	put(o, "out", string(out), failed);
	for (i = 0; i <= COMITY_ABSENT; i++)
		put(counts, comity_fate_name((enum comity_fate)i),
		    json_integer((json_int_t)t->counts[i]), failed);
	put(o, "counts", counts, failed);
	for (i = 0; i < t->record_count; i++)
		append(records, record(&t->records[i], failed), failed);
	put(o, "records", records, failed);
	return o;
}

static json_t *
criterion(const struct comity_criterion *c, bool *failed)
{
	json_t *o = json_object();

	put(o, "id", string(c->id), failed);
	put(o, "title", string(c->title), failed);
	put(o, "axis", json_string(comity_axis_name(c->axis)), failed);
	put(o, "result", json_string(comity_result_name(c->result)), failed);
	put(o, "item", string(c->item_number), failed);
	put(o, "required", string(c->required), failed);
	put(o, "found", string(c->found), failed);
	put(o, "file", string(c->file), failed);
	put(o, "line", number(c->line), failed);
	put(o, "path", string(c->path), failed);
	put(o, "basis", string(c->basis), failed);
	put(o, "remedy", string(c->remedy), failed);
	put(o, "evidence", string(c->evidence), failed);
	put(o, "ask", string(c->ask), failed);
	return o;
}

static json_t *
items(const struct comity_verdict *v, bool *failed)
{
	json_t *array = json_array(), *one;
	size_t i;

	for (i = 0; i < v->item_count; i++) {
		one = json_object();
		put(one, "number", string(v->items[i].number), failed);
		put(one, "description", string(v->items[i].description),
		    failed);
		put(one, "line", number(v->items[i].line), failed);
		put(one, "verdict",
		    json_string(comity_verdict_name(v->items[i].kind)), failed);
		put(one, "reason", string(v->items[i].reason), failed);
		append(array, one, failed);
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
		put(one, "kind",
		    json_string(comity_duty_name(v->duties[i].kind)), failed);
		put(one, "number", string(v->duties[i].number), failed);
		put(one, "text", string(v->duties[i].text), failed);
		put(one, "basis", string(v->duties[i].basis), failed);
		put(one, "file", string(v->duties[i].file), failed);
		put(one, "line", number(v->duties[i].line), failed);
		put(one, "path", string(v->duties[i].path), failed);
		append(array, one, failed);
	}
	return array;
}

static json_t *
verdict(const struct comity_verdict *v, bool *failed)
{
	json_t *o = json_object(), *criteria = json_array();
	size_t i;

	put(o, "verdict", json_string(comity_verdict_name(v->kind)), failed);
	put(o, "line", string(v->line), failed);
	put(o, "detail", string(v->detail), failed);
	put(o, "effect", string(v->effect), failed);
	put(o, "demonstration", json_boolean(v->demonstration), failed);
	put(o, "number", string(v->number), failed);
	put(o, "authority", string(v->authority), failed);
	put(o, "issuing", string(v->issuing), failed);
	put(o, "receiving", string(v->receiving), failed);
	put(o, "capacity", string(v->capacity), failed);
	put(o, "arrangement", string(v->arrangement), failed);
	put(o, "instrument", string(v->instrument), failed);
	put(o, "statement", string(v->statement), failed);
	put(o, "judgedAsOf", moment(v->moment), failed);
	put(o, "items", items(v, failed), failed);
	for (i = 0; i < v->criteria.count; i++)
		append(criteria, criterion(&v->criteria.at[i], failed), failed);
	put(o, "criteria", criteria, failed);
	put(o, "conditions", duties(v, failed), failed);
	put(o, "ending", json_string(COMITY_VERDICT_ENDING), failed);
	return o;
}

static void
add_pin(json_t *array, const char *kind, const char *name, const char *value,
    bool *failed)
{
	json_t *one = json_object();

	put(one, "kind", string(kind), failed);
	put(one, "name", string(name), failed);
	put(one, "value", string(value), failed);
	append(array, one, failed);
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
			    v->pins[i].value, failed);
		return array;
	}
	if (answer->source != NULL)
		add_pin(array, "document", answer->file,
		    answer->source->sha256_hex, failed);
	if (answer->edition != NULL)
		add_pin(array, "pack", answer->edition->profile,
		    answer->edition->digest, failed);
	for (i = 0;
	     answer->trust != NULL && i < comity_trust_pin_count(answer->trust);
	     i++) {
		pin = comity_trust_pin_at(answer->trust, i);
		add_pin(array, pin.kind, pin.name, pin.sha256, failed);
	}
	add_pin(array, "comity", "comity", PACKAGE_VERSION, failed);
	return array;
}

static json_t *
whole(const struct answer *answer, bool *failed)
{
	json_t *o = json_object();

	put(o, "comity", json_string(PACKAGE_VERSION), failed);
	if (answer->verdict != NULL)
		put(o, "demonstration",
		    json_boolean(answer->verdict->demonstration), failed);
	put(o, "command", json_string(answer->command), failed);
	put(o, "file", string(answer->file), failed);
	put(o, "moment", moment(answer->moment), failed);
	put(o, "answer", json_string(answer_word(answer->status)), failed);
	if (answer->edition != NULL)
		put(o, "profile", profile(answer->edition, failed), failed);
	if (answer->verdict != NULL)
		put(o, "recognition", verdict(answer->verdict, failed), failed);
	if (answer->verification != NULL)
		put(o, "verification",
		    verification(answer->verification, failed), failed);
	if (answer->signatories != NULL)
		put(o, "agreement", signatories(answer->signatories, failed),
		    failed);
	if (answer->translation != NULL)
		put(o, "translation",
		    account(answer->translation, answer->out, failed), failed);
	else
		put(o, "out", string(answer->out), failed);
	put(o, "findings", findings(answer->report, failed), failed);
	put(o, "pins", pins(answer, failed), failed);
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
