/* SPDX-License-Identifier: Apache-2.0 */
/* schema: an XSD as `profile new` takes it: compiled, its model read, and the
 * smallest document of it made and checked. */
#include "fuzz.h"
#include "pack-private.h"
#include "schema-example.h"
#include "schema-model.h"

static bool
wants(const char *name)
{
	return strlen(name) % 2 == 0;
}

static void
example(const struct comity_edition *edition,
    const struct comity_schema_model *model, const char *root)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	char *text = NULL;
	int rc = comity_schema_example(model, root, wants, &text);

	fuzz_assert(rc == COMITY_OK || rc == COMITY_UNKNOWN, "example: %d", rc);
	if (rc == COMITY_OK && fuzz_read("example.xml", (unsigned char *)text,
				   strlen(text), report, &doc) == COMITY_OK) {
		rc = comity_schema_check(edition, doc->xml, doc, report);
		fuzz_look(report, rc);
	}
	comity_doc_free(doc);
	free(text);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_folder_file file = { .name = (char *)"document.xsd",
		.role = (char *)"schema" };
	struct comity_folder folder = {
		.path = (char *)"fuzz/1", .files = &file, .count = 1
	};
	struct pack_edition edition = { .folder = &folder };
	struct comity_schema_model *model = NULL;
	size_t i;
	int rc;

	edition.edition.profile = (char *)"fuzz";
	edition.edition.id = (char *)"1";
	edition.edition.packs = world.run.packs;
	edition.contents = edition.crossing = PACK_READ;
	rc =
	    comity_source_new("document.xsd", bytes, len, report, &file.source);
	if (rc == COMITY_OK)
		rc = comity_schema_read(
		    &folder, report, &edition.edition.schema);
	if (rc == COMITY_OK)
		rc = comity_schema_model_read(&edition.edition, report, &model);
	fuzz_look(report, rc);
	for (i = 0; rc == COMITY_OK && i < model->root_count && i < 20; i++)
		example(&edition.edition, model, model->roots[i]->name);
	comity_schema_model_free(model);
	comity_schema_free(edition.edition.schema);
	comity_source_free(file.source);
	comity_report_free(report);
}

const struct fuzz_target fuzz_schema = { "schema", NULL, one, true, NULL };
