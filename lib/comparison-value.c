/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-value: which of two values is more, exactly or not at all. */
#include "comparison-private.h"
#include "decimal.h"
#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A length: whole months, and seconds; they do not convert exactly. */
struct length {
	int64_t months, seconds;
};

#define LENGTH_PART_MAX 1000000000 /* of one number; a longer one is text */

static bool
length_number(const char **at, int64_t *out)
{
	const char *p = *at;

	*out = 0;
	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++)
		if ((*out = *out * 10 + (*p - '0')) > LENGTH_PART_MAX)
			return false;
	*at = p;
	return true;
}

/* One number and its letter; false: not one that we know. */
static bool
length_part(const char **at, bool time, struct length *out)
{
	int64_t n;

	if (!length_number(at, &n))
		return false;
	switch (*(*at)++) {
	case 'Y':
		out->months += n * 12;
		return !time;
	case 'M':
		if (time)
			out->seconds += n * 60;
		else
			out->months += n;
		return true;
	case 'D':
		out->seconds += n * 86400;
		return !time;
	case 'H':
		out->seconds += n * 3600;
		return time;
	case 'S':
		out->seconds += n;
		return time;
	default:
		return false;
	}
}

/* An xs:duration without sign and fraction; others stay text. */
static bool
length_read(const char *text, struct length *out)
{
	bool time = false, any = false;

	memset(out, 0, sizeof(*out));
	if (*text++ != 'P')
		return false;
	while (*text != '\0') {
		if (*text == 'T' && !time) {
			time = true;
			text++;
		}
		if (!length_part(&text, time, out))
			return false;
		any = true;
	}
	return any;
}

static enum order
order_of(int64_t a, int64_t b)
{
	return b > a ? ORDER_MORE : b < a ? ORDER_LESS : ORDER_SAME;
}

/* A month has 28 to 31 days: where that leaves it open, no answer. */
static enum order
length_order(const char *a, const char *b)
{
	struct length x, y;
	int64_t months, seconds, day = 86400;

	if (!length_read(a, &x) || !length_read(b, &y))
		return ORDER_UNKNOWN;
	months = y.months - x.months;
	seconds = y.seconds - x.seconds;
	if (months == 0 || (months > 0 && seconds >= 0) ||
	    (months < 0 && seconds <= 0))
		return order_of(0, months == 0 ? seconds : months);
	if (months > 0 && months * 28 * day + seconds > 0)
		return ORDER_MORE;
	if (months > 0 && months * 31 * day + seconds < 0)
		return ORDER_LESS;
	if (months < 0 && months * 28 * day + seconds < 0)
		return ORDER_LESS;
	if (months < 0 && months * 31 * day + seconds > 0)
		return ORDER_MORE;
	return ORDER_UNKNOWN;
}

char *
comparison_canonical(enum measure measure, const char *text)
{
	struct comity_decimal decimal;
	struct length length;
	char day_text[32];
	int64_t day;

	if (measure == MEASURE_DECIMAL &&
	    comity_decimal_read(text, &decimal) == COMITY_OK)
		return comity_decimal_write(&decimal);
	if (measure == MEASURE_DAY &&
	    comity_day_read(text, &day) == COMITY_OK) {
		comity_day_write(day, day_text);
		return strdup(day_text);
	}
	if (measure == MEASURE_LENGTH && length_read(text, &length)) {
		return comity_text_format("P%" PRId64 "MT%" PRId64 "S",
		    length.months, length.seconds);
	}
	return comity_text_collapse(text);
}

static enum order
decimal_order(const struct part *a, const struct part *b)
{
	struct comity_decimal x, y;

	/* the unit or currency stands in the edge of both, or nowhere */
	if (!comity_text_same(a->slot, b->slot) ||
	    comity_decimal_read(a->value, &x) != COMITY_OK ||
	    comity_decimal_read(b->value, &y) != COMITY_OK)
		return ORDER_UNKNOWN;
	return (enum order)comity_decimal_compare(&y, &x);
}

static enum order
day_order(const char *a, const char *b)
{
	int64_t x, y;

	if (comity_day_read(a, &x) != COMITY_OK ||
	    comity_day_read(b, &y) != COMITY_OK)
		return ORDER_UNKNOWN;
	return order_of(x, y);
}

/* "AES-256-GCM" and "AES-128-GCM": the same but for exactly one number. */
static enum order
numbered_order(const char *a, const char *b)
{
	enum order order = ORDER_SAME;
	int64_t x, y;

	while (*a != '\0' && *b != '\0') {
		bool digit = *a >= '0' && *a <= '9';

		if (!digit) {
			if (*a++ != *b++)
				return ORDER_UNKNOWN;
			continue;
		}
		if (!length_number(&a, &x) || !length_number(&b, &y))
			return ORDER_UNKNOWN;
		if (x == y)
			continue;
		if (order != ORDER_SAME)
			return ORDER_UNKNOWN;
		order = order_of(x, y);
	}
	if (*a != '\0' || *b != '\0' || order == ORDER_SAME)
		return ORDER_UNKNOWN;
	return order;
}

/* The place of a word in a list; -1 not there. */
static int
rank(const char *const *words, const char *word)
{
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static enum order
answer_order(const char *a, const char *b)
{
	static const char *const words[] = { "no", "yes", NULL };
	int x = rank(words, a), y = rank(words, b);

	return x < 0 || y < 0 ? ORDER_UNKNOWN : order_of(x, y);
}

/* Only a copy in the user's own hands is clearly more than the others. */
static enum order
mode_order(const char *a, const char *b)
{
	static const char *const words[] = { "enclave", "federated", "visit",
		"download", NULL };
	int x = rank(words, a), y = rank(words, b);

	if (x < 0 || y < 0 || (x < 3) == (y < 3))
		return ORDER_UNKNOWN;
	return order_of(x, y);
}

static enum order
identity_order(const char *a, const char *b)
{
	static const char *const words[] = { "identifiable", "pseudonymized",
		"anonymized", NULL };
	int x = rank(words, a), y = rank(words, b);

	return x < 0 || y < 0 ? ORDER_UNKNOWN : order_of(x, y);
}

/* Whether place a lies in place b. */
static bool
within(const char *a, const char *b, const struct comity_packs *packs)
{
	const struct comity_codelist *members;
	size_t len = strlen(b);

	if (strncmp(a, b, len) == 0 && a[len] == '-')
		return true;
	if (strcmp(b, "EU") != 0 || packs == NULL)
		return false;
	members = comity_packs_codelist(packs, "eu-members");
	return members != NULL && comity_codelist_find(members, a, INT64_MAX) ==
				      COMITY_CODE_PRESENT;
}

static enum order
place_order(const struct part *a, const struct part *b,
    const struct comity_packs *packs)
{
	/* the slot of a Destination says whether it is allowed */
	bool x = a->slot == NULL || strcmp(a->slot, "no") != 0;
	bool y = b->slot == NULL || strcmp(b->slot, "no") != 0;

	if (x != y)
		return strcmp(a->value, b->value) == 0 ? order_of(x, y)
						       : ORDER_UNKNOWN;
	if (within(a->value, b->value, packs))
		return x ? ORDER_MORE : ORDER_LESS;
	if (within(b->value, a->value, packs))
		return x ? ORDER_LESS : ORDER_MORE;
	return ORDER_UNKNOWN;
}

/* Whether code b stands above a in the list's column parent. */
static bool
is_above(const struct comity_codelist *list, const char *a, const char *b)
{
	const char *up = a;
	int steps;

	for (steps = 0; up != NULL && steps < COMITY_DEPTH_MAX; steps++) {
		up = comity_codelist_column(list, up, "parent");
		if (up != NULL && strcmp(up, b) == 0)
			return true;
	}
	return false;
}

bool
comparison_slot_same(const struct part *a, const struct part *b)
{
	const char *x = a->slot, *y = b->slot;

	if (x != NULL && strncmp(x, "lang ", 5) == 0)
		x = NULL;
	if (y != NULL && strncmp(y, "lang ", 5) == 0)
		y = NULL;
	return comity_text_same(x, y);
}

enum order
comparison_code_order(const char *name, const char *a, const char *b,
    const struct comity_packs *packs)
{
	const struct comity_codelist *list;

	if (name == NULL || packs == NULL ||
	    (list = comity_packs_codelist(packs, name)) == NULL)
		return ORDER_UNKNOWN;
	if (is_above(list, a, b))
		return ORDER_MORE;
	return is_above(list, b, a) ? ORDER_LESS : ORDER_UNKNOWN;
}

enum order
comparison_order(enum measure measure, const struct part *a,
    const struct part *b, const struct comity_packs *packs)
{
	switch (measure) {
	case MEASURE_DECIMAL:
		return decimal_order(a, b);
	case MEASURE_LENGTH:
		return length_order(a->value, b->value);
	case MEASURE_DAY:
		return day_order(a->value, b->value);
	case MEASURE_ANSWER:
		return answer_order(a->value, b->value);
	case MEASURE_NUMBERED:
		return numbered_order(a->value, b->value);
	case MEASURE_MODE:
		return mode_order(a->value, b->value);
	case MEASURE_IDENTITY:
		return identity_order(a->value, b->value);
	case MEASURE_PLACE:
		return place_order(a, b, packs);
	case MEASURE_CODE:
		return comity_text_same(a->slot, b->slot)
			   ? comparison_code_order(
				 a->slot, a->value, b->value, packs)
			   : ORDER_UNKNOWN;
	case MEASURE_TEXT:
		break;
	}
	return ORDER_UNKNOWN;
}
