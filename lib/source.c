/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include "crypto.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

void
comity_source_free(struct comity_source *source)
{
	if (source == NULL)
		return;
	if (source->shares > 0) {
		source->shares--;
		return;
	}
	free(source->name);
	free(source->bytes);
	free(source);
}

struct comity_source *
comity_source_share(struct comity_source *source)
{
	source->shares++;
	return source;
}

static int
size_check(const char *name, size_t len, struct comity_report *report)
{
	struct comity_place place = { .file = name };

	if (len > 0 && len <= COMITY_SOURCE_MAX)
		return COMITY_OK;
	return comity_report_add(report,
	    len == 0 ? COMITY_F_EMPTY : COMITY_F_TOO_LARGE, &place, NULL, NULL);
}

int
comity_source_take(const char *name, unsigned char *bytes, size_t len,
    struct comity_report *report, struct comity_source **out)
{
	struct comity_source *source = NULL;
	int rc = size_check(name, len, report);

	*out = NULL;
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((source = calloc(1, sizeof(*source))) == NULL)
		goto out;
	source->bytes = bytes;
	bytes = NULL; /* transferred */
	if ((source->name = strdup(name)) == NULL)
		goto out;
	source->bytes[len] = '\0';
	source->len = len;
	if (!comity_sha256(source->bytes, len, source->sha256))
		goto out;
	comity_hex(source->sha256, sizeof(source->sha256), source->sha256_hex);
	*out = source;
	source = NULL;
	rc = COMITY_OK;
out:
	comity_source_free(source);
	free(bytes);
	return rc;
}

int
comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out)
{
	unsigned char *copy;
	int rc = size_check(name, len, report);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	if ((copy = malloc(len + 1)) == NULL)
		return COMITY_ENOMEM;
	memcpy(copy, bytes, len);
	return comity_source_take(name, copy, len, report, out);
}
