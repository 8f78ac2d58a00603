/* SPDX-License-Identifier: Apache-2.0 */
/* comparison: planted changes are found and named, each alone and all
 * together, and what is no term is none. */
#include "comparison.h"
#include "limits.h"
#include "packs.h"

#include <libxml/xmlmemory.h>
#include <libxml/xmlsave.h>

#define CORE_PACKS COMITY_TEST_SRCDIR "/schemas"
static struct comity_packs *packs; /* read once, before the tests fork */
#define EXAMPLES COMITY_TEST_SRCDIR "/examples/"

struct row {
	const char *why, *find, *replace;
	const char *kind;
	enum comity_effect effect;
	const char *what; /* is part of the difference's own */
};

/* The twenty of examples/compare/agreement-new.xml. */
static const struct row planted[] = {
	{ "a party is renamed",
	    "<Name>Example Secure Hosting Ltd (fictional)</Name>",
	    "<Name>Example Vault Hosting Ltd (fictional)</Name>", "party",
	    COMITY_EFFECT_CHANGED,
	    "party \"Example Secure Hosting Ltd (fictional)\", name" },
	{ "a party's role changes", "<Role>processor</Role>",
	    "<Role>sub-processor</Role>", "party", COMITY_EFFECT_CHANGED,
	    "party \"Example Secure Hosting Ltd (fictional)\", role" },
	{ "a party joins", "  <Recital number=\"A\">",
	    "  <Party id=\"trustee\"><Role>other</Role><Name>Beispiel Treuhand "
	    "e.V. (fictional)</Name><Kind>non-profit</Kind></Party>\n"
	    "  <Recital number=\"A\">",
	    "party", COMITY_EFFECT_ADDED,
	    "party \"Beispiel Treuhand e.V. (fictional)\"" },
	{ "a use is widened by one step of DUO",
	    "<Purpose>\n"
	    "    <Code list=\"duo\" edition=\"2021-02-23\">DUO:0000007</Code>",
	    "<Purpose>\n"
	    "    <Code list=\"duo\" edition=\"2021-02-23\">DUO:0000006</Code>",
	    "use", COMITY_EFFECT_WIDENED, "purpose DUO:0000007, code" },
	{ "the time of use is cut", "<Parameter name=\"months\">60<",
	    "<Parameter name=\"months\">48<", "modifier",
	    COMITY_EFFECT_NARROWED, "modifier DUO:0000025, parameter months" },
	{ "a limit on use is dropped",
	    "  <Modifier binding=\"yes\">\n"
	    "    <Code list=\"duo\" edition=\"2021-02-23\">DUO:0000019</Code>\n"
	    "    <Text>Results are published in open access</Text>\n"
	    "  </Modifier>\n"
	    "",
	    "", "modifier", COMITY_EFFECT_WIDENED, "modifier DUO:0000019" },
	{ "a region of use is added",
	    "<Parameter name=\"region\" list=\"iso3166\">US<",
	    "<Parameter name=\"region\" list=\"iso3166\">GB</Parameter>\n"
	    "    <Parameter name=\"region\" list=\"iso3166\">US<",
	    "modifier", COMITY_EFFECT_WIDENED,
	    "modifier DUO:0000022, parameter region" },
	{ "a prohibition is dropped",
	    "  <Prohibition number=\"P3\" binding=\"yes\">\n"
	    "    <Who ref=\"us-partner\"/>\n"
	    "    <Who ref=\"de-partner\"/>\n"
	    "    <What>To use Data for decisions about a natural person, in "
	    "insurance, in employment or in law enforcement.</What>\n"
	    "    <Kind>use</Kind>\n"
	    "  </Prohibition>\n"
	    "",
	    "", "prohibition", COMITY_EFFECT_DROPPED, "prohibition P3" },
	{ "there is more time to tell of an incident",
	    "<Due><Period>PT24H</Period><Event>the Party",
	    "<Due><Period>P3D</Period><Event>the Party", "duty",
	    COMITY_EFFECT_WEAKENED, "duty D1, due, period" },
	{ "a duty binds no more", "<Duty number=\"D5\" binding=\"yes\">",
	    "<Duty number=\"D5\" binding=\"no\">", "duty",
	    COMITY_EFFECT_WEAKENED, "duty D5, binding" },
	{ "a duty is new",
	    "  <Safeguards>\n"
	    "",
	    "  <Duty number=\"D6\" binding=\"yes\">\n"
	    "    <Who ref=\"de-partner\"/>\n"
	    "    <What>To name a person who answers questions on the "
	    "phenotypes.</What>\n"
	    "    <Kind>communication</Kind>\n"
	    "  </Duty>\n"
	    "  <Safeguards>\n"
	    "",
	    "duty", COMITY_EFFECT_ADDED, "duty D6" },
	{ "the encryption gets a shorter key", "<Level>256 bit</Level>",
	    "<Level>128 bit</Level>", "safeguard", COMITY_EFFECT_WEAKENED,
	    "safeguards, encryption rest, level" },
	{ "the audit trail is kept longer", "<Retention>P10Y</Retention>",
	    "<Retention>P144M</Retention>", "safeguard",
	    COMITY_EFFECT_STRENGTHENED, "safeguards, audit trail, retention" },
	{ "another place of storage is allowed",
	    "    <Incident>\n"
	    "      <Event>any Incident",
	    "    <Storage><Country>GB</Country><Facility>Example Data Barn "
	    "(fictional)</Facility></Storage>\n"
	    "    <Incident>\n"
	    "      <Event>any Incident",
	    "safeguard", COMITY_EFFECT_WIDENED, "safeguards, storage GB" },
	{ "data are destroyed sooner",
	    "<How>destruction of all copies with a written record, or return "
	    "where the holder asks for it</How>\n"
	    "      <Due><Period>P6M<",
	    "<How>destruction of all copies with a written record, or return "
	    "where the holder asks for it</How>\n"
	    "      <Due><Period>P3M<",
	    "safeguard", COMITY_EFFECT_STRENGTHENED,
	    "safeguards, disposal, due, period" },
	{ "a transfer has another ground", "<Mechanism>contract</Mechanism>",
	    "<Mechanism>license</Mechanism>", "transfer", COMITY_EFFECT_CHANGED,
	    "mechanism" },
	{ "a milestone is later", "<Due><Date>2027-01-31</Date></Due>",
	    "<Due><Date>2027-03-31</Date></Due>", "milestone",
	    COMITY_EFFECT_WEAKENED, "milestone M1, due, date" },
	{ "the term ends earlier",
	    "<End zone=\"Europe/Berlin\">2031-10-31</End>",
	    "<End zone=\"Europe/Berlin\">2030-10-31</End>", "term",
	    COMITY_EFFECT_NARROWED, "term, end" },
	{ "another law governs",
	    "<GoverningLaw>\n"
	    "    <Jurisdiction>DE<",
	    "<GoverningLaw>\n"
	    "    <Jurisdiction>AT<",
	    "governing-law", COMITY_EFFECT_CHANGED,
	    "governing law, jurisdiction" },
	{ "one more may sign",
	    "  <Signatory party=\"de-partner\" required=\"yes\">",
	    "  <Signatory party=\"host\" required=\"no\">\n"
	    "    <Name>Robin Sample (fictional)</Name>\n"
	    "  </Signatory>\n"
	    "  <Signatory party=\"de-partner\" required=\"yes\">",
	    "signatory", COMITY_EFFECT_ADDED,
	    "signatory \"Robin Sample (fictional)\"" },

};

/* More, each alone. */
static const struct row more[] = {

	{ "a signature is no longer required",
	    "<Signatory party=\"us-partner\" required=\"yes\">",
	    "<Signatory party=\"us-partner\" required=\"no\">", "signatory",
	    COMITY_EFFECT_WEAKENED,
	    "signatory \"Sam Example (fictional)\", required" },
	{ "fewer persons' data", "<Count>4200</Count>", "<Count>4000</Count>",
	    "quantity", COMITY_EFFECT_NARROWED, "item 1, human, subjects" },
	{ "the moratorium ends later", "<Due><Date>2028-10-31</Date></Due>",
	    "<Due><Date>2029-10-31</Date></Due>", "benefit",
	    COMITY_EFFECT_STRENGTHENED, "benefit moratorium, due, date" },
	{ "a clause has another wording", "within five working days.",
	    "within ten working days.", "clause", COMITY_EFFECT_CHANGED,
	    "clause 5, text" },
	{ "an excluded use is dropped",
	    "  <Excluded>\n"
	    "    <Code list=\"duo\" edition=\"2021-02-23\">DUO:0000011</Code>\n"
	    "    <Text>Research into population origins or ancestry as an aim "
	    "of its own</Text>\n"
	    "  </Excluded>\n"
	    "",
	    "", "excluded-use", COMITY_EFFECT_WIDENED, "excluded DUO:0000011" },
	{ "data may be downloaded", "<Mode>enclave</Mode>",
	    "<Mode>download</Mode>", "safeguard", COMITY_EFFECT_WEAKENED,
	    "mode" },
	{ "data are less hidden",
	    "<Identifiability>pseudonymized</Identifiability>\n"
	    "      <Method>random study numbers; the key stays with the holder",
	    "<Identifiability>identifiable</Identifiability>\n"
	    "      <Method>random study numbers; the key stays with the holder",
	    "item", COMITY_EFFECT_WEAKENED, "item 1, human, identifiability" },
	{ "consent to another use",
	    "<Code list=\"duo\" edition=\"2021-02-23\">DUO:0000007</Code>\n"
	    "      <Text>Research into hereditary ataxia, in",
	    "<Code list=\"duo\" edition=\"2021-02-23\">DUO:0000042</Code>\n"
	    "      <Text>Research into hereditary ataxia, in",
	    "consent", COMITY_EFFECT_WIDENED, "consent" },
	{ "another encryption of data in transit",
	    "<Standard>TLS 1.3</Standard>", "<Standard>TLS 1.2</Standard>",
	    "safeguard", COMITY_EFFECT_WEAKENED,
	    "encryption transit, standard" },
	{ "a period that can not be weighed",
	    "<Duty number=\"D2\" binding=\"yes\">\n"
	    "    <Who ref=\"de-partner\"/>\n"
	    "    <What>To tell the other Party when a participant withdraws "
	    "consent, so that the data of that person are deleted on both "
	    "sides.</What>\n"
	    "    <Kind>notification</Kind>\n"
	    "    <Due><Period>P14D",
	    "<Duty number=\"D2\" binding=\"yes\">\n"
	    "    <Who ref=\"de-partner\"/>\n"
	    "    <What>To tell the other Party when a participant withdraws "
	    "consent, so that the data of that person are deleted on both "
	    "sides.</What>\n"
	    "    <Kind>notification</Kind>\n"
	    "    <Due><Period>P1M",
	    "duty", COMITY_EFFECT_WEAKENED, "duty D2, due, period" },
	{ "who owes a duty",
	    "<Who ref=\"us-partner\"/>\n"
	    "    <What>To tell the other Party of any",
	    "<Who ref=\"de-partner\"/>\n"
	    "    <What>To tell the other Party of any",
	    "duty", COMITY_EFFECT_CHANGED, "duty D4, who" },
	{ "another processor may see the data", "<SubProcessor ref=\"host\"/>",
	    "<SubProcessor ref=\"host\"/>\n"
	    "    <SubProcessor ref=\"de-pi\"/>",
	    "transfer", COMITY_EFFECT_WIDENED, "sub processor" },
	{ "another prevailing language",
	    "<Language lang=\"en\" prevails=\"yes\"/>",
	    "<Language lang=\"en\" prevails=\"no\"/>", "language",
	    COMITY_EFFECT_CHANGED, "prevails" },
	{ "a signatory is gone",
	    "  <Signatory party=\"us-partner\" required=\"yes\">\n"
	    "    <Role>authorized signing official</Role>\n"
	    "    <Name>Sam Example (fictional)</Name>\n"
	    "    <Title>Chief Executive Officer</Title>\n"
	    "    <Place>Exampletown</Place>\n"
	    "  </Signatory>\n"
	    "",
	    "", "signatory", COMITY_EFFECT_DROPPED,
	    "signatory \"Sam Example (fictional)\"" },

};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char *
file_text(const char *name)
{
	char path[512], *text;
	FILE *file;
	long len;

	snprintf(path, sizeof(path), "%s%s", EXAMPLES, name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
	len = ftell(file);
	rewind(file);
	text = calloc((size_t)len + 1, 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(fread(text, 1, (size_t)len, file), (size_t)len);
	fclose(file);
	return text;
}

/* A new text in which find, which stands there once, is replaced. */
static char *
edited(const char *text, const char *find, const char *replace)
{
	const char *at = strstr(text, find);
	char *out = NULL;

	ck_assert_msg(at != NULL && strstr(at + 1, find) == NULL, "%s", find);
	ck_assert(asprintf(&out, "%.*s%s%s", (int)(at - text), text, replace,
		      at + strlen(find)) > 0);
	return out;
}

struct compared {
	struct comity_doc *before, *after;
	struct comity_report *report;
	struct comity_comparison *comparison;
	int rc;
};

static void
check(const struct comity_doc *doc, struct comity_checked *checked,
    struct comity_report *report)
{
	const struct comity_edition *edition = NULL;

	ck_assert_int_eq(
	    comity_packs_match(packs, doc, NULL, TEST_MOMENT, report, &edition),
	    COMITY_OK);
	(void)comity_check(edition, doc, TEST_MOMENT, report, checked);
}

static void
compare(const char *before, const char *after, struct compared *out)
{
	struct comity_checked a = { 0 }, b = { 0 };

	memset(out, 0, sizeof(*out));
	out->report = comity_report_new();
	out->before = doc_load(before);
	out->after = doc_load(after);
	check(out->before, &a, out->report);
	check(out->after, &b, out->report);
	out->rc = comity_compare(&a, &b, out->report, &out->comparison);
	ck_assert_int_eq(out->comparison != NULL,
	    out->rc == COMITY_OK || out->rc == COMITY_REFUSED);
	if (out->comparison != NULL)
		ck_assert_int_eq(
		    out->comparison->count > 0, out->rc == COMITY_REFUSED);
}

static void
compared_clear(struct compared *compared)
{
	comity_comparison_free(compared->comparison);
	comity_doc_free(compared->before);
	comity_doc_free(compared->after);
	comity_report_free(compared->report);
}

static void
show(const char *why, const struct compared *c)
{
	size_t i;

	fprintf(stderr, "# %s: %d\n", why, c->rc);
	for (i = 0; c->comparison != NULL && i < c->comparison->count; i++) {
		const struct comity_difference *d = &c->comparison->at[i];

		fprintf(stderr, "#   %s %s %s: %s -> %s\n",
		    comity_effect_name(d->effect), d->kind, d->what,
		    d->before.value ? d->before.value : "-",
		    d->after.value ? d->after.value : "-");
	}
	if (c->comparison == NULL)
		suite_show(c->report);
}

static bool
is(const struct comity_difference *d, const struct row *row)
{
	return strcmp(d->kind, row->kind) == 0 && d->effect == row->effect &&
	       strstr(d->what, row->what) != NULL;
}

static enum comity_effect
opposite(enum comity_effect effect)
{
	static const enum comity_effect of[] = { COMITY_EFFECT_NARROWED,
		COMITY_EFFECT_WIDENED, COMITY_EFFECT_STRENGTHENED,
		COMITY_EFFECT_WEAKENED, COMITY_EFFECT_DROPPED,
		COMITY_EFFECT_ADDED, COMITY_EFFECT_CHANGED };

	return of[effect];
}

/* The number of the line in which the n-th byte stands. */
static unsigned long
line_at(const char *text, const char *at)
{
	unsigned long line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Alone: this difference and no other; and backwards its opposite. */
static void
alone(const struct row *row)
{
	char *old = file_text("compare/agreement-old.xml");
	char *new = edited(old, row->find, row->replace);
	unsigned long first = line_at(old, strstr(old, row->find));
	struct comity_difference *d;
	struct compared c;
	bool good;

	compare(old, new, &c);
	good = c.rc == COMITY_REFUSED && c.comparison->count == 1 &&
	       is(&c.comparison->at[0], row);
	if (!good)
		show(row->why, &c);
	ck_assert_msg(good, "%s", row->why);
	d = &c.comparison->at[0];
	ck_assert_int_eq(d->before.value == NULL, d->before.path == NULL);
	ck_assert_int_eq(d->after.value == NULL, d->after.path == NULL);
	if (d->before.value != NULL)
		ck_assert_msg(
		    d->before.line >= first && d->before.line <= first + 6,
		    "%s: line %lu, not near %lu", row->why, d->before.line,
		    first);
	compared_clear(&c);

	compare(new, old, &c);
	good = c.rc == COMITY_REFUSED && c.comparison->count == 1 &&
	       c.comparison->at[0].effect == opposite(row->effect);
	if (!good)
		show(row->why, &c);
	ck_assert_msg(good, "%s, backwards", row->why);
	compared_clear(&c);
	free(new);
	free(old);
}

START_TEST(planted_alone)
{
	alone(&planted[_i]);
}
END_TEST

START_TEST(more_alone)
{
	alone(&more[_i]);
}
END_TEST

/* All twenty at once: each found once, and nothing else. */
START_TEST(planted_together)
{
	char *old = file_text("compare/agreement-old.xml");
	char *new = file_text("compare/agreement-new.xml");
	char *made = strdup(old), *next;
	struct compared c;
	size_t i, j, found;

	ck_assert_uint_eq(COUNT(planted), 20);
	compare(old, new, &c);
	if (c.rc != COMITY_REFUSED || c.comparison->count != 20)
		show("all twenty", &c);
	ck_assert_int_eq(c.rc, COMITY_REFUSED);
	ck_assert_uint_eq(c.comparison->count, 20);
	for (i = 0; i < COUNT(planted); i++) {
		for (j = 0, found = 0; j < 20; j++)
			found += is(&c.comparison->at[j], &planted[i]);
		ck_assert_msg(found == 1, "%s: %zu", planted[i].why, found);
		next = edited(made, planted[i].find, planted[i].replace);
		free(made);
		made = next;
	}
	compared_clear(&c);
	/* the file is the old one with those twenty edits */
	compare(made, new, &c);
	if (c.rc != COMITY_OK)
		show("the file is not the table", &c);
	ck_assert_int_eq(c.rc, COMITY_OK);
	compared_clear(&c);
	free(made);
	free(new);
	free(old);
}
END_TEST

/* --- what is no term --- */

struct swaps {
	const char *text;
	xmlDocPtr xml;
	size_t count;
};

static void
swapped(struct swaps *swaps, xmlNodePtr a, xmlNodePtr b)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	char *text;
	struct compared c;

	xmlUnlinkNode(b);
	ck_assert_ptr_nonnull(xmlAddPrevSibling(a, b));
	ck_assert_int_eq(
	    comity_xml_write(swaps->xml, &octets, &len), COMITY_OK);
	ck_assert_ptr_nonnull(text = strndup((char *)octets, len));
	compare(swaps->text, text, &c);
	if (c.rc != COMITY_OK)
		show((const char *)a->name, &c);
	ck_assert_msg(c.rc == COMITY_OK, "two %s swapped, line %ld", a->name,
	    xmlGetLineNo(a));
	compared_clear(&c);
	swaps->count++;
	xmlUnlinkNode(a);
	ck_assert_ptr_nonnull(xmlAddPrevSibling(b, a));
	free(text);
	xmlFree(octets);
}

/* Every two neighbors of one name, wherever they stand. */
static void
swap_all(struct swaps *swaps, xmlNodePtr parent)
{
	xmlNodePtr node = comity_node_first(parent), after;

	for (; node != NULL; node = after) {
		after = comity_node_after(node);
		swap_all(swaps, node);
		if (after != NULL && xmlStrEqual(node->name, after->name))
			swapped(swaps, node, after);
	}
}

static const struct {
	const char *file;
	size_t least;
} swap_rows[] = {
	{ "compare/agreement-old.xml", 60 },
	{ "core/us-dsp.xml", 5 },
	{ "core/nagoya-ircc.xml", 3 },
	{ "core/us-ear.xml", 5 },
	{ "core/ega-policy.xml", 1 },
};

START_TEST(swap_row)
{
	char *text = file_text(swap_rows[_i].file);
	struct comity_doc *doc = doc_load(text);
	struct swaps swaps = { text, xmlCopyDoc(doc->xml, 1), 0 };

	ck_assert_ptr_nonnull(swaps.xml);
	swap_all(&swaps, xmlDocGetRootElement(swaps.xml));
	ck_assert_msg(swaps.count >= swap_rows[_i].least, "%s: %zu swaps",
	    swap_rows[_i].file, swaps.count);
	xmlFreeDoc(swaps.xml);
	comity_doc_free(doc);
	free(text);
}
END_TEST

/* Every occurrence. */
static char *
everywhere(char *text, const char *find, const char *replace)
{
	char *at, *out;

	if ((at = strstr(text, find)) == NULL)
		return text;
	ck_assert(
	    asprintf(&out, "%.*s%s", (int)(at - text), text, replace) > 0);
	at = everywhere(strdup(at + strlen(find)), find, replace);
	free(text);
	ck_assert(asprintf(&text, "%s%s", out, at) > 0);
	free(at);
	free(out);
	return text;
}

static const struct {
	const char *why, *find, *replace;
} form_rows[] = {
	{ "an id, with its references", "us-partner", "party-1" },
	{ "the id of a data set", "\"de-data\"", "\"d2\"" },
	{ "a comment", "<Party ", "<!-- a party --><Party " },
	{ "white space between elements", "><", ">\n\t\t<" },
	{ "white space in text", "the other Party", "the  other\n Party" },
	{ "the document's version", "version=\"1.0\" xml:lang",
	    "version=\"2\" xml:lang" },
	{ "a name that the list gives", " name=\"controller to controller\"",
	    "" },
	{ "the lexical form of a length", "PT24H", "P1D" },
	{ "a prefix", " xmlns=\"urn:comity:core:1\"",
	    " xmlns=\"urn:comity:core:1\" xmlns:c=\"urn:comity:core:1\"" },
	{ "a prefix that is used",
	    "<Note number=\"1\">\n    <Text>The headings "
	    "are for convenience.</Text>\n  </Note>",
	    "<c:Note xmlns:c=\"urn:comity:core:1\" number=\"1\"><c:Text>The "
	    "headings are for convenience.</c:Text></c:Note>" },
};

START_TEST(form_row)
{
	char *old = file_text("compare/agreement-old.xml");
	char *new;
	struct compared c;

	ck_assert_msg(
	    strstr(old, form_rows[_i].find) != NULL, "%s", form_rows[_i].why);
	new =
	    everywhere(strdup(old), form_rows[_i].find, form_rows[_i].replace);
	compare(old, new, &c);
	if (c.rc != COMITY_OK)
		show(form_rows[_i].why, &c);
	ck_assert_msg(c.rc == COMITY_OK, "%s", form_rows[_i].why);
	compared_clear(&c);
	free(new);
	free(old);
}
END_TEST

/* --- values --- */

#define SAME (-1)
#define LICENSE(inside)                                                        \
	"<License xmlns='urn:comity:core:1'><Identification><Number>1"         \
	"</Number></Identification>" inside "</License>"
#define ITEM(inside) LICENSE("<Item number='1'>" inside "</Item>")
#define ROUTE(inside) LICENSE("<Route>" inside "</Route>")
#define AGREEMENT(inside)                                                      \
	"<Agreement xmlns='urn:comity:core:1'><Identification><Number>1"       \
	"</Number></Identification>" inside "</Agreement>"
#define DUO(code) "<Code list='duo'>DUO:" code "</Code>"
#define USE(code) "<Purpose>" DUO(code) "</Purpose>"
#define LIMITED(code) "<Modifier binding='yes'>" DUO(code) "</Modifier>"
#define REGION(places)                                                         \
	"<Modifier binding='yes'>" DUO("0000022") places "</Modifier>"
#define IN(place)                                                              \
	"<Parameter name='region' list='iso3166'>" place "</Parameter>"
#define TELL(length)                                                           \
	"<Duty number='1' binding='yes'><What>To tell the other of it.</What>" \
	"<Due><Period>" length "</Period></Due></Duty>"

static const struct {
	const char *why, *before, *after;
	int effect; /* the one effect there is; SAME none */
	size_t count; /* of differences; 0 where SAME */
} value_rows[] = {
	{ "zeros behind the point",
	    ITEM("<Quantity unit='GRM'>150.500</Quantity>"),
	    ITEM("<Quantity unit='GRM'>150.5</Quantity>"), SAME, 0 },
	{ "no double tells these apart",
	    ITEM("<Quantity unit='GRM'>9007199254740993</Quantity>"),
	    ITEM("<Quantity unit='GRM'>9007199254740992</Quantity>"),
	    COMITY_EFFECT_NARROWED, 1 },
	{ "kilograms in grams", ITEM("<Quantity unit='KGM'>1.5</Quantity>"),
	    ITEM("<Quantity unit='GRM'>1500</Quantity>"), SAME, 0 },
	{ "more in another unit", ITEM("<Quantity unit='GRM'>900</Quantity>"),
	    ITEM("<Quantity unit='KGM'>1</Quantity>"), COMITY_EFFECT_WIDENED,
	    1 },
	{ "units that do not convert",
	    ITEM("<Quantity unit='GRM'>5</Quantity>"),
	    ITEM("<Quantity unit='EA'>5</Quantity>"), COMITY_EFFECT_CHANGED,
	    1 },
	{ "another currency", ITEM("<Value currency='USD'>100</Value>"),
	    ITEM("<Value currency='EUR'>100</Value>"), COMITY_EFFECT_CHANGED,
	    1 },
	{ "a higher value", ITEM("<Value currency='USD'>99.99</Value>"),
	    ITEM("<Value currency='USD'>100</Value>"), COMITY_EFFECT_WIDENED,
	    1 },
	{ "a value withheld is not a value",
	    ITEM("<Value currency='USD'>100</Value>"),
	    ITEM("<Value withheld='confidential'/>"), COMITY_EFFECT_CHANGED,
	    1 },
	{ "what the form has no field for is absent", LICENSE(""),
	    ITEM("<Value withheld='not-stated'/>"), SAME, 0 },
	{ "a year is twelve months", AGREEMENT(TELL("P1Y")),
	    AGREEMENT(TELL("P12M")), SAME, 0 },
	{ "two days are 48 hours", AGREEMENT(TELL("P2D")),
	    AGREEMENT(TELL("PT48H")), SAME, 0 },
	{ "a month is sometimes thirty days", AGREEMENT(TELL("P30D")),
	    AGREEMENT(TELL("P1M")), COMITY_EFFECT_CHANGED, 1 },
	{ "but never 32", AGREEMENT(TELL("P32D")), AGREEMENT(TELL("P1M")),
	    COMITY_EFFECT_STRENGTHENED, 1 },
	{ "a day longer", AGREEMENT(TELL("P1M")), AGREEMENT(TELL("P1M1D")),
	    COMITY_EFFECT_WEAKENED, 1 },
	{ "one more destination", ROUTE("<Destination>DE</Destination>"),
	    ROUTE("<Destination>FR</Destination><Destination>DE</Destination>"),
	    COMITY_EFFECT_WIDENED, 1 },
	{ "one less",
	    ROUTE("<Destination>FR</Destination><Destination>DE</Destination>"),
	    ROUTE("<Destination>DE</Destination>"), COMITY_EFFECT_NARROWED, 1 },
	{ "one that is not allowed takes away",
	    ROUTE("<Destination>EU</Destination>"),
	    ROUTE("<Destination>EU</Destination>"
		  "<Destination allowed='no'>FR</Destination>"),
	    COMITY_EFFECT_NARROWED, 1 },
	{ "no longer allowed", ROUTE("<Destination>DE</Destination>"),
	    ROUTE("<Destination allowed='no'>DE</Destination>"),
	    COMITY_EFFECT_NARROWED, 1 },
	{ "the union for its member", ROUTE("<Destination>DE</Destination>"),
	    ROUTE("<Destination>EU</Destination>"), COMITY_EFFECT_WIDENED, 1 },
	{ "a part of the country", ROUTE("<Destination>GB</Destination>"),
	    ROUTE("<Destination>GB-NIR</Destination>"), COMITY_EFFECT_NARROWED,
	    1 },
	{ "another country", ROUTE("<Destination>DE</Destination>"),
	    ROUTE("<Destination>JP</Destination>"), COMITY_EFFECT_CHANGED, 1 },
	{ "any health research for one disease", AGREEMENT(USE("0000006")),
	    AGREEMENT(USE("0000007")), COMITY_EFFECT_NARROWED, 1 },
	{ "two steps up", AGREEMENT(USE("0000007")), AGREEMENT(USE("0000042")),
	    COMITY_EFFECT_WIDENED, 1 },
	{ "one more use", AGREEMENT(USE("0000006")),
	    AGREEMENT(USE("0000006") USE("0000011")), COMITY_EFFECT_WIDENED,
	    1 },
	{ "one more that was allowed already", AGREEMENT(USE("0000042")),
	    AGREEMENT(USE("0000042") USE("0000007")), COMITY_EFFECT_ADDED, 1 },
	{ "one more limit", AGREEMENT(USE("0000006")),
	    AGREEMENT(USE("0000006") LIMITED("0000021")),
	    COMITY_EFFECT_NARROWED, 1 },
	{ "clinical care is allowed by a modifier", AGREEMENT(USE("0000006")),
	    AGREEMENT(USE("0000006") LIMITED("0000043")), COMITY_EFFECT_WIDENED,
	    1 },
	{ "a code below the limit's", AGREEMENT(LIMITED("0000018")),
	    AGREEMENT(LIMITED("0000045")), COMITY_EFFECT_NARROWED, 1 },
	{ "two ways to write one code", AGREEMENT(LIMITED("0000044")),
	    AGREEMENT(LIMITED("00000044")), SAME, 0 },
	{ "a limit among the uses is a limit", AGREEMENT(USE("0000006")),
	    AGREEMENT(USE("0000006") USE("0000021")), COMITY_EFFECT_NARROWED,
	    1 },
	{ "a limit of the only use is one of the whole",
	    AGREEMENT(
		"<Purpose>" DUO("0000006") LIMITED("0000021") "</Purpose>"),
	    AGREEMENT(USE("0000006") LIMITED("0000021")), SAME, 0 },
	{ "a limit of one of two uses is not",
	    AGREEMENT("<Purpose>" DUO("0000006")
		    LIMITED("0000021") "</Purpose>" USE("0000011")),
	    AGREEMENT(USE("0000006") USE("0000011") LIMITED("0000021")), -2,
	    2 },
	{ "one more region", AGREEMENT(REGION(IN("DE"))),
	    AGREEMENT(REGION(IN("DE") IN("US"))), COMITY_EFFECT_WIDENED, 1 },
	{ "the only region goes", AGREEMENT(REGION(IN("DE"))),
	    AGREEMENT(REGION("")), COMITY_EFFECT_DROPPED, 1 },
	{ "a term begins where nothing was said", AGREEMENT(""),
	    AGREEMENT("<Term><End>2030-01-01</End></Term>"),
	    COMITY_EFFECT_NARROWED, 1 },
	{ "a longer validity",
	    LICENSE("<Validity><ValidThrough>2027-01-01</ValidThrough>"
		    "</Validity>"),
	    LICENSE("<Validity><ValidThrough>2028-01-01</ValidThrough>"
		    "</Validity>"),
	    COMITY_EFFECT_WIDENED, 1 },
	{ "the same code of another list",
	    ITEM("<Classification list='us-ccl'>1C351</Classification>"),
	    ITEM("<Classification list='eu-annex-i'>1C351</Classification>"),
	    COMITY_EFFECT_CHANGED, 1 },
	{ "the same code of another edition",
	    ITEM("<Classification list='us-ccl' edition='2025-01-01'>1C351"
		 "</Classification>"),
	    ITEM("<Classification list='us-ccl' edition='2026-01-01'>1C351"
		 "</Classification>"),
	    COMITY_EFFECT_CHANGED, 1 },
	{ "an edition that one side does not state",
	    ITEM("<Classification list='us-ccl' edition='2025-01-01'>1C351"
		 "</Classification>"),
	    ITEM("<Classification list='us-ccl'>1C351</Classification>"), SAME,
	    0 },
	{ "a number that a text cites",
	    AGREEMENT("<Prohibition number='P1' binding='yes'><What>To sell "
		      "the data.</What></Prohibition><Note><Text>See P1."
		      "</Text></Note>"),
	    AGREEMENT("<Prohibition number='P2' binding='yes'><What>To sell "
		      "the data.</What></Prohibition><Note><Text>See P1."
		      "</Text></Note>"),
	    COMITY_EFFECT_CHANGED, 1 },
	{ "a number that no text cites",
	    AGREEMENT("<Prohibition number='P1' binding='yes'><What>To sell "
		      "the data.</What></Prohibition>"),
	    AGREEMENT("<Prohibition number='P2' binding='yes'><What>To sell "
		      "the data.</What></Prohibition>"),
	    SAME, 0 },
	{ "another duty is not the same one changed",
	    AGREEMENT("<Duty number='1' binding='yes'><What>To return all "
		      "samples.</What></Duty>"),
	    AGREEMENT("<Duty number='2' binding='yes'><What>To publish every "
		      "result within one year.</What></Duty>"),
	    -2, 2 },
	{ "a license is no agreement", LICENSE(""), AGREEMENT(""),
	    COMITY_EFFECT_CHANGED, 1 },
	{ "a data use of a license and of a policy",
	    LICENSE("<EndUse>" USE("0000007") "</EndUse>"),
	    LICENSE("<EndUse>" USE("0000006") "</EndUse>"),
	    COMITY_EFFECT_WIDENED, 1 },
	{ "an extension's content",
	    LICENSE("<Extension profile='us-ear' edition='1' binding='yes'>"
		    "<a xmlns=''>1</a></Extension>"),
	    LICENSE("<Extension profile='us-ear' edition='1' binding='yes'>"
		    "<a xmlns=''>2</a></Extension>"),
	    COMITY_EFFECT_CHANGED, 1 },
};

START_TEST(value_row)
{
	struct compared c;
	bool good;

	compare(value_rows[_i].before, value_rows[_i].after, &c);
	good = c.comparison != NULL &&
	       c.comparison->count == value_rows[_i].count &&
	       (value_rows[_i].effect < 0 ||
		   (int)c.comparison->at[0].effect == value_rows[_i].effect);
	if (!good)
		show(value_rows[_i].why, &c);
	ck_assert_msg(good, "%s", value_rows[_i].why);
	compared_clear(&c);
}
END_TEST

/* --- no answer --- */

static const struct {
	const char *why, *before, *after, *finding;
} none_rows[] = {
	{ "the first is not schema-valid", LICENSE("<Nonsense/>"), LICENSE(""),
	    "comity-compare-not-valid" },
	{ "the second is not", LICENSE(""), LICENSE("<Nonsense/>"),
	    "comity-compare-not-valid" },
	{ "equal, but neither is", LICENSE("<Nonsense/>"),
	    LICENSE("<Nonsense/>"), "comity-compare-not-valid" },
	{ "a collection of nothing",
	    "<Collection xmlns='urn:comity:core:1'><Identification><Number>1"
	    "</Number></Identification></Collection>",
	    LICENSE(""), NULL },
};

START_TEST(none_row)
{
	struct compared c;

	compare(none_rows[_i].before, none_rows[_i].after, &c);
	if (c.rc != COMITY_UNKNOWN)
		show(none_rows[_i].why, &c);
	ck_assert_msg(c.rc == COMITY_UNKNOWN, "%s", none_rows[_i].why);
	ck_assert_ptr_null(c.comparison);
	if (none_rows[_i].finding != NULL)
		ck_assert_msg(
		    comity_report_find(c.report, none_rows[_i].finding) != NULL,
		    "%s", none_rows[_i].why);
	compared_clear(&c);
}
END_TEST

/* --- bounds --- */

/* count notes, of which the other side, which has another letter, has none. */
static char *
notes(char letter, size_t count)
{
	char *text = NULL;
	size_t len, i;
	FILE *file = open_memstream(&text, &len);

	fputs("<License xmlns='urn:comity:core:1'><Identification>"
	      "<Number>1</Number></Identification>",
	    file);
	for (i = 0; i < count; i++)
		fprintf(file, "<Note><Text>%c%zu</Text><Kind>%zu</Kind></Note>",
		    letter, i, i * 2 + (letter == 'b'));
	fputs("</License>", file);
	ck_assert_int_eq(fclose(file), 0);
	return text;
}

static bool
notes_compared(size_t before, size_t after)
{
	char *text[2] = { notes('a', before), notes('b', after) };
	struct compared c;
	bool answered;

	compare(text[0], text[1], &c);
	answered = c.comparison != NULL;
	ck_assert_int_eq(c.rc, answered ? COMITY_REFUSED : COMITY_ELIMIT);
	ck_assert(answered == (comity_report_find(
				   c.report, "comity-compare-limit") == NULL));
	compared_clear(&c);
	free(text[0]);
	free(text[1]);
	return answered;
}

/* Two lists of which nothing stayed are not weighed for ever. */
static bool
pairs_pass(size_t n)
{
	return notes_compared(1000, n / 1000);
}

#ifndef COMITY_SANITIZED /* under which this takes a minute */
static bool
differences_pass(size_t n)
{
	return notes_compared(0, n);
}
#endif

static const struct limit limits[] = {
	LIMIT_AT(COMITY_PAIRS_MAX, COMITY_PAIRS_MAX, COMITY_PAIRS_MAX + 1000,
	    pairs_pass),
#ifndef COMITY_SANITIZED
	LIMIT(COMITY_DIFFERENCES_MAX, differences_pass),
#endif
};
LIMIT_TEST(limit_row, limits)

/* Before the tests fork; and used once, as contents are read when they are
 * wanted. */
static void
open_packs(void)
{
	struct compared c;

	packs = packs_load(CORE_PACKS);
	compare(LICENSE(""), AGREEMENT(""), &c);
	compared_clear(&c);
}

SUITE("comparison")
{
	tcase_add_unchecked_fixture(tcase, open_packs, NULL);
	SUITE_ROWS(planted_alone, planted);
	SUITE_ROWS(more_alone, more);
	SUITE_TEST(planted_together);
	SUITE_ROWS(swap_row, swap_rows);
	SUITE_ROWS(form_row, form_rows);
	SUITE_ROWS(value_row, value_rows);
	SUITE_ROWS(none_row, none_rows);
	SUITE_ROWS(limit_row, limits);
}
SUITE_END
