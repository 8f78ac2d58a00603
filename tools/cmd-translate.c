/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "memory.h"
#include "render.h"
#include "translate.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "to", "PROFILE[@EDITION]", "translate to this profile, or to core",
	    OPT_TEXT, OPT(to) },
	{ "out", "FILE", "write the translation there (-o; - is stdout)",
	    OPT_TEXT, OPT(out) },
	{ "into", "FOLDER", "write each translation below this folder",
	    OPT_TEXT, OPT(into) },
	{ "allow-loss", "WHAT",
	    "let this row, element or \"all\" of what binds go", OPT_LIST,
	    OPT(allow_loss) },
	{ "edition", "ID", "judge the source by this edition", OPT_TEXT,
	    OPT(edition) },
	OPTIONS_INPUTS,
	{ 0 },
};

/* What one run loads before it translates. */
struct loaded {
	const struct comity_edition *to; /* NULL: the core */
	const char *unfit; /* what is wrong with --to; NULL: nothing */
};

/* --to as an edition, whole: with its crosswalk, for all workers at once. */
static int
find_target(const struct run *run, struct loaded *loaded)
{
	const char *want = run->options.to, *at = strchr(want, '@');
	char *profile;

	if (strcmp(want, "core") == 0 || strcmp(want, "core@1") == 0)
		return COMITY_OK;
	profile = at ? strndup(want, (size_t)(at - want)) : strdup(want);
	if (profile == NULL)
		return COMITY_ENOMEM;
	loaded->to = comity_packs_edition(
	    run->packs, profile, at ? at + 1 : NULL, run->moment / 86400);
	free(profile);
	if (loaded->to != NULL || comity_memory_failed())
		return COMITY_OK;
	loaded->unfit =
	    at ? "--to names no profile and edition that is loaded "
		 "(comity profile list)"
	       : "--to names no profile that has one edition in force at the "
		 "moment; PROFILE@EDITION names one (comity profile list)";
	return COMITY_OK;
}

static const char *
unfit(const struct loaded *loaded)
{
	return loaded->unfit;
}

static void
unload(struct loaded *loaded)
{
	free(loaded);
}

static int
load(struct run *run, struct loaded **out)
{
	struct loaded *loaded = *out = calloc(1, sizeof(*loaded));
	int rc = loaded == NULL ? COMITY_ENOMEM : run_load_packs(run);

	if (rc == COMITY_OK)
		rc = find_target(run, loaded);
	return run_loaded(run, rc);
}

static const char *
misuse(const struct run *run, bool many)
{
	const struct options *o = &run->options;

	if (o->to == NULL)
		return "--to PROFILE is missing";
	if (o->out == NULL && o->into == NULL)
		return "-o FILE is missing, or --into FOLDER for many";
	if (o->out != NULL && o->into != NULL)
		return "-o FILE or --into FOLDER, not both";
	if (o->out != NULL && many)
		return "-o FILE is for one document; --into FOLDER takes many";
	if (o->into != NULL && o->into[0] == '\0')
		return "--into needs the name of a folder";
	return NULL;
}

/* A format without room for the Translation block gets its account beside. */
static int
make_account(struct answer *answer)
{
	xmlDocPtr account = NULL;
	int rc;

	if (answer->translation->to == NULL || answer->translation->has_block)
		return COMITY_OK;
	rc = comity_account_write_xml(answer->translation, &account);
	if (rc == COMITY_OK)
		rc = comity_xml_write_indented(
		    account, &answer->account, &answer->account_len);
	xmlFreeDoc(account);
	return rc;
}

static int
judge(struct run *run, const struct loaded *loaded, struct answer *answer)
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
	rc = comity_translate(&answer->checked, loaded->to,
	    run->options.allow_loss.count ? run->options.allow_loss.at : NULL,
	    run->moment, answer->report, &answer->translation);
	if (rc != COMITY_OK)
		return rc;
	answer->out = answer->destination;
	rc = make_account(answer);
	if (rc == COMITY_OK)
		rc = comity_translation_take(answer->translation,
		    &answer->document, &answer->document_len);
	return rc;
}

static const struct judging judging = { .misuse = misuse,
	.load = load,
	.unfit = unfit,
	.delivers = true,
	.judge = judge,
	.unload = unload };

const struct command command_translate = { .name = "translate",
	.usage = "[OPTIONS] FILE... --to PROFILE -o OUT|--into FOLDER",
	.summary =
	    "what does it say in another jurisdiction's form, and what is lost",
	.options = options,
	.act = batch_act,
	.judging = &judging,
	.defers = true,
	.formats = FORMATS_REPORT,
	.files_min = 1,
	.files_max = -1,
	.out_is_document = true };
