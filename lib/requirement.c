/* SPDX-License-Identifier: Apache-2.0 */
#include "requirement.h"

#include "requirement-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void
row_clear(struct requirement *row)
{
	free(row->id);
	free(row->title);
	free(row->article);
	free(row->source);
	free(row->clause);
	free(row->basis);
	free(row->missing);
	free(row->contradiction);
	free(row->doubt);
}

void
comity_requirement_set_free(struct comity_requirement_set *set)
{
	struct comity_edition *edition;
	size_t i;

	if (set == NULL)
		return;
	for (i = 0; i < set->count; i++)
		row_clear(&set->rows[i]);
	free(set->rows);
	comity_rules_free(set->rules);
	comity_messages_free(set->messages);
	comity_folder_free(set->folder);
	edition = &set->base.edition;
	free(edition->profile);
	free(edition->id);
	free(edition->title);
	free(edition->jurisdiction);
	free(edition->legal_basis);
	free(edition->sources);
	free(set);
}

const struct comity_edition *
comity_requirement_set_edition(const struct comity_requirement_set *set)
{
	return &set->base.edition;
}

size_t
comity_requirement_count(const struct comity_requirement_set *set)
{
	return set->count;
}

struct comity_requirement
comity_requirement_at(const struct comity_requirement_set *set, size_t i)
{
	const struct requirement *row = &set->rows[i];

	return (struct comity_requirement){ .id = row->id,
		.title = row->title,
		.article = row->article,
		.source = row->source,
		.clause = row->clause,
		.missing = row->missing,
		.contradiction = row->contradiction,
		.doubt = row->doubt != NULL ? row->doubt
					    : COMITY_REQUIREMENT_WITHHELD,
		.basis = row->basis,
		.warns = row->warns,
		.line = row->line };
}

/* A text of the set in a language, else what is given. */
static const char *
said(const struct comity_requirement_set *set, const char *id, const char *part,
    const char *language, const char *otherwise)
{
	struct comity_text key = { 0 };
	const char *text = NULL;

	comity_text_addf(&key, "%s.%s", id, part);
	if (!key.failed)
		text = comity_messages_find(
		    set->messages, key.data, language, false);
	comity_text_clear(&key);
	return text != NULL ? text : otherwise;
}

struct comity_requirement
comity_requirement_said(
    const struct comity_requirement_set *set, size_t i, const char *language)
{
	struct comity_requirement it = comity_requirement_at(set, i);
	const char *withheld =
	    comity_messages_find(set->messages, "withheld", language, false);

	it.title = said(set, it.id, "title", language, it.title);
	it.article = said(set, it.id, "article", language, it.article);
	it.source = said(set, it.id, "source", language, it.source);
	it.missing = said(set, it.id, "missing", language, it.missing);
	it.contradiction =
	    said(set, it.id, "contradictory", language, it.contradiction);
	if (withheld != NULL &&
	    strcmp(it.doubt, COMITY_REQUIREMENT_WITHHELD) == 0)
		it.doubt = withheld;
	it.doubt = said(set, it.id, "open", language, it.doubt);
	return it;
}

const char *
comity_requirement_set_title(
    const struct comity_requirement_set *set, const char *language)
{
	const char *title =
	    comity_messages_find(set->messages, "title", language, false);

	return title != NULL ? title : set->base.edition.title;
}

const struct comity_messages *
comity_requirement_set_messages(const struct comity_requirement_set *set)
{
	return set->messages;
}

const char *
comity_requirement_result_name(enum comity_requirement_result result)
{
	switch (result) {
	case COMITY_REQUIREMENT_MET:
		return "met";
	case COMITY_REQUIREMENT_NOT_APPLICABLE:
		return "not applicable";
	case COMITY_REQUIREMENT_MISSING:
		return "missing";
	case COMITY_REQUIREMENT_CONTRADICTORY:
		return "contradictory";
	case COMITY_REQUIREMENT_OPEN:
		break;
	}
	return "open";
}

void
comity_requirement_answers_clear(struct comity_requirement_answers *answers)
{
	size_t i;

	for (i = 0; i < answers->count; i++) {
		free(answers->at[i].agreement);
		free(answers->at[i].about);
		free(answers->at[i].path);
		free(answers->at[i].found);
	}
	free(answers->at);
	memset(answers, 0, sizeof(*answers));
}
