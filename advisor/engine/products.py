"""Refuses joins of everything with everything, before they are tried.

A rule whose patterns have no variable in common is matched by every pair of facts. With a
dozen facts that is useful; with some thousands it takes all time and memory, in any engine.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import Memory, Row
from advisor.errors import ConsultationError
from advisor.knowledge.rule import FieldTest, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.vocabulary import Vocabulary


class _Part(NamedTuple):
    """One pattern of a group of patterns that are joined with each other."""

    kind: str
    fields: tuple[int, ...]
    """Places that must hold certain values."""
    key: object
    """The values, as an index over those places has them."""

    def count(self, memory: Memory) -> int:
        """How many facts may match."""
        return len(memory.index((self.kind, self.fields)).get(self.key, ()))


class Product(NamedTuple):
    """A rule with groups of patterns that no variable joins."""

    rule: Rule
    groups: tuple[tuple[_Part, ...], ...]

    def too_large(self, memory: Memory, limit: int) -> bool:
        """Whether the groups have more combinations than a consultation may have firings."""
        tables = memory.tables
        sizes = [min([len(tables[part.kind]) for part in group]) for group in self.groups]
        combinations = prod(sizes)
        for group, size in zip(self.groups, sizes):
            if combinations <= limit:
                return False
            # To count exactly takes an index, so it is done only as far as it is needed.
            combinations = combinations // size * min(part.count(memory) for part in group)
        return combinations > limit


def products_of(rules: Iterable[Rule], vocabulary: Vocabulary) -> tuple[Product, ...]:
    """The rules that join everything with everything, as far as base facts go.

    Args:
        rules: The rules.
        vocabulary: The kinds of fact.

    Returns:
        One entry for each rule with two or more groups of patterns over base facts.
    """
    found = []
    for rule in rules:
        groups = [
            tuple(_part(pattern, vocabulary) for pattern in group)
            for group in _groups(rule.when)
            if all(vocabulary.kinds[pattern.kind].given for pattern in group)
        ]
        if len(groups) > 1:
            found.append(Product(rule, tuple(groups)))
    return tuple(found)


def refuse_products(products: Iterable[Product], memory: Memory, limit: int) -> None:
    """Ends a consultation that would not end by itself in reasonable time.

    Args:
        products: The rules to look at.
        memory: The base facts.
        limit: How many combinations are too many.

    Raises:
        ConsultationError: If a rule would combine more facts than that.
    """
    for product in products:
        if product.too_large(memory, limit):
            rule = product.rule
            raise ConsultationError(
                f"The rule “{rule.id}” ({rule.file}:{rule.line}) joins patterns without a common "
                f"variable, and this case has more than {limit:,} combinations for it. Give the "
                "patterns a variable in common, or the case fewer entries."
            )


def _groups(patterns: Iterable[Pattern]) -> list[list[Pattern]]:
    """Patterns that are joined with each other by equality, group by group."""
    groups: list[tuple[set[str], list[Pattern]]] = []
    for pattern in patterns:
        names = set(pattern.variables)
        together = [pattern]
        apart = []
        for known, members in groups:
            if known & names:
                names |= known
                together = members + together
            else:
                apart.append((known, members))
        groups = [*apart, (names, together)]
    return [members for _, members in groups]


def _part(pattern: Pattern, vocabulary: Vocabulary) -> _Part:
    """A pattern with the values it asks for."""
    positions = vocabulary.kinds[pattern.kind].positions
    literal = [test for test in pattern.tests if _is_literal(test)]
    fields = tuple(positions[test.field] for test in literal)
    values: Row = tuple(test.operand for test in literal)  # type: ignore[misc]
    key = values[0] if len(values) == 1 else values if values else None
    return _Part(pattern.kind, fields, key)


def _is_literal(test: FieldTest) -> bool:
    """Whether a test asks for one certain value."""
    return test.relation == "is" and not isinstance(test.operand, (Variable, tuple))
