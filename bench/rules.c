/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: the same assertions, read and evaluated by comity and by libxslt in
 * one run: medians of rounds that take turns. Fails if the two sides do not
 * say the same; a ratio that is not what is asked of comity is marked.
 * usage: rules DIR    what bench/make-rules wrote there, for 1 4 16 ... times
 */
#include "rules.h"

#include "init.h"
#include "measure.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 15
#define LOAD_MIN 5.0 /* how many times cheaper reading is to be */
#define WRITTEN_OUT_MIN 5.0 /* the same without an abstract pattern */
#define RUN_MAX 1.0 /* evaluation against the stylesheet */
#define GROWTH_MAX 4.5 /* time for a document four times as large */

static const struct comity_edition edition = { .profile = "bench", .id = "1" };

static xsltStylesheetPtr
stylesheet_read(const struct comity_source *source)
{
	xmlDocPtr doc = xmlReadMemory((const char *)source->bytes,
	    (int)source->len, "rules.xsl", NULL, XML_PARSE_NONET);
	xsltStylesheetPtr style = doc ? xsltParseStylesheetDoc(doc) : NULL;

	if (style == NULL)
		die("the stylesheet can not be read");
	return style;
}

static struct comity_rules *
rules_read(struct comity_source *source)
{
	struct comity_folder_file file = {
		.name = "rules.sch", .role = "rules", .source = source
	};
	struct comity_rules *rules = NULL;

	if (comity_rules_read(&file, NULL, &edition, report, &rules) !=
	    COMITY_OK)
		die("the rules can not be read");
	return rules;
}

/* Evaluate; the time that it took. Findings stay in the report. */
static double
rules_run(const struct comity_rules *rules, const struct comity_doc *doc)
{
	struct comity_rules_run run = {
		.edition = &edition, .doc = doc, .tree = doc->xml
	};
	double from = now(), to;

	comity_report_free(report);
	report = comity_report_new();
	run.report = report;
	if (comity_rules_run(rules, &run) < COMITY_OK)
		die("the rules give no answer");
	to = now();
	if (run.contexts == 0)
		die("no rule fired");
	return to - from;
}

/* Both sides: ids in order, pattern by pattern; within one, comity goes rule
 * by rule and the stylesheet node by node, so sorted. */
static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
same_check(xmlDocPtr result)
{
	xmlXPathContextPtr context = xmlXPathNewContext(result);
	xmlXPathObjectPtr failed = xmlXPathEval(
	    BAD_CAST "//*[local-name() = 'failed-assert']/@id", context);
	size_t count = comity_report_count(report), i;
	char **ours = calloc(count + 1, sizeof(char *));
	char **theirs = calloc(count + 1, sizeof(char *));

	if ((size_t)xmlXPathNodeSetGetLength(failed->nodesetval) != count) {
		fprintf(stderr, "%d against %zu\n",
		    xmlXPathNodeSetGetLength(failed->nodesetval), count);
		die("the two sides report different violations");
	}
	for (i = 0; i < count; i++) {
		ours[i] = strdup(comity_report_at(report, i)->id + 6);
		theirs[i] =
		    (char *)xmlNodeGetContent(failed->nodesetval->nodeTab[i]);
	}
	qsort(ours, count, sizeof(char *), compare_texts);
	qsort(theirs, count, sizeof(char *), compare_texts);
	for (i = 0; i < count; i++) {
		if (strcmp(ours[i], theirs[i]) != 0)
			die("the two sides report different violations");
		free(ours[i]);
		xmlFree(theirs[i]);
	}
	printf("rules: both sides report the same %zu violations\n", count);
	free(ours);
	free(theirs);
	xmlXPathFreeObject(failed);
	xmlXPathFreeContext(context);
}

/* Reading: with the abstract pattern that such a file is written with, which
 * is what is asked of; and with each assertion written out, of which libxml2's
 * own parser takes the larger part. */
static void
reading(
    const char *dir, struct comity_source *sch, const struct comity_source *xsl)
{
	double ours[ROUNDS], shorter[ROUNDS], theirs[ROUNDS], from, a, b;
	struct comity_source *abstract = load(dir, "rules-abstract.sch");
	int i;

	for (i = 0; i < ROUNDS; i++) {
		from = now();
		comity_rules_free(rules_read(sch));
		ours[i] = now() - from;
		from = now();
		xsltFreeStylesheet(stylesheet_read(xsl));
		theirs[i] = now() - from;
		from = now();
		comity_rules_free(rules_read(abstract));
		shorter[i] = now() - from;
	}
	a = median(shorter, ROUNDS);
	b = median(theirs, ROUNDS);
	judge("rules: reading, an abstract pattern: libxslt takes so many "
	      "times as "
	      "long",
	    b / a, b / a >= LOAD_MIN);
	a = median(ours, ROUNDS);
	judge("rules: reading, each assertion written out: so many times",
	    b / a, b / a >= WRITTEN_OUT_MIN);
	comity_source_free(abstract);
}

static void
against_libxslt(const char *dir, struct comity_source *sch,
    const struct comity_rules *rules)
{
	double ours[ROUNDS], theirs[ROUNDS], a, b, from;
	struct comity_source *xsl = load(dir, "rules.xsl");
	struct comity_source *text = load(dir, "license-1.xml");
	struct comity_doc *doc = NULL;
	xsltStylesheetPtr style;
	xmlDocPtr input, result = NULL;
	int i;

	if (comity_doc_read(text, report, &doc) != COMITY_OK)
		die("license-1.xml");
	reading(dir, sch, xsl);
	style = stylesheet_read(xsl);
	input = xmlReadMemory((const char *)text->bytes, (int)text->len,
	    "license.xml", NULL, XML_PARSE_NONET);
	for (i = 0; i < ROUNDS; i++) {
		ours[i] = rules_run(rules, doc);
		xmlFreeDoc(result);
		from = now();
		result = xsltApplyStylesheet(style, input, NULL);
		theirs[i] = now() - from;
	}
	same_check(result);
	a = median(ours, ROUNDS);
	b = median(theirs, ROUNDS);
	judge("rules: evaluating, against libxslt", a / b, a / b <= RUN_MAX);
	xmlFreeDoc(result);
	xmlFreeDoc(input);
	xsltFreeStylesheet(style);
	comity_doc_free(doc);
	comity_source_free(xsl);
	comity_source_free(text);
}

/* What one document costs both sides, the least of some rounds. */
static void
cost(const struct comity_rules *rules, xsltStylesheetPtr style,
    const struct comity_source *text, int rounds, double *ours, double *theirs)
{
	struct comity_doc *doc = NULL;
	double took, from;
	xmlDocPtr input, result;
	int i;

	if (comity_doc_read(text, report, &doc) != COMITY_OK)
		die("a license is not read");
	input = xmlReadMemory((const char *)text->bytes, (int)text->len,
	    "license.xml", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
	*ours = *theirs = 1e9;
	for (i = 0; i < rounds; i++) {
		took = rules_run(rules, doc);
		*ours = took < *ours ? took : *ours;
		from = now();
		result = xsltApplyStylesheet(style, input, NULL);
		took = now() - from;
		*theirs = took < *theirs ? took : *theirs;
		xmlFreeDoc(result);
	}
	xmlFreeDoc(input);
	comity_doc_free(doc);
}

/* A step that leaves a cache of the machine costs both sides more; what the
 * stylesheet's time grew by is said beside. */
static void
growth(const char *dir, const struct comity_rules *rules)
{
	struct comity_source *xsl = load(dir, "rules.xsl"), *text;
	xsltStylesheetPtr style = stylesheet_read(xsl);
	double ours, theirs, before = 0, theirs_before = 0;
	char what[96];
	int size, rounds;

	for (size = 1;; size *= 4) {
		snprintf(what, sizeof(what), "license-%d.xml", size);
		if ((text = load_optional(dir, what)) == NULL)
			break;
		rounds = size < 16 ? 9 : size < 256 ? 4 : 2;
		cost(rules, style, text, rounds, &ours, &theirs);
		if (before > 0) {
			snprintf(what, sizeof(what),
			    "rules: four times as large, to %zu KB (libxslt: "
			    "%.2f)",
			    text->len / 1024, theirs / theirs_before);
			judge(what, ours / before,
			    ours / before <= GROWTH_MAX ||
				ours / before <= 1.1 * theirs / theirs_before);
		}
		before = ours;
		theirs_before = theirs;
		comity_source_free(text);
	}
	xsltFreeStylesheet(style);
	comity_source_free(xsl);
}

int
main(int argc, char **argv)
{
	struct comity_source *sch, *abstract;
	struct comity_rules *rules;

	if (argc != 2 || comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	sch = load(argv[1], "rules.sch");
	abstract = load(argv[1], "rules-abstract.sch");
	rules = rules_read(abstract); /* the same assertions */
	if (comity_rules_count(rules) != 800)
		die("the abstract pattern does not make 800 assertions");
	against_libxslt(argv[1], sch, rules);
	comity_rules_free(rules);
	comity_source_free(abstract);
	rules = rules_read(sch);
	growth(argv[1], rules);
	comity_rules_free(rules);
	comity_source_free(sch);
	comity_report_free(report);
	return EXIT_SUCCESS;
}
