/* SPDX-License-Identifier: Apache-2.0 */
/* question: whether a value is of the kind that a question asks for. */
#include "question.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE

static bool
is_number(const xmlNode *question, const char *value)
{
	const char *min = comity_template_attribute(question, "min");
	const char *max = comity_template_attribute(question, "max");
	unsigned long number;

	if (*value == '\0' || strlen(value) > 9 ||
	    value[strspn(value, "0123456789")] != '\0')
		return false;
	number = strtoul(value, NULL, 10);
	return (min == NULL || number >= strtoul(min, NULL, 10)) &&
	       (max == NULL || number <= strtoul(max, NULL, 10));
}

static bool
is_id(const char *value)
{
	return strlen(value) <= 60 && *value >= 'a' && *value <= 'z' &&
	       value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-")] ==
		   '\0';
}

static bool
is_day(const char *value)
{
	int64_t day;

	return strlen(value) == 10 && comity_day_read(value, &day) == COMITY_OK;
}

static bool
is_option(const xmlNode *question, const char *value)
{
	const xmlNode *option = comity_node_child(question, T, "Option");

	for (; option != NULL; option = comity_node_next(option, T, "Option"))
		if (comity_text_same(
			comity_template_attribute(option, "code"), value))
			return true;
	return false;
}

/* A block of this kind whose id is the value. */
static bool
is_reference(const struct comity_facts *facts, const xmlNode *question,
    const char *value)
{
	const char *of = comity_template_attribute(question, "of");
	xmlNodePtr at = comity_node_child(
	    xmlDocGetRootElement(facts->tree), NULL, of ? of : "");
	bool found = false;

	for (; at != NULL && !found; at = comity_node_next(at, NULL, of)) {
		const xmlNode *id = comity_node_child(at, NULL, "id");

		found = id != NULL && id->children != NULL &&
			comity_text_same(
			    (const char *)id->children->content, value);
	}
	return found;
}

int
comity_answer_check(const struct comity_facts *facts, const xmlNode *question,
    const char *value, const char **why)
{
	const char *type = comity_template_attribute(question, "type");
	const char *list = comity_template_attribute(question, "list");
	const struct comity_codelist *codes;
	bool good = false;

	*why = "unknown kind of question";
	if (type == NULL) {
		return COMITY_REFUSED;
	} else if (strcmp(type, "text") == 0) {
		*why = "text of at most 4000 bytes is asked for";
		good = strlen(value) <= 4000;
	} else if (strcmp(type, "date") == 0) {
		*why = "a day that exists is asked for: 2027-01-31";
		good = is_day(value);
	} else if (strcmp(type, "number") == 0) {
		*why = "a whole number within the bounds is asked for";
		good = is_number(question, value);
	} else if (strcmp(type, "yes-no") == 0) {
		*why = "yes or no is asked for";
		good = strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	} else if (strcmp(type, "id") == 0) {
		*why = "a short name of a-z, 0-9 and - is asked for";
		good = is_id(value);
	} else if (strcmp(type, "choice") == 0) {
		*why = "one of the choices is asked for";
		good = is_option(question, value);
	} else if (strcmp(type, "clause") == 0) {
		*why = "the id of a clause of the template is asked for";
		good = comity_template_clause(facts->template, value) != NULL;
	} else if (strcmp(type, "ref") == 0) {
		*why = "the id of another answer is asked for";
		good = is_reference(facts, question, value);
	} else if (strcmp(type, "code") == 0 && list != NULL) {
		*why = "a code of the list is asked for";
		codes = comity_edition_codelist(facts->template->core, list);
		good = codes != NULL &&
		       comity_codelist_find(codes, value,
			   facts->state.moment / 86400) == COMITY_CODE_PRESENT;
	}
	return good ? COMITY_OK : COMITY_REFUSED;
}
