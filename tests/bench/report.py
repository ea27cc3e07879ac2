"""What was measured, and on what machine, as Markdown.
SPDX-License-Identifier: MIT"""
import os
import subprocess

import box
import measure


def first_line(path, key=""):
    try:
        with open(path) as lines:
            return next((line.split(":", 1)[-1].strip() for line in lines if line.startswith(key)), "")
    except OSError:
        return ""


def machine():
    memory = int(first_line("/proc/meminfo", "MemTotal").split()[0]) >> 20
    return (f"{os.cpu_count()} processors ({first_line('/proc/cpuinfo', 'model name') or os.uname().machine}), "
            f"{memory} GiB, Linux {os.uname().release}; load before: {first_line('/proc/loadavg').split()[0]}")


def commit():
    done = subprocess.run(["git", "-C", box.TOP, "log", "-1", "--format=%h %s"], stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def table(rows):
    lines = ["| what | linkbox | against | ratio | goal | reached |", "|---|---|---|---|---|---|"]
    for row in rows:
        reached = {True: "yes", False: "**no**", None: ""}[row.reached]
        cells = [row.what, row.ours, row.against, row.ratio, row.goal, reached]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def write(path, where, minutes, wrong):
    """`wrong`: what could not be measured, and why."""
    goals = [row for row in measure.ROWS if row.reached is not None]
    reached = sum(row.reached for row in goals)
    with open(path, "w") as out:
        out.write(f"# linkbox, measured\n\n{where}. {commit()}. {minutes:.0f} minutes.\n\n"
                  "Medians, and in parentheses the middle half; ratios are ours / theirs.\n\n"
                  f"{reached} of {len(goals)} goals are reached.\n\n{table(measure.ROWS)}\n")
        for what in wrong:
            out.write(f"\nNot measured: {what}\n")
        out.write("\n![start time, memory, growth](chart.svg)\n")
    print(f"\n{reached} of {len(goals)} goals reached; {path}")
