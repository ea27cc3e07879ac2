"""Bars and lines as SVG, with nothing but text.
SPDX-License-Identifier: MIT"""
import math

import measure

WIDTH, LABEL, BAR, GAP = 760, 250, 18, 6
COLOURS = ["#1b6ca8", "#9aa5ae", "#d1495b", "#edae49", "#66a182", "#6d597a", "#2e4057"]
TEXT = 'font-family="sans-serif" font-size="12"'


class Canvas:
    """Panels, one under the other."""

    def __init__(self):
        self.parts, self.height = [], 10

    def text(self, x, y, words, more=""):
        safe = str(words).replace("&", "&amp;").replace("<", "&lt;")
        self.parts.append(f'<text x="{x:.0f}" y="{y:.0f}" {TEXT} {more}>{safe}</text>')

    def heading(self, words):
        self.text(10, self.height + 14, words, 'font-weight="bold"')
        self.height += 26

    def bars(self, heading, values, unit):
        """A bar for each (name, value); linkbox's own are coloured."""
        self.heading(heading)
        most = max(value for _, value in values)
        for name, value in values:
            length = (WIDTH - LABEL - 90) * value / most
            colour = COLOURS[0] if name.startswith("linkbox") else COLOURS[1]
            self.text(LABEL - 8, self.height + 13, name, 'text-anchor="end"')
            self.parts.append(f'<rect x="{LABEL}" y="{self.height}" width="{max(length, 1):.1f}" height="{BAR}" '
                              f'fill="{colour}"/>')
            self.text(LABEL + length + 6, self.height + 13, f"{measure.figure(value)} {unit}")
            self.height += BAR + GAP
        self.height += 20

    def lines(self, heading, series, unit):
        """A line for each name: [(x, y)…], x by its logarithm."""
        self.heading(heading)
        left, right, top, bottom = 70, WIDTH - 230, self.height, self.height + 180
        widest = max(x for points in series.values() for x, _ in points)
        most = max(y for points in series.values() for _, y in points)

        def place(x, y):
            part = math.log(x) / math.log(widest) if widest > 1 else 0
            return left + (right - left) * part, bottom - (bottom - top) * y / most

        self.parts.append(f'<path d="M{left} {top}V{bottom}H{right}" stroke="#444" fill="none"/>')
        for part in (0, 0.5, 1):
            self.text(left - 6, bottom - (bottom - top) * part + 4, f"{measure.figure(most * part)} {unit}",
                      'text-anchor="end"')
        for x in sorted({x for points in series.values() for x, _ in points}):
            self.text(place(x, 0)[0], bottom + 16, x, 'text-anchor="middle"')
        for number, (name, points) in enumerate(series.items()):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
            colour = COLOURS[number % len(COLOURS)]
            self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            self.text(right + 12, top + 14 + 18 * number, name, f'fill="{colour}"')
        self.height = bottom + 40

    def write(self, path):
        with open(path, "w") as out:
            out.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.height}">\n'
                      f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def draw(found, path):
    """`found`: what each subject returned."""
    canvas = Canvas()
    for kind, times in found.get("start", {}).items():
        canvas.bars(f"{kind}: start to end, median", [(name, time.median) for name, time in times.items()], "ms")
    if "peers" in found:
        canvas.bars("memory beside one idle container, of all processes that serve it", found["peers"]["memory"], "MiB")
    many = found.get("many", {}).get("growth", [])
    if many:
        canvas.lines("consumers of one source, all running", {
            name: [(row[0], row[column]) for row in many]
            for name, column in (("run -d of one more", 1), ("ps -a", 2), ("restart -t 0 of the source", 3))}, "ms")
        canvas.lines("memory of all monitors", {"together": [(row[0], row[4] / 1024) for row in many]}, "MiB")
    ports = found.get("ports", {}).get("growth", [])
    if ports:
        canvas.lines("run -d with published ports", {
            "as one range": [(row[0], row[1]) for row in ports],
            "one by one": [(row[0], row[2]) for row in ports if row[2]]}, "ms")
    layers = found.get("storage", {}).get("growth", [])
    if layers:
        canvas.lines("run --rm of an image by its layers", {"run --rm": layers}, "ms")
    if canvas.parts:
        canvas.write(path)
