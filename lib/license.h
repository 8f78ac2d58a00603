/* SPDX-License-Identifier: Apache-2.0 */
/*
 * license: what a license says, read from its core view into plain structs,
 * each value with its place. No foreign library behind this header: the
 * decision works on these alone.
 */
#ifndef COMITY_LICENSE_H
#define COMITY_LICENSE_H

#include "moment.h"

#include <stdbool.h>

struct comity_doc;
struct comity_packs;
struct comity_translation;

/* One thing stated, and where. Withheld is not absent: text is then NULL. */
struct comity_stated {
	char *text; /* white space collapsed; NULL withheld or empty */
	char *list,
	    *edition; /* of a code or an identifier's scheme; NULL none */
	char *name, *level; /* where the element has such parts; NULL none */
	char *withheld; /* why there is no text; NULL there is one */
	unsigned long line; /* in the document that was given */
	char *path;
	bool negated; /* allowed="no" and the like */
};

struct comity_stated_list {
	struct comity_stated *at;
	size_t count;
};

/* A day that the license states; its band is comity_zone_day()'s. */
struct comity_stated_day {
	struct comity_stated stated; /* path NULL: absent */
	bool known;
	int64_t day;
	const struct comity_zone *zone; /* borrowed; NULL unknown */
};

struct comity_license_item {
	struct comity_stated number;
	struct comity_stated_list classifications;
};

struct comity_license_party {
	struct comity_stated name, country, kind;
	struct comity_stated_list roles, identifiers; /* list: the scheme */
};

struct comity_license_condition {
	struct comity_stated number, text, kind;
	bool binding; /* also where nothing is said of it */
	char *notify; /* who has to be told; NULL nobody */
	char *basis; /* NULL none */
};

struct comity_license_extension {
	struct comity_stated
	    profile; /* text the profile, edition its edition */
	bool binding;
};

/* How often an element stands in the document, by path without ordinals. */
struct comity_license_element {
	char *path; /* "Item/Classification" */
	size_t stated, withheld;
	unsigned long line; /* of the first */
	size_t blocks; /* how many parents of that path there are */
	size_t served; /* how many of them have a stated one */
};

struct comity_license {
	char *file; /* name of its source */
	bool is_translation;
	struct comity_stated_list numbers; /* Number, then Alias */
	struct comity_stated nature, scope;
	struct comity_stated_list acts;
	struct comity_stated authority, jurisdiction;
	struct comity_stated_list authority_identifiers;
	struct comity_stated_day issued_on, valid_from, valid_through;
	struct comity_stated period; /* xs:duration */
	struct comity_license_party *parties;
	size_t party_count;
	struct comity_stated_list destinations; /* and final ones */
	struct comity_license_item *items;
	size_t item_count;
	struct comity_stated_list purposes, excluded_uses; /* codes, or text */
	struct comity_stated_list reasons; /* for control, of all items */
	/* every value below Safeguards; list: its path without ordinals */
	struct comity_stated_list safeguards;
	struct comity_stated_list risks; /* list the scheme, edition, text */
	/* documents it names: text their kind, name a number or a digest */
	struct comity_stated_list evidence;
	struct comity_license_condition *conditions;
	size_t condition_count;
	struct comity_license_extension *extensions;
	size_t extension_count;
	struct comity_license_element *elements; /* sorted by path */
	size_t element_count;
	struct comity_stated stated; /* where the root stands */
};

/*
 * Read the core view of a proven document.
 * view   borrowed; its xml is valid core, its origins point into source.
 * source borrowed; the proven document: its lines are those reported.
 * packs  borrowed; outlives the license (zones).
 * zone   of the edition that matched; NULL unknown.
 * Returns COMITY_OK; COMITY_REFUSED (the view is not a License);
 * COMITY_ENOMEM. Reads no clock.
 */
int comity_license_read(const struct comity_translation *view,
    const struct comity_doc *source, const struct comity_packs *packs,
    const struct comity_zone *zone, struct comity_license **out);
void comity_license_free(struct comity_license *license);

/* The first number, or alias; NULL none. Borrowed. */
const char *comity_license_number(const struct comity_license *license);
/* By path without ordinals; NULL none. */
const struct comity_license_element *comity_license_element_find(
    const struct comity_license *license, const char *path);

#endif
