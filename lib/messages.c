/* SPDX-License-Identifier: Apache-2.0 */
#include "messages.h"

#include "text.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#define NS_MESSAGES "urn:comity:messages:1"
#define NS_XML "http://www.w3.org/XML/1998/namespace"

struct message {
	char *text, *remedy;
};

struct language {
	char *name;
	xmlHashTablePtr index; /* id to struct message */
};

struct comity_messages {
	struct language *languages;
	size_t count;
};

static void
message_free(void *payload, const xmlChar *name)
{
	struct message *message = payload;

	(void)name;
	free(message->text);
	free(message->remedy);
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
	message->text = comity_node_value(node);
	message->remedy = comity_node_attribute(node, "remedy");
	if (message->text == NULL)
		goto out;
	if (message->text[0] == '\0') {
		rc = refuse(doc, node, report, id, "a text");
		goto out;
	}
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

static int
language_read(const struct comity_doc *doc, struct comity_messages *messages,
    struct comity_report *report)
{
	struct language *language = &messages->languages[messages->count];
	xmlNodePtr root = comity_doc_root(doc), node;
	size_t i;
	int rc = COMITY_OK;

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
	if ((language->index = xmlHashCreate(64)) == NULL)
		return COMITY_ENOMEM;
	for (node = comity_node_first(root); rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node))
		rc = message_read(doc, node, language, report);
	return rc;
}

int
comity_messages_read(const struct comity_folder *folder,
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
		if (strcmp(folder->files[i].role, "messages") != 0)
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

static const struct message *
find_in(const struct comity_messages *messages, const char *id,
    const char *language)
{
	size_t i;

	for (i = 0; i < messages->count; i++) {
		if (strcmp(messages->languages[i].name, language) == 0)
			return xmlHashLookup(
			    messages->languages[i].index, (const xmlChar *)id);
	}
	return NULL;
}

const char *
comity_messages_find(const struct comity_messages *messages, const char *id,
    const char *language, bool remedy)
{
	const struct message *message = NULL;

	if (messages == NULL || id == NULL)
		return NULL;
	if (language != NULL)
		message = find_in(messages, id, language);
	if (message == NULL)
		message = find_in(messages, id, "en");
	if (message == NULL)
		return NULL;
	return remedy ? message->remedy : message->text;
}
