/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
room_for(struct comity_text *text, size_t more)
{
	size_t room = text->room ? text->room : 64;
	char *data;

	if (text->failed)
		return false;
	if (more >= SIZE_MAX / 2 - text->len) {
		text->failed = true;
		return false;
	}
	if (text->len + more + 1 <= text->room)
		return true;
	while (room < text->len + more + 1)
		room *= 2;
	if ((data = realloc(text->data, room)) == NULL) {
		comity_memory_note();
		text->failed = true;
		return false;
	}
	text->data = data;
	text->room = room;
	return true;
}

void
comity_text_add_bytes(struct comity_text *text, const char *bytes, size_t len)
{
	if (!room_for(text, len))
		return;
	if (len > 0)
		memcpy(text->data + text->len, bytes, len);
	text->len += len;
	text->data[text->len] = '\0';
}

void
comity_text_add(struct comity_text *text, const char *string)
{
	if (string != NULL)
		comity_text_add_bytes(text, string, strlen(string));
}

__attribute__((format(printf, 2, 0))) static void
add_list(struct comity_text *text, const char *format, va_list list)
{
	size_t room = text->data != NULL ? text->room - text->len : 0;
	va_list again;
	int len;

	if (text->failed)
		return;
	/* mostly it fits into what is there */
	va_copy(again, list);
	len = vsnprintf(
	    room > 0 ? text->data + text->len : NULL, room, format, again);
	va_end(again);
	if (len >= 0 && (size_t)len < room) {
		text->len += (size_t)len;
		return;
	}
	if (room > 0)
		text->data[text->len] = '\0';
	if (len < 0)
		text->failed = true;
	if (!room_for(text, len < 0 ? 0 : (size_t)len))
		return;
	(void)vsnprintf(text->data + text->len, (size_t)len + 1, format, list);
	text->len += (size_t)len;
}

void
comity_text_addf(struct comity_text *text, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add_list(text, format, list);
	va_end(list);
}

char *
comity_text_format_list(const char *format, va_list list)
{
	struct comity_text text = { 0 };

	add_list(&text, format, list);
	return comity_text_take(&text);
}

char *
comity_text_format(const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = comity_text_format_list(format, list);
	va_end(list);
	return text;
}

char *
comity_text_take(struct comity_text *text)
{
	char *data = NULL;

	comity_text_add_bytes(text, "", 0);
	if (!text->failed) {
		data = text->data;
		text->data = NULL;
	}
	comity_text_clear(text);
	return data;
}

void
comity_text_clear(struct comity_text *text)
{
	free(text->data);
	memset(text, 0, sizeof(*text));
}

/* The code point at s (its length in *len), or -1 if the bytes are no UTF-8:
 * overlong forms, surrogates and beyond U+10FFFF are not. */
static int32_t
code_point(const unsigned char *s, size_t *len)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int32_t c;
	size_t i;

	*len = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xc2 && s[0] < 0xe0)
		*len = 2;
	else if (s[0] >= 0xe0 && s[0] < 0xf0)
		*len = 3;
	else if (s[0] >= 0xf0 && s[0] < 0xf5)
		*len = 4;
	else
		return -1;
	c = s[0] & (0x7f >> *len);
	for (i = 1; i < *len; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			*len = 1;
			return -1;
		}
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[*len] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff) {
		*len = 1;
		return -1;
	}
	return c;
}

/* What may not reach a terminal or a page as it is: controls, bidi controls
 * (they reorder what a reader sees), line separators, noncharacters. */
static bool
is_hidden(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0xad ||
	       (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe ||
	       (c >= 0xe0000 && c <= 0xe007f);
}

static bool
is_plain(unsigned char c)
{
	return c > 0x20 && c < 0x7f;
}

/* How many octets of printable ASCII stand there, up to max, with single spaces
 * between them. */
static size_t
plain_len(const unsigned char *s, size_t max)
{
	size_t len = 0;

	while (len < max && (is_plain(s[len]) || (len > 0 && s[len] == ' ' &&
						     is_plain(s[len + 1]))))
		len++;
	return len;
}

char *
comity_text_escape(const char *string, size_t max)
{
	struct comity_text text = { 0 };
	const unsigned char *s = (const unsigned char *)string;
	const size_t most = (max > 24 ? max : 24) - 12;
	bool blank = true; /* also drops leading white space */
	size_t len;
	int32_t c;

	if (string == NULL)
		return NULL;
	for (; *s != '\0'; s += len) {
		if (text.len <= most &&
		    (len = plain_len(s, most + 1 - text.len)) > 0) {
			comity_text_add_bytes(&text, (const char *)s, len);
			blank = false;
			continue;
		}
		c = code_point(s, &len);
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			if (!blank)
				comity_text_add(&text, " ");
			blank = true;
			continue;
		}
		blank = false;
		if (text.len > most) {
			comity_text_add(&text, "...");
			break;
		}
		if (c < 0)
			comity_text_add(&text, "\xef\xbf\xbd");
		else if (is_hidden(c))
			comity_text_addf(&text, "<U+%04X>", (unsigned)c);
		else
			comity_text_add_bytes(&text, (const char *)s, len);
	}
	if (blank && text.len > 0)
		text.data[--text.len] = '\0';
	return comity_text_take(&text);
}

char *
comity_text_copy(const char *string)
{
	char *copy = string == NULL ? NULL : strdup(string);

	if (copy == NULL && string != NULL)
		comity_memory_note();
	return copy;
}

char *
comity_text_collapse(const char *string)
{
	char *copy, *to;
	const char *from;

	if (string == NULL)
		return NULL;
	if ((copy = malloc(strlen(string) + 1)) == NULL) {
		comity_memory_note();
		return NULL;
	}
	for (from = string, to = copy; *from != '\0'; from++) {
		if (*from != ' ' && *from != '\t' && *from != '\n' &&
		    *from != '\r')
			*to++ = *from;
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

void
comity_text_add_xml(struct comity_text *text, const char *string)
{
	for (; *string != '\0'; string++) {
		if (*string == '<')
			comity_text_add(text, "&lt;");
		else if (*string == '>')
			comity_text_add(text, "&gt;");
		else if (*string == '&')
			comity_text_add(text, "&amp;");
		else if (*string == '\r')
			comity_text_add(text, "&#13;");
		else
			comity_text_add_bytes(text, string, 1);
	}
}

bool
comity_text_same(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}
