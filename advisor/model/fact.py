"""Facts: the statements the rules reason over.

A fact is a value. Two facts with the same kind and the same fields are the same fact, so
working memory is a set and nothing is counted twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.vocabulary import FactError, Value, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

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

        Args:
            field: A field of this fact's kind.

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
        kind: The kind of the new fact.
        values: A value for each field of the kind, in any order.

    Returns:
        The fact, its fields in the order of the vocabulary.

    Raises:
        FactError: If the kind, a field or a value is not in the vocabulary, or a field is
            missing.
    """
    return Fact(kind, vocabulary.checked(kind, values))
