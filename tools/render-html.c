/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-html: the JSON answer as a tree, through templates/render/answer.xsl
 * to one self-contained page: no script, no link, nothing fetched.
 */
#include "file.h"
#include "limit.h"
#include "render-json.h"
#include "render.h"
#include "xslt.h"

#include <stdlib.h>
#include <string.h>

static bool add(xmlNodePtr parent, const char *name, json_t *value);

static bool
add_text(xmlNodePtr parent, const char *name, const char *text)
{
	return xmlNewTextChild(parent, NULL, BAD_CAST name, BAD_CAST text) !=
	       NULL;
}

static bool
add_members(xmlNodePtr parent, const char *name, json_t *value)
{
	xmlNodePtr node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);
	const char *key;
	json_t *member;

	if (node == NULL)
		return false;
	json_object_foreach(
	    value, key, member) if (!add(node, key, member)) return false;
	return true;
}

static bool
add_each(xmlNodePtr parent, const char *name, json_t *value)
{
	xmlNodePtr node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);
	json_t *member;
	size_t i;

	if (node == NULL)
		return false;
	json_array_foreach(
	    value, i, member) if (!add(node, "each", member)) return false;
	return true;
}

static bool
add(xmlNodePtr parent, const char *name, json_t *value)
{
	char number[32];

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return add_members(parent, name, value);
	case JSON_ARRAY:
		return add_each(parent, name, value);
	case JSON_STRING:
		return add_text(parent, name, json_string_value(value));
	case JSON_INTEGER:
		snprintf(number, sizeof(number), "%lld",
		    (long long)json_integer_value(value));
		return add_text(parent, name, number);
	case JSON_TRUE:
		return add_text(parent, name, "true");
	case JSON_FALSE:
		return add_text(parent, name, "false");
	default:
		return true;
	}
}

static xmlDocPtr
tree(const struct answer *answer)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	json_t *value = render_json_value(answer), *member;
	xmlNodePtr root = NULL;
	const char *key;
	bool done = doc != NULL && value != NULL;

	if (done && (root = xmlNewNode(NULL, BAD_CAST "answer")) != NULL)
		xmlDocSetRootElement(doc, root);
	done = done && root != NULL;
	if (done)
		json_object_foreach(value, key, member) done =
		    done && add(root, key, member);
	json_decref(value);
	if (!done) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}

bool
render_page(const struct run *run, const char *name, xmlDocPtr doc, FILE *to)
{
	struct comity_source *sheet = NULL;
	char *path = NULL, *page = NULL;
	size_t len = 0;
	bool done = false;

	if (doc == NULL || (path = comity_text_format(
				"%s/render/%s", run->templates, name)) == NULL)
		goto out;
	if (comity_file_read(path, COMITY_PACK_FILE_MAX, run->talk->report,
		&sheet) != COMITY_OK ||
	    comity_xslt_apply(
		sheet, doc, NULL, run->talk->report, &page, &len) != COMITY_OK)
		goto out;
	done = fwrite(page, 1, len, to) == len;
out:
	free(page);
	free(path);
	comity_source_free(sheet);
	xmlFreeDoc(doc);
	return done;
}

bool
render_html(const struct run *run, const struct answer *answer, FILE *to)
{
	return render_page(run, "answer.xsl", tree(answer), to);
}
