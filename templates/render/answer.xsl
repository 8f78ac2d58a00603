<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- An answer of comity as one page that needs nothing else. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

<xsl:template match="/answer">
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title><xsl:value-of select="command"/><xsl:text>: </xsl:text>
<xsl:choose>
<xsl:when test="recognition"><xsl:value-of select="recognition/verdict"/></xsl:when>
<xsl:otherwise><xsl:value-of select="answer"/></xsl:otherwise>
</xsl:choose></title>
<style>
body { font: 16px/1.5 "Liberation Serif", Georgia, serif; color: #1c1c1c; background: #fff; max-width: 54rem; margin: 2rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .6rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid #999; }
p { margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #ddd; }
th { white-space: nowrap; font-weight: 600; font-size: .85rem; color: #444; }
.banner { border: 2px solid #8a4b00; background: #fff4e0; padding: .6rem 1rem; font-weight: 700; }
.word { display: inline-block; padding: .05rem .5rem; border-radius: .2rem; font: 700 .8rem/1.5 "Liberation Sans", Arial, sans-serif; white-space: nowrap; border: 1px solid currentColor; }
.yes { color: #10592f; background: #eaf6ee; }
.no { color: #8c1c13; background: #fbecea; }
.open { color: #6b4a00; background: #fdf5e2; }
.calm { color: #555; background: #f4f4f4; }
.verdict { border-left: .4rem solid; padding: .5rem 1rem; margin: 1rem 0; background: #fafafa; }
dl { display: grid; grid-template-columns: 9rem 1fr; margin: .3rem 0; gap: .1rem .8rem; }
dt { color: #555; font-size: .9rem; }
dd { margin: 0; }
.small { font-size: .82rem; color: #444; }
.mono { font-family: "Liberation Mono", Consolas, monospace; font-size: .8rem; }
.question { break-inside: avoid; margin: .7rem 0 1rem; }
.question h3 { font-size: 1rem; margin: 0; }
footer { margin-top: 2.5rem; border-top: 2px solid #1c1c1c; padding-top: .5rem; font-weight: 600; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } .verdict, .banner, .word { print-color-adjust: exact; } }
</style>
</head>
<body>
<xsl:if test="demonstration = 'true'">
<p class="banner">Demonstration. No jurisdiction has agreed to this.</p>
</xsl:if>
<xsl:if test="translation">
<p class="banner">Translation of <xsl:value-of select="translation/number"/> by <xsl:value-of select="translation/authority"/>. Not an authorization.</p>
</xsl:if>
<xsl:choose>
<xsl:when test="recognition"><xsl:apply-templates select="recognition"/></xsl:when>
<xsl:otherwise>
<h1><xsl:call-template name="word"><xsl:with-param name="word" select="answer"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="file"/></h1>
<dl>
<dt>asked</dt><dd>comity <xsl:value-of select="command"/></dd>
<dt>as of</dt><dd><xsl:value-of select="moment"/></dd>
<xsl:if test="profile">
<dt>profile</dt><dd><xsl:value-of select="profile/title"/> (<xsl:value-of select="profile/id"/>, edition <xsl:value-of select="profile/edition"/>, <xsl:value-of select="profile/status"/>)</dd>
</xsl:if>
</dl>
</xsl:otherwise>
</xsl:choose>
<xsl:apply-templates select="verification"/>
<xsl:apply-templates select="agreement"/>
<xsl:apply-templates select="translation"/>
<xsl:if test="findings/each">
<h2>Findings</h2>
<xsl:apply-templates select="findings/each"/>
</xsl:if>
<xsl:if test="pins/each">
<h2>What this answer rests on</h2>
<p class="small">The same inputs and the same moment give the same answer. Digests are SHA-256.</p>
<table>
<tr><th>kind</th><th>name</th><th>digest or version</th></tr>
<xsl:for-each select="pins/each">
<tr class="small"><td><xsl:value-of select="kind"/></td><td><xsl:value-of select="name"/></td><td class="mono"><xsl:value-of select="value"/></td></tr>
</xsl:for-each>
</table>
</xsl:if>
<footer>
<xsl:choose>
<xsl:when test="recognition"><xsl:value-of select="recognition/ending"/></xsl:when>
<xsl:otherwise>comity gives no legal advice.</xsl:otherwise>
</xsl:choose>
<p class="small">comity <xsl:value-of select="comity"/></p>
</footer>
</body>
</html>
</xsl:template>

<xsl:template name="word">
<xsl:param name="word"/>
<span>
<xsl:attribute name="class">word <xsl:call-template name="tone"><xsl:with-param name="word" select="$word"/></xsl:call-template></xsl:attribute>
<xsl:value-of select="$word"/></span>
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
<h1><xsl:value-of select="line"/></h1>
<p><xsl:value-of select="detail"/></p>
</div>
<dl>
<dt>license</dt><dd><xsl:value-of select="number"/></dd>
<dt>of</dt><dd><xsl:value-of select="authority"/><xsl:if test="issuing"> (<xsl:value-of select="issuing"/>)</xsl:if></dd>
<dt>in</dt><dd><xsl:value-of select="receiving"/><xsl:if test="capacity"> (<xsl:value-of select="capacity"/>)</xsl:if></dd>
<dt>as of</dt><dd><xsl:value-of select="judgedAsOf"/></dd>
<xsl:if test="instrument"><dt>under</dt><dd><xsl:value-of select="instrument"/><xsl:text> </xsl:text><span class="small mono"><xsl:value-of select="arrangement"/></span></dd></xsl:if>
<dt>file</dt><dd><xsl:value-of select="/answer/file"/></dd>
</dl>
<xsl:if test="items/each">
<h2>Items</h2>
<table>
<tr><th>item</th><th>classification</th><th>answer</th><th>reason</th></tr>
<xsl:for-each select="items/each">
<tr><td><xsl:value-of select="number"/></td><td><xsl:value-of select="description"/></td>
<td><xsl:call-template name="word"><xsl:with-param name="word" select="verdict"/></xsl:call-template></td>
<td><xsl:value-of select="reason"/></td></tr>
</xsl:for-each>
</table>
</xsl:if>
<xsl:if test="conditions/each">
<h2>Conditions and limits while using it</h2>
<table>
<tr><th>kind</th><th>no.</th><th>text</th><th>basis</th></tr>
<xsl:for-each select="conditions/each">
<tr><td class="small"><xsl:value-of select="kind"/></td><td><xsl:value-of select="number"/></td><td><xsl:value-of select="text"/></td><td class="small"><xsl:value-of select="basis"/></td></tr>
</xsl:for-each>
</table>
</xsl:if>
<h2>Grounds</h2>
<xsl:for-each select="criteria/each[result != 'not-applicable']">
<div class="question">
<h3><xsl:call-template name="word"><xsl:with-param name="word" select="result"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="title"/><xsl:if test="item">, item <xsl:value-of select="item"/></xsl:if>
<span class="small"> (<xsl:value-of select="axis"/>)</span></h3>
<dl class="small">
<dt>required</dt><dd><xsl:value-of select="required"/></dd>
<dt>found</dt><dd><xsl:value-of select="found"/><xsl:if test="line"> <span class="mono"><xsl:text> </xsl:text><xsl:value-of select="file"/>:<xsl:value-of select="line"/></span></xsl:if></dd>
<dt>legal basis</dt><dd><xsl:value-of select="basis"/></dd>
<xsl:if test="result != 'met'">
<xsl:if test="evidence"><dt>missing</dt><dd><xsl:value-of select="evidence"/></dd></xsl:if>
<xsl:if test="ask"><dt>ask</dt><dd><xsl:value-of select="ask"/></dd></xsl:if>
<dt>remedy</dt><dd><xsl:choose><xsl:when test="remedy"><xsl:value-of select="remedy"/></xsl:when><xsl:otherwise>no remedy known</xsl:otherwise></xsl:choose></dd>
</xsl:if>
</dl>
</div>
</xsl:for-each>
<xsl:if test="criteria/each[result = 'not-applicable']">
<p class="small">Not applicable here:
<xsl:for-each select="criteria/each[result = 'not-applicable']"><xsl:value-of select="title"/><xsl:if test="item"> (item <xsl:value-of select="item"/>)</xsl:if><xsl:if test="position() != last()">; </xsl:if></xsl:for-each>.</p>
</xsl:if>
</xsl:template>

<xsl:template match="verification">
<h2>Signatures</h2>
<p><xsl:call-template name="word"><xsl:with-param name="word" select="indication"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="subIndication"/>; integrity: <xsl:value-of select="integrity"/></p>
<xsl:for-each select="signatures/each">
<div class="question">
<h3><xsl:call-template name="word"><xsl:with-param name="word" select="indication"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="signer"/></h3>
<p><xsl:value-of select="reason"/></p>
<dl class="small">
<xsl:if test="subIndication"><dt>sub-indication</dt><dd><xsl:value-of select="subIndication"/></dd></xsl:if>
<xsl:if test="service"><dt>listed as</dt><dd><xsl:value-of select="serviceName"/> (<xsl:value-of select="service"/>, <xsl:value-of select="territory"/>)</dd></xsl:if>
<xsl:if test="issuer"><dt>issued by</dt><dd><xsl:value-of select="issuer"/></dd></xsl:if>
<xsl:if test="claimedSigningTime"><dt>claimed time</dt><dd><xsl:value-of select="claimedSigningTime"/></dd></xsl:if>
<xsl:if test="certificateSha256"><dt>certificate</dt><dd class="mono"><xsl:value-of select="certificateSha256"/></dd></xsl:if>
</dl>
</div>
</xsl:for-each>
</xsl:template>

<xsl:template match="agreement">
<h2>Signatories</h2>
<table>
<tr><th>party</th><th>signature</th><th>because</th></tr>
<xsl:for-each select="signatories/each">
<tr><td><xsl:value-of select="name"/></td>
<td><xsl:call-template name="word"><xsl:with-param name="word">
<xsl:choose><xsl:when test="signed = 'true'">signed</xsl:when><xsl:when test="required = 'true'">missing</xsl:when><xsl:otherwise>not signed</xsl:otherwise></xsl:choose>
</xsl:with-param></xsl:call-template></td>
<td><xsl:choose><xsl:when test="signed = 'true'"><xsl:value-of select="by"/></xsl:when><xsl:when test="identifier">needs a certificate that states <xsl:value-of select="identifier"/></xsl:when></xsl:choose></td></tr>
</xsl:for-each>
</table>
</xsl:template>

<xsl:template match="translation">
<h2>Account of every value</h2>
<p class="small">From <xsl:value-of select="from"/><xsl:text> </xsl:text><xsl:value-of select="fromEdition"/> to <xsl:value-of select="to"/><xsl:text> </xsl:text><xsl:value-of select="toEdition"/>.</p>
<table>
<tr><th>fate</th><th>what</th><th>line</th><th>source</th><th>translation</th></tr>
<xsl:for-each select="records/each">
<tr class="small"><td><xsl:call-template name="word"><xsl:with-param name="word" select="fate"/></xsl:call-template><xsl:if test="binding = 'true' and fate = 'dropped'"> binding</xsl:if></td>
<td><xsl:choose><xsl:when test="label"><xsl:value-of select="label"/></xsl:when><xsl:otherwise><xsl:value-of select="row"/></xsl:otherwise></xsl:choose></td>
<td><xsl:value-of select="line"/></td><td><xsl:value-of select="value"/></td><td><xsl:value-of select="targetValue"/></td></tr>
</xsl:for-each>
</table>
</xsl:template>

<xsl:template match="findings/each">
<div class="question">
<h3><xsl:call-template name="word"><xsl:with-param name="word" select="severity"/></xsl:call-template>
<xsl:text> </xsl:text><xsl:value-of select="message"/></h3>
<dl class="small">
<xsl:if test="line"><dt>place</dt><dd class="mono"><xsl:value-of select="file"/>:<xsl:value-of select="line"/><xsl:text> </xsl:text><xsl:value-of select="path"/></dd></xsl:if>
<xsl:if test="found"><dt>found</dt><dd><xsl:value-of select="found"/></dd></xsl:if>
<xsl:if test="expected"><dt>expected</dt><dd><xsl:value-of select="expected"/></dd></xsl:if>
<dt>basis</dt><dd><xsl:value-of select="basis"/></dd>
<xsl:if test="remedy"><dt>remedy</dt><dd><xsl:value-of select="remedy"/></dd></xsl:if>
<dt>id</dt><dd class="mono"><xsl:value-of select="id"/></dd>
</dl>
</div>
</xsl:template>
</xsl:stylesheet>
