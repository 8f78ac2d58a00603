/* SPDX-License-Identifier: Apache-2.0 */
/* Of texts that repeat per language, the ones that a page shows. */
#include "rendering-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define LANGUAGES_MAX 16 /* of one text; beyond it all are shown */

struct input {
	xmlNsPtr ns;
	const char *lang;
};

/* Whether a text is in a language: "de-AT" is in "de". */
static bool
is_in(const char *lang, const char *want)
{
	size_t len = strlen(want);

	return lang != NULL && strncasecmp(lang, want, len) == 0 &&
	       (lang[len] == '\0' || lang[len] == '-');
}

char *
comity_rendering_lang(const xmlNode *node)
{
	xmlChar *lang = xmlNodeGetLang(node);
	char *copy = lang == NULL ? NULL : strdup((const char *)lang);

	xmlFree(lang);
	return copy;
}

static bool
is_leaf(const xmlNode *node)
{
	return comity_node_first(node) == NULL;
}

/* Siblings of one name that say the same in several languages. */
struct languages {
	char *at[LANGUAGES_MAX]; /* NULL: none is stated */
	size_t counts[LANGUAGES_MAX];
	size_t count;
	bool too_many;
};

static size_t
language_index(const struct languages *languages, const char *lang)
{
	size_t i;

	for (i = 0; i < languages->count; i++)
		if (lang == NULL ? languages->at[i] == NULL
				 : is_in(languages->at[i], lang))
			break;
	return i;
}

static void
count_languages(const xmlNode *first, struct languages *languages)
{
	const xmlNode *node = first;
	char *own;
	size_t i;

	for (; node != NULL;
	     node = comity_node_next(node, (const char *)first->ns->href,
		 (const char *)first->name)) {
		own = comity_rendering_lang(node);
		i = language_index(languages, own);
		if (i == LANGUAGES_MAX) {
			languages->too_many = true;
			free(own);
			return;
		}
		languages->counts[i]++;
		if (i < languages->count) {
			free(own);
			continue;
		}
		languages->at[languages->count++] = own;
	}
}

static bool
states_language(const xmlNode *first)
{
	const xmlNode *node = first;

	for (; node != NULL;
	     node = comity_node_next(node, (const char *)first->ns->href,
		 (const char *)first->name))
		if (xmlHasNsProp((xmlNodePtr)(uintptr_t)node, BAD_CAST "lang",
			XML_XML_NAMESPACE) != NULL)
			return true;
	return false;
}

/* Take away those that are not in the languages' at[keep]. */
static void
keep_only(xmlNodePtr first, const char *keep)
{
	const char *ns = (const char *)first->ns->href;
	char *name = comity_text_copy((const char *)first->name);
	xmlNodePtr node, next;

	for (node = first; name != NULL && node != NULL; node = next) {
		char *lang = comity_rendering_lang(node);

		next = comity_node_next(node, ns, name);
		if (keep == NULL ? lang != NULL : !is_in(lang, keep)) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
		free(lang);
	}
	free(name);
}

/*
 * Of texts that repeat per language, keep those in one: the wanted one, else
 * the first's. If that language has fewer of them than another, they do not
 * say the same, and all stay: nothing is lost for the sake of a language.
 */
static void
choose(const struct input *input, xmlNodePtr first)
{
	struct languages languages = { 0 };
	size_t wanted, i;
	bool fewer = false;

	count_languages(first, &languages);
	wanted = language_index(&languages, input->lang);
	if (wanted >= languages.count)
		wanted = 0;
	for (i = 0; i < languages.count; i++)
		fewer |= languages.counts[i] > languages.counts[wanted];
	if (!languages.too_many && !fewer && languages.count > 1)
		keep_only(first, languages.at[wanted]);
	for (i = 0; i < languages.count; i++)
		free(languages.at[i]);
}

static bool
is_first_of_name(const xmlNode *node)
{
	const xmlNode *before = node->prev;

	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	return before == NULL || !xmlStrEqual(before->name, node->name);
}

/* Texts that stay although they are in another language say which. */
static bool
mark_language(const struct input *input, xmlNodePtr node)
{
	xmlChar *stated =
	    xmlGetNsProp(node, BAD_CAST "lang", XML_XML_NAMESPACE);
	bool done = true;

	if (stated != NULL && !is_in((const char *)stated, input->lang))
		done = xmlNewNsProp(node, input->ns, BAD_CAST "lang", stated) !=
		       NULL;
	xmlFree(stated);
	return done;
}

static bool
choose_languages(const struct input *input, xmlNodePtr parent)
{
	xmlNodePtr node;

	for (node = comity_node_first(parent); node != NULL;
	     node = comity_node_after(node)) {
		if (!is_leaf(node)) {
			if (!choose_languages(input, node))
				return false;
			continue;
		}
		if (node->ns != NULL && is_first_of_name(node)) {
			xmlNodePtr previous = node->prev;
			xmlNodePtr of = node->parent;

			if (states_language(node))
				choose(input, node);
			/* node itself may be gone */
			node = previous != NULL ? previous->next : of->children;
			if (node == NULL)
				return true;
		}
		if (!mark_language(input, node))
			return false;
	}
	return true;
}

bool
comity_rendering_choose(xmlNodePtr root, xmlNsPtr ns, const char *lang)
{
	struct input input = { .ns = ns, .lang = lang };

	return choose_languages(&input, root);
}
