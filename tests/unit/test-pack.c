/* SPDX-License-Identifier: Apache-2.0 */
/* Loading packs, matching documents, checking them. Each broken pack is a
 * copy of tests/data/packs/good with one line of shell run over it. */
#include "check.h"
#include "edition.h"
#include "packs.h"

#include <sys/stat.h>
#include <unistd.h>

#define SIGNATURE "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>"
#define PERMIT "<Permit xmlns='urn:example:xx-permit:1'>"
#define ISSUED "<Issued on='2026-09-01'/>"
#define BLOCK(more)                                                            \
	"<c:Translation xmlns:c='urn:comity:core:1'><c:Profile>yy</c:Profile>" \
	"<c:Edition>1</c:Edition><c:Number>N-7</c:Number>"                     \
	"<c:Authority>Office of Other</c:Authority>" more                      \
	"<c:At>2026-09-02T00:00:00Z</c:At></c:Translation>"
/* The second edition takes types.xsd from the folder that @of names. */
#define SHARE(of)                                                              \
	"q=xx-permit/2028-01-01 && rm $q/types.xsd && sed -i "                 \
	"'/types.xsd/s,/>, of=\"" of "\"/>,' $q/profile.xml"
#define DIGEST "<c:SHA256>00</c:SHA256>"

/* A fresh copy of the good packs; free() the name. */
static char *
copy_make(const char *shell, bool seal)
{
	char *dir = strdup("/tmp/comity-pack-XXXXXX"), command[2000];

	ck_assert_ptr_nonnull(dir);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(command, sizeof(command),
	    "seal=$(cd '%s/schemas' && pwd)/seal; cp -R '%s/.' '%s' && "
	    "chmod -R u+w '%s' && cd '%s' && p=xx-permit/2026-07-01 && "
	    "n=xx-note/1 && { %s\n} && { [ %d = 0 ] || { cp \"$seal\" . && "
	    "./seal >/dev/null 2>&1; }; }",
	    COMITY_TEST_SRCDIR, GOOD_PACKS, dir, dir, dir, shell, seal);
	ck_assert_msg(system(command) == 0, "%s", shell);
	return dir;
}

static void
copy_remove(char *dir)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(command), 0);
	free(dir);
}

static const struct broken {
	const char *why, *shell;
	bool seal; /* the change is meant: digests are written anew */
	const char *finding, *file; /* id, and a part of the file's name */
} broken[] = {
	{ "an octet changed", "printf ' ' >>$p/rules.sch", false,
	    "comity-pack-digest", "rules.sch" },
	{ "a file gone", "rm $p/messages/de.xml", false, "comity-pack-file",
	    "de.xml" },
	{ "a file too many", "echo >$p/notes.txt", false,
	    "comity-pack-unlisted", "notes.txt" },
	{ "a hidden file", "echo >$p/codes/.x.gc", false,
	    "comity-pack-unlisted", ".x.gc" },
	{ "an empty file", ">$p/types.xsd", true, "comity-pack-file",
	    "types.xsd" },
	{ "a link in place of a file",
	    "mv $p/types.xsd t.xsd && ln -s ../../t.xsd $p/types.xsd", false,
	    "comity-pack-file", "types.xsd" },
	{ "a folder that is a link", "mv $p/codes c && ln -s ../../c $p/codes",
	    false, "comity-pack-file", "xx-goods.gc" },
	{ "a pipe in place of a file", "rm $p/types.xsd && mkfifo $p/types.xsd",
	    false, "comity-pack-file", "types.xsd" },
	{ "a folder in place of a file",
	    "rm $p/types.xsd && mkdir $p/types.xsd", false, "comity-pack-file",
	    "types.xsd" },
	{ "a name that leaves the folder",
	    "sed -i 's,name=\"types.xsd\",name=\"../types.xsd\",' "
	    "$p/profile.xml",
	    false, "comity-pack-file", "profile.xml" },
	{ "an absolute name",
	    "sed -i 's,name=\"types.xsd\",name=\"/etc/passwd\",' "
	    "$p/profile.xml",
	    false, "comity-pack-file", "profile.xml" },
	{ "a name that hides a step",
	    "sed -i 's,name=\"types.xsd\",name=\"codes/./types.xsd\",' "
	    "$p/profile.xml",
	    false, "comity-pack-file", "profile.xml" },
	{ "a role that there is not",
	    "sed -i 's,role=\"part\",role=\"code\",' $p/profile.xml", false,
	    "comity-pack-file", "profile.xml" },
	{ "a file twice", "sed -i '/types.xsd/{p;}' $p/profile.xml", false,
	    "comity-pack-file", "profile.xml" },
	{ "no digest",
	    "sed -i '/types.xsd/s/sha256=\"[^\"]*\"//' "
	    "$p/profile.xml",
	    false, "comity-pack-digest", "types.xsd" },
	{ "no profile.xml", "rm $p/profile.xml", false, "comity-pack-file",
	    "profile.xml" },
	{ "a DOCTYPE in profile.xml",
	    "sed -i '2i <!DOCTYPE Profile>' $p/profile.xml", true,
	    "comity-doctype", "profile.xml" },
	{ "a DOCTYPE in the schema",
	    "sed -i '2i <!DOCTYPE schema>' $p/document.xsd", true,
	    "comity-doctype", "document.xsd" },
	{ "a DOCTYPE in a part", "sed -i '2i <!DOCTYPE schema>' $p/types.xsd",
	    true, "comity-doctype", "types.xsd" },
	{ "a DOCTYPE in a list",
	    "sed -i '2i <!DOCTYPE x>' $p/codes/xx-goods.gc", true,
	    "comity-doctype", "xx-goods.gc" },
	{ "an id that is not the folder's",
	    "sed -i 's/id=\"xx-permit\"/id=\"yy-permit\"/' $p/profile.xml",
	    true, "comity-pack-profile", "profile.xml" },
	{ "an edition that is not the folder's", "mv $p xx-permit/2026-07-02",
	    false, "comity-pack-profile", "profile.xml" },
	{ "an element that there is not",
	    "sed -i 's/<Kind>/<Sort>x<\\/Sort><Kind>/' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "an element twice",
	    "sed -i 's/<Kind>/<Kind>license<\\/Kind><Kind>/' $p/profile.xml",
	    true, "comity-pack-profile", "profile.xml" },
	{ "a kind that there is not",
	    "sed -i 's/>license</>licence</' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "no legal basis", "sed -i '/LegalBasis/d' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "no match", "sed -i '/<Match/d' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "an empty title", "sed -i 's/<Title>.*</<Title> </' $p/profile.xml",
	    true, "comity-pack-profile", "profile.xml" },
	{ "no word on signatures", "sed -i '/<Signature/d' $p/profile.xml",
	    true, "comity-pack-profile", "profile.xml" },
	{ "a date path with a predicate",
	    "sed -i 's,x:Drafted,x:Drafted[1],' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "a date path with an unknown prefix",
	    "sed -i 's,x:Drafted,y:Drafted,' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "an end before the beginning",
	    "sed -i 's/2027-12-31/2026-06-30/' $p/profile.xml", true,
	    "comity-pack-profile", "profile.xml" },
	{ "a schema that does not compile",
	    "sed -i 's/type=\"Item\"/type=\"Itme\"/' $p/document.xsd", true,
	    "comity-pack-schema", "document.xsd" },
	{ "a schema that includes what is not of the pack",
	    "cp $p/types.xsd .. && sed -i 's,\"types.xsd\",\"../types.xsd\",' "
	    "$p/document.xsd",
	    true, "comity-pack-schema", "document.xsd" },
	{ "a schema that imports from the network",
	    "sed -i 's,\"types.xsd\",\"http://127.0.0.1/types.xsd\",' "
	    "$p/document.xsd",
	    true, "comity-pack-schema", "document.xsd" },
	{ "a schema that includes a file of the system",
	    "mv $p/types.xsd . && sed -i "
	    "\"s,\\\"types.xsd\\\",\\\"$PWD/types.xsd\\\",\" $p/document.xsd",
	    true, "comity-pack-schema", "document.xsd" },
	{ "no schema", "rm $n/document.xsd", true, "comity-pack-schema",
	    "profile.xml" },
	{ "no rules", "rm $n/rules.sch", true, "comity-pack-rules",
	    "profile.xml" },
	{ "a rule that names an unknown list",
	    "sed -i \"s/'xx-goods'/'xx-good'/\" $p/rules.sch", true,
	    "comity-pack-rules", "rules.sch" },
	{ "a list without codes",
	    "sed -i '/<Row>/,/<\\/Row>/d' $p/codes/xx-goods.gc", true,
	    "comity-pack-codes", "xx-goods.gc" },
	{ "a row without its code",
	    "sed -i 's/ColumnRef=\"code\"><SimpleValue>G1/"
	    "ColumnRef=\"label\"><SimpleValue>G1/' $p/codes/xx-goods.gc",
	    true, "comity-pack-codes", "xx-goods.gc" },
	{ "rows of one code that overlap",
	    "sed -i 's/2027-01-01/2026-06-30/' $p/codes/xx-goods.gc", true,
	    "comity-pack-codes", "xx-goods.gc" },
	{ "a validity that is no day",
	    "sed -i 's/2026-06-30/2026-06-31/' $p/codes/xx-goods.gc", true,
	    "comity-pack-codes", "xx-goods.gc" },
	{ "a value of an unknown column",
	    "sed -i 's/ColumnRef=\"validTo\"/ColumnRef=\"until\"/' "
	    "$p/codes/xx-goods.gc",
	    true, "comity-pack-codes", "xx-goods.gc" },
	{ "a list twice", "cp $p/codes/xx-goods.gc $p/codes/again.gc", true,
	    "comity-pack-codes", "xx-goods.gc" },
	{ "a shared list in the wrong place",
	    "mv codes/xx-colors/2027-01-01.gc codes/xx-colors/2028-01-01.gc",
	    true, "comity-pack-codes", "2028-01-01.gc" },
	{ "messages with an id twice",
	    "sed -i 's/id=\"good\"/id=\"expires\"/' $p/messages/en.xml", true,
	    "comity-pack-messages", "en.xml" },
	{ "messages of one language twice",
	    "sed -i 's/\"de\"/\"en\"/' $p/messages/de.xml", true,
	    "comity-pack-messages", "en.xml" },
	{ "shared with an edition that there is not", SHARE("2027-01-01"),
	    false, "comity-pack-file", "profile.xml" },
	{ "shared with another profile", SHARE("../xx-note/1"), false,
	    "comity-pack-file", "profile.xml" },
	{ "shared with the folder above", SHARE(".."), false,
	    "comity-pack-file", "profile.xml" },
	{ "shared with an absolute folder", SHARE("/etc"), false,
	    "comity-pack-file", "profile.xml" },
	{ "shared with itself", SHARE("2028-01-01"), false, "comity-pack-file",
	    "profile.xml" },
	{ "shared with a folder that is no edition",
	    SHARE("x") " && mkdir xx-permit/x && cp $p/types.xsd xx-permit/x",
	    false, "comity-pack-file", "profile.xml" },
	{ "shared with a link to an edition",
	    SHARE("x") " && ln -s 2026-07-01 xx-permit/x", false,
	    "comity-pack-file", "types.xsd" },
	{ "shared, but the other has no such file",
	    SHARE("2026-07-01") " && sed -i s/types.xsd/other.xsd/ "
				"$q/profile.xml",
	    false, "comity-pack-file", "2026-07-01/other.xsd" },
	{ "shared, with another digest",
	    SHARE("2026-07-01") " && sed -i "
				"'/types.xsd/s/sha256=\"..../sha256=\"0000/' "
				"$q/profile.xml",
	    false, "comity-pack-digest", "2026-07-01/types.xsd" },
	{ "shared in a circle",
	    SHARE("2026-07-01") " && rm $p/types.xsd && sed -i "
				"'/types.xsd/s,/>, of=\"2028-01-01\"/>,' "
				"$p/profile.xml && cp -R xx-note xx-more && "
				"sed -i 's/xx-note/xx-more/; s/Note/More/' "
				"xx-more/1/profile.xml",
	    false, "comity-pack-file", "2028-01-01/types.xsd" },
	{ "shared, and yet there", SHARE("2026-07-01") " && cp $p/types.xsd $q",
	    false, "comity-pack-unlisted", "2028-01-01/types.xsd" },
	{ "an edition that replaces itself",
	    "sed -i 's,<Match,<Replaces>2026-07-01</Replaces>&,' "
	    "$p/profile.xml",
	    true, "comity-pack-profile", "profile.xml" },
	{ "messages without a language",
	    "sed -i 's/xml:lang=\"en\"//' $p/messages/en.xml", true,
	    "comity-pack-messages", "en.xml" },
};

START_TEST(broken_row)
{
	const struct broken *row = &broken[_i];
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;
	struct comity_packs *packs;
	char *dir = copy_make(row->shell, row->seal);
	int rc;

	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	rc = comity_packs_read(packs, dir, true, report);
	finding = comity_report_find(report, row->finding);
	if (rc != COMITY_EPACK || finding == NULL)
		suite_show(report);
	ck_assert_msg(rc == COMITY_EPACK, "%s: %d", row->why, rc);
	ck_assert_msg(finding != NULL, "%s", row->why);
	ck_assert_msg(strstr(finding->file, row->file) != NULL, "%s: %s",
	    row->why, finding->file);
	/* Nothing of the refused pack is used; the others are. */
	ck_assert_msg(comity_packs_count(packs) >= 2 ||
			  strstr(row->why, "shared list") != NULL,
	    "%s", row->why);
	comity_packs_free(packs);
	comity_report_free(report);
	copy_remove(dir);
}
END_TEST

/* Whether it, or a list of its own, is. */
static bool
edition_is_refused(const struct comity_edition *edition)
{
	struct comity_report *report;
	const struct comity_codelist *list = NULL;
	int rc;

	if (edition == NULL)
		return true;
	report = comity_report_new();
	rc = comity_edition_codelist_open(edition, "xx-goods", report, &list);
	ck_assert((rc == COMITY_OK) == (list != NULL));
	ck_assert_ptr_eq(comity_edition_codelist(edition, "xx-goods"), list);
	if (rc == COMITY_EPACK)
		ck_assert_uint_ne(comity_report_count(report), 0);
	else
		ck_assert(rc == COMITY_OK || rc == COMITY_UNKNOWN);
	comity_report_free(report);
	return rc == COMITY_EPACK;
}

/* The same where contents are made out when they are first asked for: what is
 * broken is never given, and whoever asks for a document's is told. */
START_TEST(deferred_row)
{
	const struct broken *row = &broken[_i];
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs;
	char *dir = copy_make(row->shell, row->seal);
	size_t i, refused = 0;
	int rc;

	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	comity_packs_defer(packs, COMITY_DE);
	rc = comity_packs_read(packs, dir, true, report);
	for (i = 0; i < comity_packs_count(packs); i++)
		refused += edition_is_refused(comity_packs_at(packs, i));
	ck_assert_msg((rc == COMITY_EPACK) != (refused > 0), "%s: %d, %zu",
	    row->why, rc, refused);
	ck_assert_msg(rc == COMITY_EPACK || rc == COMITY_OK, "%s", row->why);
	comity_packs_free(packs);
	comity_report_free(report);
	copy_remove(dir);
}
END_TEST

/* A broken list is no answer about a document that asks for it, each time,
 * and the report says why; others have theirs. */
#define RULES_BY(list)                                                         \
	"sed -i \"s/'xx-goods'/'" list "'/\" $p/rules.sch && "                 \
	"sed -i 's/>red</>G1</; s/>green</>G2</; s/>blue</>G2</' codes/*/*.gc && "
#define BREAK(list) "sed -i 's/>G1</></' " list
#define GOOD "<Item><Good>%s</Good></Item>"
static const struct asked {
	const char *why, *shell, *good;
	int rc;
	const char *ids;
} asked[] = {
	{ "all is well", "true", "G1", COMITY_OK, "" },
	{ "a row without a code in a list of its own",
	    BREAK("$p/codes/xx-goods.gc"), "G2", COMITY_UNKNOWN,
	    "comity-pack-codes comity-rule-failed" },
	{ "no XML behind the head of the list",
	    "sed -i 's,</SimpleCodeList>,,' $p/codes/xx-goods.gc", "G2",
	    COMITY_UNKNOWN, "comity-not-well-formed comity-rule-failed" },
	{ "the same in a shared list",
	    RULES_BY("xx-colors") BREAK("codes/xx-colors/2027-01-01.gc"), "G2",
	    COMITY_UNKNOWN, "comity-pack-codes comity-rule-failed" },
	{ "in an edition of it that is not asked for",
	    RULES_BY("xx-colors@2026-01-01")
		BREAK("codes/xx-colors/2027-01-01.gc"),
	    "G2", COMITY_OK, "" },
	{ "a document that asks for no list",
	    BREAK("$p/codes/xx-goods.gc"), NULL, COMITY_OK, "" },
};

static void
asked_check(const struct asked *row, const struct comity_packs *packs)
{
	struct comity_report *report = comity_report_new();
	const struct comity_edition *edition;
	struct comity_checked out;
	struct comity_doc *doc;
	char ids[400] = "", text[400], item[100] = "";
	size_t i, len = 0;
	int rc;

	if (row->good != NULL)
		snprintf(item, sizeof(item), GOOD, row->good);
	snprintf(text, sizeof(text),
	    PERMIT ISSUED "<Expires>2027-01-01</Expires>%s</Permit>", item);
	doc = doc_load(text);
	ck_assert_int_eq(comity_packs_match(packs, doc, NULL, TEST_MOMENT,
			     report, &edition),
	    COMITY_OK);
	rc = comity_check(edition, doc, TEST_MOMENT, report, &out);
	for (i = 0; i < comity_report_count(report); i++)
		len += (size_t)snprintf(ids + len, sizeof(ids) - len, "%s%s",
		    i > 0 ? " " : "", comity_report_at(report, i)->id);
	ck_assert_msg(rc == row->rc, "%s: %d %s", row->why, rc, ids);
	ck_assert_msg(strcmp(ids, row->ids) == 0, "%s: %s", row->why, ids);
	comity_doc_free(doc);
	comity_report_free(report);
}

START_TEST(asked_row)
{
	char *dir = copy_make(asked[_i].shell, true);
	struct comity_packs *packs = packs_load_as(dir, true);

	asked_check(&asked[_i], packs);
	asked_check(&asked[_i], packs);
	comity_packs_free(packs);
	copy_remove(dir);
}
END_TEST

/* Of messages a run has English ones and those of its language; others are
 * not looked into. */
START_TEST(languages)
{
	char *dir = copy_make("sed -i s/Ablaufdatum// $p/messages/de.xml", true);
	struct comity_report *report = comity_report_new();
	const struct comity_edition *edition;
	struct comity_packs *packs = packs_load_as(dir, true);

	edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_ptr_nonnull(edition);
	ck_assert_str_eq(
	    comity_edition_message(edition, "expires", "en"), "Expiration date");
	comity_packs_free(packs);
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	comity_packs_defer(packs, COMITY_DE);
	ck_assert_int_eq(
	    comity_packs_read(packs, dir, true, report), COMITY_OK);
	ck_assert_ptr_null(
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0));
	comity_packs_free(packs);
	copy_remove(dir);
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	comity_packs_defer(packs, COMITY_DE);
	ck_assert_int_eq(
	    comity_packs_read(packs, GOOD_PACKS, true, report), COMITY_OK);
	edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_ptr_nonnull(edition);
	ck_assert_str_eq(
	    comity_edition_message(edition, "expires", "de"), "Ablaufdatum");
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

/* The copy without a change loads: what the rows see is their change. */
START_TEST(copy_loads)
{
	char *dir = copy_make("true", true);
	struct comity_packs *packs = packs_load(dir);
	const struct comity_edition *edition =
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);

	ck_assert_uint_eq(comity_packs_count(packs), 3);
	ck_assert_ptr_nonnull(edition);
	ck_assert_str_eq(edition->jurisdiction, "XX");
	ck_assert_str_eq(
	    edition->sources, "Form 12 <https://example.org/form>; Form 12a");
	ck_assert_str_eq(edition->date_path, "x:Issued/@on | x:Drafted");
	ck_assert_int_eq((int)strlen(edition->digest), 64);
	ck_assert_ptr_nonnull(comity_edition_file(edition, "types.xsd"));
	ck_assert_ptr_null(comity_edition_file(edition, "profile.xml"));
	ck_assert_str_eq(
	    comity_edition_message(edition, "expires", "de"), "Ablaufdatum");
	ck_assert_str_eq(comity_edition_message(edition, "expires", "fr"),
	    "Expiration date");
	ck_assert_str_eq(comity_edition_message(edition, "good", "de"),
	    "The annex lists the goods.");
	ck_assert_str_eq(comity_edition_remedy(edition, "validity", "en"),
	    "Ask the office.");
	ck_assert_ptr_null(comity_edition_message(edition, "none", "en"));
	comity_packs_free(packs);
	copy_remove(dir);
}
END_TEST

/* What an installed pack matches, no other may claim; nor a second copy. */
START_TEST(conflicts)
{
	char *same = copy_make("rm -r xx-permit", true);
	char *other =
	    copy_make("mv xx-note yy-note && sed -i "
		      "'s/id=\"xx-note\"/id=\"yy-note\"/' "
		      "yy-note/1/profile.xml && rm -r xx-permit codes",
		true);
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_packs *own = NULL;

	ck_assert_int_eq(
	    comity_packs_read(packs, same, false, report), COMITY_EPACK);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-pack-conflict"));
	comity_report_free(report);
	report = comity_report_new();
	ck_assert_int_eq(
	    comity_packs_read(packs, other, false, report), COMITY_EPACK);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-pack-conflict"));
	ck_assert_ptr_null(comity_packs_edition(packs, "yy-note", "1", 0));
	comity_report_free(report);
	report = comity_report_new();
	ck_assert_int_eq(comity_packs_new(&own), COMITY_OK);
	ck_assert_int_eq(
	    comity_packs_read(own, other, false, report), COMITY_OK);
	ck_assert_int_eq(
	    comity_packs_read(own, "/nonexistent", false, report), COMITY_EIO);
	comity_report_free(report);
	comity_packs_free(own);
	comity_packs_free(packs);
	copy_remove(same);
	copy_remove(other);
}
END_TEST

/* From document to edition. */
static const struct match {
	const char *why, *doc, *forced, *moment, *edition, *finding;
} match[] = {
	{ "by its own date", PERMIT ISSUED "</Permit>", NULL, NULL,
	    "2026-07-01", NULL },
	{ "the first day", PERMIT "<Issued on='2026-07-01'/></Permit>", NULL,
	    NULL, "2026-07-01", NULL },
	{ "the last day", PERMIT "<Issued on='2027-12-31'/></Permit>", NULL,
	    NULL, "2026-07-01", NULL },
	{ "the next edition", PERMIT "<Issued on='2028-01-01'/></Permit>", NULL,
	    NULL, "2028-01-01", NULL },
	{ "the second date path",
	    PERMIT "<Drafted>2028-05-01</Drafted></Permit>", NULL, NULL,
	    "2028-01-01", NULL },
	{ "the first that says something",
	    PERMIT "<Issued on=' '/><Drafted>2028-05-01</Drafted></Permit>",
	    NULL, NULL, "2028-01-01", NULL },
	{ "before any edition", PERMIT "<Issued on='2026-06-30'/></Permit>",
	    NULL, NULL, NULL, "comity-edition-not-in-force" },
	{ "no date: the moment", PERMIT "</Permit>", NULL, NULL, "2026-07-01",
	    "comity-judged-at-moment" },
	{ "no date: a later moment", PERMIT "</Permit>", NULL,
	    "2028-06-01T00:00:00Z", "2028-01-01", "comity-judged-at-moment" },
	{ "a date that is none", PERMIT "<Issued on='soon'/></Permit>", NULL,
	    NULL, "2026-07-01", "comity-judged-at-moment" },
	{ "an edition by name", PERMIT ISSUED "</Permit>", "2028-01-01", NULL,
	    "2028-01-01", "comity-edition-forced" },
	{ "the date's own by name", PERMIT ISSUED "</Permit>", "2026-07-01",
	    NULL, "2026-07-01", "comity-edition-forced" },
	{ "by name, and no date", PERMIT "</Permit>", "2028-01-01", NULL,
	    "2028-01-01", "comity-edition-forced" },
	{ "by name, before any", PERMIT "<Issued on='1999-01-01'/></Permit>",
	    "2028-01-01", NULL, "2028-01-01", "comity-edition-forced" },
	{ "an edition that there is not", PERMIT ISSUED "</Permit>",
	    "2029-01-01", NULL, NULL, "comity-edition-unknown" },
	{ "no namespace", "<Note/>", NULL, NULL, "1",
	    "comity-judged-at-moment" },
	{ "a namespace too many", "<Note xmlns='urn:x'/>", NULL, NULL, NULL,
	    "comity-profile-unknown" },
	{ "a namespace missing", "<Permit/>", NULL, NULL, NULL,
	    "comity-profile-unknown" },
	{ "another root", "<Notes/>", NULL, NULL, NULL,
	    "comity-profile-unknown" },
};

START_TEST(match_row)
{
	const struct match *row = &match[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_load(row->doc);
	const struct comity_edition *edition;
	int64_t moment = TEST_MOMENT;
	int rc;

	if (row->moment != NULL)
		ck_assert_int_eq(
		    comity_moment_read(row->moment, &moment), COMITY_OK);
	rc = comity_packs_match(
	    packs, doc, row->forced, moment, report, &edition);
	ck_assert_msg(rc == (row->edition ? COMITY_OK : COMITY_UNKNOWN),
	    "%s: %d", row->why, rc);
	if (row->edition == NULL)
		ck_assert_ptr_null(edition);
	else
		ck_assert_str_eq(edition->id, row->edition);
	if (row->finding == NULL)
		ck_assert_uint_eq(comity_report_count(report), 0);
	else
		ck_assert_str_eq(comity_report_at(report, 0)->id, row->finding);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* Documents through comity_check. ids: of the findings, in order. */
static const struct checked {
	const char *why, *doc;
	int rc;
	const char *ids;
	unsigned long line; /* of the last finding; 0 not checked */
	const char *words; /* of its message */
} checked[] = {
	{ "plain", PERMIT ISSUED "<Expires>2027-01-01</Expires></Permit>",
	    COMITY_OK, "", 0, NULL },
	{ "a rule broken",
	    PERMIT ISSUED "\n<Expires>2026-01-01</Expires></Permit>",
	    COMITY_REFUSED, "xx-permit/validity", 2, "expires on 2026-01-01" },
	{ "the schema broken: rules are not reached",
	    PERMIT ISSUED
	    "\n<Expires>2026-01-01</Expires><Item>\n<Good>x</Good></Item>"
	    "</Permit>",
	    COMITY_REFUSED, "comity-schema-pattern", 3, "the form" },
	{ "an element out of place",
	    PERMIT "<Expires>2026-12-01</Expires>\n" ISSUED "</Permit>",
	    COMITY_REFUSED, "comity-schema-element-unexpected", 2,
	    "does not belong here" },
	{ "an id twice",
	    PERMIT ISSUED "<Item id='a'><Good>G1</Good></Item>\n"
			  "<Item id='a'><Good>G1</Good></Item></Permit>",
	    COMITY_REFUSED, "comity-schema-duplicate", 2, NULL },
	{ "a schemaLocation changes nothing",
	    "<p:Permit xmlns:p='urn:example:xx-permit:1' "
	    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
	    "xsi:schemaLocation='urn:example:xx-permit:1 lax.xsd'><p:Foo/>"
	    "</p:Permit>",
	    COMITY_REFUSED, "comity-schema-element-unexpected", 1,
	    "does not belong here" },
	{ "nothing that a rule speaks of", PERMIT ISSUED "</Permit>",
	    COMITY_UNKNOWN, "comity-no-rule-fired", 0, NULL },
	{ "signed",
	    PERMIT ISSUED "<Expires>2027-01-01</Expires>" SIGNATURE "</Permit>",
	    COMITY_OK, "comity-signed-not-verified", 0,
	    "signed, not verified" },
	{ "signed in the wrong place",
	    PERMIT SIGNATURE ISSUED "<Expires>2027-01-01</Expires></Permit>",
	    COMITY_REFUSED, "comity-signed-not-verified "
	    "comity-schema-element-unexpected",
	    0, NULL },
	{ "a format without room", "<Note><Text>a</Text>\n" SIGNATURE "</Note>",
	    COMITY_OK, "comity-signed-not-verified comity-signature-stripped",
	    2, NULL },
	{ "but not inside", "<Note><Text>a" SIGNATURE "</Text></Note>",
	    COMITY_REFUSED, "comity-schema-child-unexpected", 0, NULL },
	{ "dated after the moment",
	    PERMIT "\n<Issued on='2026-11-02'/><Expires>2027-01-01</Expires>"
		   "</Permit>",
	    COMITY_REFUSED, "comity-date-in-future", 2, NULL },
	{ "a day that has not begun over there",
	    PERMIT "<Issued on='2026-11-01'/><Expires>2027-01-01</Expires>"
		   "</Permit>",
	    COMITY_REFUSED, "comity-date-in-future", 1, NULL },
	{ "the day that has",
	    PERMIT "<Issued on='2026-10-31'/><Expires>2027-01-01</Expires>"
		   "</Permit>",
	    COMITY_OK, "", 0, NULL },
	{ "a translation",
	    PERMIT BLOCK(DIGEST) ISSUED
	    "<Expires>2027-01-01</Expires></Permit>",
	    COMITY_OK, "comity-translation", 1,
	    "Translation of N-7 by Office of Other. Not an authorization of "
	    "XX." },
	{ "a block that does not say of what",
	    PERMIT BLOCK("") ISSUED "<Expires>2027-01-01</Expires></Permit>",
	    COMITY_REFUSED, "comity-translation comity-translation-block", 1,
	    NULL },
	{ "a block that says it twice",
	    PERMIT BLOCK(DIGEST DIGEST) ISSUED
	    "<Expires>2027-01-01</Expires></Permit>",
	    COMITY_REFUSED, "comity-translation comity-translation-block", 1,
	    NULL },
	{ "a rule that fails", "<Note><Text>EUR x</Text></Note>",
	    COMITY_UNKNOWN, "comity-rule-failed", 1, NULL },
	{ "its twin", "<Note><Text>EUR 1.0</Text></Note>", COMITY_OK,
	    "xx-note/money", 1, NULL },
};

static bool
has_schema_fault(const struct comity_report *report)
{
	const struct comity_finding *f;
	size_t i;

	for (i = 0; (f = comity_report_at(report, i)) != NULL; i++)
		if (strncmp(f->id, "comity-schema-", 14) == 0 &&
		    f->severity == COMITY_ERROR)
			return true;
	return false;
}

START_TEST(checked_row)
{
	const struct checked *row = &checked[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_report *talk = comity_report_new();
	struct comity_doc *doc = doc_load(row->doc);
	const struct comity_edition *edition;
	const struct comity_finding *last = NULL;
	struct comity_checked out;
	char ids[400] = "";
	size_t i, len = 0;
	int rc;

	ck_assert_int_eq(comity_packs_match(packs, doc,
			     strstr(row->doc, "<Note") ? NULL : "2026-07-01",
			     TEST_MOMENT, talk, &edition),
	    COMITY_OK);
	rc = comity_check(edition, doc, TEST_MOMENT, report, &out);
	for (i = 0; i < comity_report_count(report); i++) {
		last = comity_report_at(report, i);
		len += (size_t)snprintf(ids + len, sizeof(ids) - len, "%s%s",
		    i > 0 ? " " : "", last->id);
	}
	ck_assert_msg(strcmp(ids, row->ids) == 0, "%s: %s", row->why, ids);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert_msg(row->line == 0 || last->line == row->line, "%s: line %lu",
	    row->why, last ? last->line : 0);
	ck_assert_msg(
	    row->words == NULL || strstr(last->message, row->words) != NULL,
	    "%s: %s", row->why, last ? last->message : "");
	ck_assert(out.is_signed == (comity_report_find(report,
					"comity-signed-not-verified") != NULL));
	ck_assert(out.is_translation ==
		  (comity_report_find(report, "comity-translation") != NULL));
	ck_assert(out.schema_valid == !has_schema_fault(report));
	comity_doc_free(doc);
	comity_report_free(report);
	comity_report_free(talk);
	comity_packs_free(packs);
}
END_TEST

/* The editions of one profile against each other. The copies differ by one
 * line of shell; q is the second edition. */
#define THROUGH(day) "sed -i s/2027-12-31/" day "/ $p/profile.xml"
#define REPLACES(id)                                                           \
	"sed -i 's,<Match,<Replaces>" id "</Replaces>&,' "                     \
	"xx-permit/2028-01-01/profile.xml"
static const struct timeline {
	const char *why, *shell;
	const char *lint; /* what the check of the profile finds; NULL */
	const char *day; /* of a document */
	const char *edition; /* that judges it; NULL: no answer */
	const char *finding, *expected; /* why no answer, and the nearest */
} timeline[] = {
	{ "one after the other", "true", NULL, "2027-12-31", "2026-07-01", NULL,
	    NULL },
	{ "it replaces the one before", REPLACES("2026-07-01"), NULL,
	    "2028-01-01", "2028-01-01", NULL, NULL },
	{ "it replaces another", REPLACES("2025-01-01"),
	    "comity-profile-replaces", "2028-01-01", "2028-01-01", NULL, NULL },
	{ "a day in a gap", THROUGH("2027-12-30"), "comity-profile-gap",
	    "2027-12-31", NULL, "comity-edition-not-in-force",
	    "xx-permit@2026-07-01 (2026-07-01 .. 2027-12-30); "
	    "xx-permit@2028-01-01 (2028-01-01 ..)" },
	{ "a day beside the gap", THROUGH("2027-12-30"), "comity-profile-gap",
	    "2027-12-30", "2026-07-01", NULL, NULL },
	{ "a day before the first", "true", NULL, "2026-06-30", NULL,
	    "comity-edition-not-in-force",
	    "xx-permit@2026-07-01 (2026-07-01 .. 2027-12-31)" },
	{ "a day after the last",
	    "sed -i 's,<Match,<ValidThrough>2028-12-31</ValidThrough>&,' "
	    "xx-permit/2028-01-01/profile.xml",
	    NULL, "2029-01-01", NULL, "comity-edition-not-in-force",
	    "xx-permit@2028-01-01 (2028-01-01 .. 2028-12-31)" },
	{ "a day that two claim", THROUGH("2028-01-01"),
	    "comity-profile-overlap", "2028-01-01", NULL,
	    "comity-edition-ambiguous",
	    "xx-permit@2026-07-01 (2026-07-01 .. 2028-01-01); "
	    "xx-permit@2028-01-01 (2028-01-01 ..)" },
	{ "a day that only one claims", THROUGH("2028-01-01"),
	    "comity-profile-overlap", "2028-01-02", "2028-01-01", NULL, NULL },
	{ "both without an end", "sed -i /2027-12-31/d $p/profile.xml",
	    "comity-profile-overlap", "2030-01-01", NULL,
	    "comity-edition-ambiguous",
	    "xx-permit@2026-07-01 (2026-07-01 ..); "
	    "xx-permit@2028-01-01 (2028-01-01 ..)" },
	{ "files shared by the two", SHARE("2026-07-01"), NULL, "2028-06-01",
	    "2028-01-01", NULL, NULL },
};

static void
timeline_match(const struct comity_packs *packs, const struct timeline *row)
{
	struct comity_report *report = comity_report_new();
	const struct comity_edition *edition;
	const struct comity_finding *finding;
	struct comity_checked result;
	char text[200];
	struct comity_doc *doc;
	int rc;

	snprintf(text, sizeof(text),
	    PERMIT "<Issued on='%s'/>"
		   "<Expires>2031-01-01</Expires></Permit>",
	    row->day);
	doc = doc_load(text);
	rc =
	    comity_packs_match(packs, doc, NULL, TEST_MOMENT, report, &edition);
	finding = comity_report_at(report, 0);
	ck_assert_msg(rc == (row->edition ? COMITY_OK : COMITY_UNKNOWN),
	    "%s: %d", row->why, rc);
	if (row->edition != NULL) {
		ck_assert_str_eq(edition->id, row->edition);
		/* whatever was shared serves */
		rc = comity_check(
		    edition, doc, INT64_C(2000000000), report, &result);
		ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
	} else {
		ck_assert_ptr_null(edition);
		ck_assert_str_eq(finding->id, row->finding);
		ck_assert_str_eq(finding->found, row->day);
		ck_assert_str_eq(finding->expected, row->expected);
	}
	comity_doc_free(doc);
	comity_report_free(report);
}

START_TEST(timeline_row)
{
	const struct timeline *row = &timeline[_i];
	char *dir = copy_make(row->shell, false);
	struct comity_packs *packs = packs_load(dir);
	struct comity_report *report = comity_report_new();
	int rc = comity_packs_timeline_check(packs, "xx-permit", report);

	ck_assert_msg(rc == (row->lint ? COMITY_REFUSED : COMITY_OK), "%s: %d",
	    row->why, rc);
	ck_assert_uint_eq(comity_report_count(report), row->lint != NULL);
	if (row->lint != NULL) {
		ck_assert_str_eq(comity_report_at(report, 0)->id, row->lint);
		ck_assert_ptr_nonnull(strstr(comity_report_at(report, 0)->file,
		    "xx-permit/2028-01-01/profile.xml"));
	}
	timeline_match(packs, row);
	comity_report_free(report);
	comity_packs_free(packs);
	copy_remove(dir);
}
END_TEST

SUITE("pack")
SUITE_TEST(copy_loads);
SUITE_ROWS(timeline_row, timeline);
SUITE_ROWS(broken_row, broken);
SUITE_ROWS(deferred_row, broken);
SUITE_ROWS(asked_row, asked);
SUITE_TEST(languages);
SUITE_TEST(conflicts);
SUITE_ROWS(match_row, match);
SUITE_ROWS(checked_row, checked);
SUITE_END
