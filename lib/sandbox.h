/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox: what a process gives up for good, before it meets a stranger's
 * bytes. Three walls, each of which would do alone where it is whole: Landlock
 * (files, ports, signals), seccomp (system calls) and limits (memory). What
 * each process may still do is in doc/sandbox.md.
 */
#ifndef COMITY_SANDBOX_H
#define COMITY_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What may still be done afterwards. All zero is a worker: it has memory, the
 * descriptors that it holds already, and nothing else.
 */
struct comity_sandbox {
	/* Files and folders (with all below) that may be read; NULL at the
	 * end; NULL none. One that does not exist, or that may not be read
	 * anyhow, is passed over; a link counts for its target. */
	const char *const *readable;
	/* Folders below which files may be made, replaced and removed, and
	 * files that may be written; the same. */
	const char *const *writable;
	/* Octets of address space, what stands already included; 0 no bound.
	 * Under the address sanitizer comity_memory_cap() takes its place. */
	size_t memory;
	/* Octets up to which a file may grow that is already open for writing,
	 * a memfd too; 0 none, SIZE_MAX no bound. Beyond it comes SIGXFSZ; who
	 * ignores that gets EFBIG. Pipes and sockets are no files. Only if
	 * forks is false. */
	size_t file_len;
	/* May make processes, signal them, and bound what they may use. */
	bool forks;
	/* The newest Landlock to use; 0 what there is. For tests, which so
	 * play an older kernel. */
	int abi_max;
};

/* The Landlock ABI of this kernel; 0 none. */
int comity_sandbox_abi(void);

/*
 * Close it around the calling process, for good. A child may close a narrower
 * one inside; what has neither files nor forks can close no further one.
 * Capabilities go, but for those by which the superuser reads and writes
 * others' files where files are left at all.
 * sandbox  borrowed; trusted.
 * why      a phrase of ours (a constant) that names the missing part, on
 *          COMITY_UNKNOWN; else NULL. Say it with COMITY_F_SANDBOX_MISSING.
 *
 * Returns COMITY_OK; COMITY_UNKNOWN: this kernel can not give all of it, and
 * the process, part of which may be closed by now, should end; COMITY_ENOMEM.
 * Call it from a process with one thread.
 */
int comity_sandbox_close(
    const struct comity_sandbox *sandbox, const char **why);

/* The limits alone (memory, file_len, descriptors, no core dump): what is left
 * of it where a person asked for no sandbox. Returns as above. */
int comity_sandbox_bound(
    const struct comity_sandbox *sandbox, const char **why);

#endif
