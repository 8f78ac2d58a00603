/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container-zip: the structure of a ZIP (PKWARE APPNOTE 6.3) as a container
 * may have it: every octet of the file belongs to one entry, to the central
 * directory or to its end, and the directory says what the entries say. So
 * no two readers can see two different contents. Nothing is decompressed.
 */
#ifndef COMITY_CONTAINER_ZIP_H
#define COMITY_CONTAINER_ZIP_H

#include "source.h"

#include <stdbool.h>
#include <stdint.h>

struct comity_zip_entry {
	char *name; /* owned; UTF-8; a directory's ends in "/" */
	bool directory; /* and empty */
	bool plain; /* stored, without an extra field */
	uint32_t crc;
	size_t packed, len; /* as stated; at most COMITY_CONTAINER_MAX */
	size_t header, data; /* where they begin */
};

struct comity_zip {
	struct comity_zip_entry *entries; /* as they lie in the file */
	size_t count;
};

/* Whether octets begin like a ZIP. */
bool comity_zip_begins(const struct comity_source *source);

/*
 * Read the structure.
 * Returns COMITY_OK; COMITY_REFUSED with a finding (damaged, data around it,
 * encrypted, a name that leads elsewhere, twins, links, a bomb); COMITY_ELIMIT
 * with one (too many entries, too large); COMITY_ENOMEM.
 */
int comity_zip_read(const struct comity_source *source,
    struct comity_report *report, struct comity_zip **out);
void comity_zip_free(struct comity_zip *zip);

/* CRC-32 of PKWARE APPNOTE 4.4.7. */
uint32_t comity_zip_checksum(const unsigned char *bytes, size_t len);
bool comity_zip_name_is_ascii(const char *name);

#endif
