/* SPDX-License-Identifier: Apache-2.0 */
/*
 * original: values from side to side (f in, g out, both partial), and the
 * guarded original that brings back what g does not.
 */
#include "decimal.h"
#include "limit.h"
#include "moment.h"
#include "text.h"
#include "translate-run.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"

static void
set_owned(struct comity_run *run, struct comity_value *out, char *text)
{
	out->text = out->owned = text;
	if (text == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
}

/* Take the value if it needs no change, else a collapsed copy. */
static void
collapse(struct comity_run *run, const char *text, struct comity_value *out)
{
	const char *at;
	bool clean = *text != ' ' && *text != '\0';

	for (at = text; *at != '\0' && clean; at++)
		clean = *at != '\t' && *at != '\r' && *at != '\n' &&
			!(*at == ' ' && (at[1] == ' ' || at[1] == '\0'));
	if (clean)
		out->text = text;
	else
		set_owned(run, out, comity_text_collapse(text));
	if (out->text != NULL && *out->text == '\0')
		comity_value_clear(out);
}

/* Where year, month and day stand in each form of a date. */
static const struct date_form {
	const char *name, *picture; /* y, m, d digits; others literal */
} date_forms[] = {
	{ "dd.mm.yyyy", "dd.mm.yyyy" },
	{ "dd/mm/yyyy", "dd/mm/yyyy" },
	{ "mm/dd/yyyy", "mm/dd/yyyy" },
	{ "yyyymmdd", "yyyymmdd" },
};

static const struct date_form *
date_form(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(date_forms) / sizeof(date_forms[0]); i++)
		if (strcmp(date_forms[i].name, name) == 0)
			return &date_forms[i];
	return NULL;
}

/* Move the digits of `text`, which has the picture `have`, to `want`. */
static bool
redate(const char *text, const char *have, const char *want, char out[16])
{
	char digits[3][5] = { "", "", "" };
	size_t used[3] = { 0, 0, 0 }, i;
	const char *which = "ymd", *at;

	for (i = 0; have[i] != '\0'; i++) {
		if ((at = strchr(which, have[i])) == NULL) {
			if (text[i] != have[i])
				return false;
		} else if (text[i] < '0' || text[i] > '9') {
			return false;
		} else {
			digits[at - which][used[at - which]++] = text[i];
		}
	}
	if (text[i] != '\0')
		return false;
	memset(used, 0, sizeof(used));
	for (i = 0; want[i] != '\0'; i++) {
		at = strchr(which, want[i]);
		out[i] = at == NULL ? want[i]
				    : digits[at - which][used[at - which]++];
	}
	out[i] = '\0';
	return true;
}

static void
date_in(struct comity_run *run, const char *format, const char *text,
    struct comity_value *out)
{
	const struct date_form *form =
	    format == NULL ? NULL : date_form(format);
	char day[16];
	int64_t ignored;

	collapse(run, text, out);
	if (out->text == NULL)
		return;
	if (form != NULL) {
		if (!redate(out->text, form->picture, "yyyy-mm-dd", day)) {
			comity_value_clear(out);
			return;
		}
		comity_value_clear(out);
		set_owned(run, out, strdup(day));
	}
	if (out->text != NULL &&
	    comity_day_read(out->text, &ignored) != COMITY_OK)
		comity_value_clear(out);
}

static void
date_out(struct comity_run *run, const char *format, const char *text,
    struct comity_value *out)
{
	const struct date_form *form =
	    format == NULL ? NULL : date_form(format);
	char day[16];
	int64_t ignored;

	date_in(run, NULL, text, out);
	if (out->text == NULL || form == NULL ||
	    comity_day_read(out->text, &ignored) != COMITY_OK)
		return;
	if (strlen(out->text) > 10)
		out->text = NULL; /* a zone has no place in that form */
	else if (!redate(out->text, "yyyy-mm-dd", form->picture, day))
		out->text = NULL;
	if (out->text == NULL) {
		comity_value_clear(out);
		return;
	}
	comity_value_clear(out);
	set_owned(run, out, strdup(day));
}

/* "1.234,50": dots only between groups of three, one comma at most. */
static bool
comma_to_point(const char *text, char *out)
{
	const char *at = text;
	size_t run_length = 0;
	bool grouped = false, comma = false;

	if (*at == '-' || *at == '+')
		*out++ = *at++;
	for (; *at != '\0'; at++) {
		if (*at >= '0' && *at <= '9') {
			run_length++;
			*out++ = *at;
		} else if (*at == '.' && !comma && run_length > 0 &&
			   (grouped ? run_length == 3 : run_length <= 3)) {
			grouped = true;
			run_length = 0;
		} else if (*at == ',' && !comma &&
			   (!grouped || run_length == 3)) {
			comma = true;
			*out++ = '.';
		} else {
			return false;
		}
	}
	*out = '\0';
	return comma || !grouped || run_length == 3;
}

static void
decimal_check(const char *text, struct comity_value *out)
{
	struct comity_decimal decimal;

	if (text != NULL && comity_decimal_read(text, &decimal) != COMITY_OK)
		comity_value_clear(out);
}

static void
decimal_in(struct comity_run *run, bool comma, const char *text,
    struct comity_value *out)
{
	char *point;

	collapse(run, text, out);
	if (out->text != NULL && comma) {
		if ((point = malloc(strlen(out->text) + 1)) == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			comity_value_clear(out);
			return;
		}
		if (!comma_to_point(out->text, point)) {
			free(point);
			comity_value_clear(out);
			return;
		}
		comity_value_clear(out);
		out->text = out->owned = point;
	}
	decimal_check(out->text, out);
}

static void
decimal_out(struct comity_run *run, bool comma, const char *text,
    struct comity_value *out)
{
	char *copy, *point;

	collapse(run, text, out);
	decimal_check(out->text, out);
	if (out->text == NULL || !comma)
		return;
	copy = strdup(out->text);
	comity_value_clear(out);
	set_owned(run, out, copy);
	if (copy != NULL && (point = strchr(copy, '.')) != NULL)
		*point = ',';
}

static void
integer(struct comity_run *run, const char *text, struct comity_value *out)
{
	const char *at;

	collapse(run, text, out);
	if ((at = out->text) == NULL)
		return;
	if (*at == '-' || *at == '+')
		at++;
	if (*at == '\0' || at[strspn(at, "0123456789")] != '\0')
		comity_value_clear(out);
}

static void
boolean(struct comity_run *run, const char *text, struct comity_value *out)
{
	bool yes, no;

	collapse(run, text, out);
	if (out->text == NULL)
		return;
	yes = strcmp(out->text, "true") == 0 || strcmp(out->text, "1") == 0;
	no = strcmp(out->text, "false") == 0 || strcmp(out->text, "0") == 0;
	comity_value_clear(out);
	if (yes || no)
		out->text = yes ? "true" : "false";
}

/* prefix:name to {uri}name; node NULL: a part of a text, where no prefix is
 * declared, so that nothing is defined. */
static void
qname_in(struct comity_run *run, const char *text, const xmlNode *node,
    struct comity_value *out)
{
	struct comity_text full = { 0 };
	const xmlNode *element =
	    node != NULL && node->type == XML_ATTRIBUTE_NODE ? node->parent
							     : node;
	const char *colon;
	char *prefix = NULL;
	xmlNsPtr ns;

	if (node == NULL)
		return;
	collapse(run, text, out);
	if (out->text == NULL)
		return;
	if ((colon = strchr(out->text, ':')) != NULL &&
	    (prefix = strndup(out->text, (size_t)(colon - out->text))) ==
		NULL) {
		comity_run_fail(run, COMITY_ENOMEM);
		return;
	}
	ns = xmlSearchNs(element->doc, (xmlNodePtr)(uintptr_t)element,
	    (const xmlChar *)prefix);
	if (ns != NULL || prefix == NULL) {
		comity_text_addf(&full, "{%s}%s",
		    ns == NULL ? "" : (const char *)ns->href,
		    colon == NULL ? out->text : colon + 1);
		comity_value_clear(out);
		set_owned(run, out, comity_text_take(&full));
	} else {
		comity_value_clear(out);
	}
	free(prefix);
}

static void
qname_out(struct comity_run *run, const char *text, struct comity_value *out)
{
	struct comity_text short_form = { 0 };
	const char *end = strchr(text, '}');
	xmlNsPtr ns = NULL;
	char *uri;

	if (*text != '{' || end == NULL)
		return;
	uri = strndup(text + 1, (size_t)(end - text - 1));
	if (uri == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	else if (*uri != '\0')
		ns = comity_run_namespace(run, uri, "t");
	if (ns != NULL && ns->prefix != NULL)
		comity_text_addf(&short_form, "%s:", (const char *)ns->prefix);
	comity_text_add(&short_form, end + 1);
	set_owned(run, out, comity_text_take(&short_form));
	free(uri);
}

static void
prefix_in(struct comity_run *run, const char *prefix, struct comity_value *out)
{
	struct comity_text text = { 0 };

	if (out->text == NULL || prefix == NULL)
		return;
	comity_text_add(&text, prefix);
	comity_text_add(&text, out->text);
	comity_value_clear(out);
	set_owned(run, out, comity_text_take(&text));
}

static void
map_in(const struct comity_map *map, struct comity_value *out,
    enum comity_relation *relation)
{
	const struct comity_pair *pair;

	if (out->text == NULL || map == NULL)
		return;
	pair = xmlHashLookup(map->by_local, (const xmlChar *)out->text);
	if (pair == NULL && map->other_same)
		return;
	comity_value_clear(out);
	if (pair != NULL) {
		out->text = pair->core;
		*relation = pair->relation;
	}
}

static void
map_out(const struct comity_map *map, struct comity_value *out,
    enum comity_relation *relation)
{
	const struct comity_pair *pair;

	pair = xmlHashLookup(map->by_core, (const xmlChar *)out->text);
	if (pair == NULL && map->other_same)
		return;
	comity_value_clear(out);
	if (pair != NULL) {
		out->text = pair->local;
		*relation = pair->relation;
	}
}

void
comity_value_in(struct comity_run *run, const struct comity_row *row,
    const char *local, const xmlNode *node, struct comity_value *out,
    enum comity_relation *relation)
{
	int64_t at;

	memset(out, 0, sizeof(*out));
	*relation = COMITY_EXACT_MATCH;
	if (*local == '\0')
		return; /* the core says nothing with nothing */
	switch (row->type) {
	case COMITY_TYPE_TEXT:
		out->text = local;
		break;
	case COMITY_TYPE_DATE:
		date_in(run, row->format, local, out);
		break;
	case COMITY_TYPE_DATETIME:
		collapse(run, local, out);
		if (out->text != NULL &&
		    comity_moment_read(out->text, &at) != COMITY_OK)
			comity_value_clear(out);
		break;
	case COMITY_TYPE_DECIMAL:
	case COMITY_TYPE_DECIMAL_COMMA:
		decimal_in(
		    run, row->type == COMITY_TYPE_DECIMAL_COMMA, local, out);
		break;
	case COMITY_TYPE_INTEGER:
	case COMITY_TYPE_ORDINAL:
		integer(run, local, out);
		break;
	case COMITY_TYPE_BOOLEAN:
		boolean(run, local, out);
		break;
	case COMITY_TYPE_QNAME:
		qname_in(run, local, node, out);
		break;
	default:
		collapse(run, local, out);
		if (row->type == COMITY_TYPE_CODE && out->text != NULL &&
		    strlen(out->text) > COMITY_CODE_MAX)
			comity_value_clear(out);
	}
	map_in(row->map, out, relation);
	prefix_in(run, row->prefix, out);
}

void
comity_value_out(struct comity_run *run, const struct comity_row *row,
    const char *core, struct comity_value *out, enum comity_relation *relation)
{
	size_t len;

	memset(out, 0, sizeof(*out));
	*relation = COMITY_EXACT_MATCH;
	if (row->prefix != NULL) {
		len = strlen(row->prefix);
		if (strncmp(core, row->prefix, len) != 0)
			return;
		core += len;
	}
	if (row->map != NULL) {
		collapse(run, core, out);
		if (out->text == NULL)
			return;
		map_out(row->map, out, relation);
		if (out->text == NULL || !row->map->other_same ||
		    xmlHashLookup(row->map->by_core, (const xmlChar *)core))
			return;
		comity_value_clear(out); /* as if there were no map */
	}
	switch (row->type) {
	case COMITY_TYPE_DATE:
		date_out(run, row->format, core, out);
		break;
	case COMITY_TYPE_DECIMAL:
	case COMITY_TYPE_DECIMAL_COMMA:
		decimal_out(
		    run, row->type == COMITY_TYPE_DECIMAL_COMMA, core, out);
		break;
	case COMITY_TYPE_INTEGER:
	case COMITY_TYPE_ORDINAL:
		integer(run, core, out);
		break;
	case COMITY_TYPE_BOOLEAN:
		boolean(run, core, out);
		break;
	case COMITY_TYPE_QNAME:
		qname_out(run, core, out);
		break;
	case COMITY_TYPE_CODE:
	case COMITY_TYPE_DATETIME:
		collapse(run, core, out);
		break;
	default:
		out->text = core;
	}
}

bool
comity_value_returns(struct comity_run *run, const struct comity_row *row,
    const char *local, const char *core)
{
	struct comity_value back;
	enum comity_relation relation;
	bool same;

	if (row->type == COMITY_TYPE_QNAME || row->type == COMITY_TYPE_REF)
		return true; /* prefixes are made anew; references resolved */
	if (row->type == COMITY_TYPE_TEXT && row->map == NULL)
		return strcmp(local, core) == 0 || row->prefix != NULL;
	comity_value_out(run, row, core, &back, &relation);
	same = back.text != NULL && strcmp(back.text, local) == 0;
	comity_value_clear(&back);
	return same;
}

void
comity_original_write(struct comity_run *run, xmlNodePtr element,
    const char *name, const char *value)
{
	xmlNsPtr ns = comity_run_namespace(run, COMITY_NS_ORIGINAL, "o");

	if (element != NULL && ns != NULL &&
	    xmlNewNsProp(element, ns, (const xmlChar *)name,
		(const xmlChar *)value) == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
}

const char *
comity_original_find(
    const struct comity_run *run, const xmlNode *element, const char *name)
{
	xmlAttrPtr attr;

	if (!run->own || element == NULL || element->type != XML_ELEMENT_NODE)
		return NULL;
	for (attr = element->properties; attr != NULL; attr = attr->next)
		if (attr->ns != NULL &&
		    strcmp((const char *)attr->name, name) == 0 &&
		    strcmp((const char *)attr->ns->href, COMITY_NS_ORIGINAL) ==
			0)
			return attr->children == NULL
				   ? ""
				   : (const char *)attr->children->content;
	return NULL;
}

const char *
comity_original_name(const struct comity_path *path)
{
	if (!path->has_attribute)
		return "text";
	if (path->attribute.ns >= 0 &&
	    strcmp(path->attribute.name, "lang") == 0)
		return "xml-lang";
	return path->attribute.name;
}

enum comity_fate
comity_fate_of(const char *source, const char *target,
    enum comity_relation relation, bool in, bool *doubt)
{
	*doubt =
	    relation == COMITY_CLOSE_MATCH || relation == COMITY_RELATED_MATCH;
	if (relation == COMITY_BROAD_MATCH)
		return in ? COMITY_WIDENED : COMITY_NARROWED;
	if (relation == COMITY_NARROW_MATCH)
		return in ? COMITY_NARROWED : COMITY_WIDENED;
	if (*doubt)
		return COMITY_RECODED;
	return strcmp(source, target) == 0 ? COMITY_KEPT : COMITY_RECODED;
}

enum comity_fate
comity_fate_worse(enum comity_fate a, enum comity_fate b)
{
	static const int rank[] = { [COMITY_KEPT] = 0,
		[COMITY_RECODED] = 2,
		[COMITY_NARROWED] = 3,
		[COMITY_WIDENED] = 4,
		[COMITY_CARRIED] = 5,
		[COMITY_DROPPED] = 6,
		[COMITY_SYNTHESIZED] = 1,
		[COMITY_ABSENT] = 1 };

	return rank[a] >= rank[b] ? a : b;
}
