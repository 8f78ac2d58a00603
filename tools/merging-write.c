/* SPDX-License-Identifier: Apache-2.0 */
/* The merged answers: each document's line once, whole or no file at all. */
#include "file.h"
#include "merging-private.h"
#include "render-json.h"

#include <stdlib.h>
#include <string.h>

/* Where the writing is: in the list and in the commands, or in the places. */
struct cursor {
	struct merging *merging;
	size_t at; /* of the list or of the places */
	unsigned long line;
	char *name; /* of the list; NULL: the next is due */
	size_t command;
	char *bytes; /* what was given last */
};

/* The next document's entry in the order of the list; NULL at the end. */
static struct entry *
next_listed(struct cursor *cursor, int *rc)
{
	struct merging *merging = cursor->merging;
	struct entry *entry;

	*rc = COMITY_OK;
	for (;;) {
		if (cursor->name == NULL) {
			cursor->name = merging_name(
			    merging, &cursor->at, &cursor->line, rc);
			cursor->command = 0;
			if (cursor->name == NULL)
				return NULL;
		}
		while (cursor->command < merging->command_count) {
			entry = merging_find(merging,
			    merging->commands[cursor->command++], cursor->name,
			    rc);
			if (*rc != COMITY_OK || entry != NULL)
				return entry;
		}
		free(cursor->name);
		cursor->name = NULL;
	}
}

static struct entry *
next_entry(struct cursor *cursor, int *rc)
{
	struct merging *merging = cursor->merging;
	struct entry *entry;

	*rc = COMITY_OK;
	do {
		if (merging->list != NULL)
			entry = next_listed(cursor, rc);
		else if (cursor->at < merging->places.count)
			entry = &merging->places.entries[cursor->at++];
		else
			entry = NULL;
	} while (entry != NULL && (entry->in_conflict || entry->is_written));
	return entry;
}

/* A value over several lines becomes one line. */
static int
on_one_line(char **bytes, size_t len)
{
	json_t *value;
	char *line;

	if (memchr(*bytes, '\n', len) == NULL)
		return COMITY_OK;
	if ((value = json_loadb(*bytes, len, 0, NULL)) == NULL)
		return COMITY_ENOMEM;
	line = json_dumps(value, JSON_COMPACT);
	json_decref(value);
	free(*bytes);
	*bytes = line;
	return line == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
next_piece(void *context, const void **bytes, size_t *len)
{
	struct cursor *cursor = context;
	struct entry *entry;
	int rc;

	free(cursor->bytes);
	cursor->bytes = NULL;
	*len = 0;
	if ((entry = next_entry(cursor, &rc)) == NULL)
		return rc;
	entry->is_written = true;
	cursor->bytes = merging_again(cursor->merging, entry, &rc);
	if (cursor->bytes != NULL)
		rc = on_one_line(&cursor->bytes, entry->len);
	if (rc != COMITY_OK)
		return rc;
	*len = strlen(cursor->bytes);
	cursor->bytes[(*len)++] = '\n'; /* there is room for the NUL */
	*bytes = cursor->bytes;
	return COMITY_OK;
}

int
merging_write(struct merging *merging, const char *out)
{
	struct cursor cursor = { .merging = merging };
	int rc;

	rc = comity_file_write_pieces(
	    out, next_piece, &cursor, merging->run->talk->report);
	free(cursor.name);
	free(cursor.bytes);
	return rc;
}

static json_t *
lines_value(const struct merging *merging, bool *failed)
{
	const size_t *counts = merging->counts;
	json_t *o = json_object();

	value_put(
	    o, "answers", json_integer((json_int_t)merging->answers), failed);
	value_put(o, "twice", json_integer((json_int_t)counts[PROBLEM_TWICE]),
	    failed);
	value_put(
	    o, "torn", json_integer((json_int_t)counts[PROBLEM_TORN]), failed);
	value_put(o, "foreign", json_integer((json_int_t)counts[PROBLEM_LINE]),
	    failed);
	return o;
}

static json_t *
expected_value(const struct merging *merging, bool *failed)
{
	const size_t *counts = merging->counts;
	json_t *o;

	if (merging->list == NULL)
		return json_null();
	o = json_object();
	value_put(o, "names", json_integer((json_int_t)merging->names), failed);
	value_put(
	    o, "answered", json_integer((json_int_t)merging->answered), failed);
	value_put(o, "missing",
	    json_integer((json_int_t)counts[PROBLEM_MISSING]), failed);
	value_put(o, "unexpected",
	    json_integer((json_int_t)counts[PROBLEM_UNEXPECTED]), failed);
	return o;
}

json_t *
merging_value(const struct merging *merging, int status)
{
	bool failed = false;
	json_t *o = json_object(), *counts = summary_value(merging->summary);

	value_put(o, "comity", json_string(PACKAGE_VERSION), &failed);
	value_put(o, "command", json_string("summary"), &failed);
	value_put(o, "answer", json_string(answer_word(status)), &failed);
	value_put(
	    o, "parts", json_integer((json_int_t)merging->part_count), &failed);
	value_put(o, "lines", lines_value(merging, &failed), &failed);
	value_put(o, "conflicts",
	    json_integer((json_int_t)merging->counts[PROBLEM_CONFLICT]),
	    &failed);
	value_put(o, "expected", expected_value(merging, &failed), &failed);
	if (counts == NULL || json_object_update(o, counts) != 0)
		failed = true;
	json_decref(counts);
	value_put(o, "problems", render_json_findings(merging->report, &failed),
	    &failed);
	if (!failed)
		return o;
	json_decref(o);
	return NULL;
}
