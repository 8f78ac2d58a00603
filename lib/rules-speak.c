/* SPDX-License-Identifier: Apache-2.0 */
/* rules-speak: what a test says that speaks: its finding, and its entry in
 * the trace. Values are evaluated once and fill the sentence of each. */
#include "codelist.h"
#include "messages.h"
#include "rules-evaluation.h"
#include "suggest.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* A text with its values put in, and the values. */
struct sentence {
	char *text;
	char **values;
	size_t count;
};

static void
sentence_clear(struct sentence *sentence)
{
	size_t i;

	for (i = 0; i < sentence->count; i++)
		free(sentence->values[i]);
	free(sentence->values);
	free(sentence->text);
}

/* The first node that an expression selects; *out stays if none. */
static int
select_node(struct evaluation *evaluation, const struct test *test,
    const struct expression *expression, xmlNodePtr node, xmlNodePtr *out)
{
	xmlXPathObjectPtr value;

	if (expression->text == NULL)
		return COMITY_OK;
	value = comity_evaluate(evaluation, expression, node);
	if (value == NULL)
		return comity_evaluation_failed(
		    evaluation, expression, test->id, node);
	if (value->type == XPATH_NODESET &&
	    xmlXPathNodeSetGetLength(value->nodesetval) > 0) {
		xmlXPathNodeSetSort(value->nodesetval);
		if (value->nodesetval->nodeTab[0]->type != XML_NAMESPACE_DECL)
			*out = value->nodesetval->nodeTab[0];
	}
	xmlXPathFreeObject(value);
	return COMITY_OK;
}

static char *
name_of(const xmlNode *node)
{
	struct comity_text text = { 0 };

	comity_text_add(&text, "");
	if (node->type == XML_ELEMENT_NODE ||
	    node->type == XML_ATTRIBUTE_NODE) {
		if (node->ns != NULL && node->ns->prefix != NULL)
			comity_text_addf(
			    &text, "%s:", (const char *)node->ns->prefix);
		comity_text_add(&text, (const char *)node->name);
	}
	return comity_text_take(&text);
}

/* The value of a piece that has one. */
static int
value_make(struct evaluation *evaluation, const struct test *test,
    const struct piece *piece, xmlNodePtr node, char **out)
{
	xmlXPathObjectPtr value;
	xmlChar *string;
	xmlNodePtr named = node;
	int rc;

	if (piece->is_name) {
		rc =
		    select_node(evaluation, test, &piece->select, node, &named);
		if (rc != COMITY_OK)
			return rc;
		*out = name_of(named);
		return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	value = comity_evaluate(evaluation, &piece->select, node);
	if (value == NULL)
		return comity_evaluation_failed(
		    evaluation, &piece->select, test->id, node);
	string = xmlXPathCastToString(value);
	xmlXPathFreeObject(value);
	*out = comity_text_copy((char *)string);
	xmlFree(string);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
sentence_make(struct evaluation *evaluation, const struct test *test,
    const struct pieces *pieces, xmlNodePtr node, struct sentence *out)
{
	struct comity_text text = { 0 };
	size_t i;
	int rc = COMITY_OK;

	out->values = calloc(pieces->count + 1, sizeof(*out->values));
	if (out->values == NULL)
		return COMITY_ENOMEM;
	comity_text_add(&text, "");
	for (i = 0; rc == COMITY_OK && i < pieces->count; i++) {
		if (pieces->rows[i].text != NULL) {
			comity_text_add(&text, pieces->rows[i].text);
			continue;
		}
		rc = value_make(evaluation, test, &pieces->rows[i], node,
		    &out->values[out->count]);
		if (rc == COMITY_OK)
			comity_text_add(&text, out->values[out->count++]);
	}
	if (rc != COMITY_OK)
		comity_text_clear(&text);
	else if ((out->text = comity_text_take(&text)) == NULL)
		rc = COMITY_ENOMEM;
	return rc;
}

static enum comity_language
language_of(const struct evaluation *evaluation)
{
	return comity_report_language(evaluation->run->report);
}

static bool
language_is(const char *language, const char *wanted)
{
	size_t len = strlen(wanted);

	return language != NULL && strncasecmp(language, wanted, len) == 0 &&
	       (language[len] == '\0' || language[len] == '-');
}

/* Whether a note is one for the reader: of no language; of his; or, where
 * none is of his, in English. */
static bool
note_is_meant(const struct notes *notes, size_t at, const char *language)
{
	const char *own = notes->rows[at].language;
	size_t i;

	if (own == NULL || language_is(own, language))
		return true;
	for (i = 0; i < notes->count; i++) {
		if (language_is(notes->rows[i].language, language))
			return false;
	}
	return language_is(own, "en");
}

/* The notes for the reader, into a new array. */
static int
notes_make(struct evaluation *evaluation, const struct test *test,
    const struct notes *notes, xmlNodePtr node, struct comity_trace_text **out,
    size_t *count)
{
	const char *language = comity_language_name(language_of(evaluation));
	struct comity_trace_text *text;
	struct sentence sentence;
	size_t i;
	int rc = COMITY_OK;

	if (notes->count == 0)
		return COMITY_OK;
	if ((*out = calloc(notes->count, sizeof(**out))) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; rc == COMITY_OK && i < notes->count; i++) {
		if (!note_is_meant(notes, i, language))
			continue;
		memset(&sentence, 0, sizeof(sentence));
		rc = sentence_make(
		    evaluation, test, &notes->rows[i].pieces, node, &sentence);
		text = &(*out)[*count];
		text->id = notes->rows[i].id;
		text->role = notes->rows[i].role;
		text->scheme = notes->rows[i].scheme;
		text->language = notes->rows[i].language;
		text->text = sentence.text;
		sentence.text = NULL; /* transferred */
		*count += 1;
		sentence_clear(&sentence);
	}
	return rc;
}

/* The sentence in the reader's language, what its diagnostics say behind. */
static int
message_make(struct evaluation *evaluation, const struct test *test,
    const struct sentence *sentence, const struct comity_trace_entry *entry,
    char **out)
{
	const char *language = comity_language_name(language_of(evaluation));
	const char *own = language_of(evaluation) == COMITY_EN
			      ? NULL
			      : comity_edition_text(evaluation->run->edition,
				    test->id, language);
	struct comity_text text = { 0 };
	char *filled = NULL;
	size_t i;
	int rc;

	if (own != NULL) {
		rc = comity_messages_fill(own,
		    (const char *const *)sentence->values, sentence->count,
		    &filled);
		if (rc == COMITY_ENOMEM)
			return rc;
	}
	/* One whose values do not fit is a defect that profile check names;
	 * the sentence of the rule is there. */
	comity_text_add(&text, filled != NULL ? filled : sentence->text);
	free(filled);
	for (i = 0; i < entry->diagnostic_count; i++)
		comity_text_addf(&text, " %s", entry->diagnostics[i].text);
	*out = comity_text_take(&text);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* What might have been meant by a code that is not in its list. */
static int
near_say(const struct comity_xpath_state *state, enum comity_language language,
    char **out)
{
	struct comity_suggestions near = { .written = state->missed.code };
	const struct comity_codelist *list = state->missed.list;
	size_t i;

	for (i = 0; i < comity_codelist_count(list); i++) {
		if (state->missed.day == INT64_MAX ||
		    comity_codelist_find(list, comity_codelist_at(list, i),
			state->missed.day) == COMITY_CODE_PRESENT)
			comity_suggestions_offer(
			    &near, comity_codelist_at(list, i));
	}
	return comity_suggestions_say(&near, language, out);
}

/* When a code that is in the list was, or will be. */
static int
days_say(const struct comity_xpath_state *state, enum comity_language language,
    char **out)
{
	const struct comity_codelist *list = state->missed.list;
	const char *code = state->missed.code, *other;
	struct comity_text text = { 0 };
	int64_t from, through;
	char day[32];

	*out = NULL;
	if (!comity_codelist_days(
		list, code, state->missed.day, &from, &through))
		return COMITY_OK;
	if (through < state->missed.day) {
		comity_day_write(through, day);
		comity_text_addf(&text,
		    comity_phrase("%s was valid until %s", language), code,
		    day);
	} else {
		comity_day_write(from, day);
		comity_text_addf(&text,
		    comity_phrase("%s is valid from %s", language), code, day);
	}
	other = comity_codelist_replacement(list, code);
	if (other != NULL)
		comity_text_addf(
		    &text, comity_phrase("; replaced by %s", language), other);
	*out = comity_text_take(&text);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
hint_make(struct evaluation *evaluation, const struct test *test, char **out)
{
	const struct comity_xpath_state *state = &evaluation->state;

	if (!test->hints || state->missed.list == NULL)
		return COMITY_OK;
	return comity_codelist_find(state->missed.list, state->missed.code,
		   INT64_MAX) == COMITY_CODE_PRESENT
		   ? days_say(state, language_of(evaluation), out)
		   : near_say(state, language_of(evaluation), out);
}

/* The place, and what stands there, into a finding. */
static int
place_make(struct evaluation *evaluation, const struct test *test,
    xmlNodePtr node, struct comity_finding *finding)
{
	const struct expression *at =
	    test->at.text != NULL ? &test->at : &test->rule->at;
	xmlNodePtr place = node;
	int rc = select_node(evaluation, test, at, node, &place);

	if (rc != COMITY_OK)
		return rc;
	finding->line = comity_doc_line(evaluation->run->doc, place);
	if (place->type != XML_DOCUMENT_NODE &&
	    (finding->path =
		    comity_node_path_hinted(place, evaluation->hints)) == NULL)
		return COMITY_ENOMEM;
	if ((place->type == XML_ATTRIBUTE_NODE ||
		(place->type == XML_ELEMENT_NODE &&
		    comity_node_first(place) == NULL)) &&
	    (finding->found = comity_node_text(place)) == NULL)
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* The rules as a basis, where a rule of others states none. */
static char *
basis_make(const struct comity_edition *edition, const struct test *test,
    enum comity_language language)
{
	struct comity_text text = { 0 };

	if (test->basis != NULL)
		return comity_text_copy(test->basis);
	comity_text_addf(&text, comity_phrase("rules of %s/%s", language),
	    edition->profile, edition->id);
	return comity_text_take(&text);
}

static const char *
remedy_of(struct evaluation *evaluation, const struct test *test)
{
	const char *language = comity_language_name(language_of(evaluation));
	const char *own = language_of(evaluation) == COMITY_EN
			      ? NULL
			      : comity_edition_remedy(evaluation->run->edition,
				    test->id, language);

	return own != NULL ? own : test->remedy;
}

static int
finding_add(struct evaluation *evaluation, const struct test *test,
    struct comity_finding *finding)
{
	struct comity_rules_run *run = evaluation->run;
	struct comity_text id = { 0 };
	char *own_id, *basis;
	int rc = COMITY_ENOMEM;

	comity_text_addf(&id, "%s/%s", run->edition->profile, test->id);
	own_id = comity_text_take(&id);
	basis = basis_make(run->edition, test, language_of(evaluation));
	if (own_id == NULL || basis == NULL)
		goto out;
	finding->id = own_id;
	finding->severity = test->severity;
	finding->file = run->doc->name;
	finding->basis = basis;
	finding->remedy = (char *)remedy_of(evaluation, test);
	rc = comity_report_add_finding(run->report, finding);
	if (rc == COMITY_REFUSED)
		run->errors++;
	evaluation->stop |= test->severity == COMITY_FATAL;
out:
	free(own_id);
	free(basis);
	return rc;
}

/* What the trace says of a test; takes location and text. */
static void
entry_fill(struct comity_trace_entry *entry, const struct test *test)
{
	entry->id = test->named ? test->id : NULL;
	entry->role = test->labels.role;
	entry->flag = test->labels.flag;
	entry->see = test->labels.see;
	entry->icon = test->labels.icon;
	entry->fpi = test->labels.fpi;
	entry->subject = test->at.text;
	entry->expression = test->test.text;
	entry->severity = test->severity;
}

int
comity_rules_speak(
    struct evaluation *evaluation, const struct test *test, xmlNodePtr node)
{
	struct comity_finding finding = { 0 };
	struct comity_trace_entry own = { 0 }, *entry = NULL;
	struct sentence sentence = { 0 };
	char *location = NULL;
	int rc, said;

	rc = hint_make(evaluation, test, &finding.expected);
	if (rc == COMITY_OK)
		rc = place_make(evaluation, test, node, &finding);
	if (rc == COMITY_OK)
		rc = sentence_make(
		    evaluation, test, &test->pieces, node, &sentence);
	if (rc == COMITY_OK)
		rc = notes_make(evaluation, test, &test->diagnostics, node,
		    &own.diagnostics, &own.diagnostic_count);
	if (rc == COMITY_OK && evaluation->run->trace != NULL)
		rc = notes_make(evaluation, test, &test->properties, node,
		    &own.properties, &own.property_count);
	if (rc == COMITY_OK)
		rc = message_make(
		    evaluation, test, &sentence, &own, &finding.message);
	if (rc != COMITY_OK)
		goto out;
	said = finding_add(evaluation, test, &finding);
	rc = comity_trace_add(evaluation,
	    test->is_report ? COMITY_TRACE_REPORTED : COMITY_TRACE_FAILED,
	    &entry);
	if (entry != NULL) {
		location =
		    node->type == XML_DOCUMENT_NODE
			? comity_text_copy("/")
			: comity_node_path_hinted(node, evaluation->locations);
		own.kind = entry->kind;
		*entry = own; /* transferred, with its notes */
		memset(&own, 0, sizeof(own));
		entry_fill(entry, test);
		entry->location = location;
		entry->text = finding.message;
		finding.message = NULL; /* transferred */
		if (location == NULL)
			rc = COMITY_ENOMEM;
	}
	rc = comity_status_worse(rc, said);
out:
	comity_trace_entry_clear(&own);
	sentence_clear(&sentence);
	free(finding.message);
	free(finding.path);
	free(finding.found);
	free(finding.expected);
	return rc;
}
