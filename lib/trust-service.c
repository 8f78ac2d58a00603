/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "text.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
/* 2016-07-01T00:00 in Brussels: from then on Regulation (EU) No 910/2014
 * applies (Article 52(2)), and lists say granted or withdrawn. */
#define REGULATION_APPLIES INT64_C(1467324000)

static const struct {
	const char *status;
	int64_t until; /* the first second for which it grants nothing more */
} granting[] = {
	{ STATUS "granted", INT64_MAX },
	/* what national lists say of services that no one else qualifies */
	{ STATUS "recognisedatnationallevel", INT64_MAX },
	/* what they said under Directive 1999/93/EC */
	{ STATUS "undersupervision", REGULATION_APPLIES },
	{ STATUS "supervisionincessation", REGULATION_APPLIES },
	{ STATUS "accredited", REGULATION_APPLIES },
	{ "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/"
	  "Svcstatus/undersupervision",
	    REGULATION_APPLIES },
	/* providers of attestations on a list of trusted entities */
	{ "http://uri.etsi.org/19602/PubEAAProvidersList/SvcStatus/notified",
	    INT64_MAX },
	{ COMITY_STATUS_LISTED, INT64_MAX },
};

void
comity_listing_free(struct comity_listing *listing)
{
	struct comity_service *service = &listing->service;
	size_t i;

	for (i = 0; i < service->period_count; i++)
		free(service->periods[i].status);
	free(service->periods);
	free(service->type);
	free(service->name);
	free(service->provider);
	free(service->territory);
	free(service->identifier);
	free(service->list_name);
	free(service->via);
	comity_certificate_free(listing->certificate);
	free(listing);
}

/* Until when a status grants, INT64_MIN not at all. */
static int64_t
grants_until(const char *status)
{
	size_t i;

	for (i = 0; i < sizeof(granting) / sizeof(granting[0]); i++)
		if (strcmp(status, granting[i].status) == 0)
			return granting[i].until;
	return INT64_MIN;
}

/* Take a span over into the service, also when it fails. */
static int
period_put(struct comity_service *service, size_t at,
    struct comity_service_period period)
{
	struct comity_service_period *periods = reallocarray(
	    service->periods, service->period_count + 1, sizeof(*periods));

	if (periods == NULL) {
		free(period.status);
		return COMITY_ENOMEM;
	}
	service->periods = periods;
	memmove(&periods[at + 1], &periods[at],
	    (service->period_count - at) * sizeof(*periods));
	periods[at] = period;
	service->period_count++;
	return COMITY_OK;
}

/* On a list of trusted entities a service may have no status: it is listed,
 * and that for as long as the list is the current one; nothing says since
 * when, if not a starting time. */
static int
listed_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_service_period *period)
{
	period->begins = reader->list->issued;
	if ((period->status = comity_text_copy(COMITY_STATUS_LISTED)) == NULL)
		return COMITY_ENOMEM;
	if (comity_trust_reader_child(reader, node, "StatusStartingTime") ==
	    NULL)
		return COMITY_OK;
	return comity_trust_reader_moment(
	    reader, node, "StatusStartingTime", &period->begins);
}

static int
status_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_service_period *period)
{
	int rc;

	if (reader->dialect->entities &&
	    strcmp((const char *)node->name, "ServiceInformation") == 0 &&
	    comity_trust_reader_child(reader, node, "ServiceStatus") == NULL)
		return listed_read(reader, node, period);
	rc = comity_trust_reader_text(
	    reader, node, "ServiceStatus", &period->status);
	return rc == COMITY_OK ? comity_trust_reader_moment(reader, node,
				     "StatusStartingTime", &period->begins)
			       : rc;
}

/* The type of a service or span; on a list of trusted entities it may be left
 * out, and is then none. */
static int
type_read(struct comity_trust_reader *reader, const xmlNode *node, char **out)
{
	const char *name = "ServiceTypeIdentifier";

	if (!reader->dialect->entities ||
	    comity_trust_reader_child(reader, node, name) != NULL)
		return comity_trust_reader_text(reader, node, name, out);
	*out = comity_text_copy("");
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* Add the status that an information or history element states, with an open
 * end; type: the service's, a status under another type grants nothing. */
static int
period_add(struct comity_trust_reader *reader, const xmlNode *node,
    const char *type, const struct comity_trust_extensions *extensions,
    struct comity_service *service)
{
	struct comity_service_period period = { .ends = INT64_MAX };
	char *own_type = NULL;
	int rc;

	if (service->period_count == COMITY_PERIODS_MAX)
		return comity_trust_reader_shape(reader, node,
		    "a longer history", "at most 200 spans of status");
	rc = status_read(reader, node, &period);
	if (rc == COMITY_OK)
		rc = type_read(reader, node, &own_type);
	if (rc == COMITY_OK) {
		period.websites_only = extensions->websites &&
				       !extensions->signatures &&
				       !extensions->seals;
		period.granted = strcmp(type, own_type) == 0 &&
				 !extensions->unusable &&
				 !period.websites_only &&
				 period.begins < grants_until(period.status);
		rc = period_put(service, service->period_count, period);
		period.status = NULL;
	}
	free(period.status);
	free(own_type);
	return rc;
}

/* Clause 5.5.10: newest first. Each span ends where the next one begins. */
static int
history_read(struct comity_trust_reader *reader, const xmlNode *tsp_service,
    struct comity_service *service)
{
	struct comity_service_period *later, *earlier;
	struct comity_trust_extensions extensions;
	xmlNodePtr history =
	    comity_trust_reader_child(reader, tsp_service, "ServiceHistory");
	xmlNodePtr node = history == NULL
			      ? NULL
			      : comity_trust_reader_child(
				    reader, history, "ServiceHistoryInstance");
	int rc;

	for (; node != NULL; node = comity_trust_reader_next(
				 reader, node, "ServiceHistoryInstance")) {
		rc = comity_trust_extensions_read(reader, node,
		    "ServiceInformationExtensions", true, &extensions);
		if (rc == COMITY_OK)
			rc = period_add(
			    reader, node, service->type, &extensions, service);
		if (rc != COMITY_OK)
			return rc;
		later = &service->periods[service->period_count - 2];
		earlier = later + 1;
		if (earlier->begins >= later->begins)
			return comity_trust_reader_shape(reader, node,
			    "a later start",
			    "the history from the newest to the oldest");
		earlier->ends = later->begins;
	}
	return COMITY_OK;
}

/* A status that grants until a day only: what lies behind it is a span of its
 * own, which grants nothing. */
static int
periods_cut(struct comity_service *service)
{
	struct comity_service_period rest;
	int64_t until;
	size_t i;

	for (i = 0; i < service->period_count; i++) {
		until = grants_until(service->periods[i].status);
		if (!service->periods[i].granted ||
		    service->periods[i].ends <= until)
			continue;
		rest = service->periods[i];
		rest.begins = service->periods[i].ends = until;
		rest.granted = false;
		if ((rest.status = comity_text_copy(rest.status)) == NULL)
			return COMITY_ENOMEM;
		if (period_put(service, i, rest) != COMITY_OK)
			return COMITY_ENOMEM;
		i++; /* the span that was cut */
	}
	return COMITY_OK;
}

/* A listing without a certificate and status yet. */
static struct comity_listing *
listing_new(struct comity_trust_reader *reader, const char *type,
    const char *name, const xmlNode *node)
{
	struct comity_listing *listing = calloc(1, sizeof(*listing));
	struct comity_service *service;

	if (listing == NULL)
		return NULL;
	service = &listing->service;
	service->type = comity_text_copy(type);
	service->name = comity_text_copy(name);
	service->provider = comity_text_copy(reader->provider);
	service->territory = comity_text_copy(reader->list->territory);
	service->identifier = comity_text_copy(reader->identifier);
	service->list_name = comity_text_copy(reader->doc->name);
	service->line = comity_doc_line(reader->doc, node);
	if (service->type == NULL || service->name == NULL ||
	    service->provider == NULL || service->territory == NULL ||
	    (service->identifier == NULL && reader->identifier != NULL) ||
	    (service->list_name == NULL && reader->doc->name != NULL)) {
		comity_listing_free(listing);
		return NULL;
	}
	return listing;
}

/* Take a listing over into the list, also when it fails. */
static int
listing_add(struct comity_trust_list *list, struct comity_listing *listing)
{
	struct comity_listing **listings =
	    reallocarray(list->listings, list->count + 1, sizeof(*listings));

	if (listings == NULL) {
		comity_listing_free(listing);
		return COMITY_ENOMEM;
	}
	listings[list->count++] = listing;
	list->listings = listings;
	return COMITY_OK;
}

/* A service while it is being read. */
struct reading {
	const xmlNode *node, *information;
	char *type, *name;
	struct comity_trust_extensions extensions;
};

/* One listing of a service, for one certificate of its identity. */
static int
identity_read(struct comity_trust_reader *reader, const struct reading *of,
    const xmlNode *certificate)
{
	struct comity_listing *listing;
	int rc;

	if (reader->list->count == COMITY_SERVICES_MAX) {
		rc = comity_trust_reader_shape(reader, of->node,
		    "more services", "at most 20 000 services");
		return rc == COMITY_ENOMEM ? rc : COMITY_ELIMIT;
	}
	listing = listing_new(reader, of->type, of->name, of->node);
	if (listing == NULL)
		return COMITY_ENOMEM;
	rc = comity_trust_reader_certificate(
	    reader, certificate, &listing->certificate);
	if (rc == COMITY_OK)
		rc = period_add(reader, of->information, of->type,
		    &of->extensions, &listing->service);
	if (rc == COMITY_OK)
		rc = history_read(reader, of->node, &listing->service);
	if (rc == COMITY_OK)
		rc = periods_cut(&listing->service);
	if (rc != COMITY_OK) {
		comity_listing_free(listing);
		return rc;
	}
	memcpy(listing->service.certificate_sha256,
	    comity_certificate_sha256(listing->certificate),
	    sizeof(listing->service.certificate_sha256));
	return listing_add(reader->list, listing);
}

/* Every certificate of a service's digital identity; none is allowed (the
 * identity may be a name and a key), and then nobody can sign as it. */
static int
identities_read(struct comity_trust_reader *reader, const struct reading *of)
{
	xmlNodePtr identity, id, certificate;
	int rc;

	rc = comity_trust_reader_only(
	    reader, of->information, "ServiceDigitalIdentity", &identity);
	if (rc != COMITY_OK)
		return rc;
	for (id = comity_trust_reader_child(reader, identity, "DigitalId");
	     id != NULL && rc == COMITY_OK;
	     id = comity_trust_reader_next(reader, id, "DigitalId")) {
		certificate =
		    comity_trust_reader_child(reader, id, "X509Certificate");
		if (certificate != NULL)
			rc = identity_read(reader, of, certificate);
	}
	return rc;
}

int
comity_trust_service_read(
    struct comity_trust_reader *reader, const xmlNode *tsp_service)
{
	struct comity_service unused = { 0 };
	struct reading of = { .node = tsp_service };
	xmlNodePtr information;
	int rc;

	rc = comity_trust_reader_only(
	    reader, tsp_service, "ServiceInformation", &information);
	if (rc == COMITY_OK) {
		of.information = information;
		rc = type_read(reader, information, &of.type);
	}
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    reader, information, "ServiceName", &of.name);
	/* The status must be there even where no certificate is. */
	if (rc == COMITY_OK)
		rc = period_add(
		    reader, information, of.type, &of.extensions, &unused);
	if (rc == COMITY_OK)
		rc = comity_trust_extensions_read(reader, information,
		    "ServiceInformationExtensions", true, &of.extensions);
	if (rc == COMITY_OK && !of.extensions.unusable)
		rc = identities_read(reader, &of);
	if (unused.period_count > 0)
		free(unused.periods[0].status);
	free(unused.periods);
	free(of.type);
	free(of.name);
	return rc;
}
