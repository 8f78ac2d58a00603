/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign-container: ASiC-S and ASiC-E with XAdES (ETSI EN 319 162-1 clauses 4.3
 * and 4.4): which file a signature goes into.
 */
#include "limit.h"
#include "memory.h"
#include "sign-private.h"
#include "splice.h"

#include <stdlib.h>
#include <string.h>

#define SIGNATURES "META-INF/signatures.xml"
#define MANIFEST "META-INF/manifest.xml"
#define BEGIN "<asic:XAdESSignatures xmlns:asic=\"" COMITY_NS_ASIC "\">"
#define END "</asic:XAdESSignatures>"

/* The payloads, borrowed from the container. */
static size_t
list_payloads(
    const struct comity_container *container, struct comity_payload *out)
{
	size_t i, count = 0;

	for (i = 0; i < container->count; i++)
		if (!comity_container_is_meta(container->files[i].name))
			out[count++] = (struct comity_payload){
				.name = container->files[i].name,
				.bytes = container->files[i].bytes,
				.len = container->files[i].len
			};
	return count;
}

/* "META-INF/signatures.xml", or the first "signatures2.xml" that is free. */
static char *
free_name(const struct comity_container *container)
{
	char *name = comity_text_copy(SIGNATURES);
	size_t i;

	for (i = 2; name != NULL && comity_container_find(container, name);
	     i++) {
		free(name);
		name = comity_text_format("META-INF/signatures%zu.xml", i);
	}
	return name;
}

static int
add_text(struct comity_container *container, const char *name,
    struct comity_text *text)
{
	int rc = COMITY_ENOMEM;

	if (!text->failed)
		rc = comity_container_add(
		    container, name, text->data, text->len);
	comity_text_clear(text);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

/* A document of signatures of its own. */
static int
add_signatures(struct comity_container *container, const char *element)
{
	struct comity_text text = { 0 };
	char *name = free_name(container);
	int rc = COMITY_ENOMEM;

	comity_text_addf(&text, "%s%s%s", BEGIN, element, END);
	if (name != NULL)
		rc = add_text(container, name, &text);
	comity_text_clear(&text);
	free(name);
	return rc;
}

/* ASiC-S has one document of signatures: a second one stands in it, and the
 * octets of the first stay. */
static int
join_signatures(struct comity_container *container,
    const struct comity_container_file *file, const char *element,
    struct comity_report *report)
{
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc;

	rc = comity_source_new(
	    file->name, file->bytes, file->len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, &doc);
	if (rc == COMITY_OK && !comity_node_is(comity_doc_root(doc),
				   COMITY_NS_ASIC, "XAdESSignatures"))
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_SIGN_NO_ROOM, "ds:Signature",
		    "asic:XAdESSignatures");
	if (rc == COMITY_OK)
		rc = comity_splice(
		    source, doc, comity_doc_root(doc), element, &octets, &len);
	if (rc == COMITY_UNKNOWN)
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_SIGN_NO_ROOM, "UTF-16", "UTF-8");
	if (rc == COMITY_OK &&
	    !comity_container_replace(container, file->name, octets, len))
		rc = COMITY_EINTERNAL;
	if (rc != COMITY_OK)
		free(octets);
	comity_doc_free(doc);
	comity_source_free(source);
	return rc;
}

static void
add_entry(struct comity_text *text, const char *name, const char *type)
{
	comity_text_add(text, "<manifest:file-entry manifest:full-path=\"");
	for (; *name != '\0'; name++)
		if (*name == '"')
			comity_text_add(text, "&quot;");
		else if (*name == '&')
			comity_text_add(text, "&amp;");
		else if (*name == '<')
			comity_text_add(text, "&lt;");
		else
			comity_text_add_bytes(text, name, 1);
	comity_text_addf(text, "\" manifest:media-type=\"%s\"/>", type);
}

/* What is in it, as OpenDocument says it. */
static int
add_manifest(struct comity_container *container,
    const struct comity_payload *payloads, size_t count)
{
	struct comity_text text = { 0 };
	size_t i;

	comity_text_add(&text,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest:manifest xmlns:manifest=\"" COMITY_NS_MANIFEST
	    "\" manifest:version=\"1.2\">");
	add_entry(&text, "/", COMITY_MIME_ASIC_E);
	for (i = 0; i < count; i++)
		add_entry(&text, payloads[i].name,
		    comity_container_media_type(payloads[i].name));
	comity_text_add(&text, "</manifest:manifest>\n");
	return add_text(container, MANIFEST, &text);
}

/* A container with the same files. */
static int
copy(const struct comity_container *from, struct comity_container **out)
{
	struct comity_container *to = calloc(1, sizeof(*to));
	size_t i;
	int rc = to != NULL ? COMITY_OK : COMITY_ENOMEM;

	for (i = 0; rc == COMITY_OK && i < from->count; i++)
		rc = comity_container_add(to, from->files[i].name,
		    from->files[i].bytes, from->files[i].len);
	if (rc != COMITY_OK) {
		comity_container_free(to);
		return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
	}
	to->extended = from->extended;
	*out = to;
	return COMITY_OK;
}

/* How many signatures of the container cover all and hold. said: gets what is
 * wrong with one that cannot be opened. */
static int
count_intact(const struct comity_container *container, const char *name,
    const struct comity_signing *signing, struct comity_report *said,
    size_t *count)
{
	struct comity_verification *verification = NULL;
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_beside *beside = NULL;
	struct comity_doc *doc = NULL;
	unsigned char *octets = NULL;
	size_t i, len = 0;
	int rc = COMITY_ENOMEM;

	*count = 0;
	if (report != NULL)
		rc = comity_container_write(container, &octets, &len);
	if (rc == COMITY_OK)
		rc = comity_source_new(name, octets, len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_container_open(container, source, report, &beside);
	if (rc == COMITY_OK)
		rc = comity_beside_self(beside, &doc);
	if (rc == COMITY_OK)
		rc = comity_sign_verify(doc, signing, &verification);
	for (i = 0; rc == COMITY_OK && i < verification->count; i++)
		*count += verification->signatures[i].intact &&
			  verification->signatures[i].full_scope;
	if (rc != COMITY_OK && report != NULL &&
	    comity_report_join(said, report) != COMITY_OK)
		rc = COMITY_ENOMEM;
	comity_verification_free(verification);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	free(octets);
	return rc;
}

static bool
has_signatures(const struct comity_container *container)
{
	size_t i;

	for (i = 0; i < container->count; i++)
		if (comity_container_is_signatures(container->files[i].name))
			return true;
	return false;
}

/* Put the signature where it belongs, and see that all hold. */
static int
insert(struct comity_container *container, const char *name,
    const char *element, const struct comity_signing *signing,
    struct comity_report *report)
{
	const struct comity_container_file *first =
	    comity_container_find(container, SIGNATURES);
	bool joins = !container->extended && has_signatures(container);
	struct comity_place place = { .file = name };
	size_t before = 0, after = 0;
	int rc = COMITY_OK;

	if (has_signatures(container))
		rc = count_intact(container, name, signing, report, &before);
	if (rc == COMITY_OK && joins && first == NULL)
		rc = comity_report_add(report, COMITY_F_SIGN_NO_ROOM, &place,
		    "META-INF/signatures*.xml", SIGNATURES);
	if (rc == COMITY_OK)
		rc = joins ? join_signatures(container, first, element, report)
			   : add_signatures(container, element);
	if (rc == COMITY_OK)
		rc = count_intact(container, name, signing, report, &after);
	if (rc == COMITY_OK && after != before + 1)
		rc = COMITY_EINTERNAL;
	return rc;
}

int
comity_sign_container(struct comity_container *container, const char *name,
    const struct comity_signing *signing, struct comity_report *report)
{
	struct comity_payload payloads[COMITY_CONTAINER_ENTRIES_MAX];
	struct comity_container *changed = NULL;
	unsigned char *element = NULL;
	size_t count, len = 0;
	int rc;

	if (container->count > COMITY_CONTAINER_ENTRIES_MAX)
		return COMITY_ELIMIT;
	count = list_payloads(container, payloads);
	rc = comity_sign_payloads(
	    payloads, count, name, signing, report, &element, &len);
	if (rc == COMITY_OK)
		rc = copy(container, &changed);
	if (rc == COMITY_OK && container->extended &&
	    !has_signatures(container) &&
	    comity_container_find(container, MANIFEST) == NULL)
		rc = add_manifest(changed, payloads, count);
	if (rc == COMITY_OK)
		rc = insert(
		    changed, name, (const char *)element, signing, report);
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		struct comity_container was = *container;

		*container = *changed;
		*changed = was;
	}
	comity_container_free(changed);
	free(element);
	return rc;
}
