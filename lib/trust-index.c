/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

#define NONE COMITY_TRUST_NONE

/* Certificates are spread by the first digits of their SHA-256. */
static size_t
spread(const struct comity_certificate *certificate)
{
	char digits[16] = "";

	memcpy(digits, comity_certificate_sha256(certificate), 15);
	return (size_t)strtoull(digits, NULL, 16);
}

void
comity_trust_index_clear(struct comity_trust *trust)
{
	free(trust->index.heads);
	memset(&trust->index, 0, sizeof(trust->index));
}

/*
 * Two tables of chains over the positions of the listings, in one piece of
 * memory: where a certificate stands, and where a name does. They are filled
 * from the end, so that a chain goes through the lists in their order.
 */
int
comity_trust_index(struct comity_trust *trust)
{
	struct comity_trust_index *index = &trust->index;
	size_t count = trust->listing_count, buckets = 16, i, at;

	while (buckets < count * 2)
		buckets *= 2;
	comity_trust_index_clear(trust);
	index->heads =
	    reallocarray(NULL, 2 * buckets + 2 * count, sizeof(size_t));
	if (index->heads == NULL) {
		trust->listing_count = 0; /* what is not found is not there */
		return COMITY_ENOMEM;
	}
	index->mask = buckets - 1;
	index->names = index->heads + buckets;
	index->next = index->names + buckets;
	index->next_name = index->next + count;
	for (i = 0; i < 2 * buckets; i++)
		index->heads[i] = NONE;
	for (i = count; i-- > 0;) {
		const struct comity_certificate *certificate =
		    trust->listings[i]->certificate;

		at = spread(certificate) & index->mask;
		index->next[i] = index->heads[at];
		index->heads[at] = i;
		at = comity_certificate_subject_hash(certificate) & index->mask;
		index->next_name[i] = index->names[at];
		index->names[at] = i;
	}
	return COMITY_OK;
}

size_t
comity_trust_find(const struct comity_trust *trust,
    const struct comity_certificate *certificate, size_t after)
{
	const struct comity_trust_index *index = &trust->index;
	size_t at;

	if (index->heads == NULL)
		return NONE;
	at = after == NONE ? index->heads[spread(certificate) & index->mask]
			   : index->next[after];
	while (at != NONE && !comity_certificate_same(
				 trust->listings[at]->certificate, certificate))
		at = index->next[at];
	return at;
}

size_t
comity_trust_find_named(
    const struct comity_trust *trust, size_t name, size_t after)
{
	const struct comity_trust_index *index = &trust->index;
	size_t at;

	if (index->heads == NULL)
		return NONE;
	at = after == NONE ? index->names[name & index->mask]
			   : index->next_name[after];
	while (at != NONE && comity_certificate_subject_hash(
				 trust->listings[at]->certificate) != name)
		at = index->next_name[at];
	return at;
}

int
comity_trust_collect(struct comity_trust *trust)
{
	const struct comity_listing **listings;
	size_t i, j, count = 0;

	for (i = 0; i < trust->list_count; i++)
		if (trust->lists[i]->used)
			count += trust->lists[i]->count;
	listings = calloc(count + trust->stamp_count + 1, sizeof(*listings));
	if (listings == NULL) {
		trust->listing_count = 0; /* never more than is in use */
		comity_trust_index_clear(trust);
		return COMITY_ENOMEM;
	}
	free(trust->listings);
	trust->listings = listings;
	trust->listing_count = 0;
	for (i = 0; i < trust->list_count; i++)
		for (j = 0; trust->lists[i]->used && j < trust->lists[i]->count;
		     j++)
			listings[trust->listing_count++] =
			    trust->lists[i]->listings[j];
	for (i = 0; i < trust->listing_count; i++)
		if (comity_service_is_ca(&listings[i]->service))
			comity_crls_prove(
			    &trust->crls, listings[i]->certificate);
	for (i = 0; i < trust->stamp_count; i++)
		listings[trust->listing_count++] = trust->stamps[i];
	return comity_trust_index(trust);
}
