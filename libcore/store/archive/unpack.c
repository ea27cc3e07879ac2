/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/fail.h"
#include "base/file.h"
#include "store/archive/archive_read.h"
#include "store/image/digest.h"
#include "store/store.h"
#include "store/archive/tree_write.h"
#include "store/archive/unpack.h"
#include "store/archive/unpack_confine.h"

/* Descriptors of the two processes: these, standard error, and nothing else. */
enum { FROM = 0, TO = 1, RESULTS = 3, KEPT = 4 };

enum { PIPE_SIZE = 1 << 20, PIECE = 1 << 16 };

/* Each message on the pipe of results is one of these, sent by one write. */
struct result {
	enum { RESULT_DIGEST, RESULT_SIZE } kind;
	long long size;
	char digest[ID_LENGTH + 1];
};

/* Keep three descriptors, moved to their places, in a process that has just been forked; die with
 * the parent. */
static int keep_only(int from, int to, int results)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Out of the way first: any of them may have the number of another one's place. */
	from = fcntl(from, F_DUPFD, KEPT + 3);
	to = fcntl(to, F_DUPFD, KEPT + 3);
	results = fcntl(results, F_DUPFD, KEPT + 3);
	if (dup2(from, FROM) < 0 || dup2(to, TO) < 0 || dup2(results, RESULTS) < 0)
		return -1;
	return (int)syscall(SYS_close_range, KEPT, ~0U, 0);
}

/* The stream goes on to the writer without being copied: tee duplicates it, read takes it off. */
static void hash(void)
{
	static unsigned char piece[PIECE];
	struct result result = { .kind = RESULT_DIGEST };
	struct digest digest;
	ssize_t left, got;

	digest_begin(&digest);
	while ((left = tee(FROM, TO, PIECE, 0)) > 0) {
		for (; left; left -= got) {
			got = read(FROM, piece, (size_t)left);
			if (got <= 0)
				_exit(EXIT_FAILURE);
			digest_add(&digest, piece, (size_t)got);
		}
	}
	digest_end(&digest, result.digest);
	_exit(left < 0 || file_write(RESULTS, &result, sizeof result) < 0);
}

static int write_entries(const struct unpack *unpack, struct archive_reader *archive, struct tree *tree,
	long long *size)
{
	struct archive_file file;
	int more;

	while ((more = archive_reader_next(archive, &file)) > 0) {
		if (S_ISREG(file.mode) && !file.hard_link)
			*size = file.size > LLONG_MAX - *size ? LLONG_MAX : *size + file.size;
		/* Before holes are gone through that nobody wants. */
		if (unpack->allowance && unpack->allowance->text && *size > unpack->allowance->left)
			return allowance_fail(unpack->allowance, unpack->what);
		if (unpack->directory >= 0
		    && (unpack->packer ? unpack->packer->add(archive, &file, unpack->whiteouts)
			: tree_write(tree, archive, &file, unpack->whiteouts)) < 0)
			return -1;
	}
	return more;
}

/* Only a directory is written by names. */
static bool is_tree(const struct unpack *unpack)
{
	return unpack->directory >= 0 && !unpack->packer;
}

static int write_all(const struct unpack *unpack, const char *store, long long *size)
{
	struct archive_reader *archive = archive_reader_open(&(struct archive_source){ .fd = FROM, .what = unpack->what });
	const struct packer *packer = unpack->directory < 0 ? NULL : unpack->packer;
	struct tree tree;

	if (!archive || (packer ? packer->begin(TO, unpack->what, store)
			 : is_tree(unpack) ? tree_open(&tree, ".", unpack->what, store) : 0) < 0
	    || write_entries(unpack, archive, &tree, size) < 0)
		return -1;
	if (is_tree(unpack))
		tree_close(&tree);
	return packer ? packer->end() : 0;
}

static void write_tree(const struct unpack *unpack, const char *store)
{
	struct result result = { .kind = RESULT_SIZE };
	char rest[4096];

	umask(0);   /* modes are the archive's */
	if (is_tree(unpack) && unpack_confine_root(unpack->directory, false) < 0)
		_exit(fail("unpack %s: change root: %m", unpack->what) < 0);
	if (keep_only(unpack->input, unpack->packer && unpack->directory >= 0 ? unpack->directory : unpack->input,
		      unpack->results) < 0)
		_exit(fail("unpack %s: close_range: %m", unpack->what) < 0);
	if (unpack_confine_calls(is_tree(unpack)) < 0)
		_exit(fail("unpack %s: give up rights: %m", unpack->what) < 0);
	if (write_all(unpack, store, &result.size) < 0)
		_exit(EXIT_FAILURE);
	/* Behind the end of a tar there is padding, which the digest is of as well. */
	while (read(FROM, rest, sizeof rest) > 0)
		continue;
	_exit(file_write(RESULTS, &result, sizeof result) < 0);
}

/* Fork the writer, which reads from its `input`, and the hasher, which fills that. */
static int fork_both(struct unpack *unpack, const int *to_hasher, const int *to_writer, int results)
{
	const char *store = store_path(STORE_STATE);
	struct unpack child = *unpack;

	child.input = to_writer[0];
	child.results = results;
	unpack->writer = fork();
	if (unpack->writer == 0)
		write_tree(&child, store);
	unpack->hasher = unpack->writer < 0 ? -1 : fork();
	if (unpack->hasher == 0) {
		if (keep_only(to_hasher[0], to_writer[1], results) < 0)
			_exit(EXIT_FAILURE);
		hash();
	}
	return unpack->hasher < 0 ? -1 : 0;
}

static int make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);   /* more is faster; what there is will do */
	return 0;
}

int unpack_begin(struct unpack *unpack)
{
	int to_hasher[2] = { -1, -1 }, to_writer[2] = { -1, -1 }, results[2] = { -1, -1 };
	int begun = -1;

	unpack->hasher = unpack->writer = -1;
	unpack->fed = 0;
	signal(SIGPIPE, SIG_IGN);
	if (make_pipe(to_hasher) == 0 && make_pipe(to_writer) == 0 && make_pipe(results) == 0)
		begun = fork_both(unpack, to_hasher, to_writer, results[1]);
	auto_close(&to_hasher[0]);
	auto_close(&to_writer[0]);
	auto_close(&to_writer[1]);
	auto_close(&results[1]);
	unpack->input = to_hasher[1];
	unpack->results = results[0];
	if (begun == 0)
		return 0;
	fail("unpack %s: %m", unpack->what);
	unpack_cancel(unpack);
	return -1;
}

int unpack_feed(struct unpack *unpack, const void *data, size_t length)
{
	if (unpack->allowance && allowance_take(unpack->allowance, (long long)length) < 0)
		return -1;
	unpack->fed += (long long)length;
	return file_write(unpack->input, data, length);
}

int unpack_feed_all(struct unpack *unpack, int fd, const struct watch *watch, long long total)
{
	static unsigned char piece[PIECE];
	long long done = 0;
	ssize_t got;

	while ((got = read(fd, piece, sizeof piece)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail("read %s: %m", unpack->what);
		if (unpack_feed(unpack, piece, (size_t)got) < 0)
			break;   /* unpack_end knows why */
		done += got;
		if (watch)
			watch->tell(watch->context, unpack->what, done, total);
	}
	return 0;
}

/* Wait for a process: its exit status, -1 if it was killed. */
static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Holes are in no stream. */
static bool is_allowed(const struct unpack *unpack, const struct unpacked *unpacked)
{
	long long holes = unpacked->size - unpack->fed;

	return !unpack->allowance || holes <= 0 || allowance_take(unpack->allowance, holes) == 0;
}

int unpack_end(struct unpack *unpack, struct unpacked *unpacked)
{
	struct result result;
	int written, hashed;

	auto_close(&unpack->input);
	while (read(unpack->results, &result, sizeof result) == sizeof result) {
		if (result.kind == RESULT_SIZE)
			unpacked->size = result.size;
		else
			memcpy(unpacked->digest, result.digest, sizeof unpacked->digest);
	}
	auto_close(&unpack->results);
	written = wait_for(unpack->writer);
	hashed = wait_for(unpack->hasher);
	if (written == 0 && hashed == 0)
		return is_allowed(unpack, unpacked) ? 0 : allowance_fail(unpack->allowance, unpack->what);
	return written > 0 ? -1 : fail("unpack %s: the process that did it was killed", unpack->what);
}

static void end(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	wait_for(pid);
}

void unpack_cancel(struct unpack *unpack)
{
	/* Killed before their input ends: they would complain about that. */
	end(unpack->writer);
	end(unpack->hasher);
	auto_close(&unpack->input);
	auto_close(&unpack->results);
}
