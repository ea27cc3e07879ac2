/* The record of a container: what it is, as `create` was told; written once, before anything else. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

#include "base/record.h"

/* Keys (base/record.h says how they are written). A list is a key that repeats. Absent = no.
 *
 *   format=1                      id=<64 hex>               created=<seconds>.<9 digits> UTC
 *   lease=<64 hex>                the name, the address: leases.h
 *   image=<as typed>              image_id=<64 hex>         layer=<64 hex>, bottom first
 *   directory=<absolute path>     the root of an image used in place, instead of layers
 *   entrypoint=, command=         the words of the process, in this order; lists
 *   env=K=V                       image's and -e, already merged (Config.Env); list
 *   hostname=  domainname=  user=  workdir=  label=K=V (list)
 *   expose=proto first last       image, --expose and -p merged, sorted by number, tcp before udp
 *   publish=proto ip host_first host_last first last     of -p; ip "-" = not given; host_first 0 = any
 *   publish_all=yes
 *   link=<lease> <alias> <name typed or current>         list, in command line order
 *   link_wait=<as typed>       how long, and for which ports; list
 *   ipc=none|host|shareable|container:<64 hex>    pid=host|container:<64 hex>    uts=host
 *   userns=auto|host    first_id=<of 65536 of the host, for auto: ranges.h>
 *   shm_size=<bytes>  sysctl=K=V (list)  group_add= (list)  mac_address=<as typed>
 *   network=bridge|none|host|container:<64 hex>          address=<of --ip>
 *   add_host=name:ip  dns=  dns_search=  dns_opt=        lists
 *   bind=, volume_mount=<mount_line.h>   of a path of the host, of a volume
 *   tmpfs=target[:options]               of --tmpfs; tmpfs_mount=<same> of --mount
 *   anonymous=<name>                     volumes that were made for it: rm -v takes them along
 *   kept=<name>                          volumes that were anonymous=, or kept=, of the container before (list)
 *   volume=target  volume_typed=  volumes_from=  mount=TAB name=value…     what inspect shows of it: image's
 *                                        VOLUME and -v of a target alone, other -v, --volumes-from, --mount
 *   tty=yes  open_stdin=yes  stdin_once=yes  attach_stdin=yes  attach_stdout=yes  attach_stderr=yes
 *   auto_remove=yes  ephemeral=yes  read_only=yes  init=yes  open=yes
 *   cap_add=, cap_drop=<as typed>        lists                   privileged=yes
 *   security_opt=<as typed, but seccomp=<the JSON of the file>>  list
 *   health_…=<healthcheck.h>  shell=<words that a shell form runs in, of the image>     list
 *   restart=always|unless-stopped|on-failure[:N]         restart_unhealthy=yes
 *   provisioned=<path of the file that it was made of>  provisioned_words=<digest of its words>
 *   provisioned_file=<digest> <path>     of a file that they name: --env-file (list)
 *   memory=, memory_swap=, memory_reservation=<bytes>  memory_swappiness=<0 to 100>  oom_kill_disable=yes
 *   cpus=<billionths of one>  cpu_period=, cpu_quota=<microseconds>  cpu_shares=  cpuset_cpus=, cpuset_mems=<list>
 *   blkio_weight=  pids_limit=<-1: none>  oom_score_adj=  cgroup_parent=<path>   of these, 0 is absent
 *   device=<path of the host> TAB <in the container> TAB <rwm>  device_cgroup_rule=<as typed>  lists
 *   ulimit=<name> <soft> <hard>   list; -1: none
 *   log_driver=<as typed>  log_opt=K=V (list)    log_options.h
 *   stop_signal=<as typed>  stop_timeout=<seconds, -1 forever>
 * An image record (images.h) uses the same keys for what an image has. */

/* Load the record of the container with this full id; -1 said ("No such container: …") if there
 * is none or it can't be read. */
int container_record_load(struct record *record, const char *id);

/* True if nothing of it but perhaps its layer is on the disk: auto_remove=yes, ephemeral=yes. */
bool container_record_in_ram(const struct record *record);

/* Save it: durable in the state directory, or in RAM. The container exists from
 * here on. -1 said. */
int container_record_save(const struct record *record);

/* Before changing a record that others know: nobody else changes or deletes it until the returned
 * descriptor is closed. -1 said, if there is none (any more). */
int container_record_hold(const char *id);

/* The container's directory, for its hosts, hostname and resolv.conf; made if absent. */
int container_record_open(const struct record *record);

/* True if what it writes goes to a layer of its own in the state directory: not read_only=yes, ephemeral=yes. */
bool container_record_has_layer(const struct record *record);

/* The directory that holds upper/ and work/, in the state directory; of a container without a layer, in RAM, where
 * they never are. */
int container_record_open_layer(const struct record *record);

/* True if its directory has this file. */
bool container_record_has(const struct record *record, const char *file);

/* True once a start has written the container's hosts file. */
bool container_record_was_started(const struct record *record);

/* Forget the container: record first, then the directories. Absent is success. */
int container_record_delete(const char *id);

/* Call `each` for the full id of every container, in no order, until it returns non-zero; that is
 * returned, else 0. */
int container_record_each(int (*each)(const char *id, void *context), void *context);

/* The same with its record, which `each` may keep, leaving { 0 }. One that can't be read is said, and ends it. */
int container_record_each_loaded(int (*each)(struct record *record, void *context), void *context);
