/* SPDX-License-Identifier: Apache-2.0 */
#include "render-signatures.h"

#include "moment.h"
#include "render-lines.h"
#include "text.h"
#include "words.h"

#include <stdarg.h>
#include <stdlib.h>

/* A line of its own below a label; foreign text in it is escaped. */
static void
entry(const struct run *run, FILE *to, struct comity_text *text)
{
	line_lead(to, 6, "-", 2);
	line_wrapped(to, 8, text->data != NULL ? text->data : "", 8);
	comity_text_clear(text);
	(void)run;
}

static void
head(const struct run *run, FILE *to, enum word name)
{
	fprintf(to, "    %s\n", word(name, run->language));
}

static void
moment_of(int64_t at, char out[32])
{
	if (at == INT64_MIN || at == INT64_MAX)
		snprintf(out, 32, "-");
	else
		comity_moment_write(at, out);
}

static void
references(const struct run *run, const struct comity_signature *s, FILE *to)
{
	const struct comity_grounds *grounds = s->grounds;
	enum comity_language language = run->language;
	struct comity_text text = { 0 };
	char len[32];
	size_t i;

	head(run, to, s->full_scope ? WORD_COVERED_FULL : WORD_COVERED_PARTIAL);
	for (i = 0; i < grounds->reference_count; i++) {
		const struct comity_grounds_reference *r =
		    &grounds->references[i];

		snprintf(len, sizeof(len), "%zu", r->len);
		if (!r->reached)
			word_add(
			    &text, WORD_REFERENCE_OPEN, language, r->uri, NULL);
		else
			word_add(&text,
			    r->matches ? WORD_REFERENCE_SAME
				       : WORD_REFERENCE_OTHER,
			    language, r->uri, len, r->digest->name, r->computed,
			    r->stated, NULL);
		entry(run, to, &text);
	}
}

static enum word
why_word(enum comity_grounds_why why)
{
	static const enum word words[] = { WORD_WHY_SIGNER, WORD_WHY_IN_PATH,
		WORD_WHY_NOT_NAMED, WORD_WHY_NOT_YET, WORD_WHY_EXPIRED,
		WORD_WHY_NOT_NEEDED, WORD_WHY_NO_ANCHOR };

	return words[why];
}

static void
came(const struct run *run, const struct comity_grounds *grounds, FILE *to)
{
	struct comity_text text = { 0 };
	char from[32], until[32];
	size_t i;

	if (grounds->came_count > 0)
		head(run, to, WORD_CERTIFICATES_CAME);
	for (i = 0; i < grounds->came_count; i++) {
		const struct comity_grounds_certificate *c = &grounds->came[i];

		moment_of(c->not_before, from);
		moment_of(c->not_after, until);
		word_add(&text, WORD_CERTIFICATE_CAME, run->language,
		    c->subject, c->serial, from, until,
		    word(why_word(c->why), run->language), NULL);
		entry(run, to, &text);
	}
}

static void
listings(const struct run *run, const struct comity_grounds *grounds, FILE *to)
{
	enum comity_language language = run->language;
	struct comity_text text = { 0 };
	char line[32];
	size_t i;

	if (!grounds->judged)
		return;
	head(run, to,
	    grounds->listing_count > 0 ? WORD_LISTINGS : WORD_LISTINGS_NONE);
	for (i = 0; i < grounds->listing_count; i++) {
		const struct comity_grounds_listing *l = &grounds->listings[i];

		snprintf(line, sizeof(line), "%lu", l->service->line);
		word_add(&text, WORD_LISTING, language, l->service->name,
		    l->service->type, l->service->territory,
		    l->service->list_name, line,
		    word(!l->fits     ? WORD_LISTING_OTHER
			 : l->granted ? WORD_LISTING_GRANTED
				      : WORD_LISTING_NOT_GRANTED,
			language),
		    NULL);
		entry(run, to, &text);
	}
}

static void
revocation(const struct run *run, const struct comity_grounds_certificate *c,
    struct comity_text *text)
{
	static const enum word answers[] = { WORD_REVOCATION_NONE,
		WORD_REVOCATION_STALE, WORD_REVOCATION_GOOD,
		WORD_REVOCATION_REVOKED, WORD_REVOCATION_UNPROVEN };
	const struct comity_revocation *r = &c->revocation;
	char made[32], next[32], since[32];

	if (!c->asked)
		return;
	moment_of(r->this_update, made);
	moment_of(r->next_update, next);
	moment_of(r->since, since);
	comity_text_add(text, "; ");
	word_add(text, answers[r->answer], run->language,
	    r->by_ocsp ? "OCSP" : "CRL", made, next, since, NULL);
}

static void
path(const struct run *run, const struct comity_grounds *grounds, FILE *to)
{
	enum comity_language language = run->language;
	struct comity_text text = { 0 };
	char at[32], line[32];
	size_t i;

	if (!grounds->judged)
		return;
	moment_of(grounds->judged_at, at);
	word_add(&text,
	    grounds->path_count == 0 ? WORD_PATH_NONE
	    : grounds->by_proof      ? WORD_PATH_PROVEN
				     : WORD_PATH,
	    language, at, NULL);
	fprintf(to, "    %s\n", text.data != NULL ? text.data : "");
	comity_text_clear(&text);
	for (i = 0; i < grounds->path_count; i++) {
		comity_text_add(&text, grounds->path[i].subject);
		revocation(run, &grounds->path[i], &text);
		entry(run, to, &text);
	}
	if (grounds->anchor == NULL || grounds->anchor->territory == NULL)
		return;
	snprintf(line, sizeof(line), "%lu", grounds->anchor->line);
	word_add(&text, WORD_ANCHOR, language, grounds->anchor->name,
	    grounds->anchor->type, grounds->anchor->territory,
	    grounds->anchor->list_name, line, NULL);
	entry(run, to, &text);
}

static void
stamps(const struct run *run, const struct comity_signature *s, FILE *to)
{
	enum comity_language language = run->language;
	struct comity_text text = { 0 };
	char at[32];
	size_t i;

	if (!s->intact && s->timestamp_count == 0)
		return;
	head(run, to, s->timestamp_count > 0 ? WORD_STAMPS : WORD_STAMPS_NONE);
	for (i = 0; i < s->timestamp_count; i++) {
		const struct comity_timestamp *t = &s->timestamps[i];

		moment_of(t->has_time ? t->at : INT64_MAX, at);
		comity_text_addf(&text, "%s, %s, %s: %s", t->kind, at,
		    comity_indication_name(t->indication),
		    t->reason != NULL ? t->reason : "");
		entry(run, to, &text);
	}
	if (s->timestamped) {
		moment_of(s->proven_at, at);
		word_add(&text, WORD_VALUE_EXISTS, language, at, NULL);
		entry(run, to, &text);
	}
	if (s->grounds->data_is_proven) {
		moment_of(s->grounds->data_proven, at);
		word_add(&text, WORD_DATA_EXISTS, language, at, NULL);
		entry(run, to, &text);
	}
}

static void
rows(const struct run *run, const struct comity_grounds *grounds, FILE *to)
{
	enum comity_language language = run->language;
	struct comity_text text = { 0 };
	char ends[32] = "";
	size_t i;

	if (grounds->row_count > 0)
		head(run, to, WORD_ROWS);
	for (i = 0; i < grounds->row_count; i++) {
		const struct comity_algorithm_state *state =
		    &grounds->rows[i].state;
		bool never = state->ends == COMITY_DAY_ALWAYS;
		bool open = state->ends == COMITY_DAY_NEVER;

		if (!never && !open)
			comity_day_write(state->ends - 1, ends);
		word_add(&text,
		    open                      ? WORD_ROW_OPEN
		    : never                   ? WORD_ROW_NEVER
		    : grounds->rows[i].counts ? WORD_ROW_HOLDS
					      : WORD_ROW_OVER,
		    language, state->row->uri, ends,
		    comity_phrase(state->basis, language), NULL);
		entry(run, to, &text);
	}
}

void
render_grounds(
    const struct run *run, const struct comity_signature *signature, FILE *to)
{
	if (signature->grounds == NULL)
		return;
	references(run, signature, to);
	rows(run, signature->grounds, to);
	stamps(run, signature, to);
	came(run, signature->grounds, to);
	listings(run, signature->grounds, to);
	path(run, signature->grounds, to);
}
