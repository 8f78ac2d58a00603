/* SPDX-License-Identifier: Apache-2.0 */
/* schema pattern: a text that a regular expression of XSD describes. */
#include "schema-example.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define REPEAT_MAX 200 /* of one piece; forms ask for less */
#define DEPTH_MAX 32 /* groups in groups, classes in classes */

/* What is read, and the characters of one class: ASCII only. */
struct sampler {
	const char *at;
	int depth;
	bool bad;
};
struct chars {
	bool has[128];
};

static void
add_range(struct chars *set, int from, int to)
{
	for (; from <= to && from < 128; from++)
		set->has[from] = true;
}

static void
invert(struct chars *set)
{
	int c;

	for (c = 32; c < 127; c++)
		set->has[c] = !set->has[c];
}

/* \d \w \s \i \c and their opposites. */
static bool
add_class(struct chars *set, char name)
{
	struct chars own = { 0 };
	int c;

	switch (name | 0x20) {
	case 's':
		own.has[' '] = own.has['\t'] = own.has['\n'] = true;
		break;
	case 'd':
		add_range(&own, '0', '9');
		break;
	case 'w':
	case 'c':
		add_range(&own, '0', '9');
		/* fall through */
	case 'i':
		add_range(&own, 'a', 'z');
		add_range(&own, 'A', 'Z');
		break;
	default:
		return false;
	}
	if (name >= 'A' && name <= 'Z')
		invert(&own);
	for (c = 0; c < 128; c++)
		set->has[c] |= own.has[c];
	return true;
}

/* \p{Lu}; at stands behind the p. */
static void
add_category(struct sampler *s, struct chars *set, bool outside)
{
	struct chars own = { 0 };
	int c;

	if (s->at[0] != '{' || strchr(s->at, '}') == NULL) {
		s->bad = true;
		return;
	}
	if (strncmp(s->at, "{Lu", 3) == 0)
		add_range(&own, 'A', 'Z');
	else if (s->at[1] == 'N')
		add_range(&own, '0', '9');
	else if (s->at[1] == 'L' || strncmp(s->at, "{Is", 3) == 0) {
		add_range(&own, 'a', 'z');
		if (strncmp(s->at, "{Ll", 3) != 0)
			add_range(&own, 'A', 'Z');
	} else if (s->at[1] == 'P')
		own.has['-'] = own.has['.'] = own.has[','] = true;
	else
		own.has[' '] = true;
	s->at = strchr(s->at, '}') + 1;
	if (outside)
		invert(&own);
	for (c = 0; c < 128; c++)
		set->has[c] |= own.has[c];
}

/* What follows a backslash. Gives the character, or -1 for a class. */
static int
escape(struct sampler *s, struct chars *set)
{
	char c = *s->at;

	if (c == '\0') {
		s->bad = true;
		return -1;
	}
	s->at++;
	if (c == 'p' || c == 'P') {
		add_category(s, set, c == 'P');
		return -1;
	}
	if (add_class(set, c))
		return -1;
	c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
	if (c > 0)
		set->has[(int)c] = true;
	return c;
}

/* "[^a-z-[aeiou]]"; at stands behind the first bracket. */
static void
read_class(struct sampler *s, struct chars *set)
{
	struct chars minus = { 0 };
	bool outside = *s->at == '^';
	int from, to, c;

	s->at += outside;
	while (*s->at != ']' && *s->at != '\0' && !s->bad) {
		if (s->at[0] == '-' && s->at[1] == '[') {
			s->at += 2;
			s->bad |= ++s->depth > DEPTH_MAX;
			if (!s->bad)
				read_class(s, &minus);
			s->depth--;
			continue;
		}
		from = (unsigned char)*s->at++;
		if (from == '\\')
			from = escape(s, set);
		if (from < 0 || from > 127)
			continue;
		set->has[from] = true;
		if (s->at[0] != '-' || s->at[1] == ']' || s->at[1] == '[' ||
		    s->at[1] == '\0')
			continue;
		s->at++;
		to = (unsigned char)*s->at++;
		if (to == '\\')
			to = escape(s, set);
		add_range(set, from, to > 127 ? 126 : to);
	}
	s->bad |= *s->at != ']';
	s->at += *s->at == ']';
	if (outside)
		invert(set);
	for (c = 0; c < 128; c++)
		set->has[c] = set->has[c] && !minus.has[c];
}

static char
choose(struct sampler *s, const struct chars *set)
{
	static const char liked[] =
	    "aA1bBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ234567890"
	    "-_.:/ ";
	size_t i;
	int c;

	for (i = 0; liked[i] != '\0'; i++)
		if (set->has[(int)liked[i]])
			return liked[i];
	for (c = 9; c < 127; c++)
		if (set->has[c])
			return (char)c;
	s->bad = true;
	return 'a';
}

static void read_branches(struct sampler *s, struct comity_text *out);

/* One character, class or group; its text. */
static void
read_atom(struct sampler *s, struct comity_text *out)
{
	struct chars set = { 0 };
	char c[2] = { 0 };

	c[0] = *s->at++;
	switch (c[0]) {
	case '(':
		if (++s->depth > DEPTH_MAX)
			s->bad = true;
		else
			read_branches(s, out);
		s->bad |= *s->at != ')';
		s->at += *s->at == ')';
		s->depth--;
		return;
	case '[':
		read_class(s, &set);
		c[0] = choose(s, &set);
		break;
	case '\\':
		(void)escape(s, &set);
		c[0] = choose(s, &set);
		break;
	case '.':
		c[0] = 'a';
		break;
	default:
		break;
	}
	comity_text_add(out, c);
}

/* How often a piece must stand. */
static unsigned long
read_quantity(struct sampler *s)
{
	unsigned long n = 1;
	char *end;

	if (*s->at == '?' || *s->at == '*') {
		s->at++;
		return 0;
	}
	if (*s->at == '+') {
		s->at++;
		return 1;
	}
	if (*s->at != '{')
		return 1;
	n = strtoul(s->at + 1, &end, 10);
	end = strchr(end, '}');
	s->bad |= end == NULL || n > REPEAT_MAX;
	s->at = end == NULL ? s->at + 1 : end + 1;
	return s->bad ? 0 : n;
}

/* The first branch is written, the others are read over. */
static void
read_branches(struct sampler *s, struct comity_text *out)
{
	struct comity_text piece, over = { 0 };
	struct comity_text *to = out;
	unsigned long n;

	while (*s->at != '\0' && *s->at != ')' && !s->bad) {
		if (*s->at == '|') {
			s->at++;
			to = &over;
			continue;
		}
		memset(&piece, 0, sizeof(piece));
		read_atom(s, &piece);
		for (n = read_quantity(s); n > 0 && piece.data != NULL; n--)
			comity_text_add(to, piece.data);
		to->failed |= piece.failed;
		comity_text_clear(&piece);
	}
	out->failed |= over.failed;
	comity_text_clear(&over);
}

char *
comity_schema_pattern_text(const char *pattern)
{
	struct sampler s = { .at = pattern };
	struct comity_text out = { 0 };

	read_branches(&s, &out);
	if (s.bad || *s.at != '\0' || out.failed) {
		comity_text_clear(&out);
		return NULL;
	}
	return comity_text_take(&out);
}
