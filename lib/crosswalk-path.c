/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: paths, and the memory and findings of a table being read. */
#include "crosswalk-table.h"
#include "text.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

void *
comity_table_alloc(struct comity_crosswalk *crosswalk, size_t size)
{
	void **bigger, *block;
	size_t room;

	if (crosswalk->block_count == crosswalk->block_room) {
		room = crosswalk->block_room * 2 + 64;
		bigger = reallocarray(
		    crosswalk->blocks, room, sizeof(*crosswalk->blocks));
		if (bigger == NULL)
			return NULL;
		crosswalk->blocks = bigger;
		crosswalk->block_room = room;
	}
	if ((block = calloc(1, size == 0 ? 1 : size)) == NULL)
		return NULL;
	crosswalk->blocks[crosswalk->block_count++] = block;
	return block;
}

const char *
comity_table_string(struct comity_crosswalk *crosswalk, const char *string)
{
	if (string == NULL)
		return NULL;
	return (const char *)xmlDictLookup(
	    crosswalk->dict, (const xmlChar *)string, -1);
}

void
comity_table_bad(struct comity_table_reader *reader, unsigned long line,
    const char *found, const char *expected)
{
	struct comity_place place = { reader->doc->name, line, NULL };

	if (comity_report_add(reader->report, COMITY_F_CROSSWALK_BROKEN, &place,
		found, expected) == COMITY_ENOMEM)
		reader->rc = COMITY_ENOMEM;
	else if (reader->rc == COMITY_OK)
		reader->rc = COMITY_EPACK;
}

int
comity_table_namespace(
    struct comity_table_reader *reader, const char *uri, const char *prefix)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	const char **uris, **prefixes;
	size_t i, n = crosswalk->namespace_count;

	if (uri == NULL)
		return -1;
	for (i = 0; i < n; i++)
		if (strcmp(crosswalk->namespaces[i], uri) == 0)
			return (int)i;
	uris = comity_table_alloc(crosswalk, (n + 1) * sizeof(*uris));
	prefixes = comity_table_alloc(crosswalk, (n + 1) * sizeof(*prefixes));
	if (uris == NULL || prefixes == NULL) {
		reader->rc = COMITY_ENOMEM;
		return -1;
	}
	for (i = 0; i < n; i++) {
		uris[i] = crosswalk->namespaces[i];
		prefixes[i] = crosswalk->prefixes[i];
	}
	uris[n] = comity_table_string(crosswalk, uri);
	prefixes[n] = comity_table_string(crosswalk, prefix);
	if (uris[n] == NULL || prefixes[n] == NULL)
		reader->rc = COMITY_ENOMEM;
	crosswalk->namespaces = uris;
	crosswalk->prefixes = prefixes;
	crosswalk->namespace_count = n + 1;
	return (int)n;
}

/* One name of a path, prefix and all, with len bytes. */
static void
read_step(struct comity_table_reader *reader, xmlNodePtr node, const char *text,
    size_t len, int ns_default, struct comity_step *out)
{
	char *copy = strndup(text, len), *colon, *name;
	xmlNsPtr ns;

	out->ns = ns_default;
	if (copy == NULL) {
		reader->rc = COMITY_ENOMEM;
		return;
	}
	name = copy;
	if ((colon = strchr(copy, ':')) != NULL) {
		*colon = '\0';
		name = colon + 1;
		ns = xmlSearchNs(node->doc, node, (const xmlChar *)copy);
		if (ns == NULL)
			comity_table_bad(reader,
			    comity_doc_line(reader->doc, node), copy,
			    "a declared prefix");
		else
			out->ns = comity_table_namespace(
			    reader, (const char *)ns->href, copy);
	}
	if (xmlValidateNCName((const xmlChar *)name, 0) != 0)
		comity_table_bad(reader, comity_doc_line(reader->doc, node),
		    text, "a path of child steps");
	out->name = comity_table_string(reader->crosswalk, name);
	if (out->name == NULL)
		reader->rc = COMITY_ENOMEM;
	free(copy);
}

void
comity_path_read(struct comity_table_reader *reader, xmlNodePtr node,
    const char *text, bool local, struct comity_path *out)
{
	const char *end, *slash;
	size_t n = 1;
	int ns =
	    local ? comity_table_namespace(reader, reader->local_ns, "p") : 0;

	memset(out, 0, sizeof(*out));
	out->given = true;
	if (strcmp(text, ".") == 0)
		return;
	for (end = text; *end != '\0'; end++)
		n += *end == '/';
	out->steps =
	    comity_table_alloc(reader->crosswalk, n * sizeof(*out->steps));
	if (out->steps == NULL) {
		reader->rc = COMITY_ENOMEM;
		return;
	}
	for (; text != NULL && reader->rc == COMITY_OK;
	     text = slash == NULL ? NULL : slash + 1) {
		slash = strchr(text, '/');
		end = slash == NULL ? text + strlen(text) : slash;
		if (*text == '@' && slash == NULL) {
			out->has_attribute = true;
			read_step(reader, node, text + 1,
			    (size_t)(end - text - 1), -1, &out->attribute);
		} else if (strcmp(text, "text()") == 0) {
			out->is_text = true;
		} else {
			read_step(reader, node, text, (size_t)(end - text), ns,
			    &out->steps[out->count++]);
		}
	}
}

void
comity_path_join(struct comity_table_reader *reader,
    const struct comity_path *a, const struct comity_path *b,
    struct comity_path *out)
{
	struct comity_path joined = *b;

	if (a->count > 0) {
		joined.steps = comity_table_alloc(reader->crosswalk,
		    (a->count + b->count) * sizeof(*joined.steps));
		if (joined.steps == NULL) {
			reader->rc = COMITY_ENOMEM;
			return;
		}
		memcpy(joined.steps, a->steps, a->count * sizeof(*a->steps));
		if (b->count > 0)
			memcpy(joined.steps + a->count, b->steps,
			    b->count * sizeof(*b->steps));
		joined.count = a->count + b->count;
	}
	if (a->has_attribute) { /* a group of an attribute: b is "." */
		joined.has_attribute = true;
		joined.attribute = a->attribute;
	}
	joined.given = true;
	*out = joined;
}

static void
write_step(const struct comity_crosswalk *crosswalk,
    const struct comity_step *step, struct comity_text *text)
{
	if (step->ns > 0)
		comity_text_addf(text, "%s:", crosswalk->prefixes[step->ns]);
	comity_text_add(text, step->name);
}

char *
comity_path_write(
    const struct comity_crosswalk *crosswalk, const struct comity_path *path)
{
	struct comity_text text = { 0 };
	size_t i;

	for (i = 0; i < path->count; i++) {
		if (i > 0)
			comity_text_add(&text, "/");
		write_step(crosswalk, &path->steps[i], &text);
	}
	if (path->has_attribute) {
		comity_text_add(&text, path->count > 0 ? "/@" : "@");
		write_step(crosswalk, &path->attribute, &text);
	} else if (path->is_text) {
		comity_text_add(&text, path->count > 0 ? "/text()" : "text()");
	} else if (path->count == 0) {
		comity_text_add(&text, ".");
	}
	if (text.failed) {
		comity_text_clear(&text);
		return NULL;
	}
	return comity_text_take(&text);
}

static bool
step_same(const struct comity_step *a, const struct comity_step *b)
{
	return a->ns == b->ns && a->name == b->name; /* one dictionary */
}

bool
comity_path_same(const struct comity_path *a, const struct comity_path *b)
{
	size_t i;

	if (a->given != b->given || a->count != b->count ||
	    a->has_attribute != b->has_attribute)
		return false;
	for (i = 0; i < a->count; i++)
		if (!step_same(&a->steps[i], &b->steps[i]))
			return false;
	return !a->has_attribute || step_same(&a->attribute, &b->attribute);
}

bool
comity_words_have(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (words != NULL && *words != '\0' && len > 0) {
		if (strncmp(words, word, len) == 0 &&
		    (words[len] == ' ' || words[len] == '\0'))
			return true;
		if ((words = strchr(words, ' ')) != NULL)
			words++;
	}
	return false;
}
