/* SPDX-License-Identifier: Apache-2.0 */
#include "verifying.h"

#include <string.h>
/* Documents of the core whose signer needs a service of its own. */
static const struct {
	const char *root, *service;
} services[] = {
	{ "Arrangement", "urn:comity:service:arrangement" },
	{ "StatusList", "urn:comity:service:status" },
	{ "RecognitionCertificate", "urn:comity:service:certificate" },
	{ "License", "urn:comity:service:license:core" },
};

/* Is the root one of these, or a Collection that holds one? */
static bool
holds(const struct comity_doc *doc, const char *name)
{
	xmlNodePtr root = comity_doc_root(doc);

	return comity_node_is(root, COMITY_NS_CORE, name) ||
	       (comity_node_is(root, COMITY_NS_CORE, "Collection") &&
		   comity_node_child(root, COMITY_NS_CORE, name) != NULL);
}

bool
verifying_is_agreement(const struct comity_doc *doc)
{
	return holds(doc, "Agreement");
}

void
verifying_policy(const struct run *run, const struct answer *answer,
    struct verifying *verifying)
{
	struct comity_verify_policy *policy = &verifying->policy;
	const struct comity_edition *edition = answer->edition;
	size_t i;

	memset(verifying, 0, sizeof(*verifying));
	policy->moment = run->moment;
	policy->now = run->now;
	policy->algorithms =
	    run->policy != NULL ? &run->policy->algorithms : NULL;
	policy->keep_octets = run->options.dump_octets != NULL;
	policy->explain = run->options.explain || policy->keep_octets ||
			  run->options.format == FORMAT_ETSI;
	policy->has_held_since = run->options.has_held_since;
	policy->held_since = run->options.held_since;
	policy->moment_is_past =
	    run->options.has_as_of && run->options.as_of < run->now;
	if (edition == NULL)
		return;
	if (strcmp(edition->kind, "license") == 0) {
		snprintf(verifying->service, sizeof(verifying->service),
		    "urn:comity:service:license:%s", edition->profile);
		policy->service_type = verifying->service;
		policy->territory = edition->jurisdiction;
	}
	for (i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (holds(answer->doc, services[i].root))
			policy->service_type = services[i].service;
}
