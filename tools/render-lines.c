/* SPDX-License-Identifier: Apache-2.0 */
#include "render-lines.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 78

/* How many columns a text takes: its characters, not its bytes. */
static int
columns(const char *text, size_t len)
{
	int count = 0;
	size_t i;

	for (i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

/* A lead of indent columns, filled with blanks up to width. */
int
line_lead(FILE *to, int indent, const char *name, int width)
{
	int len = columns(name, strlen(name));

	if (len >= width)
		width = len + 1;
	fprintf(to, "%*s%s%*s", indent, "", name, width - len, "");
	return indent + width;
}

/* Whether a word may begin a line: French sets its : ; ! ? » apart. */
static bool
may_begin(const char *word)
{
	return (strchr(":;!?", word[0]) == NULL || word[1] != '\0') &&
	       strcmp(word, "»") != 0;
}

/* Text that may hold foreign bytes, line_wrapped; later lines are indented.
 * column: where it begins. */
void
line_wrapped(FILE *to, int column, const char *text, int indent)
{
	char *escaped = comity_text_escape(text, 100000);
	char *rest = escaped, *word;
	int len;

	while (rest != NULL && (word = strsep(&rest, " ")) != NULL) {
		len = columns(word, strlen(word));
		if (column + 1 + len > WIDTH && column > indent &&
		    may_begin(word)) {
			fprintf(to, "\n%*s", indent, "");
			column = indent;
		} else if (word != escaped) {
			column += fprintf(to, " ");
		}
		fputs(word, to);
		column += len;
	}
	fputc('\n', to);
	free(escaped);
}

/* Labels of English take ten columns; the others say more. */
int
line_label_width(const struct run *run)
{
	return run->language == COMITY_EN ? 10 : 16;
}

void
line_row(const struct run *run, enum word name, const char *text, FILE *to)
{
	int column;

	if (text == NULL || *text == '\0')
		return;
	column =
	    line_lead(to, 4, word(name, run->language), line_label_width(run));
	line_wrapped(to, column, text, 4 + line_label_width(run));
}

void
line_text(const char *lead, struct comity_text *text, FILE *to)
{
	char *escaped = comity_text_escape(text->data, 10000);

	fprintf(to, "%s%s\n", lead, escaped != NULL ? escaped : "");
	free(escaped);
	comity_text_clear(text);
}
