/* SPDX-License-Identifier: Apache-2.0 */
/* profile new: made beside its place, tried, and moved there when it holds. */
#include "profile-new.h"

#include "check.h"
#include "file.h"
#include "folder-write.h"
#include "limit.h"
#include "pack-inspect.h"
#include "profile-draft.h"
#include "profile-layout.h"
#include "schema-example.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One making. */
struct making {
	struct run *run;
	struct layout layout;
	struct draft draft;
	struct comity_schema_model *model;
	struct comity_inspection *in; /* of what stands in temp */
	char *place, *temp, *top; /* DIR/NAME/EDITION; its temporary twin */
	char *ns;
	size_t rows;
	bool has_rows, has_example;
};

static int
say(struct making *m, enum comity_finding_id id, const char *file,
    unsigned long line, const char *found, const char *expected)
{
	struct comity_place place = { .file = file, .line = line };

	return comity_report_add(
	    m->run->talk->report, id, &place, found, expected);
}

static void
making_clear(struct making *m)
{
	comity_schema_model_free(m->model);
	comity_inspection_free(m->in);
	layout_clear(&m->layout);
	if (m->top != NULL)
		comity_folder_remove(m->top);
	free(m->place);
	free(m->temp);
	free(m->top);
	free(m->ns);
}

static bool
is_word(const char *id)
{
	return id[0] != '\0' && id[0] != '.' && id[0] != '-' &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
		   strlen(id);
}

static int
usage(const struct run *run, int argc, char **argv)
{
	const char *kind = run->options.kind;

	if (argc != 1 || !is_word(argv[0]))
		return run_usage("profile",
		    "new takes one name of lower-case letters, digits, - "
		    "and .");
	if (run->options.from == NULL)
		return run_usage("profile", "new needs --from XSD");
	if (kind != NULL && strcmp(kind, "license") != 0 &&
	    strcmp(kind, "agreement") != 0)
		return run_usage("profile", "--kind is license or agreement");
	if (run->options.edition != NULL && !is_word(run->options.edition))
		return run_usage("profile",
		    "--edition is a day, or a word of lower-case letters, "
		    "digits, - and .");
	return EXIT_YES;
}

static void
paths_make(struct making *m, const char *name)
{
	const char *dir =
	    m->run->options.out == NULL ? "schemas" : m->run->options.out;
	const char *edition =
	    m->run->options.edition == NULL ? "1" : m->run->options.edition;

	m->draft.name = name;
	m->draft.edition = edition;
	m->draft.kind =
	    m->run->options.kind == NULL ? "license" : m->run->options.kind;
	m->draft.xsd = strrchr(m->run->options.from, '/') == NULL
			   ? m->run->options.from
			   : strrchr(m->run->options.from, '/') + 1;
	m->place = comity_text_format("%s/%s/%s", dir, name, edition);
	m->top =
	    comity_text_format("%s/.new-%s.%ld", dir, name, (long)getpid());
	m->temp =
	    comity_text_format("%s/%s/%s", m->top ? m->top : "", name, edition);
}

/* Write what there is and read it as a pack. */
static int
try(struct making *m)
{
	struct comity_text profile = { 0 }, lines = { 0 };
	int rc = layout_lines(&m->layout, &lines);

	comity_schema_model_free(m->model);
	m->model = NULL;
	m->draft.model = NULL;
	comity_inspection_free(m->in);
	m->in = NULL;
	comity_folder_remove(m->top);
	if (rc == COMITY_OK)
		rc = comity_folder_make(m->temp, m->run->talk->report);
	draft_profile(
	    &m->draft, lines.data == NULL ? "" : lines.data, &profile);
	if (profile.failed || profile.data == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = layout_write(&m->layout, m->temp, profile.data);
	if (rc == COMITY_OK)
		rc = comity_pack_inspect(m->run->packs, m->temp, &m->in);
	comity_text_clear(&profile);
	comity_text_clear(&lines);
	return rc;
}

/* What the trial refused, told as it stands. */
static int
refused(struct making *m)
{
	if (m->in->whole)
		return COMITY_OK;
	comity_report_join(m->run->talk->report, m->in->report);
	return COMITY_REFUSED;
}

/* The global elements of the entry that may be a root, by name. */
static int
roots_choose(struct making *m)
{
	const struct list *wanted = &m->run->options.root;
	const xmlNode *schema = xmlDocGetRootElement(m->layout.parts[0].xml);
	const xmlNode *node;
	struct comity_text all = { 0 };
	char *name, *abstract;
	size_t i, count = 0;
	int rc = COMITY_OK;

	m->ns = comity_node_attribute(schema, "targetNamespace");
	m->draft.ns = m->ns;
	for (node = comity_node_first(schema); node != NULL;
	     node = comity_node_after(node)) {
		name = comity_node_attribute(node, "name");
		abstract = comity_node_attribute(node, "abstract");
		if (name != NULL &&
		    strcmp((const char *)node->name, "element") == 0 &&
		    (abstract == NULL || strcmp(abstract, "true") != 0)) {
			comity_text_addf(
			    &all, "%s%s", count++ == 0 ? "" : " ", name);
			if (wanted->count == 0)
				m->draft.roots[0] = (const char *)xmlHasProp(
				    (xmlNodePtr)node, BAD_CAST "name")
							->children->content;
		}
		free(name);
		free(abstract);
	}
	m->draft.root_count = 1;
	if (wanted->count == 0 && count != 1)
		rc = say(m,
		    count == 0 ? COMITY_F_NEW_NO_ROOT : COMITY_F_NEW_ROOTS,
		    m->run->options.from, 1, all.data, "--root ELEMENT");
	for (i = 0; i < wanted->count && i < DRAFT_ROOTS_MAX; i++) {
		m->draft.roots[i] = wanted->at[i];
		m->draft.root_count = i + 1;
	}
	for (i = 0; i < wanted->count && rc == COMITY_OK; i++) {
		struct comity_text padded = { 0 }, word_of = { 0 };

		comity_text_addf(
		    &padded, " %s ", all.data == NULL ? "" : all.data);
		comity_text_addf(&word_of, " %s ", wanted->at[i]);
		if (padded.data == NULL || word_of.data == NULL)
			rc = COMITY_ENOMEM;
		else if (strstr(padded.data, word_of.data) == NULL)
			rc = say(m, COMITY_F_NEW_NO_ROOT, m->run->options.from,
			    1, wanted->at[i], all.data);
		comity_text_clear(&padded);
		comity_text_clear(&word_of);
	}
	comity_text_clear(&all);
	return rc;
}

static int
add(struct making *m, const char *name, const char *role,
    struct comity_text *text)
{
	int rc =
	    text->failed || text->data == NULL
		? COMITY_ENOMEM
		: layout_add(&m->layout, name, role, text->data, text->len);

	comity_text_clear(text);
	return rc;
}

/* Rules, table and messages, as far as the model of the schema carries. */
static int
add_texts(struct making *m)
{
	static const char *const languages[] = { "en", "de", "fr" };
	const struct comity_schema_model *model = m->draft.model;
	struct comity_text text = { 0 };
	char name[32];
	size_t i;
	int rc;

	draft_rules(&m->draft, &text);
	rc = add(m, "rules.sch", "rules", &text);
	m->has_rows =
	    rc == COMITY_OK && draft_crosswalk(&m->draft, &text, &m->rows);
	if (m->has_rows)
		rc = add(m, "crosswalk.xml", "crosswalk", &text);
	else
		m->draft.model = NULL; /* no rows, no labels */
	comity_text_clear(&text);
	for (i = 0; i < 3 && rc == COMITY_OK; i++) {
		memset(&text, 0, sizeof(text));
		snprintf(name, sizeof(name), "messages/%s.xml", languages[i]);
		draft_messages(&m->draft, languages[i], &text);
		rc = add(m, name, "messages", &text);
	}
	m->draft.model = model;
	return rc;
}

/* A document that is given, or the smallest that the schema describes. */
static int
add_example(struct making *m)
{
	struct comity_report *report = m->run->talk->report;
	struct comity_source *source = NULL;
	char *text = NULL, name[48];
	size_t i;
	int rc = COMITY_OK;

	if (m->run->options.example != NULL) {
		rc = comity_file_read(m->run->options.example,
		    COMITY_SOURCE_MAX, report, &source);
		if (rc == COMITY_OK)
			rc = layout_add(&m->layout, "examples/example.xml",
			    "example", source->bytes, source->len);
		comity_source_free(source);
		m->has_example = rc == COMITY_OK;
		return rc;
	}
	if (m->draft.model == NULL)
		return COMITY_OK;
	for (i = 0; i < m->draft.root_count && rc == COMITY_OK; i++) {
		snprintf(name, sizeof(name), "examples/example%s%.0zu.xml",
		    i == 0 ? "" : "-", i == 0 ? 0 : i + 1);
		rc = comity_schema_example(m->draft.model, m->draft.roots[i],
		    draft_is_identification, &text);
		m->has_example |= i == 0 && rc == COMITY_OK;
		if (rc == COMITY_OK)
			rc = layout_add(
			    &m->layout, name, "example", text, strlen(text));
		free(text);
		text = NULL;
	}
	return rc == COMITY_UNKNOWN ? COMITY_OK : rc;
}

/* The pack's own example, judged by the pack. COMITY_REFUSED: report has it.
 */
static int
judge_example(struct making *m, struct comity_report *report)
{
	const struct comity_source *source =
	    comity_edition_file(m->in->edition, "examples/example.xml");
	struct comity_doc *doc = NULL;
	struct comity_checked checked;
	int rc;

	if (source == NULL)
		return COMITY_REFUSED;
	rc = comity_doc_read(source, report, &doc);
	if (rc == COMITY_OK)
		rc = comity_check(
		    m->in->edition, doc, m->run->moment, report, &checked);
	comity_doc_free(doc);
	return rc;
}

/* An installed pack that claims the same documents comes first, always. */
static int
conflict_check(struct making *m)
{
	const struct comity_source *source =
	    comity_edition_file(m->in->edition, "examples/example.xml");
	struct comity_report *aside = comity_report_new();
	const struct comity_edition *other = NULL;
	struct comity_doc *doc = NULL;
	int rc = aside == NULL ? COMITY_ENOMEM : COMITY_OK;

	if (rc == COMITY_OK && source != NULL &&
	    comity_doc_read(source, aside, &doc) == COMITY_OK &&
	    comity_packs_match(m->run->packs, doc, NULL, m->run->moment, aside,
		&other) == COMITY_OK &&
	    strcmp(other->profile, m->draft.name) != 0)
		rc = say(m, COMITY_F_NEW_CONFLICT, m->run->options.from, 0,
		    m->draft.roots[0], other->profile);
	comity_doc_free(doc);
	comity_report_free(aside);
	return rc;
}

/* The schema alone first: whether it compiles, and what its model says. */
static int
schema_try(struct making *m)
{
	struct comity_report *aside;
	const struct comity_finding *f;
	int rc = layout_schema(&m->layout, m->run->options.from);

	if (rc == COMITY_OK)
		rc = roots_choose(m);
	if (rc == COMITY_OK)
		rc = try(m);
	if (rc == COMITY_OK)
		rc = refused(m);
	if (rc != COMITY_OK)
		return rc;
	if ((aside = comity_report_new()) == NULL)
		return COMITY_ENOMEM;
	rc = comity_schema_model_read(m->in->edition, aside, &m->model);
	f = comity_report_at(aside, 0);
	if (rc != COMITY_OK && rc != COMITY_ENOMEM && f != NULL)
		rc = say(
		    m, COMITY_F_NEW_UNREAD, f->file, f->line, f->found, NULL);
	m->draft.model = m->model;
	comity_report_free(aside);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* The whole pack, and its example by it. */
static int
whole_try(struct making *m)
{
	struct comity_report *why = comity_report_new();
	const struct comity_finding *f;
	size_t i;
	int rc = why == NULL ? COMITY_ENOMEM : add_texts(m);

	if (rc == COMITY_OK)
		rc = add_example(m);
	if (rc == COMITY_OK)
		rc = try(m);
	if (rc == COMITY_OK)
		rc = refused(m);
	if (rc == COMITY_OK)
		rc = conflict_check(m);
	if (rc != COMITY_OK)
		goto out;
	rc = judge_example(m, why);
	if (rc == COMITY_OK)
		goto out;
	/* a given one must be valid; of ours it is only told */
	for (i = 0; (f = comity_report_at(why, i)) != NULL; i++)
		if (f->severity >= COMITY_ERROR)
			break;
	rc = say(m,
	    m->run->options.example != NULL ? COMITY_F_NEW_EXAMPLE_GIVEN
					    : COMITY_F_NEW_EXAMPLE,
	    m->run->options.example != NULL ? m->run->options.example
					    : m->run->options.from,
	    f == NULL ? 0 : f->line, f == NULL ? NULL : f->found,
	    "--example FILE");
out:
	comity_report_free(why);
	return rc;
}

/* DIR/NAME is moved whole, or its edition beside the others. */
static int
settle(struct making *m)
{
	struct comity_report *report = m->run->talk->report;
	char *parent = comity_text_copy(m->place);
	int rc = COMITY_ENOMEM;

	if (parent != NULL) {
		*strrchr(parent, '/') = '\0';
		rc = comity_folder_make(parent, report);
	}
	if (rc == COMITY_OK)
		rc = comity_folder_move(m->temp, m->place, report);
	free(parent);
	return rc;
}

static bool
write_done(void *context, FILE *to)
{
	const struct making *m = context;
	enum comity_language language = m->run->language;
	const char *dir =
	    m->run->options.out == NULL ? "schemas" : m->run->options.out;
	struct comity_text text = { 0 };
	char parts[24], rows[24];
	bool done;

	snprintf(parts, sizeof(parts), "%zu", m->layout.part_count);
	snprintf(rows, sizeof(rows), "%zu", m->rows);
	word_add(&text, WORD_NEW_MADE, language, m->place, m->draft.xsd, parts,
	    rows, NULL);
	word_add(&text, WORD_NEW_VALID, language, m->place, NULL);
	word_add(
	    &text, WORD_NEW_NEXT, language, dir, m->draft.name, m->place, NULL);
	done = !text.failed && text.data != NULL &&
	       fprintf(to, "%s", text.data) >= 0;
	comity_text_clear(&text);
	return done;
}

int
profile_new(struct run *run, int argc, char **argv)
{
	struct making m = { .run = run, .layout = { .run = run } };
	int rc = usage(run, argc, argv);

	if (rc != EXIT_YES)
		return rc;
	paths_make(&m, argv[0]);
	rc = m.place == NULL || m.temp == NULL ? COMITY_ENOMEM
					       : run_load_packs(run);
	if (rc == COMITY_OK && access(m.place, F_OK) == 0)
		rc = say(
		    &m, COMITY_F_NEW_EXISTS, m.place, 0, m.draft.name, NULL);
	if (rc == COMITY_OK)
		rc = schema_try(&m);
	if (rc == COMITY_OK)
		rc = whole_try(&m);
	if (rc == COMITY_OK)
		rc = run_loaded(run, COMITY_OK);
	if (rc == COMITY_OK)
		rc = settle(&m);
	if (rc == COMITY_OK)
		run_print(run, false, write_done, &m);
	run->input_failed |= rc == COMITY_EIO;
	run->worst = comity_status_worse(run->worst, rc);
	making_clear(&m);
	return EXIT_YES;
}
