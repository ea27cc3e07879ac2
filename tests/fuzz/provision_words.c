/* Provisioning files, up to their words; and the lines of NAME.image and linkbox.conf.
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "base/setting.h"
#include "base/words.h"
#include "fuzz.h"

/* Each in single quotes, as a shell would want to have it. */
static char *quote(const struct words *words, size_t *length)
{
	char *text;
	FILE *out = open_memstream(&text, length);

	fuzz_expect(out);
	for (int i = 0; i < words->count; i++) {
		fputc('\'', out);
		for (const char *byte = words->all[i]; *byte; byte++)
			*byte == '\'' ? fputs("'\\''", out) : fputc(*byte, out);
		fputs("'\n", out);
	}
	fclose(out);
	return text;
}

static void read_again(const struct words *words)
{
	struct words again autowords = { 0 };
	unsigned line;
	size_t length;
	char *text = quote(words, &length);

	fuzz_expect(!words_read(&again, text, length, &line) && again.count == words->count);
	for (int i = 0; i < words->count; i++)
		fuzz_expect(strcmp(again.all[i], words->all[i]) == 0);
	free(text);
}

static void read_settings(char *text)
{
	struct setting setting = { .rest = text };
	unsigned line = 0;

	while (setting_next(&setting)) {
		fuzz_expect(setting.line > line && !strchr(setting.key, '=') && !strpbrk(setting.key, " \t\r\n")
			    && !strpbrk(setting.value, "\r\n"));
		line = setting.line;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *copy = fuzz_text(data, size);
	struct words words autowords = { 0 };
	unsigned line;

	if (!words_read(&words, text, size, &line)) {
		fuzz_expect(words.count <= WORDS_MOST && !words.all[words.count]);
		for (int i = 1; i < words.count; i++)
			fuzz_expect(words.lines[i] >= words.lines[i - 1] && words.all[i] > words.all[i - 1]);
		read_again(&words);
	}
	read_settings(copy);
	free(copy);
	free(text);
	return 0;
}
