/* SPDX-License-Identifier: Apache-2.0 */
#include "moment.h"

#include <stdio.h>
#include <string.h>

/* Days of the civil (proleptic Gregorian) calendar, counted from 1970-01-01.
 * Years are shifted to begin in March, so that a leap day ends one. */
static int64_t
day_of(int64_t year, int month, int day)
{
	int64_t era;
	int64_t of_era, of_year;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static void
civil_of(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t of_era = shifted - era * 146097;
	int64_t years =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
	int64_t m = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = years + era * 400 + (*month <= 2);
}

static int
month_days(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* Exactly count digits into *value; the next character, or NULL. */
static const char *
digits(const char *s, int count, int *value)
{
	*value = 0;
	for (; count > 0; count--, s++) {
		if (*s < '0' || *s > '9')
			return NULL;
		*value = *value * 10 + (*s - '0');
	}
	return s;
}

static const char *
blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* "2026-06-01" at s; what follows it, or NULL. */
static const char *
civil_read(const char *s, int64_t *days)
{
	int year, month, day;

	if ((s = digits(s, 4, &year)) == NULL || *s++ != '-' ||
	    (s = digits(s, 2, &month)) == NULL || *s++ != '-' ||
	    (s = digits(s, 2, &day)) == NULL)
		return NULL;
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return NULL;
	*days = day_of(year, month, day);
	return s;
}

/* "Z", "+01:00"; the offset in seconds; what follows it, or NULL. */
static const char *
offset_read(const char *s, int *offset)
{
	int hours, minutes, sign = *s == '-' ? -1 : 1;

	*offset = 0;
	if (*s == 'Z')
		return s + 1;
	if ((*s != '+' && *s != '-') ||
	    (s = digits(s + 1, 2, &hours)) == NULL || *s++ != ':' ||
	    (s = digits(s, 2, &minutes)) == NULL)
		return NULL;
	if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
		return NULL;
	*offset = sign * (hours * 3600 + minutes * 60);
	return s;
}

int
comity_moment_read(const char *string, int64_t *at)
{
	const char *s;
	int64_t days;
	int hour, minute, second, offset;

	if (string == NULL || (s = civil_read(blanks(string), &days)) == NULL ||
	    *s++ != 'T' || (s = digits(s, 2, &hour)) == NULL || *s++ != ':' ||
	    (s = digits(s, 2, &minute)) == NULL || *s++ != ':' ||
	    (s = digits(s, 2, &second)) == NULL)
		return COMITY_REFUSED;
	if (*s == '.' && s[1] >= '0' && s[1] <= '9')
		s += 1 + strspn(s + 1, "0123456789");
	if ((s = offset_read(s, &offset)) == NULL || *blanks(s) != '\0')
		return COMITY_REFUSED;
	if (minute > 59 || second > 59 ||
	    (hour > 23 && (hour != 24 || minute != 0 || second != 0)))
		return COMITY_REFUSED;
	*at = days * 86400 + hour * 3600 + minute * 60 + second - offset;
	return COMITY_OK;
}

static int64_t
floor_days(int64_t at)
{
	return at >= 0 ? at / 86400 : -((-at + 86399) / 86400);
}

void
comity_moment_write(int64_t at, char out[32])
{
	int64_t days = floor_days(at), year, rest;
	int month, day;

	civil_of(days, &year, &month, &day);
	rest = at - days * 86400;
	if (year < 1 || year > 9999) {
		snprintf(out, 32, "%s", year < 1 ? "always" : "for ever");
		return;
	}
	snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, month,
	    day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

int
comity_day_read(const char *string, int64_t *day)
{
	const char *s;
	int offset;

	if (string == NULL || (s = civil_read(blanks(string), day)) == NULL)
		return COMITY_REFUSED;
	if (*s == 'Z' || *s == '+' || *s == '-')
		s = offset_read(s, &offset);
	return s != NULL && *blanks(s) == '\0' ? COMITY_OK : COMITY_REFUSED;
}

void
comity_day_write(int64_t days, char out[32])
{
	int64_t year;
	int month, day;

	civil_of(days, &year, &month, &day);
	if (year < 1 || year > 9999)
		snprintf(out, 32, "%s", year < 1 ? "always" : "for ever");
	else
		snprintf(out, 32, "%04d-%02d-%02d", (int)year, month, day);
}

/* "P2Y3M10D" or "P2W"-less xs:duration without a time part. */
static int
duration_read(const char *s, int64_t *months, int64_t *days)
{
	int64_t value;
	int sign = 1, count;

	*months = *days = 0;
	s = blanks(s);
	if (*s == '-') {
		sign = -1;
		s++;
	}
	if (*s++ != 'P' || *s == '\0')
		return COMITY_REFUSED;
	while (*s >= '0' && *s <= '9') {
		for (value = 0, count = 0; *s >= '0' && *s <= '9'; s++) {
			if (++count > 6)
				return COMITY_REFUSED;
			value = value * 10 + (*s - '0');
		}
		switch (*s++) {
		case 'Y':
			*months += 12 * value;
			break;
		case 'M':
			*months += value;
			break;
		case 'D':
			*days += value;
			break;
		default:
			return COMITY_REFUSED;
		}
	}
	if (*blanks(s) != '\0')
		return COMITY_REFUSED;
	*months *= sign;
	*days *= sign;
	return COMITY_OK;
}

int
comity_day_add(int64_t day, const char *duration, int64_t *out)
{
	int64_t months, days, year, count;
	int month, of_month;

	if (duration == NULL ||
	    duration_read(duration, &months, &days) != COMITY_OK)
		return COMITY_REFUSED;
	civil_of(day, &year, &month, &of_month);
	count = year * 12 + (month - 1) + months;
	year = count >= 0 ? count / 12 : -((-count + 11) / 12);
	month = (int)(count - year * 12) + 1;
	if (of_month > month_days(year, month))
		of_month = month_days(year, month);
	*out = day_of(year, month, of_month) + days;
	return COMITY_OK;
}
