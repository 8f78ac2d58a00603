/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox from the inside: a child closes it around itself and tries. Each
 * attempt has its open twin, a child without a sandbox that succeeds, so that
 * none is refused for another reason.
 */
#include "closed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>

#define BOUND ((size_t)1 << 30)

/* Made before, and inherited. */
static struct {
	char folder[64], file[100], other[100];
	int folder_fd, written_fd, inet_fd, datagram_fd, pipe_fd;
	int listener, there, pipe_end;
	struct sockaddr_in port;
	struct sockaddr_un datagram_name;
	pid_t victim;
} world;

static const char *
in_folder(const char *name)
{
	static char path[100];

	snprintf(path, sizeof(path), "%s/%s", world.folder, name);
	return path;
}

static int
said(int result)
{
	return result < 0 ? errno : 0;
}

/* --- attempts: 0, or why not ------------------------------------------- */
static int
reads(void)
{
	return said(open(world.file, O_RDONLY));
}
static int
writes(void)
{
	return said(open(world.file, O_WRONLY));
}
static int
makes(void)
{
	return said(open(in_folder("new"), O_WRONLY | O_CREAT, 0600));
}
static int
reads_beneath(void)
{
	return said(openat(world.folder_fd, "file", O_RDONLY));
}
static int
reads_beneath_2(void)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = { O_RDONLY, 0, 0 };

	return said((int)syscall(
	    SYS_openat2, world.folder_fd, "file", &how, sizeof(how)));
}
static int
opens_folder(void)
{
	return opendir(world.folder) == NULL ? errno : 0;
}
static int
lists_folder(void)
{
	char room[4096];

	return said(
	    (int)syscall(SYS_getdents64, world.folder_fd, room, sizeof(room)));
}
static int
removes(void)
{
	return said(unlink(world.other));
}
static int
renames(void)
{
	return said(rename(world.other, in_folder("renamed")));
}
static int
makes_folder(void)
{
	return said(mkdir(in_folder("below"), 0700));
}
static int
makes_link(void)
{
	return said(symlink("file", in_folder("link")));
}
static int
makes_pipe(void)
{
	return said(mkfifo(in_folder("pipe"), 0600));
}
static int
cuts(void)
{
	return said(truncate(world.file, 1));
}
static int
opens_up(void)
{
	return said(chmod(world.file, 0666));
}
static int
opens_up_held(void)
{
	return said(fchmod(world.written_fd, 0666));
}
static int
dates(void)
{
	return said(utimensat(AT_FDCWD, world.file, NULL, 0));
}
static int
marks(void)
{
	return said(setxattr(world.file, "user.mark", "x", 1, 0));
}
static int
watches(void)
{
	return said(inotify_add_watch(
	    inotify_init1(0), world.folder, IN_OPEN | IN_CREATE));
}
static int
writes_memory(void)
{
	return said(open("/proc/self/mem", O_RDWR));
}
static int
fills_file(void)
{
	signal(SIGXFSZ, SIG_IGN);
	return said((int)write(world.written_fd, "0123456789", 10));
}
static int
opens_inet(void)
{
	return said(socket(AF_INET, SOCK_STREAM, 0));
}
static int
opens_unix(void)
{
	return said(socket(AF_UNIX, SOCK_STREAM, 0));
}
static int
opens_netlink(void)
{
	return said(socket(AF_NETLINK, SOCK_RAW, 0));
}
static int
opens_datagrams(void)
{
	int pair[2];

	return said(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
}
static int
connects(void)
{
	return said(connect(
	    world.inet_fd, (struct sockaddr *)&world.port, sizeof(world.port)));
}
static int
binds(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };

	return said(bind(world.inet_fd, (struct sockaddr *)&any, sizeof(any)));
}
static int
sends_to_name(void)
{
	return said((int)sendto(world.datagram_fd, "x", 1, 0,
	    (struct sockaddr *)&world.datagram_name,
	    sizeof(world.datagram_name)));
}
static int
starts_program(void)
{
	char *argv[] = { (char *)"true", NULL }, *none[] = { NULL };

	execve("/bin/true", argv, none);
	return errno;
}
static int
traces(void)
{
	if (ptrace(PTRACE_ATTACH, world.victim, NULL, NULL) != 0)
		return errno;
	waitpid(world.victim, NULL, __WALL);
	return said((int)ptrace(PTRACE_DETACH, world.victim, NULL, NULL));
}
static int
forks(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return said(child);
}
static int
is_forked_raw(void)
{
	long child = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (child == 0)
		_exit(0);
	return said((int)child);
}
static int
signals_parent(void)
{
	return said(kill(getppid(), 0));
}
static int
signals_other(void)
{
	return said(kill(world.victim, 0));
}
static int
signals_all(void)
{
	return said(kill(0, 0));
}
static int
signals_by_file(void)
{
	return said(fcntl(world.pipe_fd, F_SETOWN, getppid()));
}
static int
bounds_parent(void)
{
	struct rlimit limit;

	return said(prlimit(getppid(), RLIMIT_NOFILE, NULL, &limit));
}
static int
raises_bound(void)
{
	struct rlimit limit = { 4096, 4096 };

	return said(setrlimit(RLIMIT_NOFILE, &limit));
}
static int
takes_memory(void)
{
	return mmap(NULL, 2 * BOUND, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		   0) == MAP_FAILED
		   ? errno
		   : 0;
}
static int
makes_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		   ? errno
		   : 0;
}
static int
turns_to_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return said(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}
static int
shares_memory(void)
{
	int id = shmget(IPC_PRIVATE, 4096, 0600);

	if (id < 0)
		return errno;
	shmctl(id, IPC_RMID, NULL);
	return 0;
}
static int
leaves_namespace(void)
{
	return said(unshare(CLONE_NEWUSER));
}
static int
takes_persona(void)
{
	return said((int)syscall(SYS_personality, 0xffffffff));
}
static int
takes_handle(void)
{
	struct {
		unsigned len;
		int type;
		char room[128];
	} handle = { .len = 128 };
	int mount;

	return said((int)syscall(
	    SYS_name_to_handle_at, AT_FDCWD, world.file, &handle, &mount, 0));
}
static int
takes_ring(void)
{
	char parameters[120] = { 0 };

	return said((int)syscall(SYS_io_uring_setup, 1, parameters));
}
static int
lists_keys(void)
{
	return said((int)syscall(SYS_keyctl, 0 /* get keyring id */, -1, 1));
}
static int
reads_other_memory(void)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { &world, 1 };

	return said((int)syscall(
	    SYS_process_vm_readv, getppid(), &here, 1, &there, 1, 0));
}
static int
steals_descriptor(void)
{
	int process = (int)syscall(SYS_pidfd_open, getppid(), 0);

	return process < 0 ? errno
			   : said((int)syscall(SYS_pidfd_getfd, process, 1, 0));
}
static int
looks(void)
{
	struct stat st;

	return said(stat(world.file, &st));
}

/* Under a sanitizer the address space is not bounded. */
#ifdef COMITY_SANITIZED
#define SKIPPED takes_memory
#else
#define SKIPPED NULL
#endif

/* loader: whether one that has the folder and forks may do it. */
enum { NO, YES };
static const struct attempt {
	const char *why;
	int (*act)(void);
	int worker, loader;
} attempts[] = {
	{ "read a file", reads, NO, YES },
	{ "write a file", writes, NO, NO },
	{ "make a file", makes, NO, NO },
	{ "read below an inherited folder", reads_beneath, NO, YES },
	{ "the same by openat2", reads_beneath_2, NO, YES },
	{ "open a folder", opens_folder, NO, YES },
	{ "list an inherited folder", lists_folder, NO, YES },
	{ "remove a file", removes, NO, NO },
	{ "rename a file", renames, NO, NO },
	{ "make a folder", makes_folder, NO, NO },
	{ "make a link", makes_link, NO, NO },
	{ "make a named pipe", makes_pipe, NO, NO },
	{ "truncate a file", cuts, NO, NO },
	{ "change a file's mode", opens_up, NO, NO },
	{ "change an inherited file's mode", opens_up_held, NO, NO },
	{ "change a file's date", dates, NO, NO },
	{ "set an attribute of a file", marks, NO, NO },
	{ "watch a folder", watches, NO, NO },
	{ "open its own memory", writes_memory, NO, NO },
	{ "write to an inherited file", fills_file, NO, YES },
	{ "open an internet socket", opens_inet, NO, NO },
	{ "open a local socket", opens_unix, NO, NO },
	{ "open a netlink socket", opens_netlink, NO, NO },
	{ "pair sockets that reach others", opens_datagrams, NO, NO },
	{ "connect an inherited socket", connects, NO, NO },
	{ "bind an inherited socket", binds, NO, NO },
	{ "send to a name", sends_to_name, NO, NO },
	{ "start a program", starts_program, NO, NO },
	{ "trace a process", traces, NO, NO },
	{ "fork", forks, NO, YES },
	{ "clone", is_forked_raw, NO, YES },
	{ "signal its own group", signals_all, NO, YES },
	{ "have a file signal its parent", signals_by_file, NO, YES },
	{ "see its parent's bounds", bounds_parent, NO, NO },
	{ "raise a bound", raises_bound, NO, NO },
	{ "take more memory than it may", takes_memory, NO, NO },
	{ "map code", makes_code, NO, YES },
	{ "turn memory to code", turns_to_code, NO, YES },
	{ "share memory by name", shares_memory, NO, NO },
	{ "enter a namespace", leaves_namespace, NO, NO },
	{ "take another persona", takes_persona, NO, NO },
	{ "take a file's handle", takes_handle, NO, NO },
	{ "set up a ring of calls", takes_ring, NO, NO },
	{ "ask for keys of the kernel", lists_keys, NO, NO },
	{ "read its parent's memory", reads_other_memory, NO, NO },
	{ "take its parent's descriptor", steals_descriptor, NO, NO },
	{ "see that a file is there", looks, YES, YES },
};
/* What takes Landlock's scope of signals. */
static const struct attempt signals[] = {
	{ "signal its parent", signals_parent, NO, NO },
	{ "signal another process", signals_other, NO, NO },
};

static void
put(const char *path)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs("octets", file);
	fclose(file);
}

static int
local_name(const char *name, int type, struct sockaddr_un *out)
{
	int fd = socket(AF_UNIX, type, 0);

	out->sun_family = AF_UNIX;
	snprintf(out->sun_path, sizeof(out->sun_path), "%s", in_folder(name));
	unlink(out->sun_path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)out, sizeof(*out)), 0);
	return fd;
}

/* Fresh for each attempt: what one does may stand in another's way. */
static void
set_up(void)
{
	socklen_t len = sizeof(world.port);
	int ends[2];

	snprintf(world.folder, sizeof(world.folder), "%s",
	    "/tmp/comity-sandbox.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(world.folder));
	strcpy(world.file, in_folder("file"));
	strcpy(world.other, in_folder("other"));
	put(world.file);
	put(world.other);
	world.folder_fd = open(world.folder, O_RDONLY | O_DIRECTORY);
	world.written_fd = open(in_folder("out"), O_WRONLY | O_CREAT, 0600);
	world.listener = socket(AF_INET, SOCK_STREAM, 0);
	world.port = (struct sockaddr_in){ 0 };
	world.port.sin_family = AF_INET;
	world.port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(
	    bind(world.listener, (struct sockaddr *)&world.port, len), 0);
	ck_assert_int_eq(listen(world.listener, 9), 0);
	ck_assert_int_eq(
	    getsockname(world.listener, (struct sockaddr *)&world.port, &len),
	    0);
	world.inet_fd = socket(AF_INET, SOCK_STREAM, 0);
	world.there = local_name("there", SOCK_DGRAM, &world.datagram_name);
	world.datagram_fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	ck_assert_int_eq(pipe(ends), 0);
	world.pipe_fd = ends[0];
	world.pipe_end = ends[1];
	world.victim = fork();
	if (world.victim == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
}

static void
tear_down(void)
{
	int fds[] = { world.folder_fd, world.written_fd, world.inet_fd,
		world.datagram_fd, world.pipe_fd, world.listener, world.there,
		world.pipe_end };
	struct dirent *entry;
	DIR *folder;
	size_t i;

	kill(world.victim, SIGKILL);
	waitpid(world.victim, NULL, 0);
	for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		close(fds[i]);
	folder = opendir(world.folder);
	while ((entry = readdir(folder)) != NULL)
		if (unlinkat(dirfd(folder), entry->d_name, 0) != 0)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	closedir(folder);
	ck_assert_int_eq(rmdir(world.folder), 0);
}

static int
try(const struct attempt *attempt, bool loader, int abi_max, bool sandboxed)
{
	const char *const readable[] = { world.folder, NULL };
	struct comity_sandbox sandbox = {
		.readable = loader ? readable : NULL,
		.forks = loader,
		.memory = BOUND,
		.abi_max = abi_max,
	};
	int answer;

	set_up();
	answer = in_child(sandboxed ? &sandbox : NULL, attempt->act);
	tear_down();
	return answer;
}

static void
judge(const char *who, const char *why, int answer, int may)
{
	if (may == YES)
		ck_assert_msg(answer == 0, "%s may %s: %s (%d)", who, why,
		    strerror(answer), answer);
	else
		ck_assert_msg(answer == EPERM || answer == EACCES ||
				  answer == EFBIG || answer == ENOMEM,
		    "%s may not %s: %s (%d)", who, why, strerror(answer),
		    answer);
}

START_TEST(attempt_row)
{
	const struct attempt *attempt = &attempts[_i];
	int outside;

	if (!closes() || attempt->act == SKIPPED)
		return;
	outside = try(attempt, false, 0, false);
	if (outside != 0)
		fprintf(stderr, "# SKIP: nobody here may %s: %s\n",
		    attempt->why, strerror(outside));
	judge("a worker", attempt->why, try(attempt, false, 0, true),
	    attempt->worker);
	judge("a worker on Linux 5.13", attempt->why,
	    try(attempt, false, 1, true), attempt->worker);
	judge("the loader", attempt->why, try(attempt, true, 0, true),
	    attempt->loader);
}
END_TEST

/* Only Landlock knows whom the loader may signal. */
START_TEST(signal_row)
{
	const struct attempt *attempt = &signals[_i];

	if (!closes())
		return;
	ck_assert_int_eq(try(attempt, false, 0, false), 0);
	judge("a worker", attempt->why, try(attempt, false, 0, true), NO);
	judge("a worker on Linux 5.13", attempt->why,
	    try(attempt, false, 1, true), NO);
	judge("the loader", attempt->why, try(attempt, true, 0, true),
	    comity_sandbox_abi() >= 6 ? NO : YES);
}
END_TEST

/* Other numbers for the same calls: those of 32 bits, and of x32. */
#ifdef __x86_64__
static int
calls_as_32(void)
{
	long answer;

	__asm__ volatile("int $0x80"
			 : "=a"(answer)
			 : "a"(20L) /* getpid */
			 : "memory", "r8", "r9", "r10", "r11");
	return answer > 0 ? 0 : 1;
}
static int
calls_as_x32(void)
{
	(void)syscall(0x40000000 + SYS_getpid);
	return 0;
}

START_TEST(other_architecture)
{
	struct comity_sandbox sandbox = { 0 };

	if (!closes())
		return;
	if (in_child(NULL, calls_as_32) == 0)
		ck_assert_int_eq(
		    in_child(&sandbox, calls_as_32), ENDED + SIGSYS);
	else
		fprintf(stderr, "# SKIP: no 32-bit calls here\n");
	ck_assert_int_eq(in_child(NULL, calls_as_x32), 0);
	ck_assert_int_eq(in_child(&sandbox, calls_as_x32), ENDED + SIGSYS);
}
END_TEST
#endif

SUITE("sandbox")
{
	SUITE_ROWS(attempt_row, attempts);
	SUITE_ROWS(signal_row, signals);
#ifdef __x86_64__
	SUITE_TEST(other_architecture);
#endif
}
SUITE_END
