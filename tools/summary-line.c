/* SPDX-License-Identifier: Apache-2.0 */
#include "summary-line.h"

#include "crypto.h"
#include "limit.h"
#include "memory.h"
#include "render-json.h"
#include "status.h"
#include "summary.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* How many values there can be, and how deep they nest, before any of them is
 * made: both cost memory or stack. */
static const char *
look(const char *bytes, size_t len)
{
	size_t i, values = 0, depth = 0;
	bool inside = false;

	for (i = 0; i < len; i++) {
		switch (bytes[i]) {
		case '\\':
			i += inside;
			break;
		case '"':
			inside = !inside;
			break;
		case '{':
		case '[':
			values += !inside;
			if (!inside && ++depth > COMITY_ANSWER_DEPTH_MAX)
				return "it nests too deep";
			break;
		case '}':
		case ']':
			depth -= !inside && depth > 0;
			break;
		case ',':
		case ':':
			values += !inside;
			break;
		default:
			break;
		}
		if (values > COMITY_ANSWER_VALUES_MAX)
			return "it has too many values";
	}
	return NULL;
}

static int
refuse(struct line_fault *fault, const char *why)
{
	snprintf(fault->text, sizeof(fault->text), "%s", why);
	return COMITY_REFUSED;
}

int
summary_line_read(
    const char *bytes, size_t len, struct line_fault *fault, json_t **out)
{
	json_error_t error;
	const char *why = look(bytes, len);
	json_t *value;

	*out = NULL;
	if (why != NULL)
		return refuse(fault, why);
	value = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
	if (value == NULL) {
		if (comity_memory_failed() ||
		    json_error_code(&error) == json_error_out_of_memory)
			return COMITY_ENOMEM;
		return refuse(fault, error.text);
	}
	if ((why = summary_fault(value)) != NULL) {
		json_decref(value);
		return refuse(fault, why);
	}
	*out = value;
	return COMITY_OK;
}

static bool
digest(struct comity_text *text, unsigned char out[16])
{
	unsigned char whole[32];
	bool done = !text->failed && text->data != NULL &&
		    comity_sha256(text->data, text->len, whole);

	if (done)
		memcpy(out, whole, 16);
	comity_text_clear(text);
	return done;
}

/* One field behind the other, so that no two read the same. */
static void
field(struct comity_text *text, const char *value)
{
	comity_text_add(text, value != NULL ? value : "\001");
	comity_text_add_bytes(text, "", 1);
}

static bool
key_of(const char *command, const char *uri, unsigned char key[16])
{
	struct comity_text text = { 0 };

	field(&text, command);
	field(&text, uri);
	return digest(&text, key);
}

bool
summary_line_key(const char *command, const char *name, unsigned char key[16])
{
	json_t *uri = value_uri(name);
	bool done = uri != NULL && key_of(command, json_string_value(uri), key);

	json_decref(uri);
	return done;
}

bool
summary_line_split(const struct line_name *name, unsigned char key[16])
{
	struct comity_text text = { 0 };

	comity_text_add_bytes(&text, (const char *)name->key, 16);
	comity_text_add_bytes(&text, (const char *)name->contents, 16);
	return digest(&text, key);
}

static bool
contents_of(const json_t *answer, unsigned char out[16])
{
	struct comity_text text = { 0 };
	const json_t *pin;
	size_t i;

	memset(out, 0, 16);
	json_array_foreach(json_object_get(answer, "pins"), i,
	    pin) if (strcmp(value_text(pin, "kind"), "document") == 0)
	{
		field(&text, value_text(pin, "value"));
		return digest(&text, out);
	}
	return true;
}

/* What was decided, without the words in which it is said and without what a
 * batch has in common. */
static bool
grounds_of(const json_t *answer, unsigned char out[16])
{
	static const char *const members[][2] = { { NULL, "answer" },
		{ "acceptance", "answer" }, { "recognition", "verdict" },
		{ "verification", "indication" },
		{ "verification", "subIndication" }, { "profile", "id" },
		{ "profile", "edition" }, { "profile", "digest" } };
	struct comity_text text = { 0 };
	const json_t *one;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		one = members[i][0] == NULL
			  ? answer
			  : json_object_get(answer, members[i][0]);
		field(&text, value_text(one, members[i][1]));
	}
	json_array_foreach(json_object_get(answer, "findings"), i, one)
	{
		field(&text, value_text(one, "id"));
		field(&text, value_text(one, "severity"));
		comity_text_addf(&text, "%lld",
		    (long long)json_integer_value(
			json_object_get(one, "line")));
	}
	return digest(&text, out);
}

bool
summary_line_name(const json_t *answer, struct line_name *name)
{
	const char *uri = value_text(answer, "uri");
	const char *command = value_text(answer, "command");

	if (uri != NULL ? !key_of(command, uri, name->key)
			: !summary_line_key(
			      command, value_text(answer, "file"), name->key))
		return false;
	return contents_of(answer, name->contents) &&
	       grounds_of(answer, name->grounds);
}
