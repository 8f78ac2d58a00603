/* SPDX-License-Identifier: Apache-2.0 */
/* laws: laws 0, 1, 3 and 4 of one document; doc/crosswalk.md, section 1. */
#include "laws.h"

#include "crosswalk-table.h"
#include "decimal.h"
#include "generate.h"
#include "suite.h"
#include "text.h"
#include "translate-run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *
say(const char *format, ...)
{
	va_list arguments;
	char *out = NULL;

	va_start(arguments, format);
	ck_assert_int_ge(vasprintf(&out, format, arguments), 0);
	va_end(arguments);
	return out;
}

char *
laws_finding(const struct comity_report *report, const char *before)
{
	const struct comity_finding *worst = NULL, *at;
	size_t i;

	for (i = 0; i < comity_report_count(report); i++) {
		at = comity_report_at(report, i);
		if (at->severity >= COMITY_ERROR &&
		    (worst == NULL || at->severity > worst->severity))
			worst = at;
	}
	if (worst == NULL)
		return say("%s: no finding says why", before);
	return say("%s: %s %s \"%s\" %s", before, worst->id,
	    worst->path == NULL ? "" : worst->path,
	    worst->found == NULL ? "" : worst->found, worst->message);
}

struct comity_doc *
laws_doc(const char *name, const void *octets, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;

	ck_assert_int_eq(
	    comity_source_new(name, octets, len, report, &source), COMITY_OK);
	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		suite_show(report);
	ck_assert_msg(doc != NULL, "%s is not read: %.*s", name,
	    len < 1000 ? (int)len : 1000, (const char *)octets);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

struct comity_doc *
laws_reread(xmlDocPtr xml)
{
	unsigned char *octets = NULL;
	struct comity_doc *doc;
	size_t len = 0;

	ck_assert_int_eq(comity_xml_write(xml, &octets, &len), COMITY_OK);
	doc = laws_doc("reread", octets, len);
	xmlFree(octets);
	return doc;
}

/* One document under the laws. */
struct judging {
	struct laws *laws;
	struct comity_doc *doc, *core;
	struct comity_checked checked;
	struct comity_translation *view;
	struct leaf_list leaves;
	struct chance chance;
};

/* Law 0: the view as octets is a core document, and the same one. */
static char *
law_0(struct judging *j)
{
	struct comity_report *report = comity_report_new();
	struct leaf_list a, b;
	struct comity_checked checked;
	char *why = NULL;
	int rc;

	j->core = laws_reread(j->view->xml);
	rc = comity_check(
	    j->laws->core, j->core, j->laws->moment, report, &checked);
	if ((rc != COMITY_OK && rc != COMITY_REFUSED) || !checked.schema_valid)
		why = laws_finding(report, "law 0");
	comity_report_free(report);
	if (why != NULL)
		return why;
	leaf_list_read(
	    &a, xmlDocGetRootElement(j->view->xml), j->laws->core_model);
	leaf_list_read(&b, comity_doc_root(j->core), j->laws->core_model);
	if ((why = leaf_list_differ(&a, &b)) != NULL) {
		char *line = say("law 0, as octets: %s", why);

		free(why);
		why = line;
	}
	leaf_list_clear(&a);
	leaf_list_clear(&b);
	return why;
}

/* Out of a core root; how its leaves differ from the document's. rc: of the
 * run. run: kept for its marks; NULL not. */
static char *
out_differs(struct judging *j, xmlNodePtr root, struct comity_run *run, int *rc)
{
	struct leaf_list back;
	struct comity_run own;
	char *why = NULL;

	if (run == NULL)
		run = &own;
	ck_assert_int_eq(
	    comity_run_init(run, j->laws->edition->crosswalk, NULL, NULL),
	    COMITY_OK);
	run->translation = true;
	*rc = comity_run_out(run, root);
	if (*rc == COMITY_OK) {
		leaf_list_read(&back, run->target_root, j->laws->model);
		why = leaf_list_differ(&j->leaves, &back);
		leaf_list_clear(&back);
	}
	if (run == &own)
		comity_run_clear(run);
	return why;
}

static char *
law_1(struct judging *j, struct comity_run *run)
{
	char *why, *line;
	int rc;

	why = out_differs(j, comity_doc_root(j->core), run, &rc);
	if (rc != COMITY_OK)
		return say("law 1: out gives status %d", rc);
	if (why == NULL)
		return NULL;
	line = say("law 1: %s", why);
	free(why);
	return line;
}

/* Structure, or an element whose attributes speak for it. */
static bool
is_silent(const struct leaf_item *leaf)
{
	if (leaf->structure)
		return true;
	return leaf->node->type == XML_ELEMENT_NODE &&
	       leaf->node->properties != NULL &&
	       leaf->value[strspn(leaf->value, " \t\r\n")] == '\0';
}

static char *
law_3_record(struct judging *j, const struct comity_record *record,
    const struct leaf_item *leaf)
{
	if (record->fate > COMITY_CARRIED)
		return say("law 3: %s is %s", leaf->path,
		    comity_fate_name(record->fate));
	if (strcmp(record->value, leaf->value) != 0 && leaf->value[0] != '\0')
		return say("law 3: %s says \"%s\"", leaf->path, record->value);
	if (record->fate == COMITY_KEPT && !is_silent(leaf) &&
	    leaf->value[0] != '\0' &&
	    (record->target_value == NULL ||
		strcmp(record->value, record->target_value) != 0))
		return say("law 3: %s \"%s\" is kept as \"%s\"", leaf->path,
		    record->value,
		    record->target_value ? record->target_value : "nothing");
	if (record->line != comity_doc_line(j->doc, leaf->node))
		return say("law 3: %s has another line", leaf->path);
	return NULL;
}

/* Law 3: one fate for every leaf, none for anything else. */
static char *
law_3(struct judging *j)
{
	const struct comity_record *record, **by;
	char *why = NULL;
	size_t i, at;

	by = calloc(j->doc->ordinal_count + 1, sizeof(*by));
	ck_assert_ptr_nonnull(by);
	for (i = 0; i < j->view->record_count && why == NULL; i++) {
		record = &j->view->records[i];
		j->laws->fates[record->fate]++;
		if (record->source != 0 && by[record->source] != NULL)
			why =
			    say("law 3: %s has two fates", record->source_path);
		by[record->source] = record;
	}
	by[0] = NULL;
	for (i = 0; i < j->leaves.count && why == NULL; i++) {
		at = comity_node_ordinal(j->leaves.items[i].node);
		if (by[at] == NULL && is_silent(&j->leaves.items[i]))
			continue;
		why =
		    by[at] == NULL
			? say("law 3: %s has no fate", j->leaves.items[i].path)
			: law_3_record(j, by[at], &j->leaves.items[i]);
		by[at] = NULL;
	}
	for (i = 0; i <= j->doc->ordinal_count && why == NULL; i++)
		if (by[i] != NULL)
			why = say("law 3: %s is no leaf", by[i]->source_path);
	free(by);
	return why;
}

static xmlNodePtr
node_at(xmlNodePtr node, size_t ordinal)
{
	xmlAttrPtr attr;
	xmlNodePtr found;

	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (comity_node_ordinal(node) == ordinal)
			return node;
		for (attr = node->properties; attr != NULL; attr = attr->next)
			if (comity_node_ordinal((xmlNodePtr)attr) == ordinal)
				return (xmlNodePtr)attr;
		if ((found = node_at(node->children, ordinal)) != NULL)
			return found;
	}
	return NULL;
}

/* Another value in the place of a leaf's; false: this leaf is left alone. */
static bool
edit(xmlNodePtr node)
{
	char *old = comity_node_text(node), *fresh;
	xmlNodePtr text, at;

	ck_assert_ptr_nonnull(old);
	/* an empty container that is carried has no value to edit */
	for (at = node; at != NULL && old[strspn(old, " \t\r\n")] == '\0';
	     at = at->parent)
		if (comity_node_is(at, COMITY_NS_CORE, "Extension")) {
			free(old);
			return false;
		}
	if (strcmp((const char *)node->name, "withheld") == 0)
		fresh =
		    strdup(strcmp(old, "confidential") == 0 ? "not-required"
							    : "confidential");
	else if (strlen(old) >= 10 && old[4] == '-' && old[7] == '-')
		fresh =
		    strdup(strncmp(old, "2031-05-06", 10) == 0 ? "2032-05-06"
							       : "2031-05-06");
	else
		fresh = say("%s7", old);
	free(old);
	while (node->children != NULL) {
		text = node->children;
		xmlUnlinkNode(text);
		xmlFreeNode(text);
	}
	text = xmlNewDocText(node->doc, (const xmlChar *)fresh);
	ck_assert_ptr_nonnull(text);
	if (node->type == XML_ATTRIBUTE_NODE) {
		node->children = node->last = text;
		text->parent = node;
	} else {
		xmlAddChild(node, text);
	}
	free(fresh);
	return true;
}

/* Whether a row reads this leaf of the core for its value. A format without
 * markers has no way to tell one from another. */
static bool
is_read(const struct judging *j, const struct comity_mark *mark)
{
	if (mark->source == NULL ||
	    (!comity_crosswalk_has_withheld(j->laws->edition->crosswalk) &&
		strcmp((const char *)mark->source->name, "withheld") == 0))
		return false;
	return mark->source_ordinal != 0 && mark->target_ordinal != 0 &&
	       mark->row != NULL && !mark->structure &&
	       mark->fate != COMITY_SYNTHESIZED &&
	       (mark->row->kind == COMITY_ROW_LEAF ||
		   mark->row->kind == COMITY_ROW_CARRY ||
		   mark->row->kind == COMITY_ROW_COMPOUND ||
		   mark->row->kind == COMITY_ROW_PART);
}

static char *
law_4_edit(struct judging *j, const struct comity_mark *mark)
{
	xmlDocPtr copy = xmlCopyDoc(j->core->xml, 1);
	xmlNodePtr node;
	char *why = NULL, *path, *differs;
	int rc;

	ck_assert_ptr_nonnull(copy);
	ck_assert_uint_eq(comity_tree_number(copy), j->core->ordinal_count);
	node = node_at(xmlDocGetRootElement(copy), mark->source_ordinal);
	ck_assert_ptr_nonnull(node);
	path = comity_node_path(node);
	if (edit(node)) {
		j->laws->edited++;
		differs = out_differs(j, xmlDocGetRootElement(copy), NULL, &rc);
		if (rc == COMITY_OK && differs == NULL)
			why = say("law 4: an edit of %s (row %s) does not "
				  "show",
			    path, mark->row->key);
		free(differs);
	}
	free(path);
	xmlFreeDoc(copy);
	return why;
}

static char *
law_4(struct judging *j, const struct comity_run *run)
{
	char *why = NULL;
	size_t i, tries = 0, made = 0;

	while (why == NULL && made < j->laws->edits && run->mark_count > 0 &&
	       tries++ < 20 * j->laws->edits) {
		i = chance_below(&j->chance, run->mark_count);
		if (!is_read(j, &run->marks[i]))
			continue;
		made++;
		why = law_4_edit(j, &run->marks[i]);
	}
	return why;
}

static char *
judge_all(struct judging *j)
{
	struct comity_run run;
	char *why;

	memset(&run, 0, sizeof(run));
	leaf_list_read(&j->leaves, comity_doc_root(j->doc), j->laws->model);
	j->laws->leaves += j->leaves.count;
	why = law_0(j);
	if (why == NULL) {
		why = law_1(j, &run);
		if (why == NULL)
			why = law_3(j);
		if (why == NULL)
			why = law_4(j, &run);
		comity_run_clear(&run);
	}
	leaf_list_clear(&j->leaves);
	comity_doc_free(j->core);
	return why;
}

/* The view of a document; NULL: *why. */
static struct comity_translation *
view_of(const struct laws *laws, const struct comity_doc *doc,
    struct comity_checked *checked, char **why)
{
	struct comity_report *report = comity_report_new();
	struct comity_translation *view = NULL;
	int rc;

	*why = NULL;
	rc = comity_check(laws->edition, doc, laws->moment, report, checked);
	if ((rc != COMITY_OK && rc != COMITY_REFUSED) ||
	    !checked->schema_valid) {
		*why = laws_finding(report, "schema");
	} else {
		comity_report_free(report);
		report = comity_report_new();
		rc = comity_translate_in(checked, report, &view);
		if (rc != COMITY_OK)
			*why = laws_finding(report, "law 1, in the library");
	}
	comity_report_free(report);
	return view;
}

char *
laws_broken(struct laws *laws, const char *name, const void *octets, size_t len,
    uint64_t seed)
{
	struct judging j = { .laws = laws };
	char *why;

	chance_seed(&j.chance, seed);
	j.doc = laws_doc(name, octets, len);
	j.view = view_of(laws, j.doc, &j.checked, &why);
	if (j.view != NULL)
		why = judge_all(&j);
	comity_translation_free(j.view);
	comity_doc_free(j.doc);
	return why;
}

char *
laws_core(const struct laws *laws, const char *name, const void *octets,
    size_t len, char **why)
{
	struct comity_doc *doc = laws_doc(name, octets, len);
	struct comity_checked checked;
	struct comity_translation *view = view_of(laws, doc, &checked, why);
	xmlChar *text = NULL;
	char *out = NULL;
	int size = 0;

	if (view != NULL) {
		xmlDocDumpFormatMemoryEnc(view->xml, &text, &size, "UTF-8", 1);
		ck_assert_ptr_nonnull(text);
		out = strdup((char *)text);
		xmlFree(text);
	}
	comity_translation_free(view);
	comity_doc_free(doc);
	return out;
}

char *
laws_core_differ(const struct laws *laws, const char *a, const char *b)
{
	struct comity_doc *x = laws_doc("golden", a, strlen(a));
	struct comity_doc *y = laws_doc("made", b, strlen(b));
	struct leaf_list p, q;
	char *why;

	leaf_list_read(&p, comity_doc_root(x), laws->core_model);
	leaf_list_read(&q, comity_doc_root(y), laws->core_model);
	why = leaf_list_differ(&p, &q);
	leaf_list_clear(&p);
	leaf_list_clear(&q);
	comity_doc_free(x);
	comity_doc_free(y);
	return why;
}
