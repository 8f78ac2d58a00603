/* SPDX-License-Identifier: Apache-2.0 */
/*
 * moment: instants and days. Instants are seconds since
 * 1970-01-01T00:00:00Z; days are days since 1970-01-01 and belong to a zone.
 */
#ifndef COMITY_MOMENT_H
#define COMITY_MOMENT_H

#include <stddef.h>
#include <stdint.h>

#include "source.h"

/* xs:dateTime with zone ("Z" or an offset); the fraction is cut off.
 * COMITY_OK or COMITY_REFUSED. */
int comity_moment_read(const char *string, int64_t *at);
/* "2026-06-01T00:00:00Z" into out[32]. */
void comity_moment_write(int64_t at, char out[32]);

/* xs:date, with or without zone offset (which is ignored here).
 * COMITY_OK or COMITY_REFUSED; impossible days are refused. */
int comity_day_read(const char *string, int64_t *day);
void comity_day_write(int64_t day, char out[32]);
/* Add an xs:duration of years, months and days ("P2Y", "P10D", "-P1M");
 * the end of a shorter month holds (31 Jan + P1M = 28 Feb). */
int comity_day_add(int64_t day, const char *duration, int64_t *out);

/* Loaded zone data (IANA TZif). */
struct comity_zone;
/* source: the octets of a zoneinfo file; name: "Europe/Berlin". */
int comity_zone_read(const char *name, const struct comity_source *source,
    struct comity_report *report, struct comity_zone **out);
void comity_zone_free(struct comity_zone *zone);
const char *comity_zone_name(const struct comity_zone *zone);
const char *comity_zone_sha256(const struct comity_zone *zone);
/*
 * When a day begins there: the earliest and the latest instant that it can
 * be. Equal for a loaded zone; for zone NULL the band over the whole earth
 * (UTC+14 to UTC-12), and beyond the zone's table a band of its offsets.
 */
void comity_zone_day(const struct comity_zone *zone, int64_t day,
    int64_t *earliest, int64_t *latest);

#endif
