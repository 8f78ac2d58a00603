/* SPDX-License-Identifier: Apache-2.0 */
/* requirement-load: a folder of schemas/requirements/ to a compiled set. What
 * is not in doc/requirements.md is refused by name. */
#include "requirement-private.h"
#include "rules-expression.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* The variable that holds the thing a requirement asks about. */
#define HERE "here"

static int
refuse(const struct comity_doc *doc, const xmlNode *node,
    struct comity_report *report, const char *found, const char *expected)
{
	return comity_folder_refuse(report, COMITY_F_REQUIREMENT_SET, doc->name,
	    comity_doc_line(doc, node), found, expected);
}

static int
wrong(struct loading *loading, const xmlNode *node, const char *expected)
{
	return refuse(loading->doc, node, loading->report,
	    (const char *)node->name, expected);
}

static bool
is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, COMITY_NS_REQUIREMENTS, name);
}

/* A required attribute that is not blank, collapsed; *out is owned. */
static int
word_read(
    struct loading *loading, const xmlNode *node, const char *name, char **out)
{
	char *value = comity_node_attribute(node, name);

	if (value == NULL)
		return wrong(loading, node, name);
	*out = comity_text_collapse(value);
	free(value);
	if (*out == NULL)
		return COMITY_ENOMEM;
	return **out == '\0' ? wrong(loading, node, name) : COMITY_OK;
}

/* The text of an element that stands once and is not blank. */
static int
text_read(struct loading *loading, const xmlNode *node, char **out)
{
	if (*out != NULL)
		return wrong(loading, node, "this element once");
	if ((*out = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	return **out == '\0' ? wrong(loading, node, "a text") : COMITY_OK;
}

static int
expression_read(struct loading *loading, const xmlNode *node, const char *name,
    struct expression *out)
{
	char *text = comity_node_attribute(node, name), *kept;

	if (text == NULL || out->text != NULL) {
		free(text);
		return wrong(loading, node, name);
	}
	kept = comity_arena_copy(&loading->rules->arena, text, strlen(text));
	free(text);
	return kept == NULL
		   ? COMITY_ENOMEM
		   : comity_expression_read(loading, node, kept, false, out);
}

static int
let_read(struct loading *loading, const xmlNode *node)
{
	struct lets *lets = &loading->rules->lets;
	struct let *let = &lets->rows[lets->count++];
	char *name = NULL;
	int rc = word_read(loading, node, "name", &name);

	if (rc == COMITY_OK &&
	    (let->name = comity_arena_copy(
		 &loading->rules->arena, name, strlen(name))) == NULL)
		rc = COMITY_ENOMEM;
	free(name);
	if (rc == COMITY_OK)
		rc = expression_read(loading, node, "select", &let->value);
	/* In scope for what follows, not for itself. */
	return rc == COMITY_OK ? comity_loading_name(loading, node, let->name)
			       : rc;
}

/* Why it may be open; most often because it is withheld. */
static int
doubt_read(const xmlNode *node, char **out)
{
	if ((*out = comity_node_value(node)) != NULL && **out == '\0') {
		free(*out);
		*out = comity_text_copy(COMITY_REQUIREMENT_WITHHELD);
	}
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* Child elements of a Requirement, by what they hold. */
static int
part_read(struct loading *loading, const xmlNode *node, struct requirement *row)
{
	int rc;

	if (is(node, "Title"))
		return text_read(loading, node, &row->title);
	if (is(node, "Article"))
		return text_read(loading, node, &row->article);
	if (is(node, "Source"))
		return text_read(loading, node, &row->source);
	if (is(node, "Missing"))
		return text_read(loading, node, &row->missing);
	if (is(node, "Applies"))
		return expression_read(loading, node, "test", &row->applies);
	if (is(node, "Met"))
		return expression_read(loading, node, "select", &row->met);
	if (is(node, "Open")) {
		rc = expression_read(loading, node, "select", &row->open);
		return rc == COMITY_OK ? doubt_read(node, &row->doubt) : rc;
	}
	if (!is(node, "Contradictory"))
		return wrong(
		    loading, node, "an element of doc/requirements.md");
	rc = expression_read(loading, node, "select", &row->against);
	return rc == COMITY_OK ? text_read(loading, node, &row->contradiction)
			       : rc;
}

/* An id once; then the words that the attributes are. */
static int
head_read(struct loading *loading, const struct comity_requirement_set *set,
    const xmlNode *node, struct requirement *row)
{
	static const char *const bases[] = { "confirmed", "unconfirmed",
		"recommended" };
	size_t i;
	int rc = word_read(loading, node, "id", &row->id);

	for (i = 0; rc == COMITY_OK && i + 1 < set->count; i++) {
		if (strcmp(set->rows[i].id, row->id) == 0)
			rc = wrong(loading, node, "each id once");
	}
	if (rc == COMITY_OK)
		rc = word_read(loading, node, "clause", &row->clause);
	if (rc == COMITY_OK)
		rc = word_read(loading, node, "basis", &row->basis);
	for (i = 0; rc == COMITY_OK && strcmp(bases[i], row->basis) != 0;) {
		if (++i == sizeof(bases) / sizeof(bases[0]))
			return wrong(loading, node,
			    "basis: confirmed, unconfirmed or recommended");
	}
	row->warns = i > 0;
	if (rc == COMITY_OK &&
	    xmlHasNsProp((xmlNodePtr)node, BAD_CAST "each", NULL) != NULL)
		rc = expression_read(loading, node, "each", &row->each);
	return rc;
}

static int
requirement_read(struct loading *loading, struct comity_requirement_set *set,
    const xmlNode *node)
{
	struct requirement *row = &set->rows[set->count++];
	const xmlNode *child = comity_node_first(node);
	int rc = head_read(loading, set, node, row);

	row->line = comity_doc_line(loading->doc, node);
	for (; rc == COMITY_OK && child != NULL;
	     child = comity_node_after(child))
		rc = part_read(loading, child, row);
	if (rc == COMITY_OK &&
	    (row->title == NULL || row->article == NULL ||
		row->source == NULL || row->missing == NULL ||
		row->met.text == NULL || row->against.text == NULL))
		rc = wrong(loading, node,
		    "Title, Article, Source, Met, Missing and Contradictory");
	return rc;
}

static int
binding_add(struct comity_rules *rules, const char *prefix, const char *uri)
{
	struct binding *binding = &rules->bindings[rules->binding_count++];

	binding->prefix =
	    comity_arena_copy(&rules->arena, prefix, strlen(prefix));
	binding->uri = comity_arena_copy(&rules->arena, uri, strlen(uri));
	return binding->prefix == NULL || binding->uri == NULL ? COMITY_ENOMEM
							       : COMITY_OK;
}

/* Room for as many rows as the root has children; the two prefixes. */
static int
rooms_make(struct comity_requirement_set *set, const xmlNode *root)
{
	const xmlNode *child = comity_node_first(root);
	size_t room = 1;

	for (; child != NULL; child = comity_node_after(child))
		room++;
	set->rows = calloc(room, sizeof(*set->rows));
	set->rules = calloc(1, sizeof(*set->rules));
	if (set->rows == NULL || set->rules == NULL)
		return COMITY_ENOMEM;
	set->rules->bindings = comity_arena_take(
	    &set->rules->arena, 2 * sizeof(*set->rules->bindings));
	set->rules->lets.rows = comity_arena_take(
	    &set->rules->arena, room * sizeof(*set->rules->lets.rows));
	if (set->rules->bindings == NULL || set->rules->lets.rows == NULL)
		return COMITY_ENOMEM;
	if (binding_add(set->rules, "core", COMITY_NS_CORE) != COMITY_OK)
		return COMITY_ENOMEM;
	return binding_add(set->rules, "f", COMITY_NS_FUNCTIONS);
}

static int
children_read(struct loading *loading, struct comity_requirement_set *set,
    const xmlNode *root)
{
	const xmlNode *child = comity_node_first(root);
	int rc = COMITY_OK;

	if (!is(root, "Requirements"))
		return wrong(loading, root, "Requirements");
	rc = comity_loading_name(loading, root, HERE);
	for (; rc == COMITY_OK && child != NULL;
	     child = comity_node_after(child)) {
		if (is(child, "Let") && set->count == 0)
			rc = let_read(loading, child);
		else if (is(child, "Requirement"))
			rc = requirement_read(loading, set, child);
		else
			rc = wrong(loading, child, "Let, then Requirement");
	}
	if (rc == COMITY_OK && set->count == 0)
		rc = wrong(loading, root, "a Requirement");
	return rc;
}

/* requirements.xml, with the header there already. */
static int
rows_read(struct comity_requirement_set *set, struct comity_report *report)
{
	const struct comity_folder_file *file =
	    comity_folder_role(set->folder, "rules");
	struct loading loading = { .edition = &set->base.edition,
		.report = report };
	struct comity_doc *doc = NULL;
	int rc;

	if (file == NULL)
		return refuse(set->folder->index,
		    comity_doc_root(set->folder->index), report, NULL,
		    "a File of role rules");
	rc = comity_doc_read(file->source, report, &doc);
	if (rc != COMITY_OK)
		return rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
	loading.doc = doc;
	rc = rooms_make(set, comity_doc_root(doc));
	if (rc == COMITY_OK) {
		loading.rules = set->rules;
		loading.context =
		    comity_rules_context(set->rules, &loading.state);
		rc = loading.context == NULL
			 ? COMITY_ENOMEM
			 : children_read(&loading, set, comity_doc_root(doc));
	}
	free(loading.names);
	xmlXPathFreeContext(loading.context);
	comity_doc_free(doc);
	return rc;
}

/* Where a text of the header goes; NULL: it is not one of those. */
static char **
header_target(struct comity_edition *edition, const xmlNode *node)
{
	const struct target {
		const char *name;
		char **to;
	} targets[] = {
		{ "Title", &edition->title },
		{ "Jurisdiction", &edition->jurisdiction },
		{ "LegalBasis", &edition->legal_basis },
		{ "Source", &edition->sources },
	};
	size_t i;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		if (comity_node_is(node, COMITY_NS_PROFILE, targets[i].name))
			return targets[i].to;
	}
	return NULL;
}

static int
header_element(struct comity_requirement_set *set, const xmlNode *node,
    struct comity_report *report)
{
	const struct comity_doc *doc = set->folder->index;
	char **to = header_target(&set->base.edition, node);

	if (comity_node_is(node, COMITY_NS_PROFILE, "File"))
		return COMITY_OK; /* the folder read it */
	if (to == NULL || *to != NULL)
		return refuse(doc, node, report, (const char *)node->name,
		    "Title, Jurisdiction, LegalBasis and Source, once each");
	if ((*to = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	return **to == '\0' ? refuse(doc, node, report,
				  (const char *)node->name, "a text")
			    : COMITY_OK;
}

/* set.xml: its id and edition are the names of the two folders. */
static int
header_read(struct comity_requirement_set *set, const char *id,
    const char *edition_id, struct comity_report *report)
{
	const struct comity_doc *doc = set->folder->index;
	struct comity_edition *edition = &set->base.edition;
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *child = comity_node_first(root);
	int rc = COMITY_OK;

	edition->profile = comity_node_attribute(root, "id");
	edition->id = comity_node_attribute(root, "edition");
	if (!comity_node_is(root, COMITY_NS_PROFILE, "Set") ||
	    !comity_text_same(edition->profile, id) ||
	    !comity_text_same(edition->id, edition_id))
		return refuse(doc, root, report, edition->profile,
		    "Set with @id and @edition as the folders are called");
	for (; rc == COMITY_OK && child != NULL;
	     child = comity_node_after(child))
		rc = header_element(set, child, report);
	if (rc == COMITY_OK &&
	    (edition->title == NULL || edition->jurisdiction == NULL ||
		edition->legal_basis == NULL || edition->sources == NULL))
		rc = refuse(doc, root, report, NULL,
		    "Title, Jurisdiction, LegalBasis and Source");
	memcpy(edition->digest, set->folder->index_source->sha256_hex,
	    sizeof(edition->digest));
	return rc;
}

/* One folder, which is there. */
static int
folder_load(const struct comity_packs *packs, const char *path, const char *id,
    const char *edition, struct comity_report *report,
    struct comity_requirement_set **out)
{
	struct comity_requirement_set *set = calloc(1, sizeof(*set));
	int rc = COMITY_ENOMEM;

	if (set == NULL)
		return rc;
	set->base.edition.packs = packs;
	rc = comity_folder_read(path, "set.xml", report, &set->folder);
	if (rc == COMITY_OK)
		rc = header_read(set, id, edition, report);
	if (rc == COMITY_OK)
		rc = comity_messages_read(
		    set->folder, NULL, report, &set->messages);
	if (rc == COMITY_OK)
		rc = rows_read(set, report);
	if (rc != COMITY_OK) {
		comity_requirement_set_free(set);
		return rc;
	}
	*out = set;
	return COMITY_OK;
}

/* Which edition of the folder is meant; NULL none. */
static const char *
choose(char **editions, const char *wanted, int64_t day)
{
	const char *best = NULL;
	int64_t first, best_first = INT64_MIN;
	size_t i;

	for (i = 0; editions[i] != NULL; i++) {
		if (wanted != NULL && strcmp(editions[i], wanted) == 0)
			return editions[i];
		if (wanted != NULL ||
		    comity_day_read(editions[i], &first) != COMITY_OK ||
		    first > day || first < best_first)
			continue;
		best = editions[i];
		best_first = first;
	}
	return best;
}

static char *
join(const char *a, const char *b, const char *c)
{
	struct comity_text text = { 0 };

	comity_text_addf(&text, "%s/%s/%s", a, b, c);
	return comity_text_take(&text);
}

/* Words only: a name that leads out of the folder is no name of a set. */
static bool
is_word(const char *text)
{
	return text[0] != '\0' && text[0] != '.' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
		   strlen(text);
}

int
comity_requirement_set_read(const struct comity_packs *packs,
    const char *schemas, const char *name, int64_t day,
    struct comity_report *report, struct comity_requirement_set **out)
{
	const struct comity_place nowhere = { 0 };
	char *id = comity_text_copy(name), *at = NULL, *path = NULL;
	char *wanted = id == NULL ? NULL : strchr(id, '@');
	char **editions = NULL;
	const char *edition = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (id == NULL)
		goto out;
	if (wanted != NULL)
		*wanted++ = '\0';
	if ((at = join(schemas, "requirements", id)) == NULL)
		goto out;
	if (is_word(id)) {
		if ((editions = comity_folder_list(at)) != NULL)
			edition = choose(editions, wanted, day);
	}
	if (edition == NULL) {
		rc = comity_report_add(report, COMITY_F_REQUIREMENT_SET_UNKNOWN,
		    &nowhere, name, NULL);
		goto out;
	}
	if ((path = join(at, edition, "")) == NULL)
		goto out;
	path[strlen(path) - 1] = '\0';
	rc = folder_load(packs, path, id, edition, report, out);
out:
	comity_folder_list_free(editions);
	free(path);
	free(at);
	free(id);
	return rc;
}
