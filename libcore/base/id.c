/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/id.h"
#include "base/text.h"

/* Early after power-on the kernel may have no randomness yet; an id must be unique, not secret. */
static void draw(unsigned char bytes[ID_LENGTH / 2])
{
	static unsigned serial;
	struct timespec now;

	if (getrandom(bytes, ID_LENGTH / 2, GRND_NONBLOCK) == ID_LENGTH / 2)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (int i = 0; i < ID_LENGTH / 2; i++)
		bytes[i] = (unsigned char)(now.tv_nsec >> i % 24 ^ now.tv_sec * 31 ^ getpid() * (i + 1) ^ serial);
	serial++;
}

void id_draw(char id[ID_LENGTH + 1])
{
	unsigned char bytes[ID_LENGTH / 2];

	do {
		draw(bytes);
		text_hex(id, bytes, sizeof bytes);
		/* Twelve decimal digits would be taken for a number by some scripts: as Docker. */
	} while (strspn(id, "0123456789") >= ID_SHORT);
}
