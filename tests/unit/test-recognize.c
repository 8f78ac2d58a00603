/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognize: a case in which every criterion that applies is met, and one
 * change a row: which criterion it turns, to what, and the verdict.
 */
#include "criteria.h"
#include "recognize.h"
#include "suite.h"

#define T(string) ((char *)(string))
#define SAID(string)                                                           \
	((struct comity_stated){ .text = T(string), .path = T("/") })
#define CODE(l, e, string)                                                     \
	((struct comity_stated){ .text = T(string),                            \
	    .list = T(l),                                                      \
	    .edition = T(e),                                                   \
	    .path = T("/") })
#define HELD                                                                   \
	((struct comity_stated){                                               \
	    .withheld = T("confidential"), .path = T("/") })
#define LIST(array) ((struct comity_stated_list){ array, 1 })
#define DAY0 INT64_C(20697) /* 2026-09-01 */
#define AT(day) ((day)*INT64_C(86400))

/* One of everything, so that a change is an assignment. */
struct fixture {
	struct comity_license license;
	struct comity_license_item items[2];
	struct comity_license_party party;
	struct comity_license_condition condition;
	struct comity_license_extension extension;
	struct comity_license_element element[2];
	struct comity_arrangement arrangement;
	struct comity_arrangement_body body;
	struct comity_arrangement_statement statement;
	struct comity_arrangement_extent covers, excludes;
	struct comity_arrangement_party eligible, barred;
	struct comity_arrangement_equivalence equivalence;
	struct comity_arrangement_minimum minimum;
	struct comity_arrangement_condition imposed;
	struct comity_arrangement_step step;
	struct comity_arrangement_source source;
	struct comity_status_list list;
	struct comity_status_entry entry[2];
	const struct comity_status_list *lists[1], *receiving_lists[1];
	struct comity_case judged;
	/* the single elements of lists of stated things */
	struct comity_stated number, act, class[2], role, identifier, place,
	    use, excluded_use, safeguard, risk, evidence, named, nature, scope,
	    covered_act, range, barred_range, country, eligible_id, barred_id,
	    covered_use, barred_use, wanted, list_id, barred_country;
};

static enum comity_result
member(const void *context, const char *country, const char *group)
{
	(void)context;
	if (strcmp(group, "EU") != 0)
		return COMITY_NOT_MET;
	if (strcmp(country, "GB") == 0)
		return COMITY_RESULT_UNKNOWN; /* the list is not there */
	return strcmp(country, "DE") == 0 ? COMITY_MET : COMITY_NOT_MET;
}

static void
license_init(struct fixture *f)
{
	struct comity_license *l = &f->license;

	f->number = SAID("D1");
	l->numbers = LIST(&f->number);
	l->nature = SAID("license");
	l->scope = SAID("individual");
	f->act = SAID("export");
	l->acts = LIST(&f->act);
	l->authority = SAID("Office");
	l->jurisdiction = SAID("US");
	f->identifier = CODE("organizationIdentifier", NULL, "GOVUS-1");
	l->authority_identifiers = LIST(&f->identifier);
	l->issued_on.stated = SAID("2026-09-01");
	l->issued_on.known = true;
	l->issued_on.day = DAY0;
	l->valid_through.stated = SAID("2027-09-01");
	l->valid_through.known = true;
	l->valid_through.day = DAY0 + 365;
	f->role = SAID("end-user");
	f->party.roles = LIST(&f->role);
	f->party.name = SAID("Beispiel");
	f->party.country = SAID("DE");
	f->party.kind = SAID("academic");
	f->party.identifiers = LIST(&f->identifier);
	l->parties = &f->party;
	l->party_count = 1;
	f->place = SAID("DE");
	l->destinations = LIST(&f->place);
	f->class[0] = CODE("us-ccl", "2026-07-23", "1C353.a.3");
	f->class[1] = f->class[0];
	f->items[0].number = SAID("1");
	f->items[0].classifications = LIST(&f->class[0]);
	f->items[1].number = SAID("2");
	f->items[1].classifications = LIST(&f->class[1]);
	l->items = f->items;
	l->item_count = 2;
	f->use = CODE("uses", NULL, "research");
	l->purposes = LIST(&f->use);
	f->element[0].path = T("Identification/Number");
	f->element[0].stated = f->element[0].blocks = f->element[0].served = 1;
	f->element[1].path = T("Item/Quantity");
	f->element[1].stated = f->element[1].blocks = f->element[1].served = 2;
	l->elements = f->element;
	l->element_count = 2;
	f->condition.binding = true;
	f->condition.text = SAID("Keep it locked.");
	f->condition.kind = SAID("safeguards");
	f->extension.profile = CODE(NULL, "2026-07-23", "us-ear");
}

static void
arrangement_init(struct fixture *f)
{
	struct comity_arrangement *a = &f->arrangement;
	struct comity_arrangement_statement *s = &f->statement;

	a->file = T("arrangement.xml");
	a->id = T("demo");
	a->standing = COMITY_STANDING_IN_FORCE;
	a->basis = T("Instrument");
	a->sides[0].jurisdiction = SAID("US");
	a->sides[1].jurisdiction = SAID("EU");
	f->body.name = SAID("Office");
	f->body.identifiers = LIST(&f->identifier);
	a->sides[0].authorities = &f->body;
	a->sides[0].authority_count = 1;
	a->statements = s;
	a->statement_count = 1;
	s->number = 1;
	s->status = COMITY_STATEMENT_ENACTED;
	s->dates_known = true;
	s->from_earliest = s->from_latest = AT(DAY0 - 100);
	s->until_earliest = s->until_latest = INT64_MAX;
	s->effect = SAID("evidence-of-compliance");
	s->covers = &f->covers;
	s->cover_count = s->cover_used = 1;
	f->nature = SAID("license");
	f->covers.natures = LIST(&f->nature);
	f->scope = SAID("individual");
	f->covers.scopes = LIST(&f->scope);
	f->covered_act = SAID("export");
	f->covers.acts = LIST(&f->covered_act);
	f->range = CODE("us-ccl", "2026-07-23", "1C353");
	f->range.level = T("yes");
	f->covers.classifications = LIST(&f->range);
	f->country = SAID("EU");
	f->covers.destinations = LIST(&f->country);
	f->eligible_id = f->identifier;
	f->covered_use = f->use;
	f->barred_id = CODE("organizationIdentifier", NULL, "NTRXX-9");
	f->barred.identifiers = LIST(&f->barred_id);
	f->barred_use = CODE("uses", NULL, "weapons");
	f->barred_range = f->range;
	f->barred_range.text = T("1C351");
	f->barred_country = SAID("XX");
	s->sources = &f->source;
	f->source.max_age = T("P30D");
	f->minimum.element = SAID("Identification/Number");
	f->minimum.at_least = 1;
	f->minimum.binding = true;
	f->equivalence.binding = true;
	f->step.kind = SAID("registration");
	f->step.binding = true;
	f->wanted = CODE("kinds", NULL, "receipt");
	f->step.evidence = LIST(&f->wanted);
	f->imposed.mode = T("imposed");
	f->imposed.text = SAID("Show it.");
}

static void
fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	license_init(f);
	arrangement_init(f);
	f->list.file = T("status.xml");
	f->list.dated = true;
	f->list.authority = SAID("Office");
	f->list.this_update = AT(DAY0 + 20);
	f->list.next_update = AT(DAY0 + 100);
	f->list.entries = f->entry;
	f->entry[0] =
	    (struct comity_status_entry){ .subject = COMITY_STATUS_DOCUMENT,
		    .ref = SAID("D1"),
		    .state = T("suspended"),
		    .from = AT(DAY0 + 10),
		    .until = INT64_MAX,
		    .since = T("2026-09-11T00:00:00Z"),
		    .dates_known = true };
	f->entry[1] = f->entry[0];
	f->entry[1].state = T("reinstated");
	f->entry[1].from = AT(DAY0 + 15);
	f->lists[0] = f->receiving_lists[0] = &f->list;
	f->judged = (struct comity_case){ .file = "license.xml",
		.in = "DE",
		.license = &f->license,
		.authenticity = { .signature = COMITY_MET,
		    .service = COMITY_MET,
		    .indication = "TOTAL_PASSED",
		    .level = "XAdES B-B",
		    .certificate_sha256 = "ab",
		    .form = COMITY_MET,
		    .profile = "us-ear",
		    .edition = "2026-07-23" },
		.arrangement = &f->arrangement,
		.statement = &f->statement,
		.covers = &f->covers,
		.issuing = 0,
		.receiving = 1,
		.lists = f->lists,
		.list_count = 1,
		.list_given = 1,
		.member = member,
		.moment = AT(DAY0 + 30) };
}

static void
demand_class(struct fixture *f, const char *theirs, const char *ours,
    enum comity_relation relation)
{
	f->range.list = T("eu-annex-i");
	f->range.edition = NULL;
	f->equivalence.subject = T("classification");
	f->equivalence.theirs = CODE("us-ccl", NULL, theirs);
	f->equivalence.theirs.level = T("yes");
	f->equivalence.ours = CODE("eu-annex-i", NULL, ours);
	f->equivalence.relation = relation;
	f->statement.equivalences = &f->equivalence;
	f->statement.equivalence_count = 1;
}

static void
equivalent(struct fixture *f, const char *subject, const char *list,
    const char *theirs, enum comity_relation relation)
{
	f->equivalence.subject = T(subject);
	f->equivalence.theirs = CODE(list, NULL, theirs);
	f->equivalence.ours = CODE("ours", NULL, "ours");
	f->equivalence.relation = relation;
	f->statement.equivalences = &f->equivalence;
	f->statement.equivalence_count = 1;
}

static void
exclude(struct fixture *f)
{
	f->statement.excludes = &f->excludes;
	f->statement.exclude_count = 1;
}

#define DO(name, code)                                                         \
	static void name(struct fixture *f)                                    \
	{                                                                      \
		struct comity_case *j = &f->judged;                            \
		struct comity_license *l = &f->license;                        \
		struct comity_arrangement_statement *s = &f->statement;        \
		(void)j, (void)l, (void)s;                                     \
		code                                                           \
	}

DO(as_it_is, )
DO(broken, j->authenticity.signature = COMITY_NOT_MET;)
DO(unproven, j->license = NULL;
    j->authenticity.signature = COMITY_RESULT_UNKNOWN;)
DO(plain_signature, j->authenticity.level = "XMLDSig";)
DO(no_level, j->authenticity.level = NULL;)
DO(not_listed, j->authenticity.service = COMITY_RESULT_UNKNOWN;)
DO(key_revoked, f->entry[0].subject = COMITY_STATUS_KEY;
    f->entry[0].ref = SAID("ab"); f->entry[0].state = T("revoked");
    f->list.entry_count = 1;)
DO(translated, l->is_translation = true;)
DO(malformed, j->authenticity.form = COMITY_NOT_MET;)
DO(no_profile, j->authenticity.form = COMITY_RESULT_UNKNOWN;)
DO(too_early, j->moment = AT(DAY0) - 20 * 3600;
    f->list.this_update = AT(DAY0 - 10);)
DO(first_band, j->moment = AT(DAY0) + 6 * 3600;
    f->list.this_update = AT(DAY0 - 10);)
DO(first_sure, j->moment = AT(DAY0) + 12 * 3600;
    f->list.this_update = AT(DAY0 - 10);)
DO(last_sure, j->moment = AT(DAY0 + 366) - 14 * 3600 - 1;
    f->list.this_update = j->moment - 1; f->list.next_update = INT64_MAX;)
DO(last_band, j->moment = AT(DAY0 + 366); f->list.this_update = j->moment - 1;
    f->list.next_update = INT64_MAX;)
DO(expired, j->moment = AT(DAY0 + 366) + 12 * 3600;
    f->list.this_update = j->moment - 1; f->list.next_update = INT64_MAX;)
DO(end_withheld, l->valid_through.stated = HELD;
    l->valid_through.known = false;)
DO(begin_missing, l->issued_on.stated.path = NULL; l->issued_on.known = false;)
DO(suspended, f->list.entry_count = 1;)
DO(reinstated, f->list.entry_count = 2;)
DO(revoked, f->entry[0].state = T("revoked"); f->list.entry_count = 2;)
DO(superseded, f->entry[0].state = T("superseded"); f->list.entry_count = 1;)
DO(exhausted, f->entry[0].state = T("exhausted"); f->list.entry_count = 1;)
DO(of_another, f->entry[0].ref = SAID("D2"); f->list.entry_count = 1;)
DO(later, f->entry[0].from = j->moment + 1; f->list.entry_count = 1;)
DO(ended, f->entry[0].until = j->moment; f->list.entry_count = 1;)
DO(undated, f->entry[0].dates_known = false; f->list.entry_count = 1;)
DO(line_exhausted, f->entry[0].subject = COMITY_STATUS_LINE;
    f->entry[0].item = T("2"); f->entry[0].state = T("exhausted");
    f->list.entry_count = 1;)
DO(no_list, j->list_count = 0; j->list_given = 0;)
DO(no_list_needed, j->list_count = 0; j->list_given = 0;)
DO(list_demanded, j->list_count = 0; j->list_given = 0; s->source_count = 1;)
DO(list_unproven, j->list_count = 0;)
DO(past_next, j->moment = AT(DAY0 + 100);)
DO(too_old, s->source_count = 1; j->moment = AT(DAY0 + 50) + 1;)
DO(just_fresh, s->source_count = 1; j->moment = AT(DAY0 + 50);)
DO(other_source, s->source_count = 1; f->source.authority = SAID("Else");)
DO(other_authority, l->authority = SAID("Else");
    f->identifier.text = T("GOVUS-2"); f->list_id = f->identifier;
    f->list_id.text = T("GOVUS-1"); f->body.identifiers = LIST(&f->list_id);)
DO(name_only, l->authority_identifiers.count = 0;)
DO(name_enough, l->authority_identifiers.count = 0;
    f->body.identifiers.count = 0;)
DO(no_authority, f->arrangement.sides[0].authority_count = 0;)
DO(authority_withdrawn, f->entry[0].subject = COMITY_STATUS_AUTHORITY;
    f->entry[0].ref = SAID("GOVUS-1"); f->list.entry_count = 1;)
DO(repealed, s->status = COMITY_STATEMENT_REPEALED;)
DO(statement_suspended, s->status = COMITY_STATEMENT_SUSPENDED;)
DO(not_begun, s->from_earliest = s->from_latest = j->moment + 1;)
DO(has_ended, s->until_earliest = s->until_latest = j->moment;)
DO(ends_after, s->until_earliest = s->until_latest = j->moment + 1;)
DO(turning, s->until_earliest = j->moment;)
DO(dates_unread, s->dates_known = false;)
DO(arrangement_listed, j->receiving_lists = f->receiving_lists;
    j->receiving_list_count = 1;
    f->entry[0].subject = COMITY_STATUS_ARRANGEMENT;
    f->entry[0].ref = SAID("demo"); f->list.entry_count = 1;)
DO(no_effect, s->effect = SAID("no-effect");)
DO(effect_missing, s->effect = (struct comity_stated){ 0 };)
DO(effect_odd, s->effect = SAID("wonderful");)
DO(other_nature, l->nature = SAID("certificate");)
DO(nature_withheld, l->nature = HELD;)
DO(nature_excluded, f->excludes.natures = LIST(&f->nature); exclude(f);)
DO(other_scope, l->scope = SAID("global");)
DO(scope_free, f->covers.scopes.count = 0;)
DO(other_act, f->act = SAID("brokering");)
DO(act_withheld, f->act = HELD;)
DO(act_missing, l->acts.count = 0;)
DO(nothing_covered, j->covers = NULL;)
DO(class_other, f->class[0].text = T("9A001");)
DO(class_all_other, f->class[0].text = f->class[1].text = T("9A001");)
DO(class_list, f->class[0].list = T("eu-annex-i");)
DO(class_edition, f->class[0].edition = T("2025-01-01");)
DO(class_alike, f->class[0].text = T("1C3531");)
DO(class_point, f->class[0].text = T("1C353.");)
DO(class_not_below, f->range.level = NULL;)
DO(class_around, f->range.text = T("1C353.a.3.x");)
DO(class_withheld, f->class[0] = HELD;)
DO(class_none, f->items[0].classifications.count = 0;)
DO(class_whole_list, f->range.text = NULL;)
DO(no_items, l->item_count = 0;)
DO(by_exact, demand_class(f, "1C353.a.3", "1C353", COMITY_RELATION_EXACT);)
DO(by_narrower,
    demand_class(f, "1C353.a.3", "1C353", COMITY_RELATION_NARROWER);)
DO(by_narrower_flat, f->range.level = NULL;
    demand_class(f, "1C353.a.3", "1C353", COMITY_RELATION_NARROWER);)
DO(by_broader, demand_class(f, "1C353.a.3", "1C353", COMITY_RELATION_BROADER);)
DO(by_none, demand_class(f, "1C353.a.3", "1C353", COMITY_RELATION_NONE);)
DO(by_other, demand_class(f, "1C351", "1C353", COMITY_RELATION_EXACT);)
DO(class_free, f->excludes.classifications = LIST(&f->barred_range);
    exclude(f);)
DO(class_excluded, f->barred_range.text = T("1C353.a");
    f->excludes.classifications = LIST(&f->barred_range); exclude(f);)
DO(class_maybe, f->barred_range.text = T("1C353.a");
    f->barred_range.level = NULL;
    f->excludes.classifications = LIST(&f->barred_range); exclude(f);)
DO(class_unheld, f->barred_range.list = T("eu-annex-i");
    f->excludes.classifications = LIST(&f->barred_range); exclude(f);)
DO(class_excluded_there, class_excluded(f);
    f->excludes.destinations = LIST(&f->country);)
DO(class_excluded_elsewhere, class_excluded(f);
    f->excludes.destinations = LIST(&f->barred_country);)
DO(elsewhere, f->place = SAID("JP");)
DO(party_elsewhere, f->party.country = SAID("JP");)
DO(place_withheld, f->place = HELD;)
DO(place_missing, l->destinations.count = 0;
    f->party.country = (struct comity_stated){ 0 };)
DO(place_doubtful, f->place = SAID("GB");)
DO(place_not_allowed, f->place = SAID("JP"); f->place.negated = true;)
DO(place_part, f->country = SAID("DE"); f->place = SAID("DE-BE");)
DO(place_whole, f->country = SAID("DE-BE");)
DO(place_excluded, f->excludes.destinations = LIST(&f->place); exclude(f);)
DO(place_unstated, place_missing(f); f->covers.destinations.count = 0;
    f->excludes.destinations = LIST(&f->barred_country); exclude(f);)
DO(act_excluded, f->excludes.acts = LIST(&f->covered_act); exclude(f);)
DO(place_free, f->covers.destinations.count = 0;)
DO(eligible, f->eligible.identifiers = LIST(&f->eligible_id);
    f->covers.parties = &f->eligible; f->covers.party_count = 1;)
DO(not_eligible, eligible(f); f->eligible_id = f->barred_id;)
DO(unidentified, eligible(f); f->party.identifiers.count = 0;)
DO(list_of_parties, eligible(f); f->eligible.lists = LIST(&f->wanted);)
DO(other_role, not_eligible(f); f->named = SAID("carrier");
    f->eligible.roles = LIST(&f->named);)
DO(barred, f->excludes.parties = &f->barred; f->excludes.party_count = 1;
    f->barred_id = f->identifier; exclude(f);)
DO(not_barred, f->excludes.parties = &f->barred; f->excludes.party_count = 1;
    exclude(f);)
DO(maybe_barred, not_barred(f); f->party.identifiers.count = 0;)
DO(use_covered, f->covers.uses = LIST(&f->covered_use);)
DO(use_other, use_covered(f); f->use.text = T("weapons");)
DO(use_words, use_covered(f); f->use.list = NULL;)
DO(use_missing, use_covered(f); l->purposes.count = 0;)
DO(use_excluded, f->barred_use = f->use;
    f->excludes.uses = LIST(&f->barred_use); exclude(f);)
DO(use_doubtful, f->use.list = NULL; f->excludes.uses = LIST(&f->barred_use);
    exclude(f);)
DO(use_ruled_out, use_doubtful(f); f->excluded_use = f->barred_use;
    l->excluded_uses = LIST(&f->excluded_use);)
DO(minimum, s->minimums = &f->minimum; s->minimum_count = 1;)
DO(minimum_two, minimum(f); f->minimum.at_least = 2;)
DO(minimum_missing, minimum(f); f->minimum.element = SAID("Risk/Value");)
DO(minimum_mild, minimum_missing(f); f->minimum.binding = false;)
DO(minimum_withheld, minimum(f); f->element[0].stated = 0;
    f->element[0].withheld = 1; f->element[0].served = 0;)
DO(minimum_uneven, minimum(f); f->minimum.element = SAID("Item/Quantity");
    f->element[1].served = 1;)
DO(guarded,
    equivalent(f, "safeguard", "standards", "AES-256", COMITY_RELATION_EXACT);
    f->safeguard = CODE("Safeguards/Encryption/Standard", NULL, "aes-256");
    l->safeguards = LIST(&f->safeguard);)
DO(guarded_more, guarded(f); f->equivalence.relation = COMITY_RELATION_BROADER;)
DO(guarded_less, guarded(f);
    f->equivalence.relation = COMITY_RELATION_NARROWER;)
DO(guarded_not, guarded(f); l->safeguards.count = 0;)
DO(guarded_mild, guarded_not(f); f->equivalence.binding = false;)
DO(requirement_met,
    equivalent(f, "scope", "x", "individual", COMITY_RELATION_EXACT);)
DO(requirement_none,
    equivalent(f, "scope", "x", "individual", COMITY_RELATION_NONE);)
DO(requirement_broader,
    equivalent(f, "act", "x", "export", COMITY_RELATION_BROADER);)
DO(requirement_element,
    equivalent(f, "element", "x", "Risk/Value", COMITY_RELATION_EXACT);)
DO(requirement_idle,
    equivalent(f, "nature", "x", "permit", COMITY_RELATION_NONE);)
DO(risky, f->risk = CODE("RG", NULL, "2"); l->risks = LIST(&f->risk);
    equivalent(f, "risk", "RG", "2", COMITY_RELATION_EXACT);)
DO(risk_refused, risky(f); f->equivalence.relation = COMITY_RELATION_NONE;)
DO(risk_other, risky(f); f->risk.list = T("BSL");)
DO(risk_missing, risky(f); l->risks.count = 0;)
DO(extended, l->extensions = &f->extension; l->extension_count = 1;
    f->extension.binding = true;)
DO(extended_mild, extended(f); f->extension.binding = false;)
DO(understood, extended(f);
    equivalent(f, "extension", "p", "us-ear", COMITY_RELATION_EXACT);)
DO(understood_once, understood(f);
    f->equivalence.theirs.edition = T("2020-01-01");)
DO(conditional, l->conditions = &f->condition; l->condition_count = 1;)
DO(condition_withheld, conditional(f); f->condition.text = HELD;)
DO(rider, conditional(f); f->condition.binding = false;)
DO(imposing, s->conditions = &f->imposed; s->condition_count = 1;)
DO(stepping, s->steps = &f->step; s->step_count = 1;)
DO(stepped, stepping(f); f->evidence = CODE("kinds", NULL, "receipt");
    f->evidence.name = T("N1"); l->evidence = LIST(&f->evidence);)
DO(stepped_bare, stepped(f); f->evidence.name = NULL;)
DO(stepping_mild, stepping(f); f->step.binding = false;)
DO(capped, s->cap = SAID("P30D"); s->cap_from = T("issue");
    j->moment = AT(DAY0 + 30) - 14 * 3600 - 1;)
DO(cap_band, capped(f); j->moment++;)
DO(cap_over, capped(f); j->moment = AT(DAY0 + 30) + 12 * 3600;)
DO(cap_unknown, capped(f); l->issued_on.known = false;
    l->valid_from = l->issued_on; l->valid_from.known = true;
    l->valid_from.day = DAY0;)
DO(cap_now, capped(f); s->cap_from = T("recognition");)

#define R COMITY_RECOGNIZED
#define C COMITY_RECOGNIZED_WITH_CONDITIONS
#define P COMITY_PARTIALLY_RECOGNIZED
#define U COMITY_UNDETERMINED
#define N COMITY_NOT_RECOGNIZED
#define MET COMITY_MET
#define NOT COMITY_NOT_MET
#define UNK COMITY_RESULT_UNKNOWN
#define IDLE COMITY_NOT_APPLICABLE

static const struct row {
	const char *why;
	void (*change)(struct fixture *);
	enum comity_criterion_id id;
	size_t item;
	enum comity_result result;
	enum comity_verdict_kind verdict;
} rows[] = {
#define ROW(change, id, item, result, verdict)                                 \
	{                                                                      \
#change, change, COMITY_C_##id, item, result, verdict          \
	}
	ROW(as_it_is, SIGNATURE, 0, MET, R),
	ROW(broken, SIGNATURE, 0, NOT, N),
	ROW(unproven, SIGNATURE, 0, UNK, U),
	ROW(unproven, CLASSIFICATION, 0, UNK, U),
	ROW(unproven, STATUS, 0, UNK, U),
	ROW(unproven, CAP, 0, UNK, U),
	ROW(as_it_is, LEVEL, 0, MET, R),
	ROW(plain_signature, LEVEL, 0, NOT, N),
	ROW(no_level, LEVEL, 0, UNK, U),
	ROW(as_it_is, SIGNER, 0, MET, R),
	ROW(not_listed, SIGNER, 0, UNK, U),
	ROW(key_revoked, SIGNER, 0, NOT, N),
	ROW(as_it_is, TRANSLATION, 0, MET, R),
	ROW(translated, TRANSLATION, 0, NOT, N),
	ROW(as_it_is, FORM, 0, MET, R),
	ROW(malformed, FORM, 0, NOT, N),
	ROW(no_profile, FORM, 0, UNK, U),
	ROW(as_it_is, VALIDITY, 0, MET, R),
	ROW(too_early, VALIDITY, 0, NOT, N),
	ROW(first_band, VALIDITY, 0, UNK, U),
	ROW(first_sure, VALIDITY, 0, MET, R),
	ROW(last_sure, VALIDITY, 0, MET, R),
	ROW(last_band, VALIDITY, 0, UNK, U),
	ROW(expired, VALIDITY, 0, NOT, N),
	ROW(end_withheld, VALIDITY, 0, UNK, U),
	ROW(begin_missing, VALIDITY, 0, UNK, U),
	ROW(as_it_is, STATUS, 0, MET, R),
	ROW(suspended, STATUS, 0, NOT, N),
	ROW(reinstated, STATUS, 0, MET, R),
	ROW(revoked, STATUS, 0, NOT, N),
	ROW(superseded, STATUS, 0, NOT, N),
	ROW(exhausted, STATUS, 0, NOT, N),
	ROW(of_another, STATUS, 0, MET, R),
	ROW(later, STATUS, 0, MET, R),
	ROW(ended, STATUS, 0, MET, R),
	ROW(undated, STATUS, 0, UNK, U),
	ROW(line_exhausted, STATUS, 2, NOT, P),
	ROW(no_list, STATUS, 0, IDLE, R),
	ROW(list_demanded, STATUS, 0, UNK, U),
	ROW(list_unproven, STATUS, 0, UNK, U),
	ROW(as_it_is, FRESHNESS, 0, MET, R),
	ROW(no_list_needed, FRESHNESS, 0, IDLE, R),
	ROW(past_next, FRESHNESS, 0, UNK, U),
	ROW(too_old, FRESHNESS, 0, UNK, U),
	ROW(just_fresh, FRESHNESS, 0, MET, R),
	ROW(other_source, FRESHNESS, 0, UNK, U),
	ROW(as_it_is, AUTHORITY, 0, MET, R),
	ROW(other_authority, AUTHORITY, 0, NOT, N),
	ROW(name_only, AUTHORITY, 0, UNK, U),
	ROW(name_enough, AUTHORITY, 0, MET, R),
	ROW(no_authority, AUTHORITY, 0, NOT, N),
	ROW(authority_withdrawn, AUTHORITY, 0, NOT, N),
	ROW(as_it_is, ARRANGEMENT, 0, MET, R),
	ROW(as_it_is, ARRANGEMENT_IN_FORCE, 0, MET, R),
	ROW(repealed, ARRANGEMENT_IN_FORCE, 0, NOT, N),
	ROW(statement_suspended, ARRANGEMENT_IN_FORCE, 0, NOT, N),
	ROW(not_begun, ARRANGEMENT_IN_FORCE, 0, NOT, N),
	ROW(has_ended, ARRANGEMENT_IN_FORCE, 0, NOT, N),
	ROW(ends_after, ARRANGEMENT_IN_FORCE, 0, MET, R),
	ROW(turning, ARRANGEMENT_IN_FORCE, 0, UNK, U),
	ROW(dates_unread, ARRANGEMENT_IN_FORCE, 0, UNK, U),
	ROW(arrangement_listed, ARRANGEMENT_IN_FORCE, 0, NOT, N),
	ROW(as_it_is, DIRECTION, 0, MET, R),
	ROW(as_it_is, EFFECT, 0, MET, R),
	ROW(no_effect, EFFECT, 0, NOT, N),
	ROW(effect_missing, EFFECT, 0, NOT, N),
	ROW(effect_odd, EFFECT, 0, UNK, U),
	ROW(as_it_is, NATURE, 0, MET, R),
	ROW(other_nature, NATURE, 0, NOT, N),
	ROW(nature_withheld, NATURE, 0, UNK, U),
	ROW(nature_excluded, NATURE, 0, NOT, N),
	ROW(as_it_is, SCOPE, 0, MET, R),
	ROW(other_scope, SCOPE, 0, NOT, N),
	ROW(scope_free, SCOPE, 0, IDLE, R),
	ROW(as_it_is, ACT, 0, MET, R),
	ROW(other_act, ACT, 0, NOT, N),
	ROW(act_withheld, ACT, 0, UNK, U),
	ROW(act_missing, ACT, 0, UNK, U),
	ROW(nothing_covered, NATURE, 0, NOT, N),
	ROW(nothing_covered, CLASSIFICATION, 0, NOT, N),
	ROW(as_it_is, CLASSIFICATION, 1, MET, R),
	ROW(class_other, CLASSIFICATION, 1, NOT, P),
	ROW(class_all_other, CLASSIFICATION, 2, NOT, N),
	ROW(class_list, CLASSIFICATION, 1, NOT, P),
	ROW(class_edition, CLASSIFICATION, 1, UNK, U),
	ROW(class_alike, CLASSIFICATION, 1, NOT, P),
	ROW(class_point, CLASSIFICATION, 1, MET, R),
	ROW(class_not_below, CLASSIFICATION, 1, NOT, N),
	ROW(class_around, CLASSIFICATION, 1, UNK, U),
	ROW(class_withheld, CLASSIFICATION, 1, UNK, U),
	ROW(class_none, CLASSIFICATION, 1, UNK, U),
	ROW(class_whole_list, CLASSIFICATION, 1, MET, R),
	ROW(no_items, CLASSIFICATION, 0, UNK, U),
	ROW(by_exact, CLASSIFICATION, 1, MET, R),
	ROW(by_narrower, CLASSIFICATION, 1, MET, R),
	ROW(by_narrower_flat, CLASSIFICATION, 1, NOT, N),
	ROW(by_broader, CLASSIFICATION, 1, UNK, U),
	ROW(by_none, CLASSIFICATION, 1, NOT, N),
	ROW(by_other, CLASSIFICATION, 1, NOT, N),
	ROW(as_it_is, EXCLUSION, 0, IDLE, R),
	ROW(class_free, EXCLUSION, 1, MET, R),
	ROW(class_excluded, EXCLUSION, 1, NOT, N),
	ROW(class_maybe, EXCLUSION, 1, UNK, U),
	ROW(class_unheld, EXCLUSION, 1, UNK, U),
	ROW(class_excluded_there, EXCLUSION, 1, NOT, N),
	ROW(class_excluded_elsewhere, EXCLUSION, 1, MET, R),
	ROW(as_it_is, DESTINATION, 0, MET, R),
	ROW(elsewhere, DESTINATION, 0, NOT, N),
	ROW(party_elsewhere, DESTINATION, 0, NOT, N),
	ROW(place_withheld, DESTINATION, 0, UNK, U),
	ROW(place_missing, DESTINATION, 0, UNK, U),
	ROW(place_doubtful, DESTINATION, 0, UNK, U),
	ROW(place_not_allowed, DESTINATION, 0, MET, R),
	ROW(place_part, DESTINATION, 0, MET, R),
	ROW(place_whole, DESTINATION, 0, UNK, U),
	ROW(place_excluded, DESTINATION, 0, NOT, N),
	ROW(place_unstated, DESTINATION, 0, UNK, U),
	ROW(act_excluded, ACT, 0, NOT, N),
	ROW(place_free, DESTINATION, 0, IDLE, R),
	ROW(as_it_is, PARTY, 0, IDLE, R),
	ROW(eligible, PARTY, 0, MET, R),
	ROW(not_eligible, PARTY, 0, NOT, N),
	ROW(unidentified, PARTY, 0, UNK, U),
	ROW(list_of_parties, PARTY, 0, UNK, U),
	ROW(other_role, PARTY, 0, MET, R),
	ROW(barred, PARTY, 0, NOT, N),
	ROW(not_barred, PARTY, 0, MET, R),
	ROW(maybe_barred, PARTY, 0, UNK, U),
	ROW(as_it_is, USE, 0, IDLE, R),
	ROW(use_covered, USE, 0, MET, R),
	ROW(use_other, USE, 0, NOT, N),
	ROW(use_words, USE, 0, UNK, U),
	ROW(use_missing, USE, 0, UNK, U),
	ROW(use_excluded, USE, 0, NOT, N),
	ROW(use_doubtful, USE, 0, UNK, U),
	ROW(use_ruled_out, USE, 0, MET, R),
	ROW(as_it_is, MINIMUM, 0, IDLE, R),
	ROW(minimum, MINIMUM, 0, MET, R),
	ROW(minimum_two, MINIMUM, 0, NOT, N),
	ROW(minimum_missing, MINIMUM, 0, NOT, N),
	ROW(minimum_mild, MINIMUM, 0, IDLE, R),
	ROW(minimum_withheld, MINIMUM, 0, UNK, U),
	ROW(minimum_uneven, MINIMUM, 0, NOT, N),
	ROW(as_it_is, SAFEGUARD, 0, IDLE, R),
	ROW(guarded, SAFEGUARD, 0, MET, R),
	ROW(guarded_more, SAFEGUARD, 0, MET, R),
	ROW(guarded_less, SAFEGUARD, 0, NOT, N),
	ROW(guarded_not, SAFEGUARD, 0, UNK, U),
	ROW(guarded_mild, SAFEGUARD, 0, IDLE, R),
	ROW(as_it_is, EQUIVALENCE, 0, IDLE, R),
	ROW(requirement_met, EQUIVALENCE, 0, MET, R),
	ROW(requirement_none, EQUIVALENCE, 0, NOT, N),
	ROW(requirement_broader, EQUIVALENCE, 0, UNK, U),
	ROW(requirement_element, EQUIVALENCE, 0, NOT, N),
	ROW(requirement_idle, EQUIVALENCE, 0, IDLE, R),
	ROW(as_it_is, RISK, 0, IDLE, R),
	ROW(risky, RISK, 0, MET, R),
	ROW(risk_refused, RISK, 0, NOT, N),
	ROW(risk_other, RISK, 0, UNK, U),
	ROW(risk_missing, RISK, 0, UNK, U),
	ROW(as_it_is, EXTENSION, 0, IDLE, R),
	ROW(extended, EXTENSION, 0, UNK, U),
	ROW(extended_mild, EXTENSION, 0, IDLE, R),
	ROW(understood, EXTENSION, 0, MET, R),
	ROW(understood_once, EXTENSION, 0, UNK, U),
	ROW(as_it_is, CONDITION, 0, IDLE, R),
	ROW(conditional, CONDITION, 0, MET, C),
	ROW(condition_withheld, CONDITION, 0, UNK, U),
	ROW(rider, CONDITION, 0, IDLE, R),
	ROW(imposing, CONDITION, 0, IDLE, C),
	ROW(as_it_is, PRIOR_STEP, 0, IDLE, R),
	ROW(stepping, PRIOR_STEP, 0, UNK, U),
	ROW(stepped, PRIOR_STEP, 0, MET, R),
	ROW(stepped_bare, PRIOR_STEP, 0, UNK, U),
	ROW(stepping_mild, PRIOR_STEP, 0, IDLE, R),
	ROW(as_it_is, CAP, 0, IDLE, R),
	ROW(capped, CAP, 0, MET, C),
	ROW(cap_band, CAP, 0, UNK, U),
	ROW(cap_over, CAP, 0, NOT, N),
	ROW(cap_unknown, CAP, 0, UNK, U),
	ROW(cap_now, CAP, 0, MET, C),
};

static int
worse(enum comity_result a)
{
	static const int order[] = {
		[MET] = 1, [NOT] = 3, [UNK] = 2, [IDLE] = 0
	};

	return order[a];
}

START_TEST(criterion_row)
{
	const struct row *row = &rows[_i];
	struct comity_criteria criteria = { 0 };
	struct comity_duty *duties;
	enum comity_result worst = IDLE;
	enum comity_verdict_kind verdict;
	struct fixture f;
	size_t i, count, seen = 0;

	fixture_init(&f);
	row->change(&f);
	comity_criteria_judge(&f.judged, &criteria);
	ck_assert(!criteria.failed);
	ck_assert(comity_case_duties(&f.judged, &duties, &count));
	for (i = 0; i < criteria.count; i++) {
		const struct comity_criterion *one = &criteria.at[i];

		ck_assert_ptr_nonnull(one->basis);
		ck_assert_msg(one->result != UNK || one->ask != NULL, "%s: %s",
		    row->why, one->id);
		if (one->id != comity_criterion_name(row->id) ||
		    one->item != row->item)
			continue;
		seen++;
		if (worse(one->result) > worse(worst))
			worst = one->result;
	}
	ck_assert_msg(seen > 0, "%s: not asked", row->why);
	ck_assert_msg(worst == row->result, "%s: %s is %s", row->why,
	    comity_criterion_name(row->id), comity_result_name(worst));
	verdict = comity_verdict_decide(&criteria,
	    f.judged.license ? f.license.item_count : 0, 0, count > 0);
	ck_assert_msg(verdict == row->verdict, "%s: %s", row->why,
	    comity_verdict_name(verdict));
	comity_duties_free(duties, count);
	comity_criteria_clear(&criteria);
}
END_TEST

/* Every question is asked in every case, proven or not. */
START_TEST(all_asked)
{
	struct comity_criteria criteria;
	struct fixture f;
	size_t i;
	int round, id;

	for (round = 0; round < 3; round++) {
		memset(&criteria, 0, sizeof(criteria));
		fixture_init(&f);
		if (round == 1)
			unproven(&f);
		if (round == 2) {
			f.judged.statement = NULL;
			f.judged.arrangement = NULL;
		}
		comity_criteria_judge(&f.judged, &criteria);
		for (id = 0; id < COMITY_C_COUNT; id++) {
			const char *name =
			    comity_criterion_name((enum comity_criterion_id)id);

			for (i = 0; i < criteria.count; i++)
				if (criteria.at[i].id == name)
					break;
			ck_assert_msg(
			    i < criteria.count, "%d: %s", round, name);
		}
		comity_criteria_clear(&criteria);
	}
}
END_TEST

/* Nothing asked, or memory failed, is never a yes. */
START_TEST(never_by_default)
{
	struct comity_criteria none = { 0 };

	ck_assert_int_eq(comity_verdict_decide(&none, 0, 0, false), U);
	ck_assert_int_eq(comity_verdict_decide(&none, 3, 0, false), U);
}
END_TEST

START_TEST(words)
{
	static const struct {
		enum comity_verdict_kind kind;
		const char *nature, *line, *detail;
	} said[] = {
		{ COMITY_NO_RULE, "license", "no-rule: no effect in JP",
		    "None of the arrangements you supplied speaks of licenses "
		    "of US in JP. This says nothing against the license where "
		    "it was issued." },
		{ U, NULL, "undetermined: no effect in JP until it is known",
		    "No answer yet: a status list is missing; ask the "
		    "office." },
		{ N, NULL, "not-recognized: no effect in JP",
		    "status: suspended (Article 1). No remedy known." },
		{ R, NULL,
		    "recognized: recognized as evidence of compliance; not a "
		    "permission to export",
		    NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct comity_criterion one = { .id = "x",
			.title = "status",
			.result = said[i].kind == U ? UNK : NOT,
			.found = T("suspended"),
			.basis = T("Article 1"),
			.evidence = T("a status list"),
			.ask = T("the office") };
		struct comity_verdict verdict = { .kind = said[i].kind,
			.issuing = T("US"),
			.receiving = T("JP"),
			.effect = T("evidence-of-compliance"),
			.criteria = { &one, 1, false } };

		ck_assert(comity_verdict_word(&verdict, said[i].nature));
		ck_assert_str_eq(verdict.line, said[i].line);
		if (said[i].detail == NULL)
			ck_assert_ptr_null(verdict.detail);
		else
			ck_assert_str_eq(verdict.detail, said[i].detail);
		free(verdict.line);
		free(verdict.detail);
	}
}
END_TEST

SUITE("recognize")
{
	SUITE_ROWS(criterion_row, rows);
	SUITE_TEST(all_asked);
	SUITE_TEST(never_by_default);
	SUITE_TEST(words);
}
SUITE_END
