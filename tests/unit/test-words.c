/* SPDX-License-Identifier: Apache-2.0 */
/* Every sentence of ours in every language: there, not left in English, with
 * the same values in it, ending as the English ends. */
#include "comity.h"
#include "language.h"
#include "report.h"
#include "suite.h"

#include <stdbool.h>

#define VALUES_MAX 16

/* Words that German or French shares with English. */
static const char *const same[] = { "absent", "note", "in", "source",
	"Signatures", "signatures", "signature", "service", "version",
	"version {1}", "direction", "destinations",
	"parties", "status", "codes", "%s, list %s", "%s: " };

/* What the command says, and what its page says. */
static const char *const words[][COMITY_LANGUAGE_COUNT] = {
#define WORD(name, en, de, fr) { en, de, fr },
#include "words.def"
#define PAGE_WORD(name, en, de, fr) { en, de, fr },
#include "page-words.def"
};

/* Meaning and next step in each language. */
static const char *const explained[][2 * COMITY_LANGUAGE_COUNT] = {
#define EXPLANATION(word, en, en_next, de, de_next, fr, fr_next)               \
	{ en, en_next, de, de_next, fr, fr_next },
#include "explanation.def"
};

static bool
may_be_same(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (strcmp(same[i], text) == 0)
			return true;
	return false;
}

/* The values of a printf format, one text each, in the order of the
 * arguments: "%2$s" is the second. Returns how many, or -1 if mixed. */
static int
values(const char *format, char out[VALUES_MAX][8])
{
	int count = 0, index, len, numbered = 0;

	memset(out, 0, VALUES_MAX * 8);
	for (; *format != '\0'; format++) {
		if (*format != '%')
			continue;
		if (*++format == '%')
			continue;
		index = count;
		if (sscanf(format, "%d$%n", &index, &len) == 1 &&
		    format[1] == '$') {
			format += 2;
			index--;
			numbered++;
		} else {
			index = count;
		}
		len = (int)strspn(format, "0123456789.-zl") + 1;
		if (index < 0 || index >= VALUES_MAX || len > 7)
			return -1;
		memcpy(out[index], format, (size_t)len);
		format += len - 1;
		count++;
	}
	return numbered == 0 || numbered == count ? count : -1;
}

static bool
same_values(const char *a, const char *b)
{
	char ours[VALUES_MAX][8], theirs[VALUES_MAX][8];
	int count = values(a, ours);

	return count >= 0 && count == values(b, theirs) &&
	       memcmp(ours, theirs, sizeof(ours)) == 0;
}

/* {1} to {9}, each as often. */
static bool
same_places(const char *a, const char *b)
{
	char place[4] = "{1}";
	const char *at;
	int balance;

	for (; place[1] <= '9'; place[1]++) {
		balance = 0;
		for (at = a; (at = strstr(at, place)) != NULL; at++)
			balance++;
		for (at = b; (at = strstr(at, place)) != NULL; at++)
			balance--;
		if (balance != 0)
			return false;
	}
	return true;
}

/* The sign or blank that a text ends with; '\0' for a letter. */
static char
ending(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && strchr(".!? :;,\n", text[len - 1]) != NULL
		   ? text[len - 1]
		   : '\0';
}

static void
check_words(const char *which, const char *english, const char *other)
{
	ck_assert_msg(other != NULL && *other != '\0', "%s: missing for \"%s\"",
	    which, english);
	ck_assert_msg(strcmp(english, other) != 0 || may_be_same(english),
	    "%s: left in English: \"%s\"", which, english);
	ck_assert_msg(ending(english) == ending(other),
	    "%s: ends otherwise: \"%s\"", which, other);
	ck_assert_msg(same_places(english, other),
	    "%s: other places {n}: \"%s\"", which, other);
	ck_assert_msg(strstr(other, "  ") == NULL || strstr(english, "  "),
	    "%s: two blanks: \"%s\"", which, other);
}

START_TEST(language_row)
{
	static const char *const names[] = { "en", "de", "fr" };
	enum comity_language language = COMITY_FR;

	ck_assert_str_eq(
	    comity_language_name((enum comity_language)_i), names[_i]);
	ck_assert_int_eq(comity_language_read(names[_i], &language), COMITY_OK);
	ck_assert_int_eq(language, _i);
}
END_TEST

START_TEST(no_language)
{
	static const char *const none[] = { "", "d", "DE", "deu", "de-AT", "it",
		"en,de" };
	enum comity_language language = COMITY_FR;
	size_t i;

	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		ck_assert_int_eq(
		    comity_language_read(none[i], &language), COMITY_REFUSED);
	ck_assert_int_eq(language, COMITY_FR);
}
END_TEST

START_TEST(findings)
{
	const struct comity_finding_row *row;
	const char *message, *remedy;
	size_t i;
	int l;

	for (i = 0; (row = comity_finding_row_at(i)) != NULL; i++)
		for (l = COMITY_DE; l < COMITY_LANGUAGE_COUNT; l++) {
			message = comity_finding_message(i, l);
			remedy = comity_finding_remedy(i, l);
			ck_assert_msg(message != row->message, "%s: no row: %s",
			    comity_language_name(l), row->id);
			check_words(row->id, row->message, message);
			check_words(row->id, row->remedy, remedy);
		}
	ck_assert_uint_eq(i, COMITY_F_COUNT);
}
END_TEST

START_TEST(phrases)
{
	const struct comity_phrase_row *row, *before;
	size_t i, j;
	int l;

	for (i = 0; (row = comity_phrase_row_at(i)) != NULL; i++) {
		for (l = COMITY_DE; l < COMITY_LANGUAGE_COUNT; l++) {
			check_words(
			    comity_language_name(l), row->at[0], row->at[l]);
			ck_assert_msg(same_values(row->at[0], row->at[l]),
			    "other values: \"%s\"", row->at[l]);
		}
		for (j = 0; j < i; j++) {
			before = comity_phrase_row_at(j);
			ck_assert_msg(strcmp(before->at[0], row->at[0]) != 0,
			    "twice: \"%s\"", row->at[0]);
		}
	}
	ck_assert_uint_gt(i, 0);
}
END_TEST

START_TEST(command_words)
{
	size_t i;
	int l;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		for (l = COMITY_DE; l < COMITY_LANGUAGE_COUNT; l++)
			check_words(
			    comity_language_name(l), words[i][0], words[i][l]);
}
END_TEST

START_TEST(explanations)
{
	size_t i;
	int l, part;

	for (i = 0; i < sizeof(explained) / sizeof(explained[0]); i++)
		for (l = COMITY_DE; l < COMITY_LANGUAGE_COUNT; l++)
			for (part = 0; part < 2; part++)
				check_words(comity_language_name(l),
				    explained[i][part],
				    explained[i][2 * l + part]);
}
END_TEST

START_TEST(values_are_compared)
{
	ck_assert(same_values("%zu of %s", "%2$s: %1$zu"));
	ck_assert(!same_values("%zu of %s", "%s: %zu"));
	ck_assert(!same_values("%s", "none"));
	ck_assert(!same_values("%s %s", "%1$s %s"));
	ck_assert(same_values("100 %%", "100 %%"));
	ck_assert(same_places("{2} {1}", "{1} {2}"));
	ck_assert(!same_places("{1}", "{2}"));
}
END_TEST

START_TEST(report_speaks)
{
	struct comity_report *report = comity_report_new();
	const struct comity_finding *f;

	ck_assert_ptr_nonnull(report);
	(void)comity_report_add(
	    report, COMITY_F_EMPTY, NULL, "not stated", "not stated");
	comity_report_speak(report, COMITY_DE);
	(void)comity_report_add(
	    report, COMITY_F_EMPTY, NULL, "not stated", "not stated");
	f = comity_report_at(report, 0);
	ck_assert_str_eq(f->message, "the file is empty");
	ck_assert_str_eq(f->expected, "not stated");
	f = comity_report_at(report, 1);
	ck_assert_str_eq(f->id, "comity-empty");
	ck_assert_str_eq(f->message, "die Datei ist leer");
	ck_assert_str_eq(f->remedy, "das ganze Dokument angeben");
	ck_assert_str_eq(f->expected, "nicht angegeben");
	ck_assert_str_eq(f->found, "not stated"); /* a stranger's words */
	comity_report_free(report);
}
END_TEST

START_TEST(session_speaks)
{
	struct comity_session *session = NULL;
	struct comity_answer *answer = NULL;
	struct comity_answer_finding finding;

	ck_assert_int_eq(
	    comity_session_new(COMITY_SCHEMAS_DIR, &session, &answer),
	    COMITY_IS_YES);
	comity_answer_free(answer);
	ck_assert_int_eq(comity_session_speak(session, "de"), COMITY_IS_YES);
	ck_assert_int_eq(comity_session_speak(session, "xx"), COMITY_IS_NO);
	ck_assert_int_eq(
	    comity_session_validate(session, "a", "<a>", 3, 0, &answer),
	    COMITY_IS_NO);
	ck_assert_int_eq(
	    comity_answer_finding(answer, 0, &finding), COMITY_IS_YES);
	ck_assert_str_eq(finding.id, "comity-not-well-formed");
	ck_assert_str_eq(
	    finding.message, "das Dokument ist kein wohlgeformtes XML");
	comity_answer_free(answer);
	comity_session_free(session);
}
END_TEST

static const int languages[] = { COMITY_EN, COMITY_DE, COMITY_FR };

SUITE("words")
{
	SUITE_ROWS(language_row, languages);
	SUITE_TEST(no_language);
	SUITE_TEST(findings);
	SUITE_TEST(phrases);
	SUITE_TEST(command_words);
	SUITE_TEST(explanations);
	SUITE_TEST(values_are_compared);
	SUITE_TEST(report_speaks);
	SUITE_TEST(session_speaks);
}
SUITE_END
