/* SPDX-License-Identifier: Apache-2.0 */
/* requirement-private: what a loaded set is made of; requirement*.c only. */
#ifndef COMITY_REQUIREMENT_PRIVATE_H
#define COMITY_REQUIREMENT_PRIVATE_H

#include "messages.h"
#include "pack-private.h"
#include "requirement.h"
#include "rules-private.h"

#define COMITY_REQUIREMENT_WITHHELD "What would show it is withheld."
#define COMITY_NS_REQUIREMENTS "urn:comity:requirements:1"

struct requirement {
	char *id, *title, *article, *source, *clause, *basis, *missing,
	    *contradiction, *doubt; /* doubt NULL: withheld */
	bool warns;
	unsigned long line;
	/* compiled NULL: not there */
	struct expression each, applies, met, open, against;
};

struct comity_requirement_set {
	struct pack_edition base; /* first, as pack.c's; most of it empty */
	struct comity_folder *folder;
	struct comity_rules *rules; /* prefixes, lets, patterns; no rules */
	struct requirement *rows;
	size_t count;
	struct comity_messages *messages;
};

#endif
