/* SPDX-License-Identifier: Apache-2.0 */
#include "proof.h"

#include "coverage.h"
#include "crypto.h"
#include "evidence.h"
#include "proof-plain.h"
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

void
comity_proof_clear(struct comity_proof *proof)
{
	size_t i;

	for (i = 0; i < COMITY_REFERENCES_MAX; i++)
		comity_target_clear(&proof->targets[i]);
	comity_certificates_clear(&proof->certificates);
	comity_signed_info_clear(&proof->info);
	comity_xades_properties_clear(&proof->properties);
	comity_ruling_clear(&proof->ruling);
	memset(proof, 0, sizeof(*proof));
}

int
comity_proof_reread(const struct comity_doc *doc,
    const struct comity_octets *octets, struct comity_doc **out)
{
	struct comity_report *report = NULL;
	struct comity_source *source = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((report = comity_report_new()) == NULL)
		goto out;
	rc = comity_source_new(
	    doc->name, octets->bytes, octets->len, report, &source);
	if (rc == COMITY_REFUSED) /* canonical, they grew beyond the bound */
		rc = COMITY_ELIMIT;
	if (rc != COMITY_OK)
		goto out;
	rc = comity_doc_read(source, report, out);
	if (rc == COMITY_REFUSED) /* our own octets must parse */
		rc = COMITY_EINTERNAL;
out:
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

/* DigestValues must be pure where they stand, not only once canonicalized
 * (rule 7): a comment splits what other readers see. */
static int
check_leaves(xmlNodePtr signed_info, struct comity_ruling *ruling)
{
	xmlNodePtr reference, value;
	unsigned char *bytes;
	size_t len;
	int rc;

	for (reference =
		 comity_node_child(signed_info, COMITY_NS_DS, "Reference");
	     reference != NULL;
	     reference = comity_node_next(reference, COMITY_NS_DS, "Reference"))
		for (value = comity_node_child(
			 reference, COMITY_NS_DS, "DigestValue");
		     value != NULL; value = comity_node_next(
					value, COMITY_NS_DS, "DigestValue")) {
			rc =
			    comity_signature_bytes(value, &bytes, &len, ruling);
			free(bytes);
			if (rc != COMITY_OK)
				return rc;
		}
	return COMITY_OK;
}

/* Structure and key: what must be clear before any octet is verified. */
static int
prepare(const struct comity_proof_context *context, xmlNodePtr node,
    const char *id, const xmlNode *master, struct comity_signed_info *methods,
    struct comity_proof *proof)
{
	struct comity_ruling *ruling = &proof->ruling;
	struct comity_algorithm_state standing;
	const char *unsuited;
	int rc;

	rc = comity_signature_parts(node, &proof->parts, ruling);
	if (rc == COMITY_OK)
		rc = comity_signed_info_methods(
		    proof->parts.signed_info, &proof->dating, methods, ruling);
	if (rc == COMITY_OK)
		rc = check_leaves(proof->parts.signed_info, ruling);
	if (rc == COMITY_OK)
		rc = comity_xades_key_info(proof->parts.key_info,
		    context->trust != NULL ? context->trust->seen : NULL,
		    &proof->certificates, ruling);
	if (rc == COMITY_OK && comity_plain_is(context, &proof->parts, master))
		proof->plain = true;
	else if (rc == COMITY_OK)
		rc =
		    comity_xades_find(&proof->parts, id, &proof->xades, ruling);
	if (rc != COMITY_OK || proof->plain)
		return rc;
	proof->certificate =
	    comity_xades_pick(&proof->xades.certificate, &proof->certificates);
	if (proof->certificate == NULL)
		return comity_ruling_set(ruling, COMITY_INDETERMINATE,
		    "NO_SIGNING_CERTIFICATE_FOUND",
		    "rule 20: none of the %zu certificates in KeyInfo has the "
		    "digest that the signature states for its signer's",
		    proof->certificates.count);
	unsuited = comity_crypto_unsuited(
	    comity_certificate_public_key(proof->certificate), methods->method);
	if (unsuited != NULL)
		return comity_ruling_set(ruling, COMITY_INDETERMINATE,
		    "CRYPTO_CONSTRAINTS_FAILURE", "rule 21: %s (%s)", unsuited,
		    methods->method->label);
	proof->key = comity_crypto_key_row(
	    comity_certificate_public_key(proof->certificate));
	if (proof->key == NULL)
		return COMITY_EINTERNAL; /* it suits, so it has one */
	if (!comity_dating_counts(&proof->dating, &proof->key->row, &standing))
		return comity_signature_refuse_standing(ruling, &standing);
	return COMITY_OK;
}

/* The value over the canonical SignedInfo (rule 10). */
static int
check_value(struct comity_proof_context *context,
    const struct comity_signed_info *methods, struct comity_proof *proof,
    struct comity_octets *octets)
{
	struct comity_node_set set = { .apex = proof->parts.signed_info };
	struct comity_ruling *ruling = &proof->ruling;
	unsigned char *value = NULL;
	size_t len = 0;
	int rc;

	context->cache.spent += context->cache.cost;
	if (context->cache.spent > COMITY_C14N_COST_MAX)
		return COMITY_ELIMIT;
	rc = comity_c14n_write(context->doc, &set, methods->c14n->method,
	    (const char *const *)methods->prefixes, octets);
	if (rc == COMITY_REFUSED)
		return comity_ruling_format(
		    ruling, "rule 12: SignedInfo has no canonical form");
	if (rc == COMITY_OK)
		rc = comity_signature_bytes(
		    proof->parts.value, &value, &len, ruling);
	if (rc != COMITY_OK)
		return rc;
	if (proof->plain)
		rc = comity_plain_value(
		    context, methods->method, octets, value, len, proof);
	else
		rc = comity_crypto_verify(
		    comity_certificate_public_key(proof->certificate),
		    methods->method, octets->bytes, octets->len, value, len);
	free(value);
	if (rc == COMITY_REFUSED && !proof->plain)
		return comity_ruling_set(ruling, COMITY_TOTAL_FAILED,
		    "SIG_CRYPTO_FAILURE",
		    "rule 10: the SignatureValue was not made over this "
		    "SignedInfo with the key of %s: SignedInfo, the value or "
		    "the certificate was changed",
		    comity_certificate_subject(proof->certificate));
	return rc == COMITY_UNKNOWN ? COMITY_EINTERNAL : rc;
}

/* Rule 11: what the References say is read from the verified octets. */
static int
read_info(struct comity_proof_context *context,
    const struct comity_signed_info *methods,
    const struct comity_octets *octets, struct comity_proof *proof)
{
	struct comity_doc *doc = NULL;
	xmlNodePtr root;
	int rc;

	if ((rc = comity_proof_reread(context->doc, octets, &doc)) != COMITY_OK)
		return rc;
	root = comity_doc_root(doc);
	if (comity_node_is(root, COMITY_NS_DS, "SignedInfo"))
		rc = comity_signed_info_read(
		    root, &proof->dating, &proof->info, &proof->ruling);
	else
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK && (proof->info.method != methods->method ||
				   proof->info.c14n != methods->c14n))
		rc = comity_ruling_format(&proof->ruling,
		    "rule 11: the verified SignedInfo names other methods "
		    "than the one in the document");
	comity_doc_free(doc);
	return rc;
}

/* Rule 24: exactly one Reference of the type, to this very node. */
static int
bind_properties(
    struct comity_proof_context *context, struct comity_proof *proof)
{
	const struct comity_xades_version *version = proof->xades.version;
	struct comity_ruling *ruling = &proof->ruling;
	struct comity_doc *doc = NULL;
	size_t i, at = 0, count = 0;
	int rc;

	for (i = 0; i < proof->info.count; i++)
		if (comity_text_same(
			proof->info.references[i].type, version->type)) {
			at = i;
			count++;
		}
	if (count != 1)
		return comity_ruling_shape(ruling,
		    "rule 24: %zu References of the type \"%s\"; exactly one "
		    "is asked",
		    count, version->type);
	if (proof->targets[at].node != proof->xades.signed_properties ||
	    proof->info.references[at].base64)
		return comity_ruling_shape(ruling,
		    "rule 24: the Reference to SignedProperties leads to other "
		    "properties than the signature's own");
	rc = comity_proof_reread(context->doc, proof->targets[at].octets, &doc);
	if (rc == COMITY_OK)
		rc = comity_xades_properties_read(comity_doc_root(doc), version,
		    &proof->info, &proof->properties, ruling);
	comity_doc_free(doc);
	return rc;
}

/* Rule 20, after the proof: the certificate is the one that was signed. */
static int
bind_certificate(struct comity_proof *proof)
{
	const struct comity_certificate *named = comity_xades_pick(
	    &proof->properties.certificate, &proof->certificates);

	if (named != NULL && named == proof->certificate)
		return COMITY_OK;
	return comity_ruling_shape(&proof->ruling,
	    "rule 20: the signed properties name another certificate than the "
	    "one whose key verified the value");
}

/* Rule 26: a counter-signature signs its master's SignatureValue. */
static int
bind_master(const xmlNode *master, struct comity_proof *proof)
{
	const xmlNode *value =
	    comity_node_child(master, COMITY_NS_DS, "SignatureValue");
	size_t i;

	for (i = 0; i < proof->info.count; i++)
		if (proof->targets[i].node == value &&
		    !proof->info.references[i].base64)
			return COMITY_OK;
	return comity_ruling_shape(&proof->ruling,
	    "rule 26: no Reference leads to the SignatureValue of the "
	    "signature that this one stands in: it counter-signs nothing");
}

/* Dereference every Reference (rules 13 to 18, 23). */
static int
check_references(struct comity_proof_context *context, const xmlNode *master,
    struct comity_proof *proof)
{
	size_t i;
	int rc;

	for (i = 0; i < proof->info.count; i++) {
		rc = comity_reference_check(context->doc, context->identifiers,
		    proof->parts.node, master, context->beside,
		    &proof->info.references[i], &context->cache,
		    &proof->targets[i], &proof->ruling);
		if (rc != COMITY_OK)
			return rc;
	}
	return comity_coverage_find(context, master, proof);
}

int
comity_proof_make(struct comity_proof_context *context, xmlNodePtr node,
    const char *id, const xmlNode *master, struct comity_proof *proof)
{
	struct comity_signed_info methods = { 0 };
	struct comity_octets octets = { 0 };
	int rc;

	proof->dating = context->dating;
	if (comity_evidence_has_stamps(node)) {
		proof->dating.known = true;
		proof->dating.day = INT64_MIN + 1;
	}
	rc = prepare(context, node, id, master, &methods, proof);
	if (rc == COMITY_OK)
		rc = check_value(context, &methods, proof, &octets);
	if (rc == COMITY_OK)
		rc = read_info(context, &methods, &octets, proof);
	if (rc == COMITY_OK)
		rc = check_references(context, master, proof);
	if (rc == COMITY_OK)
		rc = proof->plain ? comity_plain_references(proof)
				  : bind_properties(context, proof);
	if (rc == COMITY_OK && !proof->plain)
		rc = bind_certificate(proof);
	if (rc == COMITY_OK && master != NULL)
		rc = bind_master(master, proof);
	proof->intact = rc == COMITY_OK;
	if (!proof->intact)
		proof->covered = NULL;
	comity_octets_clear(&octets);
	comity_signed_info_clear(&methods);
	return rc;
}
