/* SPDX-License-Identifier: Apache-2.0 */
#include "extending.h"

#include "fetch.h"
#include "file.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

enum comity_level
extending_level(const char *name)
{
	static const char *const names[] = { "", "b", "t", "lt", "lta" };
	size_t i;

	for (i = 1; name != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return (enum comity_level)i;
	return COMITY_LEVEL_NONE;
}

static const struct comity_digest_method *
digest_of(const char *name)
{
	if (name == NULL || strcmp(name, "sha256") == 0)
		return comity_digest_named("SHA256");
	if (strcmp(name, "sha384") == 0)
		return comity_digest_named("SHA384");
	return strcmp(name, "sha512") == 0 ? comity_digest_named("SHA512")
					   : NULL;
}

int
extending_check(const struct run *run, const char *command)
{
	const struct options *o = &run->options;

	if (o->tsa != NULL && !o->online)
		return run_usage(command,
		    "--tsa asks a service on the network: add --online");
	if (o->tsa != NULL && strncmp(o->tsa, "http://", 7) != 0)
		return run_usage(command, "--tsa: an http:// address is asked");
	if (o->tsa_query != NULL && (o->tsa != NULL || o->tsa_response != NULL))
		return run_usage(command,
		    "--tsa-query writes a query and stops: it stands without "
		    "--tsa and --tsa-response");
	if (o->tsa_response != NULL && o->tsa != NULL)
		return run_usage(
		    command, "--tsa-response and --tsa: one of them");
	if (digest_of(o->digest) == NULL)
		return run_usage(command, "--digest: sha256, sha384 or sha512");
	return 0;
}

/* A timestamp over the network. */
static int
ask_network(struct extending *extending, struct comity_report *report,
    const unsigned char *query, size_t query_len, unsigned char **answer,
    size_t *len)
{
	return comity_fetch(COMITY_FETCH_STAMP, extending->run->options.tsa,
	    query, query_len, report, answer, len);
}

/* The answer that was brought in a file; it is one to one question. */
static int
read_response(struct extending *extending, struct comity_report *report,
    unsigned char **answer, size_t *len)
{
	struct comity_source *source = NULL;
	int rc;

	rc = comity_file_read(extending->run->options.tsa_response,
	    COMITY_TOKEN_MAX, report, &source);
	if (rc != COMITY_OK)
		return rc;
	if ((*answer = malloc(source->len)) == NULL)
		rc = COMITY_ENOMEM;
	else
		memcpy(*answer, source->bytes, *len = source->len);
	comity_source_free(source);
	return rc;
}

/* Write the query and stop: the document is not written. */
static int
write_query(struct extending *extending, struct comity_report *report,
    const unsigned char *query, size_t len)
{
	const char *path = extending->run->options.tsa_query;
	int rc = comity_file_write(path, query, len, report);

	extending->run->output_failed |= rc == COMITY_EIO;
	if (rc != COMITY_OK)
		return rc;
	extending->query_written = true;
	rc =
	    comity_report_add(report, COMITY_F_QUERY_WRITTEN, NULL, path, NULL);
	return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
}

/* comity_extension.stamp */
static int
stamp(void *user, const struct comity_digest_method *digest, const void *octets,
    size_t octets_len, struct comity_report *report, unsigned char **token,
    size_t *token_len)
{
	struct extending *extending = user;
	const struct options *o = &extending->run->options;
	unsigned char *query = NULL, *answer = NULL;
	size_t query_len = 0, len = 0;
	char *why = NULL;
	int rc;

	rc = comity_token_query(digest, octets, octets_len, &query, &query_len);
	if (rc == COMITY_OK && o->tsa_query != NULL)
		rc = write_query(extending, report, query, query_len);
	else if (rc == COMITY_OK && o->tsa != NULL)
		rc = ask_network(
		    extending, report, query, query_len, &answer, &len);
	else if (rc == COMITY_OK && o->tsa_response != NULL &&
		 !extending->response_used)
		rc = read_response(extending, report, &answer, &len);
	else if (rc == COMITY_OK)
		rc = comity_report_add(
		    report, COMITY_F_STAMP_WANTED, NULL, o->tsa_response, NULL);
	if (rc == COMITY_OK && answer != NULL) {
		extending->response_used = true;
		rc = comity_token_response(answer, len, digest, octets,
		    octets_len, &why, token, token_len);
		if (rc == COMITY_REFUSED)
			rc = comity_report_add(
			    report, COMITY_F_EXTEND_STAMP, NULL, why, NULL);
	} else if (rc == COMITY_OK) {
		rc = COMITY_EINTERNAL;
	}
	free(why);
	free(query);
	free(answer);
	return rc;
}

/* Octets from the network, as if they had been given in a file. */
static int
add_source(struct extending *extending, enum comity_fetch_kind kind,
    const char *url, const unsigned char *bytes, size_t len,
    struct comity_report *report)
{
	struct comity_certificate *certificate = NULL;
	struct comity_source *source = NULL;
	int rc = comity_source_new(url, bytes, len, report, &source);

	if (rc == COMITY_OK && kind == COMITY_FETCH_CRL)
		rc =
		    comity_trust_add_crl(extending->run->trust, source, report);
	else if (rc == COMITY_OK && kind == COMITY_FETCH_OCSP)
		rc = comity_trust_add_ocsp(
		    extending->run->trust, source, report);
	else if (rc == COMITY_OK) {
		rc = comity_certificate_read_der(bytes, len, &certificate);
		if (rc == COMITY_OK)
			rc = comity_certificates_add(
			    &extending->certificates, certificate);
	}
	comity_source_free(source);
	return rc;
}

/* Ask the addresses of a certificate, one after the other. */
static int
ask_addresses(struct extending *extending, enum comity_fetch_kind kind,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, struct comity_report *report)
{
	char *urls[COMITY_FETCH_URLS + 1];
	unsigned char *query = NULL, *answer = NULL;
	size_t query_len = 0, len = 0, i;
	int rc, got = COMITY_UNKNOWN;

	rc = comity_fetch_addresses(certificate, kind, urls);
	if (rc != COMITY_OK)
		return rc;
	if (kind == COMITY_FETCH_OCSP)
		rc = comity_ocsp_query(certificate, issuer, &query, &query_len);
	for (i = 0; rc == COMITY_OK && got != COMITY_OK && urls[i] != NULL;
	     i++) {
		got = comity_fetch(
		    kind, urls[i], query, query_len, report, &answer, &len);
		if (got == COMITY_OK)
			got = add_source(
			    extending, kind, urls[i], answer, len, report);
		if (got == COMITY_ENOMEM)
			rc = got;
		free(answer);
		answer = NULL;
	}
	for (i = 0; urls[i] != NULL; i++)
		free(urls[i]);
	free(query);
	return rc != COMITY_OK ? rc : got;
}

int
extending_want(void *user, const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, struct comity_report *report)
{
	struct extending *extending = user;
	int rc;

	if (!extending->run->options.online)
		return COMITY_UNKNOWN;
	if (issuer == NULL)
		return ask_addresses(extending, COMITY_FETCH_CERTIFICATE,
		    certificate, NULL, report);
	rc = ask_addresses(
	    extending, COMITY_FETCH_OCSP, certificate, issuer, report);
	if (rc != COMITY_OK && rc != COMITY_ENOMEM)
		rc = ask_addresses(
		    extending, COMITY_FETCH_CRL, certificate, issuer, report);
	return rc;
}

int
extending_load(struct run *run, struct extending *extending)
{
	memset(extending, 0, sizeof(*extending));
	extending->run = run;
	extending->extension =
	    (struct comity_extension){ .level =
					   extending_level(run->options.level),
		    .signature = run->options.signature,
		    .now = run->now,
		    .trust = run->trust,
		    .certificates = &extending->certificates,
		    .digest = digest_of(run->options.digest),
		    .stamp = stamp,
		    .want = extending_want,
		    .user = extending };
	return COMITY_OK;
}

int
extending_document(const struct comity_source *source,
    const struct comity_doc *doc, const struct comity_extension *extension,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	struct comity_container *container = NULL;
	int rc;

	if (!comity_container_is(source))
		return comity_extend(doc, extension, report, octets, len);
	rc = comity_container_read(source, report, &container);
	if (rc == COMITY_OK)
		rc = comity_extend_container(
		    container, source, extension, report);
	if (rc == COMITY_OK)
		rc = comity_container_write(container, octets, len);
	comity_container_free(container);
	return rc;
}

void
extending_clear(struct extending *extending)
{
	comity_certificates_clear(&extending->certificates);
}
