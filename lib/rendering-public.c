/* SPDX-License-Identifier: Apache-2.0 */
/* The public version: what it leaves out, by element. doc/rendering.md, 5. */
#include "rendering-private.h"

#include <stdlib.h>
#include <string.h>

const char *const comity_left_out_names[COMITY_OUT_COUNT] = { "contacts",
	"persons", "addresses", "security", "commercial", "identifiers",
	"attachments", "notes", "extensions", "originals" };

static const struct rule {
	const char *parent, *element; /* parent NULL: wherever it stands */
	enum comity_left_out kind;
	bool is_marked; /* stays in its place, empty */
} rules[] = {
	{ NULL, "Contact", COMITY_OUT_CONTACTS, false },
	{ "Notice", "Address", COMITY_OUT_CONTACTS, false },
	{ "Identification", "ApplicantReference", COMITY_OUT_CONTACTS, false },
	{ "Signatory", "Name", COMITY_OUT_PERSONS, true },
	{ "Signatory", "Title", COMITY_OUT_PERSONS, false },
	{ "Access", "Person", COMITY_OUT_PERSONS, true },
	{ "Statement", "Name", COMITY_OUT_PERSONS, true },
	{ "Statement", "Title", COMITY_OUT_PERSONS, false },
	{ "Authentication", "Name", COMITY_OUT_PERSONS, true },
	{ "Deduction", "Official", COMITY_OUT_PERSONS, false },
	{ "Risk", "Assessor", COMITY_OUT_PERSONS, true },
	{ "Address", "Line", COMITY_OUT_ADDRESSES, false },
	{ "Address", "PostalCode", COMITY_OUT_ADDRESSES, false },
	{ "Encryption", "Standard", COMITY_OUT_SECURITY, false },
	{ "Encryption", "Level", COMITY_OUT_SECURITY, false },
	{ "Encryption", "Keys", COMITY_OUT_SECURITY, false },
	{ "AuditTrail", "Event", COMITY_OUT_SECURITY, false },
	{ "Storage", "Facility", COMITY_OUT_SECURITY, false },
	{ "Storage", "Assurance", COMITY_OUT_SECURITY, false },
	{ "Environment", "Name", COMITY_OUT_SECURITY, false },
	{ "Environment", "Operator", COMITY_OUT_SECURITY, false },
	{ "Environment", "Tool", COMITY_OUT_SECURITY, false },
	{ "Environment", "Export", COMITY_OUT_SECURITY, false },
	{ "Access", "Identity", COMITY_OUT_SECURITY, false },
	{ "Safeguards", "Measure", COMITY_OUT_SECURITY, false },
	{ "Human", "Method", COMITY_OUT_SECURITY, false },
	{ "Risk", "Mitigation", COMITY_OUT_SECURITY, false },
	{ "Route", "LocationOfItems", COMITY_OUT_SECURITY, false },
	{ "Route", "Transport", COMITY_OUT_SECURITY, false },
	{ NULL, "UnitPrice", COMITY_OUT_COMMERCIAL, false },
	{ "Item", "Value", COMITY_OUT_COMMERCIAL, true },
	{ "DataSet", "Value", COMITY_OUT_COMMERCIAL, true },
	{ NULL, "Total", COMITY_OUT_COMMERCIAL, false },
	{ NULL, "Fee", COMITY_OUT_COMMERCIAL, false },
	{ NULL, "Contract", COMITY_OUT_COMMERCIAL, false },
	{ NULL, "Deduction", COMITY_OUT_COMMERCIAL, false },
	{ NULL, "Ownership", COMITY_OUT_COMMERCIAL, false },
	{ NULL, "SerialNumber", COMITY_OUT_IDENTIFIERS, false },
	{ NULL, "PartNumber", COMITY_OUT_IDENTIFIERS, false },
	{ NULL, "Attachment", COMITY_OUT_ATTACHMENTS, false },
	{ NULL, "Supports", COMITY_OUT_ATTACHMENTS, false },
	{ "Statement", "Document", COMITY_OUT_ATTACHMENTS, false },
	{ "Consent", "Document", COMITY_OUT_ATTACHMENTS, false },
	{ NULL, "Note", COMITY_OUT_NOTES, false },
	{ NULL, "Extension", COMITY_OUT_EXTENSIONS, false },
};

/* Of a party that is a natural person its roles and country of work stay. */
static const char *const of_persons[] = { "Name", "Identifier", "Address",
	"Activity", "Residence", "Citizenship" };

static bool
is_core(const xmlNode *node, const char *name)
{
	return comity_node_is(node, COMITY_NS_CORE, name);
}

static bool
says(const xmlNode *node, const char *name, const char *value)
{
	xmlNodePtr child;
	bool found = false;

	for (child = comity_node_child(node, COMITY_NS_CORE, name);
	     child != NULL && !found;
	     child = comity_node_next(child, COMITY_NS_CORE, name)) {
		char *text = comity_node_value(child);

		/* if memory ran out the safe answer is to leave it out */
		found = text == NULL || strcmp(text, value) == 0;
		free(text);
	}
	return found;
}

/* Where the form does not say what a party is, its parts tell. */
static bool
is_person(const xmlNode *party)
{
	return is_core(party, "Party") &&
	       (says(party, "Kind", "individual") ||
		   says(party, "Role", "principal-investigator") ||
		   says(party, "Role", "authorized-user") ||
		   says(party, "Role", "signing-official") ||
		   comity_node_child(party, COMITY_NS_CORE, "Citizenship") !=
		       NULL);
}

static const struct rule *
find(const xmlNode *node)
{
	static const struct rule name = { "Party", "Name", COMITY_OUT_PERSONS,
		true },
				 other = { "Party", NULL, COMITY_OUT_PERSONS,
					 false };
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (is_core(node, rules[i].element) &&
		    (rules[i].parent == NULL ||
			is_core(node->parent, rules[i].parent)))
			return &rules[i];
	if (!is_person(node->parent))
		return NULL;
	for (i = 0; i < sizeof(of_persons) / sizeof(of_persons[0]); i++)
		if (is_core(node, of_persons[i]))
			return i == 0 ? &name : &other;
	return NULL;
}

/* Nothing of what it held stays: no text, no attribute. */
static int
mark(xmlNodePtr node, xmlNsPtr ns, const char *kind)
{
	while (node->children != NULL) {
		xmlNodePtr child = node->children;

		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	while (node->properties != NULL)
		xmlRemoveProp(node->properties);
	return xmlNewNsProp(node, ns, BAD_CAST "omitted", BAD_CAST kind) == NULL
		   ? COMITY_ENOMEM
		   : COMITY_OK;
}

static bool
drop_originals(xmlNodePtr node)
{
	xmlAttrPtr attribute, next;
	bool dropped = false;

	for (attribute = node->properties; attribute != NULL;
	     attribute = next) {
		next = attribute->next;
		if (attribute->ns != NULL && xmlStrEqual(attribute->ns->href,
						 BAD_CAST COMITY_NS_ORIGINAL)) {
			dropped |=
			    xmlStrEqual(attribute->name, BAD_CAST "text");
			xmlRemoveProp(attribute);
		}
	}
	return dropped;
}

static int
leave_out(xmlNodePtr node, xmlNsPtr ns, size_t counts[COMITY_OUT_COUNT])
{
	xmlNodePtr child, next;
	int rc;

	if (drop_originals(node))
		counts[COMITY_OUT_ORIGINALS]++;
	for (child = comity_node_first(node); child != NULL; child = next) {
		const struct rule *rule = find(child);
		bool is_withheld =
		    xmlHasProp(child, BAD_CAST "withheld") != NULL;

		next = comity_node_after(child);
		/* what the document itself withholds stays, and says so */
		if (rule == NULL || (is_withheld && child->children == NULL)) {
			if ((rc = leave_out(child, ns, counts)) != COMITY_OK)
				return rc;
			continue;
		}
		counts[rule->kind]++;
		if (rule->is_marked) {
			rc = mark(child, ns, comity_left_out_names[rule->kind]);
			if (rc != COMITY_OK)
				return rc;
			continue;
		}
		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	return COMITY_OK;
}

static bool
is_forbidden(const xmlNode *node)
{
	const xmlNode *child;

	if (is_core(node, "Publication") && says(node, "Allowed", "no"))
		return true;
	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		if (is_forbidden(child))
			return true;
	return false;
}

int
comity_rendering_leave_out(
    xmlNodePtr root, xmlNsPtr ns, size_t counts[COMITY_OUT_COUNT])
{
	memset(counts, 0, sizeof(counts[0]) * COMITY_OUT_COUNT);
	if (is_forbidden(root))
		return COMITY_REFUSED;
	return leave_out(root, ns, counts);
}
