/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree that document.xsl reads: the core view, cleaned, in one language,
 * with labels of codes, the words of that language and what verify said.
 */
#include "moment.h"
#include "rendering-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define SHORT 32 /* octets of a number or a moment */

struct input {
	const struct comity_rendering_order *order;
	xmlDocPtr doc;
	xmlNodePtr root;
	xmlNsPtr ns;
	char *lang;
};

static bool
set(xmlNodePtr node, const char *name, const char *value)
{
	char *escaped;
	bool done;

	if (value == NULL)
		return true;
	if ((escaped = comity_text_escape(value, SIZE_MAX)) == NULL)
		return false;
	done = xmlNewProp(node, BAD_CAST name, BAD_CAST escaped) != NULL;
	free(escaped);
	return done;
}

static xmlNodePtr
add(struct input *input, xmlNodePtr parent, const char *name)
{
	return xmlNewChild(parent, input->ns, BAD_CAST name, NULL);
}

/* Foreign text for people: paragraphs stay, other white space collapses, what
 * would hide or reorder text is written out. New text; NULL no memory. */
static char *
clean_text(const char *raw)
{
	struct comity_text text = { 0 };
	const char *end;

	while (raw != NULL && *raw != '\0') {
		char *part, *escaped = NULL;

		for (end = raw; *end != '\0'; end++)
			if (*end == '\n' &&
			    end[1 + strspn(end + 1, " \t\r")] == '\n')
				break;
		if ((part = strndup(raw, (size_t)(end - raw))) != NULL)
			escaped = comity_text_escape(part, SIZE_MAX);
		if (escaped == NULL)
			text.failed = true;
		else if (*escaped != '\0') {
			if (text.len > 0)
				comity_text_add(&text, COMITY_RENDERING_BREAK);
			comity_text_add(&text, escaped);
		}
		free(part);
		free(escaped);
		raw = end + strspn(end, " \t\r\n");
	}
	return comity_text_take(&text);
}

static bool
clean_node(xmlNodePtr node)
{
	char *text = clean_text((const char *)node->content);
	bool done = text != NULL;

	if (done && strcmp(text, (const char *)node->content) != 0) {
		xmlNodeSetContent(node, NULL);
		xmlNodeAddContent(node, BAD_CAST text);
		done = *text == '\0' || node->content != NULL;
	}
	free(text);
	return done;
}

static bool
is_blank(const xmlNode *node)
{
	const char *s = (const char *)node->content;

	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

/* Comments and white space between elements go; text is cleaned. */
static bool
clean(xmlNodePtr node)
{
	bool has_elements = comity_node_first(node) != NULL;
	xmlAttrPtr attribute;
	xmlNodePtr child, next;

	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next)
		for (child = attribute->children; child != NULL;
		     child = child->next)
			if (child->content != NULL && !clean_node(child))
				return false;
	for (child = node->children; child != NULL; child = next) {
		next = child->next;
		if (child->type == XML_ELEMENT_NODE) {
			if (!clean(child))
				return false;
		} else if ((child->type == XML_TEXT_NODE ||
			       child->type == XML_CDATA_SECTION_NODE) &&
			   !(has_elements && is_blank(child))) {
			if (!clean_node(child))
				return false;
		} else {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
	}
	return true;
}

static bool
is_place(const xmlNode *node)
{
	static const char *const names[] = { "Country", "Jurisdiction",
		"Nationality", "Residence", "Citizenship", "Destination",
		"FinalDestination", "CountryOfExport", "CountryOfConsignment",
		"CountryOfOrigin", "LocationOfItems", "EntryToProcedure", "Via",
		"Territory", "FromCountry", "ToCountry", "Receiving" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (comity_node_is(node, COMITY_NS_CORE, names[i]))
			return true;
	return false;
}

static const char *
label_of(const struct input *input, const char *list, const char *code)
{
	const struct comity_edition *edition = input->order->checked->edition;
	const struct comity_codelist *codes =
	    comity_edition_codelist(edition, list);

	if (codes == NULL && edition->packs != NULL)
		codes = comity_packs_codelist(edition->packs, list);
	return codes == NULL ? NULL
			     : comity_codelist_column(codes, code, "label");
}

static bool
label(struct input *input, xmlNodePtr node)
{
	char *list = comity_node_attribute(node, "list");
	char *unit = comity_node_attribute(node, "unit");
	char *value = comity_node_value(node);
	const char *found = NULL;
	bool place, done = value != NULL;

	place = done && is_place(node) &&
		(list == NULL || strcmp(list, "iso3166") == 0);
	if (place)
		found = label_of(input, "iso3166", value);
	else if (done && list != NULL)
		found = label_of(input, list, value);
	else if (done && unit != NULL)
		found = label_of(input, "unece-rec20", unit);
	if (found != NULL)
		done =
		    xmlNewNsProp(node, input->ns, BAD_CAST "label",
			BAD_CAST found) != NULL &&
		    (!place || xmlNewNsProp(node, input->ns, BAD_CAST "place",
				   BAD_CAST "yes") != NULL);
	free(list);
	free(unit);
	free(value);
	return done;
}

static bool
label_all(struct input *input, xmlNodePtr node)
{
	xmlNodePtr child;

	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		if (!(comity_node_first(child) == NULL
			    ? label(input, child)
			    : label_all(input, child)))
			return false;
	return true;
}

static int
add_words(struct input *input, struct comity_report *report)
{
	const struct comity_source *source = input->order->words[0];
	struct comity_place place = { .file = source->name };
	struct comity_doc *doc = NULL;
	xmlNodePtr words = NULL, node;
	int rc = comity_doc_read(source, report, &doc);

	if (rc == COMITY_OK)
		words = comity_doc_root(doc);
	if (rc == COMITY_ENOMEM)
		return rc;
	if (words == NULL ||
	    !comity_node_is(words, COMITY_NS_RENDERING, "words") ||
	    (input->lang = comity_rendering_lang(words)) == NULL) {
		comity_doc_free(doc);
		return comity_report_add(report, COMITY_F_RENDERING_WORDS,
			   &place, NULL, NULL) == COMITY_ENOMEM
			   ? COMITY_ENOMEM
			   : COMITY_EINTERNAL;
	}
	rc = COMITY_OK;
	for (node = comity_node_first(words); rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node)) {
		xmlNodePtr copy = xmlDocCopyNode(node, input->doc, 1);

		if (copy == NULL || xmlAddChild(input->root, copy) == NULL) {
			xmlFreeNode(copy);
			rc = COMITY_ENOMEM;
		} else {
			xmlSetNs(copy, input->ns);
		}
	}
	comity_doc_free(doc);
	return rc;
}

static bool
add_signature(struct input *input, xmlNodePtr verified,
    const struct comity_signature *signature)
{
	xmlNodePtr node = add(input, verified, "signature");
	bool is_public = input->order->is_public;

	return node != NULL &&
	       set(node, "indication",
		   comity_indication_name(signature->indication)) &&
	       set(node, "sub", signature->sub) &&
	       set(node, "time", signature->signing_time) &&
	       set(node, "organization", signature->organization_id) &&
	       set(node, "subject", is_public ? "-" : signature->subject) &&
	       set(node, "reason", is_public ? NULL : signature->reason);
}

static bool
add_signatory(struct input *input, xmlNodePtr verified,
    const struct comity_signatory *signatory)
{
	xmlNodePtr node = add(input, verified, "signatory");

	return node != NULL && set(node, "agreement", signatory->agreement) &&
	       set(node, "party", signatory->party) &&
	       set(node, "signed", signatory->is_signed ? "yes" : "no") &&
	       set(node, "because",
		   input->order->is_public ? NULL : signatory->because);
}

static bool
add_verified(struct input *input)
{
	const struct comity_rendering_order *order = input->order;
	const struct comity_verification *v = order->verification;
	char moment[SHORT];
	xmlNodePtr node;
	size_t i;

	if (v == NULL)
		return true;
	comity_moment_write(order->moment, moment);
	node = add(input, input->root, "verified");
	if (node == NULL ||
	    !set(node, "indication", comity_indication_name(v->indication)) ||
	    !set(node, "sub", v->sub) || !set(node, "moment", moment) ||
	    !set(node, "proven", order->is_proven ? "yes" : "no"))
		return false;
	for (i = 0; i < v->count; i++)
		if (!add_signature(input, node, &v->signatures[i]))
			return false;
	for (i = 0; order->signatories != NULL && i < order->signatories->count;
	     i++)
		if (!add_signatory(input, node, &order->signatories->at[i]))
			return false;
	return true;
}

/* The sentence that no reader may miss, from the document's own block. */
static bool
add_translation(struct input *input)
{
	const struct comity_checked *checked = input->order->checked;
	const char *jurisdiction = checked->edition->jurisdiction;
	xmlNodePtr block = comity_node_child(
	    comity_doc_root(checked->doc), COMITY_NS_CORE, "Translation");
	char *number, *authority;
	xmlNodePtr node;
	bool done;

	if (!checked->is_translation && block == NULL)
		return true;
	if ((node = add(input, input->root, "translation")) == NULL)
		return false;
	if (block == NULL)
		return true;
	number = comity_node_value(
	    comity_node_child(block, COMITY_NS_CORE, "Number"));
	authority = comity_node_value(
	    comity_node_child(block, COMITY_NS_CORE, "Authority"));
	done = set(node, "number", number && *number ? number : NULL) &&
	       set(node, "authority",
		   authority && *authority ? authority : NULL) &&
	       (jurisdiction == NULL || strcmp(jurisdiction, "-") == 0 ||
		   set(node, "jurisdiction", jurisdiction));
	free(number);
	free(authority);
	return done;
}

static bool
add_left_out(struct input *input, const size_t counts[COMITY_OUT_COUNT])
{
	char count[SHORT];
	size_t i;

	for (i = 0; i < COMITY_OUT_COUNT; i++) {
		xmlNodePtr node;

		if (counts[i] == 0)
			continue;
		snprintf(count, sizeof(count), "%zu", counts[i]);
		node = add(input, input->root, "left-out");
		if (node == NULL ||
		    !set(node, "kind", comity_left_out_names[i]) ||
		    !set(node, "count", count))
			return false;
	}
	return true;
}

static bool
describe(struct input *input)
{
	const struct comity_rendering_order *order = input->order;
	const struct comity_edition *edition = order->checked->edition;
	char errors[SHORT];

	snprintf(errors, sizeof(errors), "%zu", order->checked->error_count);
	return set(input->root, "lang", input->lang) &&
	       set(input->root, "errors", errors) &&
	       set(input->root, "public", order->is_public ? "yes" : "no") &&
	       set(input->root, "profile", edition->profile) &&
	       set(input->root, "edition", edition->id) &&
	       set(input->root, "title", edition->title) &&
	       set(input->root, "modelled", edition->official ? "no" : "yes") &&
	       set(input->root, "digest", order->digest);
}

static bool
start(struct input *input)
{
	input->doc = xmlNewDoc(BAD_CAST "1.0");
	input->root = xmlNewNode(NULL, BAD_CAST "rendering");
	if (input->doc == NULL || input->root == NULL) {
		xmlFreeNode(input->root);
		return false;
	}
	xmlDocSetRootElement(input->doc, input->root);
	input->ns =
	    xmlNewNs(input->root, BAD_CAST COMITY_NS_RENDERING, BAD_CAST "r");
	if (input->ns == NULL)
		return false;
	xmlSetNs(input->root, input->ns);
	return true;
}

/* The signatures of the root are not part of what it says. */
static xmlNodePtr
copy_core(struct input *input)
{
	xmlNodePtr root = xmlDocGetRootElement(input->order->core), copy, node,
		   next;

	if (root == NULL ||
	    (copy = xmlDocCopyNode(root, input->doc, 1)) == NULL)
		return NULL;
	for (node = comity_node_first(copy); node != NULL; node = next) {
		next = comity_node_after(node);
		if (comity_node_is(node, COMITY_NS_DS, "Signature")) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
	if (xmlAddChild(input->root, copy) == NULL) {
		xmlFreeNode(copy);
		return NULL;
	}
	return copy;
}

static int
fill(struct input *input, struct comity_report *report)
{
	size_t counts[COMITY_OUT_COUNT] = { 0 };
	xmlNodePtr core;
	int rc;

	if ((rc = add_words(input, report)) != COMITY_OK)
		return rc;
	if (!describe(input) || !add_translation(input) ||
	    !add_verified(input) || (core = copy_core(input)) == NULL)
		return COMITY_ENOMEM;
	if (input->order->is_public) {
		rc = comity_rendering_leave_out(core, input->ns, counts);
		if (rc == COMITY_REFUSED &&
		    comity_report_add(report, COMITY_F_RENDERING_NOT_PUBLIC,
			NULL, NULL, NULL) == COMITY_ENOMEM)
			return COMITY_ENOMEM;
		if (rc != COMITY_OK)
			return rc;
	}
	if (!add_left_out(input, counts) || !clean(core) ||
	    !comity_rendering_choose(core, input->ns, input->lang) ||
	    !label_all(input, core))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

int
comity_rendering_input(const struct comity_rendering_order *order, size_t which,
    struct comity_report *report, xmlDocPtr *out)
{
	struct comity_rendering_order own = *order;
	struct input input = { .order = &own };
	int rc = COMITY_ENOMEM;

	*out = NULL;
	own.words[0] = order->words[which];
	if (start(&input))
		rc = fill(&input, report);
	free(input.lang);
	if (rc != COMITY_OK) {
		xmlFreeDoc(input.doc);
		return rc;
	}
	*out = input.doc;
	return COMITY_OK;
}
