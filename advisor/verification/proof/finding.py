"""What came of proving a property, and of the whole proof."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """A case that breaks a property."""

    says: str
    """What is wrong in it."""
    case_file: str = ""
    """The case as a case file; empty where no case shows it."""
    facts: tuple[str, ...] = ()
    """What the combination consists of, where no whole case shows it."""


class Finding(NamedTuple):
    """What came of one property."""

    about: str
    """The id of the property."""
    examined: int
    """How many questions were put to the solver, or cases looked at."""
    violations: tuple[Violation, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no violation and worth knowing."""

    @property
    def holds(self) -> bool:
        """Whether nothing broke the property."""
        return not self.violations


class Proof(NamedTuple):
    """What came of proving a knowledge base."""

    folder: str
    findings: tuple[Finding, ...]
    rules: int
    """How many rules and totals bear on the path."""
    answers: tuple[str, ...]
    """The answers that bear on the path."""
    ways: int
    """In how many ways a network of any size can stand."""
    sampled: int = 0
    """How many whole cases were drawn, for a slice; 0 for the whole proof."""
    seed: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing broke a property."""
        return all(one.holds for one in self.findings)
