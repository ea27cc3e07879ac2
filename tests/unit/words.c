/* Words: what quotes, backslashes, comments and line ends make of a text.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/words.h"

static int number, failed;

static void expect(int good, const char *sentence, const char *found)
{
	printf("%sok %d - words: %s\n", good ? "" : "not ", ++number, sentence);
	if (!good)
		printf("# found %s\n", found);
	failed += !good;
}

/* Words as "<line>[word]...", or "line: problem". */
static void is(const char *sentence, const char *text, size_t length, const char *wanted)
{
	char *copy = malloc(length + 1), found[512] = "";
	struct words autowords words = { 0 };
	const char *problem;
	unsigned line;

	memcpy(copy, text, length);
	copy[length] = '\0';
	problem = words_read(&words, copy, length, &line);
	if (problem)
		snprintf(found, sizeof found, "%u: %s", line, problem);
	for (int i = 0; !problem && i < words.count; i++)
		sprintf(found + strlen(found), "%u[%s]", words.lines[i], words.all[i]);
	expect(strcmp(found, wanted) == 0 && (problem || !words.all[words.count]), sentence, found);
	free(copy);
}
#define IS(sentence, text, wanted) is(sentence, text, sizeof text - 1, wanted)

static void bounds(void)
{
	char *text = malloc(2 * WORDS_MOST + 3);
	struct words autowords words = { 0 }, more autowords = { 0 };
	unsigned line;

	for (int i = 0; i <= WORDS_MOST; i++)
		memcpy(text + (size_t)2 * (size_t)i, "a\n", 3);
	expect(!words_read(&words, text, 2 * WORDS_MOST, &line) && words.count == WORDS_MOST,
	       "as many as there may be", "less");
	for (int i = 0; i <= WORDS_MOST; i++)
		memcpy(text + (size_t)2 * (size_t)i, "a\n", 3);
	expect(words_read(&more, text, 2 * WORDS_MOST + 2, &line) && line == WORDS_MOST + 1,
	       "one more is refused, on its line", "no problem");
	free(text);
}

int main(void)
{
	IS("stand between blanks", " a  bb\tccc ", "1[a]1[bb]1[ccc]");
	IS("stand on several lines", "a\nb\r\n\n c", "1[a]2[b]4[c]");
	IS("of nothing there are none", "", "");
	IS("of comments there are none", "# a\n  # b \\\n#c", "");
	IS("a comment begins a word", "a#b c #d 'e\nf", "1[a#b]1[c]2[f]");
	IS("single quotes keep all", "'a \"\\\n$b#' c", "1[a \"\\\n$b#]2[c]");
	IS("double quotes keep most", "\"a 'b' $c `d` \\e\"", "1[a 'b' $c `d` \\e]");
	IS("double quotes know four escapes", "\"\\\\ \\\" \\$ \\`\"", "1[\\ \" $ `]");
	IS("double quotes join lines", "\"a\\\nb\" c", "1[ab]2[c]");
	IS("double quotes keep lines", "\"a\nb\" c", "1[a\nb]2[c]");
	IS("quotes are parts of words", "a'b c'd\"e f\"", "1[ab cde f]");
	IS("quotes around nothing are a word", "'' \"\" a", "1[]1[]1[a]");
	IS("a backslash keeps what follows", "a\\ b \\'c \\\\ \\#d \\$e", "1[a b]1['c]1[\\]1[#d]1[$e]");
	IS("a line goes on behind a backslash", "a \\\n b \\\r\n c", "1[a]2[b]3[c]");
	IS("a word goes on behind a backslash", "a\\\nb c", "1[ab]2[c]");
	IS("a backslash before a blank ends no line", "a \\ \nb", "1[a]1[ ]2[b]");
	IS("nothing is expanded", "$HOME `x` * ~ {a,b} $(c)", "1[$HOME]1[`x`]1[*]1[~]1[{a,b}]1[$(c)]");
	IS("an open single quote is found where it opens", "a\nb 'c\nd\n", "2: a single quote is never closed");
	IS("an open double quote is found where it opens", "a\n\n\"c\\", "3: a double quote is never closed");
	IS("a last backslash is refused", "a\nb\\", "2: nothing follows the backslash");
	IS("a NUL is refused", "a\nb\0c", "2: a NUL is in it");
	IS("bytes are bytes", "\xff\x80 \xc3\xa9", "1[\xff\x80]1[\xc3\xa9]");
	bounds();
	printf("1..%d\n", number);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
