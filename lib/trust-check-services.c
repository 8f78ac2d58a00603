/* SPDX-License-Identifier: Apache-2.0 */
/* Providers and services of a list: identifiers, types, statuses, starts,
 * certificates, and who is listed twice. */
#include "base64.h"
#include "moment.h"
#include "text.h"
#include "trust-check.h"
#include "trust-reader.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define TYPE "http://uri.etsi.org/TrstSvc/Svctype/"

/* Annex D of TS 119 612: statuses, those of the directive too. */
static const char *const statuses[] = { "granted", "withdrawn",
	"setbynationallaw", "deprecatedbynationallaw",
	"recognisedatnationallevel", "deprecatedatnationallevel",
	"undersupervision", "supervisionincessation", "supervisionceased",
	"supervisionrevoked", "accredited", "accreditationceased",
	"accreditationrevoked", NULL };
/* Clause 5.5.1: types of services. */
static const char *const types[] = { "CA/QC", "CA/PKC",
	"CA/PKC/CertsforOtherTypesOfTS", "Certstatus/OCSP",
	"Certstatus/OCSP/QC", "Certstatus/CRL", "Certstatus/CRL/QC", "TSA",
	"TSA/QTST", "TSA/TSS-QC", "TSA/TSS-AdESQCandQES", "EDS", "EDS/Q",
	"EDS/REM", "EDS/REM/Q", "PSES", "PSES/Q", "QESValidation/Q",
	"RemoteQSigCDManagement/Q", "RemoteQSealCDManagement/Q",
	"RemoteQSCDManagement/Q", "AdESValidation", "AdESGeneration",
	"RemoteSigCDManagement", "RemoteSealCDManagement", "EAA", "EAA/Q",
	"EAA/Pub-EAA", "ElectronicArchiving", "ElectronicArchiving/Q",
	"Ledgers", "Ledgers/Q", "PKCValidation", "PKCPreservation",
	"PKCValidation/CertsforOtherTypesOfTS", "EAAValidation",
	"TSTValidation", "EDSValidation", "RA", "RA/nothavingPKIid", "ACA",
	"SignaturePolicyAuthority", "Archiv", "Archiv/nothavingPKIid", "IdV",
	"IdV/nothavingPKIid", "KEscrow", "KEscrow/nothavingPKIid", "PPwd",
	"PPwd/nothavingPKIid", "TLIssuer", "NationalRootCA-QC", "unspecified",
	NULL };

/* A service's type and certificate, for finding it twice. */
struct seen {
	char *type;
	char sha256[65];
	unsigned long line;
};

struct services {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	struct comity_report *report;
	int64_t moment, issued;
	struct seen *seen;
	size_t count, room;
};

static int
find(const struct services *s, const xmlNode *node,
    enum comity_finding_id finding, const char *found, const char *expected)
{
	int rc =
	    comity_doc_find(s->doc, node, s->report, finding, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static xmlNodePtr
child(const struct services *s, const xmlNode *parent, const char *name)
{
	return parent == NULL ? NULL
			      : comity_node_child(parent, s->dialect->ns, name);
}

/* A URI of the standard's own must be one that it has; others are the
 * scheme's. */
static bool
is_known(const char *uri, const char *prefix, const char *const *known)
{
	size_t len = strlen(prefix);

	if (strncmp(uri, prefix, len) != 0)
		return true;
	while (*known != NULL && strcmp(*known, uri + len) != 0)
		known++;
	return *known != NULL;
}

bool
comity_trust_status_known(const char *uri)
{
	return is_known(uri, STATUS, statuses);
}

bool
comity_trust_type_known(const char *uri)
{
	return is_known(uri, TYPE, types);
}

static int
check_uri(const struct services *s, const xmlNode *parent, const char *name,
    bool (*known)(const char *uri), enum comity_finding_id finding)
{
	const xmlNode *node = child(s, parent, name);
	char *text = node != NULL ? comity_node_value(node) : NULL;
	int rc = COMITY_OK;

	if (node != NULL && text == NULL)
		return COMITY_ENOMEM;
	if (text != NULL && !known(text))
		rc = find(s, node, finding, text, NULL);
	free(text);
	return rc;
}

/* A status that begins after the list was issued is a promise. */
static int
check_start(const struct services *s, const xmlNode *parent)
{
	const xmlNode *node = child(s, parent, "StatusStartingTime");
	char *text = node != NULL ? comity_node_value(node) : NULL;
	int64_t at;
	int rc = COMITY_OK;

	if (text != NULL && comity_moment_read(text, &at) == COMITY_OK &&
	    at > s->issued)
		rc = find(s, node, COMITY_F_TRUST_CHECK_FUTURE, text, NULL);
	free(text);
	return rc;
}

static int
check_span(const struct services *s, const xmlNode *node)
{
	int rc = check_uri(s, node, "ServiceStatus", comity_trust_status_known,
	    COMITY_F_TRUST_CHECK_STATUS);

	if (rc == COMITY_OK)
		rc = check_uri(s, node, "ServiceTypeIdentifier",
		    comity_trust_type_known, COMITY_F_TRUST_CHECK_TYPE);
	return rc == COMITY_OK ? check_start(s, node) : rc;
}

static bool
is_granted(const struct services *s, const xmlNode *information)
{
	const xmlNode *node = child(s, information, "ServiceStatus");
	char *text = node != NULL ? comity_node_value(node) : NULL;
	bool granted =
	    node == NULL || comity_text_same(text, STATUS "granted") ||
	    comity_text_same(text, STATUS "recognisedatnationallevel");

	free(text);
	return granted;
}

static int
remember(struct services *s, const xmlNode *information,
    const struct comity_certificate *certificate, unsigned long line)
{
	const xmlNode *type = child(s, information, "ServiceTypeIdentifier");
	struct seen *more;

	if (s->count == s->room) {
		more =
		    reallocarray(s->seen, s->room * 2 + 64, sizeof(*s->seen));
		if (more == NULL)
			return COMITY_ENOMEM;
		s->seen = more;
		s->room = s->room * 2 + 64;
	}
	more = &s->seen[s->count];
	more->type =
	    type != NULL ? comity_node_value(type) : comity_text_copy("");
	if (more->type == NULL)
		return COMITY_ENOMEM;
	memcpy(more->sha256, comity_certificate_sha256(certificate),
	    sizeof(more->sha256));
	more->line = line;
	s->count++;
	return COMITY_OK;
}

/* The certificate of a service that is granted. */
static int
check_certificate(const struct services *s, const xmlNode *node,
    const struct comity_certificate *certificate)
{
	EVP_PKEY *key = comity_certificate_public_key(certificate);
	char text[32];
	int rc = COMITY_OK;

	comity_moment_write(comity_certificate_not_after(certificate), text);
	if (comity_certificate_not_after(certificate) < s->moment)
		rc = find(s, node, COMITY_F_TRUST_CHECK_EXPIRED, text,
		    comity_certificate_subject(certificate));
	if (rc == COMITY_OK &&
	    (key == NULL || EVP_PKEY_get_security_bits(key) < 112))
		rc = find(s, node, COMITY_F_TRUST_CHECK_WEAK,
		    comity_certificate_subject(certificate), NULL);
	return rc;
}

static int
check_identity(struct services *s, const xmlNode *information,
    const xmlNode *id, bool *any)
{
	const xmlNode *node = child(s, id, "X509Certificate");
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	char *text;
	size_t len = 0;
	int rc;

	if (node == NULL)
		return COMITY_OK;
	*any = true;
	text = comity_node_text(node);
	rc =
	    text == NULL ? COMITY_ENOMEM : comity_base64_read(text, &der, &len);
	if (rc == COMITY_OK)
		rc = comity_certificate_read_der(der, len, &certificate);
	if (rc == COMITY_OK)
		rc = remember(
		    s, information, certificate, comity_doc_line(s->doc, node));
	if (rc == COMITY_OK && is_granted(s, information))
		rc = check_certificate(s, node, certificate);
	comity_certificate_free(certificate);
	free(text);
	free(der);
	return rc == COMITY_REFUSED ? COMITY_OK : rc; /* said in reading */
}

static int
check_service(struct services *s, const xmlNode *service)
{
	const xmlNode *information = child(s, service, "ServiceInformation");
	const xmlNode *identity =
	    child(s, information, "ServiceDigitalIdentity");
	xmlNodePtr node;
	bool any = false;
	int rc = check_span(s, information);

	for (node = child(s, identity, "DigitalId");
	     node != NULL && rc == COMITY_OK;
	     node = comity_node_next(node, s->dialect->ns, "DigitalId"))
		rc = check_identity(s, information, node, &any);
	if (rc == COMITY_OK && identity != NULL && !any)
		rc = find(s, identity, COMITY_F_TRUST_CHECK_NOBODY, NULL,
		    "X509Certificate");
	for (node = child(s, child(s, service, "ServiceHistory"),
		 "ServiceHistoryInstance");
	     node != NULL && rc == COMITY_OK;
	     node = comity_node_next(
		 node, s->dialect->ns, "ServiceHistoryInstance"))
		rc = check_span(s, node);
	return rc;
}

/* Clause 5.4.2: one of the trade names is the registered identifier. */
static int
check_identifier(const struct services *s, const xmlNode *provider)
{
	const xmlNode *information =
	    child(s, provider, s->dialect->information);
	const xmlNode *trade = child(s, information, s->dialect->trade_name);
	xmlNodePtr node = child(s, trade, "Name");
	bool found = false;
	char *text;

	if (trade == NULL)
		return COMITY_OK; /* said already where it has to be there */
	for (; node != NULL && !found;
	     node = comity_node_next(node, s->dialect->ns, "Name")) {
		if ((text = comity_node_value(node)) == NULL)
			return COMITY_ENOMEM;
		found = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 &&
			text[5] == '-' && text[6] != '\0';
		free(text);
	}
	return found ? COMITY_OK
		     : find(s, trade, COMITY_F_TRUST_CHECK_IDENTIFIER, NULL,
			   "VATXX-..., NTRXX-...");
}

static int
compare(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = strcmp(x->sha256, y->sha256);

	if (order == 0)
		order = strcmp(x->type, y->type);
	if (order == 0)
		order = x->line < y->line ? -1 : x->line > y->line;
	return order;
}

/* Clause 5.5.3: one certificate, one service of a type. */
static int
check_twice(struct services *s)
{
	struct comity_place place = { .file = s->doc->name };
	char other[32];
	size_t i;
	int rc = COMITY_OK;

	if (s->count > 1)
		qsort(s->seen, s->count, sizeof(*s->seen), compare);
	for (i = 1; i < s->count && rc == COMITY_OK; i++) {
		const struct seen *one = &s->seen[i - 1], *two = &s->seen[i];

		if (strcmp(one->sha256, two->sha256) != 0 ||
		    strcmp(one->type, two->type) != 0)
			continue;
		place.line = two->line;
		snprintf(other, sizeof(other), "%s:%lu", "", one->line);
		rc = comity_report_add(s->report, COMITY_F_TRUST_CHECK_TWICE,
		    &place, two->sha256, other + 1);
		rc = rc == COMITY_ENOMEM ? rc : COMITY_OK;
	}
	return rc;
}

int
comity_trust_check_services(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, int64_t moment,
    struct comity_report *report)
{
	struct services s = { .doc = doc,
		.dialect = dialect,
		.report = report,
		.moment = moment,
		.issued = INT64_MAX };
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *issue =
	    child(&s, child(&s, root, dialect->scheme), "ListIssueDateTime");
	char *text = issue != NULL ? comity_node_value(issue) : NULL;
	xmlNodePtr provider, service;
	size_t i;
	int rc = COMITY_OK;

	if (text != NULL && comity_moment_read(text, &s.issued) != COMITY_OK)
		s.issued = INT64_MAX;
	free(text);
	for (provider = child(
		 &s, child(&s, root, dialect->providers), dialect->provider);
	     provider != NULL && rc == COMITY_OK;
	     provider =
		 comity_node_next(provider, dialect->ns, dialect->provider)) {
		rc = check_identifier(&s, provider);
		for (service = child(&s, child(&s, provider, dialect->services),
			 dialect->service);
		     service != NULL && rc == COMITY_OK;
		     service = comity_node_next(
			 service, dialect->ns, dialect->service))
			rc = check_service(&s, service);
	}
	if (rc == COMITY_OK)
		rc = check_twice(&s);
	for (i = 0; i < s.count; i++)
		free(s.seen[i].type);
	free(s.seen);
	return rc;
}
