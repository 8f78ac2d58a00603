/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation.h"

#include "render-json.h"
#include "rules.h"
#include "words.h"

#include <string.h>
#include <strings.h>

static const struct explanation {
	const char *word;
	struct {
		const char *meaning, *next;
	} in[COMITY_LANGUAGE_COUNT];
} words[] = {
#define EXPLANATION(word, en, en_next, de, de_next, fr, fr_next)               \
	{ word, { { en, en_next }, { de, de_next }, { fr, fr_next } } },
#include "explanation.def"
#undef EXPLANATION
};
#define WORDS_COUNT (sizeof(words) / sizeof(words[0]))

/* An entry of this kind; NULL if memory ran out. */
static json_t *
entry(json_t *entries, const char *kind, const char *id, bool *failed)
{
	json_t *made = json_object();

	value_append(entries, made, failed);
	value_put(made, "kind", json_string(kind), failed);
	value_put(made, "id", json_string(id), failed);
	return *failed ? NULL : made;
}

static void
put(json_t *made, const char *key, const char *text, bool *failed)
{
	if (text != NULL)
		value_put(made, key, json_string(text), failed);
}

static void
find_ours(
    const struct run *run, const char *word, json_t *entries, bool *failed)
{
	const struct comity_finding_row *row;
	json_t *made;
	size_t i;

	for (i = 0; (row = comity_finding_row_at(i)) != NULL; i++)
		if (strcmp(row->id, word) == 0)
			break;
	if (row == NULL ||
	    (made = entry(entries, "finding", row->id, failed)) == NULL)
		return;
	put(made, "severity", comity_severity_name(row->severity), failed);
	put(made, "meaning",
	    comity_finding_message((enum comity_finding_id)i, run->language),
	    failed);
	put(made, "basis", row->basis, failed);
	put(made, "nextStep",
	    comity_finding_remedy((enum comity_finding_id)i, run->language),
	    failed);
}

/* By the word itself, or by what it is called in one of the languages. */
static bool
is_called(const struct explanation *one, const char *word)
{
	int language;

	for (language = 0; language < COMITY_LANGUAGE_COUNT; language++)
		if (strcasecmp(comity_phrase(
				   one->word, (enum comity_language)language),
			word) == 0)
			return true;
	return false;
}

static void
find_word(
    const struct run *run, const char *word, json_t *entries, bool *failed)
{
	json_t *made;
	size_t i;

	for (i = 0; i < WORDS_COUNT; i++) {
		if (!is_called(&words[i], word) ||
		    (made = entry(entries, "word", words[i].word, failed)) ==
			NULL)
			continue;
		put(made, "meaning", words[i].in[run->language].meaning,
		    failed);
		put(made, "nextStep", words[i].in[run->language].next, failed);
	}
}

/* "us-ear/expiry": a rule of a profile, in every edition that has it. */
static void
find_rule(const struct run *run, const struct comity_edition *edition,
    const char *rule, json_t *entries, bool *failed)
{
	const char *language = comity_language_name(run->language);
	const char *text;
	json_t *made;
	size_t i;

	for (i = 0; i < comity_rules_count(edition->rules); i++) {
		struct comity_rule r = comity_rules_at(edition->rules, i);

		if (strcmp(r.id, rule) != 0 ||
		    (made = entry(entries, "rule", rule, failed)) == NULL)
			continue;
		put(made, "profile", edition->profile, failed);
		put(made, "edition", edition->id, failed);
		put(made, "severity", comity_severity_name(r.severity), failed);
		text = comity_edition_message(edition, rule, language);
		put(made, "meaning", text != NULL ? text : r.message, failed);
		put(made, "basis", r.basis, failed);
		text = comity_edition_remedy(edition, rule, language);
		put(made, "nextStep", text != NULL ? text : r.remedy, failed);
	}
}

static void
find_rules(
    const struct run *run, const char *word, json_t *entries, bool *failed)
{
	const char *slash = strchr(word, '/');
	const struct comity_edition *edition;
	size_t i, len;

	if (slash == NULL)
		return;
	len = (size_t)(slash - word);
	for (i = 0; i < comity_packs_count(run->packs); i++) {
		edition = comity_packs_at(run->packs, i);
		if (strlen(edition->profile) == len &&
		    strncmp(edition->profile, word, len) == 0)
			find_rule(run, edition, slash + 1, entries, failed);
	}
}

static void
add_meaning(const struct run *run, const struct comity_glossary *glossary,
    const xmlNode *meaning, json_t *meanings, bool *failed)
{
	const char *confirmed = comity_term_attribute(meaning, "confirmed");
	json_t *made = json_object();

	value_append(meanings, made, failed);
	put(made, "in", comity_term_attribute(meaning, "in"), failed);
	put(made, "meaning", comity_term_text(meaning, "Text", run->language),
	    failed);
	put(made, "basis", comity_term_attribute(meaning, "basis"), failed);
	put(made, "source", comity_glossary_source(glossary, meaning), failed);
	value_put(made, "confirmed",
	    json_boolean(!comity_text_same(confirmed, "no")), failed);
}

static void
find_term(const struct run *run, const struct comity_glossary *glossary,
    const xmlNode *term, json_t *entries, bool *failed)
{
	json_t *made =
	    entry(entries, "term", comity_term_attribute(term, "id"), failed);
	json_t *names = json_object(), *meanings = json_array();
	const xmlNode *meaning =
	    comity_node_child(term, COMITY_NS_GLOSSARY, "Meaning");
	int language;

	for (language = 0; language < COMITY_LANGUAGE_COUNT; language++)
		put(names, comity_language_name((enum comity_language)language),
		    comity_term_text(
			term, "Name", (enum comity_language)language),
		    failed);
	for (; meaning != NULL;
	     meaning = comity_node_next(meaning, COMITY_NS_GLOSSARY, "Meaning"))
		add_meaning(run, glossary, meaning, meanings, failed);
	put(made, "name", comity_term_text(term, "Name", run->language),
	    failed);
	value_put(made, "names", names, failed);
	value_put(made, "meanings", meanings, failed);
	put(made, "doNotConfuse", comity_term_text(term, "Trap", run->language),
	    failed);
}

bool
explanation_find(const struct run *run, const struct comity_glossary *glossary,
    const char *word, json_t *entries)
{
	const xmlNode *term = NULL;
	bool failed = false;

	find_ours(run, word, entries, &failed);
	find_word(run, word, entries, &failed);
	find_rules(run, word, entries, &failed);
	while ((term = comity_glossary_term(glossary, term)) != NULL)
		if (comity_term_is_called(term, word))
			find_term(run, glossary, term, entries, &failed);
	return !failed;
}

json_t *
explanation_terms(const struct run *run, const struct comity_glossary *glossary)
{
	json_t *terms = json_array(), *made;
	const xmlNode *term = NULL;
	bool failed = terms == NULL;

	while (
	    !failed && (term = comity_glossary_term(glossary, term)) != NULL) {
		made = entry(
		    terms, "name", comity_term_attribute(term, "id"), &failed);
		put(made, "name", comity_term_text(term, "Name", run->language),
		    &failed);
	}
	if (!failed)
		return terms;
	json_decref(terms);
	return NULL;
}

static bool
offer(const char *name, void *context)
{
	comity_suggestions_offer(context, name);
	return true;
}

void
explanation_suggest(const struct run *run,
    const struct comity_glossary *glossary,
    struct comity_suggestions *suggestions)
{
	const struct comity_finding_row *row;
	const xmlNode *term = NULL;
	size_t i;

	for (i = 0; (row = comity_finding_row_at(i)) != NULL; i++)
		comity_suggestions_offer(suggestions, row->id);
	for (i = 0; i < WORDS_COUNT; i++) {
		comity_suggestions_offer(suggestions, words[i].word);
		comity_suggestions_offer(
		    suggestions, comity_phrase(words[i].word, run->language));
	}
	while ((term = comity_glossary_term(glossary, term)) != NULL)
		(void)comity_term_each_name(term, offer, suggestions);
}
