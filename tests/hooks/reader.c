/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader: loaded before libxml2 (LD_PRELOAD), it does what a document asks of
 * whoever parses it, as a stranger would who found a hole in the parser. A
 * document asks by the first such word in it:
 *   hook:crash hook:abort hook:hang hook:kill hook:memory hook:stray
 *   hook:forge   say yes to the first document, with nothing made of it
 *   hook:probe   try all that a sandbox must refuse; the first that is not
 *                refused ends the process by the real-time signal of its number
 *   hook:door    ask the first process to write the output that the command
 *                line names, in every way; the process ends if it does
 * It wraps the function by which lib/xml.c starts a parse.
 */
#include "channel.h"
#include "door.h"
#include "outcome.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int
opens(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0 ||
	       open("/dev/null", O_WRONLY) >= 0 ||
	       openat(AT_FDCWD, ".", O_RDONLY | O_DIRECTORY) >= 0;
}

static int
writes(void)
{
	return open("hook-was-here", O_WRONLY | O_CREAT, 0600) >= 0 ||
	       open("/tmp/hook-was-here", O_WRONLY | O_CREAT, 0600) >= 0 ||
	       mkdir("/tmp/hook-was-here.d", 0700) == 0 ||
	       rename("hook-was-here", "hook-was-there") == 0;
}

static int
connects(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd >= 0)
		return connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 ||
		       errno != EPERM;
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
	       socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static int
runs(void)
{
	char *const words[] = { "true", NULL };

	execv("/bin/true", words);
	return errno != EPERM && errno != EACCES;
}

static int
forks(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	if (child > 0)
		(void)waitpid(child, NULL, 0);
	return child >= 0;
}

static int
traces(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0 ||
	       ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static int
kills(void)
{
	return kill(getppid(), 0) == 0;
}

/* Prints nothing: the number of the first that was not refused. */
static int
probe(void)
{
	int (*const tries[])(void) = { opens, writes, connects, runs, forks,
		traces, kills };
	size_t i;

	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (tries[i]())
			return (int)i + 1;
	return 0;
}

/* As tools/outcome.h has it: a yes, one line of text, and nothing else. */
static void
forge(void)
{
	static const struct {
		struct outcome_head head;
		char text[8];
	} yes = { { .magic = 0x636d6f31u, .lens = { 7 } }, "forged\n" };
	const size_t len = sizeof(yes.head) + 7;

	_exit(write(4, &yes, len) == (ssize_t)len ? 0 : 1);
}

/* The door of a worker that may connect (--online): doc/sandbox.md. What it
 * says that it wants written is a pipe, and so an empty file. */
#define DOOR 5

static int
asks(void)
{
	struct comity_door_asked asked;
	struct {
		struct comity_door_answer head;
		char why[256];
	} answer;
	uint32_t wish;

	for (wish = 0; wish < 2 * COMITY_DOOR_COMMIT; wish++) {
		if (wish == COMITY_DOOR_CONNECT)
			continue;
		asked.wish = wish;
		memset(&answer, 0, sizeof(answer));
		if (comity_channel_send(DOOR, &asked, sizeof(asked), "named", 5,
			4) != COMITY_OK ||
		    comity_channel_receive(DOOR, &answer, sizeof(answer),
			NULL) < (ssize_t)sizeof(answer.head))
			return 1;
		if (answer.head.status != COMITY_EIO ||
		    strcmp(answer.why, "no such wish") != 0)
			return 2;
	}
	return 0;
}

static void
obey(const char *order)
{
	volatile char *nowhere = NULL;
	int not_refused;

	if (strncmp(order, "crash", 5) == 0)
		*nowhere = 1;
	if (strncmp(order, "abort", 5) == 0)
		abort();
	if (strncmp(order, "kill", 4) == 0)
		raise(SIGKILL);
	while (strncmp(order, "hang", 4) == 0)
		continue;
	if (strncmp(order, "stray", 5) == 0)
		/* the descriptor of its results: doc/sandbox.md */
		_exit(write(4, "what is this, and why so long?............."
			       "..........", 50) == 50
			  ? 0
			  : 1);
	if (strncmp(order, "forge", 5) == 0)
		forge();
	while (strncmp(order, "memory", 6) == 0)
		if (xmlMalloc(1 << 20) == NULL)
			break;
	if (strncmp(order, "door", 4) == 0 && (not_refused = asks()) != 0)
		raise(SIGRTMIN + 10 + not_refused);
	if (strncmp(order, "probe", 5) == 0 && (not_refused = probe()) != 0)
		raise(SIGRTMIN + not_refused);
}

int
xmlParseDocument(xmlParserCtxtPtr context)
{
	static int (*real)(xmlParserCtxtPtr);
	const xmlChar *order = NULL;

	if (real == NULL)
		real = (int (*)(xmlParserCtxtPtr))dlsym(
		    RTLD_NEXT, "xmlParseDocument");
	if (context->input != NULL && context->input->cur != NULL)
		order = xmlStrstr(context->input->cur, BAD_CAST "hook:");
	if (order != NULL)
		obey((const char *)order + 5);
	return real(context);
}
