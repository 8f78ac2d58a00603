/* SPDX-License-Identifier: Apache-2.0 */
#include "beside.h"

#include "base64.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct comity_beside *
comity_beside_new(void)
{
	return calloc(1, sizeof(struct comity_beside));
}

void
comity_beside_free(struct comity_beside *beside)
{
	size_t i;

	if (beside == NULL)
		return;
	for (i = 0; i < beside->count; i++)
		comity_doc_free(beside->signatures[i]);
	for (i = 0; i < beside->payload_count; i++) {
		free(beside->payloads[i].name);
		free(beside->payloads[i].bytes);
	}
	free(beside->signatures);
	free(beside->payloads);
	free(beside);
}

int
comity_beside_add(struct comity_beside *beside, struct comity_doc *signatures)
{
	struct comity_doc **more;

	more =
	    reallocarray(beside->signatures, beside->count + 1, sizeof(*more));
	if (more == NULL) {
		comity_doc_free(signatures);
		return COMITY_ENOMEM;
	}
	beside->signatures = more;
	more[beside->count++] = signatures;
	return COMITY_OK;
}

const struct comity_payload *
comity_beside_payload(const struct comity_beside *beside, const char *name)
{
	size_t i;

	for (i = 0; i < beside->payload_count; i++)
		if (strcmp(beside->payloads[i].name, name) == 0)
			return &beside->payloads[i];
	return NULL;
}

int
comity_beside_add_payload(struct comity_beside *beside, const char *name,
    const void *bytes, size_t len)
{
	struct comity_payload *more, payload = { .len = len };

	if (comity_beside_payload(beside, name) != NULL)
		return COMITY_REFUSED;
	more = reallocarray(
	    beside->payloads, beside->payload_count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	beside->payloads = more;
	payload.name = comity_text_copy(name);
	payload.bytes = malloc(len + 1);
	if (payload.name == NULL || payload.bytes == NULL) {
		free(payload.name);
		free(payload.bytes);
		return COMITY_ENOMEM;
	}
	if (len > 0)
		memcpy(payload.bytes, bytes, len);
	payload.bytes[len] = '\0';
	more[beside->payload_count++] = payload;
	return COMITY_OK;
}

/* Whether an Object holds QualifyingProperties and nothing else. */
static bool
is_qualifying(const xmlNode *object)
{
	const xmlNode *child = comity_node_first(object);

	return child != NULL && comity_node_after(child) == NULL &&
	       strcmp((const char *)child->name, "QualifyingProperties") == 0 &&
	       child->ns != NULL &&
	       strncmp((const char *)child->ns->href,
		   "http://uri.etsi.org/01903/", 26) == 0;
}

const xmlNode *
comity_beside_object(const xmlNode *signature, const xmlNode *after)
{
	const xmlNode *object =
	    after == NULL ? comity_node_child(signature, COMITY_NS_DS, "Object")
			  : comity_node_next(after, COMITY_NS_DS, "Object");

	while (object != NULL && is_qualifying(object))
		object = comity_node_next(object, COMITY_NS_DS, "Object");
	return object;
}

/* Read the text of an Object as base64 of an XML document. What is none is
 * no news: it may be a picture. */
static int
open_base64(const struct comity_doc *doc, const xmlNode *object,
    struct comity_doc **out)
{
	struct comity_report *scratch = comity_report_new();
	struct comity_source *source = NULL;
	char *text = comity_node_text(object);
	unsigned char *bytes = NULL;
	size_t len = 0;
	int rc = COMITY_ENOMEM;

	if (scratch != NULL && text != NULL)
		rc = comity_base64_read(text, &bytes, &len);
	if (rc == COMITY_OK)
		rc = comity_source_new(doc->name, bytes, len, scratch, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, scratch, out);
	comity_source_free(source);
	comity_report_free(scratch);
	free(bytes);
	free(text);
	return rc == COMITY_OK || rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
}

int
comity_beside_open(struct comity_doc *doc, struct comity_doc **inner)
{
	const xmlNode *root = comity_doc_root(doc), *object, *child;
	struct comity_doc *found = NULL;
	int rc;

	*inner = NULL;
	if (!comity_node_is(root, COMITY_NS_DS, "Signature"))
		return COMITY_UNKNOWN;
	object = comity_beside_object(root, NULL);
	if (object == NULL || comity_beside_object(root, object) != NULL)
		return COMITY_UNKNOWN;
	child = comity_node_first(object);
	if (child == NULL)
		rc = open_base64(doc, object, &found);
	else if (comity_node_after(child) == NULL &&
		 !comity_node_is(child, COMITY_NS_DS, "Manifest"))
		rc = comity_doc_copy(doc, child, &found);
	else
		return COMITY_UNKNOWN;
	if (rc != COMITY_OK)
		return rc;
	if ((found->beside = comity_beside_new()) == NULL) {
		comity_doc_free(found);
		return COMITY_ENOMEM;
	}
	/* taken over only now: on a failure it is still the caller's */
	found->beside->signatures = calloc(1, sizeof(doc));
	if (found->beside->signatures == NULL) {
		comity_doc_free(found);
		return COMITY_ENOMEM;
	}
	found->beside->signatures[0] = doc;
	found->beside->count = 1;
	*inner = found;
	return COMITY_OK;
}
