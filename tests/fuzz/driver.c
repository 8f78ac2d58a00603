/* SPDX-License-Identifier: Apache-2.0 */
/* driver: what libFuzzer calls. One program holds every target; the name by
 * which it is called chooses: fuzz-document. */
#include "fuzz.h"

size_t LLVMFuzzerMutate(unsigned char *data, size_t size, size_t max);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
size_t LLVMFuzzerCustomMutator(
    unsigned char *data, size_t size, size_t max, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const unsigned char *a, size_t a_len,
    const unsigned char *b, size_t b_len, unsigned char *out, size_t max,
    unsigned int seed);

static const struct fuzz_target *target;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = strrchr((*argv)[0], '/');

	(void)argc;
	name = name != NULL ? name + 1 : (*argv)[0];
	if (strncmp(name, "fuzz-", 5) == 0)
		target = fuzz_find(name + 5);
	if (target == NULL) {
		fprintf(
		    stderr, "%s: call me fuzz-document, or another\n", name);
		exit(64);
	}
	fuzz_load_packs();
	if (target->begin != NULL)
		target->begin();
	if (getenv("FUZZ_SEEDS") != NULL) {
		if (target->seed != NULL)
			target->seed();
		exit(0);
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	target->one(data, size);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(
    unsigned char *data, size_t size, size_t max, unsigned int seed)
{
	return target->xml ? fuzz_mutate_xml(data, size, max, seed)
			   : LLVMFuzzerMutate(data, size, max);
}

size_t
LLVMFuzzerCustomCrossOver(const unsigned char *a, size_t a_len,
    const unsigned char *b, size_t b_len, unsigned char *out, size_t max,
    unsigned int seed)
{
	size_t len = 0;

	if (target->xml)
		len = fuzz_cross_xml(a, a_len, b, b_len, out, max, seed);
	if (len != 0 || a_len > max)
		return len;
	/* half of one, half of the other */
	memcpy(out, a, a_len / 2);
	len = b_len - b_len / 2;
	if (len > max - a_len / 2)
		len = max - a_len / 2;
	memcpy(out + a_len / 2, b + b_len / 2, len);
	return a_len / 2 + len;
}
