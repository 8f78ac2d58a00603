/* SPDX-License-Identifier: Apache-2.0 */
#include "extend-values.h"

#include "base64.h"
#include "crypto.h"
#include "limit.h"
#include "memory.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

/* What is collected: base64 in elements. */
struct values {
	struct comity_text certificates, crls, ocsps;
	struct comity_existence taken; /* by SHA-256, whatever the moment */
};

static void
values_clear(struct values *values)
{
	comity_text_clear(&values->certificates);
	comity_text_clear(&values->crls);
	comity_text_clear(&values->ocsps);
	comity_existence_clear(&values->taken);
}

void
comity_extend_stamp_text(struct comity_text *out, const char *prefix,
    const char *name, const char *token)
{
	comity_text_addf(out,
	    "<%s:%s><ds:CanonicalizationMethod "
	    "Algorithm=\"" COMITY_URI_EXC_C14N "\"/>"
	    "<xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp>"
	    "</%s:%s>",
	    prefix, name, token, prefix, name);
}

static int
add(struct comity_text *out, const char *name, const unsigned char *der,
    size_t len)
{
	char *text = comity_base64_write(der, len);

	if (text == NULL)
		return COMITY_ENOMEM;
	comity_text_addf(out, "<xades:%s>%s</xades:%s>", name, text, name);
	free(text);
	return out->failed ? COMITY_ENOMEM : COMITY_OK;
}

static bool
has_certificate(const struct comity_extend_step *step,
    const struct comity_certificate *certificate)
{
	const char *sha256 = comity_certificate_sha256(certificate);
	size_t i;

	for (i = 0; i < step->evidence->item_count; i++)
		if (strcmp(step->evidence->items[i].sha256, sha256) == 0)
			return true;
	return false;
}

static int
take_certificate(struct comity_extend_step *step,
    const struct comity_certificate *certificate, struct values *values)
{
	const char *sha256 = comity_certificate_sha256(certificate);
	const unsigned char *der;
	size_t len;

	if (has_certificate(step, certificate) ||
	    comity_existence_of(&values->taken, sha256) != INT64_MAX)
		return COMITY_OK;
	if (comity_existence_add(&values->taken, sha256, 0) != COMITY_OK)
		return COMITY_ENOMEM;
	der = comity_certificate_der(certificate, &len);
	return add(
	    &values->certificates, "EncapsulatedX509Certificate", der, len);
}

/* Take the CRL or answer that was found, unless it was taken already. */
static int
take_revocation(
    const unsigned char *der, size_t len, bool is_crl, struct values *values)
{
	unsigned char sha256[32];
	char hex[65];

	if (!comity_sha256(der, len, sha256))
		return COMITY_EINTERNAL;
	comity_hex(sha256, sizeof(sha256), hex);
	if (comity_existence_of(&values->taken, hex) != INT64_MAX)
		return COMITY_OK;
	if (comity_existence_add(&values->taken, hex, 0) != COMITY_OK)
		return COMITY_ENOMEM;
	return is_crl ? add(&values->crls, "EncapsulatedCRLValue", der, len)
		      : add(&values->ocsps, "EncapsulatedOCSPValue", der, len);
}

/* Whether what is embedded already speaks of a certificate at a time. */
static bool
is_covered(const struct comity_extend_step *step,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at)
{
	const struct comity_evidence *evidence = step->evidence;
	struct comity_revocation found = { 0 };

	comity_crls_find(
	    &evidence->crls, certificate, issuer, at, NULL, &found);
	comity_ocsps_find(&evidence->ocsps, certificate, issuer, at, NULL,
	    &evidence->crls, &found);
	return found.answer == COMITY_REVOCATION_GOOD ||
	       found.answer == COMITY_REVOCATION_REVOKED;
}

/* Look in what was given; *found: it was there, and was taken. */
static int
look(struct comity_extend_step *step,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at, struct values *values,
    bool *found)
{
	const struct comity_trust *trust = step->extension->trust;
	const unsigned char *answer;
	unsigned char *crl = NULL;
	size_t len = 0;
	int rc;

	answer = comity_ocsps_speaking(
	    &trust->ocsps, certificate, issuer, at, &trust->crls, &len);
	*found = answer != NULL;
	if (answer != NULL)
		return take_revocation(answer, len, false, values);
	rc = comity_crls_speaking(
	    &trust->crls, certificate, issuer, at, &crl, &len);
	*found = crl != NULL;
	if (crl != NULL)
		rc = take_revocation(crl, len, true, values);
	free(crl);
	return rc;
}

/* Say what is missing, and where to get it. */
static int
say_missing(struct comity_extend_step *step,
    const struct comity_certificate *certificate, bool issuer)
{
	struct comity_text text = { 0 };
	char *found;
	int rc;

	if (issuer)
		comity_text_addf(&text, "the certificate of \"%s\"",
		    comity_certificate_issuer(certificate));
	else
		comity_text_addf(&text,
		    "revocation data of \"%s\", from \"%s\"",
		    comity_certificate_subject(certificate),
		    comity_certificate_issuer(certificate));
	if ((found = comity_text_take(&text)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_find(step->doc, step->proof->parts.node, step->report,
	    issuer ? COMITY_F_EXTEND_ISSUER : COMITY_F_EXTEND_REVOCATION, found,
	    NULL);
	free(found);
	return rc;
}

/* Revocation data of one certificate, as it was at a time. */
static int
take_status(struct comity_extend_step *step,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at, struct values *values)
{
	const struct comity_extension *extension = step->extension;
	bool found = is_covered(step, certificate, issuer, at);
	int rc = COMITY_OK;

	if (!found)
		rc = look(step, certificate, issuer, at, values, &found);
	if (rc == COMITY_OK && !found && extension->want != NULL) {
		rc = extension->want(
		    extension->user, certificate, issuer, step->report);
		if (rc == COMITY_OK)
			rc =
			    look(step, certificate, issuer, at, values, &found);
		else if (rc == COMITY_UNKNOWN || rc == COMITY_REFUSED)
			rc = COMITY_OK; /* it stays missing */
	}
	if (rc == COMITY_OK && !found)
		rc = say_missing(step, certificate, false);
	return rc;
}

/* Everything about one certificate that was used at a time. */
static int
take_chain(struct comity_extend_step *step,
    const struct comity_certificate *from, int64_t at, struct values *values)
{
	const struct comity_extension *extension = step->extension;
	struct comity_level_chain chain;
	size_t i, tries;
	int rc = COMITY_OK;

	for (tries = 0; tries < COMITY_PATH_MAX; tries++) {
		comity_level_follow(extension->trust, step->proof,
		    step->evidence, extension->certificates, from, &chain);
		if (chain.ends)
			break;
		rc = extension->want != NULL
			 ? extension->want(extension->user,
			       chain.at[chain.count - 1], NULL, step->report)
			 : COMITY_UNKNOWN;
		if (rc == COMITY_ENOMEM)
			return rc;
		if (rc != COMITY_OK)
			return say_missing(
			    step, chain.at[chain.count - 1], true);
	}
	for (i = 0; rc == COMITY_OK && i < chain.count; i++)
		rc = take_certificate(step, chain.at[i], values);
	for (i = 0; rc == COMITY_OK && i + 1 < chain.count; i++)
		rc =
		    take_status(step, chain.at[i], chain.at[i + 1], at, values);
	return rc;
}

/* An authority must be known to be good for as long as its timestamp has no
 * later one over it: with an archive timestamp to come, until now. */
static int
take_stamp(struct comity_extend_step *step, struct comity_stamp *stamp,
    bool archive, struct values *values)
{
	const struct comity_certificate *authority;
	const char *why;

	if (stamp->token == NULL || !stamp->matches)
		return COMITY_OK; /* it proves nothing anyway */
	authority = comity_token_prove(
	    stamp->token, &step->evidence->certificates, &why);
	if (authority == NULL)
		return comity_memory_failed() ? COMITY_ENOMEM : COMITY_OK;
	return take_chain(step, authority,
	    archive ? step->extension->now : comity_token_time(stamp->token),
	    values);
}

static void
write_revocations(struct comity_text *out, struct values *values)
{
	if (values->crls.len + values->ocsps.len == 0)
		return;
	comity_text_add(out, "<xades:RevocationValues>");
	if (values->crls.len > 0)
		comity_text_addf(out, "<xades:CRLValues>%s</xades:CRLValues>",
		    values->crls.data);
	if (values->ocsps.len > 0)
		comity_text_addf(out, "<xades:OCSPValues>%s</xades:OCSPValues>",
		    values->ocsps.data);
	comity_text_add(out, "</xades:RevocationValues>");
}

/* Each of the two properties may be there once; what comes later stands in
 * TimeStampValidationData. */
static void
write_values(const struct comity_extend_step *step, struct comity_text *out,
    struct values *values)
{
	xmlNodePtr properties = comity_evidence_properties(&step->proof->xades);
	bool later = comity_node_child(properties, COMITY_NS_XADES,
			 "CertificateValues") != NULL ||
		     comity_node_child(properties, COMITY_NS_XADES,
			 "RevocationValues") != NULL;

	if (values->certificates.len + values->crls.len + values->ocsps.len ==
	    0)
		return;
	if (later)
		comity_text_add(out, "<xades141:TimeStampValidationData>");
	if (values->certificates.len > 0)
		comity_text_addf(out,
		    "<xades:CertificateValues>%s</xades:CertificateValues>",
		    values->certificates.data);
	write_revocations(out, values);
	if (later)
		comity_text_add(out, "</xades141:TimeStampValidationData>");
}

int
comity_extend_values_text(
    struct comity_extend_step *step, bool archive, struct comity_text *out)
{
	struct comity_evidence *evidence = step->evidence;
	struct values values = { 0 };
	int64_t since = step->extension->now;
	size_t i;
	int rc;

	/* what is known of the signer must speak of when it signed, which is
	 * not after its first timestamp */
	for (i = 0; i < evidence->stamp_count; i++)
		if (evidence->stamps[i].kind == COMITY_STAMP_SIGNATURE &&
		    evidence->stamps[i].matches &&
		    comity_token_time(evidence->stamps[i].token) < since)
			since = comity_token_time(evidence->stamps[i].token);
	rc = take_chain(step, step->proof->certificate, since, &values);
	for (i = 0; rc == COMITY_OK && i < evidence->stamp_count; i++)
		if (archive || evidence->stamps[i].kind != COMITY_STAMP_ARCHIVE)
			rc = take_stamp(
			    step, &evidence->stamps[i], archive, &values);
	if (rc == COMITY_OK && (values.certificates.failed ||
				   values.crls.failed || values.ocsps.failed))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		write_values(step, out, &values);
	values_clear(&values);
	return rc;
}
