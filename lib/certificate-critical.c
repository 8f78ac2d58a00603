/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Critical extensions: RFC 5280 4.2 refuses a certificate with one that is
 * not understood. OpenSSL does not know the statements of a qualified
 * certificate (RFC 3739 3.2.6); those that only tell what it is are known
 * here. QcLimitValue, which limits its use, is not: it stays refused.
 */
#include "certificate.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

static const char *const statements[] = {
	"1.3.6.1.5.5.7.11.1", /* syntax, RFC 3039 */
	"1.3.6.1.5.5.7.11.2", /* syntax, RFC 3739 */
	"0.4.0.1862.1.1", /* QcCompliance; EN 319 412-5 from here on */
	"0.4.0.1862.1.3", /* QcRetentionPeriod */
	"0.4.0.1862.1.4", /* QcSSCD */
	"0.4.0.1862.1.5", /* QcPDS */
	"0.4.0.1862.1.6", /* QcType */
	"0.4.0.1862.1.7", /* QcCClegislation */
};

static bool
statement_known(const ASN1_TYPE *type)
{
	const unsigned char *der;
	ASN1_SEQUENCE_ANY *parts;
	const ASN1_TYPE *first;
	bool known = false;
	char name[80];
	size_t i;

	if (type->type != V_ASN1_SEQUENCE)
		return false;
	der = ASN1_STRING_get0_data(type->value.sequence);
	parts = d2i_ASN1_SEQUENCE_ANY(
	    NULL, &der, ASN1_STRING_length(type->value.sequence));
	first = sk_ASN1_TYPE_value(parts, 0);
	if (first != NULL && first->type == V_ASN1_OBJECT &&
	    OBJ_obj2txt(name, sizeof(name), first->value.object, 1) > 0)
		for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
			if (strcmp(name, statements[i]) == 0)
				known = true;
	sk_ASN1_TYPE_pop_free(parts, ASN1_TYPE_free);
	return known;
}

static bool
statements_known(X509_EXTENSION *extension)
{
	const ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(extension);
	const unsigned char *der = ASN1_STRING_get0_data(data);
	ASN1_SEQUENCE_ANY *all =
	    d2i_ASN1_SEQUENCE_ANY(NULL, &der, ASN1_STRING_length(data));
	bool known = sk_ASN1_TYPE_num(all) > 0;
	int i;

	for (i = 0; i < sk_ASN1_TYPE_num(all); i++)
		known = known && statement_known(sk_ASN1_TYPE_value(all, i));
	sk_ASN1_TYPE_pop_free(all, ASN1_TYPE_free);
	return known;
}

bool
comity_certificate_critical_known(const X509 *x509)
{
	X509_EXTENSION *extension;
	bool known = true;
	int i;

	for (i = 0; i < X509_get_ext_count(x509); i++) {
		extension = X509_get_ext(x509, i);
		if (!X509_EXTENSION_get_critical(extension) ||
		    X509_supported_extension(extension))
			continue;
		if (OBJ_obj2nid(X509_EXTENSION_get_object(extension)) !=
			NID_qcStatements ||
		    !statements_known(extension))
			known = false;
	}
	ERR_clear_error();
	return known;
}
