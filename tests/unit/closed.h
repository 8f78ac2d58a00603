/* SPDX-License-Identifier: Apache-2.0 */
/* closed: children of a test that close a sandbox around themselves. */
#ifndef COMITY_TEST_CLOSED_H
#define COMITY_TEST_CLOSED_H

#include "sandbox.h"
#include "suite.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNSUPPORTED 201
#define NOT_CLOSED 202
#define ENDED 1000 /* and the signal */

/* What act answers in a child; behind a sandbox, if one is given. */
static inline int
in_child(const struct comity_sandbox *sandbox, int (*act)(void))
{
	const char *why = NULL;
	int status = 0, rc;
	pid_t child;

	fflush(NULL);
	if ((child = fork()) == 0) {
		rc = sandbox == NULL ? COMITY_OK
				     : comity_sandbox_close(sandbox, &why);
		if (rc == COMITY_UNKNOWN)
			_exit(why != NULL ? UNSUPPORTED : NOT_CLOSED);
		_exit(rc == COMITY_OK ? act() : NOT_CLOSED);
	}
	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : ENDED + WTERMSIG(status);
}

static inline bool
closes(void)
{
	static bool told;

	if (comity_sandbox_abi() > 0)
		return true;
	if (!told)
		fprintf(stderr, "# SKIP: this kernel has no Landlock\n");
	told = true;
	return false;
}

#endif
