/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-show.h"

#include "crosswalk.h"
#include "profile-table.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* The columns, by place. */
enum { LABEL, PATH, TERM, CODES, FATE, BASIS, BINDING, ROW_KEY, COLUMNS };

struct showing {
	struct table table;
	const struct comity_edition *edition;
	enum comity_language language;
};

const struct comity_edition *
profile_find(const struct run *run, const char *name)
{
	const struct comity_edition *edition, *found = NULL;
	size_t i, len = strcspn(name, "@");

	for (i = 0; i < comity_packs_count(run->packs); i++) {
		edition = comity_packs_at(run->packs, i);
		if (strlen(edition->profile) != len ||
		    strncmp(edition->profile, name, len) != 0)
			continue;
		if (name[len] == '@') {
			if (strcmp(edition->id, name + len + 1) == 0)
				return edition;
			continue;
		}
		if (found == NULL || found->first_day < edition->first_day)
			found = edition;
	}
	if (found != NULL && name[len] != '@') {
		edition = comity_packs_edition(
		    run->packs, found->profile, NULL, run->moment / 86400);
		found = edition == NULL ? found : edition;
	}
	return found;
}

static bool
is_any(const char *kind, const char *const *kinds)
{
	for (; *kinds != NULL; kinds++)
		if (strcmp(kind, *kinds) == 0)
			return true;
	return false;
}

/* "single = individual; global > general": with what changes on the way. */
static char *
codes_of(const struct showing *s, const char *map)
{
	struct comity_crosswalk_pair pair;
	struct comity_text text = { 0 };
	bool other = false;
	size_t i;

	for (i = 0; comity_crosswalk_map_pair(
		 s->edition->crosswalk, map, i, &pair, &other);
	     i++) {
		comity_text_addf(&text, "%s%s = %s", i == 0 ? "" : "; ",
		    pair.local, pair.core);
		if (strcmp(pair.relation, "broadMatch") == 0)
			comity_text_addf(
			    &text, " (%s)", word(WORD_SHOW_WIDER, s->language));
		else if (strcmp(pair.relation, "narrowMatch") == 0)
			comity_text_addf(&text, " (%s)",
			    word(WORD_SHOW_NARROWER, s->language));
		else if (strcmp(pair.relation, "exactMatch") != 0)
			comity_text_addf(
			    &text, " (%s)", word(WORD_SHOW_DOUBT, s->language));
		if (!pair.writes)
			comity_text_addf(
			    &text, " (%s)", word(WORD_SHOW_IN, s->language));
		if (!pair.reads)
			comity_text_addf(
			    &text, " (%s)", word(WORD_SHOW_OUT, s->language));
	}
	if (other)
		comity_text_addf(
		    &text, "; %s", word(WORD_SHOW_OTHERS, s->language));
	return comity_text_take(&text);
}

/* What becomes of the value. */
static enum word
fate_of(const struct comity_crosswalk_row *row)
{
	static const char *const structure[] = { "group", "choice", "run",
		"container", NULL };

	if (strcmp(row->kind, "carry") == 0)
		return WORD_SHOW_CARRIED;
	if (is_any(row->kind, structure))
		return WORD_SHOW_BLOCK;
	if (strcmp(row->kind, "also") == 0)
		return WORD_SHOW_ALSO;
	if (strcmp(row->kind, "withheld") == 0)
		return WORD_SHOW_WITHHELD;
	return row->map != NULL ? WORD_SHOW_RECODED : WORD_SHOW_KEPT;
}

static const char *
path_text(const char *path)
{
	if (path == NULL || *path == '\0')
		return path == NULL ? "" : ".";
	return path[0] == '/' && path[1] != '\0' ? path + 1 : path;
}

static const char *
label_of(const struct showing *s, const struct comity_crosswalk_row *row)
{
	const char *label = comity_edition_message(
	    s->edition, row->key, comity_language_name(s->language));

	if (label == NULL)
		label = row->label;
	return label == NULL ? row->key : label;
}

static bool
add_row(const struct comity_crosswalk_row *row, void *data)
{
	static const char *const shown[] = { "leaf", "part", "carry", "group",
		"run", "compound", "also", "withheld", "container", NULL };
	struct showing *s = data;
	struct table_row *to;

	if (!is_any(row->kind, shown) || (to = table_add(&s->table)) == NULL)
		return !s->table.failed;
	table_set(&s->table, to, LABEL, comity_text_copy(label_of(s, row)));
	table_set(&s->table, to, PATH, comity_text_copy(path_text(row->local)));
	table_set(&s->table, to, TERM, comity_text_copy(path_text(row->core)));
	table_set(&s->table, to, CODES,
	    row->map == NULL ? comity_text_copy("") : codes_of(s, row->map));
	table_set(&s->table, to, FATE,
	    comity_text_copy(word(fate_of(row), s->language)));
	table_set(&s->table, to, BASIS,
	    comity_text_copy(row->basis == NULL ? "" : row->basis));
	table_set(&s->table, to, BINDING,
	    comity_text_copy(
		word(row->binding ? WORD_YES : WORD_NO, s->language)));
	table_set(&s->table, to, ROW_KEY, comity_text_copy(row->key));
	return !s->table.failed;
}

static void
heads_set(struct showing *s)
{
	static const struct {
		const char *key;
		enum word head;
	} heads[] = { { "label", WORD_SHOW_LABEL }, { "path", WORD_SHOW_PATH },
		{ "term", WORD_SHOW_TERM }, { "codes", WORD_SHOW_CODES },
		{ "fate", WORD_SHOW_FATE }, { "basis", WORD_BASIS },
		{ "binding", WORD_SHOW_BINDING }, { "key", WORD_SHOW_KEY } };
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		s->table.keys[i] = heads[i].key;
		s->table.heads[i] = word(heads[i].head, s->language);
	}
	s->table.columns = COLUMNS;
	s->table.language = s->language;
}

struct printing {
	const struct run *run;
	const struct table *table;
};

static bool
write_table(void *context, FILE *to)
{
	const struct printing *p = context;

	return table_write(
	    p->run, p->table, p->run->options.format == FORMAT_CSV, to);
}

int
profile_show(struct run *run, int argc, char **argv)
{
	struct showing s = { .language = run->language };
	char *title;
	int rc;

	if (argc != 1)
		return run_usage("profile", "show takes one PROFILE[@EDITION]");
	if ((s.edition = profile_find(run, argv[0])) == NULL)
		return run_usage("profile", "no such profile is loaded");
	if (s.edition->crosswalk == NULL)
		return run_usage("profile", "the profile has no crosswalk");
	heads_set(&s);
	title = comity_text_format(
	    "%s %s: %s", s.edition->profile, s.edition->id, s.edition->title);
	s.table.title = title == NULL ? "" : title;
	s.table.lead = comity_text_format(
	    "%s: %s", word(WORD_BASIS, s.language), s.edition->legal_basis);
	s.table.failed = title == NULL || s.table.lead == NULL;
	rc = comity_crosswalk_rows(s.edition->crosswalk, add_row, &s);
	if (rc == COMITY_OK && s.table.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		run_print(run, false, write_table,
		    &(struct printing){ run, &s.table });
	run->worst = comity_status_worse(run->worst, rc);
	table_clear(&s.table);
	free(title);
	return EXIT_YES;
}
