/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz: what the targets share. A target takes octets, drives the library as
 * the command does, and aborts where an answer is wrong: a yes for what was
 * changed, a no without a finding, a report that is no JSON, two answers to
 * one question. README in this folder.
 */
#ifndef COMITY_FUZZ_H
#define COMITY_FUZZ_H

#include "answer.h"
#include "c14n.h"
#include "keys.h"
#include "pack.h"
#include "run.h"
#include "text.h"

#define FUZZ_MOMENT INT64_C(1793491200) /* 2026-11-01T00:00:00Z */

struct fuzz_target {
	const char *name;
	void (*begin)(void); /* once; NULL nothing */
	/* One input. borrowed, untrusted, not terminated. */
	void (*one)(const unsigned char *bytes, size_t len);
	bool xml; /* the input is XML up to a NUL octet: fuzz_mutate_xml() */
	/* Write first inputs that only we can make, by fuzz_seed(); NULL. */
	void (*seed)(void);
};
extern const struct fuzz_target fuzz_answers, fuzz_archive, fuzz_arrangement,
    fuzz_codelist, fuzz_compare, fuzz_container, fuzz_crosswalk, fuzz_document,
    fuzz_license, fuzz_lines, fuzz_pack, fuzz_policy, fuzz_revocation,
    fuzz_rules, fuzz_schema, fuzz_signature, fuzz_status_list, fuzz_timestamp,
    fuzz_trust_list;
/* NULL: no such target. */
const struct fuzz_target *fuzz_find(const char *name);
const struct fuzz_target *fuzz_at(size_t i);

/* Write an input into the folder that FUZZ_SEEDS names; kind: its first
 * octet. */
void fuzz_seed(
    const char *name, unsigned char kind, const void *bytes, size_t len);

/* What every run rests on; loaded once, then only read. */
struct fuzz_world {
	struct run run; /* as the command's */
	const char *srcdir; /* of the tree; SRCDIR of the environment */
	struct made us_operator, us_ca, us_authority, us_status, us_partner,
	    eu_operator, eu_ca, eu_arrangement, tsa;
	struct comity_source *license, *arrangement, *status; /* signed */
	struct comity_doc *license_doc, *arrangement_doc, *status_doc;
};
extern struct fuzz_world world;

/* Load the packs; with lists, keys and trust as well. */
void fuzz_load_packs(void);
void fuzz_load_trust(void);
/* The octets of a file of the tree; the run ends where there is none. */
struct comity_source *fuzz_file(const char *name);
const struct comity_edition *fuzz_edition(const char *profile);
/* A trust with the lists of both sides; instead of that of a territory, if
 * list is not NULL, this one. Returns what adding that list came to. */
int fuzz_trust_new(struct comity_trust **out, const char *territory,
    const struct comity_doc *list, struct comity_report *report);
/* An example's list with the throw-away certificates put in; free(). */
char *fuzz_list_text(const unsigned char *bytes, size_t len);

void fuzz_fail(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));
#define fuzz_assert(condition, ...)                                            \
	do {                                                                   \
		if (!(condition))                                              \
			fuzz_fail(__VA_ARGS__);                                \
	} while (0)

/* Octets to a source and a document; the status of reading them. *doc NULL
 * unless COMITY_OK. */
int fuzz_read(const char *name, const unsigned char *bytes, size_t len,
    struct comity_report *report, struct comity_doc **doc);
/* An answer with its source read and its document opened, as run_read(). */
int fuzz_open(struct answer *answer, const char *command,
    const unsigned char *bytes, size_t len);
/* The end of an answer: its status as run_answer() has it; its findings and
 * its JSON are looked at, and it is cleared. json: free(); may be NULL. */
int fuzz_close(struct answer *answer, int rc, char **json);
/* Chosen by the octets themselves, so that an input always does the same. */
bool fuzz_once_in(const unsigned char *bytes, size_t len, unsigned times);
/* The findings of a report are well made; a no or none says why. */
void fuzz_look(const struct comity_report *report, int rc);
/* The canonical octets of a document. */
bool fuzz_canonical(const struct comity_doc *doc, struct comity_octets *out);
bool fuzz_same_octets(const struct comity_doc *a, const struct comity_doc *b);

/* Sign a document as the command does. octets: free(); the status. */
int fuzz_sign(const struct comity_doc *doc, const struct made *by, bool list,
    struct comity_report *report, unsigned char **octets, size_t *len);

/*
 * An input of a signed kind: what is to be signed, then, behind a NUL octet,
 * changes to the octets that came of it, four octets each: where (three, the
 * lowest first, modulo the length) and what to exclusive-or there.
 */
struct fuzz_signed {
	const unsigned char *bytes;
	size_t len;
	const unsigned char *changes;
	size_t change_count;
};
void fuzz_split(
    const unsigned char *bytes, size_t len, struct fuzz_signed *out);
/* Apply the changes; false: nothing differs. */
bool fuzz_change(
    const struct fuzz_signed *input, unsigned char *octets, size_t len);

/*
 * Fill in the marks of a template (tests/unit/forge.h) and sign it with a
 * key: @CERT@ @CERTDIGEST@ @METHOD@ @DATA@ @ALONE@ @PROPS@ @MASTER@ @VALUE@;
 * and @STAMP@, a timestamp over the SignatureValue. NULL: it is not
 * well-formed, or cannot be canonicalized. free().
 */
char *fuzz_forge(const unsigned char *bytes, size_t len, const struct made *by);

/* A mutator that knows elements, attributes and text. */
size_t fuzz_mutate_xml(
    unsigned char *bytes, size_t len, size_t max, unsigned int seed);
size_t fuzz_cross_xml(const unsigned char *a, size_t a_len,
    const unsigned char *b, size_t b_len, unsigned char *out, size_t max,
    unsigned int seed);

#endif
