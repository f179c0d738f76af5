"""Who does the work of a batch: this process, a pool of processes, or a cluster.

Whoever it is, it is an executor of `concurrent.futures`, and results come back in the order of the
work. Work whose worker ended is done again by new ones, case by case and one at a time, so that a
case that ends its worker is told apart from those that were only beside it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from advisor.commands import spare_time
from advisor.commands.options import needing
from advisor.errors import InputError, echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

T = TypeVar("T")
R = TypeVar("R")

ATTEMPTS = 2
"""How often a case may end its worker before it is refused."""
PATIENCE = "10s"
"""How long a cluster may take to answer."""
AHEAD = 3
"""Pieces of work that wait for each worker: enough that none is ever without."""


class Serial(Executor):
    """Does everything at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Does it."""
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def pool(jobs: int) -> Executor:
    """A pool of processes, which end with this one however it ends."""
    # Never by fork: what this process has open is nobody else's.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_worker)


def _begin_worker() -> None:
    """Leaves Ctrl-C to the parent, ends when it does, and spares time meanwhile."""
    spare_time()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    wait([parent])
    os._exit(1)


@contextmanager
def workers(jobs: int, address: str | None) -> Iterator[tuple[Callable[[], Executor], int]]:
    """Whoever is to do the work.

    Args:
        jobs: How many processes, where it is done here; this one alone for 1.
        address: Of the scheduler of a Dask cluster, as `tcp://host:8786`, or nothing. A cluster
            runs whatever code it is given: it must be one that is trusted.

    Yields:
        What makes an executor, and how many workers it has.

    Raises:
        InputError: If distributed is not installed, or no worker answers there.
    """
    if not address:
        yield (lambda: pool(jobs)) if jobs > 1 else Serial, jobs
        return
    with needing("cluster", "A cluster needs"):
        from dask import config
        from distributed import Client
    # It would keep the last thousand messages, with the cases in them.
    config.set({"distributed.admin.low-level-log-length": 1})
    remedy = "Start one with “dask scheduler” and “dask worker”, or leave --dask out."
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"No cluster answers at {echo(address)}: {type(error).__name__}."
        raise InputError(what, remedy=remedy) from None
    try:
        count = len(client.ncores())
        if not count:
            raise InputError(f"The cluster at {echo(address)} has no workers.", remedy=remedy)
        yield client.get_executor, count
    finally:
        client.close()


def in_order(
    begin: Callable[[], Executor],
    count: int,
    work: Callable[[Sequence[T]], Sequence[R]],
    pieces: Iterable[Sequence[T]],
    lost: Callable[[T], R],
) -> Iterator[tuple[Sequence[T], Sequence[R]]]:
    """Has pieces of work done, and gives back what came of each, in order.

    Args:
        begin: Makes an executor; called again where one is broken.
        work: Does a piece: one result for each of its cases.
        pieces: The work; read only as far ahead as workers need.
        lost: What came of a case that ended its worker every time.

    Yields:
        Each piece with its results.

    Raises:
        InputError: As `work` raises it.
    """
    executor = begin()
    left = iter(pieces)

    def begin_again() -> None:
        nonlocal executor
        executor.shutdown()
        executor = begin()

    def submitted(piece: Sequence[T]) -> Future[Sequence[R]]:
        """A piece that is worked on; it has failed where a worker ends at this very moment."""
        try:
            return executor.submit(work, piece)
        except BrokenExecutor as error:
            failed: Future[Sequence[R]] = Future()
            failed.set_exception(error)
            return failed

    def alone(case: T) -> R:
        """Does one case while no other is worked on."""
        for _ in range(ATTEMPTS):
            try:
                return submitted([case]).result()[0]
            except InputError:
                raise
            except Exception:  # noqa: BLE001 - as below
                begin_again()
        return lost(case)

    waiting: deque[tuple[Sequence[T], Future[Sequence[R]]]] = deque()
    try:
        while True:
            while len(waiting) < count * AHEAD and (piece := next(left, None)) is not None:
                waiting.append((piece, submitted(piece)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            try:
                results = future.result()
            except InputError:
                raise
            except Exception:  # noqa: BLE001 - each executor has errors of its own for a worker's end
                begin_again()
                results = [alone(case) for case in piece]
                waiting = deque((one, submitted(one)) for one, _ in waiting)
            yield piece, results
    finally:
        for _, future in waiting:
            future.cancel()
        executor.shutdown()
