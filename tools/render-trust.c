/* SPDX-License-Identifier: Apache-2.0 */
#include "render-trust.h"

#include "render-json.h"
#include "render-lines.h"
#include "text.h"

#include <string.h>

static const char *
say(const struct run *run, enum word name)
{
	return word(name, run->language);
}

/* A label and its text at some depth; nothing where there is no text. */
static void
row(const struct run *run, int indent, enum word name, const char *text,
    FILE *to)
{
	int width = line_label_width(run) + 1;

	if (text == NULL || *text == '\0')
		return;
	line_wrapped(to, line_lead(to, indent, say(run, name), width), text,
	    indent + width);
}

/* What is left of a URI of the standards without its beginning. */
static const char *
short_uri(const char *uri)
{
	static const char *const beginnings[] = {
		"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/",
		"http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/",
		"http://uri.etsi.org/TrstSvc/TrustedList/TSLType/",
		"http://uri.etsi.org/TrstSvc/TrustedList/schemerules/",
		"http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/",
		"http://uri.etsi.org/TrstSvc/Svctype/",
		"http://uri.etsi.org/19602/",
		"http://ec.europa.eu/tools/lotl/mra/",
	};
	size_t i, len;

	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		len = strlen(beginnings[i]);
		if (uri != NULL && strncmp(uri, beginnings[i], len) == 0)
			return uri + len;
	}
	return uri;
}

/* A sentence with one or two values, into a text. */
#define ADD(run, text, ...) word_add(text, __VA_ARGS__, NULL)

static void
put(const struct run *run, int indent, enum word name, struct comity_text *text,
    FILE *to)
{
	row(run, indent, name, text->data, to);
	comity_text_clear(text);
}

static void
signatures(const struct run *run, const json_t *list, FILE *to)
{
	const json_t *all = json_object_get(list, "signatures"), *one;
	const char *via = value_text(list, "via");
	struct comity_text text = { 0 };
	size_t i;

	if (json_array_size(all) == 0)
		row(run, 2, WORD_TRUST_SIGNED_BY, say(run, WORD_TRUST_UNSIGNED),
		    to);
	json_array_foreach(all, i, one)
	{
		const char *subject = value_text(one, "subject");

		comity_text_addf(&text, "%s; ", subject ? subject : "?");
		if (!json_is_true(json_object_get(one, "intact")))
			comity_text_addf(
			    &text, "%s; ", say(run, WORD_TRUST_NOT_INTACT));
		if (json_is_true(json_object_get(one, "pinned")))
			comity_text_add(&text, say(run, WORD_TRUST_PINNED));
		else if (via != NULL)
			ADD(run, &text, WORD_TRUST_VIA, run->language, via);
		else
			comity_text_add(&text, say(run, WORD_TRUST_NOT_PINNED));
		put(run, 2, WORD_TRUST_SIGNED_BY, &text, to);
		row(run, 2, WORD_CERT, value_text(one, "sha256"), to);
	}
}

static void
scheme(const struct run *run, const json_t *list, FILE *to)
{
	const char *next = value_text(list, "nextUpdate");
	const json_t *rules = json_object_get(list, "rules"), *one;
	struct comity_text text = { 0 };
	const char *version = value_text(list, "version");
	size_t i;

	if (value_text(list, "name") != NULL)
		line_wrapped(
		    to, fprintf(to, "  "), value_text(list, "name"), 2);
	comity_text_addf(&text, "%s, ", value_text(list, "standard"));
	ADD(run, &text, WORD_TRUST_VERSION, run->language,
	    version != NULL ? version : "?");
	put(run, 2, WORD_TRUST_STANDARD, &text, to);
	row(run, 2, WORD_TRUST_TYPE, short_uri(value_text(list, "type")), to);
	row(run, 2, WORD_TRUST_OPERATOR, value_text(list, "operator"), to);
	row(run, 2, WORD_TRUST_TERRITORY, value_text(list, "territory"), to);
	row(run, 2, WORD_TRUST_NUMBER, value_text(list, "sequence"), to);
	row(run, 2, WORD_TRUST_ISSUED, value_text(list, "issued"), to);
	row(run, 2, WORD_TRUST_NEXT,
	    next != NULL ? next : say(run, WORD_TRUST_CLOSED), to);
	row(run, 2, WORD_TRUST_APPROACH,
	    short_uri(value_text(list, "statusDetermination")), to);
	json_array_foreach(rules, i, one) row(
	    run, 2, WORD_TRUST_RULES, short_uri(json_string_value(one)), to);
	signatures(run, list, to);
}

static enum word
why_word(const char *why)
{
	if (why == NULL)
		return WORD_TRUST_SERVICE_COUNTS;
	if (strcmp(why, "list-not-used") == 0)
		return WORD_TRUST_WHY_LIST;
	if (strcmp(why, "passed-over") == 0)
		return WORD_TRUST_WHY_PASSED;
	return strcmp(why, "websites-only") == 0 ? WORD_TRUST_WHY_WEBSITES
						 : WORD_TRUST_WHY_STATUS;
}

/* "granted since 2016-06-30T22:00:00Z" */
static void
add_status(const struct run *run, const json_t *of, struct comity_text *text)
{
	const char *status = value_text(of, "status");
	const char *since = value_text(of, "since");

	if (status != NULL || since != NULL)
		ADD(run, text, WORD_TRUST_SINCE, run->language,
		    status != NULL ? short_uri(status) : "?",
		    since != NULL ? since : "?");
}

static void
identity(const struct run *run, const json_t *of, int indent, FILE *to)
{
	const json_t *certificate = json_object_get(of, "certificate");
	struct comity_text text = { 0 };

	if (certificate != NULL) {
		comity_text_addf(
		    &text, "%s, ", value_text(certificate, "subject"));
		ADD(run, &text, WORD_TRUST_UNTIL, run->language,
		    value_text(certificate, "until"));
		put(run, indent, WORD_TRUST_HOLDER, &text, to);
		row(run, indent, WORD_CERT, value_text(certificate, "sha256"),
		    to);
	} else if (json_is_true(json_object_get(of, "unreadable"))) {
		row(run, indent, WORD_TRUST_HOLDER,
		    say(run, WORD_TRUST_UNREADABLE), to);
	} else if (run->options.verbose && value_text(of, "kind") != NULL) {
		comity_text_addf(&text, "%s %s", value_text(of, "kind"),
		    value_text(of, "value") ? value_text(of, "value") : "");
		put(run, indent, WORD_TRUST_HOLDER, &text, to);
	}
}

static void
extension(const struct run *run, const json_t *of, int indent, FILE *to)
{
	const json_t *all = json_object_get(of, "qualifications"), *one, *name;
	const char *kind = value_text(of, "kind");
	struct comity_text text = { 0 };
	size_t i, k;

	comity_text_addf(&text, "%s", kind != NULL ? kind : "?");
	if (json_is_true(json_object_get(of, "critical")))
		comity_text_addf(&text, " (%s)", say(run, WORD_TRUST_CRITICAL));
	if (value_text(of, "value") != NULL)
		comity_text_addf(
		    &text, " %s", short_uri(value_text(of, "value")));
	json_array_foreach(all, i, one)
	{
		comity_text_add(&text, i == 0 ? ":" : ";");
		json_array_foreach(json_object_get(one, "qualifiers"), k, name)
		    comity_text_addf(
			&text, " %s", short_uri(json_string_value(name)));
		if (value_text(one, "criteria") != NULL)
			comity_text_addf(
			    &text, " <- %s", value_text(one, "criteria"));
	}
	put(run, indent, WORD_TRUST_SAYS, &text, to);
}

static void
service(const struct run *run, const json_t *of, int indent, FILE *to)
{
	const json_t *one;
	struct comity_text text = { 0 };
	size_t i;

	comity_text_addf(&text, "%s", value_text(of, "name"));
	if (value_text(of, "type") != NULL)
		comity_text_addf(
		    &text, " (%s)", short_uri(value_text(of, "type")));
	comity_text_addf(&text, ", %s %lld", say(run, WORD_LINE),
	    (long long)json_integer_value(json_object_get(of, "line")));
	put(run, indent, WORD_TRUST_SERVICE, &text, to);
	indent += 2;
	add_status(run, of, &text);
	comity_text_addf(&text, "%s%s", text.len > 0 ? "; " : "",
	    say(run, why_word(value_text(of, "why"))));
	put(run, indent, WORD_TRUST_NOW, &text, to);
	json_array_foreach(json_object_get(of, "history"), i, one)
	{
		add_status(run, one, &text);
		if (!comity_text_same(
			value_text(one, "type"), value_text(of, "type")))
			comity_text_addf(
			    &text, " (%s)", short_uri(value_text(one, "type")));
		put(run, indent, WORD_TRUST_BEFORE, &text, to);
	}
	json_array_foreach(json_object_get(of, "identities"), i, one)
	    identity(run, one, indent, to);
	json_array_foreach(json_object_get(of, "extensions"), i, one)
	    extension(run, one, indent, to);
}

static void
provider(const struct run *run, const json_t *of, FILE *to)
{
	const json_t *one;
	struct comity_text text = { 0 };
	size_t i;

	comity_text_addf(&text, "%s", value_text(of, "name"));
	json_array_foreach(json_object_get(of, "tradeNames"), i, one)
	    comity_text_addf(
		&text, "%s%s", i == 0 ? " (" : ", ", json_string_value(one));
	if (json_array_size(json_object_get(of, "tradeNames")) > 0)
		comity_text_add(&text, ")");
	put(run, 2, WORD_TRUST_PROVIDER, &text, to);
	json_array_foreach(json_object_get(of, "extensions"), i, one)
	    extension(run, one, 4, to);
	json_array_foreach(json_object_get(of, "services"), i, one)
	    service(run, one, 4, to);
}

/* "CA/QC ForeSignatures, CA/PKC" */
static void
add_types(struct comity_text *text, const json_t *types)
{
	const json_t *one;
	size_t i;

	json_array_foreach(types, i, one)
	{
		const char *plain = json_is_string(one)
					? json_string_value(one)
					: value_text(one, "type");
		const char *more = value_text(one, "additional");

		comity_text_addf(text, "%s%s%s%s", i == 0 ? "" : ", ",
		    plain != NULL ? short_uri(plain) : "?",
		    more != NULL ? " " : "",
		    more != NULL ? short_uri(more) : "");
	}
}

static void
add_pair(struct comity_text *text, const json_t *pair)
{
	comity_text_add(text, "; ");
	add_types(text, json_object_get(pair, "pointing"));
	comity_text_add(text, " = ");
	add_types(text, json_object_get(pair, "pointed"));
}

/* One equivalence of an agreement, on one line. */
static void
equivalence(const struct run *run, const json_t *of, FILE *to)
{
	const char *identifier = value_text(of, "identifier");
	struct comity_text text = { 0 };

	if (identifier != NULL)
		comity_text_addf(&text, "%s: ", identifier);
	add_status(run, of, &text);
	add_pair(&text, json_object_get(of, "types"));
	add_pair(&text, json_object_get(of, "valid"));
	add_pair(&text, json_object_get(of, "invalid"));
	put(run, 4, WORD_TRUST_AGREEMENT, &text, to);
}

static void
agreement(const struct run *run, const json_t *of, FILE *to)
{
	const json_t *one, *before;
	struct comity_text text = { 0 };
	const char *pointing = value_text(of, "pointingLegislation");
	const char *pointed = value_text(of, "pointedLegislation");
	size_t i, k;

	comity_text_addf(&text, "%s = %s", pointing != NULL ? pointing : "?",
	    pointed != NULL ? pointed : "?");
	put(run, 4, WORD_TRUST_AGREEMENT, &text, to);
	json_array_foreach(json_object_get(of, "equivalences"), i, one)
	{
		equivalence(run, one, to);
		json_array_foreach(json_object_get(one, "history"), k, before)
		    equivalence(run, before, to);
	}
	row(run, 4, WORD_TRUST_AGREEMENT, say(run, WORD_TRUST_AGREEMENT_ONLY),
	    to);
}

static void
pointer(const struct run *run, const json_t *of, FILE *to)
{
	static const char *const keys[] = { "territory", "type", "location" };
	const json_t *one;
	struct comity_text text = { 0 };
	const char *value;
	size_t i;

	for (i = 0; i < 3; i++)
		if ((value = value_text(of, keys[i])) != NULL)
			comity_text_addf(&text, "%s%s", text.len > 0 ? " " : "",
			    short_uri(value));
	comity_text_addf(&text, ", %s %lld", say(run, WORD_LINE),
	    (long long)json_integer_value(json_object_get(of, "line")));
	put(run, 2, WORD_TRUST_POINTS, &text, to);
	if (run->options.verbose)
		json_array_foreach(json_object_get(of, "signers"), i, one)
		    identity(run, one, 4, to);
	if ((one = json_object_get(of, "mutualRecognition")) != NULL)
		agreement(run, one, to);
}

static void
found(const struct run *run, const json_t *of, FILE *to)
{
	static const struct {
		const char *how;
		enum word word;
	} ways[] = { { "itself", WORD_TRUST_FOUND_ITSELF },
		{ "issued", WORD_TRUST_FOUND_ISSUED },
		{ "same-key", WORD_TRUST_FOUND_KEY },
		{ "same-name", WORD_TRUST_FOUND_NAME } };
	const json_t *one, *q;
	struct comity_text text = { 0 };
	size_t i, k;

	json_array_foreach(json_object_get(of, "matches"), i, one)
	{
		for (k = 0; k < 4; k++)
			if (comity_text_same(
				value_text(one, "how"), ways[k].how))
				row(run, 4, WORD_FOUND, say(run, ways[k].word),
				    to);
		row(run, 4, WORD_TRUST_PROVIDER, value_text(one, "provider"),
		    to);
		service(run, json_object_get(one, "service"), 4, to);
		json_array_foreach(json_object_get(one, "qualifiers"), k, q)
		{
			const char *criteria = value_text(q, "criteria");

			ADD(run, &text,
			    comity_text_same(criteria, "met")
				? WORD_TRUST_QUALIFIED
			    : comity_text_same(criteria, "not-met")
				? WORD_TRUST_NOT_QUALIFIED
				: WORD_TRUST_UNKNOWN_CRITERIA,
			    run->language,
			    short_uri(value_text(q, "qualifier")));
			put(run, 6, WORD_TRUST_SAYS, &text, to);
		}
	}
	if (json_array_size(json_object_get(of, "matches")) == 0)
		row(run, 4, WORD_FOUND, say(run, WORD_TRUST_FOUND_NONE), to);
}

void
render_trust(const struct run *run, const json_t *list, FILE *to)
{
	const json_t *one, *find = json_object_get(list, "find");
	size_t i;

	if (run->options.quiet)
		return;
	scheme(run, list, to);
	if (find != NULL) {
		identity(run, find, 2, to);
		found(run, find, to);
		return;
	}
	json_array_foreach(json_object_get(list, "providers"), i, one)
	    provider(run, one, to);
	json_array_foreach(json_object_get(list, "pointers"), i, one)
	    pointer(run, one, to);
}
