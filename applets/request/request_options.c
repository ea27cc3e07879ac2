/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "request/request.h"
#include "request/request_devices.h"
#include "request/request_health.h"
#include "request/request_image.h"
#include "request/request_limits.h"
#include "request/request_link_wait.h"
#include "request/request_log.h"
#include "request/request_namespaces.h"
#include "request/request_refused.h"
#include "request/request_restart.h"
#include "request/request_security.h"
#include "request/request_ulimits.h"

const struct opt request_options[] = {
	OPT_LIST(0, "add-host", &request.lists, "list", "Add a custom host-to-IP mapping (host:ip)"),
	OPT_LIST('a', "attach", &request.lists, "list", "Attach to STDIN, STDOUT or STDERR"),
	OPT_TEXT(0, "cidfile", &request.cidfile, "string", "Write the container ID to the file"),
	OPT_LIST(0, "dns", &request.lists, "list", "Set custom DNS servers"),
	OPT_LIST(0, "dns-search", &request.lists, "list", "Set custom DNS search domains"),
	OPT_LIST(0, "dns-opt", &request.lists, "list", NULL),
	OPT_LIST(0, "dns-option", &request.lists, "list", "Set DNS options"),
	OPT_TEXT(0, "domainname", &request.domainname, "string", "Container NIS domain name"),
	OPT_TEXT(0, "entrypoint", &request.entrypoint, "string",
		 "Overwrite the default ENTRYPOINT of the image"),
	OPT_SWITCH(0, "ephemeral", &request.ephemeral,
		   "Keep all of it in RAM: what it writes goes when it stops, it itself with a reboot"),
	OPT_LIST('e', "env", &request.lists, "list", "Set environment variables"),
	OPT_LIST(0, "env-file", &request.lists, "list", "Read in a file of environment variables"),
	OPT_LIST(0, "expose", &request.lists, "list", "Expose a port or a range of ports"),
	OPT_TEXT('h', "hostname", &request.hostname, "string", "Container host name"),
	OPT_FLAG(0, "init", &request.init,
		 "Run an init inside the container that forwards signals and reaps processes"),
	OPT_FLAG('i', "interactive", &request.interactive, "Keep STDIN open even if not attached"),
	OPT_TEXT(0, "ip", &request.address, "string", "IPv4 address (e.g., 172.17.30.100)"),
	OPT_LIST(0, "group-add", &request.lists, "list", "Add additional groups to join"),
	OPT_LIST('l', "label", &request.lists, "list", "Set meta data on a container"),
	OPT_LIST(0, "label-file", &request.lists, "list", "Read in a line delimited file of labels"),
	OPT_LIST(0, "link", &request.lists, "list", "Add link to another container"),
	REQUEST_LINK_WAIT_OPTIONS,
	OPT_TEXT(0, "mac-address", &request.mac_address, "string",
		 "Container MAC address (e.g., 92:d0:c6:0a:29:33)"),
	OPT_LIST(0, "mount", &request.lists, "mount", "Attach a filesystem mount to the container"),
	OPT_TEXT(0, "name", &request.name, "string", "Assign a name to the container"),
	OPT_LIST(0, "network", &request.lists, "network",
		 "Network: bridge, none, host (reaches all that the host does), container:NAME"),
	OPT_LIST(0, "net", &request.lists, "network", NULL),
	OPT_FLAG(0, "open", &request.open, "Let every other open container reach this one, and it them"),
	OPT_LIST('p', "publish", &request.lists, "list", "Publish a container's port(s) to the host"),
	OPT_FLAG('P', "publish-all", &request.publish_all, "Publish all exposed ports to random ports"),
	OPT_FLAG(0, "read-only", &request.read_only, "Mount the container's root filesystem as read only"),
	REQUEST_RESTART_OPTIONS,
	OPT_FLAG(0, "rm", &request.remove, "Automatically remove the container when it exits"),
	REQUEST_SECURITY_OPTIONS,
	OPT_TEXT(0, "stop-signal", &request.stop_signal, "string",
		 "Signal to stop a container (default \"SIGTERM\")"),
	OPT_NUMBER(0, "stop-timeout", &request.stop_timeout, "int",
		   "Timeout (in seconds) to stop a container"),
	OPT_LIST(0, "tmpfs", &request.lists, "list", "Mount a tmpfs directory"),
	OPT_FLAG('t', "tty", &request.tty, "Allocate a pseudo-TTY"),
	OPT_TEXT('u', "user", &request.user, "string", "Username or UID (format: <name|uid>[:<group|gid>])"),
	OPT_LIST('v', "volume", &request.lists, "list", "Bind mount a volume"),
	OPT_TEXT(0, "volume-driver", &request.volume_driver, "string",
		 "Optional volume driver for the container"),
	OPT_LIST(0, "volumes-from", &request.lists, "list", "Mount volumes from the specified container(s)"),
	OPT_TEXT('w', "workdir", &request.workdir, "string", "Working directory inside the container"),
	REQUEST_HEALTH_OPTIONS,
	REQUEST_IMAGE_OPTIONS,
	REQUEST_LIMIT_OPTIONS,
	REQUEST_LIMIT_MORE_OPTIONS,
	REQUEST_DEVICE_OPTIONS,
	REQUEST_ULIMIT_OPTIONS,
	REQUEST_LOG_OPTIONS,
	REQUEST_NAMESPACE_OPTIONS,
	REQUEST_REFUSED_OPTIONS,
	OPT_END
};
