/* SPDX-License-Identifier: Apache-2.0 */
#include "reference-uri.h"

#include "text.h"

#include <libxml/tree.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define UNRESERVED LETTERS "0123456789-._~"

static int
take_id(const char *from, size_t len, char **name)
{
	if ((*name = strndup(from, len)) == NULL)
		return COMITY_ENOMEM;
	if (xmlValidateNCName(BAD_CAST * name, 0) == 0)
		return COMITY_OK;
	free(*name);
	*name = NULL;
	return COMITY_REFUSED;
}

/* xpointer(/), xpointer(id('name')), xpointer(id("name")): nothing else, no
 * blank (XML Signature, section 4.4.3.2). */
static int
read_pointer(const char *uri, enum comity_reference_kind *kind, char **name)
{
	static const char begin[] = "#xpointer(id(";
	size_t len = strlen(uri), head = sizeof(begin) - 1;
	char quote;

	if (strcmp(uri, "#xpointer(/)") == 0) {
		*kind = COMITY_REFERENCE_DOCUMENT;
		return COMITY_OK;
	}
	if (strncmp(uri, begin, head) != 0 || len < head + 5)
		return COMITY_REFUSED;
	quote = uri[head];
	if ((quote != '\'' && quote != '"') || uri[len - 3] != quote ||
	    strcmp(uri + len - 2, "))") != 0)
		return COMITY_REFUSED;
	*kind = COMITY_REFERENCE_ELEMENT;
	return take_id(uri + head + 1, len - head - 4, name);
}

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c != '\0' ? strchr(digits, c) : NULL;
	return at != NULL ? (int)(at - digits) : -1;
}

/* Decode in place; false: a broken escape, or one of NUL. */
static bool
decode(char *text)
{
	char *to = text;
	int high, low;

	for (; *text != '\0'; text++) {
		if (*text != '%') {
			*to++ = *text;
			continue;
		}
		if ((high = hex_value(text[1])) < 0 ||
		    (low = hex_value(text[2])) < 0 || high + low == 0)
			return false;
		*to++ = (char)(high * 16 + low);
		text += 2;
	}
	*to = '\0';
	return true;
}

/* A relative name: no scheme, authority, query, fragment or root. */
static int
read_name(const char *uri, char **name)
{
	size_t first = strcspn(uri, "/");

	if (uri[0] == '/' || memchr(uri, ':', first) != NULL ||
	    strpbrk(uri, "?#\\") != NULL)
		return COMITY_REFUSED;
	if ((*name = strdup(uri)) == NULL)
		return COMITY_ENOMEM;
	if (decode(*name) && xmlCheckUTF8(BAD_CAST * name))
		return COMITY_OK;
	free(*name);
	*name = NULL;
	return COMITY_REFUSED;
}

int
comity_reference_uri_read(
    const char *uri, enum comity_reference_kind *kind, char **name)
{
	*name = NULL;
	*kind = COMITY_REFERENCE_DOCUMENT;
	if (uri[0] == '\0')
		return COMITY_OK;
	if (uri[0] != '#') {
		*kind = COMITY_REFERENCE_PAYLOAD;
		return read_name(uri, name);
	}
	if (strchr(uri, '(') != NULL)
		return read_pointer(uri, kind, name);
	*kind = COMITY_REFERENCE_ELEMENT;
	return take_id(uri + 1, strlen(uri + 1), name);
}

char *
comity_reference_uri_write(const char *name)
{
	struct comity_text text = { 0 };

	for (; *name != '\0'; name++)
		if (strchr(UNRESERVED "/", *name) != NULL)
			comity_text_add_bytes(&text, name, 1);
		else
			comity_text_addf(
			    &text, "%%%02X", (unsigned)(unsigned char)*name);
	return comity_text_take(&text);
}
