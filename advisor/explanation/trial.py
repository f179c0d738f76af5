"""Trials: what would be concluded if some answers were different, by the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.consultation import conclusions, consult
from advisor.errors import InputError
from advisor.explanation.assess import read_assessment, standing_facts
from advisor.model.base_facts import base_facts
from advisor.model.changed_case import Supposed, changed_case
from advisor.model.fact_parts import FactParts
from advisor.model.home_facts import takes_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.assessment import Assessment
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
    consultation = consult(knowledge.rulebook, facts, "reference")
    return read_assessment(case, knowledge, base, consultation)


class Trials:
    """Tries changes of answers on one assessment, each only once."""

    GOALS = (
        "path", "route", "not-chosen", "verdict", "blocked", "open-question", "gap",
        "assumed-reading",
    )  # fmt: skip
    """The kinds of conclusion that a trial gives."""

    def __init__(self, assessment: Assessment) -> None:
        """Takes the assessment of a case."""
        self.assessment = assessment
        self._parts = FactParts(assessment.knowledge)
        self._known: dict[frozenset[Supposed], tuple[Fact, ...] | None] = {}
        self._paths: dict[frozenset[Supposed], str | None] = {}

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

    def path(self, changes: Iterable[Supposed]) -> str | None:
        """The path that would be advised; quicker still.

        Args:
            changes: What is supposed.

        Returns:
            The path; nothing where an answer cannot be so.
        """
        key = frozenset(changes)
        if key not in self._paths:
            facts = self._facts(key)
            self._paths[key] = None if facts is None else self._path(facts)
        return self._paths[key]

    def _path(self, facts: list[Fact]) -> str:
        """The path; a home that is closed and not the place takes no part in finding it."""
        kept = {fact.get("home") for fact in facts if fact.kind == "home" and takes_part(fact)}
        facts = [
            fact
            for fact in facts
            if not (fact.kind == "usual" or fact.fields[0][0] == "home") or fact.get("home") in kept
        ]
        found = conclusions(self.assessment.knowledge.rulebook, facts, ["path"])
        return found[0].word("path")

    def _tried(self, changes: frozenset[Supposed]) -> tuple[Fact, ...] | None:
        facts = self._facts(changes)
        if facts is None:
            return None
        return conclusions(self.assessment.knowledge.rulebook, facts, self.GOALS)

    def _facts(self, changes: frozenset[Supposed]) -> list[Fact] | None:
        """The facts of a supposed case; nothing where an answer cannot be so."""
        case, knowledge = self.assessment.case, self.assessment.knowledge
        try:
            return self._parts.of(changed_case(case, sorted(changes, key=str), knowledge)).facts
        except InputError:
            return None
