/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/fail.h"
#include "show/summary.h"
#include "show/template/template.h"
#include "show/view/view.h"

enum { NO_TEMPLATE = 64 };

static int write(FILE *out, const struct cJSON *view, const char *format)
{
	char error[TEMPLATE_ERROR];
	struct template *template = template_parse(format, error);
	int result;

	fail_phase("", "");
	if (!template) {
		fail("template parsing error: %s", error);
		return NO_TEMPLATE;
	}
	result = template_execute(template, view, TEMPLATE_PLAIN, out, error);
	template_free(template);
	if (result < 0) {
		putc('\n', out);
		fail("%s", error);
		return EXIT_FAILURE;
	}
	putc('\n', out);
	return EXIT_SUCCESS;
}

int summary_write(FILE *out, struct cJSON *view, const char *format, const char *layout)
{
	int status = EXIT_FAILURE;

	if (view)
		status = write(out, view, format && *format ? format : layout);
	view_free(view);
	return status;
}
