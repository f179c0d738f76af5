"""Work on the next question in the background, while a person reads and types."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.explanation.relevance import Relevance
    from advisor.explanation.witnesses import Asked
    from advisor.model.draft import Draft


class Ahead:
    """Looks ahead until told to stop; what it finds changes only how soon a question comes."""

    def __init__(self, relevance: Relevance) -> None:
        """Does nothing yet.

        Args:
            relevance: What finds the next question; nobody else may use it before `end`.
        """
        self._relevance = relevance
        self._stop = Event()
        self._thread: Thread | None = None

    def begin(self, draft: Draft, asked: Asked | None, goals: tuple[str, ...]) -> None:
        """Begins to look ahead.

        Args:
            draft: The answers so far.
            asked: The question that is being put; none if no answer is waited for.
            goals: The kinds of conclusion that count.
        """
        self._stop.clear()
        self._thread = Thread(
            target=self._relevance.look_ahead,
            args=(draft.copy(), asked, goals, self._stop.is_set),
            daemon=True,
        )
        self._thread.start()

    def end(self) -> None:
        """Stops, and waits the moment until it has."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
