/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-list.h"

#include "text.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

void
comity_trust_list_free(struct comity_trust_list *list)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < list->count; i++)
		comity_listing_free(list->listings[i]);
	free(list->listings);
	free(list->name);
	free(list->territory);
	free(list);
}

/* Clause 5.4.2: the trade name carries the registered identifier, three
 * letters for the register, two for the country, a hyphen. */
static int
identifier_read(const xmlNode *information, char **out)
{
	xmlNodePtr trade =
	    comity_node_child(information, COMITY_NS_TSL, "TSPTradeName");
	xmlNodePtr name =
	    trade ? comity_node_child(trade, COMITY_NS_TSL, "Name") : NULL;
	char *value;

	*out = NULL;
	for (; name != NULL && *out == NULL;
	     name = comity_node_next(name, COMITY_NS_TSL, "Name")) {
		if ((value = comity_node_value(name)) == NULL)
			return COMITY_ENOMEM;
		if (strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 &&
		    value[5] == '-' && value[6] != '\0')
			*out = value;
		else
			free(value);
	}
	return COMITY_OK;
}

static int
provider_read(struct comity_trust_reader *reader, const xmlNode *provider)
{
	xmlNodePtr information, services, service;
	bool skip = false;
	int rc;

	rc = comity_trust_reader_only(
	    reader, provider, "TSPInformation", &information);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_only(
		    reader, provider, "TSPServices", &services);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    reader, information, "TSPName", &reader->provider);
	if (rc == COMITY_OK)
		rc = identifier_read(information, &reader->identifier);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_critical(
		    reader, information, "TSPInformationExtensions", &skip);
	if (rc == COMITY_OK && !skip) {
		service =
		    comity_node_child(services, COMITY_NS_TSL, "TSPService");
		if (service == NULL)
			rc = comity_trust_reader_shape(
			    reader, services, NULL, "TSPService");
		for (; service != NULL && rc == COMITY_OK;
		     service =
			 comity_node_next(service, COMITY_NS_TSL, "TSPService"))
			rc = comity_trust_service_read(reader, service);
	}
	free(reader->provider);
	free(reader->identifier);
	reader->provider = reader->identifier = NULL;
	return rc;
}

/* A whole number of at most 18 digits, without sign or leading zero. */
static int
only_number(struct comity_trust_reader *reader, const xmlNode *parent,
    const char *name, uint64_t *out)
{
	char *string;
	size_t i;
	int rc = comity_trust_reader_text(reader, parent, name, &string);

	if (rc != COMITY_OK)
		return rc;
	*out = 0;
	for (i = 0; string[i] >= '0' && string[i] <= '9' && i < 18; i++)
		*out = *out * 10 + (uint64_t)(string[i] - '0');
	if (string[i] != '\0' || string[0] == '0')
		rc = comity_trust_reader_shape(reader,
		    comity_node_child(parent, COMITY_NS_TSL, name), string,
		    "a whole number above zero");
	free(string);
	return rc;
}

static int
next_update_read(struct comity_trust_reader *reader, const xmlNode *scheme)
{
	xmlNodePtr next;
	int rc = comity_trust_reader_only(reader, scheme, "NextUpdate", &next);

	reader->list->next_update = INT64_MIN;
	if (rc != COMITY_OK || comity_node_first(next) == NULL)
		return rc;
	return comity_trust_reader_moment(
	    reader, next, "dateTime", &reader->list->next_update);
}

static int
scheme_read(struct comity_trust_reader *reader, const xmlNode *scheme)
{
	struct comity_trust_list *list = reader->list;
	uint64_t version = 0;
	char *string = NULL;
	bool unusable;
	int rc;

	rc = only_number(reader, scheme, "TSLVersionIdentifier", &version);
	if (rc == COMITY_OK && version != 5 && version != 6)
		rc = comity_trust_reader_shape(reader, scheme,
		    "another version", "TSLVersionIdentifier 5 or 6");
	if (rc == COMITY_OK)
		rc = only_number(
		    reader, scheme, "TSLSequenceNumber", &list->sequence);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    reader, scheme, "TSLType", &string);
	free(string);
	string = NULL;
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    reader, scheme, "SchemeOperatorName", &string);
	free(string);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    reader, scheme, "SchemeTerritory", &list->territory);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_moment(
		    reader, scheme, "ListIssueDateTime", &list->issued);
	if (rc == COMITY_OK)
		rc = next_update_read(reader, scheme);
	if (rc != COMITY_OK)
		return rc;
	rc = comity_trust_reader_critical(
	    reader, scheme, "SchemeExtensions", &unusable);
	if (rc == COMITY_OK && unusable)
		rc = comity_trust_reader_shape(reader, scheme,
		    "a critical SchemeExtensions",
		    "none that is not understood");
	return rc;
}

static int
root_read(struct comity_trust_reader *reader)
{
	xmlNodePtr root = comity_doc_root(reader->doc), scheme, provider;
	xmlNodePtr providers;
	char *tag;
	int rc;

	if (root == NULL ||
	    !comity_node_is(root, COMITY_NS_TSL, "TrustServiceStatusList"))
		return comity_trust_reader_shape(reader, root, NULL,
		    "a TrustServiceStatusList of " COMITY_NS_TSL);
	tag = comity_node_attribute(root, "TSLTag");
	rc = tag != NULL && strcmp(tag, COMITY_TSL_TAG) == 0
		 ? COMITY_OK
		 : comity_trust_reader_shape(
		       reader, root, tag, "TSLTag " COMITY_TSL_TAG);
	free(tag);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_only(
		    reader, root, "SchemeInformation", &scheme);
	if (rc == COMITY_OK)
		rc = scheme_read(reader, scheme);
	if (rc != COMITY_OK)
		return rc;
	providers =
	    comity_node_child(root, COMITY_NS_TSL, "TrustServiceProviderList");
	if (providers == NULL)
		return COMITY_OK; /* clause 5.3.18: a list may list nobody */
	rc = comity_trust_reader_only(
	    reader, root, "TrustServiceProviderList", &providers);
	for (provider = comity_node_first(providers);
	     provider != NULL && rc == COMITY_OK;
	     provider = comity_node_after(provider)) {
		if (comity_node_is(
			provider, COMITY_NS_TSL, "TrustServiceProvider"))
			rc = provider_read(reader, provider);
		else
			rc = comity_trust_reader_shape(
			    reader, provider, NULL, "TrustServiceProvider");
	}
	return rc;
}

int
comity_trust_list_read(const struct comity_doc *doc,
    struct comity_report *report, struct comity_trust_list **out)
{
	struct comity_trust_reader reader = { .doc = doc, .report = report };
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((reader.list = calloc(1, sizeof(*reader.list))) == NULL)
		return COMITY_ENOMEM;
	if ((reader.list->name = comity_text_copy(doc->name)) == NULL &&
	    doc->name != NULL)
		goto out;
	memcpy(
	    reader.list->sha256, doc->sha256_hex, sizeof(reader.list->sha256));
	if ((rc = root_read(&reader)) != COMITY_OK)
		goto out;
	*out = reader.list;
	reader.list = NULL;
out:
	comity_trust_list_free(reader.list);
	return rc;
}
