/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition-memo.h"

#include "memory.h"
#include "text.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

/* Answers that are kept. A batch asks about a few arrangements and lists, for
 * the few jurisdictions that licenses come from; more than these are a
 * stranger's way to fill memory. */
#define KEPT_MAX 64

/* What all answers depend on, beside the document and who is asked for. */
struct terms {
	const struct comity_packs *packs;
	const struct comity_trust *trust;
	const struct comity_policy *policy;
	int64_t moment, now, held_since;
	bool moment_is_past, has_held_since;
};

struct kept {
	const struct comity_doc *doc; /* borrowed */
	char *service, *territory;
	struct comity_verification *verification;
	int rc;
	bool is_core; /* what is proven is valid core */
};

struct comity_evidence_memo {
	struct terms terms;
	struct kept kept[KEPT_MAX];
	size_t count;
};

struct comity_evidence_memo *
comity_evidence_memo_new(void)
{
	return calloc(1, sizeof(struct comity_evidence_memo));
}

void
comity_evidence_memo_forget(struct comity_evidence_memo *memo)
{
	size_t i;

	for (i = 0; memo != NULL && i < memo->count; i++) {
		comity_verification_free(memo->kept[i].verification);
		free(memo->kept[i].service);
		free(memo->kept[i].territory);
	}
	if (memo != NULL)
		memo->count = 0;
}

void
comity_evidence_memo_free(struct comity_evidence_memo *memo)
{
	comity_evidence_memo_forget(memo);
	free(memo);
}

static struct terms
terms_of(const struct comity_recognition_input *input)
{
	return (struct terms){ .packs = input->packs,
		.trust = input->trust,
		.policy = input->policy,
		.moment = input->moment,
		.now = input->now,
		.held_since = input->has_held_since ? input->held_since : 0,
		.moment_is_past = input->moment_is_past,
		.has_held_since = input->has_held_since };
}

static bool
are_same(const struct terms *a, const struct terms *b)
{
	return a->packs == b->packs && a->trust == b->trust &&
	       a->policy == b->policy && a->moment == b->moment &&
	       a->now == b->now && a->held_since == b->held_since &&
	       a->moment_is_past == b->moment_is_past &&
	       a->has_held_since == b->has_held_since;
}

static const struct kept *
find(const struct comity_evidence_memo *memo, const struct comity_doc *doc,
    const char *service, const char *territory)
{
	size_t i;

	for (i = 0; i < memo->count; i++)
		if (memo->kept[i].doc == doc &&
		    strcmp(memo->kept[i].service, service) == 0 &&
		    strcmp(memo->kept[i].territory, territory) == 0)
			return &memo->kept[i];
	return NULL;
}

int
comity_evidence_verify(struct comity_evidence_memo *memo,
    const struct comity_recognition_input *input, const struct comity_doc *doc,
    const char *service, const char *territory,
    const struct comity_verification **out)
{
	struct terms terms = terms_of(input);
	struct comity_report *scratch = NULL;
	const struct kept *known;
	struct kept new = { .doc = doc };
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (!are_same(&memo->terms, &terms) || memo->count == KEPT_MAX)
		comity_evidence_memo_forget(memo);
	memo->terms = terms;
	if ((known = find(memo, doc, service, territory)) != NULL) {
		*out = known->verification;
		return known->rc;
	}
	new.service = strdup(service);
	new.territory = strdup(territory);
	scratch = comity_report_new();
	if (new.service == NULL || new.territory == NULL || scratch == NULL)
		goto out;
	rc = comity_input_verify(
	    input, doc, service, territory, scratch, &new.verification);
	if (rc == COMITY_ENOMEM || rc == COMITY_ELIMIT ||
	    rc == COMITY_EINTERNAL || new.verification == NULL)
		goto out;
	if (comity_memory_failed()) {
		rc = COMITY_ENOMEM; /* not an answer to keep */
		goto out;
	}
	new.rc = rc;
	memo->kept[memo->count++] = new;
	*out = new.verification;
	memset(&new, 0, sizeof(new)); /* transferred */
out:
	comity_verification_free(new.verification);
	comity_report_free(scratch);
	free(new.service);
	free(new.territory);
	return rc;
}

bool
comity_evidence_is_core(
    const struct comity_evidence_memo *memo, const struct comity_doc *proven)
{
	size_t i;

	for (i = 0; i < memo->count; i++)
		if (memo->kept[i].verification->proven == proven)
			return memo->kept[i].is_core;
	return false;
}

void
comity_evidence_note_core(
    struct comity_evidence_memo *memo, const struct comity_doc *proven)
{
	size_t i;

	for (i = 0; i < memo->count && !comity_memory_failed(); i++)
		if (memo->kept[i].verification->proven == proven)
			memo->kept[i].is_core = true;
}
