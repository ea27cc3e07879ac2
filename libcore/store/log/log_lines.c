/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/log/log_lines.h"

static int give(struct log_lines *lines, enum log_stream stream, bool ends)
{
	struct log_partial *line = &lines->partial[stream == LOG_STDERR];
	struct log_piece piece = { stream, line->time, !line->begun, line->text, line->used };

	if (!line->begun)
		line->hidden = lines->begun++ < lines->skip || line->time < lines->since
			       || (lines->until && line->time > lines->until);
	line->begun = !ends;
	line->used = 0;
	return lines->show && !line->hidden ? lines->show(&piece, lines->context) : 0;
}

int log_lines_feed(struct log_lines *lines, const struct log_frame *frame, const char *data, size_t length)
{
	struct log_partial *line = &lines->partial[frame->stream == LOG_STDERR];
	int result = 0;

	while (length && !result) {
		size_t part = length < LOG_LINE - line->used ? length : LOG_LINE - line->used;
		const char *newline = memchr(data, '\n', part);

		if (newline)
			part = (size_t)(newline - data) + 1;
		memcpy(line->text + line->used, data, part);
		line->used += part;
		line->time = frame->time;
		data += part;
		length -= part;
		if (newline || line->used == LOG_LINE)
			result = give(lines, (enum log_stream)frame->stream, newline != NULL);
	}
	return result;
}

int log_lines_end(struct log_lines *lines)
{
	int result = 0;

	for (int i = 0; i < 2 && !result; i++)
		if (lines->partial[i].used)
			result = give(lines, i ? LOG_STDERR : LOG_STDOUT, true);
	return result;
}
