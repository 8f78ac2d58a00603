/* SPDX-License-Identifier: Apache-2.0 */
#include "mismatch.h"

#include "crypto.h"
#include "limit.h"
#include "text.h"

#include <string.h>

/*
 * One step over octets as they are now: adds to text what stood there when it
 * was signed, if a certain change was made since, and returns how many octets
 * it stands for; 0: nothing special here.
 */
typedef size_t undo_fn(struct comity_text *text, const unsigned char *bytes,
    size_t at, size_t len);

static bool
has(const unsigned char *bytes, size_t at, size_t len, const char *text)
{
	size_t n = strlen(text);

	return len - at >= n && memcmp(bytes + at, text, n) == 0;
}

static size_t
returns_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)text;
	return has(bytes, at, len, "&#xD;") ? 5 : 0;
}

static size_t
returns_went(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)len;
	if (bytes[at] != '\n' ||
	    (at >= 5 && memcmp(bytes + at - 5, "&#xD;", 5) == 0))
		return 0;
	comity_text_add(text, "&#xD;\n");
	return 1;
}

/* The same in a payload, which is digested as it is. */
static size_t
raw_returns_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)text;
	return has(bytes, at, len, "\r\n") ? 1 : 0;
}

static size_t
raw_returns_went(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)len;
	if (bytes[at] != '\n' || (at > 0 && bytes[at - 1] == '\r'))
		return 0;
	comity_text_add(text, "\r\n");
	return 1;
}

static size_t
mark_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)text;
	return has(bytes, at, len, "\xef\xbb\xbf") ? 3 : 0;
}

static size_t
mark_went(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)len;
	if (at > 0)
		return 0;
	comity_text_add(text, "\xef\xbb\xbf");
	comity_text_add_bytes(text, (const char *)bytes, 1);
	return 1;
}

/* A line end at the end of a file. */
static size_t
end_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	(void)text;
	if (at + 1 == len && bytes[at] == '\n')
		return 1;
	return at + 2 == len && has(bytes, at, len, "\r\n") ? 2 : 0;
}

static size_t
end_went(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	if (at + 1 != len)
		return 0;
	comity_text_add_bytes(text, (const char *)bytes + at, 1);
	comity_text_add(text, "\n");
	return 1;
}

/* White space between two tags. */
static size_t
indent_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	size_t end = at;

	(void)text;
	if (at == 0 || bytes[at - 1] != '>')
		return 0;
	while (end < len &&
	       (bytes[end] == ' ' || bytes[end] == '\t' || bytes[end] == '\n'))
		end++;
	return end < len && bytes[end] == '<' ? end - at : 0;
}

/* A processing instruction, with the line end that canonical form gives it
 * outside the root. */
static size_t
instruction_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	bool behind = bytes[at] == '\n' && has(bytes, at + 1, len, "<?");
	const unsigned char *end;

	(void)text;
	if (!behind && !has(bytes, at, len, "<?"))
		return 0;
	end = memmem(bytes + at, len - at, "?>", 2);
	if (end == NULL)
		return 0;
	end += 2;
	if (!behind && end < bytes + len && *end == '\n')
		end++;
	return (size_t)(end - bytes) - at;
}

/* What editors add to the root so that they find its schema. */
static size_t
schema_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	static const char *const starts[] = { "xsi:schemaLocation=\"",
		"xsi:noNamespaceSchemaLocation=\"", "xmlns:xsi=\"" };
	const unsigned char *end;
	size_t i, n;

	(void)text;
	if (bytes[at] != ' ')
		return 0;
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		n = strlen(starts[i]);
		if (!has(bytes, at + 1, len, starts[i]))
			continue;
		end = memchr(bytes + at + 1 + n, '"', len - at - 1 - n);
		return end != NULL ? (size_t)(end + 1 - bytes) - at : 0;
	}
	return 0;
}

/* A character of UTF-8 that was one octet: taken for ISO 8859-1 since. */
static size_t
encoding_came(
    struct comity_text *text, const unsigned char *bytes, size_t at, size_t len)
{
	char one;

	if (len - at < 2 || (bytes[at] != 0xc2 && bytes[at] != 0xc3) ||
	    (bytes[at + 1] & 0xc0) != 0x80)
		return 0;
	one = (char)((bytes[at] << 6 & 0xc0) | (bytes[at + 1] & 0x3f));
	comity_text_add_bytes(text, &one, 1);
	return 2;
}

#define IN_XML 1U
#define IN_FILE 2U

static const struct trial {
	unsigned where;
	undo_fn *undo;
	const char *cause;
} trials[] = {
	{ IN_XML | IN_FILE, returns_came,
	    "carriage returns came in after signing (CRLF line ends); get the "
	    "untouched file" },
	{ IN_FILE, raw_returns_came,
	    "carriage returns came in after signing (CRLF line ends); get the "
	    "untouched file" },
	{ IN_XML | IN_FILE, mark_came,
	    "a byte order mark came into the text after signing; get the "
	    "untouched file" },
	{ IN_XML | IN_FILE, indent_came,
	    "the document was pretty-printed after signing: only white space "
	    "between tags differs; get the untouched file" },
	{ IN_XML, instruction_came,
	    "a processing instruction (a stylesheet, a schema) came in after "
	    "signing; get the untouched file" },
	{ IN_XML, schema_came,
	    "an editor added where the schema is (xsi:schemaLocation) after "
	    "signing; get the untouched file" },
	{ IN_XML, returns_went,
	    "carriage returns were lost after signing (CRLF became LF); get "
	    "the untouched file" },
	{ IN_FILE, raw_returns_went,
	    "carriage returns were lost after signing (CRLF became LF); get "
	    "the untouched file" },
	{ IN_FILE, mark_went,
	    "the byte order mark was lost after signing; get the untouched "
	    "file" },
	{ IN_FILE, end_came,
	    "a line end came to the end of the file after signing; get the "
	    "untouched file" },
	{ IN_FILE, end_went,
	    "the line end at the end of the file was lost after signing; get "
	    "the untouched file" },
	{ IN_XML, encoding_came,
	    "the document was read in a wrong encoding after signing: UTF-8 "
	    "was taken for ISO 8859-1 and encoded once more; get the untouched "
	    "file" },
	{ IN_FILE, encoding_came,
	    "the file was converted from ISO 8859-1 to UTF-8 after "
	    "signing; get the untouched file" },
};

static bool
is_stated(
    const struct comity_reference *reference, const void *bytes, size_t len)
{
	unsigned char got[COMITY_DIGEST_MAX];

	return comity_digest(reference->digest, bytes, len, got) &&
	       comity_crypto_same(
		   got, reference->value, reference->digest->len);
}

/* Whether the digest is that of the octets with one change undone. */
static bool
holds(const struct trial *trial, const struct comity_reference *reference,
    const struct comity_octets *octets)
{
	struct comity_text text = { 0 };
	bool changed = false, same;
	size_t at = 0, n;

	while (at < octets->len && !text.failed) {
		n = trial->undo(&text, octets->bytes, at, octets->len);
		changed = changed || n > 0;
		if (n == 0)
			comity_text_add_bytes(
			    &text, (const char *)octets->bytes + at, 1);
		at += n > 0 ? n : 1;
	}
	same =
	    changed && !text.failed &&
	    is_stated(reference, text.data != NULL ? text.data : "", text.len);
	comity_text_clear(&text);
	return same;
}

/* Whether the digest is that of the document without its other signatures:
 * what happens when a second enveloped signature is added to a first. */
static bool
holds_alone(const struct comity_doc *doc,
    const struct comity_reference *reference, const struct comity_node_set *set)
{
	struct comity_node_set alone;
	struct comity_octets octets = { 0 };
	bool same = false;

	if (set == NULL || reference->remover != COMITY_REMOVE_ENVELOPED)
		return false;
	alone = *set;
	alone.without_root_signatures = true;
	if (comity_c14n_write(doc, &alone, reference->c14n->method,
		(const char *const *)reference->prefixes, &octets) == COMITY_OK)
		same = is_stated(reference, octets.bytes, octets.len);
	comity_octets_clear(&octets);
	return same;
}

const char *
comity_mismatch_cause(const struct comity_doc *doc,
    const struct comity_reference *reference, const struct comity_node_set *set,
    const struct comity_octets *octets)
{
	bool file =
	    reference->kind == COMITY_REFERENCE_PAYLOAD || reference->base64;
	size_t i;

	for (i = 0; octets->len <= COMITY_MISMATCH_MAX &&
		    i < sizeof(trials) / sizeof(trials[0]);
	     i++)
		if ((trials[i].where & (file ? IN_FILE : IN_XML)) != 0 &&
		    holds(&trials[i], reference, octets))
			return trials[i].cause;
	if (holds_alone(doc, reference, set))
		return "a further signature was added afterwards, and this "
		       "one's enveloped-signature transform covers it; the "
		       "signer must leave out every signature of the root";
	return "what was signed was changed after signing; compare with the "
	       "issuer's copy";
}
