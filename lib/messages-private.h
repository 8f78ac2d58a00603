/* SPDX-License-Identifier: Apache-2.0 */
/* messages-private: what read messages are made of; messages*.c only. */
#ifndef COMITY_MESSAGES_PRIVATE_H
#define COMITY_MESSAGES_PRIVATE_H

#include "messages.h"

#include <libxml/hash.h>

struct message {
	char *text, *remedy, *sentence; /* remedy, sentence: NULL none */
	unsigned long line;
	bool is_label;
};

struct language {
	char *name, *file;
	xmlHashTablePtr index; /* id to struct message; NULL: not wanted */
};

struct comity_messages {
	struct language *languages;
	size_t count;
};

/* NULL: no file of this language. */
const struct language *comity_messages_language(
    const struct comity_messages *messages, const char *name);

/* The number of the value that is to stand here, from 1; 0: text stands here.
 * *len: the bytes that this is. */
size_t comity_messages_place(const char *text, size_t *len);

#endif
