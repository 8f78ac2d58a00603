/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-sarif: all answers as one run of SARIF 2.1.0, out of the values that
 * json prints. Findings and criteria are results; what kept an answer from
 * being reached is a result of kind "open" and a notification of the
 * invocation, which then was not successful. doc/reports.md.
 */
#include "crypto.h"
#include "moment.h"
#include "render-json.h"
#include "render.h"
#include "text.h"

#include <string.h>

/* https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
#define SARIF_SCHEMA                                                           \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"  \
	"sarif-schema-2.1.0.json"

/* One run that is being made. */
struct making {
	json_t *rules, *results, *artifacts, *notifications;
	json_t *rule_indexes; /* of rules, by id */
	json_t *seen; /* how often a fingerprint occurred */
	const json_t *answer; /* the present one; NULL talk */
	bool failed;
};

static json_t *
message(const char *text)
{
	return json_pack("{s:s}", "text", text != NULL ? text : "");
}

static const char *
level_of(const char *severity)
{
	if (strcmp(severity, "error") == 0 || strcmp(severity, "fatal") == 0)
		return "error";
	return strcmp(severity, "warning") == 0 ? "warning" : "none";
}

static const char *
kind_of(const char *severity)
{
	if (strcmp(severity, "no-answer") == 0)
		return "open";
	return strcmp(severity, "info") == 0 ? "informational" : "fail";
}

/* The index of a rule in tool.driver.rules, which gets it if it is new. */
static json_int_t
rule_index(struct making *m, const json_t *finding, const char *id,
    const char *level, const char *title)
{
	const char *remedy = value_text(finding, "remedy");
	const char *basis = value_text(finding, "basis");
	json_t *known = json_object_get(m->rule_indexes, id), *rule;
	json_int_t at = (json_int_t)json_array_size(m->rules);

	if (known != NULL)
		return json_integer_value(known);
	rule = json_pack(
	    "{s:s, s:{s:s}}", "id", id, "defaultConfiguration", "level", level);
	value_put(rule, "shortDescription", message(title), &m->failed);
	if (remedy != NULL)
		value_put(rule, "help", message(remedy), &m->failed);
	if (basis != NULL)
		value_put(rule, "fullDescription", message(basis), &m->failed);
	value_append(m->rules, rule, &m->failed);
	value_put(m->rule_indexes, id, json_integer(at), &m->failed);
	return at;
}

/* The same fault keeps its print when lines move: rule, path and value, and
 * a number where a document repeats all three. */
static json_t *
fingerprint(struct making *m, const char *id, const json_t *finding)
{
	struct comity_text text = { 0 };
	unsigned char digest[32];
	char hex[17];
	json_int_t count;
	size_t i;

	comity_text_addf(&text, "%s\n%s\n%s\n%s", id,
	    value_text(m->answer, "uri") ? value_text(m->answer, "uri") : "",
	    value_text(finding, "path") ? value_text(finding, "path") : "",
	    value_text(finding, "found") ? value_text(finding, "found") : "");
	if (text.failed || !comity_sha256(text.data, text.len, digest)) {
		comity_text_clear(&text);
		return NULL;
	}
	comity_text_clear(&text);
	for (i = 0; i < 8; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	count = json_integer_value(json_object_get(m->seen, hex)) + 1;
	value_put(m->seen, hex, json_integer(count), &m->failed);
	return json_pack("{s:o}", "comityRulePathValue/v1",
	    json_sprintf("%s:%d", hex, (int)count));
}

/* A finding may be about another file than the answer: a list, say. */
static json_t *
location(struct making *m, const json_t *finding)
{
	const char *file = value_text(finding, "file");
	const char *path = value_text(finding, "path");
	json_t *line = json_object_get(finding, "line");
	json_t *o = json_object(), *physical = json_object(), *artifact;

	if (m->answer != NULL &&
	    (file == NULL ||
		comity_text_same(file, value_text(m->answer, "file"))))
		artifact = json_incref(json_object_get(m->answer, "uri"));
	else
		artifact = file ? value_uri(file) : json_null();
	if (json_is_string(artifact)) {
		value_put(physical, "artifactLocation",
		    json_pack("{s:o}", "uri", artifact), &m->failed);
		if (line != NULL)
			value_put(physical, "region",
			    json_pack("{s:O}", "startLine", line), &m->failed);
		value_put(o, "physicalLocation", physical, &m->failed);
	} else {
		json_decref(artifact);
		json_decref(physical);
	}
	if (path != NULL)
		value_put(o, "logicalLocations",
		    json_pack("[{s:s, s:s}]", "fullyQualifiedName", path,
			"kind",
			strstr(path, "/@") != NULL ? "attribute" : "element"),
		    &m->failed);
	return o;
}

static void
put_locations(struct making *m, json_t *to, const json_t *finding)
{
	json_t *one = location(m, finding);

	if (json_object_size(one) > 0)
		value_put(to, "locations", json_pack("[o]", one), &m->failed);
	else
		json_decref(one);
}

/* The sentence, and the value in it that a list of results would hide. */
static json_t *
sentence(const json_t *finding, const char *lead)
{
	const char *found = value_text(finding, "found");
	const char *expected = value_text(finding, "expected");
	struct comity_text text = { 0 };
	json_t *o;

	comity_text_add(&text, lead);
	if (found != NULL && *found != '\0')
		comity_text_addf(&text, " [%s]", found);
	if (expected != NULL && *expected != '\0')
		comity_text_addf(&text, " (%s)", expected);
	o = text.failed ? NULL : message(text.data);
	comity_text_clear(&text);
	return o;
}

/* Everything of the finding that SARIF has no place for. */
static json_t *
properties(struct making *m, const json_t *finding)
{
	static const char *const names[] = { "severity", "counts", "found", "expected",
		"basis", "remedy", "axis", "item", "required", "evidence",
		"ask" };
	json_t *o = json_object(), *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((value = json_object_get(finding, names[i])) != NULL)
			value_put(o, names[i], json_incref(value), &m->failed);
	return o;
}

static void
add_result(struct making *m, const json_t *finding, const char *title,
    const char *kind, const char *level)
{
	const char *id = value_text(finding, "id");
	json_int_t at = rule_index(m, finding, id,
	    strcmp(kind, "fail") == 0            ? level
	    : strcmp(kind, "informational") == 0 ? "note"
						 : "error",
	    title);
	json_t *o = json_pack("{s:s, s:I, s:s, s:s}", "ruleId", id, "ruleIndex",
	    at, "kind", kind, "level", level);

	value_put(o, "message", sentence(finding, title), &m->failed);
	put_locations(m, o, finding);
	value_put(
	    o, "partialFingerprints", fingerprint(m, id, finding), &m->failed);
	value_put(o, "properties", properties(m, finding), &m->failed);
	value_append(m->results, o, &m->failed);
}

/* What the tool says of itself: why there is no answer. */
static void
add_notification(struct making *m, const json_t *finding)
{
	const char *text = value_text(finding, "message");
	const char *severity = value_text(finding, "severity");
	json_t *o = json_pack("{s:{s:s}, s:s}", "descriptor", "id",
	    value_text(finding, "id"), "level",
	    strcmp(severity, "info") == 0      ? "note"
	    : strcmp(severity, "warning") == 0 ? "warning"
					       : "error");

	value_put(o, "message", sentence(finding, text), &m->failed);
	put_locations(m, o, finding);
	value_append(m->notifications, o, &m->failed);
}

static void
add_findings(struct making *m, const json_t *findings)
{
	const char *severity;
	json_t *f;
	size_t i;

	json_array_foreach(findings, i, f)
	{
		severity = value_text(f, "severity");
		add_result(m, f, value_text(f, "message"), kind_of(severity),
		    level_of(severity));
		if (strcmp(severity, "no-answer") == 0)
			add_notification(m, f);
	}
}

static void
add_criteria(struct making *m, const json_t *criteria)
{
	const char *result, *kind;
	json_t *c;
	size_t i;

	json_array_foreach(criteria, i, c)
	{
		result = value_text(c, "result");
		kind = strcmp(result, "met") == 0       ? "pass"
		       : strcmp(result, "not-met") == 0 ? "fail"
		       : strcmp(result, "unknown") == 0 ? "open"
							: "notApplicable";
		add_result(m, c, value_text(c, "title"), kind,
		    strcmp(kind, "fail") == 0 ? "error" : "none");
	}
}

/* The files, with their digests and what was answered on each. */
static void
add_artifact(struct making *m)
{
	const json_t *pins = json_object_get(m->answer, "pins"), *verdict;
	const char *digest = value_text(json_array_get(pins, 0), "value");
	const char *kind = value_text(json_array_get(pins, 0), "kind");
	json_t *o = json_pack("{s:{s:O}, s:[s]}", "location", "uri",
	    json_object_get(m->answer, "uri"), "roles", "analysisTarget");
	json_t *more =
	    json_pack("{s:O}", "answer", json_object_get(m->answer, "answer"));
	static const char *const names[] = { "profile", "checked",
		"overrides" };
	json_t *value;
	size_t i;

	if (kind != NULL && strcmp(kind, "document") == 0)
		value_put(o, "hashes", json_pack("{s:s}", "sha-256", digest),
		    &m->failed);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((value = json_object_get(m->answer, names[i])) != NULL)
			value_put(
			    more, names[i], json_incref(value), &m->failed);
	verdict = json_object_get(m->answer, "recognition");
	if (verdict != NULL)
		value_put(more, "verdict",
		    json_pack("{s:O, s:O, s:O, s:O}", "verdict",
			json_object_get(verdict, "verdict"), "line",
			json_object_get(verdict, "line"), "demonstration",
			json_object_get(verdict, "demonstration"), "ending",
			json_object_get(verdict, "ending")),
		    &m->failed);
	value_put(o, "properties", more, &m->failed);
	value_append(m->artifacts, o, &m->failed);
}

/* A verdict can be open without a finding: then its line says so. */
static void
add_open(struct making *m)
{
	const json_t *verdict = json_object_get(m->answer, "recognition");
	const char *line = value_text(verdict, "line");
	json_t *o = json_pack("{s:{s:s}, s:s, s:o}", "descriptor", "id",
	    "comity-no-answer", "level", "error", "message",
	    message(line != NULL ? line : "no answer"));

	put_locations(m, o, NULL);
	value_append(m->notifications, o, &m->failed);
}

static void
add_answer(struct making *m, const json_t *answer)
{
	size_t before = json_array_size(m->notifications);

	m->answer = answer;
	add_artifact(m);
	add_criteria(m, json_object_get(json_object_get(answer, "recognition"),
			    "criteria"));
	add_findings(m, json_object_get(answer, "findings"));
	if (strcmp(value_text(answer, "answer"), "no answer") == 0 &&
	    json_array_size(m->notifications) == before)
		add_open(m);
}

static json_t *
invocation(const struct run *run, struct making *m)
{
	int exit_code = run_exit_status(run);
	json_t *o = json_pack("{s:b, s:i}", "executionSuccessful",
	    exit_code == EXIT_YES || exit_code == EXIT_NO, "exitCode",
	    exit_code);
	char at[32];

	comity_moment_write(run->moment, at);
	value_put(o, "toolExecutionNotifications",
	    json_incref(m->notifications), &m->failed);
	value_put(o, "properties",
	    json_pack(
		"{s:s, s:s}", "command", run->command->name, "moment", at),
	    &m->failed);
	return o;
}

static json_t *
log_of(const struct run *run, struct making *m)
{
	json_t *driver = json_pack("{s:s, s:s, s:O}", "name", "comity",
	    "version", PACKAGE_VERSION, "rules", m->rules);
	json_t *one = json_object();

	value_put(
	    one, "tool", json_pack("{s:o}", "driver", driver), &m->failed);
	value_put(one, "language",
	    json_string(run->options.lang ? run->options.lang : "en"),
	    &m->failed);
	value_put(one, "invocations", json_pack("[o]", invocation(run, m)),
	    &m->failed);
	value_put(one, "artifacts", json_incref(m->artifacts), &m->failed);
	value_put(one, "results", json_incref(m->results), &m->failed);
	return json_pack("{s:s, s:s, s:[o]}", "$schema", SARIF_SCHEMA,
	    "version", "2.1.0", "runs", one);
}

bool
render_sarif(const struct run *run, FILE *to)
{
	struct making m = { .rules = json_array(),
		.results = json_array(),
		.artifacts = json_array(),
		.notifications = json_array(),
		.rule_indexes = json_object(),
		.seen = json_object() };
	json_t *talk = render_json_findings(run->talk->report, &m.failed);
	json_t *log = NULL, *each;
	bool done = false;
	size_t i;

	json_array_foreach(talk, i, each) add_notification(&m, each);
	json_array_foreach(run->answers, i, each) add_answer(&m, each);
	if (!m.failed)
		log = log_of(run, &m);
	if (log != NULL && !m.failed)
		done = json_dumpf(log, to, JSON_INDENT(1)) == 0 &&
		       fputc('\n', to) != EOF;
	json_decref(log);
	json_decref(talk);
	json_decref(m.rules);
	json_decref(m.results);
	json_decref(m.artifacts);
	json_decref(m.notifications);
	json_decref(m.rule_indexes);
	json_decref(m.seen);
	return done;
}
