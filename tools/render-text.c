/* SPDX-License-Identifier: Apache-2.0 */
/* render-text: an answer for a person at a terminal. The first line is the
 * answer; every finding has its place, its ground and what to do. */
#include "moment.h"
#include "render-lines.h"
#include "render-algorithms.h"
#include "render-policy.h"
#include "render-signatures.h"
#include "render-trust.h"
#include "render.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether to color: only a terminal, never with NO_COLOR. */
static bool
wants_color(void)
{
	const char *no = getenv("NO_COLOR");

	return (no == NULL || *no == '\0') && isatty(STDOUT_FILENO);
}

static const char *
color_of(enum comity_severity severity)
{
	switch (severity) {
	case COMITY_INFO:
		return "\033[36m";
	case COMITY_WARNING:
		return "\033[33m";
	default:
		return "\033[31m";
	}
}

/* A sentence of tools/words.def with its values. */
#define SENTENCE(run, to, indent, ...)                                         \
	do {                                                                   \
		struct comity_text sentence = { 0 };                           \
		word_add(&sentence, __VA_ARGS__, NULL);                        \
		line_wrapped(to, fprintf(to, "%*s", indent, ""),               \
		    sentence.data ? sentence.data : "", indent);               \
		comity_text_clear(&sentence);                                  \
	} while (0)

static const char *
say(const struct run *run, enum word name)
{
	return word(name, run->language);
}

static const char *
severity_word(const struct run *run, enum comity_severity severity)
{
	static const enum word words[] = { WORD_INFO, WORD_WARNING, WORD_ERROR,
		WORD_FATAL, WORD_NO_ANSWER };

	return say(run, words[severity]);
}

void
render_finding(
    const struct run *run, const struct comity_finding *f, bool color, FILE *to)
{
	if (f->file != NULL)
		fprintf(to, "%s:", f->file);
	if (f->line != 0)
		fprintf(to, "%lu:", f->line);
	fprintf(to, "%s%s%s%s [%s]\n",
	    f->file != NULL || f->line != 0 ? " " : "",
	    color ? color_of(f->severity) : "", severity_word(run, f->severity),
	    color ? "\033[0m" : "", f->id);
	if (f->message != NULL)
		line_wrapped(to, fprintf(to, "    "), f->message, 4);
	line_row(run, WORD_FOUND, f->found, to);
	line_row(run, WORD_EXPECTED, f->expected, to);
	line_row(run, WORD_WHERE, f->path, to);
	line_row(run, WORD_BASIS, f->basis, to);
	line_row(run, WORD_REMEDY, f->remedy, to);
}

/* What a signature came to stands with the signatures already. */
static bool
is_said_above(const struct answer *answer, const struct comity_finding *f)
{
	return (answer->verification != NULL || answer->verdict != NULL) &&
	       strncmp(f->id, "comity-signature-", 17) == 0;
}

static void
render_findings(
    const struct run *run, const struct answer *answer, bool color, FILE *to)
{
	const struct comity_finding *f;
	struct comity_finding said;
	char count[32];
	size_t i, silent = 0;

	for (i = 0; (f = comity_report_at(answer->report, i)) != NULL; i++) {
		if (f->severity == COMITY_INFO && !run->options.verbose &&
		    comity_policy_severity(answer->policy, f, answer->moment,
			NULL) == COMITY_INFO) {
			silent += !is_said_above(answer, f);
			continue;
		}
		said = *f;
		if (is_said_above(answer, f) && answer->verdict == NULL)
			said.found = NULL; /* the reason of the signature */
		render_finding(run, &said, color, to);
		render_policy_finding(run, answer, f, to);
	}
	snprintf(count, sizeof(count), "%zu", silent);
	if (silent > 0)
		SENTENCE(run, to, 0,
		    silent == 1 ? WORD_NOTE_MORE : WORD_NOTES_MORE,
		    run->language, count);
}

static void
add_count(const struct run *run, FILE *to, size_t count, enum word one,
    enum word many, const char **between)
{
	if (count == 0)
		return;
	fprintf(
	    to, "%s%zu %s", *between, count, say(run, count == 1 ? one : many));
	*between = ", ";
}

/* A document made is no answer to a question: say what was done. */
static const char *
done_word(const struct run *run, const struct answer *answer)
{
	if (strcmp(answer->command, "trust") == 0 && answer->out != NULL &&
	    answer->status == COMITY_OK)
		return say(run, WORD_SIGNED);
	if (strcmp(answer->command, "profile") == 0 ||
	    (strcmp(answer->command, "trust") == 0 && answer->list == NULL))
		return say(run, answer->status == COMITY_OK ? WORD_SOUND
				: answer->status == COMITY_REFUSED
				    ? WORD_NOT_SOUND
				    : WORD_NO_ANSWER);
	if (answer->list != NULL)
		return say(run, answer->status == COMITY_OK ? WORD_TRUST_COUNTS
							    : WORD_TRUST_NOT);
	if (answer->status == COMITY_OK && strcmp(answer->command, "sign") == 0)
		return say(
		    run, answer->out != NULL ? WORD_SIGNED : WORD_PREVIEW_ONLY);
	if (answer->status == COMITY_OK &&
	    strcmp(answer->command, "translate") == 0)
		return say(run, WORD_TRANSLATED);
	if (answer->status == COMITY_OK)
		return say(run, WORD_YES);
	return say(
	    run, answer->status == COMITY_REFUSED ? WORD_NO : WORD_NO_ANSWER);
}

/* "examples/x.xml: no (us-ear 2026-07-23): 2 errors, 1 warning" */
static void
render_head(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_report *r = answer->report;
	const char *between = ": ";
	char *file = comity_text_escape(answer->file, 4000);

	fprintf(to, "%s: %s", file ? file : "", done_word(run, answer));
	free(file);
	if (answer->checked.schema_alone && answer->status == COMITY_OK &&
	    answer->verification == NULL && answer->verdict == NULL)
		fputs(say(run, WORD_SCHEMA_ALONE), to);
	if (answer->edition != NULL)
		fprintf(to, " (%s %s%s%s)", answer->edition->profile,
		    answer->edition->id,
		    strcmp(answer->edition->kind, "core") == 0 ? ""
		    : answer->edition->official ? say(run, WORD_OFFICIAL)
						: say(run, WORD_MODELLED),
		    comity_report_find(r, "comity-edition-forced") != NULL
			? say(run, WORD_BY_EDITION)
			: "");
	add_count(run, to, comity_report_severity_count(r, COMITY_FATAL),
	    WORD_FATAL, WORD_FATALS, &between);
	add_count(run, to, comity_report_severity_count(r, COMITY_ERROR),
	    WORD_ERROR, WORD_ERRORS, &between);
	add_count(run, to, comity_report_severity_count(r, COMITY_WARNING),
	    WORD_WARNING, WORD_WARNINGS, &between);
	fputc('\n', to);
}

void
render_claims(const struct run *run, const char *role,
    const struct comity_claims *claims, FILE *to)
{
	bool failed = false;
	char *place = comity_claims_place(claims, &failed);
	size_t i;

	line_row(run, WORD_ROLE, role, to);
	line_row(run, WORD_ACTS_FOR, claims->jurisdiction, to);
	for (i = 0; i < claims->commitment_count; i++)
		line_row(run, WORD_COMMITMENT, claims->commitments[i], to);
	line_row(run, WORD_SIGNED_IN, place, to);
	free(place);
}

static void
render_signature(const struct run *run, const struct comity_signature *s,
    size_t number, FILE *to)
{
	char at[32];

	fprintf(to, "  %s %zu: %s%s%s, %s: %s\n", say(run, WORD_SIGNATURE),
	    number, comity_indication_name(s->indication), s->sub ? " / " : "",
	    s->sub ? s->sub : "", say(run, WORD_INTEGRITY),
	    say(run, s->intact ? WORD_INTACT : WORD_NOT_SHOWN));
	line_row(run, WORD_BECAUSE, s->reason, to);
	line_row(run, WORD_SIGNER, s->subject, to);
	line_row(run, WORD_ISSUED_BY, s->issuer, to);
	line_row(run, WORD_ORG_ID, s->organization_id, to);
	line_row(run, WORD_CLAIMS, s->signing_time, to);
	render_claims(run, s->role, &s->claims, to);
	line_row(run, WORD_FORM, s->level, to);
	if (s->timestamped) {
		comity_moment_write(s->proven_at, at);
		line_row(run, WORD_PROVEN, at, to);
	}
	if (s->timestamp_count > 0)
		line_row(run, WORD_NEEDS, s->missing, to);
	line_row(run, WORD_ALGORITHM, s->algorithm, to);
	if (s->service != NULL) {
		line_row(run, WORD_LISTED_AS, s->service->type, to);
		line_row(run, WORD_ON_LIST, s->service->list_name, to);
	}
	line_row(run, WORD_CERT,
	    s->certificate_sha256[0] ? s->certificate_sha256 : NULL, to);
	render_grounds(run, s, to);
}

/* Who counter-signed a signature, and whether that holds: one row each. */
static void
render_counters(const struct run *run, const struct comity_verification *v,
    const xmlNode *master, FILE *to)
{
	struct comity_text text = { 0 };
	size_t i;

	for (i = 0; i < v->countersignature_count; i++) {
		const struct comity_signature *s = &v->countersignatures[i];

		if (s->master != master)
			continue;
		comity_text_addf(&text, "%s%s%s",
		    comity_indication_name(s->indication), s->sub ? " / " : "",
		    s->sub ? s->sub : "");
		if (s->subject != NULL)
			comity_text_addf(&text, ": %s", s->subject);
		if (s->role != NULL)
			comity_text_addf(&text, " (%s)", s->role);
		line_row(run, WORD_COUNTERSIGNED, text.data, to);
		comity_text_clear(&text);
	}
}

static void
render_verification(
    const struct run *run, const struct comity_verification *v, FILE *to)
{
	size_t i;

	fprintf(to, "%s%s%s, %s: %s, %zu %s\n",
	    comity_indication_name(v->indication), v->sub ? " / " : "",
	    v->sub ? v->sub : "", say(run, WORD_INTEGRITY),
	    say(run, answer_is_intact(v) ? WORD_INTACT : WORD_NOT_SHOWN),
	    v->count,
	    say(run, v->count == 1 ? WORD_SIGNATURE : WORD_SIGNATURES));
	for (i = 0; i < v->count; i++) {
		render_signature(run, &v->signatures[i], i + 1, to);
		render_counters(run, v, v->signatures[i].node, to);
	}
}

static void
render_signatory(
    const struct run *run, const struct comity_signatory *s, FILE *to)
{
	char *name = comity_text_escape(s->name, 200);
	size_t i;

	line_lead(to, 2,
	    say(run, s->by != COMITY_SIGNED_NOT ? WORD_SIGNATORY_SIGNED
		     : s->required              ? WORD_SIGNATORY_MISSING
						: WORD_SIGNATORY_NOT_SIGNED),
	    line_label_width(run) + 1);
	fputs(name ? name : "", to);
	if (!s->required)
		fputs(say(run, WORD_OPTIONAL), to);
	if (s->line != 0)
		fprintf(to, ", %s %lu", say(run, WORD_LINE), s->line);
	fputc('\n', to);
	line_row(run, WORD_STATED_ROLE, s->stated_role, to);
	if (s->by != COMITY_SIGNED_NOT) {
		line_lead(to, 4, say(run, WORD_BECAUSE), line_label_width(run));
		fprintf(to, "%s %zu, %s\n", say(run, WORD_SIGNATURE),
		    s->signature,
		    say(run, s->by == COMITY_SIGNED_BY_DIGEST
				 ? WORD_BY_CERTIFICATE
				 : WORD_BY_ORGANIZATION));
		line_row(run, WORD_ROLE, s->role, to);
		for (i = 0; i < s->superseded_count; i++) {
			line_lead(to, 4, say(run, WORD_REPLACES),
			    line_label_width(run));
			fprintf(to, "%s %zu\n", say(run, WORD_SIGNATURE),
			    s->superseded[i]);
		}
	} else if (s->tried != 0) {
		line_row(run, WORD_BECAUSE, s->because, to);
	} else {
		line_row(run, WORD_NEEDS, s->identifier, to);
	}
	free(name);
}

static void
render_signatories(
    const struct run *run, const struct comity_signatories *s, FILE *to)
{
	char required[32], present[32];
	size_t i;

	snprintf(required, sizeof(required), "%zu", s->required);
	snprintf(present, sizeof(present), "%zu", s->required - s->missing);
	SENTENCE(run, to, 0,
	    s->required > 0 && s->missing == 0 ? WORD_COMPLETE
					       : WORD_NOT_COMPLETE,
	    run->language, present, required);
	for (i = 0; i < s->count; i++)
		render_signatory(run, &s->at[i], to);
}

static const char *
fate_word(const struct run *run, enum comity_fate fate)
{
	static const enum word words[] = { WORD_KEPT, WORD_RECODED,
		WORD_NARROWED, WORD_WIDENED, WORD_CARRIED, WORD_DROPPED,
		WORD_SYNTHESIZED, WORD_ABSENT };

	return say(run, words[fate]);
}

static void
render_record(const struct run *run, const struct comity_record *r, FILE *to)
{
	struct comity_text text = { 0 };
	int width = line_label_width(run) + 2, column;

	comity_text_add(
	    &text, comity_record_label(r, comity_language_name(run->language)));
	if (text.len == 0)
		comity_text_add(
		    &text, r->source_path ? r->source_path : r->target_path);
	if (r->line != 0)
		comity_text_addf(
		    &text, ", %s %lu", say(run, WORD_LINE), r->line);
	if (r->value != NULL)
		comity_text_addf(&text, ": \"%.120s%s\"", r->value,
		    strlen(r->value) > 120 ? "..." : "");
	if (r->target_value != NULL && r->fate != COMITY_KEPT &&
	    !comity_text_same(r->value, r->target_value))
		comity_text_addf(&text, " -> \"%.120s%s\"", r->target_value,
		    strlen(r->target_value) > 120 ? "..." : "");
	if (r->binding && r->fate == COMITY_DROPPED)
		comity_text_add(&text, say(run, WORD_BINDING));
	if (r->doubt)
		comity_text_add(&text, say(run, WORD_DOUBTFUL));
	if (r->basis != NULL &&
	    (r->fate == COMITY_DROPPED || r->fate == COMITY_NARROWED ||
		r->fate == COMITY_WIDENED))
		comity_text_addf(&text, " [%s]", r->basis);
	column = line_lead(to, 2, fate_word(run, r->fate), width);
	line_wrapped(to, column, text.data ? text.data : "", 2 + width);
	comity_text_clear(&text);
}

static void
render_translation(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_translation *t = answer->translation;
	struct comity_text text = { 0 };
	size_t i;

	word_add(&text, WORD_TRANSLATION_OF, run->language,
	    t->number ? t->number : say(run, WORD_NO_NUMBER),
	    t->authority ? t->authority : say(run, WORD_NO_AUTHORITY),
	    t->to != NULL && t->to->jurisdiction != NULL &&
		    strcmp(t->to->jurisdiction, "-") != 0
		? t->to->jurisdiction
		: say(run, WORD_ANY_JURISDICTION),
	    NULL);
	line_wrapped(to, 0, text.data ? text.data : "", 0);
	comity_text_clear(&text);
	SENTENCE(run, to, 2, WORD_FROM_TO, run->language, t->from->profile,
	    t->from->id, t->to ? t->to->profile : "core",
	    t->to ? t->to->id : "1");
	fprintf(to, "  %s:", say(run, WORD_ACCOUNT));
	for (i = 0; i <= COMITY_ABSENT; i++)
		if (t->counts[i] > 0)
			fprintf(to, " %zu %s", t->counts[i],
			    fate_word(run, (enum comity_fate)i));
	fputs("\n", to);
	for (i = 0; i < t->record_count; i++)
		if (run->options.verbose ||
		    (t->records[i].fate != COMITY_KEPT &&
			t->records[i].fate != COMITY_CARRIED) ||
		    t->records[i].doubt)
			render_record(run, &t->records[i], to);
	if (answer->out != NULL && answer->status == COMITY_OK)
		SENTENCE(run, to, 2, WORD_WRITTEN, run->language, answer->out);
}

static void
render_criterion(
    const struct run *run, const struct comity_criterion *c, FILE *to)
{
	static const enum word marks[] = { WORD_MET, WORD_NOT_MET, WORD_UNKNOWN,
		WORD_NOT_APPLICABLE };

	line_lead(to, 2, say(run, marks[c->result]),
	    run->language == COMITY_EN ? 9 : 15);
	fputs(c->title, to);
	if (c->item_number != NULL)
		fprintf(to, ", %s %s", say(run, WORD_ITEM), c->item_number);
	fputc('\n', to);
	if (c->result == COMITY_NOT_APPLICABLE)
		return;
	line_row(run, WORD_REQUIRED, c->required, to);
	line_row(run, WORD_FOUND, c->found, to);
	if (c->file != NULL && c->line != 0) {
		line_lead(to, 4, say(run, WORD_WHERE), line_label_width(run));
		fprintf(to, "%s:%lu%s%s\n", c->file, c->line,
		    c->path ? " " : "", c->path ? c->path : "");
	}
	line_row(run, WORD_BASIS, c->basis, to);
	if (c->result != COMITY_MET) {
		line_row(run, WORD_MISSING, c->evidence, to);
		line_row(run, WORD_ASK, c->ask, to);
		line_row(run, WORD_REMEDY,
		    c->remedy ? c->remedy : say(run, WORD_NO_REMEDY), to);
	}
}

static void
render_duties(const struct run *run, const struct comity_verdict *v, FILE *to)
{
	struct comity_text text = { 0 };
	int column;
	size_t i;

	if (v->duty_count > 0)
		fprintf(to, "%s:\n", say(run, WORD_CONDITIONS));
	for (i = 0; i < v->duty_count; i++) {
		const struct comity_duty *d = &v->duties[i];

		if (d->number != NULL)
			comity_text_addf(&text, "%s: ", d->number);
		comity_text_add(&text, d->text);
		if (d->basis != NULL)
			comity_text_addf(&text, " [%s]", d->basis);
		column = line_lead(to, 2,
		    comity_phrase(comity_duty_name(d->kind), run->language),
		    13);
		line_wrapped(to, column, text.data ? text.data : "", 15);
		comity_text_clear(&text);
	}
}

/* Where no rule applies every question that needs one is open: said once. */
static bool
is_worth_saying(const struct run *run, const struct comity_verdict *v,
    const struct comity_criterion *c)
{
	if (run->options.verbose)
		return true;
	return c->result != COMITY_NOT_APPLICABLE &&
	       !(v->kind == COMITY_NO_RULE &&
		   c->result == COMITY_RESULT_UNKNOWN);
}

static void
render_axis(const struct run *run, const struct comity_verdict *v,
    enum comity_axis axis, FILE *to)
{
	bool headed = false;
	size_t i;

	for (i = 0; i < v->criteria.count; i++) {
		const struct comity_criterion *c = &v->criteria.at[i];

		if (c->axis != axis || !is_worth_saying(run, v, c))
			continue;
		if (!headed)
			fprintf(to, "%s:\n",
			    comity_phrase(
				comity_axis_name(axis), run->language));
		headed = true;
		render_criterion(run, c, to);
	}
}

/* "pin pack us-ear@2014-12-08 8e15..." */
static void
pin_row(const struct comity_verdict_pin *pin, FILE *to)
{
	bool both = pin->sha256 != NULL && pin->version != NULL;

	fprintf(to, "  pin %s %s%s%s %s\n", pin->kind, pin->name,
	    both ? "@" : "", both ? pin->version : "", pin->value);
}

static void
render_verdict(const struct run *run, const struct comity_verdict *v, FILE *to)
{
	char at[32];
	size_t i;
	int axis;

	line_wrapped(to, 0, v->line, 0);
	if (v->detail != NULL)
		line_wrapped(to, 0, v->detail, 0);
	comity_moment_write(v->moment, at);
	line_row(run, WORD_LICENSE, v->number, to);
	line_row(run, WORD_OF, v->authority, to);
	line_row(run, WORD_IN, v->capacity ? v->capacity : v->receiving, to);
	line_row(run, WORD_AS_OF, at, to);
	line_row(run, WORD_UNDER, v->instrument, to);
	line_row(run, WORD_ID, v->arrangement, to);
	for (i = 0; i < v->item_count; i++) {
		fprintf(to, "  %s %s: %s", say(run, WORD_ITEM),
		    v->items[i].number,
		    comity_phrase(
			comity_verdict_name(v->items[i].kind), run->language));
		if (v->items[i].reason != NULL)
			fprintf(to, ": %s", v->items[i].reason);
		fputc('\n', to);
	}
	render_duties(run, v, to);
	for (axis = 0; axis < COMITY_AXIS_COUNT; axis++)
		render_axis(run, v, (enum comity_axis)axis, to);
	if (v->kind == COMITY_NO_RULE && !run->options.verbose)
		fprintf(to, "%s\n", say(run, WORD_ALL_OPEN));
	if (run->options.verbose)
		for (i = 0; i < v->pin_count; i++)
			pin_row(&v->pins[i], to);
}

bool
render_text(const struct run *run, const struct answer *answer, FILE *to)
{
	bool color = wants_color();

	if (answer->verdict != NULL && answer->verdict->demonstration)
		fprintf(to, "%s\n",
		    comity_phrase(COMITY_VERDICT_OPENING, run->language));
	if (run->options.quiet && answer->verdict != NULL) {
		fprintf(to, "%s: %s\n", answer->file, answer->verdict->line);
		return true;
	}
	render_head(run, answer, to);
	render_drifts(run, answer, to);
	render_policy(run, answer, to);
	render_algorithms(run, answer, to);
	if (run->options.quiet)
		return true;
	if (answer->translation != NULL)
		render_translation(run, answer, to);
	if (answer->verdict != NULL)
		render_verdict(run, answer->verdict, to);
	if (answer->verification != NULL && answer->verdict == NULL)
		render_verification(run, answer->verification, to);
	if (answer->signatories != NULL)
		render_signatories(run, answer->signatories, to);
	render_findings(run, answer, color, to);
	if (answer->list != NULL)
		render_trust(run, answer->list, to);
	if (answer->translation == NULL && answer->out != NULL &&
	    answer->status == COMITY_OK)
		SENTENCE(run, to, 2, WORD_WRITTEN, run->language, answer->out);
	if (answer->verdict != NULL)
		fprintf(to, "%s\n",
		    comity_phrase(COMITY_VERDICT_ENDING, run->language));
	return true;
}
