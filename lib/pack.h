/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack: the folders of schemas/, read once into memory: profiles with their
 * editions, shared code lists, zones. Loading opens files; a loaded set of
 * packs opens nothing, and what it says does not change.
 */
#ifndef COMITY_PACK_H
#define COMITY_PACK_H

#include "moment.h"
#include "xml.h"

#include <stdbool.h>
#include <stdint.h>

struct comity_packs;
struct comity_codelist;
struct comity_schema;
struct comity_rules;
struct comity_crosswalk;
struct comity_messages;

enum comity_signature_room {
	COMITY_SIGNATURE_LAST_CHILDREN, /* the schema has room at the root's end
					 */
	COMITY_SIGNATURE_STRIP, /* none in the official schema: strip to check
				 */
	COMITY_SIGNATURE_NONE /* a signed document of it is refused */
};

/* One edition of one profile. Borrowed from the packs; read only. */
struct comity_edition {
	char *profile; /* "us-ear"; "core" for the hub */
	char *id; /* "2026-07-23", its first day; "1" for the core */
	char *title, *jurisdiction, *legal_basis;
	char *zone_name; /* IANA; NULL none */
	char *kind; /* license agreement core */
	bool official; /* else modelled */
	char *sources; /* what it follows, for people */
	int64_t first_day, last_day; /* days it is in force; INT64_MIN/MAX */
	char *replaces; /* the id of the edition before it; NULL not stated */
	char *date_path; /* child steps to the document's own date; NULL none */
	enum comity_signature_room signature;
	char digest[65]; /* SHA-256 of profile.xml, which names every file's */
	struct comity_schema *schema;
	struct comity_rules *rules; /* NULL: rules="none" in profile.xml */
	struct comity_crosswalk *crosswalk; /* NULL: none (the core) */
	struct comity_messages *messages;
	struct comity_zone *zone; /* NULL: unknown */
	const struct comity_packs *packs; /* borrowed, back */
};

int comity_packs_new(struct comity_packs **out);
void comity_packs_free(struct comity_packs *packs);
/*
 * Read every pack below dir (schemas/ of the installation or of --schemas).
 * installed: these are ours; a later one that matches what an installed one
 * matches is refused by name.
 * A pack that is refused is left out as a whole, with the reason; the others
 * are usable all the same.
 * Returns COMITY_OK; COMITY_EPACK (one at least is refused), COMITY_EIO with
 * findings; COMITY_ENOMEM.
 */
int comity_packs_read(struct comity_packs *packs, const char *dir,
    bool installed, struct comity_report *report);

/* Of installed packs that are read from now on: profile.xml and all octets
 * are read and their digests compared, as ever; what is in the other files is
 * made out when an edition is first asked for, and a code list when it is,
 * from these octets; messages in English and `language` alone. One who runs
 * few documents then waits for what these need only. */
void comity_packs_defer(
    struct comity_packs *packs, enum comity_language language);
/* Make out what an edition holds, if it is not yet; comity_packs_match() did
 * so. The crosswalk is apart: only translation needs it. From any thread.
 * COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM. */
int comity_edition_open(
    const struct comity_edition *edition, struct comity_report *report);
int comity_edition_open_crosswalk(
    const struct comity_edition *edition, struct comity_report *report);

/* An edition by profile and id (NULL: the one in force on day `day`, as
 * comity_packs_in_force in edition.h says); NULL none, or two on that day. */
const struct comity_edition *comity_packs_edition(
    const struct comity_packs *packs, const char *profile, const char *id,
    int64_t day);
size_t comity_packs_count(const struct comity_packs *packs);
/* NULL past the last; with comity_packs_defer() also one that is refused when
 * it is made out. */
const struct comity_edition *comity_packs_at(
    const struct comity_packs *packs, size_t i);

/* The document's own date as its profile finds it. COMITY_OK, and *day with
 * *text (free it) as it stands and the element that states it (NULL: not
 * asked for); COMITY_UNKNOWN: it states none. */
int comity_edition_date(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t *day, char **text,
    const xmlNode **node);

/*
 * Match a document to exactly one profile by root name and namespace, then to
 * the edition in force at its own date (or at the moment, with an info
 * finding, where the format has no date).
 * edition: an id the caller forces; NULL. An info finding says so, and which
 * edition the date would have chosen.
 * Returns COMITY_OK; COMITY_UNKNOWN with a finding: no match, two, or no
 * edition or two in force then.
 */
int comity_packs_match(const struct comity_packs *packs,
    const struct comity_doc *doc, const char *edition, int64_t moment,
    struct comity_report *report, const struct comity_edition **out);

/* Whether an element is a root that some profile matches. */
bool comity_packs_knows(const struct comity_packs *packs, const xmlNode *node);

/* A file of the edition's pack by name ("core.xsd"), as it was read; NULL
 * none. */
const struct comity_source *comity_edition_file(
    const struct comity_edition *edition, const char *name);

/* The file of a role ("rules"), the first there is; NULL none. */
const struct comity_source *comity_edition_role(
    const struct comity_edition *edition, const char *role);
/* The i-th root that the edition matches; false: past the last. ns NULL:
 * none. */
bool comity_edition_match(const struct comity_edition *edition, size_t i,
    const char **ns, const char **name);
/* The i-th code list of the edition's own; NULL past the last. */
const struct comity_codelist *comity_edition_codelist_at(
    const struct comity_edition *edition, size_t i);

/* A code list by id ("duo"; "duo@2021-02-23" one edition): the edition's own
 * first, then the shared ones; the newest edition of the list. NULL none, or
 * with comity_packs_defer() one that is refused when it is made out, which
 * nobody is told. From any thread. */
const struct comity_codelist *comity_edition_codelist(
    const struct comity_edition *edition, const char *list);
const struct comity_codelist *comity_packs_codelist(
    const struct comity_packs *packs, const char *list);
/* The same, and why not. COMITY_OK, and *out; COMITY_UNKNOWN: there is none;
 * COMITY_EPACK with findings: it is refused; COMITY_ENOMEM. */
int comity_edition_codelist_open(const struct comity_edition *edition,
    const char *list, struct comity_report *report,
    const struct comity_codelist **out);
int comity_packs_codelist_open(const struct comity_packs *packs,
    const char *list, struct comity_report *report,
    const struct comity_codelist **out);
/* The same for its id, edition, digest and columns only: what is in it may not
 * be made out yet, and may be refused then. */
const struct comity_codelist *comity_edition_codelist_head(
    const struct comity_edition *edition, const char *list);

enum comity_code {
	COMITY_CODE_ABSENT,
	COMITY_CODE_PRESENT,
	COMITY_CODE_EXPIRED
};
/* Whether a code is in the list on a day (INT64_MAX: ever). */
enum comity_code comity_codelist_find(
    const struct comity_codelist *list, const char *code, int64_t day);
/* A column's value in the row of a code ("label", "parent"); NULL none;
 * borrowed. */
const char *comity_codelist_column(
    const struct comity_codelist *list, const char *code, const char *column);
/*
 * The days on which a code is valid, first and last, both included; INT64_MIN
 * and INT64_MAX where a side is open. Of several rows: the one in force on
 * `day`, else the last that ended before it, else the first that begins
 * after it. For the words of a finding; comity_codelist_find decides.
 * Returns whether the code is in the list at all.
 */
bool comity_codelist_days(const struct comity_codelist *list, const char *code,
    int64_t day, int64_t *from, int64_t *through);
/* The code that took its place (column replacedBy): a hint for people, never
 * a rule. NULL none; borrowed. */
const char *comity_codelist_replacement(
    const struct comity_codelist *list, const char *code);
const char *comity_codelist_id(const struct comity_codelist *list);
const char *comity_codelist_edition(const struct comity_codelist *list);
const char *comity_codelist_digest(const struct comity_codelist *list);
/* Iterate the codes, for generators and pins. */
size_t comity_codelist_count(const struct comity_codelist *list);
const char *comity_codelist_at(const struct comity_codelist *list, size_t i);
size_t comity_packs_codelist_count(const struct comity_packs *packs);
/* Its id, edition and digest only: what is in it may not be made out yet. */
const struct comity_codelist *comity_packs_codelist_at(
    const struct comity_packs *packs, size_t i);

/* The remedy that a message states beside its text (en if not there); NULL
 * none; borrowed. */
const char *comity_edition_remedy(
    const struct comity_edition *edition, const char *id, const char *language);
/* The label or message with this id in a language (en if not there). NULL
 * none; borrowed. */
const char *comity_edition_message(
    const struct comity_edition *edition, const char *id, const char *language);
/* The sentence of a rule in this language and no other, with {1} {2} ... for
 * its values (comity_messages_fill()); NULL none; borrowed. */
const char *comity_edition_text(
    const struct comity_edition *edition, const char *id, const char *language);

/* A zone by IANA name, read while loading if any profile, or the core's
 * zones.gc list, names it. NULL not loaded. */
const struct comity_zone *comity_packs_zone(
    const struct comity_packs *packs, const char *name);
/* "2026f"; "unknown". */
const char *comity_packs_zone_version(const struct comity_packs *packs);

#endif
