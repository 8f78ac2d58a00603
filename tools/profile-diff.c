/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-diff.h"

#include "moment.h"
#include "pack-inspect.h"
#include "profile-show.h"

#include <stdlib.h>
#include <string.h>

/* The row that says the same of other things: what changes everywhere at
 * once, such as the number of an act, is said once. NULL none. */
static struct table_row *
same_change(const struct changes *c, enum word how, const char *before,
    const char *after)
{
	struct table_row *row;
	size_t i;

	if (how != WORD_DIFF_BASIS)
		return NULL;
	for (i = 0; i < c->table.count; i++) {
		row = &c->table.rows[i];
		if (comity_text_same(
			row->cells[CHANGE_HOW], word(how, c->language)) &&
		    comity_text_same(row->cells[CHANGE_BEFORE], before) &&
		    comity_text_same(row->cells[CHANGE_AFTER], after))
			return row;
	}
	return NULL;
}

void
change_add(struct changes *c, const char *what, enum word how,
    const char *before, const char *after, const char *basis)
{
	struct table_row *row = same_change(c, how, before, after);

	if (row != NULL) {
		table_set(&c->table, row, CHANGE_WHAT,
		    comity_text_format(
			"%s; %s", row->cells[CHANGE_WHAT], what));
		return;
	}
	row = table_add(&c->table);
	table_set(&c->table, row, CHANGE_WHAT, comity_text_copy(what));
	table_set(&c->table, row, CHANGE_HOW,
	    comity_text_copy(word(how, c->language)));
	if (before != NULL)
		table_set(
		    &c->table, row, CHANGE_BEFORE, comity_text_copy(before));
	if (after != NULL)
		table_set(
		    &c->table, row, CHANGE_AFTER, comity_text_copy(after));
	if (basis != NULL)
		table_set(
		    &c->table, row, CHANGE_BASIS, comity_text_copy(basis));
}

void
change_text(struct changes *c, const char *what, const char *before,
    const char *after, const char *basis)
{
	if (!comity_text_same(before, after))
		change_add(c, what, WORD_DIFF_CHANGED, before, after, basis);
}

static void
days_write(const struct comity_edition *edition, char out[72])
{
	char first[32] = "", last[32] = "";

	if (edition->first_day != INT64_MIN)
		comity_day_write(edition->first_day, first);
	if (edition->last_day != INT64_MAX)
		comity_day_write(edition->last_day, last);
	snprintf(out, 72, "%s .. %s", first, last);
}

void
change_profile(struct changes *c)
{
	const struct comity_edition *a = c->old.edition, *b = c->new.edition;
	char before[72], after[72];

	days_write(a, before);
	days_write(b, after);
	change_text(c, word(WORD_DIFF_DAYS, c->language), before, after, NULL);
	change_text(
	    c, word(WORD_DIFF_TITLE, c->language), a->title, b->title, NULL);
	change_text(c, word(WORD_BASIS, c->language), a->legal_basis,
	    b->legal_basis, NULL);
	change_text(c, word(WORD_DIFF_SOURCES, c->language), a->sources,
	    b->sources, NULL);
}

/* PROFILE@EDITION, or a folder with a profile.xml. */
static int
side_read(struct run *run, const char *name, struct change_side *side)
{
	if ((side->edition = profile_find(run, name)) != NULL)
		return COMITY_OK;
	if (!comity_folder_has(name, "profile.xml"))
		return COMITY_UNKNOWN;
	if (comity_pack_inspect(run->packs, name, &side->in) != COMITY_OK)
		return COMITY_ENOMEM;
	side->edition = side->in->edition;
	if (side->in->whole)
		return COMITY_OK;
	comity_report_join(run->talk->report, side->in->report);
	return COMITY_REFUSED;
}

static void
heads_set(struct changes *c)
{
	static const struct {
		const char *key;
		enum word head;
	} heads[] = { { "what", WORD_DIFF_WHAT }, { "change", WORD_DIFF_HOW },
		{ "before", WORD_DIFF_BEFORE }, { "after", WORD_DIFF_AFTER },
		{ "basis", WORD_BASIS } };
	size_t i;

	for (i = 0; i < 5; i++) {
		c->table.keys[i] = heads[i].key;
		c->table.heads[i] = word(heads[i].head, c->language);
	}
	c->table.columns = 5;
	c->table.language = c->language;
}

struct printing {
	const struct run *run;
	const struct table *table;
};

static bool
write_changes(void *context, FILE *to)
{
	const struct printing *p = context;

	return table_write(
	    p->run, p->table, p->run->options.format == FORMAT_CSV, to);
}

/* All changes, in the order in which a lawyer asks. */
static void
compare(struct changes *c)
{
	change_profile(c);
	change_fields(c);
	change_codes(c);
	change_rules(c);
	change_rows(c);
	if (c->table.failed)
		c->rc = COMITY_ENOMEM;
}

static int
print(struct run *run, struct changes *c)
{
	char count[24];
	struct comity_text lead = { 0 };
	char *title = comity_text_format("%s %s > %s %s",
	    c->old.edition->profile, c->old.edition->id,
	    c->new.edition->profile, c->new.edition->id);

	snprintf(count, sizeof(count), "%zu", c->table.count);
	word_add(&lead, WORD_DIFF_COUNT, c->language, count, NULL);
	c->table.title = title == NULL ? "" : title;
	c->table.lead = comity_text_take(&lead);
	if (title == NULL || c->table.lead == NULL)
		c->rc = COMITY_ENOMEM;
	if (c->rc == COMITY_OK)
		run_print(run, false, write_changes,
		    &(struct printing){ run, &c->table });
	free(title);
	return c->rc;
}

int
profile_diff(struct run *run, int argc, char **argv)
{
	struct changes c = { .language = run->language, .rc = COMITY_OK };
	int rc;

	if (argc != 2)
		return run_usage("profile",
		    "diff takes two editions: PROFILE@EDITION, or folders");
	rc = side_read(run, argv[0], &c.old);
	if (rc == COMITY_OK)
		rc = side_read(run, argv[1], &c.new);
	if (rc == COMITY_UNKNOWN) {
		comity_inspection_free(c.old.in);
		return run_usage("profile", "no such edition is loaded");
	}
	heads_set(&c);
	if (rc == COMITY_OK) {
		compare(&c);
		rc = print(run, &c);
	}
	run->worst = comity_status_worse(run->worst, rc);
	table_clear(&c.table);
	comity_inspection_free(c.old.in);
	comity_inspection_free(c.new.in);
	return EXIT_YES;
}
