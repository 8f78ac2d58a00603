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
	for (i = 0; i < list->pointer_count; i++)
		comity_trust_pointer_clear(&list->pointers[i]);
	free(list->pointers);
	free(list->listings);
	free(list->via);
	free(list->name);
	free(list->territory);
	free(list->type);
	free(list);
}

/* Clause 5.4.2: the trade name carries the registered identifier, three
 * letters for the register, two for the country, a hyphen. */
static int
identifier_read(const struct comity_trust_reader *reader,
    const xmlNode *information, char **out)
{
	xmlNodePtr trade = comity_trust_reader_child(
	    reader, information, reader->dialect->trade_name);
	xmlNodePtr name =
	    trade ? comity_trust_reader_child(reader, trade, "Name") : NULL;
	char *value;

	*out = NULL;
	for (; name != NULL && *out == NULL;
	     name = comity_trust_reader_next(reader, name, "Name")) {
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
services_read(struct comity_trust_reader *reader, const xmlNode *services)
{
	const char *name = reader->dialect->service;
	xmlNodePtr service = comity_trust_reader_child(reader, services, name);
	int rc = COMITY_OK;

	if (service == NULL)
		return comity_trust_reader_shape(reader, services, NULL, name);
	for (; service != NULL && rc == COMITY_OK;
	     service = comity_trust_reader_next(reader, service, name))
		rc = comity_trust_service_read(reader, service);
	return rc;
}

static int
provider_read(struct comity_trust_reader *reader, const xmlNode *provider)
{
	const struct comity_trust_dialect *dialect = reader->dialect;
	struct comity_trust_extensions extensions = { 0 };
	xmlNodePtr information, services;
	int rc;

	rc = comity_trust_reader_only(
	    reader, provider, dialect->information, &information);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_only(
		    reader, provider, dialect->services, &services);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_name(
		    reader, information, dialect->name, &reader->provider);
	if (rc == COMITY_OK)
		rc = identifier_read(reader, information, &reader->identifier);
	if (rc == COMITY_OK)
		rc = comity_trust_extensions_read(reader, information,
		    dialect->extensions, false, &extensions);
	if (rc == COMITY_OK && !extensions.unusable)
		rc = services_read(reader, services);
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
		    comity_trust_reader_child(reader, parent, name), string,
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
version_read(struct comity_trust_reader *reader, const xmlNode *scheme)
{
	const struct comity_trust_dialect *dialect = reader->dialect;
	uint64_t version = 0;
	int rc = only_number(reader, scheme, dialect->version, &version);

	if (rc != COMITY_OK || (version >= dialect->version_first &&
				   version <= dialect->version_last))
		return rc;
	return comity_trust_reader_shape(reader, scheme, "another version",
	    dialect->entities ? "LoTEVersionIdentifier 1"
			      : "TSLVersionIdentifier 5 or 6");
}

static int
scheme_read(struct comity_trust_reader *reader, const xmlNode *scheme)
{
	struct comity_trust_list *list = reader->list;
	struct comity_trust_extensions extensions = { 0 };
	char *string = NULL;
	int rc = version_read(reader, scheme);

	if (rc == COMITY_OK)
		rc = only_number(
		    reader, scheme, reader->dialect->sequence, &list->sequence);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_text(
		    reader, scheme, reader->dialect->type, &list->type);
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
	if (rc == COMITY_OK)
		rc = comity_trust_pointers_read(reader, scheme);
	if (rc == COMITY_OK)
		rc = comity_trust_extensions_read(
		    reader, scheme, "SchemeExtensions", false, &extensions);
	if (rc == COMITY_OK && extensions.unusable)
		rc = comity_trust_reader_shape(reader, scheme,
		    "a critical SchemeExtensions",
		    "none that is not understood");
	return rc;
}

/* Clause 5.2 of TS 119 612 gives the tag's value; what TS 119 602 clause 6.2
 * gives could not be confirmed, so there it only has to be stated. */
static int
tag_read(struct comity_trust_reader *reader, const xmlNode *root)
{
	const struct comity_trust_dialect *dialect = reader->dialect;
	char *tag = comity_node_attribute(root, dialect->tag);
	int rc = COMITY_OK;

	if (dialect->tag_value != NULL &&
	    (tag == NULL || strcmp(tag, dialect->tag_value) != 0))
		rc = comity_trust_reader_shape(
		    reader, root, tag, "TSLTag " COMITY_TSL_TAG);
	else if (tag == NULL || *tag == '\0')
		rc =
		    comity_trust_reader_shape(reader, root, NULL, dialect->tag);
	free(tag);
	return rc;
}

static int
providers_read(struct comity_trust_reader *reader, const xmlNode *root)
{
	const char *name = reader->dialect->provider;
	xmlNodePtr providers =
	    comity_trust_reader_child(reader, root, reader->dialect->providers);
	xmlNodePtr provider;
	int rc;

	if (providers == NULL)
		return COMITY_OK; /* clause 5.3.18: a list may list nobody */
	rc = comity_trust_reader_only(
	    reader, root, reader->dialect->providers, &providers);
	if (rc != COMITY_OK)
		return rc;
	for (provider = comity_node_first(providers);
	     provider != NULL && rc == COMITY_OK;
	     provider = comity_node_after(provider)) {
		if (comity_node_is(provider, reader->dialect->ns, name))
			rc = provider_read(reader, provider);
		else
			rc = comity_trust_reader_shape(
			    reader, provider, NULL, name);
	}
	return rc;
}

static int
root_read(struct comity_trust_reader *reader, bool scheme_only)
{
	xmlNodePtr root = comity_doc_root(reader->doc), scheme;
	int rc;

	if ((reader->dialect = comity_trust_dialect_of(reader->doc)) == NULL)
		return comity_trust_reader_shape(reader, root, NULL,
		    "a TrustServiceStatusList of " COMITY_NS_TSL
		    " or a ListOfTrustedEntities of " COMITY_NS_LOTE);
	rc = tag_read(reader, root);
	if (rc == COMITY_OK)
		rc = comity_trust_reader_only(
		    reader, root, reader->dialect->scheme, &scheme);
	if (rc == COMITY_OK)
		rc = scheme_read(reader, scheme);
	if (rc == COMITY_OK && !scheme_only)
		rc = providers_read(reader, root);
	return rc;
}

static int
list_read(const struct comity_doc *doc, bool scheme_only,
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
	if ((rc = root_read(&reader, scheme_only)) != COMITY_OK)
		goto out;
	*out = reader.list;
	reader.list = NULL;
out:
	comity_trust_list_free(reader.list);
	return rc;
}

int
comity_trust_list_read(const struct comity_doc *doc,
    struct comity_report *report, struct comity_trust_list **out)
{
	return list_read(doc, false, report, out);
}

int
comity_trust_scheme_read(const struct comity_doc *doc,
    struct comity_report *report, struct comity_trust_list **out)
{
	return list_read(doc, true, report, out);
}
