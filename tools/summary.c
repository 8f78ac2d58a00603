/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

#include "limit.h"
#include "render-json.h"
#include "status.h"
#include "summary-batch.h"

#include <stdlib.h>
#include <string.h>

struct summary {
	/* Each an object, from a key to a row with its counts. */
	json_t *commands, *findings, *reasons, *editions;
	struct batch *batch;
	json_int_t serial; /* of the answer that is being counted */
	long documents, yes, no, none;
	bool failed;
};

struct summary *
summary_new(void)
{
	struct summary *summary = calloc(1, sizeof(*summary));

	if (summary == NULL)
		return NULL;
	summary->commands = json_object();
	summary->findings = json_object();
	summary->reasons = json_object();
	summary->editions = json_object();
	summary->batch = batch_new();
	if (summary->commands == NULL || summary->findings == NULL ||
	    summary->reasons == NULL || summary->editions == NULL ||
	    summary->batch == NULL) {
		summary_free(summary);
		return NULL;
	}
	return summary;
}

void
summary_free(struct summary *summary)
{
	if (summary == NULL)
		return;
	json_decref(summary->commands);
	json_decref(summary->findings);
	json_decref(summary->reasons);
	json_decref(summary->editions);
	batch_free(summary->batch);
	free(summary);
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (word != NULL && strcmp(word, *words) == 0)
			return true;
	return false;
}

/* Worst first; the order of the findings. */
static const char *const severities[] = { "no-answer", "fatal", "error",
	"warning", "info", NULL };
static const char *const answers[] = { "yes", "no", "no answer", NULL };

static const char *
fault_inside(const json_t *answer)
{
	const json_t *findings = json_object_get(answer, "findings");
	const json_t *pins = json_object_get(answer, "pins"), *one;
	size_t i;

	if (!json_is_array(findings))
		return "no findings";
	json_array_foreach(
	    findings, i, one) if (value_text(one, "id") == NULL ||
				  !is_one_of(value_text(one, "severity"),
				      severities)) return "a finding without "
							  "its id or severity";
	if (!json_is_array(pins))
		return "no pins";
	json_array_foreach(pins, i,
	    one) if (value_text(one, "kind") == NULL ||
		     value_text(one, "value") ==
			 NULL) return "a pin without its kind or value";
	return NULL;
}

const char *
summary_fault(const json_t *answer)
{
	static const char *const commands[] = { "validate", "translate", "sign",
		"verify", "recognize", "requirements", "profile", "trust",
		NULL };
	const json_t *acceptance = json_object_get(answer, "acceptance");

	if (!json_is_object(answer) || value_text(answer, "comity") == NULL)
		return "no version of comity";
	if (!is_one_of(value_text(answer, "command"), commands))
		return "no command that gives answers";
	if (value_text(answer, "file") == NULL)
		return "no file";
	if (value_text(answer, "moment") == NULL)
		return "no moment";
	if (!is_one_of(value_text(answer, "answer"), answers))
		return "no answer that is yes, no or no answer";
	if (acceptance != NULL &&
	    !is_one_of(value_text(acceptance, "answer"), answers))
		return "an acceptance without its answer";
	return fault_inside(answer);
}

const char *
summary_word(const json_t *answer)
{
	const json_t *acceptance = json_object_get(answer, "acceptance");

	return value_text(acceptance != NULL ? acceptance : answer, "answer");
}

/* Add to a number of a row. */
static void
count(struct summary *summary, json_t *row, const char *what, json_int_t by)
{
	json_t *number = json_object_get(row, what);

	if (number != NULL)
		json_integer_set(number, json_integer_value(number) + by);
	else if (json_object_set_new(row, what, json_integer(by)) != 0)
		summary->failed = true;
}

/* The row of a key; *is_new: it is to be filled. What is beyond the bound
 * shares one row. NULL if memory ran out. */
static json_t *
row_of(struct summary *summary, json_t *rows, const char *key, bool *is_new)
{
	bool rest = json_object_size(rows) >= COMITY_SUMMARY_ROWS_MAX;
	json_t *row = json_object_get(rows, key);

	*is_new = false;
	if (row == NULL && rest)
		row = json_object_get(rows, key = "");
	if (row != NULL)
		return row;
	*is_new = !rest;
	row = json_object();
	if (row == NULL || json_object_set_new(rows, key, row) != 0) {
		summary->failed = true;
		return NULL;
	}
	if (rest)
		value_put(row, "rest", json_true(), &summary->failed);
	return row;
}

static void
copy(struct summary *summary, json_t *row, const json_t *from, const char *key)
{
	value_put(
	    row, key, value_string(value_text(from, key)), &summary->failed);
}

/* Count a row once for each answer. */
static void
count_document(struct summary *summary, json_t *row, json_int_t by)
{
	json_t *last = json_object_get(row, "last");

	if (last != NULL && json_integer_value(last) == summary->serial)
		return;
	if (json_object_set_new(row, "last", json_integer(summary->serial)))
		summary->failed = true;
	count(summary, row, "documents", by);
}

static void
fill_finding(struct summary *summary, json_t *row, const json_t *finding)
{
	const json_t *line = json_object_get(finding, "line");

	copy(summary, row, finding, "id");
	copy(summary, row, finding, "severity");
	copy(summary, row, finding, "message");
	copy(summary, row, finding, "basis");
	copy(summary, row, finding, "remedy");
	copy(summary, row, finding, "file");
	if (json_is_integer(line))
		value_put(
		    row, "line", json_copy((json_t *)line), &summary->failed);
}

static void
add_finding(struct summary *summary, const json_t *finding, json_int_t by)
{
	const char *id = value_text(finding, "id");
	const char *severity = value_text(finding, "severity");
	char *key = comity_text_format("%s %s", severity, id);
	bool is_new = false;
	json_t *row = NULL;

	if (key == NULL)
		summary->failed = true;
	else
		row = row_of(summary, summary->findings, key, &is_new);
	if (is_new)
		fill_finding(summary, row, finding);
	if (row != NULL) {
		count(summary, row, "findings", by);
		count_document(summary, row, by);
	}
	free(key);
}

static void
add_reason(struct summary *summary, const char *reason, const json_t *from,
    const char *message, json_int_t by)
{
	bool is_new;
	json_t *row = row_of(summary, summary->reasons, reason, &is_new);

	if (row == NULL)
		return;
	if (is_new) {
		value_put(
		    row, "reason", value_string(reason), &summary->failed);
		value_put(
		    row, "message", value_string(message), &summary->failed);
		copy(summary, row, from, "remedy");
	}
	count_document(summary, row, by);
}

/* Why there is no answer: what a finding says; else what could not be
 * determined; else the verdict or the indication itself. */
static void
add_reasons(struct summary *summary, const json_t *answer, json_int_t by)
{
	const json_t *recognition = json_object_get(answer, "recognition");
	const json_t *verification = json_object_get(answer, "verification");
	const json_t *one;
	const char *word = value_text(recognition, "verdict");
	bool found = false;
	size_t i;

	json_array_foreach(json_object_get(answer, "findings"), i,
	    one) if (strcmp(value_text(one, "severity"), "no-answer") == 0)
	{
		add_reason(summary, value_text(one, "id"), one,
		    value_text(one, "message"), by);
		found = true;
	}
	if (found)
		return;
	json_array_foreach(json_object_get(recognition, "criteria"), i,
	    one) if (value_text(one, "id") != NULL &&
		     comity_text_same(value_text(one, "result"), "unknown"))
	{
		add_reason(summary, value_text(one, "id"), one,
		    value_text(one, "evidence"), by);
		found = true;
	}
	if (found)
		return;
	if (word == NULL)
		word = value_text(verification, "subIndication");
	if (word == NULL)
		word = value_text(verification, "indication");
	add_reason(summary, word != NULL ? word : "none", NULL,
	    value_text(recognition, "line"), by);
}

static void
add_edition(struct summary *summary, const json_t *profile, json_int_t by)
{
	const char *id = value_text(profile, "id");
	const char *edition = value_text(profile, "edition");
	const char *digest = value_text(profile, "digest");
	char *key;
	bool is_new = false;
	json_t *row = NULL;

	if (id == NULL || edition == NULL || digest == NULL)
		return;
	key = comity_text_format("%s %s %s", id, edition, digest);
	if (key == NULL)
		summary->failed = true;
	else
		row = row_of(summary, summary->editions, key, &is_new);
	if (is_new) {
		copy(summary, row, profile, "id");
		copy(summary, row, profile, "edition");
		copy(summary, row, profile, "digest");
	}
	if (row != NULL)
		count_document(summary, row, by);
	free(key);
}

/* A word of a row's own counts: "answers", "verdicts" ... */
static void
add_word(struct summary *summary, json_t *row, const char *what,
    const char *word, json_int_t by)
{
	json_t *counts = json_object_get(row, what);

	if (word == NULL)
		return;
	if (counts == NULL) {
		counts = json_object();
		if (counts == NULL ||
		    json_object_set_new(row, what, counts) != 0) {
			summary->failed = true;
			return;
		}
	}
	/* a stranger's word; ours are some dozens */
	if (json_object_size(counts) >= COMITY_SUMMARY_WORDS_MAX &&
	    json_object_get(counts, word) == NULL)
		word = "";
	count(summary, counts, word, by);
}

static void
add_command(struct summary *summary, const json_t *answer, json_int_t by)
{
	const json_t *verification = json_object_get(answer, "verification");
	const char *command = value_text(answer, "command");
	const char *sub = value_text(verification, "subIndication");
	const char *indication = value_text(verification, "indication");
	bool is_new;
	json_t *row = row_of(summary, summary->commands, command, &is_new);
	char *both = NULL;

	if (row == NULL)
		return;
	if (is_new)
		copy(summary, row, answer, "command");
	count(summary, row, "documents", by);
	add_word(summary, row, "answers", value_text(answer, "answer"), by);
	add_word(summary, row, "acceptances",
	    value_text(json_object_get(answer, "acceptance"), "answer"), by);
	add_word(summary, row, "verdicts",
	    value_text(json_object_get(answer, "recognition"), "verdict"), by);
	if (indication != NULL && sub != NULL &&
	    (both = comity_text_format("%s %s", indication, sub)) == NULL)
		summary->failed = true;
	add_word(summary, row, "indications", both ? both : indication, by);
	free(both);
}

static bool
add(struct summary *summary, const json_t *answer, json_int_t by)
{
	const char *word = summary_word(answer);
	const json_t *one;
	size_t i;

	summary->serial++;
	summary->documents += by;
	if (strcmp(word, "yes") == 0)
		summary->yes += by;
	else if (strcmp(word, "no") == 0)
		summary->no += by;
	else
		summary->none += by;
	add_command(summary, answer, by);
	add_edition(summary, json_object_get(answer, "profile"), by);
	json_array_foreach(json_object_get(answer, "findings"), i, one)
	    add_finding(summary, one, by);
	if (strcmp(value_text(answer, "answer"), "no answer") == 0)
		add_reasons(summary, answer, by);
	if (!batch_add(summary->batch, answer, by))
		summary->failed = true;
	return !summary->failed;
}

bool
summary_add_value(struct summary *summary, const json_t *answer)
{
	return add(summary, answer, 1);
}

bool
summary_take_value(struct summary *summary, const json_t *answer)
{
	return add(summary, answer, -1);
}

int
summary_status(const struct summary *summary)
{
	if (summary->failed)
		return COMITY_ENOMEM;
	if (summary->none > 0 || summary->documents == 0)
		return COMITY_UNKNOWN;
	return summary->no > 0 ? COMITY_REFUSED : COMITY_OK;
}

size_t
summary_documents(const struct summary *summary)
{
	return (size_t)summary->documents;
}

static json_int_t
number_of(const json_t *row, const char *what)
{
	return json_integer_value(json_object_get(row, what));
}

static int
rank_of(const json_t *row)
{
	const char *severity = value_text(row, "severity");
	int i;

	if (json_object_get(row, "rest") != NULL)
		return (int)(sizeof(severities) / sizeof(severities[0]));
	for (i = 0; severity != NULL && severities[i] != NULL; i++)
		if (strcmp(severity, severities[i]) == 0)
			return i;
	return 0;
}

/* Worst first, most frequent first; else by the rows' own words, so that the
 * same answers give the same summary in any order. */
static int
compare(const void *a, const void *b)
{
	static const char *const words[] = { "id", "reason", "edition",
		"digest", "command" };
	const json_t *one = *(const json_t *const *)a;
	const json_t *other = *(const json_t *const *)b;
	json_int_t n = number_of(one, "documents");
	json_int_t m = number_of(other, "documents");
	int by = rank_of(one) - rank_of(other);
	size_t i;

	if (by != 0)
		return by;
	if (n != m)
		return n > m ? -1 : 1;
	for (i = 0; by == 0 && i < sizeof(words) / sizeof(words[0]); i++) {
		const char *left = value_text(one, words[i]);
		const char *right = value_text(other, words[i]);

		by = strcmp(left ? left : "", right ? right : "");
	}
	return by;
}

/* A row as it is shown: without what only counting needs. */
static json_t *
shown(json_t *row)
{
	json_t *copy = json_deep_copy(row), *counts, *number;
	const char *key, *word;
	void *next;

	if (copy == NULL)
		return NULL;
	(void)json_object_del(copy, "last");
	json_object_foreach(copy, key, counts) json_object_foreach_safe(counts,
	    next, word, number) if (json_integer_value(number) == 0)(void)
	    json_object_del(counts, word);
	return copy;
}

static json_t *
sorted(json_t *rows, bool *failed)
{
	json_t *array = json_array(), *row, **at;
	size_t n = 0, i;
	const char *key;

	at = calloc(json_object_size(rows) + 1, sizeof(json_t *));
	if (at == NULL || array == NULL) {
		*failed = true;
		free(at);
		return array;
	}
	json_object_foreach(rows, key, row) if (number_of(row, "documents") > 0)
	    at[n++] = row;
	qsort(at, n, sizeof(json_t *), compare);
	for (i = 0; i < n; i++)
		value_append(array, shown(at[i]), failed);
	free(at);
	return array;
}

json_t *
summary_value(const struct summary *summary)
{
	bool failed = summary->failed;
	json_t *o = json_object(), *words = json_object();

	value_put(o, "documents", json_integer(summary->documents), &failed);
	value_put(words, "yes", json_integer(summary->yes), &failed);
	value_put(words, "no", json_integer(summary->no), &failed);
	value_put(words, "no answer", json_integer(summary->none), &failed);
	value_put(o, "answers", words, &failed);
	value_put(o, "commands", sorted(summary->commands, &failed), &failed);
	value_put(o, "findings", sorted(summary->findings, &failed), &failed);
	value_put(o, "reasons", sorted(summary->reasons, &failed), &failed);
	value_put(o, "editions", sorted(summary->editions, &failed), &failed);
	value_put(
	    o, "differences", batch_value(summary->batch, &failed), &failed);
	if (!failed)
		return o;
	json_decref(o);
	return NULL;
}
