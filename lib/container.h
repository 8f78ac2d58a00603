/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container: Associated Signature Containers, ASiC-S and ASiC-E with XAdES
 * (ETSI EN 319 162-1): payloads and their signatures in one ZIP.
 */
#ifndef COMITY_CONTAINER_H
#define COMITY_CONTAINER_H

#include "beside.h"
#include "pack.h"

#define COMITY_MIME_ASIC_E "application/vnd.etsi.asic-e+zip"
#define COMITY_MIME_ASIC_S "application/vnd.etsi.asic-s+zip"
#define COMITY_NS_ASIC "http://uri.etsi.org/02918/v1.2.1#"
#define COMITY_NS_MANIFEST "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

/* One file in a container. Owned. */
struct comity_container_file {
	char *name;
	unsigned char *bytes; /* len, and a NUL that does not count */
	size_t len;
};
struct comity_container {
	bool extended; /* ASiC-E; else ASiC-S */
	struct comity_container_file *files; /* all but mimetype, in order */
	size_t count;
};

/* Whether octets are a container, or mean to be one. */
bool comity_container_is(const struct comity_source *source);
/*
 * Unpack a container, after its structure was found sound (container-zip.h):
 * mimetype first, stored and exact; nothing that leads outside.
 * Returns COMITY_OK; COMITY_REFUSED or COMITY_ELIMIT, with a finding;
 * COMITY_ENOMEM.
 */
int comity_container_read(const struct comity_source *source,
    struct comity_report *report, struct comity_container **out);
void comity_container_free(struct comity_container *container);
/* "META-INF/signatures*.xml", and anything else below META-INF/. */
bool comity_container_is_signatures(const char *name);
bool comity_container_is_meta(const char *name);

/*
 * The payloads of a container and its documents of signatures; what the
 * manifest lists is what there is.
 * name: of the container, for findings. Returns as above, and COMITY_UNKNOWN
 * with a finding (no XAdES signature in it).
 */
int comity_container_open(const struct comity_container *container,
    const struct comity_source *source, struct comity_report *report,
    struct comity_beside **out);

/*
 * The document that signatures stand beside: the one payload that a profile
 * matches; else the only one that is XML; else, since what is signed is not
 * ours to read, the first document of signatures itself.
 * beside  taken over; the document owns it.
 * Returns COMITY_OK; COMITY_UNKNOWN with a finding that names two; COMITY_E...
 */
int comity_beside_document(struct comity_beside *beside, const char *name,
    const struct comity_packs *packs, int64_t moment,
    struct comity_report *report, struct comity_doc **out);

/* The same without packs: the first document of signatures speaks for all.
 * beside: taken over. COMITY_OK, or COMITY_EINTERNAL: it has no signature. */
int comity_beside_self(struct comity_beside *beside, struct comity_doc **out);

/*
 * Write a container: mimetype, then the files in their order, each with the
 * first day that a ZIP can state: same files, same octets.
 * octets: free(). COMITY_OK; COMITY_ELIMIT (more than we would read);
 * COMITY_ENOMEM.
 */
int comity_container_write(const struct comity_container *container,
    unsigned char **octets, size_t *len);
/* Add a file by copy. COMITY_OK; COMITY_REFUSED: no safe name, or one that is
 * there; COMITY_ENOMEM. */
int comity_container_add(struct comity_container *container, const char *name,
    const void *bytes, size_t len);
/* Exchange the octets of a file; taken over. false: there is none such, and
 * the octets stay the caller's. */
bool comity_container_replace(struct comity_container *container,
    const char *name, unsigned char *bytes, size_t len);
const struct comity_container_file *comity_container_find(
    const struct comity_container *container, const char *name);
/* The media type that a name goes by: "application/pdf" for "a.PDF". A
 * constant. */
const char *comity_container_media_type(const char *name);

#endif
