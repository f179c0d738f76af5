"""Turns patterns into joins that can be carried out many times.

While a rule is matched, what has been found so far is one flat tuple, the *match*: the
constants of the rule, then the row of each fact found. A join step looks up the rows that fit
and appends each; what a variable stands for is simply a position in the tuple.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from advisor.engine.memory import NO_ROWS, Memory, Row, Signature, picker
from advisor.knowledge.rule import RELATIONS, FieldTest, Pattern, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.knowledge.vocabulary import Value, Vocabulary


class Step:
    """One join: extends each match by every fact that fits."""

    __slots__ = ("absent", "checks", "key", "signature", "whole")

    def __init__(
        self,
        signature: Signature,
        key: Callable[[Row], Any],
        checks: tuple[Callable[[Row], bool], ...],
        *,
        absent: bool,
        whole: bool,
    ) -> None:
        """Makes a join.

        Args:
            signature: The kind, and the places in its rows that must equal something known.
            key: Picks from the match what they must equal.
            checks: The remaining tests, on the match with the row appended.
            absent: Whether the match survives only if no fact fits.
            whole: Whether what must be equal is the whole row, and nothing else is asked: then
                the row holds nothing that is not known, and the match needs none of it.
        """
        self.signature = signature
        self.key = key
        self.checks = checks
        self.absent = absent
        self.whole = whole

    def extend(self, matches: list[Row], memory: Memory) -> list[Row]:
        """The matches after this join."""
        if self.absent:
            return self._without(matches, memory)
        key = self.key
        if self.whole:
            table = memory.tables[self.signature[0]]
            return [match for match in matches if key(match) in table]
        index = memory.indexes.get(self.signature)
        if index is None:
            index = memory.index(self.signature)
        found = [match + row for match in matches for row in index.get(key(match), NO_ROWS)]
        return self.checked(found) if self.checks else found

    def begin(self, start: Row, rows: Iterable[Row]) -> list[Row]:
        """The matches of a first join with rows that hold what must be equal."""
        found = [start + row for row in rows]
        return self.checked(found) if self.checks else found

    def fitting(self, match: Row, memory: Memory) -> list[Row]:
        """The rows that fit one match, by themselves."""
        rows = memory.index(self.signature).get(self.key(match), NO_ROWS)
        if not self.checks:
            return rows
        return [row for row in rows if all(check(match + row) for check in self.checks)]

    def checked(self, found: list[Row]) -> list[Row]:
        """The matches that pass the remaining tests."""
        for check in self.checks:
            found = [match for match in found if check(match)]
        return found

    def _without(self, matches: list[Row], memory: Memory) -> list[Row]:
        """The matches for which no row fits."""
        key = self.key
        if self.checks:
            return [match for match in matches if not self.fitting(match, memory)]
        if self.whole:
            table = memory.tables[self.signature[0]]
            return [match for match in matches if key(match) not in table]
        index = memory.index(self.signature)
        return [match for match in matches if key(match) not in index]


class Joins:
    """Builds the joins of one rule, and knows where everything stands in its matches.

    A match begins with the values of variables that are known from the start, then the
    literals of the rule, so that looking up either is the same as looking up a variable.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        literals: Iterable[Value],
        known: Sequence[str] = (),
    ) -> None:
        """Begins with no fact found.

        Args:
            vocabulary: The kinds of fact.
            literals: Every value written in the rule.
            known: Variables with whose values every match begins.
        """
        self._vocabulary = vocabulary
        self._literals: dict[tuple[type, Value], int] = {}
        for value in literals:
            self._literals.setdefault((type(value), value), len(known) + len(self._literals))
        self.literals: Row = tuple(value for _, value in self._literals)
        """What each match begins with, after the values of the known variables."""
        self.variables: dict[str, int] = {name: place for place, name in enumerate(known)}
        """The position of each variable that has a value by now."""
        self.width = len(known) + len(self.literals)
        """How long a match is by now."""
        self.rows: list[tuple[int, ...]] = []
        """For each row found, where its values stand in the match."""
        self._deferred: list[tuple[FieldTest, int]] = []

    def position(self, literal: Value) -> int:
        """Where a literal stands in the match."""
        return self._literals[type(literal), literal]

    def step(self, pattern: Pattern, *, absent: bool = False) -> Step:
        """Compiles a pattern into a join with what is found before it.

        Args:
            pattern: The pattern.
            absent: Whether it is negated.

        Returns:
            The join.
        """
        positions = self._vocabulary.kinds[pattern.kind].positions
        start = self.width
        own = dict(self.variables)
        equal: list[tuple[int, int]] = []
        tests = self._deferred
        self._deferred = []
        for test in pattern.tests:
            place = positions[test.field]
            operand = test.operand
            if test.relation != "is" or isinstance(operand, tuple):
                tests.append((test, start + place))
            elif isinstance(operand, Variable) and operand.name not in own:
                own[operand.name] = start + place
            else:
                source = (
                    own[operand.name] if isinstance(operand, Variable) else self.position(operand)
                )
                if source < start:
                    equal.append((place, source))
                else:
                    tests.append((test, start + place))
        checks = []
        for test, place in tests:
            if isinstance(test.operand, Variable) and test.operand.name not in own:
                self._deferred.append((test, place))  # until a later join binds the variable
            else:
                checks.append(check(test, place, own))
        # In the order of the fields, so that as many joins as possible share an index.
        equal.sort()
        fields = tuple([place for place, _ in equal])
        sources = tuple([source for _, source in equal])
        whole = len(fields) > 1 and fields == tuple(range(len(positions))) and not checks
        if not absent:
            # The first join appends what it begins with; a test for later looks for the row.
            whole = whole and bool(self.rows) and not self._deferred
            self.variables = own
            self.rows.append(sources if whole else tuple(range(start, start + len(positions))))
            self.width += 0 if whole else len(positions)
        return Step(
            (pattern.kind, fields), picker(sources), tuple(checks), absent=absent, whole=whole
        )


def check(test: FieldTest, place: int, variables: dict[str, int]) -> Callable[[Row], bool]:
    """A test as a function of the match."""
    if isinstance(test.operand, Variable):
        return partial(between, RELATIONS[test.relation], place, variables[test.operand.name])
    return partial(_against, test, place)


# Named functions, not lambdas, so that joins can be kept between runs.


def between(compare: Callable[[Any, Any], bool], left: int, right: int, match: Row) -> bool:
    """Whether two values compare so."""
    return compare(match[left], match[right])


def _against(test: FieldTest, place: int, match: Row) -> bool:
    """Whether a value passes a test against what the rule names."""
    return test.accepts(match[place])


def literals_of(patterns: Iterable[Pattern]) -> list[Value]:
    """Every value that patterns ask for by equality."""
    return [
        test.operand
        for pattern in patterns
        for test in pattern.tests
        if test.relation == "is" and not isinstance(test.operand, (Variable, tuple))
    ]


def in_good_order(patterns: Sequence[Pattern], first: int | None = None) -> list[int]:
    """An order in which each join finds few facts.

    Args:
        patterns: Positive patterns.
        first: The pattern to begin with; the most specific one when it is not given.

    Returns:
        Their places in the order of joining.
    """
    left = list(range(len(patterns)))
    known: set[str] = set()
    order: list[int] = []
    while left:
        best = (
            first
            if first is not None and not order
            else max(left, key=lambda place: (_specific(patterns[place], known), -place))
        )
        left.remove(best)
        order.append(best)
        known.update(patterns[best].variables)
    return order


def _specific(pattern: Pattern, known: set[str]) -> int:
    """How many fields of a pattern are settled before it is joined; joined variables count most."""
    settled = 0
    for test in pattern.tests:
        if test.relation == "is" and isinstance(test.operand, Variable):
            settled += 3 if test.operand.name in known else 0
        elif not isinstance(test.operand, Variable):
            settled += 2 if test.relation == "is" else 1
    return settled
