/* SPDX-License-Identifier: Apache-2.0 */
/* profile-change: the fields of two editions, and their crosswalks. */
#include "crosswalk.h"
#include "profile-diff.h"
#include "schema-leaf.h"

#include <stdlib.h>
#include <string.h>

/* One field or row, by the key under which it is found again. */
struct field {
	char *key, *path, *core, *basis, *label, *map;
	bool required, binding;
	const struct comity_schema_simple *type;
};

struct fields {
	struct field *at;
	size_t count;
	const struct comity_edition *edition;
	const char *root, *language;
	bool failed;
};

static struct field *
field_add(struct fields *fields, const char *key)
{
	struct field *more =
	    realloc(fields->at, (fields->count + 1) * sizeof(*more));

	if (more == NULL) {
		fields->failed = true;
		return NULL;
	}
	fields->at = more;
	memset(&more[fields->count], 0, sizeof(*more));
	more[fields->count].key = comity_text_copy(key);
	fields->failed |= more[fields->count].key == NULL;
	return &more[fields->count++];
}

static void
fields_clear(struct fields *fields)
{
	size_t i;

	for (i = 0; i < fields->count; i++) {
		free(fields->at[i].key);
		free(fields->at[i].path);
		free(fields->at[i].core);
		free(fields->at[i].basis);
		free(fields->at[i].label);
		free(fields->at[i].map);
	}
	free(fields->at);
}

static const struct field *
field_find(const struct fields *fields, const char *key)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (strcmp(fields->at[i].key, key) == 0)
			return &fields->at[i];
	return NULL;
}

static bool
each_leaf(const struct comity_schema_leaf *leaf, void *data)
{
	struct fields *fields = data;
	char *key = comity_text_format("%s%s", fields->root, leaf->path);
	const char *end = strrchr(leaf->path, '/');
	bool marker = end != NULL && strcmp(end, "/@withheld") == 0 &&
		      fields->edition->crosswalk != NULL &&
		      comity_crosswalk_has_withheld(fields->edition->crosswalk);
	struct field *own = key == NULL || leaf->kind == COMITY_LEAF_EMPTY ||
				    marker /* stands beside every field */
				? NULL
				: field_add(fields, key);

	fields->failed |= key == NULL;
	if (own != NULL) {
		own->required = leaf->required;
		own->type = leaf->type;
	}
	free(key);
	return !fields->failed;
}

static int
fields_read(struct fields *fields, struct comity_schema_model **model)
{
	const char *ns;
	struct comity_report *aside = comity_report_new();
	size_t i;
	int rc = aside == NULL
		     ? COMITY_ENOMEM
		     : comity_schema_model_read(fields->edition, aside, model);

	for (i = 0; rc == COMITY_OK && comity_edition_match(fields->edition, i,
					   &ns, &fields->root);
	     i++) {
		rc = comity_schema_leaves(
		    *model, fields->root, each_leaf, fields);
		rc = rc == COMITY_UNKNOWN ? COMITY_OK : rc;
	}
	comity_report_free(aside);
	return fields->failed ? COMITY_ENOMEM : rc;
}

static const struct comity_schema_simple *
enumerated(const struct comity_schema_simple *type)
{
	while (type != NULL && type->value_count == 0)
		type = type->base;
	return type;
}

static bool
has_value(const struct comity_schema_simple *type, const char *value)
{
	size_t i;

	for (i = 0; type != NULL && i < type->value_count; i++)
		if (strcmp(type->values[i], value) == 0)
			return true;
	return false;
}

/* Values that one side enumerates and the other does not. */
static void
compare_values(
    struct changes *c, const struct field *old, const struct field *new)
{
	const struct comity_schema_simple *a = enumerated(old->type),
					  *b = enumerated(new->type);
	size_t i;

	for (i = 0; a != NULL && b != NULL && i < a->value_count; i++)
		if (!has_value(b, a->values[i]))
			change_add(c, new->key, WORD_DIFF_VALUE_GONE,
			    a->values[i], NULL, NULL);
	for (i = 0; a != NULL && b != NULL && i < b->value_count; i++)
		if (!has_value(a, b->values[i]))
			change_add(c, new->key, WORD_DIFF_VALUE_NEW, NULL,
			    b->values[i], NULL);
}

void
change_fields(struct changes *c)
{
	struct fields old = { .edition = c->old.edition },
		      new = { .edition = c->new.edition };
	struct comity_schema_model *a = NULL, *b = NULL;
	const struct field *other;
	size_t i;
	int rc =
	    comity_status_worse(fields_read(&old, &a), fields_read(&new, &b));

	for (i = 0; rc == COMITY_OK && i < new.count; i++) {
		other = field_find(&old, new.at[i].key);
		if (other == NULL)
			change_add(c, new.at[i].key,
			    new.at[i].required ? WORD_DIFF_FIELD_MUST
					       : WORD_DIFF_FIELD_NEW,
			    NULL, NULL, NULL);
		else if (other->required != new.at[i].required)
			change_add(c, new.at[i].key,
			    new.at[i].required ? WORD_DIFF_NOW_REQUIRED
					       : WORD_DIFF_NOW_OPTIONAL,
			    NULL, NULL, NULL);
		if (other != NULL)
			compare_values(c, other, &new.at[i]);
	}
	for (i = 0; rc == COMITY_OK && i < old.count; i++)
		if (field_find(&new, old.at[i].key) == NULL)
			change_add(c, old.at[i].key, WORD_DIFF_FIELD_GONE, NULL,
			    NULL, NULL);
	if (rc == COMITY_EPACK || rc == COMITY_ELIMIT)
		change_add(
		    c, "document.xsd", WORD_DIFF_UNREAD, NULL, NULL, NULL);
	if (rc == COMITY_ENOMEM)
		c->rc = rc;
	fields_clear(&old);
	fields_clear(&new);
	comity_schema_model_free(a);
	comity_schema_model_free(b);
}

static bool
each_row(const struct comity_crosswalk_row *row, void *data)
{
	struct fields *fields = data;
	char *key;
	struct field *own;
	const char *label =
	    comity_edition_message(fields->edition, row->key, fields->language);

	if (strcmp(row->kind, "fixed") == 0 || strcmp(row->kind, "id") == 0 ||
	    strcmp(row->kind, "except") == 0)
		return true;
	/* a key stands once among its siblings; its core place tells it from
	 * its namesakes elsewhere */
	key = comity_text_copy(row->key);
	own = key == NULL || field_find(fields, key) != NULL
		  ? NULL
		  : field_add(fields, key);
	fields->failed |= key == NULL;
	if (own != NULL) {
		own->path = comity_text_copy(row->local);
		own->core = comity_text_copy(row->core);
		own->basis = comity_text_copy(row->basis);
		own->label =
		    comity_text_copy(label == NULL ? row->label : label);
		own->binding = row->binding;
		own->map = comity_text_copy(row->map);
	}
	free(key);
	return !fields->failed;
}

/* The pairs of one side's map that the other side's has not, in words. */
static char *
pairs_only(const struct comity_edition *own, const char *map,
    const struct comity_edition *other, const char *other_map)
{
	struct comity_crosswalk_pair a, b;
	struct comity_text text = { 0 };
	size_t i, k;
	bool met;

	for (i = 0; map != NULL &&
		    comity_crosswalk_map_pair(own->crosswalk, map, i, &a, NULL);
	     i++) {
		for (k = 0, met = false;
		     !met && other_map != NULL &&
		     comity_crosswalk_map_pair(
			 other->crosswalk, other_map, k, &b, NULL);
		     k++)
			met = strcmp(a.local, b.local) == 0 &&
			      strcmp(a.core, b.core) == 0 &&
			      strcmp(a.relation, b.relation) == 0 &&
			      a.reads == b.reads && a.writes == b.writes;
		if (!met)
			comity_text_addf(&text, "%s%s = %s (%s)",
			    text.len > 0 ? "; " : "", a.local, a.core,
			    a.relation);
	}
	return comity_text_take(&text);
}

static void
compare_map(struct changes *c, const struct field *old, const struct field *new)
{
	char *before =
	    pairs_only(c->old.edition, old->map, c->new.edition, new->map);
	char *after =
	    pairs_only(c->new.edition, new->map, c->old.edition, old->map);

	if (before == NULL || after == NULL)
		c->rc = COMITY_ENOMEM;
	else if (*before != '\0' || *after != '\0')
		change_add(c, new->label == NULL ? new->key : new->label,
		    WORD_DIFF_MAP, before, after, new->basis);
	free(before);
	free(after);
}

static void
compare_row(struct changes *c, const struct field *old, const struct field *new)
{
	const char *what = new->label == NULL ? new->key : new->label;

	change_text(c, what, old->label, new->label, new->basis);
	if (!comity_text_same(old->path, new->path))
		change_add(c, what, WORD_DIFF_RENAMED, old->path, new->path,
		    new->basis);
	if (!comity_text_same(old->core, new->core))
		change_add(
		    c, what, WORD_DIFF_TERM, old->core, new->core, new->basis);
	if (!comity_text_same(old->basis, new->basis))
		change_add(
		    c, what, WORD_DIFF_BASIS, old->basis, new->basis, NULL);
	compare_map(c, old, new);
	if (old->binding != new->binding)
		change_add(c, what,
		    new->binding ? WORD_DIFF_NOW_BINDING
				 : WORD_DIFF_NOT_BINDING,
		    NULL, NULL, new->basis);
}

void
change_rows(struct changes *c)
{
	const char *language = comity_language_name(c->language);
	struct fields old = { .edition = c->old.edition, .language = language },
		      new = { .edition = c->new.edition, .language = language };
	const struct field *other;
	size_t i;

	if (old.edition->crosswalk != NULL &&
	    comity_crosswalk_rows(old.edition->crosswalk, each_row, &old) !=
		COMITY_OK)
		old.failed = true;
	if (new.edition->crosswalk != NULL &&
	    comity_crosswalk_rows(new.edition->crosswalk, each_row, &new) !=
		COMITY_OK)
		new.failed = true;
	for (i = 0; i < new.count; i++) {
		other = field_find(&old, new.at[i].key);
		if (other != NULL)
			compare_row(c, other, &new.at[i]);
		else
			change_add(c,
			    new.at[i].label ? new.at[i].label : new.at[i].key,
			    WORD_DIFF_ROW_NEW, NULL, new.at[i].core,
			    new.at[i].basis);
	}
	for (i = 0; i < old.count; i++)
		if (field_find(&new, old.at[i].key) == NULL)
			change_add(c,
			    old.at[i].label ? old.at[i].label : old.at[i].key,
			    WORD_DIFF_ROW_GONE, old.at[i].core, NULL,
			    old.at[i].basis);
	if (old.failed || new.failed)
		c->rc = COMITY_ENOMEM;
	fields_clear(&old);
	fields_clear(&new);
}
