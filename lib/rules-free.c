/* SPDX-License-Identifier: Apache-2.0 */
/* rules-free: the end of loaded rules. */
#include "rules-private.h"

#include <stdlib.h>

static void
candidates_free(void *data, const xmlChar *name)
{
	struct candidates *candidates = data;

	(void)name;
	free(candidates->rows);
	free(candidates);
}

void
comity_rules_free(struct comity_rules *rules)
{
	const struct compiled *compiled;
	size_t i;

	if (rules == NULL)
		return;
	for (i = 0; i < rules->compiled.room; i++) {
		compiled = rules->compiled.slots[i].value;
		if (compiled != NULL)
			xmlXPathFreeCompExpr(compiled->expression);
	}
	xmlHashFree(rules->elements, candidates_free);
	xmlHashFree(rules->attributes, candidates_free);
	comity_patterns_clear(&rules->regexps);
	free(rules->documents.rows);
	free(rules->files);
	free(rules->tests);
	comity_arena_clear(&rules->arena);
	free(rules);
}
