"""What a rule is: patterns over facts, and the facts that follow when they match.

These are plain values, read from `rules/reasoning/*.yaml` by `advisor.knowledge.rule_reader`.
`docs/rule-language.md` shows every construct as an author writes it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from advisor.knowledge.vocabulary import Value

CERTAINTIES = ("firm", "mostly", "sometimes", "one-author", "ours")
"""How sure a rule is, strongest first; a proof is as sure as its weakest rule."""

ROLES = ("adds-up", "ranks", "defines")
"""What a rule of ours is that judges nothing; every other rule of ours is a judgment."""

COMPARISONS = ("at-least", "at-most", "more-than", "less-than")
"""The comparisons between numbers, as an author writes them."""

RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "not": operator.ne,
    "one-of": lambda value, listed: value in listed,
    "none-of": lambda value, listed: value not in listed,
    "at-least": operator.ge,
    "at-most": operator.le,
    "more-than": operator.gt,
    "less-than": operator.lt,
}
"""What each relation of a test means: a function of the value of a field and of the operand."""

MEASURES = ("count", "sum", "largest", "smallest", "spread", "mean")
"""What a total can take of the facts it covers."""


class Variable:
    """A name that stands for the same value wherever it occurs in a rule."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variable) and other.name == self.name

    def __hash__(self) -> int:
        return hash(("$", self.name))

    def __str__(self) -> str:
        return f"${self.name}"

    def __repr__(self) -> str:
        return f"Variable({self.name!r})"


class FieldTest(NamedTuple):
    """What a pattern asks of one field."""

    field: str
    relation: str
    """`is`, `not`, `one-of`, `none-of`, or one of `COMPARISONS`."""
    operand: Value | Variable | tuple[Value, ...]
    """A value, a variable, or the values of a list."""
    line: int
    threshold: str | None = None
    """The threshold the operand was taken from, if it was."""

    @property
    def variable(self) -> str:
        """The variable it names; empty where it names values."""
        return self.operand.name if isinstance(self.operand, Variable) else ""

    @property
    def named(self) -> tuple[Value, ...]:
        """The values it names; none where it names a variable."""
        if isinstance(self.operand, Variable):
            return ()
        return self.operand if isinstance(self.operand, tuple) else (self.operand,)

    def accepts(self, value: Value, stands_for: Value | None = None) -> bool:
        """Whether a value passes the test.

        Args:
            stands_for: What the operand stands for, where it is a variable; not used otherwise.
        """
        operand = stands_for if isinstance(self.operand, Variable) else self.operand
        return RELATIONS[self.relation](value, operand)

    def __str__(self) -> str:
        shown = str(self.operand)
        if isinstance(self.operand, tuple):
            shown = f"[{', '.join(map(str, self.operand))}]"
        if self.relation in ("is", "one-of"):
            return f"{self.field}: {shown}"
        word = "not" if self.relation == "none-of" else self.relation
        return f"{self.field}: {{{word}: {shown}}}"


class Pattern(NamedTuple):
    """A kind of fact, and tests on its fields."""

    kind: str
    tests: tuple[FieldTest, ...]
    line: int

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables the pattern gives a value, in the order in which they are written."""
        names = [
            test.operand.name
            for test in self.tests
            if test.relation == "is" and isinstance(test.operand, Variable)
        ]
        return tuple(dict.fromkeys(names))

    def __str__(self) -> str:
        return f"{self.kind}({', '.join(str(test) for test in self.tests)})"


class Head(NamedTuple):
    """A fact that follows: a kind and a value or a variable for each of its fields."""

    kind: str
    values: tuple[Value | Variable, ...]
    """In the order of the kind's fields."""
    line: int
    thresholds: tuple[str | None, ...] = ()
    """For each value the threshold it was taken from, if it was."""


class OtherReading(NamedTuple):
    """What a scholar could conclude instead of what a rule of ours does."""

    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    then: tuple[Head, ...]
    because: str
    """Why it could be read so, as a clause."""


class Rule(NamedTuple):
    """When every pattern matches and no negated one does, the heads follow."""

    id: str
    title: str
    topic: str
    when: tuple[Pattern, ...]
    """The patterns that must match, in the author's order."""
    unless: tuple[Pattern, ...]
    """The negated patterns: none may match."""
    then: tuple[Head, ...]
    because: str
    """The reason in the reader's words; see `advisor.knowledge.texts`."""
    rests_on: tuple[str, ...]
    """The numbered statements the rule encodes."""
    certainty: str
    file: str
    line: int
    order: int
    """The place among all rules and totals of the rulebook."""
    role: str = ""
    """One of `ROLES`, or nothing."""
    otherwise: OtherReading | None = None
    """The other reading of a judgment."""

    @property
    def reread(self) -> Rule | None:
        """The rule by its other reading, under an id of its own."""
        if self.otherwise is None:
            return None
        return self._replace(
            id=f"{self.id}~", when=self.otherwise.when, unless=self.otherwise.unless,
            then=self.otherwise.then, otherwise=None,
        )  # fmt: skip

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables a match gives a value, in the order in which they are written."""
        names = [name for pattern in self.when for name in pattern.variables]
        return tuple(dict.fromkeys(names))

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, negated ones last."""
        return (*self.when, *self.unless)

    @property
    def reads(self) -> tuple[str, ...]:
        """The kinds that must match."""
        return tuple(dict.fromkeys(pattern.kind for pattern in self.when))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The kinds that must be complete before the rule may fire."""
        return tuple(dict.fromkeys(pattern.kind for pattern in self.unless))

    @property
    def concludes(self) -> tuple[str, ...]:
        """The kinds of the facts that follow."""
        return tuple(dict.fromkeys(head.kind for head in self.then))


class Total(NamedTuple):
    """A number over many facts: how many there are, what they add up to."""

    id: str
    title: str
    topic: str
    for_each: Pattern | None
    """One total is made for each distinct match of this pattern's variables; one in all without."""
    of: Pattern
    """The facts that count."""
    measure: str
    """One of `MEASURES`."""
    variable: str | None
    """The variable whose values are added up or compared; none for a count."""
    share_of: Pattern | None
    """The facts that make up the whole, when the total is a percentage."""
    then: tuple[Head, ...]
    because: str
    rests_on: tuple[str, ...]
    certainty: str
    file: str
    line: int
    order: int

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that tell one group from another."""
        return self.for_each.variables if self.for_each is not None else ()

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """What it is made for, what it counts, and what that is a share of."""
        return tuple(one for one in (self.for_each, self.of, self.share_of) if one is not None)

    @property
    def reads(self) -> tuple[str, ...]:
        """The kinds the total is made over; all must be complete before it is made."""
        return tuple(dict.fromkeys(pattern.kind for pattern in self.patterns))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The same kinds: a total over half the facts would be wrong."""
        return self.reads

    @property
    def concludes(self) -> tuple[str, ...]:
        """The kinds of the facts that follow."""
        return tuple(dict.fromkeys(head.kind for head in self.then))


TOTAL_VARIABLES = ("total", "part", "whole")
"""What a total adds to its variables: the result, and for a percentage what was divided."""
