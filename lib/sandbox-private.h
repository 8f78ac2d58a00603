/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox, private: its walls, one file each. */
#ifndef COMITY_SANDBOX_PRIVATE_H
#define COMITY_SANDBOX_PRIVATE_H

#include "sandbox.h"

/* Whether files may be made. */
static inline bool
comity_sandbox_makes_files(const struct comity_sandbox *sandbox)
{
	return sandbox->writable != NULL && *sandbox->writable != NULL;
}
/* Whether any file is left to it by name. */
static inline bool
comity_sandbox_has_files(const struct comity_sandbox *sandbox)
{
	return (sandbox->readable != NULL && *sandbox->readable != NULL) ||
	       comity_sandbox_makes_files(sandbox);
}

/* Landlock: files, ports, signals. Returns as comity_sandbox_close(). */
int comity_sandbox_landlock(
    const struct comity_sandbox *sandbox, const char **why);
/* seccomp: system calls. The same. */
int comity_sandbox_calls(
    const struct comity_sandbox *sandbox, const char **why);

#endif
