/* The configuration: /etc/linkbox.conf (or LINKBOX_CONF), key=value lines with # comments. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Keys:
 *   state=DIR run=DIR       where the store stands (LINKBOX_STATE and LINKBOX_RUN are stronger)
 *   path=DIR[:DIR…]         read-only stores with images (LINKBOX_PATH is stronger; places.h)
 *   addresses=leased|fresh  fresh: an address is let go at stop, and the next free one taken at start
 *   ports=FIRST-LAST        host ports that are given automatically
 *   open=yes                every container is run with --open
 *   ephemeral=yes           every container is run with --ephemeral
 *   userns=auto|host        of containers that say nothing of it
 *   userns-ids=FIRST-LAST   ids of the host that --userns=auto gives out (ranges.h)
 *   provision=DIR           what `apply` and `boot` make containers of (/etc/linkbox.d)
 *   cgroup-parent=PATH      the cgroup that those of containers are below (LINKBOX_CGROUP is stronger)
 *   log-driver=NAME log-opt=K=V   of containers that say nothing of it (log_options.h); the second may repeat
 *   image-max-size=SIZE     what the layers of an archive may unpack to (allowance.h)
 *   detach-keys=KEYS        what to type to leave a container's terminal: "ctrl-p,ctrl-q" */

/* The value in force for `key`, `otherwise` if the file does not say. Read once. */
const char *configuration(const char *key, const char *otherwise);

/* The value of a key that may repeat after `previous` (NULL to begin), NULL at the end. */
const char *configuration_next(const char *key, const char *previous);

/* The directory of provisioning files in force. */
const char *configuration_provision(void);

/* Every line is one that we know, with a value that can be: -1 said, with the line. No file is fine. */
int configuration_check(void);

/* The file that is read. */
const char *configuration_file(void);
