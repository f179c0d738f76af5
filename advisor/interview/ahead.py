"""Works out beforehand, while a person reads, what the next question of a case will need."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError
from advisor.knowledge.base import using

if TYPE_CHECKING:
    from advisor.interview.desk import Desk

PATIENCE = 5.0
"""Seconds that the end waits for what is being worked out; in between it cannot be broken off."""


class Ahead:
    """A thread that looks ahead in the cases that were looked at, one after another.

    The solver lets other threads run meanwhile. Whoever comes before it is done waits for it, and
    works nothing out twice; where it has not come to a case yet, the page does it by itself.
    """

    def __init__(self, desk: Desk) -> None:
        """Takes the cases; nothing is done before `start`.

        Args:
            desk: The cases.
        """
        self._desk = desk
        self._waiting: dict[str, None] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, in a thread that ends with the program."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends it, after what is being worked out."""
        thread, self._thread = self._thread, None
        with self._changed:
            self._changed.notify()
        if thread is not None:
            thread.join(PATIENCE)

    def look_at(self, name: str) -> None:
        """Has it look ahead in a case, as soon as it can.

        Args:
            name: Of the case.
        """
        if self._thread is not None:
            with self._changed:
                self._waiting[name] = None
                self._changed.notify()

    def _run(self) -> None:
        while self._thread is not None:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._thread is None)
                names = [*self._waiting]
                self._waiting.clear()
            for name in names:
                if self._thread is not None:
                    with suppress(AdvisorError), using(self._desk.knowledge):
                        with self._desk.open(name) as opened:
                            work = opened.course.ahead()
                        work()
