/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"
#include "limit.h"
#include "trust-qualifier.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

void
comity_trust_pointer_clear(struct comity_trust_pointer *pointer)
{
	free(pointer->territory);
	free(pointer->type);
	free(pointer->location);
	comity_certificates_clear(&pointer->certificates);
}

/* One of the signers of the other list. Something else than a certificate
 * (a key, a name) can not be compared with one, and names nobody here. */
static int
signer_read(const xmlNode *node, struct comity_trust_pointer *pointer)
{
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	size_t len = 0;
	char *text = comity_node_text(node);
	int rc =
	    text == NULL ? COMITY_ENOMEM : comity_base64_read(text, &der, &len);

	if (rc == COMITY_OK)
		rc = comity_certificate_read_der(der, len, &certificate);
	if (rc == COMITY_OK)
		rc = comity_certificates_add(
		    &pointer->certificates, certificate);
	free(text);
	free(der);
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static int
signers_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_trust_pointer *pointer)
{
	xmlNodePtr all =
	    comity_trust_reader_child(reader, node, "ServiceDigitalIdentities");
	xmlNodePtr one, id, certificate;
	int rc = COMITY_OK;

	one = all == NULL ? NULL
			  : comity_trust_reader_child(
				reader, all, "ServiceDigitalIdentity");
	for (; one != NULL; one = comity_trust_reader_next(
				reader, one, "ServiceDigitalIdentity"))
		for (id = comity_trust_reader_child(reader, one, "DigitalId");
		     id != NULL;
		     id = comity_trust_reader_next(reader, id, "DigitalId")) {
			certificate = comity_trust_reader_child(
			    reader, id, "X509Certificate");
			if (certificate == NULL ||
			    pointer->certificates.count ==
				COMITY_CERTIFICATES_MAX)
				continue;
			if ((rc = signer_read(certificate, pointer)) !=
			    COMITY_OK)
				return rc;
		}
	return rc;
}

/* Keep what is said once; what is said twice says nothing. */
static int
keep(const xmlNode *node, char **out, bool *twice)
{
	if (*twice || *out != NULL) {
		*twice = true;
		free(*out);
		*out = NULL;
		return COMITY_OK;
	}
	*out = comity_node_value(node);
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

static int
information_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_trust_pointer *pointer)
{
	xmlNodePtr all =
	    comity_trust_reader_child(reader, node, "AdditionalInformation");
	const char *ns = reader->dialect->ns;
	xmlNodePtr one = all != NULL ? comity_node_first(all) : NULL, what;
	bool territories = false, types = false;
	char *mime;
	int rc = COMITY_OK;

	for (; one != NULL && rc == COMITY_OK; one = comity_node_after(one))
		for (what = comity_node_first(one);
		     what != NULL && rc == COMITY_OK;
		     what = comity_node_after(what)) {
			if (comity_node_is(what, ns, "SchemeTerritory"))
				rc = keep(
				    what, &pointer->territory, &territories);
			else if (comity_node_is(
				     what, ns, reader->dialect->type))
				rc = keep(what, &pointer->type, &types);
			if (!comity_node_is(what, COMITY_NS_TSLX, "MimeType"))
				continue;
			if ((mime = comity_node_value(what)) == NULL)
				return COMITY_ENOMEM;
			pointer->other_format = strstr(mime, "xml") == NULL;
			free(mime);
		}
	return rc;
}

static int
pointer_read(struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_trust_pointer *pointer)
{
	xmlNodePtr location =
	    comity_trust_reader_child(reader, node, reader->dialect->location);
	int rc;

	pointer->line = comity_doc_line(reader->doc, node);
	if (location != NULL &&
	    (pointer->location = comity_node_value(location)) == NULL)
		return COMITY_ENOMEM;
	rc = signers_read(reader, node, pointer);
	return rc == COMITY_OK ? information_read(reader, node, pointer) : rc;
}

int
comity_trust_pointers_read(
    struct comity_trust_reader *reader, const xmlNode *scheme)
{
	const struct comity_trust_dialect *dialect = reader->dialect;
	struct comity_trust_list *list = reader->list;
	struct comity_trust_pointer *pointers;
	xmlNodePtr all =
	    comity_trust_reader_child(reader, scheme, dialect->pointers);
	xmlNodePtr node = all == NULL ? NULL
				      : comity_trust_reader_child(
					    reader, all, dialect->pointer);
	int rc = COMITY_OK;

	for (; node != NULL && rc == COMITY_OK;
	     node = comity_trust_reader_next(reader, node, dialect->pointer)) {
		if (list->pointer_count == COMITY_POINTERS_MAX)
			return comity_trust_reader_shape(reader, node,
			    "more pointers", "at most 1 000 pointers");
		pointers = reallocarray(
		    list->pointers, list->pointer_count + 1, sizeof(*pointers));
		if (pointers == NULL)
			return COMITY_ENOMEM;
		list->pointers = pointers;
		memset(&pointers[list->pointer_count], 0, sizeof(*pointers));
		rc = pointer_read(
		    reader, node, &pointers[list->pointer_count++]);
	}
	return rc;
}
