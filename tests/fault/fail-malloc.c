/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-malloc: what becomes of a program whose n-th allocation fails.
 *
 * Preloaded, it counts the allocations of a program. At each one that is to
 * be tried it forks: the child sees that one allocation fail and runs on to
 * its end, while the parent waits, writes down how the child ended, and goes
 * on untouched. So one run of the program tries any number of n, and each of
 * them costs only what comes after the failure.
 *
 * Environment:
 *   FAIL_LOG     a file for the lines "n how what left" (below)
 *   FAIL_KEEP    a folder: what children with exit status 0 printed (n.out)
 *                and whatever output any child left (n.file)
 *   FAIL_OUT     the program's output file; taken away after each child
 *   FAIL_SECONDS how long a child may take; a longer one hangs
 *   FAIL_FROM    none up to this one is tried
 *   FAIL_EVERY   every n after it and up to this one is tried
 *   FAIL_STEP    beyond, every n of this distance, from
 *   FAIL_OFFSET  this one on
 *   FAIL_SKIP    "offset+length ..." in the program, hexadecimal: allocations
 *                that are called for from there do not count
 *   FAIL_ONLY    "and-after": all allocations from the n-th on fail
 * A line: n; "exit" or "signal" and which; "file" or "none"; for an exit of 0
 * the calls that led to the allocation, as library:function+offset. A child
 * that a signal ended leaves n.crash: the calls that led there.
 * The last line: "total N".
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FRAMES_MAX 48
#define SKIP_MAX 8

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);

static struct {
	bool on; /* counting */
	bool is_child, and_after;
	unsigned long n, from, every, step, offset;
	unsigned int seconds;
	uintptr_t base; /* of the program */
	uintptr_t skip[SKIP_MAX][2];
	size_t skip_count;
	int log;
	char keep[4096], out[4096];
} state;

static unsigned long
number(const char *name)
{
	const char *text = getenv(name);

	return text == NULL ? 0 : strtoul(text, NULL, 10);
}

static void
path(char *to, size_t size, const char *name)
{
	const char *text = getenv(name);

	snprintf(to, size, "%s", text == NULL ? "" : text);
}

/* The calls above, one word each. */
static void
write_calls(int fd)
{
	void *frames[FRAMES_MAX];
	int count = backtrace(frames, FRAMES_MAX), i;

	for (i = 0; i < count; i++) {
		const char *file, *slash;
		Dl_info info;

		if (dladdr(frames[i], &info) == 0)
			continue;
		file = info.dli_fname;
		if ((slash = strrchr(file, '/')) != NULL)
			file = slash + 1;
		dprintf(fd, " %s:%s+0x%lx", file,
		    info.dli_sname ? info.dli_sname : "",
		    (unsigned long)((char *)frames[i] -
				    (char *)info.dli_fbase));
	}
}

static void
on_signal(int number)
{
	char to[4200];
	int fd;

	state.on = false;
	signal(number, SIG_DFL);
	snprintf(to, sizeof(to), "%s/%lu.crash", state.keep, state.n);
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd >= 0) {
		write_calls(fd);
		close(fd);
	}
	raise(number);
}

static void
catch_file(const char *name)
{
	char to[4200];

	snprintf(to, sizeof(to), "%s/%lu.%s", state.keep, state.n, name);
	if (rename(state.out, to) != 0)
		_exit(99);
}

/* In the child: what is printed goes to files of its own. */
static void
divert(void)
{
	char to[4200];
	int fd;

	snprintf(to, sizeof(to), "%s/%lu.out", state.keep, state.n);
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		_exit(99);
	close(fd);
	fd = open("/dev/null", O_WRONLY);
	if (fd < 0 || dup2(fd, STDERR_FILENO) < 0)
		_exit(99);
	close(fd);
	alarm(state.seconds);
}

static void
write_down(int status)
{
	bool left = state.out[0] != '\0' && access(state.out, F_OK) == 0;
	bool ended = WIFEXITED(status);
	int what = ended ? WEXITSTATUS(status) : WTERMSIG(status);
	char name[4200];

	dprintf(state.log, "%lu %s %d %s", state.n, ended ? "exit" : "signal",
	    what, left ? "file" : "none");
	if (!ended || what == 0) {
		write_calls(state.log);
	} else {
		snprintf(name, sizeof(name), "%s/%lu.out", state.keep, state.n);
		(void)unlink(name);
	}
	dprintf(state.log, "\n");
	if (left)
		catch_file("file");
}

static bool
is_tried(void)
{
	if (state.n <= state.from)
		return false;
	if (state.n <= state.every)
		return true;
	return state.step != 0 && state.n % state.step == state.offset;
}

static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL,
	SIGALRM };
#define SIGNAL_COUNT ((int)(sizeof(signals) / sizeof(signals[0])))

static bool
is_skipped(const void *caller)
{
	uintptr_t at = (uintptr_t)caller - state.base;
	size_t i;

	for (i = 0; i < state.skip_count; i++)
		if (at >= state.skip[i][0] &&
		    at - state.skip[i][0] < state.skip[i][1])
			return true;
	return false;
}

/* Whether this allocation fails. */
static bool
fails(const void *caller)
{
	pid_t child;
	int status = 0;

	if (!state.on || is_skipped(caller))
		return false;
	if (state.is_child)
		return state.and_after;
	state.n++;
	if (!is_tried())
		return false;
	state.on = false; /* what is done here does not count */
	child = fork();
	if (child < 0)
		_exit(99);
	if (child == 0) {
		state.is_child = true;
		divert();
		for (status = 0; status < SIGNAL_COUNT; status++)
			signal(signals[status], on_signal);
		state.on = true;
		return true;
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			_exit(99);
	write_down(status);
	state.on = true;
	return false;
}

void *
malloc(size_t size)
{
	if (fails(__builtin_return_address(0))) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	if (fails(__builtin_return_address(0))) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(count, size);
}

void *
realloc(void *pointer, size_t size)
{
	if (size != 0 && fails(__builtin_return_address(0))) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(pointer, size);
}

/* The program's own mappings of memory; malloc() makes its in another way. */
void *
mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
	if (fd < 0 && fails(__builtin_return_address(0))) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return (void *)syscall(
	    SYS_mmap, at, len, protection, flags, fd, offset);
}

static int
program_base(struct dl_phdr_info *info, size_t size, void *base)
{
	(void)size;
	*(uintptr_t *)base = info->dlpi_addr;
	return 1; /* the first is the program itself */
}

static void
read_skip(void)
{
	const char *at = getenv("FAIL_SKIP");
	char *end;

	(void)dl_iterate_phdr(program_base, &state.base);
	while (at != NULL && *at != '\0' && state.skip_count < SKIP_MAX) {
		state.skip[state.skip_count][0] = strtoul(at, &end, 16);
		if (*end != '+')
			return;
		state.skip[state.skip_count++][1] = strtoul(end + 1, &end, 16);
		at = *end == ' ' ? end + 1 : NULL;
	}
}

__attribute__((constructor)) static void
begin(void)
{
	const char *log = getenv("FAIL_LOG"), *only = getenv("FAIL_ONLY");
	void *frame[1];

	if (log == NULL)
		return;
	/* the first call loads what it needs */
	(void)backtrace(frame, 1);
	path(state.keep, sizeof(state.keep), "FAIL_KEEP");
	path(state.out, sizeof(state.out), "FAIL_OUT");
	read_skip();
	state.seconds = (unsigned int)number("FAIL_SECONDS");
	state.from = number("FAIL_FROM");
	state.every = number("FAIL_EVERY");
	state.step = number("FAIL_STEP");
	state.offset = state.step ? number("FAIL_OFFSET") % state.step : 0;
	state.and_after = only != NULL && strcmp(only, "and-after") == 0;
	state.log = open(
	    log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (state.log < 0)
		_exit(99);
	state.on = true;
}

__attribute__((destructor)) static void
end(void)
{
	if (state.log == 0 || state.is_child)
		return;
	state.on = false;
	dprintf(state.log, "total %lu\n", state.n);
}
