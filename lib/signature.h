/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signature: the structure of a ds:Signature and what its SignedInfo says
 * (rules 7 to 9, 11, 13, 15, 17, 21). Nothing is dereferenced here.
 */
#ifndef COMITY_SIGNATURE_H
#define COMITY_SIGNATURE_H

#include "c14n.h"
#include "dating.h"
#include "limit.h"
#include "reference-uri.h"
#include "verify.h"

/* What was decided of one signature, and the sentence why. Zero it before
 * use. */
struct comity_ruling {
	enum comity_indication indication;
	const char *sub; /* never owned; NULL: nothing decided yet */
	char *reason; /* owned; escaped; NULL none */
	enum comity_language language; /* of the reason */
};
/*
 * Decide against a signature. The reason begins with its rule ("rule 15: ").
 * Returns COMITY_REFUSED, or COMITY_ENOMEM.
 */
int comity_ruling_set(struct comity_ruling *ruling,
    enum comity_indication indication, const char *sub, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* INDETERMINATE / SIG_CONSTRAINTS_FAILURE: a shape we do not admit. */
int comity_ruling_shape(struct comity_ruling *ruling, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* TOTAL_FAILED / FORMAT_FAILURE: not what XMLDSig asks for. */
int comity_ruling_format(struct comity_ruling *ruling, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A part of a reason in its language. */
const char *comity_ruling_say(const struct comity_ruling *ruling,
    const char *english) __attribute__((format_arg(2)));
void comity_ruling_clear(struct comity_ruling *ruling);

/* The children of one ds:Signature; all borrowed. */
struct comity_signature_parts {
	xmlNodePtr node, signed_info, value, key_info; /* key_info NULL none */
};

/* What a transform leaves out of the data. */
enum comity_remover {
	COMITY_REMOVE_NOTHING,
	COMITY_REMOVE_ENVELOPED, /* this signature */
	COMITY_REMOVE_CHILDREN, /* ds:Signature children of the root */
	COMITY_REMOVE_ALL /* every ds:Signature, at any depth (rule 16) */
};

struct comity_reference {
	char *id, *type; /* NULL none */
	char *uri; /* as it stands */
	enum comity_reference_kind kind;
	char *name; /* the Id, or the payload's name; NULL the document */
	enum comity_remover remover;
	bool base64; /* else c14n */
	const struct comity_c14n_row *c14n; /* NULL: the octets as they are, of
		a payload */
	char **prefixes; /* NULL-terminated; NULL none */
	const struct comity_digest_method *digest;
	unsigned char value[COMITY_DIGEST_MAX];
};

struct comity_signed_info {
	const struct comity_c14n_row *c14n;
	char **prefixes; /* NULL-terminated; NULL none */
	const struct comity_signature_method *method;
	struct comity_reference references[COMITY_REFERENCES_MAX];
	size_t count;
};

/* Whether an element holds nothing but elements, blanks and comments; or
 * nothing but text. */
bool comity_signature_only_elements(const xmlNode *node);
bool comity_signature_only_text(const xmlNode *node);
/* Rule against an algorithm (rule 21): one that is not in the table (NULL:
 * none is named); or one that does not count. */
int comity_signature_refuse_algorithm(
    struct comity_ruling *ruling, const char *uri);
int comity_signature_refuse_standing(struct comity_ruling *ruling,
    const struct comity_algorithm_state *standing);

/* Read the exact child sequence of a ds:Signature (rule 7).
 * COMITY_OK, COMITY_REFUSED with a ruling, COMITY_ENOMEM. */
int comity_signature_parts(xmlNodePtr node, struct comity_signature_parts *out,
    struct comity_ruling *ruling);

/* Read how SignedInfo was canonicalized and signed; no Reference. Zero out
 * before; comity_signed_info_clear() after. dating: see algorithm.h. */
int comity_signed_info_methods(xmlNodePtr signed_info,
    const struct comity_dating *dating, struct comity_signed_info *out,
    struct comity_ruling *ruling);
/* The same with its References: from the canonical octets only. */
int comity_signed_info_read(xmlNodePtr signed_info,
    const struct comity_dating *dating, struct comity_signed_info *out,
    struct comity_ruling *ruling);
void comity_signed_info_clear(struct comity_signed_info *info);

/* The value of a no-namespace attribute; *out is new, NULL if there is none.
 * COMITY_OK or COMITY_ENOMEM: so that a failed copy is not an absence. */
int comity_signature_attribute(
    const xmlNode *node, const char *name, char **out);

/* The bytes of a base64 element, which holds one run of text and nothing else
 * (rules 7 and 8). *bytes is new; caller frees. */
int comity_signature_bytes(xmlNodePtr leaf, unsigned char **bytes, size_t *len,
    struct comity_ruling *ruling);

/* A digest algorithm that counts, by the Algorithm of a ds:DigestMethod.
 * dating: NULL: give broken ones too, to judge later. */
int comity_signature_digest(xmlNodePtr digest_method,
    const struct comity_dating *dating, const struct comity_digest_method **out,
    struct comity_ruling *ruling);

#endif
