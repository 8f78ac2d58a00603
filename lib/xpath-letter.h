/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-letter: the kinds of octets in XPath 1.0, of one look each. */
#ifndef COMITY_XPATH_LETTER_H
#define COMITY_XPATH_LETTER_H

enum {
	COMITY_XPATH_BLANK = 1,
	COMITY_XPATH_START = 2, /* begins a name: ASCII letters and _ */
	COMITY_XPATH_DIGIT = 4,
	COMITY_XPATH_INSIDE = 8, /* inside a name, not a digit: - . */
	COMITY_XPATH_ABOVE = 16, /* not ASCII */
	COMITY_XPATH_SYMBOL = 32 /* begins a symbol */
};

static inline unsigned int
comity_xpath_letter(char c)
{
	static const unsigned char kinds[256] = {
		['\t'] = COMITY_XPATH_BLANK,
		['\n'] = COMITY_XPATH_BLANK,
		['\r'] = COMITY_XPATH_BLANK,
		[' '] = COMITY_XPATH_BLANK,
		['A' ... 'Z'] = COMITY_XPATH_START,
		['a' ... 'z'] = COMITY_XPATH_START,
		['_'] = COMITY_XPATH_START,
		['0' ... '9'] = COMITY_XPATH_DIGIT,
		['-'] = COMITY_XPATH_INSIDE | COMITY_XPATH_SYMBOL,
		['.'] = COMITY_XPATH_INSIDE | COMITY_XPATH_SYMBOL,
		['!'] = COMITY_XPATH_SYMBOL,
		['('] = COMITY_XPATH_SYMBOL,
		[')'] = COMITY_XPATH_SYMBOL,
		['*'] = COMITY_XPATH_SYMBOL,
		['+'] = COMITY_XPATH_SYMBOL,
		[','] = COMITY_XPATH_SYMBOL,
		['/'] = COMITY_XPATH_SYMBOL,
		[':'] = COMITY_XPATH_SYMBOL,
		['<' ... '>'] = COMITY_XPATH_SYMBOL,
		['@'] = COMITY_XPATH_SYMBOL,
		['['] = COMITY_XPATH_SYMBOL,
		[']'] = COMITY_XPATH_SYMBOL,
		['|'] = COMITY_XPATH_SYMBOL,
		[128 ... 255] = COMITY_XPATH_ABOVE,
	};

	return kinds[(unsigned char)c];
}

#endif
