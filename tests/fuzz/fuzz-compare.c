/* SPDX-License-Identifier: Apache-2.0 */
/* compare: two documents, a NUL octet between them; without one, the document
 * and an agreement of the examples. */
#include "check.h"
#include "comparison.h"
#include "fuzz.h"

static struct comity_source *usual;

static void
begin(void)
{
	usual = fuzz_file("examples/compare/agreement-old.xml");
}

/* As load() of tools/cmd-compare.c. */
static int
load(struct answer *answer, const unsigned char *bytes, size_t len)
{
	int rc = fuzz_open(answer, "compare", bytes, len);

	if (rc == COMITY_OK)
		rc = comity_packs_match(world.run.packs, answer->doc, NULL,
		    FUZZ_MOMENT, answer->report, &answer->edition);
	if (rc == COMITY_OK)
		rc = comity_check(answer->edition, answer->doc, FUZZ_MOMENT,
		    answer->report, &answer->checked);
	return rc == COMITY_REFUSED && answer->edition != NULL ? COMITY_OK : rc;
}

static int
compare(const struct answer *a, const struct answer *b)
{
	struct comity_report *report = comity_report_new();
	struct comity_comparison *comparison = NULL;
	size_t i, told = 0;
	int rc = comity_compare(&a->checked, &b->checked, report, &comparison);

	if (comparison != NULL) {
		fuzz_assert((rc == COMITY_OK) == (comparison->count == 0),
		    "%d, and %zu differences", rc, comparison->count);
		for (i = 0; i < COMITY_EFFECT_COUNT; i++)
			told += comparison->counts[i];
		fuzz_assert(told == comparison->count, "the count is off");
		fuzz_look(report, COMITY_OK);
	} else
		fuzz_look(report, rc);
	comity_comparison_free(comparison);
	comity_report_free(report);
	return rc;
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct answer a, b;
	struct fuzz_signed input;
	int rc, there, back;

	fuzz_split(bytes, len, &input);
	rc = load(&a, input.bytes, input.len);
	there = input.len + 1 < len
		    ? load(&b, bytes + input.len + 1, len - input.len - 1)
		    : load(&b, usual->bytes, usual->len);
	if (rc == COMITY_OK && there == COMITY_OK) {
		there = compare(&a, &b);
		back = compare(&b, &a);
		fuzz_assert((there == COMITY_OK) == (back == COMITY_OK),
		    "there %d, back %d", there, back);
		there = compare(&a, &a);
		fuzz_assert(
		    there != COMITY_REFUSED, "a document differs from itself");
	}
	answer_clear(&a);
	answer_clear(&b);
}

const struct fuzz_target fuzz_compare = { "compare", begin, one, true, NULL };
