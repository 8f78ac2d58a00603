/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate: a checked document to the core, or through it to another
 * profile, with an account of every leaf. The laws: doc/crosswalk.md.
 */
#ifndef COMITY_TRANSLATE_H
#define COMITY_TRANSLATE_H

#include "check.h"

enum comity_fate {
	COMITY_KEPT,
	COMITY_RECODED,
	COMITY_NARROWED,
	COMITY_WIDENED,
	COMITY_CARRIED,
	COMITY_DROPPED,
	COMITY_SYNTHESIZED, /* a target leaf without a source */
	COMITY_ABSENT /* required by the target, stated by no source leaf */
};
const char *comity_fate_name(enum comity_fate fate);

/* What became of one leaf. Owned by the translation; strings never NULL
 * unless said. */
struct comity_record {
	enum comity_fate fate;
	size_t source; /* ordinal in the source document; 0 none */
	unsigned long line; /* of the source leaf; 0 none */
	char *source_path, *target_path; /* NULL none */
	char *value, *target_value; /* NULL none */
	char *row; /* key of the row that decided; NULL none */
	const struct comity_edition *edition; /* whose row; borrowed */
	char *label, *basis; /* of that row; NULL none */
	bool binding; /* losing it is refused by default */
	bool doubt; /* closeMatch, relatedMatch */
};

/* The name of the record's row for people in a language, "de": the label that
 * its pack has in messages, the table's own, the key; NULL no row. */
const char *comity_record_label(
    const struct comity_record *record, const char *language);

struct comity_translation {
	xmlDocPtr xml; /* the result; owned */
	unsigned char *octets; /* as it was checked; NULL, or xmlFree() */
	size_t len;
	const struct comity_edition *from, *to; /* to NULL: the core */
	struct comity_record *records;
	size_t record_count;
	size_t counts[COMITY_ABSENT + 1];
	bool has_block; /* the result says itself that it is a translation */
	char *number, *authority; /* the source's, for the first sentence */
	/* core view only: origin[i] of core node with ordinal i (set in
	 * _private as in xml.h): ordinal in the source; 0 synthesized */
	size_t *origin;
	size_t origin_count;
};
void comity_translation_free(struct comity_translation *translation);
/* The octets of a result, once: those that were checked. octets: for
 * xmlFree(). COMITY_OK; COMITY_ENOMEM. */
int comity_translation_take(struct comity_translation *translation,
    unsigned char **octets, size_t *len);

/*
 * The core view of a checked document (a core document gives a copy), checked
 * there and back. For recognition and comparison.
 * Returns COMITY_OK; COMITY_REFUSED (not schema-valid); COMITY_UNKNOWN (the
 * profile has no crosswalk); COMITY_EINTERNAL (there and back differ).
 */
int comity_translate_in(const struct comity_checked *source,
    struct comity_report *report, struct comity_translation **out);

/*
 * Translate to another edition (NULL: the core as a document of its own, with
 * a Translation block) under every gate of architecture.md section 5.
 * allow_loss  NULL-terminated row keys, element names or "all" that may go.
 * moment      printed in the Translation block.
 * Returns COMITY_OK; COMITY_REFUSED with findings, and *out still holds the
 * account (xml NULL); COMITY_UNKNOWN; COMITY_EINTERNAL.
 */
int comity_translate(const struct comity_checked *source,
    const struct comity_edition *to, const char *const *allow_loss,
    int64_t moment, struct comity_report *report,
    struct comity_translation **out);

/*
 * The account as a document of its own (namespace urn:comity:account:1), to
 * be written beside a translation whose format has no room for a block.
 * out: xmlFreeDoc() it. Returns COMITY_OK or COMITY_ENOMEM.
 */
int comity_account_write_xml(
    const struct comity_translation *translation, xmlDocPtr *out);

#endif
