/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules-match: one walk over the tree finds the nodes of all rules. A node is
 * tested against the contexts that may match its name only; a context is
 * matched from the node upward, as XSLT matches patterns. What an element
 * said to a step with predicates is kept while its children are walked, and
 * positions are counted once per parent; so time grows with the document.
 */
#include "rules-evaluation.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* NEVER: no other ancestor would do either. Below zero: no answer. */
enum { NO, YES, NEVER };

static int step_matches(struct evaluation *evaluation, const struct step *step,
    xmlNodePtr node, size_t depth);

static int
nodes_add(struct nodes *nodes, xmlNodePtr node)
{
	xmlNodePtr *more;

	/* room grows by doubling, at powers of two */
	if ((nodes->count & (nodes->count - 1)) == 0) {
		more = realloc(
		    nodes->rows, (nodes->count == 0 ? 1 : nodes->count * 2) *
				     sizeof(*nodes->rows));
		if (more == NULL)
			return COMITY_ENOMEM;
		nodes->rows = more;
	}
	nodes->rows[nodes->count++] = node;
	return COMITY_OK;
}

void
comity_memos_free(struct evaluation *evaluation)
{
	size_t i, j;

	for (i = 0; i < COMITY_DEPTH_MAX + 2; i++) {
		for (j = 0; evaluation->memos[i] != NULL &&
			    j < evaluation->rules->step_count;
		     j++)
			free(evaluation->memos[i][j].siblings.rows);
		free(evaluation->memos[i]);
	}
}

static struct memo *
memo_of(struct evaluation *evaluation, const struct step *step, size_t depth)
{
	struct memo **level;

	if (depth >= COMITY_DEPTH_MAX + 2)
		return NULL;
	level = &evaluation->memos[depth];
	if (*level == NULL)
		*level =
		    calloc(evaluation->rules->step_count + 1, sizeof(**level));
	return *level == NULL ? NULL : &(*level)[step->number];
}

/* Name and kind of a node against a step. */
static bool
step_names(const struct step *step, const xmlNode *node)
{
	if (node->type !=
	    (step->is_attribute ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE))
		return false;
	if (step->name != NULL &&
	    strcmp(step->name, (const char *)node->name) != 0)
		return false;
	return step->any_uri ||
	       comity_text_same(
		   step->uri, node->ns ? (const char *)node->ns->href : NULL);
}

/* One predicate at a node that is the at-th of count; at 0: not known, and
 * *is_number says that it should be. */
static int
predicate_holds(struct evaluation *evaluation,
    const struct expression *predicate, xmlNodePtr node, size_t at,
    size_t count, bool *is_number)
{
	xmlXPathObjectPtr value;
	int holds;

	if (at > 0) {
		evaluation->context->proximityPosition = (int)at;
		evaluation->context->contextSize = (int)count;
	}
	value = comity_evaluate(evaluation, predicate, node);
	evaluation->context->proximityPosition = -1;
	evaluation->context->contextSize = -1;
	if (value == NULL) {
		comity_failure_take(evaluation, predicate, node,
		    (struct failure *)&evaluation->pattern->failure);
		return evaluation->state.nomem ? COMITY_ENOMEM
					       : COMITY_EINTERNAL;
	}
	*is_number = value->type == XPATH_NUMBER;
	holds = *is_number ? value->floatval == (double)at
			   : xmlXPathCastToBoolean(value);
	xmlXPathFreeObject(value);
	return holds ? YES : NO;
}

/* Those children of a parent that a step selects, with their positions. */
static int
siblings_select(struct evaluation *evaluation, const struct step *step,
    const xmlNode *parent, struct nodes *out)
{
	xmlNodePtr node = step->is_attribute ? (xmlNodePtr)parent->properties
					     : parent->children;
	size_t i, j, kept, count;
	bool is_number;
	int rc = COMITY_OK, holds;

	out->count = 0;
	free(out->rows);
	out->rows = NULL;
	for (; rc == COMITY_OK && node != NULL; node = node->next) {
		if (step_names(step, node))
			rc = nodes_add(out, node);
	}
	for (i = 0; rc == COMITY_OK && i < step->predicate_count; i++) {
		count = out->count;
		for (j = kept = 0; rc == COMITY_OK && j < count; j++) {
			holds =
			    predicate_holds(evaluation, &step->predicates[i],
				out->rows[j], j + 1, count, &is_number);
			if (holds < COMITY_OK)
				rc = holds;
			else if (holds == YES)
				out->rows[kept++] = out->rows[j];
		}
		out->count = kept;
	}
	return rc;
}

/* Whether a step whose predicates ask for positions selects a node. */
static int
positioned(struct evaluation *evaluation, const struct step *step,
    xmlNodePtr node, struct memo *memo)
{
	const xmlNode *parent = node->parent;
	size_t ordinal = comity_node_ordinal(node), low = 0, high, middle;
	size_t key = parent->type == XML_ELEMENT_NODE
			 ? comity_node_ordinal(parent) + 1
			 : 1;
	int rc;

	if (memo->parent != key) {
		memo->parent = 0;
		rc = siblings_select(evaluation, step, parent, &memo->siblings);
		if (rc != COMITY_OK)
			return rc;
		memo->parent = key;
	}
	for (high = memo->siblings.count; low < high;) {
		middle = low + (high - low) / 2;
		if (memo->siblings.rows[middle] == node)
			return YES;
		if (comity_node_ordinal(memo->siblings.rows[middle]) < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	return NO;
}

static int
predicates_hold(struct evaluation *evaluation, const struct step *step,
    xmlNodePtr node, struct memo *memo)
{
	bool *positional = &evaluation->positional[step->number];
	bool is_number;
	size_t i;
	int holds;

	*positional |= step->positional;
	for (i = 0; !*positional && i < step->predicate_count; i++) {
		holds = predicate_holds(
		    evaluation, &step->predicates[i], node, 0, 0, &is_number);
		if (holds < COMITY_OK)
			return holds;
		*positional = is_number;
		if (!is_number && holds == NO)
			return NO;
	}
	return *positional ? positioned(evaluation, step, node, memo) : YES;
}

static int
step_matches(struct evaluation *evaluation, const struct step *step,
    xmlNodePtr node, size_t depth)
{
	size_t ordinal;
	struct memo *memo;
	int answer;

	if (!step_names(step, node))
		return NO;
	if (step->predicate_count == 0)
		return YES;
	if ((memo = memo_of(evaluation, step, depth)) == NULL)
		return COMITY_ENOMEM;
	ordinal = comity_node_ordinal(node);
	if (ordinal == 0)
		return COMITY_EINTERNAL;
	if (memo->ordinal == ordinal)
		return memo->matches ? YES : NO;
	answer = predicates_hold(evaluation, step, node, memo);
	if (answer >= COMITY_OK) {
		memo->ordinal = ordinal;
		memo->matches = answer == YES;
	}
	return answer;
}

/*
 * Whether the first `count` steps lead to a node. Behind "//" the nearest
 * ancestor that fits its part of the steps leaves the most room above; if
 * the steps above it do not fit then, they fit nowhere: NEVER.
 */
static int
steps_match(struct evaluation *evaluation,
    const struct alternative *alternative, size_t count, xmlNodePtr node,
    size_t depth)
{
	const struct step *step = &alternative->steps[count - 1];
	xmlNodePtr up = node->parent;
	int answer = step_matches(evaluation, step, node, depth);

	if (answer != YES)
		return answer;
	if (count == 1)
		return step->anywhere || up->type == XML_DOCUMENT_NODE ? YES
								       : NO;
	if (!step->anywhere)
		return up->type != XML_ELEMENT_NODE
			   ? NO
			   : steps_match(evaluation, alternative, count - 1, up,
				 depth - 1);
	for (; up->type == XML_ELEMENT_NODE; up = up->parent) {
		answer = steps_match(
		    evaluation, alternative, count - 1, up, --depth);
		if (answer != NO)
			return answer;
	}
	return NEVER;
}

/* Give a node to the first rule of each pattern that takes it. */
static int
node_match(struct evaluation *evaluation, xmlNodePtr node, size_t depth)
{
	const struct candidates *candidates =
	    comity_rules_candidates(evaluation->rules, node);
	const struct alternative *alternative;
	struct pattern_state *pattern;
	const struct rule *rule;
	size_t i;
	int answer;

	for (i = 0; candidates != NULL && i < candidates->count; i++) {
		alternative = candidates->rows[i];
		rule = alternative->rule;
		pattern = &evaluation->patterns[rule->pattern];
		if (rule->pattern < evaluation->from ||
		    rule->pattern >= evaluation->to || !pattern->active ||
		    pattern->failure.is || pattern->claimed == node)
			continue;
		evaluation->pattern = pattern;
		answer = alternative->step_count == 0
			     ? YES
			     : steps_match(evaluation, alternative,
				   alternative->step_count, node, depth);
		if (answer == COMITY_EINTERNAL && pattern->failure.is)
			continue; /* told when the turn of the pattern comes */
		if (answer < COMITY_OK)
			return answer;
		if (answer != YES)
			continue;
		pattern->claimed = node;
		if (nodes_add(&evaluation->matches[rule->number].nodes, node) !=
		    COMITY_OK)
			return COMITY_ENOMEM;
	}
	return COMITY_OK;
}

/* As deep as COMITY_DEPTH_MAX, which the reader of the document checked. */
static int
walk(struct evaluation *evaluation, xmlNodePtr node, size_t depth)
{
	xmlAttrPtr attribute;
	xmlNodePtr child;
	int rc = node_match(evaluation, node, depth);

	if (node->type == XML_ELEMENT_NODE && evaluation->rules->has_attributes)
		for (attribute = node->properties;
		     rc == COMITY_OK && attribute != NULL;
		     attribute = attribute->next)
			rc = node_match(
			    evaluation, (xmlNodePtr)attribute, depth + 1);
	for (child = node->children; rc == COMITY_OK && child != NULL;
	     child = child->next) {
		if (child->type == XML_ELEMENT_NODE)
			rc = walk(evaluation, child, depth + 1);
	}
	return rc;
}

int
comity_rules_match(struct evaluation *evaluation)
{
	int rc = walk(evaluation, (xmlNodePtr)evaluation->run->tree, 0);

	evaluation->pattern = NULL;
	return rc;
}
