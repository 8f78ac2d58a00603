/* SPDX-License-Identifier: Apache-2.0 */
/* schema fault: values that are not of their type. */
#include "limit.h"
#include "schema-fault-private.h"

#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

/* The values of a list while they are gathered. */
struct listing {
	struct comity_fault *fault;
	struct comity_suggestions near;
	struct comity_text all;
	size_t count;
};

static void
gather(void *data, const char *value)
{
	struct listing *listing = data;

	if (*value == '\0')
		return;
	comity_fault_add_choice(&listing->all, value, &listing->count);
	comity_suggestions_offer(&listing->near, value);
}

/* A short list is said; of a long one the words that may be meant. */
static void
say_values(struct comity_fault *f)
{
	struct listing listing = { .fault = f };

	listing.near.written = f->found.data;
	comity_schema_values_each(f->declared.text, gather, &listing);
	if (listing.near.written != NULL)
		comity_fault_add_suggestion(f, &listing.near);
	if (listing.count > 0 &&
	    (listing.count <= COMITY_VALUES_SAID_MAX || f->expected.len == 0))
		comity_text_addf(&f->expected, "%s%s",
		    f->expected.len > 0 ? "; " : "",
		    listing.all.data ? listing.all.data : "");
	f->expected.failed |= listing.all.failed;
	comity_text_clear(&listing.all);
}

static void
say_patterns(struct comity_fault *f)
{
	const struct comity_schema_simple *type =
	    comity_schema_patterned(f->declared.text);
	size_t i, count = 0;

	for (i = 0; type != NULL && i < type->pattern_count; i++)
		comity_fault_add_choice(
		    &f->expected, type->patterns[i], &count);
}

/* The built-in type that people write; through a union, which allows other
 * things (nothing, say) beside it. */
static const char *
builtin_of(const struct comity_schema_simple *type)
{
	const char *name = "";
	size_t i;

	for (; type != NULL; type = type->base) {
		if (type->builtin != NULL)
			return strcmp(type->builtin, "string") == 0
				   ? ""
				   : type->builtin;
		for (i = 0; i < type->member_count && *name == '\0'; i++)
			name = builtin_of(type->members[i]);
		if (*name != '\0')
			return name;
	}
	return name;
}

/* An example of each kind that people write by hand. */
static void
say_builtin(struct comity_fault *f)
{
	static const char *const kinds[][2] = { { "date", "2026-06-30" },
		{ "dateTime", "2026-06-30T12:00:00Z" }, { "time", "12:00:00" },
		{ "gYear", "2026" }, { "gYearMonth", "2026-06" },
		{ "duration", "P1Y6M" }, { "decimal", "1234.50" },
		{ "integer", "1234" }, { "positiveInteger", "1234" },
		{ "nonNegativeInteger", "1234" }, { "int", "1234" },
		{ "double", "1234.5" }, { "boolean", "true, false" },
		{ "base64Binary", "base64" }, { "hexBinary", "0a1b" },
		{ "language", "en" } };
	const char *name = comity_fault_take_last(f, "'", "'"), *local;
	size_t i;

	if (name == NULL)
		return;
	local = strncmp(name, "xs:", 3) == 0 ? name + 3
					     : builtin_of(f->declared.text);
	/* libxml2 calls an id that stands twice a wrong value */
	if (strcmp(local, "ID") == 0 && f->found.data != NULL &&
	    xmlValidateNCName(BAD_CAST f->found.data, 1) == 0) {
		f->id = COMITY_F_SCHEMA_DUPLICATE;
		return;
	}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i][0], local) == 0) {
			comity_text_addf(
			    &f->expected, "xs:%s (%s)", local, kinds[i][1]);
			return;
		}
	say_values(f);
	if (f->expected.len == 0)
		say_patterns(f);
	if (f->expected.len == 0)
		comity_text_add(&f->expected, comity_fault_local_name(name));
}

void
comity_fault_find_value(struct comity_fault *f)
{
	char *text;

	if (f->node->type == XML_ELEMENT_NODE &&
	    comity_node_first(f->node) != NULL)
		return;
	if ((text = comity_node_text(f->node)) == NULL)
		f->found.failed = true;
	else
		comity_text_add(&f->found, text);
	free(text);
}

void
comity_fault_say_limit(struct comity_fault *f)
{
	const char *limit;

	(void)comity_fault_ends(f, ")");
	if ((limit = comity_fault_take_last(f, "'", "'")) != NULL)
		comity_text_add(&f->expected, limit);
}

void
comity_fault_facet(struct comity_fault *f)
{
	static const struct {
		int code;
		enum comity_finding_id id;
		const char *sign;
	} facets[] = {
		{ XML_SCHEMAV_CVC_LENGTH_VALID, COMITY_F_SCHEMA_LENGTH, "" },
		{ XML_SCHEMAV_CVC_MINLENGTH_VALID, COMITY_F_SCHEMA_LENGTH,
		    ">= " },
		{ XML_SCHEMAV_CVC_MAXLENGTH_VALID, COMITY_F_SCHEMA_LENGTH,
		    "<= " },
		{ XML_SCHEMAV_CVC_MININCLUSIVE_VALID, COMITY_F_SCHEMA_RANGE,
		    ">= " },
		{ XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, COMITY_F_SCHEMA_RANGE,
		    "<= " },
		{ XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID, COMITY_F_SCHEMA_RANGE,
		    "> " },
		{ XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID, COMITY_F_SCHEMA_RANGE,
		    "< " },
		{ XML_SCHEMAV_CVC_TOTALDIGITS_VALID, COMITY_F_SCHEMA_DIGITS,
		    "<= " },
		{ XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID, COMITY_F_SCHEMA_DIGITS,
		    "<= " },
	};
	size_t i;

	comity_fault_find_value(f);
	if (f->error->code == XML_SCHEMAV_CVC_PATTERN_VALID) {
		f->id = COMITY_F_SCHEMA_PATTERN;
		say_patterns(f);
		return;
	}
	if (f->error->code == XML_SCHEMAV_CVC_ENUMERATION_VALID) {
		f->id = COMITY_F_SCHEMA_ENUMERATION;
		say_values(f);
		return;
	}
	for (i = 0; i < sizeof(facets) / sizeof(facets[0]); i++)
		if (facets[i].code == f->error->code) {
			f->id = facets[i].id;
			comity_text_add(&f->expected, facets[i].sign);
			comity_fault_say_limit(f);
		}
}

bool
comity_fault_is_facet(int code)
{
	return code >= XML_SCHEMAV_CVC_LENGTH_VALID &&
	       code <= XML_SCHEMAV_CVC_ENUMERATION_VALID;
}

void
comity_fault_value(struct comity_fault *f)
{
	f->id = COMITY_F_SCHEMA_VALUE;
	comity_fault_find_value(f);
	say_builtin(f);
}
