"""Which question can still change a conclusion, given the answers so far.

Nothing is asked without a witness that it matters; `advisor.explanation.witnesses` says what that
is and where one is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.collecting import uncollected
from advisor.errors import InputError
from advisor.explanation.agenda import Agenda, Unit
from advisor.explanation.completing import OPENING, Completing
from advisor.explanation.concluding import PATH, REMEMBERED, Concluding, Key, StoppedError
from advisor.explanation.settled import settled_path
from advisor.explanation.witnesses import Search, Witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.explanation.witnesses import Asked
    from advisor.knowledge.base import Knowledge
    from advisor.model.draft import Draft

QUICK = 3
"""Places where a witness is looked for first."""
_NOT_BEGUN = Search({}, {}, [])


class _Step(NamedTuple):
    """One question, looked for."""

    asked: Asked | None
    search: Search
    tried: set[Key]
    """The completions that were looked at for it."""


class Relevance:
    """Finds what is worth asking next.

    Attributes:
        knowledge: The knowledge base.
        agenda: What could be asked.
        concluding: What follows from drafts.
    """

    def __init__(self, knowledge: Knowledge, screen: bool = False) -> None:
        """Prepares for one interview.

        Args:
            knowledge: The knowledge base.
            screen: Whether only the questions of the short form are asked.
        """
        self.knowledge = knowledge
        self.agenda = Agenda(knowledge, screen)
        self.concluding = Concluding(knowledge)
        self._completing = Completing(knowledge, self.agenda)
        self._tried: set[Key] = set()
        self._ahead: dict[tuple[str, ...], _Step] = {}
        self._ahead_of = _NOT_BEGUN
        self._searches: dict[tuple[str, ...], Search] = {}
        self._settled: dict[tuple[str, ...], bool] = {}

    @property
    def tried(self) -> int:
        """How many completions were looked at for the questions so far."""
        return len(self._tried)

    def next(self, draft: Draft, goals: tuple[str, ...] = PATH) -> Asked | None:
        """The next question whose answer can change a conclusion.

        Args:
            draft: The answers so far.
            goals: The kinds of conclusion that count.

        Returns:
            The first in the order of the plan for which a witness is found; nothing when none
            is left.
        """
        begun = self._searches.get(goals, _NOT_BEGUN)
        step = self._ahead.get(_state(draft, goals)) if self._ahead_of is begun else None
        if step is None:
            with uncollected():
                step = self._step(draft, goals, begun)
        asked, self._searches[goals], tried = step
        self._tried |= tried
        self._ahead.clear()
        return asked

    def look_ahead(
        self, draft: Draft, asked: Asked | None, goals: tuple[str, ...], stopped: Callable[[], bool]
    ) -> None:
        """Works out what would be asked next after each likely answer, while a person thinks.

        Nothing depends on how far it comes but how soon the next question is there.

        Args:
            draft: The answers so far.
            asked: The question that is being put; if none, the answers stay as they are.
            goals: The kinds of conclusion that count.
            stopped: Tells that it is time to stop.
        """
        begun = self._searches.get(goals, _NOT_BEGUN)
        if self._ahead_of is not begun:
            self._ahead.clear()
            self._ahead_of = begun
        self.concluding.stopped = stopped
        try:
            with uncollected():
                for later in self._likely(draft, asked):
                    state = _state(later, goals)
                    if state not in self._ahead:
                        self._ahead[state] = self._step(later, goals, begun)
        except StoppedError:
            pass
        finally:
            self.concluding.stopped = None

    def is_settled(self, draft: Draft) -> bool:
        """Whether the path is certain: no completion of the remaining answers changes it."""
        state = draft.state
        found = self._settled.get(state)
        if found is None:
            if len(self._settled) > REMEMBERED:
                self._settled.clear()
            units = self.open_units(draft)
            found = bool(settled_path(draft, self.agenda, units, PATH, self.concluding.pause))
            self._settled[state] = found
        return found

    def forget(self) -> None:
        """Looks at every question afresh, after an earlier answer was changed."""
        self._searches.clear()
        self._ahead.clear()

    def most(self, draft: Draft, goals: tuple[str, ...]) -> int:
        """How many questions can come at most, lines of lists not known yet left out."""
        return sum(1 for _ in self._open_items(draft, goals))

    def open_units(self, draft: Draft, goals: tuple[str, ...] = PATH) -> tuple[Unit, ...]:
        """Every answer that is not settled and that some rule on the way to the goals reads."""
        in_play = draft.homes(self.knowledge)
        return tuple(
            unit
            for item in self._open_items(draft, goals)
            for unit in self.agenda.units(item, draft, in_play)
        )

    def _likely(self, draft: Draft, asked: Asked | None) -> Iterator[Draft]:
        """The draft with each answer that stands for others, and with none."""
        if asked is None:
            yield draft
            return
        in_play = draft.homes(self.knowledge)
        unit = Unit(asked.item, *asked.homes[:1])
        values = self.agenda.domain(unit, draft, in_play)
        for value in (*(one for one in values if one is not None), None):
            later = draft.copy()
            try:
                later.put(asked.item, dict.fromkeys(asked.homes, value) if asked.homes else value)
                later.case(self.knowledge)
            except InputError:
                continue
            later.pass_over(asked.item)
            yield later

    def _step(self, draft: Draft, goals: tuple[str, ...], begun: Search) -> _Step:
        """The next question, and how far the search has come with it."""
        looked_at = self.concluding.looked_at = set()
        search = begun.copy()
        asked = self._next(draft, goals, search)
        return _Step(asked, search, looked_at)

    def _next(self, draft: Draft, goals: tuple[str, ...], search: Search) -> Asked | None:
        items = list(self._open_items(draft, goals))
        if not all(map(draft.is_settled, self.agenda.needed)):
            # Until it is settled what there is to ask, only what settles it comes in question.
            items = [one for one in items if one in self.agenda.needed or one in OPENING]
        witnesses = Witnesses(self.agenda, self._completing, self.concluding, draft, goals, search)
        found = witnesses.first(items, QUICK)
        if found is not None or (goals == PATH and self.is_settled(draft)):
            return found
        return witnesses.reached(items) or witnesses.swept(items)

    def _open_items(self, draft: Draft, goals: tuple[str, ...]) -> Iterator[str]:
        for item in self.agenda.items(draft):
            if not draft.is_settled(item) and (
                item in self.agenda.needed or self.agenda.bears(item, goals)
            ):
                yield item


def _state(draft: Draft, goals: tuple[str, ...]) -> tuple[str, ...]:
    """What the next question depends on, besides the search so far."""
    return (*draft.state, "", *goals)
