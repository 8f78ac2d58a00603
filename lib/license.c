/* SPDX-License-Identifier: Apache-2.0 */
#include "license.h"

#include "license-elements.h"
#include "memory.h"
#include "pack.h"
#include "stated.h"
#include "text.h"
#include "translate.h"

#include <stdlib.h>
#include <string.h>

static void
read_day(struct comity_places *places, const xmlNode *parent, const char *steps,
    const struct comity_packs *packs, const struct comity_zone *zone,
    struct comity_stated_day *out)
{
	const xmlNode *node = parent;
	const char *name = strrchr(steps, '/');
	char *named;

	comity_stated_at(places, parent, steps, &out->stated);
	if (out->stated.path == NULL)
		return;
	out->zone = zone;
	node = comity_node_child(parent, COMITY_NS_CORE, "Validity");
	node = comity_node_child(node, COMITY_NS_CORE, name + 1);
	named =
	    node != NULL ? comity_stated_attribute(places, node, "zone") : NULL;
	if (named != NULL)
		out->zone = comity_packs_zone(packs, named);
	free(named);
	out->known = out->stated.text != NULL &&
		     comity_day_read(out->stated.text, &out->day) == COMITY_OK;
}

/* Where no last day is stated but a period, it ends with the day before the
 * same day of a later month or year. */
static void
end_by_period(struct comity_license *license)
{
	const struct comity_stated_day *from = &license->valid_from;
	struct comity_stated_day *through = &license->valid_through;

	if (through->stated.path != NULL || license->period.path == NULL)
		return;
	if (from->stated.path == NULL)
		from = &license->issued_on;
	through->stated = license->period; /* taken over */
	memset(&license->period, 0, sizeof(license->period));
	through->zone = from->zone;
	if (!from->known || through->stated.text == NULL ||
	    comity_day_add(from->day, through->stated.text, &through->day) !=
		COMITY_OK)
		return;
	through->day--;
	through->known = true;
}

static void
read_parties(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Party");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Party")) {
		struct comity_license_party *party;

		more = comity_grow(places, license->parties,
		    &license->party_count, sizeof(*party));
		if (more == NULL)
			return;
		license->parties = more;
		party = &license->parties[license->party_count - 1];
		comity_stated_all(places, node, "Role", &party->roles);
		comity_stated_at(places, node, "Name", &party->name);
		if (party->name.path == NULL)
			comity_stated_place(places, node, &party->name);
		comity_stated_all(
		    places, node, "Identifier", &party->identifiers);
		comity_stated_at(
		    places, node, "Address/Country", &party->country);
		comity_stated_at(places, node, "Kind", &party->kind);
	}
}

static void
read_items(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Item");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Item")) {
		struct comity_license_item *item;

		more = comity_grow(places, license->items, &license->item_count,
		    sizeof(*item));
		if (more == NULL)
			return;
		license->items = more;
		item = &license->items[license->item_count - 1];
		comity_stated_place(places, node, &item->number);
		item->number.text =
		    comity_stated_attribute(places, node, "number");
		comity_stated_all(
		    places, node, "Classification", &item->classifications);
		comity_stated_all(
		    places, node, "ReasonForControl", &license->reasons);
	}
}

/* A use by its codes; where it has none, by its words. */
static void
read_uses(struct comity_places *places, const xmlNode *root, const char *name,
    struct comity_stated_list *out)
{
	const xmlNode *node = comity_node_child(root, COMITY_NS_CORE, "EndUse");
	size_t before;

	for (node = comity_node_child(node, COMITY_NS_CORE, name);
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, name)) {
		before = out->count;
		comity_stated_all(places, node, "Code", out);
		if (out->count == before)
			comity_stated_all(places, node, "Text", out);
	}
}

static void
read_conditions(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Condition");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Condition")) {
		struct comity_license_condition *made;
		struct comity_stated notify = { 0 };
		char *binding;

		more = comity_grow(places, license->conditions,
		    &license->condition_count, sizeof(*made));
		if (more == NULL)
			return;
		license->conditions = more;
		made = &license->conditions[license->condition_count - 1];
		comity_stated_place(places, node, &made->number);
		made->number.text =
		    comity_stated_attribute(places, node, "number");
		comity_stated_at(places, node, "Text", &made->text);
		comity_stated_at(places, node, "Kind", &made->kind);
		comity_stated_at(places, node, "Notify", &notify);
		made->notify = notify.text;
		notify.text = NULL;
		comity_stated_clear(&notify);
		made->basis = comity_basis_read(places, node, NULL);
		binding = comity_stated_attribute(places, node, "binding");
		made->binding = !comity_text_same(binding, "no");
		free(binding);
	}
}

static void
read_risks(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Risk");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Risk")) {
		struct comity_stated scheme = { 0 }, edition = { 0 }, *risk;

		more = comity_grow(places, license->risks.at,
		    &license->risks.count, sizeof(*license->risks.at));
		if (more == NULL)
			return;
		license->risks.at = more;
		risk = &license->risks.at[license->risks.count - 1];
		comity_stated_at(places, node, "Value", risk);
		if (risk->path == NULL)
			comity_stated_place(places, node, risk);
		comity_stated_at(places, node, "Scheme", &scheme);
		comity_stated_at(places, node, "Edition", &edition);
		free(risk->list);
		free(risk->edition);
		risk->list = scheme.text;
		risk->edition = edition.text;
		scheme.text = edition.text = NULL;
		comity_stated_clear(&scheme);
		comity_stated_clear(&edition);
	}
}

/* A document that is named counts as evidence only with a number or digest. */
static void
read_evidence(struct comity_places *places, const xmlNode *parent,
    const char *name, struct comity_license *license)
{
	struct comity_stated_list *all = &license->evidence;
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(parent, COMITY_NS_CORE, name);
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, name)) {
		struct comity_stated which = { 0 };

		more =
		    comity_grow(places, all->at, &all->count, sizeof(*all->at));
		if (more == NULL)
			return;
		all->at = more;
		comity_stated_at(
		    places, node, "Kind", &all->at[all->count - 1]);
		comity_stated_at(places, node, "SHA256", &which);
		if (which.text == NULL) {
			comity_stated_clear(&which);
			comity_stated_at(places, node, "Number", &which);
		}
		free(all->at[all->count - 1].name);
		all->at[all->count - 1].name = which.text;
		which.text = NULL;
		comity_stated_clear(&which);
	}
}

static void
read_head(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	const xmlNode *node;

	comity_stated_place(places, root, &license->stated);
	license->is_translation =
	    comity_node_child(root, COMITY_NS_CORE, "Translation") != NULL;
	node = comity_node_child(root, COMITY_NS_CORE, "Identification");
	comity_stated_all(places, node, "Number", &license->numbers);
	comity_stated_all(places, node, "Alias", &license->numbers);
	read_evidence(places, node, "Supports", license);
	read_evidence(places, root, "Incorporated", license);
	read_evidence(places, root, "Attachment", license);
	node = comity_node_child(root, COMITY_NS_CORE, "Nature");
	comity_stated_at(places, node, "Kind", &license->nature);
	comity_stated_at(places, node, "Scope", &license->scope);
	comity_stated_all(places, node, "Act", &license->acts);
	node = comity_node_child(root, COMITY_NS_CORE, "Authority");
	comity_stated_at(places, node, "Name", &license->authority);
	comity_stated_at(places, node, "Jurisdiction", &license->jurisdiction);
	comity_stated_all(
	    places, node, "Identifier", &license->authority_identifiers);
	node = comity_node_child(root, COMITY_NS_CORE, "Route");
	comity_stated_all(places, node, "Destination", &license->destinations);
	comity_stated_all(
	    places, node, "FinalDestination", &license->destinations);
}

int
comity_license_read(const struct comity_translation *view,
    const struct comity_doc *source, const struct comity_packs *packs,
    const struct comity_zone *zone, struct comity_license **out)
{
	const xmlNode *root = xmlDocGetRootElement(view->xml);
	struct comity_license *license;
	struct comity_places places;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (!comity_node_is(root, COMITY_NS_CORE, "License"))
		return COMITY_REFUSED;
	license = calloc(1, sizeof(*license));
	if (comity_places_init(&places, source) != COMITY_OK ||
	    license == NULL || (license->file = strdup(source->name)) == NULL)
		goto out;
	places.origin = view->origin;
	places.origin_count = view->origin_count;
	read_head(&places, root, license);
	read_day(&places, root, "Validity/IssuedOn", packs, zone,
	    &license->issued_on);
	read_day(&places, root, "Validity/ValidFrom", packs, zone,
	    &license->valid_from);
	read_day(&places, root, "Validity/ValidThrough", packs, zone,
	    &license->valid_through);
	comity_stated_at(&places, root, "Validity/Period", &license->period);
	end_by_period(license);
	read_parties(&places, root, license);
	read_items(&places, root, license);
	read_uses(&places, root, "Purpose", &license->purposes);
	read_uses(&places, root, "Excluded", &license->excluded_uses);
	read_conditions(&places, root, license);
	read_risks(&places, root, license);
	comity_license_elements(&places, root, license);
	if (places.failed || comity_memory_failed())
		goto out;
	*out = license;
	license = NULL;
	rc = COMITY_OK;
out:
	comity_places_clear(&places);
	comity_license_free(license);
	return rc;
}

const char *
comity_license_number(const struct comity_license *license)
{
	size_t i;

	for (i = 0; i < license->numbers.count; i++)
		if (license->numbers.at[i].text != NULL)
			return license->numbers.at[i].text;
	return NULL;
}

static void
free_parts(struct comity_license *license)
{
	size_t i;

	for (i = 0; i < license->party_count; i++) {
		comity_stated_clear(&license->parties[i].name);
		comity_stated_clear(&license->parties[i].country);
		comity_stated_clear(&license->parties[i].kind);
		comity_stated_list_clear(&license->parties[i].roles);
		comity_stated_list_clear(&license->parties[i].identifiers);
	}
	free(license->parties);
	for (i = 0; i < license->item_count; i++) {
		comity_stated_clear(&license->items[i].number);
		comity_stated_list_clear(&license->items[i].classifications);
	}
	free(license->items);
	for (i = 0; i < license->condition_count; i++) {
		comity_stated_clear(&license->conditions[i].number);
		comity_stated_clear(&license->conditions[i].text);
		comity_stated_clear(&license->conditions[i].kind);
		free(license->conditions[i].notify);
		free(license->conditions[i].basis);
	}
	free(license->conditions);
	for (i = 0; i < license->extension_count; i++)
		comity_stated_clear(&license->extensions[i].profile);
	free(license->extensions);
	for (i = 0; i < license->element_count; i++)
		free(license->elements[i].path);
	free(license->elements);
}

void
comity_license_free(struct comity_license *license)
{
	if (license == NULL)
		return;
	free_parts(license);
	free(license->file);
	comity_stated_clear(&license->stated);
	comity_stated_list_clear(&license->numbers);
	comity_stated_clear(&license->nature);
	comity_stated_clear(&license->scope);
	comity_stated_list_clear(&license->acts);
	comity_stated_clear(&license->authority);
	comity_stated_clear(&license->jurisdiction);
	comity_stated_list_clear(&license->authority_identifiers);
	comity_stated_clear(&license->issued_on.stated);
	comity_stated_clear(&license->valid_from.stated);
	comity_stated_clear(&license->valid_through.stated);
	comity_stated_clear(&license->period);
	comity_stated_list_clear(&license->destinations);
	comity_stated_list_clear(&license->purposes);
	comity_stated_list_clear(&license->excluded_uses);
	comity_stated_list_clear(&license->reasons);
	comity_stated_list_clear(&license->safeguards);
	comity_stated_list_clear(&license->risks);
	comity_stated_list_clear(&license->evidence);
	free(license);
}
