/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "limit.h"
#include "memory.h"
#include "rendering.h"
#include "run.h"
#include "verifying.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "as", "FORM", "html, text or docx", OPT_TEXT, OPT(as) },
	{ "public", NULL, "leave out what is confidential, and say what kind",
	    OPT_FLAG, OPT(is_public) },
	{ "out", "FILE", "write it there (-o; - is stdout)", OPT_TEXT,
	    OPT(out) },
	{ "trust", "LIST", "verify, too, and say so: a trust list; repeatable",
	    OPT_LIST, OPT(trust) },
	{ "trust-signer", "[CC=]CERT",
	    "who signs the list of that territory; repeatable", OPT_LIST,
	    OPT(trust_signer) },
	{ "crl", "FILE", "a revocation list, PEM or DER; repeatable", OPT_LIST,
	    OPT(crl) },
	{ "ocsp", "FILE", "an answer of a revocation service, DER; repeatable",
	    OPT_LIST, OPT(ocsp) },
	{ "tsa-cert", "CERT",
	    "trust this time-stamping authority, or its CA; repeatable",
	    OPT_LIST, OPT(tsa_cert) },
	{ "edition", "ID", "read the document by this edition", OPT_TEXT,
	    OPT(edition) },
	{ 0 },
};

static const struct form {
	const char *name, *sheet;
	enum comity_rendering_form form;
} forms[] = {
	{ "html", "page-html.xsl", COMITY_RENDERING_HTML },
	{ "text", NULL, COMITY_RENDERING_TEXT },
	{ "docx", "page-docx.xsl", COMITY_RENDERING_DOCX },
};

static const char *const languages[] = { "en", "de", "fr" };

/* What a command line asks for. Languages are borrowed from the table. */
struct request {
	const struct form *form;
	const char *languages[2];
	struct comity_source *document, *sheet, *words[2];
};

static const char *
language(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (strlen(languages[i]) == len &&
		    memcmp(languages[i], text, len) == 0)
			return languages[i];
	return NULL;
}

/* NULL, or what is wrong with the words of the command line. */
static const char *
read_request(const struct options *o, struct request *request)
{
	static const char *const wrong =
	    "--lang: en, de or fr, or two different ones with a comma";
	const char *lang = o->lang != NULL ? o->lang : "en", *comma;
	size_t i;

	if (o->as == NULL)
		return "--as html, text or docx is missing";
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(o->as, forms[i].name) == 0)
			request->form = &forms[i];
	if (request->form == NULL)
		return "--as: html, text or docx";
	if (o->out == NULL)
		return "-o FILE is missing";
	comma = strchrnul(lang, ',');
	request->languages[0] = language(lang, (size_t)(comma - lang));
	if (request->languages[0] == NULL)
		return wrong;
	if (*comma == '\0')
		return NULL;
	request->languages[1] = language(comma + 1, strlen(comma + 1));
	if (request->languages[1] == NULL ||
	    request->languages[1] == request->languages[0])
		return wrong;
	return NULL;
}

static int
load_file(struct run *run, const char *folder, const char *name,
    const char *ending, struct comity_source **out)
{
	char *path = comity_text_format(
	    "%s/render/%s%s%s", run->templates, folder, name, ending);
	int rc;

	if (path == NULL)
		return COMITY_ENOMEM;
	rc = comity_file_read(
	    path, COMITY_PACK_FILE_MAX, run->talk->report, out);
	free(path);
	return rc;
}

static int
load(struct run *run, struct request *request)
{
	int rc = run_load_packs(run);
	size_t i;

	if (rc == COMITY_OK)
		rc = run_load_trust(run);
	if (rc == COMITY_OK)
		rc = load_file(run, "", "document.xsl", "", &request->document);
	if (rc == COMITY_OK && request->form->sheet != NULL)
		rc = load_file(
		    run, "", request->form->sheet, "", &request->sheet);
	for (i = 0; i < 2 && request->languages[i] != NULL; i++)
		if (rc == COMITY_OK)
			rc = load_file(run, "words/", request->languages[i],
			    ".xml", &request->words[i]);
	return run_loaded(run, rc);
}

static void
request_clear(struct request *request)
{
	comity_source_free(request->document);
	comity_source_free(request->sheet);
	comity_source_free(request->words[0]);
	comity_source_free(request->words[1]);
}

/* What verify says, if a list, a signer or a CRL was named. Whatever it says
 * is rendered; only an error without an answer stops. */
static int
ask_verify(struct run *run, struct answer *answer)
{
	struct verifying verifying;
	int rc;

	if (run->options.trust.count + run->options.trust_signer.count +
		run->options.crl.count ==
	    0)
		return COMITY_OK;
	verifying_policy(run, answer, &verifying);
	rc = comity_verify(answer->doc, run->trust, &verifying.policy,
	    answer->report, &answer->verification);
	if (rc < 0 && rc != COMITY_UNKNOWN)
		return rc;
	if (!verifying_is_agreement(answer->doc))
		return COMITY_OK;
	rc = comity_agreement_signatories(answer->doc, answer->verification,
	    answer->report, &answer->signatories);
	return rc < 0 && rc != COMITY_UNKNOWN ? rc : COMITY_OK;
}

/* The core view of what is shown: of the proven octets, where a signature
 * proved some. */
static int
view(struct run *run, struct answer *answer, bool *is_proven)
{
	const struct comity_doc *doc = answer->doc;
	int rc;

	*is_proven = answer->verification != NULL &&
		     answer->verification->proven != NULL;
	if (*is_proven)
		doc = answer->verification->proven;
	/* rule errors do not hide a document; the page counts them */
	rc = comity_check(answer->edition, doc, run->moment, answer->report,
	    &answer->checked);
	if (rc != COMITY_OK && rc != COMITY_REFUSED && rc != COMITY_UNKNOWN)
		return rc;
	return comity_translate_in(
	    &answer->checked, answer->report, &answer->translation);
}

static int
judge(struct run *run, const struct request *request, struct answer *answer)
{
	struct comity_rendering_order order = { .form = request->form->form,
		.is_public = run->options.is_public,
		.document = request->document,
		.sheet = request->sheet,
		.words = { request->words[0], request->words[1] },
		.moment = run->moment };
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc;

	rc = comity_packs_match(run->packs, answer->doc, run->options.edition,
	    run->moment, answer->report, &answer->edition);
	if (rc == COMITY_OK)
		rc = ask_verify(run, answer);
	if (rc == COMITY_OK)
		rc = view(run, answer, &order.is_proven);
	if (rc != COMITY_OK)
		return rc;
	order.checked = &answer->checked;
	order.core = answer->translation->xml;
	order.digest = answer->doc->sha256_hex;
	order.verification = answer->verification;
	order.signatories = answer->signatories;
	rc = comity_rendering_make(&order, answer->report, &octets, &len);
	/* nothing leaves the house if memory failed on the way */
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		answer->out = run->options.out;
		rc =
		    comity_file_write(answer->out, octets, len, answer->report);
	}
	run->output_failed |= rc == COMITY_EIO;
	free(octets);
	/* the answer is the page; there was no translation to account for */
	comity_translation_free(answer->translation);
	answer->translation = NULL;
	return rc;
}

static int
render(struct run *run, int argc, char **argv)
{
	struct request request = { 0 };
	struct answer answer;
	const char *wrong = read_request(&run->options, &request);
	int rc;

	(void)argc;
	if (wrong != NULL)
		return run_usage("render", wrong);
	if ((rc = load(run, &request)) != COMITY_OK) {
		request_clear(&request);
		run->worst = rc;
		return EXIT_YES;
	}
	if (!answer_init(&answer, "render", argv[0], run)) {
		request_clear(&request);
		return EXIT_INTERNAL;
	}
	answer.trust = run->trust;
	rc = run_read(run, argv[0], &answer);
	if (rc == COMITY_OK)
		rc = judge(run, &request, &answer);
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	request_clear(&request);
	return EXIT_YES;
}

const struct command command_render = { .name = "render",
	.usage = "[OPTIONS] FILE --as html|text|docx --lang en,de -o OUT",
	.summary = "a document for people: html, text or docx, en, de, fr",
	.options = options,
	.act = render,
	.files_min = 1,
	.files_max = 1,
	.out_is_document = true,
	.speaks = true };
