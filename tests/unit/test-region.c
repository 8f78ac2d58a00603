/* SPDX-License-Identifier: Apache-2.0 */
/* Trees out of regions: freed in any order and on any thread, changed, moved,
 * growing, and where there is no room. */
#include "source.h"
#include "status.h"
#include "suite.h"
#include "text.h"
#include "tree.h"
#include "xml.h"

#include <pthread.h>
#include <stdint.h>

/* Elements, attributes, text short and long, a comment, a section. */
static struct comity_doc *
doc_read(unsigned int items)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	struct comity_text text = { 0 };
	unsigned int i;

	comity_text_add(&text, "<!-- before --><r xmlns=\"urn:example:r\">");
	for (i = 0; i < items; i++)
		comity_text_addf(&text,
		    "<i n=\"%u\" xml:id=\"i%u\">short<b>a text that does not "
		    "fit into its node, %u &amp; more of it</b><!-- %u -->"
		    "<![CDATA[<%u>]]></i>\n",
		    i, i, i, i, i);
	comity_text_add(&text, "</r><!-- behind -->");
	ck_assert(!text.failed);
	ck_assert_int_eq(
	    comity_source_new("r.xml", text.data, text.len, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	comity_source_free(source);
	comity_report_free(report);
	comity_text_clear(&text);
	return doc;
}

static void
item_check(const xmlNode *item, unsigned int i)
{
	char expected[200];
	char *text = comity_node_text(item);
	char *number = comity_node_attribute(item, "n");

	snprintf(expected, sizeof(expected),
	    "shorta text that does not fit into its node, %u & more of "
	    "it<%u>",
	    i, i);
	ck_assert_str_eq(text, expected);
	snprintf(expected, sizeof(expected), "%u", i);
	ck_assert_str_eq(number, expected);
	free(text);
	free(number);
}

static void
doc_check(const struct comity_doc *doc, unsigned int items)
{
	const xmlNode *item = comity_node_first(comity_doc_root(doc));
	unsigned int i;

	for (i = 0; i < items; i++, item = comity_node_after(item)) {
		ck_assert_ptr_nonnull(item);
		item_check(item, i);
	}
	ck_assert_ptr_null(item);
}

/* Where regions are off, malloc() has all; the trees are to be the same. */
static bool
are_on(void)
{
	struct comity_region *region = comity_region_new();

	comity_region_free(region);
	return region != NULL;
}

START_TEST(region_has_nodes)
{
	struct comity_doc *doc = doc_read(3);
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *item = comity_node_first(root);
	bool on = are_on();

	ck_assert_int_eq(doc->region != NULL, on);
	ck_assert_int_eq(comity_region_owns(root), on);
	ck_assert_int_eq(comity_region_owns(item->properties), on);
	ck_assert_int_eq(comity_region_owns(item->children), on);
	ck_assert_int_eq(comity_region_owns(root->nsDef), on);
	ck_assert_int_eq(comity_region_owns(root->prev), on);
	ck_assert_int_eq(
	    comity_region_owns(comity_node_first(item)->children->content), on);
	/* and nothing else, once it is read */
	ck_assert(!comity_region_owns(doc));
	ck_assert(!comity_region_owns(doc->xml));
	ck_assert(!comity_region_owns(doc->xml->dict));
	ck_assert(!comity_region_owns(NULL));
	ck_assert(!comity_region_owns(&doc));
	ck_assert(!comity_region_owns((const void *)UINTPTR_MAX));
	if (on)
		ck_assert(!comity_region_is_mixed(doc->region));
	comity_doc_free(doc);
	/* of several blocks, more than are mapped at a time */
	doc = doc_read(1200);
	doc_check(doc, 1200);
	comity_doc_free(doc);
}
END_TEST

#define DOCS 8

/* Each order of freeing. */
static const struct order_row {
	const char *why;
	unsigned int step, from;
} order_rows[] = {
	{ "the first first", 1, 0 },
	{ "the last first", DOCS - 1, DOCS - 1 },
	{ "across", 5, 3 },
	{ "across, the other way", 3, 6 },
};

START_TEST(region_order)
{
	const struct order_row *row = &order_rows[_i];
	struct comity_doc *docs[DOCS];
	unsigned int i, j, at = row->from;

	for (i = 0; i < DOCS; i++)
		docs[i] = doc_read(1u << i);
	for (i = 0; i < DOCS; i++) {
		comity_doc_free(docs[at]);
		docs[at] = NULL;
		at = (at + row->step) % DOCS;
		/* a new one takes the room; none of the others minds */
		if (i % 3 == 0)
			comity_doc_free(doc_read(100));
		for (j = 0; j < DOCS; j++)
			if (docs[j] != NULL)
				doc_check(docs[j], 1u << j);
	}
}
END_TEST

/* What libxml2 may do to a tree, it may to one out of a region. What is added
 * is malloc()'s and taken away again: comity_doc_free() visits no node. */
START_TEST(region_changes)
{
	struct comity_doc *doc = doc_read(20);
	xmlNodePtr root = comity_doc_root(doc);
	xmlNodePtr item = comity_node_first(root), node, text;
	xmlAttrPtr attribute;
	int i;

	/* one out of the region goes, as nodes without content do in schemas */
	node = item;
	item = comity_node_after(item);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
	/* added, growing, and gone */
	ck_assert_ptr_nonnull(
	    attribute = xmlNewProp(item, BAD_CAST "a", BAD_CAST "b"));
	ck_assert(!comity_region_owns(attribute));
	ck_assert_int_eq(xmlRemoveProp(attribute), 0);
	ck_assert_ptr_nonnull(
	    node = xmlNewChild(item, NULL, BAD_CAST "new", BAD_CAST "text"));
	/* a text out of the region grows: malloc()'s from there on */
	text = comity_node_first(item)->children;
	for (i = 0; i < 200; i++)
		xmlNodeAddContent(text, BAD_CAST " and more");
	ck_assert(!comity_region_owns(text->content));
	ck_assert_int_eq(xmlStrncmp(text->content,
			     BAD_CAST "a text that does not fit into its node, "
				      "1 & more of it and more and",
			     60),
	    0);
	xmlNodeSetContent(text, NULL);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
	/* an attribute out of the region has a new value, and goes */
	ck_assert_ptr_nonnull(xmlSetProp(item, BAD_CAST "n", BAD_CAST "new"));
	ck_assert_int_eq(xmlUnsetProp(item, BAD_CAST "n"), 0);
	for (i = 2; i < 20; i++) {
		item = comity_node_after(item);
		item_check(item, (unsigned int)i);
	}
	comity_doc_free(doc);
}
END_TEST

/* A copy outlives what it was made of; a node moves within its tree. (To
 * another one libxml2 lets none move that was read with a dictionary.) */
START_TEST(region_copies)
{
	struct comity_doc *doc = doc_read(40), *copy = NULL;
	xmlNodePtr node;
	xmlDocPtr other;

	ck_assert_int_eq(
	    comity_doc_copy(doc, comity_doc_root(doc), &copy), COMITY_OK);
	ck_assert_ptr_nonnull(other = xmlCopyDoc(doc->xml, 1));
	comity_doc_free(doc);
	doc = doc_read(40);
	ck_assert(!comity_region_owns(comity_doc_root(copy)));
	doc_check(copy, 40);
	node = comity_node_first(xmlDocGetRootElement(other));
	item_check(node, 0);
	xmlFreeDoc(other);
	node = comity_node_first(comity_doc_root(doc));
	xmlUnlinkNode(node);
	ck_assert_ptr_eq(xmlAddChild(comity_doc_root(doc), node), node);
	item_check(comity_doc_root(doc)->last, 0);
	doc_check(copy, 40);
	comity_doc_free(copy);
	comity_doc_free(doc);
}
END_TEST

/* The private copy that is checked: in a region of its own. */
START_TEST(region_tree)
{
	struct comity_doc *doc = doc_read(40);
	struct comity_region *region = NULL;
	xmlDocPtr tree = comity_tree_copy(doc->xml, &region);
	xmlNodePtr item;

	ck_assert_ptr_nonnull(tree);
	ck_assert_int_eq(region != NULL, are_on());
	ck_assert_int_eq(
	    comity_region_owns(xmlDocGetRootElement(tree)), are_on());
	comity_doc_free(doc);
	item = comity_node_first(xmlDocGetRootElement(tree));
	item_check(item, 0);
	xmlUnlinkNode(item);
	xmlFreeNode(item);
	item_check(comity_node_first(xmlDocGetRootElement(tree)), 1);
	comity_tree_free(tree, region);
	comity_tree_free(NULL, NULL);
}
END_TEST

/* A text that no block would hold is malloc()'s, and the document freed. */
START_TEST(region_large)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	size_t len = 3u << 20;
	char *text = malloc(len), *got;

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', len);
	memcpy(text, "<r>", 3);
	memcpy(text + len - 4, "</r>", 4);
	ck_assert_int_eq(
	    comity_source_new("large.xml", text, len, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	if (are_on()) {
		ck_assert(comity_region_is_mixed(doc->region));
		ck_assert(comity_region_owns(comity_doc_root(doc)));
	}
	got = comity_node_text(comity_doc_root(doc));
	ck_assert_uint_eq(strlen(got), len - 7);
	free(got);
	free(text);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

#define THREADS 4
#define TURNS 5

/* Reads documents and frees those of its neighbor. */
struct worker {
	pthread_t thread;
	pthread_barrier_t *barrier;
	struct comity_doc **docs;
	unsigned int number;
};

static void *
work(void *data)
{
	struct worker *worker = data;
	unsigned int i, next = (worker->number + 1) % THREADS;

	for (i = 0; i < TURNS; i++) {
		worker->docs[worker->number] =
		    doc_read(10 + 100 * worker->number + i);
		(void)pthread_barrier_wait(worker->barrier);
		doc_check(worker->docs[next], 10 + 100 * next + i);
		comity_doc_free(worker->docs[next]);
		(void)pthread_barrier_wait(worker->barrier);
	}
	return NULL;
}

START_TEST(region_threads)
{
	struct comity_doc *docs[THREADS];
	struct worker workers[THREADS];
	pthread_barrier_t barrier;
	unsigned int i;

	ck_assert_int_eq(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	for (i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){
			.barrier = &barrier, .docs = docs, .number = i
		};
		ck_assert_int_eq(
		    pthread_create(&workers[i].thread, NULL, work, &workers[i]),
		    0);
	}
	for (i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(workers[i].thread, NULL), 0);
	(void)pthread_barrier_destroy(&barrier);
}
END_TEST

/* The hooks' side: each object its own, aligned, grown in place or not. */
START_TEST(region_takes)
{
	struct comity_region *region = comity_region_new();
	unsigned char *object, *before = NULL;
	size_t i, j;

	ck_assert_ptr_null(comity_region_take(8)); /* none is in use */
	if (region == NULL)
		return; /* off */
	comity_region_use(region);
	for (i = 0; i < 20000; i++) {
		object = comity_region_take(i % 200);
		ck_assert_ptr_nonnull(object);
		ck_assert_uint_eq((uintptr_t)object % 16, 0);
		ck_assert(comity_region_owns(object));
		ck_assert_uint_eq(comity_region_size(object), i % 200);
		memset(object, (int)(i & 0xff), i % 200);
		for (j = 0; before != NULL && j < (i - 1) % 200; j++)
			ck_assert_uint_eq(before[j], (i - 1) & 0xff);
		before = object;
	}
	ck_assert(comity_region_extend(object, 1000));
	ck_assert_uint_eq(comity_region_size(object), 1000);
	memset(object, 1, 1000);
	before = comity_region_take(1);
	ck_assert(before >= object + 1000);
	ck_assert(!comity_region_extend(object, 1001)); /* not the newest */
	ck_assert(!comity_region_extend(before, SIZE_MAX));
	ck_assert(!comity_region_is_mixed(region));
	ck_assert_ptr_null(comity_region_take(SIZE_MAX));
	ck_assert(comity_region_is_mixed(region));
	comity_region_use(NULL);
	ck_assert(!comity_region_extend(before, 2)); /* not in use */
	comity_region_free(region);
	comity_region_free(NULL);
}
END_TEST

SUITE("region")
{
	SUITE_ROWS(region_order, order_rows);
	SUITE_TEST(region_has_nodes);
	SUITE_TEST(region_takes);
	SUITE_TEST(region_changes);
	SUITE_TEST(region_copies);
	SUITE_TEST(region_tree);
	SUITE_TEST(region_large);
	SUITE_TEST(region_threads);
}
SUITE_END
