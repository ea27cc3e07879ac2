/* Words of instructions: cut, unquoted and expanded as Docker 20.10 does.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "store/image/image_word.h"

static int number, failed;
static struct record image;

static void ok(int good, const char *text, const char *found)
{
	printf("%sok %d - image_word: %s\n", good ? "" : "not ", ++number, text);
	if (!good)
		printf("# found %s\n", found);
	failed += !good;
}

static void becomes(const char *word, const char *wanted)
{
	char *found = image_word_expand(&image, word);

	ok(found ? wanted && strcmp(found, wanted) == 0 : !wanted, word, found ? found : "none");
	free(found);
}

static void cuts(const char *text, const char *wanted)
{
	char copy[100], found[200] = "", *rest = copy;

	snprintf(copy, sizeof copy, "%s", text);
	for (char *word; (word = image_word_cut(&rest));) {
		strcat(found, word);
		strcat(found, "|");
	}
	ok(strcmp(found, wanted) == 0, text, found);
}

int main(void)
{
	fail_silently(true);
	record_add(&image, "env", "A=1");
	record_add(&image, "env", "EMPTY=");
	record_add(&image, "env", "AB=x y");
	cuts("a b", "a|b|");
	cuts("  a\t b  ", "a|b|");
	cuts("", "");
	cuts("a=\"b c\" 'd e'f g\\ h", "a=\"b c\"|'d e'f|g\\ h|");
	cuts("\"a \\\" b\" c", "\"a \\\" b\"|c|");
	cuts("'a \\' b", "'a \\'|b|");
	becomes("plain", "plain");
	becomes("", "");
	becomes("\"a  b\"'c  d'e", "a  bc  de");
	becomes("$A${A}$AB", "11x y");
	becomes("$A-$NONE-", "1--");
	becomes("'$A'\\$A\"$A\\$A\"", "$A$A1$A");
	becomes("\"a\\b\"", "a\\b");
	becomes("a\\b", "ab");
	becomes("$", "$");
	becomes("$.", "$.");
	becomes("${EMPTY:-d}${NONE:-e}${A:-f}", "de1");
	becomes("${EMPTY:+d}${NONE:+e}${A:+f}", "f");
	becomes("${NONE:-}", "");
	becomes("\"open", NULL);
	becomes("'open", NULL);
	becomes("${A", NULL);
	becomes("${}", NULL);
	becomes("${A:x}", NULL);
	becomes("end\\", "end\\");
	printf("1..%d\n", number);
	record_free(&image);
	return failed != 0;
}
