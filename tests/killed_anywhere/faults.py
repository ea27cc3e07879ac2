# Which errors a system call can return, and from where it is called.
# SPDX-License-Identifier: MIT
import errno
import os
import re
import stat
import struct

CREATE = 0o100
F_SETLKW, F_OFD_SETLKW = 7, 38
CHAIN = 5        # return addresses that tell call sites apart
STACK = 4096     # bytes looked through for them

MAKES = "openat mkdirat mkdir linkat symlinkat renameat renameat2 rename mknodat ftruncate fallocate " \
    "fsync fdatasync syncfs fsetxattr lsetxattr"
DISK = MAKES + " unlinkat unlink rmdir newfstatat stat lstat statx readlinkat readlink getdents64 fchmod " \
    "fchmodat fchown fchownat utimensat statfs openat2 open"
MEMORY = DISK + " mmap brk mremap mprotect clone clone3 fork vfork execve socket socketpair bind connect " \
    "accept4 sendto sendmsg setsockopt mount umount2 move_mount open_tree fsopen fsconfig fsmount " \
    "mount_setattr unshare setns pivot_root poll ppoll signalfd4 timerfd_create memfd_create pipe2 " \
    "inotify_init1 inotify_add_watch seccomp setgroups flock pidfd_open keyctl add_key chdir fchdir chroot"
WAITS = "wait4 waitid poll ppoll accept4 connect recvfrom recvmsg sendto sendmsg flock nanosleep clock_nanosleep"
READS = "read pread64 readv"
WRITES = "write pwrite64 writev"


def numbers():
    with open("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", encoding="ascii") as header:
        return {int(number): name for name, number in re.findall(r"__NR_(\w+) (\d+)", header.read())}


NAMES = numbers()
ERRORS = {}
for names, error in ((MAKES, errno.ENOSPC), (DISK, errno.EIO), (MEMORY, errno.ENOMEM), (WAITS, errno.EINTR)):
    for name in names.split():
        ERRORS.setdefault(name, []).append(error)


def kind(pid, descriptor):
    try:
        return stat.S_IFMT(os.stat(f"/proc/{pid}/fd/{descriptor}").st_mode)
    except OSError:
        return 0


def possible(pid, info):
    """The name of the call that is entered, and the errors that it can return here."""
    call = NAMES.get(info.nr, str(info.nr))
    errors = ERRORS.get(call, [])
    if call in READS or call in WRITES:
        if kind(pid, info.args[0]) != stat.S_IFREG:
            return call, [errno.EINTR]
        return call, [errno.EIO] if call in READS else [errno.EIO, errno.ENOSPC]
    if call == "openat" and not info.args[2] & CREATE:
        return call, [error for error in errors if error != errno.ENOSPC]
    if call == "fcntl" and info.args[1] in (F_SETLKW, F_OFD_SETLKW):
        return call, [errno.EINTR]
    return call, errors


class Text:
    """The instructions of a static program that isn't relocated."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        offset, = struct.unpack_from("<Q", self.bytes, 32)
        size, count = struct.unpack_from("<HH", self.bytes, 54)
        for i in range(count):
            kind_, flags, place, start, _, length = struct.unpack_from("<IIQQQQ", self.bytes, offset + i * size)
            if kind_ == 1 and flags & 1:
                self.place, self.start, self.end = place, start, start + length

    def is_return_address(self, word):
        """A call stands before it."""
        if not self.start + 7 <= word < self.end:
            return False
        before = self.bytes[word - self.start + self.place - 7:word - self.start + self.place]
        return before[2] == 0xE8 or before[5:7] >= b"\xff\xd0" and before[5:7] <= b"\xff\xd7" \
            or before[4] == 0xFF and before[5] & 0xF8 == 0x50 or before[1:3] == b"\xff\x15"

    def site(self, pid, info):
        """The chain of calls that led here, as far as the stack tells."""
        try:
            with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
                memory.seek(info.sp)
                stack = memory.read(STACK)
        except OSError:
            stack = b""
        words = struct.unpack_from(f"<{len(stack) // 8}Q", stack)
        chain = [word for word in words if self.is_return_address(word)]
        return (info.nr, info.ip, *chain[:CHAIN])
