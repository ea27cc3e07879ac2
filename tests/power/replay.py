# A record of a disk's writes, and the images that a power cut could have left of it.
# SPDX-License-Identifier: MIT
#
# The log is that of dm-log-writes, which QEMU's blklogwrites writes: a superblock, then entries, each
# padded to a sector and followed by its data. What was written before a flush is on the disk after it; of
# what came since, a cut keeps any part, in pieces of PIECE bytes.
import struct

MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
PIECE = 4096
MARK = 512  # bytes at the disk's end where the story writes how far it is


class Entry:
    def __init__(self, start, data, flags):
        self.start, self.data, self.flags = start, data, flags

    def pieces(self):
        for at in range(0, len(self.data), PIECE):
            yield self.start + at, self.data[at:at + PIECE]


def read_log(path):
    """All entries, in order."""
    with open(path, "rb") as log:
        magic, version, count, sector = struct.unpack("<QQQI", log.read(28))
        if magic != MAGIC or version != 1:
            raise SystemExit(f"{path}: no log of writes")
        log.seek(sector)
        for _ in range(count):
            start, sectors, flags, _ = struct.unpack("<QQQQ", log.read(sector)[:32])
            data = log.read(sectors * sector) if sectors and not flags & DISCARD else b""
            if flags & DISCARD:
                data = bytes(sectors * sector)
            yield Entry(start * sector, data, flags)


class Disk:
    """What is certainly on the disk, and what may be. `begun` and `done` are the numbers of the story's
    last step that began and of the last that had ended."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.stable = bytearray(file.read())
        self.pending, self.begun, self.done = [], 0, 0

    def take(self, entry):
        if entry.flags & FLUSH:
            self.settle()
        if entry.data and entry.start == len(self.stable) - MARK:
            word, number = entry.data[:MARK].rstrip(b"\0 \n").split()
            if word == b"step":
                self.begun = int(number)
            else:
                self.done = int(number)
        elif entry.data:
            self.pending += [(start, data, self.done, self.begun) for start, data in entry.pieces()]
            if entry.flags & FUA:
                self.settle()

    def settle(self):
        for start, data, _, _ in self.pending:
            self.stable[start:start + len(data)] = data
        self.pending.clear()

    def cut(self, length, choose):
        """The image of a cut after `length` of what is pending, of which those pieces are there that
        `choose` is true for; and the steps that had ended and begun then."""
        image = bytearray(self.stable)
        done, begun = self.done, self.begun
        for start, data, done, begun in self.pending[:length]:
            if choose():
                image[start:start + len(data)] = data
        if length == len(self.pending):
            done, begun = self.done, self.begun
        return image, done, begun
