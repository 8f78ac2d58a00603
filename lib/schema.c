/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include "memory.h"
#include "schema-fault.h"

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
	struct comity_schema_faults faults;
	bool failed; /* no answer */
	int rc;
};

static void
on_invalid(void *data, xmlErrorPtr error)
{
	struct checking *checking = data;

	if (error->code == XML_SCHEMAV_INTERNAL ||
	    error->code == XML_ERR_NO_MEMORY || error->message == NULL) {
		checking->failed = true;
		return;
	}
	if (error->level >= XML_ERR_ERROR)
		checking->rc = comity_status_worse(checking->rc,
		    comity_schema_fault_add(&checking->faults, error));
}

int
comity_schema_check(const struct comity_edition *edition, xmlDocPtr tree,
    const struct comity_doc *doc, struct comity_report *report)
{
	struct checking checking = {
		.faults = { .edition = edition, .doc = doc, .report = report },
		.rc = COMITY_OK
	};
	xmlSchemaValidCtxtPtr context =
	    xmlSchemaNewValidCtxt(edition->schema->xsd);
	int answer;

	if (context == NULL)
		return COMITY_ENOMEM;
	xmlSchemaSetValidStructuredErrors(context, on_invalid, &checking);
	answer = xmlSchemaValidateDoc(context, tree);
	xmlSchemaFreeValidCtxt(context);
	comity_schema_faults_clear(&checking.faults);
	if (comity_memory_failed() || comity_report_failed(report))
		return COMITY_ENOMEM;
	if (answer < 0 || checking.failed)
		return COMITY_EINTERNAL;
	if (answer == 0)
		return checking.rc; /* OK unless a finding was made */
	/* A fault without a finding would be a no without a reason. */
	return checking.rc == COMITY_OK ? COMITY_EINTERNAL : checking.rc;
}
