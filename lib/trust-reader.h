/* SPDX-License-Identifier: Apache-2.0 */
/* trust-reader: small steps over a TS 119 612 list, shared by its readers. */
#ifndef COMITY_TRUST_READER_H
#define COMITY_TRUST_READER_H

#include "trust-list.h"

/* The list being read, and where findings go. */
struct comity_trust_reader {
	const struct comity_doc *doc;
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
/* Whether a critical extension stands in parent/child: none of them is
 * understood, and then what it belongs to must not be used. */
int comity_trust_reader_critical(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, bool *out);

/* Read one TSPService into the list's listings: trust-service.c. */
int comity_trust_service_read(
    struct comity_trust_reader *reader, const xmlNode *tsp_service);
void comity_listing_free(struct comity_listing *listing);

#endif
