/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must work behind a sandbox (judging: OpenSSL, libxml2, memory,
 * descriptors), what a loader and a writer may do, how bounds are met, and
 * what is said on a kernel that is too old.
 */
#include "closed.h"
#include "file.h"
#include "forge.h"
#include "init.h"
#include "memory.h"
#include "xml.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlschemas.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

static const struct comity_sandbox worker = { 0 };

/* --- judging ----------------------------------------------------------- */
static const struct signed_row {
	const char *curve, *method;
} signeds[] = {
	{ "RSA2048", "rsa-sha256" },
	{ "RSA2048", "rsa-pss-sha512" },
	{ "RSA2048", "rsa-pss-sha3-256" },
	{ "P-256", "ecdsa-sha256" },
	{ "P-521", "ecdsa-sha512" },
	{ "brainpoolP256r1", "ecdsa-sha256" },
	{ "brainpoolP384r1", "ecdsa-sha3-384" },
	{ "ED25519", "ed25519" },
	{ "ED448", "ed448" },
};
static struct {
	const struct comity_signature_method *method;
	unsigned char *der, *value;
	size_t value_len;
	int der_len;
} made;

/* From octets on: the certificate, its key, its own signature, a path, and a
 * value; another value must not hold. */
static int
verifies(void)
{
	const unsigned char *at = made.der;
	X509 *x509 = d2i_X509(NULL, &at, made.der_len);
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	EVP_PKEY *key = X509_get_pubkey(x509);
	int rc = 1;

	if (key == NULL || X509_verify(x509, key) != 1)
		return 2;
	X509_STORE_add_cert(store, x509);
	X509_STORE_CTX_init(context, store, x509, NULL);
	X509_STORE_CTX_set_time(context, 0, FORGE_MOMENT);
	if (X509_verify_cert(context) != 1)
		return 3;
	if (comity_crypto_verify(key, made.method, "text", 4, made.value,
		made.value_len) == COMITY_OK)
		rc = 0;
	if (comity_crypto_verify(key, made.method, "texs", 4, made.value,
		made.value_len) != COMITY_REFUSED)
		rc = 4;
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	EVP_PKEY_free(key);
	X509_free(x509);
	return rc;
}

START_TEST(signed_row)
{
	const struct signed_row *row = &signeds[_i];
	struct forge_key key;

	if (!closes())
		return;
	forge_key(row->curve, row->method, &key);
	made.method = key.method;
	made.der = NULL;
	made.der_len =
	    i2d_X509(comity_certificate_x509(key.certificate), &made.der);
	ck_assert_int_gt(made.der_len, 0);
	ck_assert_int_eq(comity_crypto_sign(key.pkey, key.method, "text", 4,
			     &made.value, &made.value_len),
	    COMITY_OK);
	ck_assert_int_eq(comity_warm(), COMITY_OK);
	ck_assert_msg(in_child(&worker, verifies) == 0, "%s", row->method);
	OPENSSL_free(made.der);
	free(made.value);
	forge_key_clear(&key);
}
END_TEST

static const char schema[] =
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
    "<xs:element name=\"a\" type=\"xs:date\"/></xs:schema>";

static int
validates(void)
{
	static const char utf16[] = "\xff\xfe<\0a\0>\0"
				    "2\0"
				    "0\0"
				    "2\0"
				    "6\0-\0"
				    "0\0"
				    "1\0-\0"
				    "0\0"
				    "1\0<\0/\0a\0>\0";
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	xmlSchemaParserCtxtPtr parser =
	    xmlSchemaNewMemParserCtxt(schema, sizeof(schema) - 1);
	xmlSchemaPtr xsd = xmlSchemaParse(parser);
	xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(xsd);
	int rc;

	if (context == NULL ||
	    comity_source_new("utf-16.xml", utf16, sizeof(utf16) - 1, report,
		&source) != COMITY_OK ||
	    comity_doc_read(source, report, &doc) != COMITY_OK)
		return 2;
	rc = xmlSchemaValidateDoc(context, doc->xml);
	xmlSchemaFreeValidCtxt(context);
	xmlSchemaFree(xsd);
	xmlSchemaFreeParserCtxt(parser);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

/* What a worker does beside. */
static int
works(void)
{
	unsigned char random[16], *some = malloc(8u << 20);
	int pair[2], memory = memfd_create("answer", 0);
	struct timespec now;

	if (some == NULL || getrandom(random, sizeof(random), 0) != 16)
		return 2;
	memset(some, 1, 8u << 20);
	free(some);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0 ||
	    write(pair[0], "x", 1) != 1 || read(pair[1], random, 1) != 1 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0)
		return 3;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0 || time(NULL) == 0 ||
	    mktime(&(struct tm){ .tm_year = 126 }) == -1)
		return 4;
	if (memory < 0 || write(memory, "answer", 6) != 6)
		return 5;
	return kill(getpid(), 0) != 0;
}

static int
gives_up(void)
{
	abort();
}

START_TEST(worker_works)
{
	struct comity_sandbox some = { .file_len = 1000 };

	if (!closes())
		return;
	ck_assert_int_eq(in_child(&worker, validates), 0);
	ck_assert_int_eq(in_child(&some, works), 0);
	ck_assert_int_eq(in_child(&worker, gives_up), ENDED + SIGABRT);
}
END_TEST

/* --- loader and workers ------------------------------------------------ */
static char folder[64], path[4][96];

static void
make_folder(void)
{
	static const char *const names[] = { "in", "link", "away", "none" };
	size_t i;
	int fd;

	strcpy(folder, "/tmp/comity-loader.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	for (i = 0; i < 4; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", folder, names[i]);
	ck_assert_int_eq(symlink("away", path[1]), 0);
	for (i = 0; i < 3; i += 2) {
		fd = open(path[i], O_WRONLY | O_CREAT, 0600);
		ck_assert_int_eq(write(fd, "octets", 6), 6);
		close(fd);
	}
}

static void
remove_folder(void)
{
	size_t i;

	for (i = 0; i < 4; i++)
		unlink(path[i]);
	ck_assert_int_eq(rmdir(folder), 0);
}

static int
opens(const char *name)
{
	int fd = open(name, O_RDONLY);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* A descriptor handed over the pair; -1 none. */
static void
hand(int pair, int fd)
{
	char room[CMSG_SPACE(sizeof(int))] = { 0 }, byte = 'd';
	struct iovec octets = { &byte, 1 };
	struct msghdr message = { .msg_iov = &octets,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);

	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &fd, sizeof(int));
	if (sendmsg(pair, &message, 0) != 1)
		_exit(20);
}

static int
take(int pair)
{
	char room[CMSG_SPACE(sizeof(int))], byte;
	struct iovec octets = { &byte, 1 };
	struct msghdr message = { .msg_iov = &octets,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	int fd = -1;

	if (recvmsg(pair, &message, MSG_CMSG_CLOEXEC) == 1 &&
	    CMSG_FIRSTHDR(&message) != NULL)
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return fd;
}

static void
work(int pair)
{
	struct comity_sandbox closed = { .memory = (size_t)1 << 30 };
	const char *why;
	char text[8];

	if (comity_sandbox_close(&closed, &why) != COMITY_OK)
		_exit(10);
	if (opens(path[0]) != EPERM || fork() >= 0 || kill(getppid(), 0) == 0)
		_exit(11);
	if (read(take(pair), text, sizeof(text)) != 6)
		_exit(12);
	if (write(pair, "r", 1) != 1)
		_exit(13);
	for (;;)
		pause();
}

/* Loads, forks a worker, hands it a document, and ends it. */
static int
loads(void)
{
	int pair[2], status, fd = open(path[0], O_RDONLY);
	pid_t child;
	char byte;

	if (opens(path[0]) != 0 || opens(path[1]) != 0 || opens(path[2]) != 0)
		return 2; /* the link was named, and so what it leads to */
	if (opens("/etc/passwd") != EACCES || opens(folder) != EACCES)
		return 3;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
	    (child = fork()) < 0)
		return 4;
	if (child == 0)
		work(pair[1]);
	close(pair[1]);
	hand(pair[0], fd);
	if (read(pair[0], &byte, 1) != 1) {
		waitpid(child, &status, 0);
		return WEXITSTATUS(status);
	}
	if (kill(child, SIGKILL) != 0 || waitpid(child, &status, 0) != child)
		return 5;
	return WIFSIGNALED(status) ? 0 : 6;
}

START_TEST(loader)
{
	const char *readable[] = { path[0], "/nowhere/at/all", path[1], NULL };
	struct comity_sandbox sandbox = { .readable = readable, .forks = true };

	if (!closes())
		return;
	make_folder();
	ck_assert_int_eq(in_child(&sandbox, loads), 0);
	sandbox.abi_max = 1;
	ck_assert_int_eq(in_child(&sandbox, loads), 0);
	remove_folder();
}
END_TEST

static int
writes_result(void)
{
	struct comity_report *report = comity_report_new();

	if (comity_file_write(path[0], "longer than", 11, report) !=
		COMITY_OK ||
	    comity_file_write(path[3], "new", 3, report) != COMITY_OK)
		return 2;
	if (comity_file_write("/tmp/comity-elsewhere", "x", 1, report) !=
	    COMITY_EIO)
		return 3;
	comity_report_free(report);
	return opens(path[0]) == EACCES ? 0 : 4;
}

START_TEST(writer)
{
	const char *writable[] = { folder, NULL };
	struct comity_sandbox sandbox = { .writable = writable,
		.file_len = 100 };
	struct stat st;

	if (!closes())
		return;
	make_folder();
	ck_assert_int_eq(in_child(&sandbox, writes_result), 0);
	ck_assert_int_eq(stat(path[0], &st), 0);
	ck_assert_int_eq(st.st_size, 11);
	ck_assert_int_eq(stat(path[3], &st), 0);
	remove_folder();
}
END_TEST

/* --- bounds ------------------------------------------------------------ */
static int
grows(void)
{
	int memory = memfd_create("answer", 0);

	signal(SIGXFSZ, SIG_IGN);
	if (ftruncate(memory, 1000) != 0)
		return errno;
	return ftruncate(memory, 1001) != 0 && errno == EFBIG ? 0 : 2;
}

static int
bounded(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	struct rlimit core, files;

	if (getrlimit(RLIMIT_CORE, &core) != 0 ||
	    getrlimit(RLIMIT_NOFILE, &files) != 0)
		return 2;
	if (core.rlim_max != 0 || files.rlim_max > 64)
		return 3;
	if (syscall(SYS_capget, &header, data) != 0 || data[0].effective != 0 ||
	    data[1].effective != 0 || data[0].permitted != 0)
		return 4;
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

START_TEST(bounds)
{
	struct comity_sandbox sandbox = { .file_len = 1000 };

	if (!closes())
		return;
	ck_assert_int_eq(in_child(NULL, grows), 2);
	ck_assert_int_eq(in_child(&sandbox, grows), 0);
	ck_assert_int_eq(in_child(NULL, bounded), 3);
	/* who hands files on has more of them on their way */
	ck_assert_int_eq(in_child(&sandbox, bounded), 3);
	ck_assert_int_eq(in_child(&worker, bounded), 0);
}
END_TEST

/* One megabyte; then nothing, and so remembered; given back, it is there. */
static int
is_capped(void)
{
	void *blocks[64], *more;
	size_t i, count = 0;

	comity_memory_forget();
	comity_memory_cap((size_t)1 << 20);
	while (count < 10 && (blocks[count] = xmlMalloc(100000)) != NULL)
		count++;
	if (count != 10 || comity_memory_failed())
		return 2;
	/* the reserve first */
	for (; count < 64; count++)
		blocks[count] = xmlMalloc(100000);
	if (blocks[63] == NULL || !comity_memory_failed())
		return 3;
	if (xmlMalloc((size_t)9 << 20) != NULL)
		return 4;
	for (i = 0; i < count; i++)
		xmlFree(blocks[i]);
	comity_memory_forget();
	if ((more = OPENSSL_malloc(900000)) == NULL || comity_memory_failed())
		return 5;
	if ((more = OPENSSL_realloc(more, 1000000)) == NULL)
		return 6;
	OPENSSL_free(more);
	comity_memory_cap(0);
	more = xmlMalloc((size_t)9 << 20);
	xmlFree(more);
	return more == NULL ? 7 : 0;
}

START_TEST(capped)
{
	ck_assert_int_eq(in_child(NULL, is_capped), 0);
}
END_TEST

/* --- kernels that can not ---------------------------------------------- */
/* A filter that answers one call as an old kernel, or one built otherwise. */
static void
play(unsigned call, unsigned argument, int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		_exit(30);
}

static int
says(const char *begin)
{
	const char *why = NULL;

	if (comity_sandbox_close(&worker, &why) != COMITY_UNKNOWN)
		return 2;
	return why != NULL && strncmp(why, begin, strlen(begin)) == 0 ? 0 : 3;
}

static int
lacks_landlock(void)
{
	play(444, 0, ENOSYS);
	return comity_sandbox_abi() == 0 ? says("Landlock") : 4;
}

static int
lacks_landlock_in_list(void)
{
	play(444, 0, EOPNOTSUPP);
	return comity_sandbox_abi() == 0 ? says("Landlock") : 4;
}

static int
lacks_seccomp(void)
{
	play(SYS_seccomp, SECCOMP_SET_MODE_FILTER, ENOSYS);
	play(SYS_prctl, PR_SET_SECCOMP, EINVAL);
	return says("seccomp");
}

START_TEST(old_kernel)
{
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;

	if (closes()) {
		ck_assert_int_eq(in_child(NULL, lacks_landlock), 0);
		ck_assert_int_eq(in_child(NULL, lacks_landlock_in_list), 0);
		ck_assert_int_eq(in_child(NULL, lacks_seccomp), 0);
	}
	comity_report_speak(report, COMITY_FR);
	ck_assert_int_eq(
	    comity_report_add(report, COMITY_F_SANDBOX_MISSING, NULL, NULL,
		"seccomp filters (Linux 3.17 or newer)"),
	    COMITY_UNKNOWN);
	finding = comity_report_find(report, "comity-sandbox-missing");
	ck_assert_str_eq(finding->expected,
	    "les filtres seccomp (Linux 3.17 ou plus récent)");
	comity_report_free(report);
}
END_TEST

SUITE("sandbox-work")
{
	SUITE_ROWS(signed_row, signeds);
	SUITE_TEST(worker_works);
	SUITE_TEST(loader);
	SUITE_TEST(writer);
	SUITE_TEST(bounds);
	SUITE_TEST(capped);
	SUITE_TEST(old_kernel);
}
SUITE_END
