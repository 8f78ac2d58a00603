/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "memory.h"
#include "sandbox-private.h"
#include "status.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
/* Their shadow takes terabytes of address space. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
    HAS_FEATURE(address_sanitizer) || HAS_FEATURE(thread_sanitizer) ||         \
    HAS_FEATURE(memory_sanitizer)
#define SHADOWED 1
#else
#define SHADOWED 0
#endif

/* At most this many from now on; less where less was allowed already. */
static bool
lower(int resource, rlim_t most)
{
	struct rlimit limit, kept;

	if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
		return false;
	if (limit.rlim_max > most)
		limit.rlim_max = most;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	if (setrlimit((__rlimit_resource_t)resource, &limit) == 0)
		return true;
	/* valgrind keeps the upper bound of descriptors to itself */
	return resource == RLIMIT_NOFILE &&
	       getrlimit(RLIMIT_NOFILE, &kept) == 0 &&
	       (kept.rlim_cur = limit.rlim_cur) <= kept.rlim_max &&
	       setrlimit(RLIMIT_NOFILE, &kept) == 0;
}

int
comity_sandbox_bound(const struct comity_sandbox *sandbox, const char **why)
{
	*why = "limits of a process (setrlimit)";
	if (!lower(RLIMIT_CORE, 0) ||
	    /* what is handed on counts until it is taken, by user */
	    !lower(RLIMIT_NOFILE, sandbox->forks || sandbox->file_len > 0
				      ? COMITY_SANDBOX_FILES_MAX
				      : COMITY_WORKER_FILES_MAX))
		return COMITY_UNKNOWN;
	if (!sandbox->forks && !lower(RLIMIT_FSIZE, sandbox->file_len))
		return COMITY_UNKNOWN;
	if (SHADOWED)
		comity_memory_cap(sandbox->memory);
	else if (sandbox->memory != 0 && !lower(RLIMIT_AS, sandbox->memory))
		return COMITY_UNKNOWN;
	*why = NULL;
	return COMITY_OK;
}

/* The superuser reads a partner's list though it is not his; all other powers
 * have nothing to do with documents. */
static bool
drop_capabilities(const struct comity_sandbox *sandbox)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	__u32 kept = 0;

	if (syscall(SYS_capget, &header, data) != 0)
		return false;
	if (comity_sandbox_has_files(sandbox))
		kept |= 1u << CAP_DAC_READ_SEARCH;
	if (comity_sandbox_makes_files(sandbox))
		kept |= 1u << CAP_DAC_OVERRIDE;
	data[0].permitted &= kept;
	data[0].effective &= kept;
	data[0].inheritable = 0;
	data[1] = (struct __user_cap_data_struct){ 0 };
	return syscall(SYS_capset, &header, data) == 0;
}

int
comity_sandbox_close(const struct comity_sandbox *sandbox, const char **why)
{
	int rc = comity_sandbox_bound(sandbox, why);

	if (rc != COMITY_OK)
		return rc;
	/* A worker's memory holds what parties told each other: no dump of it
	 * goes to anybody, a collector of dumps included. */
	if (!sandbox->forks && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
		*why = "that no memory is dumped (PR_SET_DUMPABLE)";
		return COMITY_UNKNOWN;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		*why = "that no right can be won (PR_SET_NO_NEW_PRIVS)";
		return COMITY_UNKNOWN;
	}
	if ((rc = comity_sandbox_landlock(sandbox, why)) != COMITY_OK)
		return rc;
	if (!drop_capabilities(sandbox)) {
		*why = "that capabilities can be dropped (capset)";
		return COMITY_UNKNOWN;
	}
	return comity_sandbox_calls(sandbox, why);
}
