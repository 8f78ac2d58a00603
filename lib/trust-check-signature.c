/* SPDX-License-Identifier: Apache-2.0 */
/* The signature of a list (TS 119 612 clause 5.7.1): there, intact, over all
 * of it, and by a certificate that is made for it. No trust is asked for. */
#include "limit.h"
#include "text.h"
#include "trust-check.h"
#include "trust-reader.h"
#include "verify.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct signed_list {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	struct comity_report *report;
};

static int
find(const struct signed_list *s, const xmlNode *node,
    enum comity_finding_id finding, const char *found, const char *expected)
{
	int rc =
	    comity_doc_find(s->doc, node, s->report, finding, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* Is the value at the list's scheme one of the texts of an attribute of the
 * subject? names: a holder of several Name, else text itself. */
static bool
subject_says(X509 *x509, int nid, const char *value)
{
	const X509_NAME *name = X509_get_subject_name(x509);
	unsigned char *utf8 = NULL;
	bool same = false;
	int at = -1, len;

	while (!same && (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0) {
		len = ASN1_STRING_to_UTF8(&utf8,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
		same = len >= 0 && strlen(value) == (size_t)len &&
		       memcmp(utf8, value, (size_t)len) == 0;
		if (len >= 0)
			OPENSSL_free(utf8);
	}
	return same;
}

static bool
has_list_purpose(X509 *x509)
{
	EXTENDED_KEY_USAGE *usage =
	    X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
	char name[80];
	bool has = false;
	int i;

	for (i = 0; i < sk_ASN1_OBJECT_num(usage); i++)
		has |= OBJ_obj2txt(name, sizeof(name),
			   sk_ASN1_OBJECT_value(usage, i), 1) > 0 &&
		       strcmp(name, "0.4.0.2231.3.0") == 0;
	sk_ASN1_OBJECT_pop_free(usage, ASN1_OBJECT_free);
	return has;
}

/* Whether one of the operator's names is the subject's organization. */
static bool
is_operator(const struct signed_list *s, const xmlNode *scheme, X509 *x509)
{
	const xmlNode *holder =
	    comity_node_child(scheme, s->dialect->ns, "SchemeOperatorName");
	xmlNodePtr node =
	    holder == NULL ? NULL
			   : comity_node_child(holder, s->dialect->ns, "Name");
	bool same = false;
	char *text;

	for (; node != NULL && !same;
	     node = comity_node_next(node, s->dialect->ns, "Name")) {
		text = comity_node_value(node);
		same = text != NULL &&
		       subject_says(x509, NID_organizationName, text);
		free(text);
	}
	return same;
}

/* What clause 5.7.1 asks of the signer's certificate. */
static int
check_signer(const struct signed_list *s, const xmlNode *node,
    const struct comity_certificate *signer)
{
	X509 *x509 = comity_certificate_x509(signer);
	const xmlNode *scheme = comity_node_child(
	    comity_doc_root(s->doc), s->dialect->ns, s->dialect->scheme);
	const xmlNode *territory =
	    scheme == NULL
		? NULL
		: comity_node_child(scheme, s->dialect->ns, "SchemeTerritory");
	char *cc = territory != NULL ? comity_node_value(territory) : NULL;
	const char *lacks = NULL;

	if (cc != NULL && !subject_says(x509, NID_countryName, cc))
		lacks = "countryName = SchemeTerritory";
	else if (scheme != NULL && !is_operator(s, scheme, x509))
		lacks = "organizationName = SchemeOperatorName";
	else if ((X509_get_extension_flags(x509) & EXFLAG_CA) != 0)
		lacks = "basicConstraints CA:FALSE";
	else if (comity_certificate_ski(signer)[0] == '\0')
		lacks = "subjectKeyIdentifier";
	else if (!has_list_purpose(x509))
		lacks = "extendedKeyUsage id-tsl-kp-tslSigning";
	free(cc);
	return lacks == NULL ? COMITY_OK
			     : find(s, node, COMITY_F_TRUST_CHECK_SIGNER,
				   comity_certificate_subject(signer), lacks);
}

/* Every certificate in the KeyInfo of the list's signatures. */
static int
signers_read(const struct signed_list *s, struct comity_certificates *out)
{
	struct comity_report *unheard = comity_report_new();
	struct comity_trust_reader reader = {
		.doc = s->doc, .dialect = s->dialect, .report = unheard
	};
	struct comity_certificate *one;
	const xmlNode *signature, *node;
	int rc = unheard == NULL ? COMITY_ENOMEM : COMITY_OK;

	for (signature = comity_node_child(
		 comity_doc_root(s->doc), COMITY_NS_DS, "Signature");
	     signature != NULL && rc == COMITY_OK;
	     signature =
		 comity_node_next(signature, COMITY_NS_DS, "Signature")) {
		node = comity_node_child(signature, COMITY_NS_DS, "KeyInfo");
		if (node != NULL)
			node =
			    comity_node_child(node, COMITY_NS_DS, "X509Data");
		if (node != NULL)
			node = comity_node_child(
			    node, COMITY_NS_DS, "X509Certificate");
		for (; node != NULL && rc == COMITY_OK &&
		       out->count < COMITY_CERTIFICATES_MAX;
		     node = comity_node_next(
			 node, COMITY_NS_DS, "X509Certificate")) {
			rc = comity_trust_reader_certificate(
			    &reader, node, &one);
			if (rc == COMITY_OK)
				rc = comity_certificates_add(out, one);
			else if (rc == COMITY_REFUSED)
				rc = COMITY_OK; /* the signature's own fault */
		}
	}
	comity_report_free(unheard);
	return rc;
}

/* [enveloped-signature, exc-c14n] over the whole. */
static int
check_transforms(const struct signed_list *s, const xmlNode *signature)
{
	static const char *const steps[] = { "SignedInfo", "Reference",
		"Transforms", "Transform" };
	static const char *const wanted[] = {
		"http://www.w3.org/2000/09/xmldsig#enveloped-signature",
		"http://www.w3.org/2001/10/xml-exc-c14n#", NULL
	};
	const xmlNode *node = signature;
	size_t i;
	char *uri;
	bool same = true;

	for (i = 0; node != NULL && i < 4; i++)
		node = comity_node_child(node, COMITY_NS_DS, steps[i]);
	for (i = 0; node != NULL && same; i++) {
		uri = comity_node_attribute(node, "Algorithm");
		same = wanted[i] != NULL && comity_text_same(uri, wanted[i]);
		free(uri);
		node = comity_node_after(node);
	}
	if (same && i == 2)
		return COMITY_OK;
	return find(s, signature, COMITY_F_TRUST_CHECK_TRANSFORMS, NULL,
	    "enveloped-signature, xml-exc-c14n");
}

/* What is wrong with a signature, whoever may be trusted. */
static int
keep_broken(const struct signed_list *s, const struct comity_report *own)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; (finding = comity_report_at(own, i)) != NULL; i++)
		if (finding->severity != COMITY_INFO &&
		    strcmp(finding->id, "comity-algorithm-ends") != 0 &&
		    comity_report_add_finding(s->report, finding) ==
			COMITY_ENOMEM)
			return COMITY_ENOMEM;
	return COMITY_OK;
}

static int
check_one(const struct signed_list *s, const struct comity_signature *one,
    const struct comity_certificates *signers)
{
	size_t i;
	int rc = COMITY_OK;

	if (s->dialect->entities)
		return COMITY_OK; /* clause 5.7.1 is of the other standard */
	rc = check_transforms(s, one->node);
	for (i = 0; i < signers->count && rc == COMITY_OK; i++)
		if (strcmp(comity_certificate_sha256(signers->at[i]),
			one->certificate_sha256) == 0)
			return check_signer(s, one->node, signers->at[i]);
	return rc;
}

int
comity_trust_check_signature(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, int64_t moment,
    struct comity_report *report)
{
	const struct comity_verify_policy policy = { .moment = moment,
		.service_type = COMITY_SERVICE_TRUST_LIST };
	const struct signed_list s = { doc, dialect, report };
	struct comity_report *own = comity_report_new_like(report);
	struct comity_verification *verification = NULL;
	struct comity_certificates signers = { 0 };
	struct comity_trust *trust = NULL;
	size_t i;
	int rc = own == NULL ? COMITY_ENOMEM : signers_read(&s, &signers);

	/* as if they were pinned: who trusts them is not the question */
	if (rc == COMITY_OK)
		rc = comity_trust_new_for_list(
		    (const struct comity_certificate *const *)signers.at,
		    signers.count, &trust);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, trust, &policy, own, &verification);
	if (rc == COMITY_REFUSED || rc == COMITY_UNKNOWN)
		rc = COMITY_OK;
	if (rc == COMITY_OK && verification->count == 0)
		rc = find(&s, comity_doc_root(doc),
		    COMITY_F_TRUST_CHECK_UNSIGNED, NULL, NULL);
	else if (rc == COMITY_OK)
		rc = keep_broken(&s, own);
	for (i = 0; rc == COMITY_OK && i < verification->count; i++)
		rc = check_one(&s, &verification->signatures[i], &signers);
	comity_verification_free(verification);
	comity_certificates_clear(&signers);
	comity_trust_free(trust);
	comity_report_free(own);
	return rc;
}
