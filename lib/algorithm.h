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
 * A span of days (since 1970-01-01, UTC), half-open: begins counts, ends does
 * not. ends: COMITY_DAY_NEVER: no end is known; COMITY_DAY_ALWAYS: it never
 * counts.
 */
#define COMITY_DAY_NEVER INT64_MAX
#define COMITY_DAY_ALWAYS INT64_MIN
struct comity_term {
	int64_t begins, ends;
};

enum comity_use { COMITY_USE_VERIFY, COMITY_USE_SIGN };
#define COMITY_USE_COUNT 2

/* What the rows of all three tables have. */
struct comity_algorithm {
	const char *uri;
	struct comity_term terms[COMITY_USE_COUNT]; /* by enum comity_use */
	const char *source; /* who says so; never NULL */
};

struct comity_digest_method {
	struct comity_algorithm row;
	const char
	    *name; /* OpenSSL's; NULL: known only to be refused by name */
	size_t len; /* bytes */
};

struct comity_signature_method {
	struct comity_algorithm row;
	const char *label; /* "rsa-pss-sha256", for people and choices */
	const char *digest; /* OpenSSL's name; NULL: none apart (EdDSA) */
	enum comity_key_kind key;
	enum comity_padding padding;
};

/* Keys of one kind between two sizes, or on one curve. */
struct comity_key_row {
	struct comity_algorithm row; /* uri: "urn:comity:key:rsa:2048" */
	enum comity_key_kind kind;
	const char *curve; /* OpenSSL's group name; "" none */
	size_t order_len; /* bytes of the group's order */
	int bits_min, bits_max; /* both included */
};

/* The first day of which the table can speak: it was not there before. */
#define COMITY_ALGORITHMS_ISSUED 20009 /* 2024-10-13 */

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

/* The row of a key by its kind, curve and size; NULL: such keys do not
 * count. */
const struct comity_key_row *comity_key_row_find(
    enum comity_key_kind kind, const char *curve, int bits);
const struct comity_key_row *comity_key_row_at(size_t i);
/* Any row of the three tables; NULL none. */
const struct comity_algorithm *comity_algorithm_find(const char *uri);

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
