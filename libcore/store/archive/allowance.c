/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>

#include "base/fail.h"
#include "base/text.h"
#include "store/archive/allowance.h"
#include "store/configuration.h"

int allowance_read(struct allowance *allowance, const char *max_size)
{
	const char *text = max_size ? max_size : configuration("image-max-size", "0");
	unsigned long long bytes;

	if (text_size(text, &bytes) < 0)
		return max_size ? fail("invalid argument \"%s\" for \"--max-size\" flag: invalid size: '%s'", text, text)
				: fail("%s: image-max-size: invalid size: '%s'", configuration_file(), text);
	allowance->text = bytes ? text : NULL;
	allowance->left = bytes < LLONG_MAX ? (long long)bytes : LLONG_MAX;
	return 0;
}

int allowance_take(struct allowance *allowance, long long bytes)
{
	errno = EFBIG;
	if (!allowance->text)
		return 0;
	allowance->left -= bytes;
	return allowance->left < 0 ? -1 : 0;
}

int allowance_fail(const struct allowance *allowance, const char *what)
{
	return fail("unpack %s: it is larger than %s (--max-size, image-max-size)", what, allowance->text);
}
