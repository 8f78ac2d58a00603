/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack: one file of a pack changes and its digest is sealed again; the pack
 * is loaded, inspected and used. The first octet says which file: '0' to '5'
 * in the order of files[] below.
 */
#include "check.h"
#include "fuzz.h"
#include "lint.h"

#include <sys/stat.h>
#include <unistd.h>

#define GOOD "tests/data/packs/good/xx-permit/2026-07-01/"

static struct file {
	const char *name;
	struct comity_source *source; /* as it is in the tree */
} files[] = { { .name = "profile.xml" }, { .name = "document.xsd" },
	{ .name = "rules.sch" }, { .name = "messages/en.xml" },
	{ .name = "codes/xx-goods.gc" }, { .name = "types.xsd" },
	{ .name = "messages/de.xml" } };
#define FILE_COUNT (sizeof(files) / sizeof(files[0]))
#define FUZZED_COUNT (FILE_COUNT - 1)

static char top[200], folder[300]; /* of packs; of the one pack */
static const char permit[] =
    "<x:Permit xmlns:x=\"urn:example:xx-permit:1\" number=\"P-1\">"
    "<x:Issued on=\"2026-09-01\"/></x:Permit>";

static void
end(void)
{
	char path[400];
	size_t i;

	for (i = 0; i < FILE_COUNT; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i].name);
		(void)unlink(path);
	}
	snprintf(path, sizeof(path), "%s/messages", folder);
	(void)rmdir(path);
	snprintf(path, sizeof(path), "%s/codes", folder);
	(void)rmdir(path);
	(void)rmdir(folder);
	snprintf(path, sizeof(path), "%s/xx-permit", top);
	(void)rmdir(path);
	(void)rmdir(top);
}

static void
write_file(const char *name, const void *bytes, size_t len)
{
	char path[400];
	FILE *to;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	to = fopen(path, "w");
	if (to == NULL || fwrite(bytes, 1, len, to) != len || fclose(to) != 0)
		fuzz_fail("%s can not be written", path);
}

static void
make_folder(const char *name)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", top, name);
	if (mkdir(path, 0700) != 0)
		fuzz_fail("%s can not be made", path);
}

static void
begin(void)
{
	const char *temp = getenv("TMPDIR");
	char *path;
	size_t i;

	if (temp == NULL)
		temp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(top, sizeof(top), "%s/comity-fuzz.XXXXXX", temp);
	if (mkdtemp(top) == NULL)
		fuzz_fail("%s can not be made", top);
	make_folder("xx-permit");
	make_folder("xx-permit/2026-07-01");
	make_folder("xx-permit/2026-07-01/messages");
	make_folder("xx-permit/2026-07-01/codes");
	snprintf(folder, sizeof(folder), "%s/xx-permit/2026-07-01", top);
	for (i = 0; i < FILE_COUNT; i++) {
		path = comity_text_format("%s%s", GOOD, files[i].name);
		files[i].source = fuzz_file(path);
		write_file(files[i].name, files[i].source->bytes,
		    files[i].source->len);
		free(path);
	}
	atexit(end);
}

/* profile.xml with the digest of what the file now holds. */
static void
seal(size_t which, const struct comity_source *now)
{
	const struct comity_source *index = files[0].source;
	char *copy = comity_text_copy((char *)index->bytes), *at;

	at = strstr(copy, files[which].source->sha256_hex);
	fuzz_assert(at != NULL, "no digest of %s", files[which].name);
	memcpy(at, now->sha256_hex, 64);
	write_file("profile.xml", copy, index->len);
	free(copy);
}

static void
validate(const struct comity_packs *packs)
{
	struct comity_report *report = comity_report_new();
	const struct comity_edition *edition = NULL;
	struct comity_checked checked;
	struct comity_doc *doc = NULL;
	int rc = fuzz_read("permit.xml", (const unsigned char *)permit,
	    sizeof(permit) - 1, report, &doc);

	if (rc == COMITY_OK)
		rc = comity_packs_match(
		    packs, doc, NULL, FUZZ_MOMENT, report, &edition);
	if (rc == COMITY_OK)
		rc = comity_check(edition, doc, FUZZ_MOMENT, report, &checked);
	fuzz_look(report, rc);
	comity_doc_free(doc);
	comity_report_free(report);
}

static void
inspect(void)
{
	const struct comity_inspection *none = NULL;
	struct comity_lint_evidence evidence = { .siblings = &none,
		.moment = FUZZ_MOMENT };
	struct comity_report *report = comity_report_new();
	struct comity_inspection *in = NULL;
	struct comity_lint_counts counts;
	int rc = comity_pack_inspect(world.run.packs, folder, &in);

	fuzz_assert(rc == COMITY_OK, "inspecting: %d", rc);
	if (in->edition != NULL) {
		rc = comity_lint(in, &evidence, report, &counts);
		fuzz_look(report, rc);
	}
	comity_inspection_free(in);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *now = NULL;
	struct comity_packs *packs = NULL;
	size_t which;
	int rc;

	if (len < 2 || comity_source_new("changed", bytes + 1, len - 1, report,
			   &now) != COMITY_OK) {
		comity_report_free(report);
		return;
	}
	which = (size_t)bytes[0] % FUZZED_COUNT;
	write_file(files[which].name, now->bytes, now->len);
	if (which != 0)
		seal(which, now);
	fuzz_assert(comity_packs_new(&packs) == COMITY_OK, "no memory");
	rc = comity_packs_read(packs, top, false, report);
	fuzz_look(report, rc);
	if (rc == COMITY_OK)
		validate(packs);
	comity_packs_free(packs);
	inspect();
	write_file(files[which].name, files[which].source->bytes,
	    files[which].source->len);
	comity_source_free(now);
	comity_report_free(report);
}

const struct fuzz_target fuzz_pack = { "pack", begin, one, true, NULL };
