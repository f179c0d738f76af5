"""Working memory: the facts that hold, and those of them that meet each pattern.

Inside the engines a fact is a *row*, the tuple of its values; rows of one kind have one shape.
What a pattern asks of a fact by itself is an `Alpha`; the facts that pass it stand in an
`AlphaMemory` (the word of the Rete algorithm), made when it is first asked for, together with an
index for each way in which rules join it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from advisor.knowledge.vocabulary import Value
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Row = tuple[Value, ...]
Index = dict[Any, list[Row]]
"""Rows by what they hold at some places: a bare value for one place, else a tuple."""
Table = dict[Row, "Fact | None"]
"""The rows of a kind that hold, each with its fact as far as somebody has asked for it."""
Pending = dict[str, dict[Row, None]]
"""Rows that follow and are not in memory yet, by kind."""

_new_tuple = tuple.__new__


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


class Alpha:
    """What a pattern asks of a fact by itself: values at some places, and other tests."""

    __slots__ = ("key", "kind", "places", "tests")

    def __init__(
        self,
        kind: str,
        equal: Sequence[tuple[int, Value]],
        tests: Sequence[Callable[[Row], bool]],
    ) -> None:
        """Says what is asked.

        Args:
            kind: The kind of the fact.
            equal: Places with the value that must stand there.
            tests: What else its row must pass.
        """
        self.kind = kind
        self.places = tuple([place for place, _ in equal])
        self.key = picker(range(len(equal)))(tuple([value for _, value in equal]))
        self.tests = tuple(tests)


class AlphaMemory:
    """The rows that pass an `Alpha`; rows are only ever added."""

    __slots__ = ("_bucket", "_indexes", "_seen", "_tests", "rows")

    def __init__(self, bucket: list[Row], tests: tuple[Callable[[Row], bool], ...]) -> None:
        """Begins with what holds.

        Args:
            bucket: The rows with the values asked for; grows with the working memory.
            tests: What else they must pass.
        """
        self._bucket = bucket
        self._tests = tests
        self._seen = 0
        self._indexes: dict[tuple[int, ...], tuple[Index, list[int]]] = {}
        self.rows: list[Row] = [] if tests else bucket
        """The rows that pass, in the order in which they came."""
        self.refresh()

    def refresh(self) -> None:
        """Takes in what was added to working memory since the last time."""
        if self._tests:
            new = self._bucket[self._seen :]
            self._seen = len(self._bucket)
            for test in self._tests:
                new = [row for row in new if test(row)]
            self.rows += new

    def index(self, places: tuple[int, ...]) -> Index:
        """The rows by their values at some places; ask it with `get`."""
        rows = self.rows
        if not places:
            return {(): rows}
        found = self._indexes.get(places)
        if found is None:
            found = self._indexes[places] = (defaultdict(list), [0])
        index, seen = found
        if seen[0] < len(rows):
            pick = itemgetter(*places)
            for row in rows[seen[0] :]:
                index[pick(row)].append(row)
            seen[0] = len(rows)
        return index


class Memory:
    """The facts that hold, by kind."""

    __slots__ = ("_buckets", "_given", "_names", "_tested", "alphas", "tables")

    def __init__(self, names: Mapping[str, tuple[str, ...]], given: Mapping[str, Table]) -> None:
        """Makes a memory.

        Args:
            names: The field names of each kind, in their order.
            given: What holds from the start; the memory takes these tables over.
        """
        self._names = names
        self.tables: dict[str, Table] = {kind: {} for kind in names}
        self.tables.update(given)
        self._given = {kind: len(table) for kind, table in given.items()}
        # For each kind the tables of its rows by their values at some places.
        self._buckets: dict[str, dict[tuple[int, ...], Index]] = {}
        self._tested: dict[str, list[AlphaMemory]] = {}
        self.alphas: dict[Alpha, AlphaMemory] = {}
        """What `matching` has made so far."""

    def fact(self, kind: str, row: Row) -> Fact:
        """The fact of a row that holds; the same object each time."""
        table = self.tables[kind]
        found = table[row]
        if found is None:
            # Without the detour through the named tuple's own constructor: this is done for
            # every conclusion that is read.
            fields = tuple(zip(self._names[kind], row))
            found = table[row] = _new_tuple(Fact, (kind, fields))
        return found

    def add(self, pending: Pending) -> None:
        """Adds rows that do not hold yet."""
        for kind, rows in pending.items():
            self.tables[kind].update(rows)
            for places, buckets in self._buckets.get(kind, {}).items():
                pick = picker(places)
                for row in rows:
                    buckets[pick(row)].append(row)
            for matching in self._tested.get(kind, ()):
                matching.refresh()

    def matching(self, alpha: Alpha) -> AlphaMemory:
        """The facts that meet a pattern by themselves."""
        found = self.alphas.get(alpha)
        if found is None:
            of_kind = self._buckets.setdefault(alpha.kind, {})
            buckets = of_kind.get(alpha.places)
            if buckets is None:
                buckets = of_kind[alpha.places] = defaultdict(list)
                pick = picker(alpha.places)
                for row in self.tables[alpha.kind]:
                    buckets[pick(row)].append(row)
            found = self.alphas[alpha] = AlphaMemory(buckets[alpha.key], alpha.tests)
            if alpha.tests:
                self._tested.setdefault(alpha.kind, []).append(found)
        return found

    def settle(self) -> None:
        """Lets go of all but the facts, now that nothing more will follow."""
        self._buckets.clear()
        self._tested.clear()
        self.alphas.clear()

    def facts(self, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """What holds, of some kinds or of all when none is named, sorted."""
        tables, fact = self.tables, self.fact
        return tuple(
            [fact(kind, row) for kind in sorted(kinds or tables) for row in sorted(tables[kind])]
        )

    def given(self) -> dict[str, set[Row]]:
        """The rows that held from the start, by kind; an entry for every kind."""
        # A table keeps its rows in the order in which they came.
        return {
            kind: set(islice(table, self._given.get(kind, 0)))
            for kind, table in self.tables.items()
        }
