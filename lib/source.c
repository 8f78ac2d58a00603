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
	free(source->name);
	free(source->bytes);
	free(source);
}

int
comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out)
{
	struct comity_place place = { .file = name };
	struct comity_source *source = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (len == 0)
		return comity_report_add(
		    report, COMITY_F_EMPTY, &place, NULL, NULL);
	if (len > COMITY_SOURCE_MAX)
		return comity_report_add(
		    report, COMITY_F_TOO_LARGE, &place, NULL, NULL);
	if ((source = calloc(1, sizeof(*source))) == NULL)
		goto out;
	if ((source->name = strdup(name)) == NULL)
		goto out;
	if ((source->bytes = malloc(len + 1)) == NULL)
		goto out;
	memcpy(source->bytes, bytes, len);
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
	return rc;
}
