/* Names of containers and references of images.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "store/image/digest.h"
#include "store/names.h"
#include "store/image/reference.h"
#include "store/image/tags.h"

static void refer(const char *text)
{
	char reference[REFERENCE_LENGTH + 1], again[REFERENCE_LENGTH + 1], id[ID_LENGTH + 1];

	reference_problem(text);
	digest_parse(text);
	if (reference_normalise(text, reference) < 0)
		return;
	fuzz_expect(reference_normalise(reference, again) == 0 && strcmp(reference, again) == 0);
	fuzz_expect(tags_find(reference, id) < 0 && tags_set(reference, FUZZ_ID) == 0);
	fuzz_expect(tags_find(reference, id) == 0 && strcmp(id, FUZZ_ID) == 0);
	fuzz_expect(tags_delete(reference) == 0 && tags_find(reference, id) < 0);
	fuzz_expect(*reference_cut_tag(reference) != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), id[ID_LENGTH + 1], lease[ID_LENGTH + 1] = FUZZ_ID;

	fuzz_world();
	refer(text);
	names_find(text, id);
	names_lease(text, id);
	if (names_claim(text, lease, FUZZ_ID) == 0) {
		const char *name = text + (*text == '/');

		fuzz_expect(!strchr(name, '/') && names_exist(name) && names_release(name, FUZZ_ID) == 0);
		fuzz_expect(!names_exist(name));
	}
	free(text);
	return 0;
}
