/* SPDX-License-Identifier: Apache-2.0 */
/* render-json: the answer as one value, which json and html both print. */
#ifndef RENDER_JSON_H
#define RENDER_JSON_H

#include "answer.h"

#include <jansson.h>

/* A new value for json_decref(); NULL if memory ran out. */
json_t *render_json_value(const struct answer *answer);
/* The findings of a report, as they stand in an answer. */
json_t *render_json_findings(const struct comity_report *report, bool *failed);

/* Text as it may be printed: what could mislead is escaped; null for NULL. */
json_t *value_string(const char *text);
/* json_object_set_new() that remembers a failure and leaves out null. */
void value_put(
    json_t *object, const char *key, json_t *value, bool *failed);
void value_append(json_t *array, json_t *value, bool *failed);
/* A number, null for 0; a moment. */
json_t *value_number(unsigned long value);
json_t *value_moment(int64_t at);
/* A day, null for INT64_MAX. */
json_t *value_day(int64_t day);
json_t *value_timestamps(const struct comity_signature *s, bool *failed);
/* What the signer claims: an empty place or list is left out. */
void value_put_claims(
    json_t *o, const struct comity_claims *claims, bool *failed);
/* Who counter-signed the signature at this node; left out where nobody did. */
void value_put_counters(json_t *o, const struct comity_verification *v,
    const xmlNode *master, bool *failed);
/* A file's name as a URI reference: octets that a URI may not hold, and those
 * that JSON may not, in percent; null for NULL. */
json_t *value_uri(const char *name);
/* A member's text; NULL absent. */
const char *value_text(const json_t *object, const char *key);

#endif
