/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

int
comity_trust_reader_shape(struct comity_trust_reader *reader,
    const xmlNode *node, const char *found, const char *expected)
{
	return comity_doc_find(reader->doc, node, reader->report,
	    COMITY_F_TRUST_LIST_SHAPE, found, expected);
}

int
comity_trust_reader_only(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, xmlNodePtr *out)
{
	xmlNodePtr second;

	*out = comity_node_child(parent, COMITY_NS_TSL, name);
	if (*out == NULL)
		return comity_trust_reader_shape(reader, parent, NULL, name);
	second = comity_node_next(*out, COMITY_NS_TSL, name);
	if (second != NULL)
		return comity_trust_reader_shape(
		    reader, second, name, "one only");
	return COMITY_OK;
}

int
comity_trust_reader_text(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, char **out)
{
	xmlNodePtr node;
	int rc = comity_trust_reader_only(reader, parent, name, &node);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	if (comity_node_first(node) != NULL)
		return comity_trust_reader_shape(reader, node, name, "text");
	if ((*out = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	if (**out != '\0')
		return COMITY_OK;
	free(*out);
	*out = NULL;
	return comity_trust_reader_shape(reader, node, name, "text");
}

int
comity_trust_reader_moment(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, int64_t *at)
{
	char *string;
	int rc = comity_trust_reader_text(reader, parent, name, &string);

	if (rc != COMITY_OK)
		return rc;
	if (comity_moment_read(string, at) != COMITY_OK)
		rc = comity_trust_reader_shape(reader,
		    comity_node_child(parent, COMITY_NS_TSL, name), string,
		    "a date and time with zone");
	free(string);
	return rc;
}

int
comity_trust_reader_name(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, char **out)
{
	xmlNodePtr node, name, pick = NULL;
	char *lang;
	int rc = comity_trust_reader_only(reader, parent, child, &node);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	for (name = comity_node_child(node, COMITY_NS_TSL, "Name");
	     name != NULL;
	     name = comity_node_next(name, COMITY_NS_TSL, "Name")) {
		lang = comity_node_attribute_ns(
		    name, "http://www.w3.org/XML/1998/namespace", "lang");
		if (pick == NULL || (lang != NULL && strcmp(lang, "en") == 0))
			pick = name;
		free(lang);
	}
	if (pick == NULL)
		return comity_trust_reader_shape(reader, node, NULL, "Name");
	*out = comity_node_value(pick);
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

int
comity_trust_reader_critical(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, bool *out)
{
	const xmlNode *list = comity_node_child(parent, COMITY_NS_TSL, child);
	xmlNodePtr node;
	char *value;

	*out = false;
	for (node = list ? comity_node_first(list) : NULL; node != NULL;
	     node = comity_node_after(node)) {
		value = comity_node_attribute(node, "Critical");
		*out = value == NULL ||
		       (strcmp(value, "false") != 0 && strcmp(value, "0") != 0);
		free(value);
		if (*out)
			return comity_doc_find(reader->doc, node,
			    reader->report, COMITY_F_TRUST_LIST_CRITICAL, NULL,
			    NULL);
	}
	return COMITY_OK;
}
