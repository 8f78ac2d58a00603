/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation.h"

#include "rules.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct explanation words[] = {
	/* verdicts: architecture 6 */
	{ "recognized",
	    "The supplied rules give the license effect here, "
	    "for every item and without further conditions.",
	    "Read the effect in the same line: it says what the license "
	    "counts as, and what it does not." },
	{ "recognized-with-conditions",
	    "The supplied rules give the license effect here, but duties or "
	    "limits apply while it is used.",
	    "Work through the listed conditions before acting on it." },
	{ "partially-recognized", "Some items are recognized and some are not.",
	    "Use it for the items listed as recognized only; the report says "
	    "for each other one why not." },
	{ "not-recognized",
	    "The supplied rules speak of such a license and do not give it "
	    "effect here, or its signature is broken.",
	    "See the criterion marked not met: its article and its remedy." },
	{ "undetermined",
	    "No answer yet: evidence is missing. This is neither yes nor no.",
	    "Obtain what the criteria marked unknown ask for, then ask "
	    "again." },
	{ "no-rule",
	    "None of the arrangements supplied speaks of such licenses between "
	    "these two jurisdictions. It says nothing against the license "
	    "where it was issued.",
	    "Ask whether an arrangement exists and supply it; without one "
	    "there is no recognition." },
	/* results of a criterion */
	{ "met", "What the rule requires was found.", "None." },
	{ "not-met", "What was found is not what the rule requires.",
	    "See the remedy of the criterion." },
	{ "unknown",
	    "What the rule requires could not be found out: it is "
	    "withheld, missing or not proven.",
	    "Obtain the evidence that the criterion names." },
	{ "not-applicable", "The rule does not speak of this document.",
	    "None." },
	/* effects: risk-and-recognition 2 */
	{ "valid-as-own", "The license counts here as one of our own.",
	    "Use it within its own limits." },
	{ "license-free", "No license is needed here for what it covers.",
	    "Keep the evidence." },
	{ "evidence-of-compliance",
	    "The license is evidence that the other side's rules were kept; "
	    "it is no permission of this side.",
	    "Apply for this side's own permission where one is needed." },
	{ "accept-data", "Data made under it are accepted here.",
	    "Keep it with the data." },
	{ "lighter-procedure", "It opens a lighter procedure here.",
	    "Start that procedure." },
	{ "information-only", "It informs; nothing follows from it.", "None." },
	{ "no-effect", "The arrangement says that it has no effect here.",
	    "Apply here." },
	/* indications: ETSI EN 319 102-1 */
	{ "TOTAL_PASSED",
	    "The signature holds, its signer is proven for this purpose at "
	    "this moment, and it covers the whole document.",
	    "None." },
	{ "TOTAL_FAILED",
	    "The signature is broken: the document is not what was signed, or "
	    "the signature is not the signer's.",
	    "Ask the issuer for the document again; do not use this one." },
	{ "INDETERMINATE",
	    "Neither proven nor broken: something needed to decide is "
	    "missing.",
	    "See the sub-indication." },
	{ "HASH_FAILURE",
	    "The content was changed after it was signed: a digest does not "
	    "match.",
	    "Ask the issuer for the file as it was signed; editors and mail "
	    "programs that rewrite line ends or spacing do this too." },
	{ "SIG_CRYPTO_FAILURE",
	    "The signature value does not belong to this content and key.",
	    "Ask the issuer for the document again." },
	{ "FORMAT_FAILURE", "The signature is not built as the standard asks.",
	    "Ask the signer to sign again." },
	{ "SIG_CONSTRAINTS_FAILURE",
	    "The signature has a shape that XMLDSig allows and comity's rules "
	    "do not; it may be in order, but it is not accepted.",
	    "The rule is named; ask the signer for a XAdES baseline "
	    "signature." },
	{ "CRYPTO_CONSTRAINTS_FAILURE",
	    "An algorithm or key length is not, or no longer, good enough.",
	    "Ask the signer to sign again with a current algorithm." },
	{ "SIGNED_DATA_NOT_FOUND",
	    "What the signature claims to cover is not in the document.",
	    "Do not use it; the document may have been rearranged." },
	{ "NO_SIGNING_CERTIFICATE_FOUND",
	    "The certificate that the signature names is not there.",
	    "Ask the signer for the certificate." },
	{ "NO_CERTIFICATE_CHAIN_FOUND",
	    "The signer's certificate leads to nobody that you trust for "
	    "this.",
	    "Give the trust list of the issuing side (--trust) and its signer "
	    "(--trust-signer)." },
	{ "CERTIFICATE_CHAIN_GENERAL_FAILURE",
	    "The signer's certificates do not form a path.",
	    "Ask the signer for the whole chain." },
	{ "CHAIN_CONSTRAINTS_FAILURE",
	    "The signer's certificate may not be used for this.",
	    "Ask the authority which certificate it signs with." },
	{ "REVOKED",
	    "The signer's certificate was revoked at or before the moment.",
	    "Do not use the document; ask the authority for a new one." },
	{ "REVOKED_NO_POE",
	    "The signer's certificate is revoked, and nothing proves that the "
	    "signature is older than that: whoever stole the key can write "
	    "any date.",
	    "If you held the file before, say so with --held-since; else ask "
	    "the authority to confirm it." },
	{ "REVOKED_CA_NO_POE",
	    "A certificate authority above the signer is revoked, and nothing "
	    "proves that the signature is older than that.",
	    "If you held the file before, say so with --held-since; else ask "
	    "the authority to sign with another certificate." },
	{ "EXPIRED", "The signer's certificate had expired at the moment.",
	    "Ask the authority for a current signature." },
	{ "OUT_OF_BOUNDS_NOT_REVOKED",
	    "The signer's certificate was outside its dates at the moment; it "
	    "is not revoked.",
	    "If you held the file within its dates, say so with --held-since; "
	    "else ask the authority for a current signature." },
	{ "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    "An algorithm of the signature no longer counts, and nothing "
	    "proves that the signature is older than that.",
	    "If you held the file before, say so with --held-since; else ask "
	    "the authority to sign again." },
	{ "NOT_YET_VALID",
	    "The signer's certificate was not valid yet at the moment.",
	    "Check --as-of." },
	{ "OUT_OF_BOUNDS_NO_POE",
	    "The moment lies outside the certificate's own dates, and nothing "
	    "proves that the signature was made within them.",
	    "Judge at a moment within them, or ask for a new signature." },
	{ "TRY_LATER",
	    "No fresh revocation list of the signer's issuer was given.",
	    "Give it with --crl." },
	{ "NO_POE", "Nothing proves when the signature was made.",
	    "State --held-since, or ask for a timestamped signature." },
	{ "TIMESTAMP_ORDER_FAILURE",
	    "The times of the signature's timestamps contradict each other: "
	    "one is later than another that covers it.",
	    "Ask who added the timestamps for an untouched version." },
	{ "EXISTENCE_ASSUMED",
	    "You judged at a past moment; that the document existed then is "
	    "assumed, not proven.",
	    "Keep evidence of when you received it." },
	/* fates of a leaf in a translation */
	{ "kept", "The value stands in the translation as it stood.", "None." },
	{ "recoded",
	    "The value was written in the other form's way, with the "
	    "same meaning.",
	    "None." },
	{ "narrowed", "The other form's code says less than the source's.",
	    "Check that the narrower word is what is meant." },
	{ "widened", "The other form's code says more than the source's.",
	    "Check that the wider word is not relied upon." },
	{ "carried",
	    "The other form has no field for it; it travels along "
	    "marked as the source's.",
	    "Read it in the extension." },
	{ "dropped", "The other form has no field for it: it is lost.",
	    "Read it in the original; what binds is refused unless you allow "
	    "it with --allow-loss." },
	{ "synthesized", "The other form needs it and the source implies it.",
	    "Check it." },
	{ "absent",
	    "The other form asks for it and the source does not state "
	    "it: it stays empty, marked not-stated.",
	    "Obtain it from the source's authority if you need it." },
	{ "translation",
	    "A rendering of a document in another jurisdiction's form. It is "
	    "not an authorization there, and it is never recognized: only the "
	    "signed original is.",
	    "Verify and recognize the original." },
	{ "demonstration",
	    "A fictional arrangement, to show how comity works. No "
	    "jurisdiction has agreed to it.",
	    "Never act on it." },
	/* states of a status list: glossary */
	{ "suspended", "Not usable for now; it may be reinstated.",
	    "Ask the authority that suspended it." },
	{ "revoked", "Ended by the authority.", "Ask for a new one." },
	{ "superseded", "Replaced by another document.",
	    "Ask for the document that replaces it." },
	{ "exhausted", "The quantity or value it allows is used up.",
	    "Ask for a new one." },
};

const struct explanation *
explanation_find(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(words[i].word, word) == 0)
			return &words[i];
	return NULL;
}

bool
explanation_print_rule(
    const struct comity_edition *edition, const char *rule, const char *message)
{
	struct comity_rule r;
	size_t i;

	for (i = 0; i < comity_rules_count(edition->rules); i++) {
		r = comity_rules_at(edition->rules, i);
		if (strcmp(r.id, rule) != 0)
			continue;
		printf("%s/%s, edition %s: %s\n    %s\n", edition->profile,
		    rule, edition->id, comity_severity_name(r.severity),
		    message ? message : r.message);
		printf(
		    "    basis     %s\n    next step %s\n", r.basis, r.remedy);
		return true;
	}
	return false;
}
