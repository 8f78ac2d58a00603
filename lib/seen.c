/* SPDX-License-Identifier: Apache-2.0 */
#include "seen.h"

#include "limit.h"
#include "text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A question and its answer. Zero: an empty place. */
struct answer {
	char *question, *reason;
	enum comity_indication indication;
	const char *sub; /* a constant */
	const struct comity_service *service; /* of the trust */
};

struct comity_seen {
	pthread_mutex_t lock;
	struct comity_certificate *certificates[COMITY_SEEN_MAX];
	struct answer answers[COMITY_SEEN_MAX];
	size_t next_certificate, next_answer; /* which place is used next */
};

struct comity_seen *
comity_seen_new(void)
{
	struct comity_seen *seen = calloc(1, sizeof(*seen));

	if (seen != NULL && pthread_mutex_init(&seen->lock, NULL) != 0) {
		free(seen);
		seen = NULL;
	}
	return seen;
}

static void
answer_clear(struct answer *answer)
{
	free(answer->question);
	free(answer->reason);
	memset(answer, 0, sizeof(*answer));
}

void
comity_seen_free(struct comity_seen *seen)
{
	size_t i;

	if (seen == NULL)
		return;
	for (i = 0; i < COMITY_SEEN_MAX; i++) {
		comity_certificate_free(seen->certificates[i]);
		answer_clear(&seen->answers[i]);
	}
	pthread_mutex_destroy(&seen->lock);
	free(seen);
}

void
comity_seen_forget(struct comity_seen *seen)
{
	size_t i;

	if (seen == NULL)
		return;
	pthread_mutex_lock(&seen->lock);
	for (i = 0; i < COMITY_SEEN_MAX; i++)
		answer_clear(&seen->answers[i]);
	pthread_mutex_unlock(&seen->lock);
}

static struct comity_certificate *
find(const struct comity_seen *seen, const unsigned char *der, size_t len)
{
	const unsigned char *known;
	size_t i, known_len = 0;

	for (i = 0; i < COMITY_SEEN_MAX && seen->certificates[i] != NULL; i++) {
		known =
		    comity_certificate_der(seen->certificates[i], &known_len);
		if (known_len == len && memcmp(known, der, len) == 0)
			return comity_certificate_share(seen->certificates[i]);
	}
	return NULL;
}

int
comity_seen_certificate(struct comity_seen *seen, const unsigned char *der,
    size_t len, struct comity_certificate **out)
{
	struct comity_certificate **place;
	int rc;

	if (seen == NULL || len > COMITY_SEEN_LEN_MAX)
		return comity_certificate_read_der(der, len, out);
	pthread_mutex_lock(&seen->lock);
	*out = find(seen, der, len);
	pthread_mutex_unlock(&seen->lock);
	if (*out != NULL)
		return COMITY_OK;
	if ((rc = comity_certificate_read_der(der, len, out)) != COMITY_OK)
		return rc;
	pthread_mutex_lock(&seen->lock);
	place = &seen->certificates[seen->next_certificate];
	seen->next_certificate = (seen->next_certificate + 1) % COMITY_SEEN_MAX;
	comity_certificate_free(*place);
	*place = comity_certificate_share(*out);
	pthread_mutex_unlock(&seen->lock);
	return COMITY_OK;
}

int
comity_seen_answer(struct comity_seen *seen, const char *question,
    struct comity_path_result *out)
{
	const struct answer *answer;
	int rc = COMITY_UNKNOWN;
	size_t i;

	pthread_mutex_lock(&seen->lock);
	for (i = 0; i < COMITY_SEEN_MAX; i++) {
		answer = &seen->answers[i];
		if (answer->question == NULL ||
		    strcmp(answer->question, question) != 0)
			continue;
		out->indication = answer->indication;
		out->sub = answer->sub;
		out->service = answer->service;
		out->reason = comity_text_copy(answer->reason);
		rc = out->reason != NULL ? COMITY_OK : COMITY_ENOMEM;
		break;
	}
	pthread_mutex_unlock(&seen->lock);
	return rc;
}

int
comity_seen_keep(struct comity_seen *seen, const char *question,
    const struct comity_path_result *answer)
{
	struct answer made = { .question = comity_text_copy(question),
		.reason = comity_text_copy(answer->reason),
		.indication = answer->indication,
		.sub = answer->sub,
		.service = answer->service };
	struct answer *place;

	if (made.question == NULL || made.reason == NULL) {
		answer_clear(&made);
		return COMITY_ENOMEM;
	}
	pthread_mutex_lock(&seen->lock);
	place = &seen->answers[seen->next_answer];
	seen->next_answer = (seen->next_answer + 1) % COMITY_SEEN_MAX;
	answer_clear(place);
	*place = made;
	pthread_mutex_unlock(&seen->lock);
	return COMITY_OK;
}
