/* SPDX-License-Identifier: Apache-2.0 */
#include "key.h"

#include "crypto.h"
#include "memory.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

struct passphrase {
	const char *pass;
	bool asked;
};

/* OpenSSL's callback; without one it would ask on the terminal. */
static int
give_pass(char *room, int room_len, int writing, void *data)
{
	struct passphrase *passphrase = data;
	size_t len;

	(void)writing;
	passphrase->asked = true;
	if (passphrase->pass == NULL)
		return -1;
	len = strlen(passphrase->pass);
	if (room_len < 0 || len > (size_t)room_len)
		return -1; /* cut, it would be another passphrase */
	memcpy(room, passphrase->pass, len);
	return (int)len;
}

int
comity_key_read(const struct comity_source *pem, const char *pass,
    struct comity_report *report, EVP_PKEY **out)
{
	struct comity_place place = { .file = pem->name };
	struct passphrase passphrase = { pass, false };
	enum comity_finding_id finding = COMITY_F_KEY_UNREADABLE;
	BIO *bio = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (pem->len > INT_MAX)
		return comity_report_add(
		    report, COMITY_F_KEY_UNREADABLE, &place, NULL, NULL);
	if ((bio = BIO_new_mem_buf(pem->bytes, (int)pem->len)) == NULL)
		goto out;
	*out = PEM_read_bio_PrivateKey(bio, NULL, give_pass, &passphrase);
	if (*out == NULL) {
		if (comity_memory_failed())
			goto out;
		if (passphrase.asked)
			finding = pass == NULL ? COMITY_F_KEY_PASS_NEEDED
					       : COMITY_F_KEY_PASS_WRONG;
		rc = comity_report_add(report, finding, &place, NULL, NULL);
		goto out;
	}
	rc = COMITY_OK;
out:
	BIO_free(bio);
	ERR_clear_error();
	return rc;
}

int
comity_key_read_public(const struct comity_source *pem,
    struct comity_report *report, EVP_PKEY **out)
{
	struct comity_place place = { .file = pem->name };
	BIO *bio = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (pem->len <= INT_MAX) {
		bio = BIO_new_mem_buf(pem->bytes, (int)pem->len);
		if (bio == NULL)
			goto out;
		*out = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
	}
	if (*out != NULL)
		rc = COMITY_OK;
	else if (!comity_memory_failed())
		rc = comity_report_add(
		    report, COMITY_F_SIGNER_ONE, &place, NULL, NULL);
out:
	BIO_free(bio);
	ERR_clear_error();
	return rc;
}

void
comity_key_free(EVP_PKEY *key)
{
	EVP_PKEY_free(key);
}

bool
comity_key_fits(
    const EVP_PKEY *key, const struct comity_certificate *certificate)
{
	const EVP_PKEY *named = comity_certificate_public_key(certificate);
	bool fits = named != NULL && EVP_PKEY_eq(key, named) == 1;

	ERR_clear_error();
	return fits;
}

/* The label of the method that suits the key best; NULL none. */
static const char *
label_for(const struct comity_key_facts *facts)
{
	switch (facts->kind) {
	case COMITY_KEY_RSA:
		return "rsa-pss-sha256";
	case COMITY_KEY_EC:
		if (facts->bits >= 512)
			return "ecdsa-sha512";
		return facts->bits >= 384 ? "ecdsa-sha384" : "ecdsa-sha256";
	case COMITY_KEY_ED25519:
		return "ed25519";
	case COMITY_KEY_ED448:
		return "ed448";
	default:
		return NULL;
	}
}

const struct comity_signature_method *
comity_key_method(const EVP_PKEY *key, const char *choice,
    const struct comity_dating *dating, const char **why,
    struct comity_algorithm_state *standing)
{
	const struct comity_signature_method *method;
	struct comity_key_facts facts;
	const char *label = choice;

	*why = "the key could not be examined";
	if (!comity_crypto_key(key, &facts))
		return NULL;
	if (choice == NULL)
		label = label_for(&facts);
	else if (strcmp(choice, "rsa-pkcs1") == 0)
		label = "rsa-sha256";
	else if (strcmp(choice, "rsa-pss") == 0)
		label = "rsa-pss-sha256";
	*why = "no signature method is known for a key of this type";
	if (label == NULL)
		return NULL;
	*why = "the signature method is not known";
	if ((method = comity_signature_method_named(label)) == NULL)
		return NULL;
	if ((*why = comity_crypto_unsuited(key, method)) != NULL)
		return NULL;
	if (!comity_dating_method_counts(
		dating, method, comity_crypto_key_row(key), standing)) {
		*why = standing->basis;
		return NULL;
	}
	return method;
}
