/* SPDX-License-Identifier: Apache-2.0 */
/* limit: every bound on strangers' bytes, with its reason. */
#ifndef COMITY_LIMIT_H
#define COMITY_LIMIT_H

/* A license with a thousand items is below 2 MiB; national trust lists reach
 * 5 MiB (the largest published one, 2025). */
#define COMITY_SOURCE_MAX (64u * 1024 * 1024)
/* Forms nest below 20 levels; libxml2 recurses in places, 256 is its own
 * default bound for a parse without XML_PARSE_HUGE. */
#define COMITY_DEPTH_MAX 200
/* No published form has above 30 attributes on an element. */
#define COMITY_ATTRIBUTES_MAX 128
/* Nodes (elements and attributes) of one document: bounds memory at about
 * 200 bytes each. */
#define COMITY_NODES_MAX 2000000u
/* A name longer than this is an attack, not a name. */
#define COMITY_NAME_MAX 1000
/* Longest piece of foreign text that one finding quotes. */
#define COMITY_DETAIL_MAX 400
/* Findings of one report; beyond it a last one says that there are more. */
#define COMITY_FINDINGS_MAX 2000
/* XPath steps of one expression over one document (libxml2 opLimit). */
#define COMITY_XPATH_OPS_MAX 50000000ul
/* Digits of an exact decimal, integer and fraction together. */
#define COMITY_DECIMAL_MAX 400
/* Text that matches() may search: XSD expressions backtrack. */
#define COMITY_MATCH_MAX 1000
/* Signatures in one document and References in one signature. */
#define COMITY_SIGNATURES_MAX 32
#define COMITY_REFERENCES_MAX 8
/* Certificates considered for one path. */
#define COMITY_CERTIFICATES_MAX 64
/* A file of a pack; the largest is a code list. */
#define COMITY_PACK_FILE_MAX (16u * 1024 * 1024)
/* An Extension carries what one block has no home for. */
#define COMITY_EXTENSION_MAX (256u * 1024)
/* Trying why a digest does not match takes a pass for each change. */
#define COMITY_MISMATCH_MAX (4u * 1024 * 1024)
/* RSA keys: below 2048 bits forgeable; above 16384 verifying costs seconds. */
#define COMITY_RSA_BITS_MIN 2048
/* From here on ETSI TS 119 312 knows no end. */
#define COMITY_RSA_BITS_FULL 3000
#define COMITY_RSA_BITS_MAX 16384
/* Steps of canonicalization that one judgement may take: elements times the
 * square of the namespace declarations in scope (libxml2 compares them pair
 * by pair), times passes. A 64 MiB license signed twice stays below. */
#define COMITY_C14N_COST_MAX 4000000000ull
/* CRLs of one file: one per issuer of a jurisdiction, some hundreds at most. */
#define COMITY_CRLS_MAX 256
/* Certificates of one path; public hierarchies have up to five. */
#define COMITY_PATH_MAX 10
/* Certificates, and answers about signers, kept for the rest of a batch: an
 * office meets few; a longer certificate is not worth it. */
#define COMITY_SEEN_MAX 128
#define COMITY_SEEN_LEN_MAX (16u * 1024)
/* Services of one trust list: the largest published ones have below 3 000. */
#define COMITY_SERVICES_MAX 20000
/* Pointers of one trust list to others: the European list of lists has 45. */
#define COMITY_POINTERS_MAX 1000
/* Spans of one service's status history. */
#define COMITY_PERIODS_MAX 200
/* One sentence on a signature, with a path's considered certificates. */
#define COMITY_REASON_MAX 4000
/* A timestamp token, or an answer of a revocation service: with a chain of
 * certificates below 20 KiB; services that add whole CRLs stay below this. */
#define COMITY_TOKEN_MAX (1024u * 1024)
/* Seconds by which an authority's clock may be ahead of ours. */
#define COMITY_CLOCK_SKEW 300
/* A CRL from the network; the largest that public CAs publish, some MiB. */
#define COMITY_FETCH_MAX (32u * 1024 * 1024)
/* Seconds that one service on the network may take: a person waits. */
#define COMITY_FETCH_SECONDS 30
/* Timestamps of one signature: one a decade, and some given twice. */
#define COMITY_STAMPS_MAX 32
/* Answers of revocation services that come along with one signature. */
#define COMITY_OCSPS_MAX 128
/* Seconds for which an OCSP answer that names no next update is fresh: such a
 * responder speaks of now (RFC 6960 2.4); an hour allows for clocks and for
 * what is fetched first and judged later. */
#define COMITY_OCSP_FRESH 3600
/* A code of a list; a longer text is none (Token of the core). */
#define COMITY_CODE_MAX 1000
/* Longest word that suggestions are sought for: codes have below 30 letters,
 * and each comparison takes the square. */
#define COMITY_SUGGEST_MAX 64
/* Elements that one set of rules may bring in by include and extends: above
 * any published one, and an end to files that double each other. */
#define COMITY_INCLUDES_MAX 1000
/* Bytes of what a schema says of an element that a finding cites, and values
 * of a list that it prints: more is a page, and stands in the schema. */
#define COMITY_DOCUMENTATION_MAX 200
#define COMITY_VALUES_SAID_MAX 8
/* Blocks of one name that are weighed against each other, one side times the
 * other: two lists of 2 000 items of which none stayed the same. */
#define COMITY_PAIRS_MAX 4000000u
/* Differences of one comparison: beyond it two documents have little in
 * common, and nobody reads the list. */
#define COMITY_DIFFERENCES_MAX 20000
/* Elements around a document in an envelope: a standard business document in
 * the body of a SOAP message has six. */
#define COMITY_ENVELOPE_DEPTH_MAX 16
/* Drift rows of one edition; a format that drifts more is another format. */
#define COMITY_DRIFTS_MAX 64
/* Entries of a container: each pair of names is compared. */
#define COMITY_CONTAINER_ENTRIES_MAX 256
/* What a container may hold unpacked: a document and scanned annexes. */
#define COMITY_CONTAINER_MAX (128u * 1024 * 1024)
/* An entry beyond the first size may not unpack to more than this many times
 * what it takes: XML and text stay below 50, a bomb reaches 1 000. */
#define COMITY_CONTAINER_FREE (1024u * 1024)
#define COMITY_CONTAINER_RATIO_MAX 200

/* Brackets in brackets of an expression that are recognized without the
 * compiler: rules nest five deep at most. */
#define COMITY_XPATH_NESTING_MAX 40
/* Members of an archive: a large agency's month has some ten thousand; the
 * names of a million take 16 MiB to know again. */
#define COMITY_MEMBERS_MAX 1000000u
/* Members of a ZIP in which its reader gives up, and is begun again behind
 * them; each time the whole directory is read. */
#define COMITY_MEMBERS_DAMAGED_MAX 64
/* An archive beyond the first size may not unpack to more than this many
 * times what it takes: forms that differ in their values pack to a tenth, the
 * same one over and over to some hundredth, a bomb to a thousandth and less. */
#define COMITY_ARCHIVE_FREE (64u * 1024 * 1024)
#define COMITY_ARCHIVE_RATIO_MAX 1000
/* Descriptors of the process that loads, a few for each of its workers, and
 * of a worker, which has four and is handed one at a time. */
#define COMITY_SANDBOX_FILES_MAX 1024
#define COMITY_WORKER_FILES_MAX 64

/* One answer as JSON: a report at its bound of findings, each with its longest
 * texts, takes 5 MiB. */
#define COMITY_ANSWER_MAX (16u * 1024 * 1024)
/* Values in it (a report at its bound has 22 000), and how deep they nest
 * (ours below 12): each value takes 100 octets of memory when it is read. */
#define COMITY_ANSWER_VALUES_MAX 300000u
#define COMITY_ANSWER_DEPTH_MAX 40
/* Different findings, reasons and editions that a summary counts each by
 * itself: all profiles together have below 2 000 rules. */
#define COMITY_SUMMARY_ROWS_MAX 10000u
/* Different verdicts or indications of one command; we know below 30. */
#define COMITY_SUMMARY_WORDS_MAX 100u
/* Documents or lines of one kind that a summary names; it counts them all. */
#define COMITY_SUMMARY_NAMED_MAX 200u
/* Values named of what differs between nodes: more are not read. */
#define COMITY_SUMMARY_VALUES_MAX 10u
/* Seconds that one document may take: 64 MiB with two signatures take below
 * twenty on a slow machine. */
#define COMITY_DOCUMENT_SECONDS 60
/* Octets of address space of one worker: a document of 64 MiB takes below two
 * GiB, and what was loaded before counts too. */
#define COMITY_WORKER_MEMORY ((size_t)4096 << 20)

#endif
