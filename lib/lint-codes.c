/* SPDX-License-Identifier: Apache-2.0 */
/* lint: the rows of a code list. */
#include "lint-private.h"
#include "moment.h"
#include "text.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

/* What a Row says in one column; free it; NULL nothing. */
static char *
column(const xmlNode *row, const char *name)
{
	xmlNodePtr value = comity_node_child(row, NULL, "Value"), simple;
	char *ref, *text = NULL;

	for (; value != NULL && text == NULL;
	     value = comity_node_next(value, NULL, "Value")) {
		ref = comity_node_attribute(value, "ColumnRef");
		simple = comity_node_child(value, NULL, "SimpleValue");
		if (ref != NULL && simple != NULL && strcmp(ref, name) == 0)
			text = comity_node_value(simple);
		free(ref);
	}
	return text;
}

/* Rows of one code, whose days may not meet. */
struct span {
	int64_t from, to;
	struct span *next;
};

static void
span_free(void *payload, const xmlChar *name)
{
	struct span *span = payload, *next;

	(void)name;
	for (; span != NULL; span = next) {
		next = span->next;
		free(span);
	}
}

static int64_t
day_of(const xmlNode *row, const char *name, int64_t otherwise)
{
	char *text = column(row, name);
	int64_t day;

	if (text == NULL || comity_day_read(text, &day) != COMITY_OK)
		day = otherwise;
	free(text);
	return day;
}

static void
check_days(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *row, const char *code, xmlHashTablePtr codes)
{
	struct span *own = calloc(1, sizeof(*own)), *other;

	if (own == NULL) {
		lint->rc = COMITY_ENOMEM;
		return;
	}
	own->from = day_of(row, "validFrom", INT64_MIN);
	own->to = day_of(row, "validTo", INT64_MAX);
	if (own->from > own->to)
		comity_lint_say(
		    lint, COMITY_F_LINT_CODE_DAYS, doc, row, code, NULL);
	other = xmlHashLookup(codes, BAD_CAST code);
	own->next = other;
	for (; other != NULL; other = other->next)
		if (own->from <= other->to && other->from <= own->to) {
			comity_lint_say(lint, COMITY_F_LINT_CODE_TWICE, doc,
			    row, code, NULL);
			break;
		}
	if (xmlHashUpdateEntry(codes, BAD_CAST code, own, NULL) != 0) {
		own->next = NULL;
		free(own);
		lint->rc = COMITY_ENOMEM;
	}
}

static bool
has_column(const xmlNode *root, const char *name)
{
	xmlNodePtr set = comity_node_child(root, NULL, "ColumnSet"), node;
	char *id;
	bool has = false;

	node = set == NULL ? NULL : comity_node_child(set, NULL, "Column");
	for (; node != NULL && !has;
	     node = comity_node_next(node, NULL, "Column")) {
		id = comity_node_attribute(node, "Id");
		has = comity_text_same(id, name);
		free(id);
	}
	return has;
}

static void
check_rows(struct comity_lint *lint, const struct comity_doc *doc,
    xmlHashTablePtr codes)
{
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *table = comity_node_child(root, NULL, "SimpleCodeList");
	const xmlNode *row =
	    table == NULL ? NULL : comity_node_child(table, NULL, "Row");
	bool labels = has_column(root, "label");
	char *code, *label;

	if (!labels)
		comity_lint_say(
		    lint, COMITY_F_LINT_CODE_LABEL, doc, root, NULL, "label");
	for (; row != NULL; row = comity_node_next(row, NULL, "Row")) {
		if ((code = column(row, "code")) == NULL)
			continue; /* loading refuses it */
		label = column(row, "label");
		if (labels && (label == NULL || *label == '\0'))
			comity_lint_say(lint, COMITY_F_LINT_CODE_LABEL, doc,
			    row, code, "label");
		check_days(lint, doc, row, code, codes);
		free(label);
		free(code);
	}
}

void
comity_lint_list(
    struct comity_lint *lint, const struct comity_folder_file *file)
{
	struct comity_doc *doc = comity_lint_doc(lint, file);
	xmlHashTablePtr codes = xmlHashCreate(256);

	if (codes == NULL)
		lint->rc = COMITY_ENOMEM;
	if (doc != NULL && codes != NULL)
		check_rows(lint, doc, codes);
	xmlHashFree(codes, span_free);
	comity_doc_free(doc);
}
