/* SPDX-License-Identifier: Apache-2.0 */
#include "algorithm.h"

#include <string.h>

#define XMLDSIG "http://www.w3.org/2000/09/xmldsig#"
#define XMLENC "http://www.w3.org/2001/04/xmlenc#"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define MORE2007 "http://www.w3.org/2007/05/xmldsig-more#"
#define MORE2021 "http://www.w3.org/2021/04/xmldsig-more#"

#define COUNTS COMITY_DAY_NEVER, NULL
/* 2014-01-01 */
#define SHA1_DAY 16071
#define SHA1_BASIS "NIST SP 800-131A: no signing with SHA-1 after 2013-12-31"
#define MD5_BASIS "RFC 6151: MD5 is not for signatures"
#define RIPEMD_BASIS "not in ETSI TS 119 312"
#define DSA_BASIS "FIPS 186-5: DSA is not for new signatures"
#define HMAC_BASIS "a shared secret names no signer"

static const struct comity_digest_method digests[] = {
	{ COMITY_URI_SHA256, "SHA256", 32, COUNTS },
	{ MORE "sha384", "SHA384", 48, COUNTS },
	{ XMLENC "sha512", "SHA512", 64, COUNTS },
	{ MORE2007 "sha3-256", "SHA3-256", 32, COUNTS },
	{ MORE2007 "sha3-384", "SHA3-384", 48, COUNTS },
	{ MORE2007 "sha3-512", "SHA3-512", 64, COUNTS },
	{ XMLDSIG "sha1", "SHA1", 20, SHA1_DAY, SHA1_BASIS },
	{ MORE "md5", NULL, 16, COMITY_DAY_ALWAYS, MD5_BASIS },
	{ XMLENC "ripemd160", NULL, 20, COMITY_DAY_ALWAYS, RIPEMD_BASIS },
};

#define RSA COMITY_KEY_RSA, COMITY_PADDING_PKCS1
#define PSS COMITY_KEY_RSA, COMITY_PADDING_PSS
#define EC COMITY_KEY_EC, COMITY_PADDING_NONE
#define NONE COMITY_KEY_OTHER, COMITY_PADDING_NONE
#define NEVER(uri, label, basis)                                               \
	{                                                                      \
		uri, label, NULL, NONE, COMITY_DAY_ALWAYS, basis               \
	}

static const struct comity_signature_method methods[] = {
	{ MORE "rsa-sha256", "rsa-sha256", "SHA256", RSA, COUNTS },
	{ MORE "rsa-sha384", "rsa-sha384", "SHA384", RSA, COUNTS },
	{ MORE "rsa-sha512", "rsa-sha512", "SHA512", RSA, COUNTS },
	{ MORE2007 "sha256-rsa-MGF1", "rsa-pss-sha256", "SHA256", PSS, COUNTS },
	{ MORE2007 "sha384-rsa-MGF1", "rsa-pss-sha384", "SHA384", PSS, COUNTS },
	{ MORE2007 "sha512-rsa-MGF1", "rsa-pss-sha512", "SHA512", PSS, COUNTS },
	{ MORE2007 "sha3-256-rsa-MGF1", "rsa-pss-sha3-256", "SHA3-256", PSS,
	    COUNTS },
	{ MORE2007 "sha3-384-rsa-MGF1", "rsa-pss-sha3-384", "SHA3-384", PSS,
	    COUNTS },
	{ MORE2007 "sha3-512-rsa-MGF1", "rsa-pss-sha3-512", "SHA3-512", PSS,
	    COUNTS },
	{ MORE "ecdsa-sha256", "ecdsa-sha256", "SHA256", EC, COUNTS },
	{ MORE "ecdsa-sha384", "ecdsa-sha384", "SHA384", EC, COUNTS },
	{ MORE "ecdsa-sha512", "ecdsa-sha512", "SHA512", EC, COUNTS },
	{ MORE2021 "eddsa-ed25519", "ed25519", NULL, COMITY_KEY_ED25519,
	    COMITY_PADDING_NONE, COUNTS },
	{ MORE2021 "eddsa-ed448", "ed448", NULL, COMITY_KEY_ED448,
	    COMITY_PADDING_NONE, COUNTS },
	{ XMLDSIG "rsa-sha1", "rsa-sha1", "SHA1", RSA, SHA1_DAY, SHA1_BASIS },
	{ MORE "ecdsa-sha1", "ecdsa-sha1", "SHA1", EC, SHA1_DAY, SHA1_BASIS },
	NEVER(MORE "rsa-md5", "rsa-md5", MD5_BASIS),
	NEVER(MORE "rsa-ripemd160", "rsa-ripemd160", RIPEMD_BASIS),
	NEVER(XMLDSIG "dsa-sha1", "dsa-sha1", DSA_BASIS),
	NEVER("http://www.w3.org/2009/xmldsig11#dsa-sha256", "dsa-sha256",
	    DSA_BASIS),
	NEVER(XMLDSIG "hmac-sha1", "hmac-sha1", HMAC_BASIS),
	NEVER(MORE "hmac-sha224", "hmac-sha224", HMAC_BASIS),
	NEVER(MORE "hmac-sha256", "hmac-sha256", HMAC_BASIS),
	NEVER(MORE "hmac-sha384", "hmac-sha384", HMAC_BASIS),
	NEVER(MORE "hmac-sha512", "hmac-sha512", HMAC_BASIS),
	NEVER(MORE "hmac-md5", "hmac-md5", HMAC_BASIS),
};

static const struct comity_c14n_row canonicalizations[] = {
	{ COMITY_URI_EXC_C14N, COMITY_C14N_EXCLUSIVE, false },
	{ COMITY_URI_C14N, COMITY_C14N_1_0, false },
	{ COMITY_URI_C14N11, COMITY_C14N_1_1, false },
	{ COMITY_URI_EXC_C14N "WithComments", COMITY_C14N_EXCLUSIVE, true },
	{ COMITY_URI_C14N "#WithComments", COMITY_C14N_1_0, true },
	{ COMITY_URI_C14N11 "#WithComments", COMITY_C14N_1_1, true },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const struct comity_digest_method *
comity_digest_at(size_t i)
{
	return i < COUNT(digests) ? &digests[i] : NULL;
}

const struct comity_digest_method *
comity_digest_find(const char *uri)
{
	size_t i;

	if (uri == NULL)
		return NULL;
	for (i = 0; i < COUNT(digests); i++)
		if (strcmp(digests[i].uri, uri) == 0)
			return &digests[i];
	return NULL;
}

const struct comity_signature_method *
comity_signature_method_at(size_t i)
{
	return i < COUNT(methods) ? &methods[i] : NULL;
}

const struct comity_signature_method *
comity_signature_method_find(const char *uri)
{
	size_t i;

	if (uri == NULL)
		return NULL;
	for (i = 0; i < COUNT(methods); i++)
		if (strcmp(methods[i].uri, uri) == 0)
			return &methods[i];
	return NULL;
}

const struct comity_signature_method *
comity_signature_method_named(const char *label)
{
	size_t i;

	if (label == NULL)
		return NULL;
	for (i = 0; i < COUNT(methods); i++)
		if (strcmp(methods[i].label, label) == 0)
			return &methods[i];
	return NULL;
}

const struct comity_c14n_row *
comity_c14n_find(const char *uri)
{
	size_t i;

	if (uri == NULL)
		return NULL;
	for (i = 0; i < COUNT(canonicalizations); i++)
		if (strcmp(canonicalizations[i].uri, uri) == 0)
			return &canonicalizations[i];
	return NULL;
}

bool
comity_algorithm_counts(int64_t broken_from, bool known, int64_t day)
{
	if (broken_from == COMITY_DAY_NEVER)
		return true;
	if (broken_from == COMITY_DAY_ALWAYS)
		return false;
	return known && day < broken_from;
}

const struct comity_digest_method *
comity_digest_named(const char *name)
{
	size_t i;

	if (name == NULL)
		return NULL;
	for (i = 0; i < COUNT(digests); i++)
		if (digests[i].name != NULL &&
		    strcmp(digests[i].name, name) == 0)
			return &digests[i];
	return NULL;
}

int64_t
comity_dating_day(int64_t at)
{
	return at / 86400 - (at % 86400 < 0);
}

bool
comity_dating_counts(const struct comity_dating *dating, const char *uri,
    int64_t broken_from, const char **basis, int64_t *from)
{
	const struct comity_algorithms *algorithms = dating->algorithms;
	size_t i;

	for (i = 0; algorithms != NULL && i < algorithms->count; i++)
		if (strcmp(algorithms->changes[i].uri, uri) == 0) {
			broken_from = algorithms->changes[i].broken_from;
			if (basis != NULL)
				*basis = algorithms->changes[i].basis;
		}
	if (from != NULL)
		*from = broken_from;
	if (broken_from == COMITY_DAY_NEVER)
		return true;
	if (broken_from == COMITY_DAY_ALWAYS)
		return false;
	return (dating->known && dating->day < broken_from) ||
	       dating->today < broken_from;
}
