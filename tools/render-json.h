/* SPDX-License-Identifier: Apache-2.0 */
/* render-json: the answer as one value, which json and html both print. */
#ifndef RENDER_JSON_H
#define RENDER_JSON_H

#include "answer.h"

#include <jansson.h>

/* A new value for json_decref(); NULL if memory ran out. */
json_t *render_json_value(const struct answer *answer);

#endif
