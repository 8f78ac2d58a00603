/* SPDX-License-Identifier: Apache-2.0 */
/* generate: what its parts share while one document is written. */
#ifndef COMITY_TEST_GENERATE_VALUE_H
#define COMITY_TEST_GENERATE_VALUE_H

#include "crosswalk.h"
#include "generate.h"
#include "text.h"

struct generate_map {
	char *path; /* of a leaf, as comity_schema_leaves() gives it */
	char *map;
};

struct writing {
	struct chance *chance;
	const struct comity_crosswalk *g_crosswalk;
	const struct generate_map *maps;
	size_t map_count;
	struct comity_text out, path;
	const char *prefix;
	unsigned optional, withheld; /* percent */
	size_t repeat, elements, depth;
	bool calm; /* plain spellings only */
	char **ids; /* written so far */
	size_t id_count;
	char **used; /* values of short patterned attributes: unique */
	size_t used_count;
};

/* "/us:Item/@xml:lang" without the prefixes of the format's own namespace. */
char *generate_plain_path(const char *path);
void generate_cut(struct comity_text *text, size_t len);
/* Whether the facets of a type accept a value; not its built-in type. */
bool generate_accepts(
    const struct comity_schema_simple *type, const char *value);
/* ="value" of an attribute, and the text of an element; path is set. */
void generate_attribute(
    struct writing *w, const struct comity_schema_attribute *attribute);
void generate_text(struct writing *w, const struct comity_schema_simple *type);
/* References put in; everything of the writing freed. */
char *generate_finish(struct writing *w);

#endif
