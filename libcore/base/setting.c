/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/setting.h"
#include "base/text.h"

static void cut(struct setting *setting, char *line)
{
	char *value = strchr(line, '='), *end;

	if (value)
		*value++ = '\0';
	else
		value = line + strlen(line);
	line[strcspn(line, " \t")] = '\0';
	value += strspn(value, " \t");
	for (end = value + strlen(value); end > value && strchr(" \t", end[-1]);)
		*--end = '\0';
	setting->key = line;
	setting->value = value;
}

bool setting_next(struct setting *setting)
{
	char *line;

	while ((line = text_cut(&setting->rest, '\n'))) {
		setting->line++;
		line += strspn(line, " \t");
		line[strcspn(line, "\r")] = '\0';
		if (!*line || *line == '#')
			continue;
		cut(setting, line);
		return true;
	}
	return false;
}
