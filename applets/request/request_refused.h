/* What Docker's run and create take and linkbox doesn't: each is refused by its name. */
/* SPDX-License-Identifier: MIT */
#pragma once

#define REQUEST_REFUSED_OPTIONS \
	OPT_REFUSED(0, "blkio-weight-device", "limits of single devices are not there; --blkio-weight is"), \
	OPT_REFUSED(0, "cpu-count", "it is an option of Windows"), \
	OPT_REFUSED(0, "cpu-percent", "it is an option of Windows"), \
	OPT_REFUSED(0, "device-read-bps", "limits of single devices are not there; --blkio-weight is"), \
	OPT_REFUSED(0, "device-read-iops", "limits of single devices are not there; --blkio-weight is"), \
	OPT_REFUSED(0, "device-write-bps", "limits of single devices are not there; --blkio-weight is"), \
	OPT_REFUSED(0, "device-write-iops", "limits of single devices are not there; --blkio-weight is"), \
	OPT_REFUSED(0, "gpus", "there is no driver that hands them out"), \
	OPT_REFUSED(0, "io-maxbandwidth", "it is an option of Windows"), \
	OPT_REFUSED(0, "io-maxiops", "it is an option of Windows"), \
	OPT_REFUSED(0, "ip6", "containers have IPv4 addresses"), \
	OPT_REFUSED(0, "link-local-ip", "containers have one address"), \
	OPT_REFUSED(0, "net-alias", "network-scoped aliases are only supported for user-defined networks; use --link"), \
	OPT_REFUSED(0, "network-alias", "network-scoped aliases are only supported for user-defined networks; use --link"), \
	OPT_REFUSED(0, "runtime", "linkbox is the only one"), \
	OPT_REFUSED(0, "storage-opt", "the layer of a container is a directory of the store, without a limit")
