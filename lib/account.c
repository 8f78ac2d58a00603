/* SPDX-License-Identifier: Apache-2.0 */
/* account: what became of every leaf; it composes two runs through the core. */
#include "leaf.h"
#include "text.h"
#include "translate-account.h"

#include <stdlib.h>
#include <string.h>

#define NS_ACCOUNT "urn:comity:account:1"

const char *
comity_fate_name(enum comity_fate fate)
{
	static const char *const names[] = { "kept", "recoded", "narrowed",
		"widened", "carried", "dropped", "synthesized", "absent" };

	return names[fate];
}

/* The marks of a run by source or target: the first, then the next of it. */
struct index {
	size_t *first, *next; /* mark + 1; 0 none */
};

static bool
index_marks(const struct comity_run *run, size_t ordinals, bool by_target,
    struct index *out)
{
	size_t i, ordinal;

	out->first = calloc(ordinals + 1, sizeof(*out->first));
	out->next = calloc(run->mark_count + 1, sizeof(*out->next));
	if (out->first == NULL || out->next == NULL)
		return false;
	for (i = run->mark_count; i-- > 0;) {
		ordinal = by_target ? run->marks[i].target_ordinal
				    : run->marks[i].source_ordinal;
		if (ordinal == 0 || ordinal > ordinals)
			continue;
		out->next[i] = out->first[ordinal];
		out->first[ordinal] = i + 1;
	}
	return true;
}

struct making {
	struct comity_translation *translation;
	const struct comity_doc *doc;
	const struct comity_run *in, *out;
	struct index by_source, by_core, from_source;
	char **paths; /* of the target */
	xmlNodePtr *targets; /* nodes of the target by ordinal */
	xmlNodePtr *cores;
	size_t target_count, core_count, room;
	int rc;
};

static struct comity_record *
add(struct making *m)
{
	struct comity_translation *t = m->translation;
	struct comity_record *bigger;
	size_t room;

	if (t->record_count == m->room) {
		room = m->room * 2 + 64;
		bigger = reallocarray(t->records, room, sizeof(*bigger));
		if (bigger == NULL) {
			m->rc = COMITY_ENOMEM;
			return NULL;
		}
		t->records = bigger;
		m->room = room;
	}
	bigger = &t->records[t->record_count++];
	memset(bigger, 0, sizeof(*bigger));
	return bigger;
}

static char *
copy(struct making *m, const char *string)
{
	char *out = comity_text_copy(string);

	if (string != NULL && out == NULL)
		m->rc = COMITY_ENOMEM;
	return out;
}

static void
set_row(struct making *m, struct comity_record *record,
    const struct comity_row *row, const struct comity_edition *edition)
{
	if (row == NULL || record->row != NULL)
		return;
	record->edition = edition;
	record->row = copy(m, row->key);
	record->label = copy(m, row->label);
	record->basis = copy(m, row->basis);
}

/* A document's own word that losing this binds. */
static bool
is_bound(const xmlNode *node)
{
	char *binding;
	bool yes = false;

	for (; node != NULL && !yes && node->type != XML_DOCUMENT_NODE;
	     node = node->parent) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		binding = comity_node_attribute(node, "binding");
		yes = binding != NULL && (strcmp(binding, "yes") == 0 ||
					     strcmp(binding, "true") == 0 ||
					     strcmp(binding, "1") == 0);
		free(binding);
	}
	return yes;
}

static void
set_target(struct making *m, struct comity_record *record, size_t ordinal)
{
	if (ordinal == 0 || ordinal > m->target_count ||
	    record->target_path != NULL)
		return;
	record->target_path = copy(m, m->paths[ordinal]);
	/* a block that a constant selects has no value of its own */
	if (m->targets[ordinal]->type == XML_ELEMENT_NODE &&
	    comity_node_first(m->targets[ordinal]) != NULL)
		return;
	record->target_value = comity_node_text(m->targets[ordinal]);
	if (record->target_value == NULL)
		m->rc = COMITY_ENOMEM;
}

/* What the second run did with a core leaf. */
static enum comity_fate
second(struct making *m, struct comity_record *record, size_t core)
{
	const struct comity_mark *mark;
	enum comity_fate fate = COMITY_DROPPED;
	bool met = false;
	size_t i;

	for (i = core == 0 || core > m->core_count ? 0 : m->by_core.first[core];
	     i != 0; i = m->by_core.next[i - 1]) {
		mark = &m->out->marks[i - 1];
		fate = met ? comity_fate_worse(fate, mark->fate) : mark->fate;
		met = true;
		record->doubt = record->doubt || mark->doubt;
		record->binding = record->binding ||
				  (mark->row != NULL && mark->row->binding);
		set_target(m, record, mark->target_ordinal);
		set_row(m, record, mark->row, m->translation->to);
	}
	return fate;
}

static enum comity_fate
first_and_second(struct making *m, struct comity_record *record,
    const struct comity_mark *mark)
{
	enum comity_fate fate = mark->fate;

	record->doubt = record->doubt || mark->doubt;
	record->binding =
	    record->binding || (mark->row != NULL && mark->row->binding);
	if (mark->target_ordinal != 0 && mark->target_ordinal <= m->core_count)
		record->binding =
		    record->binding || is_bound(m->cores[mark->target_ordinal]);
	set_row(m, record, mark->row, m->translation->from);
	if (m->out == NULL) {
		set_target(m, record, mark->target_ordinal);
		return fate;
	}
	if (fate == COMITY_CARRIED) {
		if (!m->out->own)
			return COMITY_DROPPED;
		/* Back in the form it came from; the self-check saw it. */
		second(m, record, mark->target_ordinal);
		return COMITY_KEPT;
	}
	return comity_fate_worse(fate, second(m, record, mark->target_ordinal));
}

/* An element that the form always has says nothing by standing there. */
static bool
is_structure(const struct making *m, size_t ordinal)
{
	bool structure = false;
	size_t i;

	for (i = m->in == NULL ? 0 : m->by_source.first[ordinal]; i != 0;
	     i = m->by_source.next[i - 1]) {
		if (!m->in->marks[i - 1].structure)
			return false;
		structure = true;
	}
	return structure;
}

static bool
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static void
leaf_record(struct making *m, const xmlNode *node, const char *path)
{
	struct comity_record *record;
	const struct comity_mark *mark;
	size_t i, ordinal = comity_node_ordinal(node);
	bool met = false;

	if (is_structure(m, ordinal) || (record = add(m)) == NULL)
		return;
	record->source = ordinal;
	record->line = comity_doc_line(m->doc, node);
	record->source_path = copy(m, path);
	record->value = comity_node_text(node);
	record->fate = COMITY_DROPPED;
	if (record->value == NULL)
		m->rc = COMITY_ENOMEM;
	if (m->in == NULL) {
		record->binding = is_bound(node);
		record->fate = second(m, record, ordinal);
	}
	for (i = m->in == NULL ? 0 : m->by_source.first[ordinal]; i != 0;
	     i = m->by_source.next[i - 1]) {
		mark = &m->in->marks[i - 1];
		if (mark->fate == COMITY_SYNTHESIZED && met)
			continue;
		if (!met)
			record->fate = first_and_second(m, record, mark);
		else
			record->fate = comity_fate_worse(
			    record->fate, first_and_second(m, record, mark));
		met = true;
	}
	if (record->fate == COMITY_SYNTHESIZED)
		record->fate = COMITY_RECODED;
	if (record->fate == COMITY_KEPT && !is_blank(record->value) &&
	    !comity_text_same(record->value, record->target_value))
		record->fate = COMITY_RECODED;
	if (record->fate == COMITY_RECODED && !record->doubt &&
	    comity_text_same(record->value, record->target_value))
		record->fate = COMITY_KEPT;
}

/* Leaves in document order; the block of a translation and the guarded
 * originals speak of the document and are none of it. */
static bool
is_skipped(const xmlNode *node)
{
	const char *uri =
	    node->ns == NULL ? NULL : (const char *)node->ns->href;

	if (comity_leaf_is_outside(node))
		return true;
	if (node->type == XML_ATTRIBUTE_NODE)
		return (uri != NULL && strcmp(uri, COMITY_NS_ORIGINAL) == 0) ||
		       comity_node_is(
			   node->parent, COMITY_NS_CORE, "Extension");
	return comity_node_is(node, COMITY_NS_CORE, "Translation");
}

static void
source_records(struct making *m, const xmlNode *node, char **paths)
{
	const xmlNode *child;
	const xmlAttr *attr;

	if (is_skipped(node) || m->rc != COMITY_OK)
		return;
	for (attr = node->properties; attr != NULL; attr = attr->next)
		if (!is_skipped((const xmlNode *)attr))
			leaf_record(m, (const xmlNode *)attr,
			    paths[comity_node_ordinal((const xmlNode *)attr)]);
	if (comity_leaf_is(node))
		leaf_record(m, node, paths[comity_node_ordinal(node)]);
	for (child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			source_records(m, child, paths);
}

/* Whether the record of a source leaf tells of this mark: what was derived
 * beside the leaf's own place is told by itself. */
static bool
is_told(const struct making *m, size_t at)
{
	const struct comity_mark *mark = &m->in->marks[at];

	return mark->source_ordinal != 0 &&
	       (mark->fate != COMITY_SYNTHESIZED ||
		   m->by_source.first[mark->source_ordinal] == at + 1);
}

/* Whether a target mark goes back to a leaf of the source. */
static bool
has_source(const struct making *m, const struct comity_mark *mark, size_t at)
{
	size_t core = mark->source_ordinal, i;

	if (core == 0)
		return false;
	if (m->in == NULL)
		return true;
	if (m->out == NULL)
		return is_told(m, at);
	for (i = m->from_source.first[core]; i != 0;
	     i = m->from_source.next[i - 1])
		if (is_told(m, i - 1))
			return true;
	return false;
}

static void
target_records(struct making *m)
{
	const struct comity_run *run = m->out != NULL ? m->out : m->in;
	const struct comity_mark *mark;
	struct comity_record *record;
	size_t i;

	for (i = 0; i < run->mark_count && m->rc == COMITY_OK; i++) {
		mark = &run->marks[i];
		if (mark->target_ordinal == 0 || mark->structure ||
		    has_source(m, mark, i) ||
		    (mark->source_ordinal != 0 && mark->row != NULL &&
			mark->row->kind == COMITY_ROW_FIXED) ||
		    (mark->row == NULL && mark->source_ordinal != 0))
			continue;
		if ((record = add(m)) == NULL)
			return;
		record->fate = mark->fate == COMITY_ABSENT ? COMITY_ABSENT
							   : COMITY_SYNTHESIZED;
		record->binding = mark->row != NULL && mark->row->binding;
		set_row(m, record, mark->row,
		    run == m->out ? m->translation->to : m->translation->from);
		set_target(m, record, mark->target_ordinal);
	}
}

static xmlNodePtr *
nodes_new(xmlNodePtr root, size_t count)
{
	xmlNodePtr *nodes = calloc(count + 1, sizeof(*nodes)), at = root;
	xmlAttrPtr attr;

	while (nodes != NULL && at != NULL) {
		if (at->type == XML_ELEMENT_NODE) {
			if (comity_node_ordinal(at) <= count)
				nodes[comity_node_ordinal(at)] = at;
			for (attr = at->properties; attr != NULL;
			     attr = attr->next)
				if (comity_node_ordinal((xmlNodePtr)attr) <=
				    count)
					nodes[comity_node_ordinal(
					    (xmlNodePtr)attr)] =
					    (xmlNodePtr)attr;
		}
		if (at->type == XML_ELEMENT_NODE && at->children != NULL) {
			at = at->children;
			continue;
		}
		while (at != root && at->next == NULL)
			at = at->parent;
		at = at == root ? NULL : at->next;
	}
	return nodes;
}

static bool
prepare(
    struct making *m, size_t source_count, xmlNodePtr core, xmlNodePtr target)
{
	m->target_count =
	    m->out != NULL ? m->out->target_count : m->in->target_count;
	m->core_count = m->in != NULL ? m->in->target_count : source_count;
	if (m->in != NULL &&
	    (!index_marks(m->in, source_count, false, &m->by_source) ||
		!index_marks(m->in, m->core_count, true, &m->from_source)))
		return false;
	if (m->out != NULL &&
	    !index_marks(m->out, m->core_count, false, &m->by_core))
		return false;
	m->paths = comity_paths_new(target, m->target_count);
	m->targets = nodes_new(target, m->target_count);
	m->cores = nodes_new(core, m->core_count);
	return m->paths != NULL && m->targets != NULL && m->cores != NULL;
}

int
comity_account_make(struct comity_translation *translation,
    const struct comity_doc *doc, const struct comity_run *in,
    const struct comity_run *out, xmlNodePtr core, xmlNodePtr target)
{
	struct making m = {
		.translation = translation, .doc = doc, .in = in, .out = out
	};
	xmlNodePtr root = comity_doc_root(doc);
	char **paths;
	size_t i;

	paths = comity_paths_new(root, doc->ordinal_count);
	if (paths == NULL || !prepare(&m, doc->ordinal_count, core, target)) {
		m.rc = COMITY_ENOMEM;
	} else {
		source_records(&m, root, paths);
		target_records(&m);
	}
	for (i = 0; i < translation->record_count; i++)
		translation->counts[translation->records[i].fate]++;
	comity_paths_free(paths, doc->ordinal_count);
	comity_paths_free(m.paths, m.target_count);
	free(m.targets);
	free(m.cores);
	free(m.by_source.first);
	free(m.by_source.next);
	free(m.by_core.first);
	free(m.by_core.next);
	free(m.from_source.first);
	free(m.from_source.next);
	return m.rc;
}

static bool
set(xmlNodePtr node, const char *name, const char *value)
{
	return value == NULL || xmlNewNsProp(node, NULL, (const xmlChar *)name,
				    (const xmlChar *)value) != NULL;
}

static bool
write_record(xmlNodePtr root, const struct comity_record *record)
{
	xmlNodePtr node =
	    xmlNewDocNode(root->doc, root->ns, (const xmlChar *)"Leaf", NULL);

	if (node == NULL)
		return false;
	if (xmlAddChild(root, node) == NULL) {
		xmlFreeNode(node);
		return false;
	}
	return set(node, "fate", comity_fate_name(record->fate)) &&
	       set(node, "source", record->source_path) &&
	       set(node, "value", record->value) &&
	       set(node, "target", record->target_path) &&
	       set(node, "targetValue", record->target_value) &&
	       set(node, "row", record->row) &&
	       set(node, "label", record->label) &&
	       set(node, "basis", record->basis) &&
	       set(node, "binding", record->binding ? "yes" : NULL) &&
	       set(node, "doubt", record->doubt ? "yes" : NULL);
}

int
comity_account_write_xml(
    const struct comity_translation *translation, xmlDocPtr *out)
{
	const struct comity_edition *from = translation->from,
				    *to = translation->to;
	xmlDocPtr xml = xmlNewDoc((const xmlChar *)"1.0");
	xmlNodePtr root;
	bool ok;
	size_t i;

	*out = NULL;
	root = xml == NULL
		   ? NULL
		   : xmlNewDocNode(xml, NULL, (const xmlChar *)"Account", NULL);
	if (root == NULL) {
		xmlFreeDoc(xml);
		return COMITY_ENOMEM;
	}
	xmlDocSetRootElement(xml, root);
	root->ns = xmlNewNs(root, (const xmlChar *)NS_ACCOUNT, NULL);
	ok = root->ns != NULL && set(root, "number", translation->number) &&
	     set(root, "authority", translation->authority) &&
	     set(root, "from", from == NULL ? NULL : from->profile) &&
	     set(root, "fromEdition", from == NULL ? NULL : from->id) &&
	     set(root, "to", to == NULL ? "core" : to->profile) &&
	     set(root, "toEdition", to == NULL ? NULL : to->id);
	for (i = 0; i < translation->record_count && ok; i++)
		ok = write_record(root, &translation->records[i]);
	if (!ok) {
		xmlFreeDoc(xml);
		return COMITY_ENOMEM;
	}
	*out = xml;
	return COMITY_OK;
}
