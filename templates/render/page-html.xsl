<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A page, or two side by side, as HTML that needs nothing else: no script, no
     link, nothing fetched. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

<xsl:template match="/page">
<html lang="{@lang}">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title><xsl:value-of select="normalize-space((//kicker)[1])"/><xsl:text>: </xsl:text><xsl:value-of select="normalize-space((//title)[1])"/></title>
<style>
body { font: 16px/1.45 "Liberation Serif", "Times New Roman", Georgia, serif; color: #1c1c1c; background: #fff; max-width: 50rem; margin: 2.5rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
body.two { max-width: 78rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .2rem 0 .8rem; }
h2 { font: 600 1.15rem/1.3 "Liberation Sans", Arial, sans-serif; margin: 2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid #888; break-after: avoid; }
h3 { font: 600 .98rem/1.35 "Liberation Sans", Arial, sans-serif; margin: 1.1rem 0 .3rem; break-after: avoid; }
h2, h3 { display: flex; gap: .5rem; }
h2 > span, h3 > span { min-width: 0; }
h2 > .n, h3 > .n { flex: none; min-width: 2.2rem; color: #555; }
p { margin: .45rem 0; orphans: 3; widows: 3; }
.kicker { font: 600 .82rem/1.4 "Liberation Sans", Arial, sans-serif; letter-spacing: .03em; color: #555; margin: 0; }
.lead { font-size: 1.08rem; }
.numbered { display: grid; grid-template-columns: minmax(3.4rem, max-content) 1fr; column-gap: .4rem; }
.numbered > .n { color: #555; }
.numbered > p { margin: 0 0 .45rem; }
.body { padding-left: 3.8rem; }
.meta { font-size: .84rem; color: #444; margin-top: -.15rem; }
.small { font-size: .82rem; color: #444; }
.banner { border: 2px solid #8a4b00; background: #fff4e0; padding: .6rem 1rem; font-weight: 700; }
.banner.calm { border: 1px solid #888; background: #f6f6f6; font-weight: 400; font-size: .9rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .28rem .6rem .28rem 0; }
table.grid th { font: 600 .8rem/1.35 "Liberation Sans", Arial, sans-serif; color: #333; border-bottom: 1.5px solid #555; }
table.grid td { font-size: .93rem; border-bottom: 1px solid #ddd; }
table.facts { margin: .3rem 0 .8rem; }
table.facts th { font-weight: 400; color: #555; font-size: .9rem; }
table.facts th.group { font: 600 .88rem/1.35 "Liberation Sans", Arial, sans-serif; color: #333; padding-top: .5rem; }
table.facts td > div + div { margin-top: .2rem; }
tr { break-inside: avoid; }
.sign { border-top: 1.5px solid #1c1c1c; margin: 2.2rem 0 1rem; padding-top: .3rem; max-width: 38rem; break-inside: avoid; }
.term, .strong { font-weight: 700; }
.mono { font-family: "Liberation Mono", Consolas, monospace; font-size: .78rem; }
.yes { color: #10592f; font-weight: 700; } .no { color: #8c1c13; font-weight: 700; } .open { color: #6b4a00; font-weight: 700; }
.pair { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2.2rem; }
.pair > div { min-width: 0; }
hr { border: 0; border-top: 2px solid #1c1c1c; margin: 2.5rem 0 .8rem; }
@page { size: A4; margin: 20mm 18mm; }
@media print { body, body.two { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; } .banner { print-color-adjust: exact; } }
@media (max-width: 46rem) and (not print) { .pair { grid-template-columns: 1fr; } .body { padding-left: 0; } }
</style>
</head>
<body>
<xsl:if test="@lang2"><xsl:attribute name="class">two</xsl:attribute></xsl:if>
<xsl:apply-templates select="*"><xsl:with-param name="lang" select="@lang"/><xsl:with-param name="lang2" select="@lang2"/></xsl:apply-templates>
</body>
</html>
</xsl:template>

<xsl:template match="pair">
<xsl:param name="lang"/>
<xsl:param name="lang2"/>
<div class="pair">
<div lang="{$lang}"><xsl:apply-templates select="*[1]"/></div>
<div lang="{$lang2}"><xsl:apply-templates select="*[2]"/></div>
</div>
</xsl:template>

<xsl:template match="banner"><p class="banner {@kind}"><xsl:apply-templates/></p></xsl:template>
<xsl:template match="kicker"><p class="kicker"><xsl:apply-templates/></p></xsl:template>
<xsl:template match="title"><h1><xsl:apply-templates/></h1></xsl:template>
<xsl:template match="lead"><p class="lead {@kind}"><xsl:apply-templates/></p></xsl:template>
<xsl:template match="rule"><hr/></xsl:template>

<xsl:template match="h">
<xsl:element name="h{@level + 1}"><xsl:if test="@n"><span class="n"><xsl:value-of select="@n"/><xsl:if test="@level = 1">.</xsl:if></span><xsl:text> </xsl:text></xsl:if><span><xsl:apply-templates/></span></xsl:element>
</xsl:template>

<xsl:template match="p">
<xsl:choose>
<xsl:when test="@n"><div class="numbered"><span class="n"><xsl:value-of select="@n"/></span><p><xsl:apply-templates/></p></div></xsl:when>
<xsl:when test="@kind = 'small'"><p class="small"><xsl:apply-templates/></p></xsl:when>
<xsl:otherwise><p class="body {@kind}"><xsl:apply-templates/></p></xsl:otherwise>
</xsl:choose>
</xsl:template>

<xsl:template match="facts"><table class="facts {@kind}"><colgroup><col style="width:30%"/><col style="width:70%"/></colgroup><tbody><xsl:apply-templates select="fact"/></tbody></table></xsl:template>
<xsl:template match="sign"><div class="sign"><table class="facts"><colgroup><col style="width:30%"/><col style="width:70%"/></colgroup><tbody><xsl:apply-templates select="fact"/></tbody></table></div></xsl:template>
<xsl:template match="fact">
<tr><xsl:if test="@kind and @kind != 'group'"><xsl:attribute name="class"><xsl:value-of select="@kind"/></xsl:attribute></xsl:if>
<th scope="row"><xsl:if test="not(v)"><xsl:attribute name="class">group</xsl:attribute><xsl:attribute name="colspan">2</xsl:attribute></xsl:if><xsl:if test="@level &gt; 0"><xsl:attribute name="style">padding-left:<xsl:value-of select="@level * 0.9"/>rem</xsl:attribute></xsl:if><xsl:apply-templates select="l/node()"/></th>
<xsl:if test="v"><td><xsl:for-each select="v"><div><xsl:if test="@kind"><xsl:attribute name="class"><xsl:value-of select="@kind"/></xsl:attribute></xsl:if><xsl:apply-templates/></div></xsl:for-each></td></xsl:if></tr>
</xsl:template>

<xsl:template match="table">
<table class="grid">
<xsl:if test="head"><colgroup><xsl:for-each select="head/c"><col style="width:{@w}%"/></xsl:for-each></colgroup></xsl:if>
<xsl:if test="not(head)"><colgroup><col style="width:26%"/><col style="width:74%"/></colgroup></xsl:if>
<xsl:if test="head"><thead><tr><xsl:for-each select="head/c"><th scope="col"><xsl:apply-templates/></th></xsl:for-each></tr></thead></xsl:if>
<tbody><xsl:for-each select="row"><tr><xsl:for-each select="c"><td><xsl:if test="@kind"><xsl:attribute name="class"><xsl:value-of select="@kind"/></xsl:attribute></xsl:if><xsl:apply-templates/></td></xsl:for-each></tr></xsl:for-each></tbody>
</table>
</xsl:template>

<!-- Foreign text keeps its own direction. -->
<xsl:template match="t[node()]"><bdi><xsl:apply-templates/></bdi></xsl:template>
<xsl:template match="b"><b><xsl:apply-templates/></b></xsl:template>
<xsl:template match="br"><br/></xsl:template>
</xsl:stylesheet>
