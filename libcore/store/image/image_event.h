/* What has happened to an image, as an event: with its labels, and a name. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* `reference` NULL: named by its id, as Docker does it for all but `tag`. As store/events.h: silent. */
void image_event(const char *id, const char *action, const char *reference);
