/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone: when a day begins in a time zone, from the octets of an IANA TZif
 * file (RFC 8536). libc's own functions take the zone from the environment,
 * which the library may not ask.
 */
#include "moment.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define FAR_EAST (14 * 3600) /* UTC+14, where a day begins first */
#define FAR_WEST (-12 * 3600) /* UTC-12, where it begins last */

struct comity_zone {
	char *name;
	char sha256_hex[65];
	size_t count; /* transitions */
	int64_t *at; /* when each begins */
	int32_t *offset; /* seconds east of UTC from then on */
	int32_t first; /* offset before the first */
	bool open; /* the last offset changes later (a rule in the footer) */
};

struct header {
	uint32_t isut, isstd, leap, times, types, chars;
};

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static int64_t
get64(const unsigned char *p)
{
	return (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4));
}

static bool
header_read(const unsigned char *p, size_t len, struct header *h)
{
	if (len < 44 || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	h->isut = get32(p + 20);
	h->isstd = get32(p + 24);
	h->leap = get32(p + 28);
	h->times = get32(p + 32);
	h->types = get32(p + 36);
	h->chars = get32(p + 40);
	return h->times < 10000 && h->types > 0 && h->types < 256 &&
	       h->chars < 10000 && h->leap < 1000 && h->isut < 256 &&
	       h->isstd < 256;
}

static size_t
body_len(const struct header *h, size_t word)
{
	return h->times * (word + 1) + h->types * 6 + h->chars +
	       h->leap * (word + 4) + h->isstd + h->isut;
}

/* The second body, of 64-bit times. */
static int
body_read(const unsigned char *p, size_t len, const struct header *h,
    struct comity_zone *zone)
{
	const unsigned char *kinds = p + h->times * 8;
	const unsigned char *types = kinds + h->times;
	const unsigned char *footer = p + body_len(h, 8);
	size_t i;

	if (body_len(h, 8) > len)
		return COMITY_REFUSED;
	zone->at = calloc(h->times + 1, sizeof(*zone->at));
	zone->offset = calloc(h->times + 1, sizeof(*zone->offset));
	if (zone->at == NULL || zone->offset == NULL)
		return COMITY_ENOMEM;
	zone->first = (int32_t)get32(types);
	for (i = 0; i < h->times; i++) {
		if (kinds[i] >= h->types)
			return COMITY_REFUSED;
		zone->at[i] = get64(p + i * 8);
		zone->offset[i] = (int32_t)get32(types + kinds[i] * 6);
	}
	zone->count = h->times;
	/* "EST5EDT,M3.2.0,M11.1.0": a comma means that it goes on changing */
	zone->open = memchr(footer, ',', len - body_len(h, 8)) != NULL;
	return COMITY_OK;
}

int
comity_zone_read(const char *name, const struct comity_source *source,
    struct comity_report *report, struct comity_zone **out)
{
	struct comity_place place = { .file = source->name };
	struct comity_zone *zone = NULL;
	struct header h;
	size_t at = 44;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((zone = calloc(1, sizeof(*zone))) == NULL)
		goto out;
	if ((zone->name = strdup(name)) == NULL)
		goto out;
	memcpy(zone->sha256_hex, source->sha256_hex, sizeof(zone->sha256_hex));
	rc = COMITY_REFUSED;
	if (header_read(source->bytes, source->len, &h) &&
	    (at += body_len(&h, 4)) < source->len &&
	    header_read(source->bytes + at, source->len - at, &h))
		rc = body_read(
		    source->bytes + at + 44, source->len - at - 44, &h, zone);
	if (rc == COMITY_REFUSED)
		rc = comity_report_add(
		    report, COMITY_F_ZONE, &place, name, NULL);
	if (rc != COMITY_OK)
		goto out;
	*out = zone;
	zone = NULL;
out:
	comity_zone_free(zone);
	return rc;
}

void
comity_zone_free(struct comity_zone *zone)
{
	if (zone == NULL)
		return;
	free(zone->name);
	free(zone->at);
	free(zone->offset);
	free(zone);
}

const char *
comity_zone_name(const struct comity_zone *zone)
{
	return zone->name;
}

const char *
comity_zone_sha256(const struct comity_zone *zone)
{
	return zone->sha256_hex;
}

/* How many transitions lie at or before an instant. */
static size_t
passed(const struct comity_zone *zone, int64_t at)
{
	size_t low = 0, high = zone->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (zone->at[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The offset in force at an instant. */
static int32_t
offset_at(const struct comity_zone *zone, int64_t at)
{
	size_t count = passed(zone, at);

	return count == 0 ? zone->first : zone->offset[count - 1];
}

/*
 * The first instant whose local time is midnight or later. Where the clock is
 * put forward over midnight, the day begins with the change.
 */
static int64_t
day_begins(const struct comity_zone *zone, int64_t midnight)
{
	int32_t before = offset_at(zone, midnight - FAR_EAST);
	int64_t begins = midnight - before, changed;

	if (offset_at(zone, begins) == before)
		return begins;
	changed = zone->at[passed(zone, begins) - 1];
	begins = midnight - offset_at(zone, changed);
	return begins > changed ? begins : changed;
}

void
comity_zone_day(const struct comity_zone *zone, int64_t day, int64_t *earliest,
    int64_t *latest)
{
	int64_t midnight = day * 86400;
	int32_t a, b;

	*earliest = midnight - FAR_EAST;
	*latest = midnight - FAR_WEST;
	if (zone == NULL)
		return;
	if (zone->open && zone->count > 1 &&
	    midnight > zone->at[zone->count - 1]) {
		/* Beyond the table: one of its last two offsets. */
		a = zone->offset[zone->count - 1];
		b = zone->offset[zone->count - 2];
		*earliest = midnight - (a > b ? a : b);
		*latest = midnight - (a > b ? b : a);
		return;
	}
	*earliest = *latest = day_begins(zone, midnight);
}
