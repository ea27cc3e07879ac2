/* The devices of a container: the nodes that every program counts on, and no others. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Make null, zero, full, random, urandom, tty, and the links fd, stdin, stdout, stderr, ptmx, core
 * in `directory`, the container's own /dev, already mounted. Where mknod is not permitted the
 * host's nodes are mounted instead. -1 said. */
int device_make_all(int directory);

/* The null device in the container's /dev, checked to be one. -1 said. */
int device_open_null(int directory);
