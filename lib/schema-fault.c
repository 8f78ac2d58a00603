/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2 gives a code, a node and an English sentence. Names of a document
 * may hold anything, so sentences are read from their end only: there stands
 * what comes out of the schema.
 */
#include "limit.h"
#include "schema-fault-private.h"

#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

bool
comity_fault_ends(struct comity_fault *f, const char *end)
{
	size_t len = strlen(f->sentence), cut = strlen(end);

	if (cut > len || strcmp(f->sentence + len - cut, end) != 0)
		return false;
	f->sentence[len - cut] = '\0';
	return true;
}

char *
comity_fault_take_last(
    struct comity_fault *f, const char *open, const char *close)
{
	char *begin = NULL, *at = f->sentence;

	if (!comity_fault_ends(f, close))
		return NULL;
	while ((at = strstr(at, open)) != NULL)
		begin = at++;
	if (begin == NULL) {
		f->sentence[strlen(f->sentence)] = *close; /* as it was */
		return NULL;
	}
	*begin = '\0';
	return begin + strlen(open);
}

const char *
comity_fault_local_name(const char *name)
{
	const char *brace = strrchr(name, '}');

	return brace == NULL ? name : brace + 1;
}

void
comity_fault_add_choice(struct comity_text *to, const char *word, size_t *count)
{
	if (*count == COMITY_VALUES_SAID_MAX)
		comity_text_add(to, ", ...");
	else if (*count < COMITY_VALUES_SAID_MAX)
		comity_text_addf(to, "%s%s", *count > 0 ? ", " : "", word);
	++*count;
}

void
comity_fault_add_suggestion(
    struct comity_fault *f, const struct comity_suggestions *suggestions)
{
	char *said = NULL;

	if (comity_suggestions_say(suggestions,
		comity_report_language(f->of->report), &said) != COMITY_OK)
		f->expected.failed = true;
	if (said != NULL)
		comity_text_addf(&f->expected, "%s%s",
		    f->expected.len > 0 ? "; " : "", said);
	free(said);
}

/* The content model's end: "Expected is ( {ns}A )" or "one of ( A, B )". */
static void
say_expected_elements(struct comity_fault *f, char *list)
{
	struct comity_suggestions near = { 0 };
	const char *name;
	char *rest = list, *each;
	size_t count = 0;

	if (f->node != NULL)
		near.written = (const char *)f->node->name;
	while (rest != NULL && (each = strsep(&rest, ",")) != NULL) {
		each += strspn(each, " ");
		name = comity_fault_local_name(each);
		if (strcmp(name, "*") == 0)
			name = comity_phrase("(other elements)",
			    comity_report_language(f->of->report));
		if (*name == '\0')
			continue;
		comity_fault_add_choice(&f->expected, name, &count);
		if (near.written != NULL && strcmp(name, near.written) == 0 &&
		    f->node->ns != NULL)
			comity_text_addf(&f->expected, " (%.*s)",
			    (int)(strcspn(each, "}") + 1), each);
		else if (*each != '#')
			comity_suggestions_offer(&near, name);
	}
	if (near.written != NULL && count > 1 &&
	    f->id == COMITY_F_SCHEMA_ELEMENT_UNEXPECTED)
		comity_fault_add_suggestion(f, &near);
}

/* The documentation of a child that is not there is its parent's to tell. */
static void
cite_missing(struct comity_fault *f, const char *list)
{
	const struct comity_schema_particle *particle;
	char *name;

	if (f->declared.element == NULL || f->declared.element->type == NULL)
		return;
	list += strspn(list, " ");
	name = strndup(list, strcspn(list, ", "));
	particle = name == NULL
		       ? NULL
		       : comity_schema_type_child(f->declared.element->type,
			     comity_fault_local_name(name));
	if (particle != NULL && particle->element != NULL) {
		f->cited = particle->element->declared;
		f->cited_name = particle->element->name;
		if (particle->element->type != NULL)
			f->cited_type = particle->element->type->text;
	}
	free(name);
}

static void
content_fault(struct comity_fault *f)
{
	char *list = comity_fault_take_last(f, "Expected is one of ( ", " )");

	if (list == NULL)
		list = comity_fault_take_last(f, "Expected is ( ", " )");
	(void)comity_fault_ends(f, " ");
	(void)comity_fault_ends(f, ".");
	if (comity_fault_ends(f, "Missing child element(s)")) {
		f->id = COMITY_F_SCHEMA_ELEMENT_MISSING;
		if (list != NULL)
			cite_missing(f, list);
	} else {
		f->id = COMITY_F_SCHEMA_ELEMENT_UNEXPECTED;
		comity_text_add(&f->found, (const char *)f->node->name);
	}
	if (list != NULL)
		say_expected_elements(f, list);
}

static void
attribute_missing(struct comity_fault *f)
{
	const struct comity_schema_type *type;
	const char *name =
	    comity_fault_take_last(f, "'", "' is required but missing");
	size_t i;

	if (name == NULL)
		return;
	comity_text_add(&f->expected, comity_fault_local_name(name));
	type = f->declared.element ? f->declared.element->type : NULL;
	for (i = 0; type != NULL && i < type->attribute_count; i++)
		if (strcmp(type->attributes[i].name,
			comity_fault_local_name(name)) == 0) {
			f->cited = type->attributes[i].declared;
			f->cited_name = type->attributes[i].name;
		}
}

static void
attribute_unexpected(struct comity_fault *f)
{
	struct comity_suggestions near = { 0 };
	const struct comity_schema_type *type;
	const char *name = comity_fault_take_last(f, "'", "' is not allowed");
	size_t i, count = 0;

	if (name == NULL)
		return;
	name = comity_fault_local_name(name);
	comity_text_add(&f->found, name);
	near.written = name;
	type = f->declared.element ? f->declared.element->type : NULL;
	for (i = 0; type != NULL && i < type->attribute_count; i++) {
		comity_fault_add_choice(
		    &f->expected, type->attributes[i].name, &count);
		comity_suggestions_offer(&near, type->attributes[i].name);
	}
	comity_fault_add_suggestion(f, &near);
}

static void
identity_fault(struct comity_fault *f)
{
	const char *name, *key;

	(void)comity_fault_ends(f, " evaluate to a node");
	name = comity_fault_take_last(f, "'", "'");
	f->id = COMITY_F_SCHEMA_KEY_INCOMPLETE;
	if (comity_fault_ends(f, " of keyref ")) {
		f->id = COMITY_F_SCHEMA_REFERENCE;
	} else if (comity_fault_ends(f, " in unique identity-constraint ") ||
		   comity_fault_ends(f, " in key identity-constraint ")) {
		f->id = COMITY_F_SCHEMA_DUPLICATE;
	}
	if (f->id != COMITY_F_SCHEMA_KEY_INCOMPLETE &&
	    (key = comity_fault_take_last(f, "key-sequence [", "]")) != NULL)
		comity_text_add(&f->found, key);
	if (name != NULL)
		f->cited_name = comity_fault_local_name(name);
}

/* The characters of an element that may hold none. */
static void
find_text(struct comity_fault *f)
{
	const xmlNode *child;
	char *text;

	for (child = f->node->children; child != NULL; child = child->next) {
		if (child->type != XML_TEXT_NODE &&
		    child->type != XML_CDATA_SECTION_NODE)
			continue;
		text = comity_text_collapse((const char *)child->content);
		if (text == NULL)
			f->found.failed = true;
		else if (*text != '\0' && f->found.len == 0)
			comity_text_add(&f->found, text);
		free(text);
	}
}

/* What the code alone tells. */
static void
plain_fault(struct comity_fault *f)
{
	switch (f->error->code) {
	case XML_SCHEMAV_CVC_ELT_1:
		/* in an open place the same code: known elements only */
		f->id = f->node->parent == NULL ||
				f->node->parent->type != XML_ELEMENT_NODE
			    ? COMITY_F_SCHEMA_ROOT
			    : COMITY_F_SCHEMA_ELEMENT_UNKNOWN;
		comity_text_add(&f->found, (const char *)f->node->name);
		break;
	case XML_SCHEMAV_CVC_WILDCARD:
		f->id = COMITY_F_SCHEMA_ELEMENT_UNKNOWN;
		comity_text_add(&f->found, (const char *)f->node->name);
		break;
	case XML_SCHEMAV_CVC_ELT_3_1:
	case XML_SCHEMAV_CVC_ELT_3_2_1:
	case XML_SCHEMAV_CVC_ELT_3_2_2:
		f->id = COMITY_F_SCHEMA_NIL;
		break;
	case XML_SCHEMAV_CVC_ELT_2:
	case XML_SCHEMAV_CVC_ELT_4_1:
	case XML_SCHEMAV_CVC_ELT_4_2:
	case XML_SCHEMAV_CVC_ELT_4_3:
	case XML_SCHEMAV_CVC_TYPE_2:
		f->id = COMITY_F_SCHEMA_TYPE_NAME;
		break;
	case XML_SCHEMAV_CVC_ELT_5_2_2_1:
	case XML_SCHEMAV_CVC_ELT_5_2_2_2_1:
	case XML_SCHEMAV_CVC_ELT_5_2_2_2_2:
	case XML_SCHEMAV_CVC_AU:
		f->id = COMITY_F_SCHEMA_FIXED;
		comity_fault_find_value(f);
		comity_fault_say_limit(f);
		break;
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
	case XML_SCHEMAV_CVC_TYPE_3_1_2:
		f->id = COMITY_F_SCHEMA_CHILD_UNEXPECTED;
		break;
	default:
		break;
	}
}

static void
judge(struct comity_fault *f)
{
	/* libxml2 names no node for an unresolved reference; should it do so
	 * for anything else, nothing more is told than that it complains */
	if (f->node == NULL && f->error->code != XML_SCHEMAV_CVC_IDC)
		return;
	switch (f->error->code) {
	case XML_SCHEMAV_ELEMENT_CONTENT:
		content_fault(f);
		break;
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
		f->id = COMITY_F_SCHEMA_ATTRIBUTE_MISSING;
		attribute_missing(f);
		break;
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
	case XML_SCHEMAV_CVC_TYPE_3_1_1:
		f->id = COMITY_F_SCHEMA_ATTRIBUTE_UNEXPECTED;
		attribute_unexpected(f);
		break;
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
	case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
		f->id =
		    comity_node_first(f->node) != NULL &&
			    f->error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1
			? COMITY_F_SCHEMA_CHILD_UNEXPECTED
			: COMITY_F_SCHEMA_TEXT_UNEXPECTED;
		find_text(f);
		break;
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
	case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
		comity_fault_value(f);
		break;
	case XML_SCHEMAV_CVC_IDC:
		identity_fault(f);
		break;
	default:
		if (comity_fault_is_facet(f->error->code))
			comity_fault_facet(f);
		else
			plain_fault(f);
	}
}

/* "schema of us-ear/2026-07-23, IssueDate: "Day on which ..."" */
static void
say_basis(const struct comity_fault *f, struct comity_text *basis)
{
	const struct comity_schema_declared *d = &f->declared;
	const xmlNode *declaration = f->cited;
	const struct comity_schema_simple *type = d->text;
	const char *name = f->cited_name;

	comity_text_addf(basis,
	    comity_phrase(
		"schema of %s/%s", comity_report_language(f->of->report)),
	    f->of->edition->profile, f->of->edition->id);
	if (declaration != NULL) {
		type = f->cited_type;
	} else if (name == NULL && d->attribute != NULL) {
		declaration = d->attribute->declared;
		name = d->attribute->name;
	} else if (name == NULL && d->element != NULL) {
		declaration = d->element->declared;
		name = d->element->name;
	}
	if (name != NULL)
		comity_text_addf(basis, ", %s", name);
	if (declaration != NULL)
		comity_schema_declared_say(declaration, type, basis);
}

static int
add(struct comity_fault *f)
{
	const struct comity_finding_row *row = comity_finding_row_at(f->id);
	enum comity_language language = comity_report_language(f->of->report);
	struct comity_finding finding = { .id = row->id,
		.severity = row->severity,
		.file = f->of->doc->name,
		.line = comity_doc_line(f->of->doc, f->node),
		.message = (char *)comity_finding_message(f->id, language),
		.remedy = (char *)comity_finding_remedy(f->id, language),
		.found = f->found.data,
		.expected = f->expected.data };
	struct comity_text basis = { 0 };
	int rc = COMITY_ENOMEM;

	say_basis(f, &basis);
	finding.basis = basis.data;
	/* of an unresolved reference libxml2 gives its own line alone, which
	 * it counts to 65 535 */
	if (f->node == NULL && f->error->line > 0 && f->error->line < 65535)
		finding.line = (unsigned long)f->error->line;
	if (f->node != NULL && !comity_report_is_full(f->of->report))
		finding.path = comity_node_path_hinted(f->node, f->of->hints);
	if (!basis.failed && !f->found.failed && !f->expected.failed &&
	    (f->node == NULL || finding.path != NULL ||
		comity_report_is_full(f->of->report)))
		rc = comity_report_add_finding(f->of->report, &finding);
	free(finding.path);
	comity_text_clear(&basis);
	return rc;
}

/* The model is for the findings only: what it can not read is left out. */
static int
model_read(struct comity_schema_faults *faults)
{
	struct comity_report *unread;
	int rc;

	if (faults->model_asked)
		return COMITY_OK;
	faults->model_asked = true;
	if ((unread = comity_report_new()) == NULL)
		return COMITY_ENOMEM;
	rc = comity_schema_model_read(faults->edition, unread, &faults->model);
	comity_report_free(unread);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* As libxml2 writes it: "{urn:x}Name". */
static void
add_name(struct comity_text *to, const xmlNs *ns, const xmlChar *name)
{
	if (ns != NULL && ns->href != NULL)
		comity_text_addf(to, "{%s}", (const char *)ns->href);
	comity_text_add(to, (const char *)name);
}

/* After a broken facet, or an element where text alone may stand, libxml2
 * says once more that the type is not met: the same fault in other words. */
static bool
is_said(struct comity_schema_faults *faults, const xmlError *error)
{
	bool said = error->node != NULL && faults->said_node == error->node &&
		    error->code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1;

	faults->said_node = comity_fault_is_facet(error->code) ||
				    error->code == XML_SCHEMAV_CVC_TYPE_3_1_2
				? error->node
				: NULL;
	return said;
}

/* "Element '{ns}Name', attribute 'x': ...": the attribute, which libxml2 does
 * not point to. Names are compared whole: they may hold what looks like the
 * rest of a sentence. */
static int
attribute_find(struct comity_fault *f)
{
	const xmlNode *node = f->node;
	struct comity_text lead = { 0 };
	const xmlAttr *a;
	bool failed = false;

	if (node == NULL || node->type != XML_ELEMENT_NODE)
		return COMITY_OK;
	for (a = node->properties; !failed && a != NULL; a = a->next) {
		comity_text_clear(&lead);
		comity_text_add(&lead, "Element '");
		add_name(&lead, node->ns, node->name);
		comity_text_add(&lead, "', attribute '");
		add_name(&lead, a->ns, a->name);
		comity_text_add(&lead, "': ");
		failed = lead.failed;
		if (!failed && strncmp(f->sentence, lead.data, lead.len) == 0) {
			f->node = (const xmlNode *)a;
			break;
		}
	}
	comity_text_clear(&lead);
	return failed ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_schema_fault_add(struct comity_schema_faults *faults, xmlErrorPtr error)
{
	struct comity_fault f = { .of = faults,
		.error = error,
		.id = COMITY_F_SCHEMA_INVALID,
		.node = error->node };
	int rc;

	if (is_said(faults, error))
		return COMITY_OK;
	if ((rc = model_read(faults)) != COMITY_OK)
		return rc;
	if ((f.sentence = strdup(error->message)) == NULL)
		return COMITY_ENOMEM;
	(void)comity_fault_ends(&f, "\n");
	(void)comity_fault_ends(&f, ".");
	rc = attribute_find(&f);
	comity_schema_declared_find(faults->model, f.node, &f.declared);
	if (f.node != NULL || error->code == XML_SCHEMAV_CVC_IDC)
		judge(&f);
	if (f.id == COMITY_F_SCHEMA_INVALID)
		comity_text_add(&f.expected, f.sentence);
	if (rc == COMITY_OK)
		rc = add(&f);
	comity_text_clear(&f.found);
	comity_text_clear(&f.expected);
	free(f.sentence);
	return rc;
}

void
comity_schema_faults_clear(struct comity_schema_faults *faults)
{
	comity_schema_model_free(faults->model);
	faults->model = NULL;
}
