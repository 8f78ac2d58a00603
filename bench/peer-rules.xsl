<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!--
  Rules of a profile as one XSLT 1.0 stylesheet, as Schematron is usually run by
  xsltproc: a mode for each pattern, a template for each rule. It prints what
  does not hold. What calls a function that only comity has is left out, and so
  are rules whose context has a variable, which XSLT 1.0 forbids: the peer asks
  fewer rules.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="http://purl.oclc.org/dsdl/schematron"
    xmlns:out="urn:comity:bench:out" exclude-result-prefixes="s">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>
  <xsl:output indent="yes"/>

  <!-- "x" for each call of such a function, also by way of a variable. -->
  <xsl:template name="calls">
    <xsl:param name="text"/>
    <xsl:variable name="plain" select="concat(' ', normalize-space($text))"/>
    <xsl:if test="contains($plain, ' f:') or contains($plain, '(f:') or
        contains($plain, '[f:')">x</xsl:if>
    <xsl:for-each select="ancestor::*/s:let[contains($text, concat('$', @name))]">
      <xsl:call-template name="calls">
        <xsl:with-param name="text" select="@value"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="/s:schema">
    <out:stylesheet version="1.0">
      <!-- the prefixes of the rules -->
      <xsl:for-each select="s:ns">
        <xsl:attribute name="{@prefix}:is" namespace="{@uri}">a prefix</xsl:attribute>
      </xsl:for-each>
      <out:output method="text"/>
      <xsl:apply-templates select="s:let"/>
      <out:template match="/">
        <xsl:for-each select="s:pattern">
          <out:apply-templates select="/*" mode="p{position()}"/>
        </xsl:for-each>
      </out:template>
      <xsl:for-each select="s:pattern">
        <xsl:variable name="mode" select="concat('p', position())"/>
        <out:template match="*" mode="{$mode}" priority="-1">
          <out:apply-templates select="@* | *" mode="{$mode}"/>
        </out:template>
        <out:template match="@*" mode="{$mode}" priority="-1"/>
        <xsl:for-each select="s:rule">
          <xsl:variable name="calls">
            <xsl:call-template name="calls">
              <xsl:with-param name="text" select="@context"/>
            </xsl:call-template>
          </xsl:variable>
          <xsl:if test="$calls = '' and not(contains(@context, '$'))">
            <out:template match="{@context}" mode="{$mode}"
                priority="{1000 - position()}">
              <xsl:apply-templates select="../s:let | s:let | s:assert | s:report"/>
              <out:apply-templates select="@* | *" mode="{$mode}"/>
            </out:template>
          </xsl:if>
        </xsl:for-each>
      </xsl:for-each>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="s:let">
    <xsl:variable name="calls">
      <xsl:call-template name="calls">
        <xsl:with-param name="text" select="@value"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="$calls = ''">
      <out:variable name="{@name}" select="{@value}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="s:assert | s:report">
    <xsl:variable name="calls">
      <xsl:for-each select="@test | s:value-of/@select">
        <xsl:call-template name="calls">
          <xsl:with-param name="text" select="."/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <xsl:if test="$calls = ''">
      <out:if>
        <xsl:attribute name="test">
          <xsl:choose>
            <xsl:when test="self::s:assert">not(<xsl:value-of select="@test"/>)</xsl:when>
            <xsl:otherwise><xsl:value-of select="@test"/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:value-of select="concat(@severity, ' ', @id, ': ')"/>
        <xsl:apply-templates mode="sentence"/>
        <out:text>&#10;</out:text>
      </out:if>
    </xsl:if>
  </xsl:template>

  <xsl:template match="s:value-of" mode="sentence">
    <out:value-of select="{@select}"/>
  </xsl:template>
  <xsl:template match="s:name" mode="sentence">
    <out:value-of select="name({@path})"/>
  </xsl:template>
</xsl:stylesheet>
