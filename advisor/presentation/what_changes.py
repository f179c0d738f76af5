"""What would change the advice, and what other answers would lead to, in words for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.contract import Contract
from advisor.explanation.side_by_side import apart
from advisor.presentation.summary import last_steps
from advisor.presentation.supposable import AnswerChanged, SupposableAnswers
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.acts import Act
    from advisor.explanation.assess import Assessment
    from advisor.explanation.flip import Flips
    from advisor.explanation.happenings import Change
    from advisor.explanation.side_by_side import WhatIf

LAST_STEPS = 3
"""Steps to the path that are told of a case with other answers."""


class WayToPath(Contract, frozen=True):
    """What would lead to another path."""

    path: str
    says: tuple[str, ...]
    """What would happen, as clauses that follow "if"; none where answers are told instead."""
    answers: tuple[tuple[AnswerChanged, ...], ...]
    """For each answer that would change, those of which any will do, the easiest first."""
    supposed: tuple[str, ...]
    """The answers, as they are typed."""


class Ways(Contract, frozen=True):
    """All that would lead to another path, and how that is known."""

    size: int
    """How many answers each of the smallest sets changes; without any, how many were tried."""
    smallest: tuple[WayToPath, ...]
    deeds: tuple[WayToPath, ...]
    against: tuple[WayToPath, ...]
    uncounted: tuple[str, ...]
    """Paths that nobody works toward and that were not looked for."""


class Tried(Contract, frozen=True):
    """What other answers would lead to."""

    answers: tuple[AnswerChanged, ...]
    path: str
    same: bool
    """Whether the path stays."""
    steps: tuple[str, ...]
    """The last steps to the path."""
    alternatives: tuple[tuple[str, ...], tuple[str, ...]]
    """What there is to fall back on, now and then."""
    places: tuple[tuple[str, str, str], ...]
    """The places that would be read otherwise: each with the verdict now and then."""
    risks: tuple[tuple[str, ...], tuple[str, ...]]
    """The risks that would be gone, and the new ones."""
    conditions: tuple[tuple[str, ...], tuple[str, ...]]
    """What need no longer hold, and what must hold besides."""


class WhatChanges:
    """Tells of one case what would change the advice.

    Attributes:
        answers: The answers of the case in words.
    """

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._paths = assessment.knowledge.paths
        self.answers = SupposableAnswers(assessment)

    @property
    def other_paths(self) -> dict[str, str]:
        """Every path that is not advised now, in a few words."""
        return {one: self._path(one) for one in self._paths if one != self._assessment.path}

    def ways(self, found: Flips) -> Ways:
        """What would lead to another path, the easiest first."""
        no_aim = self._assessment.knowledge.section("happenings", "no-aim")
        return Ways(
            found.size,
            tuple(self._flip(one.path, one.choices) for one in found.folded),
            tuple(map(self._happening, found.deeds)),
            tuple(map(self._happening, found.against)),
            () if found.to else tuple(self.other_paths[one] for one in no_aim
                                      if one != self._assessment.path),
        )  # fmt: skip

    def tried(self, found: WhatIf) -> Tried:
        """What other answers would lead to.

        Args:
            found: The case as it is and as it is supposed.
        """
        now, then = found.before, found.after
        readings = ({one.home.label: one.verdict for one in each.homes} for each in (now, then))
        before, after = readings
        return Tried(
            tuple(self.answers.changed(one) for one in found.changes),
            self._path(then.path),
            now.path == then.path,
            tuple(one.reason.sentence for one in last_steps(then, LAST_STEPS)),
            (self._fallbacks(now), self._fallbacks(then)),
            tuple((home, before[home], after[home]) for home in before
                  if before[home] != after[home]),
            apart(_risks(now), _risks(then)),
            apart(_conditions(now), _conditions(then)),
        )  # fmt: skip

    def _flip(self, path: str, choices: Iterable[tuple[Act, ...]]) -> WayToPath:
        answers = tuple(tuple(map(self.answers.changed, one)) for one in choices)
        easiest = (one[0].supposed for one in choices)
        return WayToPath(self._path(path), (), answers, tuple(map(str, easiest)))

    def _happening(self, change: Change) -> WayToPath:
        says = tuple(one.says for one in change.happenings)
        return WayToPath(self._path(change.path), says, (), tuple(map(str, change.supposed)))

    def _fallbacks(self, assessment: Assessment) -> tuple[str, ...]:
        return tuple(self._path(one.path) for one in assessment.alternatives)

    def _path(self, path: str) -> str:
        return str(self._paths[path]["label"])


def _risks(assessment: Assessment) -> list[str]:
    return [one.reason.sentence for one in assessment.flags]


def _conditions(assessment: Assessment) -> list[str]:
    words = CaseWords(assessment)
    return [words.condition(one) for one in assessment.conditions]
