/* SPDX-License-Identifier: Apache-2.0 */
#include "messages-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define NS_MESSAGES "urn:comity:messages:1"
#define NS_XML "http://www.w3.org/XML/1998/namespace"

static void
message_free(void *payload, const xmlChar *name)
{
	struct message *message = payload;

	(void)name;
	free(message->text);
	free(message->remedy);
	free(message->sentence);
	free(message);
}

void
comity_messages_free(struct comity_messages *messages)
{
	size_t i;

	if (messages == NULL)
		return;
	for (i = 0; i < messages->count; i++) {
		free(messages->languages[i].name);
		free(messages->languages[i].file);
		if (messages->languages[i].index != NULL)
			xmlHashFree(messages->languages[i].index, message_free);
	}
	free(messages->languages);
	free(messages);
}

static int
refuse(const struct comity_doc *doc, const xmlNode *node,
    struct comity_report *report, const char *found, const char *expected)
{
	return comity_folder_refuse(report, COMITY_F_PACK_MESSAGES, doc->name,
	    comity_doc_line(doc, node), found, expected);
}

/* What stands beside the text: nothing, or something. */
static int
beside_read(const struct comity_doc *doc, const xmlNode *node, const char *name,
    struct comity_report *report, char **out)
{
	char *value = comity_node_attribute(node, name);

	if (value == NULL)
		return xmlHasProp((xmlNodePtr)node, BAD_CAST name) == NULL
			   ? COMITY_OK
			   : COMITY_ENOMEM;
	*out = comity_text_collapse(value);
	free(value);
	if (*out == NULL)
		return COMITY_ENOMEM;
	return **out == '\0' ? refuse(doc, node, report, name, "a text")
			     : COMITY_OK;
}

/* The text, and what stands beside it. */
static int
texts_read(const struct comity_doc *doc, const xmlNode *node,
    struct message *message, struct comity_report *report, const char *id)
{
	int rc;

	message->line = comity_doc_line(doc, node);
	message->is_label = comity_node_is(node, NS_MESSAGES, "Label");
	if ((message->text = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	if (message->text[0] == '\0')
		return refuse(doc, node, report, id, "a text");
	rc = beside_read(doc, node, "remedy", report, &message->remedy);
	if (rc == COMITY_OK)
		rc = beside_read(doc, node, "text", report, &message->sentence);
	if (rc == COMITY_OK && message->is_label &&
	    (message->remedy != NULL || message->sentence != NULL))
		rc = refuse(doc, node, report, id, "a Label with its text");
	return rc;
}

/* One Label or Message. */
static int
message_read(const struct comity_doc *doc, const xmlNode *node,
    struct language *language, struct comity_report *report)
{
	struct message *message = calloc(1, sizeof(*message));
	char *id = comity_node_attribute(node, "id");
	int rc = COMITY_ENOMEM;

	if (message == NULL)
		goto out;
	if ((!comity_node_is(node, NS_MESSAGES, "Label") &&
		!comity_node_is(node, NS_MESSAGES, "Message")) ||
	    id == NULL || comity_node_first(node) != NULL) {
		rc = refuse(doc, node, report, (const char *)node->name,
		    "Label or Message with an id and text only");
		goto out;
	}
	if (xmlHashLookup(language->index, (const xmlChar *)id) != NULL) {
		rc = refuse(doc, node, report, id, "each id once per file");
		goto out;
	}
	rc = texts_read(doc, node, message, report, id);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if (xmlHashAddEntry(language->index, (const xmlChar *)id, message) != 0)
		goto out;
	message = NULL; /* transferred */
	rc = COMITY_OK;
out:
	if (message != NULL)
		message_free(message, NULL);
	free(id);
	return rc;
}

/* Which language it is: its row. */
static int
language_begin(const struct comity_doc *doc, struct comity_messages *messages,
    struct comity_report *report)
{
	struct language *language = &messages->languages[messages->count];
	xmlNodePtr root = comity_doc_root(doc);
	size_t i;

	language->name = comity_node_attribute_ns(root, NS_XML, "lang");
	if (!comity_node_is(root, NS_MESSAGES, "Messages") ||
	    language->name == NULL) {
		free(language->name);
		return refuse(doc, root, report, (const char *)root->name,
		    "Messages with xml:lang");
	}
	messages->count++;
	for (i = 0; i + 1 < messages->count; i++) {
		if (strcmp(messages->languages[i].name, language->name) == 0)
			return refuse(doc, root, report, language->name,
			    "one file per language");
	}
	language->file = comity_text_copy(doc->name);
	return language->file == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
language_read(const struct comity_doc *doc, struct comity_messages *messages,
    struct comity_report *report)
{
	struct language *language = &messages->languages[messages->count];
	xmlNodePtr root = comity_doc_root(doc), node;
	int rc = language_begin(doc, messages, report);

	if (rc != COMITY_OK)
		return rc;
	if ((language->index = xmlHashCreate(64)) == NULL)
		return COMITY_ENOMEM;
	for (node = comity_node_first(root); rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node))
		rc = message_read(doc, node, language, report);
	return rc;
}

/* Whether a file is of a language that is not wanted; its row is made then.
 * What is wrong with its head is for a reader of all of it to say. */
static bool
is_passed_over(const struct comity_folder_file *file, const char *wanted,
    struct comity_messages *messages, struct comity_report *report, int *rc)
{
	struct comity_report *scratch = comity_report_new();
	struct comity_doc *doc = NULL;
	char *name = NULL;
	bool passed = false;

	if (scratch != NULL && comity_doc_read_head(file->source, NULL, scratch,
				   &doc) == COMITY_OK)
		name = comity_node_attribute_ns(
		    comity_doc_root(doc), NS_XML, "lang");
	if (name != NULL && strcmp(name, "en") != 0 &&
	    strcmp(name, wanted) != 0) {
		*rc = language_begin(doc, messages, report);
		passed = true;
	}
	free(name);
	comity_doc_free(doc);
	comity_report_free(scratch);
	return passed;
}

int
comity_messages_read(const struct comity_folder *folder, const char *wanted,
    struct comity_report *report, struct comity_messages **out)
{
	struct comity_messages *messages = calloc(1, sizeof(*messages));
	struct comity_doc *doc;
	size_t i;
	int rc = COMITY_OK;

	*out = NULL;
	if (messages == NULL)
		return COMITY_ENOMEM;
	messages->languages =
	    calloc(folder->count + 1, sizeof(*messages->languages));
	if (messages->languages == NULL)
		rc = COMITY_ENOMEM;
	for (i = 0; rc == COMITY_OK && i < folder->count; i++) {
		if (strcmp(folder->files[i].role, "messages") != 0 ||
		    (wanted != NULL &&
			is_passed_over(&folder->files[i], wanted, messages,
			    report, &rc)))
			continue;
		rc = comity_doc_read(folder->files[i].source, report, &doc);
		if (rc != COMITY_OK) {
			rc = rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
			break;
		}
		rc = language_read(doc, messages, report);
		comity_doc_free(doc);
	}
	if (rc != COMITY_OK) {
		comity_messages_free(messages);
		return rc;
	}
	*out = messages;
	return COMITY_OK;
}

const struct language *
comity_messages_language(
    const struct comity_messages *messages, const char *name)
{
	size_t i;

	for (i = 0; messages != NULL && i < messages->count; i++) {
		if (strcmp(messages->languages[i].name, name) == 0)
			return &messages->languages[i];
	}
	return NULL;
}

size_t
comity_messages_count(
    const struct comity_messages *messages, const char *language)
{
	const struct language *in =
	    comity_messages_language(messages, language);

	return in == NULL || in->index == NULL
		   ? 0
		   : (size_t)xmlHashSize(in->index);
}

static const struct message *
find_in(const struct comity_messages *messages, const char *id,
    const char *language)
{
	const struct language *in =
	    language == NULL ? NULL
			     : comity_messages_language(messages, language);

	return in == NULL || id == NULL
		   ? NULL
		   : xmlHashLookup(in->index, (const xmlChar *)id);
}

const char *
comity_messages_find(const struct comity_messages *messages, const char *id,
    const char *language, bool remedy)
{
	const struct message *own = find_in(messages, id, language);
	const struct message *english = find_in(messages, id, "en");

	if (own != NULL && (!remedy || own->remedy != NULL))
		return remedy ? own->remedy : own->text;
	if (english == NULL)
		return NULL;
	return remedy ? english->remedy : english->text;
}

const char *
comity_messages_text(const struct comity_messages *messages, const char *id,
    const char *language)
{
	const struct message *message = find_in(messages, id, language);

	return message == NULL ? NULL : message->sentence;
}

size_t
comity_messages_place(const char *text, size_t *len)
{
	size_t number = 0, i;

	for (i = 1; text[0] == '{' && i < 4; i++) {
		if (text[i] == '}' && number > 0) {
			*len = i + 1;
			return number;
		}
		if (text[i] < '0' || text[i] > '9')
			break;
		number = number * 10 + (size_t)(text[i] - '0');
	}
	*len = 1;
	return 0;
}

int
comity_messages_fill(
    const char *text, const char *const *values, size_t count, char **out)
{
	struct comity_text filled = { 0 };
	size_t number, len;

	*out = NULL;
	for (; *text != '\0'; text += len) {
		number = comity_messages_place(text, &len);
		if (number > count) {
			comity_text_clear(&filled);
			return COMITY_EINTERNAL;
		}
		if (number == 0)
			comity_text_add_bytes(&filled, text, len);
		else
			comity_text_add(&filled, values[number - 1]);
	}
	*out = comity_text_take(&filled);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}
