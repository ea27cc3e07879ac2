/* What -p and --expose take, a line each, and the lines of a record about ports.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "store/port.h"

static void publish(struct record *record, const char *line)
{
	struct publication publication, again;

	if (port_parse_publication(line, &publication) < 0)
		return;
	fuzz_expect(publication.port.first <= publication.port.last
		    && publication.host_first <= publication.host_last);
	record_drop(record, "publish");
	fuzz_expect(port_add_publication(record, "publish", &publication) == 0);
	fuzz_expect(port_read_publication(record_get(record, "publish"), &again) == 0);
	fuzz_expect(again.port.first == publication.port.first && again.port.last == publication.port.last
		    && again.port.udp == publication.port.udp && again.address == publication.address
		    && again.host_first == publication.host_first && again.host_last == publication.host_last);
}

/* The ranges of one protocol stay apart. */
static void check(const struct record *record)
{
	struct port_range before = { 0 }, range;

	for (const char *line = NULL; (line = record_next(record, "expose", line));) {
		fuzz_expect(port_read_range(line, &range) == 0 && range.first <= range.last);
		fuzz_expect(range.first >= before.first);
		before = range;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text;
	struct record record autorecord = { 0 };
	struct publication publication;
	struct port_range range;

	for (char *line; (line = text_cut(&rest, '\n'));) {
		publish(&record, line);
		if (port_parse_exposure(line, &range) == 0)
			port_expose(&record, &range);
		port_read_range(line, &range);
		port_read_publication(line, &publication);
	}
	check(&record);
	free(text);
	return 0;
}
