/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wctype.h>

#include "show/letter.h"
#include "show/quote.h"
#include "show/template/template_lex.h"

static const char spaces[] = " \t\r\n";

static bool is_space(char character)
{
	return character && strchr(spaces, character);
}

/* The bytes of the letter, digit or underscore at `text`, 0 if there is another character. */
static int word_size(const char *text)
{
	uint32_t character;
	int size;

	if ((unsigned char)*text < 0x80)
		return *text == '_' || isalnum((unsigned char)*text) ? 1 : 0;
	size = quote_decode(text, strlen(text), &character);
	return letter_is(character) ? size : 0;
}

static bool is_word(const char *text)
{
	return word_size(text) > 0;
}

/* What may follow a word. */
static bool ends_word(const char *text)
{
	return !*text || is_space(*text) || strchr(".,|:)(", *text) || strncmp(text, "}}", 2) == 0;
}

static bool trims_left(const char *text)
{
	return text[0] == '-' && is_space(text[1]);
}

static bool trims_right(const char *text)
{
	return is_space(text[0]) && text[1] == '-' && strncmp(text + 2, "}}", 2) == 0;
}

static int lines_of(const char *text, const char *end)
{
	int lines = 0;

	for (; text < end; text++)
		lines += *text == '\n';
	return lines;
}

/* The token from the place where the lexer stands up to `end`. */
static struct token emit(struct lexer *lexer, enum token_type type, const char *end)
{
	struct token token = { type, lexer->at, (int)(end - lexer->at), lexer->line };

	lexer->line += lines_of(lexer->at, end);
	lexer->at = end;
	return token;
}

static struct token error_of(const struct lexer *lexer)
{
	return (struct token){ TOKEN_ERROR, lexer->error, (int)strlen(lexer->error), lexer->line };
}

__attribute__((format(printf, 2, 3)))
static struct token refuse(struct lexer *lexer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(lexer->error, sizeof lexer->error, format, arguments);
	va_end(arguments);
	return error_of(lexer);
}

/* Go's %#U: U+0021 '!' */
static struct token refuse_character(struct lexer *lexer, const char *what, const char *text)
{
	uint32_t character;
	int size = quote_decode(text, strlen(text) + 1, &character);

	if (!*text)
		return refuse(lexer, "%s U+FFFFFFFFFFFFFFFF", what);
	if (!iswprint((wint_t)character))
		return refuse(lexer, "%s U+%04X", what, character);
	return refuse(lexer, "%s U+%04X '%.*s'", what, character, size, text);
}

static void skip(struct lexer *lexer, const char *to)
{
	emit(lexer, TOKEN_SPACE, to);
}

/* Past the right delimiter, and the space after it if it trims. */
static void skip_right(struct lexer *lexer, bool trims)
{
	const char *to = lexer->at + (trims ? 4 : 2);

	skip(lexer, trims ? to + strspn(to, spaces) : to);
}

/* A comment stands where the left delimiter's inside begins: true if it is well formed. */
static bool skip_comment(struct lexer *lexer, const char *from)
{
	const char *end = strstr(from + 2, "*/");
	bool trims;

	skip(lexer, from);
	if (!end) {
		refuse(lexer, "unclosed comment");
		return false;
	}
	end += 2;
	trims = trims_right(end);
	if (!trims && strncmp(end, "}}", 2) != 0) {
		refuse(lexer, "comment ends before closing delimiter");
		return false;
	}
	skip(lexer, end);
	skip_right(lexer, trims);
	return true;
}

static struct token lex_text(struct lexer *lexer)
{
	const char *left, *end;
	struct token token;
	bool trims;

	for (;;) {
		left = strstr(lexer->at, "{{");
		end = left ? left : lexer->at + strlen(lexer->at);
		trims = left && trims_left(left + 2);
		while (trims && end > lexer->at && is_space(end[-1]))
			end--;
		if (end > lexer->at)
			return emit(lexer, TOKEN_TEXT, end);
		if (!left)
			return emit(lexer, TOKEN_EOF, end);
		skip(lexer, left);
		end = left + (trims ? 4 : 2);
		if (strncmp(end, "/*", 2) != 0)
			break;
		if (!skip_comment(lexer, end))
			return error_of(lexer);
	}
	token = emit(lexer, TOKEN_LEFT, left + 2);
	skip(lexer, end);
	lexer->inside = true;
	lexer->parens = 0;
	return token;
}

static struct token lex_right(struct lexer *lexer, bool trims)
{
	const char *right;
	struct token token;

	if (lexer->parens)
		return refuse(lexer, "unclosed left paren");
	right = lexer->at + (trims ? 2 : 0);
	skip(lexer, right);
	token = emit(lexer, TOKEN_RIGHT, right + 2);
	if (trims)
		skip(lexer, lexer->at + strspn(lexer->at, spaces));
	lexer->inside = false;
	return token;
}

static struct token lex_space(struct lexer *lexer)
{
	const char *end = lexer->at + strspn(lexer->at, spaces);

	/* The last space may belong to a delimiter that trims. */
	if (trims_right(end - 1)) {
		if (end - lexer->at == 1)
			return lex_right(lexer, true);
		end--;
	}
	return emit(lexer, TOKEN_SPACE, end);
}

static struct token lex_quoted(struct lexer *lexer)
{
	char quote = *lexer->at;
	const char *end = lexer->at + 1;

	for (; *end != quote; end++) {
		if (*end == '\\' && quote != '`')
			end++;
		if (!*end || (*end == '\n' && quote != '`'))
			return refuse(lexer, "unterminated %s", quote == '"' ? "quoted string"
				: quote == '`' ? "raw quoted string" : "character constant");
	}
	return emit(lexer, quote == '"' ? TOKEN_STRING : quote == '`' ? TOKEN_RAW_STRING
	            : TOKEN_CHARACTER, end + 1);
}

/* Whether the digits make sense is found out where they are read. */
static struct token lex_number(struct lexer *lexer)
{
	const char *end = lexer->at + (*lexer->at == '+' || *lexer->at == '-'), *digits = "0123456789_";

	if (end[0] == '0' && end[1] && strchr("xXoObB", end[1])) {
		digits = strchr("xX", end[1]) ? "0123456789abcdefABCDEF_" : digits;
		end += 2;
	}
	end += strspn(end, digits);
	end += *end == '.';
	end += strspn(end, digits);
	if (digits[10] == '_' && (*end == 'e' || *end == 'E')) {
		end++;
		end += *end == '+' || *end == '-';
		end += strspn(end, digits);
	}
	if (is_word(end) || *end == '+' || *end == '-')
		return refuse(lexer, "bad number syntax: \"%.*s\"",
		              (int)(end - lexer->at) + (is_word(end) ? word_size(end) : 1), lexer->at);
	return emit(lexer, TOKEN_NUMBER, end);
}

static enum token_type type_of_word(const char *word, int length)
{
	static const char *const words[] = { "block", "break", "continue", "define", ".", "else", "end", "if",
	                                     "nil", "range", "template", "with" };

	for (int i = 0; i < (int)(sizeof words / sizeof words[0]); i++)
		if (strncmp(word, words[i], (size_t)length) == 0 && !words[i][length])
			return (enum token_type)(TOKEN_BLOCK + i);
	if ((length == 4 && strncmp(word, "true", 4) == 0) || (length == 5 && strncmp(word, "false", 5) == 0))
		return TOKEN_BOOL;
	return TOKEN_IDENTIFIER;
}

/* A word, a .field or a $variable. */
static struct token lex_word(struct lexer *lexer)
{
	const char *end = lexer->at;
	char first = *end;

	if (first == '.' || first == '$')
		end++;
	if (end > lexer->at && ends_word(end))
		return emit(lexer, first == '.' ? TOKEN_DOT : TOKEN_VARIABLE, end);
	while (is_word(end))
		end += word_size(end);
	if (!ends_word(end))
		return refuse_character(lexer, "bad character", end);
	return emit(lexer, first == '.' ? TOKEN_FIELD : first == '$' ? TOKEN_VARIABLE
	            : type_of_word(lexer->at, (int)(end - lexer->at)), end);
}

static struct token lex_inside(struct lexer *lexer)
{
	const char *at = lexer->at;

	if (trims_right(at) || strncmp(at, "}}", 2) == 0)
		return lex_right(lexer, is_space(*at));
	if (!*at)
		return refuse(lexer, "unclosed action");
	if (is_space(*at))
		return lex_space(lexer);
	if (*at == '"' || *at == '`' || *at == '\'')
		return lex_quoted(lexer);
	if (*at == '+' || *at == '-' || isdigit((unsigned char)*at)
	    || (*at == '.' && (!at[1] || isdigit((unsigned char)at[1]))))
		return lex_number(lexer);
	if (*at == '.' || *at == '$' || is_word(at))
		return lex_word(lexer);
	switch (*at) {
	case '=': return emit(lexer, TOKEN_ASSIGN, at + 1);
	case '|': return emit(lexer, TOKEN_PIPE, at + 1);
	case ':': return at[1] == '=' ? emit(lexer, TOKEN_DECLARE, at + 2) : refuse(lexer, "expected :=");
	case '(':
		lexer->parens++;
		return emit(lexer, TOKEN_LEFT_PAREN, at + 1);
	case ')':
		lexer->parens--;
		return emit(lexer, TOKEN_RIGHT_PAREN, at + 1);
	}
	if (*at > ' ' && *at < 0x7f)
		return emit(lexer, TOKEN_OTHER, at + 1);
	return refuse_character(lexer, "unrecognized character in action:", at);
}

struct token lexer_next(struct lexer *lexer)
{
	return lexer->inside ? lex_inside(lexer) : lex_text(lexer);
}
