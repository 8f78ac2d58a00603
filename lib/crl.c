/* SPDX-License-Identifier: Apache-2.0 */
#include "crl.h"

#include "crypto.h"
#include "limit.h"
#include "memory.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct comity_crl {
	X509_CRL *x509;
	int64_t this_update, next_update; /* INT64_MIN: states none */
	char sha256[65]; /* of its octets */
	bool usable; /* its own shape is one that we understand in full */
	char proven_by[65]; /* SHA-256 of the issuer it was checked with */
};

static void
crl_free(struct comity_crl *crl)
{
	if (crl == NULL)
		return;
	X509_CRL_free(crl->x509);
	free(crl);
}

void
comity_crls_clear(struct comity_crls *crls)
{
	size_t i;

	for (i = 0; i < crls->count; i++)
		crl_free(crls->at[i]);
	free(crls->at);
	crls->at = NULL;
	crls->count = 0;
}

/* RFC 5280 5.2: an unknown critical extension makes a CRL unusable, and so,
 * here, does being a delta: it says nothing on its own. */
static bool
extensions_known(const X509_CRL *x509)
{
	int i, nid;

	for (i = 0; i < X509_CRL_get_ext_count(x509); i++) {
		X509_EXTENSION *extension = X509_CRL_get_ext(x509, i);

		nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
		if (nid == NID_delta_crl)
			return false;
		if (X509_EXTENSION_get_critical(extension) &&
		    nid != NID_issuing_distribution_point &&
		    nid != NID_authority_key_identifier &&
		    nid != NID_crl_number)
			return false;
	}
	return true;
}

/* Whether the digest of the CRL's signature still binds anybody. */
static bool
digest_holds(const X509_CRL *x509)
{
	int digest;

	if (OBJ_find_sigid_algs(
		X509_CRL_get_signature_nid(x509), &digest, NULL) != 1)
		return false;
	switch (digest) {
	case NID_undef: /* RSASSA-PSS and EdDSA carry it elsewhere */
	case NID_sha256:
	case NID_sha384:
	case NID_sha512:
	case NID_sha3_256:
	case NID_sha3_384:
	case NID_sha3_512:
		return true;
	default:
		return false;
	}
}

/* Take over a parsed CRL, also when it fails. */
static int
crls_add(struct comity_crls *crls, X509_CRL *x509)
{
	struct comity_crl **at =
	    reallocarray(crls->at, crls->count + 1, sizeof(*at));
	struct comity_crl *crl = calloc(1, sizeof(*crl));
	unsigned char sha256[32], *der = NULL;
	int len = i2d_X509_CRL(x509, &der);
	bool digested = len > 0 && comity_sha256(der, (size_t)len, sha256);

	OPENSSL_free(der);
	if (at != NULL)
		crls->at = at;
	if (at == NULL || crl == NULL || !digested) {
		X509_CRL_free(x509);
		free(crl);
		return COMITY_ENOMEM;
	}
	crl->x509 = x509;
	comity_hex(sha256, sizeof(sha256), crl->sha256);
	crl->usable = comity_certificate_time(
			  X509_CRL_get0_lastUpdate(x509), &crl->this_update) &&
		      extensions_known(x509) && digest_holds(x509);
	if (X509_CRL_get0_nextUpdate(x509) == NULL ||
	    !comity_certificate_time(
		X509_CRL_get0_nextUpdate(x509), &crl->next_update))
		crl->next_update = INT64_MIN;
	crls->at[crls->count++] = crl;
	return COMITY_OK;
}

static int
read_pem(const struct comity_source *source, struct comity_crls *out)
{
	BIO *bio = BIO_new_mem_buf(source->bytes, (int)source->len);
	size_t count = out->count;
	X509_CRL *x509;
	int rc = COMITY_OK;

	if (bio == NULL)
		return COMITY_ENOMEM;
	ERR_clear_error();
	while (rc == COMITY_OK &&
	       (x509 = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL)) != NULL) {
		if (out->count - count == COMITY_CRLS_MAX) {
			X509_CRL_free(x509);
			rc = COMITY_ELIMIT;
		} else {
			rc = crls_add(out, x509);
		}
	}
	if (rc == COMITY_OK &&
	    (out->count == count ||
		ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE))
		rc = COMITY_REFUSED;
	BIO_free(bio);
	return rc;
}

static int
read_der(const unsigned char *der, size_t len, struct comity_crls *out)
{
	const unsigned char *end = der;
	X509_CRL *x509 = d2i_X509_CRL(NULL, &end, (long)len);

	if (x509 == NULL)
		return COMITY_REFUSED;
	if (end != der + len) {
		X509_CRL_free(x509);
		return COMITY_REFUSED;
	}
	return crls_add(out, x509);
}

int
comity_crls_read_der(const unsigned char *der, size_t len,
    struct comity_crls *out, char sha256[65])
{
	int rc = COMITY_REFUSED;

	if (len > 0 && len <= INT_MAX && out->count < COMITY_CRLS_MAX)
		rc = read_der(der, len, out);
	ERR_clear_error();
	if (rc == COMITY_REFUSED && comity_memory_failed())
		return COMITY_ENOMEM;
	if (rc == COMITY_OK && sha256 != NULL)
		memcpy(sha256, out->at[out->count - 1]->sha256, 65);
	return rc;
}

int
comity_crls_read(const struct comity_source *source,
    struct comity_report *report, struct comity_crls *out)
{
	struct comity_place place = { .file = source->name };
	size_t count = out->count;
	int rc;

	if (source->len > INT_MAX)
		return comity_report_add(
		    report, COMITY_F_CRL_UNREADABLE, &place, NULL, NULL);
	/* DER begins with the tag of a SEQUENCE, which no PEM does. */
	if (source->bytes[0] == 0x30)
		rc = read_der(source->bytes, source->len, out);
	else
		rc = read_pem(source, out);
	ERR_clear_error();
	if (rc == COMITY_OK)
		return COMITY_OK;
	while (out->count > count)
		crl_free(out->at[--out->count]);
	if (rc == COMITY_REFUSED && comity_memory_failed())
		return COMITY_ENOMEM;
	if (rc == COMITY_REFUSED)
		return comity_report_add(
		    report, COMITY_F_CRL_UNREADABLE, &place, NULL, NULL);
	if (rc == COMITY_ELIMIT && comity_report_add(report, COMITY_F_CRL_MANY,
				       &place, NULL, NULL) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	return rc;
}

static bool
named_by(const struct comity_crl *crl, const X509_NAME *name)
{
	return X509_NAME_cmp(X509_CRL_get_issuer(crl->x509), name) == 0;
}

/* Whether the issuer may sign CRLs and has signed this one. */
static bool
signed_by(const struct comity_crl *crl, const struct comity_certificate *issuer)
{
	X509 *x509 = comity_certificate_x509(issuer);
	EVP_PKEY *key = comity_certificate_public_key(issuer);
	bool holds;

	if (strcmp(crl->proven_by, comity_certificate_sha256(issuer)) == 0)
		return true;
	holds = key != NULL && named_by(crl, X509_get_subject_name(x509)) &&
		(X509_get_key_usage(x509) & KU_CRL_SIGN) != 0 &&
		X509_CRL_verify(crl->x509, key) == 1;
	ERR_clear_error();
	return holds;
}

void
comity_crls_prove(
    struct comity_crls *crls, const struct comity_certificate *issuer)
{
	size_t i;

	for (i = 0; i < crls->count; i++) {
		struct comity_crl *crl = crls->at[i];

		if (crl->usable && crl->proven_by[0] == '\0' &&
		    signed_by(crl, issuer))
			memcpy(crl->proven_by,
			    comity_certificate_sha256(issuer),
			    sizeof(crl->proven_by));
	}
}

/* Whether one of a CRL's distribution point names is one of the
 * certificate's (RFC 5280 6.3.3 b 2 i); full names only. */
static bool
point_matches(const DIST_POINT_NAME *point, const X509 *x509)
{
	STACK_OF(DIST_POINT) *points =
	    X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
	bool matches = false;
	int i, j, k;

	for (i = 0; point->type == 0 && i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *own =
		    sk_DIST_POINT_value(points, i)->distpoint;

		if (own == NULL || own->type != 0)
			continue;
		for (j = 0; j < sk_GENERAL_NAME_num(own->name.fullname); j++)
			for (k = 0;
			     k < sk_GENERAL_NAME_num(point->name.fullname); k++)
				if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(
							 own->name.fullname, j),
					sk_GENERAL_NAME_value(
					    point->name.fullname, k)) == 0)
					matches = true;
	}
	sk_DIST_POINT_pop_free(points, DIST_POINT_free);
	return matches;
}

/* Whether the certificate is among those the CRL speaks of. */
static bool
in_scope(const struct comity_crl *crl, X509 *x509)
{
	int critical = -1;
	ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(
	    crl->x509, NID_issuing_distribution_point, &critical, NULL);
	bool is_ca = X509_check_ca(x509) > 0, holds;

	if (scope == NULL)
		return critical == -1; /* absent; else unreadable or twice */
	holds =
	    scope->onlysomereasons == NULL && scope->indirectCRL <= 0 &&
	    scope->onlyattr <= 0 && !(scope->onlyuser > 0 && is_ca) &&
	    !(scope->onlyCA > 0 && !is_ca) &&
	    (scope->distpoint == NULL || point_matches(scope->distpoint, x509));
	ISSUING_DIST_POINT_free(scope);
	return holds;
}

/* Since when a CRL lists a certificate; INT64_MAX: it does not. */
static int64_t
listed_since(const struct comity_crl *crl, X509 *x509)
{
	X509_REVOKED *entry = NULL;
	ASN1_GENERALIZEDTIME *invalidity;
	int64_t since, at;
	int critical = -1;

	if (X509_CRL_get0_by_serial(
		crl->x509, &entry, X509_get_serialNumber(x509)) == 0)
		return INT64_MAX;
	if (!comity_certificate_time(
		X509_REVOKED_get0_revocationDate(entry), &since))
		since = INT64_MIN;
	invalidity = X509_REVOKED_get_ext_d2i(
	    entry, NID_invalidity_date, &critical, NULL);
	if (invalidity != NULL) {
		if (!comity_certificate_time(invalidity, &at))
			since = INT64_MIN;
		else if (at < since)
			since = at;
	} else if (critical != -1) {
		since = INT64_MIN; /* there, but unreadable: since ever */
	}
	ASN1_GENERALIZEDTIME_free(invalidity);
	return since;
}

void
comity_revocation_fold(struct comity_revocation *out, int64_t this_update,
    int64_t next_update, int64_t since, int64_t at, bool by_ocsp)
{
	bool first = out->answer == COMITY_REVOCATION_NONE ||
		     out->answer == COMITY_REVOCATION_UNPROVEN;

	if (!first && this_update < out->this_update)
		return;
	if (!first && this_update == out->this_update &&
	    out->answer == COMITY_REVOCATION_REVOKED && out->since <= since)
		return;
	out->this_update = this_update;
	out->next_update = next_update;
	out->since = since;
	out->by_ocsp = by_ocsp;
	if (since != INT64_MAX)
		out->answer = COMITY_REVOCATION_REVOKED;
	else if (next_update >= at || this_update >= at)
		out->answer = COMITY_REVOCATION_GOOD;
	else
		out->answer = COMITY_REVOCATION_STALE;
}

/* Whether a CRL's silence still speaks of a certificate: CAs drop expired
 * ones, unless they say since when they keep them (X.509 9.5.2.8). */
static bool
keeps(const struct comity_crl *crl, const struct comity_certificate *of)
{
	ASN1_OBJECT *name = OBJ_txt2obj("2.5.29.60", 1);
	ASN1_GENERALIZEDTIME *since = NULL;
	const ASN1_OCTET_STRING *value;
	const unsigned char *der;
	int64_t at = INT64_MAX;
	int place;

	if (crl->this_update <= comity_certificate_not_after(of)) {
		ASN1_OBJECT_free(name);
		return true;
	}
	place =
	    name != NULL ? X509_CRL_get_ext_by_OBJ(crl->x509, name, -1) : -1;
	if (place >= 0) {
		value =
		    X509_EXTENSION_get_data(X509_CRL_get_ext(crl->x509, place));
		der = ASN1_STRING_get0_data(value);
		since = d2i_ASN1_GENERALIZEDTIME(
		    NULL, &der, ASN1_STRING_length(value));
	}
	if (since == NULL || !comity_certificate_time(since, &at))
		at = INT64_MAX;
	ASN1_GENERALIZEDTIME_free(since);
	ASN1_OBJECT_free(name);
	return at <= comity_certificate_not_after(of);
}

/* The digest under a CRL's signature; NULL: it has none apart. */
static const char *
digest_name(const struct comity_crl *crl)
{
	int digest;

	if (OBJ_find_sigid_algs(
		X509_CRL_get_signature_nid(crl->x509), &digest, NULL) != 1 ||
	    digest == NID_undef)
		return NULL;
	return OBJ_nid2sn(digest);
}

void
comity_crls_find(const struct comity_crls *crls,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_vouching *vouching, struct comity_revocation *out)
{
	X509 *x509 = comity_certificate_x509(certificate);
	bool vouched;
	int64_t since;
	size_t i;

	for (i = 0; i < crls->count; i++) {
		const struct comity_crl *crl = crls->at[i];

		if (!named_by(crl, X509_get_issuer_name(x509)))
			continue;
		since = listed_since(crl, x509);
		vouched = comity_vouching_holds(
		    vouching, crl->sha256, digest_name(crl));
		if (issuer != NULL && crl->usable && in_scope(crl, x509) &&
		    (since != INT64_MAX ||
			(vouched && keeps(crl, certificate))) &&
		    signed_by(crl, issuer)) {
			comity_revocation_fold(out, crl->this_update,
			    crl->next_update, since, at, false);
			continue;
		}
		out->refused++;
		if (!vouched)
			out->unproven++;
		if (issuer == NULL && since != INT64_MAX &&
		    out->answer == COMITY_REVOCATION_NONE) {
			out->answer = COMITY_REVOCATION_UNPROVEN;
			out->since = since;
		}
	}
	ERR_clear_error();
}

int
comity_crls_speaking(const struct comity_crls *crls,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at, unsigned char **der,
    size_t *len)
{
	struct comity_crls one = { .count = 1 };
	const struct comity_crl *best = NULL;
	unsigned char *own = NULL;
	size_t i;
	int own_len;

	*der = NULL;
	for (i = 0; i < crls->count; i++) {
		struct comity_revocation found = { 0 };

		one.at = &crls->at[i];
		comity_crls_find(&one, certificate, issuer, at, NULL, &found);
		if ((found.answer == COMITY_REVOCATION_GOOD ||
			found.answer == COMITY_REVOCATION_REVOKED) &&
		    (best == NULL ||
			best->this_update < crls->at[i]->this_update))
			best = crls->at[i];
	}
	if (best == NULL)
		return COMITY_OK;
	if ((own_len = i2d_X509_CRL(best->x509, &own)) <= 0 ||
	    (*der = malloc((size_t)own_len)) == NULL) {
		OPENSSL_free(own);
		return COMITY_ENOMEM;
	}
	memcpy(*der, own, (size_t)own_len);
	*len = (size_t)own_len;
	OPENSSL_free(own);
	return COMITY_OK;
}
