/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-requirements: the answers of the sets, for a person at a terminal,
 * for programs, and as a page. The first line counts; then each requirement
 * with its law, its place and the clause that would cure it.
 */
#include "render-requirements.h"

#include "render-json.h"
#include "render.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 78
#define LABEL 12 /* columns of a label, and 9 in English */

typedef const struct comity_requirement_answer row_t;

static const char *
message_of(row_t *row)
{
	switch (row->result) {
	case COMITY_REQUIREMENT_MISSING:
		return row->requirement.missing;
	case COMITY_REQUIREMENT_CONTRADICTORY:
		return row->requirement.contradiction;
	case COMITY_REQUIREMENT_OPEN:
		return row->requirement.doubt;
	default:
		return NULL;
	}
}

static bool
wants_cure(row_t *row)
{
	return row->result == COMITY_REQUIREMENT_MISSING ||
	       row->result == COMITY_REQUIREMENT_CONTRADICTORY;
}

/* Only a requirement that is not in order is weaker for its basis. */
static bool
is_only_warning(row_t *row)
{
	return row->requirement.warns && message_of(row) != NULL;
}

static const char *
said(const struct run *run, enum word which)
{
	return word(which, run->language);
}

static enum word
result_word(enum comity_requirement_result result)
{
	switch (result) {
	case COMITY_REQUIREMENT_MET:
		return WORD_REQUIREMENT_MET;
	case COMITY_REQUIREMENT_NOT_APPLICABLE:
		return WORD_REQUIREMENT_NOT_APPLICABLE;
	case COMITY_REQUIREMENT_MISSING:
		return WORD_REQUIREMENT_MISSING;
	case COMITY_REQUIREMENT_CONTRADICTORY:
		return WORD_REQUIREMENT_CONTRADICTORY;
	case COMITY_REQUIREMENT_OPEN:
		break;
	}
	return WORD_REQUIREMENT_OPEN;
}

static enum word
basis_word(row_t *row)
{
	if (strcmp(row->requirement.basis, "confirmed") == 0)
		return WORD_REQUIREMENT_CONFIRMED;
	if (strcmp(row->requirement.basis, "recommended") == 0)
		return WORD_REQUIREMENT_RECOMMENDED;
	return WORD_REQUIREMENT_UNCONFIRMED;
}

static enum word
status_word(int status)
{
	return status == COMITY_OK        ? WORD_YES
	       : status == COMITY_REFUSED ? WORD_NO
					  : WORD_NO_ANSWER;
}

/* Columns of the first len bytes: characters, not bytes. */
static int
columns(const char *text, int len)
{
	int count = 0;

	for (; len > 0; len--, text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

/* Words, wrapped; every line but the first begins at indent. */
static void
wrap(FILE *to, const char *text, int column, int indent)
{
	bool first = true;
	int len, width;

	for (; text != NULL && *text != '\0'; text += strspn(text, " ")) {
		len = (int)strcspn(text, " ");
		width = columns(text, len);
		if (!first && column + 1 + width > WIDTH) {
			fprintf(to, "\n%*s", indent, "");
			column = indent;
		} else if (!first) {
			fputc(' ', to);
			column++;
		}
		fprintf(to, "%.*s", len, text);
		column += width;
		text += len;
		first = false;
	}
	fputc('\n', to);
}

/* A label and text, wrapped. */
static void
line(const struct run *run, FILE *to, enum word label, const char *text)
{
	const char *name = said(run, label);
	int width = run->language == COMITY_EN ? 9 : LABEL;

	fprintf(to, "      %s%*s ", name,
	    width - columns(name, (int)strlen(name)), "");
	wrap(to, text, 7 + width, 7 + width);
}

static void
line_place(
    const struct run *run, const struct answer *answer, row_t *row, FILE *to)
{
	struct comity_text text = { 0 };
	char *place;

	comity_text_addf(&text, "%s:%lu", answer->file, row->line);
	if (row->path != NULL)
		comity_text_addf(&text, " %s", row->path);
	else if (row->about != NULL)
		comity_text_addf(&text, " %s", row->about);
	place = comity_text_take(&text);
	line(run, to, WORD_WHERE, place);
	free(place);
}

static void
line_cure(
    const struct run *run, const struct answer *answer, row_t *row, FILE *to)
{
	struct comity_text text = { 0 };
	char *cure;

	word_add(&text,
	    row->result == COMITY_REQUIREMENT_CONTRADICTORY
		? WORD_REQUIREMENT_CORRECT
		: WORD_REQUIREMENT_ADD,
	    run->language, row->requirement.clause, answer->file, NULL);
	cure = comity_text_take(&text);
	line(run, to, WORD_REQUIREMENT_CURE, cure);
	free(cure);
}

static void
text_row(
    const struct run *run, const struct answer *answer, row_t *row, FILE *to)
{
	bool is_met = row->result == COMITY_REQUIREMENT_MET;

	fprintf(to, "  %s", said(run, result_word(row->result)));
	if (is_only_warning(row))
		fprintf(to, " (%s; %s)", said(run, basis_word(row)),
		    said(run, WORD_REQUIREMENT_ONLY_WARNING));
	fprintf(to, ": %s [%s]\n", row->requirement.title, row->requirement.id);
	if (row->result == COMITY_REQUIREMENT_NOT_APPLICABLE) {
		if (run->options.verbose)
			line(run, to, WORD_BASIS, row->requirement.article);
		return;
	}
	if (message_of(row) != NULL)
		line(run, to, WORD_REQUIREMENT_BECAUSE, message_of(row));
	if (row->agreement != NULL)
		line(run, to, WORD_REQUIREMENT_AGREEMENT, row->agreement);
	line_place(run, answer, row, to);
	if (row->found != NULL && (!is_met || run->options.verbose))
		line(run, to, WORD_FOUND, row->found);
	line(run, to, WORD_BASIS, row->requirement.article);
	if (is_only_warning(row) || run->options.verbose)
		line(run, to, WORD_REQUIREMENT_SOURCE, row->requirement.source);
	if (wants_cure(row))
		line_cure(run, answer, row, to);
}

static void
text_head(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to)
{
	static const enum comity_requirement_result order[] = {
		COMITY_REQUIREMENT_CONTRADICTORY, COMITY_REQUIREMENT_MISSING,
		COMITY_REQUIREMENT_OPEN, COMITY_REQUIREMENT_MET,
		COMITY_REQUIREMENT_NOT_APPLICABLE
	};
	struct comity_text text = { 0 };
	const char *between = ": ";
	char number[32];
	size_t i;

	fprintf(
	    to, "%s: %s", answer->file, said(run, status_word(answer->status)));
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (answers->counts[order[i]] == 0)
			continue;
		fprintf(to, "%s%zu %s", between, answers->counts[order[i]],
		    said(run, result_word(order[i])));
		between = ", ";
	}
	if (answers->warnings > 0) {
		snprintf(number, sizeof(number), "%zu", answers->warnings);
		word_add(&text, WORD_REQUIREMENT_WARNINGS, run->language,
		    number, NULL);
		fprintf(to, "; %s", text.data != NULL ? text.data : number);
		comity_text_clear(&text);
	}
	fputc('\n', to);
}

static bool
text_write(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to)
{
	const struct comity_requirement_set *set = NULL;
	const struct comity_edition *edition;
	const struct comity_finding *finding;
	size_t i;

	text_head(run, answer, answers, to);
	if (run->options.quiet)
		return true;
	for (i = 0; i < answers->count; i++) {
		edition = comity_requirement_set_edition(answers->at[i].set);
		if (answers->at[i].set != set)
			fprintf(to, "%s %s: %s\n", edition->profile,
			    edition->id,
			    comity_requirement_set_title(answers->at[i].set,
				comity_language_name(run->language)));
		set = answers->at[i].set;
		text_row(run, answer, &answers->at[i], to);
	}
	for (i = 0; (finding = comity_report_at(answer->report, i)) != NULL;
	     i++) {
		if (finding->severity != COMITY_INFO || run->options.verbose)
			render_finding(run, finding, false, to);
	}
	wrap(to, said(run, WORD_REQUIREMENT_STATED), 0, 0);
	return true;
}

static void
put(json_t *object, const char *key, json_t *value, bool *failed)
{
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		*failed = true;
}

/* Nothing is put for what is not there. */
static void
put_text(json_t *object, const char *key, const char *text, bool *failed)
{
	if (text != NULL)
		put(object, key, json_string(text), failed);
}

static json_t *
json_row(row_t *row, bool *failed)
{
	json_t *o = json_object();

	put_text(o, "id", row->requirement.id, failed);
	put_text(
	    o, "result", comity_requirement_result_name(row->result), failed);
	put_text(o, "basis", row->requirement.basis, failed);
	put_text(o, "title", row->requirement.title, failed);
	put_text(o, "message", message_of(row), failed);
	put_text(o, "article", row->requirement.article, failed);
	put_text(o, "source", row->requirement.source, failed);
	put_text(o, "agreement", row->agreement, failed);
	put_text(o, "about", row->about, failed);
	if (row->line != 0 && row->result != COMITY_REQUIREMENT_NOT_APPLICABLE)
		put(o, "line", json_integer((json_int_t)row->line), failed);
	put_text(o, "path", row->path, failed);
	put_text(o, "found", row->found, failed);
	put_text(o, "clause", row->requirement.clause, failed);
	return o;
}

static json_t *
json_set(const struct comity_requirement_set *set, const char *language,
    bool *failed)
{
	const struct comity_edition *edition =
	    comity_requirement_set_edition(set);
	json_t *o = json_object();

	put_text(o, "id", edition->profile, failed);
	put_text(o, "edition", edition->id, failed);
	put_text(
	    o, "title", comity_requirement_set_title(set, language), failed);
	put_text(o, "jurisdiction", edition->jurisdiction, failed);
	put_text(o, "legalBasis", edition->legal_basis, failed);
	put_text(o, "digest", edition->digest, failed);
	put(o, "requirements", json_array(), failed);
	return o;
}

static json_t *
json_sets(const struct comity_requirement_answers *answers,
    const char *language, bool *failed)
{
	const struct comity_requirement_set *set = NULL;
	json_t *sets = json_array(), *rows = NULL, *one;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		if (answers->at[i].set != set) {
			one = json_set(answers->at[i].set, language, failed);
			rows = json_object_get(one, "requirements");
			if (json_array_append_new(sets, one) != 0)
				*failed = true;
		}
		set = answers->at[i].set;
		if (json_array_append_new(
			rows, json_row(&answers->at[i], failed)) != 0)
			*failed = true;
	}
	return sets;
}

/* The sets join what the answer rests on. */
static void
pins_add(json_t *pins, const struct comity_requirement_answers *answers,
    bool *failed)
{
	const struct comity_requirement_set *set = NULL;
	const struct comity_edition *edition;
	json_t *one;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		if (answers->at[i].set == set)
			continue;
		set = answers->at[i].set;
		edition = comity_requirement_set_edition(set);
		one = json_object();
		put_text(one, "kind", "requirements", failed);
		put_text(one, "name", edition->profile, failed);
		put_text(one, "value", edition->digest, failed);
		if (json_array_append_new(pins, one) != 0)
			*failed = true;
	}
}

/* The whole answer; NULL if memory ran out. */
static json_t *
json_whole(const struct answer *answer,
    const struct comity_requirement_answers *answers)
{
	json_t *o = render_json_value(answer), *counts = json_object();
	bool failed = o == NULL || counts == NULL;
	int i;

	for (i = 0; i <= COMITY_REQUIREMENT_OPEN; i++)
		put(counts,
		    comity_requirement_result_name(
			(enum comity_requirement_result)i),
		    json_integer((json_int_t)answers->counts[i]), &failed);
	put(counts, "warnings", json_integer((json_int_t)answers->warnings),
	    &failed);
	put(o, "counts", counts, &failed);
	put(o, "sets",
	    json_sets(answers,
		comity_language_name(comity_report_language(answer->report)),
		&failed),
	    &failed);
	pins_add(json_object_get(o, "pins"), answers, &failed);
	if (!failed)
		return o;
	json_decref(o);
	return NULL;
}

static bool
json_write(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to)
{
	size_t flags = run->many_files ? JSON_COMPACT : JSON_INDENT(2);
	json_t *o = json_whole(answer, answers);
	bool done = o != NULL && json_dumpf(o, to, flags) == 0;

	fputc('\n', to);
	json_decref(o);
	return done;
}

static bool
tree_text(xmlNodePtr node, const char *name, const char *text)
{
	return text == NULL || xmlNewTextChild(node, NULL, BAD_CAST name,
				   BAD_CAST text) != NULL;
}

static bool
tree_row(const struct run *run, xmlNodePtr set, row_t *row)
{
	xmlNodePtr node = xmlNewChild(set, NULL, BAD_CAST "requirement", NULL);
	char number[32] = "";

	if (row->line != 0)
		snprintf(number, sizeof(number), "%lu", row->line);
	return node != NULL && tree_text(node, "id", row->requirement.id) &&
	       tree_text(node, "result",
		   comity_requirement_result_name(row->result)) &&
	       tree_text(node, "said", said(run, result_word(row->result))) &&
	       tree_text(node, "warning",
		   is_only_warning(row) ? said(run, basis_word(row)) : NULL) &&
	       tree_text(node, "title", row->requirement.title) &&
	       tree_text(node, "message", message_of(row)) &&
	       tree_text(node, "article", row->requirement.article) &&
	       tree_text(node, "source", row->requirement.source) &&
	       tree_text(node, "agreement", row->agreement) &&
	       tree_text(node, "line", number) &&
	       tree_text(
		   node, "path", row->path != NULL ? row->path : row->about) &&
	       tree_text(node, "found", row->found) &&
	       tree_text(node, "clause",
		   wants_cure(row) ? row->requirement.clause : NULL);
}

static xmlNodePtr
tree_set(const struct run *run, xmlNodePtr root,
    const struct comity_requirement_set *set)
{
	const struct comity_edition *edition =
	    comity_requirement_set_edition(set);
	const char *title = comity_requirement_set_title(
	    set, comity_language_name(run->language));
	xmlNodePtr node = xmlNewChild(root, NULL, BAD_CAST "set", NULL);

	if (node == NULL || !tree_text(node, "name", edition->profile) ||
	    !tree_text(node, "edition", edition->id) ||
	    !tree_text(node, "title", title) ||
	    !tree_text(node, "basis", edition->legal_basis) ||
	    !tree_text(node, "digest", edition->digest))
		return NULL;
	return node;
}

/* The page's own words. */
static bool
tree_words(const struct run *run, xmlNodePtr root)
{
	static const struct {
		const char *name;
		enum word word;
	} rows[] = {
		{ "title", WORD_REQUIREMENT_TITLE },
		{ "law", WORD_REQUIREMENT_LAW },
		{ "met", WORD_REQUIREMENT_MET },
		{ "missing", WORD_REQUIREMENT_MISSING },
		{ "contradictory", WORD_REQUIREMENT_CONTRADICTORY },
		{ "open", WORD_REQUIREMENT_OPEN },
		{ "none", WORD_REQUIREMENT_NOT_APPLICABLE },
		{ "edition", WORD_REQUIREMENT_EDITION },
		{ "findings", WORD_REQUIREMENT_FINDINGS },
		{ "weight", WORD_REQUIREMENT_WEIGHT },
		{ "warning", WORD_REQUIREMENT_ONLY_WARNING },
		{ "agreement", WORD_REQUIREMENT_AGREEMENT },
		{ "where", WORD_WHERE },
		{ "line", WORD_REQUIREMENT_LINE },
		{ "found", WORD_FOUND },
		{ "cure", WORD_REQUIREMENT_CURE },
		{ "clause", WORD_REQUIREMENT_CLAUSE },
		{ "digest", WORD_REQUIREMENT_DIGEST },
		{ "stated", WORD_REQUIREMENT_STATED },
	};
	xmlNodePtr node = xmlNewChild(root, NULL, BAD_CAST "words", NULL);
	const char *language = comity_language_name(run->language);
	bool done = node != NULL && tree_text(node, "language", language);
	size_t i;

	for (i = 0; done && i < sizeof(rows) / sizeof(rows[0]); i++)
		done = tree_text(node, rows[i].name, said(run, rows[i].word));
	return done;
}

static bool
tree_finding(xmlNodePtr root, const struct comity_finding *finding)
{
	xmlNodePtr node = xmlNewChild(root, NULL, BAD_CAST "finding", NULL);

	return node != NULL && tree_text(node, "id", finding->id) &&
	       tree_text(
		   node, "severity", comity_severity_name(finding->severity)) &&
	       tree_text(node, "message", finding->message) &&
	       tree_text(node, "found", finding->found) &&
	       tree_text(node, "path", finding->path) &&
	       tree_text(node, "remedy", finding->remedy);
}

/* What the stylesheet reads; NULL if memory ran out. */
static xmlDocPtr
tree_make(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNodePtr root = xmlNewNode(NULL, BAD_CAST "requirements"), set = NULL;
	const struct comity_finding *finding;
	bool done = doc != NULL && root != NULL;
	size_t i;

	if (!done) {
		xmlFreeNode(root);
		xmlFreeDoc(doc);
		return NULL;
	}
	xmlDocSetRootElement(doc, root);
	done =
	    tree_words(run, root) && tree_text(root, "file", answer->file) &&
	    tree_text(root, "said", said(run, status_word(answer->status))) &&
	    tree_text(root, "answer", answer_word(answer->status)) &&
	    tree_text(root, "comity", PACKAGE_VERSION);
	if (done && answer->source != NULL)
		done = tree_text(root, "digest", answer->source->sha256_hex);
	for (i = 0; done && i < answers->count; i++) {
		if (i == 0 || answers->at[i].set != answers->at[i - 1].set)
			set = tree_set(run, root, answers->at[i].set);
		done = set != NULL && tree_row(run, set, &answers->at[i]);
	}
	for (i = 0; done && (finding = comity_report_at(answer->report, i));
	     i++)
		done = finding->severity == COMITY_INFO ||
		       tree_finding(root, finding);
	if (done)
		return doc;
	xmlFreeDoc(doc);
	return NULL;
}

static bool
html_write(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to)
{
	return render_page(
	    run, "requirements.xsl", tree_make(run, answer, answers), to);
}

bool
render_requirements(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to)
{
	switch (run->options.format) {
	case FORMAT_JSON:
		return json_write(run, answer, answers, to);
	case FORMAT_HTML:
		return html_write(run, answer, answers, to);
	default:
		return text_write(run, answer, answers, to);
	}
}
