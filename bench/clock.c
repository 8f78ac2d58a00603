/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock: run a command and write what it cost, with all that it started and
 * waited for, as one line: seconds by the clock, seconds of processor time,
 * the largest process in KB, the exit status.
 * usage: clock OUT COMMAND [WORD...]    what it prints goes to OUT (and its
 *                                       messages to OUT.err)
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval at)
{
	return (double)at.tv_sec + (double)at.tv_usec / 1e6;
}

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void
divert(const char *name, int to)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
	close(fd);
}

int
main(int argc, char **argv)
{
	struct rusage usage;
	char errors[4096];
	double from;
	pid_t child;
	int status;

	if (argc < 3)
		return EXIT_FAILURE;
	snprintf(errors, sizeof(errors), "%s.err", argv[1]);
	from = now();
	if ((child = fork()) == 0) {
		divert(argv[1], STDOUT_FILENO);
		divert(errors, STDERR_FILENO);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child ||
	    getrusage(RUSAGE_CHILDREN, &usage) != 0)
		return EXIT_FAILURE;
	printf("%.6f\t%.6f\t%ld\t%d\n", now() - from,
	    seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return EXIT_SUCCESS;
}
