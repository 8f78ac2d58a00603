/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of a list in their order, as the schemas of TS 119 612 V2.4.1
 * and TS 119 602 V1.1.1 have it, with what only the text makes mandatory. */
#include "text.h"
#include "trust-check.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

struct rule {
	const char *name, *clause; /* of TS 119 612 */
	int min, max; /* 0: any number */
	const struct rule *inside; /* NULL: text, or not looked into */
	bool free; /* not looked into, not even for text */
};
#define END                                                                    \
	{                                                                      \
		NULL, NULL, 0, 0, NULL, false                                  \
	}

static const struct rule names[] = { { "Name", "5.1.4", 1, 0, NULL, false },
	END };
static const struct rule uris[] = { { "URI", "5.1.4", 1, 0, NULL, false },
	END };
static const struct rule postal[] = {
	{ "StreetAddress", "5.3.5.1", 1, 1, NULL, false },
	{ "Locality", "5.3.5.1", 1, 1, NULL, false },
	{ "StateOrProvince", "5.3.5.1", 0, 1, NULL, false },
	{ "PostalCode", "5.3.5.1", 0, 1, NULL, false },
	{ "CountryName", "5.3.5.1", 1, 1, NULL, false },
	END,
};
static const struct rule postals[] = {
	{ "PostalAddress", "5.3.5.1", 1, 0, postal, false },
	END,
};
static const struct rule address[] = {
	{ "PostalAddresses", "5.3.5.1", 1, 1, postals, false },
	{ "ElectronicAddress", "5.3.5.2", 1, 1, uris, false },
	END,
};
static const struct rule extensions[] = {
	{ "Extension", "5.3.17", 1, 0, NULL, true },
	END,
};
static const struct rule identity[] = {
	{ "DigitalId", "5.5.3", 0, 0, NULL, true },
	END,
};
static const struct rule identities[] = {
	{ "ServiceDigitalIdentity", "5.5.3", 1, 0, identity, false },
	END,
};
static const struct rule next_update[] = {
	{ "dateTime", "5.3.15", 0, 1, NULL, false },
	END,
};
static const struct rule points[] = {
	{ "ServiceSupplyPoint", "5.5.7", 1, 0, NULL, false },
	END,
};

/* The parts that differ by name, once for each standard: T the prefix of the
 * list's elements, P of its providers', M how often what TS 119 602 lets out
 * must be there. */
#define TABLES(                                                                \
    x, T, P, LIST, PROVIDER, INFORMATION, SERVICES, SERVICE, SCHEME, M)        \
	static const struct rule x##_pointer[] = {                             \
		{ "ServiceDigitalIdentities", "5.3.13", 1, 1, identities,      \
		    false },                                                   \
		{ T "Location", "5.3.13", 1, 1, NULL, false },                 \
		{ "AdditionalInformation", "5.3.13", 1, 1, NULL, true },       \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_pointers[] = {                            \
		{ "Other" T "Pointer", "5.3.13", 1, 0, x##_pointer, false },   \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_scheme[] = {                              \
		{ T "VersionIdentifier", "5.3.1", 1, 1, NULL, false },         \
		{ T "SequenceNumber", "5.3.2", 1, 1, NULL, false },            \
		{ T "Type", "5.3.3", 1, 1, NULL, false },                      \
		{ "SchemeOperatorName", "5.3.4", 1, 1, names, false },         \
		{ "SchemeOperatorAddress", "5.3.5", 1, 1, address, false },    \
		{ "SchemeName", "5.3.6", 1, 1, names, false },                 \
		{ "SchemeInformationURI", "5.3.7", 1, 1, uris, false },        \
		{ "StatusDeterminationApproach", "5.3.8", 1, 1, NULL, false }, \
		{ "SchemeTypeCommunityRules", "5.3.9", M, 1, uris, false },    \
		{ "SchemeTerritory", "5.3.10", 1, 1, NULL, false },            \
		{ "PolicyOrLegalNotice", "5.3.11", M, 1, NULL, true },         \
		{ "HistoricalInformationPeriod", "5.3.12", M, 1, NULL,         \
		    false },                                                   \
		{ "PointersToOther" T, "5.3.13", 0, 1, x##_pointers, false },  \
		{ "ListIssueDateTime", "5.3.14", 1, 1, NULL, false },          \
		{ "NextUpdate", "5.3.15", 1, 1, next_update, false },          \
		{ "DistributionPoints", "5.3.16", 0, 1, uris, false },         \
		{ "SchemeExtensions", "5.3.17", 0, 1, extensions, false },     \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_information[] = {                         \
		{ P "Name", "5.4.1", 1, 1, names, false },                     \
		{ P "TradeName", "5.4.2", M, 1, names, false },                \
		{ P "Address", "5.4.3", 1, 1, address, false },                \
		{ P "InformationURI", "5.4.4", 1, 1, uris, false },            \
		{ P "InformationExtensions", "5.4.5", 0, 1, extensions,        \
		    false },                                                   \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_service_information[] = {                 \
		{ "ServiceTypeIdentifier", "5.5.1", M, 1, NULL, false },       \
		{ "ServiceName", "5.5.2", 1, 1, names, false },                \
		{ "ServiceDigitalIdentity", "5.5.3", 1, 1, identity, false },  \
		{ "ServiceStatus", "5.5.4", M, 1, NULL, false },               \
		{ "StatusStartingTime", "5.5.5", M, 1, NULL, false },          \
		{ "SchemeServiceDefinitionURI", "5.5.6", 0, 1, uris, false },  \
		{ "ServiceSupplyPoints", "5.5.7", 0, 1, points, false },       \
		{ P "ServiceDefinitionURI", "5.5.8", 0, 1, uris, false },      \
		{ "ServiceInformationExtensions", "5.5.9", 0, 1, extensions,   \
		    false },                                                   \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_instance[] = {                            \
		{ "ServiceTypeIdentifier", "5.6.1", M, 1, NULL, false },       \
		{ "ServiceName", "5.6.2", 1, 1, names, false },                \
		{ "ServiceDigitalIdentity", "5.6.3", 1, 1, identity, false },  \
		{ "ServiceStatus", "5.6.4", 1, 1, NULL, false },               \
		{ "StatusStartingTime", "5.6.5", 1, 1, NULL, false },          \
		{ "ServiceInformationExtensions", "5.6.6", 0, 1, extensions,   \
		    false },                                                   \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_history[] = {                             \
		{ "ServiceHistoryInstance", "5.6", 0, 0, x##_instance,         \
		    false },                                                   \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_service[] = {                             \
		{ "ServiceInformation", "5.5", 1, 1, x##_service_information,  \
		    false },                                                   \
		{ "ServiceHistory", "5.5.10", 0, 1, x##_history, false },      \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_services[] = {                            \
		{ SERVICE, "5.4.6", 1, 0, x##_service, false },                \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_provider[] = {                            \
		{ INFORMATION, "5.4", 1, 1, x##_information, false },          \
		{ SERVICES, "5.4.6", 1, 1, x##_services, false },              \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_providers[] = {                           \
		{ PROVIDER, "5.3.18", 1, 0, x##_provider, false },             \
		END,                                                           \
	};                                                                     \
	static const struct rule x##_root[] = {                                \
		{ SCHEME, "5.3", 1, 1, x##_scheme, false },                    \
		{ LIST, "5.3.18", 0, 1, x##_providers, false },                \
		END,                                                           \
	}

TABLES(services, "TSL", "TSP", "TrustServiceProviderList",
    "TrustServiceProvider", "TSPInformation", "TSPServices", "TSPService",
    "SchemeInformation", 1);
TABLES(entities, "LoTE", "TE", "TrustedEntitiesList", "TrustedEntity",
    "TrustedEntityInformation", "TrustedEntityServices", "TrustedEntityService",
    "ListAndSchemeInformation", 0);

struct shape {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	struct comity_report *report;
};

static int
find(const struct shape *shape, const xmlNode *node,
    enum comity_finding_id finding, const char *found, const struct rule *rule)
{
	char *expected = NULL;
	int rc;

	/* the clauses are those of TS 119 612; the other's are not the same */
	if (rule != NULL &&
	    (expected = shape->dialect->entities
			    ? comity_text_copy(rule->name)
			    : comity_text_format("%s, clause %s", rule->name,
				  rule->clause)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_find(
	    shape->doc, node, shape->report, finding, found, expected);
	free(expected);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static int check_children(
    const struct shape *shape, const xmlNode *parent, const struct rule *rules);

static int
check_element(
    const struct shape *shape, const xmlNode *node, const struct rule *rule)
{
	char *text;
	int rc = COMITY_OK;

	if (rule->free)
		return COMITY_OK;
	if (rule->inside != NULL)
		return check_children(shape, node, rule->inside);
	if ((text = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	if (*text == '\0')
		rc =
		    find(shape, node, COMITY_F_TRUST_CHECK_MISSING, NULL, rule);
	free(text);
	return rc;
}

/* The first of the rules, from one on, with the element's name. */
static const struct rule *
rule_for(
    const struct shape *shape, const xmlNode *node, const struct rule *rules)
{
	for (; rules->name != NULL; rules++)
		if (comity_node_is(node, shape->dialect->ns, rules->name))
			return rules;
	return NULL;
}

static int
check_children(
    const struct shape *shape, const xmlNode *parent, const struct rule *rules)
{
	const struct rule *at = rules, *own;
	const xmlNode *node = comity_node_first(parent);
	int count = 0, rc = COMITY_OK;

	for (; node != NULL && rc == COMITY_OK;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, COMITY_NS_DS, "Signature"))
			continue;
		if ((own = rule_for(shape, node, at)) == NULL) {
			rc = find(shape, node, COMITY_F_TRUST_CHECK_ORDER,
			    (const char *)node->name, NULL);
			continue;
		}
		for (; at != own && rc == COMITY_OK; at++, count = 0)
			if (count < at->min)
				rc = find(shape, parent,
				    COMITY_F_TRUST_CHECK_MISSING, NULL, at);
		if (++count > at->max && at->max != 0 && rc == COMITY_OK)
			rc = find(shape, node, COMITY_F_TRUST_CHECK_ORDER,
			    (const char *)node->name, NULL);
		if (rc == COMITY_OK)
			rc = check_element(shape, node, own);
	}
	for (; at->name != NULL && rc == COMITY_OK; at++, count = 0)
		if (count < at->min)
			rc = find(shape, parent, COMITY_F_TRUST_CHECK_MISSING,
			    NULL, at);
	return rc;
}

int
comity_trust_check_shape(const struct comity_doc *doc,
    const struct comity_trust_dialect *dialect, struct comity_report *report)
{
	const struct shape shape = { doc, dialect, report };

	return check_children(&shape, comity_doc_root(doc),
	    dialect->entities ? entities_root : services_root);
}
