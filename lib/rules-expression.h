/* SPDX-License-Identifier: Apache-2.0 */
/* rules-expression: the expressions of rules.sch, checked and compiled. */
#ifndef COMITY_RULES_EXPRESSION_H
#define COMITY_RULES_EXPRESSION_H

#include "rules-private.h"

/* A file that rules are read from. */
struct rules_file {
	struct comity_doc *doc;
	const char *name; /* in the pack; borrowed from the rules */
};

/* An element, and the file in which it stands. */
struct item {
	const xmlNode *node;
	const struct rules_file *file; /* borrowed; NULL the one file */
};
struct items {
	struct item *rows;
	size_t count;
};

/* A parameter of an abstract pattern; borrowed by what expands it. */
struct param {
	char *name, *value;
};
struct params {
	struct param *rows;
	size_t count;
};

/* The attributes that comity reads; the last three are those of c:. */
enum attribute {
	AT_ABSTRACT,
	AT_CLASS,
	AT_CONTEXT,
	AT_DEFAULT_PHASE,
	AT_DIAGNOSTICS,
	AT_FLAG,
	AT_FPI,
	AT_HREF,
	AT_ICON,
	AT_ID,
	AT_IS_A,
	AT_NAME,
	AT_PATH,
	AT_PATTERN,
	AT_PREFIX,
	AT_PROPERTIES,
	AT_QUERY_BINDING,
	AT_ROLE,
	AT_RULE,
	AT_SCHEMA_VERSION,
	AT_SCHEME,
	AT_SEE,
	AT_SELECT,
	AT_SEVERITY,
	AT_SUBJECT,
	AT_TEST,
	AT_URI,
	AT_VALUE,
	AT_WHEN,
	AT_C_AT,
	AT_C_BASIS,
	AT_C_REMEDY,
	AT_COUNT
};

/* The element that was taken apart last: most is asked of the same one. */
struct seen {
	const xmlNode *node;
	const xmlAttr *attributes[AT_COUNT]; /* NULL absent */
	uint64_t has; /* a bit for each of them */
	const xmlAttr *unknown; /* the first one that is none of these */
};

/* What one reading of rules.sch carries along. */
struct loading {
	const struct comity_edition *edition;
	const struct comity_folder *folder; /* for includes; NULL none */
	const struct comity_doc *doc; /* of the element that is read */
	const char *file; /* its name in the pack; NULL the one file */
	struct comity_report *report;
	struct comity_rules *rules;
	struct comity_xpath_state state;
	xmlXPathContextPtr context; /* with the prefixes so far */
	const char **names; /* variables in scope; borrowed */
	size_t name_count;
	struct params params; /* of the pattern that is read */
	struct rules_file **files; /* owned, in the order of rules->files */
	size_t include_count;
	struct items abstracts; /* abstract patterns and rules */
	struct items notes; /* diagnostics and properties */
	struct item schema; /* the root */
	struct comity_texts ids; /* of tests, to struct test */
	struct comity_arena scratch; /* until all is read */
	struct seen seen;
};

/* Refuse the file at a node; gives COMITY_EPACK or COMITY_ENOMEM. */
int comity_loading_refuse(struct loading *loading, const xmlNode *node,
    const char *found, const char *expected);
/* Bring a variable into scope. */
int comity_loading_name(
    struct loading *loading, const xmlNode *node, const char *name);
/* Check and compile; text lives with the rules. context: it is a rule's
 * context, which is checked only. */
int comity_expression_read(struct loading *loading, const xmlNode *node,
    const char *text, bool context, struct expression *out);
/* The URI of a prefix; "" for xml; NULL none. */
const char *comity_loading_uri(
    const struct loading *loading, struct comity_slice prefix);

#endif
