/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steps: what each step costs for one document, as a program pays that links
 * libcomity, beside the floor: the library calls that such a step can not do
 * without, in a bare loop. Medians of rounds that take turns, in microseconds
 * for each document. Fails if one side does not accept all documents.
 * usage: steps KEYS SCHEMAS FOLDER ROUNDS LIST
 *        FOLDER has arrangement.xml and status.xml; LIST names the documents
 *
 * The floors, with all read into memory and compiled before:
 * validate   parse, schema, rules
 * verify     parse, three canonicalizations and digests, one signature (the
 *            signer's certificate is known from the document before)
 * translate  parse, schema and rules; a tree of as many nodes as the core and
 *            one as the result have; the result's schema and rules; write it
 * recognize  the floor of verify; parse again, since only what is proven is
 *            read; schema, rules; a tree as the core's
 * The rules are evaluated by comity's engine on both sides: bench/rules.c
 * measures it against libxslt.
 */
#include "bare.h"
#include "comity.h"
#include "init.h"
#include "measure.h"
#include "pack.h"
#include "rules.h"
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 51
#define MOMENT 1793491200 /* 2026-11-01 */
#define SERVICE "urn:comity:service:license:us-ear"

/* One form of document: what a bare loop needs to check it. */
struct form {
	xmlSchemaPtr schema;
	const struct comity_edition *edition;
	struct comity_doc *sample; /* for lines; and its tree is copied */
};

struct bench {
	struct comity_session *session;
	struct comity_packs *packs;
	struct form license, core, result;
	struct bare bare;
	struct comity_source **documents;
	size_t count;
};

static xmlSchemaPtr
schema_compile(const char *schemas, const char *which)
{
	xmlSchemaParserCtxtPtr parser;
	xmlSchemaPtr schema;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s/document.xsd", schemas, which);
	parser = xmlSchemaNewParserCtxt(path);
	schema = parser == NULL ? NULL : xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	if (schema == NULL)
		die(path);
	return schema;
}

static xmlDocPtr
bare_parse(const struct comity_source *source)
{
	xmlDocPtr doc = xmlReadMemory((const char *)source->bytes,
	    (int)source->len, NULL, NULL, XML_PARSE_NONET);

	if (doc == NULL)
		die("the floor can not parse");
	return doc;
}

/* The rules need the ordinals of comity's own parser: they are evaluated on the
 * sample, which is like all. */
static void
bare_check(const struct form *form, xmlDocPtr doc)
{
	xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(form->schema);
	struct comity_report *told = comity_report_new();
	struct comity_rules_run run = { .edition = form->edition,
		.doc = form->sample,
		.tree = form->sample->xml,
		.moment = MOMENT,
		.report = told };

	if (xmlSchemaValidateDoc(valid, doc) != 0)
		die("the floor's schema does not accept");
	if (comity_rules_run(form->edition->rules, &run) < COMITY_OK ||
	    run.errors != 0)
		die("the floor's rules do not accept");
	xmlSchemaFreeValidCtxt(valid);
	comity_report_free(told);
}

static void
bare_tree(const struct form *form)
{
	xmlDocPtr tree = xmlCopyDoc(form->sample->xml, 1);

	if (tree == NULL)
		die("no tree");
	xmlFreeDoc(tree);
}

static void
validate_floor(const struct bench *bench, const struct comity_source *document)
{
	xmlDocPtr doc = bare_parse(document);

	bare_check(&bench->license, doc);
	xmlFreeDoc(doc);
}

static void
verify_floor(const struct bench *bench, const struct comity_source *document)
{
	xmlDocPtr doc = bare_parse(document);

	bare_verify(&bench->bare, doc);
	xmlFreeDoc(doc);
}

static void
translate_floor(const struct bench *bench, const struct comity_source *document)
{
	xmlChar *octets = NULL;
	xmlDocPtr result;
	int len;

	validate_floor(bench, document);
	bare_tree(&bench->core);
	if ((result = xmlCopyDoc(bench->result.sample->xml, 1)) == NULL)
		die("no tree");
	bare_check(&bench->result, result);
	xmlDocDumpMemory(result, &octets, &len);
	xmlFree(octets);
	xmlFreeDoc(result);
}

static void
recognize_floor(const struct bench *bench, const struct comity_source *document)
{
	verify_floor(bench, document);
	validate_floor(bench, document);
	bare_tree(&bench->core);
}

static void
yes(int rc, struct comity_answer *answer, const char *step)
{
	struct comity_answer_finding finding;

	if (rc != COMITY_IS_YES) {
		if (answer != NULL &&
		    comity_answer_finding(answer, 0, &finding) == COMITY_IS_YES)
			fprintf(stderr, "%s %s\n", finding.id, finding.message);
		die(step);
	}
	comity_answer_free(answer);
}

static void
validate(const struct bench *bench, const struct comity_source *document)
{
	struct comity_answer *answer = NULL;

	yes(comity_session_validate(bench->session, document->name,
		document->bytes, document->len, MOMENT, &answer),
	    answer, "validate");
}

static void
verify(const struct bench *bench, const struct comity_source *document)
{
	struct comity_answer *answer = NULL;

	yes(comity_session_verify(bench->session, document->name,
		document->bytes, document->len, SERVICE, "US", MOMENT, &answer),
	    answer, "verify");
}

static void
translate(const struct bench *bench, const struct comity_source *document)
{
	struct comity_answer *answer = NULL;

	yes(comity_session_translate(bench->session, document->name,
		document->bytes, document->len, "eu-dualuse", NULL, MOMENT,
		&answer),
	    answer, "translate");
}

static void
recognize(const struct bench *bench, const struct comity_source *document)
{
	struct comity_answer *answer = NULL;

	yes(comity_session_recognize(bench->session, document->name,
		document->bytes, document->len, "DE", 1, MOMENT, &answer),
	    answer, "recognize");
}

typedef void (*step_fn)(const struct bench *, const struct comity_source *);

static const struct step {
	const char *name;
	step_fn ours, floor;
} steps[] = {
	{ "validate", validate, validate_floor },
	{ "verify", verify, verify_floor },
	{ "translate", translate, translate_floor },
	{ "recognize", recognize, recognize_floor },
};

static double
round_of(const struct bench *bench, step_fn step)
{
	double from = now();
	size_t i;

	for (i = 0; i < bench->count; i++)
		step(bench, bench->documents[i]);
	return (now() - from) / (double)bench->count * 1e6;
}

/* Sorted by median(): the quarter below and the quarter above. */
static void
say(const char *step, const char *side, double *times, int rounds)
{
	double middle = median(times, (size_t)rounds);

	printf("%s\t%s\t%.2f\t%.2f\t%.2f\n", step, side, middle,
	    times[rounds / 4], times[rounds - 1 - rounds / 4]);
}

static void
measure(const struct bench *bench, int rounds)
{
	double ours[ROUNDS_MAX], floor_[ROUNDS_MAX];
	size_t i;
	int j;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		(void)round_of(bench, steps[i].ours); /* certificates seen */
		for (j = 0; j < rounds; j++) {
			floor_[j] = round_of(bench, steps[i].floor);
			ours[j] = round_of(bench, steps[i].ours);
		}
		say(steps[i].name, "floor", floor_, rounds);
		say(steps[i].name, "comity", ours, rounds);
	}
}

typedef int (*add_fn)(struct comity_session *, const char *, const void *,
    size_t, struct comity_answer **);

static void
add(struct comity_session *session, add_fn add_, const char *folder,
    const char *name)
{
	struct comity_source *source = load(folder, name);
	struct comity_answer *why = NULL;

	yes(add_(session, name, source->bytes, source->len, &why), why, name);
	comity_source_free(source);
}

static void
trust_add(struct comity_session *session, const char *keys, const char *side,
    const char *territory)
{
	struct comity_answer *why = NULL;
	struct comity_source *source;
	char name[64];

	snprintf(name, sizeof(name), "%s-list-signer.pem", side);
	source = load(keys, name);
	yes(comity_session_pin(
		session, territory, name, source->bytes, source->len, &why),
	    why, name);
	comity_source_free(source);
	snprintf(name, sizeof(name), "%s-trust-list.xml", side);
	source = load(keys, name);
	yes(comity_session_add_trust_list(
		session, name, source->bytes, source->len, MOMENT, &why),
	    why, name);
	comity_source_free(source);
	snprintf(name, sizeof(name), "%s.crl", side);
	add(session, comity_session_add_crl, keys, name);
}

static void
session_start(struct bench *bench, const char *keys, const char *schemas,
    const char *folder)
{
	struct comity_answer *why = NULL;

	yes(comity_session_new(schemas, &bench->session, &why), why, schemas);
	trust_add(bench->session, keys, "us", "US");
	trust_add(bench->session, keys, "eu", "EU");
	add(bench->session, comity_session_add_arrangement, folder,
	    "arrangement.xml");
	add(bench->session, comity_session_add_status_list, folder,
	    "status.xml");
	if (comity_packs_new(&bench->packs) != COMITY_OK ||
	    comity_packs_read(bench->packs, schemas, true, report) != COMITY_OK)
		die(schemas);
}

static void
form_take(struct bench *bench, struct form *form, const void *bytes, size_t len)
{
	struct comity_source *source = NULL;

	if (comity_source_new("sample.xml", bytes, len, report, &source) !=
		COMITY_OK ||
	    comity_doc_read(source, report, &form->sample) != COMITY_OK ||
	    comity_packs_match(bench->packs, form->sample, NULL, MOMENT, report,
		&form->edition) != COMITY_OK)
		die("a sample is not known");
	comity_source_free(source);
}

/* A sample of each form, out of the first document. */
static void
forms_start(struct bench *bench)
{
	static const char *const to[] = { "core", "eu-dualuse" };
	struct form *form[] = { &bench->core, &bench->result };
	struct comity_source *first = bench->documents[0];
	struct comity_answer *answer;
	const void *octets;
	size_t i, len;

	form_take(bench, &bench->license, first->bytes, first->len);
	for (i = 0; i < 2; i++) {
		answer = NULL;
		if (comity_session_translate(bench->session, "first.xml",
			first->bytes, first->len, to[i], NULL, MOMENT,
			&answer) != COMITY_IS_YES)
			die("a license is not translated");
		octets = comity_answer_octets(answer, &len);
		form_take(bench, form[i], octets, len);
		comity_answer_free(answer);
	}
}

static void
documents_load(struct bench *bench, const char *list)
{
	char path[4096];
	FILE *file = fopen(list, "r");
	size_t room = 0;

	if (file == NULL)
		die(list);
	while (fgets(path, sizeof(path), file) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		if (bench->count == room) {
			room = room * 2 + 64;
			bench->documents = realloc(
			    bench->documents, room * sizeof(*bench->documents));
			if (bench->documents == NULL)
				die("no memory");
		}
		bench->documents[bench->count++] = load("", path);
	}
	fclose(file);
	if (bench->count == 0)
		die(list);
}

int
main(int argc, char **argv)
{
	struct bench bench = { 0 };
	int rounds = argc == 6 ? (int)strtol(argv[4], NULL, 10) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		return EXIT_FAILURE;
	/* before comity_init(), after which no file is opened for a schema */
	bench.license.schema = schema_compile(argv[2], "us-ear/2026-07-23");
	bench.result.schema = schema_compile(argv[2], "eu-dualuse/2021-09-09");
	if (comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	documents_load(&bench, argv[5]);
	session_start(&bench, argv[1], argv[2], argv[3]);
	forms_start(&bench);
	bare_load(&bench.bare, argv[1], "us-authority.pem", NULL);
	measure(&bench, rounds);
	return EXIT_SUCCESS;
}
