/* The words of made-up names: what a device may be like, and what lives along rivers and coasts.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "store/names.h"

static const char *const qualities[] = {
	"able", "agile", "alert", "amber", "ample", "apt", "bold", "brave", "bright", "brisk", "calm",
	"candid", "clear", "clever", "cosy", "crisp", "deft", "dry", "eager", "early", "easy", "even",
	"fair", "fast", "fine", "firm", "fond", "fresh", "gentle", "glad", "golden", "grand", "green",
	"happy", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively", "loyal", "lucid",
	"merry", "mild", "modest", "neat", "nimble", "noble", "open", "patient", "plain", "polite",
	"proud", "quick", "quiet", "ready", "robust", "round", "serene", "sharp", "silent", "silver",
	"simple", "sleek", "smooth", "snug", "sober", "solid", "spry", "steady", "still", "sturdy",
	"subtle", "sunny", "swift", "tidy", "tough", "true", "upright", "vivid", "warm", "wise", "witty",
};

static const char *const animals[] = {
	"avocet", "bass", "beaver", "bittern", "bream", "carp", "cod", "coot", "cormorant", "crab",
	"crane", "crayfish", "curlew", "dipper", "diver", "dolphin", "duck", "dunlin", "eel", "egret",
	"eider", "frog", "gannet", "godwit", "goose", "grebe", "grayling", "gull", "hake", "heron",
	"herring", "ibis", "kingfisher", "knot", "lapwing", "limpet", "lobster", "loon", "mackerel",
	"martin", "merganser", "minnow", "mussel", "newt", "osprey", "otter", "oyster", "pelican",
	"perch", "petrel", "pike", "pipit", "plover", "porpoise", "prawn", "puffin", "rail", "ray",
	"reedling", "roach", "ruff", "salmon", "sandpiper", "scoter", "seal", "shrimp", "skua", "smelt",
	"snipe", "sole", "spoonbill", "sprat", "stilt", "stork", "sturgeon", "swan", "teal", "tench",
	"tern", "toad", "trout", "turtle", "vole", "wagtail", "walrus", "warbler", "whale", "whimbrel",
};

enum { QUALITIES = sizeof qualities / sizeof qualities[0], ANIMALS = sizeof animals / sizeof animals[0] };

void names_make_up(char name[NAME_LENGTH + 1])
{
	char lease[ID_LENGTH + 1];
	unsigned draw[2];

	for (int attempt = 0;; attempt++) {
		/* Early after power-on the kernel may have no randomness yet: a clock will do for names. */
		if (getrandom(draw, sizeof draw, GRND_NONBLOCK) != sizeof draw) {
			struct timespec now;

			clock_gettime(CLOCK_MONOTONIC, &now);
			draw[0] = (unsigned)now.tv_nsec;
			draw[1] = (unsigned)(now.tv_nsec / QUALITIES + attempt);
		}
		if (attempt)
			snprintf(name, NAME_LENGTH + 1, "%s_%s%u", qualities[draw[0] % QUALITIES],
				 animals[draw[1] % ANIMALS], draw[0] / QUALITIES % 10000);
		else
			snprintf(name, NAME_LENGTH + 1, "%s_%s", qualities[draw[0] % QUALITIES],
				 animals[draw[1] % ANIMALS]);
		if (names_lease(name, lease) < 0)
			return;
	}
}
