<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A comparison as one page, side by side, that needs nothing else. Its input
     is the JSON answer (doc/comparison.schema.json) as a tree. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

<xsl:template match="/comparison">
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>compare: <xsl:value-of select="answer"/></title>
<style>
body { font: 16px/1.5 "Liberation Serif", Georgia, serif; color: #1c1c1c; background: #fff; max-width: 72rem; margin: 2rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .6rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid #999; }
p { margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid #ddd; }
thead th { font-size: .85rem; color: #444; border-bottom: 2px solid #1c1c1c; }
tbody th { font-weight: 400; }
.effect { width: 8.5rem; }
.what { width: 26%; }
.kind { font-weight: 600; }
.word { display: inline-block; padding: .05rem .5rem; border-radius: .2rem; font: 700 .8rem/1.5 "Liberation Sans", Arial, sans-serif; white-space: nowrap; border: 1px solid currentColor; }
.less { color: #8c1c13; background: #fbecea; }
.more { color: #10592f; background: #eaf6ee; }
.wide { color: #6b4a00; background: #fdf5e2; }
.calm { color: #444; background: #f4f4f4; }
.none { color: #555; font-style: italic; }
.small { font-size: .82rem; color: #444; }
.mono { font-family: "Liberation Mono", Consolas, monospace; font-size: .78rem; }
ul { list-style: none; padding: 0; margin: .6rem 0; }
li { display: inline-block; margin: 0 1rem .3rem 0; }
footer { margin-top: 2.5rem; border-top: 2px solid #1c1c1c; padding-top: .5rem; font-weight: 600; }
@media print { @page { size: A4 landscape; margin: 14mm; } body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; } thead { display: table-header-group; } .word { print-color-adjust: exact; } }
</style>
</head>
<body>
<h1><xsl:choose>
<xsl:when test="answer = 'same'">No difference in terms</xsl:when>
<xsl:when test="answer = 'different'"><xsl:value-of select="count(differences/each)"/> difference<xsl:if test="count(differences/each) != 1">s</xsl:if> in terms</xsl:when>
<xsl:otherwise>No answer: these two can not be compared</xsl:otherwise>
</xsl:choose></h1>
<xsl:if test="differences/each">
<ul>
<xsl:for-each select="counts/*[. != '0']">
<li><xsl:call-template name="word"><xsl:with-param name="word" select="name()"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="."/></li>
</xsl:for-each>
</ul>
</xsl:if>
<table>
<thead><tr><th class="effect">effect</th><th class="what">term</th>
<th>old: <xsl:value-of select="old/file"/></th><th>new: <xsl:value-of select="new/file"/></th></tr></thead>
<tbody>
<tr class="small"><th>form</th><td></td><td><xsl:apply-templates select="old" mode="form"/></td><td><xsl:apply-templates select="new" mode="form"/></td></tr>
<xsl:for-each select="differences/each">
<tr>
<th><xsl:call-template name="word"><xsl:with-param name="word" select="effect"/></xsl:call-template></th>
<td><span class="kind"><xsl:value-of select="translate(kind, '-', ' ')"/></span><br/><xsl:value-of select="what"/>
<xsl:if test="basis"><p class="small">law: <xsl:value-of select="basis"/></p></xsl:if></td>
<td><xsl:call-template name="side"><xsl:with-param name="side" select="old"/></xsl:call-template></td>
<td><xsl:call-template name="side"><xsl:with-param name="side" select="new"/></xsl:call-template></td>
</tr>
</xsl:for-each>
</tbody>
</table>
<xsl:if test="findings/each[severity != 'info' or id = 'comity-compare-translation']">
<h2>Findings</h2>
<xsl:for-each select="findings/each[severity != 'info' or id = 'comity-compare-translation']">
<p><xsl:call-template name="word"><xsl:with-param name="word" select="severity"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="message"/>
<xsl:if test="found"><span class="small"> found: <xsl:value-of select="found"/></span></xsl:if><br/>
<span class="small mono"><xsl:value-of select="file"/><xsl:if test="line">:<xsl:value-of select="line"/></xsl:if><xsl:text> </xsl:text><xsl:value-of select="path"/></span><br/>
<span class="small"><xsl:value-of select="remedy"/></span></p>
</xsl:for-each>
</xsl:if>
<footer>What the two documents say, term by term; comity gives no legal advice.
<p class="small">comity <xsl:value-of select="comity"/>, as of <xsl:value-of select="moment"/></p>
</footer>
</body>
</html>
</xsl:template>

<xsl:template match="old | new" mode="form">
<xsl:if test="profile"><xsl:value-of select="profile"/><xsl:text> </xsl:text><xsl:value-of select="edition"/><br/></xsl:if>
<xsl:if test="sha256"><span class="mono">SHA-256 <xsl:value-of select="sha256"/></span></xsl:if>
</xsl:template>

<xsl:template name="side">
<xsl:param name="side"/>
<xsl:choose>
<xsl:when test="$side">
<xsl:choose>
<xsl:when test="$side/value != ''"><xsl:value-of select="$side/value"/></xsl:when>
<xsl:otherwise><span class="none">empty</span></xsl:otherwise>
</xsl:choose>
<br/><span class="small mono"><xsl:if test="$side/line">line <xsl:value-of select="$side/line"/><xsl:text> </xsl:text></xsl:if><xsl:value-of select="$side/path"/></span>
</xsl:when>
<xsl:otherwise><span class="none">not there</span></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template name="word">
<xsl:param name="word"/>
<span>
<xsl:attribute name="class">word <xsl:choose>
<xsl:when test="$word = 'weakened' or $word = 'dropped' or $word = 'error' or $word = 'fatal'">less</xsl:when>
<xsl:when test="$word = 'strengthened' or $word = 'added'">more</xsl:when>
<xsl:when test="$word = 'widened' or $word = 'narrowed' or $word = 'no-answer' or $word = 'warning'">wide</xsl:when>
<xsl:otherwise>calm</xsl:otherwise>
</xsl:choose></xsl:attribute>
<xsl:value-of select="$word"/></span>
</xsl:template>
</xsl:stylesheet>
