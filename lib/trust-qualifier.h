/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-qualifier: the criteria by which a trust list says which certificates
 * of a CA it qualifies (TS 119 612 clause 5.5.9.2). For telling, not for
 * judging: comity calls no signature qualified.
 */
#ifndef COMITY_TRUST_QUALIFIER_H
#define COMITY_TRUST_QUALIFIER_H

#include "certificate.h"
#include "xml.h"

#define COMITY_NS_SIE                                                          \
	"http://uri.etsi.org/TrstSvc/SvcInfoExt/"                              \
	"eSigDir-1999-93-EC-TrustedList/#"
#define COMITY_NS_TSLX "http://uri.etsi.org/02231/v2/additionaltypes#"

enum comity_qualifying {
	COMITY_QUALIFYING_MET,
	COMITY_QUALIFYING_NOT_MET,
	COMITY_QUALIFYING_UNKNOWN /* one of them can not be read */
};

/* Whether a certificate meets a CriteriaList. */
enum comity_qualifying comity_trust_criteria(
    const xmlNode *list, const struct comity_certificate *certificate);
/* "all(keyUsage nonRepudiation; policy 1.2.3)"; NULL if memory ran out. */
char *comity_trust_criteria_text(const xmlNode *list);

#endif
