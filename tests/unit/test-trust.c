/* SPDX-License-Identifier: Apache-2.0 */
/* trust: which lists count, and what is read from them. */
#include "file.h"
#include "keys.h"

#include <dirent.h>

#ifndef COMITY_SHARED_DIR
#define COMITY_SHARED_DIR "../../../shared"
#endif

#define SERVICE "urn:comity:service:status"

/* A list as a row wants it: a change to a good one. */
static const struct row {
	const char *why;
	const char *pin; /* territory of the pin; "-" another signer pinned */
	const char *moment;
	const char *from, *to; /* replaced in the unsigned text; NULL */
	int rc;
	const char *finding; /* NULL: none */
} rows[] = {
	{ "a good list", "US", "2026-06-01", NULL, NULL, COMITY_OK, NULL },
	{ "pinned for any territory", NULL, "2026-06-01", NULL, NULL, COMITY_OK,
	    NULL },
	{ "pinned for another territory", "EU", "2026-06-01", NULL, NULL,
	    COMITY_UNKNOWN, "comity-trust-list-unpinned" },
	{ "signed by another key than the pinned one", "-", "2026-06-01", NULL,
	    NULL, COMITY_UNKNOWN, "comity-trust-list-unproven" },
	{ "a list for another territory", "US", "2026-06-01", ">US<", ">EU<",
	    COMITY_UNKNOWN, "comity-trust-list-unpinned" },
	{ "issued after the moment", "US", "2025-12-31", NULL, NULL,
	    COMITY_UNKNOWN, "comity-trust-list-early" },
	{ "issued at the moment", "US", "2026-01-02", NULL, NULL, COMITY_OK,
	    NULL },
	{ "past its next update", "US", "2030-01-02", NULL, NULL,
	    COMITY_UNKNOWN, "comity-trust-list-late" },
	{ "at its next update", "US", "2030-01-01", NULL, NULL, COMITY_OK,
	    NULL },
	{ "closed", "US", "2026-06-01",
	    "<dateTime>2030-01-01T00:00:00Z</dateTime>", "", COMITY_UNKNOWN,
	    "comity-trust-list-closed" },
	{ "not a list", "US", "2026-06-01", "TrustServiceStatusList",
	    "TrustServiceStatusLost", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "another namespace", "US", "2026-06-01", "/02231/v2#", "/02231/v3#",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "another tag", "US", "2026-06-01", "/19612/TSLTag", "/19612/X",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "an unknown version", "US", "2026-06-01", ">6<", ">7<",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no scheme information", "US", "2026-06-01", "SchemeInformation>",
	    "SchemeInfo>", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no territory", "US", "2026-06-01",
	    "<SchemeTerritory>US</SchemeTerritory>", "", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "two territories", "US", "2026-06-01", "</SchemeTerritory>",
	    "</SchemeTerritory><SchemeTerritory>EU</SchemeTerritory>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no issue date", "US", "2026-06-01", "ListIssueDateTime>",
	    "ListDate>", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "an issue date without zone", "US", "2026-06-01", "00Z</ListIssue",
	    "00</ListIssue", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no next update", "US", "2026-06-01", "NextUpdate>", "Next>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "sequence number zero", "US", "2026-06-01", "<TSLSequenceNumber>5",
	    "<TSLSequenceNumber>0", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "a negative sequence number", "US", "2026-06-01",
	    "<TSLSequenceNumber>5", "<TSLSequenceNumber>-5", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "a sequence number beyond bounds", "US", "2026-06-01",
	    "<TSLSequenceNumber>5", "<TSLSequenceNumber>18446744073709551621",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no operator", "US", "2026-06-01", "SchemeOperatorName>",
	    "SchemeOperator>", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no provider name", "US", "2026-06-01", "TSPName>", "TSPX>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "no services", "US", "2026-06-01", "TSPService>", "Service>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "a service without type", "US", "2026-06-01",
	    "<ServiceTypeIdentifier>" SERVICE "</ServiceTypeIdentifier><S",
	    "<S", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "a service without status", "US", "2026-06-01", "ServiceStatus>",
	    "Status>", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "a service without start", "US", "2026-06-01", "StatusStartingTime>",
	    "Starting>", COMITY_REFUSED, "comity-trust-list-shape" },
	{ "a service without identity", "US", "2026-06-01",
	    "ServiceDigitalIdentity>", "Identity>", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "an identity that is no certificate", "US", "2026-06-01",
	    "<X509Certificate>MII", "<X509Certificate>AII", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "an identity that is not base64", "US", "2026-06-01",
	    "<X509Certificate>MII", "<X509Certificate>M-I", COMITY_REFUSED,
	    "comity-trust-list-shape" },
	{ "a critical extension of the scheme", "US", "2026-06-01",
	    "</SchemeInformation>",
	    "<SchemeExtensions><Extension Critical=\"true\"/>"
	    "</SchemeExtensions></SchemeInformation>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
	{ "an extension of the scheme that is not critical", "US", "2026-06-01",
	    "</SchemeInformation>",
	    "<SchemeExtensions><Extension Critical=\"false\"/>"
	    "</SchemeExtensions></SchemeInformation>",
	    COMITY_OK, NULL },
	{ "a history that runs forward", "US", "2026-06-01",
	    "</ServiceInformation>",
	    "</ServiceInformation><ServiceHistory><ServiceHistoryInstance>"
	    "<ServiceTypeIdentifier>" SERVICE "</ServiceTypeIdentifier>"
	    "<ServiceStatus>" TSL_STATUS "granted</ServiceStatus>"
	    "<StatusStartingTime>2026-02-01T00:00:00Z</StatusStartingTime>"
	    "</ServiceHistoryInstance></ServiceHistory>",
	    COMITY_REFUSED, "comity-trust-list-shape" },
};

#define MORE(critical, content)                                                \
	"</StatusStartingTime><ServiceInformationExtensions>"                  \
	"<Extension Critical=\"" critical "\">" content                        \
	"</Extension></ServiceInformationExtensions>"
#define FOR(whom)                                                              \
	"<AdditionalServiceInformation><URI xml:lang=\"en\">"                  \
	"http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/" whom             \
	"</URI></AdditionalServiceInformation>"
#define QUALIFIED(more)                                                        \
	"<q:Qualifications xmlns:q=\"http://uri.etsi.org/TrstSvc/SvcInfoExt/"  \
	"eSigDir-1999-93-EC-TrustedList/#\"><q:QualificationElement>"          \
	"<q:Qualifiers><q:Qualifier uri=\"urn:x\"/></q:Qualifiers>"            \
	"<q:CriteriaList assert=\"all\"><q:KeyUsage><q:KeyUsageBit "           \
	"name=\"nonRepudiation\">true</q:KeyUsageBit></q:KeyUsage>" more       \
	"</q:CriteriaList></q:QualificationElement></q:Qualifications>"

/* Extensions of a CA: which are understood, and what they come to. */
static const struct extension_row {
	const char *why, *more; /* in the place of </StatusStartingTime> */
	size_t services; /* read: 1, passed over: 0 */
	bool granted;
} extension_rows[] = {
	{ "for signatures", MORE("true", FOR("ForeSignatures")), 1, true },
	{ "for seals and web sites",
	    MORE("true", FOR("ForeSeals") FOR("ForWebSiteAuthentication")), 1,
	    true },
	{ "for web sites only", MORE("true", FOR("ForWebSiteAuthentication")),
	    1, false },
	{ "for web sites only, not critical",
	    MORE("false", FOR("ForWebSiteAuthentication")), 1, false },
	{ "for what nobody knows", MORE("true", FOR("ForeSomething")), 0,
	    false },
	{ "for what nobody knows, not critical",
	    MORE("false", FOR("ForeSomething")), 1, true },
	{ "further information that nobody knows",
	    MORE("true", "<AdditionalServiceInformation><URI xml:lang=\"en\">"
			 "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
			 "ForeSignatures</URI><OtherInformation/>"
			 "</AdditionalServiceInformation>"),
	    0, false },
	{ "qualifications", MORE("true", QUALIFIED("")), 1, true },
	{ "qualifications by a criterion that nobody knows",
	    MORE("true", QUALIFIED("<q:Colour/>")), 0, false },
	{ "the same, not critical", MORE("false", QUALIFIED("<q:Colour/>")), 1,
	    true },
	{ "taken over",
	    MORE("true",
		"<t:TakenOverBy xmlns:t=\"http://uri.etsi.org/02231/v2/"
		"additionaltypes#\"/>"),
	    1, true },
	{ "taken over, in another namespace",
	    MORE("true", "<t:TakenOverBy xmlns:t=\"urn:x\"/>"), 0, false },
	{ "expired certificates",
	    MORE("true", "<ExpiredCertsRevocationInfo>2020-01-01T00:00:00Z"
			 "</ExpiredCertsRevocationInfo>"),
	    1, true },
	{ "two in one, of which one is unknown",
	    MORE("true", FOR("ForeSignatures") "<x/>"), 0, false },
	{ "text alone", MORE("true", "text"), 0, false },
	{ "without a word on how critical it is",
	    "</StatusStartingTime><ServiceInformationExtensions>"
	    "<Extension>text</Extension></ServiceInformationExtensions>",
	    0, false },
	{ "none", "</StatusStartingTime>", 1, true },
};

/* Statuses of the law before, and until when they grant. */
static const struct status_row {
	const char *status;
	bool before, after;
} status_rows[] = {
	{ "granted", true, true },
	{ "recognisedatnationallevel", true, true },
	{ "undersupervision", true, false },
	{ "supervisionincessation", true, false },
	{ "accredited", true, false },
	{ "supervisionceased", false, false },
	{ "accreditationrevoked", false, false },
	{ "setbynationallaw", false, false },
	{ "withdrawn", false, false },
};

static char *
replace(char *text, const char *from, const char *to)
{
	char *result = NULL, *at = text, *found;
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
	free(text);
	return result;
}

static const struct want operator_want = { .name = "Operator",
	.from = "2025-01-01" };
static const struct want service_want = { .name = "Office" };

START_TEST(list_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct made operator= made_new(&operator_want, NULL);
	struct made stranger = made_new(&operator_want, NULL);
	struct made office = made_new(&service_want, NULL);
	const struct want_service service = { .type = SERVICE,
		.made = &office };
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 5,
		.services = &service,
		.count = 1 };
	bool other = row->pin != NULL && strcmp(row->pin, "-") == 0;
	struct comity_trust *trust;
	char *text = replace(list_text(&want), row->from, row->to);
	int rc;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(comity_trust_pin(trust, other ? "US" : row->pin,
			     other ? stranger.pem : operator.pem, report),
	    COMITY_OK);
	rc = list_add(trust, text, &operator, day(row->moment), report);
	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert_int_eq(comity_trust_is_empty(trust), rc != COMITY_OK);
	ck_assert_uint_eq(
	    comity_trust_service_count(trust), rc == COMITY_OK ? 1 : 0);
	if (row->finding != NULL)
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
	else
		ck_assert_uint_eq(comity_report_count(report), 0);
	/* used or not, it is pinned */
	ck_assert_uint_eq(comity_trust_pin_count(trust), 2);
	ck_assert_str_eq(comity_trust_pin_at(trust, 0).kind, "trust-signer");
	ck_assert_str_eq(comity_trust_pin_at(trust, 1).kind, "trust-list");
	ck_assert_uint_eq(strlen(comity_trust_pin_at(trust, 1).sha256), 64);
	free(text);
	made_free(&operator);
	made_free(&stranger);
	made_free(&office);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* What a service says after reading: its history above all. */
START_TEST(service_read)
{
	struct comity_report *report = comity_report_new();
	struct made operator= made_new(&operator_want, NULL);
	struct made office = made_new(&service_want, NULL);
	const struct want_service services[] = {
		{ .type = SERVICE,
		    .made = &office,
		    .status = "withdrawn",
		    .from = "2026-05-01",
		    .old_status = "granted",
		    .old_from = "2026-02-01" },
		{ .type = SERVICE,
		    .made = &office,
		    .more = "<ServiceInformationExtensions>"
			    "<Extension Critical=\"true\"><x/></Extension>"
			    "</ServiceInformationExtensions>" },
		{ .type = CA_TYPE,
		    .made = &office,
		    .status = "recognisedatnationallevel" },
	};
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 5,
		.services = services,
		.count = 3 };
	const struct comity_service *service;
	struct comity_trust *trust;
	char *text = list_text(&want);

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	comity_trust_pin(trust, "US", operator.pem, report);
	ck_assert_int_eq(
	    list_add(trust, text, &operator, day("2026-06-01"), report),
	    COMITY_OK);
	ck_assert_uint_eq(comity_trust_service_count(trust), 2);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-list-critical"));
	service = comity_trust_service_at(trust, 0);
	ck_assert_str_eq(service->type, SERVICE);
	ck_assert_str_eq(service->territory, "US");
	ck_assert_str_eq(service->provider, "Provider");
	ck_assert_str_eq(service->identifier, "GOVUS-EXAMPLE1");
	ck_assert_uint_eq(service->period_count, 2);
	ck_assert(service->periods[0].ends == INT64_MAX);
	ck_assert(service->periods[1].ends == service->periods[0].begins);
	ck_assert(!comity_service_granted(service, day("2026-02-01") - 1));
	ck_assert(comity_service_granted(service, day("2026-02-01")));
	ck_assert(comity_service_granted(service, day("2026-05-01") - 1));
	ck_assert(!comity_service_granted(service, day("2026-05-01")));
	service = comity_trust_service_at(trust, 1);
	ck_assert(comity_service_granted(service, day("2026-06-01")));
	ck_assert_ptr_null(comity_trust_service_at(trust, 2));
	free(text);
	made_free(&operator);
	made_free(&office);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* A list of one CA, read with one change to its text. */
static struct comity_trust *
one_service(const char *from, const char *to, struct comity_report *report,
    const struct want_service *service)
{
	struct made operator= made_new(&operator_want, NULL);
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 5,
		.services = service,
		.count = 1 };
	struct comity_trust *trust;
	char *text = replace(list_text(&want), from, to);

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	comity_trust_pin(trust, "US", operator.pem, report);
	ck_assert_int_eq(
	    list_add(trust, text, &operator, day("2026-06-01"), report),
	    COMITY_OK);
	free(text);
	made_free(&operator);
	return trust;
}

START_TEST(extension_row)
{
	const struct extension_row *row = &extension_rows[_i];
	struct comity_report *report = comity_report_new();
	struct made ca = made_new(&service_want, NULL);
	const struct want_service service = { .type = CA_TYPE, .made = &ca };
	struct comity_trust *trust =
	    one_service("</StatusStartingTime>", row->more, report, &service);

	ck_assert_msg(comity_trust_service_count(trust) == row->services,
	    "%s: %zu", row->why, comity_trust_service_count(trust));
	ck_assert_msg(
	    (comity_report_find(report, "comity-trust-list-critical") !=
		NULL) == (row->services == 0),
	    "%s", row->why);
	if (row->services == 1)
		ck_assert_msg(
		    comity_service_granted(comity_trust_service_at(trust, 0),
			day("2026-06-01")) == row->granted,
		    "%s", row->why);
	comity_trust_free(trust);
	made_free(&ca);
	comity_report_free(report);
}
END_TEST

/* The day on which the regulation took the place of the directive. */
START_TEST(status_row)
{
	const struct status_row *row = &status_rows[_i];
	struct comity_report *report = comity_report_new();
	struct made ca = made_new(&service_want, NULL);
	const struct want_service service = { .type = CA_TYPE,
		.made = &ca,
		.status = row->status,
		.from = "2012-01-01" };
	struct comity_trust *trust = one_service(NULL, NULL, report, &service);
	const struct comity_service *listed = comity_trust_service_at(trust, 0);
	int64_t change = 0;

	comity_moment_read("2016-06-30T22:00:00Z", &change);
	ck_assert(!comity_service_granted(listed, day("2012-01-01") - 1));
	ck_assert_int_eq(
	    comity_service_granted(listed, day("2012-01-01")), row->before);
	ck_assert_int_eq(
	    comity_service_granted(listed, change - 1), row->before);
	ck_assert_int_eq(comity_service_granted(listed, change), row->after);
	ck_assert_uint_eq(
	    listed->period_count, row->before && !row->after ? 2 : 1);
	comity_trust_free(trust);
	made_free(&ca);
	comity_report_free(report);
}
END_TEST

/* A list of trusted entities, TS 119 602, of one service. */
static char *
entities_text(const struct made *made, const char *type, const char *status)
{
	char *text = NULL, *base64 = made_base64(made);
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	fprintf(out,
	    "<l:ListOfTrustedEntities "
	    "xmlns:l=\"http://uri.etsi.org/019602/v1#\""
	    " LOTETag=\"urn:x\"><l:ListAndSchemeInformation>"
	    "<l:LoTEVersionIdentifier>1</l:LoTEVersionIdentifier>"
	    "<l:LoTESequenceNumber>7</l:LoTESequenceNumber>"
	    "<l:LoTEType>urn:x</l:LoTEType><l:SchemeOperatorName>"
	    "<l:Name xml:lang=\"en\">Operator</l:Name></l:SchemeOperatorName>"
	    "<l:SchemeTerritory>US</l:SchemeTerritory>"
	    "<l:ListIssueDateTime>2026-01-02T00:00:00Z</l:ListIssueDateTime>"
	    "<l:NextUpdate><l:dateTime>2030-01-01T00:00:00Z</l:dateTime>"
	    "</l:NextUpdate></l:ListAndSchemeInformation>"
	    "<l:TrustedEntitiesList><l:TrustedEntity>"
	    "<l:TrustedEntityInformation><l:TEName>"
	    "<l:Name xml:lang=\"en\">Entity</l:Name></l:TEName><l:TETradeName>"
	    "<l:Name xml:lang=\"en\">NTRUS-1</l:Name></l:TETradeName>"
	    "</l:TrustedEntityInformation><l:TrustedEntityServices>"
	    "<l:TrustedEntityService><l:ServiceInformation>%s<l:ServiceName>"
	    "<l:Name xml:lang=\"en\">Service</l:Name></l:ServiceName>"
	    "<l:ServiceDigitalIdentity><l:DigitalId><l:X509Certificate>%s"
	    "</l:X509Certificate></l:DigitalId></l:ServiceDigitalIdentity>"
	    "%s</l:ServiceInformation></l:TrustedEntityService>"
	    "</l:TrustedEntityServices></l:TrustedEntity>"
	    "</l:TrustedEntitiesList></l:ListOfTrustedEntities>",
	    type, base64, status);
	fclose(out);
	free(base64);
	return text;
}

#define ENTITY_TYPE                                                            \
	"<l:ServiceTypeIdentifier>" SERVICE "</l:ServiceTypeIdentifier>"
#define ENTITY_STATUS(uri, from)                                               \
	"<l:ServiceStatus>" uri                                                \
	"</l:ServiceStatus><l:StatusStartingTime>" from                        \
	"T00:00:00Z</l:StatusStartingTime>"

static const struct entities_row {
	const char *why, *type, *status;
	const char *from, *to; /* replaced in the text */
	int rc;
	const char *read; /* the type that is read */
	const char *since; /* the first granted day; NULL: none */
} entities_rows[] = {
	{ "listed, nothing else said", ENTITY_TYPE, "", NULL, NULL, COMITY_OK,
	    SERVICE, "2026-01-02" },
	{ "listed since a day", ENTITY_TYPE,
	    "<l:StatusStartingTime>2025-03-01T00:00:00Z"
	    "</l:StatusStartingTime>",
	    NULL, NULL, COMITY_OK, SERVICE, "2025-03-01" },
	{ "without a type", "", "", NULL, NULL, COMITY_OK, "", "2026-01-02" },
	{ "granted", ENTITY_TYPE,
	    ENTITY_STATUS(TSL_STATUS "granted", "2025-05-01"), NULL, NULL,
	    COMITY_OK, SERVICE, "2025-05-01" },
	{ "notified", ENTITY_TYPE,
	    ENTITY_STATUS("http://uri.etsi.org/19602/PubEAAProvidersList/"
			  "SvcStatus/notified",
		"2025-05-01"),
	    NULL, NULL, COMITY_OK, SERVICE, "2025-05-01" },
	{ "withdrawn", ENTITY_TYPE,
	    ENTITY_STATUS("http://uri.etsi.org/19602/PubEAAProvidersList/"
			  "SvcStatus/withdrawn",
		"2025-05-01"),
	    NULL, NULL, COMITY_OK, SERVICE, NULL },
	{ "another version", ENTITY_TYPE, "", "Identifier>1<", "Identifier>2<",
	    COMITY_REFUSED, NULL, NULL },
	{ "without a tag", ENTITY_TYPE, "", " LOTETag=\"urn:x\"", "",
	    COMITY_REFUSED, NULL, NULL },
	{ "without a territory", ENTITY_TYPE, "",
	    "<l:SchemeTerritory>US</l:SchemeTerritory>", "", COMITY_REFUSED,
	    NULL, NULL },
	{ "a status without a start", ENTITY_TYPE,
	    "<l:ServiceStatus>" TSL_STATUS "granted</l:ServiceStatus>", NULL,
	    NULL, COMITY_REFUSED, NULL, NULL },
	{ "in the other standard's namespace", ENTITY_TYPE, "",
	    "http://uri.etsi.org/019602/v1#", "http://uri.etsi.org/02231/v2#",
	    COMITY_REFUSED, NULL, NULL },
};

START_TEST(entities_row)
{
	const struct entities_row *row = &entities_rows[_i];
	struct comity_report *report = comity_report_new();
	struct made operator= made_new(&operator_want, NULL);
	struct made office = made_new(&service_want, NULL);
	const struct comity_service *service;
	struct comity_trust *trust;
	char *text = replace(
	    entities_text(&office, row->type, row->status), row->from, row->to);
	int rc;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	comity_trust_pin(trust, "US", operator.pem, report);
	rc = list_add(trust, text, &operator, day("2026-06-01"), report);
	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	service = comity_trust_service_at(trust, 0);
	ck_assert_int_eq(service != NULL, rc == COMITY_OK);
	if (service != NULL) {
		ck_assert_str_eq(service->type, row->read);
		ck_assert_str_eq(service->provider, "Entity");
		ck_assert_str_eq(service->identifier, "NTRUS-1");
		ck_assert_int_eq(
		    comity_service_granted(service, day("2026-06-01")),
		    row->since != NULL);
	}
	if (row->since != NULL) {
		ck_assert(comity_service_granted(service, day(row->since)));
		ck_assert(
		    !comity_service_granted(service, day(row->since) - 1));
	}
	free(text);
	made_free(&operator);
	made_free(&office);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* Several lists of one territory, in both orders. */
static const struct pair {
	const char *why;
	int first, second; /* sequence numbers */
	int count; /* services in the first; the second has one */
	int rc; /* of the second */
	size_t services;
	const char *finding;
} pairs[] = {
	{ "a newer one after", 5, 6, 2, COMITY_OK, 1,
	    "comity-trust-list-older" },
	{ "an older one after", 6, 5, 2, COMITY_REFUSED, 2,
	    "comity-trust-list-older" },
	{ "two of one number", 5, 5, 2, COMITY_UNKNOWN, 0,
	    "comity-trust-list-twice" },
};

START_TEST(pair_row)
{
	const struct pair *pair = &pairs[_i];
	struct comity_report *report = comity_report_new();
	struct made operator= made_new(&operator_want, NULL);
	struct made office = made_new(&service_want, NULL);
	const struct want_service services[] = {
		{ .type = SERVICE, .made = &office },
		{ .type = CA_TYPE, .made = &office },
	};
	struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.services = services };
	struct comity_trust *trust;
	char *text;
	int rc;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	comity_trust_pin(trust, "US", operator.pem, report);
	want.sequence = pair->first;
	want.count = 2;
	text = list_text(&want);
	ck_assert_int_eq(
	    list_add(trust, text, &operator, day("2026-06-01"), report),
	    COMITY_OK);
	free(text);
	want.sequence = pair->second;
	want.count = 1;
	text = list_text(&want);
	rc = list_add(trust, text, &operator, day("2026-06-01"), report);
	ck_assert_msg(rc == pair->rc, "%s: %d", pair->why, rc);
	ck_assert_uint_eq(comity_trust_service_count(trust), pair->services);
	ck_assert_ptr_nonnull(comity_report_find(report, pair->finding));
	free(text);
	made_free(&operator);
	made_free(&office);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* Pins and CRLs that can not be read. */
START_TEST(inputs_refused)
{
	static const char *const texts[] = { "", "x",
		("-----BEGIN CERTIFICATE-----\nAAAA\n"
		 "-----END CERTIFICATE-----\n"),
		"-----BEGIN CERTIFICATE-----\n", "0\x82\x01" };
	struct comity_report *report = comity_report_new();
	struct made one = made_new(&service_want, NULL);
	struct comity_source *source;
	struct comity_trust *trust;
	char twice[8192];
	size_t i;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	for (i = 1; i < sizeof(texts) / sizeof(texts[0]); i++) {
		source = source_of("x", texts[i], strlen(texts[i]));
		ck_assert_int_eq(comity_trust_pin(trust, NULL, source, report),
		    COMITY_REFUSED);
		ck_assert_int_eq(comity_trust_add_crl(trust, source, report),
		    COMITY_REFUSED);
		comity_source_free(source);
	}
	snprintf(twice, sizeof(twice), "%s%s", one.pem->bytes, one.pem->bytes);
	source = source_of("x", twice, strlen(twice));
	ck_assert_int_eq(
	    comity_trust_pin(trust, NULL, source, report), COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-signer-one"));
	comity_source_free(source);
	ck_assert(comity_trust_is_empty(trust));
	made_free(&one);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* Lists as published: each is read to its end or refused, none is used. */
START_TEST(samples_unpinned)
{
	static const char dir[] =
	    COMITY_SHARED_DIR "/standards/etsi-119612/samples";
	DIR *folder = opendir(dir);
	const struct dirent *entry;
	char path[1024];

	if (folder == NULL) {
		fprintf(stderr, "# no samples in %s: skipped\n", dir);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		struct comity_report *report = comity_report_new();
		struct comity_source *source = NULL;
		struct comity_trust *trust = NULL;
		struct comity_doc *doc = NULL;

		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		comity_trust_new(&trust);
		if (entry->d_name[0] != '.' &&
		    comity_file_read(path, 1u << 26, report, &source) ==
			COMITY_OK &&
		    comity_doc_read(source, report, &doc) == COMITY_OK) {
			ck_assert_int_ne(comity_trust_add_list(trust, doc,
					     day("2026-06-01"), report),
			    COMITY_OK);
			ck_assert_uint_gt(comity_report_count(report), 0);
		}
		ck_assert(comity_trust_is_empty(trust));
		comity_source_free(source);
		comity_doc_free(doc);
		comity_trust_free(trust);
		comity_report_free(report);
	}
	closedir(folder);
}
END_TEST

SUITE("trust")
SUITE_ROWS(list_row, rows);
SUITE_TEST(service_read);
SUITE_ROWS(extension_row, extension_rows);
SUITE_ROWS(status_row, status_rows);
SUITE_ROWS(entities_row, entities_rows);
SUITE_ROWS(pair_row, pairs);
SUITE_TEST(inputs_refused);
SUITE_TEST(samples_unpinned);
SUITE_END
