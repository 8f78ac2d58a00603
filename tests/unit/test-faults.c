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
#define EVERY 12 /* of the faults; */
#define EARLIER 60 /* of those in earlier editions; and */
#define GENERATED 10
#define MORE 200
#else
#define EVERY 1
#define EARLIER 6
#define GENERATED 40 /* documents, and as a last attempt up to */
#define MORE 300
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

	return attr == NULL || attr->children == NULL
		   ? NULL
		   : (const char *)attr->children->content;
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
	       strcmp(x, y) != 0 &&
	       same(attribute(a, "type"), attribute(b, "type")) &&
	       same(attribute(a, "map"), attribute(b, "map"));
}

/* Where a list of rows is used first. */
static xmlNodePtr
first_use(xmlNodePtr node, const char *rows)
{
	xmlNodePtr found;

	for (; node != NULL; node = comity_node_after(node)) {
		if (is(node, "use") && same(attribute(node, "rows"), rows))
			return node;
		found = first_use(comity_node_first(node), rows);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The local path of a row's block, from the root. */
static bool
block_path(xmlNodePtr row, struct comity_text *out)
{
	xmlNodePtr up = row->parent;
	const char *local = attribute(up, "local");

	if (is(up, "rows")) {
		up = first_use(
		    xmlDocGetRootElement(row->doc), attribute(up, "id"));
		return up != NULL && block_path(up, out);
	}
	if (is(up, "Crosswalk") || is(up, "root"))
		return true;
	if (!block_path(up, out))
		return false;
	if (local != NULL && strcmp(local, ".") != 0 && !is(up, "run"))
		comity_text_addf(out, "/%s", local);
	return true;
}

static const struct comity_schema_type *
down(const struct comity_schema_type *type, const char *path)
{
	const struct comity_schema_particle *child;
	char *copy = strdup(path), *at = copy, *step;

	while (type != NULL && (step = strsep(&at, "/")) != NULL) {
		if (*step == '\0' || *step == '@' || *step == '.')
			continue;
		child = comity_schema_type_child(type, step);
		type = child == NULL ? NULL : child->element->type;
	}
	free(copy);
	return type;
}

/* The type of a row's block; NULL: not known, or several. */
static const struct comity_schema_type *
block_type(int profile, xmlNodePtr row)
{
	static const char *const roots[FORMS] = { "ExportLicense",
		"ExportAuthorisation", "POLICY_SET", "ExportLicense",
		"ExportAuthorisation" };
	const struct comity_schema_type *type = NULL;
	struct comity_text path = { 0 };

	comity_text_add(&path, "");
	if (block_path(row, &path))
		type = down(comity_schema_model_root(
				golden.models[profile], roots[profile])
				->type,
		    path.data == NULL ? "" : path.data);
	comity_text_clear(&path);
	return type;
}

/* In which order the rows of a block first meet the children of each element:
 * that is the order in which they write. */
static void
meetings(xmlNodePtr block, const char *inside, struct comity_text *out)
{
	struct comity_text met = { 0 };
	xmlNodePtr row;
	const char *local;
	char step[300];
	size_t len = strlen(inside);

	comity_text_addf(out, "(%s", inside);
	comity_text_add(&met, "\n");
	for (row = comity_node_first(block); row != NULL;
	     row = comity_node_after(row)) {
		local = is(row, "use") ? attribute(row, "rows")
				       : attribute(row, "local");
		if (local == NULL || (!is_row(row) && !is(row, "use")) ||
		    is_test(row) || strncmp(local, inside, len) != 0 ||
		    local[len] == '@' || local[len] == '\0')
			continue;
		snprintf(step, sizeof(step), "\n%.*s\n",
		    (int)(len + strcspn(local + len, "/")), local);
		if (strstr(met.data, step) != NULL)
			continue;
		comity_text_add(&met, step);
		comity_text_add(out, step);
		step[strlen(step) - 1] = '/';
		meetings(block, step + 1, out);
	}
	comity_text_add(out, ")");
	comity_text_clear(&met);
}

/* Whether a form lets two elements stand in either order: then it does not
 * matter in which the rows write them. */
static bool
is_free(int profile, xmlNodePtr a, xmlNodePtr b)
{
	const struct comity_schema_type *type = block_type(profile, a);
	const char *x = attribute(a, "local"), *y = attribute(b, "local");
	const struct comity_schema_particle *p, *q;
	size_t len = strcspn(x, "/");
	char step[200];

	/* down to where the two part */
	while (type != NULL && x[len] == '/' && y[len] == '/' &&
	       strncmp(x, y, len) == 0) {
		snprintf(step, sizeof(step), "%.*s", (int)len, x);
		type = down(type, step);
		x += len + 1;
		y += len + 1;
		len = strcspn(x, "/");
	}
	if (type == NULL)
		return false;
	snprintf(step, sizeof(step), "%.*s", (int)len, x);
	p = comity_schema_type_child(type, step);
	snprintf(step, sizeof(step), "%.*s", (int)strcspn(y, "/"), y);
	q = comity_schema_type_child(type, step);
	return p != NULL && q != NULL && !comity_schema_particle_before(p, q) &&
	       !comity_schema_particle_before(q, p);
}

/* Exchange two rows; false: nothing depends on their order. */
static bool
exchange(int profile, xmlNodePtr a, xmlNodePtr b)
{
	const char *x = attribute(a, "local"), *y = attribute(b, "local");
	struct comity_text before = { 0 }, after = { 0 };
	bool differs;

	if (x == NULL || y == NULL || is(a, "also") || is(b, "also") ||
	    is(a->parent, "choice") || is_free(profile, a, b))
		return false;
	meetings(a->parent, "", &before);
	xmlAddNextSibling(b, a);
	meetings(a->parent, "", &after);
	differs = strcmp(before.data, after.data) != 0;
	comity_text_clear(&before);
	comity_text_clear(&after);
	return differs;
}

/* A container around what can not be empty says nothing that the rows inside
 * do not say. */
static bool
is_redundant(int profile, xmlNodePtr row)
{
	const struct comity_schema_type *type;

	if (!is(row, "container"))
		return false;
	type = block_type(profile, row);
	type = type == NULL ? NULL : down(type, attribute(row, "local"));
	return type != NULL && !comity_schema_type_may_be_empty(type);
}

/* Plant one; false: that fault can not be planted here. */
static bool
plant(int profile, enum fault fault, xmlNodePtr node)
{
	xmlNodePtr next = next_row(node);

	switch (fault) {
	case FORGET:
		if (!is_row(node) || is_test(node) ||
		    is_redundant(profile, node))
			return false;
		break;
	case ORDER:
		return is_row(node) && !is_test(node) && next != NULL &&
		       exchange(profile, node, next);
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
		    attribute(node, "local")  ? attribute(node, "local")
		    : attribute(node, "core") ? attribute(node, "core")
					      : "");
		if (plant(profile, fault, node)) {
			ck_assert_int_eq(
			    comity_xml_write(doc->xml, &octets, &len),
			    COMITY_OK);
			ck_assert_int_eq(comity_source_new("faulty", octets,
					     len, report, &out),
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

	golden_to(to, end);
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
		for (to = 0; to < FORMS; to++)
			if (golden_crosses(golden.examples[i].profile, to) &&
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
breaks_generated(
    int profile, struct generator *generator, size_t from, size_t to)
{
	struct laws laws = golden_laws(&golden, profile);
	char *text, *why = NULL;
	size_t i;

	laws.edits = 3;
	for (i = from; i < to && why == NULL; i++) {
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

	for (i = 0; i < golden.own_count; i++)
		if (golden.examples[i].profile == profile &&
		    breaks_example(profile, i, &caught))
			return caught;
	if (breaks_maps(profile))
		return MAP;
	for (i = 0; i < golden.own_count; i++)
		if (golden.examples[i].profile == profile &&
		    breaks_laws(profile, i))
			return LAW;
	if (breaks_generated(profile, generator, 0, GENERATED))
		return MADE;
	if (breaks_pairs(profile))
		return PAIR;
	return breaks_generated(profile, generator, GENERATED, MORE) ? MADE
								     : NOTHING;
}

/* One fault, in force for a moment. */
static enum caught
try(int profile, const struct comity_source *table, struct generator *generator)
{
	struct comity_edition *edition =
	    (struct comity_edition *)(uintptr_t)golden.editions[profile];
	struct comity_crosswalk *sound = edition->crosswalk, *broken = NULL;
	struct comity_report *report = comity_report_new();
	enum caught caught = LOAD;
	int rc;

	rc =
	    comity_crosswalk_load(table, edition, golden.core, report, &broken);
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

/* One of how many; COMITY_EVERY of the environment chooses. */
static size_t
how_many(int profile)
{
	const char *given = getenv("COMITY_EVERY");

	if (given != NULL)
		return strtoul(given, NULL, 10);
	return profile < PROFILES ? EVERY : EARLIER;
}

START_TEST(is_noticed)
{
	int profile = _i / FAULTS;
	enum fault fault = (enum fault)(_i % FAULTS);
	struct generator *generator = generator_new(golden.editions[profile]);
	struct comity_source *table;
	size_t by[CAUGHT] = { 0 }, planted = 0, n, every = how_many(profile);
	bool done = false;
	char what[300];
	enum caught caught;

	for (n = 0; !done; n++) {
		if (n % every != 0)
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
tcase_add_loop_test(tcase, is_noticed, 0, FORMS *FAULTS);
SUITE_END
