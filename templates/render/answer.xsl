<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Answers of comity as one page that needs nothing else: no script, nothing
  fetched, in the reader's light or dark, on paper, read aloud. Its words come
  with the tree (tools/page-words.def).
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>
<xsl:variable name="w" select="/answers/words"/>
<xsl:variable name="several" select="boolean(/answers/answer[2])"/>
<!-- Several answers stand one level below the page's own heading. -->
<xsl:variable name="deep" select="number($several)"/>

<xsl:template match="/answers">
<html lang="{words/@lang}">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title><xsl:text>comity </xsl:text><xsl:value-of select="answer[1]/command"/><xsl:text>: </xsl:text>
<xsl:choose>
<xsl:when test="$several"><xsl:value-of select="count(answer)"/><xsl:text> </xsl:text><xsl:value-of select="$w/files"/></xsl:when>
<xsl:otherwise><xsl:call-template name="say"><xsl:with-param name="word" select="answer/recognition/verdict | answer[not(recognition)]/answer"/></xsl:call-template><xsl:text>: </xsl:text><xsl:value-of select="answer/file"/></xsl:otherwise>
</xsl:choose></title>
<style>
:root { color-scheme: light dark; --ink: #1c1c1c; --soft: #4a4a4a; --line: #c8c8c8; --page: #fff; --card: #f7f7f7; --yes: #10592f; --yes-back: #e6f4eb; --no: #8c1c13; --no-back: #fbe9e7; --open: #654600; --open-back: #fcf1d8; --calm: #444; --calm-back: #ededed; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --soft: #b9b9b9; --line: #4b4b4b; --page: #161616; --card: #212121; --yes: #8fdcae; --yes-back: #10301d; --no: #ffb0a8; --no-back: #421512; --open: #f4cf86; --open-back: #3a2b08; --calm: #cfcfcf; --calm-back: #303030; } }
* { box-sizing: border-box; }
html { text-size-adjust: 100%; }
body { font: 1rem/1.5 "Liberation Sans", "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: var(--page); max-width: 60rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.3; margin: 0; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
h4 { font-size: 1rem; }
article h2, article h3, article h4 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; }
a { color: inherit; }
a:focus-visible, [tabindex]:focus-visible { outline: .2rem solid currentColor; outline-offset: .1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td { min-width: 4.5rem; }
th { font-weight: 600; font-size: .9rem; color: var(--soft); }
.banner { border: .15rem solid var(--open); color: var(--open); background: var(--open-back); padding: .6rem 1rem; font-weight: 700; margin: 0 0 1rem; }
.word { display: inline-block; padding: .05rem .55rem; border-radius: .2rem; font-weight: 700; font-size: .85rem; line-height: 1.5; white-space: nowrap; border: 1px solid currentColor; }
h1 .word { font-size: 1.1rem; }
.yes { color: var(--yes); background: var(--yes-back); }
.no { color: var(--no); background: var(--no-back); }
.open { color: var(--open); background: var(--open-back); }
.calm { color: var(--calm); background: var(--calm-back); }
.verdict { border-left: .5rem solid; padding: .7rem 1rem; margin: 1rem 0; }
section.answer { border-top: .2rem solid var(--line); margin-top: 2.5rem; }
article { break-inside: avoid; background: var(--card); border-left: .3rem solid var(--line); padding: .7rem 1rem; margin: .8rem 0; }
article.yes, article.no, article.open, article.calm { color: var(--ink); background: var(--card); }
article.no { border-color: var(--no); }
article.open { border-color: var(--open); }
article.yes { border-color: var(--yes); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; margin: .5rem 0 0; gap: .15rem 1rem; }
dt { color: var(--soft); font-size: .9rem; }
dd { margin: 0; }
.any { overflow-wrap: anywhere; }
.small { font-size: .9rem; color: var(--soft); }
.mono { font-family: "Liberation Mono", Consolas, monospace; font-size: .85rem; }
footer { margin-top: 2.5rem; border-top: .2rem solid var(--line); padding-top: .7rem; font-weight: 600; }
@media (max-width: 40rem) { body { padding: 1rem .8rem; } h1 { font-size: 1.3rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem; } article { padding: .6rem .7rem; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --page: #fff; --card: #fff; --yes: #10592f; --yes-back: #e6f4eb; --no: #8c1c13; --no-back: #fbe9e7; --open: #654600; --open-back: #fcf1d8; --calm: #444; --calm-back: #ededed; } body { max-width: none; padding: 0; font-size: 10.5pt; } .scroll { overflow: visible; } .word, .verdict, .banner, article { print-color-adjust: exact; } section.answer { break-before: page; border: 0; } }
</style>
</head>
<body>
<main>
<xsl:if test="$several"><xsl:call-template name="summary"/></xsl:if>
<xsl:for-each select="answer">
<section id="answer-{position()}">
<xsl:if test="$several"><xsl:attribute name="class">answer</xsl:attribute></xsl:if>
<xsl:apply-templates select="."/>
</section>
</xsl:for-each>
</main>
<footer>
<p><xsl:choose>
<xsl:when test="answer/recognition"><xsl:value-of select="answer/recognition/ending"/></xsl:when>
<xsl:otherwise><xsl:value-of select="$w/advice"/></xsl:otherwise>
</xsl:choose></p>
<p class="small">comity <xsl:value-of select="answer[1]/comity"/></p>
</footer>
</body>
</html>
</xsl:template>

<!-- Several files: what was answered on each, before the answers. -->
<xsl:template name="summary">
<h1><xsl:value-of select="count(answer)"/><xsl:text> </xsl:text><xsl:value-of select="$w/files"/><xsl:text>: </xsl:text>
<xsl:value-of select="count(answer[answer = 'yes'])"/><xsl:text> </xsl:text><xsl:value-of select="$w/yes"/><xsl:text>, </xsl:text>
<xsl:value-of select="count(answer[answer = 'no'])"/><xsl:text> </xsl:text><xsl:value-of select="$w/no"/><xsl:text>, </xsl:text>
<xsl:value-of select="count(answer[answer = 'no answer'])"/><xsl:text> </xsl:text><xsl:value-of select="$w/no-answer"/></h1>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/summary}">
<table>
<caption>comity <xsl:value-of select="answer[1]/command"/>, <xsl:value-of select="$w/as-of"/><xsl:text> </xsl:text><xsl:value-of select="answer[1]/moment"/></caption>
<thead><tr><th scope="col"><xsl:value-of select="$w/answer"/></th><th scope="col"><xsl:value-of select="$w/file"/></th><th scope="col"><xsl:value-of select="$w/profile"/></th><th scope="col"><xsl:value-of select="$w/errors"/></th><th scope="col"><xsl:value-of select="$w/warnings"/></th></tr></thead>
<tbody>
<xsl:for-each select="answer">
<tr>
<td><xsl:call-template name="word"><xsl:with-param name="word" select="answer"/></xsl:call-template></td>
<th scope="row"><a href="#answer-{position()}"><xsl:value-of select="file"/></a></th>
<td><xsl:value-of select="profile/id"/><xsl:text> </xsl:text><xsl:value-of select="profile/edition"/></td>
<td><xsl:value-of select="count(findings/each[severity = 'error' or severity = 'fatal'])"/></td>
<td><xsl:value-of select="count(findings/each[severity = 'warning'])"/></td>
</tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:template>

<xsl:template match="answer">
<xsl:if test="demonstration = 'true'"><p class="banner"><xsl:value-of select="$w/demonstration"/></p></xsl:if>
<xsl:if test="translation"><p class="banner"><xsl:value-of select="$w/translation-of"/><xsl:text> </xsl:text><xsl:value-of select="translation/number"/><xsl:text> (</xsl:text><xsl:value-of select="translation/authority"/><xsl:text>). </xsl:text><xsl:value-of select="$w/not-authorization"/></p></xsl:if>
<xsl:choose>
<xsl:when test="recognition"><xsl:apply-templates select="recognition"/></xsl:when>
<xsl:otherwise>
<xsl:element name="h{1 + $deep}"><xsl:call-template name="word"><xsl:with-param name="word" select="answer"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="file"/></xsl:element>
<dl>
<dt><xsl:value-of select="$w/asked"/></dt><dd>comity <xsl:value-of select="command"/></dd>
<dt><xsl:value-of select="$w/as-of"/></dt><dd><xsl:value-of select="moment"/></dd>
</dl>
</xsl:otherwise>
</xsl:choose>
<xsl:call-template name="ground"/>
<xsl:apply-templates select="acceptance"/>
<xsl:apply-templates select="verification"/>
<xsl:apply-templates select="agreement"/>
<xsl:apply-templates select="translation"/>
<xsl:if test="findings/each">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/findings"/></xsl:element>
<xsl:apply-templates select="findings/each"/>
</xsl:if>
<xsl:apply-templates select="trustList"/>
<xsl:if test="pins/each">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/rests-on"/></xsl:element>
<p class="small"><xsl:value-of select="$w/same-again"/></p>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/rests-on}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/kind"/></th><th scope="col"><xsl:value-of select="$w/name"/></th><th scope="col"><xsl:value-of select="$w/digest"/></th></tr></thead>
<tbody>
<xsl:for-each select="pins/each">
<tr class="small"><td><xsl:value-of select="kind"/></td><td><xsl:value-of select="name"/></td><td class="mono"><xsl:value-of select="value"/></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:if>
</xsl:template>

<!-- A trust list: itself, its services, and the lists that it points to. -->
<xsl:template match="trustList">
<xsl:if test="used = 'false'"><p class="banner"><xsl:value-of select="$w/list-not-used"/></p></xsl:if>
<xsl:element name="h{2 + $deep}"><xsl:value-of select="name"/></xsl:element>
<dl>
<dt><xsl:value-of select="$w/list-standard"/></dt><dd><xsl:value-of select="standard"/>, <xsl:value-of select="$w/list-version"/><xsl:text> </xsl:text><xsl:value-of select="version"/>, <xsl:value-of select="type"/></dd>
<dt><xsl:value-of select="$w/list-operator"/></dt><dd><xsl:value-of select="operator"/></dd>
<dt><xsl:value-of select="$w/list-for"/></dt><dd><xsl:value-of select="territory"/></dd>
<dt><xsl:value-of select="$w/list-number"/></dt><dd><xsl:value-of select="sequence"/></dd>
<dt><xsl:value-of select="$w/list-issued"/></dt><dd><xsl:value-of select="issued"/></dd>
<dt><xsl:value-of select="$w/list-next"/></dt><dd><xsl:choose><xsl:when test="nextUpdate"><xsl:value-of select="nextUpdate"/></xsl:when><xsl:otherwise><xsl:value-of select="$w/list-closed"/></xsl:otherwise></xsl:choose></dd>
<xsl:for-each select="signatures/each">
<dt><xsl:value-of select="$w/list-signed-by"/></dt><dd><xsl:value-of select="subject"/><xsl:text> </xsl:text><span class="word {substring('yesno', 1 + 3 * number(pinned != 'true'), 3 - number(pinned != 'true'))}"><xsl:choose><xsl:when test="pinned = 'true'"><xsl:value-of select="$w/list-pinned"/></xsl:when><xsl:otherwise><xsl:value-of select="$w/list-not-pinned"/></xsl:otherwise></xsl:choose></span><br/><span class="mono"><xsl:value-of select="sha256"/></span></dd>
</xsl:for-each>
<xsl:if test="via"><dt><xsl:value-of select="$w/list-via"/></dt><dd><xsl:value-of select="via"/></dd></xsl:if>
</dl>
<xsl:for-each select="find">
<xsl:element name="h{3 + $deep}"><xsl:value-of select="certificate/subject"/></xsl:element>
<p class="mono"><xsl:value-of select="certificate/sha256"/></p>
<xsl:if test="not(matches/each)"><p><xsl:value-of select="$w/list-nowhere"/></p></xsl:if>
<xsl:for-each select="matches/each">
<p><xsl:call-template name="say"><xsl:with-param name="word" select="concat('list-found-', how)"/></xsl:call-template></p>
<xsl:apply-templates select="service" mode="listed"/>
<xsl:for-each select="qualifiers/each"><p><xsl:value-of select="qualifier"/>: <xsl:call-template name="word"><xsl:with-param name="word" select="criteria"/></xsl:call-template></p></xsl:for-each>
</xsl:for-each>
</xsl:for-each>
<xsl:if test="not(find)">
<xsl:for-each select="providers/each">
<xsl:element name="h{3 + $deep}"><xsl:value-of select="name"/></xsl:element>
<p class="small"><xsl:for-each select="tradeNames/each"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></p>
<xsl:apply-templates select="services/each" mode="listed"/>
</xsl:for-each>
<xsl:if test="pointers/each">
<xsl:element name="h{3 + $deep}"><xsl:value-of select="$w/list-points"/></xsl:element>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/list-points}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/list-for"/></th><th scope="col"><xsl:value-of select="$w/list-location"/></th><th scope="col"><xsl:value-of select="$w/list-signed-by"/></th></tr></thead>
<tbody>
<xsl:for-each select="pointers/each">
<tr><td><xsl:value-of select="territory"/></td><td><xsl:value-of select="location"/>
<xsl:for-each select="mutualRecognition/equivalences/each"><p class="small"><xsl:value-of select="identifier"/>: <xsl:value-of select="status"/>, <xsl:value-of select="since"/>. <xsl:value-of select="$w/list-agreement"/></p></xsl:for-each></td>
<td class="any"><xsl:for-each select="signers/each[certificate]"><p class="small"><xsl:value-of select="certificate/subject"/></p></xsl:for-each></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:if>
</xsl:if>
</xsl:template>

<xsl:template match="*" mode="listed">
<article class="{substring('yesopen', 1 + 3 * number(counts != 'true'), 3 + number(counts != 'true'))}">
<xsl:element name="h{4 + $deep}"><span class="word {substring('yesopen', 1 + 3 * number(counts != 'true'), 3 + number(counts != 'true'))}"><xsl:call-template name="say"><xsl:with-param name="word"><xsl:choose><xsl:when test="counts = 'true'">list-counts</xsl:when><xsl:otherwise><xsl:value-of select="concat('list-', why)"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></span><xsl:text> </xsl:text><xsl:value-of select="name"/></xsl:element>
<dl>
<dt><xsl:value-of select="$w/kind"/></dt><dd><xsl:value-of select="type"/></dd>
<dt><xsl:value-of select="$w/list-status"/></dt><dd><xsl:value-of select="status"/>, <xsl:value-of select="since"/></dd>
<xsl:for-each select="history/each"><dt><xsl:value-of select="$w/list-before"/></dt><dd><xsl:value-of select="status"/>, <xsl:value-of select="since"/></dd></xsl:for-each>
<xsl:for-each select="identities/each[certificate]"><dt><xsl:value-of select="$w/certificate"/></dt><dd><xsl:value-of select="certificate/subject"/><br/><span class="mono"><xsl:value-of select="certificate/sha256"/></span></dd></xsl:for-each>
<xsl:for-each select="extensions/each"><dt><xsl:value-of select="$w/list-says"/></dt><dd><xsl:value-of select="kind"/><xsl:text> </xsl:text><xsl:value-of select="value"/><xsl:for-each select="qualifications/each"><xsl:for-each select="qualifiers/each"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:for-each><span class="mono"><xsl:text> </xsl:text><xsl:value-of select="criteria"/></span></xsl:for-each></dd></xsl:for-each>
</dl>
</article>
</xsl:template>

<!-- By what it was judged, and what was set aside by hand. -->
<xsl:template name="ground">
<xsl:if test="profile or checked or overrides/each">
<dl>
<xsl:if test="profile">
<dt><xsl:value-of select="$w/profile"/></dt><dd><xsl:value-of select="profile/title"/> (<xsl:value-of select="profile/id"/>, <xsl:value-of select="$w/edition"/><xsl:text> </xsl:text><xsl:value-of select="profile/edition"/>, <xsl:call-template name="say"><xsl:with-param name="word" select="profile/status"/></xsl:call-template>)</dd>
</xsl:if>
<xsl:if test="checked">
<dt><xsl:value-of select="$w/checks"/></dt><dd><xsl:choose>
<xsl:when test="checked/schemaValid = 'false'"><xsl:value-of select="$w/schema-broken"/></xsl:when>
<xsl:when test="profile/rules = 'none'"><xsl:value-of select="$w/schema-alone"/></xsl:when>
<xsl:otherwise><xsl:value-of select="$w/schema-kept"/><xsl:text>; </xsl:text><xsl:value-of select="$w/rules-fired"/><xsl:text>: </xsl:text><xsl:value-of select="checked/rulesFired"/><xsl:if test="checked/assertions"><xsl:text>; </xsl:text><xsl:value-of select="$w/assertions"/><xsl:text>: </xsl:text><xsl:value-of select="checked/assertions"/></xsl:if></xsl:otherwise>
</xsl:choose></dd>
</xsl:if>
<xsl:for-each select="overrides/each">
<dt><xsl:value-of select="$w/override"/></dt><dd><span class="word open"><xsl:call-template name="say"><xsl:with-param name="word" select="kind"/></xsl:call-template></span><xsl:text> </xsl:text><xsl:value-of select="value"/></dd>
</xsl:for-each>
</dl>
</xsl:if>
</xsl:template>

<!-- A word of the answer in the language of the page. -->
<xsl:template name="say">
<xsl:param name="word"/>
<xsl:variable name="key" select="translate($word, ' ', '-')"/>
<xsl:variable name="known" select="$w/*[name() = $key]"/>
<xsl:choose>
<xsl:when test="$known"><xsl:value-of select="$known"/></xsl:when>
<xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="word">
<xsl:param name="word"/>
<span>
<xsl:attribute name="class">word <xsl:call-template name="tone"><xsl:with-param name="word" select="$word"/></xsl:call-template></xsl:attribute>
<xsl:call-template name="say"><xsl:with-param name="word" select="$word"/></xsl:call-template></span>
</xsl:template>

<xsl:template name="tone">
<xsl:param name="word"/>
<xsl:choose>
<xsl:when test="$word = 'yes' or $word = 'met' or $word = 'recognized' or $word = 'recognized-with-conditions' or $word = 'TOTAL_PASSED' or $word = 'signed'">yes</xsl:when>
<xsl:when test="$word = 'no' or $word = 'not-met' or $word = 'not-recognized' or $word = 'partially-recognized' or $word = 'TOTAL_FAILED' or $word = 'error' or $word = 'fatal' or $word = 'missing' or $word = 'dropped'">no</xsl:when>
<xsl:when test="$word = 'info' or $word = 'not-applicable' or $word = 'kept'">calm</xsl:when>
<xsl:otherwise>open</xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template match="recognition">
<div>
<xsl:attribute name="class">verdict <xsl:call-template name="tone"><xsl:with-param name="word" select="verdict"/></xsl:call-template></xsl:attribute>
<xsl:element name="h{1 + $deep}"><xsl:value-of select="line"/></xsl:element>
<xsl:if test="detail"><p><xsl:value-of select="detail"/></p></xsl:if>
</div>
<dl>
<xsl:if test="number"><dt><xsl:value-of select="$w/license"/></dt><dd><xsl:value-of select="number"/></dd></xsl:if>
<xsl:if test="authority"><dt><xsl:value-of select="$w/of"/></dt><dd><xsl:value-of select="authority"/><xsl:if test="issuing"> (<xsl:value-of select="issuing"/>)</xsl:if></dd></xsl:if>
<dt><xsl:value-of select="$w/in"/></dt><dd><xsl:value-of select="receiving"/><xsl:if test="capacity"> (<xsl:value-of select="capacity"/>)</xsl:if></dd>
<dt><xsl:value-of select="$w/as-of"/></dt><dd><xsl:value-of select="judgedAsOf"/></dd>
<xsl:if test="instrument"><dt><xsl:value-of select="$w/under"/></dt><dd><xsl:value-of select="instrument"/><xsl:text> </xsl:text><span class="small mono"><xsl:value-of select="arrangement"/></span></dd></xsl:if>
<dt><xsl:value-of select="$w/file"/></dt><dd><xsl:value-of select="ancestor::answer[1]/file"/></dd>
</dl>
<xsl:if test="items/each">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/items"/></xsl:element>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/items}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/item"/></th><th scope="col"><xsl:value-of select="$w/classification"/></th><th scope="col"><xsl:value-of select="$w/answer"/></th><th scope="col"><xsl:value-of select="$w/reason"/></th></tr></thead>
<tbody>
<xsl:for-each select="items/each">
<tr><th scope="row"><xsl:value-of select="number"/></th><td><xsl:value-of select="description"/></td>
<td><xsl:call-template name="word"><xsl:with-param name="word" select="verdict"/></xsl:call-template></td>
<td><xsl:value-of select="reason"/></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:if>
<xsl:if test="conditions/each">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/conditions"/></xsl:element>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/conditions}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/kind"/></th><th scope="col"><xsl:value-of select="$w/number"/></th><th scope="col"><xsl:value-of select="$w/text"/></th><th scope="col"><xsl:value-of select="$w/basis"/></th></tr></thead>
<tbody>
<xsl:for-each select="conditions/each">
<tr><td class="small"><xsl:call-template name="say"><xsl:with-param name="word" select="kind"/></xsl:call-template></td><td><xsl:value-of select="number"/></td><td><xsl:value-of select="text"/></td><td class="small"><xsl:value-of select="basis"/></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:if>
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/grounds"/></xsl:element>
<xsl:for-each select="criteria/each[result != 'not-applicable']">
<article>
<xsl:attribute name="class"><xsl:call-template name="tone"><xsl:with-param name="word" select="result"/></xsl:call-template></xsl:attribute>
<xsl:element name="h{3 + $deep}"><xsl:call-template name="word"><xsl:with-param name="word" select="result"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="title"/><xsl:if test="item">, <xsl:value-of select="$w/item"/><xsl:text> </xsl:text><xsl:value-of select="item"/></xsl:if>
<span class="small"> (<xsl:call-template name="say"><xsl:with-param name="word" select="axis"/></xsl:call-template>)</span></xsl:element>
<dl>
<dt><xsl:value-of select="$w/required"/></dt><dd><xsl:value-of select="required"/></dd>
<dt><xsl:value-of select="$w/found"/></dt><dd><xsl:value-of select="found"/><xsl:if test="line"><span class="mono"><xsl:text> </xsl:text><xsl:value-of select="file"/>:<xsl:value-of select="line"/></span></xsl:if></dd>
<dt><xsl:value-of select="$w/basis"/></dt><dd><xsl:value-of select="basis"/></dd>
<xsl:if test="result != 'met'">
<xsl:if test="evidence"><dt><xsl:value-of select="$w/evidence"/></dt><dd><xsl:value-of select="evidence"/></dd></xsl:if>
<xsl:if test="ask"><dt><xsl:value-of select="$w/ask"/></dt><dd><xsl:value-of select="ask"/></dd></xsl:if>
<dt><xsl:value-of select="$w/remedy"/></dt><dd><xsl:choose><xsl:when test="remedy"><xsl:value-of select="remedy"/></xsl:when><xsl:otherwise><xsl:value-of select="$w/no-remedy"/></xsl:otherwise></xsl:choose></dd>
</xsl:if>
</dl>
</article>
</xsl:for-each>
<xsl:if test="criteria/each[result = 'not-applicable']">
<p class="small"><xsl:value-of select="$w/not-applicable"/><xsl:text>: </xsl:text>
<xsl:for-each select="criteria/each[result = 'not-applicable']"><xsl:value-of select="title"/><xsl:if test="item"> (<xsl:value-of select="$w/item"/><xsl:text> </xsl:text><xsl:value-of select="item"/>)</xsl:if><xsl:if test="position() != last()">; </xsl:if></xsl:for-each>.</p>
</xsl:if>
</xsl:template>

<xsl:template match="verification">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/signatures"/></xsl:element>
<p><xsl:call-template name="word"><xsl:with-param name="word" select="indication"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="subIndication"/>; <xsl:value-of select="$w/integrity"/>: <xsl:call-template name="say"><xsl:with-param name="word" select="integrity"/></xsl:call-template></p>
<xsl:for-each select="signatures/each">
<article>
<xsl:attribute name="class"><xsl:call-template name="tone"><xsl:with-param name="word" select="indication"/></xsl:call-template></xsl:attribute>
<xsl:element name="h{3 + $deep}"><xsl:call-template name="word"><xsl:with-param name="word" select="indication"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="signer"/></xsl:element>
<xsl:if test="reason"><p><xsl:value-of select="reason"/></p></xsl:if>
<dl>
<dt><xsl:value-of select="$w/integrity"/></dt><dd><xsl:call-template name="say"><xsl:with-param name="word" select="integrity"/></xsl:call-template></dd>
<xsl:if test="subIndication"><dt><xsl:value-of select="$w/sub-indication"/></dt><dd><xsl:value-of select="subIndication"/></dd></xsl:if>
<xsl:if test="service"><dt><xsl:value-of select="$w/listed-as"/></dt><dd><xsl:value-of select="serviceName"/> (<xsl:value-of select="service"/>, <xsl:value-of select="territory"/>)</dd></xsl:if>
<xsl:if test="issuer"><dt><xsl:value-of select="$w/issued-by"/></dt><dd><xsl:value-of select="issuer"/></dd></xsl:if>
<xsl:if test="claimedSigningTime"><dt><xsl:value-of select="$w/claimed-time"/></dt><dd><xsl:value-of select="claimedSigningTime"/></dd></xsl:if>
<xsl:if test="certificateSha256"><dt><xsl:value-of select="$w/certificate"/></dt><dd class="mono"><xsl:value-of select="certificateSha256"/></dd></xsl:if>
</dl>
</article>
</xsl:for-each>
</xsl:template>

<xsl:template match="agreement">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/signatories"/></xsl:element>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/signatories}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/party"/></th><th scope="col"><xsl:value-of select="$w/signature"/></th><th scope="col"><xsl:value-of select="$w/because"/></th></tr></thead>
<tbody>
<xsl:for-each select="signatories/each">
<tr><th scope="row"><xsl:value-of select="name"/></th>
<td><xsl:call-template name="word"><xsl:with-param name="word">
<xsl:choose><xsl:when test="signed = 'true'">signed</xsl:when><xsl:when test="required = 'true'">missing</xsl:when><xsl:otherwise>not signed</xsl:otherwise></xsl:choose>
</xsl:with-param></xsl:call-template></td>
<td><xsl:choose><xsl:when test="signed = 'true'"><xsl:value-of select="by"/></xsl:when><xsl:when test="identifier"><xsl:value-of select="$w/needs-certificate"/><xsl:text> </xsl:text><xsl:value-of select="identifier"/></xsl:when></xsl:choose></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:template>

<xsl:template match="translation">
<xsl:element name="h{2 + $deep}"><xsl:value-of select="$w/account"/></xsl:element>
<p class="small"><xsl:value-of select="from"/><xsl:text> </xsl:text><xsl:value-of select="fromEdition"/> → <xsl:value-of select="to"/><xsl:text> </xsl:text><xsl:value-of select="toEdition"/></p>
<div class="scroll" role="region" tabindex="0" aria-label="{$w/account}">
<table>
<thead><tr><th scope="col"><xsl:value-of select="$w/fate"/></th><th scope="col"><xsl:value-of select="$w/what"/></th><th scope="col"><xsl:value-of select="$w/line"/></th><th scope="col"><xsl:value-of select="$w/source"/></th><th scope="col"><xsl:value-of select="$w/target"/></th></tr></thead>
<tbody>
<xsl:for-each select="records/each">
<tr><td><xsl:call-template name="word"><xsl:with-param name="word" select="fate"/></xsl:call-template><xsl:if test="binding = 'true' and fate = 'dropped'"><xsl:text> </xsl:text><xsl:value-of select="$w/binding"/></xsl:if></td>
<td><xsl:choose><xsl:when test="label"><xsl:value-of select="label"/></xsl:when><xsl:otherwise><xsl:value-of select="row"/></xsl:otherwise></xsl:choose></td>
<td><xsl:value-of select="line"/></td><td><xsl:value-of select="value"/></td><td><xsl:value-of select="targetValue"/></td></tr>
</xsl:for-each>
</tbody>
</table>
</div>
</xsl:template>

<!-- What an office makes of it, apart from what the profile says. -->
<xsl:template match="acceptance">
<xsl:element name="h{2 + $deep}"><xsl:call-template name="word"><xsl:with-param name="word" select="answer"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="$w/acceptance"/><xsl:text> </xsl:text><xsl:value-of select="policy"/></xsl:element>
<p><xsl:value-of select="title"/>, <xsl:value-of select="office"/></p>
<xsl:if test="overrides/each">
<dl>
<xsl:for-each select="overrides/each">
<dt><xsl:value-of select="$w/override"/></dt>
<dd><xsl:choose>
<xsl:when test="inForce = 'false'"><span class="word calm"><xsl:value-of select="$w/not-in-force"/></span></xsl:when>
<xsl:when test="loosens = 'true'"><span class="word open"><xsl:value-of select="$w/loosened"/></span></xsl:when>
</xsl:choose><xsl:text> </xsl:text><span class="mono"><xsl:value-of select="rule | is"/></span>: <xsl:value-of select="$w/counts-as"/><xsl:text> </xsl:text><xsl:call-template name="say"><xsl:with-param name="word" select="counts"/></xsl:call-template>, <xsl:value-of select="from"/><xsl:if test="until"><xsl:text> / </xsl:text><xsl:value-of select="until"/></xsl:if>; <xsl:value-of select="reason"/> (<xsl:value-of select="by"/>)</dd>
</xsl:for-each>
</dl>
</xsl:if>
</xsl:template>

<xsl:template match="findings/each">
<article>
<xsl:attribute name="class"><xsl:call-template name="tone"><xsl:with-param name="word" select="severity"/></xsl:call-template></xsl:attribute>
<xsl:element name="h{3 + $deep}"><xsl:call-template name="word"><xsl:with-param name="word" select="severity"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="message"/></xsl:element>
<dl>
<xsl:if test="line"><dt><xsl:value-of select="$w/place"/></dt><dd class="mono"><xsl:value-of select="file"/>:<xsl:value-of select="line"/><xsl:text> </xsl:text><xsl:value-of select="path"/></dd></xsl:if>
<xsl:if test="counts"><dt><xsl:value-of select="$w/counts-as"/></dt><dd><xsl:call-template name="say"><xsl:with-param name="word" select="counts"/></xsl:call-template></dd></xsl:if>
<xsl:if test="found"><dt><xsl:value-of select="$w/found"/></dt><dd><xsl:value-of select="found"/></dd></xsl:if>
<xsl:if test="expected"><dt><xsl:value-of select="$w/expected"/></dt><dd><xsl:value-of select="expected"/></dd></xsl:if>
<xsl:if test="basis"><dt><xsl:value-of select="$w/basis"/></dt><dd><xsl:value-of select="basis"/></dd></xsl:if>
<xsl:if test="remedy"><dt><xsl:value-of select="$w/remedy"/></dt><dd><xsl:value-of select="remedy"/></dd></xsl:if>
<dt><xsl:value-of select="$w/rule"/></dt><dd class="mono"><xsl:value-of select="id"/></dd>
</dl>
</article>
</xsl:template>
</xsl:stylesheet>
