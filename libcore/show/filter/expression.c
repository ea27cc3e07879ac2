/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "show/filter/character.h"
#include "show/filter/expression.h"

enum { STEPS_MOST = 1000, REPEATS_MOST = 1000, DEPTH_MOST = 100 };

/* A program that is followed along all of its ways at once (Thompson's), so none takes longer than the text
 * times the program. */
struct step {
	enum { TAKE, JUMP, SPLIT, BEGINNING, END, BOUNDARY, INSIDE, DONE } kind;
	const char *atom;        /* of TAKE: where it stands in the expression */
	bool fold;               /* upper and lower case are the same */
	int to;                  /* of JUMP and SPLIT: so many steps further; SPLIT goes to the next one as well */
};

struct program {
	struct step steps[STEPS_MOST + 1];
	int count, depth;
	const char *at;          /* what is left of the expression */
	bool fold, bad;
};

static void insert(struct program *program, int place, struct step step)
{
	if (program->count == STEPS_MOST) {
		program->bad = true;
		return;
	}
	memmove(program->steps + place + 1, program->steps + place,
		(size_t)(program->count - place) * sizeof step);
	program->steps[place] = step;
	program->count++;
}

static void append(struct program *program, struct step step)
{
	insert(program, program->count, step);
}

static void read_alternatives(struct program *program);

/* "(?i)" holds to its group's end, "(?:" and "(?P<name>" begin one. */
static void read_group(struct program *program)
{
	bool fold = program->fold;

	if (++program->depth > DEPTH_MOST)
		program->bad = true;
	if (*program->at == '?' && program->at[1] == 'P') {
		program->at = strchr(program->at, '>');
		program->bad |= !program->at;
		program->at = program->at ? program->at + 1 : "";
	} else if (*program->at == '?') {
		program->at++;
		program->fold |= *program->at == 'i';
		program->at += *program->at == 'i';
		program->bad |= *program->at != ':' && *program->at != ')';
		fold = *program->at == ')' ? program->fold : fold;
		program->at += *program->at == ':';
	}
	if (!program->bad)
		read_alternatives(program);
	program->bad |= *program->at != ')';
	program->at += *program->at == ')';
	program->fold = fold;
	program->depth--;
}

static void read_escape(struct program *program)
{
	const char *letter = program->at + 1;
	struct step step = { .kind = TAKE, .atom = program->at, .fold = program->fold };

	switch (*letter) {
	case 'A':
		step.kind = BEGINNING;
		break;
	case 'z':
		step.kind = END;
		break;
	case 'b':
		step.kind = BOUNDARY;
		break;
	case 'B':
		step.kind = INSIDE;
		break;
	default:
		program->bad |= !*letter || (isalnum((unsigned char)*letter) && !strchr("dwsDWSafnrtv", *letter));
	}
	append(program, step);
	program->at += 1 + !!*letter;
}

static void read_atom(struct program *program)
{
	struct step step = { .kind = TAKE, .atom = program->at, .fold = program->fold };
	bool ignored;

	switch (*program->at) {
	case '(':
		program->at++;
		read_group(program);
		return;
	case '\\':
		read_escape(program);
		return;
	case '*': case '+': case '?':
		program->bad = true;
		return;
	case '[':
		program->at = character_class(program->at, 0, &ignored);
		program->bad |= !program->at;
		program->at = program->at ? program->at : "";
		break;
	case '^':
	case '$':
		step.kind = *program->at == '^' ? BEGINNING : END;
		/* fall through */
	default:
		program->at++;
	}
	append(program, step);
}

/* {n}, {n,} (no most: -1) or {n,m}; else it is a brace like any other. */
static bool read_counts(struct program *program, long *least, long *most)
{
	char *end;

	if (*program->at != '{' || !isdigit((unsigned char)program->at[1]))
		return false;
	*least = *most = strtol(program->at + 1, &end, 10);
	if (*end == ',' && !isdigit((unsigned char)end[1])) {
		*most = -1;
		end++;
	} else if (*end == ',') {
		*most = strtol(end + 1, &end, 10);
	}
	if (*end != '}')
		return false;
	program->at = end + 1;
	program->bad |= *least > REPEATS_MOST || *most > REPEATS_MOST || (*most >= 0 && *most < *least);
	return true;
}

/* Repeat the steps from `start` on: all jumps among them are relative. */
static void repeat(struct program *program, int start, long least, long most)
{
	int length = program->count - start, source = start + (least == 0), copy = start;   /* behind the first SPLIT */
	long copies = most >= 0 ? most : least ? least : 1;

	if (copies == 0)
		program->count = start;
	for (long i = 0; length && !program->bad && i < copies; i++) {
		copy = i ? program->count : start;
		for (int step = 0; i && step < length; step++)
			append(program, program->steps[source + step]);
		if (i >= least)
			insert(program, copy, (struct step){ .kind = SPLIT,
							      .to = program->count - copy + (most < 0 ? 2 : 1) });
	}
	if (length && most < 0)
		append(program, (struct step){ .kind = least ? SPLIT : JUMP, .to = copy - program->count });
}

static void read_repeated(struct program *program)
{
	int start = program->count;
	long least = 1, most = 1;

	read_atom(program);
	if (*program->at == '*' || *program->at == '+' || *program->at == '?') {
		least = *program->at == '+';
		most = *program->at++ == '?' ? 1 : -1;
	} else if (!read_counts(program, &least, &most)) {
		return;
	}
	/* Whether as much or as little as possible is taken is the same to who only asks. */
	program->at += *program->at == '?';
	repeat(program, start, least, most);
}

static void read_alternatives(struct program *program)
{
	int start = program->count, jump;

	while (!program->bad && *program->at && *program->at != '|' && *program->at != ')')
		read_repeated(program);
	if (program->bad || *program->at != '|')
		return;
	insert(program, start, (struct step){ .kind = SPLIT, .to = program->count - start + 2 });
	jump = program->count;
	append(program, (struct step){ .kind = JUMP });
	program->at++;
	read_alternatives(program);
	program->steps[jump].to = program->count - jump;
}

/* Where in the text it is, and which steps come next there. */
struct walk {
	const struct program *program;
	const char *text, *at;
	bool next[STEPS_MOST + 1];
};

static bool holds(const struct walk *walk, const struct step *step)
{
	bool before = walk->at > walk->text && character_is_word((unsigned char)walk->at[-1]);
	bool after = character_is_word((unsigned char)*walk->at);

	switch (step->kind) {
	case BEGINNING:
		return walk->at == walk->text;
	case END:
		return !*walk->at;
	case BOUNDARY:
		return before != after;
	default:
		return before == after;
	}
}

/* Come to a step, and through it if it takes nothing. */
static void come(struct walk *walk, int number)
{
	const struct step *step = &walk->program->steps[number];

	if (walk->next[number])
		return;
	walk->next[number] = true;
	if (step->kind == SPLIT || step->kind == JUMP)
		come(walk, number + step->to);
	if (step->kind == SPLIT || (step->kind > SPLIT && step->kind < DONE && holds(walk, step)))
		come(walk, number + 1);
}

static bool takes(const struct step *step, unsigned char byte)
{
	return character_is(step->atom, byte)
	       || (step->fold && (character_is(step->atom, (unsigned char)tolower(byte))
				  || character_is(step->atom, (unsigned char)toupper(byte))));
}

static bool run(const struct program *program, const char *text)
{
	struct walk walk = { .program = program, .text = text, .at = text };

	for (;; walk.at++) {
		bool here[STEPS_MOST + 1];

		come(&walk, 0);
		if (walk.next[program->count])
			return true;
		if (!*walk.at)
			return false;
		memcpy(here, walk.next, sizeof here);
		memset(walk.next, 0, sizeof walk.next);
		for (int i = 0; i < program->count; i++)
			if (here[i] && program->steps[i].kind == TAKE
			    && takes(&program->steps[i], (unsigned char)*walk.at)) {
				walk.at++;
				come(&walk, i + 1);
				walk.at--;
			}
	}
}

bool expression_matches(const char *expression, const char *text)
{
	static struct program program;

	program.count = program.depth = 0;
	program.fold = program.bad = false;
	program.at = expression;
	read_alternatives(&program);
	if (program.bad || *program.at)
		return false;
	program.steps[program.count].kind = DONE;
	return run(&program, text);
}
