/* SPDX-License-Identifier: Apache-2.0 */
#include "signer.h"

#include "file.h"
#include "key-store.h"
#include "key.h"
#include "limit.h"
#include "pass.h"

#include <stdlib.h>
#include <string.h>

/* The passphrase or PIN, by the first way that is given. */
static int
read_pass(const struct options *o, const char *source,
    struct comity_report *report, char **pass)
{
	if (o->pass_file != NULL)
		return pass_from_file(o->pass_file, report, pass);
	if (o->pass_fd != NULL)
		return pass_from_descriptor(o->pass_fd, report, pass);
	if (source != NULL)
		return pass_from_file(source, report, pass);
	return COMITY_OK;
}

static int
no_certificate(const struct options *o, struct comity_report *report)
{
	struct comity_place place = { .file = o->key };

	return comity_report_add(
	    report, COMITY_F_SIGN_NO_CERTIFICATE, &place, NULL, NULL);
}

static int
read_token(const struct options *o, struct comity_report *report,
    struct signer *signer)
{
	struct comity_key_token_uri uri;
	int rc = comity_key_token_uri_read(o->key, report, &uri);

	if (rc == COMITY_OK)
		rc = read_pass(o, uri.pin_source, report, &signer->pass);
	if (rc == COMITY_OK && signer->pass == NULL)
		rc = pass_from_terminal(uri.object, report, &signer->pass);
	if (rc == COMITY_OK)
		rc = comity_key_token_open(&uri, uri.object, signer->pass,
		    report, o->cert == NULL ? &signer->chain : NULL,
		    &signer->token);
	if (rc == COMITY_OK)
		signer->signing.opened = comity_key_token_key(signer->token);
	comity_key_token_uri_clear(&uri);
	return rc;
}

static bool
is_locked(const struct comity_source *key)
{
	return comity_key_store_is(key) ||
	       memmem(key->bytes, key->len, "ENCRYPTED", 9) != NULL;
}

static int
read_file(const struct options *o, struct comity_report *report,
    struct signer *signer)
{
	int rc = comity_file_read(
	    o->key, COMITY_PACK_FILE_MAX, report, &signer->key);

	if (rc == COMITY_OK)
		rc = read_pass(o, NULL, report, &signer->pass);
	if (rc == COMITY_OK && signer->pass == NULL && is_locked(signer->key))
		rc = pass_from_terminal(o->key, report, &signer->pass);
	if (rc != COMITY_OK)
		return rc;
	signer->signing.key = signer->key;
	if (!comity_key_store_is(signer->key))
		return o->cert != NULL ? COMITY_OK : no_certificate(o, report);
	rc = comity_key_store_read(
	    signer->key, signer->pass, report, &signer->chain, &signer->stored);
	signer->signing.opened = signer->stored;
	return rc;
}

const char *
signer_claims(const struct options *o, struct signer *signer)
{
	size_t i;

	if (o->jurisdiction != NULL &&
	    comity_claims_set_jurisdiction(&signer->claims, o->jurisdiction) !=
		COMITY_OK)
		return "--jurisdiction: a code like US, EU or US-CA";
	for (i = 0; i < o->commitments.count; i++)
		if (comity_claims_add_commitment(
			&signer->claims, o->commitments.at[i]) != COMITY_OK)
			return "--commitment: proof-of-approval, -origin, "
			       "-receipt, -delivery, -sender or -creation, "
			       "each once";
	for (i = 0; i < o->places.count; i++)
		if (comity_claims_add_place(&signer->claims, o->places.at[i]) !=
		    COMITY_OK)
			return "--place: a city, a country like US, or city=, "
			       "street=, state=, postal-code= or country=TEXT, "
			       "each once";
	return NULL;
}

int
signer_read_certificate(
    struct run *run, struct comity_report *report, struct signer *signer)
{
	const struct options *o = &run->options;
	int rc = COMITY_OK;

	if (o->cert != NULL)
		rc = comity_file_read(o->cert, COMITY_PACK_FILE_MAX, report,
		    &signer->certificate);
	signer->signing.certificate = signer->certificate;
	return rc;
}

int
signer_read(
    struct run *run, struct comity_report *report, struct signer *signer)
{
	const struct options *o = &run->options;
	int rc;

	if (comity_key_token_is(o->key))
		rc = read_token(o, report, signer);
	else
		rc = read_file(o, report, signer);
	if (rc == COMITY_OK)
		rc = signer_read_certificate(run, report, signer);
	if (o->cert == NULL)
		signer->signing.chain = &signer->chain;
	signer->signing.pass = signer->pass;
	signer->signing.now = run->now;
	signer->signing.role = o->role;
	signer->signing.claims = &signer->claims;
	signer->signing.algorithm = o->algorithm;
	if (run->policy != NULL)
		signer->signing.algorithms = &run->policy->algorithms;
	return rc;
}

void
signer_clear(struct signer *signer)
{
	if (signer->key != NULL)
		explicit_bzero(signer->key->bytes, signer->key->len);
	pass_free(signer->pass);
	comity_key_token_free(signer->token);
	comity_key_free(signer->stored);
	comity_certificates_clear(&signer->chain);
	comity_claims_clear(&signer->claims);
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
