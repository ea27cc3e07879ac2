/* The overlay: layers, what is written, and what it says when it can't be.
 * SPDX-License-Identifier: MIT */
#include <sys/vfs.h>
#include <sys/xattr.h>

#include "kernel/mount/overlay.h"
#include "scene.h"

static struct overlay overlay;

static void use_layers(int count)
{
	char path[32];

	overlay.layer_count = count;
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof path, "layers/%d", i);
		overlay.layers[i] = open_path(path);
	}
	overlay.upper = overlay.work = -1;
	overlay.volatile_upper = false;
	mkdir("root", 0755);
}

static void use_upper(void)
{
	mkdir("upper", 0755);
	mkdir("work", 0755);
	overlay.upper = open_path("upper");
	overlay.work = open_path("work");
}

static bool takes_127_layers_the_last_on_top(void)
{
	use_layers(127);
	use_upper();
	return overlay_mount(&overlay, "/tmp/root") >= 0 && holds("root/name", "126") &&
		holds("root/only0", "0");
}

static bool keeps_what_is_written_in_the_upper_layer(void)
{
	use_layers(2);
	use_upper();
	if (overlay_mount(&overlay, "/tmp/root") < 0)
		return false;
	put("root/name", "written");
	return holds("upper/name", "written") && holds("layers/1/name", "1");
}

static bool mounts_a_volatile_upper_again(void)
{
	for (int times = 0; times < 2; times++) {
		use_layers(1);
		use_upper();
		overlay.volatile_upper = true;
		if (overlay_mount(&overlay, "/tmp/root") < 0 || umount2("root", MNT_DETACH) < 0)
			return false;
	}
	return true;
}

static bool writes_to_RAM_without_an_upper(void)
{
	use_layers(1);
	if (overlay_mount(&overlay, "/tmp/root") < 0)
		return false;
	put("root/only0", "written");
	return holds("root/only0", "written") && holds("layers/0/only0", "0") &&
		access("upper/only0", F_OK) < 0;
}

static bool names_the_state_directory_if_it_cannot_hold_an_upper(void)
{
	use_layers(1);
	overlay.upper = open_path("/proc");
	overlay.work = open_path("/proc/tty");
	return refused(overlay_mount(&overlay, "/tmp/root"), "state directory");
}

static bool does_not_follow_a_redirection_in_a_layer(void)
{
	char data[16];
	int file;

	put("layers/0/secret/file", "secret");
	put("layers/1/open/other", "");
	setxattr("layers/1/open", "trusted.overlay.redirect", "/secret", 7, 0);
	use_layers(2);
	if (overlay_mount(&overlay, "/tmp/root") < 0)
		return false;
	file = open("root/open/file", O_RDONLY | O_CLOEXEC);
	return file < 0 || read(file, data, sizeof data) < 0;
}

static bool covers_the_staging_directory_for_this_namespace_only(void)
{
	struct statfs what;

	return statfs("/tmp/root", &what) == 0 && what.f_type == 0x01021994;
}

int main(void)
{
	char path[32], name[8];

	scene_begin();
	for (int i = 0; i < 127; i++) {
		snprintf(name, sizeof name, "%d", i);
		snprintf(path, sizeof path, "layers/%d/name", i);
		put(path, name);
		snprintf(path, sizeof path, "layers/%d/only%d", i, i);
		put(path, name);
	}
	mkdir("root", 0755);
	fail_silently(true);
	ok(in_container(takes_127_layers_the_last_on_top), "overlay: takes 127 layers, the last on top");
	ok(in_container(keeps_what_is_written_in_the_upper_layer),
	   "overlay: keeps what is written in the upper layer");
	ok(in_container(mounts_a_volatile_upper_again), "overlay: mounts a volatile upper again");
	ok(in_container(writes_to_RAM_without_an_upper), "overlay: writes to RAM without an upper");
	ok(in_container(names_the_state_directory_if_it_cannot_hold_an_upper),
	   "overlay: names the state directory if it cannot hold an upper");
	ok(in_container(does_not_follow_a_redirection_in_a_layer),
	   "overlay: does not follow a redirection in a layer");
	ok(covers_the_staging_directory_for_this_namespace_only(),
	   "overlay: covers the staging directory for this namespace only");
	return scene_end();
}
