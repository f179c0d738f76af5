"""What would change the advice, as the memo tells it: deeds after which another path is advised.

It is the search of `advisor whatif --flip` over those acts that have words: deeds, one at a time,
and two that somebody would wish for together only where none is enough alone.
"""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.deeds import Deed, Deeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.trial import Trials
    from advisor.model.changed_case import Supposed

ENOUGH = 4
"""How many changes are told at most."""
WISHED = 2
"""How many of them at most are such as somebody would wish for, so that the others have room."""
OF_ONE_PATH = 2
"""How many may lead to the same path, so that a reader sees different ways out."""
MOST_TRIALS = 12
"""How many deeds of each sort are tried, those that matter most first."""
MOST_PAIRS = 40
"""How many pairs are tried where no deed is enough alone."""


class Change(NamedTuple):
    """What would change the advice: a deed, or two together."""

    deeds: tuple[Deed, ...]
    path: str
    """The path advised then."""

    @property
    def id(self) -> str:
        """What sort of change it is."""
        return self.deeds[0].id if len(self.deeds) == 1 else ""

    @property
    def adverse(self) -> bool:
        """Whether nobody would wish for it."""
        return any(deed.adverse for deed in self.deeds)

    @property
    def supposed(self) -> tuple[Supposed, ...]:
        """The answers as they would be."""
        return tuple(one for deed in self.deeds for one in deed.supposed)


class Turning:
    """Finds what would change the advice; no more of it than is asked for."""

    def __init__(self, assessment: Assessment, trials: Trials) -> None:
        """Takes the assessment of the case as it is, and what tries other answers of it."""
        self._assessment = assessment
        self._trials = trials
        self._left = self._find()
        self._found: list[Change] = []

    def first(self, number: int = ENOUGH) -> tuple[Change, ...]:
        """The first changes, those somebody would wish for before the adverse.

        Args:
            number: How many at most; more than `ENOUGH` there never are.
        """
        self._found += islice(self._left, max(0, number - len(self._found)))
        return tuple(self._found[:number])

    def every(self) -> tuple[Change, ...]:
        """Each deed that leads to another path by itself, also those the memo has no room for."""
        deeds = Deeds(self._assessment)
        return tuple(
            change
            for adverse in (False, True)
            for deed in islice(deeds.every(adverse=adverse), MOST_TRIALS)
            for change in self._leading([(deed,)], [])
        )

    def _find(self) -> Iterator[Change]:
        found: list[Change] = []
        deeds = Deeds(self._assessment)
        wished = list(islice(deeds.every(adverse=False), MOST_TRIALS))
        for change in self._leading(((deed,) for deed in wished), found):
            yield change
            if len(found) == WISHED:
                break
        adverse = islice(deeds.every(adverse=True), MOST_TRIALS)
        for change in self._leading(((deed,) for deed in adverse), found):
            yield change
            if len(found) == ENOUGH:
                break
        if not found:
            pairs = (
                pair for pair in combinations(wished, 2) if not _names(pair[0]) & _names(pair[1])
            )
            yield from islice(self._leading(islice(pairs, MOST_PAIRS), found), 1)

    def _leading(
        self, several: Iterable[tuple[Deed, ...]], found: list[Change]
    ) -> Iterator[Change]:
        """Those that lead to another path, of each sort one; they are added to those found."""
        nowhere = (
            None,
            self._assessment.path,
            *self._assessment.knowledge.section("acts", "untold"),
        )
        for deeds in several:
            if deeds[0].id in [one.id for one in found]:
                continue
            change = Change(deeds, "")
            path = self._trials.path(change.supposed)
            if path in nowhere:
                continue
            change = change._replace(path=str(path))
            often = [one.path for one in found].count(change.path) == OF_ONE_PATH
            if not often and not any(_covers(one, change) for one in found):
                found.append(change)
                yield change


def _covers(known: Change, other: Change) -> bool:
    """Whether a change known already asks less of the same party and leads to the same path."""
    subject = known.deeds[0].subject
    wished = subject and not known.adverse and not other.adverse
    return bool(wished) and (subject, known.path) == (other.deeds[0].subject, other.path)


def _names(deed: Deed) -> set[object]:
    return {one.name for one in deed.supposed}
