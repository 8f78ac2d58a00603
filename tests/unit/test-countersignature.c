/* SPDX-License-Identifier: Apache-2.0 */
#include "forge.h"

/* Counter-signatures: kept apart, bound to their master's value (rule 26). */
#define COUNTER_REFERENCE                                                      \
	"<ds:Reference URI=\"#v-one\"><ds:Transforms>" FORGE_EXC               \
	"</ds:Transforms>" FORGE_SHA256                                        \
	"<ds:DigestValue>@MASTER@</ds:DigestValue></ds:Reference>"
#define COUNTER_WRAP(signature)                                                \
	"<x:UnsignedProperties><x:UnsignedSignatureProperties>"                \
	"<x:CounterSignature>" signature "</x:CounterSignature>"               \
	"</x:UnsignedSignatureProperties></x:UnsignedProperties>"

static const struct counter_row {
	const char *why, *find, *with; /* before signing */
	enum comity_indication indication;
	const char *reason;
} counters[] = {
	{ "it signs the value", NULL, NULL, COMITY_TOTAL_PASSED, NULL },
	{ "it signs its own properties only", COUNTER_REFERENCE, "",
	    COMITY_INDETERMINATE, "rule 26" },
	{ "it signs the whole document", "URI=\"#v-one\"", "URI=\"\"",
	    COMITY_INDETERMINATE, "rule 15" },
	{ "it signs its master's properties", "#v-one", "#p-one",
	    COMITY_INDETERMINATE, "rule 24" },
	{ "it signs another digest", "@MASTER@", "@CERTDIGEST@",
	    COMITY_TOTAL_FAILED, NULL },
};

/* The template of a counter-signature: Ids end in "-two". */
static char *
counter_template(void)
{
	char *text = comity_text_copy(FORGE_SIGNATURE);

	text = forge_edit(text, "-one\"", "-two\"");
	text = forge_edit(text,
	    "<ds:Reference Id=\"r-two\" "
	    "URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS
	    "</ds:Transforms>" FORGE_SHA256
	    "<ds:DigestValue>@DATA@</ds:DigestValue></ds:Reference>",
	    COUNTER_REFERENCE);
	return forge_edit(text,
	    "<x:SignedDataObjectProperties>"
	    "<x:DataObjectFormat ObjectReference=\"#r-two\">"
	    "<x:MimeType>text/xml</x:MimeType></x:DataObjectFormat>"
	    "</x:SignedDataObjectProperties>",
	    "");
}

START_TEST(counter_row)
{
	const struct counter_row *row = &counters[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key;
	char *text, *counter, *wrapped;

	forge_key("P-256", "ecdsa-sha256", &key);
	text = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	counter = forge_edit(counter_template(), row->find, row->with);
	counter = forge_edit(counter, "@PROPS@", "@PROPS2@");
	wrapped = forge_edit(
	    comity_text_copy(COUNTER_WRAP("@COUNTER@")), "@COUNTER@", counter);
	text = forge_edit(
	    text, "</x:SignedProperties>", "</x:SignedProperties>@HERE@");
	text = forge_edit(text, "@HERE@", wrapped);
	free(counter);
	counter = text;
	text = forge_sign(text, &key, "s-two");
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), COMITY_OK);
	ck_assert_uint_eq(got->count, 1);
	ck_assert_uint_eq(got->countersignature_count, 1);
	ck_assert_msg(got->countersignatures[0].indication == row->indication,
	    "%s: %s", row->why, got->countersignatures[0].reason);
	ck_assert(!got->countersignatures[0].full_scope);
	ck_assert(got->countersignatures[0].master == got->signatures[0].node);
	ck_assert_msg(
	    row->reason == NULL ||
		strstr(got->countersignatures[0].reason, row->reason) != NULL,
	    "%s: %s", row->why, got->countersignatures[0].reason);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	free(counter);
	free(wrapped);
	free(text);
}
END_TEST

SUITE_MAIN("countersignature", counter_row, counters)
