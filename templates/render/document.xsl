<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A document in the core vocabulary as a page in one language: a flat row of
     headings, numbered paragraphs, facts, tables and signature blocks. What it
     is made of stands in doc/rendering.md; what has no layout of its own falls
     through to facts, so that nothing is lost. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:c="urn:comity:core:1" xmlns:r="urn:comity:rendering:1" xmlns:o="urn:comity:original:1" exclude-result-prefixes="c r o">
<xsl:output method="xml" encoding="UTF-8" indent="no"/>
<xsl:key name="w" match="r:w" use="@id"/>
<xsl:key name="id" match="c:*" use="@id"/>
<xsl:variable name="view" select="/r:rendering"/>

<xsl:template match="/r:rendering">
<page lang="{@lang}">
<xsl:attribute name="number"><xsl:value-of select="(.//c:Identification/c:Number)[1]"/></xsl:attribute>
<xsl:attribute name="page"><xsl:value-of select="key('w', 'w.page')/@t"/></xsl:attribute>
<xsl:attribute name="of"><xsl:value-of select="key('w', 'w.of')/@t"/></xsl:attribute>
<xsl:call-template name="banners"/>
<xsl:apply-templates select="c:*" mode="document"/>
<xsl:call-template name="verification"/>
<xsl:call-template name="ending"/>
</page>
</xsl:template>

<!-- What has to be said before anything else. -->
<xsl:template name="banners">
<xsl:for-each select="r:translation">
<banner><xsl:value-of select="key('w', 'b.translation1')/@t"/>
<xsl:choose><xsl:when test="@number"><t><xsl:value-of select="@number"/></t></xsl:when><xsl:otherwise><xsl:value-of select="key('w', 'b.nonumber')/@t"/></xsl:otherwise></xsl:choose>
<xsl:value-of select="key('w', 'b.translation2')/@t"/>
<xsl:choose><xsl:when test="@authority"><t><xsl:value-of select="@authority"/></t></xsl:when><xsl:otherwise><xsl:value-of select="key('w', 'b.noauthority')/@t"/></xsl:otherwise></xsl:choose>
<xsl:value-of select="key('w', 'b.translation3')/@t"/>
<xsl:choose><xsl:when test="@jurisdiction"><xsl:value-of select="@jurisdiction"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w', 'b.anyjurisdiction')/@t"/></xsl:otherwise></xsl:choose>
<xsl:text>.</xsl:text></banner>
</xsl:for-each>
<xsl:if test="c:Arrangement/@standing = 'demonstration' or c:RecognitionCertificate/@demonstration = 'yes'">
<banner><xsl:value-of select="key('w', 'b.demonstration')/@t"/></banner>
</xsl:if>
<xsl:if test="c:Arrangement/@standing = 'draft'"><banner><xsl:value-of select="key('w', 'b.draft')/@t"/></banner></xsl:if>
<xsl:if test="c:Arrangement/c:Instrument/@fictional = 'yes'"><banner><xsl:value-of select="key('w', 'b.fictional')/@t"/></banner></xsl:if>
<xsl:if test="@errors &gt; 0"><banner><xsl:value-of select="key('w', 'b.errors')/@t"/><xsl:value-of select="@errors"/>.</banner></xsl:if>
<xsl:if test="@public = 'yes'">
<banner kind="calm"><xsl:choose>
<xsl:when test="r:left-out"><xsl:value-of select="key('w', 'b.public')/@t"/>
<xsl:for-each select="r:left-out"><xsl:value-of select="key('w', concat('x.', @kind))/@t"/><xsl:text> (</xsl:text><xsl:value-of select="@count"/><xsl:text>)</xsl:text><xsl:if test="position() != last()">; </xsl:if></xsl:for-each>
<xsl:text>. </xsl:text></xsl:when>
<xsl:otherwise><xsl:value-of select="key('w', 'b.publicnothing')/@t"/><xsl:text> </xsl:text></xsl:otherwise>
</xsl:choose><xsl:value-of select="key('w', 'b.publicread')/@t"/></banner>
</xsl:if>
</xsl:template>

<xsl:template name="ending">
<rule/>
<facts kind="small">
<xsl:if test="@profile">
<fact><l><xsl:value-of select="key('w', 'w.profile')/@t"/></l><v><xsl:value-of select="@title"/> (<xsl:value-of select="@profile"/>, <xsl:value-of select="@edition"/>)<xsl:if test="@modelled = 'yes'">; <xsl:value-of select="key('w', 'w.modelled')/@t"/></xsl:if></v></fact>
</xsl:if>
<fact><l><xsl:value-of select="key('w', 'w.digest')/@t"/></l><v kind="mono"><xsl:value-of select="@digest"/></v></fact>
</facts>
<p kind="small"><xsl:if test="@profile != 'core'"><xsl:value-of select="key('w', 'w.throughcore')/@t"/><xsl:text> </xsl:text></xsl:if>
<xsl:value-of select="key('w', 'w.foot')/@t"/><xsl:text> </xsl:text><xsl:value-of select="key('w', 'b.nolaw')/@t"/></p>
</xsl:template>

<!-- Titles. -->
<xsl:template name="title">
<xsl:variable name="number" select="(c:Identification/c:Number | c:Instrument/c:Citation | @number)[1]"/>
<kicker><xsl:value-of select="key('w', concat('t.', local-name()))/@t"/><xsl:if test="$number"><xsl:text> </xsl:text><t><xsl:value-of select="$number"/></t></xsl:if></kicker>
<title><xsl:choose>
<xsl:when test="c:Title"><xsl:apply-templates select="c:Title[1]" mode="value"/></xsl:when>
<xsl:when test="c:Instrument/c:Title"><xsl:apply-templates select="c:Instrument/c:Title[1]" mode="value"/></xsl:when>
<xsl:when test="self::c:RecognitionCertificate"><xsl:apply-templates select="c:Verdict" mode="value"/></xsl:when>
<xsl:when test="c:Nature/c:LocalKind/@name"><t><xsl:value-of select="c:Nature/c:LocalKind/@name"/></t></xsl:when>
<xsl:when test="c:Nature/c:LocalKind/@r:label"><t><xsl:value-of select="c:Nature/c:LocalKind/@r:label"/></t></xsl:when>
<xsl:when test="c:Identification/c:Alias"><t><xsl:value-of select="c:Identification/c:Alias[1]"/></t></xsl:when>
<xsl:otherwise><xsl:value-of select="key('w', concat('t.', local-name()))/@t"/></xsl:otherwise>
</xsl:choose></title>
<xsl:if test="c:Authority/c:Name"><lead><xsl:apply-templates select="c:Authority/c:Name[1]" mode="value"/></lead></xsl:if>
<xsl:if test="self::c:Agreement and c:Party">
<lead><xsl:value-of select="key('w', 'w.between')/@t"/><xsl:text> </xsl:text>
<xsl:for-each select="c:Party[@id = ../c:Signatory/@party] | c:Party[not(../c:Signatory)]">
<xsl:if test="position() != 1"><xsl:choose><xsl:when test="position() = last()"><xsl:text> </xsl:text><xsl:value-of select="key('w', 'w.and')/@t"/><xsl:text> </xsl:text></xsl:when><xsl:otherwise>, </xsl:otherwise></xsl:choose></xsl:if>
<xsl:apply-templates select="c:Name[1]" mode="value"/></xsl:for-each></lead>
</xsl:if>
<xsl:for-each select="c:Language[@prevails = 'yes']">
<lead kind="small"><xsl:value-of select="key('w', 'b.prevails')/@t"/>
<xsl:call-template name="language"><xsl:with-param name="code" select="@lang"/></xsl:call-template>.
<xsl:if test="@lang != $view/@lang"><xsl:value-of select="key('w', 'b.reading')/@t"/></xsl:if></lead>
</xsl:for-each>
</xsl:template>

<xsl:template name="language">
<xsl:param name="code"/>
<xsl:variable name="word" select="key('w', concat('l.', substring(concat($code, '-'), 1, string-length(substring-before(concat($code, '-'), '-')))))/@t"/>
<xsl:choose><xsl:when test="$word"><xsl:value-of select="$word"/></xsl:when><xsl:otherwise><xsl:value-of select="$code"/></xsl:otherwise></xsl:choose>
</xsl:template>

<xsl:template name="h">
<xsl:param name="word"/>
<h level="1"><xsl:if test="ancestor-or-self::c:Agreement"><xsl:attribute name="roman">yes</xsl:attribute></xsl:if><xsl:value-of select="key('w', $word)/@t"/></h>
</xsl:template>

<!-- A section of paragraphs, and one of facts. -->
<xsl:template name="paras">
<xsl:param name="word"/>
<xsl:param name="nodes"/>
<xsl:if test="$nodes">
<xsl:call-template name="h"><xsl:with-param name="word" select="$word"/></xsl:call-template>
<xsl:apply-templates select="$nodes" mode="para"/>
</xsl:if>
</xsl:template>

<xsl:template name="blocks">
<xsl:param name="word"/>
<xsl:param name="nodes"/>
<xsl:if test="$nodes">
<xsl:call-template name="h"><xsl:with-param name="word" select="$word"/></xsl:call-template>
<facts><xsl:apply-templates select="$nodes" mode="fact"/></facts>
</xsl:if>
</xsl:template>

<!-- Six kinds of document. -->
<xsl:template match="c:Collection" mode="document">
<kicker><xsl:value-of select="key('w', 't.Collection')/@t"/></kicker>
<xsl:if test="c:Identification | c:Translation"><facts><xsl:apply-templates select="c:Identification/* | c:Translation" mode="fact"/></facts></xsl:if>
<xsl:apply-templates select="c:License | c:Agreement" mode="document"/>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.extensions'"/><xsl:with-param name="nodes" select="c:Extension"/></xsl:call-template>
</xsl:template>

<xsl:template name="head">
<xsl:call-template name="title"/>
<facts>
<xsl:apply-templates select="@version" mode="fact"/>
<xsl:apply-templates select="c:Title[position() &gt; 1] | c:Identification/* | c:Nature/* | c:Status | c:Validity/* | c:LegalBasis | c:Language[not(@prevails = 'yes')] | c:Term/c:Start | c:Term/c:End | c:Translation" mode="fact"/>
</facts>
<xsl:if test="c:Authority/*[not(self::c:Name)] | c:Authority/c:Name[2]">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.authority'"/></xsl:call-template>
<facts><xsl:apply-templates select="c:Authority/*" mode="fact"/></facts>
</xsl:if>
</xsl:template>

<xsl:template match="c:Agreement" mode="document">
<xsl:call-template name="head"/>
<xsl:call-template name="parties"/>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.recitals'"/><xsl:with-param name="nodes" select="c:Recital"/></xsl:call-template>
<xsl:call-template name="definitions"/>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.clauses'"/><xsl:with-param name="nodes" select="c:Clause"/></xsl:call-template>
<xsl:call-template name="items"><xsl:with-param name="word" select="'s.datasets'"/><xsl:with-param name="nodes" select="c:DataSet"/></xsl:call-template>
<xsl:if test="c:Purpose | c:Modifier | c:Excluded">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.use'"/></xsl:call-template>
<xsl:call-template name="uses"><xsl:with-param name="nodes" select="c:Purpose | c:Modifier | c:Excluded"/></xsl:call-template>
</xsl:if>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.prohibitions'"/><xsl:with-param name="nodes" select="c:Prohibition"/></xsl:call-template>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.duties'"/><xsl:with-param name="nodes" select="c:Duty"/></xsl:call-template>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.conditions'"/><xsl:with-param name="nodes" select="c:Condition"/></xsl:call-template>
<xsl:call-template name="safeguards"/>
<xsl:if test="c:Transfer">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.transfers'"/></xsl:call-template>
<xsl:for-each select="c:Transfer">
<h level="2" n="({position()})"><xsl:apply-templates select="c:From[1] | c:FromCountry[1][not(../c:From)]" mode="value"/> → <xsl:apply-templates select="c:To[1] | c:ToCountry[1][not(../c:To)]" mode="value"/></h>
<facts><xsl:apply-templates select="@binding | *" mode="fact"/></facts>
</xsl:for-each>
</xsl:if>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.benefits'"/><xsl:with-param name="nodes" select="c:Benefit"/></xsl:call-template>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.risks'"/><xsl:with-param name="nodes" select="c:Risk"/></xsl:call-template>
<xsl:call-template name="milestones"/>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.oversight'"/><xsl:with-param name="nodes" select="c:Audit | c:Review | c:Report | c:Records"/></xsl:call-template>
<xsl:if test="c:Term | c:Termination">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.term'"/></xsl:call-template>
<xsl:if test="c:Term"><facts><xsl:apply-templates select="c:Term/*" mode="fact"/></facts></xsl:if>
<xsl:apply-templates select="c:Termination" mode="para"/>
</xsl:if>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.general'"/><xsl:with-param name="nodes" select="c:Liability | c:Assignment | c:Entire"/></xsl:call-template>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.notices'"/><xsl:with-param name="nodes" select="c:Notice"/></xsl:call-template>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.law'"/><xsl:with-param name="nodes" select="c:GoverningLaw | c:Dispute"/></xsl:call-template>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.annexes'"/><xsl:with-param name="nodes" select="c:Annex"/></xsl:call-template>
<xsl:call-template name="tail"/>
<xsl:call-template name="signatories"/>
</xsl:template>

<xsl:template match="c:License" mode="document">
<xsl:call-template name="head"/>
<xsl:call-template name="parties"/>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.route'"/><xsl:with-param name="nodes" select="c:Route/*"/></xsl:call-template>
<xsl:call-template name="items"><xsl:with-param name="word" select="'s.items'"/><xsl:with-param name="nodes" select="c:Item"/></xsl:call-template>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.total'"/><xsl:with-param name="nodes" select="c:Total/*"/></xsl:call-template>
<xsl:if test="c:EndUse">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.enduse'"/></xsl:call-template>
<xsl:if test="c:EndUse[@withheld]"><p><xsl:apply-templates select="c:EndUse" mode="value"/></p></xsl:if>
<xsl:call-template name="uses"><xsl:with-param name="nodes" select="c:EndUse/c:Purpose | c:EndUse/c:Modifier | c:EndUse/c:Excluded"/></xsl:call-template>
<xsl:apply-templates select="c:EndUse/c:Assurance" mode="para"/>
<xsl:if test="c:EndUse/c:Statement | c:EndUse/c:Extension"><facts><xsl:apply-templates select="c:EndUse/c:Statement | c:EndUse/c:Extension" mode="fact"/></facts></xsl:if>
</xsl:if>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.conditions'"/><xsl:with-param name="nodes" select="c:Condition"/></xsl:call-template>
<xsl:call-template name="safeguards"/>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.risks'"/><xsl:with-param name="nodes" select="c:Risk"/></xsl:call-template>
<xsl:call-template name="milestones"/>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.oversight'"/><xsl:with-param name="nodes" select="c:Records"/></xsl:call-template>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.contract'"/><xsl:with-param name="nodes" select="c:Contract"/></xsl:call-template>
<xsl:call-template name="deductions"/>
<xsl:call-template name="tail"/>
<xsl:for-each select="c:Authentication">
<xsl:if test="position() = 1"><xsl:call-template name="h"><xsl:with-param name="word" select="'s.signatures'"/></xsl:call-template></xsl:if>
<sign><xsl:apply-templates select="*" mode="fact"/>
<xsl:if test="not($view/r:verified)"><fact><l><xsl:value-of select="key('w', 'w.verification')/@t"/></l><v kind="open"><xsl:value-of select="key('w', 'w.notverified')/@t"/></v></fact></xsl:if></sign>
<p kind="small"><xsl:value-of select="key('w', 'w.printed')/@t"/></p>
</xsl:for-each>
</xsl:template>

<xsl:template name="tail">
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.documents'"/><xsl:with-param name="nodes" select="c:Incorporated | c:Attachment"/></xsl:call-template>
<xsl:if test="self::c:Agreement or self::c:License"><xsl:call-template name="blocks"><xsl:with-param name="word" select="'Fee'"/><xsl:with-param name="nodes" select="c:Fee"/></xsl:call-template></xsl:if>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.notes'"/><xsl:with-param name="nodes" select="c:Note"/></xsl:call-template>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.publication'"/><xsl:with-param name="nodes" select="c:Publication/*"/></xsl:call-template>
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.extensions'"/><xsl:with-param name="nodes" select="c:Extension"/></xsl:call-template>
</xsl:template>

<xsl:template match="c:Arrangement" mode="document">
<xsl:call-template name="title"/>
<facts><xsl:apply-templates select="@standing | @version | c:Instrument/@fictional | c:Instrument/*[not(self::c:Title)] | c:Instrument/c:Title[position() &gt; 1]" mode="fact"/></facts>
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.sides'"/></xsl:call-template>
<xsl:for-each select="c:Side">
<h level="2" n="({position()})"><xsl:apply-templates select="c:Jurisdiction" mode="value"/></h>
<facts><xsl:apply-templates select="*[not(self::c:Jurisdiction)]" mode="fact"/></facts>
</xsl:for-each>
<xsl:apply-templates select="c:Statement" mode="statement"/>
<xsl:call-template name="tail"/>
</xsl:template>

<xsl:template match="c:Statement" mode="statement">
<h level="1"><xsl:value-of select="key('w', 's.statement')/@t"/>: <xsl:apply-templates select="c:Effect" mode="value"/></h>
<facts><xsl:apply-templates select="@status | @from | @until | c:Direction | c:Depth | c:LegalBasis | c:ValidityCap" mode="fact"/></facts>
<xsl:for-each select="c:Covers | c:Excludes">
<h level="2"><xsl:value-of select="key('w', local-name())/@t"/></h>
<xsl:for-each select="c:Text"><p n="-"><xsl:apply-templates select="." mode="value"/></p></xsl:for-each>
<facts><xsl:apply-templates select="*[not(self::c:Text)]" mode="fact"/></facts>
</xsl:for-each>
<xsl:if test="c:Equivalence">
<h level="2"><xsl:value-of select="key('w', 's.equivalences')/@t"/></h>
<table>
<head><c w="14"><xsl:value-of select="key('w', 'a.subject')/@t"/></c><c w="19"><xsl:value-of select="key('w', 'Theirs')/@t"/></c><c w="13"><xsl:value-of select="key('w', 'a.relation')/@t"/></c><c w="19"><xsl:value-of select="key('w', 'Ours')/@t"/></c><c w="35"><xsl:value-of select="key('w', 'w.basis')/@t"/></c></head>
<xsl:for-each select="c:Equivalence"><row>
<c><xsl:apply-templates select="@subject" mode="value"/></c>
<c><xsl:apply-templates select="c:Theirs" mode="value"/></c><c><xsl:apply-templates select="@relation" mode="value"/></c><c><xsl:apply-templates select="c:Ours" mode="value"/></c>
<c><xsl:apply-templates select="c:Text" mode="item"/><xsl:for-each select="c:LegalBasis"><br/><xsl:apply-templates select="." mode="line"/></xsl:for-each><xsl:apply-templates select="@binding | c:Extension" mode="more"/></c>
</row></xsl:for-each>
</table>
</xsl:if>
<xsl:if test="c:Minimum">
<h level="2"><xsl:value-of select="key('w', 's.minimums')/@t"/></h>
<table>
<head><c w="34"><xsl:value-of select="key('w', 'a.element')/@t"/></c><c w="14"><xsl:value-of select="key('w', 'a.atLeast')/@t"/></c><c w="52"><xsl:value-of select="key('w', 'w.basis')/@t"/></c></head>
<xsl:for-each select="c:Minimum"><row>
<c><t><xsl:value-of select="@element"/></t></c><c><xsl:choose><xsl:when test="@atLeast"><xsl:value-of select="@atLeast"/></xsl:when><xsl:otherwise>1</xsl:otherwise></xsl:choose></c>
<c><xsl:for-each select="c:LegalBasis"><xsl:if test="position() != 1"><br/></xsl:if><xsl:apply-templates select="." mode="line"/></xsl:for-each><xsl:for-each select="c:Text"><br/><xsl:apply-templates select="." mode="value"/></xsl:for-each><xsl:apply-templates select="@binding | c:Extension" mode="more"/></c>
</row></xsl:for-each>
</table>
</xsl:if>
<xsl:if test="c:Condition"><h level="2"><xsl:value-of select="key('w', 's.conditions')/@t"/></h><xsl:apply-templates select="c:Condition" mode="para"/></xsl:if>
<xsl:if test="c:PriorStep"><h level="2"><xsl:value-of select="key('w', 's.priorsteps')/@t"/></h><xsl:apply-templates select="c:PriorStep" mode="para"/></xsl:if>
<xsl:if test="c:StatusSource | c:Records | c:Review | c:Suspension | c:Dispute | c:Extension"><h level="2"><xsl:value-of select="key('w', 's.also')/@t"/></h>
<facts><xsl:apply-templates select="c:StatusSource | c:Records | c:Review | c:Suspension | c:Dispute | c:Extension" mode="fact"/></facts></xsl:if>
</xsl:template>

<xsl:template match="c:StatusList" mode="document">
<xsl:call-template name="title"/>
<facts><xsl:apply-templates select="@version | c:ThisUpdate | c:NextUpdate | c:Authority/*[not(self::c:Name)] | c:Extension" mode="fact"/></facts>
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.entries'"/></xsl:call-template>
<table>
<head><c w="24"><xsl:value-of select="key('w', 'a.ref')/@t"/></c><c w="14"><xsl:value-of select="key('w', 'a.state')/@t"/></c><c w="18"><xsl:value-of select="key('w', 'a.from')/@t"/></c><c w="16"><xsl:value-of select="key('w', 'a.until')/@t"/></c><c w="28"><xsl:value-of select="key('w', 'Reason')/@t"/></c></head>
<xsl:for-each select="c:Entry"><row>
<c><xsl:apply-templates select="@of" mode="value"/><xsl:text> </xsl:text><t><xsl:value-of select="@ref"/></t><xsl:if test="@line">, <xsl:value-of select="key('w', 'a.line')/@t"/><xsl:text> </xsl:text><xsl:value-of select="@line"/></xsl:if></c>
<c><xsl:apply-templates select="@state" mode="value"/></c><c><xsl:apply-templates select="@from" mode="value"/></c><c><xsl:apply-templates select="@until" mode="value"/></c>
<c><xsl:apply-templates select="c:Reason" mode="item"/><xsl:for-each select="c:LegalBasis"><br/><xsl:apply-templates select="." mode="line"/></xsl:for-each><xsl:apply-templates select="c:ReplacedBy | c:Extension" mode="more"/></c>
</row></xsl:for-each>
</table>
</xsl:template>

<xsl:template match="c:RecognitionCertificate" mode="document">
<xsl:call-template name="title"/>
<xsl:for-each select="c:Statement"><lead><xsl:apply-templates select="." mode="value"/></lead></xsl:for-each>
<facts><xsl:apply-templates select="@version | c:Verdict | c:Effect | c:Receiving | c:JudgedAsOf | c:IssuedAt | c:Issuer | c:Document | c:Arrangement | c:Extension" mode="fact"/></facts>
<xsl:call-template name="paras"><xsl:with-param name="word" select="'s.conditions'"/><xsl:with-param name="nodes" select="c:Condition"/></xsl:call-template>
<xsl:if test="c:Criterion">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.criteria'"/></xsl:call-template>
<table>
<head><c w="22"><xsl:value-of select="key('w', 'Criterion')/@t"/></c><c w="14"><xsl:value-of select="key('w', 'a.result')/@t"/></c><c w="38"><xsl:value-of select="key('w', 'Required')/@t"/> / <xsl:value-of select="key('w', 'Found')/@t"/></c><c w="26"><xsl:value-of select="key('w', 'w.basis')/@t"/></c></head>
<xsl:for-each select="c:Criterion"><row>
<c><t><xsl:value-of select="@name"/></t> (<xsl:apply-templates select="@axis" mode="value"/>)<xsl:if test="@item">, <xsl:value-of select="key('w', 'a.item')/@t"/><xsl:text> </xsl:text><xsl:value-of select="@item"/></xsl:if></c>
<c><xsl:apply-templates select="@result" mode="value"/></c>
<c><xsl:for-each select="c:Required | c:Found | c:Place | c:Remedy | c:Extension"><xsl:if test="position() != 1"><br/></xsl:if><xsl:value-of select="key('w', local-name())/@t"/>: <xsl:apply-templates select="." mode="line"/></xsl:for-each></c>
<c><xsl:for-each select="c:LegalBasis"><xsl:if test="position() != 1"><br/></xsl:if><xsl:apply-templates select="." mode="line"/></xsl:for-each></c>
</row></xsl:for-each>
</table>
</xsl:if>
<xsl:if test="c:Pin">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.pins'"/></xsl:call-template>
<table>
<head><c w="18"><xsl:value-of select="key('w', 'a.kind')/@t"/></c><c w="30"><xsl:value-of select="key('w', 'a.name')/@t"/></c><c w="52"><xsl:value-of select="key('w', 'a.version')/@t"/> / SHA-256</c></head>
<xsl:for-each select="c:Pin"><row><c><xsl:apply-templates select="@kind" mode="value"/></c><c><t><xsl:value-of select="@name"/></t></c><c kind="mono"><xsl:value-of select="@version"/><xsl:if test="@version and @sha256"><xsl:text> </xsl:text></xsl:if><xsl:value-of select="@sha256"/></c></row></xsl:for-each>
</table>
</xsl:if>
</xsl:template>

<!-- Parts that several kinds share. -->
<xsl:template name="parties">
<xsl:if test="c:Party">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.parties'"/></xsl:call-template>
<xsl:for-each select="c:Party">
<h level="2" n="({position()})"><xsl:choose><xsl:when test="c:Name"><xsl:apply-templates select="c:Name[1]" mode="value"/></xsl:when><xsl:when test="@withheld"><xsl:apply-templates select="." mode="value"/></xsl:when><xsl:otherwise><xsl:apply-templates select="c:Role[1]" mode="value"/></xsl:otherwise></xsl:choose></h>
<facts><xsl:apply-templates select="c:Role | c:Name[position() &gt; 1] | *[not(self::c:Role or self::c:Name)]" mode="fact"/></facts>
</xsl:for-each>
</xsl:if>
</xsl:template>

<xsl:template name="definitions">
<xsl:if test="c:Definition">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.definitions'"/></xsl:call-template>
<table kind="plain">
<xsl:for-each select="c:Definition"><row><c kind="term"><xsl:apply-templates select="c:Term" mode="item"/></c><c><xsl:apply-templates select="c:Meaning" mode="item"/><xsl:apply-templates select="c:Extension" mode="more"/></c></row></xsl:for-each>
</table>
</xsl:if>
</xsl:template>

<xsl:template name="uses">
<xsl:param name="nodes"/>
<xsl:if test="$nodes">
<table>
<head><c w="18"><xsl:value-of select="key('w', 'Kind')/@t"/></c><c w="40"><xsl:value-of select="key('w', 'Text')/@t"/></c><c w="42"><xsl:value-of select="key('w', 'Code')/@t"/></c></head>
<xsl:for-each select="$nodes"><row>
<c><xsl:value-of select="key('w', local-name())/@t"/><xsl:if test="@binding = 'no'"> (<xsl:value-of select="key('w', 'w.notbinding')/@t"/>)</xsl:if></c>
<c><xsl:if test="@withheld"><xsl:apply-templates select="." mode="value"/></xsl:if><xsl:apply-templates select="c:Text" mode="item"/></c>
<c><xsl:apply-templates select="c:Code" mode="item"/>
<xsl:for-each select="c:Parameter"><xsl:if test="position() != 1 or ../c:Code"><br/></xsl:if><xsl:apply-templates select="." mode="value"/></xsl:for-each>
<xsl:apply-templates select="c:Modifier | c:Link | c:Extension" mode="more"/></c>
</row></xsl:for-each>
</table>
</xsl:if>
</xsl:template>

<xsl:template name="safeguards">
<xsl:if test="c:Safeguards">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.safeguards'"/></xsl:call-template>
<facts><xsl:if test="c:Safeguards[@withheld]"><xsl:apply-templates select="c:Safeguards" mode="fact"/></xsl:if><xsl:apply-templates select="c:Safeguards/*" mode="fact"/></facts>
</xsl:if>
</xsl:template>

<xsl:template name="milestones">
<xsl:if test="c:Milestone">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.milestones'"/></xsl:call-template>
<table>
<head><c w="8"><xsl:value-of select="key('w', 'w.number')/@t"/></c><c w="34"><xsl:value-of select="key('w', 'What')/@t"/></c><c w="20"><xsl:value-of select="key('w', 'Due')/@t"/></c><c w="38"><xsl:value-of select="key('w', 'Evidence')/@t"/></c></head>
<xsl:for-each select="c:Milestone"><row>
<c><t><xsl:value-of select="@number"/></t></c>
<c><xsl:apply-templates select="c:What" mode="item"/><xsl:if test="@binding = 'no'"> (<xsl:value-of select="key('w', 'w.notbinding')/@t"/>)</xsl:if><xsl:if test="c:Responsible"><br/><xsl:value-of select="key('w', 'Responsible')/@t"/>: <xsl:for-each select="c:Responsible"><xsl:if test="position() != 1">; </xsl:if><xsl:apply-templates select="." mode="value"/></xsl:for-each></xsl:if></c>
<c><xsl:apply-templates select="c:Due" mode="line"/></c>
<c><xsl:apply-templates select="c:Evidence" mode="item"/><xsl:apply-templates select="c:Extension" mode="more"/></c>
</row></xsl:for-each>
</table>
</xsl:if>
</xsl:template>

<xsl:template name="deductions">
<xsl:if test="c:Deduction">
<xsl:call-template name="blocks"><xsl:with-param name="word" select="'s.deductions'"/><xsl:with-param name="nodes" select="c:Deduction"/></xsl:call-template>
</xsl:if>
</xsl:template>

<!-- Items: a table of what a reader looks for first, then the rest of each. -->
<xsl:template name="items">
<xsl:param name="word"/>
<xsl:param name="nodes"/>
<xsl:if test="$nodes">
<xsl:call-template name="h"><xsl:with-param name="word" select="$word"/></xsl:call-template>
<xsl:variable name="priced" select="$nodes/c:Quantity | $nodes/c:Value | $nodes/c:UnitPrice"/>
<table>
<head><c w="7"><xsl:value-of select="key('w', 'w.number')/@t"/></c><c w="40"><xsl:value-of select="key('w', 'Description')/@t"/></c><c w="27"><xsl:value-of select="key('w', 'Classification')/@t"/></c>
<xsl:choose><xsl:when test="$priced"><c w="13"><xsl:value-of select="key('w', 'Quantity')/@t"/></c><c w="13"><xsl:value-of select="key('w', 'Value')/@t"/></c></xsl:when>
<xsl:otherwise><c w="26"><xsl:value-of select="key('w', 'DataKind')/@t"/></c></xsl:otherwise></xsl:choose></head>
<xsl:for-each select="$nodes"><row>
<c><t><xsl:value-of select="@number"/></t></c>
<c><xsl:apply-templates select="c:Description" mode="item"/></c>
<c><xsl:apply-templates select="c:Classification" mode="item"/></c>
<xsl:choose><xsl:when test="$priced"><c><xsl:apply-templates select="c:Quantity" mode="item"/></c><c><xsl:apply-templates select="c:Value" mode="item"/></c></xsl:when>
<xsl:otherwise><c><xsl:apply-templates select="c:DataKind" mode="item"/></c></xsl:otherwise></xsl:choose>
</row></xsl:for-each>
</table>
<xsl:for-each select="$nodes">
<xsl:variable name="rest" select="*[not(self::c:Description or self::c:Classification or self::c:Quantity or self::c:Value or (self::c:DataKind and not($priced)))]"/>
<xsl:if test="$rest">
<h level="2"><xsl:value-of select="key('w', local-name())/@t"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="@number"><t><xsl:value-of select="@number"/></t></xsl:when><xsl:otherwise><xsl:value-of select="position()"/></xsl:otherwise></xsl:choose></h>
<facts><xsl:apply-templates select="$rest" mode="fact"/></facts>
</xsl:if>
</xsl:for-each>
</xsl:if>
</xsl:template>

<!-- Signature blocks. -->
<xsl:template name="signatories">
<xsl:variable name="own" select="string((c:Identification/c:Number)[1])"/>
<xsl:if test="c:Signatory">
<xsl:call-template name="h"><xsl:with-param name="word" select="'s.signatures'"/></xsl:call-template>
<xsl:for-each select="c:Signatory">
<xsl:variable name="party" select="@party"/>
<xsl:variable name="said" select="$view/r:verified/r:signatory[@party = $party and (not(@agreement) or @agreement = $own)]"/>
<sign>
<fact kind="strong"><l><xsl:value-of select="key('w', 'Party')/@t"/></l><v><xsl:call-template name="referred"><xsl:with-param name="to" select="@party"/></xsl:call-template></v></fact>
<xsl:apply-templates select="*[not(self::c:Certificate)]" mode="fact"/>
<xsl:for-each select="c:Certificate"><fact><l><xsl:value-of select="key('w', 'a.digest')/@t"/></l><v kind="mono"><xsl:value-of select="@digest"/></v></fact></xsl:for-each>
<fact><l><xsl:value-of select="key('w', 'w.verification')/@t"/></l>
<xsl:choose>
<xsl:when test="not($view/r:verified)"><v kind="open"><xsl:value-of select="key('w', 'w.notverified')/@t"/> (<xsl:choose><xsl:when test="@required = 'yes'"><xsl:value-of select="key('w', 'w.required')/@t"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w', 'w.optional')/@t"/></xsl:otherwise></xsl:choose>)</v></xsl:when>
<xsl:when test="$said[1]/@signed = 'yes'"><v kind="yes"><xsl:value-of select="key('w', 'w.signed')/@t"/></v></xsl:when>
<xsl:when test="@required = 'yes'"><v kind="no"><xsl:value-of select="key('w', 'w.missing')/@t"/></v></xsl:when>
<xsl:otherwise><v><xsl:value-of select="key('w', 'w.unsigned')/@t"/></v></xsl:otherwise>
</xsl:choose></fact>
<xsl:for-each select="$said[1]/@because"><fact kind="small"><l><xsl:value-of select="key('w', 'w.verifysaid')/@t"/></l><v><t><xsl:value-of select="."/></t></v></fact></xsl:for-each>
</sign>
</xsl:for-each>
<p kind="small"><xsl:value-of select="key('w', 'w.printed')/@t"/></p>
</xsl:if>
</xsl:template>

<!-- What verify said of the whole document. -->
<xsl:template name="verification">
<h level="1" plain="yes"><xsl:value-of select="key('w', 'w.verification')/@t"/></h>
<xsl:choose>
<xsl:when test="not(r:verified)"><p n="-"><xsl:value-of select="key('w', 'w.notverified-long')/@t"/></p></xsl:when>
<xsl:otherwise>
<xsl:for-each select="r:verified">
<facts>
<fact><l><xsl:value-of select="key('w', 'a.result')/@t"/></l>
<xsl:choose>
<xsl:when test="not(r:signature)"><v kind="no"><xsl:value-of select="key('w', 'w.nosignature')/@t"/></v></xsl:when>
<xsl:when test="@indication = 'TOTAL_PASSED'"><v kind="yes"><xsl:value-of select="key('w', 'w.passed')/@t"/> (TOTAL_PASSED)</v></xsl:when>
<xsl:when test="@indication = 'TOTAL_FAILED'"><v kind="no"><xsl:value-of select="key('w', 'w.failed')/@t"/> (TOTAL_FAILED<xsl:if test="@sub">, <xsl:value-of select="@sub"/></xsl:if>)</v></xsl:when>
<xsl:otherwise><v kind="open"><xsl:value-of select="key('w', 'w.indeterminate')/@t"/> (INDETERMINATE<xsl:if test="@sub">, <xsl:value-of select="@sub"/></xsl:if>)</v></xsl:otherwise>
</xsl:choose></fact>
<fact><l><xsl:value-of select="key('w', 'w.asof')/@t"/></l><v><xsl:apply-templates select="@moment" mode="value"/></v></fact>
<fact><l><xsl:value-of select="key('w', 'Text')/@t"/></l><v><xsl:choose><xsl:when test="@proven = 'yes'"><xsl:value-of select="key('w', 'w.proven')/@t"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w', 'w.notproven')/@t"/></xsl:otherwise></xsl:choose></v></fact>
</facts>
<xsl:for-each select="r:signature">
<sign>
<fact kind="strong"><l><xsl:value-of select="key('w', 'w.signer')/@t"/></l><v><t><xsl:value-of select="@subject"/></t></v></fact>
<xsl:if test="@organization"><fact><l><xsl:value-of select="key('w', 'w.organization')/@t"/></l><v><t><xsl:value-of select="@organization"/></t></v></fact></xsl:if>
<xsl:if test="@time"><fact><l><xsl:value-of select="key('w', 'w.claimedtime')/@t"/></l><v><xsl:apply-templates select="@time" mode="value"/></v></fact></xsl:if>
<fact><l><xsl:value-of select="key('w', 'a.result')/@t"/></l><v><xsl:attribute name="kind"><xsl:choose><xsl:when test="@indication = 'TOTAL_PASSED'">yes</xsl:when><xsl:when test="@indication = 'TOTAL_FAILED'">no</xsl:when><xsl:otherwise>open</xsl:otherwise></xsl:choose></xsl:attribute><xsl:value-of select="@indication"/><xsl:if test="@sub">, <xsl:value-of select="@sub"/></xsl:if></v></fact>
<fact kind="small"><l><xsl:value-of select="key('w', 'w.verifysaid')/@t"/></l><v><t><xsl:value-of select="@reason"/></t></v></fact>
</sign>
</xsl:for-each>
</xsl:for-each>
</xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- A paragraph of the document's own, with its number, and below it in one
     line all that hangs on it. -->
<xsl:template match="*" mode="para">
<xsl:variable name="said" select="c:Text | c:What | c:Meaning"/>
<xsl:variable name="named" select="c:Heading | c:Title"/>
<xsl:if test="$named">
<h level="2"><xsl:attribute name="n"><xsl:choose>
<xsl:when test="self::c:Annex and @number"><xsl:value-of select="key('w', 'Annex')/@t"/><xsl:text> </xsl:text><xsl:value-of select="@number"/></xsl:when>
<xsl:when test="@number"><xsl:value-of select="@number"/></xsl:when>
<xsl:when test="self::c:Annex"><xsl:value-of select="key('w', 'Annex')/@t"/><xsl:text> </xsl:text><xsl:value-of select="count(preceding-sibling::c:Annex) + 1"/></xsl:when>
<xsl:otherwise><xsl:value-of select="count(preceding-sibling::c:Clause) + 1"/></xsl:otherwise>
</xsl:choose></xsl:attribute><xsl:apply-templates select="$named" mode="item"/></h>
</xsl:if>
<xsl:for-each select="$said">
<p><xsl:attribute name="n"><xsl:choose>
<xsl:when test="position() != 1 or $named">-</xsl:when>
<xsl:when test="../@number"><xsl:value-of select="../@number"/></xsl:when>
</xsl:choose></xsl:attribute><xsl:apply-templates select="." mode="value"/></p>
</xsl:for-each>
<xsl:variable name="more" select="*[not(self::c:Text or self::c:What or self::c:Meaning or self::c:Heading or self::c:Title)] | @binding[. = 'no'] | @version[. != '1'] | @mode | @kind"/>
<xsl:choose>
<xsl:when test="$said or $named"><xsl:if test="$more"><p kind="meta" n="-"><xsl:apply-templates select="$more" mode="piece"/></p></xsl:if></xsl:when>
<xsl:otherwise><p n="{@number}"><xsl:choose><xsl:when test="@withheld"><xsl:apply-templates select="." mode="value"/></xsl:when><xsl:otherwise><b><xsl:value-of select="key('w', local-name())/@t"/></b><xsl:text>. </xsl:text><xsl:apply-templates select="$more" mode="piece"/></xsl:otherwise></xsl:choose></p></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- One piece of such a line: "Label: a, b". -->
<xsl:template match="*" mode="piece">
<xsl:variable name="name" select="name()"/>
<xsl:if test="not(preceding-sibling::*[1][name() = $name])">
<xsl:if test="position() != 1"> · </xsl:if>
<xsl:call-template name="label"/><xsl:text>: </xsl:text>
<xsl:for-each select=". | following-sibling::*[name() = $name]"><xsl:if test="position() != 1">; </xsl:if><xsl:apply-templates select="." mode="line"/></xsl:for-each>
</xsl:if>
</xsl:template>
<xsl:template match="@*" mode="piece">
<xsl:if test="position() != 1"> · </xsl:if>
<xsl:choose><xsl:when test="name() = 'binding'"><xsl:value-of select="key('w', 'w.notbinding')/@t"/></xsl:when>
<xsl:otherwise><xsl:value-of select="key('w', concat('a.', local-name()))/@t"/>: <xsl:apply-templates select="." mode="value"/></xsl:otherwise></xsl:choose>
</xsl:template>

<!-- Facts: label and value; what has parts is a group one level deeper. -->
<xsl:template name="label">
<xsl:choose>
<xsl:when test="self::c:At[parent::c:Translation]"><xsl:value-of select="key('w', 'w.asof')/@t"/></xsl:when>
<xsl:when test="namespace-uri() = 'urn:comity:core:1' and key('w', local-name())"><xsl:value-of select="key('w', local-name())/@t"/></xsl:when>
<xsl:otherwise><t><xsl:value-of select="local-name()"/></t></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template match="@*" mode="fact">
<xsl:param name="level" select="0"/>
<fact level="{$level}"><l><xsl:choose><xsl:when test="key('w', concat('a.', local-name()))"><xsl:value-of select="key('w', concat('a.', local-name()))/@t"/></xsl:when><xsl:otherwise><t><xsl:value-of select="local-name()"/></t></xsl:otherwise></xsl:choose></l><v><xsl:apply-templates select="." mode="value"/></v></fact>
</xsl:template>

<xsl:template match="*" mode="fact">
<xsl:param name="level" select="0"/>
<xsl:variable name="name" select="name()"/>
<xsl:choose>
<xsl:when test="not(*) or self::c:Address or self::c:LegalBasis or self::c:Fulfills or self::c:Due or self::c:Retention or self::c:Ownership or self::c:Standard or self::c:Direction or self::c:Contact or self::c:Supports or self::c:Related or self::c:Replaces or self::c:Amends or self::c:Attachment or self::c:Document or self::c:Incorporated or self::c:Subjects or self::c:LicenseReference or self::c:Onward or self::c:Sensitive or self::c:Encryption or self::c:Limit or self::c:ValidityCap or self::c:StatusSource or self::c:Records">
<xsl:if test="not(preceding-sibling::*[1][name() = $name])">
<fact level="{$level}"><l><xsl:call-template name="label"/></l>
<xsl:choose>
<xsl:when test="self::c:Role or self::c:DataKind or self::c:Act or self::c:Citizenship or self::c:Destination or self::c:ReasonForControl or self::c:Nature or self::c:Scope or self::c:Via or self::c:SerialNumber or self::c:PartNumber">
<v><xsl:for-each select=". | following-sibling::*[name() = $name]"><xsl:if test="position() != 1">, </xsl:if><xsl:apply-templates select="." mode="line"/></xsl:for-each></v>
</xsl:when>
<xsl:otherwise><xsl:for-each select=". | following-sibling::*[name() = $name]"><v><xsl:apply-templates select="." mode="line"/></v></xsl:for-each></xsl:otherwise>
</xsl:choose></fact>
</xsl:if>
</xsl:when>
<xsl:otherwise>
<fact kind="group" level="{$level}"><l><xsl:call-template name="label"/><xsl:if test="@number"><xsl:text> </xsl:text><xsl:value-of select="@number"/></xsl:if></l></fact>
<xsl:apply-templates select="@*[not(namespace-uri()) and name() != 'id' and name() != 'number' and not(name() = 'binding' and . = 'yes')] | *" mode="fact"><xsl:with-param name="level" select="$level + 1"/></xsl:apply-templates>
</xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- Several values, a line each. -->
<xsl:template match="*" mode="item"><xsl:if test="position() != 1"><br/></xsl:if><xsl:apply-templates select="." mode="line"/></xsl:template>
<xsl:template match="*" mode="more"><br/><xsl:call-template name="label"/>: <xsl:apply-templates select="." mode="line"/></xsl:template>
<xsl:template match="@binding" mode="more"><xsl:if test=". = 'no'"><br/><xsl:value-of select="key('w', 'w.notbinding')/@t"/></xsl:if></xsl:template>

<!-- Anything in one line. -->
<xsl:template match="*" mode="line">
<xsl:choose>
<xsl:when test="not(*)"><xsl:apply-templates select="." mode="value"/></xsl:when>
<xsl:otherwise><xsl:for-each select="@*[not(namespace-uri()) and name() != 'id' and name() != 'side' and not(name() = 'binding' and . = 'yes')]"><xsl:if test="position() != 1">; </xsl:if><xsl:value-of select="key('w', concat('a.', local-name()))/@t"/>: <xsl:apply-templates select="." mode="value"/></xsl:for-each>
<xsl:if test="@*[not(namespace-uri()) and name() != 'id' and name() != 'side' and not(name() = 'binding' and . = 'yes')]">; </xsl:if>
<xsl:for-each select="*"><xsl:if test="position() != 1">; </xsl:if><xsl:call-template name="label"/>: <xsl:apply-templates select="." mode="line"/></xsl:for-each></xsl:otherwise>
</xsl:choose>
</xsl:template>
<xsl:template match="c:Address[*] | c:LegalBasis[*] | c:Fulfills[*] | c:Ownership[*] | c:Standard[*] | c:Contact[*] | c:Supports[*] | c:Related[*] | c:Replaces[*] | c:Amends[*] | c:Attachment[*] | c:Document[*][not(parent::c:RecognitionCertificate)] | c:Incorporated[*] | c:LicenseReference[*] | c:Onward[*] | c:Sensitive[*] | c:ReplacedBy[*]" mode="line">
<xsl:if test="@side"><xsl:call-template name="referred"><xsl:with-param name="to" select="@side"/></xsl:call-template>: </xsl:if>
<xsl:for-each select="*"><xsl:if test="position() != 1">, </xsl:if>
<xsl:if test="self::c:SHA256 or self::c:Extension or self::c:Telephone or self::c:Fax or self::c:Fulfills"><xsl:call-template name="label"/>: </xsl:if><xsl:apply-templates select="." mode="line"/></xsl:for-each>
<xsl:if test="@binding = 'no'"> (<xsl:value-of select="key('w', 'w.notbinding')/@t"/>)</xsl:if>
</xsl:template>
<xsl:template match="c:Due[*] | c:Retention[*]" mode="line">
<xsl:apply-templates select="c:Date" mode="value"/>
<xsl:if test="c:Date and c:Period">; </xsl:if>
<xsl:apply-templates select="c:Period" mode="value"/>
<xsl:if test="c:Event"><xsl:if test="c:Date or c:Period"><xsl:text> </xsl:text></xsl:if><xsl:value-of select="key('w', 'w.after')/@t"/><xsl:text> </xsl:text><xsl:for-each select="c:Event"><xsl:if test="position() != 1">; </xsl:if><xsl:apply-templates select="." mode="value"/></xsl:for-each></xsl:if>
<xsl:for-each select="c:Extension">; <xsl:call-template name="label"/>: <xsl:apply-templates select="." mode="line"/></xsl:for-each>
</xsl:template>
<xsl:template match="c:Direction" mode="line"><xsl:call-template name="referred"><xsl:with-param name="to" select="@from"/></xsl:call-template> → <xsl:call-template name="referred"><xsl:with-param name="to" select="@to"/></xsl:call-template></xsl:template>
<xsl:template match="c:Pin" mode="line"><t><xsl:value-of select="@name"/></t></xsl:template>
<xsl:template match="c:Language" mode="line"><xsl:call-template name="language"><xsl:with-param name="code" select="@lang"/></xsl:call-template></xsl:template>
<xsl:template match="c:Members" mode="line"><t><xsl:value-of select="@list"/></t><xsl:if test="@edition"> (<xsl:value-of select="@edition"/>)</xsl:if></xsl:template>
<xsl:template match="c:ValidityCap" mode="line"><xsl:apply-templates select="@length" mode="value"/> (<xsl:value-of select="key('w', 'a.from')/@t"/>: <xsl:apply-templates select="@from" mode="value"/>)<xsl:for-each select="*">; <xsl:apply-templates select="." mode="line"/></xsl:for-each></xsl:template>

<!-- A reference names what it refers to. -->
<xsl:template name="referred">
<xsl:param name="to"/>
<xsl:variable name="target" select="key('id', $to)[1]"/>
<xsl:choose>
<xsl:when test="$target/self::c:Party/c:Name"><xsl:apply-templates select="$target/c:Name[1]" mode="value"/></xsl:when>
<xsl:when test="$target/self::c:Side"><xsl:apply-templates select="$target/c:Jurisdiction" mode="value"/></xsl:when>
<xsl:when test="$target/self::c:Item or $target/self::c:DataSet"><xsl:value-of select="key('w', local-name($target))/@t"/><xsl:text> </xsl:text><t><xsl:choose><xsl:when test="$target/@number"><xsl:value-of select="$target/@number"/></xsl:when><xsl:otherwise><xsl:value-of select="$to"/></xsl:otherwise></xsl:choose></t></xsl:when>
<xsl:otherwise><t><xsl:value-of select="$to"/></t></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- Values. -->
<xsl:template match="@*" mode="value">
<xsl:choose>
<xsl:when test="name() = 'side' or (name() = 'ref' and key('id', .))"><xsl:call-template name="referred"><xsl:with-param name="to" select="."/></xsl:call-template></xsl:when>
<xsl:when test="name() = 'lang'"><xsl:call-template name="language"><xsl:with-param name="code" select="."/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:call-template name="plain"><xsl:with-param name="text" select="string(.)"/><xsl:with-param name="name" select="local-name()"/><xsl:with-param name="coded" select="true()"/></xsl:call-template></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template match="*" mode="value">
<xsl:choose>
<xsl:when test="@r:omitted">[<xsl:value-of select="key('w', 'w.leftout')/@t"/>: <xsl:value-of select="key('w', concat('x.', @r:omitted))/@t"/>]</xsl:when>
<xsl:when test="@withheld">[<xsl:value-of select="key('w', 'w.withheld')/@t"/>: <xsl:value-of select="key('w', concat('v.', @withheld))/@t"/>]</xsl:when>
<xsl:when test="@ref"><xsl:call-template name="referred"><xsl:with-param name="to" select="@ref"/></xsl:call-template><xsl:if test=". != ''"> (<t><xsl:value-of select="."/></t>)</xsl:if></xsl:when>
<xsl:when test="@list and . = '' and namespace-uri() = 'urn:comity:core:1'"><xsl:value-of select="key('w', 'w.wholelist')/@t"/></xsl:when>
<xsl:when test="self::c:Parameter"><xsl:if test="@name"><t><xsl:value-of select="@name"/></t>: </xsl:if><xsl:choose><xsl:when test="@list = 'iso3166'"><xsl:call-template name="place"/></xsl:when><xsl:otherwise><xsl:call-template name="plain"><xsl:with-param name="text" select="string(.)"/><xsl:with-param name="name" select="'Date'"/></xsl:call-template></xsl:otherwise></xsl:choose><xsl:if test="@unit"><xsl:text> </xsl:text><xsl:value-of select="@unit"/></xsl:if></xsl:when>
<xsl:when test="@r:place"><xsl:call-template name="place"/></xsl:when>
<xsl:otherwise><xsl:call-template name="plain"><xsl:with-param name="text" select="string(.)"/><xsl:with-param name="name" select="local-name()"/><xsl:with-param name="coded" select="namespace-uri() = 'urn:comity:core:1' and not(@list)"/></xsl:call-template></xsl:otherwise>
</xsl:choose>
<xsl:if test="not(@withheld)"><xsl:call-template name="beside"/></xsl:if>
<xsl:if test="@o:text and @o:text != string(.)"> [<xsl:value-of select="key('w', 'w.original')/@t"/>: <t><xsl:value-of select="@o:text"/></t><xsl:if test="@o:unit"><xsl:text> </xsl:text><t><xsl:value-of select="@o:unit"/></t></xsl:if>]</xsl:if>
<xsl:if test="@r:lang"> [<xsl:value-of select="@r:lang"/>]</xsl:if>
</xsl:template>

<!-- Unit, currency, label, list and edition of a code, and the rest. -->
<xsl:template name="beside">
<xsl:if test="@currency"><xsl:text> </xsl:text><xsl:value-of select="@currency"/></xsl:if>
<xsl:if test="@unit and not(self::c:Parameter)"><xsl:text> </xsl:text><xsl:choose><xsl:when test="key('w', concat('u.', @unit))"><xsl:value-of select="key('w', concat('u.', @unit))/@t"/></xsl:when><xsl:when test="@r:label"><xsl:value-of select="@r:label"/></xsl:when><xsl:otherwise><t><xsl:value-of select="@unit"/></t></xsl:otherwise></xsl:choose></xsl:if>
<xsl:if test="self::c:Share or self::c:Tolerance"><xsl:text> %</xsl:text></xsl:if>
<xsl:if test="@column"><xsl:text>, </xsl:text><xsl:value-of select="key('w', 'w.column')/@t"/><xsl:text> </xsl:text><xsl:value-of select="@column"/></xsl:if>
<xsl:if test="@allowed = 'no'"> (<xsl:value-of select="key('w', 'w.notallowed')/@t"/>)</xsl:if>
<xsl:if test="not(@r:place) and not(self::c:Parameter and @list = 'iso3166')">
<xsl:variable name="label"><xsl:choose><xsl:when test="@name and not(self::c:Parameter)"><xsl:value-of select="@name"/></xsl:when><xsl:when test="@r:label and not(@unit)"><xsl:value-of select="@r:label"/></xsl:when></xsl:choose></xsl:variable>
<xsl:if test="$label != ''"><xsl:text> </xsl:text><xsl:value-of select="key('w', 'w.open')/@t"/><t><xsl:value-of select="$label"/></t><xsl:value-of select="key('w', 'w.close')/@t"/></xsl:if>
</xsl:if>
<xsl:if test="@below = 'yes'"><xsl:text> </xsl:text><xsl:value-of select="key('w', 'w.and-below')/@t"/></xsl:if>
<xsl:if test="@list and not(@r:place) and @list != 'iso3166' and namespace-uri() = 'urn:comity:core:1'"> (<xsl:value-of select="@list"/><xsl:if test="@edition">, <xsl:value-of select="@edition"/></xsl:if>)</xsl:if>
<xsl:if test="@scheme"> (<xsl:value-of select="@scheme"/>)</xsl:if>
<xsl:if test="@zone"> (<xsl:value-of select="@zone"/>)</xsl:if>
<xsl:if test="@uri"> (<t><xsl:value-of select="@uri"/></t>)</xsl:if>
<xsl:for-each select="@memberOf | @unitList[. != 'unece-rec20'] | @version | @digest | @*[namespace-uri(..) != 'urn:comity:core:1' and not(namespace-uri())]"> (<xsl:choose><xsl:when test="key('w', concat('a.', local-name()))"><xsl:value-of select="key('w', concat('a.', local-name()))/@t"/></xsl:when><xsl:otherwise><xsl:value-of select="local-name()"/></xsl:otherwise></xsl:choose>: <t><xsl:value-of select="."/></t>)</xsl:for-each>
</xsl:template>

<xsl:template name="place">
<xsl:choose>
<xsl:when test="key('w', concat('c.', .))"><xsl:value-of select="key('w', concat('c.', .))/@t"/> (<xsl:value-of select="."/>)</xsl:when>
<xsl:when test="@r:label"><xsl:value-of select="@r:label"/> (<xsl:value-of select="."/>)</xsl:when>
<xsl:when test="@name"><t><xsl:value-of select="@name"/></t> (<t><xsl:value-of select="."/></t>)</xsl:when>
<xsl:otherwise><t><xsl:value-of select="."/></t></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="plain">
<xsl:param name="text"/>
<xsl:param name="name"/>
<xsl:param name="coded" select="false()"/>
<xsl:variable name="shape" select="translate($text, '0123456789', 'dddddddddd')"/>
<xsl:choose>
<xsl:when test="$shape = 'dddd-dd-dd' and $name != 'Edition' and $name != 'Version' and $name != 'Number' and $name != 'edition' and $name != 'version'"><xsl:call-template name="day"><xsl:with-param name="day" select="$text"/></xsl:call-template></xsl:when>
<xsl:when test="starts-with($shape, 'dddd-dd-ddTdd:dd:dd')"><xsl:call-template name="day"><xsl:with-param name="day" select="substring($text, 1, 10)"/></xsl:call-template>, <xsl:value-of select="substring($text, 12, 8)"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="substring($text, 20) = 'Z'">UTC</xsl:when><xsl:otherwise><t><xsl:value-of select="substring($text, 20)"/></t></xsl:otherwise></xsl:choose></xsl:when>
<xsl:when test="$coded and starts-with($text, 'P') and translate($text, '0123456789', '') != $text and translate($shape, 'PTYMWDHSd', '') = ''"><xsl:call-template name="length"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:when>
<xsl:when test="$coded and key('w', concat($name, '.', $text))"><xsl:value-of select="key('w', concat($name, '.', $text))/@t"/></xsl:when>
<xsl:when test="$coded and contains(' Role Kind DataKind Act Scope Duration Identifiability Mode At Mechanism By Effect Depth Nature Granted Origin Renewable Allowed Verdict status state of subject relation mode kind axis result binding required prevails standing fictional demonstration from ', concat(' ', $name, ' ')) and key('w', concat('v.', $text))"><xsl:value-of select="key('w', concat('v.', $text))/@t"/></xsl:when>
<xsl:otherwise><t><xsl:value-of select="$text"/></t></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="day">
<xsl:param name="day"/>
<xsl:variable name="month" select="key('w', concat('m.', substring($day, 6, 2)))/@t"/>
<xsl:choose>
<xsl:when test="$month"><xsl:value-of select="number(substring($day, 9, 2))"/><xsl:value-of select="key('w', 'm.dot')/@t"/><xsl:text> </xsl:text><xsl:value-of select="$month"/><xsl:text> </xsl:text><xsl:value-of select="substring($day, 1, 4)"/></xsl:when>
<xsl:otherwise><t><xsl:value-of select="$day"/></t></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- P5Y, P14D, PT24H, P3Y6M: numbers and units; others stand as they are. -->
<xsl:template name="length">
<xsl:param name="text"/>
<xsl:variable name="months" select="substring-after($text, 'Y')"/>
<xsl:choose>
<xsl:when test="$months != '' and not(contains($text, 'T')) and not(contains($text, 'D'))">
<xsl:call-template name="span"><xsl:with-param name="text" select="concat(substring-before($text, 'Y'), 'Y')"/></xsl:call-template><xsl:text> </xsl:text>
<xsl:call-template name="span"><xsl:with-param name="text" select="concat('P', $months)"/></xsl:call-template>
</xsl:when>
<xsl:otherwise><xsl:call-template name="span"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="span">
<xsl:param name="text"/>
<xsl:variable name="unit" select="translate(substring($text, 2), '0123456789', '')"/>
<xsl:variable name="count" select="translate($text, 'PTYMWDHS', '')"/>
<xsl:variable name="word" select="key('w', concat('p.', $unit, substring('1', 1, number($count = '1'))))/@t"/>
<xsl:choose><xsl:when test="$word"><xsl:value-of select="$count"/><xsl:text> </xsl:text><xsl:value-of select="$word"/></xsl:when><xsl:otherwise><t><xsl:value-of select="$text"/></t></xsl:otherwise></xsl:choose>
</xsl:template>
</xsl:stylesheet>
