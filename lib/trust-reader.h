/* SPDX-License-Identifier: Apache-2.0 */
/* trust-reader: small steps over a trust list, shared by its readers. */
#ifndef COMITY_TRUST_READER_H
#define COMITY_TRUST_READER_H

#include "trust-list.h"

/* What the two standards for lists name differently; they share the rest. */
struct comity_trust_dialect {
	const char *standard; /* "ETSI TS 119 612" */
	const char *ns, *root, *tag; /* tag: the attribute's name */
	const char *tag_value; /* NULL: any */
	const char *scheme, *version, *sequence, *type, *pointers, *pointer,
	    *location;
	const char *providers, *provider, *information, *name, *trade_name,
	    *address, *information_uri, *extensions, *services, *service;
	uint64_t version_first, version_last;
	bool entities; /* TS 119 602: to be listed is to be trusted; type and
			  status may be left out */
};

/* By the root; NULL: no list of either standard. */
const struct comity_trust_dialect *comity_trust_dialect_of(
    const struct comity_doc *doc);

/* The list being read, and where findings go. */
struct comity_trust_reader {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	struct comity_report *report;
	struct comity_trust_list *list;
	char *provider, *identifier; /* of the provider being read */
};

/* All return COMITY_OK, COMITY_REFUSED with a finding at the line, or
 * COMITY_ENOMEM; text that they give is the caller's. */

/* Refuse the list at a node. */
int comity_trust_reader_shape(struct comity_trust_reader *reader,
    const xmlNode *node, const char *found, const char *expected);
/* The one child of a name; a second one makes the list ambiguous. */
int comity_trust_reader_only(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, xmlNodePtr *out);
/* The text of the one child of a name, white space collapsed, not empty. */
int comity_trust_reader_text(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, char **out);
int comity_trust_reader_moment(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, int64_t *at);
/* The English Name in an international name, else the first one. */
int comity_trust_reader_name(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, char **out);
/* An element's child of a name, in the list's namespace; NULL none. */
xmlNodePtr comity_trust_reader_child(const struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name);
xmlNodePtr comity_trust_reader_next(const struct comity_trust_reader *reader,
    const xmlNode *node, const char *name);
/* The octets of an X509Certificate. */
int comity_trust_reader_certificate(struct comity_trust_reader *reader,
    const xmlNode *node, struct comity_certificate **out);

/* What the extensions of a scheme, provider, service or span come to. */
struct comity_trust_extensions {
	bool unusable; /* a critical one is not understood (with a finding):
			  what it belongs to must not be used */
	bool signatures, seals, websites; /* for whom a CA issues */
};
/* services: those of a service are looked for, too: trust-extension.c. */
int comity_trust_extensions_read(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, bool services,
    struct comity_trust_extensions *out);

/* Read the pointers of a scheme into the list: trust-pointer.c. What is not
 * as the standard has it is read over, for it points to nobody. */
int comity_trust_pointers_read(
    struct comity_trust_reader *reader, const xmlNode *scheme);
void comity_trust_pointer_clear(struct comity_trust_pointer *pointer);

/* Read one TSPService into the list's listings: trust-service.c. */
int comity_trust_service_read(
    struct comity_trust_reader *reader, const xmlNode *tsp_service);
void comity_listing_free(struct comity_listing *listing);

#endif
