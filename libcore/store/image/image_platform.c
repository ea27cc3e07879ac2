/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <sys/utsname.h>

#include "base/text.h"
#include "store/image/image_platform.h"

static const char *chosen;

void image_platform_set(const char *platform)
{
	chosen = platform;
}

const char *image_platform(void)
{
	static const struct {
		const char *machine, *architecture;   /* how uname's word starts; what images say */
	} words[] = {
		{ "x86_64", "amd64" }, { "aarch64", "arm64" }, { "arm", "arm" }, { "i686", "386" },
		{ "i586", "386" }, { "loongarch64", "loong64" }, { "mips64", "mips64" }, { "mips", "mips" },
	};
	static struct utsname machine;

	if (chosen)
		return chosen;
	uname(&machine);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_starts(machine.machine, words[i].machine))
			return words[i].architecture;
	return machine.machine;
}
