"""What came of proving one property: how much was looked at, and what broke it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.verification.proof.table import answers_behind
from advisor.verification.proof.whole_case import (
    as_case_file,
    carry_out,
    case_behind,
    facts_of,
    smallest,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Witness
    from advisor.verification.proof.whole_case import Outcome, WholeCase


class Violation(NamedTuple):
    """A case that breaks a property."""

    says: str
    """What is wrong in it."""
    case_file: str
    """The smallest case found that shows it, as a case file; empty where it is no case."""
    facts: tuple[str, ...] = ()
    """What the combination consists of, where no whole case shows it."""


class Finding(NamedTuple):
    """What came of one property."""

    about: str
    """The id of the property."""
    examined: int
    """How many combinations were looked at."""
    stands_for: int
    """How many combinations of answers they stand for; 0 where that is not counted."""
    violations: tuple[Violation, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no violation and worth knowing."""

    @property
    def holds(self) -> bool:
        """Whether nothing broke the property."""
        return not self.violations


MOST = 3
"""How many violations of one property are worked out; the first few are enough to mend it."""


class Violations:
    """Collects violations, the smallest case of each sort once."""

    def __init__(self, space: Space) -> None:
        """Begins with none."""
        self._space = space
        self._found: dict[str, Violation] = {}
        self._sorts: set[str] = set()

    def add(
        self,
        sort: str,
        place: str,
        witness: Witness,
        broken: Callable[[Outcome], str] | None = None,
    ) -> None:
        """Adds what a row of a table breaks.

        Args:
            sort: What is wrong; one violation of each sort is worked out.
            place: The home in which the work is planned.
            witness: The answers behind the row.
            broken: Says what is wrong in a whole case, or nothing.
        """
        if sort in self._sorts or len(self._found) >= MOST:
            return
        self._sorts.add(sort)
        case = case_behind(self._space, place, answers_behind(witness))
        self.add_case(sort, case, broken)

    def add_case(self, sort: str, case: WholeCase, broken: Callable[[Outcome], str] | None) -> None:
        """Adds what a whole case breaks."""
        if len(self._found) >= MOST:
            return
        space = self._space

        def breaks(one: WholeCase) -> bool:
            return broken is not None and bool(broken(carry_out(space, one)))

        small = smallest(space, case, breaks)
        if small is not None and broken is not None:
            says = broken(carry_out(space, small))
            self._found.setdefault(says, Violation(says, as_case_file(space, small)))
            return
        told = [str(one) for one in facts_of(space, case) if "unknown" not in str(one)]
        self._found.setdefault(sort, Violation(sort, "", tuple(told)))

    def add_change(
        self,
        sort: str,
        place: str,
        witness: Witness,
        change: Callable[[WholeCase], WholeCase],
        broken: Callable[[Outcome, Outcome], str],
    ) -> None:
        """Adds what a change of one answer breaks.

        Args:
            sort: What is wrong; one violation of each sort is worked out.
            place: The home in which the work is planned.
            witness: The answers behind the row.
            change: Changes a case.
            broken: Says what is wrong, from the outcomes before and after, or nothing.
        """
        if sort in self._sorts or len(self._found) >= MOST:
            return
        self._sorts.add(sort)
        space = self._space

        def says(case: WholeCase) -> str:
            return broken(carry_out(space, case), carry_out(space, change(case)))

        case = case_behind(space, place, answers_behind(witness))
        small = smallest(space, case, lambda one: bool(says(one)))
        if small is None:
            told = [str(one) for one in facts_of(space, case) if "unknown" not in str(one)]
            self._found.setdefault(sort, Violation(sort, "", tuple(told)))
        else:
            self._found.setdefault(says(small), Violation(says(small), as_case_file(space, small)))

    @property
    def found(self) -> tuple[Violation, ...]:
        """The violations."""
        return tuple(self._found.values())
