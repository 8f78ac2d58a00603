/* SPDX-License-Identifier: Apache-2.0 */
/* profile-change: the rules and the code lists of two editions. */
#include "codelist.h"
#include "profile-diff.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"

static bool
rule_find(
    const struct comity_rules *rules, const char *id, struct comity_rule *out)
{
	size_t i;

	for (i = 0; i < comity_rules_count(rules); i++) {
		*out = comity_rules_at(rules, i);
		if (strcmp(out->id, id) == 0)
			return true;
	}
	return false;
}

/* rules.sch as it stands; NULL none. */
static struct comity_doc *
rules_doc(const struct comity_edition *edition)
{
	const struct comity_source *file =
	    comity_edition_role(edition, "rules");
	struct comity_report *aside = comity_report_new();
	struct comity_doc *doc = NULL;

	if (file != NULL && aside != NULL)
		(void)comity_doc_read(file, aside, &doc);
	comity_report_free(aside);
	return doc;
}

/* The assert or report with this id; NULL not in this file. */
static xmlNodePtr
assert_find(const struct comity_doc *doc, const char *id)
{
	xmlNodePtr node = doc == NULL ? NULL : comity_doc_root(doc);
	char *own;
	bool same;

	for (; node != NULL; node = comity_node_step(node)) {
		if (!comity_node_is(node, NS_SCHEMATRON, "assert") &&
		    !comity_node_is(node, NS_SCHEMATRON, "report"))
			continue;
		own = comity_node_attribute(node, "id");
		same = comity_text_same(own, id);
		free(own);
		if (same)
			return node;
	}
	return NULL;
}

/* "CONTEXT: TEST", white space collapsed; NULL not found in this file. */
static char *
test_of(const struct comity_doc *doc, const char *id)
{
	xmlNodePtr node = assert_find(doc, id);
	char *context, *test, *both, *collapsed;

	if (node == NULL)
		return NULL;
	context = comity_node_attribute(node->parent, "context");
	test = comity_node_attribute(node, "test");
	both = comity_text_format(
	    "%s: %s", context == NULL ? "" : context, test == NULL ? "" : test);
	collapsed = both == NULL ? NULL : comity_text_collapse(both);
	free(context);
	free(test);
	free(both);
	return collapsed;
}

static void
compare_rule(struct changes *c, const struct comity_rule *old,
    const struct comity_rule *new, const struct comity_doc *a,
    const struct comity_doc *b)
{
	char *before = test_of(a, old->id), *after = test_of(b, new->id);

	if (old->severity != new->severity)
		change_add(c, new->id,
		    new->severity > old->severity ? WORD_DIFF_STRICTER
						  : WORD_DIFF_LOOSER,
		    comity_severity_name(old->severity),
		    comity_severity_name(new->severity), new->basis);
	if (before != NULL && after != NULL && strcmp(before, after) != 0)
		change_add(
		    c, new->id, WORD_DIFF_TEST, before, after, new->basis);
	if (!comity_text_same(old->basis, new->basis))
		change_add(
		    c, new->id, WORD_DIFF_BASIS, old->basis, new->basis, NULL);
	free(before);
	free(after);
}

void
change_rules(struct changes *c)
{
	const struct comity_rules *old = c->old.edition->rules,
				  *new = c->new.edition->rules;
	struct comity_doc *a = rules_doc(c->old.edition),
			  *b = rules_doc(c->new.edition);
	struct comity_rule rule, other;
	size_t i;

	for (i = 0; i < comity_rules_count(new); i++) {
		rule = comity_rules_at(new, i);
		if (rule_find(old, rule.id, &other))
			compare_rule(c, &other, &rule, a, b);
		else
			change_add(c, rule.id, WORD_DIFF_RULE_NEW, NULL,
			    rule.message, rule.basis);
	}
	for (i = 0; i < comity_rules_count(old); i++) {
		rule = comity_rules_at(old, i);
		if (!rule_find(new, rule.id, &other))
			change_add(c, rule.id, WORD_DIFF_RULE_GONE,
			    rule.message, NULL, rule.basis);
	}
	comity_doc_free(a);
	comity_doc_free(b);
}

static const struct comity_codelist *
list_find(const struct comity_edition *edition, const char *id)
{
	const struct comity_codelist *list;
	size_t i;

	for (i = 0; (list = comity_edition_codelist_at(edition, i)) != NULL;
	     i++)
		if (strcmp(comity_codelist_id(list), id) == 0)
			return list;
	return NULL;
}

static void
compare_code(struct changes *c, const struct comity_codelist *old,
    const struct comity_codelist *new, const char *code)
{
	char *what = comity_text_format("%s %s", comity_codelist_id(new), code);

	if (what == NULL)
		c->rc = COMITY_ENOMEM;
	else if (comity_codelist_find(old, code, INT64_MAX) ==
		 COMITY_CODE_ABSENT)
		change_add(c, what, WORD_DIFF_CODE_NEW, NULL,
		    comity_codelist_column(new, code, "label"), NULL);
	else {
		change_text(c, what, comity_codelist_column(old, code, "label"),
		    comity_codelist_column(new, code, "label"), NULL);
		if (!comity_text_same(
			comity_codelist_column(old, code, "validFrom"),
			comity_codelist_column(new, code, "validFrom")))
			change_add(c, what, WORD_DIFF_CODE_FROM,
			    comity_codelist_column(old, code, "validFrom"),
			    comity_codelist_column(new, code, "validFrom"),
			    NULL);
		if (!comity_text_same(
			comity_codelist_column(old, code, "validTo"),
			comity_codelist_column(new, code, "validTo")))
			change_add(c, what, WORD_DIFF_CODE_UNTIL,
			    comity_codelist_column(old, code, "validTo"),
			    comity_codelist_column(new, code, "validTo"), NULL);
	}
	free(what);
}

static void
compare_list(struct changes *c, const struct comity_codelist *old,
    const struct comity_codelist *new)
{
	const char *code;
	char *what;
	size_t i;

	for (i = 0; i < comity_codelist_count(new); i++)
		compare_code(c, old, new, comity_codelist_at(new, i));
	for (i = 0; i < comity_codelist_count(old); i++) {
		code = comity_codelist_at(old, i);
		if (comity_codelist_find(new, code, INT64_MAX) !=
		    COMITY_CODE_ABSENT)
			continue;
		what =
		    comity_text_format("%s %s", comity_codelist_id(old), code);
		if (what == NULL)
			c->rc = COMITY_ENOMEM;
		else
			change_add(c, what, WORD_DIFF_CODE_GONE,
			    comity_codelist_column(old, code, "label"), NULL,
			    NULL);
		free(what);
	}
}

void
change_codes(struct changes *c)
{
	const struct comity_codelist *list, *other;
	const char *id;
	size_t i;

	for (i = 0;
	     (list = comity_edition_codelist_at(c->new.edition, i)) != NULL;
	     i++) {
		id = comity_codelist_id(list);
		other = list_find(c->old.edition, id);
		if (other != NULL)
			compare_list(c, other, list);
		else
			change_add(c, id, WORD_DIFF_LIST_NEW, NULL, NULL, NULL);
	}
	for (i = 0;
	     (list = comity_edition_codelist_at(c->old.edition, i)) != NULL;
	     i++) {
		id = comity_codelist_id(list);
		if (list_find(c->new.edition, id) == NULL)
			change_add(
			    c, id, WORD_DIFF_LIST_GONE, NULL, NULL, NULL);
	}
}
