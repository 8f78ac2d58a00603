/* SPDX-License-Identifier: Apache-2.0 */
/* What the European list of lists says of agreements with third countries
 * (mra_schema_v2): shown, and never a recognition by itself. */
#include "render-json.h"
#include "trust-view.h"

#include <stdlib.h>

#define NS_MRA "http://ec.europa.eu/tools/lotl/mra/schema/v2#"

static xmlNodePtr
child(const xmlNode *parent, const char *name)
{
	return parent == NULL ? NULL : comity_node_child(parent, NS_MRA, name);
}

static json_t *
text(struct trust_view *view, const xmlNode *node)
{
	char *value = node != NULL ? comity_node_value(node) : NULL;
	json_t *string = value_string(value);

	view->failed |= node != NULL && value == NULL;
	free(value);
	return string;
}

static json_t *
attribute(const xmlNode *node, const char *name)
{
	char *value = node != NULL ? comity_node_attribute(node, name) : NULL;
	json_t *string = value_string(value);

	free(value);
	return string;
}

/* A type with what it is for: "CA/QC ForeSignatures" as two URIs. */
static json_t *
type_text(struct trust_view *view, const xmlNode *node)
{
	json_t *o = json_object();
	const xmlNode *more = comity_node_child(
	    node, view->dialect->ns, "AdditionalServiceInformation");

	value_put(o, "type",
	    trust_view_text(view, node, "ServiceTypeIdentifier"),
	    &view->failed);
	if (more != NULL)
		value_put(o, "additional", trust_view_text(view, more, "URI"),
		    &view->failed);
	return o;
}

static json_t *
types(struct trust_view *view, const xmlNode *list)
{
	json_t *array = json_array();
	xmlNodePtr node = child(list, "TrustServiceTSLType");

	for (; node != NULL;
	     node = comity_node_next(node, NS_MRA, "TrustServiceTSLType"))
		value_append(array, type_text(view, node), &view->failed);
	return array;
}

static json_t *
statuses(struct trust_view *view, const xmlNode *list)
{
	json_t *array = json_array();
	xmlNodePtr node =
	    list == NULL
		? NULL
		: comity_node_child(list, view->dialect->ns, "ServiceStatus");

	for (; node != NULL;
	     node = comity_node_next(node, view->dialect->ns, "ServiceStatus"))
		value_append(array, text(view, node), &view->failed);
	return array;
}

/* {"pointing": ..., "pointed": ...} */
static json_t *
pair(struct trust_view *view, json_t *pointing, json_t *pointed)
{
	json_t *o = json_object();

	value_put(o, "pointing", pointing, &view->failed);
	value_put(o, "pointed", pointed, &view->failed);
	return o;
}

static json_t *
status_pair(struct trust_view *view, const xmlNode *holder)
{
	return pair(view,
	    statuses(
		view, child(holder, "TrustServiceTSLStatusListPointingParty")),
	    statuses(
		view, child(holder, "TrustServiceTSLStatusListPointedParty")));
}

static json_t *
contexts(struct trust_view *view, const xmlNode *list)
{
	json_t *array = json_array();
	xmlNodePtr node = child(list, "CertificateContentReferenceEquivalence");

	for (; node != NULL; node = comity_node_next(node, NS_MRA,
				 "CertificateContentReferenceEquivalence"))
		value_append(array,
		    text(view,
			child(node, "CertificateContentReferenceEquivalence"
				    "Context")),
		    &view->failed);
	return array;
}

static json_t *
qualifiers(struct trust_view *view, const xmlNode *holder)
{
	json_t *array = json_array();
	xmlNodePtr list = child(holder, "QualifierEquivalenceList"), node;

	for (; list != NULL;
	     list = comity_node_next(list, NS_MRA, "QualifierEquivalenceList"))
		for (node = child(list, "QualifierEquivalence"); node != NULL;
		     node =
			 comity_node_next(node, NS_MRA, "QualifierEquivalence"))
			value_append(array,
			    pair(view,
				attribute(child(node, "QualifierPointingParty"),
				    "uri"),
				attribute(child(node, "QualifierPointedParty"),
				    "uri")),
			    &view->failed);
	return array;
}

/* An equivalence as it is, or as it was. */
static json_t *
equivalence(struct trust_view *view, const xmlNode *node)
{
	const xmlNode *types_of =
	    child(node, "TrustServiceTSLTypeEquivalenceList");
	const xmlNode *status =
	    child(node, "TrustServiceTSLStatusEquivalenceList");
	json_t *o = json_object();
	bool *failed = &view->failed;

	value_put(o, "identifier",
	    text(view, child(node, "TrustServiceLegalIdentifier")), failed);
	value_put(o, "status",
	    text(view, child(node, "TrustServiceEquivalenceStatus")), failed);
	value_put(o, "since",
	    text(
		view, child(node, "TrustServiceEquivalenceStatusStartingTime")),
	    failed);
	value_put(o, "types",
	    pair(view,
		types(view,
		    child(types_of, "TrustServiceTSLTypeListPointingParty")),
		types(view,
		    child(types_of, "TrustServiceTSLTypeListPointedParty"))),
	    failed);
	value_put(o, "valid",
	    status_pair(
		view, child(status, "TrustServiceTSLStatusValidEquivalence")),
	    failed);
	value_put(o, "invalid",
	    status_pair(
		view, child(status, "TrustServiceTSLStatusInvalidEquivalence")),
	    failed);
	value_put(o, "certificateContents",
	    contexts(view,
		child(node, "CertificateContentReferencesEquivalenceList")),
	    failed);
	value_put(o, "qualifiers",
	    qualifiers(view,
		child(node,
		    "TrustServiceTSLQualificationExtensionEquivalenceList")),
	    failed);
	return o;
}

static json_t *
history(struct trust_view *view, const xmlNode *node)
{
	xmlNodePtr holder = child(node, "TrustServiceEquivalenceHistory"), at;
	json_t *array = json_array();

	for (; holder != NULL; holder = comity_node_next(holder, NS_MRA,
				   "TrustServiceEquivalenceHistory"))
		for (at = child(
			 holder, "TrustServiceEquivalenceHistoryInstance");
		     at != NULL; at = comity_node_next(at, NS_MRA,
				     "TrustServiceEquivalenceHistoryInstance"))
			value_append(
			    array, equivalence(view, at), &view->failed);
	return array;
}

json_t *
trust_view_recognition(struct trust_view *view, const xmlNode *node)
{
	json_t *o = json_object(), *array = json_array(), *one;
	xmlNodePtr at = child(node, "TrustServiceEquivalenceInformation");
	bool *failed = &view->failed;

	value_put(o, "version", attribute(node, "version"), failed);
	value_put(o, "technicalType", attribute(node, "technicalType"), failed);
	value_put(o, "depth", attribute(node, "MRADepth"), failed);
	value_put(o, "pointingLegislation",
	    attribute(node, "pointingContractingPartyLegislation"), failed);
	value_put(o, "pointedLegislation",
	    attribute(node, "pointedContractingPartyLegislation"), failed);
	for (; at != NULL; at = comity_node_next(at, NS_MRA,
			       "TrustServiceEquivalenceInformation")) {
		one = equivalence(view, at);
		value_put(one, "history", history(view, at), failed);
		value_append(array, one, failed);
	}
	value_put(o, "equivalences", array, failed);
	return o;
}
