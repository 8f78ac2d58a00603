/* SPDX-License-Identifier: Apache-2.0 */
#include "dating.h"

#include <string.h>

#define SECONDS_OF_DAY 86400

int64_t
comity_dating_day(int64_t at)
{
	return at / SECONDS_OF_DAY - (at % SECONDS_OF_DAY < 0);
}

int64_t
comity_dating_today(int64_t now, int64_t moment)
{
	int64_t today = comity_dating_day(now > moment ? now : moment);

	return today > COMITY_ALGORITHMS_ISSUED ? today
						: COMITY_ALGORITHMS_ISSUED;
}

const struct comity_algorithm_change *
comity_dating_change(
    const struct comity_dating *dating, const struct comity_algorithm *row)
{
	const struct comity_algorithms *algorithms = dating->algorithms;
	const struct comity_algorithm_change *found = NULL, *one;
	size_t i;

	for (i = 0; algorithms != NULL && i < algorithms->count; i++) {
		one = &algorithms->changes[i];
		if (one->use == dating->use && one->decided <= dating->today &&
		    strcmp(one->uri, row->uri) == 0 &&
		    (found == NULL || found->decided < one->decided))
			found = one;
	}
	return found;
}

bool
comity_dating_counts(const struct comity_dating *dating,
    const struct comity_algorithm *row, struct comity_algorithm_state *standing)
{
	const struct comity_term *term = &row->terms[dating->use];
	struct comity_algorithm_state own = {
		.row = row, .ends = term->ends, .basis = row->source
	};

	/* what never counted is no office's to allow */
	if (term->ends != COMITY_DAY_ALWAYS)
		own.change = comity_dating_change(dating, row);
	if (own.change != NULL) {
		own.ends = own.change->ends;
		own.basis = own.change->basis;
	}
	if (standing != NULL)
		*standing = own;
	if (own.ends == COMITY_DAY_ALWAYS || dating->today < term->begins)
		return false;
	return own.ends == COMITY_DAY_NEVER ||
	       (dating->known && dating->day < own.ends) ||
	       dating->today < own.ends;
}

bool
comity_dating_method_counts(const struct comity_dating *dating,
    const struct comity_signature_method *method,
    const struct comity_key_row *key, struct comity_algorithm_state *standing)
{
	const struct comity_digest_method *digest =
	    comity_digest_named(method->digest);
	const struct comity_algorithm *rows[] = { &method->row,
		digest != NULL ? &digest->row : NULL,
		key != NULL ? &key->row : NULL };
	struct comity_algorithm_state one;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i] == NULL)
			continue;
		if (!comity_dating_counts(dating, rows[i], &one)) {
			*standing = one;
			return false;
		}
		if (i == 0 || one.ends < standing->ends)
			*standing = one;
	}
	return true;
}
