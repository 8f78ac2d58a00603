/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glossary: terms that differ by jurisdiction, read from our own data
 * (templates/glossary/terms.xml, doc/glossary.md). Every text of it is there
 * in every language, or the file is refused. Trusted: part of the
 * installation.
 */
#ifndef COMITY_GLOSSARY_H
#define COMITY_GLOSSARY_H

#include "xml.h"

#define COMITY_NS_GLOSSARY "urn:comity:glossary:1"

struct comity_glossary {
	struct comity_doc *doc;
};

/*
 * Read a file of terms.
 * Returns COMITY_OK; COMITY_UNKNOWN with findings that name the line (broken);
 * what comity_file_read() and comity_doc_read() return; COMITY_ENOMEM.
 */
int comity_glossary_read(const char *path, struct comity_report *report,
    struct comity_glossary **out);
void comity_glossary_free(struct comity_glossary *glossary);

/* The first Term, then the one after a Term; NULL none. */
xmlNodePtr comity_glossary_term(
    const struct comity_glossary *glossary, const xmlNode *before);
/* Whether a term goes by this word: its id, a name in any language, or a
 * word of a jurisdiction; case, hyphens and the kind of apostrophe do not
 * count. */
bool comity_term_is_called(const xmlNode *term, const char *word);
/* Offer all that a term goes by; stops when each() returns false. */
bool comity_term_each_name(const xmlNode *term,
    bool (*each)(const char *name, void *context), void *context);

/* The child of this name in a language; NULL none. Borrowed. */
const char *comity_term_text(
    const xmlNode *node, const char *name, enum comity_language language);
/* An attribute's text; NULL absent. Borrowed. */
const char *comity_term_attribute(const xmlNode *node, const char *name);
/* What a Meaning's @source stands for; NULL for the source "none". */
const char *comity_glossary_source(
    const struct comity_glossary *glossary, const xmlNode *meaning);

#endif
