/* SPDX-License-Identifier: Apache-2.0 */
/*
 * differ: signed documents in many forms and their mutations, for other
 * implementations to judge, and what comity says of each.
 *
 * differ FOLDER SEED COUNT writes FOLDER/N.xml and, one line each,
 *   answers.tsv  N.xml, the signer's certificate, "intact" or "no" or
 *                "unread", the sub-indication or finding, the reason, what
 *                was done to it
 * Every document is made of the seed alone, but for its keys.
 */
#include "forge.h"

#include <openssl/pem.h>

struct random {
	uint64_t state;
};

static size_t
below(struct random *random, size_t count)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return count == 0 ? 0 : (size_t)(random->state % count);
}
#define PICK(random, table)                                                    \
	(&(table)[below(random, sizeof(table) / sizeof((table)[0]))])

static const struct {
	const char *kind, *method;
} keys[] = {
	{ "P-256", "ecdsa-sha256" },
	{ "P-256", "ecdsa-sha256" },
	{ "P-384", "ecdsa-sha384" },
	{ "P-521", "ecdsa-sha512" },
	{ "RSA2048", "rsa-sha256" },
	{ "RSA2048", "rsa-pss-sha256" },
	{ "ED25519", "ed25519" },
};
#define KEYS (sizeof(keys) / sizeof(keys[0]))

/* How a part is canonicalized. */
struct form {
	const char *uri;
	enum comity_c14n_method method;
	const char *prefixes[3]; /* NULL-terminated */
	const char *inside; /* of the element that names it */
};
#define INCLUSIVE(list)                                                        \
	"<e:InclusiveNamespaces xmlns:e=\"" COMITY_URI_EXC_C14N                \
	"\" PrefixList=\"" list "\"/>"
static const struct form forms[] = {
	{ COMITY_URI_EXC_C14N, COMITY_C14N_EXCLUSIVE, { NULL }, "" },
	{ COMITY_URI_EXC_C14N, COMITY_C14N_EXCLUSIVE, { NULL }, "" },
	{ COMITY_URI_EXC_C14N, COMITY_C14N_EXCLUSIVE, { "q", NULL },
	    INCLUSIVE("q") },
	{ COMITY_URI_EXC_C14N, COMITY_C14N_EXCLUSIVE, { "#default", "q", NULL },
	    INCLUSIVE("#default q") },
	{ "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", COMITY_C14N_1_0,
	    { NULL }, "" },
	{ "http://www.w3.org/2006/12/xml-c14n11", COMITY_C14N_1_1, { NULL },
	    "" },
};

static const struct digest {
	const char *uri;
} digests[] = {
	{ COMITY_URI_SHA256 },
	{ COMITY_URI_SHA256 },
	{ "http://www.w3.org/2001/04/xmldsig-more#sha384" },
	{ "http://www.w3.org/2001/04/xmlenc#sha512" },
};

/* Filters that leave the root's signatures out; the last ones are forms that
 * comity does not admit. */
#define XPATH(text)                                                            \
	"<ds:Transform Algorithm=\"" COMITY_URI_XPATH "\"><ds:XPath>" text     \
	"</ds:XPath></ds:Transform>"
#define ENVELOPED "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED "\"/>"
static const char *const filters[] = {
	FORGE_FILTER("/*/ds:Signature"),
	FORGE_FILTER("/*/ds:Signature"),
	FORGE_FILTER("/descendant::ds:Signature"),
	ENVELOPED,
	ENVELOPED,
	XPATH("not(ancestor-or-self::ds:Signature)"),
	ENVELOPED XPATH("not(ancestor-or-self::ds:Signature)"),
	XPATH("not(ancestor-or-self::ds:Signature) and true()"),
	FORGE_FILTER("/*/ds:Signature | /*/ds:Signature"),
	FORGE_FILTER("/*/ds:Signature") FORGE_FILTER("/*/ds:Signature"),
};

static const char *const roots[] = {
	FORGE_OPEN,
	"<l:License xmlns:l=\"urn:example:license\" Id=\"lic\" "
	"xmlns:q=\"urn:q\" xml:lang=\"en\" q:n=\"a&#9;&quot;b&lt;\">",
	"<l:License xmlns:l=\"urn:example:license\" xmlns=\"urn:default\" "
	"Id=\"lic\" xml:base=\"http://example.org/a/\">",
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- before -->\n"
	"<l:License\n  xmlns:l='urn:example:license'\tId='lic' b='2' a='1'>",
};
static const char *const bodies[] = {
	FORGE_BODY,
	"<l:Item>one <!-- or two -->vial</l:Item>\r\n\t<l:Quantity "
	"unit='g'>5</l:Quantity>",
	"<Item xmlns=\"urn:other\"><Sub xmlns=\"\">a &amp; b &gt; c</Sub>"
	"</Item><l:Quantity unit=\"g\">5&#13;</l:Quantity>",
	"<l:Item><![CDATA[<one> vial]]></l:Item><x:y xmlns:x=\"urn:x\" "
	"xmlns:z=\"urn:z\" z:b=\"1\" x:b=\"2\" b=\"3\"><x:y/></x:y>",
	"<l:Item xml:lang=\"de\" xml:space=\"preserve\">ein Fl\xc3\xa4"
	"schchen \xf0\x9f\xa7\xaa &#x20AC;</l:Item><l:Quantity>5</l:Quantity>",
	"<l:Item xml:base=\"../b\"><l:a xmlns:l=\"urn:again\"><l:b "
	"xmlns:l=\"urn:example:license\"/></l:a></l:Item>",
};

/* Data References, on the same node-set. */
static const char *const uris[] = { "", "", "#xpointer(/)", "#lic" };

/* What a signer may do that comity does not admit, or does. */
static const struct quirk {
	const char *find, *with;
} quirks[] = {
	{ NULL, NULL },
	{ NULL, NULL },
	{ NULL, NULL },
	{ NULL, NULL },
	{ NULL, NULL },
	{ NULL, NULL },
	{ "Target=\"#s-one\"", "Target=\"#s-two\"" },
	{ "Type=\"" COMITY_URI_SIGNED_PROPERTIES "\" ", "" },
	{ "<x:SignedDataObjectProperties>", "<x:SignedDataObjectProperties>"
					    "<!-- a comment -->" },
	{ "ObjectReference=\"#r-one\"", "ObjectReference=\"#r-two\"" },
	{ "<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>me</ds:KeyName>" },
	{ "</ds:X509Data>", "</ds:X509Data><ds:RetrievalMethod URI=\"#k\"/>" },
	{ "<ds:Object>", "<ds:Object Id=\"o\"><l:More/></ds:Object>"
			 "<ds:Object>" },
	{ "<l:Item", "<l:Sub><l:Id Id=\"p-two\"/></l:Sub><l:Item" },
	{ "<l:Item", "<l:Sub y:Id=\"p-one\" xmlns:y=\"urn:y\"/><l:Item" },
	{ "<ds:SignatureValue Id=\"v-one\">", "<ds:SignatureValue>" },
	{ "SigningCertificateV2", "SigningCertificate" },
	{ "@CERTDIGEST@", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
	{ "#p-one\"", "#xpointer(id('p-one'))\"" },
};

static void
digest_part(char **text, const char *mark, const char *uri,
    const struct form *form, const struct comity_node_set *set,
    const char *name)
{
	const struct comity_digest_method *method = comity_digest_find(uri);
	struct comity_node_set use = *set;
	struct comity_octets octets = { 0 };
	unsigned char value[COMITY_DIGEST_MAX];
	struct comity_doc *doc = forge_parse(*text);
	char *base64;

	ck_assert_ptr_nonnull(doc);
	ck_assert_ptr_nonnull(method);
	if (name != NULL)
		use.apex = forge_find(comity_doc_root(doc), name, NULL);
	ck_assert_int_eq(
	    comity_c14n_write(doc, &use, form->method, form->prefixes, &octets),
	    COMITY_OK);
	ck_assert(comity_digest(method, octets.bytes, octets.len, value));
	base64 = forge_base64(value, method->len);
	*text = forge_replace(*text, mark, base64);
	free(base64);
	comity_octets_clear(&octets);
	comity_doc_free(doc);
}

static void
sign_info(char **text, const struct form *form, const struct forge_key *key)
{
	struct comity_doc *doc = forge_parse(*text);
	struct comity_octets octets = { 0 };
	struct comity_node_set set = { 0 };
	unsigned char *value = NULL;
	size_t len = 0;
	char *base64;

	ck_assert_ptr_nonnull(doc);
	set.apex = forge_find(comity_doc_root(doc), "SignedInfo", NULL);
	ck_assert_int_eq(
	    comity_c14n_write(doc, &set, form->method, form->prefixes, &octets),
	    COMITY_OK);
	ck_assert_int_eq(comity_crypto_sign(key->pkey, key->method,
			     octets.bytes, octets.len, &value, &len),
	    COMITY_OK);
	base64 = forge_base64(value, len);
	*text = forge_replace(*text, "@VALUE@", base64);
	free(base64);
	free(value);
	comity_octets_clear(&octets);
	comity_doc_free(doc);
}

/* One signed document; certificate and its digest are filled in first, since
 * both are signed or lie in what an inclusive form covers. */
static char *
document(struct random *random, const struct forge_key *key,
    struct comity_text *what)
{
	static const struct comity_node_set all = { .without_root_signatures =
							true },
					    part = { 0 };
	const struct form *info = PICK(random, forms);
	const struct form *data = PICK(random, forms);
	const struct form *own = PICK(random, forms);
	const char *digest = PICK(random, digests)->uri;
	const struct quirk *quirk = PICK(random, quirks);
	const char *filter = *PICK(random, filters), *uri = *PICK(random, uris);
	const char *root = *PICK(random, roots), *body = *PICK(random, bodies);
	struct comity_text text = { 0 };
	unsigned char sha256[32];
	const unsigned char *der;
	char *made, *base64;
	size_t len = 0;

	if (data->method == COMITY_C14N_1_0 && strstr(root, "xml:") != NULL &&
	    strstr(body, "xml:") != NULL)
		comity_text_add(what, "; xml: twice under 1.0");
	comity_text_addf(&text,
	    "%s%s<ds:Signature xmlns:ds=\"" COMITY_NS_DS "\" Id=\"s-one\">"
	    "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"%s\">%s"
	    "</ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"%s\"/>"
	    "<ds:Reference Id=\"r-one\" URI=\"%s\"><ds:Transforms>%s"
	    "<ds:Transform Algorithm=\"%s\">%s</ds:Transform></ds:Transforms>"
	    "<ds:DigestMethod Algorithm=\"%s\"/><ds:DigestValue>@DATA@"
	    "</ds:DigestValue></ds:Reference>"
	    "<ds:Reference Type=\"" COMITY_URI_SIGNED_PROPERTIES
	    "\" URI=\"#p-one\"><ds:Transforms><ds:Transform Algorithm=\"%s\">%s"
	    "</ds:Transform></ds:Transforms>" FORGE_SHA256
	    "<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>"
	    "</ds:SignedInfo><ds:SignatureValue Id=\"v-one\">@VALUE@"
	    "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
	    "@CERT@</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>"
	    "%s</ds:Object></ds:Signature>" FORGE_CLOSE,
	    root, body, info->uri, info->inside, key->method->row.uri, uri,
	    filter, data->uri, data->inside, digest, own->uri, own->inside,
	    FORGE_QUALIFYING);
	made = comity_text_take(&text);
	if (quirk->find != NULL)
		made = forge_replace(made, quirk->find, quirk->with);
	der = comity_certificate_der(key->certificate, &len);
	base64 = forge_base64(der, len);
	made = forge_replace(made, "@CERT@", base64);
	free(base64);
	ck_assert(comity_sha256(der, len, sha256));
	base64 = forge_base64(sha256, 32);
	made = forge_replace(made, "@CERTDIGEST@", base64);
	free(base64);
	digest_part(&made, "@DATA@", digest, data, &all, NULL);
	digest_part(&made, "@PROPS@", COMITY_URI_SHA256, own, &part,
	    "SignedProperties");
	sign_info(&made, info, key);
	return made;
}

/* Cut text[from, to) out and put with there; takes text over. */
static char *
splice(char *text, size_t from, size_t to, const char *with)
{
	struct comity_text out = { 0 };
	char *made;

	comity_text_add_bytes(&out, text, from);
	comity_text_add(&out, with);
	comity_text_add(&out, text + to);
	made = comity_text_take(&out);
	ck_assert_ptr_nonnull(made);
	free(text);
	return made;
}

/* The place of some start tag's "<"; the text has one. */
static size_t
some_tag(struct random *random, const char *text)
{
	size_t len = strlen(text), at = below(random, len), i;

	for (i = 0; i < len; i++, at = (at + 1) % len)
		if (text[at] == '<' && text[at + 1] != '/' &&
		    text[at + 1] != '!' && text[at + 1] != '?')
			return at;
	return 0;
}

/* Behind the end of the element that begins at a "<". */
static size_t
end_of(const char *text, size_t at)
{
	size_t depth = 0;

	for (; text[at] != '\0'; at++) {
		if (text[at] != '<' || text[at + 1] == '!' ||
		    text[at + 1] == '?')
			continue;
		if (text[at + 1] == '/')
			depth--;
		else
			depth++;
		at += strcspn(text + at, ">");
		if (text[at] != '\0' && text[at - 1] == '/')
			depth--;
		if (depth == 0)
			return at + (text[at] != '\0');
	}
	return at;
}

/* Behind some ">": where content may begin. */
static size_t
some_gap(struct random *random, const char *text)
{
	size_t at = some_tag(random, text);

	return at + strcspn(text + at, ">") + 1;
}

/* Some letter or digit. */
static size_t
some_letter(struct random *random, const char *text)
{
	size_t len = strlen(text), at = below(random, len);

	while (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "0123456789",
		   text[at]) == NULL)
		at = (at + 1) % len;
	return at;
}

static char *
insert(char *text, size_t at, const char *with)
{
	return splice(text, at, at, with);
}

/* What is put into the content of some element. */
static const char *const contents[] = { "<!-- c -->", " ", "\n", "\r\n",
	"&#13;", "<?pi x?>", "<![CDATA[]]>", "x", "&amp;", "\xc2\xa0",
	"<l:More xmlns:l=\"urn:example:license\"/>", "&#x41;" };
/* What is put into some start tag. */
static const char *const attributes[] = { " Id=\"p-one\"", " Id=\"other\"",
	" xml:lang=\"fr\"", " xmlns:n=\"urn:n\"", " a9=\"1\"",
	" xmlns:ds=\"urn:ds\"", " xml:id=\"s-one\"", " ID=\"lic\"", "  ",
	" xmlns:q=\"urn:other\"", " xml:base=\"http://example.com/\"" };

static char *
change_text(struct random *random, char *text, struct comity_text *what)
{
	size_t at = some_letter(random, text);
	char with[16];

	switch (below(random, 4)) {
	case 0:
		comity_text_add(what, "; a letter");
		text[at] = text[at] == 'Q' ? 'R' : 'Q';
		return text;
	case 1:
		comity_text_add(what, "; a letter as a reference");
		snprintf(with, sizeof(with), "&#%u;", (unsigned)text[at]);
		return splice(text, at, at + 1, with);
	case 2:
		comity_text_add(what, "; a bit");
		text[at] = (char)(text[at] ^ 1 << below(random, 7));
		if (text[at] == '\0')
			text[at] = '!';
		return text;
	default:
		comity_text_add(what, "; a letter is gone");
		return splice(text, at, at + 1, "");
	}
}

static char *
change_tree(struct random *random, char *text, struct comity_text *what)
{
	size_t at = some_tag(random, text), end = end_of(text, at), to;
	char *copy = strndup(text + at, end - at);

	ck_assert_ptr_nonnull(copy);
	switch (below(random, 3)) {
	case 0:
		comity_text_addf(what, "; %.24s is gone", copy);
		text = splice(text, at, end, at == 0 ? "<none/>" : "");
		break;
	case 1:
		comity_text_addf(what, "; %.24s twice", copy);
		text = insert(text, end, copy);
		break;
	default:
		comity_text_addf(what, "; %.24s moved", copy);
		text = splice(text, at, end, at == 0 ? "<none/>" : "");
		to = some_gap(random, text);
		text = insert(text, to, copy);
	}
	free(copy);
	return text;
}

/* A value's last letter, whose unused bits may be set. */
static char *
change_base64(struct random *random, char *text, struct comity_text *what)
{
	static const char *const names[] = { "DigestValue>",
		"SignatureValue>" };
	const char *name = *PICK(random, names);
	char *end = strstr(text, "</ds:"), *at;

	while (end != NULL && strncmp(end + 5, name, strlen(name)) != 0)
		end = strstr(end + 5, "</ds:");
	if (end == NULL)
		return text;
	for (at = end; at > text && at[-1] == '='; at--)
		;
	comity_text_addf(what, "; base64 of a %s", name);
	switch (below(random, 3)) {
	case 0:
		at[-1]++;
		return text;
	case 1:
		return insert(text, (size_t)(at - text) - 5, "\n ");
	default:
		return insert(text, (size_t)(end - text), "=");
	}
}

static char *
mutate(struct random *random, char *text, struct comity_text *what)
{
	const char *with;

	switch (below(random, 7)) {
	case 0:
	case 1:
		return change_text(random, text, what);
	case 2:
		return change_tree(random, text, what);
	case 3:
		return change_base64(random, text, what);
	case 4:
	case 5:
		with = *PICK(random, contents);
		comity_text_addf(what, "; %s in content", with);
		return insert(text, some_gap(random, text), with);
	default:
		with = *PICK(random, attributes);
		comity_text_addf(what, "; %s in a tag", with);
		return insert(text,
		    some_tag(random, text) +
			strcspn(text + some_tag(random, text), " />"),
		    with);
	}
}

static void
write_file(const char *folder, const char *name, const void *bytes, size_t len)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	ck_assert_ptr_nonnull(file = fopen(path, "w"));
	ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
	ck_assert_int_eq(fclose(file), 0);
}

static void
put(FILE *file, const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		fputc((unsigned char)*text < ' ' ? ' ' : *text, file);
	fputc('\t', file);
}

/* What comity says: the best of the document's signatures. */
static void
answer(FILE *file, const char *text, const struct forge_key *key)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	const struct comity_certificate *anchors[1] = { key->certificate };
	const struct comity_signature *signature = NULL;
	struct comity_source *source = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	size_t i;

	ck_assert_int_eq(
	    comity_trust_new_for_list(anchors, 1, &trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_source_new("n.xml", text, strlen(text), report, &source),
	    COMITY_OK);
	if (comity_doc_read(source, report, &doc) != COMITY_OK) {
		put(file, "unread");
		put(file, comity_report_at(report, 0)->id);
		put(file, "-");
	} else {
		comity_verify(doc, trust, &policy, report, &got);
		ck_assert_ptr_nonnull(got);
		for (i = 0; i < got->count; i++)
			if (signature == NULL || got->signatures[i].intact)
				signature = &got->signatures[i];
		ck_assert(signature == NULL || signature->intact ||
			  got->indication != COMITY_TOTAL_PASSED);
		put(file,
		    signature != NULL && signature->intact ? "intact" : "no");
		put(file, signature == NULL ? "none"
			  : signature->sub  ? signature->sub
					    : "-");
		put(file,
		    signature == NULL ? "no signature" : signature->reason);
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}

static void
make_keys(const char *folder, struct forge_key *made)
{
	char name[32];
	BIO *bio;
	char *data;
	long len;
	size_t i;

	for (i = 0; i < KEYS; i++) {
		forge_key(keys[i].kind, keys[i].method, &made[i]);
		ck_assert_ptr_nonnull(bio = BIO_new(BIO_s_mem()));
		ck_assert_int_eq(
		    PEM_write_bio_X509(
			bio, comity_certificate_x509(made[i].certificate)),
		    1);
		len = BIO_get_mem_data(bio, &data);
		snprintf(name, sizeof(name), "k%zu.pem", i);
		write_file(folder, name, data, (size_t)len);
		BIO_free(bio);
	}
}

static char **words; /* of the command line */

START_TEST(all)
{
	struct forge_key made[KEYS];
	struct random random;
	char name[32], path[4096];
	struct comity_text what = { 0 };
	FILE *answers;
	size_t i, j, k, count = strtoul(words[3], NULL, 10);
	char *text;

	random.state = strtoull(words[2], NULL, 10) * 2654435769U + 88172645463;
	make_keys(words[1], made);
	snprintf(path, sizeof(path), "%s/answers.tsv", words[1]);
	ck_assert_ptr_nonnull(answers = fopen(path, "w"));
	for (i = 0; i < count; i++) {
		k = below(&random, KEYS);
		comity_text_add(&what, keys[k].method);
		text = document(&random, &made[k], &what);
		for (j = i % 3 == 0 ? 0 : 1 + below(&random, 2); j > 0; j--)
			text = mutate(&random, text, &what);
		snprintf(name, sizeof(name), "%04zu.xml", i);
		write_file(words[1], name, text, strlen(text));
		fprintf(answers, "%s\tk%zu.pem\t", name, k);
		answer(answers, text, &made[k]);
		put(answers, what.data);
		fputc('\n', answers);
		comity_text_clear(&what);
		free(text);
	}
	for (i = 0; i < KEYS; i++)
		forge_key_clear(&made[i]);
	ck_assert_int_eq(fclose(answers), 0);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("differ");
	TCase *tcase = tcase_create("differ");
	SRunner *runner;
	int failed;

	if (argc != 4 || comity_init() != COMITY_OK)
		return 2;
	words = argv;
	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, all);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
