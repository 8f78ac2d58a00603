/* SPDX-License-Identifier: Apache-2.0 */
/* check: the few macros of Check that tests/unit/keys.h and tsa.h use, for
 * programs that are no test suite: what fails, ends the program. */
#ifndef COMITY_FUZZ_CHECK_H
#define COMITY_FUZZ_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define ck_assert(condition)                                                   \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
			    #condition);                                       \
			abort();                                               \
		}                                                              \
	} while (0)
#define ck_assert_int_eq(a, b) ck_assert((a) == (b))
#define ck_assert_int_gt(a, b) ck_assert((a) > (b))
#define ck_assert_ptr_nonnull(a) ck_assert((a) != NULL)

#endif
