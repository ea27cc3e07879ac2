/* The words of a template: text, delimiters, and what stands between them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

enum token_type {
	TOKEN_ERROR, TOKEN_EOF, TOKEN_TEXT, TOKEN_LEFT, TOKEN_RIGHT, TOKEN_SPACE, TOKEN_ASSIGN,
	TOKEN_DECLARE, TOKEN_PIPE, TOKEN_LEFT_PAREN, TOKEN_RIGHT_PAREN, TOKEN_BOOL, TOKEN_CHARACTER,
	TOKEN_FIELD, TOKEN_IDENTIFIER, TOKEN_NUMBER, TOKEN_RAW_STRING, TOKEN_STRING, TOKEN_VARIABLE,
	TOKEN_OTHER,       /* a comma, or another printable character */
	TOKEN_KEYWORD,     /* divides; the words follow */
	TOKEN_BLOCK, TOKEN_BREAK, TOKEN_CONTINUE, TOKEN_DEFINE, TOKEN_DOT, TOKEN_ELSE, TOKEN_END, TOKEN_IF,
	TOKEN_NIL, TOKEN_RANGE, TOKEN_TEMPLATE, TOKEN_WITH,
};

struct token {
	enum token_type type;
	const char *text;     /* length bytes of the template, or an error's whole text */
	int length;
	int line;
};

/* Start with { .at = text, .line = 1 }. */
struct lexer {
	const char *at;
	int line;
	int parens;           /* how many are open in this action */
	bool inside;          /* between {{ and }} */
	char error[128];
};

struct token lexer_next(struct lexer *lexer);
