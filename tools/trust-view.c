/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-view.h"

#include "base64.h"
#include "moment.h"
#include "render-json.h"
#include "text.h"
#include "trust-qualifier.h"

#include <stdlib.h>
#include <string.h>

#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define NS_MRA "http://ec.europa.eu/tools/lotl/mra/schema/v2#"

static xmlNodePtr
child(const struct trust_view *view, const xmlNode *parent, const char *name)
{
	return parent == NULL
		   ? NULL
		   : comity_node_child(parent, view->dialect->ns, name);
}

static xmlNodePtr
next(const struct trust_view *view, const xmlNode *node, const char *name)
{
	return comity_node_next(node, view->dialect->ns, name);
}

static json_t *
node_text(struct trust_view *view, const xmlNode *node)
{
	char *text = node != NULL ? comity_node_value(node) : NULL;
	json_t *value = value_string(text);

	if (node != NULL && text == NULL)
		view->failed = true;
	free(text);
	return value;
}

json_t *
trust_view_text(
    struct trust_view *view, const xmlNode *parent, const char *name)
{
	return node_text(view, child(view, parent, name));
}

json_t *
trust_view_name(
    struct trust_view *view, const xmlNode *parent, const char *name)
{
	xmlNodePtr node = child(view, child(view, parent, name), "Name");
	xmlNodePtr pick = node, english = NULL, own = NULL;
	char *lang;

	for (; node != NULL; node = next(view, node, "Name")) {
		lang = comity_node_attribute_ns(node, XML_NS, "lang");
		if (english == NULL && comity_text_same(lang, "en"))
			english = node;
		if (own == NULL && comity_text_same(lang, view->language))
			own = node;
		free(lang);
	}
	return node_text(view, own != NULL       ? own
			       : english != NULL ? english
						 : pick);
}

/* All texts of a name within a child; nothing where there is none. */
static json_t *
texts(struct trust_view *view, const xmlNode *parent, const char *holder,
    const char *name)
{
	xmlNodePtr node = child(view, child(view, parent, holder), name);
	json_t *array;

	if (node == NULL)
		return json_null();
	array = json_array();
	for (; node != NULL; node = next(view, node, name))
		value_append(array, node_text(view, node), &view->failed);
	return array;
}

static json_t *
moment_text(int64_t at)
{
	char text[32];

	comity_moment_write(at, text);
	return json_string(text);
}

static json_t *
line_of(const struct trust_view *view, const xmlNode *node)
{
	return json_integer((json_int_t)comity_doc_line(view->doc, node));
}

struct comity_certificate *
trust_view_x509(struct trust_view *view, const xmlNode *node)
{
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	size_t len = 0;
	char *text = comity_node_text(node);
	int rc =
	    text == NULL ? COMITY_ENOMEM : comity_base64_read(text, &der, &len);

	if (rc == COMITY_OK)
		rc = comity_certificate_read_der(der, len, &certificate);
	if (rc == COMITY_ENOMEM)
		view->failed = true;
	free(text);
	free(der);
	return certificate;
}

json_t *
trust_view_certificate(
    struct trust_view *view, const struct comity_certificate *certificate)
{
	json_t *o = json_object();
	bool *failed = &view->failed;

	value_put(o, "subject",
	    value_string(comity_certificate_subject(certificate)), failed);
	value_put(o, "sha256",
	    json_string(comity_certificate_sha256(certificate)), failed);
	if (comity_certificate_ski(certificate)[0] != '\0')
		value_put(o, "keyIdentifier",
		    json_string(comity_certificate_ski(certificate)), failed);
	value_put(o, "from",
	    moment_text(comity_certificate_not_before(certificate)), failed);
	value_put(o, "until",
	    moment_text(comity_certificate_not_after(certificate)), failed);
	return o;
}

/* One DigitalId: what kind of identity, and the certificate if it is one. */
static json_t *
identity(struct trust_view *view, const xmlNode *id)
{
	const xmlNode *node = comity_node_first(id);
	struct comity_certificate *certificate;
	json_t *o = json_object();

	if (node == NULL)
		return o;
	value_put(
	    o, "kind", json_string((const char *)node->name), &view->failed);
	if (comity_node_is(node, view->dialect->ns, "X509Certificate")) {
		certificate = trust_view_x509(view, node);
		value_put(o, "certificate",
		    certificate != NULL
			? trust_view_certificate(view, certificate)
			: json_null(),
		    &view->failed);
		if (certificate == NULL)
			value_put(o, "unreadable", json_true(), &view->failed);
		comity_certificate_free(certificate);
	} else {
		value_put(o, "value", node_text(view, node), &view->failed);
	}
	return o;
}

static json_t *
identities(struct trust_view *view, const xmlNode *holder)
{
	json_t *array = json_array();
	xmlNodePtr id = child(view, holder, "DigitalId");

	for (; id != NULL; id = next(view, id, "DigitalId"))
		value_append(array, identity(view, id), &view->failed);
	return array;
}

static json_t *
qualification(struct trust_view *view, const xmlNode *element)
{
	const xmlNode *list =
	    comity_node_child(element, COMITY_NS_SIE, "CriteriaList");
	xmlNodePtr at = comity_node_child(element, COMITY_NS_SIE, "Qualifiers");
	json_t *o = json_object(), *names = json_array();
	char *text;

	at = at != NULL ? comity_node_first(at) : NULL;
	for (; at != NULL; at = comity_node_after(at)) {
		text = comity_node_attribute(at, "uri");
		value_append(names, value_string(text), &view->failed);
		free(text);
	}
	value_put(o, "qualifiers", names, &view->failed);
	if (list != NULL) {
		text = comity_trust_criteria_text(list);
		view->failed |= text == NULL;
		value_put(o, "criteria", value_string(text), &view->failed);
		free(text);
	}
	return o;
}

static void
put_qualifications(
    struct trust_view *view, const xmlNode *qualifications, json_t *o)
{
	json_t *array = json_array();
	xmlNodePtr node = comity_node_child(
	    qualifications, COMITY_NS_SIE, "QualificationElement");

	for (; node != NULL; node = comity_node_next(
				 node, COMITY_NS_SIE, "QualificationElement"))
		value_append(array, qualification(view, node), &view->failed);
	value_put(o, "qualifications", array, &view->failed);
}

/* One extension: its kind is the name of what it holds. */
static json_t *
extension(struct trust_view *view, const xmlNode *node)
{
	const xmlNode *what = comity_node_first(node);
	char *critical = comity_node_attribute(node, "Critical");
	json_t *o = json_object();

	value_put(o, "kind",
	    json_string(what != NULL ? (const char *)what->name : "text"),
	    &view->failed);
	value_put(o, "critical",
	    json_boolean(!comity_text_same(critical, "false") &&
			 !comity_text_same(critical, "0")),
	    &view->failed);
	if (what == NULL)
		value_put(o, "value", node_text(view, node), &view->failed);
	else if (comity_node_is(what, COMITY_NS_SIE, "Qualifications"))
		put_qualifications(view, what, o);
	else if (comity_node_is(what, COMITY_NS_TSLX, "TakenOverBy"))
		value_put(o, "value", trust_view_name(view, what, "TSPName"),
		    &view->failed);
	else if (comity_node_is(
		     what, view->dialect->ns, "AdditionalServiceInformation"))
		value_put(o, "value", trust_view_text(view, what, "URI"),
		    &view->failed);
	else
		value_put(o, "value", node_text(view, what), &view->failed);
	free(critical);
	return o;
}

static json_t *
extensions(struct trust_view *view, const xmlNode *parent, const char *name)
{
	const xmlNode *holder = child(view, parent, name);
	json_t *array;
	xmlNodePtr node;

	if (holder == NULL)
		return json_null();
	array = json_array();
	for (node = comity_node_first(holder); node != NULL;
	     node = comity_node_after(node))
		value_append(array, extension(view, node), &view->failed);
	return array;
}

static json_t *
history(struct trust_view *view, const xmlNode *service)
{
	xmlNodePtr node = child(view, child(view, service, "ServiceHistory"),
	    "ServiceHistoryInstance");
	json_t *array, *o;

	if (node == NULL)
		return json_null();
	array = json_array();
	for (; node != NULL;
	     node = next(view, node, "ServiceHistoryInstance")) {
		o = json_object();
		value_put(o, "line", line_of(view, node), &view->failed);
		value_put(o, "status",
		    trust_view_text(view, node, "ServiceStatus"),
		    &view->failed);
		value_put(o, "since",
		    trust_view_text(view, node, "StatusStartingTime"),
		    &view->failed);
		value_put(o, "type",
		    trust_view_text(view, node, "ServiceTypeIdentifier"),
		    &view->failed);
		value_append(array, o, &view->failed);
	}
	return array;
}

/* What tells a service from the others on its line: a list may stand on one. */
struct mark {
	json_t *type, *since; /* strings, or null */
	char sha256[65]; /* of its first certificate that can be read */
};

static void
mark_read(struct trust_view *view, const xmlNode *service, struct mark *mark)
{
	const xmlNode *information = child(view, service, "ServiceInformation");
	const xmlNode *identity =
	    child(view, information, "ServiceDigitalIdentity");
	xmlNodePtr id = child(view, identity, "DigitalId"), node;
	struct comity_certificate *certificate;

	memset(mark, 0, sizeof(*mark));
	mark->type =
	    trust_view_text(view, information, "ServiceTypeIdentifier");
	mark->since = trust_view_text(view, information, "StatusStartingTime");
	for (; id != NULL && mark->sha256[0] == '\0';
	     id = next(view, id, "DigitalId")) {
		if ((node = child(view, id, "X509Certificate")) == NULL ||
		    (certificate = trust_view_x509(view, node)) == NULL)
			continue;
		memcpy(mark->sha256, comity_certificate_sha256(certificate),
		    sizeof(mark->sha256));
		comity_certificate_free(certificate);
	}
}

static bool
is_marked(const struct mark *mark, const struct comity_service *listed)
{
	const char *type = json_string_value(mark->type);
	const char *since = json_string_value(mark->since);
	int64_t at;
	size_t i;

	if (strcmp(mark->sha256, listed->certificate_sha256) != 0 ||
	    strcmp(type != NULL ? type : "", listed->type) != 0)
		return false;
	if (since == NULL || comity_moment_read(since, &at) != COMITY_OK)
		return true;
	for (i = 0; i < listed->period_count; i++)
		if (listed->periods[i].begins == at)
			return true;
	return false;
}

/* The listing of a service: they stand in the order of the file. */
static const struct comity_service *
listed_at(struct trust_view *view, const xmlNode *service)
{
	unsigned long line = comity_doc_line(view->doc, service);
	const struct comity_service *found = NULL;
	size_t low = 0, high = view->list->count, middle;
	struct mark mark;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (view->list->listings[middle]->service.line < line)
			low = middle + 1;
		else
			high = middle;
	}
	mark_read(view, service, &mark);
	for (; found == NULL && low < view->list->count &&
	       view->list->listings[low]->service.line == line;
	     low++)
		if (is_marked(&mark, &view->list->listings[low]->service))
			found = &view->list->listings[low]->service;
	json_decref(mark.type);
	json_decref(mark.since);
	return found;
}

bool
trust_view_counts(
    struct trust_view *view, const xmlNode *service, const char **why)
{
	const struct comity_service *listed;
	size_t i;

	*why = "list-not-used";
	if (view->list == NULL)
		return false;
	*why = "passed-over";
	if ((listed = listed_at(view, service)) == NULL)
		return false;
	*why = "not-granted";
	if (comity_service_granted(listed, view->moment))
		*why = NULL;
	for (i = 0; *why != NULL && i < listed->period_count; i++)
		if (listed->periods[i].websites_only &&
		    listed->periods[i].begins <= view->moment &&
		    view->moment < listed->periods[i].ends)
			*why = "websites-only";
	return *why == NULL;
}

json_t *
trust_view_service(struct trust_view *view, const xmlNode *service)
{
	const xmlNode *information = child(view, service, "ServiceInformation");
	json_t *o = json_object();
	bool *failed = &view->failed;
	const char *why;

	value_put(o, "line", line_of(view, service), failed);
	value_put(o, "name", trust_view_name(view, information, "ServiceName"),
	    failed);
	value_put(o, "type",
	    trust_view_text(view, information, "ServiceTypeIdentifier"),
	    failed);
	value_put(o, "status",
	    trust_view_text(view, information, "ServiceStatus"), failed);
	value_put(o, "since",
	    trust_view_text(view, information, "StatusStartingTime"), failed);
	value_put(o, "counts",
	    json_boolean(trust_view_counts(view, service, &why)), failed);
	if (why != NULL)
		value_put(o, "why", json_string(why), failed);
	value_put(o, "identities",
	    identities(
		view, child(view, information, "ServiceDigitalIdentity")),
	    failed);
	value_put(o, "extensions",
	    extensions(view, information, "ServiceInformationExtensions"),
	    failed);
	value_put(o, "history", history(view, service), failed);
	return o;
}

static json_t *
provider(struct trust_view *view, const xmlNode *node)
{
	const struct comity_trust_dialect *dialect = view->dialect;
	const xmlNode *information = child(view, node, dialect->information);
	xmlNodePtr service =
	    child(view, child(view, node, dialect->services), dialect->service);
	json_t *o = json_object(), *array = json_array();
	bool *failed = &view->failed;

	value_put(o, "line", line_of(view, node), failed);
	value_put(o, "name", trust_view_name(view, information, dialect->name),
	    failed);
	value_put(o, "tradeNames",
	    texts(view, information, dialect->trade_name, "Name"), failed);
	value_put(o, "extensions",
	    extensions(view, information, dialect->extensions), failed);
	for (; service != NULL; service = next(view, service, dialect->service))
		value_append(array, trust_view_service(view, service), failed);
	value_put(o, "services", array, failed);
	return o;
}

/* What is said of another list; a member once. */
static void
put_other(struct trust_view *view, const xmlNode *what, json_t *o)
{
	const char *ns = view->dialect->ns;
	bool *failed = &view->failed;

	if (comity_node_is(what, ns, "SchemeTerritory"))
		value_put(o, "territory", node_text(view, what), failed);
	else if (comity_node_is(what, ns, view->dialect->type))
		value_put(o, "type", node_text(view, what), failed);
	else if (comity_node_is(what, ns, "SchemeOperatorName"))
		value_put(o, "operator",
		    trust_view_name(view, what->parent, "SchemeOperatorName"),
		    failed);
	else if (comity_node_is(what, COMITY_NS_TSLX, "MimeType"))
		value_put(o, "format", node_text(view, what), failed);
	else if (comity_node_is(
		     what, NS_MRA, "MutualRecognitionAgreementInformation"))
		value_put(o, "mutualRecognition",
		    trust_view_recognition(view, what), failed);
}

static json_t *
pointer(struct trust_view *view, const xmlNode *node)
{
	xmlNodePtr one, what;
	json_t *o = json_object(), *signers = json_array(), *ids;

	value_put(o, "line", line_of(view, node), &view->failed);
	value_put(o, "location",
	    trust_view_text(view, node, view->dialect->location),
	    &view->failed);
	one = child(view, node, "AdditionalInformation");
	one = one != NULL ? comity_node_first(one) : NULL;
	for (; one != NULL; one = comity_node_after(one))
		for (what = comity_node_first(one); what != NULL;
		     what = comity_node_after(what))
			put_other(view, what, o);
	one = child(view, child(view, node, "ServiceDigitalIdentities"),
	    "ServiceDigitalIdentity");
	for (; one != NULL; one = next(view, one, "ServiceDigitalIdentity")) {
		ids = identities(view, one);
		if (json_array_extend(signers, ids) != 0)
			view->failed = true;
		json_decref(ids);
	}
	value_put(o, "signers", signers, &view->failed);
	return o;
}

/* All elements of a name in a holder, each by its own function. */
static json_t *
each(struct trust_view *view, const xmlNode *holder, const char *name,
    json_t *(*make)(struct trust_view *, const xmlNode *))
{
	xmlNodePtr node = child(view, holder, name);
	json_t *array = json_array();

	for (; node != NULL; node = next(view, node, name))
		value_append(array, make(view, node), &view->failed);
	return array;
}

json_t *
trust_view_list(struct trust_view *view)
{
	const struct comity_trust_dialect *dialect = view->dialect;
	const xmlNode *root = comity_doc_root(view->doc);
	const xmlNode *scheme = child(view, root, dialect->scheme);
	const xmlNode *update = child(view, scheme, "NextUpdate");
	json_t *o = json_object();
	bool *failed = &view->failed;

	value_put(o, "standard", json_string(dialect->standard), failed);
	value_put(o, "version", trust_view_text(view, scheme, dialect->version),
	    failed);
	value_put(
	    o, "type", trust_view_text(view, scheme, dialect->type), failed);
	value_put(
	    o, "name", trust_view_name(view, scheme, "SchemeName"), failed);
	value_put(o, "operator",
	    trust_view_name(view, scheme, "SchemeOperatorName"), failed);
	value_put(o, "territory",
	    trust_view_text(view, scheme, "SchemeTerritory"), failed);
	value_put(o, "sequence",
	    trust_view_text(view, scheme, dialect->sequence), failed);
	value_put(o, "issued",
	    trust_view_text(view, scheme, "ListIssueDateTime"), failed);
	value_put(
	    o, "nextUpdate", trust_view_text(view, update, "dateTime"), failed);
	value_put(o, "statusDetermination",
	    trust_view_text(view, scheme, "StatusDeterminationApproach"),
	    failed);
	value_put(o, "rules",
	    texts(view, scheme, "SchemeTypeCommunityRules", "URI"), failed);
	value_put(o, "historyDays",
	    trust_view_text(view, scheme, "HistoricalInformationPeriod"),
	    failed);
	value_put(o, "distributionPoints",
	    texts(view, scheme, "DistributionPoints", "URI"), failed);
	value_put(o, "extensions", extensions(view, scheme, "SchemeExtensions"),
	    failed);
	value_put(o, "providers",
	    each(view, child(view, root, dialect->providers), dialect->provider,
		provider),
	    failed);
	value_put(o, "pointers",
	    each(view, child(view, scheme, dialect->pointers), dialect->pointer,
		pointer),
	    failed);
	return o;
}
