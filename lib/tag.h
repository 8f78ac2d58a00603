/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tag: start tags as octets, before a parser sees them. libxml2 compares each
 * attribute of an element with each other one before it tells of any: time
 * grows with the square, so their number is looked at first.
 */
#ifndef COMITY_TAG_H
#define COMITY_TAG_H

#include <stddef.h>

/*
 * The first start tag with more attributes than most, declarations of
 * namespaces among them: where its "<" is; NULL none. Of octets that are not
 * well-formed it says what stands before the place where they are not.
 * octets  UTF-8, untrusted.
 */
const char *comity_tag_wide(const char *octets, size_t len, size_t most);

#endif
