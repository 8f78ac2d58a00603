/* SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"

#include "base64.h"
#include "crypto.h"
#include "mismatch.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
comity_octets_cache_clear(struct comity_octets_cache *cache)
{
	size_t i;

	for (i = 0; i < cache->count; i++)
		comity_octets_clear(&cache->rows[i].octets);
	memset(cache, 0, sizeof(*cache));
}

void
comity_target_clear(struct comity_target *target)
{
	comity_octets_clear(&target->own);
	memset(target, 0, sizeof(*target));
}

/* Whether one signature is all that the root has. */
static bool
is_only_signature(const xmlNode *root, const xmlNode *signature)
{
	const xmlNode *at = comity_node_child(root, COMITY_NS_DS, "Signature");

	return at == signature &&
	       comity_node_next(at, COMITY_NS_DS, "Signature") == NULL;
}

/* Where signed data may stand: not in another signature, and in this one only
 * where XMLDSig and XAdES put it, so that nothing moved aside still counts
 * (rule 24). */
static bool
may_stand(const xmlNode *node, const xmlNode *signature, const xmlNode *master)
{
	const xmlNode *up, *holder = NULL;

	for (up = node; up != NULL; up = up->parent)
		if (comity_node_is(up, COMITY_NS_DS, "Signature")) {
			holder = up;
			break;
		}
	if (holder == NULL)
		return true;
	if (master != NULL && holder == master)
		return node->parent == master &&
		       comity_node_is(node, COMITY_NS_DS, "SignatureValue");
	if (holder != signature || node == signature)
		return false;
	if (node->parent == signature) /* Object, KeyInfo */
		return !comity_node_is(node, COMITY_NS_DS, "SignedInfo") &&
		       !comity_node_is(node, COMITY_NS_DS, "SignatureValue");
	if (!comity_node_is(node->parent, COMITY_NS_DS, "Object"))
		node = node->parent; /* SignedProperties */
	return comity_node_is(node->parent, COMITY_NS_DS, "Object") &&
	       node->parent->parent == signature;
}

static int
resolve(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_reference *reference,
    struct comity_target *out, struct comity_ruling *ruling)
{
	const xmlNode *root = comity_doc_root(doc);
	bool ambiguous = false;

	if (reference->kind == COMITY_REFERENCE_ELEMENT) {
		out->node = comity_identifiers_find(
		    identifiers, reference->name, &ambiguous);
		if (out->node == NULL)
			return comity_ruling_set(ruling, COMITY_INDETERMINATE,
			    "SIGNED_DATA_NOT_FOUND",
			    "rule 14: no element has the Id \"%s\"",
			    reference->name);
		if (ambiguous)
			return comity_ruling_shape(ruling,
			    "rule 14: the Id \"%s\" stands in the document "
			    "more than once",
			    reference->name);
	}
	out->covers_root = (out->node == NULL || out->node == root) &&
			   reference->remover != COMITY_REMOVE_NOTHING &&
			   root != signature && master == NULL;
	if (out->node == NULL || out->node == root) {
		if (!out->covers_root)
			return comity_ruling_shape(ruling,
			    "rule 15: a Reference to the whole document that "
			    "leaves no signature out, or stands where there is "
			    "no document around it");
		return COMITY_OK;
	}
	if (reference->remover != COMITY_REMOVE_NOTHING)
		return comity_ruling_shape(ruling,
		    "rule 15: a filter on a part of the document (\"%s\")",
		    reference->uri);
	if (!may_stand(out->node, signature, master))
		return comity_ruling_set(ruling, COMITY_INDETERMINATE,
		    "SIGNED_DATA_NOT_FOUND",
		    "rule 24: \"%s\" leads to %s at a place where no signed "
		    "data may stand",
		    reference->uri, (const char *)out->node->name);
	return COMITY_OK;
}

/* The text of an element, decoded. */
static int
decode(const xmlNode *node, struct comity_octets *out,
    struct comity_ruling *ruling)
{
	char *text = NULL;
	int rc;

	if (comity_node_first(node) != NULL)
		return comity_ruling_format(ruling,
		    "rule 15: base64 of an element that holds elements");
	if ((text = comity_node_text(node)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_base64_read(text, &out->bytes, &out->len);
	free(text);
	if (rc == COMITY_REFUSED)
		return comity_ruling_format(
		    ruling, "rule 8: the signed object is not strict base64");
	return rc;
}

static bool
same_set(const struct comity_node_set *a, const struct comity_node_set *b)
{
	return a->apex == b->apex && a->without == b->without &&
	       a->without_root_signatures == b->without_root_signatures;
}

static const struct comity_octets *
cache_find(const struct comity_octets_cache *cache,
    const struct comity_node_set *set, enum comity_c14n_method method)
{
	size_t i;

	for (i = 0; i < cache->count; i++)
		if (cache->rows[i].method == method &&
		    same_set(&cache->rows[i].set, set))
			return &cache->rows[i].octets;
	return NULL;
}

/* A payload, by its name in what the caller supplied, and by nothing else. */
static int
find_payload(const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_target *out,
    struct comity_ruling *ruling)
{
	bool container = beside != NULL && beside->container;

	if (beside != NULL)
		out->payload = comity_beside_payload(beside, reference->name);
	if (out->payload == NULL)
		return comity_ruling_set(ruling,
		    container ? COMITY_TOTAL_FAILED : COMITY_INDETERMINATE,
		    "SIGNED_DATA_NOT_FOUND",
		    "rule 13: \"%s\" is signed, and not %s", reference->name,
		    container ? "in the container"
			      : "among what was given (--payload); nothing "
				"is fetched");
	out->own.bytes = malloc(out->payload->len + 1);
	if (out->own.bytes == NULL)
		return COMITY_ENOMEM;
	memcpy(out->own.bytes, out->payload->bytes, out->payload->len + 1);
	out->own.len = out->payload->len;
	out->octets = &out->own;
	return COMITY_OK;
}

/* Canonical octets, from the cache where they were made before. */
static int
canonical(const struct comity_doc *doc, const struct comity_node_set *set,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling)
{
	enum comity_c14n_method method = reference->c14n->method;
	bool shared = out->covers_root && reference->prefixes == NULL;
	int rc;

	if (shared && (out->octets = cache_find(cache, set, method)) != NULL)
		return COMITY_OK;
	cache->spent += cache->cost;
	if (cache->spent > COMITY_C14N_COST_MAX)
		return COMITY_ELIMIT;
	rc = comity_c14n_write(doc, set, method,
	    (const char *const *)reference->prefixes, &out->own);
	if (rc == COMITY_REFUSED)
		return comity_ruling_format(ruling,
		    "rule 12: \"%s\" has no canonical form, or an empty one",
		    reference->uri);
	if (rc != COMITY_OK)
		return rc;
	out->octets = &out->own;
	if (!shared ||
	    cache->count == sizeof(cache->rows) / sizeof(cache->rows[0]))
		return COMITY_OK;
	cache->rows[cache->count].set = *set;
	cache->rows[cache->count].method = method;
	cache->rows[cache->count].octets = out->own;
	out->octets = &cache->rows[cache->count++].octets;
	memset(&out->own, 0, sizeof(out->own)); /* transferred */
	return COMITY_OK;
}

static int
refuse_digest(const struct comity_doc *doc,
    const struct comity_reference *reference, const struct comity_node_set *set,
    const struct comity_octets *octets, const unsigned char *got,
    struct comity_ruling *ruling)
{
	char hex[2 * COMITY_DIGEST_MAX + 1];

	comity_hex(got, reference->digest->len, hex);
	return comity_ruling_set(ruling, COMITY_TOTAL_FAILED, "HASH_FAILURE",
	    "the digest of \"%s\" does not match: %s (%zu octets, digest %s)",
	    reference->uri,
	    comity_ruling_say(ruling,
		comity_mismatch_cause(doc, reference, set, octets)),
	    octets->len, hex);
}

/* The octets that a Reference into the document covers. */
static int
make_octets(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_reference *reference,
    struct comity_octets_cache *cache, struct comity_node_set *set,
    struct comity_target *out, struct comity_ruling *ruling)
{
	int rc;

	rc = resolve(
	    doc, identifiers, signature, master, reference, out, ruling);
	if (rc != COMITY_OK)
		return rc;
	set->apex = out->node;
	if (reference->remover == COMITY_REMOVE_ENVELOPED &&
	    !is_only_signature(comity_doc_root(doc), signature))
		set->without = signature;
	else
		set->without_root_signatures = out->covers_root;
	if (!reference->base64)
		return canonical(doc, set, reference, cache, out, ruling);
	if (out->node == NULL)
		return comity_ruling_shape(
		    ruling, "rule 15: base64 of the whole document");
	out->octets = &out->own;
	return decode(out->node, &out->own, ruling);
}

int
comity_reference_check(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling)
{
	struct comity_node_set set = { 0 };
	unsigned char got[COMITY_DIGEST_MAX];
	int rc;

	if (reference->kind == COMITY_REFERENCE_PAYLOAD)
		rc = find_payload(beside, reference, out, ruling);
	else
		rc = make_octets(doc, identifiers, signature, master, reference,
		    cache, &set, out, ruling);
	if (rc != COMITY_OK)
		return rc;
	if (!comity_digest(
		reference->digest, out->octets->bytes, out->octets->len, got))
		return COMITY_EINTERNAL;
	if (!comity_crypto_same(got, reference->value, reference->digest->len))
		return refuse_digest(doc, reference,
		    out->covers_root ? &set : NULL, out->octets, got, ruling);
	return COMITY_OK;
}
