/* SPDX-License-Identifier: Apache-2.0 */
/* trust-follow: lists that count by the word of another list; and finding
 * one's way in a list of thousands. */
#include "keys.h"
#include "trust-list.h"

#include <time.h>

#define SERVICE "urn:comity:service:status"

/* A list of EU points to one of US; anything NULL is the usual. */
static const struct row {
	const char *why;
	const char *pin; /* of the pointing list's signer; "EU", "-" any */
	const char *also; /* a territory for which a stranger is pinned */
	const char *territory, *type, *mime; /* the pointer says */
	const char *more; /* put into the pointer's information */
	bool names_other; /* a stranger, not the signer of the US list */
	bool unasked; /* nobody said that pointers are followed */
	const char *next; /* update of the pointing list */
	bool counts;
	const char *finding; /* of the US list */
} rows[] = {
	{ .why = "a pointer to its signer",
	    .counts = true,
	    .finding = "comity-trust-list-followed" },
	{ .why = "the pointing list's signer pinned for any territory",
	    .pin = "-",
	    .counts = true,
	    .finding = "comity-trust-list-followed" },
	{ .why = "without type and format",
	    .type = "",
	    .mime = "",
	    .counts = true,
	    .finding = "comity-trust-list-followed" },
	{ .why = "pointers are not followed",
	    .unasked = true,
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "a pointer to another signer",
	    .names_other = true,
	    .finding = "comity-trust-list-unproven" },
	{ .why = "a pointer to another territory",
	    .territory = "FR",
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "a pointer of another type of list",
	    .type = "urn:y",
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "a pointer to the page for people",
	    .mime = "application/pdf",
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "a pointer that names two territories",
	    .more = "<OtherInformation><SchemeTerritory>FR</SchemeTerritory>"
		    "</OtherInformation>",
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "the list's own territory is pinned, to somebody else",
	    .also = "US",
	    .finding = "comity-trust-list-unproven" },
	{ .why = "the pointing list is past its next update",
	    .next = "2026-03-01",
	    .finding = "comity-trust-list-unpinned" },
	{ .why = "the pointing list's signer is not pinned",
	    .pin = "FR",
	    .finding = "comity-trust-list-unpinned" },
};

static const struct want signer_want = { .name = "Operator",
	.from = "2025-01-01" };
static const struct want office_want = { .name = "Office" };

static char *
pointer_text(const struct row *row, const struct made *signer)
{
	char *text = NULL, *base64 = made_base64(signer);
	const char *type = row->type != NULL ? row->type : "urn:x";
	const char *mime =
	    row->mime != NULL ? row->mime : "application/vnd.etsi.tsl+xml";
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	fprintf(out,
	    "<PointersToOtherTSL><OtherTSLPointer><ServiceDigitalIdentities>"
	    "<ServiceDigitalIdentity><DigitalId><X509Certificate>%s"
	    "</X509Certificate></DigitalId></ServiceDigitalIdentity>"
	    "</ServiceDigitalIdentities><TSLLocation>https://us.example/"
	    "</TSLLocation><AdditionalInformation><OtherInformation>"
	    "<SchemeTerritory>%s</SchemeTerritory></OtherInformation>",
	    base64, row->territory != NULL ? row->territory : "US");
	if (*type != '\0')
		fprintf(out,
		    "<OtherInformation><TSLType>%s</TSLType>"
		    "</OtherInformation>",
		    type);
	if (*mime != '\0')
		fprintf(out,
		    "<OtherInformation><MimeType xmlns=\"http://uri.etsi.org/"
		    "02231/v2/additionaltypes#\">%s</MimeType>"
		    "</OtherInformation>",
		    mime);
	fprintf(out,
	    "%s</AdditionalInformation></OtherTSLPointer>"
	    "</PointersToOtherTSL>",
	    row->more != NULL ? row->more : "");
	fclose(out);
	free(base64);
	return text;
}

/* A signed list as a document. */
static struct comity_doc *
list_doc(
    const char *name, const struct want_list *want, const struct made *signer)
{
	char *text = list_text(want);
	struct comity_source *source =
	    sign_text(name, text, signer, NULL, day("2026-01-02"));
	struct comity_doc *doc = doc_of(name, source->bytes, source->len);

	comity_source_free(source);
	free(text);
	return doc;
}

/* The keys and lists of one row. */
struct scene {
	struct made eu, us, stranger, office;
	struct comity_doc *docs[2]; /* pointing, pointed */
};

static struct scene
scene_new(const struct row *row)
{
	struct scene scene = { .eu = made_new(&signer_want, NULL),
		.us = made_new(&signer_want, NULL),
		.stranger = made_new(&signer_want, NULL),
		.office = made_new(&office_want, NULL) };
	const struct want_service service = { .type = SERVICE,
		.made = &scene.office };
	char *pointer =
	    pointer_text(row, row->names_other ? &scene.stranger : &scene.us);
	const struct want_list from = { .territory = "EU",
		.issued = "2026-01-02",
		.next = row->next != NULL ? row->next : "2030-01-01",
		.sequence = 1,
		.scheme = pointer,
		.services = &service,
		.count = 1 };
	const struct want_list to = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 1,
		.services = &service,
		.count = 1 };

	scene.docs[0] = list_doc("eu.xml", &from, &scene.eu);
	scene.docs[1] = list_doc("us.xml", &to, &scene.us);
	free(pointer);
	return scene;
}

static void
scene_free(struct scene *scene)
{
	made_free(&scene->eu);
	made_free(&scene->us);
	made_free(&scene->stranger);
	made_free(&scene->office);
	comity_doc_free(scene->docs[0]);
	comity_doc_free(scene->docs[1]);
}

/* Whether a service of the US list is there, and by whose word. */
static bool
us_counts(const struct comity_trust *trust)
{
	const struct comity_service *service;
	size_t i;

	for (i = 0; (service = comity_trust_service_at(trust, i)) != NULL; i++)
		if (strcmp(service->territory, "US") == 0) {
			ck_assert_str_eq(service->via, "EU");
			return true;
		} else {
			ck_assert_ptr_null(service->via);
		}
	return false;
}

START_TEST(follow_row)
{
	const struct row *row = &rows[_i];
	struct scene scene = scene_new(row);
	const char *pin = row->pin != NULL ? row->pin : "EU";
	const struct comity_doc *docs[2];
	int order;

	/* the order of the lists does not matter */
	for (order = 0; order < 2; order++) {
		struct comity_report *report = comity_report_new();
		struct comity_trust *trust = NULL;

		docs[0] = scene.docs[order];
		docs[1] = scene.docs[1 - order];
		comity_trust_new(&trust);
		comity_trust_pin(trust, strcmp(pin, "-") == 0 ? NULL : pin,
		    scene.eu.pem, report);
		if (row->also != NULL)
			comity_trust_pin(
			    trust, row->also, scene.stranger.pem, report);
		if (!row->unasked)
			comity_trust_follow(trust);
		ck_assert_int_eq(comity_trust_add_lists(
				     trust, docs, 2, day("2026-06-01"), report),
		    COMITY_OK);
		if (us_counts(trust) != row->counts)
			suite_show(report);
		ck_assert_msg(us_counts(trust) == row->counts, "%s, order %d",
		    row->why, order);
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
		comity_trust_free(trust);
		comity_report_free(report);
	}
	scene_free(&scene);
}
END_TEST

/* Who is only named may not name others. */
START_TEST(follow_once)
{
	static const struct row plain = { .why = "plain" };
	static const struct row on = { .territory = "FR" };
	struct comity_report *report = comity_report_new();
	struct scene scene = scene_new(&plain);
	struct made french = made_new(&signer_want, NULL);
	const struct want_service service = { .type = SERVICE,
		.made = &scene.office };
	char *pointer = pointer_text(&on, &french);
	struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 2,
		.scheme = pointer,
		.services = &service,
		.count = 1 };
	const struct comity_doc *docs[3] = { scene.docs[0] };
	struct comity_trust *trust = NULL;

	docs[1] = list_doc("us.xml", &want, &scene.us);
	want.territory = "FR";
	want.scheme = NULL;
	docs[2] = list_doc("fr.xml", &want, &french);
	comity_trust_new(&trust);
	comity_trust_pin(trust, "EU", scene.eu.pem, report);
	comity_trust_follow(trust);
	comity_trust_add_lists(trust, docs, 3, day("2026-06-01"), report);
	ck_assert_uint_eq(comity_trust_service_count(trust), 2);
	ck_assert(us_counts(trust));
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-list-unpinned"));
	comity_trust_free(trust);
	comity_doc_free((struct comity_doc *)docs[1]);
	comity_doc_free((struct comity_doc *)docs[2]);
	free(pointer);
	made_free(&french);
	scene_free(&scene);
	comity_report_free(report);
}
END_TEST

/* Every position of every certificate, by the index and by hand. */
START_TEST(index_finds)
{
	enum { COUNT = 40 };
	struct comity_report *report = comity_report_new();
	struct made operator= made_new(&signer_want, NULL);
	struct made made[8];
	struct want_service services[COUNT];
	struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 1,
		.services = services,
		.count = COUNT };
	struct comity_trust *trust = NULL;
	size_t i, j, at, count;
	char *text;

	memset(services, 0, sizeof(services));
	for (i = 0; i < 8; i++) /* two to a name */
		made[i] = made_new(
		    &(struct want){ .name = i % 2 ? "Odd" : "Even" }, NULL);
	for (i = 0; i < COUNT; i++) {
		services[i].type = SERVICE;
		services[i].made = &made[(i * 5) % 7];
	}
	text = list_text(&want);
	comity_trust_new(&trust);
	comity_trust_pin(trust, "US", operator.pem, report);
	ck_assert_int_eq(
	    list_add(trust, text, &operator, day("2026-06-01"), report),
	    COMITY_OK);
	for (i = 0; i < 8; i++) {
		struct comity_certificate *one = made_certificate(&made[i]);
		size_t name = comity_certificate_subject_hash(one);

		at = COMITY_TRUST_NONE;
		for (j = 0; j < COUNT; j++)
			if (comity_certificate_same(
				trust->listings[j]->certificate, one)) {
				at = comity_trust_find(trust, one, at);
				ck_assert_uint_eq(at, j);
			}
		ck_assert_uint_eq(comity_trust_find(trust, one, at),
		    at == COMITY_TRUST_NONE ? at : COMITY_TRUST_NONE);
		at = COMITY_TRUST_NONE;
		count = 0;
		while ((at = comity_trust_find_named(trust, name, at)) !=
		       COMITY_TRUST_NONE)
			count++;
		for (j = 0; j < COUNT; j++)
			count -= comity_certificate_subject_hash(
				     trust->listings[j]->certificate) == name;
		ck_assert_uint_eq(count, 0);
		comity_certificate_free(one);
	}
	free(text);
	comity_trust_free(trust);
	for (i = 0; i < 8; i++)
		made_free(&made[i]);
	made_free(&operator);
	comity_report_free(report);
}
END_TEST

/* Processor seconds for reading a list of so many services. */
static double
seconds_for(
    size_t count, const struct made *operator, const struct made * office)
{
	struct want_service *services = calloc(count, sizeof(*services));
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-02",
		.next = "2030-01-01",
		.sequence = 1,
		.services = services,
		.count = count };
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust = NULL;
	struct comity_doc *doc;
	clock_t begin;
	size_t i;

	for (i = 0; i < count; i++) {
		services[i].type = CA_TYPE;
		services[i].made = office;
	}
	doc = list_doc("big.xml", &want, operator);
	comity_trust_new(&trust);
	comity_trust_pin(trust, "US", operator->pem, report);
	begin = clock();
	ck_assert_int_eq(
	    comity_trust_add_list(trust, doc, day("2026-06-01"), report),
	    COMITY_OK);
	begin = clock() - begin;
	ck_assert_uint_eq(comity_trust_service_count(trust), count);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(services);
	return (double)begin / CLOCKS_PER_SEC;
}

/* Four times the services take at most about four times as long. */
START_TEST(linear)
{
	struct made operator= made_new(&signer_want, NULL);
	struct made office = made_new(&office_want, NULL);
	double small = seconds_for(750, &operator, & office);
	double large = seconds_for(3000, &operator, & office);

	fprintf(stderr, "# 3000 services: %.3f s, 750: %.3f s\n", large, small);
	ck_assert_msg(large < 8 * small + 0.05, "%f after %f", large, small);
	made_free(&operator);
	made_free(&office);
}
END_TEST

SUITE("trust-follow")
SUITE_ROWS(follow_row, rows);
SUITE_TEST(follow_once);
SUITE_TEST(index_finds);
SUITE_TEST(linear);
SUITE_END
