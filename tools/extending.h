/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extending: what extend, sign --level and verify --online share: where
 * timestamps and evidence come from.
 */
#ifndef EXTENDING_H
#define EXTENDING_H

#include "extend.h"
#include "run.h"

struct extending {
	struct run *run;
	struct comity_extension extension;
	struct comity_certificates certificates; /* given, or fetched */
	bool query_written; /* --tsa-query: the run stops there */
	bool response_used;
};

/*
 * Check the options that are shared, and what they need of each other.
 * Returns 0, or EXIT_USAGE after a line on stderr.
 */
int extending_check(const struct run *run, const char *command);
/* Load what they name; run->trust is loaded before. As run_load_trust(). */
int extending_load(struct run *run, struct extending *extending);
/* Extend a document, or the container that it was read from; octets: of what
 * is to be written. As comity_extend(). */
int extending_document(const struct comity_source *source,
    const struct comity_doc *doc, const struct comity_extension *extension,
    struct comity_report *report, unsigned char **octets, size_t *len);
void extending_clear(struct extending *extending);
/* The level that --level names; COMITY_LEVEL_NONE: none of them. */
enum comity_level extending_level(const char *name);
/* Look for evidence on the network (--online), as comity_extension.want. */
int extending_want(void *user, const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, struct comity_report *report);

#endif
