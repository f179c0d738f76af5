"""How long a person waits for a memo, against what the interpreter needs for the libraries alone.

    .venv/bin/python benchmarks/cold_start.py [--rounds 20]

Runs two commands in turn, each in a new process, so that a slow moment of the machine hits both:
Python importing click, jinja2, yaml and the extension of durable_rules, and `advisor memo` on a
real case. Prints the medians and their ratio; leaves with 1 if the ratio is above the target.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "02-village-high-school" / "case.yaml"
TARGET = 3.0

LIBRARIES = [sys.executable, "-c", "import click, jinja2, yaml, durable_rules_engine"]
MEMO = [sys.executable, "-m", "advisor", "memo", str(CASE)]

# The libraries were compiled when they were installed; let Advisor's modules be kept as well.
ENVIRONMENT = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Runs a command to its end and takes the time."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> int:
    """Measures, prints a line for each command and the ratio, and judges."""
    parser = argparse.ArgumentParser(description="Time `advisor memo` from a cold start.")
    parser.add_argument("--rounds", type=int, default=20, help="runs of each command")
    parser.add_argument("--target", type=float, default=TARGET, help="the highest good ratio")
    options = parser.parse_args()

    commands = {"libraries": LIBRARIES, "advisor memo": MEMO}
    for command in commands.values():  # the first run compiles, and fills the disk's cache
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            times[name].append(seconds(command))

    for name, taken in times.items():
        middle, least = statistics.median(taken) * 1000, min(taken) * 1000
        print(f"{name:14} median {middle:6.1f} ms   least {least:6.1f} ms")
    ratio = statistics.median(times["advisor memo"]) / statistics.median(times["libraries"])
    print(f"ratio          {ratio:.2f}   (at most {options.target:.2f})")
    return 0 if ratio <= options.target else 1


if __name__ == "__main__":
    sys.exit(main())
