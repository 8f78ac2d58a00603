/* SPDX-License-Identifier: Apache-2.0 */
/* run: ids, references and the text of leaves. */
#include "text.h"
#include "translate-run.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

void
comity_value_clear(struct comity_value *value)
{
	free(value->owned);
	value->owned = NULL;
	value->text = NULL;
}

bool
comity_value_of(
    struct comity_run *run, const xmlNode *node, struct comity_value *out)
{
	const xmlNode *child = node->children;

	out->owned = NULL;
	if (child == NULL) {
		out->text = "";
		return true;
	}
	if (child->next == NULL && child->type == XML_TEXT_NODE) {
		out->text =
		    child->content == NULL ? "" : (const char *)child->content;
		return true;
	}
	out->text = out->owned = comity_node_text(node);
	if (out->text == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	return out->text != NULL;
}

const char *
comity_node_withheld(const xmlNode *element)
{
	xmlAttrPtr attr;

	if (element->type != XML_ELEMENT_NODE)
		return NULL;
	for (attr = element->properties; attr != NULL; attr = attr->next)
		if (attr->ns == NULL &&
		    strcmp((const char *)attr->name, "withheld") == 0)
			return attr->children == NULL
				   ? ""
				   : (const char *)attr->children->content;
	return NULL;
}

/* "Party\001p1": no id or name holds U+0001. */
static char *
entry(const char *family, size_t len, const char *id)
{
	struct comity_text text = { 0 };

	comity_text_add_bytes(&text, family, len);
	comity_text_add(&text, "\001");
	comity_text_add(&text, id);
	if (text.failed) {
		comity_text_clear(&text);
		return NULL;
	}
	return comity_text_take(&text);
}

void
comity_run_remember(struct comity_run *run, const char *family, const char *id,
    const char *other)
{
	const char *families[2] = { family, "" };
	char *key, *copy;
	int i;

	for (i = 0; i < 2; i++) {
		key = entry(families[i], strlen(families[i]), id);
		copy = comity_text_copy(other);
		if (key == NULL || copy == NULL) {
			free(copy);
			comity_run_fail(run, COMITY_ENOMEM);
		} else if (xmlHashLookup(run->ids, (xmlChar *)key) != NULL) {
			free(copy); /* the first one holds */
		} else if (xmlHashAddEntry(run->ids, (xmlChar *)key, copy) !=
			   0) {
			free(copy);
			comity_run_fail(run, COMITY_ENOMEM);
		}
		free(key);
	}
}

const char *
comity_run_recall(struct comity_run *run, const char *families, const char *id)
{
	const char *found = NULL, *at = families == NULL ? "" : families;
	size_t len;
	char *key;

	do {
		len = strcspn(at, " ");
		if ((key = entry(at, len, id)) == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return NULL;
		}
		found = xmlHashLookup(run->ids, (xmlChar *)key);
		free(key);
		at += len + (at[len] == ' ');
	} while (found == NULL && *at != '\0');
	return found;
}

/* Whether a source node is met for the first time. */
bool
comity_run_see(struct comity_run *run, const xmlNode *source)
{
	size_t ordinal = comity_node_ordinal(source), room;
	unsigned char *bigger;

	if (ordinal >= run->seen_room) {
		room = ordinal * 2 + 64;
		if ((bigger = realloc(run->seen, room)) == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return false;
		}
		memset(bigger + run->seen_room, 0, room - run->seen_room);
		run->seen = bigger;
		run->seen_room = room;
	}
	if (run->seen[ordinal] != 0)
		return false;
	run->seen[ordinal] = 1;
	return true;
}

bool
comity_run_take(struct comity_run *run, const char *id)
{
	if (xmlHashLookup(run->used, (const xmlChar *)id) != NULL)
		return false;
	if (xmlHashAddEntry(run->used, (const xmlChar *)id, run) != 0)
		comity_run_fail(run, COMITY_ENOMEM);
	return true;
}

void
comity_run_fixup(struct comity_run *run, xmlNodePtr element,
    const struct comity_row *row, const struct comity_path *path, size_t mark)
{
	struct comity_fixup *bigger;
	size_t room;

	if (element == NULL)
		return;
	if (run->fixup_count == run->fixup_room) {
		room = run->fixup_room * 2 + 16;
		bigger = reallocarray(run->fixups, room, sizeof(*bigger));
		if (bigger == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return;
		}
		run->fixups = bigger;
		run->fixup_room = room;
	}
	bigger = &run->fixups[run->fixup_count++];
	bigger->element = element;
	bigger->row = row;
	bigger->mark = mark;
	bigger->original = NULL;
	bigger->in_attribute = path->has_attribute;
	bigger->attribute = path->attribute;
}
