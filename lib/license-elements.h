/* SPDX-License-Identifier: Apache-2.0 */
/* license-elements: one walk over the core view that counts its elements and
 * gathers extensions and safeguards wherever they stand. */
#ifndef COMITY_LICENSE_ELEMENTS_H
#define COMITY_LICENSE_ELEMENTS_H

#include "stated.h"

/* Sets places->failed if memory ran out. */
void comity_license_elements(struct comity_places *places, const xmlNode *root,
    struct comity_license *license);

#endif
