"""Archives in, output out, and how large the binary is; many layers.
SPDX-License-Identifier: MIT"""
import gzip
import hashlib
import io
import json
import os
import random
import shutil
import tarfile

import box
import measure

CACHE = box.TOP + "/build/bench"
ARCHIVE_SIZE = 300 << 20  # of the archive, compressed


def words(draw):
    """A megabyte of text, and one of noise: mixed, they shrink as programs do."""
    vocabulary = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 11))) for _ in range(4000)]
    return " ".join(draw.choices(vocabulary, k=180000)).encode()[:1 << 20], draw.randbytes(1 << 20)


def content(draw, text, noise, size):
    parts = []
    while size > 0:
        length = min(size, draw.randint(200, 6000))
        source = text if draw.random() < 0.62 else noise
        place = draw.randrange(len(source) - length)
        parts.append(source[place:place + length])
        size -= length
    return b"".join(parts)


def add(archive, name, data, mode=0o644):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), mode
    archive.addfile(entry, io.BytesIO(data))


def write_image(path, name, layers, command, level=1):
    """A docker-archive, compressed, of layers that are given as tar files."""
    with gzip.open(path + ".new", "wb", compresslevel=level) as packed, tarfile.open(fileobj=packed, mode="w|") as out:
        digests, names = [], []
        for number, layer in enumerate(layers):
            names.append(f"{number:04}/layer.tar")
            with open(layer, "rb") as file:
                digests.append("sha256:" + hashlib.file_digest(file, "sha256").hexdigest())
                entry = tarfile.TarInfo(names[-1])
                entry.size = file.seek(0, 2)
                file.seek(0)
                out.addfile(entry, file)
        add(out, "config.json", json.dumps({"architecture": "amd64", "os": "linux", "config": {"Cmd": command},
                                            "rootfs": {"type": "layers", "diff_ids": digests}}).encode())
        add(out, "manifest.json", json.dumps([{"Config": "config.json", "RepoTags": [name if ":" in name else name + ":latest"], "Layers": names}]).encode())
    os.rename(path + ".new", path)


def large_archive():
    """Made once: files of 1 KiB to 4 MiB in one layer."""
    path = f"{CACHE}/large-image.tar.gz"
    os.makedirs(CACHE, exist_ok=True)
    if not os.path.exists(path):
        draw = random.Random(1)
        text, noise = words(draw)
        layer = CACHE + "/large.layer.tar"
        with tarfile.open(layer, "w") as out:
            packed, number = 0, 0
            while packed < ARCHIVE_SIZE:
                data = content(draw, text, noise, int(1024 * 2 ** draw.uniform(0, 12)))
                add(out, f"usr/lib/{number % 97}/{number}", data)
                packed += len(data) * 0.755   # what gzip -1 makes of it
                number += 1
        write_image(path, "large", [layer], ["true"])
        os.remove(layer)
    return path


def measure_load(place, rounds):
    archive = large_archive()
    size = os.path.getsize(archive) / (1 << 20)
    bare = f"mkdir {box.PLACE}/bare; gzip -dc {archive} | tar -x -C {box.PLACE}/bare"
    load, _, tar, _ = measure.clock(
        rounds, 0, place.inside(box.LINKBOX, "load", "-q", "-i", archive), place.inside(box.LINKBOX, "rmi", "large"),
        place.inside("sh", "-ec", bare), place.inside("rm", "-r", box.PLACE + "/bare"))
    speed = tar.median / load.median
    measure.show(f"`load` of a {size:.0f} MiB gzip docker-archive", f"{load} ms", f"{tar} ms of gzip -dc | tar -x",
                 f"{measure.figure(speed)} of its speed", "≥ 0.7", speed >= 0.7)
    measure.show("peak resident memory of that `load`", f"{load.peak} KiB", goal="≤ 6144 KiB", reached=load.peak <= 6144)


def measure_logs(place, rounds):
    """The same file, written to a container's standard output and to a file."""
    size = 400
    text = box.PLACE + "/text"
    place.sh("sh", "-ec", f"busybox yes 'a line of some sixty characters, as programs write them to log' | head -c {size}M >{text}")
    logging = (f"{box.LINKBOX} run -d --name loud -v {text}:/text busybox cat /text >/dev/null && "
               f"{box.LINKBOX} wait loud >/dev/null")
    ours, _, bare, _ = measure.clock(
        rounds, 0, place.inside("sh", "-ec", logging), place.inside(box.LINKBOX, "rm", "loud"),
        place.inside("sh", "-ec", f"busybox cat {text} >{text}.copy"), place.inside("rm", text + ".copy"))
    speed = bare.median / ours.median
    measure.show(f"a container that prints {size} MiB as fast as it can", f"{ours} ms", f"{bare} ms of cat > file",
                 f"{measure.figure(speed)} of its speed", "≥ 0.5", speed >= 0.5)
    place.linkbox("run", "-d", "--name", "loud", "-v", f"{text}:/text", "busybox",
                  "sh", "-c", "cat /text; exec sleep 100000")
    place.linkbox("exec", "loud", "sh", "-c", "until grep -q sleep /proc/1/cmdline; do usleep 10000; done")
    with open(f"/proc/{place.monitor_of('loud')}/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    measure.show("peak resident memory of its monitor, the binary's pages among it", f"{peak} KiB", goal="flat",
                 reached=peak <= 1536)
    place.linkbox("rm", "-f", "loud")


def measure_sizes():
    default, tiny = os.path.getsize(box.LINKBOX), os.environ.get("TINY")
    measure.show("binary, x86_64, static, stripped: default configuration", f"{default} bytes", goal="≤ 400 kB",
                 reached=default <= 400000)
    if tiny:
        size = os.path.getsize(tiny)
        measure.show("binary: tiny configuration", f"{size} bytes", goal="≤ 160 kB", reached=size <= 160000)


def layered(place, count):
    """An image of so many layers, each with a file of its own."""
    directory = f"{CACHE}/layers"
    os.makedirs(directory, exist_ok=True)
    layers = [box.ROOTFS]
    for number in range(1, count):
        layers.append(f"{directory}/{number}.tar")
        with tarfile.open(layers[-1], "w") as out:
            add(out, f"layer{number}", str(number).encode())
    write_image(f"{directory}/{count}.tar.gz", f"layers:{count}", layers, ["true"])
    place.linkbox("load", "-q", "-i", f"{directory}/{count}.tar.gz")


def grow_layers(place, rounds):
    figures = []
    counts = (1, 16, 64, 127)
    for count in counts:
        layered(place, count)
    all_ = measure.clock(rounds, 30, *(place.inside(box.LINKBOX, "run", "--rm", f"layers:{count}", "true")
                                       for count in counts))
    for count, times in zip(counts, all_):
        figures.append((count, times.median))
        measure.show(f"`run --rm` of an image with {count} layers", f"{times} ms")
    shutil.rmtree(f"{CACHE}/layers")
    return figures


def measure_storage(quick):
    place = box.Box().images()
    try:
        measure_sizes()
        figures = grow_layers(place, 5 if quick else 15)
        measure_logs(place, 2 if quick else 5)
        measure_load(place, 1 if quick else 3)
        return {"growth": figures}
    finally:
        place.close()
