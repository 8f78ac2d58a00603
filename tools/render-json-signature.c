/* SPDX-License-Identifier: Apache-2.0 */
/* render-json-signature: what belongs to one signature, for programs. */
#include "render-json.h"

json_t *
value_timestamps(const struct comity_signature *s, bool *failed)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < s->timestamp_count; i++) {
		const struct comity_timestamp *stamp = &s->timestamps[i];

		o = json_object();
		value_put(o, "kind", json_string(stamp->kind), failed);
		value_put(o, "indication",
		    json_string(comity_indication_name(stamp->indication)),
		    failed);
		value_put(o, "subIndication", value_string(stamp->sub), failed);
		value_put(o, "reason", value_string(stamp->reason), failed);
		if (stamp->has_time)
			value_put(o, "time", value_moment(stamp->at), failed);
		value_put(
		    o, "authority", value_string(stamp->authority), failed);
		value_put(o, "line", value_number(stamp->line), failed);
		if (json_array_append_new(list, o) != 0)
			*failed = true;
	}
	return list;
}

void
value_put_claims(json_t *o, const struct comity_claims *claims, bool *failed)
{
	json_t *place = json_object(), *commitments = json_array();
	size_t i;

	value_put(o, "claimedJurisdiction", value_string(claims->jurisdiction),
	    failed);
	for (i = 0; i < COMITY_PLACE_PARTS; i++)
		value_put(place,
		    comity_place_part_name((enum comity_place_part)i),
		    value_string(claims->place[i]), failed);
	for (i = 0; i < claims->commitment_count; i++)
		value_append(
		    commitments, value_string(claims->commitments[i]), failed);
	if (place == NULL || commitments == NULL)
		*failed = true;
	if (json_object_size(place) > 0)
		value_put(o, "claimedPlace", json_incref(place), failed);
	if (json_array_size(commitments) > 0)
		value_put(o, "commitments", json_incref(commitments), failed);
	json_decref(place);
	json_decref(commitments);
}

void
value_put_counters(json_t *o, const struct comity_verification *v,
    const xmlNode *master, bool *failed)
{
	json_t *array = json_array(), *one;
	size_t i;

	for (i = 0; i < v->countersignature_count; i++) {
		const struct comity_signature *s = &v->countersignatures[i];

		if (s->master != master)
			continue;
		one = json_object();
		value_put(one, "indication",
		    json_string(comity_indication_name(s->indication)), failed);
		value_put(one, "subIndication", value_string(s->sub), failed);
		value_put(one, "reason", value_string(s->reason), failed);
		value_put(one, "integrity",
		    json_string(s->intact ? "intact" : "not-shown"), failed);
		value_put(one, "line", value_number(s->line), failed);
		value_put(one, "signer", value_string(s->subject), failed);
		value_put(one, "certificateSha256",
		    value_string(s->certificate_sha256[0]
				     ? s->certificate_sha256
				     : NULL),
		    failed);
		value_put(one, "claimedSigningTime",
		    value_string(s->signing_time), failed);
		value_put(one, "claimedRole", value_string(s->role), failed);
		value_append(array, one, failed);
	}
	if (json_array_size(array) > 0)
		value_put(o, "countersignatures", json_incref(array), failed);
	if (array == NULL)
		*failed = true;
	json_decref(array);
}
