/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutate: changes to XML that leave it mostly well-formed, so that what lies
 * behind the parser is reached: elements are taken out, doubled, exchanged,
 * moved and wrapped; attributes and texts get values that are hard to judge.
 * Works on octets: what the parser refuses must be able to come out, too.
 */
#include "fuzz.h"

#define SPANS_MAX 2000
#define DEPTH_MAX 300

/* Of libFuzzer; absent where inputs are only played again. */
size_t LLVMFuzzerMutate(unsigned char *data, size_t size, size_t max)
    __attribute__((weak));

/* An element: its start tag, what it holds, its end. */
struct span {
	size_t begin, tag_end, content_end, end;
	size_t name_len;
};
struct spans {
	struct span at[SPANS_MAX];
	size_t count;
};

static const char *const values[] = { "", " ", "0", "-1", "1", "+1", "00",
	"1.0", "0.1", ".5", "1e9", "NaN", "INF", "999999999999999999999999",
	"-0", "2026-11-01", "2026-02-29", "0000-01-01", "-0001-12-31",
	"12026-01-01", "2026-11-01T00:00:00Z", "2026-11-01T24:00:00Z",
	"2026-12-31T23:59:60Z", "2026-11-01T00:00:00+14:00", "2026-11-01Z",
	"P1D", "P1Y2M", "-P1D", "PT0S", "P99999999999Y", "true", "false", "US",
	"DE", "EU", "GB", "XX", "us", "1C351", "1C353.a.3", "0A001",
	"GOVUS-EXAMPLE0003", "license", "agreement", "export", "unlimited",
	"confidential", "not-stated", "suspended", "reinstated", "revoked",
	"enacted", "repealed", "demonstration", "in-force", "exact", "broader",
	"narrower", "none", "imposed", "#", "#s-one", "urn:comity:core:1",
	"http://www.w3.org/2000/09/xmldsig#", "a/../b", "..", "/", "%00",
	"\xc3\xa9", "\xe2\x80\xae", "\xef\xbb\xbf", "\xf0\x9f\x98\x80",
	"&#x202e;", "&#9;", "&#xA;", "&#xD;", "&#1;", "&#x10FFFF;", "&amp;",
	"&lt;", "&unknown;", "]]>", "<![CDATA[x]]>", "<!-- x -->", "<?x y?>",
	"@CERT@", "@DATA@", "@PROPS@", "@VALUE@", "@METHOD@", "@STAMP@" };
static const char *const attributes[] = { " id=\"x\"", " Id=\"s-one\"",
	" xml:id=\"x\"", " xml:lang=\"de\"", " xml:space=\"preserve\"",
	" xml:base=\"http://a.example/\"", " xmlns=\"\"",
	" xmlns=\"urn:comity:core:1\"", " xmlns:a=\"urn:a\"",
	" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
	" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
	" xsi:nil=\"true\"",
	" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
	" xsi:type=\"xs:string\"",
	" xmlns:r=\"relative\"", " withheld=\"confidential\"",
	" binding=\"true\"", " Algorithm=\"urn:x\"", " URI=\"\"",
	" Target=\"#s-one\"", " list=\"x\"", " edition=\"1\"" };

/* xorshift: same seed, same change. */
struct dice {
	uint64_t state;
};

static size_t
roll(struct dice *dice, size_t sides)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return sides == 0 ? 0 : (size_t)(dice->state % sides);
}

static bool
is_name(unsigned char c)
{
	return c > 127 || c == ':' || c == '_' || c == '-' || c == '.' ||
	       (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Find the elements; ends that do not match are passed over. */
static void
read_spans(const unsigned char *bytes, size_t len, struct spans *out)
{
	size_t open[DEPTH_MAX], depth = 0, i, end;
	struct span *span;

	out->count = 0;
	for (i = 0; i + 1 < len; i = end) {
		const unsigned char *close;

		end = i + 1;
		if (bytes[i] != '<' ||
		    (close = memchr(bytes + i, '>', len - i)) == NULL)
			continue;
		end = (size_t)(close - bytes) + 1;
		if (bytes[i + 1] == '/') {
			if (depth == 0)
				continue;
			span = &out->at[open[--depth]];
			span->content_end = i;
			span->end = end;
		} else if (is_name(bytes[i + 1]) && out->count < SPANS_MAX &&
			   depth < DEPTH_MAX) {
			span = &out->at[out->count];
			*span = (struct span){ i, end, end, end, 0 };
			while (is_name(bytes[i + 1 + span->name_len]))
				span->name_len++;
			if (bytes[end - 2] != '/')
				open[depth++] = out->count;
			out->count++;
		}
	}
}

/* Put octets in the place of some; the new length, or 0: no room. */
static size_t
put(unsigned char *bytes, size_t len, size_t max, size_t from, size_t to,
    const void *with, size_t with_len)
{
	unsigned char *copy;

	if (from > to || to > len || len - (to - from) + with_len > max)
		return 0;
	if ((copy = malloc(with_len + 1)) == NULL)
		return 0;
	memcpy(copy, with, with_len); /* it may lie in bytes */
	memmove(bytes + from + with_len, bytes + to, len - to);
	memcpy(bytes + from, copy, with_len);
	free(copy);
	return len - (to - from) + with_len;
}

/* Exchange two elements that do not hold each other. */
static size_t
exchange(unsigned char *bytes, size_t len, const struct span *a,
    const struct span *b)
{
	unsigned char *copy;
	size_t at;

	if (a->begin > b->begin)
		return exchange(bytes, len, b, a);
	if (a->end > b->begin || (copy = malloc(len)) == NULL)
		return 0;
	memcpy(copy, bytes, len);
	at = a->begin;
	memcpy(bytes + at, copy + b->begin, b->end - b->begin);
	at += b->end - b->begin;
	memcpy(bytes + at, copy + a->end, b->begin - a->end);
	at += b->begin - a->end;
	memcpy(bytes + at, copy + a->begin, a->end - a->begin);
	free(copy);
	return len;
}

static size_t
wrap(unsigned char *bytes, size_t len, size_t max, const struct span *s,
    const struct span *by)
{
	struct comity_text text = { 0 };
	size_t out;

	comity_text_add(&text, "<");
	comity_text_add_bytes(
	    &text, (const char *)bytes + by->begin + 1, by->name_len);
	comity_text_add(&text, ">");
	comity_text_add_bytes(
	    &text, (const char *)bytes + s->begin, s->end - s->begin);
	comity_text_add(&text, "</");
	comity_text_add_bytes(
	    &text, (const char *)bytes + by->begin + 1, by->name_len);
	comity_text_add(&text, ">");
	out = put(bytes, len, max, s->begin, s->end, text.data, text.len);
	comity_text_clear(&text);
	return out;
}

/* The n-th attribute's value in a start tag; false: it has none. */
static bool
attribute_value(const unsigned char *bytes, const struct span *s, size_t n,
    size_t *from, size_t *to)
{
	size_t i, count = 0, at[64][2];

	for (i = s->begin; i < s->tag_end && count < 64; i++) {
		unsigned char quote = bytes[i];

		if (quote != '"' && quote != '\'')
			continue;
		at[count][0] = ++i;
		while (i < s->tag_end && bytes[i] != quote)
			i++;
		at[count++][1] = i;
	}
	if (count == 0)
		return false;
	*from = at[n % count][0];
	*to = at[n % count][1];
	return *to < s->tag_end;
}

static size_t
put_value(unsigned char *bytes, size_t len, size_t max, size_t from, size_t to,
    struct dice *dice)
{
	const char *value =
	    values[roll(dice, sizeof(values) / sizeof(values[0]))];
	size_t room = max - len, new_len;

	if (LLVMFuzzerMutate != NULL && roll(dice, 3) == 0 &&
	    to - from + 64 < room) {
		unsigned char *copy = calloc(1, to - from + 64);

		memcpy(copy, bytes + from, to - from);
		new_len = LLVMFuzzerMutate(copy, to - from, to - from + 64);
		len = put(bytes, len, max, from, to, copy, new_len);
		free(copy);
		return len;
	}
	return put(bytes, len, max, from, to, value, strlen(value));
}

/* One change; 0: it could not be made. */
static size_t
change(unsigned char *bytes, size_t len, size_t max, const struct spans *spans,
    struct dice *dice)
{
	const struct span *a = &spans->at[roll(dice, spans->count)];
	const struct span *b = &spans->at[roll(dice, spans->count)];
	const char *attribute =
	    attributes[roll(dice, sizeof(attributes) / sizeof(attributes[0]))];
	size_t from, to;

	switch (roll(dice, 12)) {
	case 0: /* take out */
		return put(bytes, len, max, a->begin, a->end, "", 0);
	case 1: /* double */
		return put(bytes, len, max, a->end, a->end, bytes + a->begin,
		    a->end - a->begin);
	case 2: /* another in its place */
		return put(bytes, len, max, a->begin, a->end, bytes + b->begin,
		    b->end - b->begin);
	case 3: /* another into it */
		return put(bytes, len, max, a->tag_end, a->tag_end,
		    bytes + b->begin, b->end - b->begin);
	case 4:
		return exchange(bytes, len, a, b);
	case 5:
		return wrap(bytes, len, max, a, b);
	case 6: /* leave its content only */
		return put(bytes, len, max, a->begin, a->end,
		    bytes + a->tag_end, a->content_end - a->tag_end);
	case 7: /* another attribute */
		to = a->begin + 1 + a->name_len;
		return put(
		    bytes, len, max, to, to, attribute, strlen(attribute));
	case 8:
	case 9:
		return attribute_value(bytes, a, roll(dice, 64), &from, &to)
			   ? put_value(bytes, len, max, from, to, dice)
			   : 0;
	default:
		return put_value(
		    bytes, len, max, a->tag_end, a->content_end, dice);
	}
}

/* What stands behind the first NUL octet are not octets of the XML. */
static size_t
xml_len(const unsigned char *bytes, size_t len)
{
	const unsigned char *nul = len > 0 ? memchr(bytes, 0, len) : NULL;

	return nul != NULL ? (size_t)(nul - bytes) : len;
}

size_t
fuzz_mutate_xml(unsigned char *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = { seed * UINT64_C(2654435761) + 88172645463325252 };
	size_t inner = xml_len(bytes, len), rest = len - inner, out, i;
	unsigned char *work;
	struct spans *spans;

	if (LLVMFuzzerMutate != NULL && roll(&dice, 4) == 0)
		return LLVMFuzzerMutate(bytes, len, max);
	spans = malloc(sizeof(*spans));
	work = malloc(max + 1);
	memcpy(work, bytes, inner);
	out = inner;
	for (i = 0; i < 1 + roll(&dice, 3) && max > rest; i++) {
		size_t changed = 0;

		read_spans(work, out, spans);
		if (spans->count > 0)
			changed = change(work, out, max - rest, spans, &dice);
		out = changed != 0 ? changed : out;
	}
	memmove(bytes + out, bytes + inner, rest);
	memcpy(bytes, work, out);
	free(work);
	free(spans);
	return out + rest;
}

/* An element of one input in the place of, or into, one of another. */
size_t
fuzz_cross_xml(const unsigned char *a, size_t a_len, const unsigned char *b,
    size_t b_len, unsigned char *out, size_t max, unsigned int seed)
{
	struct dice dice = { seed * UINT64_C(2654435761) + 362436069 };
	struct spans *spans = malloc(2 * sizeof(*spans));
	const struct span *to, *from;
	size_t len = 0;

	read_spans(a, xml_len(a, a_len), &spans[0]);
	read_spans(b, xml_len(b, b_len), &spans[1]);
	if (a_len <= max && spans[0].count > 0 && spans[1].count > 0) {
		to = &spans[0].at[roll(&dice, spans[0].count)];
		from = &spans[1].at[roll(&dice, spans[1].count)];
		memcpy(out, a, a_len);
		len = roll(&dice, 2) == 0
			  ? put(out, a_len, max, to->begin, to->end,
				b + from->begin, from->end - from->begin)
			  : put(out, a_len, max, to->tag_end, to->tag_end,
				b + from->begin, from->end - from->begin);
	}
	free(spans);
	return len;
}
