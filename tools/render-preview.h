/* SPDX-License-Identifier: Apache-2.0 */
/* render-preview: what is about to be signed, and by whom, in a few lines on
 * stderr: before a passphrase is asked for, and before anything is written. */
#ifndef RENDER_PREVIEW_H
#define RENDER_PREVIEW_H

#include "run.h"
#include "signer.h"

/*
 * Show one document: of its core view, if it has one and validates, the kind,
 * number, authority, parties with their roles, days, and how much is in it.
 * checked  NULL: of no profile.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
int preview_document(struct run *run, const struct comity_source *source,
    const struct comity_checked *checked);
/* Show the certificate, the level and what the signer claims. */
int preview_signer(struct run *run, const struct signer *signer);

#endif
