/* SPDX-License-Identifier: Apache-2.0 */
/* trust-check: each defect of a trust list, one change to a sound one. */
#include "keys.h"
#include "trust-check.h"

#define URI "<URI xml:lang=\"en\">https://us.example/</URI>"
#define ADDRESS(name)                                                          \
	"<" name "><PostalAddresses><PostalAddress xml:lang=\"en\">"           \
	"<StreetAddress>1 Example Street</StreetAddress>"                      \
	"<Locality>Exampleton</Locality><CountryName>US</CountryName>"         \
	"</PostalAddress></PostalAddresses><ElectronicAddress>" URI            \
	"</ElectronicAddress></" name ">"
#define NAME(name, text)                                                       \
	"<" name "><Name xml:lang=\"en\">" text "</Name></" name ">"
#define POINTER                                                                \
	"<PointersToOtherTSL><OtherTSLPointer><ServiceDigitalIdentities>"      \
	"<ServiceDigitalIdentity><DigitalId><X509Certificate>@"                \
	"</X509Certificate></DigitalId></ServiceDigitalIdentity>"              \
	"</ServiceDigitalIdentities><TSLLocation>https://eu.example/"          \
	"</TSLLocation><AdditionalInformation><OtherInformation>"              \
	"<SchemeTerritory>EU</SchemeTerritory></OtherInformation>"             \
	"<OtherInformation><TSLType>urn:x</TSLType></OtherInformation>"        \
	"</AdditionalInformation></OtherTSLPointer></PointersToOtherTSL>"
#define HISTORY                                                                \
	"<ServiceHistory><ServiceHistoryInstance><"                            \
	"ServiceTypeIdentifier>" CA_TYPE                                       \
	"</ServiceTypeIdentifier>" NAME("ServiceName",                         \
	    "Service") "<ServiceDigitalIdentity><DigitalId><X509SubjectName>"  \
		       "CN=Office"                                             \
		       "</X509SubjectName></DigitalId></"                      \
		       "ServiceDigitalIdentity>"                               \
		       "<ServiceStatus>" TSL_STATUS                            \
		       "withdrawn</ServiceStatus>"                             \
		       "<StatusStartingTime>2025-01-01T00:00:00Z</"            \
		       "StatusStartingTime>"                                   \
		       "</ServiceHistoryInstance></ServiceHistory>"

/* A sound list; @ is the certificate. */
static const char sound[] =
    "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\""
    " TSLTag=\"http://uri.etsi.org/19612/TSLTag\"><SchemeInformation>"
    "<TSLVersionIdentifier>6</TSLVersionIdentifier>"
    "<TSLSequenceNumber>1</TSLSequenceNumber><TSLType>urn:x</TSLType>" NAME(
	"SchemeOperatorName",
	"Operator") ADDRESS("SchemeOperatorAddress") NAME("SchemeName",
	"US:Signers") "<SchemeInformationURI>" URI
		      "</"
		      "SchemeInformationURI><StatusDeterminationApproach>urn:x"
		      "</"
		      "StatusDeterminationApproach><"
		      "SchemeTypeCommunityRules>" URI
		      "</SchemeTypeCommunityRules><SchemeTerritory>US</"
		      "SchemeTerritory>"
		      "<PolicyOrLegalNotice><TSLLegalNotice xml:lang=\"en\">A "
		      "notice."
		      "</TSLLegalNotice></PolicyOrLegalNotice>"
		      "<HistoricalInformationPeriod>65535</"
		      "HistoricalInformationPeriod>" POINTER
		      "<ListIssueDateTime>2026-01-02T00:00:00Z</"
		      "ListIssueDateTime>"
		      "<NextUpdate><dateTime>2026-07-02T00:00:00Z</dateTime></"
		      "NextUpdate>"
		      "</"
		      "SchemeInformation><TrustServiceProviderList><"
		      "TrustServiceProvider>"
		      "<TSPInformation>" NAME("TSPName", "Provider")
			  NAME("TSPTradeName", "NTRUS-1") ADDRESS(
			      "TSPAddress") "<TSPInformationURI>" URI
					    "</TSPInformationURI></"
					    "TSPInformation>"
					    "<TSPServices><TSPService><"
					    "ServiceInformation><"
					    "ServiceTypeIdentifier>" CA_TYPE
					    "</ServiceTypeIdentifier>" NAME(
						"ServiceName",
						"Service") "<ServiceDigitalIden"
							   "tity><DigitalId><"
							   "X509Certificate>@"
							   "</"
							   "X509Certificate></"
							   "DigitalId></"
							   "ServiceDigitalIdent"
							   "ity>"
							   "<ServiceStatus"
							   ">" TSL_STATUS
							   "granted</"
							   "ServiceStatus>"
							   "<StatusStartingTime"
							   ">2026-01-01T00:00:"
							   "00Z</"
							   "StatusStartingTime>"
							   "</"
							   "ServiceInformation"
							   ">" HISTORY
							   "</TSPService></"
							   "TSPServices>"
							   "</"
							   "TrustServiceProvide"
							   "r></"
							   "TrustServiceProvide"
							   "rList>"
							   "</"
							   "TrustServiceStatusL"
							   "ist>";

static const struct row {
	const char *why, *from, *to, *finding;
	bool is_error;
	const char *moment; /* NULL: 2026-06-01 */
	const char *key; /* of the service; NULL p256 */
} rows[] = {
	{ .why = "a sound list" },
	{ .why = "no address of the operator",
	    .from = "SchemeOperatorAddress>",
	    .to = "SchemeOperatorHome>",
	    .finding = "comity-trust-check-missing",
	    .is_error = true },
	{ .why = "an empty locality",
	    .from = "<Locality>Exampleton",
	    .to = "<Locality>",
	    .finding = "comity-trust-check-missing",
	    .is_error = true },
	{ .why = "no rules, which only the text asks for",
	    .from =
		"<SchemeTypeCommunityRules>" URI "</SchemeTypeCommunityRules>",
	    .to = "",
	    .finding = "comity-trust-check-missing",
	    .is_error = true },
	{ .why = "no trade name",
	    .from = NAME("TSPTradeName", "NTRUS-1"),
	    .to = "",
	    .finding = "comity-trust-check-missing",
	    .is_error = true },
	{ .why = "an element that nobody knows",
	    .from = "<TSLType>",
	    .to = "<Colour/><TSLType>",
	    .finding = "comity-trust-check-order",
	    .is_error = true },
	{ .why = "two elements that changed places",
	    .from = "<TSLSequenceNumber>1</TSLSequenceNumber><TSLType>urn:x"
		    "</TSLType>",
	    .to = "<TSLType>urn:x</TSLType><TSLSequenceNumber>1"
		  "</TSLSequenceNumber>",
	    .finding = "comity-trust-check-order",
	    .is_error = true },
	{ .why = "an element twice",
	    .from = "<CountryName>US</CountryName>",
	    .to = "<CountryName>US</CountryName><CountryName>US</CountryName>",
	    .finding = "comity-trust-check-order",
	    .is_error = true },
	{ .why = "a name in no language",
	    .from = "<TSPName><Name xml:lang=\"en\">",
	    .to = "<TSPName><Name>",
	    .finding = "comity-trust-check-language",
	    .is_error = true },
	{ .why = "a name, and not in English",
	    .from = "<TSPName><Name xml:lang=\"en\">",
	    .to = "<TSPName><Name xml:lang=\"fr\">",
	    .finding = "comity-trust-check-language",
	    .is_error = true },
	{ .why = "a moment of another zone",
	    .from = "2026-01-02T00:00:00Z</ListIssue",
	    .to = "2026-01-02T00:00:00-01:00</ListIssue",
	    .finding = "comity-trust-check-moment" },
	{ .why = "a moment with a fraction",
	    .from = "2026-01-02T00:00:00Z</ListIssue",
	    .to = "2026-01-02T00:00:00.5Z</ListIssue",
	    .finding = "comity-trust-check-moment" },
	{ .why = "the next update a second too late",
	    .from = "2026-07-02T00:00:00Z",
	    .to = "2026-07-02T00:00:01Z",
	    .finding = "comity-trust-check-next-update",
	    .is_error = true },
	{ .why = "the next update before the issue",
	    .from = "2026-07-02T00:00:00Z",
	    .to = "2026-01-01T00:00:00Z",
	    .finding = "comity-trust-check-next-update",
	    .is_error = true,
	    .moment = "2026-01-01" },
	{ .why = "past its next update",
	    .finding = "comity-trust-check-not-current",
	    .is_error = true,
	    .moment = "2026-08-01" },
	{ .why = "issued after the moment",
	    .finding = "comity-trust-check-not-current",
	    .is_error = true,
	    .moment = "2026-01-01" },
	{ .why = "a scheme's name without its territory",
	    .from = "US:Signers",
	    .to = "Signers",
	    .finding = "comity-trust-check-scheme-name" },
	{ .why = "a pointer without a territory",
	    .from = "<OtherInformation><SchemeTerritory>EU</SchemeTerritory>"
		    "</OtherInformation>",
	    .to = "",
	    .finding = "comity-trust-check-pointer" },
	{ .why = "a pointer that names no signer",
	    .from = "<ServiceDigitalIdentities><ServiceDigitalIdentity>"
		    "<DigitalId><X509Certificate>@</X509Certificate>",
	    .to = "<ServiceDigitalIdentities><ServiceDigitalIdentity>"
		  "<DigitalId><X509SubjectName>CN=x</X509SubjectName>",
	    .finding = "comity-trust-check-pointer" },
	{ .why = "a status that there is not",
	    .from = "Svcstatus/withdrawn",
	    .to = "Svcstatus/withdrawm",
	    .finding = "comity-trust-check-status" },
	{ .why = "a status of the scheme's own",
	    .from = TSL_STATUS "withdrawn",
	    .to = "urn:example:withdrawn" },
	{ .why = "a type that there is not",
	    .from = "Svctype/CA/PKC",
	    .to = "Svctype/CA/PKX",
	    .finding = "comity-trust-check-type" },
	{ .why = "a status of tomorrow",
	    .from = "2026-01-01T00:00:00Z</StatusStarting",
	    .to = "2026-01-03T00:00:00Z</StatusStarting",
	    .finding = "comity-trust-check-future" },
	{ .why = "an expired certificate of a granted service",
	    .from = "2026-07-02T00:00:00Z",
	    .to = "2026-06-30T00:00:00Z",
	    .finding = "comity-trust-check-expired",
	    .is_error = true, /* for the list is then out of date, too */
	    .moment = "2036-02-01" },
	{ .why = "a weak key",
	    .key = "rsa1024",
	    .finding = "comity-trust-check-weak-key" },
	{ .why = "a weak key of a service that is withdrawn",
	    .from = "Svcstatus/granted",
	    .to = "Svcstatus/withdrawn",
	    .key = "rsa1024" },
	{ .why = "a service without a certificate",
	    .from = "</ServiceName><ServiceDigitalIdentity><DigitalId>"
		    "<X509Certificate>@</X509Certificate>",
	    .to = "</ServiceName><ServiceDigitalIdentity><DigitalId>"
		  "<X509SubjectName>CN=x</X509SubjectName>",
	    .finding = "comity-trust-check-no-certificate" },
	{ .why = "a provider without a registered identifier",
	    .from = "NTRUS-1",
	    .to = "Provider Inc.",
	    .finding = "comity-trust-check-identifier" },
	{ .why = "a certificate twice in one service",
	    .from = "</X509Certificate></DigitalId></ServiceDigitalIdentity>"
		    "<ServiceStatus>",
	    .to = "</X509Certificate></DigitalId><DigitalId><X509Certificate>@"
		  "</X509Certificate></DigitalId></ServiceDigitalIdentity>"
		  "<ServiceStatus>",
	    .finding = "comity-trust-check-twice" },
	{ .why = "a history that runs forward",
	    .from = "2025-01-01T00:00:00Z",
	    .to = "2026-01-02T00:00:00Z",
	    .finding = "comity-trust-list-shape",
	    .is_error = true },
	{ .why = "no list",
	    .from = "TrustServiceStatusList",
	    .to = "TrustServiceStatusLost",
	    .finding = "comity-trust-list-shape",
	    .is_error = true },
};

/* A text with every `from` in the place of `to`. */
static char *
replace(const char *text, const char *from, const char *to)
{
	char *result = NULL;
	const char *at = text, *found;
	size_t len = 0;
	FILE *out = open_memstream(&result, &len);

	while (from != NULL && (found = strstr(at, from)) != NULL) {
		fwrite(at, 1, (size_t)(found - at), out);
		fputs(to, out);
		at = found + strlen(from);
	}
	ck_assert_msg(from == NULL || at != text, "not there: %s", from);
	fputs(at, out);
	fclose(out);
	return result;
}

static char *
list_of(const struct row *row)
{
	struct made office = made_new(
	    &(struct want){ .type = row->key, .name = "Office" }, NULL);
	char *base64 = made_base64(&office);
	char *changed = replace(sound, row->from, row->to);
	char *text = replace(changed, "@", base64);

	free(changed);
	free(base64);
	made_free(&office);
	return text;
}

START_TEST(check_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	char *text = list_of(row);
	struct comity_doc *doc = doc_of("list.xml", text, strlen(text));
	int rc = comity_trust_check(doc,
	    day(row->moment != NULL ? row->moment : "2026-06-01"), false,
	    report);

	if (rc != (row->is_error ? COMITY_REFUSED : COMITY_OK))
		suite_show(report);
	ck_assert_msg(rc == (row->is_error ? COMITY_REFUSED : COMITY_OK),
	    "%s: %d", row->why, rc);
	if (row->finding == NULL) {
		if (comity_report_count(report) != 0)
			suite_show(report);
		ck_assert_msg(comity_report_count(report) == 0, "%s", row->why);
	} else {
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
		ck_assert_uint_ne(
		    comity_report_find(report, row->finding)->line, 0);
	}
	comity_doc_free(doc);
	free(text);
	comity_report_free(report);
}
END_TEST

/* The signature: none, one by an unfit certificate, one that is broken. */
START_TEST(check_signature)
{
	static const struct row plain = { .why = "plain" };
	struct comity_report *report = comity_report_new();
	struct made signer = made_new(&(struct want){ .name = "Signer" }, NULL);
	char *text = list_of(&plain), *broken;
	struct comity_doc *doc = doc_of("list.xml", text, strlen(text));
	struct comity_source *source;

	ck_assert_int_eq(
	    comity_trust_check(doc, day("2026-06-01"), true, report),
	    COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-check-unsigned"));
	comity_doc_free(doc);
	comity_report_free(report);

	report = comity_report_new();
	source = sign_text("list.xml", text, &signer, NULL, day("2026-01-02"));
	doc = doc_of("list.xml", source->bytes, source->len);
	ck_assert_int_eq(
	    comity_trust_check(doc, day("2026-06-01"), true, report),
	    COMITY_OK);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-check-signer"));
	ck_assert_ptr_null(
	    comity_report_find(report, "comity-trust-check-transforms"));
	ck_assert_uint_eq(comity_report_count(report), 1);
	comity_doc_free(doc);
	comity_report_free(report);

	report = comity_report_new();
	broken = replace((const char *)source->bytes, "Exampleton", "Otherton");
	doc = doc_of("list.xml", broken, strlen(broken));
	ck_assert_int_eq(
	    comity_trust_check(doc, day("2026-06-01"), true, report),
	    COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-signature-hash-failure"));
	comity_doc_free(doc);
	comity_report_free(report);

	report = comity_report_new();
	free(broken);
	broken = replace((const char *)source->bytes,
	    "2000/09/xmldsig#enveloped-signature\"/>",
	    "2000/09/xmldsig#enveloped-signature\"/><ds:Transform "
	    "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>");
	doc = doc_of("list.xml", broken, strlen(broken));
	comity_trust_check(doc, day("2026-06-01"), true, report);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-check-transforms"));
	comity_doc_free(doc);
	comity_report_free(report);
	free(broken);
	free(text);
	comity_source_free(source);
	made_free(&signer);
}
END_TEST

SUITE("trust-check")
SUITE_ROWS(check_row, rows);
SUITE_TEST(check_signature);
SUITE_END
