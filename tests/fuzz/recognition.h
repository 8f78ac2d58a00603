/* SPDX-License-Identifier: Apache-2.0 */
/* recognition: verify and recognize, for the targets with signed inputs. */
#ifndef COMITY_FUZZ_RECOGNITION_H
#define COMITY_FUZZ_RECOGNITION_H

#include "fuzz.h"

/* As `recognize --in DE --demonstration`. json: free(); may be NULL. */
int fuzz_recognize(const struct comity_doc *license,
    const struct comity_doc *arrangement, const struct comity_doc *status,
    const struct comity_trust *trust, char **json);
/* As `verify`; a yes must have proven what the file says. proven: the
 * canonical octets of it, none unless COMITY_OK. */
int fuzz_verify(const unsigned char *octets, size_t len,
    const struct comity_trust *trust, struct comity_octets *proven);
/* With the input's changes made to octets that verify, they do not any more,
 * or what is proven is the same. */
void fuzz_still_the_same(const struct fuzz_signed *input,
    const unsigned char *octets, size_t len, const struct comity_trust *trust);

#endif
