/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "memory.h"
#include "render.h"
#include "run.h"
#include "translate.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "to", "PROFILE[@EDITION]", "translate to this profile, or to core",
	    OPT_TEXT, OPT(to) },
	{ "out", "FILE", "write the translation there (-o; - is stdout)",
	    OPT_TEXT, OPT(out) },
	{ "allow-loss", "WHAT",
	    "let this row, element or \"all\" of what binds go", OPT_LIST,
	    OPT(allow_loss) },
	{ "edition", "ID", "judge the source by this edition", OPT_TEXT,
	    OPT(edition) },
	{ 0 },
};

/* --to as an edition; NULL in *to is the core. */
static int
target(struct run *run, const struct comity_edition **to)
{
	const char *want = run->options.to, *at = strchr(want, '@');
	int64_t day = run->moment / 86400;
	char *profile;

	*to = NULL;
	if (strcmp(want, "core") == 0 || strcmp(want, "core@1") == 0)
		return EXIT_YES;
	profile = at ? strndup(want, (size_t)(at - want)) : strdup(want);
	if (profile == NULL)
		return EXIT_INTERNAL;
	*to =
	    comity_packs_edition(run->packs, profile, at ? at + 1 : NULL, day);
	free(profile);
	if (*to != NULL)
		return EXIT_YES;
	return run_usage("translate",
	    at ? "--to names no profile and edition that is loaded "
		 "(comity profile list)"
	       : "--to names no profile that has one edition in force at the "
		 "moment; PROFILE@EDITION names one (comity profile list)");
}

static int
write_out(
    struct run *run, struct answer *answer, xmlDocPtr xml, const char *path)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_xml_write_indented(xml, &octets, &len);

	/* nothing leaves the house if memory failed on the way */
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_file_write(path, octets, len, answer->report);
	if (rc == COMITY_EIO)
		run->output_failed = true;
	xmlFree(octets);
	return rc;
}

/* A format without room for the Translation block gets its account beside. */
static int
write_account(struct run *run, struct answer *answer)
{
	xmlDocPtr account = NULL;
	char *path = NULL;
	int rc;

	if (answer->translation->to == NULL || answer->translation->has_block ||
	    strcmp(answer->out, "-") == 0)
		return COMITY_OK;
	rc = comity_account_write_xml(answer->translation, &account);
	if (rc == COMITY_OK &&
	    (path = comity_text_format("%s.account.xml", answer->out)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = write_out(run, answer, account, path);
	free(path);
	xmlFreeDoc(account);
	return rc;
}

static int
judge(struct run *run, struct answer *answer, const struct comity_edition *to)
{
	int rc;

	rc = comity_packs_match(run->packs, answer->doc, run->options.edition,
	    run->moment, answer->report, &answer->edition);
	if (rc != COMITY_OK)
		return rc;
	/* Rule errors of the source stop nothing: they are printed with the
	 * account. A source that is not schema-valid is refused below. */
	rc = comity_check(answer->edition, answer->doc, run->moment,
	    answer->report, &answer->checked);
	if (rc != COMITY_OK && rc != COMITY_REFUSED)
		return rc;
	rc = comity_translate(&answer->checked, to,
	    run->options.allow_loss.count ? run->options.allow_loss.at : NULL,
	    run->moment, answer->report, &answer->translation);
	if (rc != COMITY_OK)
		return rc;
	answer->out = run->options.out;
	rc = write_account(run, answer);
	if (rc == COMITY_OK)
		rc = write_out(
		    run, answer, answer->translation->xml, answer->out);
	return rc;
}

static int
translate(struct run *run, int argc, char **argv)
{
	const struct comity_edition *to = NULL;
	struct answer answer;
	int rc;

	(void)argc;
	if (run->options.to == NULL)
		return run_usage("translate", "--to PROFILE is missing");
	if (run->options.out == NULL)
		return run_usage("translate", "-o FILE is missing");
	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	if ((rc = target(run, &to)) != EXIT_YES)
		return rc;
	if (!answer_init(&answer, "translate", argv[0], run))
		return EXIT_INTERNAL;
	rc = run_read(run, argv[0], &answer);
	if (rc == COMITY_OK)
		rc = judge(run, &answer, to);
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	return EXIT_YES;
}

const struct command command_translate = { .name = "translate",
	.usage = "[OPTIONS] FILE --to PROFILE -o OUT",
	.summary =
	    "what does it say in another jurisdiction's form, and what is lost",
	.options = options,
	.act = translate,
	.formats = FORMATS_REPORT,
	.files_min = 1,
	.files_max = 1,
	.out_is_document = true };
