/* SPDX-License-Identifier: Apache-2.0 */
#include "container-zip.h"

#include "container-name.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

#define LOCAL 0x04034b50u
#define CENTRAL 0x02014b50u
#define END 0x06054b50u
#define DESCRIPTOR 0x08074b50u
#define LOCAL_LEN 30
#define CENTRAL_LEN 46
#define END_LEN 22
/* flags: encrypted (three ways), sizes follow the data, names are UTF-8 */
#define ENCRYPTED (1u | 1u << 6 | 1u << 13)
#define FOLLOWS (1u << 3)
#define UTF8 (1u << 11)
#define LEVELS (3u << 1)

struct reading {
	const struct comity_source *source;
	struct comity_report *report;
	struct comity_zip *zip;
	size_t directory, end; /* where they begin */
	size_t total; /* of what is stated */
};

bool
comity_zip_begins(const struct comity_source *source)
{
	return source->len >= 4 && memcmp(source->bytes, "PK\3\4", 4) == 0;
}

void
comity_zip_free(struct comity_zip *zip)
{
	size_t i;

	if (zip == NULL)
		return;
	for (i = 0; i < zip->count; i++)
		free(zip->entries[i].name);
	free(zip->entries);
	free(zip);
}

static unsigned
get16(const unsigned char *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

static uint32_t
get32(const unsigned char *at)
{
	return get16(at) | (uint32_t)get16(at + 2) << 16;
}

static int
refuse(
    const struct reading *reading, enum comity_finding_id id, const char *found)
{
	struct comity_place place = { .file = reading->source->name };

	return comity_report_add(reading->report, id, &place, found, NULL);
}

static int
refuse_limit(
    const struct reading *reading, enum comity_finding_id id, const char *found)
{
	int rc = refuse(reading, id, found);

	return rc == COMITY_ENOMEM ? rc : COMITY_ELIMIT;
}

/* The end of the directory: the last octets of the file, a comment apart. */
static int
find_end(struct reading *reading)
{
	const unsigned char *bytes = reading->source->bytes;
	size_t len = reading->source->len, at;

	if (len < END_LEN)
		return refuse(reading, COMITY_F_CONTAINER_DAMAGED, NULL);
	for (at = len - END_LEN;; at--) {
		if (get32(bytes + at) == END &&
		    at + END_LEN + get16(bytes + at + 20) == len)
			break;
		if (at == 0 || len - at > END_LEN + 0xffff)
			return refuse(
			    reading, COMITY_F_CONTAINER_AROUND, "at its end");
	}
	reading->end = at;
	reading->directory = get32(bytes + at + 16);
	if (get16(bytes + at + 4) != 0 || get16(bytes + at + 6) != 0 ||
	    get16(bytes + at + 8) != get16(bytes + at + 10) ||
	    reading->directory > at ||
	    get32(bytes + at + 12) != at - reading->directory)
		return refuse(reading, COMITY_F_CONTAINER_AROUND,
		    "between its directory and its end");
	if (get16(bytes + at + 10) > COMITY_CONTAINER_ENTRIES_MAX)
		return refuse_limit(reading, COMITY_F_CONTAINER_MANY, NULL);
	return COMITY_OK;
}

/* Extra fields that change what an entry is: another name, another size,
 * encryption, a link's target. Times and owners are read over. */
static bool
has_strange_extra(const unsigned char *extra, size_t len)
{
	static const unsigned strange[] = { 0x0001, 0x0017, 0x7075, 0x9901,
		0x756e };
	size_t i, size;

	while (len >= 4) {
		for (i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
			if (get16(extra) == strange[i])
				return true;
		size = 4 + get16(extra + 2);
		if (size > len)
			return true;
		extra += size;
		len -= size;
	}
	return len != 0;
}

/* Name, kind and sizes, as the directory states them. */
static int
check_entry(struct reading *reading, const unsigned char *at,
    struct comity_zip_entry *entry)
{
	unsigned flags = get16(at + 8), method = get16(at + 10);
	unsigned kind = get32(at + 38) >> 16 & 0170000;
	size_t name_len = get16(at + 28), i;
	const char *name = entry->name;
	bool ascii = true;

	for (i = 0; name[i] != '\0'; i++)
		ascii = ascii && (unsigned char)name[i] < 0x80;
	if (strlen(name) != name_len || !comity_container_name_is_safe(name) ||
	    (!ascii && (flags & UTF8) == 0))
		return refuse(reading, COMITY_F_CONTAINER_NAME, name);
	entry->directory = name[name_len - 1] == '/';
	if ((flags & ENCRYPTED) != 0)
		return refuse(reading, COMITY_F_CONTAINER_ENCRYPTED, name);
	if (at[5] == 3 && kind != 0 &&
	    kind != (entry->directory ? 0040000u : 0100000u))
		return refuse(reading, COMITY_F_CONTAINER_LINK, name);
	if (entry->directory && (entry->len != 0 || entry->packed > 2))
		return refuse(reading, COMITY_F_CONTAINER_LINK, name);
	if ((flags & ~(FOLLOWS | UTF8 | LEVELS)) != 0 ||
	    (method != 0 && method != 8) ||
	    (method == 0 && entry->packed != entry->len) ||
	    has_strange_extra(at + CENTRAL_LEN + name_len, get16(at + 30)))
		return refuse(reading, COMITY_F_CONTAINER_METHOD, name);
	if (entry->len > COMITY_CONTAINER_MAX - reading->total)
		return refuse_limit(reading, COMITY_F_CONTAINER_BOMB, name);
	reading->total += entry->len;
	if (entry->len > COMITY_CONTAINER_FREE &&
	    entry->len / COMITY_CONTAINER_RATIO_MAX > entry->packed)
		return refuse_limit(reading, COMITY_F_CONTAINER_BOMB, name);
	return COMITY_OK;
}

/* What stands before the data must say what the directory says. */
static int
check_local(struct reading *reading, const unsigned char *central,
    struct comity_zip_entry *entry)
{
	const unsigned char *local = reading->source->bytes + entry->header;
	size_t name_len = get16(central + 28);
	bool follows = (get16(central + 8) & FOLLOWS) != 0, same;

	if (entry->header + LOCAL_LEN + name_len > reading->directory ||
	    get32(local) != LOCAL)
		return refuse(
		    reading, COMITY_F_CONTAINER_DISAGREES, entry->name);
	same = get16(local + 6) == get16(central + 8) &&
	       get16(local + 8) == get16(central + 10) &&
	       get16(local + 26) == name_len &&
	       memcmp(local + LOCAL_LEN, entry->name, name_len) == 0;
	if (same && !(follows && get32(local + 14) == 0 &&
			get32(local + 18) == 0 && get32(local + 22) == 0))
		same = get32(local + 14) == entry->crc &&
		       get32(local + 18) == entry->packed &&
		       get32(local + 22) == entry->len;
	if (!same)
		return refuse(
		    reading, COMITY_F_CONTAINER_DISAGREES, entry->name);
	entry->data = entry->header + LOCAL_LEN + name_len + get16(local + 28);
	if (entry->data > reading->directory ||
	    entry->packed > reading->directory - entry->data ||
	    has_strange_extra(local + LOCAL_LEN + name_len, get16(local + 28)))
		return refuse(
		    reading, COMITY_F_CONTAINER_DISAGREES, entry->name);
	entry->plain =
	    get16(local + 8) == 0 && get16(local + 28) == 0 && !follows;
	return COMITY_OK;
}

static int
read_entry(struct reading *reading, size_t *at)
{
	const unsigned char *central = reading->source->bytes + *at;
	struct comity_zip_entry *entry =
	    &reading->zip->entries[reading->zip->count];
	size_t name_len, size;
	int rc;

	if (reading->end - *at < CENTRAL_LEN || get32(central) != CENTRAL)
		return refuse(reading, COMITY_F_CONTAINER_DAMAGED, NULL);
	name_len = get16(central + 28);
	size =
	    CENTRAL_LEN + name_len + get16(central + 30) + get16(central + 32);
	if (name_len == 0 || size > reading->end - *at)
		return refuse(reading, COMITY_F_CONTAINER_DAMAGED, NULL);
	entry->name = strndup((const char *)central + CENTRAL_LEN, name_len);
	if (entry->name == NULL)
		return COMITY_ENOMEM;
	reading->zip->count++;
	entry->crc = get32(central + 16);
	entry->packed = get32(central + 20);
	entry->len = get32(central + 24);
	entry->header = get32(central + 42);
	*at += size;
	rc = check_entry(reading, central, entry);
	return rc == COMITY_OK ? check_local(reading, central, entry) : rc;
}

static int
by_place(const void *a, const void *b)
{
	const struct comity_zip_entry *x = a, *y = b;

	return (x->header > y->header) - (x->header < y->header);
}

/* Where an entry ends: behind its data, or the sizes that follow it. */
static size_t
end_of(const struct reading *reading, const struct comity_zip_entry *entry)
{
	const unsigned char *at;
	size_t end = entry->data + entry->packed;

	at = reading->source->bytes + entry->header;
	if ((get16(at + 6) & FOLLOWS) == 0)
		return end;
	at = reading->source->bytes + end;
	if (reading->directory - end >= 16 && get32(at) == DESCRIPTOR) {
		at += 4;
		end += 4;
	}
	if (reading->directory - end < 12 || get32(at) != entry->crc ||
	    get32(at + 4) != entry->packed || get32(at + 8) != entry->len)
		return SIZE_MAX;
	return end + 12;
}

/* Entry behind entry, from the first octet to the directory. */
static int
check_gaps(struct reading *reading)
{
	struct comity_zip *zip = reading->zip;
	size_t i, expected = 0;

	if (zip->count > 1)
		qsort(zip->entries, zip->count, sizeof(zip->entries[0]),
		    by_place);
	for (i = 0; i < zip->count; i++) {
		if (zip->entries[i].header != expected)
			return refuse(reading, COMITY_F_CONTAINER_AROUND,
			    zip->entries[i].name);
		expected = end_of(reading, &zip->entries[i]);
	}
	if (expected != reading->directory)
		return refuse(
		    reading, COMITY_F_CONTAINER_AROUND, "before its directory");
	return COMITY_OK;
}

static int
check_twins(struct reading *reading)
{
	const struct comity_zip *zip = reading->zip;
	size_t i, j;

	for (i = 0; i < zip->count; i++)
		for (j = 0; j < i; j++)
			if (comity_container_name_same(
				zip->entries[i].name, zip->entries[j].name))
				return refuse(reading, COMITY_F_CONTAINER_TWIN,
				    zip->entries[i].name);
	return COMITY_OK;
}

int
comity_zip_read(const struct comity_source *source,
    struct comity_report *report, struct comity_zip **out)
{
	struct reading reading = { .source = source, .report = report };
	size_t at, i, count;
	int rc;

	*out = NULL;
	if ((rc = find_end(&reading)) != COMITY_OK)
		return rc;
	count = get16(source->bytes + reading.end + 10);
	if ((reading.zip = calloc(1, sizeof(*reading.zip))) == NULL)
		return COMITY_ENOMEM;
	reading.zip->entries = calloc(count + 1, sizeof(*reading.zip->entries));
	if (reading.zip->entries == NULL)
		rc = COMITY_ENOMEM;
	at = reading.directory;
	for (i = 0; rc == COMITY_OK && i < count; i++)
		rc = read_entry(&reading, &at);
	if (rc == COMITY_OK && at != reading.end)
		rc = refuse(&reading, COMITY_F_CONTAINER_DAMAGED, NULL);
	if (rc == COMITY_OK)
		rc = check_gaps(&reading);
	if (rc == COMITY_OK)
		rc = check_twins(&reading);
	if (rc == COMITY_OK) {
		*out = reading.zip;
		reading.zip = NULL; /* transferred */
	}
	comity_zip_free(reading.zip);
	return rc;
}
