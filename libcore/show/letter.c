/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stddef.h>

#include "show/letter.h"

struct range {
	uint32_t first, last;
};

static bool is_within(uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

bool letter_is(uint32_t character)
{
	static const struct range signs[] = {
		{ 0x80, 0xa9 }, { 0xab, 0xb4 }, { 0xb6, 0xb9 }, { 0xbb, 0xbf }, { 0xd7, 0xd7 }, { 0xf7, 0xf7 },
		{ 0x2c2, 0x2df }, { 0x300, 0x36f },
		{ 0x2000, 0x20ff },     /* punctuation, currencies */
		{ 0x2190, 0x2bff },     /* arrows, mathematics, boxes, dingbats */
		{ 0x2e00, 0x2e7f }, { 0x3000, 0x3004 }, { 0x3007, 0x3030 },
		{ 0xd800, 0xf8ff },     /* nobody's, or anybody's */
		{ 0xfe00, 0xfe6f }, { 0xff01, 0xff0f }, { 0xff1a, 0xff20 }, { 0xff3b, 0xff40 }, { 0xff5b, 0xff65 },
		{ 0xffe0, 0xffff },
		{ 0x1f000, 0x1faff },   /* pictures */
		{ 0xe0000, UINT32_MAX },
	};

	if (character < 0x80)
		return isalnum((int)character);
	return !is_within(character, signs, sizeof signs / sizeof *signs);
}

/* Capitals from `first` to `last`, every one or every other; the small letter is `further` on. */
static const struct letters {
	uint16_t first, last, every, further;
} capitals[] = {
	{ 'A', 'Z', 1, 32 },
	{ 0xc0, 0xd6, 1, 32 }, { 0xd8, 0xde, 1, 32 }, { 0x100, 0x12e, 2, 1 }, { 0x132, 0x136, 2, 1 },
	{ 0x139, 0x147, 2, 1 }, { 0x14a, 0x176, 2, 1 }, { 0x179, 0x17d, 2, 1 }, { 0x1e00, 0x1e94, 2, 1 },
	{ 0x1ea0, 0x1efe, 2, 1 }, { 0xff21, 0xff3a, 1, 32 },
	{ 0x386, 0x386, 1, 38 }, { 0x388, 0x38a, 1, 37 }, { 0x38c, 0x38c, 1, 64 }, { 0x38e, 0x38f, 1, 63 },
	{ 0x391, 0x3a1, 1, 32 }, { 0x3a3, 0x3ab, 1, 32 },
	{ 0x400, 0x40f, 1, 80 }, { 0x410, 0x42f, 1, 32 }, { 0x460, 0x480, 2, 1 }, { 0x48a, 0x4be, 2, 1 },
	{ 0x4c1, 0x4cd, 2, 1 }, { 0x4d0, 0x52e, 2, 1 },
	{ 0x531, 0x556, 1, 48 },
};
enum { CAPITALS = sizeof capitals / sizeof *capitals };

static bool is_capital(uint32_t character, const struct letters *letters)
{
	return character >= letters->first && character <= letters->last
	       && (character - letters->first) % letters->every == 0;
}

uint32_t letter_lower(uint32_t character)
{
	for (int i = 0; i < CAPITALS; i++)
		if (is_capital(character, &capitals[i]))
			return character + capitals[i].further;
	return character == 0x178 ? 0xff : character;
}

uint32_t letter_upper(uint32_t character)
{
	for (int i = 0; i < CAPITALS; i++)
		if (is_capital(character - capitals[i].further, &capitals[i]))
			return character - capitals[i].further;
	if (character == 0xff)
		return 0x178;
	return character == 0x3c2 ? 0x3a3 : character == 0xb5 ? 0x39c : character;   /* a sigma at its end; micro */
}

bool letter_is_wide(uint32_t character)
{
	static const struct range wide[] = {
		{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a }, { 0x23e9, 0x23ec }, { 0x2614, 0x2615 },
		{ 0x2648, 0x2653 }, { 0x26aa, 0x26ab }, { 0x26bd, 0x26be }, { 0x2705, 0x2705 }, { 0x270a, 0x270b },
		{ 0x2728, 0x2728 }, { 0x274c, 0x274e }, { 0x2753, 0x2757 }, { 0x2795, 0x2797 }, { 0x2b1b, 0x2b1c },
		{ 0x2b50, 0x2b55 }, { 0x2e80, 0x303e }, { 0x3041, 0x4dbf }, { 0x4e00, 0xa4c6 }, { 0xa960, 0xa97c },
		{ 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe10, 0xfe19 }, { 0xfe30, 0xfe6b }, { 0xff01, 0xff60 },
		{ 0xffe0, 0xffe6 }, { 0x16fe0, 0x18af2 }, { 0x1b000, 0x1b2fb }, { 0x1f191, 0x1f19a },
		{ 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f393 }, { 0x1f3a0, 0x1f3ca }, { 0x1f3e0, 0x1f3f0 },
		{ 0x1f3f8, 0x1f4fc }, { 0x1f4ff, 0x1f53d }, { 0x1f550, 0x1f567 }, { 0x1f5fb, 0x1f64f },
		{ 0x1f680, 0x1f6c5 }, { 0x1f6f4, 0x1f6fa }, { 0x1f7e0, 0x1f7eb }, { 0x1f90d, 0x1faff },
		{ 0x20000, 0x3fffd },
	};

	return is_within(character, wide, sizeof wide / sizeof *wide);
}
