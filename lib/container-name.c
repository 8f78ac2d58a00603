/* SPDX-License-Identifier: Apache-2.0 */
#include "container-name.h"

#include "limit.h"

#include <libxml/xmlstring.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Characters that a name must not have: controls, what shows nothing or turns
 * the direction of text, and what has a second spelling in Unicode (combining
 * marks, Hangul letters, letterlike symbols): without them a name has one
 * spelling, its composed one (UAX #15).
 */
static const struct {
	uint32_t first, last;
} barred[] = {
	{ 0x00, 0x1f },
	{ 0x7f, 0x9f },
	{ 0xad, 0xad },
	{ 0x300, 0x36f },
	{ 0x483, 0x489 },
	{ 0x61c, 0x61c },
	{ 0x1100, 0x11ff },
	{ 0x180e, 0x180e },
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x2000, 0x200f },
	{ 0x2028, 0x202f },
	{ 0x205f, 0x206f },
	{ 0x20d0, 0x20ff },
	{ 0x2100, 0x214f },
	{ 0xd800, 0xf8ff },
	{ 0xf900, 0xfaff },
	{ 0xfb00, 0xfb4f },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
	{ 0xff00, 0xffff },
	{ 0x2f800, 0x2fa1f },
	{ 0xe0000, 0x10ffff },
};

/* One code point of checked UTF-8; moves on. */
static uint32_t
next(const unsigned char **at)
{
	const unsigned char *p = *at;
	uint32_t c = p[0];
	size_t i, more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

	if (more > 0)
		c &= 0x3fu >> more;
	for (i = 1; i <= more; i++)
		c = c << 6 | (p[i] & 0x3fu);
	*at = p + more + 1;
	return c;
}

static bool
has_barred(const char *name)
{
	const unsigned char *at = (const unsigned char *)name;
	uint32_t c;
	size_t i;

	while (*at != '\0') {
		c = next(&at);
		if (c == '\\' || c == ':')
			return true;
		for (i = 0; i < sizeof(barred) / sizeof(barred[0]); i++)
			if (c >= barred[i].first && c <= barred[i].last)
				return true;
	}
	return false;
}

bool
comity_container_name_is_safe(const char *name)
{
	const char *step = name;
	size_t len;

	if (name[0] == '\0' || strlen(name) > COMITY_NAME_MAX ||
	    xmlCheckUTF8(BAD_CAST name) == 0 || has_barred(name))
		return false;
	for (;;) {
		len = strcspn(step, "/");
		/* Windows drops blanks and dots at the end of a name */
		if (len == 0 || step[len - 1] == ' ' || step[len - 1] == '.')
			return false;
		if (step[len] == '\0')
			return true;
		step += len + 1;
		if (*step == '\0') /* a directory */
			return true;
	}
}

/* Small letters of the scripts that our jurisdictions write in. */
static uint32_t
fold(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if (c == 0x178)
		return 0xff;
	if (c == 0x3c2) /* final sigma */
		return 0x3c3;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c % 2 == 1 ? c + 1 : c;
	if ((c >= 0x100 && c <= 0x177) || (c >= 0x1e00 && c <= 0x1eff) ||
	    (c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) ||
	    (c >= 0x4d0 && c <= 0x52f) || (c >= 0x1de && c <= 0x1ef))
		return c | 1;
	return c;
}

bool
comity_container_name_same(const char *a, const char *b)
{
	const unsigned char *p = (const unsigned char *)a;
	const unsigned char *q = (const unsigned char *)b;

	while (*p != '\0' && *q != '\0')
		if (fold(next(&p)) != fold(next(&q)))
			return false;
	return *p == *q;
}
