/* SPDX-License-Identifier: Apache-2.0 */
/* generate: a text that matches an XSD regular expression. */
#include "generate-value.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

/* The expression is walked with out NULL to find where a part ends. */
struct pattern {
	struct chance *chance;
	struct comity_text *out; /* NULL: only walk */
	const char *at;
};

static void branches(struct pattern *p);

static void
put_char(struct pattern *p, char c)
{
	if (p->out != NULL)
		comity_text_add_bytes(p->out, &c, 1);
}

static void
put_one_of(struct pattern *p, const char *set)
{
	if (p->out != NULL)
		put_char(p, set[chance_below(p->chance, strlen(set))]);
}

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *
escape_set(char c)
{
	return c == 'd' ? DIGITS : c == 's' ? " " : LETTERS DIGITS;
}

static bool
is_set(char c)
{
	return c != '\0' && strchr("dsw", c) != NULL;
}

/* The characters of a class, below 128. */
static void
class_read(struct pattern *p, bool set[128])
{
	bool not = *p->at == '^';
	const char *escape;
	int from, to, i;

	memset(set, 0, 128 * sizeof(*set));
	p->at += not ;
	while (*p->at != ']' && *p->at != '\0') {
		if (*p->at == '\\' && is_set(p->at[1])) {
			for (escape = escape_set(p->at[1]); *escape != '\0';
			     escape++)
				set[(unsigned char)*escape & 127] = true;
			p->at += 2;
			continue;
		}
		p->at += *p->at == '\\';
		from = to = (unsigned char)*p->at++ & 127;
		if (*p->at == '-' && p->at[1] != ']') {
			p->at++;
			p->at += *p->at == '\\';
			to = (unsigned char)*p->at++ & 127;
		}
		for (i = from; i <= to; i++)
			set[i] = true;
	}
	for (i = 0; i < 128; i++)
		set[i] = i > ' ' && i < 127 && (not ? !set[i] : set[i]);
}

static void
class_put(struct pattern *p)
{
	bool set[128];
	char all[129];
	int i, n = 0;

	p->at++; /* [ */
	class_read(p, set);
	ck_assert_msg(*p->at == ']', "class");
	p->at++;
	for (i = 0; i < 128; i++)
		if (set[i])
			all[n++] = (char)i;
	all[n] = '\0';
	ck_assert_msg(n > 0, "an empty class");
	put_one_of(p, all);
}

static void
atom(struct pattern *p)
{
	if (*p->at == '(') {
		p->at++;
		branches(p);
		ck_assert_msg(*p->at == ')', "group");
		p->at++;
	} else if (*p->at == '[') {
		class_put(p);
	} else if (*p->at == '\\') {
		if (is_set(p->at[1]))
			put_one_of(p, escape_set(p->at[1]));
		else
			put_char(p, p->at[1]);
		p->at += 2;
	} else if (*p->at == '.') {
		put_one_of(p, LETTERS DIGITS);
		p->at++;
	} else {
		put_char(p, *p->at++);
	}
}

/* How often the atom before comes. */
static void
quantity(struct pattern *p, size_t *min, size_t *max)
{
	char *end;

	*min = *max = 1;
	if (*p->at == '?' || *p->at == '*' || *p->at == '+') {
		*min = *p->at == '+';
		*max = *p->at == '?' ? 1 : *min + 3;
		p->at++;
	} else if (*p->at == '{') {
		*min = *max = strtoul(p->at + 1, &end, 10);
		if (*end == ',')
			*max = end[1] == '}' ? *min + 3
					     : strtoul(end + 1, &end, 10);
		p->at = strchr(p->at, '}') + 1;
	}
}

static void
piece(struct pattern *p)
{
	struct pattern walk = { p->chance, NULL, p->at };
	const char *start = p->at;
	size_t min, max, n;

	atom(&walk);
	quantity(&walk, &min, &max);
	n = min + chance_below(p->chance, max - min + 1);
	for (; n > 0 && p->out != NULL; n--) {
		p->at = start;
		atom(p);
	}
	p->at = walk.at;
}

static void
branch(struct pattern *p)
{
	while (*p->at != '\0' && *p->at != '|' && *p->at != ')')
		piece(p);
}

static void
branches(struct pattern *p)
{
	struct pattern walk = { p->chance, NULL, p->at };
	struct comity_text *out = p->out;
	size_t count = 1, chosen;

	branch(&walk);
	while (*walk.at == '|') {
		walk.at++;
		branch(&walk);
		count++;
	}
	for (chosen = chance_below(p->chance, count); out != NULL; chosen--) {
		p->out = chosen == 0 ? out : NULL;
		branch(p);
		if (chosen == 0)
			break;
		p->at++;
	}
	p->out = out;
	p->at = walk.at;
}

char *
generate_pattern(struct chance *chance, const char *pattern)
{
	struct comity_text out = { 0 };
	struct pattern p = { chance, &out, pattern };

	comity_text_add(&out, "");
	branches(&p);
	ck_assert(!out.failed);
	return out.data == NULL ? strdup("") : out.data;
}
