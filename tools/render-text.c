/* SPDX-License-Identifier: Apache-2.0 */
/* render-text: an answer for a person at a terminal. The first line is the
 * answer; every finding has its place, its ground and what to do. */
#include "moment.h"
#include "render-policy.h"
#include "render.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 78

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

/* Text that may hold foreign bytes, wrapped; later lines are indented. */
static void
wrapped(FILE *to, const char *lead, const char *text, int indent)
{
	char *escaped = comity_text_escape(text, 100000);
	char *rest = escaped, *word;
	int column = fprintf(to, "%s", lead), len;

	while (rest != NULL && (word = strsep(&rest, " ")) != NULL) {
		len = (int)strlen(word);
		if (column + 1 + len > WIDTH && column > indent) {
			fprintf(to, "\n%*s", indent, "");
			column = indent;
		} else if (column > 0 && word != escaped) {
			column += fprintf(to, " ");
		}
		column += fprintf(to, "%s", word);
	}
	fputc('\n', to);
	free(escaped);
}

static void
row(FILE *to, const char *name, const char *text)
{
	char lead[32];

	if (text == NULL || *text == '\0')
		return;
	snprintf(lead, sizeof(lead), "    %-10s", name);
	wrapped(to, lead, text, 14);
}

void
render_finding(const struct comity_finding *f, bool color, FILE *to)
{
	if (f->file != NULL)
		fprintf(to, "%s:", f->file);
	if (f->line != 0)
		fprintf(to, "%lu:", f->line);
	fprintf(to, "%s%s%s%s [%s]\n",
	    f->file != NULL || f->line != 0 ? " " : "",
	    color ? color_of(f->severity) : "",
	    f->severity == COMITY_NO_ANSWER ? "no answer"
					    : comity_severity_name(f->severity),
	    color ? "\033[0m" : "", f->id);
	if (f->message != NULL)
		wrapped(to, "    ", f->message, 4);
	row(to, "found", f->found);
	row(to, "expected", f->expected);
	row(to, "where", f->path);
	row(to, "basis", f->basis);
	row(to, "remedy", f->remedy);
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
		render_finding(&said, color, to);
		render_policy_finding(run, answer, f, to);
	}
	if (silent > 0)
		fprintf(to, "%zu note%s more; -v prints %s\n", silent,
		    silent == 1 ? "" : "s", silent == 1 ? "it" : "them");
}

static void
add_count(FILE *to, size_t count, const char *one, const char *many,
    const char **between)
{
	if (count == 0)
		return;
	fprintf(to, "%s%zu %s", *between, count, count == 1 ? one : many);
	*between = ", ";
}

/* A document made is no answer to a question: say what was done. */
static const char *
done_word(const struct answer *answer, enum comity_language language)
{
	if (strcmp(answer->command, "profile") == 0)
		return word(answer->status == COMITY_OK        ? WORD_SOUND
			    : answer->status == COMITY_REFUSED ? WORD_NOT_SOUND
							       : WORD_NO_ANSWER,
		    language);
	if (answer->status == COMITY_OK && strcmp(answer->command, "sign") == 0)
		return "signed";
	if (answer->status == COMITY_OK &&
	    strcmp(answer->command, "translate") == 0)
		return "translated";
	return answer_word(answer->status);
}

/* "examples/x.xml: no (us-ear 2026-07-23): 2 errors, 1 warning" */
static void
render_head(
    const struct answer *answer, enum comity_language language, FILE *to)
{
	const struct comity_report *r = answer->report;
	const char *between = ": ";
	char *file = comity_text_escape(answer->file, 4000);

	fprintf(to, "%s: %s", file ? file : "", done_word(answer, language));
	free(file);
	if (answer->checked.schema_alone && answer->status == COMITY_OK &&
	    answer->verification == NULL && answer->verdict == NULL)
		fputs(", by schema alone", to);
	if (answer->edition != NULL)
		fprintf(to, " (%s %s%s%s)", answer->edition->profile,
		    answer->edition->id,
		    strcmp(answer->edition->kind, "core") == 0 ? ""
		    : answer->edition->official                ? ", official"
							       : ", modelled",
		    comity_report_find(r, "comity-edition-forced") != NULL
			? ", by --edition"
			: "");
	add_count(to, comity_report_severity_count(r, COMITY_FATAL), "fatal",
	    "fatal", &between);
	add_count(to, comity_report_severity_count(r, COMITY_ERROR), "error",
	    "errors", &between);
	add_count(to, comity_report_severity_count(r, COMITY_WARNING),
	    "warning", "warnings", &between);
	fputc('\n', to);
}

static void
render_signature(const struct comity_signature *s, size_t number, FILE *to)
{
	char at[32];

	fprintf(to, "  signature %zu: %s%s%s, integrity: %s\n", number,
	    comity_indication_name(s->indication), s->sub ? " / " : "",
	    s->sub ? s->sub : "", s->intact ? "intact" : "not shown");
	row(to, "because", s->reason);
	row(to, "signer", s->subject);
	row(to, "issued by", s->issuer);
	row(to, "org. id", s->organization_id);
	row(to, "claims", s->signing_time);
	row(to, "form", s->level);
	if (s->timestamped) {
		comity_moment_write(s->proven_at, at);
		row(to, "proven", at);
	}
	if (s->timestamp_count > 0)
		row(to, "needs", s->missing);
	row(to, "algorithm", s->algorithm);
	if (s->service != NULL) {
		row(to, "listed as", s->service->type);
		row(to, "on list", s->service->list_name);
	}
	row(to, "cert",
	    s->certificate_sha256[0] ? s->certificate_sha256 : NULL);
}

static void
render_verification(const struct comity_verification *v, FILE *to)
{
	size_t i;

	fprintf(to, "%s%s%s, integrity: %s, %zu signature%s\n",
	    comity_indication_name(v->indication), v->sub ? " / " : "",
	    v->sub ? v->sub : "", answer_is_intact(v) ? "intact" : "not shown",
	    v->count, v->count == 1 ? "" : "s");
	for (i = 0; i < v->count; i++)
		render_signature(&v->signatures[i], i + 1, to);
}

static void
render_signatory(const struct comity_signatory *s, FILE *to)
{
	char *name = comity_text_escape(s->name, 200);
	size_t i;

	fprintf(to, "  %-10s %s",
	    s->by != COMITY_SIGNED_NOT ? "signed"
	    : s->required              ? "MISSING"
				       : "not signed",
	    name ? name : "");
	if (!s->required)
		fputs(" (optional)", to);
	if (s->line != 0)
		fprintf(to, ", line %lu", s->line);
	fputc('\n', to);
	if (s->stated_role != NULL)
		row(to, "as", s->stated_role);
	if (s->by != COMITY_SIGNED_NOT) {
		fprintf(to, "    %-10ssignature %zu, by %s\n", "because",
		    s->signature, comity_signatory_by_name(s->by));
		if (s->role != NULL)
			row(to, "role", s->role);
		for (i = 0; i < s->superseded_count; i++)
			fprintf(to, "    %-10ssignature %zu\n", "replaces",
			    s->superseded[i]);
	} else if (s->tried != 0)
		row(to, "because", s->because);
	else
		row(to, "needs", s->identifier);
	free(name);
}

static void
render_signatories(const struct comity_signatories *s, FILE *to)
{
	size_t i;

	if (s->required > 0 && s->missing == 0)
		fprintf(to,
		    "agreement: complete: every required signatory has signed "
		    "(%zu of %zu)\n",
		    s->required, s->required);
	else
		fprintf(to,
		    "agreement: not complete: %zu of %zu required signatories "
		    "have signed\n",
		    s->required - s->missing, s->required);
	for (i = 0; i < s->count; i++)
		render_signatory(&s->at[i], to);
}

static void
render_record(const struct comity_record *r, const char *language, FILE *to)
{
	char lead[48];
	struct comity_text text = { 0 };

	snprintf(lead, sizeof(lead), "  %-12s", comity_fate_name(r->fate));
	comity_text_add(&text, comity_record_label(r, language));
	if (text.len == 0)
		comity_text_add(
		    &text, r->source_path ? r->source_path : r->target_path);
	if (r->line != 0)
		comity_text_addf(&text, ", line %lu", r->line);
	if (r->value != NULL)
		comity_text_addf(&text, ": \"%.120s%s\"", r->value,
		    strlen(r->value) > 120 ? "..." : "");
	if (r->target_value != NULL && r->fate != COMITY_KEPT &&
	    !comity_text_same(r->value, r->target_value))
		comity_text_addf(&text, " -> \"%.120s%s\"", r->target_value,
		    strlen(r->target_value) > 120 ? "..." : "");
	if (r->binding && r->fate == COMITY_DROPPED)
		comity_text_add(&text, " (BINDING)");
	if (r->doubt)
		comity_text_add(&text, " (doubtful)");
	if (r->basis != NULL &&
	    (r->fate == COMITY_DROPPED || r->fate == COMITY_NARROWED ||
		r->fate == COMITY_WIDENED))
		comity_text_addf(&text, " [%s]", r->basis);
	wrapped(to, lead, text.data ? text.data : "", 14);
	comity_text_clear(&text);
}

static void
render_translation(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_translation *t = answer->translation;
	struct comity_text text = { 0 };
	size_t i;

	comity_text_addf(&text,
	    "Translation of %s by %s. Not an authorization of %s.",
	    t->number ? t->number : "a document without a number",
	    t->authority ? t->authority : "an authority not stated",
	    t->to != NULL && t->to->jurisdiction != NULL &&
		    strcmp(t->to->jurisdiction, "-") != 0
		? t->to->jurisdiction
		: "any jurisdiction");
	wrapped(to, "", text.data ? text.data : "", 0);
	comity_text_clear(&text);
	fprintf(to, "  from %s %s to %s %s\n", t->from->profile, t->from->id,
	    t->to ? t->to->profile : "core", t->to ? t->to->id : "1");
	fputs("  account:", to);
	for (i = 0; i <= COMITY_ABSENT; i++)
		if (t->counts[i] > 0)
			fprintf(to, " %zu %s", t->counts[i],
			    comity_fate_name((enum comity_fate)i));
	fputs("\n", to);
	for (i = 0; i < t->record_count; i++)
		if (run->options.verbose ||
		    (t->records[i].fate != COMITY_KEPT &&
			t->records[i].fate != COMITY_CARRIED) ||
		    t->records[i].doubt)
			render_record(&t->records[i],
			    comity_language_name(run->language), to);
	if (answer->out != NULL && answer->status == COMITY_OK)
		fprintf(to, "  written to %s\n", answer->out);
}

static void
render_criterion(const struct comity_criterion *c, FILE *to)
{
	static const char *const marks[] = { "met", "NOT MET", "UNKNOWN",
		"n/a" };

	fprintf(to, "  %-8s %s%s%s\n", marks[c->result], c->title,
	    c->item_number ? ", item " : "",
	    c->item_number ? c->item_number : "");
	if (c->result == COMITY_NOT_APPLICABLE)
		return;
	row(to, "required", c->required);
	row(to, "found", c->found);
	if (c->file != NULL && c->line != 0)
		fprintf(to, "    %-10s%s:%lu%s%s\n", "where", c->file, c->line,
		    c->path ? " " : "", c->path ? c->path : "");
	row(to, "basis", c->basis);
	if (c->result != COMITY_MET) {
		row(to, "missing", c->evidence);
		row(to, "ask", c->ask);
		row(to, "remedy", c->remedy ? c->remedy : "no remedy known");
	}
}

static void
render_duties(const struct comity_verdict *v, FILE *to)
{
	struct comity_text text = { 0 };
	char lead[32];
	size_t i;

	if (v->duty_count > 0)
		fputs("conditions and limits while using it:\n", to);
	for (i = 0; i < v->duty_count; i++) {
		const struct comity_duty *d = &v->duties[i];

		snprintf(
		    lead, sizeof(lead), "  %-13s", comity_duty_name(d->kind));
		if (d->number != NULL)
			comity_text_addf(&text, "%s: ", d->number);
		comity_text_add(&text, d->text);
		if (d->basis != NULL)
			comity_text_addf(&text, " [%s]", d->basis);
		wrapped(to, lead, text.data ? text.data : "", 15);
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
			fprintf(to, "%s:\n", comity_axis_name(axis));
		headed = true;
		render_criterion(c, to);
	}
}

static void
render_verdict(const struct run *run, const struct comity_verdict *v, FILE *to)
{
	char at[32];
	size_t i;
	int axis;

	wrapped(to, "", v->line, 0);
	if (v->detail != NULL)
		wrapped(to, "", v->detail, 0);
	comity_moment_write(v->moment, at);
	row(to, "license", v->number);
	row(to, "of", v->authority);
	row(to, "in", v->capacity ? v->capacity : v->receiving);
	row(to, "as of", at);
	row(to, "under", v->instrument);
	row(to, "id", v->arrangement);
	for (i = 0; i < v->item_count; i++) {
		fprintf(to, "  item %s: %s", v->items[i].number,
		    comity_verdict_name(v->items[i].kind));
		if (v->items[i].reason != NULL)
			fprintf(to, ": %s", v->items[i].reason);
		fputc('\n', to);
	}
	render_duties(v, to);
	for (axis = 0; axis < COMITY_AXIS_COUNT; axis++)
		render_axis(run, v, (enum comity_axis)axis, to);
	if (v->kind == COMITY_NO_RULE && !run->options.verbose)
		fputs("All other questions stay open: no arrangement says what "
		      "is required.\n",
		    to);
	if (run->options.verbose)
		for (i = 0; i < v->pin_count; i++)
			fprintf(to, "  pin %s %s %s\n", v->pins[i].kind,
			    v->pins[i].name, v->pins[i].value);
}

bool
render_text(const struct run *run, const struct answer *answer, FILE *to)
{
	bool color = wants_color();

	if (answer->verdict != NULL && answer->verdict->demonstration)
		fprintf(to, "%s\n", COMITY_VERDICT_OPENING);
	if (run->options.quiet && answer->verdict != NULL) {
		fprintf(to, "%s: %s\n", answer->file, answer->verdict->line);
		return true;
	}
	render_head(answer, run->language, to);
	render_drifts(run, answer, to);
	render_policy(run, answer, to);
	if (run->options.quiet)
		return true;
	if (answer->translation != NULL)
		render_translation(run, answer, to);
	if (answer->verdict != NULL)
		render_verdict(run, answer->verdict, to);
	if (answer->verification != NULL && answer->verdict == NULL)
		render_verification(answer->verification, to);
	if (answer->signatories != NULL)
		render_signatories(answer->signatories, to);
	render_findings(run, answer, color, to);
	if (answer->translation == NULL && answer->out != NULL &&
	    answer->status == COMITY_OK)
		fprintf(to, "  written to %s\n", answer->out);
	if (answer->verdict != NULL)
		fprintf(to, "%s\n", COMITY_VERDICT_ENDING);
	return true;
}
