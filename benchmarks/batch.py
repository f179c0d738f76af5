"""How long many cases take: one process, two, a Dask cluster; and whether a kill changes a byte.

    python benchmarks/batch.py [DISTRICTS] [--kills N] [--dask]      13,000 by default: minutes

Prints seconds on the clock and of the processor (parent and workers), milliseconds a case, and
megabytes of the command's own process after a tenth of the time and at most. On a machine that
others use, look at the seconds of the processor: nobody shares those.

With `--kills` the batch is then begun anew and ended N times at a random moment, with two processes
and with `--dask` on a cluster of two workers, gone on with each time, and its results compared byte
by byte with those of the first. With `--dask` a worker is killed in the middle, too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from districts import districts

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def begun(source: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    """A batch under way, in a group of processes of its own."""
    words = ["-m", "advisor", "batch", str(source), "--out", str(out), *more]
    return subprocess.Popen(
        [sys.executable, *words], env=ENVIRONMENT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def run(source: Path, out: Path, *more: str) -> list[float]:
    """One batch: seconds on the clock, of the processor; megabytes of each tenth of a second."""
    start, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = begun(source, out, *more)
    sizes = []
    while process.poll() is None:
        try:
            pages = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1]
            sizes.append(int(pages) * 4096 / 1e6)
        except (OSError, IndexError):
            pass
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"the batch ended with status {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - spent.ru_utime + after.ru_stime - spent.ru_stime
    return [time.monotonic() - start, processor, sizes[len(sizes) // 10], max(sizes)]


def killed(source: Path, out: Path, seconds: float, kills: int, *more: str) -> None:
    """Begins a batch, ends it at random moments of the time it takes, and finishes it."""
    dice = Random("kills")
    for number in range(kills):
        process = begun(source, out, *more)
        with contextlib.suppress(subprocess.TimeoutExpired):
            # Each goes on a little, so that the last come late in the work.
            process.wait(dice.uniform(0.5, 2.5 + 2 * seconds / kills))
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        print(f"  killed {number + 1} of {kills}, status {process.returncode}", flush=True)
    run(source, out, *more)


def results(out: Path) -> dict[str, bytes]:
    """What a batch leaves, by name."""
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


@contextlib.contextmanager
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file, quiet = Path(folder) / "scheduler.json", subprocess.DEVNULL

        def start(*words: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:],
                 "--scheduler-file", str(file), "--no-dashboard"],
                env=ENVIRONMENT, cwd=folder, stdout=quiet, stderr=quiet,
            )  # fmt: skip

        worker = ("dask_worker", "--nthreads", "1", "--nworkers", "1")
        scheduler = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
        workers = [start(*worker), start(*worker)]
        try:
            until = time.monotonic() + 60
            while not file.exists() and time.monotonic() < until:
                time.sleep(0.1)
            yield json.loads(file.read_text("utf-8"))["address"], workers
        finally:
            for process in (*workers, scheduler):
                process.terminate()
                process.wait()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("districts", nargs="?", type=int, default=13_000)
    reader.add_argument("--kills", type=int, default=0)
    reader.add_argument("--dask", action="store_true")
    wanted = reader.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        source = folder / "districts.jsonl"
        with open(source, "w", encoding="utf-8") as file:
            for case in districts(wanted.districts):
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
        ways = {"1": ("--jobs", "1"), "2": ("--jobs", "2")}
        workers: list[subprocess.Popen[bytes]] = []
        if wanted.dask:
            address, workers = stack.enter_context(cluster())
            ways["dask"] = ("--dask", address)
        print("way   seconds  processor  ms a case  parent MB, early and at most")
        seconds = 0.0
        for way, words in ways.items():
            seconds, processor, early, most = run(source, folder / way, *words)
            each = processor / wanted.districts * 1000
            print(
                f"{way:4} {seconds:8.1f} {processor:10.1f} {each:10.2f} {early:8.0f} {most:6.0f}",
                flush=True,
            )
        made = results(folder / "1")
        for way, words in ways.items():
            if wanted.kills and way != "1":
                killed(source, folder / f"killed-{way}", seconds, wanted.kills, *words)
        if workers:
            process = begun(source, folder / "one-worker", *ways["dask"])
            time.sleep(min(seconds / 3, 20))
            workers[0].kill()
            process.wait()
        for out in sorted(path for path in folder.iterdir() if path.is_dir()):
            same = "the same bytes" if results(out) == made else "OTHER BYTES"
            print(f"{out.name}: {same}", flush=True)


if __name__ == "__main__":
    main()
