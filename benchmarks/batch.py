"""How long many cases take: one process, then two; and how the memory of the parent grows.

    python benchmarks/batch.py [DISTRICTS]      13,000 by default, which takes minutes

Prints seconds on the clock and of the processor (parent and workers), milliseconds a case, and
megabytes of the command's own process after a tenth of the time and at most. On a machine that
others use, look at the seconds of the processor: nobody shares those.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from districts import districts

ROOT = Path(__file__).resolve().parent.parent


def run(source: Path, out: Path, jobs: int) -> list[float]:
    """One batch: seconds on the clock, of the processor; megabytes of each tenth of a second."""
    begun, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["-m", "advisor", "batch", str(source), "--out", str(out), "--jobs", str(jobs)]
    process = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    sizes = []
    while process.poll() is None:
        try:
            pages = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]
            sizes.append(int(pages) * 4096 / 1e6)
        except (OSError, IndexError):
            pass
        time.sleep(0.1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - spent.ru_utime + after.ru_stime - spent.ru_stime
    return [time.monotonic() - begun, processor, sizes[len(sizes) // 10], max(sizes)]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 13_000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "districts.jsonl"
        with open(source, "w", encoding="utf-8") as file:
            for case in districts(count):
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
        print("jobs  seconds  processor  ms a case  parent MB, early and at most")
        for jobs in (1, 2):
            seconds, processor, early, most = run(source, Path(folder) / f"out-{jobs}", jobs)
            each = processor / count * 1000
            print(
                f"{jobs:4} {seconds:8.1f} {processor:10.1f} {each:10.2f} {early:8.0f} {most:6.0f}"
            )


if __name__ == "__main__":
    main()
