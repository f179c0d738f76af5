"""Who does the work makes no difference to what comes of it, not even where a worker ends."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from support.batches import (
    batch,
    doubled,
    doubled_by_those_who_live,
    ending_at_seven,
    files_of,
    small_case,
)

from advisor.commands.batching import running
from advisor.commands.batching.running import Serial, in_order, pool, workers
from advisor.errors import InputError

PIECES = [[1, 2, 3], [4, 5], [6, 7, 8], [9]]
DOUBLED = [([*piece], [2 * one for one in piece]) for piece in PIECES]


def lost(one: object) -> str:
    return f"lost {one}"


def test_results_come_in_the_order_of_the_work():
    assert [*in_order(Serial, 1, doubled, PIECES, lost)] == DOUBLED
    assert [*in_order(partial(pool, 2), 2, doubled, PIECES, lost)] == DOUBLED


def test_work_is_read_only_as_far_ahead_as_there_are_workers():
    asked = []

    def pieces():
        for number in range(1000):
            asked.append(number)
            yield [number]

    done = in_order(Serial, 1, doubled, pieces(), lost)
    next(done)
    assert len(asked) < 10
    done.close()


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path):
    pieces = [*PIECES[:2], [str(tmp_path / "seen"), 6], *PIECES[2:]]
    found = [*in_order(partial(pool, 2), 2, doubled_by_those_who_live, pieces, lost)]
    assert found == [(piece, doubled(piece)) for piece in pieces]
    assert (tmp_path / "seen").exists()


def test_a_worker_that_ends_while_work_is_handed_out_loses_nothing():
    class Ending(Serial):
        handed_out = 0

        def submit(self, *given):
            Ending.handed_out += 1
            if Ending.handed_out == 2:
                raise BrokenExecutor
            return super().submit(*given)

    assert [*in_order(Ending, 2, doubled, PIECES, lost)] == DOUBLED


def test_a_case_that_ends_every_worker_is_refused_and_those_beside_it_are_not():
    found = [*in_order(partial(pool, 2), 2, ending_at_seven, PIECES, lost)]
    assert found == [*DOUBLED[:2], ([6, 7, 8], [12, "lost 7", 16]), DOUBLED[3]]


@pytest.fixture
def clients(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number, kind in enumerate(("new-model", "upgrade", "new-program", "wrong")):
        path = tmp_path / "clients" / f"{number:02}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(small_case(f"Client {number}", kind), "utf-8")


@pytest.fixture
def serially(clients):
    """What this process alone makes of the cases."""
    done = batch("clients", "--out", "serial", "--jobs", 1, "--memos", "json")
    assert done.exit_code == 4, done.output
    return files_of(Path("serial"))


def test_a_pool_gives_the_same_bytes_as_one_process(serially):
    batch("clients", "--out", "pool", "--jobs", 2, "--memos", "json")
    assert files_of(Path("pool")) == serially


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_workers_gives_the_same_bytes_as_one_process(serially):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        done = batch(
            "clients", "--out", "dask", "--dask", cluster.scheduler_address, "--memos", "json"
        )
    assert done.exit_code == 4, done.output
    assert files_of(Path("dask")) == serially


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", "1s")
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match="No cluster answers"), workers(1, "tcp://127.0.0.1:1"):
        pass


def test_a_batch_that_is_stopped_goes_on_where_it_was(serially, monkeypatch):
    from advisor.commands.batching import results

    put, pieces = results.Results.put, []

    def stops(self, done):
        put(self, done)
        pieces.append(1)
        if len(pieces) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(results.Results, "put", stops)
        stopped = batch("clients", "--out", "out", "--jobs", 1, "--memos", "json")
    assert stopped.exit_code == 130
    assert "goes on where it was" in stopped.stderr
    assert not Path("out/results.sqlite").exists()
    done = batch("clients", "--out", "out", "--jobs", 1, "--memos", "json")
    assert "done before" in done.stdout
    assert files_of(Path("out")) == serially


def test_rules_of_your_own_reach_every_worker(clients):
    Path("own.yaml").write_text(
        "advisor-overlay: 1\nname: Ours\nthresholds:\n  support-share-needed: 75\n", "utf-8"
    )
    for jobs in (1, 2):
        batch("clients", "--out", f"own-{jobs}", "--jobs", jobs, "--add", "own.yaml")
    assert files_of(Path("own-1")) == files_of(Path("own-2"))
    assert b"(with Ours)" in files_of(Path("own-2"))["cases.csv"]
    again = batch("clients", "--out", "own-2", "--add", "own.yaml")
    assert "four of all were done before" in again.stdout


def test_a_batch_killed_at_random_moments_ends_with_the_same_bytes(tmp_path, effort):
    """Ten times, and each time it goes on; with memos, of which none is left half written."""
    lines = (f"{name}\n" for name in map(as_line, range(max(12, 4 * effort))))
    (tmp_path / "cases.jsonl").write_text("".join(lines), "utf-8")
    once, again = tmp_path / "once", tmp_path / "again"
    words = [sys.executable, "-m", "advisor", "batch", "cases.jsonl", "--memos", "markdown"]
    words += ["--jobs", "1" if effort == 1 else "2", "--out"]
    begin = time.monotonic()
    subprocess.run([*words, str(once)], cwd=tmp_path, check=True, capture_output=True)
    taken = time.monotonic() - begin
    chance, killed = random.Random(15), 0
    for _ in range(2 if effort == 1 else 10):
        running = subprocess.Popen(
            [*words, str(again)], cwd=tmp_path, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            running.wait(chance.uniform(0.1, 0.8) * taken)
        killed += running.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert killed
    subprocess.run([*words, str(again)], cwd=tmp_path, check=True, capture_output=True)
    assert files_of(again) == files_of(once)


def as_line(number: int) -> str:
    return json.dumps({
        "advisor-case": 1, "client": {"name": f"Alder {number}"}, "place": "existing-school",
        "change": {"short": "a shared ninth grade", "kind": "new-model", "scope": "volunteers"},
        "parties": [{"name": "Families", "kind": "families", "stance": "against"}],
    })  # fmt: skip
