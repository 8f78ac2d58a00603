/* SPDX-License-Identifier: Apache-2.0 */
/* summary-line: one line of a stranger as an answer, or why it is none. */
#ifndef SUMMARY_LINE_H
#define SUMMARY_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * bytes  borrowed, untrusted.
 * fault  if it is no answer: why, in a few words, of ours or of the reader of
 *        JSON, valid until the next call with the same room.
 * Returns COMITY_OK and a value for json_decref(); COMITY_REFUSED: no answer
 * of comity; COMITY_ENOMEM.
 */
struct line_fault {
	char text[256];
};
int summary_line_read(
    const char *bytes, size_t len, struct line_fault *fault, json_t **out);

/* What makes an answer this document's. 16 octets of a SHA-256 each. */
struct line_name {
	unsigned char key[16]; /* command and name */
	unsigned char contents[16]; /* all zero: the document was not read */
	unsigned char grounds[16]; /* all that was decided */
};
/* False if memory ran out or a digest failed. */
bool summary_line_name(const json_t *answer, struct line_name *name);
/* The key of a command and a file's name as it was given. */
bool summary_line_key(
    const char *command, const char *name, unsigned char key[16]);
/* A key for one content of several that have the same name. */
bool summary_line_split(const struct line_name *name, unsigned char key[16]);

#endif
