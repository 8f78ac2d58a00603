/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"
#include "text.h"
#include "trust-list.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

/* Who may have signed a list: pinned, or named by a list in use. Borrowed. */
struct candidates {
	const struct comity_certificate **at;
	const struct comity_trust_list **via; /* NULL: pinned */
	size_t count;
};

/* Whether a list in use, whose own signer is pinned, points to this one. */
static bool
points_to(const struct comity_trust_list *from,
    const struct comity_trust_pointer *pointer,
    const struct comity_trust_list *to)
{
	return from->used && from->via == NULL &&
	       strcmp(from->territory, to->territory) != 0 &&
	       pointer->territory != NULL &&
	       strcmp(pointer->territory, to->territory) == 0 &&
	       (pointer->type == NULL ||
		   strcmp(pointer->type, to->type) == 0) &&
	       !pointer->other_format;
}

/* Every certificate that may have signed the list: those that are pinned for
 * its territory or for any, and, unless its own territory is pinned, those
 * that lists in use name for it, if they are to be followed. */
static int
candidates_find(const struct comity_trust *trust,
    const struct comity_trust_list *claimed, struct candidates *out)
{
	size_t i, j, k, room = trust->signer_count + 1;
	bool exact = false;

	for (i = 0; i < trust->list_count; i++)
		for (j = 0; j < trust->lists[i]->pointer_count; j++)
			room += trust->lists[i]->pointers[j].certificates.count;
	out->at = calloc(room, sizeof(*out->at));
	out->via = calloc(room, sizeof(*out->via));
	if (out->at == NULL || out->via == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < trust->signer_count; i++) {
		const char *territory = trust->signers[i].territory;

		if (territory != NULL &&
		    strcmp(territory, claimed->territory) != 0)
			continue;
		exact |= territory != NULL;
		out->at[out->count++] = trust->signers[i].certificate;
	}
	for (i = 0; trust->follows && !exact && i < trust->list_count; i++) {
		const struct comity_trust_list *from = trust->lists[i];

		for (j = 0; j < from->pointer_count; j++) {
			const struct comity_trust_pointer *pointer =
			    &from->pointers[j];

			if (!points_to(from, pointer, claimed))
				continue;
			for (k = 0; k < pointer->certificates.count; k++) {
				out->via[out->count] = from;
				out->at[out->count++] =
				    pointer->certificates.at[k];
			}
		}
	}
	return COMITY_OK;
}

static void
candidates_clear(struct candidates *candidates)
{
	free(candidates->at);
	free(candidates->via);
}

/* Who of them signed, if it is nobody who is pinned: the list that vouches. */
static const struct comity_trust_list *
voucher(const struct candidates *candidates,
    const struct comity_verification *verification)
{
	const struct comity_trust_list *via = NULL;
	size_t i, j;

	for (i = 0; i < verification->count; i++) {
		if (verification->signatures[i].indication !=
		    COMITY_TOTAL_PASSED)
			continue;
		for (j = 0; j < candidates->count; j++) {
			if (strcmp(comity_certificate_sha256(candidates->at[j]),
				verification->signatures[i]
				    .certificate_sha256) != 0)
				continue;
			if (candidates->via[j] == NULL)
				return NULL;
			via = candidates->via[j];
		}
	}
	return via;
}

/*
 * Prove a list: a signature over all of it must be by a signer that is pinned
 * for its territory; the result is what those octets say.
 */
static int
prove(const struct comity_trust *trust, const struct comity_doc *doc,
    const struct comity_trust_list *claimed, int64_t moment,
    struct comity_report *report, struct comity_verification **out,
    const struct comity_trust_list **via)
{
	const struct comity_verify_policy policy = { .moment = moment,
		.now = trust->now,
		.algorithms = trust->algorithms,
		.service_type = COMITY_SERVICE_TRUST_LIST };
	struct candidates candidates = { 0 };
	struct comity_trust *small = NULL;
	int rc;

	*out = NULL;
	*via = NULL;
	rc = candidates_find(trust, claimed, &candidates);
	if (rc == COMITY_OK && candidates.count == 0)
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_UNPINNED, claimed->territory, NULL);
	if (rc != COMITY_OK)
		goto out;
	rc = comity_trust_new_for_list(candidates.at, candidates.count, &small);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, small, &policy, report, out);
	if (rc == COMITY_OK && (*out)->proven == NULL)
		rc = COMITY_UNKNOWN;
	if (rc == COMITY_REFUSED || rc == COMITY_UNKNOWN) {
		int added = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_UNPROVEN, claimed->territory, NULL);
		rc = comity_status_worse(rc, added);
	}
	if (rc == COMITY_OK)
		*via = voucher(&candidates, *out);
out:
	if (rc != COMITY_OK && *out != NULL) {
		comity_verification_free(*out);
		*out = NULL;
	}
	/* what the verification borrows from it is not used any more */
	comity_trust_free(small);
	candidates_clear(&candidates);
	return rc;
}

/* What is worth saying of a list that was proven: no news is good news. */
static int
keep_warnings(struct comity_report *report, const struct comity_report *own)
{
	const struct comity_finding *finding;
	size_t i;
	int rc = COMITY_OK;

	if (comity_report_failed(own))
		return COMITY_ENOMEM;
	for (i = 0; i < comity_report_count(own); i++) {
		finding = comity_report_at(own, i);
		/* until its method ends a list is exchanged many times */
		if (finding->severity != COMITY_INFO &&
		    strcmp(finding->id, "comity-algorithm-ends") != 0 &&
		    comity_report_add_finding(report, finding) == COMITY_ENOMEM)
			rc = COMITY_ENOMEM;
	}
	return rc;
}

/* Keep and say by whose word the signer of a list counts. */
static int
followed(const struct comity_doc *doc, const struct comity_trust_list *via,
    struct comity_trust_list *list, struct comity_report *report)
{
	size_t i;

	if ((list->via = comity_text_copy(via->territory)) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < list->count; i++) {
		struct comity_service *service = &list->listings[i]->service;

		if ((service->via = comity_text_copy(via->territory)) == NULL)
			return COMITY_ENOMEM;
	}
	return comity_doc_find(doc, comity_doc_root(doc), report,
	    COMITY_F_TRUST_LIST_FOLLOWED, list->territory, via->name);
}

/* Read a list as somebody whom we pinned has signed it. */
static int
read_proven(const struct comity_trust *trust, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report,
    struct comity_trust_list **out)
{
	struct comity_verification *verification = NULL;
	struct comity_report *own = comity_report_new_like(report);
	struct comity_report *look = comity_report_new_like(report);
	struct comity_trust_list *claimed = NULL;
	const struct comity_trust_list *via = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (own == NULL || look == NULL)
		goto out;
	/* only to know whose signature to look for */
	rc = comity_trust_scheme_read(doc, look, &claimed);
	if (rc != COMITY_OK) {
		if (comity_report_join(report, look) != COMITY_OK)
			rc = COMITY_ENOMEM;
		goto out;
	}
	rc = prove(trust, doc, claimed, moment, own, &verification, &via);
	if (rc != COMITY_OK) {
		if (comity_report_join(report, own) != COMITY_OK)
			rc = COMITY_ENOMEM;
		goto out;
	}
	rc = keep_warnings(report, own);
	if (rc == COMITY_OK)
		rc = comity_trust_list_read(verification->proven, report, out);
	if (rc != COMITY_OK)
		goto out;
	memcpy((*out)->sha256, doc->sha256_hex, sizeof((*out)->sha256));
	if (strcmp((*out)->territory, claimed->territory) != 0) {
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_TERRITORY, (*out)->territory,
		    claimed->territory);
		comity_trust_list_free(*out);
		*out = NULL;
	}
	if (rc == COMITY_OK && via != NULL)
		rc = followed(doc, via, *out, report);
out:
	comity_trust_list_free(claimed);
	comity_verification_free(verification);
	comity_report_free(own);
	comity_report_free(look);
	return rc;
}

/* Whether the list speaks at the moment. */
static int
current(const struct comity_trust_list *list, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report)
{
	enum comity_finding_id finding;
	char at[32];

	if (list->issued > moment) {
		finding = COMITY_F_TRUST_LIST_EARLY;
		comity_moment_write(list->issued, at);
	} else if (list->next_update == INT64_MIN) {
		finding = COMITY_F_TRUST_LIST_CLOSED;
		comity_moment_write(list->issued, at);
	} else if (list->next_update < moment) {
		finding = COMITY_F_TRUST_LIST_LATE;
		comity_moment_write(list->next_update, at);
	} else {
		return COMITY_OK;
	}
	return comity_doc_find(
	    doc, comity_doc_root(doc), report, finding, at, NULL);
}

/*
 * Let the newest list of a territory speak alone. The older ones, and two
 * that contradict each other under one number, are set aside.
 */
static int
supersede(struct comity_trust *trust, struct comity_trust_list *list,
    const struct comity_doc *doc, struct comity_report *report)
{
	struct comity_place place = { 0 };
	size_t i;
	int rc = COMITY_OK;

	list->used = true;
	for (i = 0; i < trust->list_count; i++) {
		struct comity_trust_list *other = trust->lists[i];

		if (strcmp(other->territory, list->territory) != 0)
			continue;
		if (strcmp(other->sha256, list->sha256) == 0) {
			list->used = false; /* the same file twice */
			return COMITY_OK;
		}
		if (other->sequence > list->sequence) {
			list->used = false;
			rc = comity_doc_find(doc, comity_doc_root(doc), report,
			    COMITY_F_TRUST_LIST_OLDER, list->territory,
			    other->name);
			return rc == COMITY_ENOMEM ? rc : COMITY_REFUSED;
		}
		if (other->sequence == list->sequence) {
			list->used = other->used = false;
			rc = comity_doc_find(doc, comity_doc_root(doc), report,
			    COMITY_F_TRUST_LIST_TWICE, list->territory,
			    other->name);
		} else if (other->used) {
			other->used = false;
			place.file = other->name;
			rc = comity_status_worse(rc,
			    comity_report_add(report, COMITY_F_TRUST_LIST_OLDER,
				&place, other->territory, list->name));
		}
	}
	return rc;
}

/* Add a list whose pin was noted. */
static int
admit(struct comity_trust *trust, const struct comity_doc *doc, int64_t moment,
    struct comity_report *report)
{
	struct comity_trust_list *list = NULL, **lists;
	int rc, collected;

	rc = read_proven(trust, doc, moment, report, &list);
	if (rc == COMITY_OK)
		rc = current(list, doc, moment, report);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	lists =
	    reallocarray(trust->lists, trust->list_count + 1, sizeof(*lists));
	if (lists == NULL)
		goto out;
	trust->lists = lists;
	rc = supersede(trust, list, doc, report);
	lists[trust->list_count++] = list;
	list = NULL;
	if ((collected = comity_trust_collect(trust)) != COMITY_OK)
		rc = collected;
out:
	comity_trust_list_free(list);
	return rc;
}

int
comity_trust_add_list(struct comity_trust *trust, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report)
{
	int rc =
	    comity_trust_note(trust, "trust-list", doc->name, doc->sha256_hex);

	return rc == COMITY_OK ? admit(trust, doc, moment, report) : rc;
}

/* The first round: by pins alone. What they do not prove waits. */
static int
admit_pinned(struct comity_trust *trust, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report, bool *waits)
{
	struct comity_report *own = comity_report_new_like(report);
	int rc = COMITY_ENOMEM;

	if (own == NULL)
		return rc;
	rc = admit(trust, doc, moment, own);
	*waits = rc != COMITY_OK &&
		 (comity_report_find(own, "comity-trust-list-unpinned") ||
		     comity_report_find(own, "comity-trust-list-unproven"));
	if (!*waits && comity_report_join(report, own) != COMITY_OK)
		rc = COMITY_ENOMEM;
	comity_report_free(own);
	return rc;
}

int
comity_trust_add_lists(struct comity_trust *trust,
    const struct comity_doc *const *docs, size_t count, int64_t moment,
    struct comity_report *report)
{
	bool *waits = calloc(count + 1, sizeof(*waits));
	bool follows = trust->follows;
	int rc = COMITY_OK, one;
	size_t i;

	if (waits == NULL)
		return COMITY_ENOMEM;
	trust->follows = false;
	for (i = 0; rc == COMITY_OK && i < count; i++)
		rc = comity_trust_note(
		    trust, "trust-list", docs[i]->name, docs[i]->sha256_hex);
	for (i = 0; follows && rc == COMITY_OK && i < count; i++) {
		one = admit_pinned(trust, docs[i], moment, report, &waits[i]);
		if (one != COMITY_OK && one != COMITY_REFUSED &&
		    one != COMITY_UNKNOWN)
			rc = one;
	}
	trust->follows = follows;
	for (i = 0; rc == COMITY_OK && i < count; i++) {
		if (follows && !waits[i])
			continue;
		one = admit(trust, docs[i], moment, report);
		if (one != COMITY_OK && one != COMITY_REFUSED &&
		    one != COMITY_UNKNOWN)
			rc = one;
	}
	free(waits);
	return rc;
}
