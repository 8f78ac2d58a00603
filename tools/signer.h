/* SPDX-License-Identifier: Apache-2.0 */
/* signer: the key, certificate and passphrase that a command line names. */
#ifndef SIGNER_H
#define SIGNER_H

#include "certificate.h"
#include "key-token.h"
#include "run.h"
#include "sign.h"

struct signer {
	struct comity_signing signing;
	struct comity_source *key, *certificate;
	struct comity_key_token *token; /* where the key stays on one */
	EVP_PKEY *stored; /* of a key store */
	struct comity_certificates chain; /* that came with the key */
	struct comity_claims claims;
	char *pass; /* wiped by signer_clear() */
};

/* Read what the signer claims; NULL, or what is wrong with it, for usage. */
const char *signer_claims(const struct options *options, struct signer *signer);
/* Read --key, --cert and the passphrase. As comity_file_read() returns. */
int signer_read(
    struct run *run, struct comity_report *report, struct signer *signer);
/* Read --cert alone, if it is given. The same. */
int signer_read_certificate(
    struct run *run, struct comity_report *report, struct signer *signer);
void signer_clear(struct signer *signer);
/* What a matched document says against signing it: findings in the answer. */
int signer_check(struct answer *answer);

#endif
