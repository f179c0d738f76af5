"""Working memory: the facts that hold, and what of them passes each alpha.

Inside the engines a fact is a *row*, the tuple of its values; rows of one kind have one shape.
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

    from advisor.engine.alpha import Alpha, AlphaNetwork

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
            network: Says what facts pass.
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
