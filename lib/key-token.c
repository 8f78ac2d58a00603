/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSL 3.0 has no provider for PKCS#11 in Debian 12; its engine is marked
 * deprecated and works. Nobody else calls an engine. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "key-token.h"

#include "memory.h"
#include "text.h"

#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEME "pkcs11:"

struct comity_key_token {
	ENGINE *engine; /* a functional reference */
	EVP_PKEY *key;
};

static int
refuse(struct comity_report *report, const char *name,
    enum comity_finding_id id, const char *found)
{
	struct comity_place place = { .file = name };

	return comity_report_add(report, id, &place, found, NULL);
}

bool
comity_key_token_is(const char *name)
{
	return strncmp(name, SCHEME, strlen(SCHEME)) == 0;
}

static int
digit(char c)
{
	const char *digits = "0123456789abcdef", *at;

	at = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c)
		       : NULL;
	return at != NULL ? (int)(at - digits) : -1;
}

/* Percent-decoded, of len bytes; NULL: malformed, or memory ran out. */
static char *
decode(const char *from, size_t len)
{
	char *made = malloc(len + 1), *to = made;
	size_t i;

	for (i = 0; made != NULL && i < len; i++) {
		if (from[i] != '%') {
			*to++ = from[i];
			continue;
		}
		if (i + 2 >= len || digit(from[i + 1]) < 0 ||
		    digit(from[i + 2]) < 0 ||
		    (from[i + 1] == '0' && from[i + 2] == '0')) {
			free(made);
			return NULL;
		}
		*to++ = (char)(digit(from[i + 1]) * 16 + digit(from[i + 2]));
		i += 2;
	}
	if (made != NULL)
		*to = '\0';
	return made;
}

/* One attribute of the query: one of ours, or left out with a finding. */
static int
read_attribute(const char *at, size_t len, const char *name,
    struct comity_report *report, struct comity_key_token_uri *out)
{
	static const char module[] = "module-path=", source[] = "pin-source=";
	char **to = NULL;
	size_t skip = 0;

	if (strncmp(at, "pin-value=", 10) == 0)
		return refuse(report, SCHEME "...", COMITY_F_TOKEN_URI,
		    "pin-value: everybody on this machine can read it there; "
		    "use --pass-file, --pass-fd or pin-source");
	if (strncmp(at, module, sizeof(module) - 1) == 0) {
		to = &out->module;
		skip = sizeof(module) - 1;
	} else if (strncmp(at, source, sizeof(source) - 1) == 0) {
		to = &out->pin_source;
		skip = sizeof(source) - 1;
	}
	if (to == NULL || *to != NULL)
		return refuse(report, name, COMITY_F_TOKEN_URI,
		    "a query has module-path and pin-source, each once");
	if (to == &out->pin_source && len > skip + 5 &&
	    strncmp(at + skip, "file:", 5) == 0)
		skip += 5;
	*to = decode(at + skip, len - skip);
	if (*to == NULL && comity_memory_failed())
		return COMITY_ENOMEM;
	if (*to == NULL || **to == '\0')
		return refuse(report, name, COMITY_F_TOKEN_URI,
		    "a value that is empty or not well encoded");
	return COMITY_OK;
}

int
comity_key_token_uri_read(const char *name, struct comity_report *report,
    struct comity_key_token_uri *out)
{
	const char *query = strchr(name, '?'), *at, *end;
	size_t len = query != NULL ? (size_t)(query - name) : strlen(name);
	int rc = COMITY_OK;

	memset(out, 0, sizeof(*out));
	if (!comity_key_token_is(name) || len == strlen(SCHEME))
		return refuse(report, name, COMITY_F_TOKEN_URI,
		    "it names no token or object");
	if ((out->object = strndup(name, len)) == NULL)
		return COMITY_ENOMEM;
	if (strstr(out->object, "pin-value=") != NULL)
		return read_attribute("pin-value=", 10, name, report, out);
	for (at = query != NULL ? query + 1 : NULL;
	     rc == COMITY_OK && at != NULL && *at != '\0'; at = end) {
		end = strpbrk(at, "&;");
		len = end != NULL ? (size_t)(end - at) : strlen(at);
		rc = read_attribute(at, len, name, report, out);
		end = end != NULL ? end + 1 : NULL;
	}
	return rc;
}

void
comity_key_token_uri_clear(struct comity_key_token_uri *uri)
{
	free(uri->object);
	free(uri->module);
	free(uri->pin_source);
	memset(uri, 0, sizeof(*uri));
}

/* A functional reference to the engine, with the token's module in it. */
static int
load(const struct comity_key_token_uri *uri, const char *name, const char *pin,
    struct comity_report *report, ENGINE **out)
{
	ENGINE *engine;
	bool ready;

	/* the engine loads it late, and prints what went wrong by itself */
	if (uri->module != NULL && access(uri->module, R_OK) != 0)
		return refuse(report, name, COMITY_F_TOKEN_MODULE, uri->module);
	OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, NULL);
	if ((engine = ENGINE_by_id("pkcs11")) == NULL)
		return refuse(report, name, COMITY_F_TOKEN_ENGINE, NULL);
	/* else it talks on stderr of what we say ourselves */
	ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 0);
	ready = uri->module == NULL || ENGINE_ctrl_cmd_string(engine,
					   "MODULE_PATH", uri->module, 0) == 1;
	ready = ready && ENGINE_init(engine) == 1;
	if (ready && pin != NULL &&
	    ENGINE_ctrl_cmd_string(engine, "PIN", pin, 0) != 1) {
		ENGINE_finish(engine);
		ready = false;
	}
	if (ready)
		*out = engine;
	ENGINE_free(engine); /* the structural reference */
	return ready ? COMITY_OK
		     : refuse(report, name, COMITY_F_TOKEN_MODULE, uri->module);
}

/* The certificate that lies beside the key. */
static int
load_certificate(const struct comity_key_token_uri *uri, const char *name,
    ENGINE *engine, struct comity_report *report,
    struct comity_certificates *out)
{
	struct {
		const char *uri;
		X509 *x509;
	} order = { uri->object, NULL };
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	int len, rc;

	if (ENGINE_ctrl_cmd(engine, "LOAD_CERT_CTRL", 0, &order, NULL, 0) !=
		1 ||
	    order.x509 == NULL)
		return comity_memory_failed()
			   ? COMITY_ENOMEM
			   : refuse(report, name, COMITY_F_TOKEN_CERTIFICATE,
				 NULL);
	len = i2d_X509(order.x509, &der);
	X509_free(order.x509);
	if (len <= 0)
		return COMITY_ENOMEM;
	rc = comity_certificate_read_der(der, (size_t)len, &certificate);
	OPENSSL_free(der);
	if (rc == COMITY_REFUSED)
		return refuse(report, name, COMITY_F_TOKEN_CERTIFICATE, NULL);
	return rc == COMITY_OK ? comity_certificates_add(out, certificate) : rc;
}

/* The engine would ask for the PIN itself, on the terminal. */
static int
ask_nobody(UI *ui, UI_STRING *string)
{
	(void)ui;
	(void)string;
	return 0;
}

static EVP_PKEY *
load_key(ENGINE *engine, const char *object)
{
	UI_METHOD *silent = UI_create_method("comity");
	EVP_PKEY *key = NULL;

	if (silent == NULL)
		return NULL;
	if (UI_method_set_reader(silent, ask_nobody) == 0)
		key = ENGINE_load_private_key(engine, object, silent, NULL);
	UI_destroy_method(silent);
	return key;
}

int
comity_key_token_open(const struct comity_key_token_uri *uri, const char *name,
    const char *pin, struct comity_report *report,
    struct comity_certificates *certificates, struct comity_key_token **out)
{
	struct comity_key_token *token;
	int rc;

	*out = NULL;
	if ((token = calloc(1, sizeof(*token))) == NULL)
		return COMITY_ENOMEM;
	rc = load(uri, name, pin, report, &token->engine);
	if (rc == COMITY_OK) {
		token->key = load_key(token->engine, uri->object);
		if (token->key == NULL)
			rc = comity_memory_failed()
				 ? COMITY_ENOMEM
				 : refuse(
				       report, name, COMITY_F_TOKEN_KEY, NULL);
	}
	if (rc == COMITY_OK && certificates != NULL)
		rc = load_certificate(
		    uri, name, token->engine, report, certificates);
	ERR_clear_error();
	if (rc == COMITY_OK) {
		*out = token;
		token = NULL; /* transferred */
	}
	comity_key_token_free(token);
	return rc;
}

void
comity_key_token_free(struct comity_key_token *token)
{
	if (token == NULL)
		return;
	EVP_PKEY_free(token->key);
	if (token->engine != NULL)
		ENGINE_finish(token->engine);
	ERR_clear_error();
	free(token);
}

EVP_PKEY *
comity_key_token_key(const struct comity_key_token *token)
{
	return token->key;
}
