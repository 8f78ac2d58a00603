/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a policy, and what it makes of a document's findings. */
#include "check.h"
#include "packs.h"
#include "policy.h"

#define HEAD "<Policy xmlns='urn:comity:policy:1' id='p' title='T' office='O'>"
#define GROUNDS " from='2026-01-01' reason='so' by='head of unit'"
#define RULE(rule, severity)                                                   \
	"<Override rule='" rule "' severity='" severity "'" GROUNDS "/>"
#define SEVERITY(is, counts)                                                   \
	"<Severity is='" is "' counts='" counts "'" GROUNDS "/>"

#define ALGORITHM(uri, rest)                                                   \
	"<Algorithm uri='" uri "' date='2026-01-01' reason='so' by='head'"     \
	" " rest "/>"
#define SHA1 "http://www.w3.org/2000/09/xmldsig#sha1"
#define MD5 "http://www.w3.org/2001/04/xmldsig-more#md5"

static const struct row {
	const char *why, *text;
	int rc;
	const char *finding;
} rows[] = {
	{ "no row at all", HEAD "</Policy>", COMITY_OK, NULL },
	{ "a warning counts as an error", HEAD RULE("xx-permit/good", "error"),
	    COMITY_OK, NULL },
	{ "an error counts as a warning",
	    HEAD RULE("xx-permit/validity", "warning"), COMITY_OK, NULL },
	{ "a profile is tightened", HEAD RULE("xx-permit/*", "error"),
	    COMITY_OK, NULL },
	{ "a finding of comity is tightened",
	    HEAD RULE("comity-translation", "error"), COMITY_OK, NULL },
	{ "all warnings are errors", HEAD SEVERITY("warning", "error"),
	    COMITY_OK, NULL },
	{ "two rows, one after the other",
	    HEAD RULE("xx-permit/good",
		"info") "<Override rule='xx-permit/good' severity='error' "
			"from='2025-01-01' until='2025-12-31' reason='r' "
			"by='b'/>",
	    COMITY_OK, NULL },
	{ "an algorithm is ended",
	    HEAD ALGORITHM("http://www.w3.org/2001/04/xmlenc#sha256",
		"until='2026-06-30' use='verify'"),
	    COMITY_OK, NULL },
	{ "and let in again, later",
	    HEAD ALGORITHM(SHA1, "until='2026-06-30'") "<Algorithm uri='" SHA1
						       "' date='2026-02-01' "
						       "reason='r' by='b'/>",
	    COMITY_OK, NULL },
	{ "a kind of key",
	    HEAD ALGORITHM("urn:comity:key:rsa:2048", "until='2026-06-30'"),
	    COMITY_OK, NULL },
	{ "an algorithm misspelt",
	    HEAD ALGORITHM("http://www.w3.org/2001/04/xmlenc#sha265", ""),
	    COMITY_UNKNOWN, "comity-policy-algorithm" },
	{ "what never counts is let in", HEAD ALGORITHM(MD5, ""),
	    COMITY_UNKNOWN, "comity-policy-algorithm-never" },
	{ "another use", HEAD ALGORITHM(SHA1, "use='both'"), COMITY_UNKNOWN,
	    "comity-policy-format" },
	{ "no day of that name", HEAD ALGORITHM(SHA1, "until='2026-13-01'"),
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "nobody decided on an algorithm",
	    HEAD "<Algorithm uri='" SHA1 "' date='2026-01-01' reason='r'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "no date of an algorithm",
	    HEAD "<Algorithm uri='" SHA1 "' by='b' reason='r'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "an algorithm twice on one day",
	    HEAD ALGORITHM(SHA1, "") ALGORITHM(SHA1, "use='sign'"),
	    COMITY_UNKNOWN, "comity-policy-twice" },
	{ "another root", "<Policies/>", COMITY_UNKNOWN,
	    "comity-policy-format" },
	{ "another namespace",
	    "<Policy xmlns='urn:x' id='p' title='T' office='O'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "no office", "<Policy xmlns='urn:comity:policy:1' id='p' title='T'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "a blank office",
	    "<Policy xmlns='urn:comity:policy:1' id='p' title='T' "
	    "office=' '/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "text between the rows", HEAD "all is allowed", COMITY_UNKNOWN,
	    "comity-policy-format" },
	{ "an unknown row", HEAD "<Allow rule='x'/>", COMITY_UNKNOWN,
	    "comity-policy-format" },
	{ "an unknown attribute",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "when='never'" GROUNDS "/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "content in a row",
	    HEAD "<Override rule='xx-permit/good' severity='error'" GROUNDS
		 "><b/></Override>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "no reason",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "from='2026-01-01' by='b'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "nobody decided",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "from='2026-01-01' reason='r'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "no date",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "reason='r' by='b'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "no day",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "from='2026-02-30' reason='r' by='b'/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "until before from",
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "until='2025-12-31'" GROUNDS "/>",
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "a severity that there is not", HEAD RULE("xx-permit/good", "ignore"),
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "fatal is nothing to make", HEAD RULE("xx-permit/good", "fatal"),
	    COMITY_UNKNOWN, "comity-policy-format" },
	{ "a rule misspelt", HEAD RULE("xx-permit/goods", "error"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a profile misspelt", HEAD RULE("xx-permits/*", "error"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a part of a profile's name", HEAD RULE("xx-perm/*", "error"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a wildcard over rules", HEAD RULE("xx-permit/va*", "error"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a wildcard over everything", HEAD RULE("*", "warning"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a finding misspelt", HEAD RULE("comity-translated", "error"),
	    COMITY_UNKNOWN, "comity-policy-rule" },
	{ "a whole profile is loosened", HEAD RULE("xx-permit/*", "warning"),
	    COMITY_UNKNOWN, "comity-policy-fixed" },
	{ "fatal is loosened", HEAD RULE("xx-note/forbidden", "error"),
	    COMITY_UNKNOWN, "comity-policy-fixed" },
	{ "the schema is loosened",
	    HEAD RULE("comity-schema-invalid", "warning"), COMITY_UNKNOWN,
	    "comity-policy-fixed" },
	{ "not well-formed is loosened",
	    HEAD RULE("comity-not-well-formed", "info"), COMITY_UNKNOWN,
	    "comity-policy-fixed" },
	{ "no answer is made a warning",
	    HEAD RULE("comity-rule-failed", "warning"), COMITY_UNKNOWN,
	    "comity-policy-fixed" },
	{ "all errors are loosened", HEAD SEVERITY("error", "warning"),
	    COMITY_UNKNOWN, "comity-policy-fixed" },
	{ "the same rule twice on one day",
	    HEAD RULE("xx-permit/good", "error") RULE("xx-permit/good", "info"),
	    COMITY_UNKNOWN, "comity-policy-twice" },
	{ "the same severity twice on one day",
	    HEAD SEVERITY("info", "error") SEVERITY("info", "warning"),
	    COMITY_UNKNOWN, "comity-policy-twice" },
};

static struct comity_policy *
policy_load(const char *text, const struct comity_packs *packs,
    struct comity_report *report, int *rc)
{
	struct comity_policy *policy;
	struct comity_doc *doc;
	char whole[2000];

	snprintf(whole, sizeof(whole), "%s%s", text,
	    strncmp(text, HEAD, strlen(HEAD)) == 0 &&
		    strstr(text, "</Policy>") == NULL
		? "</Policy>"
		: "");
	doc = doc_load(whole);
	*rc = comity_policy_read(doc, packs, report, &policy);
	comity_doc_free(doc);
	return policy;
}

START_TEST(policy_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_policy *policy;
	int rc;

	policy = policy_load(row->text, packs, report, &rc);
	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert((policy != NULL) == (rc == COMITY_OK));
	if (row->finding != NULL) {
		ck_assert_str_eq(comity_report_at(report, 0)->id, row->finding);
		ck_assert_uint_eq(comity_report_at(report, 0)->line, 1);
	}
	comity_policy_free(policy);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

#define PERMIT(goods, expires)                                                 \
	"<Permit xmlns='urn:example:xx-permit:1'><Issued on='2026-09-01'/>"    \
	"<Expires>" expires "</Expires><Item><Good>" goods                     \
	"</Good></Item></Permit>"
#define FINE PERMIT("G1", "2027-01-01")
#define ODD PERMIT("Z9", "2027-01-01") /* a warning */
#define WRONG PERMIT("G1", "2026-01-01") /* an error */
#define SHAPELESS                                                              \
	"<Permit xmlns='urn:example:xx-permit:1'><Expires>no</Expires>"        \
	"</Permit>"

static const struct accept {
	const char *why, *doc, *policy;
	int64_t moment;
	int status, accepted;
	const char *rule; /* its row is in force and named; NULL none */
} accepts[] = {
	{ "nothing is said", FINE, HEAD, TEST_MOMENT, COMITY_OK, COMITY_OK,
	    NULL },
	{ "an error stays an error", WRONG, HEAD, TEST_MOMENT, COMITY_REFUSED,
	    COMITY_REFUSED, NULL },
	{ "valid, not accepted", ODD, HEAD RULE("xx-permit/good", "error"),
	    TEST_MOMENT, COMITY_OK, COMITY_REFUSED, "xx-permit/good" },
	{ "by its profile", ODD, HEAD RULE("xx-permit/*", "error"), TEST_MOMENT,
	    COMITY_OK, COMITY_REFUSED, "xx-permit/good" },
	{ "by its severity", ODD, HEAD SEVERITY("warning", "error"),
	    TEST_MOMENT, COMITY_OK, COMITY_REFUSED, "xx-permit/good" },
	{ "another profile's rows do not reach it", ODD,
	    HEAD RULE("xx-note/*", "error"), TEST_MOMENT, COMITY_OK, COMITY_OK,
	    NULL },
	{ "the rule beats the profile and the severity", ODD,
	    HEAD SEVERITY("warning", "error") RULE("xx-permit/*", "error")
		RULE("xx-permit/good", "warning"),
	    TEST_MOMENT, COMITY_OK, COMITY_OK, "xx-permit/good" },
	{ "not valid, accepted", WRONG,
	    HEAD RULE("xx-permit/validity", "warning"), TEST_MOMENT,
	    COMITY_REFUSED, COMITY_OK, "xx-permit/validity" },
	{ "not before its first day", WRONG,
	    HEAD RULE("xx-permit/validity", "warning"), 1767225599,
	    COMITY_REFUSED, COMITY_REFUSED, NULL },
	{ "on its last day", ODD,
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "until='2026-10-31'" GROUNDS "/>",
	    TEST_MOMENT - 1, COMITY_OK, COMITY_REFUSED, "xx-permit/good" },
	{ "not after its last day", ODD,
	    HEAD "<Override rule='xx-permit/good' severity='error' "
		 "until='2026-10-31'" GROUNDS "/>",
	    TEST_MOMENT, COMITY_OK, COMITY_OK, NULL },
	{ "the schema is not a matter of taste", SHAPELESS,
	    HEAD RULE("xx-permit/validity", "info"), TEST_MOMENT,
	    COMITY_REFUSED, COMITY_REFUSED, NULL },
};

/* The row that speaks of any finding at the moment; NULL none. */
static const char *
ruled(const struct comity_policy *policy, const struct comity_report *report,
    int64_t moment)
{
	const struct comity_finding *finding;
	const struct comity_policy_row *row;
	size_t i;

	for (i = 0; (finding = comity_report_at(report, i)) != NULL; i++) {
		(void)comity_policy_severity(policy, finding, moment, &row);
		if (row != NULL)
			return finding->id;
	}
	return NULL;
}

START_TEST(policy_accept)
{
	const struct accept *row = &accepts[_i];
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_doc *doc = doc_load(row->doc);
	const struct comity_edition *edition;
	struct comity_checked checked;
	struct comity_policy *policy;
	const char *rule;
	int rc;

	policy = policy_load(row->policy, packs, report, &rc);
	ck_assert_msg(rc == COMITY_OK, "%s", row->why);
	ck_assert_int_eq(comity_packs_match(packs, doc, "2026-07-01",
			     TEST_MOMENT, report, &edition),
	    COMITY_OK);
	rc = comity_check(edition, doc, TEST_MOMENT, report, &checked);
	ck_assert_msg(rc == row->status, "%s: judged %d", row->why, rc);
	ck_assert_msg(comity_policy_accept(policy, report, row->moment, rc) ==
			  row->accepted,
	    "%s", row->why);
	rule = ruled(policy, report, row->moment);
	ck_assert_msg((rule == NULL) == (row->rule == NULL), "%s", row->why);
	if (rule != NULL)
		ck_assert_str_eq(rule, row->rule);
	/* what has no answer gets none, however lenient the office */
	ck_assert_int_eq(
	    comity_policy_accept(policy, report, row->moment, COMITY_UNKNOWN),
	    COMITY_UNKNOWN);
	ck_assert_int_eq(
	    comity_policy_accept(policy, report, row->moment, COMITY_ENOMEM),
	    COMITY_ENOMEM);
	comity_policy_free(policy);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

/* A no without a reason among the findings is no matter for an office, and a
 * fatal finding that a row names by its severity does not go down. */
START_TEST(policy_fixed)
{
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_policy *policy;
	struct comity_finding fatal = { .id = "xx-permit/validity",
		.severity = COMITY_FATAL };
	int rc;

	policy = policy_load(
	    HEAD RULE("xx-permit/validity", "info"), packs, report, &rc);
	ck_assert_ptr_nonnull(policy);
	ck_assert_int_eq(
	    comity_policy_accept(policy, report, TEST_MOMENT, COMITY_REFUSED),
	    COMITY_REFUSED);
	ck_assert_int_eq(
	    comity_policy_severity(policy, &fatal, TEST_MOMENT, NULL),
	    COMITY_FATAL);
	comity_policy_free(policy);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

/* A rule that there is not: which was perhaps meant. */
START_TEST(policy_suggests)
{
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	int rc;

	ck_assert_ptr_null(policy_load(HEAD RULE("xx-permit/goood", "error")
					   RULE("comity-translatio", "error"),
	    packs, report, &rc));
	ck_assert_int_eq(rc, COMITY_UNKNOWN);
	ck_assert_ptr_nonnull(
	    strstr(comity_report_at(report, 0)->expected, "good"));
	ck_assert_ptr_nonnull(strstr(
	    comity_report_at(report, 1)->expected, "comity-translation"));
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

SUITE("policy")
SUITE_ROWS(policy_row, rows);
SUITE_ROWS(policy_accept, accepts);
SUITE_TEST(policy_fixed);
SUITE_TEST(policy_suggests);
SUITE_END
