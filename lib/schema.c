/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include "memory.h"
#include "text.h"

#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>

struct comity_schema {
	xmlSchemaPtr xsd;
	struct comity_doc *doc; /* the entry; libxml2 refers to its nodes */
};

/* What the entity loader may serve in this thread: nothing, but while a pack
 * is compiled. libxml2 gives its loader no argument of ours. */
static _Thread_local const struct comity_folder *serving;

static xmlParserInputPtr
serve(const char *url, const char *id, xmlParserCtxtPtr context)
{
	const struct comity_folder_file *file = NULL;
	xmlParserInputBufferPtr buffer;
	xmlParserInputPtr input;

	(void)id;
	if (serving != NULL && url != NULL)
		file = comity_folder_find(serving, url);
	if (file == NULL)
		return NULL;
	buffer =
	    xmlParserInputBufferCreateMem((const char *)file->source->bytes,
		(int)file->source->len, XML_CHAR_ENCODING_NONE);
	if (buffer == NULL)
		return NULL;
	input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
	if (input == NULL) {
		xmlFreeParserInputBuffer(buffer);
		return NULL;
	}
	input->filename = (char *)xmlStrdup((const xmlChar *)url);
	return input;
}

void
comity_pack_loader_init(void)
{
	if (xmlGetExternalEntityLoader() != serve)
		xmlSetExternalEntityLoader(serve);
}

void
comity_schema_free(struct comity_schema *schema)
{
	if (schema == NULL)
		return;
	xmlSchemaFree(schema->xsd);
	comity_doc_free(schema->doc);
	free(schema);
}

/* libxml2's complaints about a schema while it is compiled. */
struct compiling {
	const struct comity_folder *folder;
	const char *file;
	struct comity_report *report;
	size_t count;
	int rc;
};

static void
on_compile_error(void *data, xmlErrorPtr error)
{
	struct compiling *compiling = data;
	const char *file = error->file != NULL ? error->file : compiling->file;

	/* A warning at this place is an import that was not served. */
	if (compiling->count++ > 20)
		return;
	compiling->rc = comity_status_worse(compiling->rc,
	    comity_folder_refuse(compiling->report, COMITY_F_PACK_SCHEMA, file,
		error->line > 0 ? (unsigned long)error->line : 0,
		error->message, NULL));
}

/* Every schema file must be one that we would read ourselves. */
static int
parts_check(const struct comity_folder *folder, struct comity_report *report)
{
	struct comity_doc *doc;
	size_t i;
	int rc = COMITY_OK, one;

	for (i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].role, "part") != 0)
			continue;
		one = comity_doc_read(folder->files[i].source, report, &doc);
		if (one == COMITY_OK)
			comity_doc_free(doc);
		else
			rc = comity_status_worse(
			    rc, one == COMITY_ENOMEM ? one : COMITY_EPACK);
	}
	return rc;
}

static int
compile(struct comity_schema *schema, const struct comity_folder_file *file,
    const struct comity_folder *folder, struct comity_report *report)
{
	struct compiling compiling = { .folder = folder,
		.file = file->source->name,
		.report = report,
		.rc = COMITY_OK };
	xmlSchemaParserCtxtPtr parser;

	/* Relative locations count from the entry. */
	schema->doc->xml->URL = xmlStrdup((const xmlChar *)file->name);
	if (schema->doc->xml->URL == NULL)
		return COMITY_ENOMEM;
	parser = xmlSchemaNewDocParserCtxt(schema->doc->xml);
	if (parser == NULL)
		return COMITY_ENOMEM;
	xmlSchemaSetParserStructuredErrors(
	    parser, on_compile_error, &compiling);
	comity_pack_loader_init();
	serving = folder;
	schema->xsd = xmlSchemaParse(parser);
	serving = NULL;
	xmlSchemaFreeParserCtxt(parser);
	if (compiling.rc != COMITY_OK)
		return compiling.rc;
	if (comity_memory_failed())
		return COMITY_ENOMEM;
	if (schema->xsd == NULL)
		return comity_folder_refuse(report, COMITY_F_PACK_SCHEMA,
		    file->source->name, 0, NULL, NULL);
	return COMITY_OK;
}

int
comity_schema_read(const struct comity_folder *folder,
    struct comity_report *report, struct comity_schema **out)
{
	const struct comity_folder_file *file =
	    comity_folder_role(folder, "schema");
	struct comity_schema *schema = calloc(1, sizeof(*schema));
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (schema == NULL)
		goto out;
	if (file == NULL) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_SCHEMA,
		    folder->index->name, 0, NULL, "a File of role schema");
		goto out;
	}
	rc = parts_check(folder, report);
	if (rc != COMITY_OK)
		goto out;
	rc = comity_doc_read(file->source, report, &schema->doc);
	if (rc != COMITY_OK) {
		rc = rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
		goto out;
	}
	rc = compile(schema, file, folder, report);
	if (rc != COMITY_OK)
		goto out;
	*out = schema;
	schema = NULL; /* transferred */
out:
	comity_schema_free(schema);
	return rc;
}

/* One validation. */
struct checking {
	const struct comity_doc *doc;
	const char *basis;
	struct comity_report *report;
	const void *facet_node; /* the last node of which a facet was broken */
	bool failed; /* no answer */
	int rc;
};

/* Copy libxml2's sentence without what is for programmers: the place, which
 * we say ourselves, "[facet 'x']", and namespaces in braces. */
static char *
sentence(const char *message)
{
	struct comity_text text = { 0 };
	const char *at = message, *end;

	if (strncmp(at, "Element '", 9) == 0 &&
	    (end = strstr(at, "': ")) != NULL)
		at = end + 3;
	if (strncmp(at, "[facet '", 8) == 0 && (end = strstr(at, "] ")) != NULL)
		at = end + 2;
	while (*at != '\0') {
		if (*at == '{' && (end = strchr(at, '}')) != NULL &&
		    memchr(at, ' ', (size_t)(end - at)) == NULL &&
		    memchr(at, ':', (size_t)(end - at)) != NULL) {
			at = end + 1;
			if (*at != '*')
				continue;
			comity_text_add(&text, "other elements");
			at++;
			continue;
		}
		comity_text_add_bytes(&text, at++, 1);
	}
	while (!text.failed && text.len > 0 &&
	       strchr(".\n ", text.data[text.len - 1]) != NULL)
		text.data[--text.len] = '\0';
	return comity_text_take(&text);
}

static bool
is_facet(int code)
{
	return code >= XML_SCHEMAV_CVC_LENGTH_VALID &&
	       code <= XML_SCHEMAV_CVC_ENUMERATION_VALID;
}

/* The text of a node that holds no elements; NULL: none, or no memory. */
static char *
leaf_text(const xmlNode *node)
{
	char *text;

	if (node == NULL ||
	    (node->type == XML_ELEMENT_NODE && comity_node_first(node) != NULL))
		return NULL;
	text = comity_node_text(node);
	if (text != NULL && text[0] == '\0') {
		free(text);
		return NULL;
	}
	return text;
}

static void
on_invalid(void *data, xmlErrorPtr error)
{
	struct checking *checking = data;
	const struct comity_finding_row *row =
	    comity_finding_row("comity-schema-invalid");
	struct comity_finding finding = { .id = row->id,
		.severity = row->severity,
		.file = checking->doc->name,
		.basis = (char *)checking->basis,
		.remedy = (char *)row->remedy };
	const xmlNode *node = error->node;

	if (error->code == XML_SCHEMAV_INTERNAL ||
	    error->code == XML_ERR_NO_MEMORY || error->message == NULL) {
		checking->failed = true;
		return;
	}
	if (error->level < XML_ERR_ERROR)
		return;
	/* After a broken facet libxml2 says once more that the type is not
	 * met: the same fault in other words. */
	if (error->code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1 &&
	    node != NULL && checking->facet_node == node)
		return;
	checking->facet_node = is_facet(error->code) ? node : NULL;
	finding.message = sentence(error->message);
	finding.line = comity_doc_line(checking->doc, node);
	finding.path = node == NULL ? NULL : comity_node_path(node);
	finding.found = leaf_text(node);
	if (finding.message == NULL || (node != NULL && finding.path == NULL))
		checking->failed = true;
	else
		checking->rc = comity_status_worse(checking->rc,
		    comity_report_add_finding(checking->report, &finding));
	free(finding.message);
	free(finding.path);
	free(finding.found);
}

int
comity_schema_check(const struct comity_schema *schema, xmlDocPtr tree,
    const struct comity_doc *doc, const char *basis,
    struct comity_report *report)
{
	struct checking checking = {
		.doc = doc, .basis = basis, .report = report, .rc = COMITY_OK
	};
	xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema->xsd);
	int answer;

	if (context == NULL)
		return COMITY_ENOMEM;
	xmlSchemaSetValidStructuredErrors(context, on_invalid, &checking);
	answer = xmlSchemaValidateDoc(context, tree);
	xmlSchemaFreeValidCtxt(context);
	if (comity_memory_failed() || comity_report_failed(report))
		return COMITY_ENOMEM;
	if (answer < 0 || checking.failed)
		return COMITY_EINTERNAL;
	if (answer == 0)
		return checking.rc; /* OK unless a finding was made */
	/* A fault without a finding would be a no without a reason. */
	return checking.rc == COMITY_OK ? COMITY_EINTERNAL : checking.rc;
}
