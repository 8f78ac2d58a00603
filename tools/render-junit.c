/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-junit: all answers as JUnit XML, out of the values that json prints:
 * a suite for each file, a case for each rule that was broken and each
 * criterion that was asked. A refusal is a failure, no answer an error, and
 * warnings and notes are the suite's output. doc/reports.md.
 */
#include "moment.h"
#include "render-json.h"
#include "render.h"
#include "text.h"
#include "xml.h"

#include <string.h>

/* One suite. */
struct suite {
	xmlNodePtr node;
	const char *answer; /* "yes", "no", "no answer" */
	const char *name; /* of its cases' class */
	size_t tests, failures, errors, skipped;
	struct comity_text output;
	bool failed;
};

static void
set(struct suite *s, xmlNodePtr node, const char *name, const char *value)
{
	if (node == NULL || value == NULL)
		s->failed |= node == NULL;
	else if (xmlNewProp(node, BAD_CAST name, BAD_CAST value) == NULL)
		s->failed = true;
}

static void
set_number(struct suite *s, xmlNodePtr node, const char *name, size_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", value);
	set(s, node, name, text);
}

static xmlNodePtr
child(struct suite *s, xmlNodePtr parent, const char *name, const char *text)
{
	xmlNodePtr node =
	    parent == NULL ? NULL
	    : text == NULL
		? xmlNewChild(parent, NULL, BAD_CAST name, NULL)
		: xmlNewTextChild(parent, NULL, BAD_CAST name, BAD_CAST text);

	s->failed |= node == NULL;
	return node;
}

/* "file:12: sentence", then each part on a line of its own. */
static void
describe(struct comity_text *text, const json_t *finding, const char *lead)
{
	static const char *const names[] = { "required", "found", "expected",
		"path", "basis", "evidence", "ask", "remedy" };
	const char *file = value_text(finding, "file"), *value;
	json_t *line = json_object_get(finding, "line");
	size_t i;

	if (file != NULL)
		comity_text_addf(text, "%s:", file);
	if (line != NULL)
		comity_text_addf(
		    text, "%lld:", (long long)json_integer_value(line));
	if (file != NULL || line != NULL)
		comity_text_add(text, " ");
	comity_text_addf(text, "%s\n", lead);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((value = value_text(finding, names[i])) != NULL &&
		    *value != '\0')
			comity_text_addf(text, "  %s: %s\n", names[i], value);
}

static xmlNodePtr
add_case(struct suite *s, const json_t *finding, const char *name)
{
	xmlNodePtr node = child(s, s->node, "testcase", NULL);

	set(s, node, "name", name);
	set(s, node, "classname", s->name);
	set(s, node, "time", "0");
	set(s, node, "file", value_text(finding, "file"));
	if (json_object_get(finding, "line") != NULL)
		set_number(s, node, "line",
		    (size_t)json_integer_value(
			json_object_get(finding, "line")));
	s->tests++;
	return node;
}

/* outcome: "failure", "error" or "skipped". */
static void
add_outcome(struct suite *s, xmlNodePtr at, const char *outcome,
    const char *message, const char *type, const char *text)
{
	xmlNodePtr node = child(s, at, outcome, text);

	set(s, node, "message", message);
	set(s, node, "type", type);
	s->failures += strcmp(outcome, "failure") == 0;
	s->errors += strcmp(outcome, "error") == 0;
	s->skipped += strcmp(outcome, "skipped") == 0;
}

/* What a finding does to its suite; NULL: no more than a line of output. */
static const char *
outcome_of(const struct suite *s, const json_t *finding)
{
	const char *severity = value_text(finding, "counts");

	if (severity == NULL)
		severity = value_text(finding, "severity");
	if (strcmp(s->answer, "yes") == 0)
		return NULL;
	if (strcmp(severity, "no-answer") == 0)
		return "error";
	if (strcmp(severity, "error") == 0 || strcmp(severity, "fatal") == 0)
		return "failure";
	return NULL;
}

/* All findings of the rule that findings[from] names, as one case. */
static void
add_group(struct suite *s, const json_t *findings, size_t from)
{
	const json_t *first = json_array_get(findings, from), *f;
	const char *id = value_text(first, "id");
	const char *outcome = outcome_of(s, first);
	struct comity_text text = { 0 };
	size_t i;

	for (i = from; i < json_array_size(findings); i++) {
		f = json_array_get(findings, i);
		if (strcmp(value_text(f, "id"), id) == 0)
			describe(&text, f, value_text(f, "message"));
	}
	s->failed |= text.failed;
	if (!text.failed)
		add_outcome(s, add_case(s, first, id), outcome,
		    value_text(first, "message"), value_text(first, "severity"),
		    text.data);
	comity_text_clear(&text);
}

static void
add_findings(struct suite *s, const json_t *findings)
{
	json_t *f, *seen = json_object();
	const char *id;
	size_t i;

	json_array_foreach(findings, i, f)
	{
		id = value_text(f, "id");
		if (outcome_of(s, f) == NULL) {
			comity_text_addf(&s->output, "%s [%s] ",
			    value_text(f, "severity"), id);
			describe(&s->output, f, value_text(f, "message"));
		} else if (json_object_get(seen, id) == NULL) {
			value_put(seen, id, json_true(), &s->failed);
			add_group(s, findings, i);
		}
	}
	json_decref(seen);
}

static void
add_criterion(struct suite *s, const json_t *c)
{
	const char *result = value_text(c, "result");
	const char *title = value_text(c, "title");
	const char *outcome = strcmp(result, "not-met") == 0   ? "failure"
			      : strcmp(result, "unknown") == 0 ? "error"
			      : strcmp(result, "met") == 0     ? NULL
							       : "skipped";
	struct comity_text name = { 0 }, text = { 0 };
	xmlNodePtr node;

	comity_text_add(&name, value_text(c, "id"));
	if (value_text(c, "item") != NULL)
		comity_text_addf(&name, " item %s", value_text(c, "item"));
	describe(&text, c, title);
	s->failed |= name.failed || text.failed;
	if (!s->failed) {
		node = add_case(s, c, name.data);
		if (outcome != NULL)
			add_outcome(s, node, outcome, title, result, text.data);
	}
	comity_text_clear(&name);
	comity_text_clear(&text);
}

static void
add_property(
    struct suite *s, xmlNodePtr to, const char *name, const char *value)
{
	xmlNodePtr node;

	if (value == NULL)
		return;
	node = child(s, to, "property", NULL);
	set(s, node, "name", name);
	set(s, node, "value", value);
}

static void
add_properties(struct suite *s, const json_t *answer)
{
	const json_t *profile = json_object_get(answer, "profile");
	const json_t *verdict = json_object_get(answer, "recognition");
	xmlNodePtr to = child(s, s->node, "properties", NULL);
	json_t *override;
	size_t i;

	add_property(s, to, "answer", s->answer);
	add_property(s, to, "moment", value_text(answer, "moment"));
	add_property(s, to, "profile", value_text(profile, "id"));
	add_property(s, to, "edition", value_text(profile, "edition"));
	add_property(s, to, "status", value_text(profile, "status"));
	add_property(s, to, "digest", value_text(profile, "digest"));
	add_property(s, to, "verdict", value_text(verdict, "line"));
	add_property(s, to, "ending", value_text(verdict, "ending"));
	json_array_foreach(json_object_get(answer, "overrides"), i, override)
	    add_property(s, to, "override", value_text(override, "value"));
}

/* Where no rule and no criterion says it, the answer itself is a case: a
 * suite without one would pass unseen. */
static void
add_answer(struct suite *s, const json_t *answer)
{
	bool is_yes = strcmp(s->answer, "yes") == 0;
	bool is_no = strcmp(s->answer, "no") == 0;
	xmlNodePtr node;

	if (is_yes ? s->tests > 0 : is_no ? s->failures > 0 : s->errors > 0)
		return;
	node = add_case(s, answer, value_text(answer, "command"));
	if (!is_yes)
		add_outcome(s, node, is_no ? "failure" : "error", s->answer,
		    s->answer, NULL);
}

static void
finish(struct suite *s)
{
	set_number(s, s->node, "tests", s->tests);
	set_number(s, s->node, "failures", s->failures);
	set_number(s, s->node, "errors", s->errors);
	set_number(s, s->node, "skipped", s->skipped);
	set(s, s->node, "time", "0");
	s->failed |= s->output.failed;
	if (s->output.len > 0 && !s->output.failed)
		child(s, s->node, "system-out", s->output.data);
	comity_text_clear(&s->output);
}

static void
add_suite(struct suite *all, const json_t *answer)
{
	const json_t *profile = json_object_get(answer, "profile");
	const json_t *accepted = json_object_get(answer, "acceptance");
	char *moment = strdup(value_text(answer, "moment"));
	struct suite s = { .node = child(all, all->node, "testsuite", NULL),
		.answer = value_text(
		    accepted != NULL ? accepted : answer, "answer"),
		.name = profile != NULL ? value_text(profile, "id")
					: value_text(answer, "command") };
	json_t *each;
	size_t i;

	set(&s, s.node, "name", value_text(answer, "file"));
	/* readers know no zone: the moment in UTC without its letter */
	if (moment != NULL)
		moment[strcspn(moment, "Z")] = '\0';
	set(&s, s.node, "timestamp", moment);
	add_properties(&s, answer);
	json_array_foreach(
	    json_object_get(json_object_get(answer, "recognition"), "criteria"),
	    i, each) add_criterion(&s, each);
	add_findings(&s, json_object_get(answer, "findings"));
	add_answer(&s, answer);
	finish(&s);
	all->tests += s.tests;
	all->failures += s.failures;
	all->errors += s.errors;
	all->skipped += s.skipped;
	all->failed |= s.failed || moment == NULL;
	free(moment);
}

/* Why no file was looked at: a suite with an error. */
static void
add_talk(const struct run *run, struct suite *all)
{
	json_t *findings =
	    render_json_findings(run->talk->report, &all->failed);
	struct suite s = { .node = child(all, all->node, "testsuite", NULL),
		.answer = "no answer",
		.name = run->command->name };
	xmlNodePtr node;

	set(&s, s.node, "name", run->command->name);
	add_findings(&s, findings);
	if (s.errors == 0) {
		node = add_case(&s, NULL, run->command->name);
		add_outcome(&s, node, "error", "no answer", "no answer", NULL);
	}
	finish(&s);
	all->tests += s.tests;
	all->failures += s.failures;
	all->errors += s.errors;
	all->failed |= s.failed;
	json_decref(findings);
}

bool
render_junit(const struct run *run, FILE *to)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	struct suite all = { .node = xmlNewNode(NULL, BAD_CAST "testsuites") };
	struct comity_text name = { 0 };
	unsigned char *octets = NULL;
	json_t *each;
	size_t i, len = 0;
	bool done = false;

	if (doc == NULL || all.node == NULL) {
		xmlFreeNode(all.node);
		goto out;
	}
	xmlDocSetRootElement(doc, all.node);
	comity_text_addf(&name, "comity %s", run->command->name);
	set(&all, all.node, "name", name.data);
	json_array_foreach(run->answers, i, each) add_suite(&all, each);
	if (json_array_size(run->answers) == 0)
		add_talk(run, &all);
	finish(&all);
	if (!all.failed && !name.failed &&
	    comity_xml_write_indented(doc, &octets, &len) == COMITY_OK)
		done = fwrite(octets, 1, len, to) == len;
out:
	comity_text_clear(&name);
	xmlFree(octets);
	xmlFreeDoc(doc);
	return done;
}
