/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status-list: what an authority says became of documents, lines, keys,
 * authorities and arrangements. Plain structs: see license.h.
 */
#ifndef COMITY_STATUS_LIST_H
#define COMITY_STATUS_LIST_H

#include "license.h"

enum comity_status_subject {
	COMITY_STATUS_OTHER,
	COMITY_STATUS_DOCUMENT,
	COMITY_STATUS_LINE,
	COMITY_STATUS_AUTHORITY,
	COMITY_STATUS_KEY,
	COMITY_STATUS_ARRANGEMENT
};

struct comity_status_entry {
	enum comity_status_subject subject;
	struct comity_stated ref; /* number, certificate SHA-256, identifier */
	char *item; /* of a line: the item's number; NULL */
	char *state; /* suspended revoked surrendered exhausted expired
		cancelled superseded; issued and reinstated are usable */
	int64_t from, until; /* half-open; INT64_MAX: further notice */
	bool dates_known;
	char *since; /* from, as stated, for people; NULL */
	char *reason, *basis; /* NULL none */
};

struct comity_status_list {
	char *file;
	char *number; /* NULL none */
	struct comity_stated authority, jurisdiction;
	struct comity_stated_list identifiers; /* of the authority */
	bool dated; /* this_update could be read */
	int64_t this_update, next_update; /* INT64_MAX: not stated */
	struct comity_status_entry *entries;
	size_t entry_count;
	unsigned long line;
};

/*
 * Read a proven core StatusList.
 * Returns COMITY_OK; COMITY_REFUSED (not a StatusList, no ThisUpdate);
 * COMITY_ENOMEM.
 */
int comity_status_list_read(
    const struct comity_doc *proven, struct comity_status_list **out);
void comity_status_list_free(struct comity_status_list *list);

/* Whether an entry holds at a moment. */
enum comity_held { COMITY_HELD_NO, COMITY_HELD_YES, COMITY_HELD_DOUBTFUL };
enum comity_held comity_status_entry_held(
    const struct comity_status_entry *entry, int64_t moment);

/* Whether a state speaks against using what it is about. A state that is not
 * one of ours does, too: silence of ours is no yes. */
bool comity_status_is_adverse(const char *state);

#endif
