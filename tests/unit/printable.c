/* Printable: what of a stranger's text reaches a person's terminal.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "show/printable.h"

static int number, failed;

static void shows(const char *text, size_t length, const char *expected, const char *sentence)
{
	char shown[256] = "";
	FILE *out = fmemopen(shown, sizeof shown, "w");
	bool good;

	if (!out)
		return;
	printable_write(out, text, length);
	fclose(out);
	good = strcmp(shown, expected) == 0;
	printf("%sok %d - printable: %s\n", good ? "" : "not ", ++number, sentence);
	if (!good)
		printf("# shown: %s\n", shown);
	failed += !good;
}

#define SHOWS(text, expected, sentence) shows(text, sizeof text - 1, expected, sentence)

int main(void)
{
	SHOWS("plain\ttext\n", "plain\ttext\n", "leaves text, tab and newline");
	SHOWS("caf\303\251 \342\202\254 \360\237\220\263", "caf\303\251 \342\202\254 \360\237\220\263", "leaves UTF-8");
	SHOWS("\033[31mred\033[0m \033[1;38:5:1mx\033[m", "\033[31mred\033[0m \033[1;38:5:1mx\033[m", "leaves colours");
	SHOWS("\033[2J\033[3;4Hx\033[?25l", "^[[2J^[[3;4Hx^[[?25l", "shows other sequences");
	SHOWS("\033]0;title\a\033Px\033\\", "^[]0;title^G^[Px^[\\", "shows titles and the like");
	SHOWS("\033[31", "^[[31", "shows a colour that is cut off");
	SHOWS("a\rb\b\v\f", "a^Mb^H^K^L", "shows what moves the cursor");
	SHOWS("\0\177", "^@^?", "shows NUL and DEL");
	SHOWS("\302\23331m \302\205", "^[[31m ^[E", "shows eight-bit controls in UTF-8");
	SHOWS("\23331m\220", "^[[31m^[P", "shows eight-bit controls alone");
	SHOWS("\303", "?", "shows a character that is cut off");
	SHOWS("", "", "shows nothing of nothing");
	printf("1..%d\n", number);
	return failed != 0;
}
