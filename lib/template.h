/* SPDX-License-Identifier: Apache-2.0 */
/*
 * template: the folder of a kind of agreement: its questions, its frame, its
 * clauses, read once into memory. doc/drafting.md, section 2.
 */
#ifndef COMITY_TEMPLATE_H
#define COMITY_TEMPLATE_H

#include "pack.h"

#define COMITY_NS_TEMPLATE "urn:comity:template:1"
#define COMITY_NS_ANSWERS "urn:comity:answers:1"

struct comity_template {
	struct comity_doc *index, *questions, *frame;
	struct comity_doc **clauses; /* in the order of the index */
	size_t clause_count;
	char *id;
	const struct comity_edition *core; /* borrowed: the core's edition */
};

/*
 * Read templates/agreements/<id>.
 * folder  borrowed; trusted: part of the installation.
 * core    borrowed; outlives the template.
 * Returns COMITY_OK; COMITY_UNKNOWN, COMITY_EIO, COMITY_REFUSED with a
 * finding (not there, or broken); COMITY_ENOMEM.
 */
int comity_template_read(const char *folder, const struct comity_edition *core,
    struct comity_report *report, struct comity_template **out);
void comity_template_free(struct comity_template *template);

/* The root element of a clause's file; NULL none has this id. */
xmlNodePtr comity_template_clause(
    const struct comity_template *template, const char *id);
/* The child of this name in a language, else in English, else the first;
 * NULL none. Borrowed text; NULL also where it is empty. */
const char *comity_template_text(
    const xmlNode *parent, const char *name, const char *lang);
/* An attribute's text without a copy; NULL absent. */
const char *comity_template_attribute(const xmlNode *node, const char *name);
/* A word of the index: list "iso3166", code "DE", language; NULL none. */
const char *comity_template_word(const struct comity_template *template,
    const char *list, const char *code, const char *lang);
/* Whether the template is written in this language. */
bool comity_template_speaks(
    const struct comity_template *template, const char *lang);
/* A finding that the template is broken at a node; COMITY_UNKNOWN. */
int comity_template_bad(struct comity_report *report,
    const struct comity_doc *doc, const xmlNode *node, const char *what);

#endif
