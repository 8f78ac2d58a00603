/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: the same assertions, read and evaluated by comity and by libxslt in
 * one run: medians of rounds that take turns. Fails if the two sides do not
 * say the same; a ratio that is not what is asked of comity is marked.
 * usage: rules DIR    what bench/make-rules wrote there, for 1 4 16 ... times
 */
#include "rules.h"

#include "init.h"
#include "report.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 15
#define LOAD_MIN 5.0 /* how many times cheaper reading is to be */
#define WRITTEN_OUT_MIN 4.0 /* the same without an abstract pattern */
#define RUN_MAX 1.0 /* evaluation against the stylesheet */
#define GROWTH_MAX 4.5 /* time for a document four times as large */

static struct comity_report *report;
static const struct comity_edition edition = { .profile = "bench", .id = "1" };

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *times, size_t count)
{
	qsort(times, count, sizeof(*times), compare);
	return times[count / 2];
}

static void
die(const char *what)
{
	size_t i;

	for (i = 0; i < comity_report_count(report) && i < 5; i++)
		fprintf(stderr, "  %s %s %s\n", comity_report_at(report, i)->id,
		    comity_report_at(report, i)->found,
		    comity_report_at(report, i)->expected);
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

static struct comity_source *
load(const char *dir, const char *name)
{
	struct comity_source *source = NULL;
	char path[4096], *bytes;
	FILE *file;
	long len;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if ((file = fopen(path, "rb")) == NULL)
		return NULL;
	fseek(file, 0, SEEK_END);
	len = ftell(file);
	rewind(file);
	bytes = malloc((size_t)len + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)len, file) != (size_t)len)
		die(path);
	fclose(file);
	if (comity_source_new(name, bytes, (size_t)len, report, &source) !=
	    COMITY_OK)
		die(path);
	free(bytes);
	return source;
}

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

static void
judge(const char *what, double ratio, bool good)
{
	printf("rules: %s: %.2f%s\n", what, ratio,
	    good ? "" : " - NOT what is asked");
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

	if (abstract == NULL)
		die("what make-rules writes is not there");
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
	judge("reading, an abstract pattern: libxslt takes so many times as "
	      "long",
	    b / a, b / a >= LOAD_MIN);
	a = median(ours, ROUNDS);
	judge("reading, each assertion written out: so many times", b / a,
	    b / a >= WRITTEN_OUT_MIN);
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

	if (xsl == NULL || text == NULL ||
	    comity_doc_read(text, report, &doc) != COMITY_OK)
		die("what make-rules writes is not there");
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
	judge("evaluating, against libxslt", a / b, a / b <= RUN_MAX);
	xmlFreeDoc(result);
	xmlFreeDoc(input);
	xsltFreeStylesheet(style);
	comity_doc_free(doc);
	comity_source_free(xsl);
	comity_source_free(text);
}

static void
growth(const char *dir, const struct comity_rules *rules)
{
	double before = 0, times[7];
	struct comity_source *text;
	struct comity_doc *doc;
	char name[64];
	int i, size, rounds;

	for (size = 1;; size *= 4) {
		snprintf(name, sizeof(name), "license-%d.xml", size);
		if ((text = load(dir, name)) == NULL)
			return;
		if (comity_doc_read(text, report, &doc) != COMITY_OK)
			die(name);
		rounds = size < 64 ? 7 : size < 1024 ? 3 : 1;
		for (i = 0; i < rounds; i++)
			times[i] = rules_run(rules, doc);
		qsort(times, (size_t)rounds, sizeof(*times), compare);
		if (before > 0) {
			snprintf(name, sizeof(name),
			    "four times as large, to %zu KB", text->len / 1024);
			judge(name, times[0] / before,
			    times[0] / before <= GROWTH_MAX);
		}
		before = times[0];
		comity_doc_free(doc);
		comity_source_free(text);
	}
}

int
main(int argc, char **argv)
{
	struct comity_source *sch, *abstract;
	struct comity_rules *rules;

	if (argc != 2 || comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	if ((sch = load(argv[1], "rules.sch")) == NULL ||
	    (abstract = load(argv[1], "rules-abstract.sch")) == NULL)
		die("what make-rules writes is not there");
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
