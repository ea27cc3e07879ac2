/* Without CONFIG_FILTERS: ps shows what runs, or all. */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"
#include "show/filter/filter.h"

void filter_free(struct filter *filter)
{
	(void)filter;
}

int filter_read(struct filter *filter, const struct record *given)
{
	(void)filter;
	return record_get(given, "filter") ? fail("--filter: this linkbox was built without filters") : 0;
}

bool filter_wants_all(const struct filter *filter)
{
	(void)filter;
	return false;
}

bool filter_accepts(const struct filter *filter, const struct row *row)
{
	(void)filter, (void)row;
	return true;
}

bool filter_wants_names(const struct filter *filter)
{
	(void)filter;
	return false;
}

bool filter_wants_name(const struct filter *filter, const char *name)
{
	(void)filter, (void)name;
	return true;
}
