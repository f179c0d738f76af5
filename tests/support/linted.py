"""Whether the reader of rules or `advisor rules check` would object to a fault in a rule."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING
from unittest import mock

from advisor.errors import Problem
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.rule import Rule
from advisor.knowledge.texts import SOURCES, Place, parts
from advisor.knowledge.variables import check_rule
from advisor.verification import check as checking
from advisor.verification import loose_ends
from advisor.verification.draft import RuleDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.mutants import Mutant


OF_RULES = tuple(one for one in checking.CHECKS if one is not loose_ends.holes)
"""The checks that a fault in a rule could meet; the words stand elsewhere and take longest."""


class _Notes:
    """Takes the place of the reader of a file: it notes what is wrong with one rule."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, what: str, line: int | None, remedy: str, fault: str = "") -> None:
        self.problems.append(Problem(what, "", line, remedy, fault))


class Lint:
    """The shipped rules, ready to be checked with one fault after another."""

    def __init__(self) -> None:
        """Reads the rules."""
        self._folder = rules_folder()
        self._draft = RuleDraft(self._folder)
        self._usual = set(self._told(lambda _: self._draft))

    def refusal(self, mutant: Mutant) -> str:
        """Why the rules could not be read with a fault; empty if they could."""
        rule = mutant.entry
        if not isinstance(rule, Rule):
            return ""
        notes = _Notes()
        check_rule(notes, self._draft.vocabulary, rule)  # type: ignore[arg-type]
        bound = {name for pattern in rule.when for name in pattern.variables}
        for place in parts(rule.because):
            if isinstance(place, Place) and place.name not in bound.union(SOURCES):
                notes.wrong(f"{{{place.name}}} is no variable", None, "", "unbound-in-text")
        return notes.problems[0].what if notes.problems else ""

    def finding(self, mutant: Mutant) -> str:
        """The first finding that a fault adds to those of the rules; empty if there is none."""
        found = self._told(lambda _: self._with(mutant))
        return next((sort for sort, about in found if (sort, about) not in self._usual), "")

    def _told(self, draft: Callable[[object], RuleDraft]) -> list[tuple[str, str]]:
        with (
            mock.patch.object(checking, "RuleDraft", draft),
            mock.patch.object(checking, "CHECKS", OF_RULES),
        ):
            report = checking.check(self._folder)
        return [(one.sort, one.about) for one in report.findings]

    def _with(self, mutant: Mutant) -> RuleDraft:
        changed = () if mutant.entry is None else (mutant.entry,)
        draft = copy(self._draft)
        draft.__dict__.pop("by_id", None)
        draft.prepared = {}
        draft.problems = []
        draft.entries = tuple(
            one
            for entry in self._draft.entries
            for one in (changed if entry.id == mutant.rule else (entry,))
        )
        return draft
