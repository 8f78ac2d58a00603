/* SPDX-License-Identifier: Apache-2.0 */
#include "render-preview.h"

#include "crypto.h"
#include "moment.h"
#include "render-lines.h"
#include "render.h"

#include <stdlib.h>
#include <string.h>

#define PARTIES_SHOWN 12 /* a summary; the document lists the others */

struct preview {
	struct run *run;
	const struct comity_source *source;
	const struct comity_checked *checked; /* NULL none */
	const xmlNode *core; /* root of the core view; NULL none */
	const struct comity_certificate *certificate; /* NULL unknown */
	const struct signer *signer;
};

/* A label and a sentence with one value. */
static void
row_of(const struct preview *preview, enum word label, enum word sentence,
    const char *value, FILE *to)
{
	struct comity_text text = { 0 };

	word_add(&text, sentence, preview->run->language, value, NULL);
	line_row(preview->run, label, text.data, to);
	comity_text_clear(&text);
}

static void
add_value(struct comity_text *text, const char *between, const xmlNode *node)
{
	char *value = node != NULL ? comity_node_value(node) : NULL;

	if (value != NULL && *value != '\0') {
		if (text->len > 0)
			comity_text_add(text, between);
		comity_text_add(text, value);
	}
	free(value);
}

/* "License: license, individual". */
static void
show_kind(const struct preview *preview, FILE *to)
{
	const xmlNode *nature =
	    comity_node_child(preview->core, COMITY_NS_CORE, "Nature");
	struct comity_text text = { 0 };

	comity_text_add(&text, (const char *)preview->core->name);
	add_value(
	    &text, ": ", comity_node_child(nature, COMITY_NS_CORE, "Kind"));
	add_value(
	    &text, ", ", comity_node_child(nature, COMITY_NS_CORE, "Scope"));
	line_row(preview->run, WORD_PREVIEW_KIND, text.data, to);
	comity_text_clear(&text);
}

static void
show_child(const struct preview *preview, enum word label, const char *block,
    const char *name, FILE *to)
{
	const xmlNode *in =
	    comity_node_child(preview->core, COMITY_NS_CORE, block);
	struct comity_text text = { 0 };

	add_value(&text, ", ", comity_node_child(in, COMITY_NS_CORE, name));
	line_row(preview->run, label, text.data, to);
	comity_text_clear(&text);
}

/* "Example Genomics Inc. (licensee, applicant)". */
static void
show_party(const struct preview *preview, const xmlNode *party, FILE *to)
{
	const xmlNode *role = comity_node_child(party, COMITY_NS_CORE, "Role");
	struct comity_text roles = { 0 }, text = { 0 };

	for (; role != NULL;
	     role = comity_node_next(role, COMITY_NS_CORE, "Role"))
		add_value(&roles, ", ", role);
	add_value(
	    &text, ", ", comity_node_child(party, COMITY_NS_CORE, "Name"));
	if (roles.len > 0)
		comity_text_addf(
		    &text, "%s(%s)", text.len > 0 ? " " : "", roles.data);
	line_row(preview->run, WORD_PREVIEW_PARTY, text.data, to);
	comity_text_clear(&roles);
	comity_text_clear(&text);
}

static void
show_parties(const struct preview *preview, FILE *to)
{
	const xmlNode *party =
	    comity_node_child(preview->core, COMITY_NS_CORE, "Party");
	char count[32];
	size_t shown = 0;

	for (; party != NULL;
	     party = comity_node_next(party, COMITY_NS_CORE, "Party"))
		if (shown++ < PARTIES_SHOWN)
			show_party(preview, party, to);
	if (shown <= PARTIES_SHOWN)
		return;
	snprintf(count, sizeof(count), "%zu", shown - PARTIES_SHOWN);
	row_of(
	    preview, WORD_PREVIEW_PARTY, WORD_PREVIEW_MORE_PARTIES, count, to);
}

/* The days that it states, wherever its kind puts them. */
static void
show_days(const struct preview *preview, FILE *to)
{
	static const char *const blocks[] = { "Validity", "Term" };
	static const struct {
		const char *name;
		enum word sentence;
	} days[] = {
		{ "IssuedOn", WORD_PREVIEW_ISSUED },
		{ "ConcludedOn", WORD_PREVIEW_CONCLUDED },
		{ "Start", WORD_PREVIEW_FROM },
		{ "ValidFrom", WORD_PREVIEW_FROM },
		{ "ValidThrough", WORD_PREVIEW_THROUGH },
	};
	const xmlNode *block;
	size_t i, j;
	char *value;

	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		block =
		    comity_node_child(preview->core, COMITY_NS_CORE, blocks[i]);
		for (j = 0; j < sizeof(days) / sizeof(days[0]); j++) {
			const xmlNode *day = comity_node_child(
			    block, COMITY_NS_CORE, days[j].name);

			value = day != NULL ? comity_node_value(day) : NULL;
			if (value != NULL && *value != '\0')
				row_of(preview, WORD_PREVIEW_VALIDITY,
				    days[j].sentence, value, to);
			free(value);
		}
	}
}

/* How much is in it: what a glance at the page would count. */
static void
show_counts(const struct preview *preview, FILE *to)
{
	static const struct {
		const char *name;
		enum word sentence;
	} counted[] = {
		{ "Item", WORD_PREVIEW_ITEMS },
		{ "DataSet", WORD_PREVIEW_DATA_SETS },
		{ "Condition", WORD_PREVIEW_CONDITIONS },
		{ "Clause", WORD_PREVIEW_CLAUSES },
		{ "Statement", WORD_PREVIEW_STATEMENTS },
		{ "Entry", WORD_PREVIEW_ENTRIES },
	};
	const struct run *run = preview->run;
	struct comity_text text = { 0 };
	const xmlNode *at;
	char count[32];
	size_t i, n;

	for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
		at = comity_node_child(
		    preview->core, COMITY_NS_CORE, counted[i].name);
		for (n = 0; at != NULL; n++)
			at = comity_node_next(
			    at, COMITY_NS_CORE, counted[i].name);
		if (n == 0)
			continue;
		snprintf(count, sizeof(count), "%zu", n);
		if (text.len > 0)
			comity_text_add(&text, ", ");
		word_add(
		    &text, counted[i].sentence, run->language, count, NULL);
	}
	line_row(run, WORD_PREVIEW_HOLDS, text.data, to);
	comity_text_clear(&text);
}

static bool
write_document(void *context, FILE *to)
{
	const struct preview *preview = context;
	const struct comity_checked *checked = preview->checked;
	struct comity_text text = { 0 };
	char *name = comity_text_escape(preview->source->name, 4000);

	word_add(&text, WORD_PREVIEW_TITLE, preview->run->language,
	    name != NULL ? name : "", NULL);
	fprintf(to, "%s\n", text.data != NULL ? text.data : "");
	comity_text_clear(&text);
	free(name);
	if (checked != NULL)
		comity_text_addf(&text, "%s %s", checked->edition->profile,
		    checked->edition->id);
	line_row(preview->run, WORD_PREVIEW_PROFILE,
	    checked != NULL
		? text.data
		: word(WORD_PREVIEW_NO_PROFILE, preview->run->language),
	    to);
	comity_text_clear(&text);
	if (preview->core != NULL) {
		show_kind(preview, to);
		show_child(preview, WORD_PREVIEW_NUMBER, "Identification",
		    "Number", to);
		show_child(
		    preview, WORD_PREVIEW_AUTHORITY, "Authority", "Name", to);
		show_parties(preview, to);
		show_days(preview, to);
		show_counts(preview, to);
	}
	line_row(
	    preview->run, WORD_PREVIEW_DIGEST, preview->source->sha256_hex, to);
	return true;
}

int
preview_document(struct run *run, const struct comity_source *source,
    const struct comity_checked *checked)
{
	struct preview preview = {
		.run = run, .source = source, .checked = checked
	};
	struct comity_report *ignored = comity_report_new();
	struct comity_translation *view = NULL;
	int rc = COMITY_OK;

	if (ignored == NULL)
		return COMITY_ENOMEM;
	/* what has no core view shows its name and its digest */
	if (checked != NULL && checked->schema_valid)
		rc = comity_translate_in(checked, ignored, &view);
	if (rc == COMITY_OK && view != NULL)
		preview.core = xmlDocGetRootElement(view->xml);
	if (rc != COMITY_ENOMEM)
		run_print(run, true, write_document, &preview);
	comity_translation_free(view);
	comity_report_free(ignored);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static void
show_key(const struct preview *preview, FILE *to)
{
	static const char *const kinds[] = { [COMITY_KEY_OTHER] = "",
		[COMITY_KEY_RSA] = "RSA",
		[COMITY_KEY_EC] = "EC",
		[COMITY_KEY_ED25519] = "Ed25519",
		[COMITY_KEY_ED448] = "Ed448" };
	const EVP_PKEY *key =
	    comity_certificate_public_key(preview->certificate);
	struct comity_key_facts facts;
	struct comity_text text = { 0 };

	if (key == NULL || !comity_crypto_key(key, &facts))
		return;
	comity_text_add(&text, kinds[facts.kind]);
	if (facts.curve[0] != '\0')
		comity_text_addf(&text, " %s", facts.curve);
	else if (facts.kind == COMITY_KEY_RSA)
		comity_text_addf(&text, " %d", facts.bits);
	line_row(preview->run, WORD_PREVIEW_KEY, text.data, to);
	comity_text_clear(&text);
}

static bool
write_signer(void *context, FILE *to)
{
	const struct preview *preview = context;
	const struct comity_certificate *certificate = preview->certificate;
	const char *level = preview->run->options.level;
	struct comity_text text = { 0 };
	char until[32];

	fprintf(to, "%s\n", word(WORD_PREVIEW_SIGNER, preview->run->language));
	if (certificate != NULL) {
		line_row(preview->run, WORD_SIGNER,
		    comity_certificate_subject(certificate), to);
		line_row(preview->run, WORD_ISSUED_BY,
		    comity_certificate_issuer(certificate), to);
		comity_moment_write(
		    comity_certificate_not_after(certificate), until);
		line_row(preview->run, WORD_PREVIEW_UNTIL, until, to);
		show_key(preview, to);
		line_row(preview->run, WORD_CERT,
		    comity_certificate_sha256(certificate), to);
	}
	comity_text_add(&text, "XAdES B-");
	for (level = level != NULL ? level : "b"; *level != '\0'; level++)
		comity_text_addf(&text, "%c", *level - 'a' + 'A');
	line_row(preview->run, WORD_FORM, text.data, to);
	comity_text_clear(&text);
	render_claims(preview->run, preview->run->options.role,
	    &preview->signer->claims, to);
	return true;
}

int
preview_signer(struct run *run, const struct signer *signer)
{
	struct preview preview = { .run = run, .signer = signer };
	struct comity_report *ignored = comity_report_new();
	struct comity_certificates read = { 0 };
	int rc = COMITY_OK;

	if (ignored == NULL)
		return COMITY_ENOMEM;
	if (signer->signing.chain != NULL && signer->signing.chain->count > 0)
		preview.certificate = signer->signing.chain->at[0];
	else if (signer->certificate != NULL)
		/* one that can not be read is refused by signing */
		rc = comity_certificates_read_pem(
		    signer->certificate, ignored, &read);
	if (rc == COMITY_OK && read.count > 0)
		preview.certificate = read.at[0];
	if (rc != COMITY_ENOMEM)
		run_print(run, true, write_signer, &preview);
	comity_certificates_clear(&read);
	comity_report_free(ignored);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}
