/* SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"

#include <stdbool.h>
#include <string.h>

static bool
begins(const char *at, const char *end, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(end - at) >= len && memcmp(at, with, len) == 0;
}

/* Behind the next of these octets; NULL: there are none. */
static const char *
behind(const char *at, const char *end, const char *what)
{
	size_t len = strlen(what);
	const char *found = memmem(at, (size_t)(end - at), what, len);

	return found == NULL ? NULL : found + len;
}

/* Behind a start tag, and how many values it has, up to one more than most.
 * NULL: it has no end. */
static const char *
tag_end(const char *at, const char *end, size_t most, size_t *values)
{
	for (*values = 0; at < end; at++) {
		if (*at == '>')
			return at + 1;
		if (*at != '"' && *at != '\'')
			continue;
		if (++*values > most)
			return at;
		at = memchr(at + 1, *at, (size_t)(end - at) - 1);
		if (at == NULL)
			return NULL;
	}
	return NULL;
}

const char *
comity_tag_wide(const char *octets, size_t len, size_t most)
{
	const char *at = octets, *end = octets + len, *tag;
	size_t values;

	while (
	    at != NULL && (tag = memchr(at, '<', (size_t)(end - at))) != NULL) {
		if (begins(tag, end, "<!--"))
			at = behind(tag + 4, end, "-->");
		else if (begins(tag, end, "<![CDATA["))
			at = behind(tag, end, "]]>");
		else if (begins(tag, end, "<?"))
			at = behind(tag, end, "?>");
		else if (begins(tag, end, "</"))
			at = behind(tag, end, ">");
		else if (begins(tag, end, "<!"))
			return NULL; /* a DOCTYPE, which nobody reads */
		else {
			at = tag_end(tag, end, most, &values);
			if (values > most)
				return tag;
		}
	}
	return NULL;
}
