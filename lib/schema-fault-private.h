/* SPDX-License-Identifier: Apache-2.0 */
/* schema fault, inside: what its two files share; nobody else looks here. */
#ifndef COMITY_SCHEMA_FAULT_PRIVATE_H
#define COMITY_SCHEMA_FAULT_PRIVATE_H

#include "schema-declared.h"
#include "schema-fault.h"
#include "suggest.h"
#include "text.h"

/* One finding that is being made. */
struct comity_fault {
	struct comity_schema_faults *of;
	xmlErrorPtr error;
	enum comity_finding_id id;
	const xmlNode *node;
	struct comity_schema_declared declared;
	char *sentence; /* libxml2's, without its end */
	struct comity_text found, expected;
	/* whose documentation is cited; NULL that of the node */
	const xmlNode *cited;
	const struct comity_schema_simple *cited_type;
	const char *cited_name;
};

/* Take an end off the sentence; false: it has another. */
bool comity_fault_ends(struct comity_fault *f, const char *end);
/* The last text between two marks, taken off with all behind it; NULL. */
char *comity_fault_take_last(
    struct comity_fault *f, const char *open, const char *close);
/* "{urn:x}Name" to "Name"; "##other{urn:x}*" to "*". */
const char *comity_fault_local_name(const char *name);
/* One more of a list that is said; a long list ends with "...". */
void comity_fault_add_choice(
    struct comity_text *to, const char *word, size_t *count);
void comity_fault_add_suggestion(
    struct comity_fault *f, const struct comity_suggestions *suggestions);

/* The value of an attribute, or of an element that holds no elements. */
void comity_fault_find_value(struct comity_fault *f);
/* "('10')" or "'10'" at the end: the limit, which the schema states. */
void comity_fault_say_limit(struct comity_fault *f);
bool comity_fault_is_facet(int code);
/* A value that breaks a facet; one that is not of its type. */
void comity_fault_facet(struct comity_fault *f);
void comity_fault_value(struct comity_fault *f);

#endif
