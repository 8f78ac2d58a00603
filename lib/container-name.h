/* SPDX-License-Identifier: Apache-2.0 */
/* container-name: names of files in a container that mean one file, in the
 * container's own folder, on every system. */
#ifndef COMITY_CONTAINER_NAME_H
#define COMITY_CONTAINER_NAME_H

#include <stdbool.h>

/* A relative path with single slashes, UTF-8 in composed form, at most
 * COMITY_NAME_MAX octets; no "." or ".." step, no backslash, colon, control
 * or invisible character. */
bool comity_container_name_is_safe(const char *name);
/* Whether two names are one on a system that ignores case. */
bool comity_container_name_same(const char *a, const char *b);

#endif
