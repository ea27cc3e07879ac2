/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/signal_name.h"
#include "base/text.h"
#include "life/child/confinement.h"
#include "life/container.h"
#include "life/monitor/message.h"
#include "request/request.h"
#include "request/request_devices.h"
#include "request/request_environment.h"
#include "request/request_health.h"
#include "request/request_image.h"
#include "request/request_labels.h"
#include "request/request_limits.h"
#include "request/request_link_wait.h"
#include "request/request_log.h"
#include "request/request_mounts.h"
#include "request/request_namespaces.h"
#include "request/request_network.h"
#include "request/request_restart.h"
#include "request/request_security.h"
#include "request/request_ulimits.h"
#include "request/request_volumes.h"
#include "store/configuration.h"
#include "store/image/layers.h"
#include "store/log/log_options.h"
#include "store/names.h"

enum { OWN_FAULT = 125, NO_TIMEOUT = -2, NOT_SAID = -1 };

struct request request = { .stop_timeout = NO_TIMEOUT, .ephemeral = NOT_SAID };

int request_streams(void)
{
	int streams = 0;

	for (const char *text = NULL; (text = record_next(&request.lists, "attach", text));) {
		if (strcasecmp(text, "stdin") == 0)
			streams |= ATTACH_INPUT;
		else if (strcasecmp(text, "stdout") == 0)
			streams |= ATTACH_OUTPUT;
		else if (strcasecmp(text, "stderr") == 0)
			streams |= ATTACH_ERROR;
		else
			return fail("invalid argument \"%s\" for \"-a, --attach\" flag: valid streams are STDIN, "
				    "STDOUT and STDERR", text);
	}
	if (request.detach)
		return 0;
	return streams ? streams
		       : ATTACH_OUTPUT | ATTACH_ERROR | (request.interactive ? ATTACH_INPUT : 0);
}

/* The words of the process: --entrypoint drops both of the image's, a command only its command. */
static int add_words(struct record *container, const struct record *image, char **words, int count)
{
	int result = 0;

	if (request.entrypoint)
		result |= *request.entrypoint ? record_add(container, "entrypoint", request.entrypoint) : 0;
	else
		result |= record_copy(container, image, "entrypoint");
	for (int i = 0; i < count; i++)
		result |= record_add(container, "command", words[i]);
	if (!count && !request.entrypoint)
		result |= record_copy(container, image, "command");
	if (result < 0)
		return fail("take the command: %m");
	if (!record_get(container, "entrypoint") && !record_get(container, "command"))
		return fail("No command specified");
	return 0;
}

static bool is_ephemeral(void)
{
	return request.ephemeral == NOT_SAID ? strcmp(configuration("ephemeral", "no"), "yes") == 0 : request.ephemeral;
}

/* What stands for itself: options by their keys. */
static int add_settings(struct record *container, const struct record *image)
{
	const struct { const char *key, *value, *otherwise; } settings[] = {
		{ "user", request.user, record_get(image, "user") },
		{ "workdir", request.workdir, record_get(image, "workdir") },
		{ "stop_signal", request.stop_signal, record_get(image, "stop_signal") },
		{ "tty", request.tty ? "yes" : NULL, NULL },
		{ "open_stdin", request.interactive ? "yes" : NULL, NULL },
		{ "stdin_once", request.interactive && request_streams() & ATTACH_INPUT ? "yes" : NULL, NULL },
		{ "attach_stdin", request_streams() & ATTACH_INPUT ? "yes" : NULL, NULL },
		{ "attach_stdout", request_streams() & ATTACH_OUTPUT ? "yes" : NULL, NULL },
		{ "attach_stderr", request_streams() & ATTACH_ERROR ? "yes" : NULL, NULL },
		{ "auto_remove", request.remove ? "yes" : NULL, NULL },
		{ "ephemeral", is_ephemeral() ? "yes" : NULL, NULL },
		{ "read_only", request.read_only ? "yes" : NULL, NULL },
		{ "init", request.init ? "yes" : NULL, NULL },
		{ "open", request.open || strcmp(configuration("open", "no"), "yes") == 0 ? "yes" : NULL, NULL },
	};

	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		const char *value = settings[i].value ? settings[i].value : settings[i].otherwise;

		if (value && *value && record_add(container, settings[i].key, value) < 0)
			return fail("take the options: %m");
	}
	if (request.stop_timeout != NO_TIMEOUT
	    && record_addf(container, "stop_timeout", "%ld", request.stop_timeout) < 0)
		return fail("take the options: %m");
	return 0;
}

static int check_variables(void)
{
	for (const char *text = NULL; (text = record_next(&request.lists, "env", text));)
		if (!*text || *text == '=')
			return fail("invalid argument \"%s\" for \"-e, --env\" flag: invalid environment variable: %s",
				    text, text);
	return 0;
}

int request_check(const char *applet)
{
	static char see[48], stop_and_see[64];

	/* What Docker's flag library finds is not prefixed, and not ended with a full stop. */
	snprintf(see, sizeof see, "\nSee 'docker %s --help'.", applet);
	snprintf(stop_and_see, sizeof stop_and_see, ".%s", see);
	fail_phase("", see);
	if (request_network_check() < 0 || request_link_wait_check() < 0 || request_streams() < 0 || request_labels_check() < 0
	    || check_variables() < 0 || request_mounts_check() < 0 || request_namespaces_check_words() < 0
	    || request_health_check_words() < 0 || request_limits_check_words() < 0
	    || request_devices_check_words() < 0 || request_ulimits_check_words() < 0)
		return -1;
	fail_phase("docker: ", stop_and_see);
	if (request_restart_check_words() < 0)
		return -1;
	if (request.cidfile && access(request.cidfile, F_OK) == 0)
		return fail("container ID file found, make sure the other container isn't running or delete %s",
			    request.cidfile);
	return request_log_check_words() < 0 || request_image_check() < 0 || request_namespaces_check() < 0
	       || request_health_check() < 0
	       || request_limits_check() < 0 || request_devices_check() < 0 ? -1 : 0;
}

/* What Docker's daemon looks at. */
static int check_settings(void)
{
	if (request.stop_signal && signal_number(request.stop_signal) < 0)
		return fail("Invalid signal: %s", request.stop_signal);
	if (request.workdir && *request.workdir && *request.workdir != '/')
		return fail("the working directory '%s' is invalid, it needs to be an absolute path",
			    request.workdir);
	return 0;
}

/* Before there is a container that nobody would know the id of. -1 without --cidfile, or said. */
static int open_id_file(void)
{
	int file = request.cidfile ? open(request.cidfile, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;

	if (request.cidfile && file < 0)
		fail("failed to create the container ID file: open %s: %m", request.cidfile);
	return file;
}

static int write_id(int file, const char *id)
{
	if (file < 0 || file_write(file, id, strlen(id)) == 0)
		return 0;
	return fail("write the container ID file %s: %m", request.cidfile);
}

/* From here on it is the daemon that speaks, where Docker has one. */
static void speak_as_daemon(const char *applet, bool at_start)
{
	if (strcmp(applet, "run") == 0)
		fail_phase("docker: Error response from daemon: ", at_start ? "." : ".\nSee 'docker run --help'.");
	else
		fail_phase("Error response from daemon: ", "");
}

static int fault_of_daemon(const char *applet)
{
	return strcmp(applet, "run") == 0 ? OWN_FAULT : EXIT_FAILURE;
}

int request_build(struct record *container, char **words, int count, const char *applet)
{
	struct record image autorecord = { 0 }, given autorecord = { 0 };
	struct log_options log;
	int daemon_fault = fault_of_daemon(applet);

	if (request_network_add(container) < 0 || request_link_wait_add(container) < 0
	    || request_security_add(container) < 0
	    || request_environment_read(&given) < 0 || request_labels_read(&given) < 0)
		return OWN_FAULT;
	if (request_image_is_local())
		speak_as_daemon(applet, false);
	if (request_image_find(&image, words[0]) < 0)
		return daemon_fault;
	speak_as_daemon(applet, false);
	if (request_network_conflicts() < 0)
		return daemon_fault;
	if (request_log_add(container) < 0)
		return daemon_fault;
	speak_as_daemon(applet, true);
	if (request_network_join(container) < 0 || log_options_read(&log, container) < 0
	    || request_namespaces_check_use(container) < 0)
		return daemon_fault;
	speak_as_daemon(applet, false);
	if (check_settings() < 0 || request_devices_add(container) < 0 || request_ulimits_add(container) < 0
	    || request_limits_add(container, false) < 0 || request_health_add(container, &image) < 0 || request_restart_add(container) < 0
	    || confinement_check(container) < 0 || request_volumes_add(container, &image) < 0
	    || request_namespaces_add(container) < 0 || request_labels_add(container, &given, &image) < 0
	    || request_environment_add(container, &given, &image) < 0
	    || request_image_add(container, &image, words[0]) < 0
	    || add_words(container, &image, words + 1, count - 1) < 0
	    || add_settings(container, &image) < 0)
		return daemon_fault;
	if (record_copy(container, &request.notes, NULL) == 0)
		return 0;
	fail("take the options: %m");
	return daemon_fault;
}

int request_create(char **words, int count, char *id, const char *applet)
{
	struct record container autorecord = { 0 };
	autoclose int lock = layers_lock(false), id_file = -1;
	char name[NAME_LENGTH + 1] = "";
	int status = lock < 0 ? OWN_FAULT : request_build(&container, words, count, applet);

	if (status)
		return status;
	id_file = open_id_file();
	if (request.cidfile && id_file < 0)
		return fault_of_daemon(applet);
	if (!request.name)
		names_make_up(name);
	if (container_create(&container, request.name ? request.name : name, &request.lists) < 0) {
		if (id_file >= 0)
			unlink(request.cidfile);
		return fault_of_daemon(applet);
	}
	memcpy(id, record_get(&container, "id"), ID_LENGTH + 1);
	return write_id(id_file, id) < 0 ? fault_of_daemon(applet) : 0;
}
