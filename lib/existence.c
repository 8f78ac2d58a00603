/* SPDX-License-Identifier: Apache-2.0 */
#include "existence.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

int
comity_existence_add(
    struct comity_existence *existence, const char *sha256, int64_t at)
{
	struct comity_existence_row *rows;
	size_t i;

	for (i = 0; i < existence->count; i++)
		if (strcmp(existence->rows[i].sha256, sha256) == 0) {
			if (at < existence->rows[i].at)
				existence->rows[i].at = at;
			return COMITY_OK;
		}
	rows =
	    reallocarray(existence->rows, existence->count + 1, sizeof(*rows));
	if (rows == NULL)
		return COMITY_ENOMEM;
	existence->rows = rows;
	memcpy(rows[existence->count].sha256, sha256,
	    sizeof(rows[existence->count].sha256));
	rows[existence->count++].at = at;
	return COMITY_OK;
}

int64_t
comity_existence_of(
    const struct comity_existence *existence, const char *sha256)
{
	size_t i;

	for (i = 0; existence != NULL && i < existence->count; i++)
		if (strcmp(existence->rows[i].sha256, sha256) == 0)
			return existence->rows[i].at;
	return INT64_MAX;
}

void
comity_existence_clear(struct comity_existence *existence)
{
	free(existence->rows);
	memset(existence, 0, sizeof(*existence));
}

bool
comity_vouching_holds(const struct comity_vouching *vouching,
    const char *sha256, const char *digest)
{
	const struct comity_digest_method *row = comity_digest_named(digest);
	struct comity_dating dating;
	int64_t since;

	if (vouching == NULL)
		return true;
	since = comity_existence_of(vouching->existence, sha256);
	dating = (struct comity_dating){ .algorithms = vouching->algorithms,
		.known = since != INT64_MAX,
		.day = since != INT64_MAX ? comity_dating_day(since) : 0,
		.today = vouching->today };
	if (since > vouching->now)
		since = vouching->now;
	return since <= vouching->until &&
	       (row == NULL || comity_dating_counts(&dating, &row->row, NULL));
}
