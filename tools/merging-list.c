/* SPDX-License-Identifier: Apache-2.0 */
/* What was expected against what came, and what is written of either. */
#include "file.h"
#include "limit.h"
#include "merging-private.h"
#include "render-json.h"

#include <stdlib.h>
#include <string.h>

char *
merging_name(
    const struct merging *merging, size_t *at, unsigned long *line, int *rc)
{
	const struct comity_source *list = merging->list;
	const char *from, *stop;
	char *name;
	size_t len;

	*rc = COMITY_OK;
	while (*at < list->len) {
		from = (const char *)list->bytes + *at;
		stop = memchr(from, merging->end, list->len - *at);
		len = stop == NULL ? list->len - *at : (size_t)(stop - from);
		*at += len + 1;
		++*line;
		if (merging->end == '\n' && len > 0 && from[len - 1] == '\r')
			len--;
		if (len == 0)
			continue;
		if ((name = strndup(from, len)) == NULL)
			*rc = COMITY_ENOMEM;
		return name;
	}
	return NULL;
}

struct entry *
merging_find(const struct merging *merging, const char *command,
    const char *name, int *rc)
{
	unsigned char key[16];

	if (!summary_line_key(command, name, key)) {
		*rc = COMITY_ENOMEM;
		return NULL;
	}
	return places_find(&merging->places, key);
}

/* Whether each command that occurs has answered for a name. */
static int
look_for(struct merging *merging, const char *name, unsigned long line)
{
	struct comity_place place = { .file = merging->list->name,
		.line = line };
	bool answered = merging->command_count > 0;
	struct entry *entry;
	size_t i;
	int rc = COMITY_OK;

	if (!answered)
		merging_say(merging, PROBLEM_MISSING, &place, name, NULL);
	for (i = 0; rc == COMITY_OK && i < merging->command_count; i++) {
		entry = merging_find(merging, merging->commands[i], name, &rc);
		place.path = merging->commands[i];
		if (entry != NULL)
			entry->is_expected = true;
		else if (rc == COMITY_OK)
			merging_say(
			    merging, PROBLEM_MISSING, &place, name, NULL);
		answered &= entry != NULL && !entry->in_conflict;
	}
	merging->names++;
	merging->answered += answered;
	return rc;
}

static int
compare_list(struct merging *merging)
{
	unsigned long line = 0;
	size_t at = 0;
	char *name;
	int rc;

	while ((name = merging_name(merging, &at, &line, &rc)) != NULL) {
		rc = look_for(merging, name, line);
		free(name);
		if (rc != COMITY_OK)
			return rc;
	}
	return rc;
}

/* An answer whose name is not on the list. */
static int
say_unexpected(struct merging *merging, const struct entry *entry)
{
	struct comity_place place = { .file = comity_lines_name(
					  merging->parts[entry->part]),
		.line = entry->line };
	struct line_fault fault;
	json_t *answer = NULL;
	char *bytes;
	int rc;

	if (merging->counts[PROBLEM_UNEXPECTED] >= COMITY_SUMMARY_NAMED_MAX) {
		merging->counts[PROBLEM_UNEXPECTED]++;
		return COMITY_OK;
	}
	if ((bytes = merging_again(merging, entry, &rc)) == NULL)
		return rc;
	rc = summary_line_read(bytes, entry->len, &fault, &answer);
	if (rc == COMITY_OK)
		merging_say(merging, PROBLEM_UNEXPECTED, &place,
		    value_text(answer, "file"), NULL);
	json_decref(answer);
	free(bytes);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

static int
say_all_unexpected(struct merging *merging)
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < merging->places.count; i++)
		if (!merging->places.entries[i].is_expected)
			rc = say_unexpected(
			    merging, &merging->places.entries[i]);
	return rc;
}

static void
say_torn(struct merging *merging)
{
	size_t i, count = merging->counts[PROBLEM_TORN];
	struct comity_place place = { 0 };

	merging->counts[PROBLEM_TORN] = 0;
	for (i = 0; i < count; i++) {
		place.file =
		    comity_lines_name(merging->parts[merging->torn[i].part]);
		place.line = merging->torn[i].line;
		merging_say(merging, PROBLEM_TORN, &place, NULL, NULL);
	}
}

/* "2026-11-01T00:00:00Z (3: a.xml)": a value, how many, one of them. */
static char *
one_value(const json_t *value)
{
	return comity_text_format("%s (%lld: %s)", value_text(value, "value"),
	    (long long)json_integer_value(json_object_get(value, "documents")),
	    value_text(value, "file"));
}

static void
say_difference(struct merging *merging, const json_t *difference)
{
	const json_t *values = json_object_get(difference, "values"), *value;
	char *path = comity_text_format("%s %s",
	    value_text(difference, "command"), value_text(difference, "what"));
	struct comity_place place = { .path = path };
	char *expected = one_value(json_array_get(values, 0)), *found;
	size_t i;

	json_array_foreach(values, i, value)
	{
		if (i == 0)
			continue;
		found = one_value(value);
		if (path == NULL || expected == NULL || found == NULL)
			merging->status = COMITY_ENOMEM;
		else
			merging->status = comity_status_worse(
			    merging->status, comity_report_add(merging->report,
						 COMITY_F_SUMMARY_DIFFERS,
						 &place, found, expected));
		free(found);
	}
	free(expected);
	free(path);
}

static int
say_differences(struct merging *merging)
{
	json_t *value = summary_value(merging->summary), *one;
	size_t i;

	if (value == NULL)
		return COMITY_ENOMEM;
	json_array_foreach(json_object_get(value, "differences"), i, one)
	    say_difference(merging, one);
	json_decref(value);
	return COMITY_OK;
}

int
merging_finish(struct merging *merging)
{
	int rc = COMITY_OK;

	if (merging->answers == 0)
		merging->status = comity_status_worse(merging->status,
		    comity_report_add(merging->report, COMITY_F_SUMMARY_EMPTY,
			NULL, NULL, NULL));
	if (merging->list != NULL) {
		rc = compare_list(merging);
		if (rc == COMITY_OK)
			rc = say_all_unexpected(merging);
	}
	say_torn(merging);
	if (rc == COMITY_OK)
		rc = say_differences(merging);
	if (comity_report_failed(merging->report))
		rc = COMITY_ENOMEM;
	rc = comity_status_worse(rc, merging->status);
	/* all in conflict: of no document there is an answer, said above */
	return comity_status_worse(rc, summary_status(merging->summary));
}

/* Whether a name has to be asked for again. */
static bool
is_open(const struct merging *merging, const char *name, int *rc)
{
	static const unsigned char none[16];
	const struct entry *entry;
	size_t i;

	*rc = COMITY_OK;
	for (i = 0; i < merging->command_count; i++) {
		entry = merging_find(merging, merging->commands[i], name, rc);
		if (entry == NULL || entry->in_conflict ||
		    memcmp(entry->name.contents, none, 16) == 0)
			return true;
	}
	return merging->command_count == 0;
}

int
merging_write_missing(struct merging *merging, const char *out)
{
	struct comity_text text = { 0 };
	unsigned long line = 0;
	size_t at = 0;
	char *name;
	int rc;

	while ((name = merging_name(merging, &at, &line, &rc)) != NULL) {
		if (is_open(merging, name, &rc)) {
			comity_text_add(&text, name);
			comity_text_add_bytes(&text, &merging->end, 1);
		}
		free(name);
		if (rc != COMITY_OK)
			break;
	}
	if (text.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_file_write(out, text.data ? text.data : "",
		    text.len, merging->run->talk->report);
	comity_text_clear(&text);
	return rc;
}
