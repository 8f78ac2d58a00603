/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decimal: Debian has no decimal library that survives a failed allocation,
 * so these are digits in a fixed array; sums are in ten-digit schoolbook.
 */
#include "decimal.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* No leading zero before the point, no trailing one behind it, no -0. */
static void
normalize(struct comity_decimal *d)
{
	int lead = 0;

	while (d->scale > 0 && d->digits > 0 && d->digit[d->digits - 1] == 0) {
		d->digits--;
		d->scale--;
	}
	while (lead < d->digits - d->scale && d->digit[lead] == 0)
		lead++;
	memmove(d->digit, d->digit + lead, (size_t)(d->digits - lead));
	d->digits -= lead;
	if (d->digits == 0)
		d->negative = false;
}

int
comity_decimal_read(const char *s, struct comity_decimal *out)
{
	struct comity_decimal d = { 0 };
	bool point = false, any = false;

	if (s == NULL)
		return COMITY_REFUSED;
	while (is_blank(*s))
		s++;
	if (*s == '+' || *s == '-')
		d.negative = *s++ == '-';
	for (; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		any = true;
		if (d.digits == 0 && *s == '0' && !point)
			continue;
		if (d.digits == COMITY_DECIMAL_MAX)
			return COMITY_ELIMIT;
		d.digit[d.digits++] = (signed char)(*s - '0');
		d.scale += point;
	}
	while (is_blank(*s))
		s++;
	if (*s != '\0' || !any)
		return COMITY_REFUSED;
	normalize(&d);
	*out = d;
	return COMITY_OK;
}

/* The digit of weight 10^power; zero outside. */
static int
digit_at(const struct comity_decimal *d, int power)
{
	int i = d->digits - d->scale - 1 - power;

	return i >= 0 && i < d->digits ? d->digit[i] : 0;
}

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

static int
whole(const struct comity_decimal *d)
{
	return d->digits - d->scale;
}

static int
compare_size(const struct comity_decimal *a, const struct comity_decimal *b)
{
	int power = larger(whole(a), whole(b)) - 1;
	int last = -larger(a->scale, b->scale);

	for (; power >= last; power--)
		if (digit_at(a, power) != digit_at(b, power))
			return digit_at(a, power) < digit_at(b, power) ? -1 : 1;
	return 0;
}

int
comity_decimal_compare(
    const struct comity_decimal *a, const struct comity_decimal *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? -compare_size(a, b) : compare_size(a, b);
}

/* |a| + |b|, or |a| - |b| where |a| >= |b|. */
static int
combine(const struct comity_decimal *a, const struct comity_decimal *b,
    int sign, struct comity_decimal *out)
{
	struct comity_decimal d = { .scale = larger(a->scale, b->scale) };
	int power = -d.scale, carry = 0, sum, i;

	d.digits = larger(whole(a), whole(b)) + 1 + d.scale;
	if (d.digits > COMITY_DECIMAL_MAX)
		return COMITY_ELIMIT;
	for (i = d.digits - 1; i >= 0; i--, power++) {
		sum = digit_at(a, power) + sign * digit_at(b, power) + carry;
		carry = sum < 0 ? -1 : sum / 10;
		d.digit[i] = (signed char)(sum - carry * 10);
	}
	*out = d;
	return COMITY_OK;
}

int
comity_decimal_add(const struct comity_decimal *a,
    const struct comity_decimal *b, struct comity_decimal *out)
{
	bool negative = a->negative;
	int rc;

	if (a->negative == b->negative) {
		rc = combine(a, b, 1, out);
	} else if (compare_size(a, b) >= 0) {
		rc = combine(a, b, -1, out);
	} else {
		negative = b->negative;
		rc = combine(b, a, -1, out);
	}
	if (rc != COMITY_OK)
		return rc;
	out->negative = negative;
	normalize(out);
	return COMITY_OK;
}

int
comity_decimal_multiply(const struct comity_decimal *a,
    const struct comity_decimal *b, struct comity_decimal *out)
{
	struct comity_decimal d = { .negative = a->negative != b->negative,
		.digits = a->digits + b->digits,
		.scale = a->scale + b->scale };
	int sums[COMITY_DECIMAL_MAX] = { 0 };
	int i, j;

	if (d.digits > COMITY_DECIMAL_MAX)
		return COMITY_ELIMIT;
	for (i = a->digits - 1; i >= 0; i--)
		for (j = b->digits - 1; j >= 0; j--)
			sums[i + j + 1] += a->digit[i] * b->digit[j];
	for (i = d.digits - 1; i >= 0; i--) {
		if (i > 0)
			sums[i - 1] += sums[i] / 10;
		d.digit[i] = (signed char)(sums[i] % 10);
	}
	normalize(&d);
	*out = d;
	return COMITY_OK;
}

int
comity_decimal_round(
    const struct comity_decimal *a, int places, struct comity_decimal *out)
{
	struct comity_decimal d = *a, unit = { .digits = 1, .digit = { 1 } };
	bool up;
	int rc = COMITY_OK;

	if (places < 0 || places >= COMITY_DECIMAL_MAX)
		return COMITY_ELIMIT;
	if (a->scale <= places) {
		*out = d;
		return COMITY_OK;
	}
	up = digit_at(a, -places - 1) >= 5;
	d.digits -= a->scale - places;
	d.scale = places;
	if (d.digits < 0) {
		d.digits = 0;
		d.scale = 0;
	}
	normalize(&d);
	if (up) {
		memset(unit.digit, 0, sizeof(unit.digit));
		unit.digits = places + 1;
		unit.scale = places;
		unit.digit[places] = 1;
		normalize(&unit);
		unit.negative = a->negative;
		d.negative = a->negative;
		rc = comity_decimal_add(&d, &unit, &d);
	}
	if (rc == COMITY_OK)
		*out = d;
	return rc;
}

char *
comity_decimal_write(const struct comity_decimal *a)
{
	char *text = malloc((size_t)COMITY_DECIMAL_MAX + 8), *to = text;
	int power;

	if (text == NULL)
		return NULL;
	if (a->negative)
		*to++ = '-';
	if (whole(a) <= 0)
		*to++ = '0';
	for (power = whole(a) - 1; power >= 0; power--)
		*to++ = (char)('0' + digit_at(a, power));
	if (a->scale > 0)
		*to++ = '.';
	for (power = -1; power >= -a->scale; power--)
		*to++ = (char)('0' + digit_at(a, power));
	*to = '\0';
	return text;
}
