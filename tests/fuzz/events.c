/* The file of events, as writers that were killed may have left it; before a line "----" what `events -f`
 * takes, a line each.
 * SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "fuzz.h"
#include "show/filter/event_filter.h"
#include "show/filter/filter_words.h"
#include "show/json.h"
#include "show/view/view.h"
#include "show/view/view_event.h"
#include "store/events_read.h"

static FILE *nowhere;

static bool is_before(const char *one, const char *other)
{
	size_t length = strcspn(one, "="), others = strcspn(other, "=");
	int order = strncmp(one, other, length < others ? length : others);

	return order < 0 || (!order && length < others);
}

static int show(const struct event *event, bool live, void *context)
{
	struct cJSON *view = view_event(event);

	(void)live;
	for (size_t i = 1; i < event->count; i++)
		fuzz_expect(is_before(event->attributes[i - 1], event->attributes[i]));
	if (event_filter_accepts(context, event))
		view_event_line(nowhere, event);
	json_write(nowhere, view);
	view_free(view);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct events_query query = { .past = true, .output = -1 };
	char *text = fuzz_text(data, size), *rest = text, *filters = fuzz_cut(&rest);
	struct record given autorecord = { 0 }, wanted autorecord = { 0 };

	fuzz_world();
	fuzz_directory("/run/run");
	nowhere = nowhere ? nowhere : fopen("/dev/null", "we");
	fuzz_put("/run/run/events", rest ? rest : "", rest ? strlen(rest) : 0);
	for (char *line; (line = text_cut(&filters, '\n'));)
		record_add(&given, "filter", line);
	if (filter_words_read(&wanted, &given, "events", NULL) == 0)
		fuzz_expect(events_read(&query, show, &wanted) == 0);
	/* What was left torn is no part of the next one. */
	events_other("volume", "last", NULL, "create", "driver", "local", NULL);
	record_drop(&wanted, NULL);
	fuzz_expect(events_read(&query, show, &wanted) == 0);
	free(text);
	return 0;
}
