/* SPDX-License-Identifier: Apache-2.0 */
/* option: what a command line said, read by one table per subcommand. */
#ifndef OPTION_H
#define OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LIST_MAX 64 /* repeated options; more is a script gone wrong */
#define WORDS_MAX 1024 /* values of all options */

struct list {
	const char *at[LIST_MAX + 1]; /* NULL-terminated */
	size_t count;
};

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_HTML,
	FORMAT_SARIF,
	FORMAT_JUNIT,
	FORMAT_SVRL,
	FORMAT_CSV,
	FORMAT_ETSI
};
#define FORMAT_COUNT 8

/* Sets of formats: a subcommand takes some. */
#define FORMAT_BIT(format) (1U << (format))
#define FORMATS_PLAIN                                                          \
	(FORMAT_BIT(FORMAT_TEXT) | FORMAT_BIT(FORMAT_JSON) |                   \
	    FORMAT_BIT(FORMAT_HTML))
#define FORMATS_REPORT                                                         \
	(FORMATS_PLAIN | FORMAT_BIT(FORMAT_SARIF) | FORMAT_BIT(FORMAT_JUNIT))

/* Every option of every subcommand; each accepts some. */
struct options {
	bool help, quiet, verbose, tolerant, demonstration, questions, is_public,
	    has_as_of, has_held_since;
	int64_t as_of, held_since;
	enum format format;
	const char *edition, *lang, *to, *out, *into, *key, *cert, *pass_file, *pass_fd, *role,
	    *algorithm, *in, *certificate, *answers, *requirements, *as,
	    *policy, *from, *kind, *example;
	struct list payload, schemas, add, allow_loss, trust, trust_signer, crl,
	    arrangement, status, ocsp, tsa_cert, signer, root, part;
	/* of extend and sign --level */
	const char *level, *signature, *tsa, *tsa_query, *tsa_response, *digest;
	bool online, explain;
	const char *dump_octets;
	bool trust_follow;
	const char *find, *previous; /* of trust */
	/* of sign */
	const char *even_if_invalid, *jurisdiction, *container, *countersign;
	struct list places, commitments;
	bool preview, detached;
	/* of commands that answer for many documents */
	bool recursive, null, fail_fast;
	const char *files_from;
	/* of summary */
	const char *expect, *missing, *merge;
	bool summary, stream;
	const char *resume;
	unsigned jobs, time_limit, memory_limit; /* 0: not given */
	bool no_sandbox;
	/* every value of an option that is text: what may be read */
	const char *words[WORDS_MAX];
	size_t word_count;
};

enum option_type {
	OPT_FLAG,
	OPT_TEXT,
	OPT_LIST,
	OPT_NUMBER, /* 1 to 1 000 000 */
	OPT_MOMENT,
	OPT_HELD_SINCE,
	OPT_FORMAT
};

struct option_spec {
	const char *name, *value, *help; /* value NULL: a flag */
	enum option_type type;
	size_t offset; /* of the member in struct options */
};
#define OPT(member) offsetof(struct options, member)

/* Which documents, for commands that answer for many. */
#define OPTIONS_INPUTS                                                         \
	{ "recursive", NULL, "also the documents below a folder (-r)",         \
	    OPT_FLAG, OPT(recursive) },                                        \
	    { "files-from", "LIST", "also the files named there; - is stdin",  \
		OPT_TEXT, OPT(files_from) },                                   \
	    { "null", NULL, "names of the list end with a zero byte (-0)",     \
		OPT_FLAG, OPT(null) },                                         \
	    { "stream", NULL, "standard input (-) is many: tar, zip, or NUL between",  \
		OPT_FLAG, OPT(stream) },                                       \
	    { "jobs", "N", "judge so many at a time (a worker for each core)", \
		OPT_NUMBER, OPT(jobs) },                                       \
	    { "time-limit", "SECONDS", "of one document (60)", OPT_NUMBER,     \
		OPT(time_limit) },                                             \
	    { "memory-limit", "MB", "of one worker (4096)", OPT_NUMBER,        \
		OPT(memory_limit) },                                           \
	    { "resume", "JOURNAL",                                             \
		"append answers there, and leave out what it answers",         \
		OPT_TEXT, OPT(resume) },                                       \
	    { "summary", NULL, "say at the end what all answers come to",      \
		OPT_FLAG, OPT(summary) },                                      \
	{                                                                      \
		"fail-fast", NULL, "stop after the first that is not a yes",   \
		    OPT_FLAG, OPT(fail_fast)                                   \
	}

/* The options that every subcommand has; ends with a NULL name. */
extern const struct option_spec option_common[];

/*
 * Read options up to "--" or the end; files and options may mix.
 * specs: the subcommand's own, ending with a NULL name.
 * Returns how many files stand in argv[0..] (moved there), or -1 after one
 * line on stderr that says what is wrong.
 */
int option_read(const char *command, const struct option_spec *specs,
    struct options *options, int argc, char **argv);
/* "text, json or html": the formats of a set, for people. */
void option_formats_print(FILE *to, unsigned formats);
/* The lines of --help for a table; formats: what --format takes. */
void option_print(FILE *to, const struct option_spec *specs, unsigned formats);

#endif
