/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faults planted into copies of each crosswalk: a row forgotten, two rows
 * exchanged, two core places exchanged, a constant dropped, two pairs of a
 * map exchanged. Each must fail something: the table's own checks at load, a
 * law over the examples, a reviewed core or pair, or generated documents.
 */
#include "generate.h"
#include "golden.h"
#include "pairs.h"

#define NS COMITY_NS_CROSSWALK
#define SEED 4711u
#ifdef COMITY_SANITIZED
#define EVERY 12 /* of the faults; and */
#define GENERATED 10
#else
#define EVERY 1
#define GENERATED 40
#endif

static struct golden golden;

enum fault { FORGET, ORDER, PLACES, CONSTANT, PAIRS, FAULTS };
static const char *const fault_names[FAULTS] = { "row forgotten",
	"rows exchanged", "core places exchanged", "constant dropped",
	"pairs exchanged" };

enum caught { LOAD, LAW, REVIEWED, MAP, PAIR, MADE, NOTHING, CAUGHT };

static const char *
attribute(xmlNodePtr node, const char *name)
{
	xmlAttrPtr attr = xmlHasProp(node, (const xmlChar *)name);

	return attr == NULL || attr->children == NULL ?
	    NULL :
	    (const char *)attr->children->content;
}

static bool
is(xmlNodePtr node, const char *name)
{
	return node != NULL && comity_node_is(node, NS, name);
}

static bool
is_row(xmlNodePtr node)
{
	static const char *const others[] = { "Crosswalk", "root", "rows",
		"map", "pair", "use", "part" };
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is(node, others[i]))
			return false;
	return node->type == XML_ELEMENT_NODE;
}

static bool
is_test(xmlNodePtr node)
{
	return is(node, "fixed") || is(node, "except");
}

static xmlNodePtr
next_row(xmlNodePtr node)
{
	do
		node = comity_node_after(node);
	while (node != NULL && (!is_row(node) || is_test(node)));
	return node;
}

static void
swap_attribute(xmlNodePtr a, xmlNodePtr b, const char *name)
{
	xmlChar *x = xmlGetNoNsProp(a, (const xmlChar *)name);
	xmlChar *y = xmlGetNoNsProp(b, (const xmlChar *)name);

	ck_assert(x != NULL && y != NULL);
	ck_assert_ptr_nonnull(xmlSetProp(a, (const xmlChar *)name, y));
	ck_assert_ptr_nonnull(xmlSetProp(b, (const xmlChar *)name, x));
	xmlFree(x);
	xmlFree(y);
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Two leaves beside each other that a slip of the pen could exchange. */
static bool
could_be_exchanged(xmlNodePtr a, xmlNodePtr b)
{
	const char *x = attribute(a, "core"), *y = attribute(b, "core");

	return is(a, "leaf") && is(b, "leaf") && x != NULL && y != NULL &&
	    same(attribute(a, "type"), attribute(b, "type")) &&
	    same(attribute(a, "map"), attribute(b, "map"));
}

/* Elements of one block stand in the order of its rows; attributes, made ids
 * and the branches of a choice stand in none. Nor does it matter which of two
 * rows writes the element that both write into. */
static bool
order_matters(xmlNodePtr a, xmlNodePtr b)
{
	const char *x = attribute(a, "local"), *y = attribute(b, "local");

	if (x == NULL || y == NULL || is(a, "also") || is(b, "also") ||
	    is(a->parent, "choice"))
		return false;
	if (*x == '@' || *y == '@' || *x == '.' || *y == '.')
		return false;
	return strcspn(x, "/") != strcspn(y, "/") ||
	    strncmp(x, y, strcspn(x, "/")) != 0 ||
	    (strstr(x, "/@") == NULL && strstr(y, "/@") == NULL &&
		strchr(x, '/') != NULL && strchr(y, '/') != NULL);
}

/* Plant one; false: that fault can not be planted here. */
static bool
plant(enum fault fault, xmlNodePtr node)
{
	xmlNodePtr next = next_row(node);

	switch (fault) {
	case FORGET:
		if (!is_row(node) || is_test(node))
			return false;
		break;
	case ORDER:
		if (!is_row(node) || is_test(node) || next == NULL ||
		    !order_matters(node, next))
			return false;
		xmlAddNextSibling(next, node);
		return true;
	case PLACES:
		if (!is_row(node) || next == NULL ||
		    !could_be_exchanged(node, next))
			return false;
		swap_attribute(node, next, "core");
		return true;
	case CONSTANT:
		if (!is_test(node))
			return false;
		break;
	default:
		next = comity_node_after(node);
		if (!is(node, "pair") || !is(next, "pair") ||
		    same(attribute(node, "core"), attribute(next, "core")))
			return false;
		swap_attribute(node, next, "core");
		return true;
	}
	xmlUnlinkNode(node);
	xmlFreeNode(node);
	return true;
}

static xmlNodePtr
nth_element(xmlNodePtr node, size_t *n)
{
	xmlNodePtr found;

	for (; node != NULL; node = comity_node_after(node)) {
		if ((*n)-- == 0)
			return node;
		found = nth_element(comity_node_first(node), n);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The table with one fault; NULL and *done: there are no more elements.
 * what: names it. */
static struct comity_source *
faulty(int profile, enum fault fault, size_t n, bool *done, char what[300])
{
	const struct comity_source *table =
	    comity_edition_file(golden.editions[profile], "crosswalk.xml");
	struct comity_doc *doc =
	    laws_doc("crosswalk.xml", table->bytes, table->len);
	struct comity_report *report = comity_report_new();
	struct comity_source *out = NULL;
	unsigned char *octets = NULL;
	xmlNodePtr node;
	size_t len = 0;

	node = nth_element(comity_doc_root(doc), &n);
	*done = node == NULL;
	if (node != NULL) {
		snprintf(what, 300, "%s: line %lu, %s %s%s%s",
		    fault_names[fault], comity_doc_line(doc, node), node->name,
		    attribute(node, "key") ? attribute(node, "key") : "",
		    attribute(node, "local") ? " local " : " core ",
		    attribute(node, "local") ? attribute(node, "local") :
			attribute(node, "core") ? attribute(node, "core") :
						  "");
		if (plant(fault, node)) {
			ck_assert_int_eq(
			    comity_xml_write(doc->xml, &octets, &len),
			    COMITY_OK);
			ck_assert_int_eq(
			    comity_source_new("faulty", octets, len, report,
				&out),
			    COMITY_OK);
			xmlFree(octets);
		}
	}
	comity_doc_free(doc);
	comity_report_free(report);
	return out;
}

static bool
breaks_example(int profile, size_t i, enum caught *caught)
{
	const struct golden_example *example = &golden.examples[i];
	struct laws laws = golden_laws(&golden, profile);
	struct comity_source *reviewed;
	char path[600], *core, *why = NULL;

	core = laws_core(&laws, example->name, example->source->bytes,
	    example->source->len, &why);
	*caught = LAW;
	if (core == NULL) {
		free(why);
		return true;
	}
	reviewed = golden_file(profile, example->name, ".core.xml", path);
	ck_assert_msg(reviewed != NULL, "%s is missing", path);
	why = laws_core_differ(&laws, (char *)reviewed->bytes, core);
	comity_source_free(reviewed);
	free(core);
	if (why != NULL) {
		*caught = REVIEWED;
		free(why);
		return true;
	}
	return false;
}

static bool
breaks_laws(int profile, size_t i)
{
	const struct golden_example *example = &golden.examples[i];
	struct laws laws = golden_laws(&golden, profile);
	char *why;

	why = laws_broken(&laws, example->name, example->source->bytes,
	    example->source->len, i);
	free(why);
	return why != NULL;
}

static bool
breaks_pair(const struct golden_example *example, int to)
{
	struct pair pair = { golden.editions[example->profile],
		golden.editions[to], golden.models[example->profile],
		golden.models[to], TEST_MOMENT };
	struct comity_source *reviewed;
	char path[600], end[60], *text;
	bool broken;

	snprintf(end, sizeof(end), ".to-%s.txt", golden_profiles[to]);
	reviewed = golden_file(example->profile, example->name, end, path);
	ck_assert_msg(reviewed != NULL, "%s is missing", path);
	text = pair_text(
	    &pair, example->name, example->source->bytes, example->source->len);
	broken = strcmp(text, (char *)reviewed->bytes) != 0;
	free(text);
	comity_source_free(reviewed);
	return broken;
}

static bool
breaks_pairs(int profile)
{
	size_t i;
	int to;

	for (i = 0; i < golden.count; i++)
		for (to = 0; to < PROFILES; to++)
			if (to != golden.examples[i].profile &&
			    (to == profile ||
				golden.examples[i].profile == profile) &&
			    breaks_pair(&golden.examples[i], to))
				return true;
	return false;
}

static bool
breaks_maps(int profile)
{
	struct comity_source *reviewed;
	char path[600],
	    *text = golden_maps(golden.editions[profile]->crosswalk);
	bool broken;

	reviewed = golden_file(profile, "maps", ".tsv", path);
	ck_assert_msg(reviewed != NULL, "%s is missing", path);
	broken = strcmp(text, (char *)reviewed->bytes) != 0;
	comity_source_free(reviewed);
	free(text);
	return broken;
}

static bool
breaks_generated(int profile, struct generator *generator)
{
	struct laws laws = golden_laws(&golden, profile);
	char *text, *why = NULL;
	size_t i;

	laws.edits = 3;
	for (i = 0; i < GENERATED && why == NULL; i++) {
		text = generator_document(generator, SEED + i);
		why = laws_broken(
		    &laws, "generated", text, strlen(text), SEED + i);
		free(text);
	}
	free(why);
	return why != NULL;
}

/* What notices that the table in force is faulty. */
static enum caught
noticed(int profile, struct generator *generator)
{
	enum caught caught;
	size_t i;

	for (i = 0; i < golden.count; i++)
		if (golden.examples[i].profile == profile &&
		    breaks_example(profile, i, &caught))
			return caught;
	if (breaks_maps(profile))
		return MAP;
	for (i = 0; i < golden.count; i++)
		if (golden.examples[i].profile == profile &&
		    breaks_laws(profile, i))
			return LAW;
	if (breaks_generated(profile, generator))
		return MADE;
	return breaks_pairs(profile) ? PAIR : NOTHING;
}

/* One fault, in force for a moment. */
static enum caught
try(int profile, const struct comity_source *table,
    struct generator *generator)
{
	struct comity_edition *edition =
	    (struct comity_edition *)(uintptr_t)golden.editions[profile];
	struct comity_crosswalk *sound = edition->crosswalk, *broken = NULL;
	struct comity_report *report = comity_report_new();
	enum caught caught = LOAD;
	int rc;

	rc = comity_crosswalk_load(
	    table, edition, golden.core, report, &broken);
	if (rc == COMITY_OK) {
		edition->crosswalk = broken;
		caught = noticed(profile, generator);
		edition->crosswalk = sound;
	} else {
		ck_assert_int_eq(rc, COMITY_EPACK);
		ck_assert_uint_gt(comity_report_count(report), 0);
	}
	comity_crosswalk_free(broken);
	comity_report_free(report);
	return caught;
}

START_TEST(is_noticed)
{
	int profile = _i / FAULTS;
	enum fault fault = (enum fault)(_i % FAULTS);
	struct generator *generator =
	    generator_new(golden.editions[profile]);
	struct comity_source *table;
	size_t by[CAUGHT] = { 0 }, planted = 0, n;
	bool done = false;
	char what[300];
	enum caught caught;

	for (n = 0; !done; n++) {
		if (n % EVERY != 0)
			continue;
		table = faulty(profile, fault, n, &done, what);
		if (table == NULL)
			continue;
		planted++;
		caught = try(profile, table, generator);
		by[caught]++;
		if (caught == NOTHING)
			fprintf(stderr, "# %s: not noticed: %s\n",
			    golden_profiles[profile], what);
		comity_source_free(table);
	}
	printf("# %s, %s: %zu planted, noticed by load %zu, laws %zu, "
	       "reviewed cores %zu, maps %zu, pairs %zu, generated %zu\n",
	    golden_profiles[profile], fault_names[fault], planted, by[LOAD],
	    by[LAW], by[REVIEWED], by[MAP], by[PAIR], by[MADE]);
	fflush(stdout);
	generator_free(generator);
	ck_assert_msg(by[NOTHING] == 0, "%s: %zu not noticed",
	    golden_profiles[profile], by[NOTHING]);
}
END_TEST

SUITE("faults")
if (!golden_load(&golden))
	return EXIT_FAILURE;
tcase_add_loop_test(tcase, is_noticed, 0, PROFILES * FAULTS);
SUITE_END
