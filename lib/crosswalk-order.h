/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child order: in which order, and with which names, the elements of the core
 * stand in their parents, read once out of the core's own XSD.
 */
#ifndef COMITY_CROSSWALK_ORDER_H
#define COMITY_CROSSWALK_ORDER_H

#include "xml.h"

struct comity_child_order;
struct comity_order_type;

/* Gives the octets of another file of the schema by name; NULL absent. */
typedef const struct comity_source *comity_order_file(
    void *data, const char *name);

/*
 * Read a schema file and all that it includes.
 * Returns COMITY_OK; COMITY_EPACK with a finding; COMITY_ENOMEM.
 */
int comity_child_order_read(const struct comity_source *schema,
    comity_order_file *file, void *data, struct comity_report *report,
    struct comity_child_order **out);
void comity_child_order_free(struct comity_child_order *order);

/* The type of a global element; NULL none. Borrowed. */
const struct comity_order_type *comity_child_order_root(
    const struct comity_child_order *order, const char *name);
/* Position of a child among the type's elements; -1 not allowed there. */
int comity_child_order_index(const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name);
/* The type of a child; NULL if it has none of its own (simple) or is not
 * allowed there. */
const struct comity_order_type *comity_child_order_type(
    const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name);
bool comity_child_order_attribute(const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name);

#endif
