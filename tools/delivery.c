/* SPDX-License-Identifier: Apache-2.0 */
#include "delivery.h"

#include "crypto.h"
#include "door.h"
#include "file-below.h"
#include "file.h"
#include "status.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define ACCOUNT ".account.xml"
/* Octets of the digest of a path: strangers name members of archives, and no
 * two names of theirs may fall together. */
#define KEY_LEN 16

struct key {
	unsigned char octets[KEY_LEN]; /* all zero: none */
};

struct delivery {
	const char *out, *into; /* borrowed */
	size_t into_len; /* without the slashes at its end */
	int group; /* a door; -1: none */
	struct key *taken; /* open addressing; never more than half full */
	size_t taken_count, room;
};

struct delivery *
delivery_new(const char *out, const char *into)
{
	struct delivery *delivery = calloc(1, sizeof(*delivery));

	if (delivery == NULL)
		return NULL;
	delivery->group = -1;
	delivery->out = out;
	delivery->into = into;
	delivery->into_len = into == NULL ? 0 : strlen(into);
	while (delivery->into_len > 0 && into[delivery->into_len - 1] == '/')
		delivery->into_len--;
	return delivery;
}

void
delivery_free(struct delivery *delivery)
{
	if (delivery == NULL)
		return;
	if (delivery->group >= 0)
		close(delivery->group);
	free(delivery->taken);
	free(delivery);
}

static bool
is_empty(const struct key *key)
{
	static const struct key none;

	return memcmp(key, &none, sizeof(none)) == 0;
}

/* The place of a key, or where it would be. */
static struct key *
find(const struct delivery *delivery, const struct key *key)
{
	size_t at;

	memcpy(&at, key->octets, sizeof(at));
	for (at %= delivery->room; !is_empty(&delivery->taken[at]);
	     at = (at + 1) % delivery->room)
		if (memcmp(&delivery->taken[at], key, sizeof(*key)) == 0)
			break;
	return &delivery->taken[at];
}

static bool
grow(struct delivery *delivery)
{
	struct delivery bigger = {
		.room = delivery->room == 0 ? 1024 : delivery->room * 2
	};
	size_t i;

	if (delivery->taken_count + 1 <= delivery->room / 2)
		return true;
	bigger.taken = calloc(bigger.room, sizeof(*bigger.taken));
	if (bigger.taken == NULL)
		return false;
	for (i = 0; i < delivery->room; i++)
		if (!is_empty(&delivery->taken[i]))
			*find(&bigger, &delivery->taken[i]) =
			    delivery->taken[i];
	free(delivery->taken);
	delivery->taken = bigger.taken;
	delivery->room = bigger.room;
	return true;
}

/* Take a path over, unless somebody has it; *had says so. */
static bool
take(struct delivery *delivery, const char *path, bool *had)
{
	unsigned char whole[32];
	struct key key, *at;

	if (!grow(delivery) || !comity_sha256(path, strlen(path), whole))
		return false;
	memcpy(key.octets, whole, KEY_LEN);
	at = find(delivery, &key);
	*had = !is_empty(at);
	if (!*had) {
		*at = key;
		delivery->taken_count++;
	}
	return true;
}

bool
delivery_note(struct delivery *delivery, const char *out)
{
	char *account = comity_text_format("%s" ACCOUNT, out);
	bool had, done = account != NULL && take(delivery, out, &had) &&
			 take(delivery, account, &had);

	free(account);
	return done;
}

/* The steps of a path, without those that stay where they are ("", "."). What
 * leads up stays in it, and is refused with the whole. */
static void
add_steps(struct comity_text *text, const char *path)
{
	size_t len;

	for (; *path != '\0'; path += len + (path[len] == '/')) {
		len = strcspn(path, "/");
		if (len == 0 || (len == 1 && path[0] == '.'))
			continue;
		comity_text_add(text, "/");
		comity_text_add_bytes(text, path, len);
	}
}

/* What is made of a signature container is the document in it. */
static bool
is_container(const struct comity_text *text)
{
	const char *end = text->len < 6 ? "" : text->data + text->len - 6;

	return strcasecmp(end, ".asice") == 0 || strcasecmp(end, ".asics") == 0;
}

static void
refuse(struct delivery_claim *claim, enum comity_finding_id why)
{
	claim->refused = true;
	claim->why = why;
}

int
delivery_claim(struct delivery *delivery, const char *folder, const char *path,
    struct delivery_claim *claim)
{
	struct comity_text text = { 0 };
	char *account = NULL;
	bool had = false, account_had = false;
	int rc = COMITY_ENOMEM;

	*claim = (struct delivery_claim){ 0 };
	if (delivery->into == NULL) {
		claim->out = comity_text_copy(delivery->out);
		return claim->out == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	comity_text_add_bytes(&text, delivery->into, delivery->into_len);
	if (folder != NULL)
		add_steps(&text, folder);
	add_steps(&text, path);
	if (!text.failed && is_container(&text))
		comity_text_add(&text, ".xml");
	if (text.failed)
		goto out;
	if (text.len <= delivery->into_len + 1 ||
	    !comity_file_is_below(text.data + delivery->into_len + 1)) {
		refuse(claim, COMITY_F_OUTPUT_NAME);
		rc = COMITY_OK;
		goto out;
	}
	account = comity_text_format("%s" ACCOUNT, text.data);
	if (account == NULL || !take(delivery, text.data, &had) ||
	    (!had && !take(delivery, account, &account_had)))
		goto out;
	claim->out = comity_text_take(&text);
	if (had || account_had)
		refuse(claim, COMITY_F_OUTPUT_TAKEN);
	rc = COMITY_OK;
out:
	free(account);
	comity_text_clear(&text);
	return rc;
}

static int
write_one(const struct delivery *delivery, const char *out, const void *octets,
    size_t len, struct comity_report *report)
{
	char *root;
	int rc;

	if (delivery->into == NULL)
		return comity_file_write(out, octets, len, report);
	root = delivery->into_len == 0
		   ? comity_text_copy("/")
		   : strndup(delivery->into, delivery->into_len);
	if (root == NULL)
		return COMITY_ENOMEM;
	rc = comity_file_write_below(
	    root, out + delivery->into_len + 1, octets, len, report);
	free(root);
	return rc;
}

int
delivery_write(const struct delivery *delivery, const char *out,
    const struct delivery_made *made, struct comity_report *report)
{
	char *account;
	int rc = COMITY_OK;

	if (made->account_len > 0 && strcmp(out, "-") != 0) {
		account = comity_text_format("%s" ACCOUNT, out);
		if (account == NULL)
			return COMITY_ENOMEM;
		rc = write_one(delivery, account, made->account,
		    made->account_len, report);
		free(account);
	}
	return rc != COMITY_OK ? rc
			       : write_one(delivery, out, made->document,
				     made->document_len, report);
}

bool
delivery_begin_group(struct delivery *delivery)
{
	if (delivery->into != NULL && comity_door_writes())
		delivery->group = comity_door_group();
	return delivery->group >= 0;
}

int
delivery_group(const struct delivery *delivery)
{
	return delivery->group;
}

unsigned
delivery_add(const struct delivery *delivery, const char *out,
    const struct delivery_made *made)
{
	const char *below = out + delivery->into_len + 1;
	bool two = made->account_len > 0;
	char *beside = two ? comity_text_format("%s" ACCOUNT, below) : NULL;
	int account =
	    two ? comity_file_in_memory(made->account, made->account_len) : -1;
	int document =
	    comity_file_in_memory(made->document, made->document_len);
	unsigned answers = 0;

	if (document < 0 || (two && (beside == NULL || account < 0)))
		goto out;
	/* whoever is gone is noticed by listening */
	if (two)
		(void)comity_door_group_add(
		    delivery->group, beside, account, false);
	(void)comity_door_group_add(delivery->group, below, document, two);
	answers = two ? 2 : 1;
out:
	if (account >= 0)
		close(account);
	if (document >= 0)
		close(document);
	free(beside);
	return answers;
}

int
delivery_commit(const struct delivery *delivery)
{
	return comity_door_group_commit(delivery->group);
}

int
delivery_hear(const struct delivery *delivery, const char *out,
    unsigned answers, struct comity_report *report)
{
	struct comity_place place = { .file = out };
	char why[512], *account;
	enum comity_finding_id id;
	int rc = COMITY_OK, one;
	unsigned i;

	for (i = 0; i < answers; i++) {
		one = comity_door_group_hear(
		    delivery->group, &id, why, sizeof(why));
		if (one == COMITY_OK || rc != COMITY_OK)
			continue;
		rc = one;
		if (rc == COMITY_EINTERNAL)
			return rc;
		account = i + 1 < answers
			      ? comity_text_format("%s" ACCOUNT, out)
			      : NULL;
		place.file = account != NULL ? account : out;
		rc = comity_status_worse(
		    rc, comity_report_add(report, id, &place, why, NULL));
		free(account);
	}
	return rc;
}

bool
delivery_is_hopeless(const struct comity_report *report)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; (finding = comity_report_at(report, i)) != NULL; i++)
		if (comity_file_is_hopeless(finding->found))
			return true;
	return false;
}
