"""Facts: the statements the rules reason over, and where those of a case come from.

A fact is a value. Two facts with the same kind and the same fields are the same fact, so
working memory is a set and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.knowledge.vocabulary import FactError, Value, Vocabulary

__all__ = ["Fact", "FactError", "Value", "fact"]


class Fact(NamedTuple):
    """One statement, such as *party (party: families, power: 2, …)*.

    Make facts with `fact`, which checks them. Facts sort by kind, then by their values.
    """

    kind: str
    """What the statement is about, as the vocabulary names it."""
    fields: tuple[tuple[str, Value], ...]
    """Every field of the kind with its value, in the order of the vocabulary."""

    def get(self, field: str) -> Value:
        """The value of one field.

        Returns:
            A word or a whole number.

        Raises:
            KeyError: If the kind has no such field.
        """
        for name, value in self.fields:
            if name == field:
                return value
        raise KeyError(field)

    def word(self, field: str) -> str:
        """The value of a field that holds a word; a number in digits.

        Raises:
            KeyError: If the kind has no such field.
        """
        return str(self.get(field))

    def number(self, field: str) -> int:
        """The value of a field that holds a number.

        Raises:
            KeyError: If the kind has no such field.
            TypeError: If the field holds a word.
        """
        value = self.get(field)
        if isinstance(value, str):
            raise TypeError(f"{field} of {self.kind} holds a word")
        return value

    def as_dict(self) -> dict[str, Value]:
        """The fields as a mapping, in the order of the vocabulary."""
        return dict(self.fields)

    def __str__(self) -> str:
        """The fact in one line: `kind(field: value, …)`."""
        inside = ", ".join(f"{name}: {value}" for name, value in self.fields)
        return f"{self.kind}({inside})"


def fact(vocabulary: Vocabulary, kind: str, values: Mapping[str, Value]) -> Fact:
    """Makes a fact that the vocabulary allows.

    Args:
        vocabulary: The kinds of fact the reasoning knows.
        values: A value for each field of the kind, in any order.

    Returns:
        The fact, its fields in the order of the vocabulary.

    Raises:
        FactError: If the kind, a field or a value is not in the vocabulary, or a field is
            missing.
    """
    return Fact(kind, vocabulary.checked(kind, values))


STATED = "stated"
ASSUMED = "assumed"


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
        self.origins: dict[Fact, Origin] = {}
        self.assumptions: list[Assumption] = []

    def add(self, kind: str, fields: Mapping[str, Value], origin: Origin) -> None:
        """Adds a fact; of the same fact twice, the first origin stays.

        Args:
            fields: Every field of the kind with its value, in the order of the vocabulary.
        """
        self.origins.setdefault(Fact(kind, tuple(fields.items())), origin)

    def assume(self, assumption: Assumption) -> Assumption:
        """Notes an assumption and returns it."""
        self.assumptions.append(assumption)
        return assumption
