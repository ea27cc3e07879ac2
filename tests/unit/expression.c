/* Expression, glob: what they match of a name, and what is no expression.
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "show/filter/expression.h"
#include "show/filter/glob.h"

static int number, failed;

static void ok(bool good, const char *what, const char *pattern, const char *text)
{
	printf("%sok %d - expression: %s: %s: %s\n", good ? "" : "not ", ++number, what, pattern, text);
	failed += !good;
}

/* Pairs of a pattern and a text. */
static void all(bool (*matches)(const char *, const char *), bool wanted, const char *const *pairs)
{
	for (; *pairs; pairs += 2)
		ok(matches(pairs[0], pairs[1]) == wanted, wanted ? "matches" : "does not match", pairs[0], pairs[1]);
}

/* "((((a)?)?)?)?…", as deep as is allowed. */
static const char *nested(char repeated)
{
	enum { DEPTH = 90 };
	static char texts[3][3 * DEPTH + 2];
	static int used;
	char *text = texts[used++];

	memset(text, '(', DEPTH);
	text[DEPTH] = 'a';
	for (int i = 0; i < DEPTH; i++) {
		text[DEPTH + 1 + 2 * i] = ')';
		text[DEPTH + 2 + 2 * i] = repeated;
	}
	return text;
}

static void check_expressions(void)
{
	static const char *const good[] = {
		"", "web", "eb", "web", "^/web$", "/web", "^web_[0-9]+$", "web_12", "web|db", "a db", "^(web|db)$", "db",
		"w.b", "web", "wx*eb", "web", "we?b", "wb", "we??b", "web", "^a{3}$", "aaa", "^a{2,}$", "aaaa", "^a{0,1}$", "",
		"^(ab){2,3}$", "ababab", "a{", "a{", "a{x}", "a{x}", "a{,2}", "a{,2}", "^\\d+$", "12", "^\\D$", "x", "\\bdb\\b", "my-db-1",
		"\\Beb", "web", "[[:alpha:]]_[[:digit:]]", "a_1", "[^[:upper:]]", "a", "^[]a]$", "]", "^[a-]$", "-", "^[\\w.]+$", "a.b",
		"(?i)WEB", "web", "(?i:W)eb", "web", "^(?:a|b)c$", "bc", "^(?P<x>a)$", "a", "\\Aweb\\z", "web", "\\.", "a.b",
		"(a*)*$", "b", "(a|aa)+$", "aaaa", "^(|a)b$", "b", NULL
	};
	static const char *const bad[] = {
		"^eb", "web", "we$", "web", "^web_[0-9]+$", "web_", "^a{3}$", "aa", "^a{2,3}$", "aaaa", "[^a]", "a", "\\d", "x",
		"^.$", "\n", "(?i:W)EB", "web", "^(?i:w)eb$", "WEB", "a\\b", "ab", "(", "(", ")", ")", "[", "[", "*", "*", "a**", "a",
		"a{2,1}", "aa", "a{1001}", "a", "(a{900}){900}", "a", "\\", "\\", "\\p", "p", "\\x", "x", "(?=a)", "a", "(?P<x", "a", NULL
	};

	all(expression_matches, true, (const char *const[]){ "a", "a", NULL });
	all(expression_matches, true, (const char *const[]){ nested('?'), "a", nested('*'), "aa", nested('+'), "a", NULL });
	all(expression_matches, true, good);
	all(expression_matches, false, bad);
}

static void check_globs(void)
{
	static const char *const good[] = {
		"busybox", "busybox", "busy*", "busybox:latest", "*", "", "*box*", "busybox", "b?sybox", "busybox", "[a-c]usybox", "busybox",
		"[^x]usybox", "busybox", "example/*", "example/web", "*/*", "a/b", "\\*", "*", "\\?", "?", "[\\]]", "]", "a*b*c", "axxbyyc", "*/*/c*", "a/b/cd",
		"*a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", NULL
	};
	static const char *const bad[] = {
		"busy", "busybox", "*", "a/b", "?", "/", "?", "", "[a-c]", "d", "[^a]", "a", "[a", "a", "\\*", "a", "\\?", "a", "a*b", "a/b",
		"box", "busybox", "*/c", "a/b/c", "a\\", "ab", "*a*a*a*a*a*a*a*a*a*a*a*a*b",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL
	};

	all(glob_matches, true, good);
	all(glob_matches, false, bad);
}

int main(void)
{
	check_expressions();
	check_globs();
	printf("1..%d\n", number);
	return failed;
}
