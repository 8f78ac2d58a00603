<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  What somebody would write in an afternoon to turn a license of us-ear into the
  boxes of eu-dualuse, for xsltproc: the benchmark's peer of "translate". It
  checks nothing, keeps no account and does not say what is lost.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:u="urn:comity:us-ear:1" xmlns="urn:comity:eu-dualuse:1"
    exclude-result-prefixes="u">
  <xsl:output indent="yes"/>
  <xsl:template match="/u:ExportLicense">
    <ExportAuthorisation>
      <Box1><xsl:apply-templates select="u:Parties/u:Licensee"/></Box1>
      <Box2><Number><xsl:value-of select="u:LicenseNumber"/></Number></Box2>
      <Box3>
        <Date zone="{u:ExpirationDate/@zone}">
          <xsl:value-of select="u:ExpirationDate"/>
        </Date>
      </Box3>
      <Box5>
        <xsl:apply-templates select="u:Parties/u:UltimateConsignee"/>
      </Box5>
      <Box6>
        <Name><xsl:value-of select="u:Issuer/u:Name"/></Name>
        <MemberState>
          <xsl:value-of select="u:Issuer/u:Jurisdiction"/>
        </MemberState>
      </Box6>
      <Box9><xsl:apply-templates select="u:Parties/u:EndUser"/></Box9>
      <xsl:for-each select="u:Items/u:Item">
        <Item number="{@number}">
          <Description>
            <xsl:value-of select="u:TechnicalDescription"/>
          </Description>
          <Code><xsl:value-of select="u:ECCN"/></Code>
          <Quantity unit="{u:Quantity/@unit}">
            <xsl:value-of select="u:Quantity"/>
          </Quantity>
          <Value currency="{u:TotalPrice/@currency}">
            <xsl:value-of select="u:TotalPrice"/>
          </Value>
        </Item>
      </xsl:for-each>
      <EndUse>
        <xsl:value-of select="u:EndUse/u:SpecificEndUse/u:Text"/>
      </EndUse>
    </ExportAuthorisation>
  </xsl:template>
  <xsl:template match="u:Parties/*">
    <Party>
      <Name><xsl:value-of select="u:Name"/></Name>
      <Address>
        <City><xsl:value-of select="u:Address/u:City"/></City>
        <Country><xsl:value-of select="u:Address/u:Country"/></Country>
      </Address>
    </Party>
  </xsl:template>
</xsl:stylesheet>
