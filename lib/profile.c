/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* What one reading carries along. */
struct reading {
	const struct comity_doc *doc;
	struct comity_report *report;
	struct pack_edition *to;
	char *valid_from, *valid_through, *signature, *status;
};

static int
refuse(const struct reading *reading, const xmlNode *node, const char *found,
    const char *expected)
{
	return comity_folder_refuse(reading->report, COMITY_F_PACK_PROFILE,
	    reading->doc->name, comity_doc_line(reading->doc, node), found,
	    expected);
}

static void
path_clear(struct pack_path *path)
{
	size_t i;

	for (i = 0; i < path->count; i++) {
		free(path->steps[i].ns);
		free(path->steps[i].name);
	}
	free(path->steps);
}

void
comity_profile_free(struct pack_edition *to)
{
	size_t i;

	if (to == NULL)
		return;
	for (i = 0; i < to->match_count; i++) {
		free(to->matches[i].ns);
		free(to->matches[i].name);
	}
	for (i = 0; i < to->date_count; i++)
		path_clear(&to->dates[i]);
	for (i = 0; i < to->drift_count; i++) {
		free(to->drifts[i].found);
		free(to->drifts[i].in.ns);
		free(to->drifts[i].in.name);
	}
	free(to->drifts);
	free(to->matches);
	free(to->dates);
	free(to->edition.profile);
	free(to->edition.id);
	free(to->edition.title);
	free(to->edition.jurisdiction);
	free(to->edition.legal_basis);
	free(to->edition.zone_name);
	free(to->edition.kind);
	free(to->edition.sources);
	free(to->edition.date_path);
	free(to->edition.replaces);
	free(to);
}

/* rules="none": the author says that the schema is all there is. */
static int
no_rules_read(struct reading *reading, const xmlNode *root)
{
	char *rules = comity_node_attribute(root, "rules");
	int rc = COMITY_OK;

	reading->to->has_no_rules = comity_text_same(rules, "none");
	if (rules != NULL && !reading->to->has_no_rules)
		rc = refuse(reading, root, rules, "@rules \"none\", or absent");
	free(rules);
	return rc;
}

/* A word of [a-z0-9.-]; what ids and folder names are made of. */
static bool
is_word(const char *id)
{
	return id[0] != '\0' && id[0] != '.' &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
		   strlen(id);
}

static int
ids_read(struct reading *reading, const xmlNode *root, const char *profile,
    const char *id)
{
	struct comity_edition *edition = &reading->to->edition;

	if (!comity_node_is(root, COMITY_NS_PROFILE, "Profile"))
		return refuse(
		    reading, root, (const char *)root->name, "Profile");
	edition->profile = comity_node_attribute(root, "id");
	edition->id = comity_node_attribute(root, "edition");
	if (edition->profile == NULL || edition->id == NULL ||
	    !is_word(edition->profile) || !is_word(edition->id) ||
	    strcmp(edition->profile, profile) != 0 ||
	    strcmp(edition->id, id) != 0)
		return refuse(reading, root, edition->profile,
		    "@id and @edition, lower-case words that are the names of "
		    "the two folders");
	return COMITY_OK;
}

static int
match_read(struct reading *reading, const xmlNode *node)
{
	struct pack_edition *to = reading->to;
	struct pack_name *more =
	    realloc(to->matches, (to->match_count + 1) * sizeof(*more));
	struct pack_name *match;

	if (more == NULL)
		return COMITY_ENOMEM;
	to->matches = more;
	match = &more[to->match_count++];
	match->ns = comity_node_attribute(node, "namespace");
	match->name = comity_node_attribute(node, "name");
	if (match->ns != NULL && match->ns[0] == '\0') {
		free(match->ns);
		match->ns = NULL;
	}
	if (match->name == NULL)
		return refuse(reading, node, NULL, "a Match with @name");
	return COMITY_OK;
}

/* One step "us:IssueDate", "@on"; text is cut into prefix and name. */
static int
step_read(struct reading *reading, const xmlNode *node, char *text,
    struct pack_name *step)
{
	char *colon = strchr(text, ':');
	xmlNsPtr ns;

	if (text[0] == '\0' || strpbrk(text, " []()*.@|") != NULL)
		return refuse(reading, node, text, "plain child steps");
	if (colon != NULL) {
		*colon = '\0';
		ns = xmlSearchNs(node->doc, (xmlNodePtr)node, BAD_CAST text);
		if (ns == NULL)
			return refuse(reading, node, text, "a prefix in scope");
		step->ns = comity_text_copy((const char *)ns->href);
		if (step->ns == NULL)
			return COMITY_ENOMEM;
		text = colon + 1;
	}
	step->name = comity_text_copy(text);
	return step->name == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
steps_read(struct reading *reading, const xmlNode *node, char *text,
    struct pack_path *path)
{
	char *step = text, *end;
	size_t room = 1;
	int rc = COMITY_OK;

	for (end = text; *end != '\0'; end++)
		room += *end == '/';
	if ((path->steps = calloc(room, sizeof(*path->steps))) == NULL)
		return COMITY_ENOMEM;
	for (; rc == COMITY_OK && step != NULL; step = end) {
		if ((end = strchr(step, '/')) != NULL)
			*end++ = '\0';
		if (end == NULL && step[0] == '@') {
			path->attribute = true;
			step++;
		}
		rc =
		    step_read(reading, node, step, &path->steps[path->count++]);
	}
	return rc;
}

static int
date_read(struct reading *reading, const xmlNode *node, char *text)
{
	struct pack_edition *to = reading->to;
	struct pack_path *more =
	    realloc(to->dates, (to->date_count + 1) * sizeof(*more));
	struct comity_text all = { 0 };

	if (more == NULL)
		return COMITY_ENOMEM;
	to->dates = more;
	memset(&more[to->date_count], 0, sizeof(*more));
	if (to->edition.date_path != NULL)
		comity_text_addf(&all, "%s | ", to->edition.date_path);
	comity_text_add(&all, text);
	free(to->edition.date_path);
	if ((to->edition.date_path = comity_text_take(&all)) == NULL)
		return COMITY_ENOMEM;
	return steps_read(reading, node, text, &more[to->date_count++]);
}

/* A known drift: what is found, or in which element; the text of the row is
 * its source, for people. */
static int
drift_read(struct reading *reading, const xmlNode *node)
{
	static const char *const kinds[] = { "namespace", "order", "empty" };
	struct pack_edition *to = reading->to;
	struct pack_drift *more =
	    realloc(to->drifts, (to->drift_count + 1) * sizeof(*more));
	char *kind, *in;
	size_t i = 0;
	int rc = COMITY_OK;

	if (more == NULL)
		return COMITY_ENOMEM;
	to->drifts = more;
	more += to->drift_count;
	memset(more, 0, sizeof(*more));
	if (++to->drift_count > COMITY_DRIFTS_MAX)
		return refuse(reading, node, NULL, "fewer rows Drift");
	kind = comity_node_attribute(node, "kind");
	in = comity_node_attribute(node, "in");
	more->found = comity_node_attribute(node, "found");
	while (kind != NULL && i < 3 && strcmp(kind, kinds[i]) != 0)
		i++;
	more->kind = (enum pack_drift_kind)i;
	if (kind == NULL || i == 3 ||
	    (i == PACK_DRIFT_NAMESPACE ? more->found == NULL || in != NULL
				       : more->found != NULL || in == NULL))
		rc = refuse(reading, node, kind,
		    "kind namespace with @found, order or empty with @in");
	else if (in != NULL)
		rc = step_read(reading, node, in, &more->in);
	free(kind);
	free(in);
	return rc;
}

static int
source_read(struct reading *reading, const xmlNode *node, const char *text)
{
	struct comity_text all = { 0 };
	char **sources = &reading->to->edition.sources;
	char *href = comity_node_attribute(node, "href");

	if (*sources != NULL)
		comity_text_addf(&all, "%s; ", *sources);
	comity_text_add(&all, text);
	if (href != NULL)
		comity_text_addf(&all, " <%s>", href);
	free(href);
	free(*sources);
	*sources = comity_text_take(&all);
	return *sources == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* Where an element of text goes; NULL: it is not one of those. */
static char **
text_target(struct reading *reading, const char *name)
{
	struct comity_edition *edition = &reading->to->edition;
	const struct target {
		const char *name;
		char **to;
	} targets[] = {
		{ "Title", &edition->title },
		{ "Jurisdiction", &edition->jurisdiction },
		{ "Zone", &edition->zone_name },
		{ "Kind", &edition->kind },
		{ "Status", &reading->status },
		{ "LegalBasis", &edition->legal_basis },
		{ "ValidFrom", &reading->valid_from },
		{ "ValidThrough", &reading->valid_through },
		{ "Signature", &reading->signature },
		{ "Replaces", &edition->replaces },
	};
	size_t i;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		if (strcmp(targets[i].name, name) == 0)
			return targets[i].to;
	}
	return NULL;
}

static int
element_read(struct reading *reading, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	char **target = text_target(reading, name);
	char *text = NULL;
	int rc = COMITY_OK;

	if (!comity_node_is(node, COMITY_NS_PROFILE, name) ||
	    comity_node_first(node) != NULL)
		return refuse(reading, node, name, "see doc/profile.md");
	if (strcmp(name, "File") == 0)
		return COMITY_OK; /* the folder read it */
	if (strcmp(name, "Match") == 0)
		return match_read(reading, node);
	if ((text = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	if (text[0] == '\0')
		rc = refuse(reading, node, name, "a text");
	else if (target != NULL && *target != NULL)
		rc = refuse(reading, node, name, "this element once");
	else if (target != NULL) {
		*target = text;
		text = NULL; /* transferred */
	} else if (strcmp(name, "DatePath") == 0)
		rc = date_read(reading, node, text);
	else if (strcmp(name, "Source") == 0)
		rc = source_read(reading, node, text);
	else if (strcmp(name, "Drift") == 0)
		rc = drift_read(reading, node);
	else if (strcmp(name, "Issuer") != 0)
		rc = refuse(reading, node, name, "see doc/profile.md");
	free(text);
	return rc;
}

/* Which of a NULL-terminated list of words a text is; -1 none. */
static int
choose(const char *text, const char *const *words)
{
	int i;

	for (i = 0; text != NULL && words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0)
			return i;
	}
	return -1;
}

/* What must be there, and the words that are kept as numbers. */
static int
words_check(struct reading *reading, const xmlNode *root)
{
	static const char *const kinds[] = { "license", "agreement", "core",
		NULL };
	static const char *const statuses[] = { "modelled", "official", NULL };
	static const char *const rooms[] = { "last-children", "strip", "none",
		NULL };
	struct comity_edition *edition = &reading->to->edition;
	int status = choose(reading->status, statuses);
	int room = choose(reading->signature, rooms);

	if (edition->title == NULL || edition->jurisdiction == NULL ||
	    edition->legal_basis == NULL || edition->sources == NULL ||
	    reading->to->match_count == 0)
		return refuse(reading, root, NULL,
		    "Title, Jurisdiction, Source, LegalBasis and Match");
	if (comity_text_same(edition->replaces, edition->id))
		return refuse(reading, root, edition->replaces,
		    "Replaces: the edition before this one");
	if (choose(edition->kind, kinds) < 0)
		return refuse(reading, root, edition->kind,
		    "Kind: license, agreement or core");
	if (status < 0)
		return refuse(reading, root, reading->status,
		    "Status: official or modelled");
	if (room < 0)
		return refuse(reading, root, reading->signature,
		    "Signature: last-children, strip or none");
	edition->official = status == 1;
	edition->signature = (enum comity_signature_room)room;
	return COMITY_OK;
}

static int
days_check(struct reading *reading, const xmlNode *root)
{
	struct comity_edition *edition = &reading->to->edition;

	edition->first_day = INT64_MIN;
	edition->last_day = INT64_MAX;
	if (reading->valid_from != NULL) {
		if (comity_day_read(reading->valid_from, &edition->first_day) !=
		    COMITY_OK)
			return refuse(
			    reading, root, reading->valid_from, "xs:date");
	} else if (comity_day_read(edition->id, &edition->first_day) !=
		   COMITY_OK)
		edition->first_day = INT64_MIN;
	if (reading->valid_through != NULL &&
	    comity_day_read(reading->valid_through, &edition->last_day) !=
		COMITY_OK)
		return refuse(reading, root, reading->valid_through, "xs:date");
	if (edition->first_day > edition->last_day)
		return refuse(reading, root, reading->valid_through,
		    "ValidThrough not before the first day");
	return COMITY_OK;
}

int
comity_profile_read(struct comity_folder *folder, const char *profile,
    const char *id, struct comity_report *report, struct pack_edition **out)
{
	struct reading reading = { .doc = folder->index, .report = report };
	xmlNodePtr root = comity_doc_root(folder->index), node;
	int rc;

	*out = NULL;
	if ((reading.to = calloc(1, sizeof(*reading.to))) == NULL)
		return COMITY_ENOMEM;
	rc = ids_read(&reading, root, profile, id);
	if (rc == COMITY_OK)
		rc = no_rules_read(&reading, root);
	for (node = comity_node_first(root); rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node))
		rc = element_read(&reading, node);
	if (rc == COMITY_OK)
		rc = words_check(&reading, root);
	if (rc == COMITY_OK)
		rc = days_check(&reading, root);
	free(reading.valid_from);
	free(reading.valid_through);
	free(reading.signature);
	free(reading.status);
	if (rc != COMITY_OK) {
		comity_profile_free(reading.to);
		return rc;
	}
	memcpy(reading.to->edition.digest, folder->index_source->sha256_hex,
	    sizeof(reading.to->edition.digest));
	reading.to->folder = folder;
	*out = reading.to;
	return COMITY_OK;
}
