/* SPDX-License-Identifier: Apache-2.0 */
/*
 * corpus: the documents of the benchmark. Licenses of us-ear with a number of
 * their own, all signed by the authority of the tests; and the same with more
 * items, of about ten times the size each.
 * usage: corpus KEYS LICENSE LARGE FOLDER COUNT
 *        what tests/keys/make wrote, the license that they are made of, and
 *        the one that the large ones are made of
 */
#include "init.h"
#include "measure.h"
#include "sign.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOMENT 1793491200 /* 2026-11-01 */
#define FOLDER_MAX 1000 /* documents */

struct maker {
	struct comity_source *key, *certificate;
	const char *license; /* its octets, ended by NUL */
	const char *number, *items, *items_end, *total; /* places in it */
};

static const char *
place(const char *text, const char *what)
{
	const char *at = strstr(text, what);

	if (at == NULL)
		die(what);
	return at;
}

/* The license with another number and its first item so many times. */
static struct comity_source *
license_make(const struct maker *maker, unsigned int number, unsigned int items)
{
	const char *item = place(maker->items, "number=\"1\"");
	const char *row_end = place(item, "</Item>") + strlen("</Item>");
	const char *after = strchr(maker->number, '<');
	struct comity_source *source = NULL;
	struct comity_text text = { 0 };
	unsigned int i;

	comity_text_addf(&text, "%.*sD%07u",
	    (int)(maker->number - maker->license), maker->license, number);
	comity_text_addf(&text, "%.*s", (int)(maker->items - after), after);
	for (i = 1; i <= items; i++)
		comity_text_addf(&text, "<Item number=\"%u\"%.*s\n", i,
		    (int)(row_end - item - 10), item + 10);
	comity_text_addf(&text, "%.*s", (int)(maker->total - row_end), row_end);
	comity_text_addf(
	    &text, "%llu.00%s", items * 96000ull, strchr(maker->total, '<'));
	if (text.failed || comity_source_new("license.xml", text.data, text.len,
			       report, &source) != COMITY_OK)
		die("no license");
	comity_text_clear(&text);
	return source;
}

static void
signed_write(
    const struct maker *maker, struct comity_source *license, const char *path)
{
	struct comity_signing signing = { .key = maker->key,
		.certificate = maker->certificate,
		.now = MOMENT };
	struct comity_doc *doc = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;

	if (comity_doc_read(license, report, &doc) != COMITY_OK ||
	    comity_sign(doc, &signing, report, &octets, &len) != COMITY_OK ||
	    comity_file_write(path, octets, len, report) != COMITY_OK)
		die(path);
	printf("%s\t%zu\n", path, len);
	free(octets);
	comity_doc_free(doc);
	comity_source_free(license);
	comity_report_free(report);
	if ((report = comity_report_new()) == NULL)
		exit(EXIT_FAILURE);
}

/* Where a license can be changed. */
static struct comity_source *
maker_open(struct maker *maker, const char *path)
{
	struct comity_source *license = load("", path);

	maker->license = (const char *)license->bytes;
	maker->number = place(maker->license, "<LicenseNumber>") +
			strlen("<LicenseNumber>");
	maker->items = place(maker->license, "<Item number=\"1\"");
	maker->total = strchr(place(maker->items, "<TotalValue"), '>') + 1;
	return license;
}

static void
small_make(const struct maker *maker, const char *folder, unsigned int count)
{
	char path[4096];
	unsigned int i;

	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%03u", folder, i / FOLDER_MAX);
		if (i % FOLDER_MAX == 0)
			(void)mkdir(path, 0755);
		snprintf(path, sizeof(path), "%s/%03u/%05u.xml", folder,
		    i / FOLDER_MAX, i);
		signed_write(maker, license_make(maker, i + 1, 1), path);
	}
}

static void
large_make(const struct maker *maker, const char *folder)
{
	static const unsigned int items[] = { 140, 1500, 15000, 150000 };
	char path[4096];
	unsigned int i;

	for (i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		snprintf(path, sizeof(path), "%s/large-%u.xml", folder, i);
		signed_write(
		    maker, license_make(maker, 9000000 + i, items[i]), path);
	}
}

int
main(int argc, char **argv)
{
	struct comity_source *license;
	struct maker maker;

	if (argc != 6 || comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	maker.key = load(argv[1], "us-authority.key");
	maker.certificate = load(argv[1], "us-authority.pem");
	license = maker_open(&maker, argv[2]);
	small_make(&maker, argv[4], (unsigned int)strtoul(argv[5], NULL, 10));
	comity_source_free(license);
	license = maker_open(&maker, argv[3]);
	large_make(&maker, argv[4]);
	comity_source_free(license);
	comity_source_free(maker.key);
	comity_source_free(maker.certificate);
	comity_report_free(report);
	return EXIT_SUCCESS;
}
