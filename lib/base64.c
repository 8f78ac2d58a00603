/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"

#include "status.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Decode into bytes, which has room for all of it. */
static bool
decode(const char *string, unsigned char *bytes, size_t *len)
{
	uint32_t group = 0;
	int have = 0, pads = 0, v;

	*len = 0;
	for (; *string != '\0'; string++) {
		if (is_space(*string))
			continue;
		if (*string == '=') {
			if (have + pads >= 4 || have < 2)
				return false;
			pads++;
			continue;
		}
		if (pads > 0 || (v = value_of(*string)) < 0)
			return false;
		group = group << 6 | (uint32_t)v;
		if (++have < 4)
			continue;
		bytes[(*len)++] = (unsigned char)(group >> 16);
		bytes[(*len)++] = (unsigned char)(group >> 8);
		bytes[(*len)++] = (unsigned char)group;
		group = 0;
		have = 0;
	}
	if (have == 0)
		return pads == 0;
	if (have + pads != 4)
		return false;
	group <<= 6 * pads;
	/* unused bits: else several texts would stand for one value */
	if ((group & (pads == 2 ? 0xffffu : 0xffu)) != 0)
		return false;
	bytes[(*len)++] = (unsigned char)(group >> 16);
	if (pads == 1)
		bytes[(*len)++] = (unsigned char)(group >> 8);
	return true;
}

int
comity_base64_read(const char *string, unsigned char **bytes, size_t *len)
{
	unsigned char *data;
	size_t got;

	if (string == NULL)
		return COMITY_REFUSED;
	if ((data = malloc(strlen(string) / 4 * 3 + 4)) == NULL)
		return COMITY_ENOMEM;
	if (!decode(string, data, &got) || got == 0) {
		free(data);
		return COMITY_REFUSED;
	}
	*bytes = data;
	*len = got;
	return COMITY_OK;
}

char *
comity_base64_write(const unsigned char *bytes, size_t len)
{
	char *text, *at;
	size_t i;

	if (len > SIZE_MAX / 2)
		return NULL;
	if ((text = malloc((len + 2) / 3 * 4 + 1)) == NULL)
		return NULL;
	at = text;
	for (i = 0; i + 2 < len; i += 3) {
		*at++ = digits[bytes[i] >> 2];
		*at++ = digits[(bytes[i] & 3) << 4 | bytes[i + 1] >> 4];
		*at++ = digits[(bytes[i + 1] & 15) << 2 | bytes[i + 2] >> 6];
		*at++ = digits[bytes[i + 2] & 63];
	}
	if (len - i == 1) {
		*at++ = digits[bytes[i] >> 2];
		*at++ = digits[(bytes[i] & 3) << 4];
		*at++ = '=';
		*at++ = '=';
	} else if (len - i == 2) {
		*at++ = digits[bytes[i] >> 2];
		*at++ = digits[(bytes[i] & 3) << 4 | bytes[i + 1] >> 4];
		*at++ = digits[(bytes[i + 1] & 15) << 2];
		*at++ = '=';
	}
	*at = '\0';
	return text;
}
