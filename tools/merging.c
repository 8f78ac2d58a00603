/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "limit.h"
#include "merging-private.h"
#include "render-json.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = { "yes", "no", "no answer" };

struct merging *
merging_new(struct run *run, struct comity_report *report)
{
	struct merging *merging = calloc(1, sizeof(*merging));

	if (merging == NULL)
		return NULL;
	merging->run = run;
	merging->report = report;
	if ((merging->summary = summary_new()) == NULL) {
		free(merging);
		return NULL;
	}
	return merging;
}

void
merging_free(struct merging *merging)
{
	size_t i;

	if (merging == NULL)
		return;
	for (i = 0; i < merging->part_count; i++)
		comity_lines_close(merging->parts[i]);
	for (i = 0; i < merging->command_count; i++)
		free(merging->commands[i]);
	summary_free(merging->summary);
	places_clear(&merging->places);
	comity_source_free(merging->list);
	free(merging->parts);
	free(merging->torn);
	free(merging);
}

void
merging_say(struct merging *merging, enum problem problem,
    const struct comity_place *place, const char *found, const char *expected)
{
	static const enum comity_finding_id ids[PROBLEM_COUNT] = {
		[PROBLEM_LINE] = COMITY_F_SUMMARY_LINE,
		[PROBLEM_TORN] = COMITY_F_SUMMARY_TORN,
		[PROBLEM_CONFLICT] = COMITY_F_SUMMARY_CONFLICT,
		[PROBLEM_CONTENTS] = COMITY_F_SUMMARY_CONTENTS,
		[PROBLEM_TWICE] = COMITY_F_SUMMARY_TWICE,
		[PROBLEM_UNREAD] = COMITY_F_SUMMARY_UNREAD,
		[PROBLEM_MISSING] = COMITY_F_SUMMARY_MISSING,
		[PROBLEM_UNEXPECTED] = COMITY_F_SUMMARY_UNEXPECTED,
	};
	enum comity_finding_id id = ids[problem];

	/* where every name of the list has its answer, nothing is lost */
	if (problem == PROBLEM_TORN && merging->list != NULL &&
	    merging->counts[PROBLEM_MISSING] == 0)
		id = COMITY_F_SUMMARY_TORN_SETTLED;
	if (merging->counts[problem]++ >= COMITY_SUMMARY_NAMED_MAX)
		return;
	merging->status = comity_status_worse(merging->status,
	    comity_report_add(merging->report, id, place, found, expected));
}

/* Back to sleep with all but the part that is being read. */
static void
rest(struct merging *merging)
{
	while (merging->awake_count > 0)
		comity_lines_rest(merging->awake[--merging->awake_count]);
}

char *
merging_again(struct merging *merging, const struct entry *entry, int *rc)
{
	struct comity_lines *part = merging->parts[entry->part];
	char *bytes = malloc((size_t)entry->len + 1);

	*rc = COMITY_ENOMEM;
	if (bytes == NULL)
		return NULL;
	*rc = comity_lines_again(
	    part, entry->at, entry->len, merging->run->talk->report, bytes);
	if (*rc != COMITY_OK) {
		free(bytes);
		return NULL;
	}
	bytes[entry->len] = '\0';
	if (entry->part + 1 == merging->part_count)
		return bytes; /* it may still be read */
	if (merging->awake_count == AWAKE_MAX)
		rest(merging);
	if (merging->awake_count == 0 ||
	    merging->awake[merging->awake_count - 1] != part)
		merging->awake[merging->awake_count++] = part;
	return bytes;
}

int
merging_expect(struct merging *merging, const char *list, bool null)
{
	int rc = comity_file_read(list, COMITY_SOURCE_MAX,
	    merging->run->talk->report, &merging->list);

	merging->end = null ? '\0' : '\n';
	return rc == COMITY_REFUSED ? COMITY_UNKNOWN : rc;
}

/* An answer that was counted is so no longer. */
static int
take_back(struct merging *merging, const struct entry *entry)
{
	struct line_fault fault;
	json_t *answer = NULL;
	int rc;
	char *bytes = merging_again(merging, entry, &rc);

	if (bytes == NULL)
		return rc;
	rc = summary_line_read(bytes, entry->len, &fault, &answer);
	if (rc == COMITY_REFUSED)
		rc = COMITY_EINTERNAL;
	else if (rc == COMITY_OK &&
		 !summary_take_value(merging->summary, answer))
		rc = COMITY_ENOMEM;
	json_decref(answer);
	free(bytes);
	return rc;
}

/* "license.xml: no" in this part's line. */
static void
say_answer(struct merging *merging, enum problem problem,
    const struct entry *entry, const json_t *answer, const char *expected)
{
	struct comity_place place = { .file = comity_lines_name(
					  merging->parts[entry->part]),
		.line = entry->line };
	char *found =
	    comity_text_format("%s: %s (%s)", value_text(answer, "file"),
		words[entry->word], value_text(answer, "command"));

	if (found == NULL)
		merging->status = COMITY_ENOMEM;
	else
		merging_say(merging, problem, &place, found, expected);
	free(found);
}

static int
conflict(struct merging *merging, struct entry *old, const struct entry *new,
    const json_t *answer)
{
	char *before;
	int rc = COMITY_OK;

	before = comity_text_format("%s:%lu: %s%s",
	    comity_lines_name(merging->parts[old->part]),
	    (unsigned long)old->line, words[old->word],
	    memcmp(old->name.contents, new->name.contents, 16) != 0
		? ", of other contents"
	    : old->word == new->word ? ", on other grounds"
				     : "");
	if (before == NULL)
		return COMITY_ENOMEM;
	if (!old->in_conflict)
		rc = take_back(merging, old);
	if (rc == COMITY_OK) {
		merging->counts[PROBLEM_CONFLICT] -= old->in_conflict;
		old->in_conflict = true;
		say_answer(merging, PROBLEM_CONFLICT, new, answer, before);
	}
	free(before);
	return rc;
}

static bool
was_read(const struct entry *entry)
{
	static const unsigned char none[16];

	return memcmp(entry->name.contents, none, 16) != 0;
}

/* A second answer to what has one. One that did not come to read the document
 * says nothing of it, and gives way. */
static int
settle(struct merging *merging, struct entry *old, struct entry *new,
    const json_t *answer)
{
	int rc = COMITY_OK;

	memcpy(new->name.key, old->name.key, 16);
	if (!old->in_conflict && was_read(old) != was_read(new)) {
		if (was_read(new)) {
			if ((rc = take_back(merging, old)) != COMITY_OK)
				return rc;
			*old = *new;
			if (!summary_add_value(merging->summary, answer))
				return COMITY_ENOMEM;
		}
		say_answer(merging, PROBLEM_UNREAD, new, answer, NULL);
		return COMITY_OK;
	}
	if (old->in_conflict ||
	    memcmp(&old->name, &new->name, sizeof(new->name)) != 0)
		return conflict(merging, old, new, answer);
	say_answer(merging, PROBLEM_TWICE, new, answer, NULL);
	return COMITY_OK;
}

static int
insert(struct merging *merging, const struct entry *entry, const json_t *answer)
{
	if (places_add(&merging->places, entry) == NULL ||
	    !summary_add_value(merging->summary, answer))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* One name for several contents: without a list, several documents. */
static int
split(struct merging *merging, struct entry *new, const json_t *answer)
{
	struct entry *old;

	if (!summary_line_split(&new->name, new->name.key))
		return COMITY_ENOMEM;
	old = places_find(&merging->places, new->name.key);
	if (old != NULL)
		return settle(merging, old, new, answer);
	say_answer(merging, PROBLEM_CONTENTS, new, answer, NULL);
	return insert(merging, new, answer);
}

static int
note_command(struct merging *merging, const char *command)
{
	size_t i;

	for (i = 0; i < merging->command_count; i++)
		if (strcmp(merging->commands[i], command) == 0)
			return COMITY_OK;
	if (i == COMMANDS_MAX)
		return COMITY_EINTERNAL;
	if ((merging->commands[i] = strdup(command)) == NULL)
		return COMITY_ENOMEM;
	merging->command_count++;
	return COMITY_OK;
}

static int
add(struct merging *merging, const struct comity_line *line,
    const json_t *answer)
{
	struct entry new = { .at = line->at,
		.part = (uint32_t)(merging->part_count - 1),
		.len = (uint32_t)line->len,
		.line = (uint32_t)line->number },
		     *old;
	int rc = note_command(merging, value_text(answer, "command"));

	if (rc != COMITY_OK)
		return rc;
	merging->answers++;
	while (strcmp(words[new.word], value_text(answer, "answer")) != 0)
		new.word++;
	if (!summary_line_name(answer, &new.name))
		return COMITY_ENOMEM;
	old = places_find(&merging->places, new.name.key);
	if (old == NULL)
		return insert(merging, &new, answer);
	if (merging->list == NULL && was_read(old) && was_read(&new) &&
	    memcmp(old->name.contents, new.name.contents, 16) != 0)
		return split(merging, &new, answer);
	return settle(merging, old, &new, answer);
}

static int
note_torn(struct merging *merging, unsigned long line)
{
	size_t count = merging->counts[PROBLEM_TORN];
	struct torn *more;

	/* one for each part at most; named when all is known */
	more = reallocarray(merging->torn, count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	merging->torn = more;
	more[count].part = (uint32_t)(merging->part_count - 1);
	more[count].line = line;
	merging->counts[PROBLEM_TORN]++;
	return COMITY_OK;
}

static int
read_line(struct merging *merging, struct comity_lines *part,
    const struct comity_line *line)
{
	struct comity_place place = { .file = comity_lines_name(part),
		.line = line->number };
	struct line_fault fault = { "it is too long" };
	json_t *answer = NULL;
	int rc = COMITY_REFUSED;

	if (!line->is_too_long)
		rc = summary_line_read(line->bytes, line->len, &fault, &answer);
	if (rc == COMITY_OK)
		rc = add(merging, line, answer);
	else if (rc == COMITY_REFUSED && line->is_torn)
		rc = note_torn(merging, line->number);
	else if (rc == COMITY_REFUSED) {
		merging_say(merging, PROBLEM_LINE, &place, fault.text, NULL);
		rc = COMITY_OK;
	}
	json_decref(answer);
	return rc;
}

int
merging_read(struct merging *merging, const char *path)
{
	const char *folder = getenv("TMPDIR");
	struct comity_lines **more, *part = NULL;
	struct comity_line line;
	int rc;

	more = reallocarray(
	    merging->parts, merging->part_count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	merging->parts = more;
	rc = comity_lines_open(path,
	    folder != NULL && *folder != '\0' ? folder : "/tmp",
	    COMITY_ANSWER_MAX, merging->run->talk->report, &part);
	if (rc != COMITY_OK)
		return rc;
	more[merging->part_count++] = part;
	do {
		rc = comity_lines_next(part, merging->run->talk->report, &line);
		if (rc == COMITY_OK && line.bytes != NULL)
			rc = read_line(merging, part, &line);
	} while (rc == COMITY_OK && line.bytes != NULL);
	comity_lines_rest(part);
	return rc;
}
