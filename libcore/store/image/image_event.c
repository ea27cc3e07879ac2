/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/limits.h"
#include "store/events.h"
#include "store/image/image_event.h"
#include "store/image/images.h"
#include "store/places.h"

void image_event(const char *id, const char *action, const char *reference)
{
	autorecord struct record image = { 0 };
	char actor[ID_LENGTH + 8];
	int kept = errno;
	bool was;

	if (places_are_moved())
		return;
	/* One that was deleted has no labels any more. */
	was = fail_silently(true);
	images_load(&image, id);
	fail_silently(was);
	snprintf(actor, sizeof actor, "sha256:%s", id);
	events_other("image", actor, &image, action, "name", reference ? reference : actor, NULL);
	errno = kept;
}
