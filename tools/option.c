/* SPDX-License-Identifier: Apache-2.0 */
#include "option.h"

#include "moment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct option_spec option_common[] = {
	{ "as-of", "MOMENT", "judge as of then (2026-06-01T00:00:00Z), not now",
	    OPT_MOMENT, OPT(as_of) },
	{ "schemas", "DIR", "read more packs from this folder too", OPT_LIST,
	    OPT(schemas) },
	{ "format", "FORMAT", "form of the answer: ", OPT_FORMAT, OPT(format) },
	{ "lang", "LANGUAGE", "language of the answer: en (default), de or fr",
	    OPT_TEXT, OPT(lang) },
	{ "quiet", NULL, "only the answer's line (-q)", OPT_FLAG, OPT(quiet) },
	{ "verbose", NULL, "also what is in order (-v)", OPT_FLAG,
	    OPT(verbose) },
	{ "no-sandbox", NULL,
	    "also where this system can not close one; the report says so",
	    OPT_FLAG, OPT(no_sandbox) },
	{ "help", NULL, "print this", OPT_FLAG, OPT(help) },
	{ 0 },
};

static const char *const formats[FORMAT_COUNT] = { "text", "json", "html",
	"sarif", "junit", "svrl", "csv", "etsi" };

static const struct option_spec *
find(const struct option_spec *specs, const char *name, size_t len)
{
	for (; specs->name != NULL; specs++)
		if (strlen(specs->name) == len &&
		    memcmp(specs->name, name, len) == 0)
			return specs;
	return NULL;
}

static int
wrong(const char *command, const char *what, const char *of)
{
	fprintf(stderr, "comity %s: %s: %s; see comity %s --help\n", command,
	    of, what, command);
	return -1;
}

static int
set_moment(const char *command, const struct option_spec *spec,
    struct options *options, const char *value)
{
	bool held = spec->type == OPT_HELD_SINCE;
	int64_t at;

	if (comity_moment_read(value, &at) != COMITY_OK)
		return wrong(
		    command, "not a moment like 2026-06-01T00:00:00Z", value);
	*(held ? &options->held_since : &options->as_of) = at;
	*(held ? &options->has_held_since : &options->has_as_of) = true;
	return 0;
}

static int
set_format(const char *command, struct options *options, const char *value)
{
	size_t i;

	for (i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(formats[i], value) == 0) {
			options->format = (enum format)i;
			return 0;
		}
	return wrong(command, "no such format", value);
}

static int
set_number(const char *command, unsigned *member, const char *value)
{
	char *end = NULL;
	unsigned long number;

	errno = 0;
	number = strtoul(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 ||
	    number < 1 || number > 1000000)
		return wrong(command, "not a number from 1 to 1000000", value);
	*member = (unsigned)number;
	return 0;
}

static int
set(const char *command, const struct option_spec *spec,
    struct options *options, const char *value)
{
	void *member = (char *)options + spec->offset;
	struct list *list = member;

	if (spec->type == OPT_TEXT || spec->type == OPT_LIST) {
		if (options->word_count == WORDS_MAX)
			return wrong(command, "given too often", spec->name);
		options->words[options->word_count++] = value;
	}
	switch (spec->type) {
	case OPT_FLAG:
		*(bool *)member = true;
		return 0;
	case OPT_TEXT:
		if (*(const char **)member != NULL)
			return wrong(command, "given twice", spec->name);
		*(const char **)member = value;
		return 0;
	case OPT_LIST:
		if (list->count == LIST_MAX)
			return wrong(command, "given too often", spec->name);
		list->at[list->count++] = value;
		return 0;
	case OPT_NUMBER:
		return set_number(command, member, value);
	case OPT_MOMENT:
	case OPT_HELD_SINCE:
		return set_moment(command, spec, options, value);
	case OPT_FORMAT:
		return set_format(command, options, value);
	}
	return -1;
}

/* "-o" and its kin. */
static const char *
long_name(char letter)
{
	switch (letter) {
	case 'o':
		return "out";
	case 'q':
		return "quiet";
	case 'v':
		return "verbose";
	case 'h':
		return "help";
	case 'r':
		return "recursive";
	case '0':
		return "null";
	case 'j':
		return "jobs";
	default:
		return NULL;
	}
}

/* One option at argv[i]; the index of its last word, or -1. */
static int
read_one(const char *command, const struct option_spec *specs,
    struct options *options, int i, int argc, char **argv)
{
	const struct option_spec *spec = NULL;
	const char *name = argv[i] + 2, *value = NULL;
	size_t len;

	if (argv[i][1] != '-')
		name = argv[i][2] == '\0' ? long_name(argv[i][1]) : NULL;
	if (name != NULL) {
		len = strcspn(name, "=");
		if (name[len] == '=')
			value = name + len + 1;
		if ((spec = find(specs, name, len)) == NULL)
			spec = find(option_common, name, len);
	}
	if (spec == NULL)
		return wrong(command, "no such option", argv[i]);
	if (spec->value == NULL && value != NULL)
		return wrong(command, "takes no value", argv[i]);
	if (spec->value != NULL && value == NULL) {
		if (i + 1 >= argc)
			return wrong(command, "needs a value", argv[i]);
		value = argv[++i];
	}
	return set(command, spec, options, value) == 0 ? i : -1;
}

int
option_read(const char *command, const struct option_spec *specs,
    struct options *options, int argc, char **argv)
{
	int i, files = 0;
	bool only_files = false;

	for (i = 0; i < argc; i++) {
		if (only_files || argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[files++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_files = true;
		} else {
			i = read_one(command, specs, options, i, argc, argv);
			if (i < 0)
				return -1;
		}
	}
	return files;
}

void
option_formats_print(FILE *to, unsigned set)
{
	const char *between = "";
	size_t i;

	for (i = 0; i < FORMAT_COUNT; i++) {
		if ((set & FORMAT_BIT(i)) == 0)
			continue;
		set &= ~FORMAT_BIT(i);
		fprintf(to, "%s%s", between, formats[i]);
		between = (set & (set - 1)) == 0 ? " or " : ", ";
	}
}

void
option_print(FILE *to, const struct option_spec *specs, unsigned set)
{
	char left[64];

	for (; specs->name != NULL; specs++) {
		snprintf(left, sizeof(left), "--%s%s%s", specs->name,
		    specs->value ? " " : "", specs->value ? specs->value : "");
		fprintf(to, "  %-26s %s", left, specs->help);
		if (specs->type == OPT_FORMAT)
			option_formats_print(to, set);
		fputc('\n', to);
	}
}
