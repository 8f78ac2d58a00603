/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-view: a trust list as one value: all that it says, and for each of
 * its services whether it counts at the moment and why not. doc/trust.md.
 */
#ifndef TRUST_VIEW_H
#define TRUST_VIEW_H

#include "certificate.h"
#include "trust-reader.h"

#include <jansson.h>

struct trust_view {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	const struct comity_trust_list *list; /* as read to be used; NULL: it
		can not be used, and nothing of it counts */
	int64_t moment;
	const char *language; /* of names, where there are several */
	bool failed; /* memory ran out */
};

/* The list; for json_decref(). */
json_t *trust_view_list(struct trust_view *view);
/* Which services a certificate has to do with, and how. */
json_t *trust_view_find(
    struct trust_view *view, const struct comity_certificate *certificate);

/* Parts that both share. */
json_t *trust_view_service(struct trust_view *view, const xmlNode *service);
json_t *trust_view_certificate(
    struct trust_view *view, const struct comity_certificate *certificate);
/* Whether a service counts at the moment; else why: a word of the answer. */
bool trust_view_counts(
    struct trust_view *view, const xmlNode *service, const char **why);
/* What is in a child of the list's namespace, as a string; null: absent. */
json_t *trust_view_text(
    struct trust_view *view, const xmlNode *parent, const char *name);
/* The Name of a child in the language, else in English, else the first. */
json_t *trust_view_name(
    struct trust_view *view, const xmlNode *parent, const char *child);
/* The certificate in an X509Certificate; NULL: none that can be read. */
struct comity_certificate *trust_view_x509(
    struct trust_view *view, const xmlNode *node);
/* A MutualRecognitionAgreementInformation: trust-recognition.c. */
json_t *trust_view_recognition(struct trust_view *view, const xmlNode *node);

#endif
