/* The platform: this machine's architecture, as images call it. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* "amd64", "arm64", "arm"…; the kernel's own word for what images have none for. */
const char *image_platform(void);

/* It is this one from here on (borrowed): of a machine that images are loaded for. */
void image_platform_set(const char *platform);
