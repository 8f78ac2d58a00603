/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognition-certificate: a verdict as a core RecognitionCertificate,
 * refusals included. The caller signs it.
 */
#ifndef COMITY_RECOGNITION_CERTIFICATE_H
#define COMITY_RECOGNITION_CERTIFICATE_H

#include "verdict.h"

#include <libxml/tree.h>

/*
 * issued_at  the clock's; JudgedAsOf is the verdict's moment.
 * out        xmlFreeDoc() it; NULL unless COMITY_OK.
 * Returns COMITY_OK or COMITY_ENOMEM. The same verdict and instant give the
 * same octets.
 */
int comity_recognition_certificate_write(
    const struct comity_verdict *verdict, int64_t issued_at, xmlDocPtr *out);

#endif
