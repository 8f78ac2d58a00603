<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What laws ask of an agreement, as one page that needs nothing else. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

<xsl:template match="/requirements">
<html lang="{words/language}">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title><xsl:value-of select="/requirements/words/title"/><xsl:text>: </xsl:text><xsl:value-of select="said"/></title>
<style>
body { font: 16px/1.5 "Liberation Serif", Georgia, serif; color: #1c1c1c; background: #fff; max-width: 54rem; margin: 2rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .6rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; padding-bottom: .2rem; border-bottom: 1px solid #999; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #ddd; }
th { white-space: nowrap; font-weight: 600; font-size: .85rem; color: #444; }
.word { display: inline-block; padding: .05rem .5rem; border-radius: .2rem; font: 700 .8rem/1.5 "Liberation Sans", Arial, sans-serif; white-space: nowrap; border: 1px solid currentColor; }
.yes { color: #10592f; background: #eaf6ee; }
.no { color: #8c1c13; background: #fbecea; }
.open { color: #6b4a00; background: #fdf5e2; }
.calm { color: #555; background: #f4f4f4; }
.question { break-inside: avoid; margin: .8rem 0; padding-left: .8rem; border-left: .25rem solid #ccc; }
dl { display: grid; grid-template-columns: 7rem 1fr; margin: .2rem 0; gap: .1rem .8rem; }
dt { color: #555; font-size: .9rem; }
dd { margin: 0; }
.small { font-size: .82rem; color: #444; }
.mono { font-family: "Liberation Mono", Consolas, monospace; font-size: .8rem; }
footer { margin-top: 2.5rem; border-top: 2px solid #1c1c1c; padding-top: .5rem; font-weight: 600; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } .word { print-color-adjust: exact; } }
</style>
</head>
<body>
<h1><xsl:call-template name="word"><xsl:with-param name="word" select="answer"/><xsl:with-param name="said" select="said"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="file"/></h1>
<xsl:if test="set">
<table>
<tr><th><xsl:value-of select="/requirements/words/law"/></th><th><xsl:value-of select="/requirements/words/contradictory"/></th><th><xsl:value-of select="/requirements/words/missing"/></th><th><xsl:value-of select="/requirements/words/open"/></th><th><xsl:value-of select="/requirements/words/met"/></th><th><xsl:value-of select="/requirements/words/none"/></th></tr>
<xsl:for-each select="set">
<tr>
<td><xsl:value-of select="title"/></td>
<td><xsl:value-of select="count(requirement[result = 'contradictory'])"/></td>
<td><xsl:value-of select="count(requirement[result = 'missing'])"/></td>
<td><xsl:value-of select="count(requirement[result = 'open'])"/></td>
<td><xsl:value-of select="count(requirement[result = 'met'])"/></td>
<td><xsl:value-of select="count(requirement[result = 'not applicable'])"/></td>
</tr>
</xsl:for-each>
</table>
</xsl:if>
<xsl:for-each select="set">
<h2><xsl:value-of select="title"/></h2>
<p class="small"><xsl:value-of select="basis"/><xsl:text> · </xsl:text><xsl:value-of select="name"/><xsl:text>, </xsl:text><xsl:value-of select="/requirements/words/edition"/><xsl:text> </xsl:text><xsl:value-of select="edition"/></p>
<xsl:apply-templates select="requirement[result = 'contradictory']"/>
<xsl:apply-templates select="requirement[result = 'missing']"/>
<xsl:apply-templates select="requirement[result = 'open']"/>
<xsl:apply-templates select="requirement[result = 'met']"/>
<xsl:if test="requirement[result = 'not applicable']">
<p class="small"><xsl:value-of select="/requirements/words/none"/><xsl:text>: </xsl:text>
<xsl:for-each select="requirement[result = 'not applicable']"><xsl:value-of select="title"/><xsl:if test="position() != last()">; </xsl:if></xsl:for-each>.</p>
</xsl:if>
</xsl:for-each>
<xsl:if test="finding">
<h2><xsl:value-of select="/requirements/words/findings"/></h2>
<xsl:for-each select="finding">
<div class="question"><h3><xsl:value-of select="severity"/><xsl:text>: </xsl:text><xsl:value-of select="message"/></h3>
<p class="small"><xsl:value-of select="id"/><xsl:if test="found"><xsl:text>: </xsl:text><xsl:value-of select="found"/></xsl:if><xsl:text> </xsl:text><xsl:value-of select="remedy"/></p></div>
</xsl:for-each>
</xsl:if>
<footer><xsl:value-of select="/requirements/words/stated"/>
<p class="small">comity <xsl:value-of select="comity"/><xsl:if test="digest"><xsl:text> · </xsl:text><xsl:value-of select="/requirements/words/digest"/><xsl:text> </xsl:text><span class="mono"><xsl:value-of select="digest"/></span></xsl:if></p>
</footer>
</body>
</html>
</xsl:template>

<xsl:template match="requirement">
<div class="question">
<h3><xsl:call-template name="word"><xsl:with-param name="word" select="result"/><xsl:with-param name="said" select="said"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="title"/></h3>
<xsl:if test="message"><p><xsl:value-of select="message"/></p></xsl:if>
<dl>
<xsl:if test="warning"><dt><xsl:value-of select="/requirements/words/weight"/></dt><dd><xsl:value-of select="/requirements/words/warning"/> (<xsl:value-of select="warning"/>: <xsl:value-of select="source"/>)</dd></xsl:if>
<dt><xsl:value-of select="/requirements/words/law"/></dt><dd><xsl:value-of select="article"/></dd>
<xsl:if test="agreement"><dt><xsl:value-of select="/requirements/words/agreement"/></dt><dd><xsl:value-of select="agreement"/></dd></xsl:if>
<dt><xsl:value-of select="/requirements/words/where"/></dt><dd><xsl:value-of select="/requirements/words/line"/><xsl:text> </xsl:text><xsl:value-of select="line"/><xsl:if test="path"><xsl:text> </xsl:text><span class="mono"><xsl:value-of select="path"/></span></xsl:if></dd>
<xsl:if test="found"><dt><xsl:value-of select="/requirements/words/found"/></dt><dd><xsl:value-of select="found"/></dd></xsl:if>
<xsl:if test="clause"><dt><xsl:value-of select="/requirements/words/cure"/></dt><dd><xsl:value-of select="/requirements/words/clause"/><xsl:text> </xsl:text><xsl:value-of select="clause"/></dd></xsl:if>
</dl>
</div>
</xsl:template>

<xsl:template name="word">
<xsl:param name="word"/>
<xsl:param name="said"/>
<span>
<xsl:attribute name="class"><xsl:choose>
<xsl:when test="$word = 'yes' or $word = 'met'">word yes</xsl:when>
<xsl:when test="$word = 'no' or $word = 'missing' or $word = 'contradictory'">word no</xsl:when>
<xsl:otherwise>word open</xsl:otherwise>
</xsl:choose></xsl:attribute>
<xsl:value-of select="$said"/></span>
</xsl:template>
</xsl:stylesheet>
