/* A container's two log files, as its killed monitor may have left them: the first byte says where the
 * one ends, the second what is asked.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "show/printable.h"
#include "store/log/log.h"
#include "store/log/log_read.h"

#define RUNNING "/run/run/running/" FUZZ_ID

static struct record container;

static int show(const struct log_piece *piece, void *context)
{
	fuzz_expect(piece->stream == LOG_STDOUT || piece->stream == LOG_STDERR);
	fuzz_expect(piece->length > 0 && piece->length <= LOG_LINE);
	printable_write(context, piece->data, piece->length);
	return 0;
}

static void append(void)
{
	static struct log log;

	fuzz_expect(log_open(&log, &container, NULL) == 0);
	log_append(&log, LOG_STDOUT, "more\n", 5);
	close(log.fd);
	close(log.directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log_query query = { .tail = -1 };
	static FILE *nowhere;
	size_t older;

	if (size < 2)
		return 0;
	fuzz_world();
	record_set(&container, "id", FUZZ_ID);
	nowhere = nowhere ? nowhere : fopen("/dev/null", "we");
	fuzz_directory(RUNNING);
	query.tail = data[1] & 1 ? data[1] >> 4 : -1;
	query.since = data[1] & 2 ? 1000 : 0;
	query.until = data[1] & 4 ? 2000 : 0;
	older = *data < size - 2 ? *data : size - 2;
	fuzz_put(RUNNING "/log.1", data + 2, older);
	fuzz_put(RUNNING "/log", data + 2 + older, size - 2 - older);
	fuzz_expect(log_read(&container, &query, show, nowhere) == 0);
	append();
	fuzz_expect(log_read(&container, &query, show, nowhere) == 0);
	return 0;
}
