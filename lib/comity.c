/* SPDX-License-Identifier: Apache-2.0 */
#include "comity.h"

#include "check.h"
#include "init.h"
#include "memory.h"
#include "policy.h"
#include "recognize.h"
#include "translate.h"
#include "verify.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

struct documents {
	struct comity_doc **at;
	size_t count;
};

struct comity_session {
	struct comity_packs *packs;
	struct comity_trust *trust;
	struct comity_policy *policy; /* NULL none */
	struct documents arrangements, status_lists;
	struct comity_evidence_memo *memo; /* about these */
	enum comity_language language; /* of its answers */
};

struct comity_answer {
	struct comity_report *report;
	int status;
	unsigned char *octets;
	size_t len;
	const char *indication, *verdict;
	char *line;
};

const char *
comity_version(void)
{
	return PACKAGE_VERSION;
}

static struct comity_answer *
answer_new(const struct comity_session *session)
{
	struct comity_answer *answer = calloc(1, sizeof(*answer));

	if (answer == NULL)
		return NULL;
	answer->status = COMITY_UNKNOWN;
	if ((answer->report = comity_report_new()) == NULL) {
		free(answer);
		return NULL;
	}
	if (session != NULL)
		comity_report_speak(answer->report, session->language);
	comity_memory_forget();
	return answer;
}

/* The last word on a status: no yes if any allocation failed. */
static int
finish(struct comity_answer *answer, int rc)
{
	if (comity_memory_failed() || comity_report_failed(answer->report))
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		xmlFree(answer->octets);
		answer->octets = NULL;
		answer->len = 0;
	}
	answer->status = rc;
	return rc;
}

void
comity_answer_free(struct comity_answer *answer)
{
	if (answer == NULL)
		return;
	comity_report_free(answer->report);
	xmlFree(answer->octets);
	free(answer->line);
	free(answer);
}

static void
documents_clear(struct documents *documents)
{
	size_t i;

	for (i = 0; i < documents->count; i++)
		comity_doc_free(documents->at[i]);
	free(documents->at);
}

void
comity_session_free(struct comity_session *session)
{
	if (session == NULL)
		return;
	comity_evidence_memo_free(session->memo);
	documents_clear(&session->arrangements);
	documents_clear(&session->status_lists);
	comity_trust_free(session->trust);
	comity_policy_free(session->policy);
	comity_packs_free(session->packs);
	free(session);
}

int
comity_session_new(const char *schemas, struct comity_session **out,
    struct comity_answer **why)
{
	struct comity_session *session = NULL;
	int rc;

	*out = NULL;
	*why = NULL;
	if ((rc = comity_init()) != COMITY_OK)
		return rc;
	if ((*why = answer_new(NULL)) == NULL)
		return COMITY_ENOMEM;
	rc = COMITY_ENOMEM;
	if ((session = calloc(1, sizeof(*session))) == NULL)
		goto out;
	if ((session->memo = comity_evidence_memo_new()) == NULL)
		goto out;
	if ((rc = comity_packs_new(&session->packs)) != COMITY_OK)
		goto out;
	if ((rc = comity_trust_new(&session->trust)) != COMITY_OK)
		goto out;
	rc = comity_packs_read(session->packs,
	    schemas != NULL ? schemas : COMITY_SCHEMAS_DIR, true,
	    (*why)->report);
out:
	if ((rc = finish(*why, rc)) == COMITY_OK) {
		*out = session;
		session = NULL;
	}
	comity_session_free(session);
	return rc;
}

int
comity_session_speak(struct comity_session *session, const char *language)
{
	return comity_language_read(language, &session->language) == COMITY_OK
		   ? COMITY_IS_YES
		   : COMITY_IS_NO;
}

/* Bytes to a parsed document, with an answer to put findings into. */
static int
read_bytes(const struct comity_session *session, const char *name,
    const void *bytes, size_t len, struct comity_answer **answer,
    struct comity_doc **doc)
{
	struct comity_source *source = NULL;
	int rc;

	*doc = NULL;
	if ((*answer = answer_new(session)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_source_new(name, bytes, len, (*answer)->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, (*answer)->report, doc);
	comity_source_free(source);
	return rc;
}

int
comity_session_pin(struct comity_session *session, const char *territory,
    const char *name, const void *pem, size_t len, struct comity_answer **why)
{
	struct comity_source *source = NULL;
	int rc;

	if ((*why = answer_new(session)) == NULL)
		return COMITY_ENOMEM;
	comity_evidence_memo_forget(session->memo);
	rc = comity_source_new(name, pem, len, (*why)->report, &source);
	if (rc == COMITY_OK)
		rc = comity_trust_pin(
		    session->trust, territory, source, (*why)->report);
	comity_source_free(source);
	return finish(*why, rc);
}

int
comity_session_add_trust_list(struct comity_session *session, const char *name,
    const void *bytes, size_t len, int64_t moment, struct comity_answer **why)
{
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, why, &doc);

	if (*why == NULL)
		return rc;
	comity_evidence_memo_forget(session->memo);
	if (rc == COMITY_OK)
		rc = comity_trust_add_list(
		    session->trust, doc, moment, (*why)->report);
	comity_doc_free(doc);
	return finish(*why, rc);
}

int
comity_session_set_policy(struct comity_session *session, const char *name,
    const void *bytes, size_t len, struct comity_answer **why)
{
	struct comity_policy *policy = NULL;
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, why, &doc);

	if (*why == NULL)
		return rc;
	if (rc == COMITY_OK)
		rc = comity_policy_read(
		    doc, session->packs, (*why)->report, &policy);
	if (rc == COMITY_OK) {
		comity_evidence_memo_forget(session->memo);
		comity_policy_free(session->policy);
		session->policy = policy;
		comity_trust_judge_by(session->trust, 0, &policy->algorithms);
	}
	comity_doc_free(doc);
	return finish(*why, rc);
}

int
comity_session_add_crl(struct comity_session *session, const char *name,
    const void *bytes, size_t len, struct comity_answer **why)
{
	struct comity_source *source = NULL;
	int rc;

	if ((*why = answer_new(session)) == NULL)
		return COMITY_ENOMEM;
	comity_evidence_memo_forget(session->memo);
	rc = comity_source_new(name, bytes, len, (*why)->report, &source);
	if (rc == COMITY_OK)
		rc = comity_trust_add_crl(
		    session->trust, source, (*why)->report);
	comity_source_free(source);
	return finish(*why, rc);
}

static int
add_document(const struct comity_session *session, struct documents *documents,
    const char *name, const void *bytes, size_t len, struct comity_answer **why)
{
	struct comity_doc *doc = NULL, **at;
	int rc = read_bytes(session, name, bytes, len, why, &doc);

	if (*why == NULL)
		return rc;
	if (rc == COMITY_OK) {
		at = realloc(documents->at,
		    (documents->count + 1) * sizeof(*documents->at));
		if (at == NULL) {
			rc = COMITY_ENOMEM;
		} else {
			documents->at = at;
			documents->at[documents->count++] = doc;
			doc = NULL;
		}
	}
	comity_doc_free(doc);
	return finish(*why, rc);
}

int
comity_session_add_arrangement(struct comity_session *session, const char *name,
    const void *bytes, size_t len, struct comity_answer **why)
{
	return add_document(
	    session, &session->arrangements, name, bytes, len, why);
}

int
comity_session_add_status_list(struct comity_session *session, const char *name,
    const void *bytes, size_t len, struct comity_answer **why)
{
	return add_document(
	    session, &session->status_lists, name, bytes, len, why);
}

static int
check(const struct comity_session *session, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report,
    struct comity_checked *checked)
{
	const struct comity_edition *edition = NULL;
	int rc;

	rc = comity_packs_match(
	    session->packs, doc, NULL, moment, report, &edition);
	if (rc != COMITY_OK)
		return rc;
	return comity_check(edition, doc, moment, report, checked);
}

int
comity_session_validate(struct comity_session *session, const char *name,
    const void *bytes, size_t len, int64_t moment,
    struct comity_answer **answer)
{
	struct comity_checked checked;
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, answer, &doc);

	if (*answer == NULL)
		return rc;
	if (rc == COMITY_OK)
		rc = check(session, doc, moment, (*answer)->report, &checked);
	comity_doc_free(doc);
	return finish(*answer, rc);
}

/* "profile", "profile@edition" or "core" (NULL in *to). */
static int
target(const struct comity_session *session, const char *name, int64_t moment,
    const struct comity_edition **to)
{
	const char *at = strchr(name, '@');
	char *profile;

	*to = NULL;
	if (strcmp(name, "core") == 0)
		return COMITY_OK;
	profile = at ? strndup(name, (size_t)(at - name)) : strdup(name);
	if (profile == NULL)
		return COMITY_ENOMEM;
	*to = comity_packs_edition(
	    session->packs, profile, at ? at + 1 : NULL, moment / 86400);
	free(profile);
	return *to == NULL ? COMITY_UNKNOWN : COMITY_OK;
}

int
comity_session_translate(struct comity_session *session, const char *name,
    const void *bytes, size_t len, const char *to,
    const char *const *allow_loss, int64_t moment,
    struct comity_answer **answer)
{
	struct comity_translation *translation = NULL;
	const struct comity_edition *edition = NULL;
	struct comity_checked checked;
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, answer, &doc);

	if (*answer == NULL)
		return rc;
	if (rc == COMITY_OK)
		rc = target(session, to, moment, &edition);
	if (rc == COMITY_OK)
		rc = check(session, doc, moment, (*answer)->report, &checked);
	/* rule errors of the source stop nothing */
	if (rc == COMITY_OK || rc == COMITY_REFUSED)
		rc = comity_translate(&checked, edition, allow_loss, moment,
		    (*answer)->report, &translation);
	if (rc == COMITY_OK)
		rc = comity_translation_take(
		    translation, &(*answer)->octets, &(*answer)->len);
	comity_translation_free(translation);
	comity_doc_free(doc);
	return finish(*answer, rc);
}

int
comity_session_verify(struct comity_session *session, const char *name,
    const void *bytes, size_t len, const char *service, const char *territory,
    int64_t moment, struct comity_answer **answer)
{
	struct comity_verify_policy policy = { .moment = moment,
		.algorithms = session->policy != NULL
				  ? &session->policy->algorithms
				  : NULL,
		.service_type = service,
		.territory = territory };
	struct comity_verification *verification = NULL;
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, answer, &doc);

	if (*answer == NULL)
		return rc;
	if (rc == COMITY_OK)
		rc = comity_verify(doc, session->trust, &policy,
		    (*answer)->report, &verification);
	if (verification != NULL)
		(*answer)->indication =
		    comity_indication_name(verification->indication);
	comity_verification_free(verification);
	comity_doc_free(doc);
	return finish(*answer, rc);
}

static int
judge(struct comity_session *session, const struct comity_doc *doc,
    const char *in, int demonstration, int64_t moment,
    struct comity_answer *answer)
{
	const struct documents *a = &session->arrangements;
	const struct documents *s = &session->status_lists;
	struct comity_recognition_input input = { .license = doc,
		.arrangements = (const struct comity_doc *const *)a->at,
		.arrangement_count = a->count,
		.status_lists = (const struct comity_doc *const *)s->at,
		.status_list_count = s->count,
		.packs = session->packs,
		.trust = session->trust,
		.in = in,
		.policy = session->policy,
		.moment = moment,
		.demonstration = demonstration != 0,
		.memo = session->memo };
	struct comity_verdict *verdict = NULL;
	int rc = comity_recognize(&input, answer->report, &verdict);

	if (verdict != NULL) {
		answer->verdict = comity_verdict_name(verdict->kind);
		answer->line = verdict->line ? strdup(verdict->line) : NULL;
		if (answer->line == NULL)
			rc = COMITY_ENOMEM;
	}
	comity_verdict_free(verdict);
	return rc;
}

int
comity_session_recognize(struct comity_session *session, const char *name,
    const void *bytes, size_t len, const char *in, int demonstration,
    int64_t moment, struct comity_answer **answer)
{
	struct comity_doc *doc = NULL;
	int rc = read_bytes(session, name, bytes, len, answer, &doc);

	if (*answer == NULL)
		return rc;
	if (rc == COMITY_OK)
		rc = judge(session, doc, in, demonstration, moment, *answer);
	comity_doc_free(doc);
	return finish(*answer, rc);
}

int
comity_answer_status(const struct comity_answer *answer)
{
	return answer->status;
}

size_t
comity_answer_finding_count(const struct comity_answer *answer)
{
	return comity_report_count(answer->report);
}

int
comity_answer_finding(const struct comity_answer *answer, size_t i,
    struct comity_answer_finding *finding)
{
	const struct comity_finding *f = comity_report_at(answer->report, i);

	if (f == NULL)
		return COMITY_IS_NO;
	*finding = (struct comity_answer_finding){ .id = f->id,
		.severity = comity_severity_name(f->severity),
		.line = f->line,
		.file = f->file,
		.path = f->path,
		.message = f->message,
		.found = f->found,
		.expected = f->expected,
		.basis = f->basis,
		.remedy = f->remedy };
	return COMITY_IS_YES;
}

const void *
comity_answer_octets(const struct comity_answer *answer, size_t *len)
{
	*len = answer->len;
	return answer->octets;
}

const char *
comity_answer_indication(const struct comity_answer *answer)
{
	return answer->indication;
}

const char *
comity_answer_verdict(const struct comity_answer *answer)
{
	return answer->status == COMITY_ENOMEM ? NULL : answer->verdict;
}

const char *
comity_answer_line(const struct comity_answer *answer)
{
	return answer->status == COMITY_ENOMEM ? NULL : answer->line;
}
