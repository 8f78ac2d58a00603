/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-html: the JSON answers as a tree, through templates/render/answer.xsl
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

/* The page's own words, in English, German and French. */
static const struct {
	const char *name, *text[3];
} words[] = {
#define PAGE_WORD(name, en, de, fr) { name, { en, de, fr } },
#include "page-words.def"
#undef PAGE_WORD
};

/* <words lang="de"><answer>Antwort</answer>...</words> */
static bool
add_words(xmlNodePtr root, const char *lang)
{
	static const char *const langs[] = { "en", "de", "fr" };
	xmlNodePtr node = xmlNewChild(root, NULL, BAD_CAST "words", NULL);
	size_t i, which = 0;

	for (i = 1; lang != NULL && i < sizeof(langs) / sizeof(langs[0]); i++)
		if (strcmp(lang, langs[i]) == 0)
			which = i;
	if (node == NULL ||
	    xmlNewProp(node, BAD_CAST "lang", BAD_CAST langs[which]) == NULL)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!add_text(node, words[i].name, words[i].text[which]))
			return false;
	return true;
}

/* <answers><words/><answer>...</answer>...</answers> */
static xmlDocPtr
tree(const struct run *run)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNodePtr root = xmlNewNode(NULL, BAD_CAST "answers");
	json_t *answer;
	bool done = doc != NULL && root != NULL;
	size_t i;

	if (done)
		xmlDocSetRootElement(doc, root);
	else
		xmlFreeNode(root);
	done = done && add_words(root, run->options.lang);
	json_array_foreach(run->answers, i, answer) done =
	    done && add(root, "answer", answer);
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
render_html(const struct run *run, FILE *to)
{
	return render_page(run, "answer.xsl", tree(run), to);
}
