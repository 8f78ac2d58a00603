/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed: between the process that opens files and the one that loads packs and
 * gives documents to workers.
 */
#ifndef FEED_H
#define FEED_H

#include <stdint.h>

enum feed_kind {
	/* from the one that loads */
	FEED_MORE = 1, /* value: send so many more documents */
	FEED_DONE, /* feed_done follows: nothing more will be asked */
	/* from the one that opens */
	FEED_DOCUMENT, /* a name, and it is open */
	FEED_UNREADABLE, /* a name; value: errno */
	FEED_ARCHIVE, /* a name, and it is open: documents are in it */
	FEED_END, /* there are no more */
	/* from the one that unpacks, which otherwise speaks as the one that
	 * opens; at its end, total: members that are no documents */
	FEED_TROUBLE /* a name, a zero octet, what was found; value: the finding */
};

struct feed_message {
	uint32_t kind;
	int32_t value;
	uint64_t total;
	uint64_t below; /* octets of the name that come before its place below
			 * the folder, or before its last step */
};

/* What the run came to over there. */
struct feed_done {
	int32_t code; /* the exit status, if it is about usage; else 0 */
	int32_t worst;
	int32_t exit; /* with which it is about to end */
	uint64_t files, unread;
	uint32_t output_failed, input_failed;
};

#endif
