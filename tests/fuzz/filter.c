/* What ps -f takes, a line each, over one container.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "show/filter/filter.h"
#include "show/row.h"

/* Names are regular expressions, and what nested repetitions cost there is between libc and the user. */
static bool repeats(const char *text)
{
	enum { REPETITIONS_MOST = 3 };
	int count = 0;

	while ((text = strpbrk(text, "*+?{")))
		text++, count++;
	return count > REPETITIONS_MOST;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const lines[][2] = {
		{ "id", FUZZ_ID }, { "image", "busybox" }, { "image_id", FUZZ_ID }, { "layer", FUZZ_ID },
		{ "label", "q=r" }, { "expose", "tcp 80 82" }, { "publish", "tcp - 8080 8080 80 80" },
		{ "volume", "/var" }, { "network", "bridge" }, { "created", "1700000000.0" },
	};
	char *text = fuzz_text(data, size), *rest = text;
	struct record given autorecord = { 0 };
	struct filter filter autofilter = { 0 };
	struct row row autorow = { .name = "web" };

	if (repeats(text)) {
		free(text);
		return 0;
	}
	fuzz_world();
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		fuzz_expect(record_add(&row.container, lines[i][0], lines[i][1]) == 0);
	fuzz_expect(record_add(&row.status, "state", "exited") == 0 && record_add(&row.status, "exit", "3") == 0);
	for (char *line; (line = text_cut(&rest, '\n'));)
		record_add(&given, "filter", line);
	if (filter_read(&filter, &given) == 0) {
		filter_wants_all(&filter);
		filter_accepts(&filter, &row);
	}
	free(text);
	return 0;
}
