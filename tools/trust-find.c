/* SPDX-License-Identifier: Apache-2.0 */
/* Which services of a list a certificate has to do with, and how: it is the
 * service's own, the service issued it, or only the key or the name is the
 * same. */
#include "base64.h"
#include "crypto.h"
#include "render-json.h"
#include "text.h"
#include "trust-qualifier.h"
#include "trust-view.h"

#include <stdlib.h>
#include <string.h>

struct finding {
	struct trust_view *view;
	const struct comity_certificate *certificate;
	const xmlNode *provider;
	json_t *matches;
};

static xmlNodePtr
child(const struct finding *f, const xmlNode *parent, const char *name)
{
	return parent == NULL
		   ? NULL
		   : comity_node_child(parent, f->view->dialect->ns, name);
}

static xmlNodePtr
next(const struct finding *f, const xmlNode *node, const char *name)
{
	return comity_node_next(node, f->view->dialect->ns, name);
}

/* An X509SKI: the key identifier in base64. */
static bool
has_key_identifier(const struct finding *f, const xmlNode *node)
{
	char *text = comity_node_text(node), hex[129] = "";
	unsigned char *bytes = NULL;
	size_t len = 0;

	if (text == NULL)
		f->view->failed = true;
	else if (comity_base64_read(text, &bytes, &len) == COMITY_OK &&
		 len <= 64)
		comity_hex(bytes, len, hex);
	free(text);
	free(bytes);
	return hex[0] != '\0' &&
	       strcmp(hex, comity_certificate_ski(f->certificate)) == 0;
}

/* How one identity of a service has to do with the certificate; NULL: not. */
static const char *
how(const struct finding *f, const xmlNode *id)
{
	const xmlNode *node = child(f, id, "X509Certificate");
	struct comity_certificate *listed;
	const char *answer = NULL;
	const char *ski = comity_certificate_ski(f->certificate);

	if (node == NULL) {
		node = child(f, id, "X509SKI");
		return node != NULL && has_key_identifier(f, node) ? "same-key"
								   : NULL;
	}
	if ((listed = trust_view_x509(f->view, node)) == NULL)
		return NULL;
	if (comity_certificate_same(listed, f->certificate))
		answer = "itself";
	else if (comity_certificate_is_issued(f->certificate, listed))
		answer = "issued";
	else if (*ski != '\0' &&
		 strcmp(ski, comity_certificate_ski(listed)) == 0)
		answer = "same-key";
	else if (comity_certificate_subject_hash(listed) ==
		     comity_certificate_subject_hash(f->certificate) &&
		 strcmp(comity_certificate_subject(listed),
		     comity_certificate_subject(f->certificate)) == 0)
		answer = "same-name";
	comity_certificate_free(listed);
	return answer;
}

/* What the list says the certificate is, by its criteria. */
static json_t *
qualifiers(const struct finding *f, const xmlNode *information)
{
	static const char *const words[] = { "met", "not-met", "unknown" };
	json_t *array = json_array(), *o;
	xmlNodePtr extension = child(f,
	    child(f, information, "ServiceInformationExtensions"), "Extension");
	xmlNodePtr at, list, one;
	char *uri;

	for (; extension != NULL; extension = next(f, extension, "Extension")) {
		at = comity_node_child(
		    extension, COMITY_NS_SIE, "Qualifications");
		at = at != NULL ? comity_node_first(at) : NULL;
		for (; at != NULL; at = comity_node_after(at)) {
			list = comity_node_child(
			    at, COMITY_NS_SIE, "CriteriaList");
			one =
			    comity_node_child(at, COMITY_NS_SIE, "Qualifiers");
			one = one != NULL ? comity_node_first(one) : NULL;
			for (; list != NULL && one != NULL;
			     one = comity_node_after(one)) {
				uri = comity_node_attribute(one, "uri");
				o = json_object();
				value_put(o, "qualifier", value_string(uri),
				    &f->view->failed);
				value_put(o, "criteria",
				    json_string(words[comity_trust_criteria(
					list, f->certificate)]),
				    &f->view->failed);
				value_append(array, o, &f->view->failed);
				free(uri);
			}
		}
	}
	return array;
}

static void
look_at(struct finding *f, const xmlNode *service)
{
	const xmlNode *information = child(f, service, "ServiceInformation");
	const xmlNode *identity =
	    child(f, information, "ServiceDigitalIdentity");
	xmlNodePtr id = child(f, identity, "DigitalId");
	const char *answer = NULL, *one;
	bool *failed = &f->view->failed;
	json_t *o;

	for (; id != NULL; id = next(f, id, "DigitalId")) {
		if ((one = how(f, id)) == NULL)
			continue;
		/* the strongest comes first in the alphabet: "issued",
		 * "itself" before "same-..."; itself beats all */
		if (answer == NULL || strcmp(one, "itself") == 0 ||
		    (strcmp(answer, "itself") != 0 && strcmp(one, answer) < 0))
			answer = one;
	}
	if (answer == NULL)
		return;
	o = json_object();
	value_put(o, "how", json_string(answer), failed);
	value_put(o, "provider",
	    trust_view_name(f->view,
		child(f, f->provider, f->view->dialect->information),
		f->view->dialect->name),
	    failed);
	value_put(o, "service", trust_view_service(f->view, service), failed);
	if (strcmp(answer, "issued") == 0)
		value_put(o, "qualifiers", qualifiers(f, information), failed);
	value_append(f->matches, o, failed);
}

json_t *
trust_view_find(
    struct trust_view *view, const struct comity_certificate *certificate)
{
	struct finding f = { .view = view,
		.certificate = certificate,
		.matches = json_array() };
	const struct comity_trust_dialect *dialect = view->dialect;
	const xmlNode *providers =
	    child(&f, comity_doc_root(view->doc), dialect->providers);
	json_t *o = json_object();
	xmlNodePtr node, service;

	for (node = child(&f, providers, dialect->provider); node != NULL;
	     node = next(&f, node, dialect->provider)) {
		f.provider = node;
		service = child(
		    &f, child(&f, node, dialect->services), dialect->service);
		for (; service != NULL;
		     service = next(&f, service, dialect->service))
			look_at(&f, service);
	}
	value_put(o, "certificate", trust_view_certificate(view, certificate),
	    &view->failed);
	value_put(o, "matches", f.matches, &view->failed);
	return o;
}
