/* SPDX-License-Identifier: Apache-2.0 */
/* text: growing text, and the one place that escapes what strangers wrote. */
#ifndef COMITY_TEXT_H
#define COMITY_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Growing text. Zero it before use; after a failed allocation `failed` stays
 * set and further additions do nothing. */
struct comity_text {
	char *data; /* NUL-terminated; NULL while empty */
	size_t len; /* bytes without the NUL */
	size_t room;
	bool failed;
};

void comity_text_add(struct comity_text *text, const char *string);
void comity_text_add_bytes(
    struct comity_text *text, const char *bytes, size_t len);
void comity_text_addf(struct comity_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Character data of XML; what XML can not hold at all is refused on reading. */
void comity_text_add_xml(struct comity_text *text, const char *string);
/* A new text in one step; NULL if memory ran out. Instead of asprintf(), whose
 * own allocations nobody remembers. */
char *comity_text_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
char *comity_text_format_list(const char *format, va_list list)
    __attribute__((format(printf, 1, 0)));
/* Gives up the text (never NULL unless an addition failed); caller frees. */
char *comity_text_take(struct comity_text *text);
void comity_text_clear(struct comity_text *text);

/*
 * Escape foreign bytes for people: valid UTF-8 in, C0, C1, bidi controls and
 * noncharacters written as U+XXXX between angle brackets, invalid bytes as
 * U+FFFD; runs of white space become one blank; cut at max bytes with "...".
 * string  borrowed, untrusted; NULL gives NULL.
 * Returns new text that the caller frees; NULL if memory ran out.
 */
char *comity_text_escape(const char *string, size_t max);

/* strdup that takes NULL. */
char *comity_text_copy(const char *string);

/* White-space collapsed copy (XSD whiteSpace="collapse"); caller frees. */
char *comity_text_collapse(const char *string);

bool comity_text_same(const char *a, const char *b); /* NULL equals NULL */

#endif
