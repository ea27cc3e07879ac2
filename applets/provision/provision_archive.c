/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/setting.h"
#include "base/text.h"
#include "provision/provision_archive.h"
#include "store/image/digest.h"

enum { IMAGE_FILE_SIZE = 1 << 16 };

void provision_archive_free(struct provision_archive *archive)
{
	free(archive->path);
}

/* With "sha256:" before it, as Docker shows it, or without. */
static const char *take_digest(const char *value, char room[ID_LENGTH + 1])
{
	const char *hex = digest_parse(value);

	hex = hex ? hex : value;
	if (!digest_is_hex(hex))
		return "it is no digest, which has 64 hexadecimal digits";
	memcpy(room, hex, ID_LENGTH + 1);
	return NULL;
}

/* NULL, or what is wrong with it. */
static const char *take(struct provision_archive *archive, const struct setting *setting, const char *directory)
{
	bool is_digest = strcmp(setting->key, "sha256") == 0, is_id = strcmp(setting->key, "id") == 0;

	if ((is_digest && archive->wish.archive) || (is_id && archive->wish.image)
	    || (strcmp(setting->key, "path") == 0 && archive->path))
		return "it is said a second time";
	if (is_digest) {
		archive->wish.archive = archive->digest;
		return take_digest(setting->value, archive->digest);
	}
	if (is_id) {
		archive->wish.image = archive->image;
		return take_digest(setting->value, archive->image);
	}
	if (strcmp(setting->key, "path") != 0 || !*setting->value)
		return "it is none of path=FILE, sha256=DIGEST and id=DIGEST";
	if (asprintf(&archive->path, "%s%s%s", *setting->value == '/' ? "" : directory,
		     *setting->value == '/' ? "" : "/", setting->value) < 0)
		archive->path = NULL;
	return archive->path ? NULL : "there is no memory left";
}

static int read_text(struct provision_archive *archive, char *text, const char *path, const char *directory)
{
	struct setting setting = { .rest = text };
	const char *problem;

	while (setting_next(&setting)) {
		problem = take(archive, &setting, directory);
		if (problem)
			return fail("%s:%u: %s: %s", path, setting.line, setting.key, problem);
	}
	if (!archive->path)
		return fail("%s:1: path= is missing", path);
	return archive->wish.archive || archive->wish.image
	       ? 0 : fail("%s:1: sha256= and id= are missing: one of them is needed", path);
}

int provision_archive_read(struct provision_archive *archive, const char *directory, const char *name)
{
	autofree char *path = NULL, *text = NULL;
	size_t length;

	*archive = (struct provision_archive){ .path = NULL };
	if (asprintf(&path, "%s/%s", directory, name) < 0) {
		path = NULL;
		return fail("read %s: %m", name);
	}
	if (!text_ends(name, ".image")) {
		archive->path = path;
		path = NULL;
		return 0;
	}
	if (!file_is_regular(AT_FDCWD, path))
		return fail("%s: it is no file", path);
	text = file_read(AT_FDCWD, path, IMAGE_FILE_SIZE, &length);
	if (!text)
		return fail("read %s: %m", path);
	if (memchr(text, '\0', length))
		return fail("%s:1: a NUL is in it", path);
	return read_text(archive, text, path, directory);
}
