/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"
#include "suite.h"

static const struct row {
	const char *why, *text;
	int rc;
	const char *bytes; /* read only if rc is COMITY_OK */
} rows[] = {
	{ "three octets", "Zm9v", COMITY_OK, "foo" },
	{ "two octets", "Zm8=", COMITY_OK, "fo" },
	{ "one octet", "Zg==", COMITY_OK, "f" },
	{ "white space anywhere", " Z\tm\r\n9 v\n", COMITY_OK, "foo" },
	{ "white space in the padding", "Zg=\n= ", COMITY_OK, "f" },
	{ "both special digits", "++//", COMITY_OK, "\xfb\xef\xff" },
	{ "nothing", "", COMITY_REFUSED, NULL },
	{ "only white space", " \n", COMITY_REFUSED, NULL },
	{ "no padding", "Zm8", COMITY_REFUSED, NULL },
	{ "half the padding", "Zg=", COMITY_REFUSED, NULL },
	{ "too much padding", "Zm8==", COMITY_REFUSED, NULL },
	{ "padding of a full group", "Zm9v=", COMITY_REFUSED, NULL },
	{ "a group of padding", "Zm9v====", COMITY_REFUSED, NULL },
	{ "only padding", "====", COMITY_REFUSED, NULL },
	{ "a digit after the padding", "Zg==Zg==", COMITY_REFUSED, NULL },
	{ "a digit in the padding", "Zg=A", COMITY_REFUSED, NULL },
	{ "one digit", "Z===", COMITY_REFUSED, NULL },
	{ "unused bits set, one octet", "Zh==", COMITY_REFUSED, NULL },
	{ "unused bits set, two octets", "Zm9=", COMITY_REFUSED, NULL },
	{ "a URL digit", "Zm9-", COMITY_REFUSED, NULL },
	{ "a no-break space", "Zm9v\xc2\xa0", COMITY_REFUSED, NULL },
	{ "a form feed", "Zm9v\f", COMITY_REFUSED, NULL },
	{ "a percent sign", "Zm9v%", COMITY_REFUSED, NULL },
};

START_TEST(read_row)
{
	const struct row *row = &rows[_i];
	unsigned char *bytes = NULL;
	size_t len = 0;
	int rc = comity_base64_read(row->text, &bytes, &len);

	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (rc == COMITY_OK) {
		ck_assert_uint_eq(len, strlen(row->bytes));
		ck_assert_mem_eq(bytes, row->bytes, len);
	} else
		ck_assert_ptr_null(bytes);
	free(bytes);
}
END_TEST

/* Every length there and back; and every other last digit is refused. */
START_TEST(there_and_back)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				     "opqrstuvwxyz0123456789+/";
	unsigned char from[70], *to = NULL;
	size_t len, got = 0, i, accepted;
	char *text, *last;

	for (i = 0; i < sizeof(from); i++)
		from[i] = (unsigned char)(i * 37 + 11);
	for (len = 1; len <= sizeof(from); len++) {
		text = comity_base64_write(from, len);
		ck_assert_ptr_nonnull(text);
		ck_assert_int_eq(
		    comity_base64_read(text, &to, &got), COMITY_OK);
		ck_assert_uint_eq(got, len);
		ck_assert_mem_eq(to, from, len);
		free(to);
		last = text + strcspn(text, "=") - 1;
		for (accepted = i = 0; i < 64; i++) {
			*last = digits[i];
			if (comity_base64_read(text, &to, &got) == COMITY_OK) {
				accepted++;
				free(to);
			}
		}
		ck_assert_uint_eq(accepted, len % 3 == 0   ? 64
					    : len % 3 == 1 ? 4
							   : 16);
		free(text);
	}
}
END_TEST

SUITE("base64")
SUITE_ROWS(read_row, rows);
SUITE_TEST(there_and_back);
SUITE_END
