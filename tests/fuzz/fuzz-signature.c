/* SPDX-License-Identifier: Apache-2.0 */
/* signature: a signature's own structure changes, and its digests and value
 * are made again; then single octets of it change. */
#include "recognition.h"

static void
one(const unsigned char *bytes, size_t len)
{
	static struct comity_trust *named, *nobody;
	struct comity_octets proven;
	struct fuzz_signed input;
	char *text;

	if (named == NULL &&
	    (comity_trust_new(&named) != COMITY_OK ||
		comity_trust_new(&nobody) != COMITY_OK ||
		comity_trust_pin_stamp(named, world.tsa.pem,
		    world.run.talk->report) != COMITY_OK ||
		comity_trust_name_signer(named, world.us_authority.pem,
		    world.run.talk->report) != COMITY_OK))
		fuzz_fail("no trust");
	fuzz_split(bytes, len, &input);
	text = fuzz_forge(input.bytes, input.len, &world.us_authority);
	if (text == NULL)
		return;
	fuzz_verify((unsigned char *)text, strlen(text), named, &proven);
	comity_octets_clear(&proven);
	fuzz_assert(fuzz_verify((unsigned char *)text, strlen(text), nobody,
			&proven) != COMITY_OK,
	    "a yes, and nobody is trusted");
	fuzz_still_the_same(&input, (unsigned char *)text, strlen(text), named);
	free(text);
}

const struct fuzz_target fuzz_signature = { "signature", fuzz_load_trust, one,
	true, NULL };
