/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signature wrapping: a license is taken apart and its parts are put together
 * around something evil, so that the old digests still match. XSW 1 to 8 are
 * numbered as in Somorovsky and others, "On Breaking SAML", 2012; here the
 * root plays the assertion. None may pass, and what is proven never holds the
 * evil quantity.
 */
#include "forge.h"

#define EVIL_BODY                                                              \
	"<l:Item>one vial</l:Item><l:Quantity unit=\"g\">9000</l:Quantity>"

/* How the data Reference finds the license, and which Id the copy has. */
static const struct flavor {
	const char *why, *uri, *id, *evil_id;
} flavors[] = {
	{ "the whole document", "", "Id=\"lic\"", "Id=\"evil\"" },
	{ "Id", "#lic", "Id=\"lic\"", "Id=\"evil\"" },
	{ "Id, the copy the same", "#lic", "Id=\"lic\"", "Id=\"lic\"" },
	{ "Id, the copy an xml:id", "#lic", "Id=\"lic\"", "xml:id=\"lic\"" },
	{ "Id, the copy an ID", "#lic", "Id=\"lic\"", "ID=\"lic\"" },
	{ "Id, the copy an id", "#lic", "Id=\"lic\"", "id=\"lic\"" },
	{ "Id, the copy in a namespace", "#lic", "Id=\"lic\"",
	    "xmlns:y=\"urn:y\" y:Id=\"lic\"" },
	{ "xml:id", "#lic", "xml:id=\"lic\"", "Id=\"evil\"" },
	{ "xml:id, the copy an Id", "#lic", "xml:id=\"lic\"", "Id=\"lic\"" },
	{ "ID", "#lic", "ID=\"lic\"", "ID=\"evil\"" },
	{ "id, the copy without", "#lic", "id=\"lic\"", "" },
};

/* @G@ the good license without its signature, @S@ the signature, @E@ evil's
 * start tag, @B@ evil's body, @C@ its end tag; @T@ @U@ start and end of S. */
static const struct shape {
	const char *why, *xml;
} shapes[] = {
	{ "XSW 1: evil around, the good one in the signature",
	    "@E@@B@@T@<ds:Object>@G@</ds:Object>@U@@C@" },
	{ "XSW 2: evil around, the good one beside the signature",
	    "@E@@B@@S@@G@@C@" },
	{ "XSW 3: evil first, then the good one with its signature",
	    "@E@@B@@G@@S@@C@" },
	{ "XSW 4: the good one in evil's body, the signature at the root",
	    "@E@@B@<l:Annex>@G@</l:Annex>@S@@C@" },
	{ "XSW 5: the signature in evil, the good one at the end",
	    "@E@@S@@B@@G@@C@" },
	{ "XSW 6: the good one as a child of the signature",
	    "@E@@B@@T@@G@@U@@C@" },
	{ "XSW 7: the good one in an extension",
	    "@E@<l:Extension>@G@</l:Extension>@B@@S@@C@" },
	{ "XSW 8: evil in an Object, the good one around",
	    "@E@@B@@T@<ds:Object><l:Extension>@G@</l:Extension></ds:Object>"
	    "@U@@C@" },
	{ "the good one signed, inside evil", "@E@@B@<l:Annex>@W@</l:Annex>"
					      "@C@" },
	{ "the good one signed, inside evil with a second signature",
	    "@E@@B@<l:Annex>@W@</l:Annex>@S@@C@" },
	{ "two signatures, the same twice", "@E@@B@@S@@S@@C@" },
	{ "the signature before evil's body", "@E@@S@@B@@C@" },
	{ "the signature as the root, evil in its Object",
	    "@T@<ds:Object>@E@@B@@C@</ds:Object>@U@" },
	{ "the signature as the root, the good one in its Object",
	    "@T@<ds:Object>@G@</ds:Object>@U@" },
	{ "evil in the qualifying properties", "@E@@B@@Q@@C@" },
};

/* The same shapes hold no attack if nothing was moved. */
#define HONEST "@O@@S@@C@"

struct parts {
	char *whole, *good, *open, *evil, *signature, *start, *qualified;
};

static void
parts_make(
    const struct flavor *flavor, const struct forge_key *key, struct parts *out)
{
	const char *signature, *after;
	char *template = comity_text_copy(FORGE_DOCUMENT);

	template = forge_edit(template, "Id=\"lic\"", flavor->id);
	if (flavor->uri[0] != '\0')
		template = forge_edit(template, "URI=\"\"", "URI=\"#lic\"");
	out->whole = forge_sign(template, key, "s-one");
	free(template);
	signature = strstr(out->whole, "<ds:Signature ");
	after = strstr(out->whole, FORGE_CLOSE);
	out->open = strndup(out->whole, (size_t)(signature - out->whole));
	out->signature = strndup(signature, (size_t)(after - signature));
	out->start = strndup(
	    signature, strlen(out->signature) - strlen("</ds:Signature>"));
	out->good =
	    forge_edit(comity_text_copy("@O@" FORGE_CLOSE), "@O@", out->open);
	out->evil = forge_edit(
	    comity_text_copy(FORGE_OPEN), "Id=\"lic\"", flavor->evil_id);
	out->qualified = forge_edit(comity_text_copy(out->signature),
	    "</x:QualifyingProperties>",
	    "<x:UnsignedProperties>@G@</x:UnsignedProperties>"
	    "</x:QualifyingProperties>");
}

static void
parts_clear(struct parts *parts)
{
	free(parts->whole);
	free(parts->good);
	free(parts->open);
	free(parts->evil);
	free(parts->signature);
	free(parts->start);
	free(parts->qualified);
}

static char *
assemble(const char *shape, const struct parts *parts)
{
	char *text = comity_text_copy(shape);

	text = forge_replace(text, "@Q@", parts->qualified);
	text = forge_replace(text, "@W@", parts->whole);
	text = forge_replace(text, "@G@", parts->good);
	text = forge_replace(text, "@S@", parts->signature);
	text = forge_replace(text, "@T@", parts->start);
	text = forge_replace(text, "@U@", "</ds:Signature>");
	text = forge_replace(text, "@O@", parts->open);
	text = forge_replace(text, "@E@", parts->evil);
	text = forge_replace(text, "@B@", EVIL_BODY);
	return forge_replace(text, "@C@", FORGE_CLOSE);
}

static void
attack(const struct flavor *flavor, const char *why, const char *text,
    const struct forge_key *key, bool honest)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	int rc = forge_verify(text, key, report, &doc, &trust, &got);

	ck_assert_msg(got != NULL, "%s, %s: %d", flavor->why, why, rc);
	if (honest) {
		ck_assert_msg(rc == COMITY_OK, "%s: %s", flavor->why,
		    got->signatures[0].reason);
		ck_assert_ptr_nonnull(got->proven);
	} else {
		ck_assert_msg(
		    rc != COMITY_OK && got->indication != COMITY_TOTAL_PASSED,
		    "%s, %s passed", flavor->why, why);
		ck_assert_ptr_null(got->proven);
		ck_assert_ptr_null(got->intact);
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
}

START_TEST(xsw_row)
{
	const size_t count = sizeof(shapes) / sizeof(shapes[0]);
	const struct flavor *flavor = &flavors[(size_t)_i / count];
	const struct shape *shape = &shapes[(size_t)_i % count];
	struct parts parts;
	struct forge_key key;
	char *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	parts_make(flavor, &key, &parts);
	text = assemble(HONEST, &parts);
	attack(flavor, "honest", text, &key, true);
	free(text);
	text = assemble(shape->xml, &parts);
	attack(flavor, shape->why, text, &key, false);
	free(text);
	parts_clear(&parts);
	forge_key_clear(&key);
}
END_TEST

/* Properties wrapped: the signed ones moved aside, forged ones in place. */
START_TEST(wrapped_properties)
{
	static const char *const homes[] = {
		"<ds:Object>@P@</ds:Object><ds:Object>",
		"<ds:Object><w>@P@</w></ds:Object><ds:Object>",
		"<ds:Object><ds:Object>@P@</ds:Object></ds:Object><ds:Object>",
	};
	const char *home = homes[_i], *from, *to;
	struct forge_key key;
	struct flavor flavor = { .why = "properties" };
	char *text, *properties, *forged, *moved;

	forge_key("P-256", "ecdsa-sha256", &key);
	text = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	from = strstr(text, "<x:SignedProperties");
	to = strstr(from, "</x:SignedProperties>") +
	     strlen("</x:SignedProperties>");
	properties = strndup(from, (size_t)(to - from));
	forged = forge_edit(
	    comity_text_copy(properties), "2026-05-01", "2026-01-01");
	forged = forge_edit(forged, "p-one", "p-two");
	text = forge_edit(text, properties, forged);
	properties = forge_edit(properties, "<x:SignedProperties",
	    "<x:SignedProperties xmlns:x=\"" COMITY_NS_XADES "\"");
	moved = forge_edit(comity_text_copy(home), "@P@", properties);
	text = forge_edit(text, "<ds:Object>", moved);
	attack(&flavor, home, text, &key, false);
	free(moved);
	free(forged);
	free(properties);
	free(text);
	forge_key_clear(&key);
}
END_TEST

SUITE("xsw")
tcase_add_loop_test(tcase, xsw_row, 0,
    (int)(sizeof(flavors) / sizeof(flavors[0]) * sizeof(shapes) /
	  sizeof(shapes[0])));
tcase_add_loop_test(tcase, wrapped_properties, 0, 3);
SUITE_END
