/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay: what fuzzing found, once more, without a fuzzer: every file of
 * tests/fuzz/regress/<target>, and every seed, goes through its target, which
 * aborts on a wrong answer. Arguments: TARGET FILE..., instead; TARGET alone,
 * with a folder in FUZZ_SEEDS: make its first inputs.
 */
#include "fuzz.h"

#include <dirent.h>

static size_t count;

static void
play(const struct fuzz_target *target, const char *name)
{
	struct comity_source *source;

	/* said before, so that the last line names what ends the program */
	printf("# %s %s\n", target->name, name);
	fflush(stdout);
	source = fuzz_file(name);
	target->one(source->bytes, source->len);
	comity_source_free(source);
	printf("ok %zu - %s %s\n", ++count, target->name, name);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
play_folder(const struct fuzz_target *target, const char *kind)
{
	char *folder = comity_text_format(
	    "%s/tests/fuzz/%s/%s", world.srcdir, kind, target->name);
	struct dirent **entries = NULL;
	int i, found = scandir(folder, &entries, is_visible, alphasort);
	char *name;

	for (i = 0; i < found; i++) {
		name = comity_text_format("tests/fuzz/%s/%s/%s", kind,
		    target->name, entries[i]->d_name);
		play(target, name);
		free(name);
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

static void
begin(const struct fuzz_target *target)
{
	if (target->begin != NULL)
		target->begin();
}

int
main(int argc, char **argv)
{
	const struct fuzz_target *target;
	size_t i;
	int k;

	fuzz_load_packs();
	if (argc > 1) {
		if ((target = fuzz_find(argv[1])) == NULL)
			fuzz_fail("%s: no such target", argv[1]);
		begin(target);
		if (argc == 2 && getenv("FUZZ_SEEDS") != NULL &&
		    target->seed != NULL)
			target->seed();
		for (k = 2; k < argc; k++)
			play(target, argv[k]);
	} else {
		for (i = 0; (target = fuzz_at(i)) != NULL; i++) {
			begin(target);
			play_folder(target, "regress");
			play_folder(target, "seeds");
		}
	}
	printf("1..%zu\n", count);
	return 0;
}
