/* SPDX-License-Identifier: Apache-2.0 */
#include "key-store.h"

#include "memory.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <string.h>

static int
refuse(const struct comity_source *source, struct comity_report *report,
    enum comity_finding_id id)
{
	struct comity_place place = { .file = source->name };

	if (comity_memory_failed())
		return COMITY_ENOMEM;
	return comity_report_add(report, id, &place, NULL, NULL);
}

bool
comity_key_store_is(const struct comity_source *source)
{
	const unsigned char *at = (const unsigned char *)source->bytes;
	size_t skip;

	if (source->len < 16 || at[0] != 0x30)
		return false;
	/* the length: short, indefinite, or in up to four bytes */
	skip = at[1] <= 0x80 ? 2 : 2 + (size_t)(at[1] & 0x7f);
	return skip <= 6 && memcmp(at + skip, "\x02\x01\x03", 3) == 0;
}

static int
add(X509 *x509, struct comity_certificates *out)
{
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der), rc;

	if (len <= 0)
		return COMITY_ENOMEM;
	rc = comity_certificate_read_der(der, (size_t)len, &certificate);
	OPENSSL_free(der);
	return rc == COMITY_OK ? comity_certificates_add(out, certificate) : rc;
}

static int
take(const struct comity_source *source, X509 *x509, STACK_OF(X509) * chain,
    struct comity_report *report, struct comity_certificates *out)
{
	int i, rc = add(x509, out);

	for (i = 0; rc == COMITY_OK && i < sk_X509_num(chain); i++)
		rc = add(sk_X509_value(chain, i), out);
	return rc == COMITY_REFUSED
		   ? refuse(source, report, COMITY_F_CERTIFICATE_UNREADABLE)
		   : rc;
}

/* Why it could not be opened, from OpenSSL's own words for it. */
static enum comity_finding_id
why(const char *pass)
{
	unsigned long error;

	while ((error = ERR_get_error()) != 0) {
		if (ERR_GET_REASON(error) == ERR_R_UNSUPPORTED)
			return COMITY_F_KEY_STORE_OLD;
		if (ERR_GET_LIB(error) == ERR_LIB_EVP &&
		    (ERR_GET_REASON(error) == EVP_R_UNSUPPORTED_ALGORITHM ||
			ERR_GET_REASON(error) == EVP_R_UNKNOWN_PBE_ALGORITHM))
			return COMITY_F_KEY_STORE_OLD;
	}
	return pass == NULL ? COMITY_F_KEY_PASS_NEEDED
			    : COMITY_F_KEY_PASS_WRONG;
}

int
comity_key_store_read(const struct comity_source *source, const char *pass,
    struct comity_report *report, struct comity_certificates *certificates,
    EVP_PKEY **key)
{
	const unsigned char *at = (const unsigned char *)source->bytes;
	STACK_OF(X509) *chain = NULL;
	PKCS12 *store = NULL;
	X509 *x509 = NULL;
	int rc = COMITY_ENOMEM;

	*key = NULL;
	ERR_clear_error();
	if (source->len > LONG_MAX ||
	    (store = d2i_PKCS12(NULL, &at, (long)source->len)) == NULL) {
		rc = refuse(source, report, COMITY_F_KEY_UNREADABLE);
		goto out;
	}
	if (PKCS12_parse(store, pass, key, &x509, &chain) != 1) {
		rc = refuse(source, report, why(pass));
		goto out;
	}
	if (*key == NULL || x509 == NULL) {
		rc = refuse(source, report,
		    *key == NULL ? COMITY_F_KEY_UNREADABLE
				 : COMITY_F_CERTIFICATE_UNREADABLE);
		goto out;
	}
	rc = take(source, x509, chain, report, certificates);
out:
	if (rc != COMITY_OK) {
		EVP_PKEY_free(*key);
		*key = NULL;
	}
	sk_X509_pop_free(chain, X509_free);
	X509_free(x509);
	PKCS12_free(store);
	ERR_clear_error();
	return rc;
}
