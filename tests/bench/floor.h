/* The floor: what the kernel has to be told for one container to start and end, and nothing else. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

struct floor {
	const char *layer;       /* the image's only layer */
	const char *state;       /* a directory where the container's own layer may stand */
	const char *run;         /* and one in RAM, for its files */
	const char *cgroups;     /* to make: CONTROLLER+CONTROLLER:PATH,… */
	const char *filter;      /* a file with the seccomp filter, as the kernel takes it */
	const char *script;      /* for the container's shell; NULL: it runs true */
	uint32_t gateway, address;
	/* Only with a link: */
	uint32_t source;         /* the address of db */
	uint16_t source_port;    /* its port */
	uint16_t port, host_port;
};

/* Each succeeds, or says what did not and ends the process: a floor with a hole measures nothing. */
void must(int result, const char *what);

/* The cgroups: make them; the caller goes into them; they are gone. */
void floor_make_cgroups(const struct floor *floor);
void floor_enter_cgroups(const struct floor *floor);
void floor_remove_cgroups(const struct floor *floor);
/* A descriptor of that of version 2, or -1. */
int floor_open_unified(const struct floor *floor);

/* In the child's mount namespace: its root, with all that is mounted in it, is the process's. */
void floor_make_layer(const struct floor *floor);
void floor_enter_root(const struct floor *floor);
void floor_remove_layer(const struct floor *floor);

/* Veth pair, addresses, routes, neighbours, elements: between this network namespace and that of the process
 * behind the pidfd. */
void floor_plug_in(const struct floor *floor, int process);
void floor_unplug(const struct floor *floor);

/* Capabilities as of a default container, and the filter, which was read before. */
void floor_read_filter(const struct floor *floor);
void floor_confine(void);
