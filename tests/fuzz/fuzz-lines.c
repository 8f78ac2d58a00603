/* SPDX-License-Identifier: Apache-2.0 */
/* lines: answers of other nodes, a JSON value on each line, as `summary` and
 * a journal take them. */
#include "fuzz.h"
#include "summary-line.h"

#include <jansson.h>

static void
line(const char *bytes, size_t len)
{
	struct line_fault fault = { "" };
	struct line_name name, again;
	json_t *answer = NULL;
	char *dump;
	int rc = summary_line_read(bytes, len, &fault, &answer);

	fuzz_assert(rc == COMITY_OK || rc == COMITY_REFUSED, "%d", rc);
	fuzz_assert((rc == COMITY_OK) == (answer != NULL), "%d, and %s answer",
	    rc, answer != NULL ? "an" : "no");
	fuzz_assert(rc == COMITY_OK || fault.text[0] != '\0',
	    "refused without a reason");
	if (rc != COMITY_OK)
		return;
	fuzz_assert(summary_line_name(answer, &name), "an answer of no name");
	/* what is written of it is the same answer */
	dump = json_dumps(answer, JSON_COMPACT);
	json_decref(answer);
	answer = NULL;
	fuzz_assert(dump != NULL, "an answer that cannot be written");
	fuzz_assert(
	    summary_line_read(dump, strlen(dump), &fault, &answer) == COMITY_OK,
	    "written, and no answer: %s", fault.text);
	fuzz_assert(summary_line_name(answer, &again) &&
			memcmp(&name, &again, sizeof(name)) == 0,
	    "another answer than that which was read");
	json_decref(answer);
	free(dump);
}

static void
one(const unsigned char *bytes, size_t len)
{
	const unsigned char *end;
	char *copy;
	size_t at = 0, line_len;

	while (at < len) {
		end = memchr(bytes + at, '\n', len - at);
		line_len = end != NULL ? (size_t)(end - bytes) - at : len - at;
		/* of its own, so that nothing is read behind it */
		copy = malloc(line_len + 1);
		memcpy(copy, bytes + at, line_len);
		line(copy, line_len);
		free(copy);
		at += line_len + 1;
	}
}

static void
seed(void)
{
	static const char license[] = "<l xmlns=\"urn:a\"/>";
	struct answer answer;
	char *json = NULL;
	json_t *value;
	int rc = fuzz_open(&answer, "validate", (const unsigned char *)license,
	    sizeof(license) - 1);

	if (rc == COMITY_OK)
		rc = comity_packs_match(world.run.packs, answer.doc, NULL,
		    FUZZ_MOMENT, answer.report, &answer.edition);
	fuzz_close(&answer, rc, &json);
	value = json_loads(json, 0, NULL);
	free(json);
	json = json_dumps(value, JSON_COMPACT);
	fuzz_seed("answer", (unsigned char)json[0], json + 1, strlen(json + 1));
	json_decref(value);
	free(json);
}

const struct fuzz_target fuzz_lines = { "lines", NULL, one, false, seed };
