/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "fuzz.h"
#include "init.h"
#include "limit.h"
#include "memory.h"
#include "reading.h"
#include "render.h"

#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>

struct fuzz_world world;
static struct answer talk;

static const struct fuzz_target *const targets[] = { &fuzz_answers,
	&fuzz_archive, &fuzz_arrangement, &fuzz_codelist, &fuzz_compare,
	&fuzz_container, &fuzz_crosswalk, &fuzz_document, &fuzz_license,
	&fuzz_lines, &fuzz_pack, &fuzz_policy, &fuzz_revocation, &fuzz_rules,
	&fuzz_schema, &fuzz_signature, &fuzz_status_list, &fuzz_timestamp,
	&fuzz_trust_list };

const struct fuzz_target *
fuzz_at(size_t i)
{
	return i < sizeof(targets) / sizeof(targets[0]) ? targets[i] : NULL;
}

const struct fuzz_target *
fuzz_find(const char *name)
{
	size_t i;

	for (i = 0; fuzz_at(i) != NULL; i++)
		if (strcmp(fuzz_at(i)->name, name) == 0)
			return fuzz_at(i);
	return NULL;
}

void
fuzz_fail(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fputs("fuzz: ", stderr);
	vfprintf(stderr, format, list);
	fputs("\n", stderr);
	va_end(list);
	abort();
}

void
fuzz_seed(const char *name, unsigned char kind, const void *bytes, size_t len)
{
	char *path = comity_text_format("%s/%s", getenv("FUZZ_SEEDS"), name);
	FILE *to = fopen(path, "w");

	if (to == NULL || fputc(kind, to) == EOF ||
	    fwrite(bytes, 1, len, to) != len || fclose(to) != 0)
		fuzz_fail("%s can not be written", path);
	free(path);
}

struct comity_source *
fuzz_file(const char *name)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char *path = name[0] == '/'
			 ? comity_text_copy(name)
			 : comity_text_format("%s/%s", world.srcdir, name);

	if (comity_file_read(path, COMITY_SOURCE_MAX, report, &source) !=
	    COMITY_OK)
		fuzz_fail("%s can not be read", path);
	comity_report_free(report);
	free(path);
	return source;
}

void
fuzz_load_packs(void)
{
	char *schemas;

	if (world.run.packs != NULL)
		return;
	world.srcdir = getenv("SRCDIR") != NULL ? getenv("SRCDIR") : ".";
	if (comity_init() != COMITY_OK)
		fuzz_fail("the libraries could not be set up");
	world.run.talk = &talk;
	world.run.now = world.run.moment = FUZZ_MOMENT;
	world.run.options.as_of = FUZZ_MOMENT;
	world.run.options.has_as_of = true;
	schemas = comity_text_format("%s/schemas", world.srcdir);
	if (!answer_init(&talk, "fuzz", NULL, &world.run) ||
	    comity_packs_new(&world.run.packs) != COMITY_OK ||
	    comity_packs_read(world.run.packs, schemas, true, talk.report) !=
		COMITY_OK)
		fuzz_fail(
		    "%s: the packs can not be read; is SRCDIR set?", schemas);
	free(schemas);
}

const struct comity_edition *
fuzz_edition(const char *profile)
{
	const struct comity_edition *edition = comity_packs_edition(
	    world.run.packs, profile, NULL, FUZZ_MOMENT / 86400);

	if (edition == NULL ||
	    comity_edition_open(edition, talk.report) != COMITY_OK ||
	    (strcmp(profile, "core") != 0 &&
		comity_edition_open_crosswalk(edition, talk.report) !=
		    COMITY_OK))
		fuzz_fail("no profile %s", profile);
	return edition;
}

static struct made
make(const char *name, const char *organization, const char *type,
    const struct made *issuer)
{
	const struct want want = { .name = name,
		.organization = organization,
		.type = type,
		.ca = strstr(name, "CA") != NULL };

	return made_new(&want, issuer);
}

static void
make_keys(void)
{
	const struct want tsa = { .name = "Stamps",
		.usage = "critical,digitalSignature",
		.purpose = "critical,timeStamping" };

	world.us_operator = make("US lists", NULL, "p256", NULL);
	world.us_ca = make("US CA", NULL, "p256", NULL);
	world.us_authority =
	    make("US office", "GOVUS-EXAMPLE0003", "p256", NULL);
	world.us_status =
	    make("US status", "GOVUS-EXAMPLE0003", "ed25519", NULL);
	world.us_partner =
	    make("US partner", "NTRUS-EXAMPLE0001", "p256", &world.us_ca);
	world.eu_operator = make("EU lists", NULL, "p256", NULL);
	world.eu_ca = make("EU CA", NULL, "p256", NULL);
	world.eu_arrangement =
	    make("EU arrangement", "GOVEU-EXAMPLE0004", "p256", NULL);
	world.tsa = made_new(&tsa, NULL);
}

/* Whose certificate stands where an example names a file. */
static const struct made *
named(const char *name)
{
	static const struct {
		const char *name;
		const struct made *made;
	} all[] = { { "us-ca", &world.us_ca },
		{ "us-authority", &world.us_authority },
		{ "us-status", &world.us_status }, { "eu-ca", &world.eu_ca },
		{ "eu-arrangement", &world.eu_arrangement } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strncmp(name, all[i].name, strlen(all[i].name)) == 0)
			return all[i].made;
	return strncmp(name, "eu", 2) == 0 ? &world.eu_operator
					   : &world.us_partner;
}

#define NAME "abcdefghijklmnopqrstuvwxyz-"

char *
fuzz_list_text(const unsigned char *bytes, size_t len)
{
	char *text = strndup((const char *)bytes, len), *base64, *next;
	struct comity_text out = { 0 };
	const char *at = text, *end;

	comity_text_add(&out, "");
	while ((next = strstr(at, "<!-- ")) != NULL) {
		end = next + 5 + strspn(next + 5, NAME);
		comity_text_add_bytes(&out, at, (size_t)(next - at));
		at = next + 5;
		if (end - next > 40 || strncmp(end, ".pem -->", 8) != 0) {
			comity_text_add(&out, "<!-- ");
			continue;
		}
		at = end + 8;
		base64 = made_base64(named(next + 5));
		comity_text_addf(&out,
		    "<DigitalId><X509Certificate>%s</X509Certificate>"
		    "</DigitalId>",
		    base64);
		free(base64);
	}
	comity_text_add(&out, at);
	free(text);
	return comity_text_take(&out);
}

int
fuzz_sign(const struct comity_doc *doc, const struct made *by, bool list,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	const struct comity_signing signing = { .key = by->key,
		.certificate = by->pem,
		.now = FUZZ_MOMENT - 86400,
		.trust_list = list };

	return comity_sign(doc, &signing, report, octets, len);
}

/* A file of the tree, signed; for what must go well. */
static struct comity_source *
sign_file(const char *name, const struct made *by, bool list)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = fuzz_file(name), *out;
	char *text = fuzz_list_text(source->bytes, source->len);
	struct comity_doc *doc = doc_of(name, text, strlen(text));
	unsigned char *octets = NULL;
	size_t len = 0;

	if (fuzz_sign(doc, by, list, report, &octets, &len) != COMITY_OK)
		fuzz_fail("%s could not be signed", name);
	out = source_of(name, octets, len);
	free(octets);
	free(text);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	return out;
}

/* The list of one side as it ought to be. */
static const struct comity_doc *
good_list(bool us)
{
	static struct comity_doc *lists[2];
	static const char *const names[] = { "examples/trust/eu-trust-list.xml",
		"examples/trust/us-trust-list.xml" };
	struct comity_source *source;

	if (lists[us] == NULL) {
		source = sign_file(names[us],
		    us ? &world.us_operator : &world.eu_operator, true);
		lists[us] = doc_of(names[us], source->bytes, source->len);
		comity_source_free(source);
	}
	return lists[us];
}

int
fuzz_trust_new(struct comity_trust **out, const char *territory,
    const struct comity_doc *list, struct comity_report *report)
{
	bool us = list != NULL && strcmp(territory, "US") == 0;
	bool eu = list != NULL && !us;
	int rc = COMITY_OK;

	if (comity_trust_new(out) != COMITY_OK ||
	    comity_trust_pin(*out, "US", world.us_operator.pem, report) !=
		COMITY_OK ||
	    comity_trust_pin(*out, "EU", world.eu_operator.pem, report) !=
		COMITY_OK ||
	    comity_trust_pin_stamp(*out, world.tsa.pem, report) != COMITY_OK)
		fuzz_fail("the signers of the lists can not be pinned");
	comity_trust_judge_by(*out, FUZZ_MOMENT, NULL);
	if (!us && comity_trust_add_list(
		       *out, good_list(true), FUZZ_MOMENT, report) != COMITY_OK)
		fuzz_fail("the US list is not used");
	if (!eu && comity_trust_add_list(*out, good_list(false), FUZZ_MOMENT,
		       report) != COMITY_OK)
		fuzz_fail("the EU list is not used");
	if (list != NULL)
		rc = comity_trust_add_list(*out, list, FUZZ_MOMENT, report);
	return rc;
}

void
fuzz_load_trust(void)
{
	fuzz_load_packs();
	if (world.license != NULL)
		return;
	make_keys();
	world.license =
	    sign_file("examples/us-ear/ricin.xml", &world.us_authority, false);
	world.arrangement = sign_file(
	    "examples/arrangement/us-de.xml", &world.eu_arrangement, false);
	world.status =
	    sign_file("examples/status/us-none.xml", &world.us_status, false);
	world.license_doc =
	    doc_of("license.xml", world.license->bytes, world.license->len);
	world.arrangement_doc = doc_of("arrangement.xml",
	    world.arrangement->bytes, world.arrangement->len);
	world.status_doc =
	    doc_of("status.xml", world.status->bytes, world.status->len);
	if (fuzz_trust_new(&world.run.trust, NULL, NULL, talk.report) !=
	    COMITY_OK)
		fuzz_fail("no trust");
}

int
fuzz_read(const char *name, const unsigned char *bytes, size_t len,
    struct comity_report *report, struct comity_doc **doc)
{
	struct comity_source *source = NULL;
	int rc = comity_source_new(name, bytes, len, report, &source);

	*doc = NULL;
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, doc);
	comity_source_free(source);
	return rc;
}

int
fuzz_open(struct answer *answer, const char *command,
    const unsigned char *bytes, size_t len)
{
	int rc;

	if (!answer_init(answer, command, "input", &world.run))
		fuzz_fail("no memory");
	comity_memory_forget();
	rc = comity_source_new(
	    "input", bytes, len, answer->report, &answer->source);
	if (rc == COMITY_OK)
		rc = reading_open(&world.run, answer);
	return rc;
}

/* Valid UTF-8 without controls, as comity_text_escape() makes it. */
static bool
is_clean(const char *text)
{
	json_t *value;
	const char *at;

	if (text == NULL)
		return true;
	for (at = text; *at != '\0'; at++)
		if (iscntrl((unsigned char)*at) && *at != '\n')
			return false;
	value = json_string(text); /* NULL: no UTF-8 */
	json_decref(value);
	return value != NULL;
}

void
fuzz_look(const struct comity_report *report, int rc)
{
	const struct comity_finding *f;
	size_t i;

	fuzz_assert(rc != COMITY_EINTERNAL, "an internal error");
	fuzz_assert(rc != COMITY_ENOMEM && !comity_report_failed(report),
	    "memory ran out");
	fuzz_assert(rc == COMITY_OK || comity_report_count(report) > 0,
	    "%d without a finding", rc);
	for (i = 0; (f = comity_report_at(report, i)) != NULL; i++) {
		fuzz_assert(f->id != NULL && *f->id != '\0', "no id");
		fuzz_assert(f->message != NULL, "%s: no message", f->id);
		fuzz_assert(f->severity <= COMITY_NO_ANSWER, "%s: severity %d",
		    f->id, f->severity);
		fuzz_assert(is_clean(f->id) && is_clean(f->file) &&
				is_clean(f->path) && is_clean(f->message) &&
				is_clean(f->found) && is_clean(f->expected) &&
				is_clean(f->basis) && is_clean(f->remedy),
		    "%s: not escaped", f->id);
	}
}

/* What it says as text; free(). */
static char *
look_at_renderings(const struct answer *answer)
{
	static unsigned turn;
	json_error_t error;
	json_t *value;
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	fuzz_assert(render_json(&world.run, answer, to), "no JSON");
	fclose(to);
	value = json_loadb(text, len, 0, &error);
	fuzz_assert(value != NULL, "JSON: %s", error.text);
	fuzz_assert(json_is_object(value), "JSON: no object");
	fuzz_assert(json_is_string(json_object_get(value, "answer")) &&
			json_is_array(json_object_get(value, "findings")),
	    "JSON: no answer, or no findings");
	json_decref(value);
	if (++turn % 4 == 0) {
		to = fopen("/dev/null", "w");
		fuzz_assert(render_text(&world.run, answer, to), "no text");
		fclose(to);
	}
	return text;
}

int
fuzz_close(struct answer *answer, int rc, char **json)
{
	char *text;

	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	answer->status = rc;
	if (answer->policy != NULL)
		answer->acceptance = comity_policy_accept(
		    answer->policy, answer->report, answer->moment, rc);
	/* a verdict speaks for itself */
	fuzz_look(answer->report, answer->verdict != NULL &&
					  rc != COMITY_ENOMEM &&
					  answer->verdict->line != NULL
				      ? COMITY_OK
				      : rc);
	text = look_at_renderings(answer);
	if (json != NULL)
		*json = text;
	else
		free(text);
	answer_clear(answer);
	return rc;
}

bool
fuzz_once_in(const unsigned char *bytes, size_t len, unsigned times)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash / 7 % times == 0;
}

bool
fuzz_canonical(const struct comity_doc *doc, struct comity_octets *out)
{
	const xmlNode *where;
	uint64_t cost;

	memset(out, 0, sizeof(*out));
	return comity_c14n_check(doc, &where, &cost) == COMITY_OK &&
	       comity_c14n_document(doc, out) == COMITY_OK;
}

bool
fuzz_same_octets(const struct comity_doc *a, const struct comity_doc *b)
{
	struct comity_octets x, y;
	bool same = fuzz_canonical(a, &x);

	same = fuzz_canonical(b, &y) && same && x.len == y.len &&
	       memcmp(x.bytes, y.bytes, x.len) == 0;
	comity_octets_clear(&x);
	comity_octets_clear(&y);
	return same;
}

void
fuzz_split(const unsigned char *bytes, size_t len, struct fuzz_signed *out)
{
	const unsigned char *nul = len > 0 ? memchr(bytes, 0, len) : NULL;

	memset(out, 0, sizeof(*out));
	out->bytes = bytes;
	out->len = nul != NULL ? (size_t)(nul - bytes) : len;
	if (nul != NULL) {
		out->changes = nul + 1;
		out->change_count = (len - out->len - 1) / 4;
	}
}

bool
fuzz_change(const struct fuzz_signed *input, unsigned char *octets, size_t len)
{
	unsigned char *before;
	size_t i, where;
	bool changed;

	if (len == 0)
		return false;
	before = malloc(len);
	memcpy(before, octets, len);
	for (i = 0; i < input->change_count; i++) {
		const unsigned char *c = input->changes + 4 * i;

		where = (size_t)c[0] | (size_t)c[1] << 8 | (size_t)c[2] << 16;
		octets[where % len] ^= c[3];
	}
	changed = memcmp(before, octets, len) != 0;
	free(before);
	return changed;
}
