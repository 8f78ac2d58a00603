/* SPDX-License-Identifier: Apache-2.0 */
/* init: the process-wide hooks of libxml2, libxslt and OpenSSL, set once. */
#ifndef COMITY_INIT_H
#define COMITY_INIT_H

/* Call before anything else, from one thread. COMITY_OK or COMITY_ENOMEM. */
int comity_init(void);

#endif
