/* SPDX-License-Identifier: Apache-2.0 */
#include "decimal.h"
#include "suite.h"

static const struct row {
	const char *why, *op, *a, *b, *want; /* want NULL: refused */
} rows[] = {
	{ "what doubles get wrong", "add", "185.76", "14.29", "200.05" },
	{ "lexical forms are one value", "cmp", "+.50", "0.5", "0" },
	{ "leading zeros", "cmp", "00150.500", "150.5", "0" },
	{ "minus zero is zero", "cmp", "-0.00", "0", "0" },
	{ "signs", "add", "-5", "3.25", "-1.75" },
	{ "to zero", "add", "-3.25", "3.25", "0" },
	{ "borrow over a point", "add", "1000", "-0.001", "999.999" },
	{ "order", "cmp", "-2", "1", "-1" },
	{ "order of negatives", "cmp", "-2", "-1", "-1" },
	{ "smaller fraction", "cmp", "0.09", "0.1", "-1" },
	{ "product", "mul", "12.5", "0.08", "1" },
	{ "long product", "mul", "99999999999999999999", "99999999999999999999",
	    "9999999999999999999800000000000000000001" },
	{ "sign of a product", "mul", "-0.1", "0.1", "-0.01" },
	{ "half goes away from zero", "round", "2.345", "2", "2.35" },
	{ "half goes away from zero below", "round", "-2.345", "2", "-2.35" },
	{ "carry through", "round", "9.999", "2", "10" },
	{ "below half", "round", "0.004", "2", "0" },
	{ "to units", "round", "0.5", "0", "1" },
	{ "already short", "round", "7.1", "5", "7.1" },
	{ "empty is no number", "cmp", "", "0", NULL },
	{ "an exponent is no xs:decimal", "cmp", "1e3", "1000", NULL },
	{ "two points", "cmp", "1.2.3", "1", NULL },
	{ "a lone point", "cmp", ".", "1", NULL },
	{ "a lone sign", "cmp", "-", "1", NULL },
	{ "a comma", "cmp", "1,5", "1", NULL },
	{ "a blank inside", "cmp", "1 5", "15", NULL },
};

START_TEST(decimal_row)
{
	const struct row *row = &rows[_i];
	struct comity_decimal a, b, c;
	char *text = NULL;
	int rc = comity_decimal_read(row->a, &a);

	if (rc == COMITY_OK)
		rc = comity_decimal_read(row->b, &b);
	ck_assert_msg((rc == COMITY_OK) == (row->want != NULL), "%s", row->why);
	if (row->want == NULL)
		return;
	if (strcmp(row->op, "cmp") == 0) {
		ck_assert_msg(comity_decimal_compare(&a, &b) ==
			strtol(row->want, NULL, 10),
		    "%s", row->why);
		return;
	}
	if (strcmp(row->op, "add") == 0)
		rc = comity_decimal_add(&a, &b, &c);
	else if (strcmp(row->op, "mul") == 0)
		rc = comity_decimal_multiply(&a, &b, &c);
	else
		rc = comity_decimal_round(
		    &a, (int)strtol(row->b, NULL, 10), &c);
	ck_assert_int_eq(rc, COMITY_OK);
	text = comity_decimal_write(&c);
	ck_assert_msg(strcmp(text, row->want) == 0, "%s: %s, not %s", row->why,
	    text, row->want);
	free(text);
}
END_TEST

START_TEST(decimal_too_long)
{
	struct comity_decimal d;
	char digits[COMITY_DECIMAL_MAX + 2];

	memset(digits, '7', sizeof(digits) - 1);
	digits[sizeof(digits) - 1] = '\0';
	ck_assert_int_eq(comity_decimal_read(digits, &d), COMITY_ELIMIT);
	digits[COMITY_DECIMAL_MAX] = '\0';
	ck_assert_int_eq(comity_decimal_read(digits, &d), COMITY_OK);
	ck_assert_int_eq(comity_decimal_add(&d, &d, &d), COMITY_ELIMIT);
	ck_assert_int_eq(comity_decimal_multiply(&d, &d, &d), COMITY_ELIMIT);
}
END_TEST

SUITE("decimal")
SUITE_ROWS(decimal_row, rows);
SUITE_TEST(decimal_too_long);
SUITE_END
