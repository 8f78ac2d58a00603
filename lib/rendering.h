/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rendering: a document for people: HTML, text or DOCX, in one language or in
 * two side by side. The core view becomes a page
 * (templates/render/document.xsl, once for each language), and the page becomes
 * octets. doc/rendering.md. Opens no file: stylesheets and words are handed in.
 */
#ifndef COMITY_RENDERING_H
#define COMITY_RENDERING_H

#include "agreement.h"
#include "check.h"
#include "verify.h"

#define COMITY_NS_RENDERING "urn:comity:rendering:1"

enum comity_rendering_form {
	COMITY_RENDERING_HTML,
	COMITY_RENDERING_TEXT,
	COMITY_RENDERING_DOCX
};

/* What is to be rendered and how. Everything is borrowed. */
struct comity_rendering_order {
	const struct comity_checked *checked; /* what core was read from */
	xmlDocPtr core; /* its core view; not changed */
	const char *digest; /* SHA-256 of the file as given, hex */
	enum comity_rendering_form form;
	bool is_public; /* leave out what is confidential */
	const struct comity_source *document; /* document.xsl */
	const struct comity_source *sheet; /* of the form; NULL for text */
	const struct comity_source *words[2]; /* by language; second NULL */
	/* What verify said; NULL: it was not asked. */
	const struct comity_verification *verification;
	const struct comity_signatories *signatories; /* NULL none */
	bool is_proven; /* checked is of verification->proven */
	int64_t moment; /* of the verification */
};

/*
 * Render.
 * octets  what came out, with its length; free(). Same order, same octets.
 * Returns COMITY_OK; COMITY_REFUSED with a finding (a public version of a
 * document that says itself that it may not be published); COMITY_EINTERNAL
 * with a finding (a template is broken, or the two languages came out with
 * different parts); COMITY_ELIMIT; COMITY_ENOMEM.
 */
int comity_rendering_make(const struct comity_rendering_order *order,
    struct comity_report *report, unsigned char **octets, size_t *len);

#endif
