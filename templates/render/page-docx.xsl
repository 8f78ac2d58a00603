<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A page, or two side by side, as the parts of an Office Open XML package
     (ECMA-376 part 1, WordprocessingML). The order of the children of every
     w:*Pr is that of the schema: one reader at least refuses any other. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<xsl:output method="xml" encoding="UTF-8" indent="no"/>
<xsl:variable name="rtl" select="'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤپچژگکیאבגדהוזחטיכלמנסעפצקרשתםןףךץ'"/>

<xsl:template match="/page">
<package>
<part name="[Content_Types].xml">
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
</part>
<part name="_rels/.rels">
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>
</part>
<part name="docProps/core.xml">
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><xsl:value-of select="normalize-space((//kicker)[1])"/>: <xsl:value-of select="normalize-space((//title)[1])"/></dc:title><dc:language><xsl:value-of select="@lang"/></dc:language></cp:coreProperties>
</part>
<part name="word/_rels/document.xml.rels">
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>
</Relationships>
</part>
<part name="word/document.xml">
<w:document>
<w:body>
<xsl:choose>
<xsl:when test="@lang2">
<w:tbl>
<w:tblPr><w:tblW w:w="14570" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="225" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblGrid><w:gridCol w:w="7285"/><w:gridCol w:w="7285"/></w:tblGrid>
<xsl:for-each select="pair"><w:tr><xsl:for-each select="*"><w:tc><w:tcPr><w:tcW w:w="7285" w:type="dxa"/></w:tcPr>
<xsl:apply-templates select="."><xsl:with-param name="width" select="7060"/></xsl:apply-templates>
<xsl:if test="self::facts or self::table or self::sign"><w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p></xsl:if>
</w:tc></xsl:for-each></w:tr></xsl:for-each>
</w:tbl>
</xsl:when>
<xsl:otherwise><xsl:apply-templates select="*"><xsl:with-param name="width" select="9638"/></xsl:apply-templates></xsl:otherwise>
</xsl:choose>
<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/><xsl:choose><xsl:when test="@lang2"><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></xsl:when><xsl:otherwise><w:pgSz w:w="11906" w:h="16838"/></xsl:otherwise></xsl:choose><w:pgMar w:top="1304" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr>
</w:body>
</w:document>
</part>
<part name="word/header1.xml">
<w:hdr><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve"><xsl:value-of select="normalize-space((//kicker)[1])"/></w:t></w:r></w:p></w:hdr>
</part>
<part name="word/footer1.xml">
<w:ftr><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve"><xsl:value-of select="@page"/><xsl:text> </xsl:text></w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"><xsl:text> </xsl:text><xsl:value-of select="@of"/><xsl:text> </xsl:text></w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>
</part>
<part name="word/settings.xml">
<w:settings><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>
</part>
<part name="word/styles.xml"><xsl:call-template name="styles"/></part>
</package>
</xsl:template>

<xsl:template name="styles">
<w:styles>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="MS Mincho" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{@lang}" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="40" w:after="160" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kicker"><w:name w:val="Kicker"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="0"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:bCs/><w:color w:val="555555"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Lead"><w:name w:val="Lead"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="2" w:color="888888"/></w:pBdr><w:tabs><w:tab w:val="left" w:pos="794"/></w:tabs><w:spacing w:before="360" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:tabs><w:tab w:val="left" w:pos="794"/></w:tabs><w:spacing w:before="200" w:after="60" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="794"/></w:tabs><w:ind w:left="794" w:hanging="794"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="794"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Meta"><w:name w:val="Meta"/><w:basedOn w:val="Body"/><w:rPr><w:color w:val="444444"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/><w:rPr><w:color w:val="444444"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CellHead"><w:name w:val="Cell Head"/><w:basedOn w:val="Cell"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:bCs/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CellLabel"><w:name w:val="Cell Label"/><w:basedOn w:val="Cell"/><w:rPr><w:color w:val="555555"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CellGroup"><w:name w:val="Cell Group"/><w:basedOn w:val="Cell"/><w:pPr><w:keepNext/><w:spacing w:before="90" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:bCs/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Banner"><w:name w:val="Banner"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:top w:val="single" w:sz="12" w:space="4" w:color="8A4B00"/><w:left w:val="single" w:sz="12" w:space="4" w:color="8A4B00"/><w:bottom w:val="single" w:sz="12" w:space="4" w:color="8A4B00"/><w:right w:val="single" w:sz="12" w:space="4" w:color="8A4B00"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FFF4E0"/><w:spacing w:after="160"/><w:ind w:left="113" w:right="113"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="BannerCalm"><w:name w:val="Banner Calm"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="4" w:color="888888"/><w:left w:val="single" w:sz="6" w:space="4" w:color="888888"/><w:bottom w:val="single" w:sz="6" w:space="4" w:color="888888"/><w:right w:val="single" w:sz="6" w:space="4" w:color="888888"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F6F6F6"/><w:spacing w:after="160"/><w:ind w:left="113" w:right="113"/></w:pPr><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Gap"><w:name w:val="Gap"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/><w:szCs w:val="8"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Rule"><w:name w:val="Rule"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="1C1C1C"/></w:pBdr><w:spacing w:before="360" w:after="120"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/><w:jc w:val="right"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="555555"/><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Header"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Mono"><w:name w:val="Mono"/><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:sz w:val="14"/><w:szCs w:val="14"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Number"><w:name w:val="Number"/><w:rPr><w:color w:val="555555"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Yes"><w:name w:val="Yes"/><w:rPr><w:b/><w:bCs/><w:color w:val="10592F"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="No"><w:name w:val="No"/><w:rPr><w:b/><w:bCs/><w:color w:val="8C1C13"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Open"><w:name w:val="Open"/><w:rPr><w:b/><w:bCs/><w:color w:val="6B4A00"/></w:rPr></w:style>
</w:styles>
</xsl:template>

<!-- Paragraphs. -->
<xsl:template name="para">
<xsl:param name="style"/>
<xsl:param name="run" select="''"/>
<xsl:param name="indent" select="0"/>
<w:p><w:pPr><w:pStyle w:val="{$style}"/><xsl:if test="ancestor::sign and ../following-sibling::fact or self::p[@kind != 'small'][not(@kind = 'meta')]/following-sibling::*[1][self::p][@kind = 'meta']"><w:keepNext/></xsl:if><xsl:if test="$indent &gt; 0"><w:ind w:left="{$indent}"/></xsl:if></w:pPr>
<xsl:apply-templates mode="run"><xsl:with-param name="style" select="$run"/></xsl:apply-templates></w:p>
</xsl:template>

<xsl:template match="banner"><xsl:call-template name="para"><xsl:with-param name="style"><xsl:choose><xsl:when test="@kind = 'calm'">BannerCalm</xsl:when><xsl:otherwise>Banner</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="kicker"><xsl:call-template name="para"><xsl:with-param name="style" select="'Kicker'"/></xsl:call-template></xsl:template>
<xsl:template match="title"><xsl:call-template name="para"><xsl:with-param name="style" select="'Title'"/></xsl:call-template></xsl:template>
<xsl:template match="lead"><xsl:call-template name="para"><xsl:with-param name="style"><xsl:choose><xsl:when test="@kind = 'small'">Small</xsl:when><xsl:otherwise>Lead</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="rule"><w:p><w:pPr><w:pStyle w:val="Rule"/></w:pPr></w:p></xsl:template>

<xsl:template match="h">
<w:p><w:pPr><w:pStyle w:val="Heading{@level}"/><xsl:if test="@n"><w:ind w:left="794" w:hanging="794"/></xsl:if></w:pPr>
<xsl:if test="@n"><w:r><w:rPr><w:rStyle w:val="Number"/></w:rPr><w:t><xsl:value-of select="@n"/><xsl:if test="@level = 1">.</xsl:if></w:t></w:r><w:r><w:tab/></w:r></xsl:if>
<xsl:apply-templates mode="run"/></w:p>
</xsl:template>

<xsl:template match="p">
<xsl:choose>
<xsl:when test="@n"><w:p><w:pPr><w:pStyle w:val="Numbered"/><xsl:if test="following-sibling::*[1][self::p][@kind = 'meta']"><w:keepNext/></xsl:if></w:pPr><w:r><w:rPr><w:rStyle w:val="Number"/></w:rPr><w:t><xsl:value-of select="@n"/></w:t></w:r><w:r><w:tab/></w:r><xsl:apply-templates mode="run"/></w:p></xsl:when>
<xsl:otherwise><xsl:call-template name="para"><xsl:with-param name="style"><xsl:choose><xsl:when test="@kind = 'small'">Small</xsl:when><xsl:when test="@kind = 'meta'">Meta</xsl:when><xsl:otherwise>Body</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:otherwise>
</xsl:choose>
</xsl:template>

<!-- Facts: two columns without lines. -->
<xsl:template match="facts | sign">
<xsl:param name="width"/>
<xsl:variable name="left" select="floor($width * 0.3)"/>
<xsl:variable name="right" select="$width - $left"/>
<xsl:if test="self::sign"><w:p><w:pPr><w:pStyle w:val="Normal"/><w:keepNext/><w:spacing w:before="480" w:after="0"/></w:pPr></w:p></xsl:if>
<w:tbl>
<w:tblPr><w:tblW w:w="{$width}" w:type="dxa"/><xsl:if test="self::sign"><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1C1C1C"/></w:tblBorders></xsl:if><w:tblLayout w:type="fixed"/></w:tblPr>
<w:tblGrid><w:gridCol w:w="{$left}"/><w:gridCol w:w="{$right}"/></w:tblGrid>
<xsl:for-each select="fact">
<w:tr><w:trPr><w:cantSplit/></w:trPr>
<xsl:choose>
<xsl:when test="not(v)"><w:tc><w:tcPr><w:tcW w:w="{$width}" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr><xsl:for-each select="l"><xsl:call-template name="para"><xsl:with-param name="style" select="'CellGroup'"/><xsl:with-param name="indent" select="../@level * 170"/></xsl:call-template></xsl:for-each></w:tc></xsl:when>
<xsl:otherwise>
<w:tc><w:tcPr><w:tcW w:w="{$left}" w:type="dxa"/></w:tcPr><xsl:for-each select="l"><xsl:call-template name="para"><xsl:with-param name="style" select="'CellLabel'"/><xsl:with-param name="indent" select="sum(../@level) * 170"/></xsl:call-template></xsl:for-each></w:tc>
<w:tc><w:tcPr><w:tcW w:w="{$right}" w:type="dxa"/></w:tcPr><xsl:for-each select="v"><xsl:call-template name="para"><xsl:with-param name="style" select="'Cell'"/><xsl:with-param name="run"><xsl:call-template name="run-style"><xsl:with-param name="kind"><xsl:choose><xsl:when test="@kind"><xsl:value-of select="@kind"/></xsl:when><xsl:otherwise><xsl:value-of select="../@kind"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:with-param></xsl:call-template></xsl:for-each></w:tc>
</xsl:otherwise>
</xsl:choose>
</w:tr>
</xsl:for-each>
</w:tbl>
<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>
</xsl:template>

<xsl:template name="run-style">
<xsl:param name="kind"/>
<xsl:choose>
<xsl:when test="$kind = 'strong' or $kind = 'term'">Strong</xsl:when>
<xsl:when test="$kind = 'mono'">Mono</xsl:when>
<xsl:when test="$kind = 'yes'">Yes</xsl:when>
<xsl:when test="$kind = 'no'">No</xsl:when>
<xsl:when test="$kind = 'open'">Open</xsl:when>
</xsl:choose>
</xsl:template>

<xsl:template match="table">
<xsl:param name="width"/>
<xsl:variable name="head" select="head"/>
<w:tbl>
<w:tblPr><w:tblW w:w="{$width}" w:type="dxa"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="DDDDDD"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>
<w:tblGrid><xsl:choose><xsl:when test="head"><xsl:for-each select="head/c"><w:gridCol w:w="{floor($width * @w div 100)}"/></xsl:for-each></xsl:when><xsl:otherwise><w:gridCol w:w="{floor($width * 0.26)}"/><w:gridCol w:w="{floor($width * 0.74)}"/></xsl:otherwise></xsl:choose></w:tblGrid>
<xsl:if test="head"><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>
<xsl:for-each select="head/c"><w:tc><w:tcPr><w:tcW w:w="{floor($width * @w div 100)}" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="555555"/></w:tcBorders></w:tcPr><xsl:call-template name="para"><xsl:with-param name="style" select="'CellHead'"/></xsl:call-template></w:tc></xsl:for-each></w:tr></xsl:if>
<xsl:for-each select="row"><w:tr><w:trPr><w:cantSplit/></w:trPr>
<xsl:for-each select="c">
<xsl:variable name="at" select="position()"/>
<xsl:variable name="share"><xsl:choose><xsl:when test="$head"><xsl:value-of select="$head/c[$at]/@w"/></xsl:when><xsl:when test="$at = 1">26</xsl:when><xsl:otherwise>74</xsl:otherwise></xsl:choose></xsl:variable>
<w:tc><w:tcPr><w:tcW w:w="{floor($width * $share div 100)}" w:type="dxa"/></w:tcPr><xsl:call-template name="para"><xsl:with-param name="style" select="'Cell'"/><xsl:with-param name="run"><xsl:call-template name="run-style"><xsl:with-param name="kind" select="@kind"/></xsl:call-template></xsl:with-param></xsl:call-template></w:tc></xsl:for-each></w:tr></xsl:for-each>
</w:tbl>
<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>
</xsl:template>

<!-- Runs. -->
<xsl:template match="text()" mode="run">
<xsl:param name="style" select="''"/>
<xsl:variable name="is-rtl" select="parent::t and translate(., $rtl, '') != ."/>
<w:r><xsl:if test="$style != '' or $is-rtl"><w:rPr><xsl:if test="$style != ''"><w:rStyle w:val="{$style}"/></xsl:if><xsl:if test="$is-rtl"><w:rtl/></xsl:if></w:rPr></xsl:if><w:t xml:space="preserve"><xsl:value-of select="."/></w:t></w:r>
</xsl:template>
<xsl:template match="br" mode="run"><w:r><w:br/></w:r></xsl:template>
<xsl:template match="b" mode="run"><xsl:apply-templates mode="run"><xsl:with-param name="style" select="'Strong'"/></xsl:apply-templates></xsl:template>
<xsl:template match="*" mode="run">
<xsl:param name="style" select="''"/>
<xsl:apply-templates mode="run"><xsl:with-param name="style" select="$style"/></xsl:apply-templates>
</xsl:template>
</xsl:stylesheet>
