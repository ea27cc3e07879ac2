"""Times, and what is made of many of them.
SPDX-License-Identifier: MIT"""
import math
import random
import subprocess

import box

NAMES = []  # of rows that were asked for; empty: all
ROWS = []


class Times:
    """Of one command: milliseconds of each run, and the largest resident size of any, in KiB."""

    def __init__(self):
        self.all, self.peak = [], 0

    def add(self, milliseconds, peak=0):
        self.all.append(milliseconds)
        self.peak = max(self.peak, peak)

    @property
    def median(self):
        return quantile(self.all, 0.5)

    def __str__(self):
        return f"{figure(self.median)} ({figure(quantile(self.all, 0.25))}–{figure(quantile(self.all, 0.75))})"


def figure(number):
    """Three digits that count."""
    if number is None or math.isnan(number):
        return "–"
    digits = 2 - (math.floor(math.log10(abs(number))) if number else 0)
    return f"{number:.{max(0, min(digits, 4))}f}"


def quantile(values, part):
    values = sorted(values)
    if not values:
        return math.nan
    place = part * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def median_ratio(ours, theirs):
    """The median of ours / theirs, pair by pair, and its 95 % interval, by resampling the pairs."""
    pairs = [a / b for a, b in zip(ours, theirs) if b]
    draw = random.Random(1)
    many = sorted(quantile(draw.choices(pairs, k=len(pairs)), 0.5) for _ in range(2000))
    return quantile(pairs, 0.5), many[50], many[1949]


def clock(rounds, pause, *commands, good=(0,)):
    """Run commands in turn, `rounds` times, with a pause of so many ms before each. A Times for each."""
    words = []
    for command in commands:
        words += (["--"] if words else []) + list(command)
    times = [Times() for _ in commands]
    done = subprocess.run([box.TOOLS + "/clock", str(rounds), str(pause), *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    for line in done.stdout.splitlines():
        number, took, peak, status = (int(word) for word in line.split())
        if status not in good:
            raise RuntimeError(f"{' '.join(commands[number])}: exit {status}: {done.stderr.strip()}")
        times[number].add(took / 1e6, peak)
    if done.returncode or len(times[-1].all) != rounds:
        raise RuntimeError(f"clock: {done.stderr.strip()}")
    return times


class Row:
    """One line of the table. `reached`: True, False, or None where there is no goal."""

    def __init__(self, what, ours, against="", ratio="", goal="", reached=None):
        self.what, self.ours, self.against, self.ratio, self.goal = what, str(ours), str(against), str(ratio), goal
        self.reached = reached


def show(what, ours, against="", ratio="", goal="", reached=None):
    """Print a row, and keep it for the report."""
    row = Row(what, ours, against, ratio, goal, reached)
    ROWS.append(row)
    mark = {True: "reached", False: "NOT reached", None: ""}[reached]
    print(f"{what}\n    {row.ours}{'   against ' + row.against if row.against else ''}"
          f"{'   ratio ' + row.ratio if row.ratio else ''}{'   goal ' + goal if goal else ''}   {mark}", flush=True)


def compare(what, ours, theirs, most, goal, unit="ms"):
    """A row of two Times, whose ratio may be `most` at most (None: it has no goal)."""
    ratio = ours.median / theirs.median
    show(what, f"{ours} {unit}", f"{theirs} {unit}", figure(ratio), goal, None if most is None else ratio <= most)


def limit(what, ours, most, goal, unit="ms"):
    """A row of one Times, which may be `most` at most."""
    show(what, f"{ours} {unit}", goal=goal, reached=ours.median <= most)
