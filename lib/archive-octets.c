/* SPDX-License-Identifier: Apache-2.0 */
/* archive-octets: below the format: a descriptor, and what is unpacked of it.
 */
#include "archive-private.h"
#include "crypto.h"
#include "limit.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536u
/* As much as any tar is filled up with behind its end: GNU tar's largest
 * record. */
#define FILL_MAX (1024u * 1024)

ssize_t
comity_octets_read(struct comity_octets *octets, void *room, size_t len)
{
	size_t kept = octets->begin_len - octets->begin_at;
	ssize_t n;

	if (kept > 0) {
		if (len > kept)
			len = kept;
		memcpy(room, octets->begin + octets->begin_at, len);
		octets->begin_at += len;
		return (ssize_t)len;
	}
	do
		n = read(octets->fd, room, len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		octets->error = errno;
	else
		octets->in += (uint64_t)n;
	return n;
}

void
comity_octets_begin(struct comity_octets *octets, int fd)
{
	size_t len = 0;
	ssize_t n = 1;

	memset(octets, 0, sizeof(*octets));
	octets->fd = fd;
	octets->start = lseek(fd, 0, SEEK_CUR);
	while (n > 0 && len < sizeof(octets->begin)) {
		n = comity_octets_read(
		    octets, octets->begin + len, sizeof(octets->begin) - len);
		if (n > 0)
			len += (size_t)n;
	}
	octets->begin_len = len;
}

/* The sum of a tar's header, in which its own digits count as blanks (POSIX
 * pax, "ustar Interchange Format"); nothing that is text has it right. */
static bool
is_tar(const unsigned char *block)
{
	unsigned long stated = 0, sum = 0;
	size_t i;

	for (i = 0; i < COMITY_ARCHIVE_BEGIN; i++)
		sum += i >= 148 && i < 156 ? ' ' : block[i];
	if (sum == 8 * ' ')
		return block[148] == 0; /* an empty one: zeros */
	for (i = 148; i < 156 && block[i] == ' '; i++)
		;
	for (; i < 156 && block[i] >= '0' && block[i] <= '7'; i++)
		stated = stated * 8 + (block[i] - '0');
	return stated == sum;
}

/* EN 319 162-1 annex A: a container's first file is mimetype. */
static bool
is_container(const unsigned char *begin, size_t len)
{
	return len >= 38 && memcmp(begin + 30, "mimetype", 8) == 0;
}

enum comity_archive_kind
comity_archive_kind(const unsigned char *begin, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
	} packed[] = {
		{ "\x1f\x8b\x08", 3 }, /* RFC 1952 */
		{ "\xfd"
		  "7zXZ",
		    6 }, /* The .xz File Format 2.1.1.1; with its NUL */
		{ "\x28\xb5\x2f\xfd", 4 }, /* RFC 8878 */
	};
	size_t i;

	for (i = 0; i < sizeof(packed) / sizeof(packed[0]); i++)
		if (len >= packed[i].len &&
		    memcmp(begin, packed[i].magic, packed[i].len) == 0)
			return COMITY_ARCHIVE_PACKED;
	if (len >= 4 && memcmp(begin, "PK\3\4", 4) == 0)
		return is_container(begin, len) ? COMITY_ARCHIVE_NONE
						: COMITY_ARCHIVE_ZIP;
	/* one without members is its directory's end only */
	if (len == 22 && memcmp(begin, "PK\5\6", 4) == 0)
		return COMITY_ARCHIVE_ZIP;
	if (len >= COMITY_ARCHIVE_BEGIN && is_tar(begin))
		return COMITY_ARCHIVE_TAR;
	return COMITY_ARCHIVE_NONE;
}

/* Packed octets for the reader that unpacks. */
static la_ssize_t
give_packed(struct archive *archive, void *data, const void **block)
{
	struct comity_plain *plain = data;
	ssize_t n =
	    comity_octets_read(plain->octets, plain->room + BLOCK, BLOCK);

	*block = plain->room + BLOCK;
	if (n < 0)
		archive_set_error(archive, plain->octets->error, "read");
	return n;
}

int
comity_plain_open(struct comity_plain *plain, struct comity_octets *octets,
    enum comity_archive_kind kind)
{
	struct archive_entry *entry;

	memset(plain, 0, sizeof(*plain));
	plain->octets = octets;
	if ((plain->room = malloc(2 * BLOCK)) == NULL)
		return COMITY_ENOMEM;
	if (kind != COMITY_ARCHIVE_PACKED)
		return COMITY_OK;
	if ((plain->packed = archive_read_new()) == NULL ||
	    archive_read_support_filter_gzip(plain->packed) != ARCHIVE_OK ||
	    archive_read_support_filter_xz(plain->packed) != ARCHIVE_OK ||
	    archive_read_support_filter_zstd(plain->packed) != ARCHIVE_OK ||
	    archive_read_support_format_raw(plain->packed) != ARCHIVE_OK)
		return COMITY_ENOMEM;
	if (archive_read_open(plain->packed, plain, NULL, give_packed, NULL) !=
		ARCHIVE_OK ||
	    archive_read_next_header(plain->packed, &entry) != ARCHIVE_OK)
		return COMITY_REFUSED;
	/* once, and the descriptor: what is packed twice is a bomb */
	return archive_filter_count(plain->packed) == 2 ? COMITY_OK
							: COMITY_REFUSED;
}

void
comity_plain_close(struct comity_plain *plain)
{
	archive_read_free(plain->packed);
	free(plain->room);
	memset(plain, 0, sizeof(*plain));
}

static ssize_t
next_block(struct comity_plain *plain)
{
	la_ssize_t n;

	if (plain->packed == NULL)
		return comity_octets_read(plain->octets, plain->room, BLOCK);
	do
		n = archive_read_data(plain->packed, plain->room, BLOCK);
	while (n == ARCHIVE_RETRY);
	if (n > 0 && plain->out > COMITY_ARCHIVE_FREE &&
	    plain->out / COMITY_ARCHIVE_RATIO_MAX > plain->octets->in) {
		plain->bomb = true;
		return -1;
	}
	return n;
}

ssize_t
comity_plain_read(struct archive *archive, void *data, const void **block)
{
	struct comity_plain *plain = data;
	ssize_t n = next_block(plain), last;

	*block = plain->room;
	plain->ended = n == 0;
	if (n < 0) {
		if (archive != NULL)
			archive_set_error(archive, EIO, "read");
		return -1;
	}
	for (last = n; last > 0 && plain->room[last - 1] == 0; last--)
		;
	if (last > 0)
		plain->last = plain->out + (uint64_t)last;
	plain->out += (uint64_t)n;
	return n;
}

int64_t
comity_plain_seek(
    struct archive *archive, void *data, int64_t offset, int whence)
{
	struct comity_octets *octets = ((struct comity_plain *)data)->octets;
	off_t at;

	octets->begin_at = octets->begin_len;
	if (whence == SEEK_SET)
		offset += octets->start;
	if (whence == SEEK_CUR ||
	    (at = lseek(octets->fd, offset, whence)) < 0) {
		archive_set_error(archive, EIO, "seek");
		return ARCHIVE_FATAL;
	}
	return at - octets->start;
}

bool
comity_plain_drain(struct comity_plain *plain)
{
	uint64_t from = plain->out;
	const void *block;
	ssize_t n = 1;

	while (n > 0 && plain->last <= from && plain->out - from < FILL_MAX)
		n = comity_plain_read(NULL, plain, &block);
	return n >= 0;
}

static bool
put(uint64_t *slots, size_t room, uint64_t key)
{
	size_t at = (size_t)key & (room - 1);

	while (slots[at] != 0 && slots[at] != key)
		at = (at + 1) & (room - 1);
	if (slots[at] == key)
		return false;
	slots[at] = key;
	return true;
}

/* Twice the room, so that half of it stays empty. */
static int
grow(struct comity_names *names)
{
	size_t room = names->room == 0 ? 1024 : 2 * names->room, i;
	uint64_t *slots = calloc(room, sizeof(*slots));

	if (slots == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < names->room; i++)
		if (names->slots[i] != 0)
			(void)put(slots, room, names->slots[i]);
	free(names->slots);
	names->slots = slots;
	names->room = room;
	return COMITY_OK;
}

int
comity_names_add(struct comity_names *names, const char *name)
{
	unsigned char digest[32];
	uint64_t key;

	if (!comity_sha256(name, strlen(name), digest))
		return COMITY_ENOMEM;
	memcpy(&key, digest, sizeof(key));
	if (key == 0)
		key = 1; /* 0 is an empty slot */
	if (names->count + 1 > names->room / 2 && grow(names) != COMITY_OK)
		return COMITY_ENOMEM;
	if (!put(names->slots, names->room, key))
		return COMITY_REFUSED;
	names->count++;
	return COMITY_OK;
}

void
comity_names_clear(struct comity_names *names)
{
	free(names->slots);
	memset(names, 0, sizeof(*names));
}
