/* SPDX-License-Identifier: Apache-2.0 */
/* translate: what translate.c and translate-gate.c share. */
#ifndef COMITY_TRANSLATE_PRIVATE_H
#define COMITY_TRANSLATE_PRIVATE_H

#include "translate-account.h"
#include "translate-run.h"

/* The core view of a document, checked there and back; in holds its run
 * (to be cleared), or is empty for a core document. core: owned by in, or
 * by the source. */
int comity_view_make(const struct comity_checked *source,
    struct comity_report *report, struct comity_run *in, xmlNodePtr *core);

/* translate-block.c: the Translation block. */
struct comity_block {
	char *profile, *edition, *number, *authority;
};
void comity_block_clear(struct comity_block *block);
/* Number and authority as the core states them; never NULL on COMITY_OK. */
int comity_block_read(const xmlNode *core, struct comity_block *out);
/* The block that stands in a core document or below its root; NULL none. */
xmlNodePtr comity_block_find(const xmlNode *core);
/* Put one first into the root. */
int comity_block_write(xmlDocPtr xml, const struct comity_block *block,
    const struct comity_checked *source, int64_t moment);
/* Take it out of the root. */
void comity_block_remove(xmlDocPtr xml);

/* translate-gate.c: the result as octets, read again and checked. */
int comity_gate_output(struct comity_translation *translation,
    const struct comity_checked *source, const struct comity_edition *to,
    bool back, int64_t moment, struct comity_report *report);
/* Binding losses, against what may go. */
int comity_gate_losses(const struct comity_translation *translation,
    const struct comity_checked *source, const char *const *allow_loss,
    struct comity_report *report);

#endif
