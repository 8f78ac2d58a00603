/* SPDX-License-Identifier: Apache-2.0 */
#include "requirement.h"

#include "requirement-private.h"

#include <stdlib.h>
#include <string.h>

static void
expression_clear(struct expression *expression)
{
	free(expression->text);
	xmlXPathFreeCompExpr(expression->compiled);
}

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
	expression_clear(&row->each);
	expression_clear(&row->applies);
	expression_clear(&row->met);
	expression_clear(&row->open);
	expression_clear(&row->against);
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
