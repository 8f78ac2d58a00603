/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-make.h"

#include "base64.h"
#include "moment.h"
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

#define TL "http://uri.etsi.org/TrstSvc/TrustedList/"

/* A list being made. */
struct making {
	const struct comity_trust_table *table;
	struct comity_trust_pasts pasts;
	struct comity_report *report;
	struct comity_text text;
	int depth;
};

static void
indent(struct making *m)
{
	int i;

	for (i = 0; i < m->depth; i++)
		comity_text_add(&m->text, "  ");
}

static void
begin(struct making *m, const char *name)
{
	indent(m);
	comity_text_addf(&m->text, "<%s>\n", name);
	m->depth++;
}

static void
end(struct making *m, const char *name)
{
	m->depth--;
	indent(m);
	comity_text_addf(&m->text, "</%s>\n", name);
}

static void
add_escaped(struct comity_text *text, const char *value)
{
	for (; *value != '\0'; value++)
		switch (*value) {
		case '<':
			comity_text_add(text, "&lt;");
			break;
		case '>':
			comity_text_add(text, "&gt;");
			break;
		case '&':
			comity_text_add(text, "&amp;");
			break;
		case '\r':
			break;
		default:
			comity_text_add_bytes(text, value, 1);
		}
}

/* An element with text; english: in English. Nothing without a value. */
static void
element(struct making *m, const char *name, bool english, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	indent(m);
	comity_text_addf(
	    &m->text, "<%s%s>", name, english ? " xml:lang=\"en\"" : "");
	add_escaped(&m->text, value);
	comity_text_addf(&m->text, "</%s>\n", name);
}

/* <SchemeName><Name xml:lang="en">...</Name></SchemeName> and its like. */
static void
held(struct making *m, const char *holder, const char *name, const char *value)
{
	begin(m, holder);
	element(m, name, true, value);
	end(m, holder);
}

static void
moment(struct making *m, const char *name, int64_t at)
{
	char text[32];

	comity_moment_write(at, text);
	element(m, name, false, text);
}

struct address {
	const char *street, *locality, *state, *postal_code, *country, *email,
	    *website;
};

static void
address(struct making *m, const char *holder, const struct address *of)
{
	char *email;

	begin(m, holder);
	begin(m, "PostalAddresses");
	indent(m);
	comity_text_add(&m->text, "<PostalAddress xml:lang=\"en\">\n");
	m->depth++;
	element(m, "StreetAddress", false, of->street);
	element(m, "Locality", false, of->locality);
	element(m, "StateOrProvince", false, of->state);
	element(m, "PostalCode", false, of->postal_code);
	element(m, "CountryName", false, of->country);
	end(m, "PostalAddress");
	end(m, "PostalAddresses");
	begin(m, "ElectronicAddress");
	email = comity_text_format("%s%s",
	    strncmp(of->email, "mailto:", 7) == 0 ? "" : "mailto:", of->email);
	if (email == NULL)
		m->text.failed = true;
	element(m, "URI", true, email);
	element(m, "URI", true, of->website);
	free(email);
	end(m, "ElectronicAddress");
	end(m, holder);
}

static const char *
value_of(const struct making *m, enum comity_trust_key key)
{
	return m->table->values[key];
}

/* What the table states, or the standard's URI for the territory. */
static void
uri_for(struct making *m, const char *name, enum comity_trust_key key,
    const char *before, const char *after)
{
	char *text = value_of(m, key) != NULL
			 ? comity_text_copy(value_of(m, key))
			 : comity_text_format("%s%s%s", before,
			       value_of(m, COMITY_KEY_TERRITORY), after);

	if (text == NULL)
		m->text.failed = true;
	element(m, name, false, text);
	free(text);
}

static void
scheme_name(struct making *m)
{
	const char *cc = value_of(m, COMITY_KEY_TERRITORY);
	const char *name = value_of(m, COMITY_KEY_SCHEME_NAME);
	bool has =
	    strncmp(name, cc, strlen(cc)) == 0 && name[strlen(cc)] == ':';
	char *text = has ? comity_text_copy(name)
			 : comity_text_format("%s:%s", cc, name);

	if (text == NULL)
		m->text.failed = true;
	held(m, "SchemeName", "Name", text);
	free(text);
}

static void
scheme(struct making *m, uint64_t sequence, int64_t issued)
{
	const struct address of = { value_of(m, COMITY_KEY_STREET),
		value_of(m, COMITY_KEY_LOCALITY), value_of(m, COMITY_KEY_STATE),
		value_of(m, COMITY_KEY_POSTAL_CODE),
		value_of(m, COMITY_KEY_COUNTRY), value_of(m, COMITY_KEY_EMAIL),
		value_of(m, COMITY_KEY_WEBSITE) };
	const char *history = value_of(m, COMITY_KEY_HISTORY);
	char number[32];

	snprintf(number, sizeof(number), "%llu", (unsigned long long)sequence);
	begin(m, "SchemeInformation");
	element(m, "TSLVersionIdentifier", false, "6");
	element(m, "TSLSequenceNumber", false, number);
	uri_for(m, "TSLType", COMITY_KEY_TYPE, TL "TSLType/", "list");
	held(m, "SchemeOperatorName", "Name", value_of(m, COMITY_KEY_OPERATOR));
	address(m, "SchemeOperatorAddress", &of);
	scheme_name(m);
	held(m, "SchemeInformationURI", "URI",
	    value_of(m, COMITY_KEY_INFORMATION));
	uri_for(m, "StatusDeterminationApproach", COMITY_KEY_DETERMINATION,
	    TL "StatusDetn/", "determination");
	held(m, "SchemeTypeCommunityRules", "URI",
	    value_of(m, COMITY_KEY_RULES));
	element(m, "SchemeTerritory", false, value_of(m, COMITY_KEY_TERRITORY));
	held(m, "PolicyOrLegalNotice", "TSLLegalNotice",
	    value_of(m, COMITY_KEY_NOTICE));
	/* 65535: kept for ever */
	element(m, "HistoricalInformationPeriod", false,
	    history != NULL ? history : "65535");
	moment(m, "ListIssueDateTime", issued);
	begin(m, "NextUpdate");
	moment(m, "dateTime", m->table->next_update);
	end(m, "NextUpdate");
	if (value_of(m, COMITY_KEY_DISTRIBUTION) != NULL) {
		begin(m, "DistributionPoints");
		element(m, "URI", false, value_of(m, COMITY_KEY_DISTRIBUTION));
		end(m, "DistributionPoints");
	}
	end(m, "SchemeInformation");
}

static void
id(struct making *m, const char *name, const char *value)
{
	begin(m, "DigitalId");
	element(m, name, false, value);
	end(m, "DigitalId");
}

static void
base64_id(
    struct making *m, const char *name, const unsigned char *bytes, size_t len)
{
	char *text = comity_base64_write(bytes, len);

	if (text == NULL)
		m->text.failed = true;
	id(m, name, text);
	free(text);
}

/* Clauses 5.5.3 and 5.6.3: now with the certificate, in the past by name and
 * key identifier. */
static void
identity(
    struct making *m, const struct comity_certificate *certificate, bool now)
{
	const char *hex = comity_certificate_ski(certificate);
	const unsigned char *der;
	unsigned char ski[64];
	size_t len, i;
	char digits[3] = "";

	begin(m, "ServiceDigitalIdentity");
	der = comity_certificate_der(certificate, &len);
	if (now)
		base64_id(m, "X509Certificate", der, len);
	id(m, "X509SubjectName", comity_certificate_subject(certificate));
	for (i = 0; hex[2 * i] != '\0' && i < sizeof(ski); i++) {
		memcpy(digits, hex + 2 * i, 2);
		ski[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	if (i > 0)
		base64_id(m, "X509SKI", ski, i);
	end(m, "ServiceDigitalIdentity");
}

static void
instance(struct making *m, const struct comity_trust_span *span,
    const struct comity_certificate *certificate)
{
	begin(m, "ServiceHistoryInstance");
	element(m, "ServiceTypeIdentifier", false, span->type);
	held(m, "ServiceName", "Name", span->name);
	identity(m, certificate, false);
	element(m, "ServiceStatus", false, span->status);
	moment(m, "StatusStartingTime", span->since);
	end(m, "ServiceHistoryInstance");
}

static int
refuse(const struct making *m, const struct comity_trust_row *row,
    enum comity_finding_id finding, const char *found, const char *expected)
{
	int rc = comity_trust_table_find(
	    m->table, row->line, "since", m->report, finding, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* The service in the previous list; NULL: it is new. */
static struct comity_trust_past *
past_of(struct making *m, const struct comity_trust_row *row)
{
	const char *sha256 = comity_certificate_sha256(row->certificate);
	size_t i;

	for (i = 0; i < m->pasts.count; i++)
		if (!m->pasts.at[i].kept &&
		    strcmp(m->pasts.at[i].sha256, sha256) == 0 &&
		    strcmp(m->pasts.at[i].spans[0].type,
			row->cells[COMITY_COLUMN_TYPE]) == 0)
			return &m->pasts.at[i];
	return NULL;
}

/*
 * From which span on the past is history. A status that stayed keeps its
 * start; a new one begins after the old one did: the past is not rewritten.
 */
static int
history_begins(const struct making *m, const struct comity_trust_row *row,
    const struct comity_trust_past *past, size_t *first)
{
	const char *status = row->cells[COMITY_COLUMN_STATUS];
	bool same = strcmp(past->spans[0].status, status) == 0;
	char then[32], now[32];

	comity_moment_write(past->spans[0].since, then);
	comity_moment_write(row->since, now);
	*first = same ? 1 : 0;
	if (same ? row->since == past->spans[0].since
		 : row->since > past->spans[0].since)
		return COMITY_OK;
	return refuse(m, row, COMITY_F_TRUST_MAKE_REWRITES, now, then);
}

static int
service(struct making *m, const struct comity_trust_row *row)
{
	struct comity_trust_past *past = past_of(m, row);
	size_t first = 0;
	int rc = COMITY_OK;

	if (past != NULL) {
		past->kept = true;
		rc = history_begins(m, row, past, &first);
	}
	begin(m, "TSPService");
	begin(m, "ServiceInformation");
	element(
	    m, "ServiceTypeIdentifier", false, row->cells[COMITY_COLUMN_TYPE]);
	held(m, "ServiceName", "Name", row->cells[COMITY_COLUMN_NAME]);
	identity(m, row->certificate, true);
	element(m, "ServiceStatus", false, row->cells[COMITY_COLUMN_STATUS]);
	moment(m, "StatusStartingTime", row->since);
	end(m, "ServiceInformation");
	if (past != NULL && first < past->count) {
		begin(m, "ServiceHistory");
		for (; first < past->count; first++)
			instance(m, &past->spans[first], row->certificate);
		end(m, "ServiceHistory");
	}
	end(m, "TSPService");
	return rc;
}

static int
provider(struct making *m, size_t at)
{
	const struct comity_trust_row *rows = m->table->rows;
	char *const *cells = rows[at].cells;
	const struct address of = { cells[COMITY_COLUMN_STREET],
		cells[COMITY_COLUMN_LOCALITY], cells[COMITY_COLUMN_STATE],
		cells[COMITY_COLUMN_POSTAL_CODE], cells[COMITY_COLUMN_COUNTRY],
		cells[COMITY_COLUMN_EMAIL], cells[COMITY_COLUMN_WEBSITE] };
	size_t i;
	int rc = COMITY_OK;

	begin(m, "TrustServiceProvider");
	begin(m, "TSPInformation");
	held(m, "TSPName", "Name", cells[COMITY_COLUMN_PROVIDER]);
	begin(m, "TSPTradeName");
	element(m, "Name", true, cells[COMITY_COLUMN_IDENTIFIER]);
	element(m, "Name", true, cells[COMITY_COLUMN_TRADE_NAME]);
	end(m, "TSPTradeName");
	address(m, "TSPAddress", &of);
	held(m, "TSPInformationURI", "URI", cells[COMITY_COLUMN_INFORMATION]);
	end(m, "TSPInformation");
	begin(m, "TSPServices");
	for (i = at; i < m->table->count && rc == COMITY_OK; i++)
		if (rows[i].provider == at)
			rc = service(m, &rows[i]);
	end(m, "TSPServices");
	end(m, "TrustServiceProvider");
	return rc;
}

/* Number and dates, at their lines of the table. */
static int
check_scheme(struct making *m, int64_t now, uint64_t sequence, int64_t issued)
{
	const struct comity_trust_table *table = m->table;
	const char *next = value_of(m, COMITY_KEY_NEXT_UPDATE);
	int64_t latest;
	int rc = COMITY_OK;

	if (sequence <= m->pasts.sequence)
		rc = comity_trust_table_find(table,
		    table->lines[COMITY_KEY_SEQUENCE], "sequence", m->report,
		    COMITY_F_TRUST_MAKE_SEQUENCE,
		    value_of(m, COMITY_KEY_SEQUENCE), NULL);
	if (rc != COMITY_ENOMEM && m->pasts.territory != NULL &&
	    strcmp(m->pasts.territory, value_of(m, COMITY_KEY_TERRITORY)) != 0)
		rc = comity_trust_table_find(table,
		    table->lines[COMITY_KEY_TERRITORY], "territory", m->report,
		    COMITY_F_TRUST_TABLE_DIFFERS,
		    value_of(m, COMITY_KEY_TERRITORY), m->pasts.territory);
	if (rc != COMITY_ENOMEM &&
	    (comity_day_add(issued / 86400, "P6M", &latest) != COMITY_OK ||
		table->next_update <= issued ||
		table->next_update > latest * 86400 + issued % 86400))
		rc = comity_trust_table_find(table,
		    table->lines[COMITY_KEY_NEXT_UPDATE], "next-update",
		    m->report, COMITY_F_TRUST_CHECK_NEXT_UPDATE, next,
		    "at most six months after ListIssueDateTime");
	if (rc != COMITY_ENOMEM && (issued > now || table->next_update < now))
		rc = comity_trust_table_find(table,
		    table->lines[issued > now ? COMITY_KEY_ISSUED
					      : COMITY_KEY_NEXT_UPDATE],
		    issued > now ? "issued" : "next-update", m->report,
		    COMITY_F_TRUST_CHECK_STALE,
		    issued > now ? value_of(m, COMITY_KEY_ISSUED) : next, NULL);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* Whoever was listed stays listed, if only as withdrawn. */
static int
check_kept(const struct making *m, const struct comity_doc *previous)
{
	struct comity_place place = { .file =
					  previous ? previous->name : NULL };
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < m->pasts.count && rc != COMITY_ENOMEM; i++) {
		if (m->pasts.at[i].kept)
			continue;
		place.line = m->pasts.at[i].line;
		rc = comity_report_add(m->report, COMITY_F_TRUST_MAKE_VANISHED,
		    &place, m->pasts.at[i].spans[0].name, NULL);
	}
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static int
write_list(struct making *m, uint64_t sequence, int64_t issued)
{
	size_t i;
	int rc = COMITY_OK;

	comity_text_add(&m->text,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<TrustServiceStatusList xmlns=\"" COMITY_NS_TSL
	    "\" TSLTag=\"" COMITY_TSL_TAG "\">\n");
	m->depth = 1;
	scheme(m, sequence, issued);
	if (m->table->count > 0) {
		begin(m, "TrustServiceProviderList");
		for (i = 0; i < m->table->count && rc == COMITY_OK; i++)
			if (m->table->rows[i].provider == i)
				rc = provider(m, i);
		end(m, "TrustServiceProviderList");
	}
	comity_text_add(&m->text, "</TrustServiceStatusList>\n");
	return rc == COMITY_OK && m->text.failed ? COMITY_ENOMEM : rc;
}

int
comity_trust_make(const struct comity_trust_table *table,
    const struct comity_doc *previous, int64_t now,
    struct comity_report *report, char **octets, size_t *len)
{
	struct making m = { .table = table,
		.report = comity_report_new_like(report) };
	int64_t issued = table->issued != INT64_MIN ? table->issued : now;
	uint64_t sequence = table->sequence;
	int rc = m.report == NULL ? COMITY_ENOMEM : COMITY_OK;

	*octets = NULL;
	if (rc == COMITY_OK && previous != NULL)
		rc = comity_trust_pasts_read(previous, m.report, &m.pasts);
	if (sequence == 0)
		sequence = m.pasts.sequence + 1;
	if (rc == COMITY_OK)
		rc = check_scheme(&m, now, sequence, issued);
	if (rc == COMITY_OK)
		rc = write_list(&m, sequence, issued);
	if (rc == COMITY_OK)
		rc = check_kept(&m, previous);
	if (rc == COMITY_OK)
		rc = comity_report_status(m.report);
	if (m.report != NULL &&
	    comity_report_join(report, m.report) != COMITY_OK)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*len = m.text.len;
		*octets = comity_text_take(&m.text);
		rc = *octets != NULL ? COMITY_OK : COMITY_ENOMEM;
	}
	comity_text_clear(&m.text);
	comity_trust_pasts_clear(&m.pasts);
	comity_report_free(m.report);
	return rc;
}
