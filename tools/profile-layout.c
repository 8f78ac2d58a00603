/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-layout.h"

#include "file.h"
#include "folder-write.h"
#include "limit.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

#define NS_XSD "http://www.w3.org/2001/XMLSchema"

static int
refuse(struct layout *layout, enum comity_finding_id id, const char *file,
    unsigned long line, const char *found)
{
	struct comity_place place = { .file = file, .line = line };

	return comity_report_add(
	    layout->run->talk->report, id, &place, found, NULL);
}

void
layout_clear(struct layout *layout)
{
	size_t i;

	for (i = 0; i < layout->part_count; i++) {
		free(layout->parts[i].path);
		free(layout->parts[i].name);
		xmlFreeDoc(layout->parts[i].xml);
		comity_doc_free(layout->parts[i].doc);
	}
	for (i = 0; i < layout->file_count; i++) {
		free(layout->files[i].name);
		free(layout->files[i].role);
		comity_source_free(layout->files[i].source);
	}
	free(layout->files);
	memset(layout, 0, sizeof(*layout));
}

int
layout_add(struct layout *layout, const char *name, const char *role,
    const void *bytes, size_t len)
{
	struct layout_file *more, *own;
	int rc;

	more = realloc(layout->files, (layout->file_count + 1) * sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	layout->files = more;
	own = &more[layout->file_count];
	memset(own, 0, sizeof(*own));
	own->name = comity_text_copy(name);
	own->role = comity_text_copy(role);
	rc = comity_source_new(
	    name, bytes, len, layout->run->talk->report, &own->source);
	if (own->name == NULL || own->role == NULL)
		rc = COMITY_ENOMEM;
	layout->file_count++;
	return rc;
}

void
layout_drop(struct layout *layout, const char *name)
{
	size_t i;

	for (i = 0; i < layout->file_count; i++) {
		if (strcmp(layout->files[i].name, name) != 0)
			continue;
		free(layout->files[i].name);
		free(layout->files[i].role);
		comity_source_free(layout->files[i].source);
		layout->file_count--;
		memmove(&layout->files[i], &layout->files[i + 1],
		    (layout->file_count - i) * sizeof(layout->files[0]));
		return;
	}
}

/* A name for a part that no other has: "common.xsd", else "2-common.xsd". */
static char *
part_name(const struct layout *layout, const char *path)
{
	const char *base = strrchr(path, '/');
	char *name;
	size_t i;
	bool plain;

	if (layout->part_count == 0)
		return comity_text_copy("document.xsd");
	base = base == NULL ? path : base + 1;
	plain = base[0] != '.' && strpbrk(base, "\\:?#&<>\"'") == NULL &&
		strcmp(base, "document.xsd") != 0 && strlen(base) > 4 &&
		strcmp(base + strlen(base) - 4, ".xsd") == 0;
	for (i = 0; plain && i < layout->part_count; i++)
		plain = strcmp(layout->parts[i].name, base) != 0;
	name = plain ? comity_text_copy(base)
		     : comity_text_format("part-%zu.xsd", layout->part_count);
	return name;
}

static char *
beside(const char *path, const char *location)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL || location[0] == '/')
		return comity_text_copy(location);
	return comity_text_format(
	    "%.*s/%s", (int)(slash - path), path, location);
}

static bool
is_there(const char *path)
{
	struct comity_report *aside = comity_report_new();
	struct comity_source *source = NULL;
	bool there =
	    aside != NULL && comity_file_read(path, COMITY_PACK_FILE_MAX, aside,
				 &source) == COMITY_OK;

	comity_source_free(source);
	comity_report_free(aside);
	return there;
}

/* Whether a file given with --part has this namespace or this name. */
static bool
part_fits(const char *path, const char *ns, const char *base)
{
	struct comity_report *aside = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	const char *own = strrchr(path, '/');
	char *target = NULL;
	bool fits = strcmp(own == NULL ? path : own + 1, base) == 0;

	if (!fits && ns != NULL && aside != NULL &&
	    comity_file_read(path, COMITY_PACK_FILE_MAX, aside, &source) ==
		COMITY_OK &&
	    comity_doc_read(source, aside, &doc) == COMITY_OK) {
		target = comity_node_attribute(
		    comity_doc_root(doc), "targetNamespace");
		fits = comity_text_same(target, ns);
	}
	free(target);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(aside);
	return fits;
}

/* Where an include or import is to be read; NULL nowhere. */
static char *
part_find(const struct layout *layout, const char *from, const char *location,
    const char *ns)
{
	const struct list *given = &layout->run->options.part;
	const char *base = strrchr(location, '/');
	char *path;
	size_t i;

	base = base == NULL ? location : base + 1;
	for (i = 0; i < given->count; i++)
		if (part_fits(given->at[i], ns, base))
			return comity_text_copy(given->at[i]);
	if (*location == '\0')
		return NULL;
	if (strstr(location, "://") == NULL) {
		path = beside(from, location);
		if (path == NULL || is_there(path))
			return path;
		free(path);
	}
	path = beside(from, base);
	if (path == NULL || is_there(path))
		return path;
	free(path);
	return NULL;
}

/* The attributes of the XML namespace (XML 1.0, XML Base, xml:id), in place
 * of W3C's schema for them, which stands on a server. */
static const char xml_xsd[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"\n"
    "    targetNamespace=\"http://www.w3.org/XML/1998/namespace\">\n"
    "  <xs:attribute name=\"lang\">\n    <xs:simpleType>\n"
    "      <xs:union memberTypes=\"xs:language\">\n"
    "        <xs:simpleType><xs:restriction base=\"xs:string\">"
    "<xs:enumeration value=\"\"/></xs:restriction></xs:simpleType>\n"
    "      </xs:union>\n    </xs:simpleType>\n  </xs:attribute>\n"
    "  <xs:attribute name=\"space\">\n    <xs:simpleType>\n"
    "      <xs:restriction base=\"xs:NCName\">"
    "<xs:enumeration value=\"default\"/>"
    "<xs:enumeration value=\"preserve\"/></xs:restriction>\n"
    "    </xs:simpleType>\n  </xs:attribute>\n"
    "  <xs:attribute name=\"base\" type=\"xs:anyURI\"/>\n"
    "  <xs:attribute name=\"id\" type=\"xs:ID\"/>\n"
    "  <xs:attributeGroup name=\"specialAttrs\">\n"
    "    <xs:attribute ref=\"xml:base\"/>\n"
    "    <xs:attribute ref=\"xml:lang\"/>\n"
    "    <xs:attribute ref=\"xml:space\"/>\n"
    "    <xs:attribute ref=\"xml:id\"/>\n"
    "  </xs:attributeGroup>\n</xs:schema>\n";

static int
add_xml_xsd(struct layout *layout)
{
	size_t i;

	for (i = 0; i < layout->file_count; i++)
		if (strcmp(layout->files[i].name, "xml.xsd") == 0)
			return COMITY_OK;
	return layout_add(
	    layout, "xml.xsd", "part", xml_xsd, sizeof(xml_xsd) - 1);
}

/* The value of an attribute that names a namespace, at: behind its name.
 * Gives its length, 0 where it is none or not relative. */
static size_t
relative_len(const char *at, const char **value)
{
	size_t len;
	char quote;

	if (*at == ':') {
		at++;
		at += strcspn(at, " \t\r\n=/>\"'");
	}
	at += strspn(at, " \t\r\n");
	if (*at != '=')
		return 0;
	at += 1 + strspn(at + 1, " \t\r\n");
	quote = *at;
	if (quote != '"' && quote != '\'')
		return 0;
	*value = ++at;
	len = strcspn(at, "\"':#<&");
	return at[len] == quote ? len : 0;
}

/*
 * A namespace named by a relative URI (import namespace="SRA.common") is
 * refused wherever we parse, as canonical XML has it; so it gets an absolute
 * name in the pack. A document can not use it under its own name anyway.
 */
static int
absolute_names(
    struct layout *layout, struct comity_source **source, const char *path)
{
	static const char *const names[] = { "xmlns", "targetNamespace",
		"namespace" };
	const char *at = (const char *)(*source)->bytes, *value = NULL;
	struct comity_text text = { 0 };
	struct comity_source *changed = NULL;
	size_t i, len, met = 0, from = 0;
	char *first = NULL;
	int rc = COMITY_OK;

	for (i = 0; i + 1 < (*source)->len; i++) {
		size_t k;

		if (strchr(" \t\r\n", at[i]) == NULL)
			continue;
		for (k = 0; k < 3; k++)
			if (strncmp(at + i + 1, names[k], strlen(names[k])) ==
			    0)
				break;
		len = k == 3
			  ? 0
			  : relative_len(at + i + 1 + strlen(names[k]), &value);
		if (len == 0)
			continue;
		if (met++ == 0)
			first = strndup(value, len);
		comity_text_add_bytes(
		    &text, at + from, (size_t)(value - at) - from);
		comity_text_add(&text, "urn:comity:relative:");
		from = (size_t)(value - at);
		i = from + len - 1;
	}
	if (met > 0) {
		comity_text_add_bytes(&text, at + from, (*source)->len - from);
		rc = text.failed || text.data == NULL
			 ? COMITY_ENOMEM
			 : comity_source_new((*source)->name, text.data,
			       text.len, layout->run->talk->report, &changed);
		if (rc == COMITY_OK) {
			comity_source_free(*source);
			*source = changed;
			rc = refuse(
			    layout, COMITY_F_NEW_RELATIVE, path, 0, first);
		}
	}
	free(first);
	comity_text_clear(&text);
	return rc;
}

static int read_part(
    struct layout *layout, const char *path, const char **name);

/* An include, import or redefine: read its part, and rewrite the location. */
static int
follow(struct layout *layout, size_t at, xmlNodePtr node)
{
	char *location = comity_node_attribute(node, "schemaLocation");
	char *ns = comity_node_attribute(node, "namespace");
	char *path = NULL;
	const char *name = NULL;
	int rc = COMITY_OK;

	path = part_find(layout, layout->parts[at].path,
	    location == NULL ? "" : location, ns);
	if (path != NULL) {
		rc = read_part(layout, path, &name);
	} else if (ns != NULL &&
		   strcmp(ns, (const char *)XML_XML_NAMESPACE) == 0) {
		rc = add_xml_xsd(layout);
		name = "xml.xsd";
	} else if (location != NULL) {
		rc = refuse(layout, COMITY_F_NEW_PART, layout->parts[at].path,
		    comity_doc_line(layout->parts[at].doc, node), location);
	}
	if (rc == COMITY_OK && name != NULL &&
	    xmlSetProp(node, BAD_CAST "schemaLocation", BAD_CAST name) == NULL)
		rc = COMITY_ENOMEM;
	free(location);
	free(ns);
	free(path);
	return rc;
}

static bool
is_reference(const xmlNode *node)
{
	return comity_node_is(node, NS_XSD, "include") ||
	       comity_node_is(node, NS_XSD, "import") ||
	       comity_node_is(node, NS_XSD, "redefine");
}

/* Read one schema file with all below it; *name: in the pack, borrowed. */
static int
read_part(struct layout *layout, const char *path, const char **name)
{
	struct layout_part *own;
	struct comity_source *source = NULL;
	struct comity_report *report = layout->run->talk->report;
	size_t at = layout->part_count, i;
	xmlNodePtr node;
	int rc;

	for (i = 0; i < layout->part_count; i++)
		if (strcmp(layout->parts[i].path, path) == 0) {
			*name = layout->parts[i].name;
			return COMITY_OK;
		}
	if (at == LAYOUT_PARTS_MAX)
		return COMITY_ELIMIT;
	rc = comity_file_read(path, COMITY_PACK_FILE_MAX, report, &source);
	own = &layout->parts[at];
	if (rc == COMITY_OK)
		rc = absolute_names(layout, &source, path);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, &own->doc);
	comity_source_free(source);
	if (rc != COMITY_OK)
		return rc;
	own->path = comity_text_copy(path);
	own->name = part_name(layout, path);
	own->xml = xmlCopyDoc(own->doc->xml, 1);
	layout->part_count++;
	if (own->path == NULL || own->name == NULL || own->xml == NULL)
		return COMITY_ENOMEM;
	*name = own->name;
	node = xmlDocGetRootElement(own->xml);
	if (!comity_node_is(node, NS_XSD, "schema"))
		return refuse(layout, COMITY_F_NEW_NO_SCHEMA, path, 1,
		    (char *)node->name);
	for (node = comity_node_first(node); rc == COMITY_OK && node != NULL;
	     node = comity_node_after(node))
		if (is_reference(node))
			rc = follow(layout, at, node);
	return rc;
}

int
layout_schema(struct layout *layout, const char *xsd)
{
	const char *name = NULL;
	unsigned char *octets;
	size_t i, len;
	int rc = read_part(layout, xsd, &name);

	for (i = 0; rc == COMITY_OK && i < layout->part_count; i++) {
		octets = NULL;
		rc = comity_xml_write(layout->parts[i].xml, &octets, &len);
		if (rc == COMITY_OK)
			rc = layout_add(layout, layout->parts[i].name,
			    i == 0 ? "schema" : "part", octets, len);
		xmlFree(octets);
	}
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct layout_file *)a)->name,
	    ((const struct layout_file *)b)->name);
}

int
layout_lines(struct layout *layout, struct comity_text *out)
{
	size_t i;

	qsort(
	    layout->files, layout->file_count, sizeof(*layout->files), by_name);
	for (i = 0; i < layout->file_count; i++)
		comity_text_addf(out,
		    "  <File name=\"%s\" role=\"%s\" sha256=\"%s\"/>\n",
		    layout->files[i].name, layout->files[i].role,
		    layout->files[i].source->sha256_hex);
	return out->failed ? COMITY_ENOMEM : COMITY_OK;
}

static int
write_one(
    const char *dir, const struct layout_file *file, struct comity_report *to)
{
	char *path = comity_text_format("%s/%s", dir, file->name);
	char *folder = comity_text_copy(path);
	int rc = COMITY_ENOMEM;

	if (path != NULL && folder != NULL) {
		*strrchr(folder, '/') = '\0';
		rc = comity_folder_make(folder, to);
	}
	if (rc == COMITY_OK)
		rc = comity_file_write(
		    path, file->source->bytes, file->source->len, to);
	free(folder);
	free(path);
	return rc;
}

int
layout_write(struct layout *layout, const char *dir, const char *profile)
{
	struct comity_report *report = layout->run->talk->report;
	char *path = comity_text_format("%s/profile.xml", dir);
	size_t i;
	int rc = path == NULL ? COMITY_ENOMEM : COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < layout->file_count; i++)
		rc = write_one(dir, &layout->files[i], report);
	if (rc == COMITY_OK)
		rc = comity_file_write(path, profile, strlen(profile), report);
	free(path);
	return rc;
}
