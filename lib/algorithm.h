/* SPDX-License-Identifier: Apache-2.0 */
/*
 * algorithm: the dated table of digests, signature methods and
 * canonicalizations. A URI is found by exact equality, never trimmed.
 */
#ifndef COMITY_ALGORITHM_H
#define COMITY_ALGORITHM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMITY_DIGEST_MAX 64 /* bytes of the longest digest */

enum comity_key_kind {
	COMITY_KEY_OTHER,
	COMITY_KEY_RSA,
	COMITY_KEY_EC,
	COMITY_KEY_ED25519,
	COMITY_KEY_ED448
};

enum comity_padding {
	COMITY_PADDING_NONE,
	COMITY_PADDING_PKCS1,
	COMITY_PADDING_PSS /* MGF1 of the same digest, salt as long as it */
};

/*
 * Whether an algorithm may be used. broken_from: the first day on which it
 * no longer counts for what was not proven to exist before;
 * COMITY_DAY_NEVER: no such day is known; COMITY_DAY_ALWAYS: it never
 * counts.
 */
#define COMITY_DAY_NEVER INT64_MAX
#define COMITY_DAY_ALWAYS INT64_MIN

struct comity_digest_method {
	const char *uri;
	const char
	    *name; /* OpenSSL's; NULL: known only to be refused by name */
	size_t len; /* bytes */
	int64_t broken_from; /* day since 1970-01-01 */
	const char *basis; /* of the date; NULL none */
};

struct comity_signature_method {
	const char *uri;
	const char *label; /* "rsa-pss-sha256", for people and choices */
	const char *digest; /* OpenSSL's name; NULL: none apart (EdDSA) */
	enum comity_key_kind key;
	enum comity_padding padding;
	int64_t broken_from;
	const char *basis;
};

enum comity_c14n_method {
	COMITY_C14N_1_0,
	COMITY_C14N_EXCLUSIVE,
	COMITY_C14N_1_1
};
struct comity_c14n_row {
	const char *uri;
	enum comity_c14n_method method;
	bool comments; /* a variant that keeps comments: refused by rule */
};

/* Rows by exact URI; NULL if the table has none. */
const struct comity_digest_method *comity_digest_find(const char *uri);
/* A digest by OpenSSL's name ("SHA256"); NULL none. */
const struct comity_digest_method *comity_digest_named(const char *name);
const struct comity_signature_method *comity_signature_method_find(
    const char *uri);
const struct comity_c14n_row *comity_c14n_find(const char *uri);
/* Iterate, for documentation and tests; NULL past the end. */
const struct comity_digest_method *comity_digest_at(size_t i);
const struct comity_signature_method *comity_signature_method_at(size_t i);
/* A signature method by its label ("ecdsa-sha256"); NULL none. */
const struct comity_signature_method *comity_signature_method_named(
    const char *label);

/*
 * Whether an algorithm counts. The day that matters is the day since which
 * the document is proven, or stated by the caller, to exist; without such a
 * proof it is today: a past --as-of proves nothing (rule 28).
 * known: the caller has such a day; day: it.
 */
bool comity_algorithm_counts(int64_t broken_from, bool known, int64_t day);

/* What an office makes of a row of the table: another day, for a reason. */
struct comity_algorithm_change {
	const char *uri; /* of a digest or a signature method */
	int64_t broken_from;
	const char *basis;
};
struct comity_algorithms {
	const struct comity_algorithm_change *changes;
	size_t count;
};

/*
 * By which table and since when: what an algorithm is judged with.
 * known, day  since when the thing is proven, or stated, to exist.
 * today       the day of judging, for what nothing proves; INT64_MAX: not
 *             told, so that no row with an end counts without a proof.
 */
struct comity_dating {
	const struct comity_algorithms *algorithms; /* NULL: no changes */
	bool known;
	int64_t day, today;
};
/* Whether a row of the table counts; *basis gets why it ends, *from when
 * (either may be NULL). */
bool comity_dating_counts(const struct comity_dating *dating, const char *uri,
    int64_t broken_from, const char **basis, int64_t *from);
/* The day of an instant: rounded down. */
int64_t comity_dating_day(int64_t at);

#define COMITY_URI_ENVELOPED                                                   \
	"http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define COMITY_URI_BASE64 "http://www.w3.org/2000/09/xmldsig#base64"
#define COMITY_URI_FILTER2 "http://www.w3.org/2002/06/xmldsig-filter2"
#define COMITY_URI_XPATH "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define COMITY_URI_XSLT "http://www.w3.org/TR/1999/REC-xslt-19991116"
#define COMITY_URI_EXC_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define COMITY_URI_C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define COMITY_URI_C14N11 "http://www.w3.org/2006/12/xml-c14n11"
#define COMITY_URI_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define COMITY_URI_SIGNED_PROPERTIES                                           \
	"http://uri.etsi.org/01903#SignedProperties"
#define COMITY_URI_COUNTERSIGNED                                               \
	"http://uri.etsi.org/01903#CountersignedSignature"

#endif
