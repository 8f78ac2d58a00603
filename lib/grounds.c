/* SPDX-License-Identifier: Apache-2.0 */
#include "grounds.h"

#include "crypto.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct comity_grounds *
comity_grounds_new(bool keep_octets)
{
	struct comity_grounds *grounds = calloc(1, sizeof(*grounds));

	if (grounds != NULL)
		grounds->keep_octets = keep_octets;
	return grounds;
}

static void
certificates_clear(
    struct comity_grounds_certificate **certificates, size_t *count)
{
	size_t i;

	for (i = 0; i < *count; i++) {
		free((*certificates)[i].subject);
		free((*certificates)[i].issuer);
		free((*certificates)[i].serial);
	}
	free(*certificates);
	*certificates = NULL;
	*count = 0;
}

void
comity_grounds_free(struct comity_grounds *grounds)
{
	size_t i;

	if (grounds == NULL)
		return;
	for (i = 0; i < grounds->reference_count; i++) {
		free(grounds->references[i].uri);
		free(grounds->references[i].type);
		free(grounds->references[i].octets);
	}
	certificates_clear(&grounds->came, &grounds->came_count);
	certificates_clear(&grounds->path, &grounds->path_count);
	free(grounds->listings);
	free(grounds);
}

static char *
copy(struct comity_grounds *grounds, const char *text)
{
	char *own = text != NULL ? comity_text_copy(text) : NULL;

	if (text != NULL && own == NULL)
		grounds->failed = true;
	return own;
}

/* A further row, zeroed; NULL: memory ran out. */
static struct comity_grounds_certificate *
certificate_add(struct comity_grounds *grounds,
    struct comity_grounds_certificate **to, size_t *count,
    const struct comity_certificate *from)
{
	struct comity_grounds_certificate *more =
	    reallocarray(*to, *count + 1, sizeof(*more));

	if (more == NULL) {
		grounds->failed = true;
		return NULL;
	}
	*to = more;
	more += (*count)++;
	memset(more, 0, sizeof(*more));
	more->subject = copy(grounds, comity_certificate_subject(from));
	more->issuer = copy(grounds, comity_certificate_issuer(from));
	more->serial = copy(grounds, comity_certificate_serial(from));
	memcpy(more->sha256, comity_certificate_sha256(from),
	    sizeof(more->sha256));
	more->not_before = comity_certificate_not_before(from);
	more->not_after = comity_certificate_not_after(from);
	return more;
}

/* One Reference and the octets that it led to. */
static void
reference_take(struct comity_grounds *grounds,
    const struct comity_reference *from, const struct comity_target *target)
{
	struct comity_grounds_reference *to =
	    &grounds->references[grounds->reference_count++];
	unsigned char got[COMITY_DIGEST_MAX];

	to->uri = copy(grounds, from->uri);
	to->type = copy(grounds, from->type);
	to->digest = from->digest;
	to->covers = target->covers_root || target->payload != NULL;
	to->xml = from->c14n != NULL && !from->base64;
	comity_hex(from->value, from->digest->len, to->stated);
	if (target->octets == NULL || target->octets->bytes == NULL ||
	    !comity_digest(
		from->digest, target->octets->bytes, target->octets->len, got))
		return;
	to->reached = true;
	to->len = target->octets->len;
	comity_hex(got, from->digest->len, to->computed);
	to->matches = comity_crypto_same(got, from->value, from->digest->len);
	if (!grounds->keep_octets)
		return;
	if ((to->octets = malloc(to->len + 1)) == NULL)
		grounds->failed = true;
	else
		memcpy(to->octets, target->octets->bytes, to->len);
}

void
comity_grounds_proof(
    struct comity_grounds *grounds, const struct comity_proof *proof)
{
	struct comity_grounds_certificate *row;
	size_t i;

	if (grounds == NULL)
		return;
	for (i = 0; i < proof->info.count; i++)
		reference_take(
		    grounds, &proof->info.references[i], &proof->targets[i]);
	for (i = 0; i < proof->certificates.count; i++) {
		row = certificate_add(grounds, &grounds->came,
		    &grounds->came_count, proof->certificates.at[i]);
		if (row != NULL)
			row->why =
			    proof->certificates.at[i] == proof->certificate
				? COMITY_WHY_SIGNER
				: COMITY_WHY_NOT_NAMED;
	}
}

void
comity_grounds_row(struct comity_grounds *grounds,
    const struct comity_dating *dating, const struct comity_algorithm *row)
{
	struct comity_grounds_row *to;
	size_t i;

	if (grounds == NULL || row == NULL)
		return;
	for (i = 0; i < grounds->row_count; i++)
		if (grounds->rows[i].state.row == row)
			return;
	if (i == COMITY_GROUNDS_ROWS)
		return;
	to = &grounds->rows[grounds->row_count++];
	to->counts = comity_dating_counts(dating, row, &to->state);
}

void
comity_grounds_path_begin(
    struct comity_grounds *grounds, int64_t at, bool by_proof)
{
	if (grounds == NULL)
		return;
	certificates_clear(&grounds->path, &grounds->path_count);
	grounds->listing_count = 0;
	grounds->anchor = NULL;
	grounds->judged_at = at;
	grounds->judged = true;
	grounds->by_proof = by_proof;
}

void
comity_grounds_listing(struct comity_grounds *grounds,
    const struct comity_service *service, bool fits, bool granted)
{
	struct comity_grounds_listing *more;

	if (grounds == NULL || service->territory == NULL)
		return; /* a pinned list signer: there is nothing to tell */
	more = reallocarray(
	    grounds->listings, grounds->listing_count + 1, sizeof(*more));
	if (more == NULL) {
		grounds->failed = true;
		return;
	}
	grounds->listings = more;
	more[grounds->listing_count++] =
	    (struct comity_grounds_listing){ service, fits, granted };
}

void
comity_grounds_path(struct comity_grounds *grounds,
    struct comity_certificate *const *chain, size_t count,
    const struct comity_service *anchor)
{
	size_t i;

	if (grounds == NULL)
		return;
	for (i = 0; i < count; i++)
		certificate_add(
		    grounds, &grounds->path, &grounds->path_count, chain[i]);
	grounds->anchor = anchor;
}

/* The certificate of these octets; NULL none. */
static struct comity_grounds_certificate *
find(struct comity_grounds_certificate *at, size_t count, const char *sha256)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(at[i].sha256, sha256) == 0)
			return &at[i];
	return NULL;
}

void
comity_grounds_revocation(struct comity_grounds *grounds,
    const struct comity_certificate *certificate,
    const struct comity_revocation *revocation)
{
	struct comity_grounds_certificate *row;

	if (grounds == NULL)
		return;
	row = find(grounds->path, grounds->path_count,
	    comity_certificate_sha256(certificate));
	if (row == NULL)
		return;
	row->asked = true;
	row->revocation = *revocation;
}

static enum comity_grounds_why
why_of(const struct comity_grounds *grounds,
    const struct comity_certificate *certificate)
{
	if (find(grounds->path, grounds->path_count,
		comity_certificate_sha256(certificate)) != NULL)
		return COMITY_WHY_IN_PATH;
	if (grounds->judged_at < comity_certificate_not_before(certificate))
		return COMITY_WHY_NOT_YET;
	if (grounds->judged_at > comity_certificate_not_after(certificate))
		return COMITY_WHY_EXPIRED;
	return grounds->path_count > 0 ? COMITY_WHY_NOT_NEEDED
				       : COMITY_WHY_NO_ANCHOR;
}

void
comity_grounds_path_end(struct comity_grounds *grounds,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count)
{
	struct comity_grounds_certificate *row;
	size_t i;

	if (grounds == NULL)
		return;
	for (i = 0; i < hint_count; i++) {
		row = find(grounds->came, grounds->came_count,
		    comity_certificate_sha256(hints[i]));
		if (row == NULL)
			row = certificate_add(grounds, &grounds->came,
			    &grounds->came_count, hints[i]);
		if (row != NULL)
			row->why = comity_certificate_same(hints[i], signer)
				       ? COMITY_WHY_SIGNER
				       : why_of(grounds, hints[i]);
	}
}
