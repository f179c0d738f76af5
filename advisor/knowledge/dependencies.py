"""Which rules depend on which: a conclusion of one can match a condition of another."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.rule import Head, Pattern
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value


class Link(NamedTuple):
    """One rule or total that uses what another concludes."""

    source: str
    """The id of the rule that concludes."""
    target: str
    """The id of the rule that asks."""
    kind: str
    """The kind of fact."""
    negated: bool
    """Whether the target asks that there be no such fact."""


class Dependencies:
    """The links between the rules and totals of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Takes the rulebook."""
        self._rulebook = rulebook

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link once, by the rule that concludes, in the order of the rulebook."""
        asking: dict[str, list[tuple[Entry, Pattern, bool]]] = defaultdict(list)
        for entry in self._rulebook.entries:
            for pattern, negated in patterns_of(entry):
                asking[pattern.kind].append((entry, pattern, negated))
        found: dict[Link, None] = {}
        for source in self._rulebook.entries:
            for head in source.then:
                for target, pattern, negated in asking[head.kind]:
                    if self._could_match(head, pattern):
                        found[Link(source.id, target.id, head.kind, negated)] = None
        return tuple(found)

    def used_by(self, id: str) -> tuple[Link, ...]:  # noqa: A002  (the field's own word)
        """The links from a rule to those that use its conclusions."""
        return tuple(one for one in self.links if one.source == id)

    def needs(self, id: str) -> tuple[Link, ...]:  # noqa: A002
        """The links to a rule from those that conclude what it asks for."""
        return tuple(one for one in self.links if one.target == id)

    def between_topics(self) -> Mapping[tuple[str, str], int]:
        """How many links lead from one topic to another, by the pair of topics."""
        counted: dict[tuple[str, str], int] = {}
        for one in self.links:
            pair = (
                self._rulebook.entry(one.source).topic,
                self._rulebook.entry(one.target).topic,
            )
            if pair[0] != pair[1]:
                counted[pair] = counted.get(pair, 0) + 1
        return counted

    def _could_match(self, head: Head, pattern: Pattern) -> bool:
        """Whether a fact of the head could match the pattern, each taken by itself."""
        positions = self._rulebook.vocabulary.kinds[head.kind].positions
        return all(_could_pass(head.values[positions[test.field]], test) for test in pattern.tests)


def patterns_of(entry: Entry) -> Iterator[tuple[Pattern, bool]]:
    """The patterns of a rule or total, each with whether it is negated."""
    if isinstance(entry, Rule):
        yield from ((one, False) for one in entry.when)
        yield from ((one, True) for one in entry.unless)
    else:
        for one in (entry.for_each, entry.of, entry.share_of):
            if one is not None:
                yield one, False


def _could_pass(value: Value | Variable, test: FieldTest) -> bool:
    operand = test.operand
    if isinstance(value, Variable) or isinstance(operand, Variable):
        return True
    if isinstance(operand, tuple):
        return (value in operand) == (test.relation == "one-of")
    if test.relation in ("is", "not"):
        return (value == operand) == (test.relation == "is")
    if isinstance(value, str) or isinstance(operand, str):
        return False
    return {
        "at-least": value >= operand, "at-most": value <= operand,
        "more-than": value > operand, "less-than": value < operand,
    }[test.relation]  # fmt: skip
