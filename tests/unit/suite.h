/* SPDX-License-Identifier: Apache-2.0 */
/* suite: the runner of a unit test, once; one TAP line per case. */
#ifndef COMITY_SUITE_H
#define COMITY_SUITE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"
#include "report.h"

/* A suite of one table-driven test and any number of plain ones:
 *   SUITE(name) { SUITE_ROWS(test, rows); SUITE_TEST(test); } SUITE_END */
#define SUITE(name)                                                            \
	int main(void)                                                         \
	{                                                                      \
		Suite *suite = suite_create(name);                             \
		TCase *tcase = tcase_create(name);                             \
		SRunner *runner;                                               \
		int failed;                                                    \
		if (comity_init() != COMITY_OK)                                \
			return EXIT_FAILURE;                                   \
		tcase_set_timeout(tcase, 600);
#define SUITE_ROWS(test, rows)                                                 \
	tcase_add_loop_test(                                                   \
	    tcase, test, 0, (int)(sizeof(rows) / sizeof((rows)[0])))
#define SUITE_TEST(test) tcase_add_test(tcase, test)
#define SUITE_END                                                              \
	suite_add_tcase(suite, tcase);                                         \
	runner = srunner_create(suite);                                        \
	srunner_set_tap(runner, "-");                                          \
	srunner_run_all(runner, CK_SILENT);                                    \
	failed = srunner_ntests_failed(runner);                                \
	srunner_free(runner);                                                  \
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;                      \
	}

#define SUITE_MAIN(name, test, rows)                                           \
	SUITE(name)                                                            \
	SUITE_ROWS(test, rows);                                                \
	SUITE_END

/* Print a report's findings to stderr, for a failing test. */
static inline void
suite_show(const struct comity_report *report)
{
	size_t i;

	for (i = 0; i < comity_report_count(report); i++) {
		const struct comity_finding *f = comity_report_at(report, i);

		fprintf(stderr, "# %s line %lu %s: %s (%s)\n", f->id, f->line,
		    f->path ? f->path : "", f->message ? f->message : "",
		    f->found ? f->found : "");
	}
}

#endif
