/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition-certificate.h"

#include "memory.h"
#include "moment.h"
#include "text.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

/* The tree as it grows; after a failure nothing more is added. */
struct writing {
	xmlNsPtr core;
	bool failed;
};

/* Text goes in as a text node: xmlNewChild() and the like parse entities. */
static xmlNodePtr
add(struct writing *writing, xmlNodePtr parent, const char *name,
    const char *text)
{
	xmlNodePtr node, content;

	if (writing->failed || parent == NULL)
		return NULL;
	node = xmlNewDocNode(parent->doc, writing->core, BAD_CAST name, NULL);
	if (node == NULL) {
		writing->failed = true;
		return NULL;
	}
	if (xmlAddChild(parent, node) == NULL) {
		xmlFreeNode(node);
		writing->failed = true;
		return NULL;
	}
	if (text == NULL || text[0] == '\0')
		return node;
	content = xmlNewDocText(parent->doc, BAD_CAST text);
	if (content == NULL || xmlAddChild(node, content) == NULL) {
		xmlFreeNode(content);
		writing->failed = true;
	}
	return node;
}

static void
set(struct writing *writing, xmlNodePtr node, const char *name,
    const char *value)
{
	if (writing->failed || node == NULL || value == NULL)
		return;
	if (xmlNewProp(node, BAD_CAST name, BAD_CAST value) == NULL)
		writing->failed = true;
}

/* Text for people that may be missing. */
static void
say(struct writing *writing, xmlNodePtr parent, const char *name,
    const char *text)
{
	if (text != NULL && text[0] != '\0')
		add(writing, parent, name, text);
}

static void
write_document(struct writing *writing, xmlNodePtr root,
    const struct comity_verdict *verdict)
{
	xmlNodePtr node = add(writing, root, "Document", NULL);

	say(writing, node, "Number", verdict->number);
	say(writing, node, "Authority", verdict->authority);
	say(writing, node, "Profile", verdict->profile);
	say(writing, node, "Edition", verdict->edition);
	add(writing, node, "SHA256", verdict->document_sha256);
}

static void
write_arrangement(struct writing *writing, xmlNodePtr root,
    const struct comity_verdict *verdict)
{
	xmlNodePtr node;

	if (verdict->arrangement == NULL)
		return;
	node = add(writing, root, "Arrangement", NULL);
	set(writing, node, "ref", verdict->arrangement);
	set(writing, node, "version",
	    verdict->arrangement_version ? verdict->arrangement_version
					 : "not stated");
	say(writing, node, "Title", verdict->instrument);
}

static void
write_basis(struct writing *writing, xmlNodePtr parent, const char *basis)
{
	if (basis != NULL && basis[0] != '\0')
		add(writing, add(writing, parent, "LegalBasis", NULL),
		    "Provision", basis);
}

static void
write_criterion(struct writing *writing, xmlNodePtr root,
    const struct comity_criterion *criterion)
{
	xmlNodePtr node = add(writing, root, "Criterion", NULL);
	struct comity_text place = { 0 };

	set(writing, node, "name", criterion->id);
	set(writing, node, "axis", comity_axis_name(criterion->axis));
	set(writing, node, "result", comity_result_name(criterion->result));
	set(writing, node, "item", criterion->item_number);
	say(writing, node, "Required", criterion->required);
	say(writing, node, "Found", criterion->found);
	if (criterion->file != NULL) {
		comity_text_addf(&place, "%s", criterion->file);
		if (criterion->line > 0)
			comity_text_addf(&place, ":%lu", criterion->line);
		if (criterion->path != NULL)
			comity_text_addf(&place, " %s", criterion->path);
		writing->failed = writing->failed || place.failed;
		say(writing, node, "Place", place.data);
	}
	comity_text_clear(&place);
	write_basis(writing, node, criterion->basis);
	say(writing, node, "Remedy", criterion->remedy);
}

static void
write_duty(
    struct writing *writing, xmlNodePtr root, const struct comity_duty *duty)
{
	static const char *const kinds[COMITY_DUTY_COUNT] = { NULL, NULL,
		"communication", "validity" };
	xmlNodePtr node = add(writing, root, "Condition", NULL);

	set(writing, node, "number", duty->number);
	set(writing, node, "binding", "yes");
	add(writing, node, "Text", duty->text);
	if (kinds[duty->kind] != NULL)
		add(writing, node, "Kind", kinds[duty->kind]);
	write_basis(writing, node, duty->basis);
}

static void
write_pin(struct writing *writing, xmlNodePtr root,
    const struct comity_verdict_pin *pin)
{
	xmlNodePtr node = add(writing, root, "Pin", NULL);

	set(writing, node, "kind", pin->kind);
	set(writing, node, "name",
	    pin->name[0] != '\0' ? pin->name : "without a name");
	set(writing, node, "sha256", pin->sha256);
	set(writing, node, "version", pin->version);
}

static void
write_head(struct writing *writing, xmlNodePtr root,
    const struct comity_verdict *verdict, int64_t issued_at)
{
	char instant[32];
	xmlNodePtr node;

	add(writing, root, "Verdict", comity_verdict_name(verdict->kind));
	if (verdict->kind < COMITY_UNDETERMINED)
		say(writing, root, "Effect", verdict->effect);
	if (verdict->demonstration)
		add(writing, root, "Statement", COMITY_VERDICT_OPENING);
	add(writing, root, "Statement", verdict->line);
	say(writing, root, "Statement", verdict->detail);
	add(writing, root, "Statement", COMITY_VERDICT_ENDING);
	comity_moment_write(verdict->moment, instant);
	add(writing, root, "JudgedAsOf", instant);
	comity_moment_write(issued_at, instant);
	add(writing, root, "IssuedAt", instant);
	node = add(writing, root, "Receiving", verdict->receiving);
	set(writing, node, "memberOf", verdict->member_of);
}

static bool
write_all(
    const struct comity_verdict *verdict, int64_t issued_at, xmlDocPtr xml)
{
	struct writing writing = { 0 };
	xmlNodePtr root;
	size_t i;

	root =
	    xmlNewDocNode(xml, NULL, BAD_CAST "RecognitionCertificate", NULL);
	if (root == NULL)
		return false;
	xmlDocSetRootElement(xml, root);
	writing.core = xmlNewNs(root, BAD_CAST COMITY_NS_CORE, NULL);
	if (writing.core == NULL)
		return false;
	xmlSetNs(root, writing.core);
	set(&writing, root, "demonstration",
	    verdict->demonstration ? "yes" : "no");
	write_head(&writing, root, verdict, issued_at);
	write_document(&writing, root, verdict);
	write_arrangement(&writing, root, verdict);
	for (i = 0; i < verdict->criteria.count; i++)
		write_criterion(&writing, root, &verdict->criteria.at[i]);
	for (i = 0; i < verdict->duty_count; i++)
		write_duty(&writing, root, &verdict->duties[i]);
	for (i = 0; i < verdict->pin_count; i++)
		write_pin(&writing, root, &verdict->pins[i]);
	return !writing.failed;
}

int
comity_recognition_certificate_write(
    const struct comity_verdict *verdict, int64_t issued_at, xmlDocPtr *out)
{
	xmlDocPtr xml = xmlNewDoc(BAD_CAST "1.0");

	*out = NULL;
	if (xml == NULL)
		return COMITY_ENOMEM;
	if (!write_all(verdict, issued_at, xml) || comity_memory_failed()) {
		xmlFreeDoc(xml);
		return COMITY_ENOMEM;
	}
	*out = xml;
	return COMITY_OK;
}
