/* SPDX-License-Identifier: Apache-2.0 */
#include "status-list.h"

#include "memory.h"
#include "stated.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static enum comity_status_subject
subject_of(const char *word)
{
	static const char *const words[] = { "", "document", "line",
		"authority", "key", "arrangement" };
	size_t i;

	for (i = 1; word != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum comity_status_subject)i;
	return COMITY_STATUS_OTHER;
}

static void
read_dates(struct comity_places *places, const xmlNode *node,
    struct comity_status_entry *entry)
{
	char *until = comity_stated_attribute(places, node, "until");

	entry->since = comity_stated_attribute(places, node, "from");
	entry->until = INT64_MAX;
	entry->dates_known =
	    entry->since != NULL &&
	    comity_moment_read(entry->since, &entry->from) == COMITY_OK &&
	    (until == NULL ||
		comity_moment_read(until, &entry->until) == COMITY_OK);
	free(until);
}

static void
read_entry(struct comity_places *places, const xmlNode *node,
    struct comity_status_entry *entry)
{
	struct comity_stated reason = { 0 };
	char *subject, *c;

	comity_stated_place(places, node, &entry->ref);
	entry->ref.text = comity_stated_attribute(places, node, "ref");
	subject = comity_stated_attribute(places, node, "of");
	entry->subject = subject_of(subject);
	free(subject);
	if (entry->subject == COMITY_STATUS_KEY && entry->ref.text != NULL)
		for (c = entry->ref.text; *c != '\0'; c++)
			if (*c >= 'A' && *c <= 'F')
				*c += 'a' - 'A'; /* digests in one spelling */
	entry->item = comity_stated_attribute(places, node, "line");
	entry->state = comity_stated_attribute(places, node, "state");
	read_dates(places, node, entry);
	comity_stated_at(places, node, "Reason", &reason);
	entry->reason = reason.text;
	reason.text = NULL;
	comity_stated_clear(&reason);
	entry->basis = comity_basis_read(places, node, NULL);
}

static void
read_entries(struct comity_places *places, const xmlNode *root,
    struct comity_status_list *list)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Entry");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Entry")) {
		more = comity_grow(places, list->entries, &list->entry_count,
		    sizeof(*list->entries));
		if (more == NULL)
			return;
		list->entries = more;
		read_entry(places, node, &list->entries[list->entry_count - 1]);
	}
}

/* ThisUpdate has to be readable; a NextUpdate that is stated, too. */
static bool
read_updates(struct comity_places *places, const xmlNode *root,
    struct comity_status_list *list)
{
	struct comity_stated this = { 0 }, next = { 0 };

	comity_stated_at(places, root, "ThisUpdate", &this);
	comity_stated_at(places, root, "NextUpdate", &next);
	list->next_update = INT64_MAX;
	list->dated =
	    this.text != NULL &&
	    comity_moment_read(this.text, &list->this_update) == COMITY_OK &&
	    (next.path == NULL ||
		(next.text != NULL && comity_moment_read(next.text,
					  &list->next_update) == COMITY_OK));
	comity_stated_clear(&this);
	comity_stated_clear(&next);
	return list->dated;
}

int
comity_status_list_read(
    const struct comity_doc *proven, struct comity_status_list **out)
{
	const xmlNode *root = comity_doc_root(proven);
	const xmlNode *node;
	struct comity_status_list *list;
	struct comity_places places;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (!comity_node_is(root, COMITY_NS_CORE, "StatusList"))
		return COMITY_REFUSED;
	list = calloc(1, sizeof(*list));
	if (comity_places_init(&places, proven) != COMITY_OK || list == NULL ||
	    (list->file = strdup(proven->name)) == NULL)
		goto out;
	list->number = comity_stated_attribute(&places, root, "number");
	node = comity_node_child(root, COMITY_NS_CORE, "Authority");
	comity_stated_at(&places, node, "Name", &list->authority);
	comity_stated_at(&places, node, "Jurisdiction", &list->jurisdiction);
	comity_stated_all(&places, node, "Identifier", &list->identifiers);
	if (!read_updates(&places, root, list) && !places.failed) {
		rc = COMITY_REFUSED;
		goto out;
	}
	read_entries(&places, root, list);
	if (places.failed || comity_memory_failed())
		goto out;
	*out = list;
	list = NULL;
	rc = COMITY_OK;
out:
	comity_places_clear(&places);
	comity_status_list_free(list);
	return rc;
}

void
comity_status_list_free(struct comity_status_list *list)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < list->entry_count; i++) {
		comity_stated_clear(&list->entries[i].ref);
		free(list->entries[i].item);
		free(list->entries[i].state);
		free(list->entries[i].since);
		free(list->entries[i].reason);
		free(list->entries[i].basis);
	}
	free(list->entries);
	free(list->file);
	free(list->number);
	comity_stated_clear(&list->authority);
	comity_stated_clear(&list->jurisdiction);
	comity_stated_list_clear(&list->identifiers);
	free(list);
}

enum comity_held
comity_status_entry_held(
    const struct comity_status_entry *entry, int64_t moment)
{
	if (!entry->dates_known)
		return COMITY_HELD_DOUBTFUL;
	return moment >= entry->from && moment < entry->until ? COMITY_HELD_YES
							      : COMITY_HELD_NO;
}

bool
comity_status_is_adverse(const char *state)
{
	return state == NULL || (strcmp(state, "issued") != 0 &&
				    strcmp(state, "reinstated") != 0);
}
