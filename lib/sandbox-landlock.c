/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox-landlock: files, ports, and signals to others. The kernel says at
 * run time which ABI it has, and all rights of that ABI are handled: what is
 * handled and not granted is refused.
 */
#include "sandbox-private.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers and structures of the kernel's interface: Linux
 * include/uapi/linux/landlock.h; those of one kernel's headers would know less
 * than the kernel that this runs on. */
#define CREATE_RULESET 444 /* the same on every architecture */
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_DIR (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_DIR (1ull << 7)
#define FS_MAKE_REG (1ull << 8)
#define FS_REFER (1ull << 13)
#define FS_TRUNCATE (1ull << 14)
#define FS_OF_FILES (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

struct ruleset {
	uint64_t handled_fs, handled_net, scoped;
};
struct beneath {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

/* What came with each ABI: rights on files up to a bit, ports, scopes. */
static const struct {
	int abi;
	struct ruleset handled;
} steps[] = {
	{ 1, { (1ull << 13) - 1, 0, 0 } },
	{ 2, { (1ull << 14) - 1, 0, 0 } }, /* move between folders */
	{ 3, { (1ull << 15) - 1, 0, 0 } }, /* truncate */
	{ 4, { (1ull << 15) - 1, 3, 0 } }, /* bind and connect a TCP port */
	{ 5, { (1ull << 16) - 1, 3, 0 } }, /* ioctl on a device */
	{ 6, { (1ull << 16) - 1, 3, 3 } }, /* abstract sockets, signals */
};

int
comity_sandbox_abi(void)
{
	long abi = syscall(CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static struct ruleset
handled_by(int abi)
{
	struct ruleset handled = { 0 };
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].abi <= abi)
			handled = steps[i].handled;
	return handled;
}

static int
grant(int ruleset, const char *path, uint64_t rights)
{
	struct beneath rule = { .allowed = rights };
	struct stat st;
	int rc = COMITY_UNKNOWN;

	rule.folder = open(path, O_PATH | O_CLOEXEC);
	if (rule.folder < 0)
		switch (errno) {
		case ENOENT:
		case ENOTDIR:
		case EACCES:
		case ELOOP:
		case ENAMETOOLONG:
			return COMITY_OK;
		default:
			return errno == ENOMEM ? COMITY_ENOMEM : rc;
		}
	if (fstat(rule.folder, &st) != 0)
		goto out;
	if (!S_ISDIR(st.st_mode))
		rule.allowed &= FS_OF_FILES;
	/* EBADFD: a pipe or a socket has no place in the tree, and no rule */
	if (syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0 ||
	    errno == EBADFD)
		rc = COMITY_OK;
	else if (errno == ENOMEM)
		rc = COMITY_ENOMEM;
out:
	close(rule.folder);
	return rc;
}

static int
grant_all(int ruleset, const char *const *paths, uint64_t rights)
{
	int rc = COMITY_OK;

	for (; rc == COMITY_OK && paths != NULL && *paths != NULL; paths++)
		rc = grant(ruleset, *paths, rights);
	return rc;
}

int
comity_sandbox_landlock(const struct comity_sandbox *sandbox, const char **why)
{
	int abi = comity_sandbox_abi(), ruleset, rc = COMITY_UNKNOWN;
	struct ruleset handled;

	if (sandbox->abi_max > 0 && abi > sandbox->abi_max)
		abi = sandbox->abi_max;
	*why = "Landlock (Linux 5.13 or newer, and among its security modules)";
	if (abi == 0)
		return COMITY_UNKNOWN;
	handled = handled_by(abi);
	ruleset = (int)syscall(CREATE_RULESET, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return errno == ENOMEM ? COMITY_ENOMEM : COMITY_UNKNOWN;
	rc = grant_all(ruleset, sandbox->readable,
	    handled.handled_fs & (FS_READ_FILE | FS_READ_DIR));
	/* a folder is opened to make a rename in it last (fsync) */
	if (rc == COMITY_OK)
		rc = grant_all(ruleset, sandbox->writable,
		    handled.handled_fs &
			(FS_WRITE_FILE | FS_TRUNCATE | FS_MAKE_REG |
			    FS_REMOVE_FILE | FS_MAKE_DIR | FS_REMOVE_DIR |
			    FS_REFER | FS_READ_DIR));
	if (rc == COMITY_OK && syscall(RESTRICT_SELF, ruleset, 0) != 0)
		rc = errno == ENOMEM ? COMITY_ENOMEM : COMITY_UNKNOWN;
	close(ruleset);
	if (rc == COMITY_OK)
		*why = NULL;
	return rc;
}
