/* SPDX-License-Identifier: Apache-2.0 */
/* rules-trace: what an evaluation did, for SVRL. */
#include "rules-evaluation.h"

#include <stdlib.h>
#include <string.h>

static void
texts_clear(struct comity_trace_text *texts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(texts[i].text);
	free(texts);
}

void
comity_trace_entry_clear(struct comity_trace_entry *entry)
{
	texts_clear(entry->diagnostics, entry->diagnostic_count);
	texts_clear(entry->properties, entry->property_count);
	free(entry->location);
	free(entry->text);
}

void
comity_rules_trace_clear(struct comity_rules_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		comity_trace_entry_clear(&trace->entries[i]);
	free(trace->entries);
	memset(trace, 0, sizeof(*trace));
}

int
comity_trace_add(struct evaluation *evaluation, enum comity_trace_kind kind,
    struct comity_trace_entry **out)
{
	struct comity_rules_trace *trace = evaluation->run->trace;
	struct comity_trace_entry *more;

	*out = NULL;
	/* As many as the report keeps of findings, and what led to them. */
	if (trace == NULL || (kind >= COMITY_TRACE_FAILED &&
				 trace->said++ >= COMITY_FINDINGS_MAX))
		return COMITY_OK;
	/* room grows by doubling, at powers of two */
	if ((trace->count & (trace->count - 1)) == 0) {
		more = realloc(trace->entries,
		    (trace->count == 0 ? 1 : trace->count * 2) * sizeof(*more));
		if (more == NULL)
			return COMITY_ENOMEM;
		trace->entries = more;
	}
	*out = &trace->entries[trace->count++];
	memset(*out, 0, sizeof(**out));
	(*out)->kind = kind;
	return COMITY_OK;
}
