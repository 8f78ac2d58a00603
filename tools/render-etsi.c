/* SPDX-License-Identifier: Apache-2.0 */
#include "render-etsi.h"

#include "base64.h"
#include "evidence.h"
#include "grounds.h"
#include "moment.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define MAIN "urn:etsi:019102:mainindication:"
#define SUB "urn:etsi:019102:subindication:"
#define STATUS "urn:etsi:019102:constraintStatus:"
#define OBJECT "urn:etsi:019102:validationObject:"
#define OURS "urn:comity:constraint:"

/* What is being written. */
struct report {
	const struct answer *answer;
	struct comity_text text;
	size_t number; /* of the signature, from 1 */
};

/* Foreign text: XML's own characters, and no control ones. */
static void
add_escaped(struct report *report, const char *foreign)
{
	char *plain = comity_text_escape(foreign, 10000);
	const char *at;

	if (plain == NULL)
		report->text.failed = true;
	for (at = plain; at != NULL && *at != '\0'; at++)
		switch (*at) {
		case '&':
			comity_text_add(&report->text, "&amp;");
			break;
		case '<':
			comity_text_add(&report->text, "&lt;");
			break;
		case '>':
			comity_text_add(&report->text, "&gt;");
			break;
		default:
			comity_text_add_bytes(&report->text, at, 1);
		}
	free(plain);
}

static void
add(struct report *report, const char *xml)
{
	comity_text_add(&report->text, xml);
}

static void
element(struct report *report, const char *name, const char *text)
{
	comity_text_addf(&report->text, "<%s>", name);
	add_escaped(report, text);
	comity_text_addf(&report->text, "</%s>\n", name);
}

static void
moment(struct report *report, const char *name, int64_t at)
{
	char text[32];

	comity_moment_write(at, text);
	element(report, name, text);
}

/* A digest that is known in hex. */
static void
digest(struct report *report, const char *uri, const char *hex)
{
	unsigned char bytes[COMITY_DIGEST_MAX];
	char pair[3] = "", *base64;
	size_t i, len = strlen(hex) / 2;

	for (i = 0; i < len && i < sizeof(bytes); i++) {
		memcpy(pair, hex + 2 * i, 2);
		bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	if ((base64 = comity_base64_write(bytes, i)) == NULL) {
		report->text.failed = true;
		return;
	}
	comity_text_addf(&report->text,
	    "<DigestAlgAndValue><ds:DigestMethod Algorithm=\"%s\"/>"
	    "<ds:DigestValue>%s</ds:DigestValue></DigestAlgAndValue>\n",
	    uri, base64);
	free(base64);
}

static const char *
main_name(enum comity_indication indication, bool total)
{
	switch (indication) {
	case COMITY_TOTAL_PASSED:
		return total ? "total-passed" : "passed";
	case COMITY_TOTAL_FAILED:
		return total ? "total-failed" : "failed";
	case COMITY_INDETERMINATE:
		break;
	}
	return "indeterminate";
}

static void
indications(struct report *report, enum comity_indication indication,
    const char *sub, bool total)
{
	comity_text_addf(&report->text,
	    "<MainIndication>" MAIN "%s</MainIndication>\n",
	    main_name(indication, total));
	if (sub != NULL)
		comity_text_addf(&report->text,
		    "<SubIndication>" SUB "%s</SubIndication>\n", sub);
}

/* An office's policy as an identifier: its digest. */
static void
overridden(struct report *report)
{
	comity_text_addf(&report->text,
	    "<OverriddenBy>urn:comity:policy:sha256:%s</OverriddenBy>",
	    report->answer->office->digest);
}

static void
constraint(struct report *report, const char *name,
    enum comity_indication indication, const char *sub, bool by_office)
{
	comity_text_addf(&report->text,
	    "<ValidationConstraint><ValidationConstraintIdentifier>" OURS "%s</"
	    "ValidationConstraintIdentifier>\n<ConstraintStatus><Status>" STATUS
	    "%s</Status>",
	    name, by_office ? "overridden" : "applied");
	if (by_office)
		overridden(report);
	add(report, "</ConstraintStatus>\n<ValidationStatus>");
	indications(report, indication,
	    indication == COMITY_TOTAL_PASSED ? NULL : sub, false);
	add(report, "</ValidationStatus></ValidationConstraint>\n");
}

static bool
starts(const char *sub, const char *with)
{
	return sub != NULL && strncmp(sub, with, strlen(with)) == 0;
}

/* What was asked, in the order of asking: integrity, scope, algorithms,
 * timestamps, the signer's path. What was not reached is not listed. */
static void
constraints(struct report *report, const struct comity_signature *s)
{
	const struct comity_grounds *grounds = s->grounds;
	bool algorithms = starts(s->sub, "CRYPTO_CONSTRAINTS_FAILURE");
	size_t i;

	add(report, "<ValidationConstraintsEvaluationReport>\n");
	if (s->intact || !algorithms)
		constraint(report, "integrity",
		    s->intact ? COMITY_TOTAL_PASSED : s->indication, s->sub,
		    false);
	if (s->intact && s->master == NULL)
		constraint(report, "full-scope",
		    s->full_scope ? COMITY_TOTAL_PASSED : s->indication, s->sub,
		    false);
	if (algorithms || (grounds != NULL && grounds->row_count > 0))
		constraint(report, "algorithms",
		    algorithms ? s->indication : COMITY_TOTAL_PASSED, s->sub,
		    report->answer->office != NULL && s->changes[0] != NULL);
	for (i = 0; i < s->timestamp_count; i++)
		constraint(report, "timestamp", s->timestamps[i].indication,
		    s->timestamps[i].sub, false);
	if (grounds != NULL && grounds->judged)
		constraint(report, "signer", s->indication, s->sub, false);
	add(report, "</ValidationConstraintsEvaluationReport>\n");
}

static void
times(struct report *report, const struct comity_signature *s)
{
	int64_t at = report->answer->moment;

	add(report, "<ValidationTimeInfo>\n");
	moment(report, "ValidationTime", at);
	add(report, "<BestSignatureTime>");
	moment(report, "POETime", s->timestamped ? s->proven_at : at);
	add(report, "<TypeOfProof>urn:etsi:019102:poetype:validation"
		    "</TypeOfProof></BestSignatureTime>\n"
		    "</ValidationTimeInfo>\n");
}

/* The first Reference that covers the document. */
static void
signed_document(struct report *report, const struct comity_signature *s)
{
	size_t i;

	for (i = 0; s->grounds != NULL && i < s->grounds->reference_count;
	     i++) {
		const struct comity_grounds_reference *r =
		    &s->grounds->references[i];

		if (!r->covers)
			continue;
		add(report, "<SignersDocument>");
		digest(report, r->digest->row.uri, r->stated);
		add(report, "<SignersDocumentRef VOReference=\"D-1\"/>"
			    "</SignersDocument>\n");
		return;
	}
}

/* The attribute of the report for a timestamp; NULL: it has none. */
static const char *
stamp_element(const struct comity_timestamp *stamp)
{
	if (strcmp(stamp->kind, comity_stamp_kind_name(COMITY_STAMP_ARCHIVE)) ==
	    0)
		return "ArchiveTimeStamp";
	return strcmp(stamp->kind,
		   comity_stamp_kind_name(COMITY_STAMP_SIGNATURE)) == 0
		   ? "SignatureTimeStamp"
		   : NULL;
}

static void
attributes(struct report *report, const struct comity_signature *s)
{
	int64_t at;
	size_t i;
	bool any = s->certificate_sha256[0] != '\0';

	if (!any && s->timestamp_count == 0)
		return;
	add(report, "<SignatureAttributes>\n");
	if (s->signing_time != NULL &&
	    comity_moment_read(s->signing_time, &at) == COMITY_OK) {
		add(report, "<SigningTime Signed=\"true\">");
		moment(report, "Time", at);
		add(report, "</SigningTime>\n");
	}
	if (any)
		comity_text_addf(&report->text,
		    "<SigningCertificate Signed=\"true\"><AttributeObject "
		    "VOReference=\"C-%s\"/></SigningCertificate>\n",
		    s->certificate_sha256);
	if (s->role != NULL) {
		add(report, "<SignerRole Signed=\"true\"><RoleDetails>");
		element(report, "Role", s->role);
		add(report, "<EndorsementType>claimed</EndorsementType>"
			    "</RoleDetails></SignerRole>\n");
	}
	for (i = 0; i < s->timestamp_count; i++) {
		const struct comity_timestamp *t = &s->timestamps[i];
		const char *name = stamp_element(t);

		if (!t->has_time || name == NULL)
			continue;
		comity_text_addf(&report->text,
		    "<%s><AttributeObject VOReference=\"T-%zu-%zu\"/>", name,
		    report->number, i + 1);
		moment(report, "TimeStampValue", t->at);
		comity_text_addf(&report->text, "</%s>\n", name);
	}
	add(report, "</SignatureAttributes>\n");
}

static void
signer(struct report *report, const struct comity_signature *s)
{
	if (s->certificate_sha256[0] == '\0')
		return;
	comity_text_addf(&report->text,
	    "<SignerInformation><SignerCertificate VOReference=\"C-%s\"/>\n",
	    s->certificate_sha256);
	if (s->subject != NULL)
		element(report, "Signer", s->subject);
	add(report, "</SignerInformation>\n");
}

static void
chain(struct report *report, const struct comity_grounds *grounds)
{
	size_t i, count = grounds->path_count;

	if (count == 0)
		return;
	comity_text_addf(&report->text, "<TrustAnchor VOReference=\"C-%s\"/>\n",
	    grounds->path[count - 1].sha256);
	comity_text_addf(&report->text,
	    "<CertificateChain><SigningCertificate VOReference=\"C-%s\"/>\n",
	    grounds->path[0].sha256);
	for (i = 1; i + 1 < count; i++)
		comity_text_addf(&report->text,
		    "<IntermediateCertificate VOReference=\"C-%s\"/>\n",
		    grounds->path[i].sha256);
	comity_text_addf(&report->text,
	    "<TrustAnchor VOReference=\"C-%s\"/></CertificateChain>\n",
	    grounds->path[count - 1].sha256);
}

static void
revoked(struct report *report, const struct comity_grounds *grounds)
{
	size_t i;

	for (i = 0; i < grounds->path_count; i++) {
		const struct comity_grounds_certificate *c = &grounds->path[i];

		if (!c->asked ||
		    c->revocation.answer != COMITY_REVOCATION_REVOKED ||
		    c->revocation.since == INT64_MIN)
			continue;
		comity_text_addf(&report->text,
		    "<RevocationStatusInformation><ValidationObjectId "
		    "VOReference=\"C-%s\"/>",
		    c->sha256);
		moment(report, "RevocationTime", c->revocation.since);
		add(report, "</RevocationStatusInformation>\n");
		return; /* the form has room for one */
	}
}

/* The row that decides on its algorithms. */
static void
algorithm(struct report *report, const struct comity_signature *s)
{
	const struct comity_grounds *grounds = s->grounds;
	const struct comity_grounds_row *row = NULL;
	size_t i;

	if (grounds->row_count == 0 || s->certificate_sha256[0] == '\0')
		return;
	row = &grounds->rows[0];
	for (i = 1; i < grounds->row_count; i++)
		if (row->counts && !grounds->rows[i].counts)
			row = &grounds->rows[i];
	comity_text_addf(&report->text,
	    "<CryptoInformation><ValidationObjectId VOReference=\"C-%s\"/>"
	    "<Algorithm>%s</Algorithm><SecureAlgorithm>%s</SecureAlgorithm>",
	    s->certificate_sha256, row->state.row->uri,
	    row->counts ? "true" : "false");
	if (row->state.ends != COMITY_DAY_NEVER &&
	    row->state.ends != COMITY_DAY_ALWAYS)
		moment(report, "NotAfter", row->state.ends * 86400 - 1);
	add(report, "</CryptoInformation>\n");
}

static void
signature(struct report *report, const struct comity_signature *s)
{
	report->number++;
	comity_text_addf(&report->text,
	    "<SignatureValidationReport>\n<SignatureIdentifier id=\"S-%zu\">"
	    "<HashOnly>false</HashOnly><DocHashOnly>false</DocHashOnly>",
	    report->number);
	if (s->id != NULL)
		element(report, "DAIdentifier", s->id);
	add(report, "</SignatureIdentifier>\n");
	constraints(report, s);
	times(report, s);
	signed_document(report, s);
	attributes(report, s);
	signer(report, s);
	add(report,
	    "<SignatureValidationProcess><SignatureValidationProcessID>"
	    "urn:etsi:019102:validationprocess:LTA"
	    "</SignatureValidationProcessID></SignatureValidationProcess>\n"
	    "<SignatureValidationStatus>\n");
	indications(report, s->indication, s->sub, true);
	if (s->grounds != NULL &&
	    (s->grounds->path_count > 0 || s->grounds->row_count > 0)) {
		add(report, "<AssociatedValidationReportData>\n");
		chain(report, s->grounds);
		revoked(report, s->grounds);
		algorithm(report, s);
		add(report, "</AssociatedValidationReportData>\n");
	}
	add(report, "</SignatureValidationStatus>\n");
	if (s->reason != NULL)
		element(report, "OtherInformation", s->reason);
	add(report, "</SignatureValidationReport>\n");
}

/* One object for each certificate, whoever mentions it first. */
static void
certificate(struct report *report, const char *sha256)
{
	char id[80];

	snprintf(id, sizeof(id), "id=\"C-%s\"", sha256);
	if (sha256[0] == '\0' || (report->text.data != NULL &&
				     strstr(report->text.data, id) != NULL))
		return;
	comity_text_addf(&report->text,
	    "<ValidationObject %s><ObjectType>" OBJECT
	    "certificate</ObjectType><ValidationObjectRepresentation>",
	    id);
	digest(report, COMITY_URI_SHA256, sha256);
	add(report, "</ValidationObjectRepresentation></ValidationObject>\n");
}

static void
stamp(struct report *report, const struct comity_timestamp *t, size_t at)
{
	comity_text_addf(&report->text,
	    "<ValidationObject id=\"T-%zu-%zu\"><ObjectType>" OBJECT
	    "timestamp</ObjectType><ValidationObjectRepresentation><direct>"
	    "%s</direct></ValidationObjectRepresentation>",
	    report->number, at, t->kind);
	if (t->has_time && t->indication == COMITY_TOTAL_PASSED) {
		add(report, "<POEProvisioning>");
		moment(report, "POETime", t->at);
		comity_text_addf(&report->text,
		    "<ValidationObject VOReference=\"S-%zu\"/>"
		    "</POEProvisioning>",
		    report->number);
	}
	add(report, "<ValidationReport><SignatureValidationStatus>");
	indications(report, t->indication, t->sub, false);
	add(report, "</SignatureValidationStatus></ValidationReport>"
		    "</ValidationObject>\n");
}

static void
objects_of(struct report *report, const struct comity_signature *s)
{
	size_t i;

	report->number++;
	certificate(report, s->certificate_sha256);
	for (i = 0; s->grounds != NULL && i < s->grounds->came_count; i++)
		certificate(report, s->grounds->came[i].sha256);
	for (i = 0; s->grounds != NULL && i < s->grounds->path_count; i++)
		certificate(report, s->grounds->path[i].sha256);
	for (i = 0; i < s->timestamp_count; i++)
		stamp(report, &s->timestamps[i], i + 1);
}

/* The signatures, then the counter-signatures; numbered through. */
static void
each(struct report *report, const struct comity_verification *v,
    void (*act)(struct report *, const struct comity_signature *))
{
	size_t i;

	report->number = 0;
	for (i = 0; i < v->count; i++)
		act(report, &v->signatures[i]);
	for (i = 0; i < v->countersignature_count; i++)
		act(report, &v->countersignatures[i]);
}

/* No signature was judged: the file could not be read, or has none. */
static void
nothing(struct report *report, const struct comity_verification *v)
{
	const struct comity_finding *finding;
	size_t i;

	add(report, "<SignatureValidationReport>"
		    "<SignatureValidationStatus>\n");
	indications(report, COMITY_INDETERMINATE,
	    v != NULL ? v->sub : "SIGNED_DATA_NOT_FOUND", true);
	add(report, "</SignatureValidationStatus>\n<OtherInformation>");
	for (i = 0;
	     (finding = comity_report_at(report->answer->report, i)) != NULL;
	     i++) {
		add_escaped(report, finding->id);
		add(report, ": ");
		add_escaped(report, finding->message);
		add(report, "\n");
	}
	add(report, "</OtherInformation></SignatureValidationReport>\n");
}

bool
render_etsi(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_verification *v = answer->verification;
	struct report report = { .answer = answer };
	bool done;

	(void)run;
	add(&report,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<ValidationReport xmlns=\"http://uri.etsi.org/19102/v1.4.1#\" "
	    "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n");
	if (v == NULL || v->count + v->countersignature_count == 0)
		nothing(&report, v);
	else
		each(&report, v, signature);
	if (answer->source != NULL) {
		add(&report, "<SignatureValidationObjects>\n"
			     "<ValidationObject id=\"D-1\"><ObjectType>" OBJECT
			     "signedData</ObjectType>"
			     "<ValidationObjectRepresentation>");
		digest(&report, COMITY_URI_SHA256, answer->source->sha256_hex);
		add(&report, "</ValidationObjectRepresentation>"
			     "</ValidationObject>\n");
		if (v != NULL)
			each(&report, v, objects_of);
		add(&report, "</SignatureValidationObjects>\n");
	}
	add(&report, "</ValidationReport>\n");
	done =
	    !report.text.failed &&
	    fwrite(report.text.data, 1, report.text.len, to) == report.text.len;
	comity_text_clear(&report.text);
	return done;
}
