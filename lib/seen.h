/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seen: what would only come out the same again. In a batch most signers come
 * back: their certificates are found by their octets, and the answer about a
 * signer by everything that it depends on. Belongs to one trust; threads that
 * share the trust share it. What is kept is bounded; the oldest goes.
 */
#ifndef COMITY_SEEN_H
#define COMITY_SEEN_H

#include "path.h"

struct comity_seen;

struct comity_seen *comity_seen_new(void); /* NULL: no memory */
void comity_seen_free(struct comity_seen *seen);
/* What a trust knows has changed: forget every answer. NULL: nothing. */
void comity_seen_forget(struct comity_seen *seen);

/* As comity_certificate_read_der(); seen: NULL none. */
int comity_seen_certificate(struct comity_seen *seen, const unsigned char *der,
    size_t len, struct comity_certificate **out);

/*
 * The answer to a question, which is a text of all that it depends on.
 * out  written on COMITY_OK; for comity_path_result_clear().
 * Returns COMITY_OK; COMITY_UNKNOWN: not seen; COMITY_ENOMEM.
 */
int comity_seen_answer(struct comity_seen *seen, const char *question,
    struct comity_path_result *out);
/* Keep an answer. COMITY_OK or COMITY_ENOMEM. */
int comity_seen_keep(struct comity_seen *seen, const char *question,
    const struct comity_path_result *answer);

#endif
