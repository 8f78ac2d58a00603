/* SPDX-License-Identifier: Apache-2.0 */
/*
 * comity: does a license or an agreement of one jurisdiction count in
 * another? The one installed header of libcomity.
 *
 * A session is loaded first (packs, trust, arrangements, status lists: bytes
 * in memory) and then asked any number of questions. A question is a function
 * of the document's bytes, the session and the moment: it opens no file and
 * asks no clock.
 *
 * Process-wide state: the first comity_session_new() sets the allocators and
 * the error and entity hooks of libxml2 and libxslt and the allocator of
 * OpenSSL. Call it before anything else in the process uses them, from one
 * thread. A session may then be asked from one thread at a time.
 *
 * Every function that returns int returns one of the COMITY_IS_ values.
 * Anything but COMITY_IS_YES is no: above zero the answer is no, below zero
 * there is no answer, and the result's findings say why.
 */
#ifndef COMITY_H
#define COMITY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define COMITY_API __attribute__((visibility("default")))
#else
#define COMITY_API
#endif

#define COMITY_IS_YES 0
#define COMITY_IS_NO 1
#define COMITY_IS_OPEN (-1) /* no answer, because: see the findings */
/* Other negative values: no answer either (a broken pack, a file that can
 * not be read, a limit, memory, an internal error). */

struct comity_session;
struct comity_answer;

/* One broken, doubtful or satisfied rule. All strings belong to the answer,
 * are UTF-8, and hold no control characters; NULL where nothing is to say. */
struct comity_answer_finding {
	const char *id; /* stable for ever: match on this and on no text */
	const char *severity; /* info warning error fatal no-answer */
	unsigned long line; /* from 1; 0 the document as a whole */
	const char *file, *path, *message, *found, *expected, *basis, *remedy;
};

/* "0.1.0" */
COMITY_API const char *comity_version(void);

/*
 * Load the packs below a schemas folder (NULL: the installed one).
 * session  out, for comity_session_free(); NULL unless yes.
 * why      out, for comity_answer_free(), with the findings; may be NULL if
 *          memory ran out.
 */
COMITY_API int comity_session_new(const char *schemas,
    struct comity_session **session, struct comity_answer **why);
COMITY_API void comity_session_free(struct comity_session *session);

/* From now on answers speak "en" (as at first), "de" or "fr": their sentences,
 * never ids, citations or a document's own words. COMITY_IS_NO for another
 * language; then nothing changes. */
COMITY_API int comity_session_speak(
    struct comity_session *session, const char *language);

/*
 * What a session rests on; bytes are copied. The moment (seconds since
 * 1970-01-01T00:00:00Z) is that at which you will ask.
 * Each gives findings in *why (as above). A list that is not proven is not
 * used and the answer says so.
 */
COMITY_API int comity_session_pin(struct comity_session *session,
    const char *territory /* "US"; NULL any */, const char *name,
    const void *pem, size_t len, struct comity_answer **why);
/* An office's policy (doc/policy.md): its dates for algorithms count from then
 * on. Before the trust lists, which are judged by them, too; at most one. */
COMITY_API int comity_session_set_policy(struct comity_session *session,
    const char *name, const void *bytes, size_t len,
    struct comity_answer **why);
COMITY_API int comity_session_add_trust_list(struct comity_session *session,
    const char *name, const void *bytes, size_t len, int64_t moment,
    struct comity_answer **why);
COMITY_API int comity_session_add_crl(struct comity_session *session,
    const char *name, const void *bytes, size_t len,
    struct comity_answer **why);
COMITY_API int comity_session_add_arrangement(struct comity_session *session,
    const char *name, const void *bytes, size_t len,
    struct comity_answer **why);
COMITY_API int comity_session_add_status_list(struct comity_session *session,
    const char *name, const void *bytes, size_t len,
    struct comity_answer **why);

/*
 * Ask. name: how findings call the document. bytes: untrusted, borrowed.
 * answer: out, for comity_answer_free(); NULL only if memory ran out.
 */
COMITY_API int comity_session_validate(struct comity_session *session,
    const char *name, const void *bytes, size_t len, int64_t moment,
    struct comity_answer **answer);
/* to: "eu-dualuse", "eu-dualuse@2021-09-09" or "core"; allow_loss: a
 * NULL-terminated list of what binding may go, or NULL. The translation's
 * octets are in the answer if it is yes. */
COMITY_API int comity_session_translate(struct comity_session *session,
    const char *name, const void *bytes, size_t len, const char *to,
    const char *const *allow_loss, int64_t moment,
    struct comity_answer **answer);
/* service: what the signer must be listed for, e.g.
 * "urn:comity:service:license:us-ear"; territory "US"; NULL: anything. */
COMITY_API int comity_session_verify(struct comity_session *session,
    const char *name, const void *bytes, size_t len, const char *service,
    const char *territory, int64_t moment, struct comity_answer **answer);
/* in: "DE". demonstration: non-zero lets demonstration arrangements count. */
COMITY_API int comity_session_recognize(struct comity_session *session,
    const char *name, const void *bytes, size_t len, const char *in,
    int demonstration, int64_t moment, struct comity_answer **answer);

COMITY_API void comity_answer_free(struct comity_answer *answer);
COMITY_API int comity_answer_status(const struct comity_answer *answer);
COMITY_API size_t comity_answer_finding_count(
    const struct comity_answer *answer);
/* COMITY_IS_YES, or COMITY_IS_NO past the end. */
COMITY_API int comity_answer_finding(const struct comity_answer *answer,
    size_t i, struct comity_answer_finding *finding);
/* The octets of a translation; NULL if there are none. */
COMITY_API const void *comity_answer_octets(
    const struct comity_answer *answer, size_t *len);
/* "TOTAL_PASSED" and its kin, "recognized" and its kin, the verdict's whole
 * line with its effect; NULL if that was not asked. */
COMITY_API const char *comity_answer_indication(
    const struct comity_answer *answer);
COMITY_API const char *comity_answer_verdict(
    const struct comity_answer *answer);
COMITY_API const char *comity_answer_line(const struct comity_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
