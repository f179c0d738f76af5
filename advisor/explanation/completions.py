"""What follows from many ways to complete the same answers: quick, because parts are kept.

Of a rule it is kept what it concluded from what it saw, and of each part of a case which facts it
makes, so that a completion costs only what sets it apart from those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.collecting import uncollected
from advisor.engine.locality import part_of
from advisor.engine.program import needed_for
from advisor.engine.reuse import NOTHING, Numbers, Reuse, Stages
from advisor.model.fact import Fact
from advisor.model.fact_parts import FactParts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.engine.memory import Row
    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case

Found = tuple[int, ...]
"""For each goal the number of what was concluded: the same number, the same conclusions."""


class Completions:
    """Reasons over completions for the same kinds of conclusion."""

    def __init__(
        self, knowledge: Knowledge, goals: tuple[str, ...], standing: Iterable[Fact]
    ) -> None:
        """Prepares the rules that bear on some conclusions.

        Args:
            knowledge: The knowledge base.
            goals: The kinds of conclusion that are wanted.
            standing: Facts that hold in every case.
        """
        self._knowledge = knowledge
        self._goals = goals
        self._standing = tuple(standing)
        part = part_of(knowledge.rulebook, needed_for(knowledge.rulebook, goals))
        self._stages = Stages(part, goals)
        self._numbers = Numbers()
        self._reuse = Reuse(self._stages, self._numbers)
        self._parts = FactParts(knowledge)
        self._of_part: dict[int, tuple[int, ...]] = {}
        self._numbered_parts: list[tuple[Fact, ...]] = []
        self._last: list[int] | None = None

    def conclude(self, case: Case, homes: Iterable[str]) -> Found:
        """What follows from a case, as numbers.

        Args:
            case: A completed case.
            homes: The homes that are looked at.
        """
        with uncollected():
            about = self._parts.homes(case)
            parts = (self._standing, *self._parts.common(case), *(about[home] for home in homes))
            several = [self._numbered(facts) for facts in parts]
            told = self._reuse.told
            given = [
                place
                for kind, numbers in zip(self._stages.given, zip(*several))
                for place in told(kind, self._numbers.union(numbers))
            ]
            values = self._last = self._reuse.follow(given, self._last)
        return tuple([values[self._stages.places[goal]] for goal in self._goals])

    def facts(self, found: Found) -> tuple[Fact, ...]:
        """The conclusions that have some numbers, sorted."""
        kinds = self._knowledge.rulebook.vocabulary.kinds
        return tuple(
            sorted(
                Fact(goal, tuple(zip(kinds[goal].fields, row)))
                for goal, number in zip(self._goals, found)
                for row in self._numbers.rows(number)
            )
        )

    def _numbered(self, facts: tuple[Fact, ...]) -> tuple[int, ...]:
        """The numbers of the facts of a part, kind by kind."""
        found = self._of_part.get(id(facts))
        if found is None:
            rows: dict[str, list[Row]] = {}
            for fact in facts:
                rows.setdefault(fact.kind, []).append(tuple([value for _, value in fact.fields]))
            number = self._numbers.number
            found = tuple(
                [number(rows[kind]) if kind in rows else NOTHING for kind in self._stages.given]
            )
            self._of_part[id(facts)] = found
            self._numbered_parts.append(facts)  # so that no other gets its id
        return found
