/* SPDX-License-Identifier: Apache-2.0 */
/* What a previous list says, for the list that comes after it. */
#include "text.h"
#include "trust-check.h"
#include "trust-make.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

struct past {
	struct comity_trust_reader reader;
	struct comity_trust_pasts *out;
};

void
comity_trust_pasts_clear(struct comity_trust_pasts *pasts)
{
	size_t i, k;

	for (i = 0; i < pasts->count; i++) {
		for (k = 0; k < pasts->at[i].count; k++) {
			free(pasts->at[i].spans[k].type);
			free(pasts->at[i].spans[k].name);
			free(pasts->at[i].spans[k].status);
		}
		free(pasts->at[i].spans);
	}
	free(pasts->at);
	free(pasts->territory);
	memset(pasts, 0, sizeof(*pasts));
}

static xmlNodePtr
child(const struct past *p, const xmlNode *parent, const char *name)
{
	return parent == NULL
		   ? NULL
		   : comity_trust_reader_child(&p->reader, parent, name);
}

/* A table has no place for what an extension says: nothing is dropped. */
static int
span_read(struct past *p, const xmlNode *node, struct comity_trust_past *past)
{
	struct comity_trust_span *more, *span;
	xmlNodePtr extra = child(p, node, "ServiceInformationExtensions");
	int rc;

	if (extra != NULL)
		return comity_doc_find(p->reader.doc, extra, p->reader.report,
		    COMITY_F_TRUST_MAKE_EXTENSION, NULL, NULL);
	more = reallocarray(past->spans, past->count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	past->spans = more;
	span = &more[past->count];
	memset(span, 0, sizeof(*span));
	past->count++;
	rc = comity_trust_reader_text(
	    &p->reader, node, "ServiceTypeIdentifier", &span->type);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    &p->reader, node, "ServiceName", &span->name);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    &p->reader, node, "ServiceStatus", &span->status);
	return rc == COMITY_OK ? comity_trust_reader_moment(&p->reader, node,
				     "StatusStartingTime", &span->since)
			       : rc;
}

static int
certificate_read(
    struct past *p, const xmlNode *information, struct comity_trust_past *past)
{
	const xmlNode *identity =
	    child(p, information, "ServiceDigitalIdentity");
	struct comity_certificate *certificate;
	xmlNodePtr id = child(p, identity, "DigitalId"), node = NULL;
	int rc;

	for (; id != NULL && node == NULL;
	     id = comity_trust_reader_next(&p->reader, id, "DigitalId"))
		node = child(p, id, "X509Certificate");
	if (node == NULL)
		return COMITY_OK;
	rc = comity_trust_reader_certificate(&p->reader, node, &certificate);
	if (rc != COMITY_OK)
		return rc;
	memcpy(past->sha256, comity_certificate_sha256(certificate),
	    sizeof(past->sha256));
	comity_certificate_free(certificate);
	return COMITY_OK;
}

static int
service_read(struct past *p, const xmlNode *service)
{
	struct comity_trust_pasts *out = p->out;
	const xmlNode *information = child(p, service, "ServiceInformation");
	struct comity_trust_past *past =
	    reallocarray(out->at, out->count + 1, sizeof(*past));
	xmlNodePtr node;
	int rc;

	if (past == NULL)
		return COMITY_ENOMEM;
	out->at = past;
	past = &past[out->count++];
	memset(past, 0, sizeof(*past));
	past->line = comity_doc_line(p->reader.doc, service);
	rc = certificate_read(p, information, past);
	if (rc == COMITY_OK)
		rc = span_read(p, information, past);
	for (node = child(p, child(p, service, "ServiceHistory"),
		 "ServiceHistoryInstance");
	     node != NULL && rc == COMITY_OK;
	     node = comity_trust_reader_next(
		 &p->reader, node, "ServiceHistoryInstance"))
		rc = span_read(p, node, past);
	return rc;
}

static int
services_read(struct past *p)
{
	const struct comity_trust_dialect *dialect = p->reader.dialect;
	const xmlNode *root = comity_doc_root(p->reader.doc);
	xmlNodePtr provider =
	    child(p, child(p, root, dialect->providers), dialect->provider);
	xmlNodePtr service;
	int rc = COMITY_OK;

	for (; provider != NULL && rc == COMITY_OK;
	     provider = comity_trust_reader_next(
		 &p->reader, provider, dialect->provider))
		for (service = child(p, child(p, provider, dialect->services),
			 dialect->service);
		     service != NULL && rc == COMITY_OK;
		     service = comity_trust_reader_next(
			 &p->reader, service, dialect->service))
			rc = service_read(p, service);
	return rc;
}

int
comity_trust_pasts_read(const struct comity_doc *previous,
    struct comity_report *report, struct comity_trust_pasts *out)
{
	struct comity_trust_list *list = NULL;
	struct past p = { .reader = { .doc = previous, .report = report },
		.out = out };
	int rc = comity_trust_list_read(previous, report, &list);

	memset(out, 0, sizeof(*out));
	if (rc != COMITY_OK)
		return rc;
	p.reader.dialect = comity_trust_dialect_of(previous);
	p.reader.list = list;
	if (p.reader.dialect->entities)
		rc = comity_doc_find(previous, comity_doc_root(previous),
		    report, COMITY_F_TRUST_LIST_SHAPE, "ListOfTrustedEntities",
		    "TrustServiceStatusList");
	if (rc == COMITY_OK)
		rc = comity_trust_check_signature(
		    previous, p.reader.dialect, list->issued, report);
	if (rc == COMITY_OK && comity_report_status(report) != COMITY_OK)
		rc = COMITY_REFUSED; /* edited, or signed by nobody */
	out->sequence = list->sequence;
	if (rc == COMITY_OK &&
	    (out->territory = comity_text_copy(list->territory)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = services_read(&p);
	comity_trust_list_free(list);
	if (rc != COMITY_OK)
		comity_trust_pasts_clear(out);
	return rc;
}
