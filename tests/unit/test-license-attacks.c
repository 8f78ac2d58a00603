/* SPDX-License-Identifier: Apache-2.0 */
/*
 * license-attacks: a signed license, a signed demonstration arrangement and a
 * signed status list, with which the license is recognized; then what a
 * stranger, or the issuer itself, does to the bytes. Whatever is judged in the
 * end is what was signed, or nothing is recognized.
 */
#include "file.h"
#include "forge.h"
#include "keys.h"
#include "limit.h"
#include "pack.h"
#include "recognize.h"

#ifndef COMITY_TEST_SRCDIR
#define COMITY_TEST_SRCDIR "../.."
#endif
#define MOMENT "2026-11-01"
#define SERVICE "urn:comity:service:"
#define ROOT "<ExportLicense xmlns=\"urn:comity:us-ear:1\">"
#define CLOSE "</ExportLicense>"

/* Made once, before Check forks. */
static struct world {
	struct comity_packs *packs;
	struct comity_trust *trust;
	struct made authority, stranger;
	struct comity_doc *arrangement, *status, *suspended;
	char *license; /* as its example is */
	char *signed_license;
	char proven_sha256[65];
	struct comity_verdict *verdict; /* of the untouched one */
} world;

static char *
example(const char *path)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char name[512], *text;

	snprintf(
	    name, sizeof(name), "%s/examples/%s", COMITY_TEST_SRCDIR, path);
	ck_assert_msg(comity_file_read(name, COMITY_SOURCE_MAX, report,
			  &source) == COMITY_OK,
	    "%s", name);
	text = strndup((const char *)source->bytes, source->len);
	comity_source_free(source);
	comity_report_free(report);
	return text;
}

static char *
signed_by(const char *text, const struct made *made)
{
	struct comity_source *source =
	    sign_text("license.xml", text, made, NULL, day("2026-10-15"));
	char *out = strndup((const char *)source->bytes, source->len);

	comity_source_free(source);
	return out;
}

static struct comity_doc *
signed_example(const char *path, const struct made *made)
{
	char *text = example(path), *octets = signed_by(text, made);
	struct comity_doc *doc = doc_of(path, octets, strlen(octets));

	free(octets);
	free(text);
	return doc;
}

static void
add_side(struct comity_trust *trust, const char *territory,
    const struct want_service *services, size_t count)
{
	const struct want want = { .name = "List signer" };
	const struct want_list list = { .territory = territory,
		.issued = "2026-01-02",
		.next = "2036-01-01",
		.sequence = 1,
		.services = services,
		.count = count };
	struct comity_report *report = comity_report_new();
	struct made signer = made_new(&want, NULL);
	char *text = list_text(&list);

	ck_assert_int_eq(
	    comity_trust_pin(trust, territory, signer.pem, report), COMITY_OK);
	if (list_add(trust, text, &signer, day(MOMENT), report) != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(comity_trust_service_count(trust) > 0, 1);
	free(text);
	made_free(&signer);
	comity_report_free(report);
}

/* Ask for the answer; the documents stay the world's. */
static int
recognize(const struct comity_doc *doc, const struct comity_doc *status,
    struct comity_report *report, struct comity_verdict **verdict)
{
	const struct comity_doc *arrangements[] = { world.arrangement };
	const struct comity_doc *lists[] = { status };
	const struct comity_recognition_input input = { .license = doc,
		.arrangements = arrangements,
		.arrangement_count = 1,
		.status_lists = lists,
		.status_list_count = 1,
		.packs = world.packs,
		.trust = world.trust,
		.in = "DE",
		.moment = day(MOMENT),
		.moment_is_past = true,
		.demonstration = true };

	return comity_recognize(&input, report, verdict);
}

static int
verify(const struct comity_doc *doc, struct comity_report *report,
    struct comity_verification **out)
{
	const struct comity_verify_policy policy = { .moment = day(MOMENT),
		.service_type = SERVICE "license:us-ear",
		.territory = "US" };

	return comity_verify(doc, world.trust, &policy, report, out);
}

static void
make_untouched(void)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification = NULL;
	struct comity_doc *doc = doc_of(
	    "license.xml", world.signed_license, strlen(world.signed_license));
	int rc = verify(doc, report, &verification);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	memcpy(world.proven_sha256, verification->proven->sha256_hex,
	    sizeof(world.proven_sha256));
	rc = recognize(doc, world.status, report, &world.verdict);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	ck_assert_int_eq(
	    world.verdict->kind, COMITY_RECOGNIZED_WITH_CONDITIONS);
	ck_assert(world.verdict->proven);
	comity_verification_free(verification);
	comity_doc_free(doc);
	comity_report_free(report);
}

static void
make_world(void)
{
	const struct want authority = { .name = "Authority",
		.organization = "GOVUS-EXAMPLE1" };
	const struct want other = { .name = "Other" };
	struct comity_report *report = comity_report_new();
	struct made status = made_new(&other, NULL);
	struct made arrangement = made_new(&other, NULL);
	struct want_service us[3] = { { .type = SERVICE "license:us-ear" },
		{ .type = SERVICE "status" },
		{ .type = SERVICE "license:core" } };
	struct want_service eu[1] = { { .type = SERVICE "arrangement" } };

	world.authority = made_new(&authority, NULL);
	world.stranger = made_new(&authority, NULL);
	us[0].made = &world.authority;
	us[1].made = &status;
	us[2].made = &world.authority;
	eu[0].made = &arrangement;
	ck_assert_int_eq(comity_packs_new(&world.packs), COMITY_OK);
	if (comity_packs_read(world.packs, COMITY_TEST_SRCDIR "/schemas", true,
		report) != COMITY_OK) {
		suite_show(report);
		ck_abort_msg("the packs do not load");
	}
	ck_assert_int_eq(comity_trust_new(&world.trust), COMITY_OK);
	add_side(world.trust, "US", us, 3);
	add_side(world.trust, "EU", eu, 1);
	world.arrangement =
	    signed_example("arrangement/us-de.xml", &arrangement);
	world.status = signed_example("status/us-none.xml", &status);
	world.suspended = signed_example("status/us-suspended.xml", &status);
	world.license = example("us-ear/ricin.xml");
	world.signed_license = signed_by(world.license, &world.authority);
	make_untouched();
	made_free(&status);
	made_free(&arrangement);
	comity_report_free(report);
}

static void
free_world(void)
{
	comity_verdict_free(world.verdict);
	comity_doc_free(world.arrangement);
	comity_doc_free(world.status);
	comity_doc_free(world.suspended);
	comity_trust_free(world.trust);
	comity_packs_free(world.packs);
	made_free(&world.authority);
	made_free(&world.stranger);
	free(world.license);
	free(world.signed_license);
}

/* What a verdict says of the license is what the untouched one's says. */
static void
check_same(const struct comity_verdict *verdict, const char *why)
{
	const struct comity_verdict *good = world.verdict;
	size_t i;

	ck_assert_msg(verdict->proven, "%s", why);
	ck_assert_msg(comity_text_same(verdict->number, good->number),
	    "%s: number %s", why, verdict->number);
	ck_assert_str_eq(verdict->authority, good->authority);
	ck_assert_str_eq(verdict->issuing, good->issuing);
	ck_assert_uint_eq(verdict->item_count, good->item_count);
	for (i = 0; i < good->item_count; i++)
		ck_assert_msg(comity_text_same(verdict->items[i].description,
				  good->items[i].description),
		    "%s: item %s", why, verdict->items[i].description);
	ck_assert_uint_eq(verdict->criteria.count, good->criteria.count);
	for (i = 0; i < good->criteria.count; i++)
		if (good->criteria.at[i].axis != COMITY_AUTHENTIC &&
		    good->criteria.at[i].axis != COMITY_IN_FORCE)
			ck_assert_msg(
			    comity_text_same(verdict->criteria.at[i].found,
				good->criteria.at[i].found),
			    "%s: %s found %s", why, good->criteria.at[i].id,
			    verdict->criteria.at[i].found);
	if (verdict->kind == good->kind)
		ck_assert_uint_eq(verdict->duty_count, good->duty_count);
	for (i = 0; i < verdict->duty_count; i++)
		ck_assert_msg(comity_text_same(verdict->duties[i].text,
				  good->duties[i].text),
		    "%s: duty %s", why, verdict->duties[i].text);
}

enum expect {
	SAME, /* still recognized, with nothing but what was signed */
	NOTHING, /* nothing is proven and nothing recognized */
	REFUSED /* not even parsed */
};

static struct comity_doc *
parse(const char *why, const char *text, size_t len, enum expect expect)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = source_of("attacked.xml", text, len);
	struct comity_doc *doc = NULL;
	int rc = comity_doc_read(source, report, &doc);

	if ((rc == COMITY_OK) != (expect != REFUSED))
		suite_show(report);
	ck_assert_msg((rc == COMITY_OK) == (expect != REFUSED),
	    "%s: parsing gives %d", why, rc);
	ck_assert_msg((doc != NULL) == (rc == COMITY_OK), "%s", why);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

static void
check_verified(
    const char *why, const struct comity_doc *doc, enum expect expect)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	int rc = verify(doc, report, &got);

	if ((rc == COMITY_OK) != (expect == SAME))
		suite_show(report);
	ck_assert_msg((rc == COMITY_OK) == (expect == SAME),
	    "%s: verifying gives %d", why, rc);
	if (expect == SAME)
		ck_assert_msg(
		    strcmp(got->proven->sha256_hex, world.proven_sha256) == 0,
		    "%s: other octets are proven", why);
	else if (got != NULL)
		ck_assert_msg(got->proven == NULL, "%s: proven", why);
	comity_verification_free(got);
	comity_report_free(report);
}

static void
check_judged(const char *why, const struct comity_doc *doc, enum expect expect)
{
	struct comity_report *report = comity_report_new();
	struct comity_verdict *verdict = NULL;
	int rc = recognize(doc, world.status, report, &verdict);

	ck_assert_msg((rc == COMITY_OK) == (expect == SAME),
	    "%s: recognizing gives %d, %s", why, rc,
	    verdict ? verdict->line : "nothing");
	if (expect == SAME)
		check_same(verdict, why);
	else {
		/* a stranger's bytes are no fault of the program */
		if (rc == COMITY_EINTERNAL)
			suite_show(report);
		ck_assert_msg(rc != COMITY_EINTERNAL, "%s: internal", why);
	}
	if (expect != SAME && verdict != NULL) {
		ck_assert_msg(verdict->kind >= COMITY_UNDETERMINED, "%s: %s",
		    why, verdict->line);
		ck_assert_msg(!verdict->proven, "%s: content was read", why);
		ck_assert_uint_eq(verdict->item_count, 0);
	}
	comity_verdict_free(verdict);
	/* What was suspended stays so, however its number is written. */
	rc = recognize(doc, world.suspended, report, &verdict);
	ck_assert_msg(
	    rc != COMITY_OK &&
		(verdict == NULL || verdict->kind >= COMITY_UNDETERMINED),
	    "%s: recognized though suspended (%d)", why, rc);
	if (expect == SAME)
		ck_assert_msg(verdict->kind == COMITY_NOT_RECOGNIZED, "%s: %s",
		    why, verdict->line);
	comity_verdict_free(verdict);
	comity_report_free(report);
}

static void
judge(const char *why, const char *text, size_t len, enum expect expect)
{
	struct comity_doc *doc = parse(why, text, len, expect);

	if (doc == NULL)
		return;
	check_verified(why, doc, expect);
	check_judged(why, doc, expect);
	comity_doc_free(doc);
}

/* One edit, by the issuer before it signs, or by anyone afterwards. */
enum when { BEFORE, AFTER };

static const struct row {
	const char *why;
	enum when when;
	const char *find, *with;
	enum expect expect;
} rows[] = {
	{ "untouched", AFTER, CLOSE, CLOSE, SAME },
	/* business values split, by whoever may: the value stays whole */
	{ "comment in the number, signed so", BEFORE, "D9000001",
	    "D90<!-- 7 -->00001", SAME },
	{ "comment in the number", AFTER, "D9000001", "D90<!-- 7 -->00001",
	    SAME },
	{ "comment before the number", AFTER, ">D9000001",
	    "><!-- D9999999 -->D9000001", SAME },
	{ "comment behind the number", AFTER, "D9000001<",
	    "D9000001<!-- X --><", SAME },
	{ "the number in CDATA, signed so", BEFORE, "D9000001",
	    "<![CDATA[D9000001]]>", SAME },
	{ "part of the number in CDATA", AFTER, "D9000001",
	    "D9<![CDATA[0000]]>01", SAME },
	{ "the number in references", AFTER, "D9000001", "&#68;9&#x30;00001",
	    SAME },
	{ "comment in a classification", AFTER, ">1C353.a.3<",
	    ">1C353.a<!---->.3<", SAME },
	{ "comment in a quantity", AFTER, ">20<", ">2<!-- 9 -->0<", SAME },
	{ "comment in the destination", AFTER, "<UltimateDestination>DE",
	    "<UltimateDestination>D<!-- -->E", SAME },
	{ "comment in the expiry", AFTER, "2030-08-31", "2030<!-- x -->-08-31",
	    SAME },
	{ "comment in a condition, signed so", BEFORE, "prior authorization",
	    "prior<!-- no --> authorization", SAME },
	{ "comment in the jurisdiction", AFTER, "<Jurisdiction>US",
	    "<Jurisdiction>U<!-- K -->S", SAME },
	{ "comment around a condition", AFTER, "<Condition number=\"2\"",
	    "<!-- <Condition number=\"9\"/> --><Condition number=\"2\"", SAME },
	{ "instruction in the number", AFTER, "D9000001", "D90<?x 7?>00001",
	    REFUSED },
	{ "instruction in a classification", AFTER, "1C353.a.3",
	    "1C353.a<?x?>.3", REFUSED },
	{ "instruction in the signature", AFTER, "<ds:SignedInfo>",
	    "<ds:SignedInfo><?x?>", REFUSED },
	{ "style sheet before the root", AFTER, "<ExportLicense",
	    "<?xml-stylesheet href=\"http://a.example/\"?><ExportLicense",
	    NOTHING },
	{ "comment before the root", AFTER, "<ExportLicense",
	    "<!-- an ExportLicense --><ExportLicense", SAME },
	/* a prefix nobody uses is no content; anything else is */
	{ "an unused prefix", AFTER, ROOT,
	    "<ExportLicense xmlns=\"urn:comity:us-ear:1\" "
	    "xmlns:evil=\"urn:evil\">",
	    SAME },
	{ "another namespace", AFTER, "xmlns=\"urn:comity:us-ear:1\"",
	    "xmlns=\"urn:comity:us-ear:2\"", NOTHING },
	{ "a language", AFTER, ROOT,
	    "<ExportLicense xmlns=\"urn:comity:us-ear:1\" xml:lang=\"de\">",
	    NOTHING },
	{ "a base", AFTER, ROOT,
	    "<ExportLicense xmlns=\"urn:comity:us-ear:1\" "
	    "xml:base=\"http://a.example/\">",
	    NOTHING },
	{ "an Id", AFTER, ROOT,
	    "<ExportLicense xmlns=\"urn:comity:us-ear:1\" Id=\"x\">", NOTHING },
	{ "a schema's place", AFTER, ROOT,
	    "<ExportLicense xmlns=\"urn:comity:us-ear:1\" xmlns:xsi=\"http://"
	    "www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation="
	    "\"urn:comity:us-ear:1 http://a.example/x.xsd\">",
	    NOTHING },
	{ "nil", AFTER, "<UltimateDestination>",
	    "<UltimateDestination xmlns:xsi=\"http://www.w3.org/2001/"
	    "XMLSchema-instance\" xsi:nil=\"true\">",
	    NOTHING },
	{ "one digit", AFTER, ">20<", ">90<", NOTHING },
	{ "another destination", AFTER, "<UltimateDestination>DE",
	    "<UltimateDestination>KP", NOTHING },
	{ "a day more", AFTER, "2030-08-31", "2031-08-31", NOTHING },
	{ "a condition less", AFTER, "<Condition number=\"4\"",
	    "<!--<Condition number=\"4\"-->", REFUSED },
	{ "white space in a value", AFTER, ">D9000001<", "> D9000001<",
	    NOTHING },
	{ "a no-break space", AFTER, "prior authorization",
	    "prior&#160;authorization", NOTHING },
	{ "a carriage return", AFTER, ">D9000001<", ">D9000001&#13;<",
	    NOTHING },
	{ "u and umlaut apart", AFTER, "f\xc3\xbcr Tox", "fu\xcc\x88r Tox",
	    NOTHING },
	{ "text after the last element", AFTER, CLOSE, "x" CLOSE, NOTHING },
	{ "an element of a stranger", AFTER, CLOSE,
	    "<x xmlns=\"urn:x\">1</x>" CLOSE, NOTHING },
	{ "a license in an object of the signature", AFTER, "</ds:Signature>",
	    "<ds:Object><LicenseNumber xmlns=\"urn:comity:us-ear:1\">D9999999"
	    "</LicenseNumber></ds:Object></ds:Signature>",
	    SAME },
	{ "a translation's block", AFTER, "<Issuer>",
	    "<Translation xmlns=\"urn:comity:core:1\"/><Issuer>", NOTHING },
	/* the signature itself */
	{ "no signature value", AFTER, "<ds:SignatureValue", "<ds:Other",
	    REFUSED },
	{ "a comment in a digest", AFTER, "<ds:DigestValue>",
	    "<ds:DigestValue><!-- -->", NOTHING },
	{ "CDATA in a digest", AFTER, "<ds:DigestValue>",
	    "<ds:DigestValue><![CDATA[]]>", NOTHING },
	{ "another signing time", AFTER, "2026-10-15T00", "2026-09-15T00",
	    NOTHING },
	{ "another transform", AFTER, "/*/ds:Signature",
	    "/*/ds:Signature | /*/*[7]", NOTHING },
	{ "another reference", AFTER, "URI=\"\"", "URI=\"#xpointer(/)\"",
	    NOTHING },
	{ "a file as reference", AFTER, "URI=\"\"",
	    "URI=\"file:///etc/hostname\"", NOTHING },
	{ "a network as reference", AFTER, "URI=\"\"",
	    "URI=\"http://a.example/\"", NOTHING },
};

START_TEST(edit_row)
{
	const struct row *row = &rows[_i];
	char *text = comity_text_copy(
	    row->when == BEFORE ? world.license : world.signed_license);
	char *made;

	text = forge_edit(text, row->find, row->with);
	if (row->when == BEFORE) {
		made = signed_by(text, &world.authority);
		/* whoever takes the comment out has the same license */
		free(text);
		text = made;
	}
	judge(row->why, text, strlen(text), row->expect);
	free(text);
}
END_TEST

/* What signing does not even take needs no attack. */
static const struct issuer_row {
	const char *why, *find, *with;
} issuer_rows[] = {
	{ "an instruction in a value", "D9000001", "D90<?x 7?>00001" },
	{ "a DOCTYPE", "<ExportLicense",
	    "<!DOCTYPE ExportLicense><ExportLicense" },
	{ "a signature's look-alike inside", "<Issuer>",
	    "<Issuer><ds:Signature xmlns:ds=\"" COMITY_NS_DS "\"/>" },
};

START_TEST(issuer_row)
{
	const struct issuer_row *row = &issuer_rows[_i];
	const struct comity_signing signing = { .key = world.authority.key,
		.certificate = world.authority.pem,
		.now = day("2026-10-15") };
	char *text =
	    forge_edit(comity_text_copy(world.license), row->find, row->with);
	struct comity_source *source =
	    source_of("license.xml", text, strlen(text));
	struct comity_report *report = comity_report_new();
	unsigned char *octets = NULL;
	struct comity_doc *doc = NULL;
	size_t len = 0;
	int rc = comity_doc_read(source, report, &doc);

	if (rc == COMITY_OK)
		rc = comity_sign(doc, &signing, report, &octets, &len);
	ck_assert_msg(rc != COMITY_OK && octets == NULL, "%s", row->why);
	free(octets);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	free(text);
}
END_TEST

/*
 * Signature wrapping. @G@ the good license without its signature, @W@ the
 * whole, @S@ its signature, @T@ @U@ start and end of the signature, @E@ @B@
 * @C@ start, body and end of another license that nobody signed.
 */
static const struct shape {
	const char *why, *xml;
	enum expect expect;
} shapes[] = {
	{ "the whole as it is", "@W@", SAME },
	{ "XSW 1", "@E@@B@@T@<ds:Object>@G@</ds:Object>@U@@C@", NOTHING },
	{ "XSW 1 without an Object", "@E@@B@@T@@G@@U@@C@", NOTHING },
	{ "XSW 2", "@E@@B@@S@@G@@C@", NOTHING },
	{ "XSW 3", "@E@@B@@G@@S@@C@", NOTHING },
	{ "XSW 3, the whole first", "@E@@W@@B@@C@", NOTHING },
	{ "XSW 4", "@E@@B@<Annex>@G@</Annex>@S@@C@", NOTHING },
	{ "XSW 4, the whole inside", "@E@@B@<Annex>@W@</Annex>@C@", NOTHING },
	{ "XSW 5", "@E@@S@@B@@G@@C@", NOTHING },
	{ "XSW 5, the good one first", "@E@@G@@S@@B@@C@", NOTHING },
	{ "XSW 6", "@E@@B@@T@@G@@U@@C@", NOTHING },
	{ "XSW 6, before the body", "@E@@T@@G@@U@@B@@C@", NOTHING },
	{ "XSW 7", "@E@<Extension>@G@</Extension>@B@@S@@C@", NOTHING },
	{ "XSW 7 in the core's extension",
	    "@E@<Extension xmlns=\"urn:comity:core:1\">@W@</Extension>@B@@C@",
	    NOTHING },
	{ "XSW 8",
	    "@E@@B@@T@<ds:Object><Extension>@G@</Extension></ds:Object>@U@@C@",
	    NOTHING },
	{ "the signature of the good one under another", "@E@@B@@S@@C@",
	    NOTHING },
	{ "twice under another", "@E@@B@@S@@S@@C@", NOTHING },
	{ "at the front of another", "@E@@S@@B@@C@", NOTHING },
	{ "twice under the good one", "@O@@S@@S@@C@", NOTHING },
	{ "the signature first", "@E@@S@@X@@C@", SAME },
	{ "the signature as the root, another inside",
	    "@T@<ds:Object>@E@@B@@C@</ds:Object>@U@", NOTHING },
	{ "the signature as the root, the good one inside",
	    "@T@<ds:Object>@G@</ds:Object>@U@", NOTHING },
	{ "another root around the whole", "<Licenses>@W@</Licenses>",
	    NOTHING },
	{ "the signature taken off", "@G@", NOTHING },
	{ "a second license behind the first", "@W@@E@@B@@C@", REFUSED },
	{ "another in an Object of the good one",
	    "@O@@T@<ds:Object>@E@@B@@C@</ds:Object>@U@@C@", SAME },
};

/* The license from its root on, in parts. */
struct parts {
	char *whole, *open, *body, *evil, *signature, *start;
};

static void
parts_make(struct parts *parts)
{
	const char *root = strstr(world.signed_license, ROOT);
	const char *signature = strstr(root, "<ds:Signature ");
	const char *close = strstr(root, CLOSE);

	ck_assert(root != NULL && signature != NULL && close != NULL);
	parts->whole = strndup(root, (size_t)(close - root) + strlen(CLOSE));
	parts->open = strndup(root, (size_t)(signature - root));
	parts->body = strdup(parts->open + strlen(ROOT));
	parts->signature = strndup(signature, (size_t)(close - signature));
	parts->start = strdup(parts->signature);
	*strstr(parts->start, "</ds:Signature>") = '\0';
	parts->evil = forge_edit(strdup(parts->body), ">20<", ">9000<");
	parts->evil = forge_edit(parts->evil, "D9000001", "D9999999");
}

static void
parts_clear(struct parts *parts)
{
	free(parts->whole);
	free(parts->open);
	free(parts->body);
	free(parts->evil);
	free(parts->signature);
	free(parts->start);
}

START_TEST(wrapped_row)
{
	const struct shape *shape = &shapes[_i];
	struct parts parts;
	char *text = comity_text_copy(shape->xml);

	parts_make(&parts);
	text = forge_replace(text, "@W@", parts.whole);
	text = forge_replace(text, "@G@", "@O@@C@");
	text = forge_replace(text, "@S@", parts.signature);
	text = forge_replace(text, "@T@", parts.start);
	text = forge_replace(text, "@U@", "</ds:Signature>");
	text = forge_replace(text, "@O@", parts.open);
	text = forge_replace(text, "@X@", parts.body);
	text = forge_replace(text, "@E@", ROOT);
	text = forge_replace(text, "@B@", parts.evil);
	text = forge_replace(text, "@C@", CLOSE);
	judge(shape->why, text, strlen(text), shape->expect);
	free(text);
	parts_clear(&parts);
}
END_TEST

/* A stranger's signature added to a proven license takes nothing from it,
 * puts nothing to it, and is told. */
START_TEST(stranger_beside)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	char *text = signed_by(world.signed_license, &world.stranger);
	struct comity_doc *doc = doc_of("license.xml", text, strlen(text));
	bool told = false;
	size_t i;

	judge("a stranger's signature beside", text, strlen(text), SAME);
	ck_assert_int_eq(verify(doc, report, &got), COMITY_OK);
	ck_assert_uint_eq(got->count, 2);
	for (i = 0; i < comity_report_count(report); i++)
		told |= strcmp(comity_report_at(report, i)->id,
			    "comity-signature-aside") == 0;
	ck_assert(told);
	comity_verification_free(got);
	comity_doc_free(doc);
	free(text);
	/* and alone it proves nothing, whatever name it bears */
	text = signed_by(world.license, &world.stranger);
	judge("a stranger's signature alone", text, strlen(text), NOTHING);
	free(text);
	comity_report_free(report);
}
END_TEST

/* An agreement is no license, whoever signs it. */
START_TEST(agreement)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc =
	    signed_example("agreement/minimal.xml", &world.authority);
	struct comity_verdict *verdict = NULL;
	bool told = false;
	size_t i;

	ck_assert_int_ne(
	    recognize(doc, world.status, report, &verdict), COMITY_OK);
	ck_assert_int_ge(verdict->kind, COMITY_UNDETERMINED);
	for (i = 0; i < comity_report_count(report); i++)
		told |= strcmp(comity_report_at(report, i)->id,
			    "comity-recognition-not-a-license") == 0;
	if (!told)
		suite_show(report);
	ck_assert(told);
	comity_verdict_free(verdict);
	comity_doc_free(doc);
	comity_report_free(report);
}
END_TEST

/* Bombs: refused at once, signed license or not. */
#define DOCTYPE(inside) "<!DOCTYPE ExportLicense [" inside "]>"
static const struct bomb {
	const char *why, *before;
} bombs[] = {
	{ "a bare DOCTYPE", "<!DOCTYPE ExportLicense>" },
	{ "a DOCTYPE with a system name",
	    "<!DOCTYPE ExportLicense SYSTEM \"file:///etc/passwd\">" },
	{ "ten times ten times",
	    DOCTYPE("<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;"
		    "&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;"
		    "&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">") },
	{ "a parameter bomb",
	    DOCTYPE("<!ENTITY % a \"<!ENTITY b 'c'>\">%a;%a;%a;") },
	{ "a file as entity",
	    DOCTYPE("<!ENTITY x SYSTEM \"file:///etc/passwd\">") },
	{ "a default attribute",
	    DOCTYPE("<!ATTLIST Item number CDATA \"9\">") },
	{ "an ID attribute", DOCTYPE("<!ATTLIST Item number ID #IMPLIED>") },
};

START_TEST(bomb_row)
{
	const struct bomb *bomb = &bombs[_i];
	char *with = NULL, *text = comity_text_copy(world.signed_license);

	ck_assert_int_gt(asprintf(&with, "%s" ROOT, bomb->before), 0);
	text = forge_edit(text, ROOT, with);
	judge(bomb->why, text, strlen(text), REFUSED);
	free(with);
	free(text);
}
END_TEST

/* Put many of something into the license, at the end of the root. */
static char *
stuffed(const char *open, const char *close, size_t count)
{
	struct comity_text more = { 0 };
	char *text, *stuffing;
	size_t i;

	for (i = 0; i < count; i++)
		comity_text_add(&more, open);
	for (i = 0; i < count; i++)
		comity_text_add(&more, close);
	comity_text_add(&more, CLOSE);
	stuffing = comity_text_take(&more);
	ck_assert_ptr_nonnull(stuffing);
	text =
	    forge_edit(comity_text_copy(world.signed_license), CLOSE, stuffing);
	free(stuffing);
	return text;
}

START_TEST(stuffing_row)
{
	static const struct {
		const char *why, *open, *close;
		size_t count;
		enum expect expect;
	} stuffings[] = {
		{ "too deep", "<d>", "</d>", 100000, REFUSED },
		{ "many signatures",
		    "<ds:Signature xmlns:ds=\"" COMITY_NS_DS "\"/>", "", 500,
		    NOTHING },
		{ "many comments", "<!-- x -->", "", 5000, SAME },
	};
	char *text = stuffed(
	    stuffings[_i].open, stuffings[_i].close, stuffings[_i].count);

	judge(stuffings[_i].why, text, strlen(text), stuffings[_i].expect);
	free(text);
}
END_TEST

/* Cut off anywhere, there is nothing to judge. */
START_TEST(cut)
{
	size_t len = strlen(world.signed_license), at;
	const char *end = strstr(world.signed_license, CLOSE);
	size_t whole = (size_t)(end - world.signed_license) + strlen(CLOSE);

	ck_assert_uint_le(whole, len);
	for (at = 1; at < whole; at += 97)
		judge("cut off", world.signed_license, at, REFUSED);
	judge("a zero byte behind", world.signed_license, len + 1, REFUSED);
}
END_TEST

/* What a batch remembers about its evidence answers no other question. */
static const struct memo_row {
	const char *why, *moment;
	bool demonstration;
	enum { NONE, SUSPENDED, FORGED, MANY } status;
	enum comity_verdict_kind kind;
} memo_rows[] = {
	{ "as before", MOMENT, true, NONE, COMITY_RECOGNIZED_WITH_CONDITIONS },
	{ "another list", MOMENT, true, SUSPENDED, COMITY_NOT_RECOGNIZED },
	{ "a list that nobody signed who may", MOMENT, true, FORGED,
	    COMITY_UNDETERMINED },
	{ "more lists than are remembered", MOMENT, true, MANY,
	    COMITY_RECOGNIZED_WITH_CONDITIONS },
	{ "no demonstration", MOMENT, false, NONE, COMITY_NO_RULE },
	{ "the list signer's trust is over", "2037-01-01", true, NONE,
	    COMITY_NO_RULE },
};

/* Lists that nobody signed who may, behind one that counts. */
#define FORGED_COUNT 70

static void
ask(const struct memo_row *row, const struct comity_doc *license,
    struct comity_doc *const *forged, struct comity_evidence_memo *memo,
    struct comity_text *out)
{
	const struct comity_doc *arrangements[] = { world.arrangement };
	const struct comity_doc *lists[1 + FORGED_COUNT] = {
		row->status == SUSPENDED ? world.suspended
		: row->status == FORGED  ? forged[0]
					 : world.status
	};
	const struct comity_recognition_input input = { .license = license,
		.arrangements = arrangements,
		.arrangement_count = 1,
		.status_lists = lists,
		.status_list_count = row->status == MANY ? 1 + FORGED_COUNT : 1,
		.packs = world.packs,
		.trust = world.trust,
		.in = "DE",
		.moment = day(row->moment),
		.moment_is_past = true,
		.demonstration = row->demonstration,
		.memo = memo };
	struct comity_report *report = comity_report_new();
	struct comity_verdict *verdict = NULL;
	size_t i;
	int rc;

	memcpy(lists + 1, forged, FORGED_COUNT * sizeof(*lists));
	rc = comity_recognize(&input, report, &verdict);
	ck_assert_ptr_nonnull(verdict);
	ck_assert_msg(verdict->kind == row->kind, "%s: %s", row->why,
	    comity_verdict_name(verdict->kind));
	comity_text_addf(out, "%d %s %zu\n", rc,
	    verdict->line ? verdict->line : "", verdict->pin_count);
	for (i = 0; i < comity_report_count(report); i++)
		comity_text_addf(out, "%s %s\n",
		    comity_report_at(report, i)->id,
		    comity_report_at(report, i)->found
			? comity_report_at(report, i)->found
			: "");
	comity_verdict_free(verdict);
	comity_report_free(report);
}

START_TEST(remembered)
{
	struct comity_evidence_memo *memo = comity_evidence_memo_new();
	struct comity_doc *forged[FORGED_COUNT],
	    *license = doc_of("license.xml", world.signed_license,
		strlen(world.signed_license));
	size_t count = sizeof(memo_rows) / sizeof(memo_rows[0]), i, round;

	for (i = 0; i < FORGED_COUNT; i++)
		forged[i] =
		    signed_example("status/us-none.xml", &world.stranger);
	for (round = 0; round < 2; round++)
		for (i = 0; i < count; i++) {
			struct comity_text anew = { 0 }, with = { 0 };

			ask(&memo_rows[i], license, forged, NULL, &anew);
			ask(&memo_rows[i], license, forged, memo, &with);
			ask(&memo_rows[0], license, forged, memo, &with);
			ask(&memo_rows[0], license, forged, NULL, &anew);
			ck_assert_msg(strcmp(anew.data, with.data) == 0,
			    "%s\n%s\n%s", memo_rows[i].why, anew.data,
			    with.data);
			comity_text_clear(&anew);
			comity_text_clear(&with);
		}
	comity_evidence_memo_forget(memo);
	comity_evidence_memo_free(memo);
	for (i = 0; i < FORGED_COUNT; i++)
		comity_doc_free(forged[i]);
	comity_doc_free(license);
}
END_TEST

SUITE("license-attacks")
tcase_add_unchecked_fixture(tcase, make_world, free_world);
SUITE_ROWS(edit_row, rows);
SUITE_ROWS(issuer_row, issuer_rows);
SUITE_ROWS(wrapped_row, shapes);
SUITE_TEST(stranger_beside);
SUITE_TEST(agreement);
SUITE_ROWS(bomb_row, bombs);
tcase_add_loop_test(tcase, stuffing_row, 0, 3);
SUITE_TEST(cut);
SUITE_TEST(remembered);
SUITE_END
