"""Where facts come from: answers of the client, or assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.fact import Value

STATED = "stated"
ASSUMED = "assumed"
UNKNOWN = "unknown"


class Assumption(NamedTuple):
    """Something taken for granted because the client did not answer."""

    question: str
    """The question that was not answered."""
    home: str
    """The home it concerns, or empty."""
    party: str
    """The party it concerns, or empty."""
    value: str
    """The answer that was assumed."""
    reason: str
    """Why, as a clause."""
    statements: tuple[str, ...] = ()
    """The statements of the articles it rests on; none where it is ours."""


class Origin(NamedTuple):
    """Where a fact comes from."""

    question: str
    """The question it answers."""
    home: str = ""
    party: str = ""
    line: int | None = None
    """The line of the case file; nothing when the file is silent."""
    given: str = ""
    """The answer as given, or in words."""
    basis: str = STATED
    """`stated`, `assumed` or `unknown`."""
    assumed_from: Assumption | None = None
    """The assumption, where the basis is one."""


class Ledger:
    """Collects facts with their origins, and assumptions."""

    def __init__(self) -> None:
        """Starts empty."""
        self.origins: dict[Fact, Origin] = {}
        self.assumptions: list[Assumption] = []

    def add(self, kind: str, fields: Mapping[str, Value], origin: Origin) -> None:
        """Adds a fact; of the same fact twice, the first origin stays.

        Args:
            kind: The kind of fact.
            fields: Every field of the kind with its value, in the order of the vocabulary.
            origin: Where it comes from.
        """
        self.origins.setdefault(Fact(kind, tuple(fields.items())), origin)

    def assume(self, assumption: Assumption) -> Assumption:
        """Notes an assumption and returns it."""
        self.assumptions.append(assumption)
        return assumption
