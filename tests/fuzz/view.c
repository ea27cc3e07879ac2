/* Records of a container as other versions, or a broken disk, may have left them: its own, then its
 * status, its lease and the log of its health, between lines of dashes. They are shown in every way there is.
 * SPDX-License-Identifier: MIT */
#include "base/auto.h"
#include "fuzz.h"
#include "show/json.h"
#include "show/row.h"
#include "show/row_context.h"
#include "show/view/view.h"

#define CONTAINER "/run/state/containers/" FUZZ_ID
#define RUNNING "/run/run/running/" FUZZ_ID
#define LEASES "/run/state/leases"

static void put(const char *path, const char *text)
{
	unlink(path);
	if (text)
		fuzz_put(path, text, strlen(text));
}

static void show_row(FILE *out)
{
	struct row row autorow = { 0 };

	if (row_load(&row, FUZZ_ID) || row_load_name(&row))
		return;
	for (int whole = 0; whole < 2; whole++) {
		row_write_id(out, &row, whole);
		row_write_image(out, &row, whole);
		row_write_command(out, &row, whole);
		row_context_free(row_context(&row, whole, false));
	}
	row_write_created(out, &row);
	row_write_status(out, &row);
	row_write_ports(out, &row);
	row_write_names(out, &row, ",");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text, *shown = NULL;
	struct cJSON *view;
	size_t length;
	FILE *out = open_memstream(&shown, &length);

	fuzz_world();
	fuzz_directory(CONTAINER);
	fuzz_directory(RUNNING);
	fuzz_directory(LEASES);
	put(CONTAINER "/record", fuzz_cut(&rest));
	put(RUNNING "/status", fuzz_cut(&rest));
	put(LEASES "/" FUZZ_ID, fuzz_cut(&rest));
	put(RUNNING "/health", rest);
	view = view_container(FUZZ_ID, false);
	if (view)
		json_write(out, view);
	view_free(view);
	show_row(out);
	fclose(out);
	free(shown);
	free(text);
	return 0;
}
