/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-comparison: what compare came to, for people side by side and for
 * programs; the JSON's shape is doc/comparison.schema.json, and the page is
 * made of it by templates/render/comparison.xsl.
 */
#include "comparing.h"
#include "moment.h"
#include "render.h"
#include "text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *
word_of(const struct comparing *c)
{
	if (c->status == COMITY_OK && c->comparison != NULL)
		return "same";
	return c->status == COMITY_REFUSED && c->comparison != NULL
		   ? "different"
		   : "no answer";
}

/* --- JSON --- */

/* Sets a member, but for null; remembers a failure. */
static void
put(json_t *object, const char *key, json_t *value, bool *failed)
{
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		*failed = true;
}

static void
put_text(json_t *object, const char *key, const char *text, bool *failed)
{
	char *escaped;

	if (text == NULL)
		return;
	escaped = comity_text_escape(text, 100000);
	if (escaped == NULL)
		*failed = true;
	else
		put(object, key, json_string(escaped), failed);
	free(escaped);
}

static void
put_line(json_t *object, unsigned long line, bool *failed)
{
	if (line != 0)
		put(object, "line", json_integer((json_int_t)line), failed);
}

static json_t *
document(const struct answer *answer, bool *failed)
{
	json_t *o = json_object();

	put_text(o, "file", answer->file, failed);
	if (answer->doc != NULL)
		put_text(o, "sha256", answer->doc->sha256_hex, failed);
	if (answer->edition != NULL) {
		put_text(o, "profile", answer->edition->profile, failed);
		put_text(o, "edition", answer->edition->id, failed);
		put_text(o, "digest", answer->edition->digest, failed);
	}
	return o;
}

static json_t *
side(const struct comity_side *s, const char *file, bool *failed)
{
	json_t *o = json_object();

	put_text(o, "value", s->value, failed);
	put_text(o, "file", file, failed);
	put_line(o, s->line, failed);
	put_text(o, "path", s->path, failed);
	return o;
}

static json_t *
difference(
    const struct comparing *c, const struct comity_difference *d, bool *failed)
{
	json_t *o = json_object();

	put_text(o, "kind", d->kind, failed);
	put_text(o, "effect", comity_effect_name(d->effect), failed);
	put_text(o, "what", d->what, failed);
	if (d->before.value != NULL)
		put(o, "old", side(&d->before, c->before.file, failed), failed);
	if (d->after.value != NULL)
		put(o, "new", side(&d->after, c->after.file, failed), failed);
	put_text(o, "basis", d->basis, failed);
	return o;
}

static void
add_findings(json_t *array, const struct comity_report *report, bool *failed)
{
	const struct comity_finding *f;
	json_t *o;
	size_t i;

	for (i = 0; (f = comity_report_at(report, i)) != NULL; i++) {
		o = json_object();
		put_text(o, "id", f->id, failed);
		put_text(
		    o, "severity", comity_severity_name(f->severity), failed);
		put_text(o, "message", f->message, failed);
		put_text(o, "file", f->file, failed);
		put_line(o, f->line, failed);
		put_text(o, "path", f->path, failed);
		put_text(o, "found", f->found, failed);
		put_text(o, "expected", f->expected, failed);
		put_text(o, "basis", f->basis, failed);
		put_text(o, "remedy", f->remedy, failed);
		*failed |= json_array_append_new(array, o) != 0;
	}
}

static void
put_comparison(json_t *o, const struct comparing *c, bool *failed)
{
	json_t *counts = json_object(), *array = json_array();
	size_t i;

	for (i = 0; i < COMITY_EFFECT_COUNT; i++)
		put(counts, comity_effect_name((enum comity_effect)i),
		    json_integer((json_int_t)c->comparison->counts[i]), failed);
	for (i = 0; i < c->comparison->count; i++)
		*failed |=
		    json_array_append_new(array,
			difference(c, &c->comparison->at[i], failed)) != 0;
	put(o, "counts", counts, failed);
	put(o, "differences", array, failed);
}

/* A new value for json_decref(); NULL if memory ran out. */
static json_t *
value(const struct comparing *c)
{
	json_t *o = json_object(), *findings = json_array();
	bool failed = false;
	char at[32];

	comity_moment_write(c->run->moment, at);
	put_text(o, "comity", PACKAGE_VERSION, &failed);
	put_text(o, "command", "compare", &failed);
	put_text(o, "moment", at, &failed);
	put_text(o, "answer", word_of(c), &failed);
	put(o, "old", document(&c->before, &failed), &failed);
	put(o, "new", document(&c->after, &failed), &failed);
	if (c->comparison != NULL)
		put_comparison(o, c, &failed);
	add_findings(findings, c->before.report, &failed);
	add_findings(findings, c->after.report, &failed);
	put(o, "findings", findings, &failed);
	if (failed) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static bool
render_as_json(const struct comparing *c, FILE *to)
{
	json_t *o = value(c);
	bool done =
	    o != NULL &&
	    json_dumpf(o, to, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0 &&
	    fputc('\n', to) != EOF;

	json_decref(o);
	return done;
}

/* --- HTML --- */

static bool
add(xmlNodePtr parent, const char *name, const json_t *v)
{
	xmlNodePtr node;
	char number[32];
	size_t i;
	void *at;

	if (json_is_string(v))
		return xmlNewTextChild(parent, NULL, BAD_CAST name,
			   BAD_CAST json_string_value(v)) != NULL;
	if (json_is_integer(v)) {
		snprintf(number, sizeof(number), "%lld",
		    (long long)json_integer_value(v));
		return xmlNewTextChild(parent, NULL, BAD_CAST name,
			   BAD_CAST number) != NULL;
	}
	node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);
	if (node == NULL)
		return false;
	for (i = 0; i < json_array_size(v); i++)
		if (!add(node, "each", json_array_get(v, i)))
			return false;
	for (at = json_object_iter((json_t *)v); at != NULL;
	     at = json_object_iter_next((json_t *)v, at))
		if (!add(node, json_object_iter_key(at),
			json_object_iter_value(at)))
			return false;
	return true;
}

static xmlDocPtr
tree(const struct comparing *c)
{
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNodePtr root = xmlNewNode(NULL, BAD_CAST "comparison");
	json_t *o = value(c);
	bool done = doc != NULL && root != NULL && o != NULL;
	void *at;

	if (done) {
		xmlDocSetRootElement(doc, root);
		for (at = json_object_iter(o); done && at != NULL;
		     at = json_object_iter_next(o, at))
			done = add(root, json_object_iter_key(at),
			    json_object_iter_value(at));
	} else {
		xmlFreeNode(root);
	}
	json_decref(o);
	if (!done) {
		xmlFreeDoc(doc);
		return NULL;
	}
	return doc;
}

static bool
render_as_html(const struct comparing *c, FILE *to)
{
	return render_page(c->run, "comparison.xsl", tree(c), to);
}

/* --- text --- */

/* The names of both files, escaped once: strangers may have given them. */
struct names {
	char *before, *after;
};

static void
write_head(const struct comparing *c, const struct names *names, FILE *to)
{
	const char *between = ": ";
	size_t i;

	fprintf(to, "%s -> %s: %s", names->before, names->after,
	    c->comparison == NULL      ? "no answer"
	    : c->comparison->count > 0 ? "different"
				       : "no difference in terms");
	for (i = 0; c->comparison != NULL && i < COMITY_EFFECT_COUNT; i++) {
		if (c->comparison->counts[i] == 0)
			continue;
		fprintf(to, "%s%zu %s", between, c->comparison->counts[i],
		    comity_effect_name((enum comity_effect)i));
		between = ", ";
	}
	fputc('\n', to);
}

/* What is printed was escaped when it was found. */
static void
write_side(
    const char *name, const struct comity_side *s, const char *file, FILE *to)
{
	if (s->value == NULL) {
		fprintf(to, "    %-4s -\n", name);
		return;
	}
	fprintf(to, "    %-4s %s\n", name, *s->value ? s->value : "(empty)");
	if (s->path != NULL)
		fprintf(to, "         %s:%lu %s\n", file, s->line, s->path);
}

static void
write_differences(
    const struct comparing *c, const struct names *names, FILE *to)
{
	const struct comity_difference *d;
	size_t i;

	for (i = 0; c->comparison != NULL && i < c->comparison->count; i++) {
		d = &c->comparison->at[i];
		fprintf(to, "  %-12s %s: %s\n", comity_effect_name(d->effect),
		    d->kind, d->what);
		write_side("old", &d->before, names->before, to);
		write_side("new", &d->after, names->after, to);
		if (d->basis != NULL)
			fprintf(to, "    law  %s\n", d->basis);
	}
}

static void
write_findings(
    const struct comparing *c, const struct comity_report *report, FILE *to)
{
	const struct comity_finding *f;
	bool all = c->comparison == NULL || c->run->options.verbose;
	size_t i;

	for (i = 0; (f = comity_report_at(report, i)) != NULL; i++)
		if (all ? f->severity != COMITY_INFO || c->run->options.verbose
			: strcmp(f->id, "comity-compare-translation") == 0)
			render_finding(c->run, f, false, to);
}

/* Rules are validate's answer; here only that they were not all kept. */
static void
write_note(const struct answer *answer, const char *file, FILE *to)
{
	size_t count = answer->checked.error_count;

	if (count > 0)
		fprintf(to,
		    "note: %s breaks %zu rule%s of its form; comity validate "
		    "tells which\n",
		    file, count, count == 1 ? "" : "s");
}

static bool
render_as_text(const struct comparing *c, FILE *to)
{
	struct names names = { comity_text_escape(c->before.file, 4000),
		comity_text_escape(c->after.file, 4000) };
	bool done = names.before != NULL && names.after != NULL;

	if (done)
		write_head(c, &names, to);
	if (done && !c->run->options.quiet) {
		write_differences(c, &names, to);
		write_findings(c, c->before.report, to);
		write_findings(c, c->after.report, to);
	}
	if (done && !c->run->options.quiet && c->comparison != NULL) {
		write_note(&c->before, names.before, to);
		write_note(&c->after, names.after, to);
	}
	free(names.before);
	free(names.after);
	return done && !ferror(to);
}

bool
render_comparison(const struct comparing *c, FILE *to)
{
	switch (c->run->options.format) {
	case FORMAT_JSON:
		return render_as_json(c, to);
	case FORMAT_HTML:
		return render_as_html(c, to);
	default:
		return render_as_text(c, to);
	}
}
