/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/fail.h"
#include "tell.h"

void tell(const char *name, const char *trouble)
{
	bool was = fail_silently(false);

	if (trouble)
		fail("%s: %s", name, trouble);
	else
		puts(name);
	fflush(stdout);
	fail_silently(was);
}
