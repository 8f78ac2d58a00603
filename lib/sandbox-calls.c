/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox-calls: the system calls that are refused. A list of what is refused
 * and not of what is allowed: what libc, OpenSSL and the sanitizers call
 * differs from version to version, and a worker that ends because libc reads
 * the clock another way answers nothing. doc/sandbox.md says what stays open.
 */
#include "sandbox-private.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define REFUSED SCMP_ACT_ERRNO(EPERM)
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
/* An argument that the kernel takes as 32 bits, whatever stands above. */
#define LOW 0xffffffffull
/* Our filter answers this option of prctl(), which no kernel has, so that a
 * process can ask whether it stands; the filter of a child then refuses only
 * what the one around it does not. */
#define ASK 0x636f6d79
#define STANDS EPROTO

/* One refused call; with args, where all of them hold. */
struct refusal {
	int call;
	unsigned count;
	struct scmp_arg_cmp args[2];
};

static const int calls[] = {
#define CALL(name) SCMP_SYS(name),
#define NEWER(name, number) number,
#include "sandbox-call.def"
#undef NEWER
#undef CALL
};
static const int fork_calls[] = {
#define FORK(name) SCMP_SYS(name),
#include "sandbox-call.def"
#undef FORK
};
static const int write_calls[] = {
#define WRITE(name) SCMP_SYS(name),
#include "sandbox-call.def"
#undef WRITE
};
static const int file_calls[] = {
#define FILE(name) SCMP_SYS(name),
#include "sandbox-call.def"
#undef FILE
};

#define IS(n, mask, value)                                                     \
	SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, (uint64_t)(mask), (uint64_t)(value))
/* the last is of no use here, and missed by clang otherwise */
#define IS_NOT(n, value) SCMP_CMP64(n, SCMP_CMP_NE, (uint64_t)(value), 0)

/* To everybody. A pair of datagram sockets could send to any socket that has
 * a name; a terminal can be made to type. */
static const struct refusal some[] = {
	{ SCMP_SYS(socketpair), 1, { IS(1, 0xf, SOCK_DGRAM) } },
	{ SCMP_SYS(socketpair), 1, { IS(1, 0xf, SOCK_RAW) } },
	{ SCMP_SYS(sendto), 1, { IS_NOT(4, 0) } },
	{ SCMP_SYS(ioctl), 1, { IS(1, LOW, TIOCSTI) } },
	{ SCMP_SYS(ioctl), 1, { IS(1, LOW, TIOCLINUX) } },
	{ SCMP_SYS(ioctl), 1, { IS(1, LOW, TIOCSETD) } },
	{ SCMP_SYS(prlimit64), 1, { IS_NOT(0, 0) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWNS, CLONE_NEWNS) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWCGROUP, CLONE_NEWCGROUP) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWUTS, CLONE_NEWUTS) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWIPC, CLONE_NEWIPC) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWUSER, CLONE_NEWUSER) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWPID, CLONE_NEWPID) } },
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_NEWNET, CLONE_NEWNET) } },
};

/* To what makes no process: a thread is none; signals that a descriptor sends
 * to whom it is told are signals. */
static const struct refusal some_fork[] = {
	{ SCMP_SYS(clone), 1, { IS(0, CLONE_THREAD, 0) } },
	{ SCMP_SYS(prlimit64), 1, { IS_NOT(2, 0) } },
	{ SCMP_SYS(fcntl), 1, { IS(1, LOW, F_SETOWN) } },
	{ SCMP_SYS(fcntl), 1, { IS(1, LOW, F_SETOWN_EX) } },
	{ SCMP_SYS(fcntl64), 1, { IS(1, LOW, F_SETOWN) } },
	{ SCMP_SYS(fcntl64), 1, { IS(1, LOW, F_SETOWN_EX) } },
	{ SCMP_SYS(ioctl), 1, { IS(1, LOW, FIOSETOWN) } },
	{ SCMP_SYS(ioctl), 1, { IS(1, LOW, SIOCSPGRP) } },
};

/* To what has no file: code comes from files, and there is enough of it. */
static const struct refusal some_file[] = {
	{ SCMP_SYS(mmap), 1, { IS(2, PROT_EXEC, PROT_EXEC) } },
	{ SCMP_SYS(mmap2), 1, { IS(2, PROT_EXEC, PROT_EXEC) } },
	{ SCMP_SYS(mprotect), 1, { IS(2, PROT_EXEC, PROT_EXEC) } },
	{ SCMP_SYS(pkey_mprotect), 1, { IS(2, PROT_EXEC, PROT_EXEC) } },
};

static int
refuse_calls(scmp_filter_ctx filter, const int *names, size_t count)
{
	int rc = 0;
	size_t i;

	for (i = 0; rc == 0 && i < count; i++)
		rc = seccomp_rule_add(filter, REFUSED, names[i], 0);
	return rc;
}

static int
refuse_some(
    scmp_filter_ctx filter, const struct refusal *refusals, size_t count)
{
	int rc = 0;
	size_t i;

	for (i = 0; rc == 0 && i < count; i++)
		rc = seccomp_rule_add_array(filter, REFUSED, refusals[i].call,
		    refusals[i].count, refusals[i].args);
	return rc;
}

/* What everybody is refused. clone3() keeps its flags where no filter sees
 * them; ENOSYS makes libc take clone(). */
static int
refuse_base(scmp_filter_ctx filter)
{
	int rc = refuse_calls(filter, calls, LENGTH(calls));

	if (rc == 0)
		rc = refuse_some(filter, some, LENGTH(some));
	if (rc == 0)
		rc = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(STANDS),
		    SCMP_SYS(prctl), 1, IS(0, LOW, ASK));
	return rc;
}

/* No process, and no signal but to itself: abort() is one. */
static int
refuse_forks(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp others = IS_NOT(0, getpid());
	int rc = refuse_calls(filter, fork_calls, LENGTH(fork_calls));

	if (rc == 0)
		rc = refuse_some(filter, some_fork, LENGTH(some_fork));
	if (rc == 0)
		rc = seccomp_rule_add(
		    filter, REFUSED, SCMP_SYS(kill), 1, others);
	if (rc == 0)
		rc = seccomp_rule_add(
		    filter, REFUSED, SCMP_SYS(tgkill), 1, others);
	return rc;
}

static int
refuse_files(scmp_filter_ctx filter)
{
	int rc = refuse_calls(filter, file_calls, LENGTH(file_calls));

	return rc == 0 ? refuse_some(filter, some_file, LENGTH(some_file)) : rc;
}

/* Whether a filter of ours stands around this process. */
static bool
stands(void)
{
	return prctl(ASK, 0, 0, 0, 0) == -1 && errno == STANDS;
}

int
comity_sandbox_calls(const struct comity_sandbox *sandbox, const char **why)
{
	/* another architecture's calls have other numbers: there are none */
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int rc;

	*why = "seccomp filters (Linux 3.17 or newer)";
	if (filter == NULL)
		return COMITY_ENOMEM;
	rc = seccomp_attr_set(
	    filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (rc == 0 && !stands())
		rc = refuse_base(filter);
	if (rc == 0 && !sandbox->forks)
		rc = refuse_forks(filter);
	if (rc == 0 && !comity_sandbox_makes_files(sandbox))
		rc = refuse_calls(filter, write_calls, LENGTH(write_calls));
	if (rc == 0 && !comity_sandbox_has_files(sandbox))
		rc = refuse_files(filter);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	if (rc == -ENOMEM)
		return COMITY_ENOMEM;
	if (rc != 0)
		return COMITY_UNKNOWN;
	*why = NULL;
	return COMITY_OK;
}
