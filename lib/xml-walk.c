/* SPDX-License-Identifier: Apache-2.0 */
/* xml-walk: a document as it is parsed, of which no tree is made. */
#include "xml-private.h"

#include <string.h>

static void
end_unless(bool go_on, void *ctx)
{
	if (!go_on)
		comity_parse_stop(ctx, COMITY_F_NOT_WELL_FORMED, NULL);
}

/* Of all such ids the parser remembers none when it makes no tree; two of them
 * that are the same are an error all the same. */
static bool
has_xml_id(const struct comity_walk_element *element)
{
	const unsigned char *const *at = element->attributes;
	size_t i;

	for (i = 0; i < element->attribute_count; i++, at += 5)
		if (at[2] != NULL && strcmp((const char *)at[0], "id") == 0 &&
		    xmlStrEqual(at[2], XML_XML_NAMESPACE))
			return true;
	return false;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int ns_count, const xmlChar **namespaces,
    int attribute_count, int defaulted, const xmlChar **attributes)
{
	struct parse *parse = parse_of(ctx);
	struct comity_walk_element element = { .name = (const char *)name,
		.ns = (const char *)uri,
		.attributes = attributes,
		.attribute_count = (size_t)attribute_count };

	(void)prefix;
	(void)defaulted;
	if (!comity_parse_may_start(
		ctx, name, ns_count, namespaces, attribute_count))
		return;
	parse->doc->ordinal_count += 1 + element.attribute_count;
	end_unless(!has_xml_id(&element) &&
		       parse->walker->start(parse->context, &element),
	    ctx);
}

static void
on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *parse = parse_of(ctx);

	(void)name;
	(void)prefix;
	(void)uri;
	parse->depth--;
	if (parse->stop == 0)
		end_unless(parse->walker->end(parse->context), ctx);
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct parse *parse = parse_of(ctx);

	end_unless(parse->walker->text(
		       parse->context, (const char *)text, (size_t)len),
	    ctx);
}

static void
on_comment(void *ctx, const xmlChar *text)
{
	(void)ctx;
	(void)text;
}

static void
on_instruction(void *ctx, const xmlChar *target, const xmlChar *data)
{
	(void)data;
	comity_parse_stop(ctx, COMITY_F_INSTRUCTION, (const char *)target);
}

static void
put_handlers(xmlSAXHandlerPtr sax)
{
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_text;
	sax->ignorableWhitespace = on_text;
	sax->cdataBlock = on_text;
	sax->comment = on_comment;
	sax->processingInstruction = on_instruction;
}

int
comity_source_walk(const struct comity_source *source,
    const struct comity_walker *walker, void *context)
{
	struct comity_doc counted = { 0 };
	struct parse parse = { .doc = &counted,
		.walk = put_handlers,
		.walker = walker,
		.context = context };

	return comity_parse_walk(&parse, source);
}

/* Of each attribute libxml2 gives its name, prefix, namespace, and where its
 * value begins and ends; a value with a reference in it is not made out yet. */
bool
comity_walk_attribute(const struct comity_walk_element *element,
    const char *name, char *value, size_t room)
{
	const unsigned char *const *at = element->attributes;
	size_t i, len;

	for (i = 0; i < element->attribute_count; i++, at += 5) {
		if (at[2] != NULL || strcmp((const char *)at[0], name) != 0)
			continue;
		len = (size_t)(at[4] - at[3]);
		if (len >= room || memchr(at[3], '&', len) != NULL)
			return false;
		memcpy(value, at[3], len);
		value[len] = '\0';
		return true;
	}
	return false;
}
