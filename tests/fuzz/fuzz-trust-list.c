/* SPDX-License-Identifier: Apache-2.0 */
/* trust-list: a list changes, its operator signs it, and it is used. */
#include "recognition.h"
#include "trust-check.h"

/* Whose list it is to be: a text that speaks of the EU's territory is that
 * side's. */
static bool
is_eu(const unsigned char *octets, size_t len)
{
	static const char territory[] = "Territory>EU<";

	return memmem(octets, len, territory, sizeof(territory) - 1) != NULL;
}

/* Add the octets as that side's list; what the trust then holds, as text. */
static int
use(const unsigned char *octets, size_t len, char **services, bool *passes)
{
	struct comity_report *report = comity_report_new();
	struct comity_text text = { 0 };
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	struct comity_octets proven;
	size_t i, p;
	int rc = fuzz_read("list.xml", octets, len, report, &doc);

	comity_text_add(&text, "");
	*passes = false;
	if (rc == COMITY_OK) {
		rc = fuzz_trust_new(
		    &trust, is_eu(octets, len) ? "EU" : "US", doc, report);
		for (i = 0; i < comity_trust_service_count(trust); i++) {
			const struct comity_service *s =
			    comity_trust_service_at(trust, i);

			comity_text_addf(&text, "%s %s %s %s %s\n", s->type,
			    s->name ? s->name : "-", s->territory,
			    s->identifier ? s->identifier : "-",
			    s->certificate_sha256);
			for (p = 0; p < s->period_count; p++)
				comity_text_addf(&text, " %lld %lld %s\n",
				    (long long)s->periods[p].begins,
				    (long long)s->periods[p].ends,
				    s->periods[p].status);
		}
		*passes = fuzz_verify(world.license->bytes, world.license->len,
			      trust, &proven) == COMITY_OK;
		comity_octets_clear(&proven);
		fuzz_assert(rc == COMITY_OK || !*passes || is_eu(octets, len),
		    "a list that is not used lets a signature pass");
	}
	fuzz_look(report, rc);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	*services = comity_text_take(&text);
	return rc;
}

static void
refused(const unsigned char *octets, size_t len, const char *why)
{
	char *services;
	bool passes;

	fuzz_assert(
	    use(octets, len, &services, &passes) != COMITY_OK, "%s", why);
	free(services);
}

static void
signed_one(const struct fuzz_signed *input, const struct comity_doc *doc)
{
	struct comity_report *report = comity_report_new();
	unsigned char *octets = NULL;
	char *before = NULL, *after = NULL;
	size_t len = 0;
	bool passes;
	int rc = fuzz_sign(doc,
	    is_eu(input->bytes, input->len) ? &world.eu_operator
					    : &world.us_operator,
	    true, report, &octets, &len);
	int was;

	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		was = use(octets, len, &before, &passes);
		if (fuzz_change(input, octets, len)) {
			rc = use(octets, len, &after, &passes);
			fuzz_assert(
			    rc != COMITY_OK || (was == COMITY_OK &&
						   strcmp(before, after) == 0),
			    "changed, and still used:\n%s\n%s", before, after);
		}
		free(before);
		free(after);
	}
	free(octets);
	octets = NULL;
	if (fuzz_once_in(input->bytes, input->len, 8)) {
		rc = fuzz_sign(
		    doc, &world.us_partner, true, report, &octets, &len);
		if (rc == COMITY_OK)
			refused(octets, len, "anybody's list is used");
		free(octets);
	}
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	struct fuzz_signed input;
	char *text;
	int rc;

	fuzz_split(bytes, len, &input);
	text = fuzz_list_text(input.bytes, input.len);
	rc = fuzz_read(
	    "input", (unsigned char *)text, strlen(text), report, &doc);
	if (rc == COMITY_OK) {
		rc = comity_trust_check(doc, FUZZ_MOMENT, false, report);
		fuzz_look(report, rc);
		refused((unsigned char *)text, strlen(text),
		    "a list that nobody signed is used");
		signed_one(&input, doc);
	}
	free(text);
	comity_doc_free(doc);
	comity_report_free(report);
}

const struct fuzz_target fuzz_trust_list = { "trust-list", fuzz_load_trust, one,
	true, NULL };
