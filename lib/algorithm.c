/* SPDX-License-Identifier: Apache-2.0 */
#include "algorithm.h"

#include "limit.h"

#include <limits.h>
#include <string.h>

#define XMLDSIG "http://www.w3.org/2000/09/xmldsig#"
#define XMLENC "http://www.w3.org/2001/04/xmlenc#"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define MORE2007 "http://www.w3.org/2007/05/xmldsig-more#"
#define MORE2021 "http://www.w3.org/2021/04/xmldsig-more#"

#define KEYS "urn:comity:key:"

/* Spans; 21550 is 2029-01-01, 16071 is 2014-01-01. */
#define OPEN                                                                   \
	{                                                                      \
		COMITY_DAY_ALWAYS, COMITY_DAY_NEVER                            \
	}
#define TO_2028                                                                \
	{                                                                      \
		COMITY_DAY_ALWAYS, 21550                                       \
	}
#define TO_2013                                                                \
	{                                                                      \
		COMITY_DAY_ALWAYS, 16071                                       \
	}
#define NEVER                                                                  \
	{                                                                      \
		COMITY_DAY_ALWAYS, COMITY_DAY_ALWAYS                           \
	}

static const struct comity_digest_method digests[] = {
#define DIGEST(uri, name, len, sign, verify, source)                           \
	{ { uri, { verify, sign }, source }, name, len },
#include "algorithm.def"
#undef DIGEST
};

static const struct comity_signature_method methods[] = {
#define METHOD(uri, label, digest, key, padding, sign, verify, source)         \
	{ { uri, { verify, sign }, source }, label, digest, COMITY_KEY_##key,  \
		COMITY_PADDING_##padding },
#include "algorithm.def"
#undef METHOD
};

static const struct comity_key_row keys[] = {
#define KEY(uri, kind, curve, len, least, most, sign, verify, source)          \
	{ { uri, { verify, sign }, source }, COMITY_KEY_##kind, curve, len,    \
		least, most },
#include "algorithm.def"
#undef KEY
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
		if (strcmp(digests[i].row.uri, uri) == 0)
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
		if (strcmp(methods[i].row.uri, uri) == 0)
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

const struct comity_key_row *
comity_key_row_at(size_t i)
{
	return i < COUNT(keys) ? &keys[i] : NULL;
}

const struct comity_key_row *
comity_key_row_find(enum comity_key_kind kind, const char *curve, int bits)
{
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (keys[i].kind == kind && strcmp(keys[i].curve, curve) == 0 &&
		    keys[i].bits_min <= bits && bits <= keys[i].bits_max)
			return &keys[i];
	return NULL;
}

const struct comity_algorithm *
comity_algorithm_find(const char *uri)
{
	const struct comity_digest_method *digest = comity_digest_find(uri);
	const struct comity_signature_method *method =
	    comity_signature_method_find(uri);
	size_t i;

	if (digest != NULL)
		return &digest->row;
	if (method != NULL)
		return &method->row;
	for (i = 0; uri != NULL && i < COUNT(keys); i++)
		if (strcmp(keys[i].row.uri, uri) == 0)
			return &keys[i].row;
	return NULL;
}
