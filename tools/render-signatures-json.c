/* SPDX-License-Identifier: Apache-2.0 */
#include "moment.h"
#include "render-signatures.h"
#include "text.h"

#include <stdlib.h>

static json_t *
moment(int64_t at)
{
	return at == INT64_MIN || at == INT64_MAX ? json_null()
						  : value_moment(at);
}

static json_t *
references(const struct comity_grounds *grounds, bool *failed)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < grounds->reference_count; i++) {
		const struct comity_grounds_reference *r =
		    &grounds->references[i];

		o = json_object();
		value_put(o, "uri", value_string(r->uri), failed);
		value_put(o, "type", value_string(r->type), failed);
		value_put(
		    o, "digest", value_string(r->digest->row.uri), failed);
		value_put(o, "covers", json_boolean(r->covers), failed);
		value_put(o, "matches",
		    r->reached ? json_boolean(r->matches) : json_null(),
		    failed);
		if (r->reached)
			value_put(o, "octets", json_integer((json_int_t)r->len),
			    failed);
		value_put(o, "stated", json_string(r->stated), failed);
		if (r->reached)
			value_put(
			    o, "computed", json_string(r->computed), failed);
		value_append(list, o, failed);
	}
	return list;
}

static json_t *
revocation(const struct comity_revocation *r, bool *failed)
{
	static const char *const answers[] = { "none", "stale", "good",
		"revoked", "unproven" };
	json_t *o = json_object();

	value_put(o, "answer", json_string(answers[r->answer]), failed);
	if (r->answer == COMITY_REVOCATION_NONE)
		return o;
	value_put(
	    o, "source", json_string(r->by_ocsp ? "ocsp" : "crl"), failed);
	value_put(o, "thisUpdate", moment(r->this_update), failed);
	value_put(o, "nextUpdate", moment(r->next_update), failed);
	if (r->answer == COMITY_REVOCATION_REVOKED)
		value_put(o, "since", moment(r->since), failed);
	return o;
}

static json_t *
certificates(const struct comity_grounds_certificate *at, size_t count,
    bool came, bool *failed)
{
	static const char *const whys[] = { "signer", "in-path", "not-named",
		"not-yet-valid", "expired", "not-needed", "no-anchor" };
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < count; i++) {
		o = json_object();
		value_put(o, "subject", value_string(at[i].subject), failed);
		value_put(o, "issuer", value_string(at[i].issuer), failed);
		value_put(o, "serial", value_string(at[i].serial), failed);
		value_put(o, "sha256", json_string(at[i].sha256), failed);
		value_put(o, "notBefore", moment(at[i].not_before), failed);
		value_put(o, "notAfter", moment(at[i].not_after), failed);
		if (came)
			value_put(
			    o, "became", json_string(whys[at[i].why]), failed);
		if (at[i].asked)
			value_put(o, "revocation",
			    revocation(&at[i].revocation, failed), failed);
		value_append(list, o, failed);
	}
	return list;
}

static json_t *
service(const struct comity_service *s, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "name", value_string(s->name), failed);
	value_put(o, "type", value_string(s->type), failed);
	value_put(o, "territory", value_string(s->territory), failed);
	value_put(o, "list", value_string(s->list_name), failed);
	if (s->line > 0)
		value_put(o, "line", json_integer((json_int_t)s->line), failed);
	return o;
}

static json_t *
listings(const struct comity_grounds *grounds, bool *failed)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < grounds->listing_count; i++) {
		o = service(grounds->listings[i].service, failed);
		value_put(
		    o, "fits", json_boolean(grounds->listings[i].fits), failed);
		value_put(o, "granted",
		    json_boolean(grounds->listings[i].granted), failed);
		value_append(list, o, failed);
	}
	return list;
}

static json_t *
rows(const struct comity_grounds *grounds, bool *failed)
{
	json_t *list = json_array(), *o;
	char day[32];
	size_t i;

	for (i = 0; i < grounds->row_count; i++) {
		const struct comity_algorithm_state *state =
		    &grounds->rows[i].state;

		o = json_object();
		value_put(o, "uri", value_string(state->row->uri), failed);
		value_put(
		    o, "counts", json_boolean(grounds->rows[i].counts), failed);
		if (state->ends != COMITY_DAY_NEVER &&
		    state->ends != COMITY_DAY_ALWAYS) {
			comity_day_write(state->ends - 1, day);
			value_put(o, "until", json_string(day), failed);
		}
		value_put(
		    o, "source", value_string(state->row->source), failed);
		if (state->change != NULL)
			value_put(o, "override",
			    value_string(state->change->basis), failed);
		value_append(list, o, failed);
	}
	return list;
}

void
render_grounds_json(
    const struct comity_signature *signature, json_t *whole, bool *failed)
{
	const struct comity_grounds *g = signature->grounds;
	json_t *o;

	if (g == NULL)
		return;
	o = json_object();
	value_put(o, "references", references(g, failed), failed);
	value_put(o, "algorithms", rows(g, failed), failed);
	value_put(o, "certificates",
	    certificates(g->came, g->came_count, true, failed), failed);
	value_put(o, "listings", listings(g, failed), failed);
	if (g->judged) {
		value_put(o, "judgedAt", moment(g->judged_at), failed);
		value_put(
		    o, "judgedByProof", json_boolean(g->by_proof), failed);
	}
	if (g->data_is_proven)
		value_put(o, "dataProvenSince", moment(g->data_proven), failed);
	value_put(o, "path",
	    certificates(g->path, g->path_count, false, failed), failed);
	if (g->anchor != NULL)
		value_put(o, "anchor", service(g->anchor, failed), failed);
	value_put(whole, "explanation", o, failed);
}
