/* SPDX-License-Identifier: Apache-2.0 */
#include "signer.h"

#include "file.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

static int
read_pass(const char *path, struct comity_report *report, char **pass)
{
	struct comity_source *source = NULL;
	int rc = comity_file_read(path, 4096, report, &source);

	if (rc != COMITY_OK)
		return rc;
	*pass = strndup((const char *)source->bytes,
	    strcspn((const char *)source->bytes, "\r\n"));
	explicit_bzero(source->bytes, source->len);
	comity_source_free(source);
	return *pass == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
signer_read(
    struct run *run, struct comity_report *report, struct signer *signer)
{
	const struct options *o = &run->options;
	int rc;

	rc = comity_file_read(
	    o->key, COMITY_PACK_FILE_MAX, report, &signer->key);
	if (rc == COMITY_OK)
		rc = comity_file_read(o->cert, COMITY_PACK_FILE_MAX, report,
		    &signer->certificate);
	if (rc == COMITY_OK && o->pass_file != NULL)
		rc = read_pass(o->pass_file, report, &signer->pass);
	signer->signing = (struct comity_signing){ .key = signer->key,
		.certificate = signer->certificate,
		.pass = signer->pass,
		.now = run->now,
		.role = o->role,
		.place = o->place,
		.algorithm = o->algorithm };
	return rc;
}

void
signer_clear(struct signer *signer)
{
	if (signer->pass != NULL)
		explicit_bzero(signer->pass, strlen(signer->pass));
	if (signer->key != NULL)
		explicit_bzero(signer->key->bytes, signer->key->len);
	free(signer->pass);
	comity_source_free(signer->key);
	comity_source_free(signer->certificate);
	memset(signer, 0, sizeof(*signer));
}

int
signer_check(struct answer *answer)
{
	if (answer->edition->signature == COMITY_SIGNATURE_NONE)
		return comity_doc_find(answer->doc,
		    comity_doc_root(answer->doc), answer->report,
		    COMITY_F_SIGN_NO_ROOM, answer->edition->profile, NULL);
	return COMITY_OK;
}
