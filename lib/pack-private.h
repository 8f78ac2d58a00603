/* SPDX-License-Identifier: Apache-2.0 */
/* pack-private: what a loaded set of packs is made of; for pack*.c, profile.c,
 * match.c and lint*.c only. */
#ifndef COMITY_PACK_PRIVATE_H
#define COMITY_PACK_PRIVATE_H

#include "codelist.h"
#include "folder.h"
#include "messages.h"
#include "pack.h"
#include "rules.h"
#include "schema.h"

#include <pthread.h>

struct pack_name {
	char *ns, *name; /* ns NULL: none */
};

/* One DatePath: child steps from the root; the last may be an attribute. */
struct pack_path {
	struct pack_name *steps;
	size_t count;
	bool attribute;
};

/* A way in which documents of the edition are known to drift from it. */
enum pack_drift_kind {
	PACK_DRIFT_NAMESPACE, /* `found` stands for the namespace of Match */
	PACK_DRIFT_ORDER, /* the children of `in`, in another order */
	PACK_DRIFT_EMPTY /* `in`, without anything in it, may be passed over */
};

struct pack_drift {
	enum pack_drift_kind kind;
	char *found; /* "": none */
	struct pack_name in;
};

struct pack_lists {
	struct comity_codelist **lists;
	size_t count;
};

/* How much of a pack has been read. */
enum pack_state {
	PACK_STATED, /* profile.xml, and the octets of all files */
	PACK_READ,
	PACK_REFUSED
};

struct pack_edition {
	struct comity_edition edition; /* first: this is what others hold */
	enum pack_state contents; /* schema, rules, messages, own lists */
	enum pack_state crossing; /* the crosswalk */
	struct pack_name *matches;
	size_t match_count;
	struct pack_path *dates;
	size_t date_count;
	bool has_no_rules; /* says so: rules="none" */
	struct pack_drift *drifts;
	size_t drift_count;
	struct pack_lists lists;
	struct comity_folder *folder;
	bool installed;
};

struct comity_packs {
	pthread_mutex_t lock; /* of what is read when first asked for */
	bool deferred;
	enum comity_language language; /* wanted beside English, if deferred */
	struct pack_edition **editions;
	size_t count;
	pthread_mutex_t lists_lock; /* the same of lists; inside `lock` */
	struct pack_lists lists;
	struct comity_folder **folders; /* of shared lists */
	size_t folder_count;
	struct comity_zone **zones;
	size_t zone_count;
	char *zone_version;
};

/* profile.c: read profile.xml of a folder into an edition; takes the folder
 * on COMITY_OK. Schema, rules and the rest are not read yet. */
int comity_profile_read(struct comity_folder *folder, const char *profile,
    const char *id, struct comity_report *report, struct pack_edition **out);
void comity_profile_free(struct pack_edition *edition);

/* pack.c */
void comity_pack_edition_free(struct pack_edition *edition);
/* pack-lists.c: the code lists of a folder. deferred: which they are; what is
 * in one is read when it is first asked for, and the folder stays. */
int comity_pack_lists_read(const struct comity_folder *folder, bool shared,
    bool deferred, struct pack_lists *lists, struct comity_report *report);
void comity_pack_lists_clear(struct pack_lists *lists);
/* pack-contents.c: all but profile.xml; the crosswalk. Each is read once. */
int comity_pack_crosswalk_read(
    struct pack_edition *edition, struct comity_report *report);
int comity_pack_contents_read(
    struct pack_edition *edition, struct comity_report *report);

/* zones.c: load a zone by name, once; a missing one is a warning. */
int comity_packs_zone_read(
    struct comity_packs *packs, const char *name, struct comity_report *report);

#endif
