/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch.h"

#include "door.h"
#include "limit.h"
#include "memory.h"
#include "text.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/http.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *content, *expected; /* expected NULL: servers differ */
	size_t max;
} kinds[] = {
	[COMITY_FETCH_STAMP] = { "application/timestamp-query",
	    "application/timestamp-reply", COMITY_TOKEN_MAX },
	[COMITY_FETCH_OCSP] = { "application/ocsp-request",
	    "application/ocsp-response", COMITY_TOKEN_MAX },
	[COMITY_FETCH_CRL] = { NULL, NULL, COMITY_FETCH_MAX },
	[COMITY_FETCH_CERTIFICATE] = { NULL, NULL, COMITY_TOKEN_MAX },
};

/* The last words of OpenSSL, and the address. */
static int
say(struct comity_report *report, const char *url, const char *why)
{
	struct comity_text text = { 0 };
	unsigned long error = ERR_peek_last_error();
	const char *words = error != 0 ? ERR_reason_error_string(error) : NULL;
	char *found;
	int rc;

	comity_text_addf(&text, "%s: %s", url,
	    why != NULL     ? why
	    : words != NULL ? words
			    : "no answer");
	ERR_clear_error();
	if ((found = comity_text_take(&text)) == NULL)
		return COMITY_ENOMEM;
	rc =
	    comity_report_add(report, COMITY_F_FETCH_FAILED, NULL, found, NULL);
	free(found);
	return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
}

static int
take(BIO *from, size_t max, unsigned char **out, size_t *len)
{
	unsigned char *bytes = NULL, *more;
	size_t size = 0;
	int got, rc = COMITY_REFUSED;

	*len = 0;
	for (;;) {
		if (*len == size) {
			size = size == 0 ? 16384 : size * 2;
			if ((more = realloc(bytes, size)) == NULL) {
				rc = COMITY_ENOMEM;
				goto out;
			}
			bytes = more;
		}
		got = BIO_read(from, bytes + *len, (int)(size - *len));
		if (got <= 0)
			break;
		*len += (size_t)got;
		if (*len > max)
			goto out;
	}
	if (*len == 0)
		goto out;
	*out = bytes;
	bytes = NULL; /* transferred */
	rc = COMITY_OK;
out:
	free(bytes);
	return rc;
}

/* Where this process may not connect: a connection that another one made. One
 * end to write and one to read, or OpenSSL connects it once more. */
static bool
connect_by_door(const char *host, const char *port, BIO **to, BIO **from,
    char *why, size_t size)
{
	int fd = comity_door_connect(host, port, why, size);

	if (fd < 0)
		return false;
	*to = BIO_new_socket(fd, BIO_CLOSE);
	*from = BIO_new_socket(fd, BIO_NOCLOSE);
	if (*to == NULL)
		close(fd);
	snprintf(why, size, "memory");
	return *to != NULL && *from != NULL;
}

int
comity_fetch(enum comity_fetch_kind kind, const char *url,
    const unsigned char *request, size_t request_len,
    struct comity_report *report, unsigned char **answer, size_t *len)
{
	char *host = NULL, *port = NULL, *path = NULL;
	BIO *in = NULL, *out = NULL, *to = NULL, *from = NULL;
	char why[256] = "";
	int tls = 0, rc;

	*answer = NULL;
	*len = 0;
	ERR_clear_error();
	if (strncmp(url, "http://", 7) != 0 ||
	    OSSL_HTTP_parse_url(
		url, &tls, NULL, &host, &port, NULL, &path, NULL, NULL) != 1 ||
	    tls != 0) {
		rc = say(report, url, "it is no http:// address");
		goto out;
	}
	if (request != NULL &&
	    (in = BIO_new_mem_buf(request, (int)request_len)) == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	if (comity_door_used() &&
	    !connect_by_door(host, port, &to, &from, why, sizeof(why))) {
		rc = say(report, url, why);
		goto out;
	}
	/* an empty proxy is none: the environment is not asked */
	out = OSSL_HTTP_transfer(NULL, host, port, path, 0,
	    to == NULL ? "" : NULL, NULL, to, from, NULL, NULL, 0, NULL,
	    kinds[kind].content, in, kinds[kind].expected, 1, kinds[kind].max,
	    COMITY_FETCH_SECONDS, 0);
	if (out == NULL) {
		rc = say(report, url, NULL);
		goto out;
	}
	rc = take(out, kinds[kind].max, answer, len);
	if (rc == COMITY_REFUSED)
		rc = say(report, url, "it gave nothing, or too much");
out:
	if (rc == COMITY_UNKNOWN && comity_memory_failed())
		rc = COMITY_ENOMEM;
	BIO_free(in);
	BIO_free(out);
	BIO_free(to);
	BIO_free(from);
	OPENSSL_free(host);
	OPENSSL_free(port);
	OPENSSL_free(path);
	ERR_clear_error();
	return rc;
}

/* Keep an address if it is one of http. */
static bool
keep(const ASN1_IA5STRING *value, char *urls[], size_t *count)
{
	const char *text = (const char *)ASN1_STRING_get0_data(value);
	size_t len = (size_t)ASN1_STRING_length(value);

	if (*count == COMITY_FETCH_URLS || len < 8 || len > 2000 ||
	    strncmp(text, "http://", 7) != 0 || memchr(text, 0, len) != NULL)
		return true;
	if ((urls[*count] = strndup(text, len)) == NULL)
		return false;
	urls[++*count] = NULL;
	return true;
}

static bool
read_access(X509 *x509, int method, char *urls[], size_t *count)
{
	AUTHORITY_INFO_ACCESS *access =
	    X509_get_ext_d2i(x509, NID_info_access, NULL, NULL);
	bool kept = true;
	int i;

	for (i = 0; kept && i < sk_ACCESS_DESCRIPTION_num(access); i++) {
		const ACCESS_DESCRIPTION *at =
		    sk_ACCESS_DESCRIPTION_value(access, i);

		if (OBJ_obj2nid(at->method) == method &&
		    at->location->type == GEN_URI)
			kept = keep(at->location->d.uniformResourceIdentifier,
			    urls, count);
	}
	AUTHORITY_INFO_ACCESS_free(access);
	return kept;
}

static bool
read_points(X509 *x509, char *urls[], size_t *count)
{
	STACK_OF(DIST_POINT) *points =
	    X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
	bool kept = true;
	int i, j;

	for (i = 0; kept && i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name =
		    sk_DIST_POINT_value(points, i)->distpoint;

		for (j = 0; kept && name != NULL && name->type == 0 &&
			    j < sk_GENERAL_NAME_num(name->name.fullname);
		     j++) {
			const GENERAL_NAME *at =
			    sk_GENERAL_NAME_value(name->name.fullname, j);

			if (at->type == GEN_URI)
				kept = keep(at->d.uniformResourceIdentifier,
				    urls, count);
		}
	}
	sk_DIST_POINT_pop_free(points, DIST_POINT_free);
	return kept;
}

int
comity_fetch_addresses(const struct comity_certificate *certificate,
    enum comity_fetch_kind kind, char *urls[COMITY_FETCH_URLS + 1])
{
	X509 *x509 = comity_certificate_x509(certificate);
	size_t count = 0;
	bool kept = true;

	urls[0] = NULL;
	if (kind == COMITY_FETCH_OCSP)
		kept = read_access(x509, NID_ad_OCSP, urls, &count);
	else if (kind == COMITY_FETCH_CERTIFICATE)
		kept = read_access(x509, NID_ad_ca_issuers, urls, &count);
	else if (kind == COMITY_FETCH_CRL)
		kept = read_points(x509, urls, &count);
	ERR_clear_error();
	if (kept)
		return COMITY_OK;
	while (count > 0)
		free(urls[--count]);
	return COMITY_ENOMEM;
}
