/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claims: what a signer states of himself besides the role: for which
 * jurisdiction, what the signature means, where it was made. They are signed,
 * and nothing proves them: none of them ever counts.
 */
#ifndef COMITY_CLAIMS_H
#define COMITY_CLAIMS_H

#include "text.h"

#include <libxml/tree.h>

/* The parts of SignatureProductionPlaceV2, in its order. */
enum comity_place_part {
	COMITY_PLACE_CITY,
	COMITY_PLACE_STREET,
	COMITY_PLACE_STATE,
	COMITY_PLACE_POSTAL_CODE,
	COMITY_PLACE_COUNTRY,
	COMITY_PLACE_PARTS
};
const char *comity_place_part_name(enum comity_place_part part); /* "city" */

/* Zero before, comity_claims_clear() after. Strings owned; NULL: not
 * stated. */
struct comity_claims {
	char *jurisdiction; /* "US", "EU", "US-CA" */
	char *place[COMITY_PLACE_PARTS];
	char **commitments; /* "proof-of-approval"; another one by its URI */
	size_t commitment_count;
};
void comity_claims_clear(struct comity_claims *claims);
int comity_claims_copy(
    const struct comity_claims *from, struct comity_claims *to);

/*
 * Add what a person wrote.
 * place: "city=Exampleton", "country=US" and so on; without a part two
 * capital letters are a country and anything else is a city.
 * commitment: one of comity_commitment_name().
 * jurisdiction: ISO 3166-1 or -2 code, or EU.
 * COMITY_OK; COMITY_REFUSED: none of these, empty, or stated already;
 * COMITY_ENOMEM.
 */
int comity_claims_add_place(struct comity_claims *claims, const char *text);
int comity_claims_add_commitment(
    struct comity_claims *claims, const char *name);
int comity_claims_set_jurisdiction(
    struct comity_claims *claims, const char *code);
/* The commitments of EN 319 132-1 by name; NULL past the end. */
const char *comity_commitment_name(size_t i);
/* "Exampleton, 12345, US"; new, free(); NULL: no place, or no memory (then
 * *failed). */
char *comity_claims_place(const struct comity_claims *claims, bool *failed);

/*
 * Write as XAdES 1.3.2 (prefix "xades"): the place and the roles among the
 * signed signature properties, the commitments behind the formats of data
 * objects. claims NULL: none.
 * A jurisdiction is a claimed role of its own, urn:comity:jurisdiction:US:
 * XAdES has no other room for it, and the country of the place says where the
 * signer sat.
 */
void comity_claims_write_place(
    struct comity_text *out, const struct comity_claims *claims);
void comity_claims_write_roles(struct comity_text *out, const char *role,
    const struct comity_claims *claims);
void comity_claims_write_commitments(
    struct comity_text *out, const struct comity_claims *claims);

/* Read them, of any version (ns): zeroed claims; role new, NULL none.
 * COMITY_OK or COMITY_ENOMEM. */
int comity_claims_read(const xmlNode *signed_properties, const char *ns,
    char **role, struct comity_claims *claims);

#endif
