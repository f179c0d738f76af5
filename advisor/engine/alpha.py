"""Working memory and the alpha network: the facts that hold, and what each passes by itself.

The words are those of the Rete algorithm. What a pattern asks of a fact without regard to other
facts is an `Alpha`; patterns that ask the same share one. What facts pass is remembered by the
values that decide it, from one consultation to the next. Inside the engines a fact is a *row*, the
tuple of its values; rows of one kind have one shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple

from advisor.knowledge.rule import RELATIONS, FieldTest, Pattern, Variable
from advisor.knowledge.vocabulary import Value, Vocabulary
from advisor.model.fact import Fact

Row = tuple[Value, ...]
Index = dict[Any, list[Row]]
"""Rows by what they hold at some places: a bare value for one place, else a tuple."""
Table = dict[Row, "Fact | None"]
"""The rows of a kind that hold, each with its fact as far as somebody has asked for it."""
Pending = dict[str, dict[Row, None]]
"""Rows that follow and are not in memory yet, by kind."""

_new_tuple = tuple.__new__
_NO_ROWS: list[Row] = []


def picker(places: Sequence[int]) -> Callable[[Row], Any]:
    """What picks the values at some places; one place gives the bare value."""
    return itemgetter(*places) if places else lambda row: ()


def row_picker(places: Sequence[int]) -> Callable[[Row], Row]:
    """What picks the values at some places, always as a row."""
    if not places:
        return lambda row: ()
    first, last = places[0], places[-1]
    if tuple(places) == tuple(range(first, last + 1)):
        return itemgetter(slice(first, last + 1))  # in half the time
    return itemgetter(*places)


class Memory:
    """The facts that hold, by kind."""

    __slots__ = ("_given", "_indexes", "_network", "_shared", "rows", "tables")

    def __init__(self, network: AlphaNetwork, given: Mapping[str, Table]) -> None:
        """Makes a memory.

        Args:
            given: What holds from the start; the memory takes these tables over.
        """
        self._network = network
        self.tables: dict[str, Table] = {kind: {} for kind in network.names}
        self.tables.update(given)
        self._given = {kind: len(table) for kind, table in given.items()}
        self.rows: defaultdict[Alpha, list[Row]] = defaultdict(list)
        """What passes each alpha, in the order in which it came; ask with `get`."""
        self._indexes: dict[tuple[Alpha, tuple[int, ...]], tuple[int, Index]] = {}
        # The memory of which this one is a fork, for the kinds that are the same in both.
        self._shared: dict[str, Memory] = {}
        for kind, table in given.items():
            self._discriminate(kind, table)

    def fork(self) -> Memory:
        """Another memory that holds the same, of which kinds can be replaced.

        Nothing is copied: neither of the two may be added to, but for kinds that were replaced.
        """
        other = Memory(self._network, {})
        other.tables.update(self.tables)
        other.rows.update(self.rows)
        other._shared = dict.fromkeys(self.tables, self)
        return other

    def replace(self, kind: str, rows: Iterable[Row]) -> None:
        """Lets other rows of a kind hold than those that did."""
        self._shared.pop(kind, None)
        for alpha in [one for one in self.rows if one.kind == kind]:
            del self.rows[alpha]
        for key in [one for one in self._indexes if one[0].kind == kind]:
            del self._indexes[key]
        self.tables[kind] = dict.fromkeys(rows)
        self._discriminate(kind, self.tables[kind])

    def fact(self, kind: str, row: Row) -> Fact:
        """The fact of a row that holds; the same object each time."""
        table = self.tables[kind]
        found = table[row]
        if found is None:
            # Without the detour through the named tuple's own constructor: this is done for
            # every conclusion that is read.
            fields = tuple(zip(self._network.names[kind], row))
            found = table[row] = _new_tuple(Fact, (kind, fields))
        return found

    def add(self, pending: Pending) -> None:
        """Adds rows that do not hold yet."""
        for kind, rows in pending.items():
            self.tables[kind].update(rows)
            self._discriminate(kind, rows)

    def _discriminate(self, kind: str, rows: Iterable[Row]) -> None:
        found = self._network.discriminator(kind)
        decisive, seen, passing = found.decisive, found.seen.get, self.rows
        for row in rows:
            passed = seen(decisive(row))
            for alpha in found.passed(row) if passed is None else passed:
                passing[alpha].append(row)

    def index(self, alpha: Alpha, places: tuple[int, ...]) -> Index:
        """What passes an alpha by its values at some places; ask it with `get`."""
        if alpha.kind in self._shared:
            return self._shared[alpha.kind].index(alpha, places)
        rows = self.rows.get(alpha, _NO_ROWS)
        if not places:
            return {(): rows}
        size, index = self._indexes.get((alpha, places)) or (0, defaultdict(list))
        if size < len(rows):
            pick = itemgetter(*places)
            for row in rows[size:]:
                index[pick(row)].append(row)
            self._indexes[alpha, places] = len(rows), index
        return index

    def settle(self) -> None:
        """Lets go of all but the facts, now that nothing more will follow."""
        self.rows.clear()
        self._indexes.clear()

    def facts(self, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """What holds, of some kinds or of all when none is named, sorted."""
        found = []
        for kind in sorted(kinds or self.tables):
            table = self.tables[kind]
            found += [table[row] or self.fact(kind, row) for row in sorted(table)]
        return tuple(found)

    def given(self) -> dict[str, set[Row]]:
        """The rows that held from the start, by kind; an entry for every kind."""
        # A table keeps its rows in the order in which they came.
        return {
            kind: set(islice(table, self._given.get(kind, 0)))
            for kind, table in self.tables.items()
        }


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
