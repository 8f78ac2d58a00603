/* SPDX-License-Identifier: Apache-2.0 */
/* translate: to the core and on to another format, through every gate. */
#include "translate.h"

#include "leaf.h"
#include "memory.h"
#include "text.h"
#include "translate-private.h"

#include <stdlib.h>
#include <string.h>

void
comity_translation_free(struct comity_translation *translation)
{
	struct comity_record *record;
	size_t i;

	if (translation == NULL)
		return;
	for (i = 0; i < translation->record_count; i++) {
		record = &translation->records[i];
		free(record->source_path);
		free(record->target_path);
		free(record->value);
		free(record->target_value);
		free(record->row);
		free(record->label);
		free(record->basis);
	}
	free(translation->records);
	free(translation->number);
	free(translation->authority);
	free(translation->origin);
	xmlFreeDoc(translation->xml);
	xmlFree(translation->octets);
	free(translation);
}

int
comity_translation_take(struct comity_translation *translation,
    unsigned char **octets, size_t *len)
{
	if (translation->octets == NULL) /* the copy of a core document */
		return comity_xml_write_indented(translation->xml, octets, len);
	*octets = translation->octets;
	*len = translation->len;
	translation->octets = NULL;
	return COMITY_OK;
}

const char *
comity_record_label(const struct comity_record *record, const char *language)
{
	const char *label = NULL;

	if (record->edition != NULL)
		label = comity_edition_message(
		    record->edition, record->row, language);
	if (label == NULL)
		label = record->label;
	return label != NULL ? label : record->row;
}

/* Which mark says what became of each source node; NULL no memory. */
static size_t *
marks_by_source(const struct comity_run *run, size_t ordinals)
{
	size_t *by = calloc(ordinals + 1, sizeof(*by)), i;

	for (i = 0; by != NULL && i < run->mark_count; i++)
		if (run->marks[i].source_ordinal <= ordinals)
			by[run->marks[i].source_ordinal] = i + 1;
	return by;
}

struct structure {
	const struct comity_run *run;
	const size_t *by;
	size_t count;
};

static bool
is_structure(const xmlNode *node, void *data)
{
	const struct structure *structure = data;
	size_t ordinal = comity_node_ordinal(node), mark;
	const struct comity_row *row;

	mark = ordinal <= structure->count ? structure->by[ordinal] : 0;
	if (mark == 0)
		return true; /* unmarked leaves are found by law 3 */
	row = structure->run->marks[mark - 1].row;
	return row != NULL && (row->kind == COMITY_ROW_CONTAINER ||
				  row->kind == COMITY_ROW_GROUP);
}

static bool
is_block(const xmlNode *node)
{
	return comity_node_is(node, COMITY_NS_CORE, "Translation");
}

/* Law 3: the first leaf below node that no mark speaks of; NULL none. */
static const xmlNode *
unmarked(const xmlNode *node, const size_t *by, size_t count)
{
	const xmlNode *child, *found;
	const xmlAttr *attr;

	if (comity_leaf_is_outside(node) || is_block(node))
		return NULL;
	for (attr = node->properties; attr != NULL; attr = attr->next)
		if (comity_leaf_is((const xmlNode *)attr) &&
		    (comity_node_ordinal((const xmlNode *)attr) > count ||
			by[comity_node_ordinal((const xmlNode *)attr)] == 0))
			return (const xmlNode *)attr;
	if (comity_leaf_is(node) && (comity_node_ordinal(node) > count ||
					by[comity_node_ordinal(node)] == 0))
		return node;
	for (child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if ((found = unmarked(child, by, count)) != NULL)
			return found;
	}
	return NULL;
}

/* out(in(x)) = x, and every leaf of x has a mark. */
static int
check_view(const struct comity_checked *source, struct comity_report *report,
    struct comity_run *in)
{
	const struct comity_doc *doc = source->doc;
	struct comity_leaf_options options = { 0 };
	struct structure structure = { .run = in };
	const xmlNode *differs = NULL, *bare;
	struct comity_run out;
	size_t *by = marks_by_source(in, doc->ordinal_count);
	int rc;

	rc = comity_run_init(&out, in->crosswalk, NULL, NULL);
	if (by == NULL)
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK)
		goto out;
	out.translation = true; /* whose act it is was asked of the source */
	rc = comity_run_out(&out, in->target_root);
	if (rc == COMITY_REFUSED) {
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRANSLATION_ROOT, NULL, NULL);
		goto out;
	}
	if (rc != COMITY_OK)
		goto out;
	structure.by = by;
	structure.count = doc->ordinal_count;
	options.unordered = in->crosswalk->unordered;
	options.is_structure = is_structure;
	options.data = &structure;
	bare = unmarked(comity_doc_root(doc), by, doc->ordinal_count);
	if (bare != NULL) {
		comity_doc_find(doc, bare, report,
		    COMITY_F_TRANSLATION_UNMARKED, NULL, NULL);
		rc = COMITY_EINTERNAL;
		goto out;
	}
	rc = comity_leaf_compare(
	    comity_doc_root(doc), out.target_root, &options, &differs);
	if (rc == COMITY_REFUSED) {
		comity_doc_find(doc, differs, report,
		    COMITY_F_TRANSLATION_SELF_CHECK, NULL, NULL);
		rc = COMITY_EINTERNAL;
	}
out:
	free(by);
	comity_run_clear(&out);
	return rc;
}

static bool
is_core(const struct comity_edition *edition)
{
	return edition == NULL || strcmp(edition->profile, "core") == 0;
}

int
comity_view_make(const struct comity_checked *source,
    struct comity_report *report, struct comity_run *in, xmlNodePtr *core)
{
	const struct comity_crosswalk *crosswalk;
	struct comity_place place = { source->doc->name, 0, NULL };
	int rc;

	memset(in, 0, sizeof(*in));
	*core = comity_doc_root(source->doc);
	rc = comity_edition_open_crosswalk(source->edition, report);
	if (rc != COMITY_OK)
		return rc;
	crosswalk = source->edition->crosswalk;
	if (!source->schema_valid)
		return comity_report_add(
		    report, COMITY_F_TRANSLATION_SOURCE, &place, NULL, NULL);
	if (is_core(source->edition))
		return COMITY_OK;
	if (crosswalk == NULL)
		return comity_report_add(report, COMITY_F_CROSSWALK_NONE,
		    &place, source->edition->profile, NULL);
	rc = comity_run_init(in, crosswalk, source->doc, report);
	if (rc == COMITY_OK)
		rc = comity_run_in(in, *core);
	if (rc == COMITY_OK)
		rc = check_view(source, report, in);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		comity_run_clear(in);
		return rc;
	}
	*core = in->target_root;
	return COMITY_OK;
}

static struct comity_translation *
translation_new(const struct comity_checked *source,
    const struct comity_edition *to, const xmlNode *core)
{
	struct comity_translation *translation =
	    calloc(1, sizeof(*translation));
	struct comity_block block;

	if (translation == NULL)
		return NULL;
	translation->from = source->edition;
	translation->to = is_core(to) ? NULL : to;
	if (comity_block_read(core, &block) != COMITY_OK) {
		comity_translation_free(translation);
		translation = NULL;
	} else {
		translation->number = block.number;
		translation->authority = block.authority;
		block.number = block.authority = NULL;
	}
	comity_block_clear(&block);
	return translation;
}

static bool
take_origins(
    struct comity_translation *translation, const struct comity_run *in)
{
	const struct comity_mark *mark;
	size_t i;

	translation->origin_count = in->target_count + 1;
	translation->origin =
	    calloc(translation->origin_count, sizeof(*translation->origin));
	if (translation->origin == NULL)
		return false;
	for (i = 0; i < in->mark_count; i++) {
		mark = &in->marks[i];
		if (mark->target_ordinal != 0 &&
		    translation->origin[mark->target_ordinal] == 0)
			translation->origin[mark->target_ordinal] =
			    mark->source_ordinal;
	}
	return true;
}

/* The core view of a core document: a copy, each node from itself. */
static int
copy_core(
    struct comity_translation *translation, const struct comity_checked *source)
{
	size_t i;

	translation->xml = xmlCopyDoc(source->doc->xml, 1);
	if (translation->xml == NULL)
		return COMITY_ENOMEM;
	translation->origin_count = comity_tree_number(translation->xml) + 1;
	translation->origin =
	    calloc(translation->origin_count, sizeof(*translation->origin));
	if (translation->origin == NULL)
		return COMITY_ENOMEM;
	if (translation->origin_count != source->doc->ordinal_count + 1)
		return COMITY_EINTERNAL;
	for (i = 1; i < translation->origin_count; i++)
		translation->origin[i] = i;
	return COMITY_OK;
}

int
comity_translate_in(const struct comity_checked *source,
    struct comity_report *report, struct comity_translation **out)
{
	struct comity_translation *translation = NULL;
	struct comity_run in;
	xmlNodePtr core;
	int rc;

	*out = NULL;
	rc = comity_view_make(source, report, &in, &core);
	if (rc != COMITY_OK)
		return rc;
	rc = COMITY_ENOMEM;
	if ((translation = translation_new(source, NULL, core)) == NULL)
		goto out;
	if (in.xml == NULL) {
		rc = copy_core(translation, source);
	} else if (take_origins(translation, &in)) {
		rc = comity_account_make(
		    translation, source->doc, &in, NULL, core, core);
		translation->xml = in.xml;
		in.xml = NULL;
	}
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
out:
	comity_run_clear(&in);
	if (rc != COMITY_OK) {
		comity_translation_free(translation);
		return rc;
	}
	*out = translation;
	return COMITY_OK;
}

/* Whether the target is the form that this core document came from. */
static bool
goes_back(const xmlNode *core, const struct comity_edition *to,
    const struct comity_checked *source)
{
	struct comity_block block = { 0 };
	char *by;
	struct comity_text own = { 0 };
	bool back = false;

	if (is_core(to) || !is_core(source->edition))
		return to == source->edition;
	comity_text_addf(&own, "%s/%s", to->profile, to->id);
	by = comity_node_attribute_ns(core, COMITY_NS_ORIGINAL, "by");
	if (comity_block_find(core) != NULL &&
	    comity_block_read(core, &block) == COMITY_OK)
		back = comity_text_same(by, own.data) &&
		       comity_text_same(block.profile, to->profile) &&
		       comity_text_same(block.edition, to->id);
	comity_block_clear(&block);
	comity_text_clear(&own);
	free(by);
	return back;
}

/* The block, where the result has room for one and is not the form itself. */
static int
settle_block(struct comity_translation *translation,
    const struct comity_checked *source, const xmlNode *core, bool back,
    bool room, int64_t moment)
{
	struct comity_block block;
	bool translated = comity_block_find(core) != NULL;
	int rc;

	if (back && is_core(source->edition)) {
		comity_block_remove(translation->xml);
		return COMITY_OK;
	}
	if (!room || (back && !translated))
		return COMITY_OK;
	translation->has_block = true;
	if (translated)
		return COMITY_OK; /* the first source stays named */
	rc = comity_block_read(core, &block);
	if (rc == COMITY_OK)
		rc = comity_block_write(
		    translation->xml, &block, source, moment);
	comity_block_clear(&block);
	return rc;
}

/* A block that names another number than the document stands in no document
 * that we made. */
static int
check_block(const struct comity_checked *source, const xmlNode *core,
    struct comity_report *report)
{
	const xmlNode *block = comity_block_find(core), *at, *number;
	struct comity_block named;
	bool fits = false, any = false;
	char *text;
	int rc;

	if (block == NULL)
		return COMITY_OK;
	if ((rc = comity_block_read(core, &named)) != COMITY_OK)
		return rc;
	at = comity_node_child(core, COMITY_NS_CORE, "Identification");
	for (number = at == NULL ? NULL : comity_node_first(at);
	     number != NULL && !fits; number = comity_node_after(number)) {
		if (!comity_node_is(number, COMITY_NS_CORE, "Number") &&
		    !comity_node_is(number, COMITY_NS_CORE, "Alias"))
			continue;
		text = comity_node_value(number);
		any = any || (text != NULL && *text != '\0');
		fits = comity_text_same(text, named.number);
		free(text);
	}
	rc = fits || !any
		 ? COMITY_OK
		 : comity_doc_find(source->doc, comity_doc_root(source->doc),
		       report, COMITY_F_TRANSLATION_MISFIT, named.number, NULL);
	comity_block_clear(&named);
	return rc;
}

static bool
is_signed(const xmlNode *root)
{
	return comity_node_child(root, COMITY_NS_DS, "Signature") != NULL;
}

/* The second run, if there is one, and the account of both. */
static int
go_out(struct comity_translation *translation,
    const struct comity_checked *source, struct comity_run *in, xmlNodePtr core,
    bool translated, struct comity_report *report)
{
	const struct comity_edition *to = translation->to;
	struct comity_run out;
	int rc;

	if (to == NULL) {
		rc = comity_account_make(
		    translation, source->doc, in, NULL, core, core);
		translation->xml = in->xml;
		in->xml = NULL;
		return rc;
	}
	rc = comity_run_init(
	    &out, to->crosswalk, in->xml == NULL ? source->doc : NULL, report);
	out.translation = translated;
	if (rc == COMITY_OK)
		rc = comity_run_out(&out, core);
	if (rc == COMITY_OK || (rc == COMITY_REFUSED && out.root != NULL)) {
		if (comity_account_make(translation, source->doc,
			in->xml == NULL ? NULL : in, &out, core,
			out.target_root) != COMITY_OK)
			rc = COMITY_ENOMEM;
		translation->xml = out.xml;
		out.xml = NULL;
	}
	comity_run_clear(&out);
	return rc;
}

static void
drop_xml(struct comity_translation *translation)
{
	xmlFreeDoc(translation->xml);
	xmlFree(translation->octets);
	translation->xml = NULL;
	translation->octets = NULL;
}

/* From the core on: run, gates, block, octets. */
static int
finish(struct comity_translation *translation,
    const struct comity_checked *source, struct comity_run *in, xmlNodePtr core,
    const char *const *allow_loss, int64_t moment, struct comity_report *report)
{
	const struct comity_edition *to = translation->to;
	bool back = goes_back(core, to, source), room;
	int rc;

	room = to == NULL || comity_crosswalk_has_room(to->crosswalk);
	rc = go_out(translation, source, in, core,
	    room && !(back && is_core(source->edition)), report);
	if (rc == COMITY_OK)
		rc =
		    comity_gate_losses(translation, source, allow_loss, report);
	if (rc == COMITY_OK)
		rc =
		    settle_block(translation, source, core, back, room, moment);
	if (rc == COMITY_OK)
		rc = comity_gate_output(
		    translation, source, to, back, moment, report);
	return rc;
}

int
comity_translate(const struct comity_checked *source,
    const struct comity_edition *to, const char *const *allow_loss,
    int64_t moment, struct comity_report *report,
    struct comity_translation **out)
{
	struct comity_place place = { source->doc->name, 0, NULL };
	struct comity_translation *translation = NULL;
	struct comity_run in;
	xmlNodePtr core;
	int rc;

	*out = NULL;
	if (!is_core(to) && to->crosswalk == NULL)
		return comity_report_add(
		    report, COMITY_F_CROSSWALK_NONE, &place, to->profile, NULL);
	if (is_core(to) && is_core(source->edition))
		return comity_translate_in(source, report, out);
	rc = comity_view_make(source, report, &in, &core);
	if (rc != COMITY_OK)
		return rc;
	rc = check_block(source, core, report);
	if (rc == COMITY_OK &&
	    (translation = translation_new(source, to, core)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK && is_signed(comity_doc_root(source->doc)))
		rc = comity_report_add(
		    report, COMITY_F_TRANSLATION_SIGNATURE, &place, NULL, NULL);
	if (rc == COMITY_OK)
		rc = finish(
		    translation, source, &in, core, allow_loss, moment, report);
	comity_run_clear(&in);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc < COMITY_OK) {
		comity_translation_free(translation);
		return rc;
	}
	if (rc != COMITY_OK && translation != NULL)
		drop_xml(translation);
	*out = translation;
	return rc;
}
