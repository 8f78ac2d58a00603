/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include "run.h"

#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <string.h>

bool
answer_init(struct answer *answer, const char *command, const char *file,
    const struct run *run)
{
	memset(answer, 0, sizeof(*answer));
	answer->command = command;
	answer->file = file;
	answer->moment = run->moment;
	answer->status = COMITY_UNKNOWN;
	if ((answer->report = comity_report_new()) == NULL)
		return false;
	comity_report_speak(answer->report, run->language);
	return true;
}

void
answer_clear(struct answer *answer)
{
	xmlFree(answer->document);
	xmlFree(answer->account);
	json_decref(answer->list);
	comity_rules_trace_clear(&answer->trace);
	comity_verdict_free(answer->verdict);
	comity_translation_free(answer->translation);
	comity_signatories_free(answer->signatories);
	comity_verification_free(answer->verification);
	comity_doc_free(answer->read);
	comity_doc_free(answer->doc);
	comity_source_free(answer->source);
	comity_report_free(answer->report);
	memset(answer, 0, sizeof(*answer));
}

const char *
answer_word(int status)
{
	if (status == COMITY_OK)
		return "yes";
	return status == COMITY_REFUSED ? "no" : "no answer";
}

bool
answer_is_intact(const struct comity_verification *verification)
{
	bool intact = false;
	size_t i;

	for (i = 0; i < verification->count; i++) {
		const struct comity_signature *s = &verification->signatures[i];

		if (s->indication == COMITY_TOTAL_FAILED)
			return false;
		intact |= s->intact;
	}
	return intact;
}
