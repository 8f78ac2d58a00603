/* SPDX-License-Identifier: Apache-2.0 */
#include "proof-plain.h"

#include "crypto.h"
#include "trust-list.h"

#include <string.h>

bool
comity_plain_is(const struct comity_proof_context *context,
    const struct comity_signature_parts *parts, const xmlNode *master)
{
	return master == NULL && context->trust != NULL &&
	       context->trust->named_count > 0 && comity_xades_is_plain(parts);
}

/* Whether the signature itself says that it is this signer's. */
static bool
claims(const struct comity_proof *proof, const struct comity_trust *trust)
{
	size_t i, j;

	for (i = 0; i < trust->named_count; i++)
		for (j = 0; trust->named[i].certificate != NULL &&
			    j < proof->certificates.count;
		     j++)
			if (comity_certificate_same(trust->named[i].certificate,
				proof->certificates.at[j]))
				return true;
	return false;
}

/* None of the keys held, for a reason that is left of the last. */
static int
refuse(struct comity_proof *proof, const struct comity_trust *trust,
    const struct comity_signature_method *method, const char *unsuited)
{
	if (claims(proof, trust) && unsuited == NULL)
		return comity_ruling_set(&proof->ruling, COMITY_TOTAL_FAILED,
		    "SIG_CRYPTO_FAILURE",
		    "rule 10: the SignatureValue was not made over this "
		    "SignedInfo with the key of the signer whom you named and "
		    "whose certificate it carries: SignedInfo or the value "
		    "was changed");
	if (unsuited != NULL && trust->named_count == 1)
		return comity_ruling_set(&proof->ruling, COMITY_INDETERMINATE,
		    "CRYPTO_CONSTRAINTS_FAILURE",
		    "rule 21: the signer whom you named: %s (%s)", unsuited,
		    method->label);
	return comity_ruling_set(&proof->ruling, COMITY_INDETERMINATE,
	    "NO_SIGNING_CERTIFICATE_FOUND",
	    "rule 20: a plain XML Signature states no signing certificate, "
	    "and of the signers whom you named (%zu) no key verifies the "
	    "value: it is somebody else's, or it was changed",
	    trust->named_count);
}

/* Rule 21: the key that made it, on the day that counts. */
static int
judge_key(struct comity_proof *proof)
{
	struct comity_algorithm_state standing;

	if (proof->key == NULL)
		return COMITY_EINTERNAL; /* it suits, so it has one */
	if (comity_dating_counts(&proof->dating, &proof->key->row, &standing))
		return COMITY_OK;
	return comity_signature_refuse_standing(&proof->ruling, &standing);
}

int
comity_plain_value(const struct comity_proof_context *context,
    const struct comity_signature_method *method,
    const struct comity_octets *octets, const unsigned char *value, size_t len,
    struct comity_proof *proof)
{
	const struct comity_trust *trust = context->trust;
	const struct comity_named_signer *named;
	const char *unsuited = NULL;
	size_t i;
	int rc;

	for (i = 0; i < trust->named_count; i++) {
		named = &trust->named[i];
		unsuited = comity_crypto_unsuited(named->key, method);
		if (unsuited != NULL)
			continue;
		rc = comity_crypto_verify(
		    named->key, method, octets->bytes, octets->len, value, len);
		if (rc == COMITY_OK) {
			proof->named = named;
			proof->certificate = named->certificate;
			proof->key = comity_crypto_key_row(named->key);
			return judge_key(proof);
		}
		if (rc != COMITY_REFUSED)
			return rc == COMITY_UNKNOWN ? COMITY_EINTERNAL : rc;
	}
	return refuse(proof, trust, method, unsuited);
}

int
comity_plain_references(struct comity_proof *proof)
{
	static const char etsi[] = "http://uri.etsi.org/01903";
	const char *type;
	size_t i;

	for (i = 0; i < proof->info.count; i++) {
		type = proof->info.references[i].type;
		if (type != NULL && strncmp(type, etsi, strlen(etsi)) == 0)
			return comity_ruling_shape(&proof->ruling,
			    "rule 24: a Reference is of an XAdES type, but no "
			    "Object holds QualifyingProperties");
	}
	return COMITY_OK;
}
