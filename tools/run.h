/* SPDX-License-Identifier: Apache-2.0 */
/* run: one call of the command: its clock, its options, what it loaded. */
#ifndef RUN_H
#define RUN_H

#include "answer.h"
#include "language.h"
#include "option.h"
#include "outcome.h"
#include "pack.h"
#include "text.h"
#include "trust.h"

enum {
	EXIT_YES = 0,
	EXIT_NO = 1,
	EXIT_NO_ANSWER = 2,
	EXIT_USAGE = 64,
	EXIT_INTERNAL = 70,
	EXIT_IO = 74
};

struct run {
	int64_t now; /* asked once, in comity.c */
	int64_t moment; /* now, or --as-of */
	const char *schemas, *templates; /* folders of this installation */
	struct options options;
	enum comity_language language; /* of the answer */
	struct comity_packs *packs;
	struct comity_trust *trust;
	struct comity_policy *policy; /* NULL: --policy not given */
	struct comity_source *payloads[LIST_MAX]; /* of --payload, once loaded */
	bool payloads_loaded;
	int worst; /* the statuses of all files so far */
	size_t file_count, unread_count; /* so far */
	bool many_files; /* more than one was named */
	bool output_failed, input_failed; /* a key or a list, not a document */
	bool undelivered; /* what was made of a document was not written */
	const struct command *command;
	bool collects; /* --out takes the answers, whole or not at all */
	struct comity_text collected;
	struct answer *talk; /* what concerns no single file */
	/* The answers so far as one array, for the formats that are one
	 * document for all files; NULL before the first. */
	struct json_t *answers;
	bool answers_to_stderr; /* standard output holds a document */
	struct outcome *outcome; /* what is printed goes there; NULL: out */
	int journal_fd; /* --resume, open; -1 none */
	struct journal *journal; /* answers go there; NULL: none */
	struct delivery *delivery; /* writes what is made; NULL: nothing is */
	struct comity_archive *archive; /* reads archives; NULL: none come */
	struct summary *summary; /* of all answers; NULL: not asked for */
	uint64_t total; /* documents to come, for the progress; 0 not known */
	int feed; /* of the process that loads: where documents come from */
	const char *unguarded; /* why there is no sandbox; NULL: there is one */
	size_t jobs; /* workers; 0: one for each core */
	size_t memory_limit; /* of one worker, octets */
	unsigned time_limit; /* of one document, seconds */
};

/* A subcommand: argv holds its files. Returns after setting run->worst. */
typedef int command_fn(struct run *run, int argc, char **argv);

struct loaded;

/* What a command that answers for one document after the other is made of;
 * batch.h runs it. */
struct judging {
	/* What is wrong with the options, or NULL; many: may be more files
	 * than one. */
	const char *(*misuse)(const struct run *run, bool many);
	/* What an answer borrows from the run, also one that nobody reaches;
	 * NULL: nothing. */
	void (*begin)(const struct run *run, struct answer *answer);
	/* Load all that judging needs: no file is opened after it. */
	int (*load)(struct run *run, struct loaded **loaded);
	/* What is wrong with the options by what was loaded, or NULL. */
	const char *(*unfit)(const struct loaded *loaded);
	/* Judging makes a document, which goes to --out or below --into. */
	bool delivers;
	/* Judge answer->doc: the status. */
	int (*judge)(
	    struct run *run, const struct loaded *loaded, struct answer *answer);
	/* What judging one document may write beside the answer: then it is
	 * judged where it was loaded. NULL never. */
	bool (*writes)(const struct run *run);
	void (*unload)(struct loaded *loaded); /* NULL: nothing */
};

struct command {
	const char *name, *usage, *summary;
	const char *verbs; /* lines of --help on what argv[0] may be; NULL */
	const struct option_spec *options;
	command_fn *act;
	const struct judging *judging; /* NULL: act is all of it */
	int files_min, files_max; /* of argv; max -1 any number */
	bool out_is_document; /* --out is a document, not the answer */
	const char *out_is_document_for; /* only for this argv[0]; NULL */
	unsigned formats; /* FORMATS_...; 0 FORMATS_PLAIN */
	bool defers; /* asks for the packs of its documents only */
	bool speaks; /* --lang is the document's too: checked there */
	bool reads_around; /* also what stands beside a file that it names */
	const char *reads_around_for; /* only for this argv[0]; NULL */
	bool makes_folders; /* --out is a folder */
	bool spools; /* keeps what can be read only once in a scratch file */
};

extern const struct command command_validate, command_translate, command_sign,
    command_verify, command_recognize, command_profile, command_explain;
extern const struct command command_draft;
extern const struct command command_requirements;
extern const struct command command_render;
extern const struct command command_compare, command_extend, command_trust;
extern const struct command command_summary;

/* Load the packs (installed, then --schemas). COMITY_OK or talk says why. */
int run_load_packs(struct run *run);
/* Load --trust, --trust-signer and --crl; after --policy. The same. */
int run_load_trust(struct run *run);
/* Pin what --trust-signer says, and add the lists of --trust and, if it is not
 * NULL, one more. The same. */
int run_load_lists(struct run *run, const struct comity_doc *more);
/* Load --policy, after the packs. COMITY_OK also without one. */
int run_load_policy(struct run *run);
/* Read --payload, once. The same. */
int run_load_payloads(struct run *run);
/* The status of a load, or COMITY_ENOMEM if an allocation failed in it. */
int run_loaded(struct run *run, int rc);
/* Read and parse one file into an answer. */
int run_read(struct run *run, const char *path, struct answer *answer);
/* The same of a file that is open; fd stays so. */
int run_take(
    struct run *run, int fd, const char *name, struct answer *answer);
/* Print an answer as --format asks and count its status. */
void run_answer(struct run *run, struct answer *answer, int status);
/* Print the document that holds all answers, if --format wants one. */
void run_finish(struct run *run);
/* The exit status that all answers so far come to. */
int run_exit_status(const struct run *run);
/* Print what write() writes, whole or not at all: to standard output, to
 * stderr, or into what --out collects. */
void run_print(struct run *run, bool to_stderr, bool (*write)(void *, FILE *),
    void *context);
/* Whether --format makes one document of all answers. */
bool run_is_for_all(const struct run *run);
/* Print, or keep for whoever prints, or collect for --out. */
void run_put(struct run *run, bool to_stderr, const char *octets, size_t len);
/* One line on stderr about wrong usage; returns EXIT_USAGE. */
int run_usage(const char *command, const char *what);

#endif
