/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flip: change one bit of a signed license, any bit: it is refused, or what
 * was proven is what was signed, octet by octet.
 */
#include "c14n.h"
#include "keys.h"
#include "memory.h"

/* Every how manieth bit: all, or, since sanitizers cost a factor of ten, every
 * 17th, which no power of two divides, so that all eight bits come up. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FLIP_STEP 17
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(FLIP_STEP)
#define FLIP_STEP 17
#endif
#ifndef FLIP_STEP
#define FLIP_STEP 1
#endif

#define LICENSE "urn:comity:service:license:demonstration"

static const char license[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<l:License xmlns:l=\"urn:example:license\" id=\"x\">\n"
    "  <l:Number>D-1</l:Number>\n"
    "  <l:Item n=\"1\" eccn=\"1C353.a.3\">5 g &amp; no more</l:Item>\n"
    "</l:License>\n";

/* A trust with one list, on which the signer stands by itself. */
static struct comity_trust *
trust_make(const struct made *signer, const struct made *operator)
{
	const struct want_service service = { .type = LICENSE, .made = signer };
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 1,
		.services = &service,
		.count = 1 };
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust;
	char *text = list_text(&want);

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_pin(trust, "US", operator->pem, report), COMITY_OK);
	ck_assert_int_eq(
	    list_add(trust, text, operator, day("2026-06-01"), report),
	    COMITY_OK);
	free(text);
	comity_report_free(report);
	return trust;
}

/* Verify octets; the canonical octets of what is proven, or none. */
static int
prove(const unsigned char *bytes, size_t len, const struct comity_trust *trust,
    struct comity_octets *out)
{
	const struct comity_verify_policy policy = { .moment =
							 day("2026-06-01"),
		.service_type = LICENSE,
		.territory = "US" };
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification = NULL;
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	comity_memory_forget();
	rc = comity_source_new("flipped.xml", bytes, len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, &doc);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, trust, &policy, report, &verification);
	ck_assert_int_ne(rc, COMITY_ENOMEM);
	ck_assert_int_ne(rc, COMITY_EINTERNAL);
	if (rc == COMITY_OK) {
		ck_assert_ptr_nonnull(verification->proven);
		ck_assert_int_eq(
		    comity_c14n_document(verification->proven, out), COMITY_OK);
	} else {
		/* a no says why */
		ck_assert_uint_gt(comity_report_count(report), 0);
		ck_assert(verification == NULL || verification->proven == NULL);
	}
	comity_verification_free(verification);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

static const char *const types[] = { "p256", "ed25519" };

START_TEST(flip_row)
{
	const struct want signer_want = { .type = types[_i] };
	const struct want operator_want = { .name = "Operator" };
	struct made signer = made_new(&signer_want, NULL);
	struct made operator= made_new(&operator_want, NULL);
	struct comity_trust *trust = trust_make(&signer, &operator);
	struct comity_source *good =
	    sign_text("license.xml", license, &signer, NULL, day("2026-06-01"));
	struct comity_octets whole = { 0 }, flipped = { 0 };
	unsigned char *bytes = malloc(good->len);
	size_t bit, passed = 0, count = 0, inside;

	ck_assert_ptr_nonnull(bytes);
	ck_assert_int_eq(
	    prove(good->bytes, good->len, trust, &whole), COMITY_OK);
	inside = (size_t)((unsigned char *)memmem(
			      good->bytes, good->len, "<l:License", 10) -
			  good->bytes);
	for (bit = 0; bit < good->len * 8; bit += FLIP_STEP) {
		memcpy(bytes, good->bytes, good->len);
		bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
		count++;
		if (prove(bytes, good->len, trust, &flipped) != COMITY_OK)
			continue;
		passed++;
		ck_assert_msg(
		    flipped.len == whole.len &&
			memcmp(flipped.bytes, whole.bytes, whole.len) == 0,
		    "bit %zu of byte %zu: other octets are proven", bit % 8,
		    bit / 8);
		comity_octets_clear(&flipped);
	}
	fprintf(stderr,
	    "# %s: %zu flips of %zu bytes (root at %zu), %zu "
	    "proven as they were\n",
	    types[_i], count, good->len, inside, passed);
	/* most of a signed file is signed */
	ck_assert_uint_lt(passed, count / 20);
	comity_octets_clear(&whole);
	free(bytes);
	comity_source_free(good);
	comity_trust_free(trust);
	made_free(&signer);
	made_free(&operator);
}
END_TEST

SUITE_MAIN("flip", flip_row, types)
