/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-check: whether a trust list is sound: as its standard has it, and fit
 * for those who are to rely on it. For its maker, not for trusting it.
 */
#ifndef COMITY_TRUST_CHECK_H
#define COMITY_TRUST_CHECK_H

#include "xml.h"

/*
 * Look for the defects of a list (TS 119 612 or TS 119 602).
 * moment  at which it should be current.
 * signed  whether its signature is looked at, too; no trust is asked for.
 * Returns COMITY_OK: there are no errors (there may be warnings);
 * COMITY_REFUSED with findings; COMITY_ELIMIT, COMITY_ENOMEM.
 */
int comity_trust_check(const struct comity_doc *doc, int64_t moment,
    bool is_signed, struct comity_report *report);

/* Whether a URI is a status or a type of TS 119 612, or none under ETSI's own
 * names: those are a scheme's own affair. */
bool comity_trust_status_known(const char *uri);
bool comity_trust_type_known(const char *uri);

/* Parts of it. Each returns COMITY_OK, with or without findings, or as
 * comity_trust_check() where there is no answer. */
struct comity_trust_dialect;
int comity_trust_check_shape(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, struct comity_report *report);
int comity_trust_check_services(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, int64_t moment,
    struct comity_report *report);
int comity_trust_check_signature(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, int64_t moment,
    struct comity_report *report);

#endif
