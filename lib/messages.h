/* SPDX-License-Identifier: Apache-2.0 */
/* messages: labels and explanations per language. doc/profile.md 4. */
#ifndef COMITY_MESSAGES_H
#define COMITY_MESSAGES_H

#include "folder.h"
#include "pack.h"

/* All languages of a folder; an empty set if it has none.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM. */
int comity_messages_read(const struct comity_folder *folder,
    struct comity_report *report, struct comity_messages **out);
void comity_messages_free(struct comity_messages *messages);

/* NULL none; borrowed. remedy: the message's own remedy, not its text. */
const char *comity_messages_find(const struct comity_messages *messages,
    const char *id, const char *language, bool remedy);

#endif
