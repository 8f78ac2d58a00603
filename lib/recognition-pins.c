/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer rests on, by digest: the same later, the same answer. */
#include "pack.h"
#include "policy.h"
#include "recognition-input.h"
#include "text.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

static bool
copy(char **out, const char *string)
{
	*out = comity_text_copy(string);
	return string == NULL || *out != NULL;
}

static bool
pin(struct comity_proceedings *all, const char *kind, const char *name,
    const char *sha256, const char *version)
{
	struct comity_verdict_pin *more;
	size_t i;

	for (i = 0; i < all->pin_count; i++)
		if (strcmp(all->pins[i].kind, kind) == 0 &&
		    comity_text_same(all->pins[i].name, name) &&
		    comity_text_same(all->pins[i].sha256, sha256))
			return true;
	more = reallocarray(all->pins, all->pin_count + 1, sizeof(*all->pins));
	if (more == NULL)
		return false;
	all->pins = more;
	more += all->pin_count++;
	memset(more, 0, sizeof(*more));
	more->kind = kind;
	if (!copy(&more->name, name ? name : "without a name") ||
	    !copy(&more->sha256, sha256) || !copy(&more->version, version))
		return false;
	more->value = more->sha256 ? more->sha256 : more->version;
	return true;
}

bool
comity_pins_signers(struct comity_proceedings *all,
    const struct comity_verification *verification)
{
	size_t i;

	for (i = 0; i < verification->count; i++) {
		const struct comity_signature *one =
		    &verification->signatures[i];

		if (one->certificate_sha256[0] != '\0' &&
		    !pin(all, "signer", one->subject, one->certificate_sha256,
			NULL))
			return false;
	}
	return true;
}

static bool
pin_inputs(struct comity_proceedings *all)
{
	const struct comity_recognition_input *input = all->input;
	size_t i;

	if (!pin(all, "document", input->license->name,
		input->license->sha256_hex, NULL))
		return false;
	for (i = 0; i < input->arrangement_count; i++)
		if (!pin(all, "arrangement", input->arrangements[i]->name,
			input->arrangements[i]->sha256_hex, NULL))
			return false;
	if (input->policy != NULL &&
	    !pin(all, "policy", input->policy->id, input->policy->digest, NULL))
		return false;
	for (i = 0; i < input->status_list_count; i++)
		if (!pin(all, "status-list", input->status_lists[i]->name,
			input->status_lists[i]->sha256_hex, NULL))
			return false;
	return true;
}

static bool
pin_trust(struct comity_proceedings *all)
{
	static const char *const kinds[][2] = { { "trust-list", "trust-list" },
		{ "trust-signer", "signer" }, { "crl", "crl" },
		{ "ocsp", "ocsp" }, { "tsa-cert", "tsa-cert" } };
	size_t i, j, count = comity_trust_pin_count(all->input->trust);

	for (i = 0; i < count; i++) {
		struct comity_pin one =
		    comity_trust_pin_at(all->input->trust, i);

		for (j = 0; j < sizeof(kinds) / sizeof(kinds[0]); j++)
			if (strcmp(kinds[j][0], one.kind) == 0 &&
			    !pin(all, kinds[j][1], one.name, one.sha256, NULL))
				return false;
	}
	return true;
}

static bool
pin_packs(struct comity_proceedings *all)
{
	const struct comity_packs *packs = all->input->packs;
	const struct comity_edition *core;
	size_t i;

	if (all->edition != NULL && !pin(all, "pack", all->edition->profile,
					all->edition->digest, all->edition->id))
		return false;
	core = comity_packs_edition(
	    packs, "core", NULL, all->input->moment / 86400);
	if (core != NULL &&
	    !pin(all, "pack", core->profile, core->digest, core->id))
		return false;
	for (i = 0; i < comity_packs_codelist_count(packs); i++) {
		const struct comity_codelist *list =
		    comity_packs_codelist_at(packs, i);

		if (!pin(all, "codelist", comity_codelist_id(list),
			comity_codelist_digest(list),
			comity_codelist_edition(list)))
			return false;
	}
	return true;
}

bool
comity_pins_collect(struct comity_proceedings *all)
{
	const struct comity_zone *zone =
	    all->license != NULL ? all->license->valid_through.zone : NULL;

	return pin_inputs(all) && pin_trust(all) && pin_packs(all) &&
	       pin(all, "zones", zone ? comity_zone_name(zone) : "tzdata",
		   zone ? comity_zone_sha256(zone) : NULL,
		   comity_packs_zone_version(all->input->packs)) &&
	       pin(all, "program", "comity", NULL, PACKAGE_VERSION);
}
