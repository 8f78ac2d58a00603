/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-svrl: one answer as the Schematron Validation Report Language of ISO
 * 19757-3. The trace of the rules gives patterns, rules, asserts and reports;
 * the report gives line, legal basis and remedy, and all that no rule says (a
 * broken schema, no answer), as a pattern of its own. doc/reports.md.
 */
#include "moment.h"
#include "render.h"
#include "rules.h"
#include "text.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

#define NS_SVRL "http://purl.oclc.org/dsdl/svrl"

/* One report that is being made. */
struct making {
	xmlNodePtr root;
	xmlNsPtr ns;
	const struct answer *answer;
	size_t next; /* of the answer's findings: where the rules' begin */
	bool failed;
};

/* What is written is escaped, or was on entry: twice changes nothing. */
static xmlNodePtr
add(struct making *m, xmlNodePtr parent, const char *name, const char *text)
{
	char *escaped = comity_text_escape(text, 100000);
	xmlNodePtr node = NULL;

	if (text == NULL)
		node = xmlNewChild(parent, m->ns, BAD_CAST name, NULL);
	else if (escaped != NULL)
		node = xmlNewTextChild(
		    parent, m->ns, BAD_CAST name, BAD_CAST escaped);
	free(escaped);
	m->failed |= node == NULL;
	return node;
}

static void
set(struct making *m, xmlNodePtr node, const char *name, const char *value)
{
	if (value == NULL || node == NULL)
		return;
	if (xmlNewProp(node, BAD_CAST name, BAD_CAST value) == NULL)
		m->failed = true;
}

static void
add_fact(struct making *m, const char *name, const char *value)
{
	struct comity_text text = { 0 };

	if (value == NULL)
		return;
	comity_text_addf(&text, "%s: %s", name, value);
	m->failed |= text.failed;
	if (!text.failed)
		add(m, m->root, "text", text.data);
	comity_text_clear(&text);
}

/* The verdict, before everything else. */
static void
add_facts(struct making *m)
{
	const struct answer *a = m->answer;
	char text[64];

	add_fact(m, "answer", answer_word(a->status));
	add_fact(m, "file", a->file);
	comity_moment_write(a->moment, text);
	add_fact(m, "moment", text);
	add_fact(m, "comity", PACKAGE_VERSION);
	if (a->edition == NULL)
		return;
	add_fact(m, "profile", a->edition->profile);
	add_fact(m, "edition", a->edition->id);
	add_fact(m, "digest", a->edition->digest);
	add_fact(m, "edition forced", a->forced);
	if (a->edition->rules == NULL)
		add_fact(m, "rules", "none; by schema alone");
	if (a->checked.edition == NULL || !a->checked.schema_valid)
		return;
	snprintf(text, sizeof(text), "%zu", a->checked.rules_fired);
	add_fact(m, "rules fired", text);
	snprintf(text, sizeof(text), "%zu", a->checked.assertions);
	add_fact(m, "assertions evaluated", text);
}

static void
add_prefixes(struct making *m)
{
	const struct comity_edition *edition = m->answer->edition;
	const char *prefix, *uri;
	xmlNodePtr node;
	size_t i;

	for (i = 0; edition != NULL && edition->rules != NULL &&
		    comity_rules_prefix(edition->rules, i, &prefix, &uri);
	     i++) {
		node = add(m, m->root, "ns-prefix-in-attribute-values", NULL);
		set(m, node, "uri", uri);
		set(m, node, "prefix", prefix);
	}
}

static void
add_diagnostic(struct making *m, xmlNodePtr to, const char *id,
    const char *language, const char *text)
{
	xmlNodePtr node;

	if (text == NULL || *text == '\0')
		return;
	node = add(m, to, "diagnostic-reference", text);
	set(m, node, "diagnostic", id);
	if (node != NULL && language != NULL)
		xmlNodeSetLang(node, BAD_CAST language);
}

static void
add_property(struct making *m, xmlNodePtr to, const char *id, const char *text)
{
	xmlNodePtr node;

	if (text == NULL || *text == '\0')
		return;
	node = add(m, to, "property-reference", text);
	set(m, node, "property", id);
}

/* What SVRL has no attribute for; diagnostics come before properties. */
static void
add_grounds(struct making *m, xmlNodePtr to, const struct comity_finding *f)
{
	add_diagnostic(m, to, "comity-basis", NULL, f->basis);
	add_diagnostic(m, to, "comity-remedy", NULL, f->remedy);
}

static void
add_place(struct making *m, xmlNodePtr to, const struct comity_finding *f)
{
	char line[32];

	add_property(m, to, "comity-found", f->found);
	add_property(m, to, "comity-expected", f->expected);
	if (f->line == 0)
		return;
	snprintf(line, sizeof(line), "%lu", f->line);
	add_property(m, to, "comity-line", line);
}

static bool
is_of_rule(const struct comity_finding *f)
{
	return strncmp(f->id, "comity-", 7) != 0;
}

/* What no rule says; without it a broken schema would leave nothing, which a
 * reader might take for a yes. A test that is no XPath is the finding's id. */
static void
add_own(struct making *m)
{
	const struct comity_finding *f;
	xmlNodePtr node;
	size_t i;

	node = add(m, m->root, "active-pattern", NULL);
	set(m, node, "id", "comity");
	set(m, node, "name", "reading, schema, dates");
	node = add(m, m->root, "fired-rule", NULL);
	set(m, node, "context", "/");
	for (i = 0; (f = comity_report_at(m->answer->report, i)) != NULL; i++) {
		if (is_of_rule(f))
			continue;
		node = add(m, m->root,
		    f->severity == COMITY_INFO ? "successful-report"
					       : "failed-assert",
		    NULL);
		set(m, node, "id", f->id);
		set(m, node, "location", f->path != NULL ? f->path : "/");
		set(m, node, "test", f->id);
		set(m, node, "role", comity_severity_name(f->severity));
		add_grounds(m, node, f);
		add_place(m, node, f);
		add(m, node, "text", f->message);
	}
}

/* The finding of an entry: both stand in the order of the rules. */
static const struct comity_finding *
finding_of(struct making *m, const struct comity_trace_entry *entry)
{
	const struct comity_report *report = m->answer->report;
	const struct comity_finding *f;
	const char *id;

	for (; (f = comity_report_at(report, m->next)) != NULL; m->next++) {
		id = strchr(f->id, '/');
		if (is_of_rule(f) && id != NULL && entry->id != NULL &&
		    strcmp(id + 1, entry->id) == 0) {
			m->next++;
			return f;
		}
		if (is_of_rule(f))
			return NULL;
	}
	return NULL;
}

static void
add_spoken(struct making *m, const struct comity_trace_entry *entry)
{
	const struct comity_finding *f = finding_of(m, entry);
	xmlNodePtr node = add(m, m->root,
	    entry->kind == COMITY_TRACE_FAILED ? "failed-assert"
					       : "successful-report",
	    NULL);
	xmlNodePtr property;
	size_t i;

	set(m, node, "id", entry->id);
	set(m, node, "location", entry->location);
	set(m, node, "test", entry->expression);
	set(m, node, "role",
	    entry->role != NULL ? entry->role
				: comity_severity_name(entry->severity));
	set(m, node, "flag", entry->flag);
	for (i = 0; i < entry->diagnostic_count; i++)
		add_diagnostic(m, node, entry->diagnostics[i].id,
		    entry->diagnostics[i].language, entry->diagnostics[i].text);
	if (f != NULL) {
		add_grounds(m, node, f);
		add_place(m, node, f);
	}
	for (i = 0; i < entry->property_count; i++) {
		property = add(
		    m, node, "property-reference", entry->properties[i].text);
		set(m, property, "property", entry->properties[i].id);
		set(m, property, "role", entry->properties[i].role);
		set(m, property, "scheme", entry->properties[i].scheme);
	}
	add(m, node, "text", entry->text);
}

/* A pattern in which no rule fired has no place in SVRL's grammar. */
static bool
has_fired(const struct comity_rules_trace *trace, size_t i)
{
	return i + 1 < trace->count &&
	       trace->entries[i + 1].kind == COMITY_TRACE_RULE;
}

static void
add_trace(struct making *m)
{
	const struct comity_rules_trace *trace = &m->answer->trace;
	const struct comity_trace_entry *entry;
	xmlNodePtr node;
	size_t i;

	for (i = 0; i < trace->count; i++) {
		entry = &trace->entries[i];
		if (entry->kind == COMITY_TRACE_FAILED ||
		    entry->kind == COMITY_TRACE_REPORTED) {
			add_spoken(m, entry);
		} else if (entry->kind == COMITY_TRACE_RULE) {
			node = add(m, m->root, "fired-rule", NULL);
			set(m, node, "id", entry->id);
			set(m, node, "context", entry->expression);
			set(m, node, "role", entry->role);
			set(m, node, "flag", entry->flag);
		} else if (has_fired(trace, i)) {
			node = add(m, m->root, "active-pattern", NULL);
			set(m, node, "id", entry->id);
			set(m, node, "name", entry->name);
			set(m, node, "role", entry->role);
		}
	}
}

static void
make(struct making *m)
{
	const struct comity_rules_trace *trace = &m->answer->trace;
	const char *title = trace->title;

	if (title == NULL && m->answer->edition != NULL)
		title = m->answer->edition->title;
	set(m, m->root, "title", title);
	set(m, m->root, "phase", trace->phase);
	set(m, m->root, "schemaVersion", trace->schema_version);
	add_facts(m);
	add_prefixes(m);
	add_own(m);
	add_trace(m);
}

bool
render_svrl(const struct answer *answer, FILE *to)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	struct making m = { .root =
				xmlNewNode(NULL, BAD_CAST "schematron-output"),
		.answer = answer };
	unsigned char *octets = NULL;
	size_t len = 0;
	bool done = false;

	if (doc == NULL || m.root == NULL) {
		xmlFreeNode(m.root);
		goto out;
	}
	xmlDocSetRootElement(doc, m.root);
	m.ns = xmlNewNs(m.root, BAD_CAST NS_SVRL, BAD_CAST "svrl");
	if (m.ns == NULL)
		goto out;
	xmlSetNs(m.root, m.ns);
	make(&m);
	if (!m.failed &&
	    comity_xml_write_indented(doc, &octets, &len) == COMITY_OK)
		done = fwrite(octets, 1, len, to) == len;
out:
	xmlFree(octets);
	xmlFreeDoc(doc);
	return done;
}
