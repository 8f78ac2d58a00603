/* SPDX-License-Identifier: Apache-2.0 */
/* schema: a pack's XSD, compiled once; libxml2's schema validator. */
#ifndef COMITY_SCHEMA_H
#define COMITY_SCHEMA_H

#include "folder.h"
#include "pack.h"

/*
 * Install the entity loader that serves a pack's own files while that pack
 * is compiled, and refuses everything else, always. Called by comity_init().
 */
void comity_pack_loader_init(void);

/*
 * Compile document.xsd of a folder. The folder must outlive the schema.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_schema_read(const struct comity_folder *folder,
    struct comity_report *report, struct comity_schema **out);
void comity_schema_free(struct comity_schema *schema);

/*
 * Apply an edition's schema to a tree of our own (a private copy: libxml2 enters its
 * ids into it). Nodes carry the ordinals of doc, for lines.
 * Returns COMITY_OK; COMITY_REFUSED with one finding per fault;
 * COMITY_ENOMEM, COMITY_EINTERNAL: no answer.
 */
int comity_schema_check(const struct comity_edition *edition, xmlDocPtr tree,
    const struct comity_doc *doc, struct comity_report *report);

#endif
