/* SPDX-License-Identifier: Apache-2.0 */
/* codelist: a list in genericode, read and asked. */
#include "codelist.h"
#include "fuzz.h"
#include "suggest.h"

#include <string.h>

static void
ask(const struct comity_codelist *list, const char *code)
{
	int64_t from, through, day = FUZZ_MOMENT / 86400;
	enum comity_code found = comity_codelist_find(list, code, day);
	bool is = comity_codelist_days(list, code, day, &from, &through);

	fuzz_assert(is == (found != COMITY_CODE_ABSENT),
	    "%s: there, and not there", code);
	fuzz_assert(
	    found != COMITY_CODE_PRESENT || (from <= day && day <= through),
	    "%s: in force, and not on that day", code);
	fuzz_assert(is == (comity_codelist_find(list, code, INT64_MAX) !=
			      COMITY_CODE_ABSENT),
	    "%s: ever, and not", code);
	(void)comity_codelist_column(list, code, "label");
	(void)comity_codelist_replacement(list, code);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_folder_file file = { .name = (char *)"codes/x.gc",
		.role = (char *)"codes" };
	struct comity_codelist *list = NULL, *late = NULL;
	size_t i;
	int rc =
	    comity_source_new("codes/x.gc", bytes, len, report, &file.source);

	if (rc == COMITY_OK)
		rc = comity_codelist_read(&file, report, &list);
	fuzz_look(report, rc);
	/* in two steps it is the same */
	if (file.source != NULL &&
	    comity_codelist_promise(&file, report, &late) == COMITY_OK)
		fuzz_assert((comity_codelist_fulfil(late, report) ==
				COMITY_OK) == (rc == COMITY_OK),
		    "read at once, or not, and late");
	if (rc == COMITY_OK) {
		fuzz_assert(late != NULL &&
				comity_codelist_count(late) ==
				    comity_codelist_count(list) &&
				strcmp(comity_codelist_id(late),
				    comity_codelist_id(list)) == 0 &&
				strcmp(comity_codelist_edition(late),
				    comity_codelist_edition(list)) == 0,
		    "another list when read late");
		for (i = 0; i < comity_codelist_count(list) && i < 500; i++)
			ask(list, comity_codelist_at(list, i));
		ask(list, "");
		ask(list, "no such code");
		fuzz_assert(comity_codelist_id(list) != NULL &&
				comity_codelist_edition(list) != NULL &&
				comity_codelist_digest(list) != NULL,
		    "a list without a name");
	}
	comity_codelist_free(late);
	comity_codelist_free(list);
	comity_source_free(file.source);
	comity_report_free(report);
}

const struct fuzz_target fuzz_codelist = { "codelist", NULL, one, true, NULL };
