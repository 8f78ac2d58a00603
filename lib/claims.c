/* SPDX-License-Identifier: Apache-2.0 */
#include "claims.h"

#include "status.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define JURISDICTION "urn:comity:jurisdiction:"

static const struct {
	const char *name, *element;
} parts[COMITY_PLACE_PARTS] = {
	[COMITY_PLACE_CITY] = { "city", "City" },
	[COMITY_PLACE_STREET] = { "street", "StreetAddress" },
	[COMITY_PLACE_STATE] = { "state", "StateOrProvince" },
	[COMITY_PLACE_POSTAL_CODE] = { "postal-code", "PostalCode" },
	[COMITY_PLACE_COUNTRY] = { "country", "CountryName" },
};

/* ETSI TS 119 172-1 annex B; the URIs are those of TS 101 903 v1.2.2. */
#define COMMITMENT(name) "http://uri.etsi.org/01903/v1.2.2#" name
static const struct {
	const char *name, *uri;
} commitments[] = {
	{ "proof-of-origin", COMMITMENT("ProofOfOrigin") },
	{ "proof-of-receipt", COMMITMENT("ProofOfReceipt") },
	{ "proof-of-delivery", COMMITMENT("ProofOfDelivery") },
	{ "proof-of-sender", COMMITMENT("ProofOfSender") },
	{ "proof-of-approval", COMMITMENT("ProofOfApproval") },
	{ "proof-of-creation", COMMITMENT("ProofOfCreation") },
};
#define COMMITMENTS (sizeof(commitments) / sizeof(commitments[0]))

const char *
comity_place_part_name(enum comity_place_part part)
{
	return parts[part].name;
}

const char *
comity_commitment_name(size_t i)
{
	return i < COMMITMENTS ? commitments[i].name : NULL;
}

void
comity_claims_clear(struct comity_claims *claims)
{
	size_t i;

	free(claims->jurisdiction);
	for (i = 0; i < COMITY_PLACE_PARTS; i++)
		free(claims->place[i]);
	for (i = 0; i < claims->commitment_count; i++)
		free(claims->commitments[i]);
	free(claims->commitments);
	memset(claims, 0, sizeof(*claims));
}

/* Take a name over, unless it stands there already; *taken says so. */
static int
append(struct comity_claims *claims, char *name, bool *taken)
{
	char **more;
	size_t i;

	*taken = false;
	for (i = 0; i < claims->commitment_count; i++)
		if (strcmp(claims->commitments[i], name) == 0)
			return COMITY_OK;
	more = reallocarray(
	    claims->commitments, claims->commitment_count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	claims->commitments = more;
	more[claims->commitment_count++] = name;
	*taken = true;
	return COMITY_OK;
}

static int
add_copy(struct comity_claims *claims, const char *name, bool *taken)
{
	char *own = comity_text_copy(name);
	int rc = COMITY_ENOMEM;

	*taken = false;
	if (own != NULL)
		rc = append(claims, own, taken);
	if (!*taken)
		free(own);
	return rc;
}

int
comity_claims_copy(const struct comity_claims *from, struct comity_claims *to)
{
	bool taken, failed = false;
	size_t i;

	to->jurisdiction = comity_text_copy(from->jurisdiction);
	failed |= from->jurisdiction != NULL && to->jurisdiction == NULL;
	for (i = 0; i < COMITY_PLACE_PARTS; i++) {
		to->place[i] = comity_text_copy(from->place[i]);
		failed |= from->place[i] != NULL && to->place[i] == NULL;
	}
	for (i = 0; !failed && i < from->commitment_count; i++)
		failed |=
		    add_copy(to, from->commitments[i], &taken) != COMITY_OK;
	return failed ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_claims_add_place(struct comity_claims *claims, const char *text)
{
	const char *equals = strchr(text, '=');
	bool country = strspn(text, CAPITALS) == 2 && text[2] == '\0';
	size_t i = country ? COMITY_PLACE_COUNTRY : COMITY_PLACE_CITY;

	if (equals != NULL) {
		for (i = 0; i < COMITY_PLACE_PARTS; i++)
			if (strlen(parts[i].name) == (size_t)(equals - text) &&
			    strncmp(parts[i].name, text,
				(size_t)(equals - text)) == 0)
				break;
		text = equals + 1;
	}
	if (i == COMITY_PLACE_PARTS || claims->place[i] != NULL ||
	    strspn(text, " \t\r\n") == strlen(text))
		return COMITY_REFUSED;
	claims->place[i] = comity_text_copy(text);
	return claims->place[i] != NULL ? COMITY_OK : COMITY_ENOMEM;
}

int
comity_claims_add_commitment(struct comity_claims *claims, const char *name)
{
	bool taken;
	size_t i;
	int rc;

	for (i = 0; i < COMMITMENTS; i++)
		if (strcmp(commitments[i].name, name) == 0)
			break;
	if (i == COMMITMENTS)
		return COMITY_REFUSED;
	rc = add_copy(claims, name, &taken);
	return rc == COMITY_OK && !taken ? COMITY_REFUSED : rc;
}

int
comity_claims_set_jurisdiction(struct comity_claims *claims, const char *code)
{
	const char *rest = code + strspn(code, CAPITALS);
	size_t len;

	if (claims->jurisdiction != NULL || rest != code + 2)
		return COMITY_REFUSED;
	if (*rest != '\0') {
		len = strspn(rest + 1, CAPITALS "0123456789");
		if (*rest != '-' || len < 1 || len > 3 || rest[len + 1] != '\0')
			return COMITY_REFUSED;
	}
	claims->jurisdiction = comity_text_copy(code);
	return claims->jurisdiction != NULL ? COMITY_OK : COMITY_ENOMEM;
}

char *
comity_claims_place(const struct comity_claims *claims, bool *failed)
{
	struct comity_text text = { 0 };
	char *taken = NULL;
	size_t i;

	for (i = 0; i < COMITY_PLACE_PARTS; i++)
		if (claims->place[i] != NULL)
			comity_text_addf(&text, "%s%s",
			    text.len > 0 ? ", " : "", claims->place[i]);
	if (text.failed)
		*failed = true;
	else if (text.len > 0)
		taken = comity_text_take(&text);
	comity_text_clear(&text);
	return taken;
}

void
comity_claims_write_place(
    struct comity_text *out, const struct comity_claims *claims)
{
	bool any = false;
	size_t i;

	for (i = 0; claims != NULL && i < COMITY_PLACE_PARTS; i++) {
		if (claims->place[i] == NULL)
			continue;
		if (!any)
			comity_text_add(
			    out, "<xades:SignatureProductionPlaceV2>");
		any = true;
		comity_text_addf(out, "<xades:%s>", parts[i].element);
		comity_text_add_xml(out, claims->place[i]);
		comity_text_addf(out, "</xades:%s>", parts[i].element);
	}
	if (any)
		comity_text_add(out, "</xades:SignatureProductionPlaceV2>");
}

void
comity_claims_write_roles(struct comity_text *out, const char *role,
    const struct comity_claims *claims)
{
	const char *code = claims != NULL ? claims->jurisdiction : NULL;

	if (role == NULL && code == NULL)
		return;
	comity_text_add(out, "<xades:SignerRoleV2><xades:ClaimedRoles>");
	if (role != NULL) {
		comity_text_add(out, "<xades:ClaimedRole>");
		comity_text_add_xml(out, role);
		comity_text_add(out, "</xades:ClaimedRole>");
	}
	if (code != NULL)
		comity_text_addf(out,
		    "<xades:ClaimedRole>" JURISDICTION "%s</xades:ClaimedRole>",
		    code);
	comity_text_add(out, "</xades:ClaimedRoles></xades:SignerRoleV2>");
}

/* The URI of a name; a URI is its own. */
static const char *
uri_of(const char *name)
{
	size_t i;

	for (i = 0; i < COMMITMENTS; i++)
		if (strcmp(commitments[i].name, name) == 0)
			return commitments[i].uri;
	return name;
}

void
comity_claims_write_commitments(
    struct comity_text *out, const struct comity_claims *claims)
{
	size_t i;

	for (i = 0; claims != NULL && i < claims->commitment_count; i++) {
		comity_text_add(out, "<xades:CommitmentTypeIndication>"
				     "<xades:CommitmentTypeId>"
				     "<xades:Identifier>");
		comity_text_add_xml(out, uri_of(claims->commitments[i]));
		comity_text_add(out,
		    "</xades:Identifier></xades:CommitmentTypeId>"
		    "<xades:AllSignedDataObjects></xades:AllSignedDataObjects>"
		    "</xades:CommitmentTypeIndication>");
	}
}

static int
read_place(
    const xmlNode *properties, const char *ns, struct comity_claims *claims)
{
	const xmlNode *place =
	    comity_node_child(properties, ns, "SignatureProductionPlaceV2");
	xmlNodePtr part;
	size_t i;

	if (place == NULL)
		place = comity_node_child(
		    properties, ns, "SignatureProductionPlace");
	for (i = 0; place != NULL && i < COMITY_PLACE_PARTS; i++) {
		part = comity_node_child(place, ns, parts[i].element);
		if (part != NULL &&
		    (claims->place[i] = comity_node_value(part)) == NULL)
			return COMITY_ENOMEM;
	}
	return COMITY_OK;
}

/* The first role that is none of ours, and the jurisdiction. */
static int
read_roles(const xmlNode *properties, const char *ns, char **role,
    struct comity_claims *claims)
{
	xmlNodePtr at = comity_node_child(properties, ns, "SignerRoleV2");
	char *value;

	if (at == NULL)
		at = comity_node_child(properties, ns, "SignerRole");
	at = comity_node_child(
	    comity_node_child(at, ns, "ClaimedRoles"), ns, "ClaimedRole");
	for (; at != NULL; at = comity_node_next(at, ns, "ClaimedRole")) {
		if ((value = comity_node_value(at)) == NULL)
			return COMITY_ENOMEM;
		if (strncmp(value, JURISDICTION, strlen(JURISDICTION)) == 0) {
			if (claims->jurisdiction == NULL)
				claims->jurisdiction = comity_text_copy(
				    value + strlen(JURISDICTION));
			free(value);
			if (claims->jurisdiction == NULL)
				return COMITY_ENOMEM;
		} else if (*role == NULL) {
			*role = value;
		} else {
			free(value);
		}
	}
	return COMITY_OK;
}

/* One commitment, by its name if it has one. */
static int
read_commitment(
    const xmlNode *indication, const char *ns, struct comity_claims *claims)
{
	xmlNodePtr id = comity_node_child(
	    comity_node_child(indication, ns, "CommitmentTypeId"), ns,
	    "Identifier");
	bool taken;
	char *uri;
	size_t i;
	int rc;

	if (id == NULL)
		return COMITY_OK;
	if ((uri = comity_node_value(id)) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < COMMITMENTS; i++)
		if (strcmp(commitments[i].uri, uri) == 0)
			break;
	rc = add_copy(
	    claims, i < COMMITMENTS ? commitments[i].name : uri, &taken);
	free(uri);
	return rc;
}

int
comity_claims_read(const xmlNode *signed_properties, const char *ns,
    char **role, struct comity_claims *claims)
{
	const xmlNode *properties = comity_node_child(
	    signed_properties, ns, "SignedSignatureProperties");
	const xmlNode *objects = comity_node_child(
	    signed_properties, ns, "SignedDataObjectProperties");
	xmlNodePtr at;
	int rc;

	if ((rc = read_place(properties, ns, claims)) == COMITY_OK)
		rc = read_roles(properties, ns, role, claims);
	at = comity_node_child(objects, ns, "CommitmentTypeIndication");
	for (; rc == COMITY_OK && at != NULL;
	     at = comity_node_next(at, ns, "CommitmentTypeIndication"))
		rc = read_commitment(at, ns, claims);
	return rc;
}
