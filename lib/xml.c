/* SPDX-License-Identifier: Apache-2.0 */
#include "xml-private.h"

#include "beside.h"
#include "limit.h"
#include "memory.h"
#include "tag.h"
#include "text.h"
#include "tree.h"

#include <libxml/SAX2.h>
#include <libxml/encoding.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

void
comity_parse_stop(void *ctx, enum comity_finding_id id, const char *found)
{
	xmlParserCtxtPtr context = ctx;
	struct parse *parse = parse_of(ctx);

	if (parse->stop == 0) {
		parse->stop = (int)id + 1;
		parse->stop_line = context->input != NULL
				       ? (unsigned long)context->input->line
				       : 0;
		snprintf(parse->found, sizeof(parse->found), "%s",
		    found ? found : "");
	}
	xmlStopParser(context);
}

static void
on_internal_subset(void *ctx, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	(void)external;
	(void)system;
	comity_parse_stop(ctx, COMITY_F_DOCTYPE, (const char *)name);
}

/* The line of the "<" of the start tag just read: libxml2 stands at its end,
 * and no "<" can occur between the two. */
static unsigned long
start_line(xmlParserCtxtPtr context)
{
	const xmlChar *end = context->input->cur;
	const xmlChar *base = context->input->base;
	const xmlChar *at = memrchr(base, '<', (size_t)(end - base));
	int line = context->input->line;

	if (at == NULL)
		at = base;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		line--;
	}
	return line > 0 ? (unsigned long)line : 1;
}

static bool
add_ordinal(struct parse *parse, void **private, unsigned long line)
{
	struct comity_doc *doc = parse->doc;
	unsigned long *lines;
	size_t room;

	if (doc->ordinal_count + 2 > parse->room) {
		room = parse->room ? parse->room * 2 : 256;
		lines = realloc(doc->lines, room * sizeof(*lines));
		if (lines == NULL) {
			parse->nomem = true;
			return false;
		}
		lines[0] = 0;
		doc->lines = lines;
		parse->room = room;
	}
	doc->ordinal_count++;
	doc->lines[doc->ordinal_count] = line;
	*private = (void *)(uintptr_t)doc->ordinal_count;
	return true;
}

/* A namespace name must be an absolute URI: canonical XML fails otherwise,
 * in libxml2 with partial output. */
static bool
is_absolute(const xmlChar *uri)
{
	const xmlChar *s = uri;

	if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')))
		return false;
	while ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
	       (*s >= '0' && *s <= '9') || *s == '+' || *s == '-' || *s == '.')
		s++;
	return *s == ':';
}

bool
comity_parse_may_start(void *ctx, const xmlChar *name, int ns_count,
    const xmlChar **namespaces, int attribute_count)
{
	struct parse *parse = parse_of(ctx);
	int i;

	if (++parse->depth > COMITY_DEPTH_MAX)
		comity_parse_stop(ctx, COMITY_F_TOO_DEEP, (const char *)name);
	else if (attribute_count + ns_count > COMITY_ATTRIBUTES_MAX)
		comity_parse_stop(ctx, COMITY_F_TOO_MANY_ATTRIBUTES, (const char *)name);
	else if (xmlStrlen(name) > COMITY_NAME_MAX)
		comity_parse_stop(ctx, COMITY_F_NAME_TOO_LONG, NULL);
	else if (parse->doc->ordinal_count + 1 + (size_t)attribute_count >
		 COMITY_NODES_MAX)
		comity_parse_stop(ctx, COMITY_F_TOO_MANY_NODES, NULL);
	else
		for (i = 0; i < ns_count; i++)
			if (namespaces[2 * i + 1] != NULL &&
			    *namespaces[2 * i + 1] != '\0' &&
			    !is_absolute(namespaces[2 * i + 1]))
				comity_parse_stop(ctx, COMITY_F_RELATIVE_NAMESPACE,
				    (const char *)namespaces[2 * i + 1]);
	return parse->stop == 0;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int ns_count, const xmlChar **namespaces,
    int attribute_count, int defaulted, const xmlChar **attributes)
{
	xmlParserCtxtPtr context = ctx;
	struct parse *parse = parse_of(ctx);
	xmlAttrPtr attribute;
	unsigned long line;

	if (!comity_parse_may_start(
		ctx, name, ns_count, namespaces, attribute_count))
		return;
	line = start_line(context);
	comity_region_use(parse->doc->region);
	xmlSAX2StartElementNs(ctx, name, prefix, uri, ns_count, namespaces,
	    attribute_count, defaulted, attributes);
	comity_region_use(NULL);
	if (context->node == NULL || !xmlStrEqual(context->node->name, name)) {
		parse->nomem = true;
		xmlStopParser(context);
		return;
	}
	if (!add_ordinal(parse, &context->node->_private, line)) {
		xmlStopParser(context);
		return;
	}
	for (attribute = context->node->properties; attribute != NULL;
	     attribute = attribute->next)
		if (!add_ordinal(parse, &attribute->_private, line)) {
			xmlStopParser(context);
			return;
		}
	if (parse->wanted == ROOT) {
		parse->is_enough = true;
		xmlStopParser(context);
	}
}

static void
on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *parse = parse_of(ctx);

	parse->depth--;
	xmlSAX2EndElementNs(ctx, name, prefix, uri);
	if (parse->wanted == CHILD && parse->depth == 1 && uri == NULL &&
	    strcmp((const char *)name, parse->child) == 0) {
		parse->is_enough = true;
		xmlStopParser(ctx);
	}
}

static void
on_characters(void *ctx, const xmlChar *text, int len)
{
	comity_region_use(parse_of(ctx)->doc->region);
	xmlSAX2Characters(ctx, text, len);
	comity_region_use(NULL);
}

static void
on_section(void *ctx, const xmlChar *text, int len)
{
	comity_region_use(parse_of(ctx)->doc->region);
	xmlSAX2CDataBlock(ctx, text, len);
	comity_region_use(NULL);
}

static void
on_comment(void *ctx, const xmlChar *text)
{
	comity_region_use(parse_of(ctx)->doc->region);
	xmlSAX2Comment(ctx, text);
	comity_region_use(NULL);
}

static void
on_instruction(void *ctx, const xmlChar *target, const xmlChar *data)
{
	xmlParserCtxtPtr context = ctx;
	bool before_root = xmlDocGetRootElement(context->myDoc) == NULL;

	if (before_root && (xmlStrEqual(target, BAD_CAST "xml-model") ||
			       xmlStrEqual(target, BAD_CAST "xml-stylesheet"))) {
		comity_region_use(parse_of(ctx)->doc->region);
		xmlSAX2ProcessingInstruction(ctx, target, data);
		comity_region_use(NULL);
	} else
		comity_parse_stop(ctx, COMITY_F_INSTRUCTION, (const char *)target);
}

static void
on_reference(void *ctx, const xmlChar *name)
{
	comity_parse_stop(ctx, COMITY_F_NOT_WELL_FORMED, (const char *)name);
}

static void
on_error(void *user, xmlErrorPtr error)
{
	struct parse *parse = user;

	if (error->code == XML_ERR_NO_MEMORY)
		parse->nomem = true;
	if (parse->stop != 0 || error->level < XML_ERR_ERROR)
		return;
	parse->stop = (int)COMITY_F_NOT_WELL_FORMED + 1;
	parse->stop_line = error->line > 0 ? (unsigned long)error->line : 0;
	snprintf(parse->found, sizeof(parse->found), "%s",
	    error->message ? error->message : "");
}

static xmlParserCtxtPtr
parser_new(struct parse *parse)
{
	xmlParserCtxtPtr context = xmlNewParserCtxt();
	xmlSAXHandlerPtr sax;

	if (context == NULL)
		return NULL;
	context->_private = parse;
	sax = context->sax;
	sax->internalSubset = on_internal_subset;
	sax->externalSubset = NULL;
	sax->entityDecl = NULL;
	sax->attributeDecl = NULL;
	sax->elementDecl = NULL;
	sax->notationDecl = NULL;
	sax->unparsedEntityDecl = NULL;
	sax->resolveEntity = NULL;
	sax->getEntity = NULL;
	sax->getParameterEntity = NULL;
	sax->reference = on_reference;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_characters;
	sax->cdataBlock = on_section;
	sax->comment = on_comment;
	sax->ignorableWhitespace = on_characters;
	sax->processingInstruction = on_instruction;
	sax->serror = NULL;
	sax->error = NULL;
	sax->warning = NULL;
	sax->fatalError = NULL;
	if (parse->walk != NULL)
		parse->walk(sax);
	return context;
}

static int
finding_for(struct comity_report *report, const char *name, struct parse *parse)
{
	struct comity_place place = { .file = name, .line = parse->stop_line };
	enum comity_finding_id id = COMITY_F_NOT_WELL_FORMED;
	int rc;

	if (parse->nomem)
		return COMITY_ENOMEM;
	if (parse->stop != 0)
		id = (enum comity_finding_id)(parse->stop - 1);
	rc = comity_report_add(
	    report, id, &place, parse->found[0] ? parse->found : NULL, NULL);
	return rc == COMITY_UNKNOWN ? COMITY_ELIMIT : rc;
}

/* UTF-16 goes to UTF-8 first, by libxml2's built-in converter: iconv would
 * load code at run time. A byte order mark decides; UTF-8 has the rest. */
static int
to_utf8(const struct comity_source *source, xmlBufferPtr *out)
{
	const unsigned char *b = source->bytes;
	xmlCharEncodingHandlerPtr handler = NULL;
	xmlBufferPtr in = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (source->len < 2)
		return COMITY_OK;
	if ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == '<' && b[1] == 0))
		handler = xmlGetCharEncodingHandler(XML_CHAR_ENCODING_UTF16LE);
	else if ((b[0] == 0xfe && b[1] == 0xff) || (b[0] == 0 && b[1] == '<'))
		handler = xmlGetCharEncodingHandler(XML_CHAR_ENCODING_UTF16BE);
	if (handler == NULL)
		return COMITY_OK;
	if ((in = xmlBufferCreate()) == NULL ||
	    (*out = xmlBufferCreate()) == NULL)
		goto out;
	if (b[0] == '<' || b[0] == 0) {
		if (xmlBufferAdd(in, b, (int)source->len) != 0)
			goto out;
	} else if (xmlBufferAdd(in, b + 2, (int)source->len - 2) != 0)
		goto out;
	rc = xmlCharEncInFunc(handler, *out, in) < 0 || xmlBufferLength(in) > 0
		 ? COMITY_REFUSED
		 : COMITY_OK;
out:
	xmlBufferFree(in);
	return rc;
}

/* What the document says of its encoding must be what it is. */
static bool
encoding_fits(const char *bytes, size_t len, bool converted)
{
	char head[200];
	const char *at, *end;
	size_t n = len < sizeof(head) - 1 ? len : sizeof(head) - 1;

	memcpy(head, bytes, n);
	head[n] = '\0';
	if (strncmp(head, "<?xml", 5) != 0 ||
	    (end = strstr(head, "?>")) == NULL ||
	    (at = strstr(head, "encoding")) == NULL || at > end)
		return true;
	at += strlen("encoding");
	at += strspn(at, " \t\r\n=");
	if (*at != '"' && *at != '\'')
		return true; /* not well-formed: the parser says so */
	at++;
	if (converted)
		return strncasecmp(at, "utf-16", 6) == 0;
	return strncasecmp(at, "utf-8", 5) == 0 ||
	       strncasecmp(at, "us-ascii", 8) == 0;
}

/*
 * Parse octets that are all in memory. They are UTF-8 by now, whatever the
 * declaration says, so libxml2 is not to look for a converter: the buffer is
 * then never grown, which 2.9 does not survive where memory fails.
 */
static int
parse_octets(xmlParserCtxtPtr context, const char *bytes, size_t len)
{
	xmlParserInputBufferPtr buffer;
	xmlParserInputPtr input;

	if (xmlCtxtUseOptions(context,
		XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC) !=
	    0)
		return COMITY_EINTERNAL;
	buffer = xmlParserInputBufferCreateMem(
	    bytes, (int)len, XML_CHAR_ENCODING_NONE);
	if (buffer == NULL)
		return COMITY_ENOMEM;
	input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
	if (input == NULL) {
		xmlFreeParserInputBuffer(buffer);
		return COMITY_ENOMEM;
	}
	if (inputPush(context, input) < 0) {
		xmlFreeInputStream(input);
		return COMITY_ENOMEM;
	}
	(void)xmlParseDocument(context);
	return COMITY_OK;
}

/* An element too wide to be parsed at all. */
static bool
is_wide(struct parse *parse, const char *bytes, size_t len)
{
	const char *at, *tag = comity_tag_wide(bytes, len, COMITY_ATTRIBUTES_MAX);
	size_t name;

	if (tag == NULL)
		return false;
	parse->stop = (int)COMITY_F_TOO_MANY_ATTRIBUTES + 1;
	parse->stop_line = 1;
	for (at = bytes; (at = memchr(at, '\n', (size_t)(tag - at))) != NULL; at++)
		parse->stop_line++;
	name = strcspn(tag + 1, " \t\r\n/>\"'");
	snprintf(parse->found, sizeof(parse->found), "%.*s",
	    name < 100 ? (int)name : 100, tag + 1);
	return true;
}

static int
read_into(struct parse *parse, const struct comity_source *source,
    const char *bytes, size_t len)
{
	xmlParserCtxtPtr context;
	int rc;

	/* of a head most is not parsed; what is wide in it is refused after */
	if (parse->wanted == ALL && is_wide(parse, bytes, len))
		return parse->walk != NULL
			   ? COMITY_REFUSED
			   : finding_for(parse->report, source->name, parse);
	if ((context = parser_new(parse)) == NULL)
		return COMITY_ENOMEM;
	xmlSetStructuredErrorFunc(parse, on_error);
	rc = parse_octets(context, bytes, len);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (rc != COMITY_OK)
		goto out;
	if (parse->nomem || context->errNo == XML_ERR_NO_MEMORY) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	/* libxml2 takes a zero byte behind the root for the end */
	if (parse->walk != NULL) {
		rc = context->wellFormed && parse->stop == 0 &&
			     memchr(bytes, '\0', len) == NULL
			 ? COMITY_OK
			 : COMITY_REFUSED;
		goto out;
	}
	if (context->myDoc == NULL ||
	    (!context->wellFormed && !parse->is_enough) ||
	    parse->stop != 0 || memchr(bytes, '\0', len) != NULL ||
	    xmlDocGetRootElement(context->myDoc) == NULL) {
		rc = finding_for(parse->report, source->name, parse);
		if (rc == COMITY_OK)
			rc = COMITY_EINTERNAL;
		goto out;
	}
	parse->doc->xml = context->myDoc;
	context->myDoc = NULL;
	rc = COMITY_OK;
out:
	xmlFreeDoc(context->myDoc);
	context->myDoc = NULL;
	xmlFreeParserCtxt(context);
	return rc;
}

int
comity_parse_walk(struct parse *parse, const struct comity_source *source)
{
	const char *bytes = (const char *)source->bytes;

	if (bytes[0] != '<' || memchr(bytes, '\0', source->len) != NULL ||
	    !encoding_fits(bytes, source->len, false))
		return COMITY_REFUSED;
	return read_into(parse, source, bytes, source->len);
}

/* wanted: what of it; its report is there. */
static int
doc_read(const struct comity_source *source, struct parse *wanted,
    struct comity_doc **out)
{
	struct comity_place place = { .file = source->name, .line = 1 };
	struct comity_doc *doc = NULL;
	const char *bytes = (const char *)source->bytes;
	size_t len = source->len;
	xmlBufferPtr converted = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((doc = calloc(1, sizeof(*doc))) == NULL)
		goto out;
	if ((doc->name = strdup(source->name)) == NULL)
		goto out;
	doc->region = comity_region_new();
	memcpy(doc->sha256, source->sha256, sizeof(doc->sha256));
	memcpy(doc->sha256_hex, source->sha256_hex, sizeof(doc->sha256_hex));
	if ((rc = to_utf8(source, &converted)) == COMITY_ENOMEM)
		goto out;
	if (converted != NULL) {
		bytes = (const char *)xmlBufferContent(converted);
		len = (size_t)xmlBufferLength(converted);
	}
	if (converted == NULL && len > 3 &&
	    memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	if (rc != COMITY_OK || !encoding_fits(bytes, len, converted != NULL)) {
		rc = comity_report_add(
		    wanted->report, COMITY_F_ENCODING, &place, NULL, NULL);
		goto out;
	}
	wanted->doc = doc;
	rc = read_into(wanted, source, bytes, len);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if (doc->lines == NULL)
		goto out;
	*out = doc;
	doc = NULL;
	rc = COMITY_OK;
out:
	xmlBufferFree(converted);
	comity_doc_free(doc);
	return rc;
}

int
comity_doc_read(const struct comity_source *source,
    struct comity_report *report, struct comity_doc **out)
{
	return doc_read(source, &(struct parse){ .report = report }, out);
}

int
comity_doc_read_head(const struct comity_source *source, const char *child,
    struct comity_report *report, struct comity_doc **out)
{
	struct parse wanted = { .report = report,
		.wanted = child == NULL ? ROOT : CHILD,
		.child = child };

	return doc_read(source, &wanted, out);
}

int
comity_doc_read_own(
    const char *name, const void *bytes, size_t len, struct comity_doc **out)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (report != NULL)
		rc = comity_source_new(name, bytes, len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, out);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

void
comity_doc_free(struct comity_doc *doc)
{
	if (doc == NULL)
		return;
	comity_beside_free(doc->beside);
	comity_tree_free(doc->xml, doc->region);
	free(doc->name);
	free(doc->lines);
	free(doc);
}

static int
write_xml(xmlDocPtr xml, int indented, unsigned char **octets, size_t *len)
{
	xmlChar *text = NULL;
	int size = 0;

	*octets = NULL;
	*len = 0;
	xmlDocDumpFormatMemoryEnc(xml, &text, &size, "UTF-8", indented);
	if (text == NULL || size <= 0) {
		xmlFree(text);
		return COMITY_ENOMEM;
	}
	*octets = text;
	*len = (size_t)size;
	return COMITY_OK;
}

int
comity_xml_write(xmlDocPtr xml, unsigned char **octets, size_t *len)
{
	return write_xml(xml, 0, octets, len);
}

int
comity_xml_write_indented(xmlDocPtr xml, unsigned char **octets, size_t *len)
{
	return write_xml(xml, 1, octets, len);
}
