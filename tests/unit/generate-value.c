/* SPDX-License-Identifier: Apache-2.0 */
/* generate: values of every type in every spelling, and how they are put. */
#include "generate-value.h"

#include "suite.h"

#include <libxml/xmlregexp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define REFERENCE '\001' /* stands for references until ids are known */

static const char *const words[] = { "", " ", "\t\n ", "\r", "a\rb\nc",
	" padded ", ";", ",|;/", "a;b, c|d", "]]>", "&amp;<b>", "\"'", "\\",
	"\xf0\x9d\x92\xb3\xf0\x9f\xa7\xac", "e\xcc\x81",
	("\xe2\x80\xae"
	 "abc"),
	"\xe2\x80\xa8", "\xc2\x85", "\xc2\xa0", "-", "0", "false", "unknown",
	"urn:comity:core:1", "{x}y", "1.234,50", "31.12.2027", "5 drums",
	"Frau M\xc3\xbcller, +49 30 1", "us-ccl", "yes", "DUO:0000042",
	"DUO:", "DUO", "0000042", "EUR", "US", "XK", "1C353.a.3", "EAR99",
	"KGM", "kilogram", "2026-02-31", "\xe4\xb8\xad\xe6\x96\x87",
	"Example Laboratory (fictional)", "a  b", "//", "licensee", "other",
	"confidential", "not-stated", "us-ear/2026-07-23", "iso3166" };
static const char *const dates[] = { "2026-01-01", "2024-02-29Z",
	"2030-12-31-05:00", "1999-06-15+14:00", "2026-07-23+00:00",
	"0001-01-01", "9999-12-31", "2026-11-01-00:00" };
static const char *const durations[] = { "P1Y", "P30D", "PT0S", "P0Y",
	"P1Y2M3DT4H5M6.70S", "P12M", "P0012D" };
static const char *const languages[] = { "en", "de", "EN-us", "zh-Hans-CN",
	"x-klingon", "fr" };
static const char *const uris[] = { "", "http://purl.example/DUO_0000042",
	"urn:x:y", "https://a.example/?a=1&b=2#f", "%20", "mailto:a@b.example",
	"relative/../path" };
static const char *const numbers[] = { "0", "7", "007", "+5", "1000000", "-0" };
static const char *const names[] = { "a", "_x", "b9-2", "item-1", "party",
	"x.y-1", "\xc3\x9cn\xc3\xaf", "center-2-1", "b9-2.b1", "condition-1",
	"number", "Party", "c1" };

char *
generate_plain_path(const char *path)
{
	char *out = malloc(strlen(path) + 1), *to = out;
	const char *at, *colon, *end;

	ck_assert_ptr_nonnull(out);
	for (at = path; *at != '\0'; at = end) {
		end = at + 1 + strcspn(at + 1, "/");
		*to++ = '/';
		if (*at == '/')
			at++;
		if (*at == '@' && strncmp(at, "@xml:", 5) != 0 &&
		    strncmp(at, "@xsi:", 5) != 0)
			*to++ = *at++;
		colon = memchr(at, ':', (size_t)(end - at));
		if (colon != NULL && *at != '@')
			at = colon + 1;
		memcpy(to, at, (size_t)(end - at));
		to += end - at;
		if ((size_t)(to - out) >= 7 &&
		    strncmp(to - 7, "/text()", 7) == 0)
			to -= 7;
	}
	*to = '\0';
	return out;
}

void
generate_cut(struct comity_text *text, size_t len)
{
	text->len = len;
	if (text->data != NULL)
		text->data[len] = '\0';
}

static size_t
characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static bool
matches(const char *pattern, const char *value)
{
	xmlRegexpPtr compiled = xmlRegexpCompile((const xmlChar *)pattern);
	bool yes;

	ck_assert_msg(compiled != NULL, "pattern %s", pattern);
	yes = xmlRegexpExec(compiled, (const xmlChar *)value) == 1;
	xmlRegFreeRegexp(compiled);
	return yes;
}

static bool
is_string(const struct comity_schema_simple *type)
{
	const char *of = comity_schema_simple_builtin(type);

	return strcmp(of, "string") == 0 || strcmp(of, "token") == 0 ||
	       strcmp(of, "normalizedString") == 0;
}

static bool
step_accepts(const struct comity_schema_simple *type, const char *value)
{
	size_t i, n = characters(value);
	bool found = type->value_count == 0;

	if (n < type->length_min || n > type->length_max)
		return false;
	for (i = 0; i < type->value_count && !found; i++)
		found = strcmp(type->values[i], value) == 0;
	if (!found)
		return false;
	for (i = 0; i < type->pattern_count; i++)
		if (matches(type->patterns[i], value))
			return true;
	return type->pattern_count == 0;
}

bool
generate_accepts(const struct comity_schema_simple *type, const char *value)
{
	char *collapsed;
	bool yes = true;
	size_t i;

	if (type->member_count > 0 && !type->is_list) {
		for (i = 0; i < type->member_count; i++)
			if (generate_accepts(type->members[i], value))
				return true;
		return false;
	}
	if (!is_string(type) && *value == '\0' && type->value_count == 0)
		return false;
	collapsed = strcmp(comity_schema_simple_builtin(type), "string") == 0
			? strdup(value)
			: comity_text_collapse(value);
	for (; type != NULL && yes; type = type->base)
		yes = step_accepts(type, collapsed);
	free(collapsed);
	return yes;
}

#define PICK(w, array) ((array)[chance_below((w)->chance, COUNT(array))])

static char *
copy(const char *text)
{
	char *out = strdup(text);

	ck_assert_ptr_nonnull(out);
	return out;
}

/* One or more of the awkward pieces. */
static char *
awkward(struct writing *w)
{
	struct comity_text text = { 0 };
	size_t n =
	    chance_percent(w->chance, 75) ? 1 : chance_below(w->chance, 4);

	comity_text_add(&text, "");
	for (; n > 0; n--)
		comity_text_add(&text, PICK(w, words));
	if (!w->calm && chance_percent(w->chance, 1))
		for (n = 0; n < 100; n++)
			comity_text_add(&text, "long\xc3\xa9;");
	ck_assert(!text.failed);
	return text.data == NULL ? copy("") : text.data;
}

/* A code that the map of this leaf knows; NULL it has none. */
static char *
known_code(struct writing *w)
{
	struct comity_crosswalk_pair pair;
	size_t i, n = 0;

	for (i = 0; i < w->map_count; i++)
		if (w->path.data != NULL &&
		    strcmp(w->maps[i].path, w->path.data) == 0)
			break;
	if (i == w->map_count)
		return NULL;
	while (comity_crosswalk_map_pair(
	    w->g_crosswalk, w->maps[i].map, n, &pair, NULL))
		n++;
	if (n == 0 || !comity_crosswalk_map_pair(w->g_crosswalk, w->maps[i].map,
			  chance_below(w->chance, n), &pair, NULL))
		return NULL;
	return copy(pair.local);
}

static const struct comity_schema_simple *
with_values(const struct comity_schema_simple *type)
{
	while (type != NULL && type->value_count == 0)
		type = type->base;
	return type;
}

static const struct comity_schema_simple *
with_patterns(const struct comity_schema_simple *type)
{
	while (type != NULL && type->pattern_count == 0)
		type = type->base;
	return type;
}

static char *
string_value(struct writing *w, const struct comity_schema_simple *type)
{
	const struct comity_schema_simple *step;
	char *value;
	size_t i;

	if ((step = with_values(type)) != NULL)
		return copy(
		    step->values[chance_below(w->chance, step->value_count)]);
	if (chance_percent(w->chance, 60) && (value = known_code(w)) != NULL) {
		if (generate_accepts(type, value))
			return value;
		free(value);
	}
	step = with_patterns(type);
	for (i = 0; i < 60; i++) {
		if (step != NULL && !chance_percent(w->chance, 20))
			value = generate_pattern(
			    w->chance, step->patterns[chance_below(
					   w->chance, step->pattern_count)]);
		else
			value = awkward(w);
		if (generate_accepts(type, value))
			return value;
		free(value);
	}
	value = copy(generate_accepts(type, "") ? "" : "word");
	ck_assert_msg(generate_accepts(type, value), "no value at %s",
	    w->path.data == NULL ? "/" : w->path.data);
	return value;
}

static char *
unique_name(struct writing *w)
{
	struct comity_text text = { 0 };
	const char *name = PICK(w, names);
	size_t i;

	comity_text_add(&text, name);
	for (i = 0; i < w->id_count; i++)
		if (strcmp(w->ids[i], text.data) == 0) {
			comity_text_addf(&text, ".%zu", w->id_count);
			i = w->id_count;
		}
	ck_assert(!text.failed);
	w->ids = realloc(w->ids, (w->id_count + 1) * sizeof(*w->ids));
	w->ids[w->id_count++] = copy(text.data);
	return text.data;
}

static char *
builtin_value(struct writing *w, const struct comity_schema_simple *type)
{
	static const char *const booleans[] = { "0", "1", "true", "false" };
	const char *of = comity_schema_simple_builtin(type);

	if (strcmp(of, "boolean") == 0)
		return copy(PICK(w, booleans));
	if (strcmp(of, "date") == 0)
		return copy(PICK(w, dates));
	if (strcmp(of, "duration") == 0)
		return copy(PICK(w, durations));
	if (strcmp(of, "language") == 0)
		return copy(PICK(w, languages));
	if (strcmp(of, "anyURI") == 0)
		return copy(PICK(w, uris));
	if (strcmp(of, "nonNegativeInteger") == 0)
		return copy(PICK(w, numbers));
	if (strcmp(of, "ID") == 0)
		return unique_name(w);
	if (strcmp(of, "IDREFS") == 0 || strcmp(of, "IDREF") == 0)
		return copy("\001");
	ck_abort_msg("no values of xs:%s at %s", of, w->path.data);
	return NULL;
}

/* White space is free around what collapses, where libxml2 allows it. */
static char *
padded(struct writing *w, const struct comity_schema_simple *type, char *value)
{
	static const char *const pads[] = { " ", "\n", "\t ", "  ", "\r" };
	const char *of = comity_schema_simple_builtin(type);
	struct comity_text text = { 0 };

	if (w->calm || !chance_percent(w->chance, 15) ||
	    (strcmp(of, "token") != 0 && strcmp(of, "boolean") != 0))
		return value;
	comity_text_add(&text, PICK(w, pads));
	comity_text_add(&text, value);
	comity_text_add(&text, PICK(w, pads));
	ck_assert(!text.failed);
	free(value);
	return text.data;
}

static char *
value_of(struct writing *w, const struct comity_schema_simple *type)
{
	if (type->member_count > 0 && !type->is_list)
		return value_of(w,
		    type->members[chance_below(w->chance, type->member_count)]);
	if (is_string(type) || with_values(type) != NULL)
		return padded(w, type, string_value(w, type));
	return padded(w, type, builtin_value(w, type));
}

/* Character by character, each in one of its ways. */
static void
put(struct writing *w, const char *value, char quote)
{
	const unsigned char *at = (const unsigned char *)value;
	char one[2] = { 0 };

	for (; *at != '\0'; at++) {
		if (*at == '&')
			comity_text_add(&w->out, "&amp;");
		else if (*at == '<')
			comity_text_add(&w->out, "&lt;");
		else if (*at == '>')
			comity_text_add(&w->out, "&gt;");
		else if (*at == (unsigned char)quote && quote != '\0')
			comity_text_addf(&w->out, "&#%u;", *at);
		else if (*at == '\r' ||
			 (quote != '\0' && (*at == '\t' || *at == '\n')))
			comity_text_addf(&w->out, "&#x%X;", *at);
		else if (!w->calm && *at > ' ' && *at < 0x7f &&
			 chance_percent(w->chance, 2))
			comity_text_addf(&w->out, "&#x%x;", *at);
		else {
			one[0] = (char)*at;
			comity_text_add(&w->out, one);
		}
	}
}

/* xs:unique over numbers: each such value once, compared as text. */
static bool
is_used(struct writing *w, const char *value)
{
	size_t i;

	for (i = 0; i < w->used_count; i++)
		if (strcmp(w->used[i], value) == 0)
			return true;
	w->used = realloc(w->used, (w->used_count + 1) * sizeof(*w->used));
	w->used[w->used_count++] = copy(value);
	return false;
}

static char *
number_value(struct writing *w, const struct comity_schema_attribute *a)
{
	char *value = NULL, *collapsed;
	bool again = true;

	while (again) {
		free(value);
		value = value_of(w, a->type);
		collapsed = comity_text_collapse(value);
		again = is_used(w, collapsed);
		free(collapsed);
	}
	return value;
}

void
generate_attribute(struct writing *w, const struct comity_schema_attribute *a)
{
	bool number = a->required && strcmp(a->name, "number") == 0;
	char quote = chance_percent(w->chance, 50) ? '"' : '\'';
	char *value = number ? number_value(w, a) : value_of(w, a->type);

	comity_text_addf(&w->out, "=%c", quote);
	put(w, value, quote);
	comity_text_addf(&w->out, "%c", quote);
	free(value);
}

void
generate_text(struct writing *w, const struct comity_schema_simple *type)
{
	char *value = value_of(w, type);
	bool cdata = !w->calm && strstr(value, "]]>") == NULL &&
		     strchr(value, '\r') == NULL &&
		     strchr(value, REFERENCE) == NULL;

	if (cdata && chance_percent(w->chance, 10)) {
		comity_text_addf(&w->out, "<![CDATA[%s]]>", value);
	} else {
		if (!w->calm && chance_percent(w->chance, 5))
			comity_text_add(&w->out, "<!-- c -->");
		put(w, value, '\0');
		if (!w->calm && chance_percent(w->chance, 5))
			comity_text_add(&w->out, "<!-- > -->");
	}
	free(value);
}

static void
put_references(struct writing *w, struct comity_text *out)
{
	size_t n;

	if (w->id_count == 0 || chance_percent(w->chance, 4)) {
		comity_text_add(out, "nobody");
		return;
	}
	for (n = 1 + chance_below(w->chance, 3); n > 0; n--) {
		comity_text_add(
		    out, w->ids[chance_below(w->chance, w->id_count)]);
		if (n > 1)
			comity_text_add(
			    out, chance_percent(w->chance, 20) ? "  " : " ");
	}
}

char *
generate_finish(struct writing *w)
{
	struct comity_text out = { 0 };
	const char *at = w->out.data, *next;
	size_t i;

	ck_assert(!w->out.failed && !w->path.failed);
	while ((next = strchr(at, REFERENCE)) != NULL) {
		comity_text_add_bytes(&out, at, (size_t)(next - at));
		put_references(w, &out);
		at = next + 1;
	}
	comity_text_add(&out, at);
	ck_assert(!out.failed);
	for (i = 0; i < w->id_count; i++)
		free(w->ids[i]);
	for (i = 0; i < w->used_count; i++)
		free(w->used[i]);
	free(w->ids);
	free(w->used);
	comity_text_clear(&w->out);
	comity_text_clear(&w->path);
	return out.data;
}
