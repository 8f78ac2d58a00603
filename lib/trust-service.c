/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"
#include "limit.h"
#include "text.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

static const char *const granting[] = {
	"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted",
	/* what national lists say of services that no one else qualifies */
	"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	"recognisedatnationallevel",
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
	comity_certificate_free(listing->certificate);
	free(listing);
}

static bool
is_granting(const char *status)
{
	size_t i;

	for (i = 0; i < sizeof(granting) / sizeof(granting[0]); i++)
		if (strcmp(status, granting[i]) == 0)
			return true;
	return false;
}

/* Add the status that an information or history element states, with an open
 * end; type: the service's, a status under another type grants nothing. */
static int
period_add(struct comity_trust_reader *reader, const xmlNode *node,
    const char *type, struct comity_service *service)
{
	struct comity_service_period period = { .ends = INT64_MAX }, *periods;
	char *own_type = NULL;
	int rc;

	if (service->period_count == COMITY_PERIODS_MAX)
		return comity_trust_reader_shape(reader, node,
		    "a longer history", "at most 200 spans of status");
	rc = comity_trust_reader_text(
	    reader, node, "ServiceStatus", &period.status);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_moment(
		    reader, node, "StatusStartingTime", &period.begins);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    reader, node, "ServiceTypeIdentifier", &own_type);
	if (rc == COMITY_OK) {
		period.granted =
		    strcmp(type, own_type) == 0 && is_granting(period.status);
		periods = reallocarray(service->periods,
		    service->period_count + 1, sizeof(*periods));
		if (periods == NULL) {
			rc = COMITY_ENOMEM;
		} else {
			periods[service->period_count++] = period;
			service->periods = periods;
			period.status = NULL;
		}
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
	xmlNodePtr history =
	    comity_node_child(tsp_service, COMITY_NS_TSL, "ServiceHistory");
	xmlNodePtr node = history == NULL
			      ? NULL
			      : comity_node_child(history, COMITY_NS_TSL,
				    "ServiceHistoryInstance");
	int rc;

	for (; node != NULL; node = comity_node_next(node, COMITY_NS_TSL,
				 "ServiceHistoryInstance")) {
		rc = period_add(reader, node, service->type, service);
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

static int
certificate_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_certificate **out)
{
	unsigned char *der = NULL;
	size_t len = 0;
	char *string;
	int rc;

	*out = NULL;
	if (comity_node_first(node) != NULL)
		return comity_trust_reader_shape(
		    reader, node, "an element", "base64 text");
	if ((string = comity_node_text(node)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_base64_read(string, &der, &len);
	if (rc == COMITY_OK)
		rc = comity_certificate_read_der(der, len, out);
	if (rc == COMITY_REFUSED)
		rc = comity_trust_reader_shape(reader, node, "something else",
		    "an X.509 certificate in base64");
	free(string);
	free(der);
	return rc;
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

/* One listing of a service, for one certificate of its identity. */
static int
identity_read(struct comity_trust_reader *reader, const xmlNode *tsp_service,
    const xmlNode *information, const char *type, const char *name,
    const xmlNode *certificate)
{
	struct comity_listing *listing;
	int rc;

	if (reader->list->count == COMITY_SERVICES_MAX) {
		rc = comity_trust_reader_shape(reader, tsp_service,
		    "more services", "at most 20 000 services");
		return rc == COMITY_ENOMEM ? rc : COMITY_ELIMIT;
	}
	listing = listing_new(reader, type, name, tsp_service);
	if (listing == NULL)
		return COMITY_ENOMEM;
	rc = certificate_read(reader, certificate, &listing->certificate);
	if (rc == COMITY_OK)
		rc = period_add(reader, information, type, &listing->service);
	if (rc == COMITY_OK)
		rc = history_read(reader, tsp_service, &listing->service);
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
identities_read(struct comity_trust_reader *reader, const xmlNode *tsp_service,
    const xmlNode *information, const char *type, const char *name)
{
	xmlNodePtr identity, id, certificate;
	int rc;

	rc = comity_trust_reader_only(
	    reader, information, "ServiceDigitalIdentity", &identity);
	if (rc != COMITY_OK)
		return rc;
	for (id = comity_node_child(identity, COMITY_NS_TSL, "DigitalId");
	     id != NULL && rc == COMITY_OK;
	     id = comity_node_next(id, COMITY_NS_TSL, "DigitalId")) {
		certificate =
		    comity_node_child(id, COMITY_NS_TSL, "X509Certificate");
		if (certificate != NULL)
			rc = identity_read(reader, tsp_service, information,
			    type, name, certificate);
	}
	return rc;
}

int
comity_trust_service_read(
    struct comity_trust_reader *reader, const xmlNode *tsp_service)
{
	struct comity_service unused = { 0 };
	char *type = NULL, *name = NULL;
	xmlNodePtr information;
	bool skip = false;
	int rc;

	rc = comity_trust_reader_only(
	    reader, tsp_service, "ServiceInformation", &information);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    reader, information, "ServiceTypeIdentifier", &type);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    reader, information, "ServiceName", &name);
	/* The status must be there even where no certificate is. */
	if (rc == COMITY_OK)
		rc = period_add(reader, information, type, &unused);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_critical(
		    reader, information, "ServiceInformationExtensions", &skip);
	if (rc == COMITY_OK && !skip)
		rc = identities_read(
		    reader, tsp_service, information, type, name);
	if (unused.period_count > 0)
		free(unused.periods[0].status);
	free(unused.periods);
	free(type);
	free(name);
	return rc;
}
