/* SPDX-License-Identifier: Apache-2.0 */
#include "summary-batch.h"

#include "crypto.h"
#include "limit.h"
#include "render-json.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct batch {
	/* "verify moment" -> { value -> { documents, file } } */
	json_t *aspects;
	bool failed;
};

struct batch *
batch_new(void)
{
	struct batch *batch = calloc(1, sizeof(*batch));

	if (batch == NULL)
		return NULL;
	if ((batch->aspects = json_object()) == NULL) {
		free(batch);
		return NULL;
	}
	return batch;
}

void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	json_decref(batch->aspects);
	free(batch);
}

static json_t *
member(struct batch *batch, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (value != NULL)
		return value;
	if (json_object_size(object) >= COMITY_SUMMARY_ROWS_MAX &&
	    (value = json_object_get(object, key = "...")) != NULL)
		return value;
	value = json_object();
	if (value == NULL || json_object_set_new(object, key, value) != 0) {
		batch->failed = true;
		return NULL;
	}
	return value;
}

/* This answer has this value of what should be one in a batch. */
static void
note(struct batch *batch, const json_t *answer, const char *what,
    const char *value, json_int_t by)
{
	char *key =
	    comity_text_format("%s %s", value_text(answer, "command"), what);
	json_t *row = NULL, *number;

	if (key == NULL)
		batch->failed = true;
	else if ((row = member(batch, batch->aspects, key)) != NULL)
		row = member(batch, row, value);
	free(key);
	if (row == NULL)
		return;
	if ((number = json_object_get(row, "documents")) == NULL) {
		value_put(row, "documents", json_integer(by), &batch->failed);
		value_put(row, "file", value_string(value_text(answer, "file")),
		    &batch->failed);
		return;
	}
	json_integer_set(number, json_integer_value(number) + by);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Texts in their order, so that a set has one form; long ones as a digest. */
static char *
joined(const char **texts, size_t count)
{
	struct comity_text text = { 0 };
	unsigned char digest[32];
	char hex[65] = "";
	size_t i;

	qsort(texts, count, sizeof(*texts), compare);
	for (i = 0; i < count; i++)
		if (i == 0 || strcmp(texts[i], texts[i - 1]) != 0)
			comity_text_addf(
			    &text, "%s%s", text.len > 0 ? ", " : "", texts[i]);
	if (text.len > COMITY_DETAIL_MAX / 2 && !text.failed) {
		if (!comity_sha256(text.data, text.len, digest))
			text.failed = true;
		comity_hex(digest, sizeof(digest), hex);
		comity_text_clear(&text);
		comity_text_addf(&text, "%zu, %s", count, hex);
	}
	comity_text_add(&text, count == 0 ? "none" : "");
	return comity_text_take(&text);
}

/* Lists and arrangements are read once for all documents: all of a kind are
 * one set in each answer. */
static void
note_set(
    struct batch *batch, const json_t *answer, const char *kind, json_int_t by)
{
	const json_t *pins = json_object_get(answer, "pins"), *pin;
	const char **values;
	size_t i, count = 0;
	char *text;

	values = calloc(json_array_size(pins) + 1, sizeof(*values));
	if (values == NULL) {
		batch->failed = true;
		return;
	}
	json_array_foreach(
	    pins, i, pin) if (strcmp(value_text(pin, "kind"), kind) == 0)
	    values[count++] = value_text(pin, "value");
	text = joined(values, count);
	if (text == NULL)
		batch->failed = true;
	else
		note(batch, answer, kind, text, by);
	free(text);
	free(values);
}

/* Which packs and code lists an answer rests on is up to its document; of one
 * name and edition there may be but one. */
static void
note_digests(struct batch *batch, const json_t *answer, json_int_t by)
{
	static const char *const kinds[] = { "pack", "codelist", "zones" };
	const json_t *pin;
	size_t i, j;
	char *what;

	json_array_foreach(json_object_get(answer, "pins"), i, pin)
	{
		const char *kind = value_text(pin, "kind");
		const char *name = value_text(pin, "name");
		const char *version = value_text(pin, "version");

		for (j = 0; j < 3 && strcmp(kind, kinds[j]) != 0; j++)
			;
		if (j == 3 || name == NULL)
			continue;
		what = comity_text_format("%s %s%s%s", kind, name,
		    j < 2 && version != NULL ? " " : "",
		    j < 2 && version != NULL ? version : "");
		if (what == NULL)
			batch->failed = true;
		else
			note(batch, answer, what, value_text(pin, "value"), by);
		free(what);
	}
}

static void
note_overrides(struct batch *batch, const json_t *answer, json_int_t by)
{
	const json_t *overrides = json_object_get(answer, "overrides");
	size_t flags = JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY;
	char *text;

	if (json_array_size(overrides) == 0) {
		note(batch, answer, "overrides", "none", by);
		return;
	}
	text = json_dumps(overrides, flags);
	if (text == NULL)
		batch->failed = true;
	else
		note(batch, answer, "overrides", text, by);
	free(text);
}

/* Whether the answer got as far as to name all that it rests on. */
static bool
is_complete(const json_t *answer)
{
	const json_t *pin;
	size_t i;

	if (strcmp(value_text(answer, "command"), "recognize") == 0)
		return json_object_get(answer, "recognition") != NULL;
	json_array_foreach(json_object_get(answer, "pins"), i,
	    pin) if (strcmp(value_text(pin, "kind"), "document") ==
		     0) return true;
	return false;
}

bool
batch_add(struct batch *batch, const json_t *answer, json_int_t by)
{
	static const char *const sets[] = { "trust-list", "trust-signer", "crl",
		"ocsp", "tsa-cert", "arrangement", "status-list", "policy" };
	const json_t *recognition = json_object_get(answer, "recognition");
	size_t i;

	note(batch, answer, "comity", value_text(answer, "comity"), by);
	note(batch, answer, "moment", value_text(answer, "moment"), by);
	note_overrides(batch, answer, by);
	if (value_text(recognition, "receiving") != NULL)
		note(batch, answer, "receiving",
		    value_text(recognition, "receiving"), by);
	note_digests(batch, answer, by);
	if (is_complete(answer))
		for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
			note_set(batch, answer, sets[i], by);
	return !batch->failed;
}

struct named {
	const char *value;
	const json_t *row;
	json_int_t documents;
};

static int
more(const void *a, const void *b)
{
	const struct named *one = a, *other = b;

	if (one->documents != other->documents)
		return one->documents > other->documents ? -1 : 1;
	return strcmp(one->value, other->value);
}

/* The values of one aspect that are in use, the most frequent first; NULL if
 * there are not at least two. */
static json_t *
values(json_t *aspect, bool *failed)
{
	struct named *at = calloc(json_object_size(aspect) + 1, sizeof(*at));
	json_t *array = NULL, *one, *row;
	const char *key;
	size_t n = 0, i;

	if (at == NULL) {
		*failed = true;
		return NULL;
	}
	json_object_foreach(aspect, key, row)
	{
		at[n] = (struct named){ key, row,
			json_integer_value(json_object_get(row, "documents")) };
		n += at[n].documents > 0;
	}
	qsort(at, n, sizeof(*at), more);
	if (n > 1)
		array = json_array();
	for (i = 0; n > 1 && i < n && i < COMITY_SUMMARY_VALUES_MAX; i++) {
		one = json_object();
		value_put(one, "value", value_string(at[i].value), failed);
		value_put(
		    one, "documents", json_integer(at[i].documents), failed);
		value_put(one, "file",
		    value_string(value_text(at[i].row, "file")), failed);
		value_append(array, one, failed);
	}
	*failed |= n > 1 && array == NULL;
	free(at);
	return array;
}

static size_t
count_used(json_t *aspect)
{
	const char *key;
	size_t count = 0;
	json_t *row;

	json_object_foreach(aspect, key, row) count +=
	    json_integer_value(json_object_get(row, "documents")) > 0;
	return count;
}

json_t *
batch_value(const struct batch *batch, bool *failed)
{
	json_t *array = json_array(), *aspect, *one, *list;
	const char *key, *space;
	char *command;

	*failed |= batch->failed;
	json_object_foreach(batch->aspects, key, aspect)
	{
		if ((list = values(aspect, failed)) == NULL)
			continue;
		space = strchr(key, ' ');
		command = space != NULL ? strndup(key, (size_t)(space - key))
					: strdup(key);
		one = json_object();
		value_put(one, "command", value_string(command), failed);
		value_put(one, "what",
		    value_string(space != NULL ? space + 1 : ""), failed);
		value_put(one, "count",
		    json_integer((json_int_t)count_used(aspect)), failed);
		value_put(one, "values", list, failed);
		value_append(array, one, failed);
		*failed |= command == NULL;
		free(command);
	}
	return array;
}
