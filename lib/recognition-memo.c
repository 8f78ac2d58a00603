/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition-memo.h"

#include "arrangement.h"
#include "memory.h"
#include "status-list.h"
#include "text.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

/* Answers that are kept from one recognition to the next. A batch asks about a
 * few arrangements and lists, for the few jurisdictions that licenses come
 * from; more than these are a stranger's way to fill memory. */
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
	struct comity_arrangement *arrangement; /* read from it; NULL not yet */
	struct comity_status_list *list; /* the same */
};

struct comity_evidence_memo {
	struct terms terms;
	struct kept **kept;
	size_t count;
};

struct comity_evidence_memo *
comity_evidence_memo_new(void)
{
	return calloc(1, sizeof(struct comity_evidence_memo));
}

static void
kept_free(struct kept *kept)
{
	if (kept == NULL)
		return;
	comity_arrangement_free(kept->arrangement);
	comity_status_list_free(kept->list);
	comity_verification_free(kept->verification);
	free(kept->service);
	free(kept->territory);
	free(kept);
}

void
comity_evidence_memo_forget(struct comity_evidence_memo *memo)
{
	if (memo == NULL)
		return;
	while (memo->count > 0)
		kept_free(memo->kept[--memo->count]);
	free(memo->kept);
	memo->kept = NULL;
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

void
comity_evidence_begin(struct comity_evidence_memo *memo,
    const struct comity_recognition_input *input)
{
	struct terms terms = terms_of(input);

	if (!are_same(&memo->terms, &terms) || memo->count >= KEPT_MAX)
		comity_evidence_memo_forget(memo);
	memo->terms = terms;
}

static struct kept *
find(const struct comity_evidence_memo *memo, const struct comity_doc *doc,
    const char *service, const char *territory)
{
	size_t i;

	for (i = 0; i < memo->count; i++)
		if (memo->kept[i]->doc == doc &&
		    strcmp(memo->kept[i]->service, service) == 0 &&
		    strcmp(memo->kept[i]->territory, territory) == 0)
			return memo->kept[i];
	return NULL;
}

/* The answer that proves a document; only such documents are asked about. */
static struct kept *
find_proven(
    const struct comity_evidence_memo *memo, const struct comity_doc *proven)
{
	size_t i;

	for (i = 0; i < memo->count; i++)
		if (memo->kept[i]->verification->proven == proven)
			return memo->kept[i];
	return NULL;
}

/* Takes kept over. */
static int
keep(struct comity_evidence_memo *memo, struct kept *kept)
{
	struct kept **more =
	    reallocarray(memo->kept, memo->count + 1, sizeof(struct kept *));

	if (more == NULL) {
		kept_free(kept);
		return COMITY_ENOMEM;
	}
	memo->kept = more;
	memo->kept[memo->count++] = kept;
	return COMITY_OK;
}

int
comity_evidence_verify(struct comity_evidence_memo *memo,
    const struct comity_recognition_input *input, const struct comity_doc *doc,
    const char *service, const char *territory,
    const struct comity_verification **out)
{
	struct kept *kept = find(memo, doc, service, territory);
	struct comity_report *scratch;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (kept != NULL) {
		*out = kept->verification;
		return kept->rc;
	}
	if ((kept = calloc(1, sizeof(*kept))) == NULL)
		return COMITY_ENOMEM;
	kept->doc = doc;
	kept->service = strdup(service);
	kept->territory = strdup(territory);
	scratch = comity_report_new();
	if (kept->service != NULL && kept->territory != NULL && scratch != NULL)
		rc = comity_input_verify(input, doc, service, territory,
		    scratch, &kept->verification);
	comity_report_free(scratch);
	if (comity_memory_failed())
		rc = COMITY_ENOMEM; /* not an answer to keep */
	kept->rc = rc;
	if (rc == COMITY_ENOMEM || rc == COMITY_ELIMIT ||
	    rc == COMITY_EINTERNAL || kept->verification == NULL) {
		kept_free(kept);
		return rc;
	}
	if (keep(memo, kept) != COMITY_OK)
		return COMITY_ENOMEM;
	*out = kept->verification;
	return rc;
}

bool
comity_evidence_is_core(
    const struct comity_evidence_memo *memo, const struct comity_doc *proven)
{
	const struct kept *kept = find_proven(memo, proven);

	return kept != NULL && kept->is_core;
}

void
comity_evidence_note_core(
    struct comity_evidence_memo *memo, const struct comity_doc *proven)
{
	struct kept *kept = find_proven(memo, proven);

	if (kept != NULL && !comity_memory_failed())
		kept->is_core = true;
}

int
comity_evidence_arrangement(struct comity_evidence_memo *memo,
    const struct comity_doc *proven, const struct comity_arrangement **out)
{
	struct kept *kept = find_proven(memo, proven);
	int rc = COMITY_OK;

	*out = NULL;
	if (kept == NULL)
		return COMITY_EINTERNAL;
	if (kept->arrangement == NULL)
		rc = comity_arrangement_read(
		    proven, memo->terms.packs, &kept->arrangement);
	if (rc == COMITY_OK && comity_memory_failed()) {
		comity_arrangement_free(kept->arrangement);
		kept->arrangement = NULL;
		rc = COMITY_ENOMEM;
	}
	*out = kept->arrangement;
	return rc;
}

int
comity_evidence_list(struct comity_evidence_memo *memo,
    const struct comity_doc *proven, const struct comity_status_list **out)
{
	struct kept *kept = find_proven(memo, proven);
	int rc = COMITY_OK;

	*out = NULL;
	if (kept == NULL)
		return COMITY_EINTERNAL;
	if (kept->list == NULL)
		rc = comity_status_list_read(proven, &kept->list);
	if (rc == COMITY_OK && comity_memory_failed()) {
		comity_status_list_free(kept->list);
		kept->list = NULL;
		rc = COMITY_ENOMEM;
	}
	*out = kept->list;
	return rc;
}
