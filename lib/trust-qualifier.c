/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-qualifier.h"

#include "text.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#define MET COMITY_QUALIFYING_MET
#define NOT_MET COMITY_QUALIFYING_NOT_MET
#define UNKNOWN COMITY_QUALIFYING_UNKNOWN

static const struct {
	const char *name;
	uint32_t bit;
} usages[] = {
	{ "digitalSignature", KU_DIGITAL_SIGNATURE },
	{ "nonRepudiation", KU_NON_REPUDIATION },
	{ "keyEncipherment", KU_KEY_ENCIPHERMENT },
	{ "dataEncipherment", KU_DATA_ENCIPHERMENT },
	{ "keyAgreement", KU_KEY_AGREEMENT },
	{ "keyCertSign", KU_KEY_CERT_SIGN },
	{ "crlSign", KU_CRL_SIGN },
	{ "encipherOnly", KU_ENCIPHER_ONLY },
	{ "decipherOnly", KU_DECIPHER_ONLY },
};

/* "1.2.3" of <Identifier>urn:oid:1.2.3</Identifier>; NULL without memory. */
static char *
object_id(const xmlNode *holder)
{
	const xmlNode *node =
	    comity_node_child(holder, COMITY_NS_XADES, "Identifier");
	char *text, *own;

	if (node == NULL)
		return comity_text_copy("");
	if ((text = comity_node_value(node)) == NULL ||
	    strncasecmp(text, "urn:oid:", 8) != 0)
		return text;
	own = comity_text_copy(text + 8);
	free(text);
	return own;
}

static bool
is_object(const ASN1_OBJECT *object, const char *id)
{
	char text[128];

	return OBJ_obj2txt(text, sizeof(text), object, 1) > 0 &&
	       strcmp(text, id) == 0;
}

static bool
has_policy(const X509 *x509, const char *id)
{
	CERTIFICATEPOLICIES *all =
	    X509_get_ext_d2i(x509, NID_certificate_policies, NULL, NULL);
	bool found = false;
	int i;

	for (i = 0; i < sk_POLICYINFO_num(all); i++)
		found |= is_object(sk_POLICYINFO_value(all, i)->policyid, id);
	sk_POLICYINFO_pop_free(all, POLICYINFO_free);
	return found;
}

static bool
has_purpose(const X509 *x509, const char *id)
{
	EXTENDED_KEY_USAGE *all =
	    X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
	bool found = false;
	int i;

	for (i = 0; i < sk_ASN1_OBJECT_num(all); i++)
		found |= is_object(sk_ASN1_OBJECT_value(all, i), id);
	sk_ASN1_OBJECT_pop_free(all, ASN1_OBJECT_free);
	return found;
}

static bool
has_attribute(const X509 *x509, const char *id)
{
	const X509_NAME *name = X509_get_subject_name(x509);
	bool found = false;
	int i;

	for (i = 0; i < X509_NAME_entry_count(name); i++)
		found |= is_object(
		    X509_NAME_ENTRY_get_object(X509_NAME_get_entry(name, i)),
		    id);
	return found;
}

/* Every identifier in a set must be there. */
static enum comity_qualifying
each_object(const xmlNode *set, X509 *x509,
    bool (*has)(const X509 *x509, const char *id))
{
	enum comity_qualifying answer = MET;
	xmlNodePtr node = comity_node_first(set);
	char *id;

	if (node == NULL)
		return UNKNOWN;
	for (; node != NULL; node = comity_node_after(node)) {
		if ((id = object_id(node)) == NULL || *id == '\0')
			answer = UNKNOWN;
		else if (answer == MET && !has(x509, id))
			answer = NOT_MET;
		free(id);
	}
	return answer;
}

/* 1, 0, or -1: no boolean. */
static int
bit_value(const xmlNode *node)
{
	char *text = comity_node_value(node);
	int value = -1;

	if (comity_text_same(text, "true") || comity_text_same(text, "1"))
		value = 1;
	if (comity_text_same(text, "false") || comity_text_same(text, "0"))
		value = 0;
	free(text);
	return value;
}

static enum comity_qualifying
key_usage(const xmlNode *set, X509 *x509)
{
	uint32_t has = X509_get_key_usage(x509);
	xmlNodePtr node;
	enum comity_qualifying answer = MET;
	char *name;
	size_t i;
	int value;

	if (has == UINT32_MAX)
		has = 0; /* states none */
	for (node = comity_node_first(set); node != NULL;
	     node = comity_node_after(node)) {
		name = comity_node_attribute(node, "name");
		value = bit_value(node);
		for (i = 0; i < 9 &&
			    (name == NULL || strcmp(name, usages[i].name) != 0);
		     i++)
			;
		free(name);
		if (i == 9 || value < 0)
			return UNKNOWN;
		if (((has & usages[i].bit) != 0) != (value == 1))
			answer = NOT_MET;
	}
	return comity_node_first(set) != NULL ? answer : UNKNOWN;
}

static enum comity_qualifying
criterion(const xmlNode *node, const struct comity_certificate *certificate)
{
	X509 *x509 = comity_certificate_x509(certificate);

	if (comity_node_is(node, COMITY_NS_SIE, "CriteriaList"))
		return comity_trust_criteria(node, certificate);
	if (comity_node_is(node, COMITY_NS_SIE, "KeyUsage"))
		return key_usage(node, x509);
	if (comity_node_is(node, COMITY_NS_SIE, "PolicySet"))
		return each_object(node, x509, has_policy);
	if (comity_node_is(node, COMITY_NS_TSLX, "ExtendedKeyUsage"))
		return each_object(node, x509, has_purpose);
	if (comity_node_is(node, COMITY_NS_TSLX, "CertSubjectDNAttribute"))
		return each_object(node, x509, has_attribute);
	return UNKNOWN;
}

/* How many criteria of a list are met, not met, unknown. */
static void
count(const xmlNode *list, const struct comity_certificate *certificate,
    size_t counts[3])
{
	xmlNodePtr node;

	for (node = comity_node_first(list); node != NULL;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, COMITY_NS_SIE, "Description"))
			continue;
		if (comity_node_is(node, COMITY_NS_SIE, "otherCriteriaList"))
			count(node, certificate, counts);
		else
			counts[criterion(node, certificate)]++;
	}
}

enum comity_qualifying
comity_trust_criteria(
    const xmlNode *list, const struct comity_certificate *certificate)
{
	char *how = comity_node_attribute(list, "assert");
	enum comity_qualifying answer = UNKNOWN;
	size_t counts[3] = { 0 };

	count(list, certificate, counts);
	if (counts[MET] + counts[NOT_MET] + counts[UNKNOWN] == 0)
		answer = UNKNOWN;
	else if (how == NULL || strcmp(how, "all") == 0)
		answer = counts[NOT_MET] > 0   ? NOT_MET
			 : counts[UNKNOWN] > 0 ? UNKNOWN
					       : MET;
	else if (strcmp(how, "atLeastOne") == 0)
		answer = counts[MET] > 0       ? MET
			 : counts[UNKNOWN] > 0 ? UNKNOWN
					       : NOT_MET;
	else if (strcmp(how, "none") == 0)
		answer = counts[MET] > 0       ? NOT_MET
			 : counts[UNKNOWN] > 0 ? UNKNOWN
					       : MET;
	free(how);
	return answer;
}

static void
text_objects(struct comity_text *text, const char *label, const xmlNode *set)
{
	xmlNodePtr node;
	char *id;

	comity_text_add(text, label);
	for (node = comity_node_first(set); node != NULL;
	     node = comity_node_after(node)) {
		if ((id = object_id(node)) == NULL)
			text->failed = true;
		comity_text_addf(text, " %s", id != NULL ? id : "");
		free(id);
	}
}

static void
text_usage(struct comity_text *text, const xmlNode *set)
{
	xmlNodePtr node;
	char *name;

	comity_text_add(text, "keyUsage");
	for (node = comity_node_first(set); node != NULL;
	     node = comity_node_after(node)) {
		name = comity_node_attribute(node, "name");
		comity_text_addf(text, " %s%s",
		    bit_value(node) == 0 ? "not " : "",
		    name != NULL ? name : "?");
		free(name);
	}
}

static void text_list(struct comity_text *text, const xmlNode *list);

static void
text_members(
    struct comity_text *text, const xmlNode *list, const char **between)
{
	xmlNodePtr node;

	for (node = comity_node_first(list); node != NULL;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, COMITY_NS_SIE, "Description"))
			continue;
		if (comity_node_is(node, COMITY_NS_SIE, "otherCriteriaList")) {
			text_members(text, node, between);
			continue;
		}
		comity_text_add(text, *between);
		*between = "; ";
		if (comity_node_is(node, COMITY_NS_SIE, "CriteriaList"))
			text_list(text, node);
		else if (comity_node_is(node, COMITY_NS_SIE, "KeyUsage"))
			text_usage(text, node);
		else if (comity_node_is(node, COMITY_NS_SIE, "PolicySet"))
			text_objects(text, "policy", node);
		else
			text_objects(text, (const char *)node->name, node);
	}
}

static void
text_list(struct comity_text *text, const xmlNode *list)
{
	char *how = comity_node_attribute(list, "assert");
	const char *between = "";

	comity_text_addf(text, "%s(", how != NULL ? how : "all");
	text_members(text, list, &between);
	comity_text_add(text, ")");
	free(how);
}

char *
comity_trust_criteria_text(const xmlNode *list)
{
	struct comity_text text = { 0 };

	text_list(&text, list);
	return comity_text_take(&text);
}
