"""The alpha network: what patterns ask of a fact by itself, found out once for all rules.

The words are those of the Rete algorithm. What a pattern asks of a fact without regard to other
facts is an `Alpha`; patterns that ask the same share one. What facts pass is remembered by the
values that decide it, from one consultation to the next.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import Row, row_picker
from advisor.knowledge.rule import RELATIONS, FieldTest, Pattern, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.knowledge.vocabulary import Value, Vocabulary

MOST_SEEN = 1000
"""How many combinations of values are remembered for a kind; a long run must stay small."""


class Alpha:
    """What a pattern asks of a fact by itself; alphas are equal only if they are the same."""

    __slots__ = ("equal", "kind", "tests")

    def __init__(
        self, kind: str, equal: list[tuple[int, Value]], tests: list[Callable[[Row], bool]]
    ) -> None:
        self.kind = kind
        self.equal = equal
        """Places, with the value that must stand there."""
        self.tests = tests
        """What else a row must pass."""

    def accepts(self, row: Row) -> bool:
        """Whether a fact passes."""
        for place, value in self.equal:
            if row[place] != value:
                return False
        return all(test(row) for test in self.tests)


class Element(NamedTuple):
    """One pattern of a rule, apart from the others (a *condition element*)."""

    alpha: Alpha
    width: int
    """How many fields its facts have."""
    own: dict[str, int]
    """The variables to which it gives a value, each with the place of the value."""
    compared: list[tuple[int, str, str]]
    """Places that are compared with a variable of another pattern: place, relation, variable."""


class Discriminator:
    """Says of the facts of one kind what they pass."""

    def __init__(self) -> None:
        self._asking: dict[int, dict[Value, list[Alpha]]] = {}
        self._others: list[Alpha] = []
        self._places: set[int] = set()
        self.decisive: Callable[[Row], Row] = row_picker(())
        """Picks the values that decide what a fact passes."""
        self.seen: dict[Row, list[Alpha]] = {}
        """What facts pass that were met before, by these values."""

    def add(self, alpha: Alpha, places: Iterable[int]) -> None:
        """Takes note of what a pattern asks, and of the places at which it looks."""
        self._places.update(places)
        self.decisive = row_picker(sorted(self._places))
        self.seen.clear()
        if alpha.equal:
            place, value = alpha.equal[0]
            self._asking.setdefault(place, {}).setdefault(value, []).append(alpha)
        else:
            self._others.append(alpha)

    def passed(self, row: Row) -> list[Alpha]:
        """What a fact passes, which is remembered."""
        if len(self.seen) > MOST_SEEN:
            self.seen.clear()
        asking = [by_value.get(row[place], ()) for place, by_value in self._asking.items()]
        found = [alpha for alpha in chain(self._others, *asking) if alpha.accepts(row)]
        self.seen[self.decisive(row)] = found
        return found


class AlphaNetwork:
    """Takes patterns apart, and knows all that they ask of each kind of fact."""

    def __init__(self, vocabulary: Vocabulary, patterns: Iterable[Pattern]) -> None:
        self.vocabulary = vocabulary
        self.names = {kind.name: tuple(kind.fields) for kind in vocabulary.kinds.values()}
        """The field names of each kind, in their order."""
        self._waiting: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self._waiting.setdefault(pattern.kind, []).append(pattern)
        # By the identity of the pattern, which is kept so that no other can get it.
        self._elements: dict[int, tuple[Pattern, Element]] = {}
        self._alphas: dict[tuple[object, ...], Alpha] = {}
        self._discriminators = {kind: Discriminator() for kind in vocabulary.kinds}

    def discriminator(self, kind: str) -> Discriminator:
        """What says of facts of a kind what they pass; complete for the patterns given."""
        for pattern in self._waiting.pop(kind, ()):
            self.element(pattern)
        return self._discriminators[kind]

    def element(self, pattern: Pattern) -> Element:
        """One pattern, taken apart."""
        found = self._elements.get(id(pattern))
        if found is None:
            found = self._elements[id(pattern)] = (pattern, self._element(pattern))
        return found[1]

    def _element(self, pattern: Pattern) -> Element:
        positions = self.vocabulary.kinds[pattern.kind].positions
        own: dict[str, int] = {}
        for test in pattern.tests:
            if test.relation == "is" and isinstance(test.operand, Variable):
                own.setdefault(test.operand.name, positions[test.field])
        equal: list[tuple[int, Value]] = []
        tests: list[tuple[int, FieldTest, int]] = []
        compared: list[tuple[int, str, str]] = []
        for test in pattern.tests:
            place, operand = positions[test.field], test.operand
            if isinstance(operand, Variable):
                if operand.name not in own:
                    compared.append((place, test.relation, operand.name))
                elif own[operand.name] != place or test.relation != "is":
                    tests.append((place, test, own[operand.name]))
            elif test.relation == "is" and not isinstance(operand, tuple):
                equal.append((place, operand))
            else:
                tests.append((place, test, place))
        asked = [(place, test.relation, test.operand, other) for place, test, other in tests]
        key = (pattern.kind, *equal, *asked)
        alpha = self._alphas.get(key)
        if alpha is None:
            alpha = self._alphas[key] = Alpha(pattern.kind, equal, [_test(*one) for one in tests])
            places = [place for place, _ in equal] + [at for one in tests for at in one[::2]]
            self._discriminators[pattern.kind].add(alpha, places)
        return Element(alpha, len(positions), own, compared)


def _test(place: int, test: FieldTest, other: int) -> Callable[[Row], bool]:
    """A test on a fact by itself: against what the rule names, or against another of its fields."""
    holds, operand = RELATIONS[test.relation], test.operand
    if isinstance(operand, Variable):
        return lambda row: holds(row[place], row[other])
    return lambda row: holds(row[place], operand)
