/* SPDX-License-Identifier: Apache-2.0 */
/* decimal: exact decimal numbers in text; XPath's doubles are not exact. */
#ifndef COMITY_DECIMAL_H
#define COMITY_DECIMAL_H

#include <stdbool.h>

#include "limit.h"

struct comity_decimal {
	bool negative;
	int digits; /* how many of digit[] */
	int scale; /* how many of them stand behind the point */
	signed char digit[COMITY_DECIMAL_MAX]; /* most significant first */
};

/* Read an xs:decimal ("+.50", "00150.500"; white space around allowed).
 * COMITY_OK; COMITY_REFUSED not a decimal; COMITY_ELIMIT too long. */
int comity_decimal_read(const char *string, struct comity_decimal *out);
int comity_decimal_compare(const struct comity_decimal *a,
    const struct comity_decimal *b); /* -1, 0, 1 */
/* COMITY_OK or COMITY_ELIMIT. */
int comity_decimal_add(const struct comity_decimal *a,
    const struct comity_decimal *b, struct comity_decimal *out);
int comity_decimal_multiply(const struct comity_decimal *a,
    const struct comity_decimal *b, struct comity_decimal *out);
/* Half away from zero, to places behind the point. */
int comity_decimal_round(const struct comity_decimal *a, int places,
    struct comity_decimal *out);
/* Canonical text ("0", "-1.5"); caller frees; NULL if memory ran out. */
char *comity_decimal_write(const struct comity_decimal *a);

#endif
