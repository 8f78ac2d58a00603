/* SPDX-License-Identifier: Apache-2.0 */
/* Memory and tables that live and die together. */
#include "arena.h"
#include "status.h"
#include "suite.h"
#include "texts.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

START_TEST(arena_takes)
{
	struct comity_arena arena = { 0 };
	unsigned char *row;
	size_t i, j;

	/* small ones and large ones in turn: each its own, zeroed, aligned */
	for (i = 1; i < 200; i++) {
		row = comity_arena_take(&arena, i % 7 == 0 ? i * 1000 : i);
		ck_assert_ptr_nonnull(row);
		ck_assert_uint_eq((uintptr_t)row % sizeof(void *), 0);
		for (j = 0; j < i; j++)
			ck_assert_uint_eq(row[j], 0);
		memset(row, 0xff, i % 7 == 0 ? i * 1000 : i);
	}
	ck_assert_ptr_null(comity_arena_take(&arena, SIZE_MAX - 8));
	comity_arena_clear(&arena);
	ck_assert_ptr_null(arena.blocks);
}
END_TEST

static const struct collapse_row {
	const char *text, *collapsed;
} collapse_rows[] = {
	{ "", "" },
	{ " \t\r\n", "" },
	{ "a", "a" },
	{ "  a", "a" },
	{ "a  ", "a" },
	{ "a  b\n\tc", "a b c" },
	{ " a b ", "a b" },
	{ "\xc3\xa9 \xc3\xa9", "\xc3\xa9 \xc3\xa9" },
};

START_TEST(arena_collapses)
{
	const struct collapse_row *row = &collapse_rows[_i];
	struct comity_arena arena = { 0 };
	const char *got =
	    comity_arena_collapse(&arena, row->text, strlen(row->text));
	unsigned char *next = comity_arena_take(&arena, 64);
	size_t i;

	ck_assert_str_eq(got, row->collapsed);
	/* what a collapsed text gave back is zeroed for the next */
	for (i = 0; i < 64; i++)
		ck_assert_uint_eq(next[i], 0);
	comity_arena_clear(&arena);
}
END_TEST

START_TEST(arena_grows)
{
	struct comity_arena arena = { 0 };
	size_t *rows = NULL, i;

	for (i = 0; i < 1000; i++) {
		rows = comity_arena_grow(&arena, rows, i, sizeof(*rows));
		ck_assert_ptr_nonnull(rows);
		ck_assert_uint_eq(rows[i], 0);
		rows[i] = i + 1;
	}
	for (i = 0; i < 1000; i++)
		ck_assert_uint_eq(rows[i], i + 1);
	comity_arena_clear(&arena);
}
END_TEST

START_TEST(texts_find)
{
	struct comity_arena arena = { 0 };
	struct comity_texts texts = { 0 };
	char name[32];
	size_t i;

	ck_assert_ptr_null(comity_texts_find(&texts, "n0"));
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "n%zu", i);
		ck_assert_int_eq(
		    comity_texts_add(&texts, &arena,
			comity_arena_copy(&arena, name, strlen(name)),
			(void *)(i + 1)),
		    COMITY_OK);
	}
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "n%zu", i);
		ck_assert_uint_eq(
		    (uintptr_t)comity_texts_find(&texts, name), i + 1);
	}
	ck_assert_ptr_null(comity_texts_find(&texts, "n5000"));
	ck_assert_ptr_null(comity_texts_find(&texts, ""));
	ck_assert_uint_eq(texts.count, 5000);
	comity_arena_clear(&arena);
}
END_TEST

SUITE("arena")
SUITE_TEST(arena_takes);
SUITE_ROWS(arena_collapses, collapse_rows);
SUITE_TEST(arena_grows);
SUITE_TEST(texts_find);
SUITE_END
