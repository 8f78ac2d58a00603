/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognition-input: everything given to recognize, proven, checked and read:
 * what is left is plain data for the decision.
 */
#ifndef COMITY_RECOGNITION_INPUT_H
#define COMITY_RECOGNITION_INPUT_H

#include "criteria.h"
#include "recognize.h"

struct comity_edition;
struct comity_verification;

struct comity_proceedings {
	const struct comity_recognition_input *input; /* borrowed */
	struct comity_evidence_memo *memo, *own_memo; /* the input's, or this
		one's */
	const char *file, *sha256; /* of the document given; borrowed */
	const struct comity_edition *edition; /* of the license; NULL */
	struct comity_license *license; /* NULL: nothing is proven */
	struct comity_verification *verification; /* of the license */
	struct comity_authenticity authenticity;
	char *service_type, *territory; /* what its signer was asked for */
	char *number, *authority; /* as stated, proven or not; NULL */
	char *issuing; /* jurisdiction of the authority; NULL unknown */
	/* Who a jurisdiction acts as: itself, and the EU if a member. */
	const char *receiving_as[2], *issuing_as[2];
	size_t receiving_count, issuing_count;
	const char *members_edition; /* of the list that says so; NULL */
	/* Proven ones, and as which jurisdiction the receiving side signed; these
	 * and the lists are the memo's. */
	const struct comity_arrangement **arrangements;
	const char **arrangement_as;
	size_t arrangement_count;
	const struct comity_status_list **lists; /* of the issuing side */
	size_t list_count;
	const struct comity_status_list **receiving_lists;
	size_t receiving_list_count;
	struct comity_verdict_pin *pins;
	size_t pin_count;
	enum comity_language language; /* of the report */
};

/*
 * Returns COMITY_OK (also where nothing is proven: it says so), or
 * COMITY_ENOMEM, COMITY_ELIMIT, COMITY_EINTERNAL: no answer.
 */
int comity_proceedings_open(const struct comity_recognition_input *input,
    struct comity_report *report, struct comity_proceedings **out);
void comity_proceedings_free(struct comity_proceedings *proceedings);

/* Whether a jurisdiction belongs to a group ("EU") at the moment. */
enum comity_result comity_proceedings_member(
    const void *proceedings, const char *country, const char *group);

/* Pin all that the answer rests on; the signers' are pinned as they come. */
bool comity_pins_collect(struct comity_proceedings *proceedings);
bool comity_pins_signers(struct comity_proceedings *proceedings,
    const struct comity_verification *verification);

#endif
