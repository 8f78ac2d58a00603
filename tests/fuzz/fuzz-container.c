/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container: a ZIP as it is, where the input begins like one; otherwise its
 * files, of which a container is written and signed: a first octet of flags
 * (1 signed, 2 ASiC-E), then for each file the length of its name, the name,
 * two octets of length and the octets; a name of no length ends them, and
 * what follows are changes to the container.
 */
#include "container.h"
#include "recognition.h"

static size_t
read_files(
    const unsigned char *bytes, size_t len, struct comity_container *container)
{
	size_t at = 1, name_len, file_len;
	char name[256];

	while (at < len && (name_len = bytes[at++]) != 0) {
		if (at + name_len + 2 > len)
			return len;
		memcpy(name, bytes + at, name_len);
		name[name_len] = '\0';
		at += name_len;
		file_len = (size_t)bytes[at] | (size_t)bytes[at + 1] << 8;
		at += 2;
		if (file_len > len - at)
			file_len = len - at;
		(void)comity_container_add(
		    container, name, bytes + at, file_len);
		at += file_len;
	}
	return at < len ? at : len;
}

/* What is in a container and not below META-INF/, as text. */
static char *
payloads(const unsigned char *octets, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_container *container = NULL;
	struct comity_source *source = NULL;
	struct comity_text text = { 0 };
	size_t i;

	comity_text_add(&text, "");
	if (comity_source_new("x", octets, len, report, &source) == COMITY_OK &&
	    comity_container_read(source, report, &container) == COMITY_OK)
		for (i = 0; i < container->count; i++) {
			const struct comity_container_file *file =
			    &container->files[i];

			if (comity_container_is_meta(file->name))
				continue;
			comity_text_addf(
			    &text, "%s %zu\n", file->name, file->len);
			comity_text_add_bytes(
			    &text, (char *)file->bytes, file->len);
		}
	comity_container_free(container);
	comity_source_free(source);
	comity_report_free(report);
	return comity_text_take(&text);
}

static void
changed(const struct fuzz_signed *input, const unsigned char *octets,
    size_t len, const struct comity_trust *trust)
{
	unsigned char *copy = malloc(len);
	struct comity_octets proven;
	char *was, *is;

	memcpy(copy, octets, len);
	if (fuzz_change(input, copy, len) &&
	    fuzz_verify(copy, len, trust, &proven) == COMITY_OK) {
		was = payloads(octets, len);
		is = payloads(copy, len);
		fuzz_assert(strcmp(was, is) == 0,
		    "changed, and still a yes:\n%s\n%s", was, is);
		free(was);
		free(is);
		comity_octets_clear(&proven);
	}
	free(copy);
}

static void
written(
    const unsigned char *bytes, size_t len, const struct comity_trust *trust)
{
	const struct comity_signing signing = { .key = world.us_authority.key,
		.certificate = world.us_authority.pem,
		.now = FUZZ_MOMENT - 86400 };
	struct comity_container *container = calloc(1, sizeof(*container));
	struct comity_report *report = comity_report_new();
	struct comity_octets proven;
	struct fuzz_signed input = { 0 };
	unsigned char *octets = NULL;
	size_t at, octets_len = 0;
	int rc = COMITY_UNKNOWN;

	container->extended = (bytes[0] & 2) != 0;
	at = read_files(bytes, len, container);
	input.changes = bytes + at;
	input.change_count = (len - at) / 4;
	if (bytes[0] & 1) {
		rc = comity_sign_container(
		    container, "new.asice", &signing, report);
		fuzz_look(report, rc);
	}
	if (comity_container_write(container, &octets, &octets_len) ==
	    COMITY_OK) {
		int is = fuzz_verify(octets, octets_len, trust, &proven);

		fuzz_assert(rc != COMITY_OK || is != COMITY_REFUSED,
		    "signed just now, and refused");
		fuzz_assert(rc == COMITY_OK || is != COMITY_OK,
		    "not signed, and passed");
		comity_octets_clear(&proven);
		changed(&input, octets, octets_len, trust);
	}
	free(octets);
	comity_container_free(container);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	static struct comity_trust *trust;
	struct comity_octets proven;

	if (trust == NULL &&
	    (comity_trust_new(&trust) != COMITY_OK ||
		comity_trust_name_signer(trust, world.us_authority.pem,
		    world.run.talk->report) != COMITY_OK))
		fuzz_fail("no trust");
	if (len == 0)
		return;
	if (bytes[0] != 'P') {
		written(bytes, len, trust);
		return;
	}
	fuzz_assert(fuzz_verify(bytes, len, trust, &proven) != COMITY_OK,
	    "a yes to a container that nobody signed");
}

/* A license and an annex: unsigned files, and a container that is signed. */
static void
seed(void)
{
	const struct comity_signing signing = { .key = world.us_authority.key,
		.certificate = world.us_authority.pem,
		.now = FUZZ_MOMENT - 86400 };
	static const char files[] = "\013license.xml\037\0"
				    "<l xmlns=\"urn:a\"><n>7</n></l>   "
				    "\011annex.pdf\006\0%PDF-1";
	struct comity_container *container = calloc(1, sizeof(*container));
	struct comity_report *report = comity_report_new();
	unsigned char *octets = NULL;
	size_t len = 0;

	fuzz_seed("signed-e", 3, files, sizeof(files) - 1);
	fuzz_seed("signed-s", 1, files, 12 + 2 + 31);
	fuzz_seed("changed", 3, "\005a.txt\002\0ok\0\x30\0\0\001", 16);
	fuzz_seed("unsigned", 2, files, sizeof(files) - 1);
	container->extended = true;
	if (comity_container_add(container, "a.txt", "ok", 2) != COMITY_OK ||
	    comity_sign_container(container, "a", &signing, report) !=
		COMITY_OK ||
	    comity_container_write(container, &octets, &len) != COMITY_OK)
		fuzz_fail("no container");
	fuzz_seed("whole", octets[0], octets + 1, len - 1);
	free(octets);
	comity_container_free(container);
	comity_report_free(report);
}

const struct fuzz_target fuzz_container = { "container", fuzz_load_trust, one,
	false, seed };
