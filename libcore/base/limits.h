/* Every bound of the program, in one place. Exceeding one is a failure that names it. */
/* SPDX-License-Identifier: MIT */
#pragma once

enum {
	ID_LENGTH = 64,           /* hexadecimal digits of a container's or an image's id */
	ID_SHORT = 12,            /* digits that people see */
	NAME_LENGTH = 255,        /* of a container; it becomes a file name */
	ALIAS_LENGTH = 63,        /* of a link; it becomes a host name */
	REFERENCE_LENGTH = 255,   /* of an image, with registry and tag */
	HOSTNAME_LENGTH = 63,     /* the kernel's limit is 64 */
	RECORD_SIZE = 1 << 20,    /* bytes of one record file */
	MOUNTS_SIZE = 1 << 20,    /* bytes of /proc/self/mountinfo */
	FAILURE_LENGTH = 1024,    /* bytes of one error message */
	LAYERS_MOST = 127,        /* of one image: as Docker; overlayfs takes 500 */
	VOLUMES_MOST = 128,       /* mounted in one container, its own three files with them */
	SOCKETS_MOST = 1024,      /* host port sockets that one monitor holds */
	RANGE_WITH_SOCKETS = 16,  /* a wider range of host ports is claimed by its element alone */
	CLIENTS_MOST = 16,        /* attached to one container, or waiting for its end, at a time */
	CONNECTIONS_MOST = 24,    /* to one monitor: its clients, and who asks something and goes */
	MESSAGE_SIZE = 16384,     /* bytes of data in one monitor message */
	SECCOMP_PROFILE_SIZE = 1 << 18,   /* bytes of a profile; it becomes a line of the record */
	SECCOMP_RULES_MOST = 256, /* of one profile, those that depend on arguments */
	SHARED_MEMORY = 64 << 20, /* bytes of /dev/shm where nothing else is said: as Docker */
	CGROUP_PARENT_LENGTH = 120,   /* of the path of the cgroup that those of containers are below */
	MAC_LENGTH = 6,           /* bytes of an address of Ethernet */
	WORDS_MOST = 4096,        /* of one provisioning file */
	PROVISION_SIZE = 1 << 20, /* bytes of one provisioning file */
	PROVISION_MOST = 1024,    /* provisioning files of one directory */
	NETLINK_BUFFER = 8192,    /* bytes of one netlink message */
};
