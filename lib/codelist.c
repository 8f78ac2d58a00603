/* SPDX-License-Identifier: Apache-2.0 */
#include "codelist-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static int
refuse(const struct reading *reading, const xmlNode *node, const char *found,
    const char *expected)
{
	if (reading->doc == NULL)
		return COMITY_EPACK; /* a second reading says why */
	return comity_folder_refuse(reading->report, COMITY_F_PACK_CODES,
	    reading->doc->name, comity_doc_line(reading->doc, node), found,
	    expected);
}

void
comity_codelist_rows_clear(struct comity_codelist *list)
{
	size_t i, j;

	for (i = 0; i < list->row_count; i++) {
		for (j = 0; j < list->column_count; j++)
			free(list->rows[i].values[j]);
		free(list->rows[i].values);
	}
	if (list->index != NULL)
		xmlHashFree(list->index, NULL);
	free(list->rows);
	list->rows = NULL;
	list->row_count = 0;
	list->index = NULL;
}

void
comity_codelist_free(struct comity_codelist *list)
{
	size_t j;

	if (list == NULL)
		return;
	comity_codelist_rows_clear(list);
	for (j = 0; j < list->column_count; j++)
		free(list->columns[j]);
	free(list->columns);
	free(list->id);
	free(list->edition);
	free(list->digest);
	free(list->file);
	free(list);
}

size_t
comity_codelist_column_find(const struct comity_codelist *list, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < list->column_count; i++) {
		if (strcmp(list->columns[i], name) == 0)
			return i;
	}
	return list->column_count;
}

static size_t
children_count(const xmlNode *parent, const char *name)
{
	xmlNodePtr node = comity_node_child(parent, NULL, name);
	size_t count = 0;

	for (; node != NULL; node = comity_node_next(node, NULL, name))
		count++;
	return count;
}

static int
columns_read(struct reading *reading, const xmlNode *set)
{
	struct comity_codelist *list = reading->list;
	size_t room = children_count(set, "Column");
	xmlNodePtr node = comity_node_child(set, NULL, "Column");
	char *id;

	if ((list->columns = calloc(room + 1, sizeof(char *))) == NULL)
		return COMITY_ENOMEM;
	for (; node != NULL; node = comity_node_next(node, NULL, "Column")) {
		id = comity_node_attribute(node, "Id");
		if (id == NULL || comity_codelist_column_find(list, id) < list->column_count) {
			free(id);
			return refuse(reading, node,
			    "a Column without Id, or twice",
			    "each Column with its own Id");
		}
		list->columns[list->column_count++] = id;
	}
	list->key = comity_codelist_column_find(list, "code");
	list->from = comity_codelist_column_find(list, "validFrom");
	list->through = comity_codelist_column_find(list, "validTo");
	if (list->key == list->column_count)
		return refuse(reading, set, NULL, "a Column with Id code");
	return COMITY_OK;
}

/* One Value into its column. */
static int
value_read(struct reading *reading, const xmlNode *value, struct row *row)
{
	struct comity_codelist *list = reading->list;
	xmlNodePtr simple = comity_node_child(value, NULL, "SimpleValue");
	char *ref = comity_node_attribute(value, "ColumnRef");
	size_t column = comity_codelist_column_find(list, ref);
	int rc;

	if (column == list->column_count || row->values[column] != NULL) {
		rc = refuse(reading, value, ref,
		    "a ColumnRef to a Column, once per Row");
		free(ref);
		return rc;
	}
	free(ref);
	if (simple == NULL || comity_node_after(simple) != NULL)
		return refuse(reading, value, NULL, "one SimpleValue");
	row->values[column] = comity_node_value(simple);
	return row->values[column] == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
day_read(struct reading *reading, const xmlNode *node, const char *value,
    int64_t *day)
{
	if (value == NULL || comity_day_read(value, day) == COMITY_OK)
		return COMITY_OK;
	return refuse(reading, node, value, "a day as xs:date");
}

/* Put a filled row into the index behind the rows of the same code. */
static int
row_index(struct reading *reading, const xmlNode *node, struct row *row)
{
	struct comity_codelist *list = reading->list;
	const xmlChar *code = (const xmlChar *)row->values[list->key];
	struct row *other;

	if (code == NULL || code[0] == '\0')
		return refuse(reading, node, NULL, "a Row with a code");
	if (row->from > row->through)
		return refuse(reading, node, (const char *)code,
		    "validFrom not after validTo");
	row->next = xmlHashLookup(list->index, code);
	for (other = row->next; other != NULL; other = other->next) {
		if (row->from <= other->through && other->from <= row->through)
			return refuse(reading, node, (const char *)code,
			    "rows of one code whose days do not overlap");
	}
	if (xmlHashUpdateEntry(list->index, code, row, NULL) != 0)
		return COMITY_ENOMEM;
	return COMITY_OK;
}

int
comity_codelist_row_begin(struct comity_codelist *list, struct row *row)
{
	row->from = INT64_MIN;
	row->through = INT64_MAX;
	row->next = NULL;
	row->values = calloc(list->column_count, sizeof(char *));
	return row->values == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_codelist_row_end(
    struct reading *reading, const xmlNode *node, struct row *row)
{
	struct comity_codelist *list = reading->list;
	int rc = COMITY_OK;

	if (list->from < list->column_count)
		rc = day_read(
		    reading, node, row->values[list->from], &row->from);
	if (rc == COMITY_OK && list->through < list->column_count)
		rc = day_read(
		    reading, node, row->values[list->through], &row->through);
	return rc == COMITY_OK ? row_index(reading, node, row) : rc;
}

static int
row_read(struct reading *reading, const xmlNode *node)
{
	struct comity_codelist *list = reading->list;
	struct row *row = &list->rows[list->row_count];
	xmlNodePtr value = comity_node_first(node);
	int rc = comity_codelist_row_begin(list, row);

	if (rc != COMITY_OK)
		return rc;
	list->row_count++;
	for (; rc == COMITY_OK && value != NULL;
	     value = comity_node_after(value)) {
		rc = comity_node_is(value, NULL, "Value")
			 ? value_read(reading, value, row)
			 : refuse(reading, value, (const char *)value->name,
			       "Value");
	}
	return rc == COMITY_OK ? comity_codelist_row_end(reading, node, row)
			       : rc;
}

static int
rows_read(struct reading *reading, const xmlNode *table)
{
	struct comity_codelist *list = reading->list;
	xmlNodePtr node = comity_node_first(table);
	size_t room = children_count(table, "Row");
	int rc = COMITY_OK;

	list->rows = calloc(room + 1, sizeof(*list->rows));
	list->index = xmlHashCreate((int)room + 1);
	if (list->rows == NULL || list->index == NULL)
		return COMITY_ENOMEM;
	if (room == 0)
		return refuse(reading, table, NULL, "at least one Row");
	for (; rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node)) {
		rc = comity_node_is(node, NULL, "Row")
			 ? row_read(reading, node)
			 : refuse(
			       reading, node, (const char *)node->name, "Row");
	}
	return rc;
}

/* The collapsed text of a child that must be there. */
static int
child_text(struct reading *reading, const xmlNode *parent, const char *name,
    char **out)
{
	xmlNodePtr node = comity_node_child(parent, NULL, name);

	if (node == NULL)
		return refuse(reading, parent, NULL, name);
	if ((*out = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	return **out == '\0' ? refuse(reading, node, "empty", name) : COMITY_OK;
}

static int
names_read(struct reading *reading, const xmlNode *identification)
{
	struct comity_codelist *list = reading->list;
	int rc = child_text(reading, identification, "ShortName", &list->id);

	return rc == COMITY_OK ? child_text(reading, identification, "Version",
				     &list->edition)
			       : rc;
}

static int
list_read(struct reading *reading)
{
	static const char *const parts[] = { "Identification", "ColumnSet",
		"SimpleCodeList" };
	xmlNodePtr root = comity_doc_root(reading->doc), part[3];
	size_t i;
	int rc;

	if (!comity_node_is(root, NS_GENERICODE, "CodeList"))
		return refuse(reading, root, (const char *)root->name,
		    "a genericode 1.0 CodeList");
	for (i = 0; i < 3; i++) {
		part[i] = comity_node_child(root, NULL, parts[i]);
		if (part[i] == NULL || children_count(root, parts[i]) != 1)
			return refuse(reading, root, NULL, parts[i]);
	}
	rc = names_read(reading, part[0]);
	if (rc == COMITY_OK)
		rc = columns_read(reading, part[1]);
	if (rc == COMITY_OK)
		rc = rows_read(reading, part[2]);
	return rc;
}

/* Of this file, and empty. */
static int
list_new(const struct comity_folder_file *file, struct comity_codelist **out)
{
	struct comity_codelist *list = *out = calloc(1, sizeof(*list));

	if (list == NULL)
		return COMITY_ENOMEM;
	list->file = comity_text_copy(file->name);
	list->digest = comity_text_copy(file->source->sha256_hex);
	if (list->file != NULL && list->digest != NULL)
		return COMITY_OK;
	comity_codelist_free(list);
	*out = NULL;
	return COMITY_ENOMEM;
}

int
comity_codelist_read(const struct comity_folder_file *file,
    struct comity_report *report, struct comity_codelist **out)
{
	struct reading reading = { .report = report };
	struct comity_doc *doc = NULL;
	int rc = comity_doc_read(file->source, report, &doc);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
	if ((rc = list_new(file, &reading.list)) != COMITY_OK)
		goto out;
	reading.doc = doc;
	rc = list_read(&reading);
	if (rc != COMITY_OK)
		goto out;
	*out = reading.list;
	reading.list = NULL; /* transferred */
out:
	comity_codelist_free(reading.list);
	comity_doc_free(doc);
	return rc;
}

/* NULL: what stands at its head is not in order. */
static struct comity_codelist *
head_read(const struct comity_folder_file *file, int *rc)
{
	struct comity_report *scratch = comity_report_new();
	struct reading reading = { .report = scratch };
	struct comity_doc *doc = NULL;
	xmlNodePtr root, names, columns;

	*rc = COMITY_ENOMEM;
	if (scratch != NULL)
		*rc = comity_doc_read_head(
		    file->source, "ColumnSet", scratch, &doc);
	if (*rc != COMITY_OK)
		goto out;
	reading.doc = doc;
	if ((*rc = list_new(file, &reading.list)) != COMITY_OK)
		goto out;
	*rc = COMITY_EPACK;
	root = comity_doc_root(doc);
	names = comity_node_child(root, NULL, "Identification");
	columns = comity_node_child(root, NULL, "ColumnSet");
	if (names != NULL && columns != NULL)
		*rc = names_read(&reading, names);
	if (*rc == COMITY_OK)
		*rc = columns_read(&reading, columns);
	if (*rc != COMITY_OK) {
		comity_codelist_free(reading.list);
		reading.list = NULL;
	}
out:
	comity_doc_free(doc);
	comity_report_free(scratch);
	return reading.list;
}

int
comity_codelist_promise(const struct comity_folder_file *file,
    struct comity_report *report, struct comity_codelist **out)
{
	int rc;

	*out = head_read(file, &rc);
	if (*out != NULL)
		atomic_init(&(*out)->promised, file);
	return rc == COMITY_OK || rc == COMITY_ENOMEM
		   ? rc
		   : comity_codelist_read(file, report, out);
}

bool
comity_codelist_is_whole(const struct comity_codelist *list)
{
	return atomic_load(&list->promised) == NULL;
}

int
comity_codelist_fulfil(
    struct comity_codelist *list, struct comity_report *report)
{
	struct comity_codelist *read;
	int rc;

	if (comity_codelist_is_whole(list))
		return COMITY_OK;
	rc = comity_codelist_rows_walk(list, atomic_load(&list->promised));
	if (rc == COMITY_OK || rc == COMITY_ENOMEM) {
		if (rc == COMITY_OK)
			atomic_store(&list->promised, NULL);
		return rc;
	}
	rc = comity_codelist_read(atomic_load(&list->promised), report, &read);
	if (rc != COMITY_OK)
		return rc;
	list->rows = read->rows;
	list->row_count = read->row_count;
	list->index = read->index;
	read->rows = NULL;
	read->row_count = 0;
	read->index = NULL;
	comity_codelist_free(read);
	atomic_store(&list->promised, NULL);
	return COMITY_OK;
}

bool
comity_codelist_has_column(
    const struct comity_codelist *list, const char *column)
{
	return comity_codelist_column_find(list, column) < list->column_count;
}

const struct comity_codelist *
comity_codelist_choose(
    struct comity_codelist *const *lists, size_t count, const char *name)
{
	size_t len = strcspn(name, "@"), i;
	const char *edition = name[len] == '@' ? name + len + 1 : NULL;
	const struct comity_codelist *best = NULL;

	for (i = 0; i < count; i++) {
		if (strlen(lists[i]->id) != len ||
		    memcmp(lists[i]->id, name, len) != 0)
			continue;
		if (edition != NULL && strcmp(lists[i]->edition, edition) != 0)
			continue;
		if (best == NULL ||
		    strcmp(best->edition, lists[i]->edition) < 0)
			best = lists[i];
	}
	return best;
}

enum comity_code
comity_codelist_find(
    const struct comity_codelist *list, const char *code, int64_t day)
{
	const struct row *row =
	    code == NULL ? NULL
			 : xmlHashLookup(list->index, (const xmlChar *)code);

	if (row == NULL)
		return COMITY_CODE_ABSENT;
	if (day == INT64_MAX)
		return COMITY_CODE_PRESENT;
	for (; row != NULL; row = row->next) {
		if (row->from <= day && day <= row->through)
			return COMITY_CODE_PRESENT;
	}
	return COMITY_CODE_EXPIRED;
}

/* Which of two rows of a code speaks of a day better. */
static const struct row *
row_nearer(const struct row *a, const struct row *b, int64_t day)
{
	if (a->from <= day && b->from <= day)
		return a->from > b->from ? a : b; /* the later begun */
	return a->from < b->from ? a : b;
}

bool
comity_codelist_days(const struct comity_codelist *list, const char *code,
    int64_t day, int64_t *from, int64_t *through)
{
	const struct row *row =
	    code == NULL ? NULL
			 : xmlHashLookup(list->index, (const xmlChar *)code);
	const struct row *best = row;

	if (row == NULL)
		return false;
	for (row = row->next; row != NULL; row = row->next)
		best = row_nearer(best, row, day);
	*from = best->from;
	*through = best->through;
	return true;
}

const char *
comity_codelist_replacement(
    const struct comity_codelist *list, const char *code)
{
	return comity_codelist_column(list, code, "replacedBy");
}

const char *
comity_codelist_column(
    const struct comity_codelist *list, const char *code, const char *column)
{
	size_t at = comity_codelist_column_find(list, column);
	const struct row *row =
	    code == NULL ? NULL
			 : xmlHashLookup(list->index, (const xmlChar *)code);

	if (row == NULL || at == list->column_count)
		return NULL;
	return row->values[at];
}

const char *
comity_codelist_id(const struct comity_codelist *list)
{
	return list->id;
}

const char *
comity_codelist_edition(const struct comity_codelist *list)
{
	return list->edition;
}

const char *
comity_codelist_digest(const struct comity_codelist *list)
{
	return list->digest;
}

size_t
comity_codelist_count(const struct comity_codelist *list)
{
	return list->row_count;
}

const char *
comity_codelist_at(const struct comity_codelist *list, size_t i)
{
	return i < list->row_count ? list->rows[i].values[list->key] : NULL;
}
