/* SPDX-License-Identifier: Apache-2.0 */
/* base64: strict, so that one value has one text (rule 8). */
#ifndef COMITY_BASE64_H
#define COMITY_BASE64_H

#include <stddef.h>

/*
 * Decode. XML white space (blank, tab, CR, LF) may stand anywhere; padding is
 * required and correct, nothing follows it, unused bits are zero, and there
 * is at least one byte.
 * string  borrowed, untrusted.
 * bytes   new; caller frees; written on COMITY_OK only.
 * Returns COMITY_OK, COMITY_REFUSED or COMITY_ENOMEM.
 */
int comity_base64_read(const char *string, unsigned char **bytes, size_t *len);

/* Encode without line breaks; caller frees; NULL if memory ran out. */
char *comity_base64_write(const unsigned char *bytes, size_t len);

#endif
