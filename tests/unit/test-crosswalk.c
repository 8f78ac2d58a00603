/* SPDX-License-Identifier: Apache-2.0 */
/* Every row kind: law 0, 1 and 3 on a document, law 4 on an edit of its core;
 * and the tables that are refused. */
#include "crosswalk-kit.h"
#include "file.h"
#include "limit.h"

#define WITHHELD "withheld='yes'"
#define PARTY "<leaf key='name' local='Name' core='Name'/>"
#define ITEM(rows) "<group key='item' local='Item' core='Item'>" rows "</group>"
#define WHAT "<leaf key='what' local='What' core='Description'/>"

static const struct row {
	const char *why, *head, *rows, *doc;
	const char *core; /* part of the core; NULL anything */
	const char *from, *to; /* an edit of the core; NULL none */
	const char *out; /* part of what comes of it */
} rows[] = {
	{ "a leaf", "", "<leaf local='Note' core='Note/Text'/>",
	    "<Note>read &lt;me&gt; &amp; more</Note>",
	    "<Text>read &lt;me&gt; &amp; more</Text>", "more", "less",
	    "<Note>read &lt;me&gt; &amp; less</Note>" },
	{ "a leaf with an attribute inside", "",
	    "<leaf local='Note' core='Note/Text'><leaf local='@xml:lang' "
	    "core='@xml:lang'/></leaf>",
	    "<Note xml:lang='de'>x</Note>", "xml:lang=\"de\"", "\"de\"",
	    "\"fr\"", "xml:lang=\"fr\"" },
	{ "an empty leaf is not an absent one", "",
	    "<leaf local='Note' core='Note/Text'/>", "<Note/>",
	    "withheld=\"unknown\"", "withheld=\"unknown\" o:text=\"\"/>",
	    ">now</Text>", "<Note>now</Note>" },
	{ "blanks are a value", "", "<leaf local='Note' core='Note/Text'/>",
	    "<Note>  </Note>", "<Text>  </Text>", NULL, NULL, NULL },
	{ "a token keeps its blanks as original", "",
	    "<leaf local='Note' core='Note/Text' type='token'/>",
	    "<Note> a  b </Note>", "<Text o:text=\" a  b \">a b</Text>", "a b<",
	    "c<", "<Note>c</Note>" },
	{ "many", "", "<leaf local='Note' core='Note/Text' many='yes'/>",
	    "<Note>a</Note><Note>b</Note>", "<Text>a</Text><Text>b</Text>",
	    "<Text>a</Text>", "", "<No>7</No><Note>b</Note>" },
	{ "a date", "",
	    "<leaf local='Until' core='Validity/ValidThrough' type='date' "
	    "format='dd.mm.yyyy'/>",
	    "<Until>31.12.2027</Until>", ">2027-12-31<", "2027-12-31",
	    "2028-01-02", "<Until>02.01.2028</Until>" },
	{ "an impossible date is withheld and comes back", "",
	    "<leaf local='Until' core='Validity/ValidThrough' type='date' "
	    "format='dd.mm.yyyy'/>",
	    "<Until>31.02.2026</Until>", "o:text=\"31.02.2026\"", NULL, NULL,
	    NULL },
	{ "an edit of what was undefined shows", "",
	    "<leaf local='Until' core='Validity/ValidThrough' type='date' "
	    "format='dd.mm.yyyy'/>",
	    "<Until>31.02.2026</Until>", NULL,
	    "withheld=\"unknown\" o:text=\"31.02.2026\"/>",
	    "o:text=\"31.02.2026\">2026-03-01</ValidThrough>",
	    "<Until>01.03.2026</Until>" },
	{ "an assumed zone stays unsaid", "",
	    "<leaf local='Until' core='Validity/ValidThrough' type='date'>"
	    "<fixed core='@zone' is='Europe/Berlin' must='no'/>"
	    "<leaf local='@zone' core='@zone'/></leaf>",
	    "<Until>2027-12-31</Until>", "zone=\"Europe/Berlin\"",
	    "Europe/Berlin", "Europe/Paris", "zone=\"Europe/Paris\"" },
	{ "an assumed zone that is said stays said", "",
	    "<leaf local='Until' core='Validity/ValidThrough' type='date'>"
	    "<fixed core='@zone' is='Europe/Berlin' must='no'/>"
	    "<leaf local='@zone' core='@zone'/></leaf>",
	    "<Until zone='Europe/Berlin'>2027-12-31</Until>",
	    "zone=\"Europe/Berlin\"", NULL, NULL, NULL },
	{ "a boolean has two spellings", "",
	    "<map id='answer'><pair local='true' core='yes'/><pair "
	    "local='false' core='no'/></map><leaf local='R' "
	    "core='Validity/Renewable' type='boolean' map='answer'/>",
	    "<R>1</R>", "o:text=\"1\">yes<", "yes<", "no<", "<R>false</R>" },
	{ "a map, narrower than the core", "",
	    "<map id='kind'><pair local='EXPORT' core='individual'/>"
	    "<pair local='REEXPORT' core='individual' "
	    "relation='broadMatch'/><pair local='ALL' core='global'/></map>"
	    "<leaf local='Kind' core='Nature/Scope' type='code' map='kind'/>",
	    "<Kind>REEXPORT</Kind>",
	    "o:text=\"REEXPORT\" o:relation=\"broadMatch\">individual<",
	    "individual<", "global<", "<Kind>ALL</Kind>" },
	{ "a code that the map does not know", "",
	    "<map id='kind'><pair local='EXPORT' core='individual'/></map>"
	    "<leaf local='Kind' core='Nature/Scope' type='code' map='kind'/>",
	    "<Kind>OTHER</Kind>", "o:text=\"OTHER\"", NULL, NULL, NULL },
	{ "a prefix", "",
	    "<leaf local='Code' core='EndUse/Purpose/Text' prefix='DUO:'/>",
	    "<Code>0000014</Code>", "DUO:0000014", "DUO:0000014", "DUO:1",
	    "<Code>1</Code>" },
	{ "a list and its spacing", "",
	    ITEM(WHAT "<leaf local='@cas' core='Classification' list=' '>"
		      "<fixed core='@list' is='cas'/></leaf>"),
	    "<Item cas='1  2 '><What>w</What></Item>", "o:list=\"1  2 \"",
	    ">2</Classification>", ">3</Classification>", "cas=\"1 3\"" },
	{ "an empty list", "",
	    ITEM(WHAT "<leaf local='@cas' core='Classification' list=' '>"
		      "<fixed core='@list' is='cas'/></leaf>"),
	    "<Item cas=''><What>w</What></Item>", "cas=\"\"", NULL, NULL,
	    NULL },
	{ "a nil", "",
	    ITEM("<leaf local='What' core='Description' "
		 "nil='not-required'/>"),
	    "<Item><What xsi:nil='1'/></Item>", "withheld=\"not-required\"",
	    NULL, NULL, NULL },
	{ "a nil that is false", "",
	    ITEM("<leaf local='What' core='Description' "
		 "nil='not-required'/>"),
	    "<Item><What xsi:nil='false'>x</What></Item>", ">x<", NULL, NULL,
	    NULL },
	{ "a carried type by name", "", ITEM(WHAT "<carry local='@xsi:type'/>"),
	    "<Item xmlns:q='urn:example:permit:1' "
	    "xsi:type='q:Big'><What>w</What></Item>",
	    ":Big\"", NULL, NULL, NULL },
	{ "groups repeat", "", ITEM(WHAT),
	    "<Item><What>a</What></Item><Item><What>b</What></Item>", NULL,
	    ">a<", ">c<", "<What>c</What></Item><Item><What>b</What>" },
	{ "an empty group is one", "", ITEM(WHAT), "<Item/><Item/>",
	    "<Item/><Item/>", NULL, NULL, NULL },
	{ "a flat group", "",
	    "<group key='agent' local='.' core='Party'><fixed core='Role' "
	    "is='agent'/><leaf key='box7' local='Box7' core='Name'/></group>",
	    "<Box7>A</Box7>", "<Role>agent</Role><Name>A</Name>", "<Role>agent",
	    "<Role>broker", "<No>7</No></Permit>" },
	{ "a flat group without a source is none", "",
	    "<group key='agent' local='.' core='Party'><fixed core='Role' "
	    "is='agent'/><leaf key='box7' local='Box7' core='Name'/></group>",
	    "", "</Identification></License>", NULL, NULL, NULL },
	{ "a group of an attribute", "",
	    "<group key='center' local='@center' core='Party'><fixed "
	    "core='Role' is='provider'/><leaf local='.' core='Name'/></group>"
	    "<container local='C' empty='carry'/>",
	    "<C/>", NULL, NULL, NULL, NULL },
	{ "a wrapper", "",
	    "<group key='w' local='Dates' core='.'><leaf local='To' "
	    "core='Validity/ValidThrough'/><leaf local='Kind' "
	    "core='Nature/Kind'/></group><container local='Dates'/>",
	    "<Dates><To>2026-01-01</To><Kind>permit</Kind></Dates>",
	    "<Nature><Kind>permit</Kind></Nature><Validity>", NULL, NULL,
	    NULL },
	{ "an empty wrapper", "",
	    "<group key='w' local='Dates' core='.'><leaf local='To' "
	    "core='Validity/ValidThrough'/></group><container local='Dates'/>",
	    "<Dates> </Dates>", "<x:Dates/>", NULL, NULL, NULL },
	{ "branches interleave", "",
	    "<choice local='Parties' core='Party'>"
	    "<group key='user' local='User'><fixed core='Role' "
	    "is='end-user'/>" PARTY "</group>"
	    "<group key='holder' local='Holder'><fixed core='Role' "
	    "is='licensee' or='exporter'/>" PARTY "</group></choice>",
	    "<Parties><Holder><Name>a</Name></Holder><User><Name>b</Name>"
	    "</User><Holder><Name>c</Name></Holder></Parties>",
	    "<Role>end-user</Role><Name>b</Name>", "<Role>end-user</Role>",
	    "<Role>exporter</Role>",
	    "<Holder><Name>a</Name></Holder><Holder><Name>b</Name></Holder>" },
	{ "a party with two roles is written twice", "",
	    "<choice local='Parties' core='Party'>"
	    "<group key='holder' local='Holder'><fixed core='Role' "
	    "is='licensee'/><id local='@id' core='@id'/>" PARTY "</group>"
	    "<group key='user' local='User'><fixed core='Role' "
	    "is='end-user'/><id local='@id' core='@id'/>" PARTY
	    "</group></choice>",
	    "<Parties><Holder id='p'><Name>a</Name></Holder></Parties>",
	    "<Role>licensee</Role>", "<Role>licensee</Role>",
	    "<Role>licensee</Role><Role>end-user</Role>",
	    "</Holder><User id=\"p.user\"><Name>a</Name></User>" },
	{ "a flat run", "",
	    "<run key='item' local='Box13' with='Box14 Box15' core='Item'>"
	    "<leaf key='b13' local='Box13' core='Description'/>"
	    "<carry key='b14' local='Box14'/><leaf key='b15' local='Box15' "
	    "core='CommodityCode'><fixed core='@list' is='hs'/></leaf></run>"
	    "<leaf local='Note' core='Note/Text'/>",
	    "<Box13>a</Box13><Box15>1</Box15><Box13>b</Box13><Box14>z</Box14>"
	    "<Box15>2</Box15><Note>n</Note>",
	    "<Description>a</Description>", ">1<", ">3<",
	    "<Box15>3</Box15><Box13>b</Box13><Box14>z</Box14>" },
	{ "a local constant selects", "",
	    "<choice core='EndUse/Purpose'><group key='duo' local='Use'>"
	    "<fixed local='@by' is='DUO' or='duo'/><fixed core='Code/@list' "
	    "is='duo'/><leaf local='@code' core='Code'/></group>"
	    "<group key='other' local='Use'><except local='@by' is='DUO' "
	    "or='duo'/><except core='Code/@list' is='duo'/><leaf local='@by' "
	    "core='Text'/></group></choice>",
	    "<Use by='duo' code='DUO:0000004'/><Use by='us'/>", NULL, NULL,
	    NULL, NULL },
	{ "a name with a prefix in a compound, where none is declared", "",
	    ITEM(WHAT "<compound local='V' separator=' '>"
		      "<part core='Value' type='qname'/>"
		      "<part core='Value/@currency' type='code'/>"
		      "</compound>"),
	    "<Item><What>a</What><V>x:y EUR</V></Item>", "o:text=\"x:y EUR\"",
	    NULL, NULL, NULL },
	{ "a split compound", "",
	    ITEM(WHAT "<compound key='worth' local='Worth' separator=' '>"
		      "<part core='Value' type='decimal-comma'/>"
		      "<part core='Value/@currency' type='code'/>"
		      "</compound>"),
	    "<Item><What>w</What><Worth>1.234,50 EUR</Worth></Item>",
	    "currency=\"EUR\"", ">1234.50<", ">99.5<",
	    "<Worth>99,5 EUR</Worth>" },
	{ "a piece too many withholds the whole", "",
	    ITEM(WHAT "<compound key='worth' local='Worth' separator=' '>"
		      "<part core='Value' type='decimal-comma'/>"
		      "<part core='Value/@currency' type='code'/>"
		      "</compound>"),
	    "<Item><What>w</What><Worth>1,5 EUR gross</Worth></Item>",
	    "<Value withheld=\"unknown\" o:text=\"1,5 EUR gross\"/>", NULL,
	    NULL, NULL },
	{ "a joined compound", "",
	    "<group key='p' local='P' core='Party'><compound key='name' "
	    "core='Name' separator=' '><part local='Given'/><part "
	    "local='Family' whole='yes'/></compound></group>",
	    "<P><Given>A B</Given><Family>C</Family></P>", ">A B C</Name>",
	    ">A B C<", ">D E<", "<P><Family>D E</Family></P>" },
	{ "a carried subtree goes with its block", "",
	    ITEM(WHAT "<carry local='Shelf'/>"),
	    "<Item><What>a</What><Shelf n='1'><Row>2</Row><Row/></Shelf>"
	    "<Shelf n='2'/></Item>",
	    "<Extension profile=\"example\" edition=\"2026-01-01\">", NULL,
	    NULL, NULL },
	{ "a carried attribute of a leaf", "",
	    "<leaf local='Note' core='Note/Text' many='yes'><carry "
	    "local='@a'/></leaf>",
	    "<Note a='1'>x</Note><Note>y</Note><Note a=''>z</Note>",
	    "o:at-a=\"1\"", NULL, NULL, NULL },
	{ "a made id", "", ITEM("<id core='@number' type='ordinal'/>" WHAT),
	    "<Item><What>a</What></Item><Item><What>b</What></Item>",
	    "<Item number=\"2\">", NULL, NULL, NULL },
	{ "ordinals become ids and return", "",
	    ITEM("<id local='@n' core='@id' type='ordinal'/>" WHAT),
	    "<Item n='1'><What>a</What></Item><Item n='2'><What>b</What>"
	    "</Item>",
	    "id=\"item-2\"",
	    "<Item id=\"item-1\" o:id=\"1\">"
	    "<Description>a</Description></Item>",
	    "", "<Item n=\"2\"><What>b</What>" },
	{ "ids that are no names, and twice the same", "",
	    "<group key='p' local='P' core='Party'><id local='@id' "
	    "core='@id'/>" PARTY "</group>" ITEM("<id local='@id' "
						 "core='@id'/>" WHAT),
	    "<P id='a b'><Name>x</Name></P><P id='q'><Name>y</Name></P>"
	    "<Item id='q'><What>w</What></Item>",
	    "id=\"item-q\"", NULL, NULL, NULL },
	{ "references follow", "",
	    "<group key='p' local='P' core='Party'><id local='@id' "
	    "core='@id'/>" PARTY "</group><group key='c' local='C' "
	    "core='Condition'><leaf local='T' core='Text'/><leaf key='to' "
	    "local='@to' core='AppliesTo/@ref' type='ref' to='Party' "
	    "list=' '/></group>",
	    "<P id='1 1'><Name>x</Name></P><P id='b'><Name>y</Name></P>"
	    "<C to='b'><T>t</T></C>",
	    "<AppliesTo ref=\"b\"/>", NULL, NULL, NULL },
	{ "a reference to nothing is dropped", "",
	    "<group key='p' local='P' core='Party'><id local='@id' "
	    "core='@id'/>" PARTY "</group><group key='c' local='C' "
	    "core='Condition'><leaf local='T' core='Text'/><leaf key='to' "
	    "local='@to' core='AppliesTo/@ref' type='ref' to='Party' "
	    "list=' '/></group>",
	    "<P id='a'><Name>x</Name></P><P id='b'><Name>y</Name></P>"
	    "<C to='a b'><T>t</T></C>",
	    NULL, "<Party id=\"a\"><Name>x</Name></Party>", "",
	    "<C to=\"b\">" },
	{ "a marker in place of a value", "",
	    ITEM("<leaf key='what' local='What' core='Description'/>"
		 "<withheld key='m' local='Secret' is='true' value='What' "
		 "core='Description' as='confidential'/>"),
	    "<Item><Secret>1</Secret></Item>", "withheld=\"confidential\"",
	    NULL, NULL, NULL },
	{ "a marker that says no", "",
	    ITEM("<leaf key='what' local='What' core='Description'/>"
		 "<withheld key='m' local='Secret' is='true' value='What' "
		 "core='Description' as='confidential'/>"),
	    "<Item><What>w</What><Secret>false</Secret></Item>",
	    "<x:Secret>false</x:Secret>", NULL, NULL, NULL },
	{ "the format's own withheld", WITHHELD,
	    ITEM("<leaf local='What' core='Description' required='yes'/>"
		 "<leaf local='Code/@c' core='PartNumber'/>"
		 "<carry local='Code/text()'/>"),
	    "<Item><What withheld='not-stated'/><Code "
	    "withheld='not-stated'/></Item>",
	    "<Description withheld=\"not-stated\"", NULL, NULL, NULL },
	{ "an always empty box", "",
	    "<container local='Box7' "
	    "empty='always'/>",
	    "<Box7> </Box7>", NULL, NULL, NULL, NULL },
	{ "atomic parts stand or fall together", "",
	    "<map id='u'><pair local='pieces' core='EA'/></map>" ITEM(
		WHAT "<group key='q' local='Q' core='Quantity' "
		     "atomic='yes'><leaf local='.' core='.' "
		     "type='decimal'/><leaf local='@unit' core='@unit' "
		     "type='code' map='u'/></group>"),
	    "<Item><What>w</What><Q unit='barrels'>5</Q></Item>",
	    "withheld=\"unknown\"", "withheld=\"unknown\"",
	    "withheld=\"unknown\" unit=\"EA\"", "<Q unit=\"pieces\"/>" },
};

START_TEST(crosswalk_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_edition edition;
	struct comity_doc *doc = kit_permit(row->doc);
	char *core, *edited, *out;
	int rc = kit_load("example", row->head, row->rows, &edition, report);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_msg(rc == COMITY_OK, "%s: load %d", row->why, rc);
	core = kit_in(&edition, doc, report, &rc);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_msg(rc == COMITY_OK, "%s: in %d", row->why, rc);
	ck_assert_msg(kit_is_valid(core), "%s: invalid %s", row->why, core);
	if (row->core != NULL)
		kit_has(row->why, core, row->core);
	if (row->from != NULL) {
		edited = kit_replace(core, row->from, row->to);
		out = kit_out(&edition, edited, true, report, &rc);
		if (row->out != NULL)
			kit_has(row->why, out, row->out);
		free(out);
		free(edited);
	}
	free(core);
	comity_doc_free(doc);
	comity_crosswalk_free(edition.crosswalk);
	comity_report_free(report);
}
END_TEST

static const struct bad {
	const char *why, *rows;
} bad_tables[] = {
	{ "an unknown row", "<leef local='A' core='Note/Text'/>" },
	{ "an unknown attribute",
	    "<leaf local='A' core='Note/Text' tipe='x'/>" },
	{ "an unknown type",
	    "<leaf local='A' core='Note/Text' type='float'/>" },
	{ "an unknown prefix", "<leaf local='y:A' core='Note/Text'/>" },
	{ "a predicate", "<leaf local='A[1]' core='Note/Text'/>" },
	{ "an axis", "<leaf local='..' core='Note/Text'/>" },
	{ "a core element that is not there",
	    "<leaf local='A' core='Notes'/>" },
	{ "a core attribute that is not there",
	    "<leaf local='A' core='Note/Text/@colour'/>" },
	{ "two rows of one local path",
	    "<leaf local='A' core='Note/Text'/><leaf key='b' local='A' "
	    "core='Fee'/>" },
	{ "two rows of one key",
	    "<leaf key='a' local='A' core='Note/Text'/><leaf key='a' local='B' "
	    "core='Nature/Kind'/>" },
	{ "two rows of one core path",
	    "<leaf local='A' core='Note/Text'/><leaf local='B' "
	    "core='Note/Text'/>" },
	{ "a map that is not there",
	    "<leaf local='A' core='Note/Text' map='m'/>" },
	{ "rows that are not there", "<use rows='r'/>" },
	{ "rows that use themselves",
	    "<rows id='r'><use rows='r'/></rows><use rows='r'/>" },
	{ "a pair twice",
	    "<map id='m'><pair local='a' core='b'/><pair local='a' "
	    "core='b'/></map>" },
	{ "an unknown relation",
	    "<map id='m'><pair local='a' core='b' relation='same'/></map>" },
	{ "a while that names nothing", "<carry local='A' while='b'/>" },
	{ "an after that names nothing",
	    "<also direction='out' after='b' local='A' core='Note/Text'/>" },
	{ "a compound without separator",
	    "<compound local='A'><part core='Note/Text'/><part "
	    "core='Nature/Kind'/></compound>" },
	{ "a compound of one part",
	    "<compound local='A' separator=' '><part core='Note/Text'/>"
	    "</compound>" },
	{ "a run whose head nobody reads",
	    "<run local='A' with='B' core='Item'><leaf local='B' "
	    "core='Description'/></run>" },
	{ "carry without room",
	    "<leaf local='A' core='Note/Text'><carry local='B'/></leaf>" },
	{ "own below the root",
	    "<group local='A' core='Item'><fixed core='@number' is='1' "
	    "must='own'/></group>" },
	{ "a fixed without a value", "<fixed core='Nature/Kind'/>" },
};

START_TEST(bad_table)
{
	const struct bad *bad = &bad_tables[_i];
	struct comity_report *report = comity_report_new();
	struct comity_edition edition;
	int rc = kit_load("example", "", bad->rows, &edition, report);

	ck_assert_msg(rc == COMITY_EPACK, "%s: %d", bad->why, rc);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-crosswalk-broken"));
	ck_assert_ptr_null(edition.crosswalk);
	comity_report_free(report);
}
END_TEST

/* Planted faults: a good table passes, and each break of it fails something. */
static const struct fault {
	const char *why, *from, *to;
} faults[] = {
	{ "nothing", "", "" },
	{ "a forgotten row",
	    "<leaf key='b' local='B' core='Validity/ValidFrom'/>", "" },
	{ "a forgotten attribute", "<leaf local='@xml:lang' core='@xml:lang'/>",
	    "" },
	{ "two rows exchanged",
	    "<leaf key='a' local='A' core='Validity/IssuedOn'/><leaf key='b' "
	    "local='B' core='Validity/ValidFrom'/>",
	    "<leaf key='b' local='B' core='Validity/ValidFrom'/><leaf key='a' "
	    "local='A' core='Validity/IssuedOn'/>" },
	{ "a dropped discriminator", "<fixed core='@list' is='us-ccl'/>", "" },
};

START_TEST(planted_fault)
{
	static const char good[] =
	    "<leaf key='a' local='A' core='Validity/IssuedOn'/><leaf key='b' "
	    "local='B' core='Validity/ValidFrom'/>"
	    "<group key='item' local='Item' core='Item'><leaf key='eccn' "
	    "local='ECCN' core='Classification'><fixed core='@list' "
	    "is='us-ccl'/></leaf><leaf key='eu' local='EU' "
	    "core='Classification'><fixed core='@list' is='eu-annex-i'/>"
	    "</leaf></group>"
	    "<leaf local='Note' core='Note/Text'><leaf local='@xml:lang' "
	    "core='@xml:lang'/></leaf>";
	const struct fault *fault = &faults[_i];
	struct comity_report *report = comity_report_new();
	struct comity_edition edition;
	struct comity_doc *doc = kit_permit(
	    "<A>2026-01-01</A><B>2026-01-02</B><Item><ECCN>1C353.a.3</ECCN>"
	    "<EU>1C353.a.3</EU></Item><Note xml:lang='en'>n</Note>");
	char *table = kit_replace(good, fault->from, fault->to), *core = NULL;
	int rc = kit_load("example", "", table, &edition, report);

	if (rc == COMITY_OK)
		core = kit_in(&edition, doc, report, &rc);
	if (_i == 0)
		ck_assert_int_eq(rc, COMITY_OK);
	else
		ck_assert_msg(rc == COMITY_EPACK || rc == COMITY_EINTERNAL,
		    "%s: %d", fault->why, rc);
	free(core);
	free(table);
	comity_doc_free(doc);
	comity_crosswalk_free(edition.crosswalk);
	comity_report_free(report);
}
END_TEST

static bool
count_rows(const struct comity_crosswalk_row *row, void *data)
{
	if (strcmp(row->key, "name") == 0)
		ck_assert_str_eq(row->core, "/Party/Name");
	(*(int *)data)++;
	return true;
}

START_TEST(rows_are_told)
{
	struct comity_report *report = comity_report_new();
	struct comity_edition edition;
	int n = 0;

	ck_assert_int_eq(kit_load("example", "",
			     "<rows id='party'>" PARTY "</rows>"
			     "<group key='a' local='A' core='Party'><fixed "
			     "core='Role' is='agent'/><use rows='party'/>"
			     "</group><group key='b' local='B' core='Party'>"
			     "<fixed core='Role' is='broker'/><use "
			     "rows='party'/></group>",
			     &edition, report),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_crosswalk_rows(edition.crosswalk, count_rows, &n),
	    COMITY_OK);
	ck_assert_int_eq(n, 7);
	comity_crosswalk_free(edition.crosswalk);
	comity_report_free(report);
}
END_TEST

/* The whole of translate, on the examples of the installed profiles. */
#ifndef COMITY_TEST_SRCDIR
#define COMITY_TEST_SRCDIR "../.."
#endif

struct whole {
	struct comity_report *report;
	struct comity_doc *doc;
	const struct comity_edition *edition;
	struct comity_checked checked;
	struct comity_translation *translation;
	char *text; /* of the result; NULL none */
	int rc;
};

static void
whole_run(struct whole *w, struct comity_doc *doc, const char *to,
    const char *const *allow_loss)
{
	const struct comity_edition *target = NULL;

	memset(w, 0, sizeof(*w));
	w->report = comity_report_new();
	w->doc = doc;
	ck_assert_int_eq(comity_packs_match(kit_packs, doc, NULL, KIT_MOMENT,
			     w->report, &w->edition),
	    COMITY_OK);
	comity_check(w->edition, doc, KIT_MOMENT, w->report, &w->checked);
	if (strcmp(to, "core") != 0) {
		target = comity_packs_edition(
		    kit_packs, to, NULL, KIT_MOMENT / 86400);
		ck_assert_ptr_nonnull(target);
	}
	w->rc = comity_translate(&w->checked, target, allow_loss, KIT_MOMENT,
	    w->report, &w->translation);
	if (w->translation != NULL && w->translation->xml != NULL)
		w->text = kit_text(w->translation->xml);
}

static void
whole_clear(struct whole *w)
{
	free(w->text);
	comity_translation_free(w->translation);
	comity_doc_free(w->doc);
	comity_report_free(w->report);
}

static struct comity_doc *
example(const char *name)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	char *path;

	ck_assert_int_gt(
	    asprintf(&path, "%s/examples/%s", COMITY_TEST_SRCDIR, name), 0);
	comity_file_read(path, COMITY_SOURCE_MAX, report, &source);
	ck_assert_msg(source != NULL, "%s", path);
	comity_doc_read(source, report, &doc);
	ck_assert_ptr_nonnull(doc);
	comity_source_free(source);
	comity_report_free(report);
	free(path);
	return doc;
}

START_TEST(core_and_back_has_no_block)
{
	struct comity_doc *original = example("us-ear/ricin.xml");
	const xmlNode *differs = NULL;
	struct whole in, back;

	whole_run(&in, example("us-ear/ricin.xml"), "core", NULL);
	ck_assert_int_eq(in.rc, COMITY_OK);
	ck_assert(in.translation->has_block);
	kit_has("first of all", in.text, "><Translation><Profile>us-ear<");
	kit_has("which octets", in.text, original->sha256_hex);
	whole_run(&back, kit_doc("core.xml", in.text), "us-ear", NULL);
	if (back.rc != COMITY_OK)
		suite_show(back.report);
	ck_assert_int_eq(back.rc, COMITY_OK);
	ck_assert(!back.translation->has_block);
	kit_lacks("the form itself", back.text, "Translation>");
	ck_assert_int_eq(
	    comity_leaf_compare(comity_doc_root(original),
		xmlDocGetRootElement(back.translation->xml), NULL, &differs),
	    COMITY_OK);
	whole_clear(&in);
	whole_clear(&back);
	comity_doc_free(original);
}
END_TEST

/* The twin: a core that was edited is not what its block names. */
START_TEST(edited_block_is_refused)
{
	struct whole in, back;
	char *edited;

	whole_run(&in, example("us-ear/ricin.xml"), "core", NULL);
	edited = kit_replace(
	    in.text, "<Identification><Number>", "<Identification><Number>9");
	whole_run(&back, kit_doc("core.xml", edited), "us-ear", NULL);
	ck_assert_int_eq(back.rc, COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(back.report, "comity-translation-misfit"));
	ck_assert_ptr_null(back.text);
	free(edited);
	whole_clear(&in);
	whole_clear(&back);
}
END_TEST

START_TEST(other_form_says_whose_it_is)
{
	struct whole out, again;

	whole_run(&out, example("us-ear/ricin.xml"), "eu-dualuse", NULL);
	if (out.rc != COMITY_OK)
		suite_show(out.report);
	ck_assert_int_eq(out.rc, COMITY_OK);
	kit_has("the block", out.text, "Profile>us-ear<");
	ck_assert_uint_gt(out.translation->counts[COMITY_ABSENT], 0);
	kit_has("not stated", out.text, "withheld=\"not-stated\"");
	/* Lossy, so the way back is a translation still, of the first. */
	whole_run(&again, kit_doc("eu.xml", out.text), "us-ear",
	    (const char *const[]){ "all", NULL });
	ck_assert_int_eq(again.rc, COMITY_OK);
	kit_has("still the first source", again.text, "Profile>us-ear<");
	ck_assert_ptr_null(strstr(
	    strstr(again.text, "</c:Translation>") + 1, "<c:Translation>"));
	whole_clear(&out);
	whole_clear(&again);
}
END_TEST

START_TEST(binding_loss_is_refused)
{
	struct whole core, out, allowed;
	char *bound;

	whole_run(&core, example("us-ear/ricin.xml"), "core", NULL);
	bound = kit_replace(core.text, "</License>",
	    "<Extension profile='elsewhere' edition='1' binding='yes'><w "
	    "xmlns='urn:example:w'>keep</w></Extension></License>");
	whole_run(&out, kit_doc("core.xml", bound), "eu-dualuse", NULL);
	ck_assert_int_eq(out.rc, COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(out.report, "comity-translation-binding-loss"));
	ck_assert_ptr_null(out.text);
	ck_assert_ptr_nonnull(out.translation); /* the account still */
	whole_run(&allowed, kit_doc("core.xml", bound), "eu-dualuse",
	    (const char *const[]){ "Extension", "Incorporated", NULL });
	if (allowed.rc != COMITY_OK)
		suite_show(allowed.report);
	ck_assert_int_eq(allowed.rc, COMITY_OK);
	ck_assert_ptr_nonnull(comity_report_find(
	    allowed.report, "comity-translation-allowed-loss"));
	free(bound);
	whole_clear(&core);
	whole_clear(&out);
	whole_clear(&allowed);
}
END_TEST

START_TEST(form_without_room_has_an_account)
{
	struct whole core, back;
	xmlDocPtr account = NULL;
	char *text;

	whole_run(&core, example("ega-policy/full.xml"), "core", NULL);
	ck_assert_int_eq(core.rc, COMITY_OK);
	whole_run(&back, kit_doc("core.xml", core.text), "ega-policy", NULL);
	ck_assert_int_eq(back.rc, COMITY_OK);
	ck_assert(!back.translation->has_block);
	ck_assert_int_eq(
	    comity_account_write_xml(back.translation, &account), COMITY_OK);
	text = kit_text(account);
	kit_has("its leaves", text, "<Leaf fate=\"kept\"");
	free(text);
	xmlFreeDoc(account);
	whole_clear(&core);
	whole_clear(&back);
}
END_TEST

START_TEST(every_leaf_has_one_record)
{
	struct whole out;
	size_t i, k;

	whole_run(&out, example("us-ear/plain.xml"), "eu-dualuse", NULL);
	ck_assert_int_eq(out.rc, COMITY_OK);
	for (i = 0; i < out.translation->record_count; i++)
		for (k = 0; k < i; k++)
			ck_assert(out.translation->records[i].source == 0 ||
				  out.translation->records[i].source !=
				      out.translation->records[k].source);
	whole_clear(&out);
}
END_TEST

/* The second root has no prefix, the first one had. */
START_TEST(root_without_prefix)
{
	struct comity_report *report = comity_report_new();
	struct comity_edition edition = { .profile = (char *)"xx-permit",
		.id = (char *)"2026-01-01",
		.packs = kit_packs };
	struct comity_source *source = kit_source("crosswalk.xml",
	    "<Crosswalk xmlns='urn:comity:crosswalk:1' "
	    "xmlns:x='urn:example:permit:1' profile='xx-permit' "
	    "edition='2026-01-01'>"
	    "<root local='x:Permit' core='License'>"
	    "<leaf local='x:No' core='Identification/Number'/></root>"
	    "<root local='Other' core='License'>"
	    "<leaf local='No' core='Identification/Number'/></root>"
	    "</Crosswalk>");

	ck_assert_int_eq(comity_crosswalk_load(source, &edition, kit_core,
			     report, &edition.crosswalk),
	    COMITY_OK);
	ck_assert_uint_eq(edition.crosswalk->root_count, 2);
	comity_crosswalk_free(edition.crosswalk);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

SUITE("crosswalk")
{
	kit_open();
	SUITE_ROWS(crosswalk_row, rows);
	SUITE_ROWS(bad_table, bad_tables);
	SUITE_ROWS(planted_fault, faults);
	SUITE_TEST(root_without_prefix);
	SUITE_TEST(rows_are_told);
	SUITE_TEST(core_and_back_has_no_block);
	SUITE_TEST(edited_block_is_refused);
	SUITE_TEST(other_form_says_whose_it_is);
	SUITE_TEST(binding_loss_is_refused);
	SUITE_TEST(form_without_room_has_an_account);
	SUITE_TEST(every_leaf_has_one_record);
}
SUITE_END
