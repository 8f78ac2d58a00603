/* SPDX-License-Identifier: Apache-2.0 */
#include "ocsp.h"

#include "crypto.h"
#include "limit.h"
#include "memory.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct comity_ocsp {
	OCSP_BASICRESP *basic;
	unsigned char *der; /* of the whole answer */
	size_t len;
	char sha256[65];
	int64_t produced;
};

static void
ocsp_free(struct comity_ocsp *ocsp)
{
	if (ocsp == NULL)
		return;
	OCSP_BASICRESP_free(ocsp->basic);
	free(ocsp->der);
	free(ocsp);
}

void
comity_ocsps_clear(struct comity_ocsps *ocsps)
{
	size_t i;

	for (i = 0; i < ocsps->count; i++)
		ocsp_free(ocsps->at[i]);
	free(ocsps->at);
	ocsps->at = NULL;
	ocsps->count = 0;
}

static int
ocsp_read(const unsigned char *der, size_t len, struct comity_ocsp *ocsp)
{
	const unsigned char *at = der;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)len);
	unsigned char sha256[32];
	int rc = COMITY_REFUSED;

	if (response == NULL || at != der + len ||
	    OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
		goto out;
	ocsp->basic = OCSP_response_get1_basic(response);
	if (ocsp->basic == NULL ||
	    !comity_certificate_time(
		OCSP_resp_get0_produced_at(ocsp->basic), &ocsp->produced))
		goto out;
	rc = COMITY_ENOMEM;
	if ((ocsp->der = malloc(len)) == NULL ||
	    !comity_sha256(der, len, sha256))
		goto out;
	memcpy(ocsp->der, der, len);
	ocsp->len = len;
	comity_hex(sha256, sizeof(sha256), ocsp->sha256);
	rc = COMITY_OK;
out:
	OCSP_RESPONSE_free(response);
	ERR_clear_error();
	if (rc == COMITY_REFUSED && comity_memory_failed())
		rc = COMITY_ENOMEM;
	return rc;
}

int
comity_ocsps_read_der(const unsigned char *der, size_t len,
    struct comity_ocsps *out, char sha256[65])
{
	struct comity_ocsp **at, *ocsp;
	int rc;

	if (len == 0 || len > COMITY_TOKEN_MAX ||
	    out->count == COMITY_OCSPS_MAX)
		return COMITY_REFUSED;
	at = reallocarray(out->at, out->count + 1, sizeof(*at));
	if (at == NULL)
		return COMITY_ENOMEM;
	out->at = at;
	if ((ocsp = calloc(1, sizeof(*ocsp))) == NULL)
		return COMITY_ENOMEM;
	if ((rc = ocsp_read(der, len, ocsp)) != COMITY_OK) {
		ocsp_free(ocsp);
		return rc;
	}
	if (sha256 != NULL)
		memcpy(sha256, ocsp->sha256, 65);
	at[out->count++] = ocsp;
	return COMITY_OK;
}

int
comity_ocsps_read(const struct comity_source *source,
    struct comity_report *report, struct comity_ocsps *out)
{
	struct comity_place place = { .file = source->name };
	int rc = comity_ocsps_read_der(source->bytes, source->len, out, NULL);

	if (rc == COMITY_REFUSED)
		return comity_report_add(
		    report, COMITY_F_OCSP_UNREADABLE, &place, NULL, NULL);
	return rc;
}

/* The one answer that is about this certificate of this issuer; NULL none.
 * The digest of the CertID is the responder's choice (SHA-1 mostly): it names
 * and proves nothing. */
static OCSP_SINGLERESP *
single_of(const struct comity_ocsp *ocsp, X509 *certificate, X509 *issuer)
{
	OCSP_SINGLERESP *found = NULL;
	int i;

	for (i = 0; i < OCSP_resp_count(ocsp->basic); i++) {
		OCSP_SINGLERESP *single = OCSP_resp_get0(ocsp->basic, i);
		const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id(single);
		ASN1_OBJECT *object = NULL;
		const EVP_MD *digest;
		OCSP_CERTID *own;

		OCSP_id_get0_info(NULL, &object, NULL, NULL, (OCSP_CERTID *)id);
		digest = EVP_get_digestbyobj(object);
		own = digest != NULL
			  ? OCSP_cert_to_id(digest, certificate, issuer)
			  : NULL;
		if (own != NULL && OCSP_id_cmp(own, id) == 0)
			found = single;
		OCSP_CERTID_free(own);
	}
	return found;
}

/* Whether a certificate was signed by the issuer's key. */
static bool
issued_by(X509 *x509, const struct comity_certificate *issuer)
{
	EVP_PKEY *key = comity_certificate_public_key(issuer);

	return key != NULL &&
	       X509_check_issued(comity_certificate_x509(issuer), x509) ==
		   X509_V_OK &&
	       X509_verify(x509, key) == 1;
}

/* A responder without id-pkix-ocsp-nocheck may have been revoked. */
static bool
not_revoked(X509 *x509, const struct comity_ocsp *ocsp,
    const struct comity_certificate *issuer,
    const struct comity_vouching *vouching, const struct comity_crls *crls)
{
	struct comity_certificate *responder = NULL;
	struct comity_revocation found = { 0 };
	unsigned char *der = NULL;
	int len;

	if (X509_get_ext_by_NID(x509, NID_id_pkix_OCSP_noCheck, -1) >= 0)
		return true;
	if (crls == NULL || (len = i2d_X509(x509, &der)) <= 0)
		return false;
	if (comity_certificate_read_der(der, (size_t)len, &responder) ==
	    COMITY_OK)
		comity_crls_find(
		    crls, responder, issuer, ocsp->produced, vouching, &found);
	OPENSSL_free(der);
	comity_certificate_free(responder);
	return found.answer == COMITY_REVOCATION_GOOD;
}

/* Whether the issuer gave this one the right to answer for it. */
static bool
delegated(X509 *x509, const struct comity_ocsp *ocsp,
    const struct comity_certificate *issuer,
    const struct comity_vouching *vouching, const struct comity_crls *crls)
{
	int64_t from, to;

	return issued_by(x509, issuer) &&
	       (X509_get_extension_flags(x509) &
		   (EXFLAG_INVALID | EXFLAG_CRITICAL)) == 0 &&
	       (X509_get_extension_flags(x509) & EXFLAG_XKUSAGE) != 0 &&
	       (X509_get_extended_key_usage(x509) & XKU_OCSP_SIGN) != 0 &&
	       (X509_get_key_usage(x509) &
		   (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 &&
	       comity_certificate_time(X509_get0_notBefore(x509), &from) &&
	       comity_certificate_time(X509_get0_notAfter(x509), &to) &&
	       from <= ocsp->produced && ocsp->produced <= to &&
	       not_revoked(x509, ocsp, issuer, vouching, crls);
}

/* The digest under an answer's signature; NULL: it has none apart. */
static const char *
digest_name(const struct comity_ocsp *ocsp)
{
	const X509_ALGOR *algorithm = OCSP_resp_get0_tbs_sigalg(ocsp->basic);
	const ASN1_OBJECT *object = NULL;
	int digest;

	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	if (OBJ_find_sigid_algs(OBJ_obj2nid(object), &digest, NULL) != 1 ||
	    digest == NID_undef)
		return NULL;
	return OBJ_nid2sn(digest);
}

/* Whether the answer was signed by somebody who may speak for the issuer. */
static bool
signed_for(const struct comity_ocsp *ocsp,
    const struct comity_certificate *issuer,
    const struct comity_vouching *vouching, const struct comity_crls *crls)
{
	X509 *own = comity_certificate_x509(issuer), *signer = NULL;
	const struct comity_digest_method *digest =
	    comity_digest_named(digest_name(ocsp));
	STACK_OF(X509) *issuers = sk_X509_new_null();
	EVP_PKEY *key;
	bool holds = false;

	if (digest_name(ocsp) != NULL && (digest == NULL || digest->len < 32))
		goto out;
	if (issuers == NULL || sk_X509_push(issuers, own) == 0 ||
	    OCSP_resp_get0_signer(ocsp->basic, &signer, issuers) != 1)
		goto out;
	key = X509_get0_pubkey(signer);
	if (key == NULL || EVP_PKEY_get_security_bits(key) < 112 ||
	    (X509_cmp(signer, own) != 0 &&
		!delegated(signer, ocsp, issuer, vouching, crls)))
		goto out;
	sk_X509_zero(issuers);
	if (sk_X509_push(issuers, signer) == 0)
		goto out;
	/* the certificate was judged above; what is left is the signature */
	holds = OCSP_basic_verify(ocsp->basic, issuers, NULL,
		    OCSP_TRUSTOTHER | OCSP_NOINTERN | OCSP_NOVERIFY) == 1;
out:
	sk_X509_free(issuers);
	ERR_clear_error();
	return holds;
}

/* RFC 6960 4.4.4: the responder still answers for certificates that ended
 * after its archive cutoff. */
static bool
keeps(OCSP_SINGLERESP *single, int64_t this_update,
    const struct comity_certificate *of)
{
	ASN1_GENERALIZEDTIME *cutoff;
	int64_t at = INT64_MAX;

	if (this_update <= comity_certificate_not_after(of))
		return true;
	cutoff = OCSP_SINGLERESP_get1_ext_d2i(
	    single, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
	if (cutoff == NULL || !comity_certificate_time(cutoff, &at))
		at = INT64_MAX;
	ASN1_GENERALIZEDTIME_free(cutoff);
	return at <= comity_certificate_not_after(of);
}

/* What one answer says of a certificate. */
struct said {
	int64_t this_update, next_update, since; /* since INT64_MAX: good */
};

static bool
said_read(OCSP_SINGLERESP *single, struct said *out)
{
	ASN1_GENERALIZEDTIME *revoked = NULL, *this = NULL, *next = NULL;
	int status =
	    OCSP_single_get0_status(single, NULL, &revoked, &this, &next);

	if (!comity_certificate_time(this, &out->this_update) ||
	    (status != V_OCSP_CERTSTATUS_GOOD &&
		status != V_OCSP_CERTSTATUS_REVOKED))
		return false; /* "unknown" says nothing */
	if (next == NULL)
		out->next_update = out->this_update + COMITY_OCSP_FRESH;
	else if (!comity_certificate_time(next, &out->next_update))
		return false;
	out->since = INT64_MAX;
	if (status == V_OCSP_CERTSTATUS_REVOKED &&
	    !comity_certificate_time(revoked, &out->since))
		out->since = INT64_MIN;
	return true;
}

/* Whether an answer holds for a certificate, and what it says. *refused: it
 * is about the certificate but does not hold; *unproven: too late to be
 * believed. */
static bool
ask(const struct comity_ocsp *ocsp,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer,
    const struct comity_vouching *vouching, const struct comity_crls *crls,
    struct said *said, bool *refused, bool *unproven)
{
	OCSP_SINGLERESP *single =
	    single_of(ocsp, comity_certificate_x509(certificate),
		comity_certificate_x509(issuer));

	*refused = single != NULL;
	*unproven = false;
	if (single == NULL || !said_read(single, said))
		return false;
	if (said->since == INT64_MAX) {
		*unproven = !comity_vouching_holds(
		    vouching, ocsp->sha256, digest_name(ocsp));
		if (*unproven || !keeps(single, said->this_update, certificate))
			return false;
	}
	return signed_for(ocsp, issuer, vouching, crls);
}

void
comity_ocsps_find(const struct comity_ocsps *ocsps,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_vouching *vouching, const struct comity_crls *crls,
    struct comity_revocation *out)
{
	struct said said;
	bool refused, unproven;
	size_t i;

	for (i = 0; issuer != NULL && i < ocsps->count; i++) {
		if (ask(ocsps->at[i], certificate, issuer, vouching, crls,
			&said, &refused, &unproven))
			comity_revocation_fold(out, said.this_update,
			    said.next_update, said.since, at, true);
		else
			out->refused += refused;
		out->unproven += unproven;
	}
	ERR_clear_error();
}

const unsigned char *
comity_ocsps_speaking(const struct comity_ocsps *ocsps,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_crls *crls, size_t *len)
{
	const struct comity_ocsp *best = NULL;
	int64_t newest = INT64_MIN;
	bool refused, unproven;
	struct said said;
	size_t i;

	for (i = 0; i < ocsps->count; i++)
		if (ask(ocsps->at[i], certificate, issuer, NULL, crls, &said,
			&refused, &unproven) &&
		    said.this_update > newest &&
		    (said.since != INT64_MAX || said.next_update >= at || said.this_update >= at)) {
			newest = said.this_update;
			best = ocsps->at[i];
		}
	ERR_clear_error();
	if (best == NULL)
		return NULL;
	*len = best->len;
	return best->der;
}

int
comity_ocsp_query(const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, unsigned char **der, size_t *len)
{
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	/* SHA-1 only names here; it is what every responder understands */
	OCSP_CERTID *id =
	    OCSP_cert_to_id(EVP_sha1(), comity_certificate_x509(certificate),
		comity_certificate_x509(issuer));
	unsigned char *own = NULL;
	int own_len, rc = COMITY_ENOMEM;

	*der = NULL;
	if (request == NULL || id == NULL ||
	    OCSP_request_add0_id(request, id) == NULL)
		goto out;
	id = NULL; /* transferred */
	own_len = i2d_OCSP_REQUEST(request, &own);
	if (own_len <= 0 || (*der = malloc((size_t)own_len)) == NULL)
		goto out;
	memcpy(*der, own, (size_t)own_len);
	*len = (size_t)own_len;
	rc = COMITY_OK;
out:
	OPENSSL_free(own);
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(request);
	ERR_clear_error();
	return rc;
}
