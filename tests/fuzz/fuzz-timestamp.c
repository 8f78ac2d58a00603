/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timestamp: tokens (RFC 3161), alone and in a signature. The first octet of
 * an input says what the others are: 0 a token, 1 a TSTInfo that the
 * authority signs, 2 an authority's answer, 3 changes to a sound token.
 */
#include "base64.h"
#include "recognition.h"
#include "timestamp.h"
#include "tsa.h"

static const unsigned char octets[] = "what was stamped";
static char *before, *after; /* of a signed document, around a token */

static void
begin(void)
{
	static const char slot[] = "AAAASTAMPAAA";
	struct comity_source *source;
	char *text, *at;

	fuzz_load_trust();
	source = fuzz_file("tests/fuzz/seeds/signature/stamped.xml");
	text = comity_text_copy((char *)source->bytes);
	at = strstr(text, "@STAMP@");
	fuzz_assert(at != NULL, "the seed has no @STAMP@");
	at[0] = '\0';
	before = comity_text_format("%s%s%s", text, slot, at + 7);
	free(text);
	text = fuzz_forge(
	    (unsigned char *)before, strlen(before), &world.us_authority);
	free(before);
	at = strstr(text, slot);
	fuzz_assert(at != NULL, "no slot");
	*at = '\0';
	before = text;
	after = comity_text_copy(at + strlen(slot));
	comity_source_free(source);
}

/* Let the authority sign a TSTInfo, whatever that is. */
static unsigned char *
stamped(const unsigned char *info, size_t info_len, size_t *len)
{
	CMS_ContentInfo *cms =
	    CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_BINARY);
	BIO *bio = BIO_new_mem_buf(info, (int)info_len);
	unsigned char *der = NULL, *out;
	int der_len;

	if (cms == NULL || bio == NULL ||
	    CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)) !=
		1 ||
	    CMS_add1_signer(cms, world.tsa.x509, world.tsa.pkey, EVP_sha256(),
		CMS_NOSMIMECAP | CMS_CADES) == NULL ||
	    CMS_final(cms, bio, NULL, CMS_BINARY) != 1 ||
	    (der_len = i2d_CMS_ContentInfo(cms, &der)) <= 0)
		fuzz_fail("the authority does not sign");
	*len = (size_t)der_len;
	out = malloc(*len);
	memcpy(out, der, *len);
	OPENSSL_free(der);
	BIO_free(bio);
	CMS_ContentInfo_free(cms);
	return out;
}

/* Read and prove it; whether it holds for our octets. */
static bool
holds(const unsigned char *der, size_t len, int64_t *at)
{
	struct comity_token *token = NULL;
	const char *why = NULL;
	bool is = false;
	int rc = comity_token_read(der, len, &token);

	fuzz_assert(rc == COMITY_OK || rc == COMITY_REFUSED, "%d", rc);
	*at = 0;
	if (rc == COMITY_OK) {
		(void)comity_token_certificates(token);
		(void)comity_token_imprint_digest(token);
		(void)comity_token_signature_digest(token);
		*at = comity_token_time(token);
		is = comity_token_prove(token, NULL, &why) != NULL;
		fuzz_assert(is || why != NULL, "no, and no reason");
		is = comity_token_matches(token, octets, sizeof(octets)) && is;
	}
	comity_token_free(token);
	return is;
}

static void
in_signature(const unsigned char *der, size_t len)
{
	char *base64 = comity_base64_write(der, len), *text;
	struct comity_octets proven;
	static struct comity_trust *trust;

	if (trust == NULL &&
	    (comity_trust_new(&trust) != COMITY_OK ||
		comity_trust_pin_stamp(trust, world.tsa.pem,
		    world.run.talk->report) != COMITY_OK ||
		comity_trust_name_signer(trust, world.us_authority.pem,
		    world.run.talk->report) != COMITY_OK))
		fuzz_fail("no trust");
	text = comity_text_format("%s%s%s", before, base64, after);
	fuzz_verify((unsigned char *)text, strlen(text), trust, &proven);
	comity_octets_clear(&proven);
	free(text);
	free(base64);
}

static void
response(const unsigned char *bytes, size_t len)
{
	unsigned char *token = NULL;
	size_t token_len = 0;
	char *why = NULL;
	int64_t at;
	int rc =
	    comity_token_response(bytes, len, comity_digest_named("SHA256"),
		octets, sizeof(octets), &why, &token, &token_len);

	fuzz_assert(rc == COMITY_OK || (rc == COMITY_REFUSED && why != NULL),
	    "%d without a reason", rc);
	if (rc == COMITY_OK)
		(void)holds(token, token_len, &at);
	free(token);
	free(why);
}

static void
changed(const unsigned char *bytes, size_t len)
{
	const struct want_token want = { .by = &world.tsa,
		.at = FUZZ_MOMENT - 43200 };
	const struct fuzz_signed input = { .changes = bytes,
		.change_count = len / 4 };
	size_t token_len = 0;
	unsigned char *token =
	    tsa_token(&want, octets, sizeof(octets), &token_len);
	int64_t at;

	fuzz_assert(holds(token, token_len, &at) && at == want.at,
	    "a sound token does not hold");
	fuzz_change(&input, token, token_len);
	fuzz_assert(!holds(token, token_len, &at) || at == want.at,
	    "changed, and it says another time");
	in_signature(token, token_len);
	free(token);
}

static void
one(const unsigned char *bytes, size_t len)
{
	unsigned char *token;
	size_t token_len;
	int64_t at;

	if (len == 0)
		return;
	switch (bytes[0] % 4) {
	case 0:
		fuzz_assert(
		    !holds(bytes + 1, len - 1, &at) || at != 0, "no time");
		in_signature(bytes + 1, len - 1);
		break;
	case 1:
		token = stamped(bytes + 1, len - 1, &token_len);
		(void)holds(token, token_len, &at);
		in_signature(token, token_len);
		free(token);
		break;
	case 2:
		response(bytes + 1, len - 1);
		break;
	default:
		changed(bytes + 1, len - 1);
	}
}

/* A token, what is in one, an answer, and changes. */
static void
seed(void)
{
	const struct want_token want = { .by = &world.tsa,
		.at = FUZZ_MOMENT - 43200 };
	static const unsigned char granted[] = { 0x30, 0x03, 0x02, 0x01, 0x00 };
	size_t len = 0;
	unsigned char *token = tsa_token(&want, octets, sizeof(octets), &len),
		      *answer;
	const unsigned char *at = token;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)len);
	ASN1_OCTET_STRING **info = CMS_get0_content(cms);

	fuzz_seed("token", 0, token, len);
	fuzz_seed("info", 1, ASN1_STRING_get0_data(*info),
	    (size_t)ASN1_STRING_length(*info));
	answer = malloc(len + sizeof(granted) + 4);
	answer[0] = 0x30;
	answer[1] = 0x82;
	answer[2] = (unsigned char)((len + sizeof(granted)) >> 8);
	answer[3] = (unsigned char)(len + sizeof(granted));
	memcpy(answer + 4, granted, sizeof(granted));
	memcpy(answer + 4 + sizeof(granted), token, len);
	fuzz_seed("answer", 2, answer, len + sizeof(granted) + 4);
	fuzz_seed("change", 3, "\x50\x00\x00\x01", 4);
	CMS_ContentInfo_free(cms);
	free(answer);
	free(token);
}

const struct fuzz_target fuzz_timestamp = { "timestamp", begin, one, false,
	seed };
