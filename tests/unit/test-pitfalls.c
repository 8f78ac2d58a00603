/* SPDX-License-Identifier: Apache-2.0 */
/* The sixteen pitfalls of the crosswalk: doc/crosswalk.md, section 9. */
#include "crosswalk-kit.h"

#define ITEM(rows) "<group key='item' local='Item' core='Item'>" rows "</group>"
#define WHAT "<leaf key='what' local='What' core='Description'/>"
#define QUANTITY                                                               \
	"<map id='u'><pair local='pieces' core='EA'/></map>"                   \
	"<group key='item' local='Item' core='Item'><leaf local='What' "       \
	"core='Description'/><group key='q' local='Q' core='Quantity' "        \
	"atomic='yes'><leaf local='.' core='.' type='decimal-comma'/><leaf "   \
	"local='@unit' core='@unit' type='code' map='u'/></group></group>"

/* One form, read and written; and a second form for the pairs. */
struct form {
	struct comity_edition edition;
	struct comity_report *report;
	int rc;
};

static void
form_open(struct form *form, const char *id, const char *head, const char *rows)
{
	form->report = comity_report_new();
	form->rc = kit_load(id, head, rows, &form->edition, form->report);
	if (form->rc != COMITY_OK)
		suite_show(form->report);
	ck_assert_int_eq(form->rc, COMITY_OK);
}

static void
form_close(struct form *form)
{
	comity_crosswalk_free(form->edition.crosswalk);
	comity_report_free(form->report);
}

static char *
form_in(struct form *form, const char *content)
{
	struct comity_doc *doc = kit_permit(content);
	char *core = kit_in(&form->edition, doc, form->report, &form->rc);

	if (form->rc != COMITY_OK)
		suite_show(form->report);
	comity_doc_free(doc);
	return core;
}

static char *
form_out(struct form *form, const char *core)
{
	return kit_out(&form->edition, core, false, form->report, &form->rc);
}

/* Content of form a, through the core, as form b. */
static char *
across(const char *rows_a, const char *content, const char *rows_b, int *rc)
{
	struct form a, b;
	char *core, *out;

	form_open(&a, "one", "", rows_a);
	form_open(&b, "two", "", rows_b);
	core = form_in(&a, content);
	ck_assert_int_eq(a.rc, COMITY_OK);
	out = form_out(&b, core);
	*rc = b.rc;
	free(core);
	form_close(&a);
	form_close(&b);
	return out;
}

START_TEST(pitfall_1_quantity_without_unit)
{
	struct form form;
	char *core;
	int rc;
	char *out;

	form_open(&form, "one", "", QUANTITY);
	core = form_in(&form,
	    "<Item><What>w</What><Q unit='drums'>1.000.000,00</Q></Item>");
	kit_has("the whole is withheld", core, "withheld=\"unknown\"");
	kit_lacks("no number without its unit", core, ">1000000.00<");
	free(core);
	core = form_in(&form,
	    "<Item><What>w</What><Q unit='pieces'>1.000.000,00</Q></Item>");
	kit_has("the twin", core, ">1000000.00<");
	free(core);
	form_close(&form);
	/* And outwards: a unit that the second form lacks takes the number
	 * with it. */
	out = across(QUANTITY,
	    "<Item><What>w</What><Q unit='pieces'>5</Q></Item>",
	    "<map id='u'><pair local='kg' core='KGM'/></map>" ITEM(
		WHAT "<group key='q' local='Q' core='Quantity' "
		     "atomic='yes'><leaf local='.' core='.'/><leaf "
		     "local='@u' core='@unit' map='u'/></group>"),
	    &rc);
	kit_lacks("nothing of it", out, "<Q");
	free(out);
}
END_TEST

#define HOLDER(accept)                                                         \
	"<group key='p' local='Holder' core='Party'><fixed core='Role' "       \
	"is='exporter'" accept "/><leaf local='Name' core='Name'/></group>"

START_TEST(pitfall_2_roles_do_not_meet)
{
	static const char a[] =
	    "<group key='p' local='L' core='Party'><fixed core='Role' "
	    "is='licensee'/><leaf local='Name' core='Name'/></group>";
	char *out;
	int rc;

	out = across(a, "<L><Name>A</Name></L>",
	    HOLDER(" or='licensee applicant'"), &rc);
	kit_has("accepted", out, "<Holder><Name>A</Name></Holder>");
	free(out);
	out = across(a, "<L><Name>A</Name></L>", HOLDER(""), &rc);
	kit_lacks("without the list", out, "<Holder>");
	free(out);
}
END_TEST

START_TEST(pitfall_3_root_constant)
{
	static const char b[] =
	    "<fixed core='Authority/Jurisdiction' is='XB' must='%s'/>";
	static const char a[] =
	    "<fixed core='Authority/Jurisdiction' is='XA'/>";
	char *rows, *core, *out;
	struct form form;

	form_open(&form, "one", "", a);
	core = form_in(&form, "");
	form_close(&form);
	rows = kit_replace(b, "%s", "own");
	form_open(&form, "two", "", rows);
	out = form_out(&form, core);
	ck_assert_int_eq(form.rc, COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(form.report, "comity-translation-root"));
	free(out);
	out = kit_out(&form.edition, core, true, form.report, &form.rc);
	ck_assert_int_eq(form.rc, COMITY_OK); /* a translation says whose */
	free(out);
	form_close(&form);
	free(rows);
	rows = kit_replace(b, "%s", "yes");
	form_open(&form, "two", "", rows);
	out = kit_out(&form.edition, core, true, form.report, &form.rc);
	ck_assert_int_eq(form.rc, COMITY_REFUSED);
	free(out);
	form_close(&form);
	free(rows);
	free(core);
}
END_TEST

START_TEST(pitfall_4_stale_label)
{
	struct form form;
	char *core, *edited, *out;

	form_open(&form, "one", "",
	    "<leaf key='b8' local='Box8/@code' core='Route/CountryOfExport'/>"
	    "<carry key='b8-name' local='Box8/text()' while='b8'/>");
	core = form_in(&form, "<Box8 code='US'>United States</Box8>");
	out = form_out(&form, core);
	kit_has("unchanged", out, ">United States<");
	free(out);
	edited =
	    kit_replace(core, "<CountryOfExport>US", "<CountryOfExport>CA");
	out = form_out(&form, edited);
	kit_has("the edit", out, "code=\"CA\"");
	kit_lacks("no stale label", out, "United States");
	free(out);
	free(edited);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_5_run_without_head)
{
	struct form form;
	char *core, *edited, *out;

	form_open(&form, "one", "",
	    "<run key='item' local='Box13' with='Box15' core='Item'>"
	    "<leaf key='b13' local='Box13' core='Description'/>"
	    "<leaf key='b15' local='Box15' core='CommodityCode'/></run>");
	core = form_in(&form,
	    "<Box13>a</Box13><Box15>1</Box15><Box13>b</Box13><Box15>2</Box15>");
	edited = kit_replace(core, "<Description>b</Description>", "");
	out = form_out(&form, edited);
	ck_assert_ptr_null(out);
	ck_assert_int_eq(form.rc, COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(form.report, "comity-translation-head"));
	free(edited);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_6_split_by_guess)
{
	static const char rows[] =
	    "<group key='p' local='P' core='Party'><compound key='c' "
	    "core='Name' separator=' '><part local='Given'/><part "
	    "local='Family'%s/></compound></group>";
	char *plain = kit_replace(rows, "%s", ""),
	     *whole = kit_replace(rows, "%s", " whole='yes'"), *out;
	int rc;

	out = across("<group key='p' local='Q' core='Party'><leaf local='N' "
		     "core='Name'/></group>",
	    "<Q><N>Frau M, +49 30 1</N></Q>", plain, &rc);
	kit_lacks("no guess", out, "Frau");
	free(out);
	out = across("<group key='p' local='Q' core='Party'><leaf local='N' "
		     "core='Name'/></group>",
	    "<Q><N>Frau M, +49 30 1</N></Q>", whole, &rc);
	kit_has("the whole", out, "<Family>Frau M, +49 30 1</Family>");
	kit_lacks("and no part", out, "<Given>");
	free(out);
	free(plain);
	free(whole);
}
END_TEST

START_TEST(pitfall_7_missing_list)
{
	static const char reader[] =
	    "<group key='i' local='Item' core='Item'><leaf local='C' "
	    "core='Classification'><fixed core='@list' is='cas'/></leaf>"
	    "</group>";
	char *out;
	int rc;

	out = across("<group key='i' local='Item' core='Item'><leaf "
		     "local='C' core='Classification'/></group>",
	    "<Item><C>1-2-3</C></Item>", reader, &rc);
	kit_lacks("a reader's discriminator unmet", out, "1-2-3");
	free(out);
	out = across(reader, "<Item><C>1-2-3</C></Item>", reader, &rc);
	kit_has("the twin", out, "<C>1-2-3</C>");
	free(out);
}
END_TEST

START_TEST(pitfall_8_empty_is_a_value)
{
	struct form form;
	char *core, *out;

	form_open(&form, "one", "",
	    "<leaf local='N' core='Note/Text'/>"
	    "<leaf local='@a' core='Route/Procedure'/>");
	core = form_in(&form, "<N/>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	out = form_out(&form, core);
	kit_has("empty comes back", out, "<N/>");
	free(out);
	free(core);
	core = form_in(&form, "");
	out = form_out(&form, core);
	kit_lacks("absent stays absent", out, "<N/>");
	free(out);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_9_extension_without_namespace)
{
	static const char table[] =
	    "<Crosswalk xmlns='urn:comity:crosswalk:1' profile='bare' "
	    "edition='1' root='SET' core='Collection'><group key='p' "
	    "local='POLICY' core='Agreement'><leaf local='@alias' "
	    "core='Identification/Alias'/><carry local='LINK'/></group>"
	    "</Crosswalk>";
	struct comity_source *source = kit_source("crosswalk.xml", table);
	struct comity_report *report = comity_report_new();
	struct comity_edition edition = { .profile = (char *)(uintptr_t) "bare",
		.id = (char *)(uintptr_t) "1" };
	struct comity_doc *doc = kit_doc("set.xml",
	    "<SET><POLICY alias='a'><LINK x='1'><URL>u</URL></LINK></POLICY>"
	    "</SET>");
	struct comity_doc *again;
	char *core, *out;
	int rc = comity_crosswalk_load(
	    source, &edition, kit_core, report, &edition.crosswalk);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	core = kit_in(&edition, doc, report, &rc);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	ck_assert(kit_is_valid(core));
	/* Re-read, the carried elements still have no namespace. */
	again = kit_doc("core.xml", core);
	comity_doc_free(again);
	out = kit_out(&edition, core, false, report, &rc);
	kit_has("back", out, "<LINK x=\"1\"><URL>u</URL></LINK>");
	free(out);
	free(core);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_crosswalk_free(edition.crosswalk);
	comity_report_free(report);
}
END_TEST

START_TEST(pitfall_10_what_libxml2_refuses)
{
	struct form form;
	char *core;

	form_open(&form, "one", "",
	    "<leaf local='D' core='Validity/ValidFrom' type='date'/>"
	    "<leaf local='V' core='Total/Value' type='decimal'/>");
	core = form_in(
	    &form, "<D> 2026-01-01 </D><V>1234567890123456789012345678.5</V>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	kit_has("white space goes", core, ">2026-01-01<");
	kit_has("digits stay", core, ">1234567890123456789012345678.5<");
	ck_assert(kit_is_valid(core));
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_11_entities_are_text)
{
	struct form form;
	char *core, *out;

	form_open(&form, "one", "",
	    "<leaf local='N' core='Note/Text'/><leaf local='A/@t' "
	    "core='Route/Procedure'/><group key='p' local='P' core='Party'>"
	    "<id local='@id' core='@id'/><leaf local='Name' "
	    "core='Name'/></group><leaf local='R/@to' "
	    "core='Condition/AppliesTo/@ref' type='ref'/>");
	core = form_in(&form,
	    "<N>&amp;lt; &amp;amp; &amp;nbsp; &#13;</N><A t='&amp;lt;'/>"
	    "<P id='&amp;x'><Name>n</Name></P><R to='&amp;x'/>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	out = form_out(&form, core);
	kit_has("as it was", out, "&amp;lt; &amp;amp; &amp;nbsp; &#13;");
	kit_has("in attributes", out, "to=\"&amp;x\"");
	free(out);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_12_blanks_and_namespaces)
{
	struct form form;
	char *core;

	form_open(&form, "one", "",
	    "<leaf local='N' core='Note/Text'/><carry local='C'/>");
	core = form_in(&form,
	    "<N>   </N><C xmlns:unused='urn:example:unused'><D> </D></C>");
	kit_has("blanks stay", core, ">   </Text>");
	kit_has("also in what is carried", core, "D> </");
	kit_lacks("no namespaces in scope", core, "urn:example:unused");
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_13_value_and_marker)
{
	struct form form;
	char *core, *out;

	form_open(&form, "one", "",
	    ITEM(WHAT "<withheld key='m' local='Secret' is='true' "
		      "value='What' core='Description' "
		      "as='confidential'/>"));
	core =
	    form_in(&form, "<Item><What>w</What><Secret>true</Secret></Item>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	kit_has("the value travels", core, ">w</Description>");
	kit_has("the marker is carried", core, "Secret>true<");
	ck_assert_ptr_nonnull(
	    comity_report_find(form.report, "comity-translation-marker"));
	out = form_out(&form, core);
	kit_has("both come back", out, "<Secret>true</Secret>");
	free(out);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_14_empty_cdata)
{
	struct form form;
	char *core;

	form_open(&form, "one", "",
	    "<leaf local='N' core='Note/Text'/><container local='C'/>");
	core = form_in(&form, "<N>a<![CDATA[]]>b<!-- c -->c</N>"
			      "<C><![CDATA[]]></C>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	kit_has("one text", core, ">abc</Text>");
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_15_language_of_an_ancestor)
{
	struct form form;
	char *core, *out;

	form_open(&form, "one", "",
	    "<leaf local='@xml:lang' core='@xml:lang'/>"
	    "<leaf local='N' core='Note/Text'><leaf local='@xml:lang' "
	    "core='@xml:lang'/></leaf>");
	core = form_in(&form, "<N xml:lang='de'>n</N>");
	ck_assert_int_eq(form.rc, COMITY_OK);
	kit_has("on the leaf", core, "<Text xml:lang=\"de\">");
	out = form_out(&form, core);
	kit_lacks("not on the root", out, "Permit xml:lang");
	free(out);
	free(core);
	form_close(&form);
}
END_TEST

START_TEST(pitfall_16_every_spelling)
{
	static const char *const spellings[] = { "007", "+7", " 7 ", "7", "-0",
		"x" };
	struct form form;
	char *core, *content;
	size_t i;

	form_open(&form, "one", "",
	    "<leaf local='I' core='Records/Years' type='integer'/>"
	    "<leaf local='C' core='Route/Procedure' type='code'/>");
	for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		ck_assert_int_gt(asprintf(&content, "<I>%s</I><C> %s</C>",
				     spellings[i], spellings[i]),
		    0);
		core = form_in(&form, content);
		ck_assert_msg(form.rc == COMITY_OK, "%s", spellings[i]);
		free(core);
		free(content);
	}
	form_close(&form);
}
END_TEST

SUITE("pitfalls")
{
	kit_open();
	SUITE_TEST(pitfall_1_quantity_without_unit);
	SUITE_TEST(pitfall_2_roles_do_not_meet);
	SUITE_TEST(pitfall_3_root_constant);
	SUITE_TEST(pitfall_4_stale_label);
	SUITE_TEST(pitfall_5_run_without_head);
	SUITE_TEST(pitfall_6_split_by_guess);
	SUITE_TEST(pitfall_7_missing_list);
	SUITE_TEST(pitfall_8_empty_is_a_value);
	SUITE_TEST(pitfall_9_extension_without_namespace);
	SUITE_TEST(pitfall_10_what_libxml2_refuses);
	SUITE_TEST(pitfall_11_entities_are_text);
	SUITE_TEST(pitfall_12_blanks_and_namespaces);
	SUITE_TEST(pitfall_13_value_and_marker);
	SUITE_TEST(pitfall_14_empty_cdata);
	SUITE_TEST(pitfall_15_language_of_an_ancestor);
	SUITE_TEST(pitfall_16_every_spelling);
}
SUITE_END
