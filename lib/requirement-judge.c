/* SPDX-License-Identifier: Apache-2.0 */
/* requirement-judge: a loaded set over the agreements of one document. */
#include "memory.h"
#include "requirement-private.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#define FOUND_MAX 400 /* bytes of the text that one answer quotes */

/* One set over one agreement. */
struct judging {
	const struct comity_requirement_set *set;
	const struct comity_translation *core;
	const struct comity_doc *doc;
	struct comity_report *report;
	struct comity_requirement_answers *answers;
	xmlDocPtr tree; /* the agreement alone, with core's ordinals */
	char *number; /* of the agreement; NULL: it is the only one */
	xmlXPathContextPtr context;
	struct comity_xpath_state state;
};

/* Say which expression failed; the answer is no answer. */
static int
failed(struct judging *judging, const struct expression *expression,
    const char *id)
{
	struct comity_text text = { 0 };
	char *found;
	int rc;

	if (judging->state.nomem || comity_memory_failed())
		return COMITY_ENOMEM;
	comity_text_addf(&text, "%s%s%s, requirements.xml line %lu: %s",
	    judging->set->base.edition.profile, id != NULL ? "/" : "",
	    id != NULL ? id : "", expression->line, judging->state.reason);
	if ((found = comity_text_take(&text)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_find(judging->doc, NULL, judging->report,
	    COMITY_F_REQUIREMENT_FAILED, found, expression->text);
	free(found);
	if (rc == COMITY_ENOMEM)
		return rc;
	return judging->state.limit ? COMITY_ELIMIT : COMITY_EINTERNAL;
}

static xmlXPathObjectPtr
evaluate(struct judging *judging, const struct expression *expression,
    xmlNodePtr node)
{
	judging->context->node = node;
	judging->context->doc = judging->tree;
	judging->context->opCount = 0;
	return comity_expression_evaluate(expression, judging->context);
}

static int
variable_set(struct judging *judging, const char *name, xmlXPathObjectPtr value)
{
	if (value != NULL && xmlXPathRegisterVariable(
				 judging->context, BAD_CAST name, value) == 0)
		return COMITY_OK;
	xmlXPathFreeObject(value);
	return COMITY_ENOMEM;
}

static int
here_set(struct judging *judging, xmlNodePtr node)
{
	return variable_set(judging, "here", xmlXPathNewNodeSet(node));
}

static int
lets_set(struct judging *judging)
{
	const struct lets *lets = &judging->set->rules->lets;
	xmlNodePtr root = (xmlNodePtr)judging->tree;
	xmlXPathObjectPtr value;
	size_t i;
	int rc = here_set(judging, root);

	for (i = 0; rc == COMITY_OK && i < lets->count; i++) {
		value = evaluate(judging, &lets->rows[i].value, root);
		rc = value == NULL
			 ? failed(judging, &lets->rows[i].value, NULL)
			 : variable_set(judging, lets->rows[i].name, value);
	}
	return rc;
}

/* The nodes of an expression in document order; *out for free. */
static int
nodes_of(struct judging *judging, const struct requirement *row,
    const struct expression *expression, xmlNodePtr node,
    xmlXPathObjectPtr *out)
{
	*out = evaluate(judging, expression, node);
	if (*out == NULL)
		return failed(judging, expression, row->id);
	if ((*out)->type != XPATH_NODESET) {
		snprintf(judging->state.reason, sizeof(judging->state.reason),
		    "it selects no nodes");
		return failed(judging, expression, row->id);
	}
	xmlXPathNodeSetSort((*out)->nodesetval);
	return COMITY_OK;
}

/* Whether a node, or what it stands in, is withheld. */
static bool
is_withheld(const xmlNode *node)
{
	for (; node != NULL && node->type != XML_DOCUMENT_NODE;
	     node = node->parent) {
		if (node->type == XML_ELEMENT_NODE &&
		    xmlHasNsProp((xmlNodePtr)node, BAD_CAST "withheld", NULL) !=
			NULL)
			return true;
	}
	return false;
}

/* The first node that an expression selects, by whether it is withheld. */
static int
first_of(struct judging *judging, const struct requirement *row,
    const struct expression *expression, xmlNodePtr node, xmlNodePtr *open,
    xmlNodePtr *first)
{
	xmlXPathObjectPtr nodes = NULL;
	xmlNodePtr at;
	int i, rc;

	if (expression->compiled == NULL)
		return COMITY_OK;
	rc = nodes_of(judging, row, expression, node, &nodes);
	for (i = 0;
	     rc == COMITY_OK && i < xmlXPathNodeSetGetLength(nodes->nodesetval);
	     i++) {
		at = nodes->nodesetval->nodeTab[i];
		if (at->type != XML_ELEMENT_NODE &&
		    at->type != XML_ATTRIBUTE_NODE)
			continue;
		if (is_withheld(at))
			*open = *open == NULL ? at : *open;
		else
			*first = *first == NULL ? at : *first;
	}
	xmlXPathFreeObject(nodes);
	return rc;
}

/* The line of a node of the core view in the document as given. */
static unsigned long
line_of(const struct judging *judging, const xmlNode *node)
{
	size_t ordinal = 0;

	for (; node != NULL && node->type != XML_DOCUMENT_NODE && ordinal == 0;
	     node = node->parent) {
		ordinal = comity_node_ordinal(node);
		if (judging->core->origin != NULL)
			ordinal = ordinal < judging->core->origin_count
				      ? judging->core->origin[ordinal]
				      : 0;
	}
	return ordinal <= judging->doc->ordinal_count
		   ? judging->doc->lines[ordinal]
		   : 0;
}

static struct comity_requirement_answer *
answer_room(struct comity_requirement_answers *answers)
{
	struct comity_requirement_answer *more =
	    realloc(answers->at, (answers->count + 1) * sizeof(*more));

	if (more == NULL)
		return NULL;
	answers->at = more;
	memset(&more[answers->count], 0, sizeof(*more));
	return &more[answers->count++];
}

/* Path and text of the node that decided. */
static int
place_add(struct comity_requirement_answer *answer, const xmlNode *node)
{
	char *text;

	if ((answer->path = comity_node_path(node)) == NULL)
		return COMITY_ENOMEM;
	if (node->type == XML_ELEMENT_NODE && comity_node_first(node) != NULL)
		return COMITY_OK;
	if ((text = comity_node_text(node)) == NULL)
		return COMITY_ENOMEM;
	answer->found = comity_text_escape(text, FOUND_MAX);
	free(text);
	if (answer->found == NULL)
		return COMITY_ENOMEM;
	if (answer->found[0] == '\0') { /* it speaks by its attributes */
		free(answer->found);
		answer->found = NULL;
	}
	return COMITY_OK;
}

static int
effect_of(const struct comity_requirement_answer *answer)
{
	if (answer->requirement.warns)
		return COMITY_OK;
	switch (answer->result) {
	case COMITY_REQUIREMENT_MET:
	case COMITY_REQUIREMENT_NOT_APPLICABLE:
		return COMITY_OK;
	case COMITY_REQUIREMENT_MISSING:
	case COMITY_REQUIREMENT_CONTRADICTORY:
		return COMITY_REFUSED;
	case COMITY_REQUIREMENT_OPEN:
		break;
	}
	return COMITY_UNKNOWN;
}

/* Write an answer down. node: what decided; NULL: the thing itself. */
static int
answer_add(struct judging *judging, const struct requirement *row,
    enum comity_requirement_result result, const xmlNode *about,
    const xmlNode *node)
{
	struct comity_requirement_answers *answers = judging->answers;
	struct comity_requirement_answer *answer = answer_room(answers);

	if (answer == NULL)
		return COMITY_ENOMEM;
	answer->set = judging->set;
	answer->requirement = comity_requirement_said(judging->set,
	    (size_t)(row - judging->set->rows),
	    comity_language_name(comity_report_language(judging->report)));
	answer->result = result;
	answers->counts[result]++;
	if (judging->number != NULL &&
	    (answer->agreement = comity_text_copy(judging->number)) == NULL)
		return COMITY_ENOMEM;
	if (about != NULL && about != xmlDocGetRootElement(judging->tree) &&
	    (answer->about = comity_node_path(about)) == NULL)
		return COMITY_ENOMEM;
	answer->line = line_of(judging, node != NULL ? node : about);
	if (node != NULL && place_add(answer, node) != COMITY_OK)
		return COMITY_ENOMEM;
	if (row->warns && result != COMITY_REQUIREMENT_MET &&
	    result != COMITY_REQUIREMENT_NOT_APPLICABLE)
		answers->warnings++;
	return effect_of(answer);
}

static int
applies_to(struct judging *judging, const struct requirement *row,
    xmlNodePtr node, bool *out)
{
	xmlXPathObjectPtr value;

	*out = true;
	if (row->applies.compiled == NULL)
		return COMITY_OK;
	if ((value = evaluate(judging, &row->applies, node)) == NULL)
		return failed(judging, &row->applies, row->id);
	*out = xmlXPathCastToBoolean(value) != 0;
	xmlXPathFreeObject(value);
	return COMITY_OK;
}

/* One requirement about one thing; *applied counts those it applies to. */
static int
thing_judge(struct judging *judging, const struct requirement *row,
    xmlNodePtr node, size_t *applied)
{
	xmlNodePtr against = NULL, open = NULL, met = NULL;
	bool applies = false;
	int rc = here_set(judging, node);

	if (rc == COMITY_OK)
		rc = applies_to(judging, row, node, &applies);
	if (rc != COMITY_OK || !applies)
		return rc;
	++*applied;
	rc = first_of(judging, row, &row->against, node, &open, &against);
	if (rc == COMITY_OK)
		rc = first_of(judging, row, &row->met, node, &open, &met);
	if (rc == COMITY_OK)
		rc = first_of(judging, row, &row->open, node, &open, &open);
	if (rc != COMITY_OK)
		return rc;
	if (against != NULL)
		return answer_add(judging, row,
		    COMITY_REQUIREMENT_CONTRADICTORY, node, against);
	if (met != NULL)
		return answer_add(
		    judging, row, COMITY_REQUIREMENT_MET, node, met);
	if (open != NULL)
		return answer_add(
		    judging, row, COMITY_REQUIREMENT_OPEN, node, open);
	return answer_add(judging, row, COMITY_REQUIREMENT_MISSING, node, NULL);
}

static int
requirement_judge(struct judging *judging, const struct requirement *row)
{
	xmlNodePtr root = xmlDocGetRootElement(judging->tree);
	xmlXPathObjectPtr nodes = NULL;
	size_t applied = 0;
	int i, rc = COMITY_OK;

	if (row->each.compiled == NULL)
		rc = thing_judge(judging, row, root, &applied);
	else
		rc = nodes_of(judging, row, &row->each, root, &nodes);
	for (i = 0; rc >= COMITY_UNKNOWN && nodes != NULL &&
		    i < xmlXPathNodeSetGetLength(nodes->nodesetval);
	     i++)
		rc = comity_status_worse(
		    rc, thing_judge(judging, row, nodes->nodesetval->nodeTab[i],
			    &applied));
	xmlXPathFreeObject(nodes);
	if (rc >= COMITY_OK && applied == 0)
		rc = answer_add(judging, row, COMITY_REQUIREMENT_NOT_APPLICABLE,
		    root, NULL);
	return rc;
}

/* Give the nodes of a copy the ordinals of what it is a copy of. */
static int
ordinals_copy(xmlNodePtr to, const xmlNode *from)
{
	xmlAttrPtr a = to->properties;
	const xmlAttr *b = from->properties;
	xmlNodePtr child = comity_node_first(to);
	const xmlNode *other = comity_node_first(from);
	int rc = COMITY_OK;

	to->_private = from->_private;
	for (; a != NULL && b != NULL; a = a->next, b = b->next)
		a->_private = b->_private;
	/* as deep as COMITY_DEPTH_MAX, which the reader checked */
	for (; rc == COMITY_OK && child != NULL && other != NULL;
	     child = comity_node_after(child), other = comity_node_after(other))
		rc = ordinals_copy(child, other);
	if (rc == COMITY_OK &&
	    (a != NULL || b != NULL || child != NULL || other != NULL))
		rc = COMITY_EINTERNAL;
	return rc;
}

/* An agreement as a document of its own: absolute paths begin at it. */
static int
tree_make(struct judging *judging, const xmlNode *agreement)
{
	xmlNodePtr copy;

	if ((judging->tree = xmlNewDoc(BAD_CAST "1.0")) == NULL)
		return COMITY_ENOMEM;
	copy = xmlDocCopyNode((xmlNodePtr)agreement, judging->tree, 1);
	if (copy == NULL)
		return COMITY_ENOMEM;
	xmlDocSetRootElement(judging->tree, copy);
	if (xmlXPathOrderDocElems(judging->tree) < 0 || comity_memory_failed())
		return COMITY_ENOMEM;
	return ordinals_copy(copy, agreement);
}

static int
number_read(struct judging *judging, const xmlNode *agreement)
{
	xmlNodePtr node =
	    comity_node_child(agreement, COMITY_NS_CORE, "Identification");
	char *text;

	node = node == NULL ? NULL : comity_node_first(node);
	text = node == NULL ? comity_text_copy("?") : comity_node_value(node);
	if (text == NULL)
		return COMITY_ENOMEM;
	judging->number = comity_text_escape(text, FOUND_MAX);
	free(text);
	return judging->number == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
agreement_judge(
    struct judging *judging, const xmlNode *agreement, bool is_member)
{
	size_t i;
	int rc = is_member ? number_read(judging, agreement) : COMITY_OK;

	if (rc == COMITY_OK)
		rc = tree_make(judging, agreement);
	judging->context =
	    comity_rules_context(judging->set->rules, &judging->state);
	if (rc == COMITY_OK && judging->context == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = lets_set(judging);
	for (i = 0; rc >= COMITY_UNKNOWN && i < judging->set->count; i++)
		rc = comity_status_worse(
		    rc, requirement_judge(judging, &judging->set->rows[i]));
	if (judging->state.nomem || comity_memory_failed())
		rc = COMITY_ENOMEM;
	else if (rc >= COMITY_UNKNOWN && judging->state.reason[0] != '\0')
		rc = COMITY_EINTERNAL; /* an error that nobody looked at */
	xmlXPathFreeContext(judging->context);
	xmlFreeDoc(judging->tree);
	free(judging->number);
	return rc;
}

int
comity_requirements_judge(const struct comity_requirement_set *set,
    const struct comity_translation *core, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report,
    struct comity_requirement_answers *answers)
{
	const xmlNode *root = xmlDocGetRootElement(core->xml);
	bool is_member = comity_node_is(root, COMITY_NS_CORE, "Collection");
	const xmlNode *at =
	    is_member ? comity_node_child(root, COMITY_NS_CORE, "Agreement")
		      : root;
	int rc = COMITY_OK;

	if (at == NULL || !comity_node_is(at, COMITY_NS_CORE, "Agreement"))
		return comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_NOT_AN_AGREEMENT, NULL, NULL);
	for (; rc >= COMITY_UNKNOWN && at != NULL;
	     at = is_member ? comity_node_next(at, COMITY_NS_CORE, "Agreement")
			    : NULL) {
		struct judging judging = { .set = set,
			.core = core,
			.doc = doc,
			.report = report,
			.answers = answers,
			.state = { .edition = &set->base.edition,
			    .patterns = &set->rules->regexps,
			    .moment = moment } };

		rc = comity_status_worse(
		    rc, agreement_judge(&judging, at, is_member));
	}
	return rc;
}
