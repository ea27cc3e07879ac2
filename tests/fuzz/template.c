/* Go templates as --format takes them, over the view of a container, and as a table.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "show/format.h"
#include "show/template/template.h"
#include "show/view/view.h"

#define CONTAINER "/run/state/containers/" FUZZ_ID

static const char record[] =
	"format=1\nid=" FUZZ_ID "\ncreated=1700000000.123456789\nlease=" FUZZ_ID "\nimage=busybox\n"
	"image_id=" FUZZ_ID "\nlayer=" FUZZ_ID "\nentrypoint=sh\ncommand=-c\ncommand=true\nenv=A=b\nenv=C=d\n"
	"hostname=0123456789ab\nlabel=q=r\nlabel=x=y\nexpose=tcp 80 82\nexpose=udp 53 53\n"
	"publish=tcp - 8080 8080 80 80\nnetwork=bridge\nbind=rw\t/data\t/data\nvolume=/var\ntty=yes\n";

static const struct { const char *path, *text; } files[] = {
	{ CONTAINER "/record", record },
	{ "/run/run/running/" FUZZ_ID "/status", "state=exited\nexit=3\nstarted=1700000001.0\nfinished=1700000002.0\n" },
};

static struct cJSON *open_view(void)
{
	fuzz_world();
	fuzz_directory(CONTAINER);
	fuzz_directory("/run/run/running/" FUZZ_ID);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		fuzz_put(files[i].path, files[i].text, strlen(files[i].text));
	return view_container(FUZZ_ID, false);
}

/* As inspect does: once over the view, once over what reading its JSON would give. */
static void inspect(const char *text, const struct cJSON *typed, const struct cJSON *plain)
{
	char error[TEMPLATE_ERROR], *shown = NULL;
	struct template *template = template_parse(text, error);
	size_t length;
	FILE *out;

	if (!template) {
		fuzz_expect(strlen(error) > 0 && strlen(error) < sizeof error);
		return;
	}
	out = open_memstream(&shown, &length);
	fuzz_expect(out != NULL);
	template_execute(template, typed, TEMPLATE_PLAIN, out, error);
	template_execute(template, plain, TEMPLATE_STRICT, out, error);
	fclose(out);
	free(shown);
	template_free(template);
}

static void list(const char *text, const struct cJSON *row)
{
	struct format format autoformat = { 0 };
	char *rows = NULL, *shown = NULL;
	size_t length;
	FILE *out = open_memstream(&rows, &length);

	fuzz_expect(out != NULL);
	if (format_open(&format, text, true) == 0 && format_row(&format, row, out) == 0) {
		FILE *table = open_memstream(&shown, &length);

		fuzz_expect(table && fflush(out) == 0);
		format_write(&format, row, rows, table);
		fclose(table);
	}
	fclose(out);
	free(rows);
	free(shown);
}

/* Go pads to a million columns if it is told to, and so do we: what that costs is no finding. */
static bool is_wide(const char *text)
{
	enum { DIGITS_MOST = 5 };

	for (; *text; text++)
		if (strspn(text, "0123456789") > DIGITS_MOST)
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cJSON *typed, *plain;
	char *text = fuzz_text(data, size);

	if (!typed) {
		typed = open_view();
		plain = open_view();
		fuzz_expect(typed && plain);
		view_forget(plain);
	}
	if (!is_wide(text)) {
		inspect(text, typed, plain);
		list(text, typed);
	}
	free(text);
	return 0;
}
