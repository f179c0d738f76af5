"""Whether one process can consult all day: its memory must stay flat.

    .venv/bin/python benchmarks/many_consultations.py [--number 20000] [--engine durable]

Consults the same few cases again and again and prints, every tenth of the way, how many there
were, how fast, and how much memory the process holds. Leaves with 1 if it grew by more than the
target after the first tenth, in which caches fill.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import cycle
from pathlib import Path

import advisor

ROOT = Path(__file__).resolve().parents[1]
CASES = ("02-village-high-school", "01-mountain-view-math", "20-mississippi-reading")
TARGET = 20.0


def megabytes() -> float:
    """The memory this process holds now, where the system tells; elsewhere its peak."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> int:
    """Consults, prints the progress, and judges."""
    parser = argparse.ArgumentParser(description="Watch the memory over many consultations.")
    parser.add_argument("--number", type=int, default=20_000, help="consultations")
    parser.add_argument("--engine", choices=["durable", "reference"], default="durable")
    parser.add_argument("--target", type=float, default=TARGET, help="the highest growth, in MB")
    options = parser.parse_args()

    cases = cycle([advisor.load_case(ROOT / "examples" / name / "case.yaml") for name in CASES])
    tenth = max(1, options.number // 10)
    first = latest = 0.0
    for part in range(1, 11):
        start = time.perf_counter()
        for _ in range(tenth):
            advisor.assess(next(cases), engine=options.engine)
        speed = tenth / (time.perf_counter() - start)
        latest = megabytes()
        first = first or latest
        print(f"{part * tenth:7,} consultations   {speed:6.0f} a second   {latest:7.1f} MB")
    growth = latest - first
    print(f"growth after the first {tenth:,}: {growth:.1f} MB   (at most {options.target:.0f} MB)")
    return 0 if growth <= options.target else 1


if __name__ == "__main__":
    sys.exit(main())
