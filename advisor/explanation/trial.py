"""Trials: what would be concluded if some answers were different, by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.consultation import conclusions, consult
from advisor.errors import InputError
from advisor.explanation.assess import standing_facts
from advisor.explanation.assessment import Assessment
from advisor.model.base_facts import base_facts
from advisor.model.changed_case import Supposed, changed_case
from advisor.model.fact_parts import FactParts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.model.fact import Fact


def suppose_all(assessment: Assessment, changes: Iterable[Supposed]) -> Assessment:
    """The assessment as it would be if some answers were different.

    Args:
        assessment: The assessment of a case.
        changes: What is supposed.

    Returns:
        A whole assessment, with the record of every step; by the reference engine.

    Raises:
        InputError: If an answer cannot be what is supposed.
    """
    knowledge = assessment.knowledge
    case = changed_case(assessment.case, changes, knowledge)
    base = base_facts(case, knowledge)
    facts = (*base.facts, *standing_facts(knowledge))
    return Assessment(case, knowledge, base, consult(knowledge.rulebook, facts, "reference"))


class Trials:
    """Tries changes of answers on one assessment, each only once."""

    GOALS = (
        "path", "route", "not-chosen", "verdict", "blocked", "open-question", "gap",
        "assumed-reading",
    )  # fmt: skip
    """The kinds of conclusion that a trial gives."""

    def __init__(self, assessment: Assessment) -> None:
        """Takes the assessment of a case."""
        self._assessment = assessment
        self._parts = FactParts(assessment.knowledge)
        self._known: dict[frozenset[Supposed], tuple[Fact, ...] | None] = {}

    def conclusions(self, changes: Iterable[Supposed]) -> tuple[Fact, ...] | None:
        """What would be concluded; much quicker than a whole assessment.

        Args:
            changes: What is supposed.

        Returns:
            The facts of the kinds in `GOALS`; nothing where an answer cannot be so.
        """
        key = frozenset(changes)
        if key not in self._known:
            self._known[key] = self._tried(key)
        return self._known[key]

    def _tried(self, changes: frozenset[Supposed]) -> tuple[Fact, ...] | None:
        knowledge = self._assessment.knowledge
        try:
            case = changed_case(self._assessment.case, sorted(changes, key=str), knowledge)
        except InputError:
            return None
        return conclusions(knowledge.rulebook, self._parts.of(case).facts, self.GOALS)
