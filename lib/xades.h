/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xades: the qualifying properties of a signature (rules 19, 20, 24 to 26).
 */
#ifndef COMITY_XADES_H
#define COMITY_XADES_H

#include "certificate.h"
#include "claims.h"
#include "signature.h"

/* A version of XAdES by its namespace. */
struct comity_xades_version {
	const char *ns;
	const char *type; /* of the Reference to its SignedProperties */
	bool baseline; /* EN 319 132-1 speaks of this one */
};

/* The digest by which the signer names a certificate. */
struct comity_certificate_name {
	const struct comity_digest_method *digest;
	unsigned char value[COMITY_DIGEST_MAX];
	bool legacy; /* SigningCertificate, not ...V2 */
};

/* Found by structure alone; a hint until the digests have held. */
struct comity_xades {
	const struct comity_xades_version *version;
	xmlNodePtr qualifying, signed_properties;
	struct comity_certificate_name certificate;
};

/* What SignedProperties say; from the octets that matched. */
struct comity_xades_properties {
	struct comity_certificate_name certificate;
	char *signing_time, *role; /* claimed; NULL none */
	struct comity_claims claims;
	bool has_format; /* a DataObjectFormat with a MimeType */
	bool has_policy; /* a SignaturePolicyId: not judged */
};

/* Find the one QualifyingProperties of this signature (rule 24) and the
 * certificate that it names (rule 20).
 * COMITY_OK, COMITY_REFUSED with a ruling, COMITY_ENOMEM. */
int comity_xades_find(const struct comity_signature_parts *parts,
    const char *signature_id, struct comity_xades *out,
    struct comity_ruling *ruling);

/* Whether no Object holds QualifyingProperties: plain XML Signature. */
bool comity_xades_is_plain(const struct comity_signature_parts *parts);

struct comity_seen;
/* Certificates of KeyInfo: hints (rule 19). seen: NULL none. Zero out before;
 * comity_certificates_clear() after. */
int comity_xades_key_info(xmlNodePtr key_info, struct comity_seen *seen,
    struct comity_certificates *out, struct comity_ruling *ruling);

/* The certificate with this name; NULL none. Borrowed. */
const struct comity_certificate *comity_xades_pick(
    const struct comity_certificate_name *name,
    const struct comity_certificates *certificates);

/*
 * Read SignedProperties from its re-read octets, and hold them against the
 * SignedInfo they belong to (rule 25).
 */
int comity_xades_properties_read(xmlNodePtr signed_properties,
    const struct comity_xades_version *version,
    const struct comity_signed_info *info, struct comity_xades_properties *out,
    struct comity_ruling *ruling);
void comity_xades_properties_clear(struct comity_xades_properties *properties);

/* The ds:Signature that a ds:Signature in xades:CounterSignature stands in;
 * NULL: it does not stand in one. */
xmlNodePtr comity_xades_master(const xmlNode *signature);

#endif
