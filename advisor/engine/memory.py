"""Working memory: the facts that hold, each kind a table with an index for each use.

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
    from collections.abc import Callable, Iterable, Mapping

Row = tuple[Value, ...]
Index = defaultdict[Any, list[Row]]
"""Rows by what they hold at some places. Ask with `get`, which makes no entry."""
Signature = tuple[str, tuple[int, ...]]
"""What tells one index from another: the kind, and the places it is ordered by."""

Table = dict[Row, "Fact | None"]
"""The rows of a kind that hold, each with its fact as far as somebody has asked for it."""
Pending = dict[str, dict[Row, None]]
"""Rows that follow in a round and are not in memory yet, by kind."""

_new_tuple = tuple.__new__

NO_ROWS: list[Row] = []


def picker(positions: tuple[int, ...]) -> Callable[[Row], Any]:
    """What picks these positions out of a row; one position gives the bare value."""
    return itemgetter(*positions) if positions else _nothing


def row_picker(positions: tuple[int, ...]) -> Callable[[Row], Row]:
    """What picks these positions out of a row, always as a row."""
    if not positions:
        return _empty
    first, last = positions[0], positions[-1]
    if positions == tuple(range(first, last + 1)):
        return itemgetter(slice(first, last + 1))  # in half the time
    return itemgetter(*positions)


# Named functions, not lambdas, so that what is made of them can be kept between runs.


def _nothing(row: Row) -> None:
    """Picks nothing, bare."""


def _empty(row: Row) -> Row:
    """Picks nothing, as a row."""
    return ()


class Contents:
    """Numbers for what tables hold: the same number means the same rows."""

    __slots__ = ("_last", "_numbers")

    MOST = 600
    """Contents that are told apart before all are forgotten; a long run must stay small."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[Row], int] = {}
        self._last = 0

    def number(self, rows: Iterable[Row]) -> int:
        """The number for some rows; numbers of forgotten contents are never used again."""
        content = frozenset(rows)
        found = self._numbers.get(content)
        if found is None:
            if len(self._numbers) >= self.MOST:
                self._numbers.clear()
            self._last += 1
            found = self._numbers[content] = self._last
        return found


class Memory:
    """The facts that hold, by kind."""

    __slots__ = ("_by_kind", "_contents", "_given", "_names", "_numbers", "indexes", "tables")

    def __init__(
        self,
        names: dict[str, tuple[str, ...]],
        contents: Contents,
        given: Mapping[str, Table] | None = None,
    ) -> None:
        """Makes a memory.

        Args:
            names: The field names of each kind, in their order.
            contents: Tells apart what tables hold, also from one memory to the next.
            given: What holds from the start; the memory takes these tables over.
        """
        self._names = names
        self._contents = contents
        self._numbers: dict[str, int] = {}
        self.tables: dict[str, Table] = {kind: {} for kind in names}
        if given:
            self.tables.update(given)
        self._given = {kind: len(table) for kind, table in self.tables.items() if table}
        self.indexes: dict[Signature, Index] = {}
        """The indexes made so far; `index` makes one."""
        self._by_kind: dict[str, list[tuple[Callable[[Row], Any], Index]]] = {}

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

    def admit(self, pending: Pending) -> dict[str, list[Row]]:
        """Adds the rows of a round.

        Args:
            pending: The rows; none of them holds yet.

        Returns:
            The same, by kind.
        """
        for kind, rows in pending.items():
            self._numbers.pop(kind, None)
            self.tables[kind].update(rows)
            for pick, index in self._by_kind.get(kind, ()):
                for row in rows:
                    index[pick(row)].append(row)
        return {kind: list(rows) for kind, rows in pending.items()}

    def content(self, kinds: Iterable[str]) -> tuple[int, ...]:
        """What the tables of some kinds hold now, as numbers that can be compared."""
        numbers = self._numbers
        found = []
        for kind in kinds:
            number = numbers.get(kind)
            if number is None:
                number = numbers[kind] = self._contents.number(self.tables[kind])
            found.append(number)
        return tuple(found)

    def facts(self, kinds: Iterable[str] = ()) -> tuple[Fact, ...]:
        """What holds, of some kinds or of all when none is named, sorted."""
        tables, fact = self.tables, self.fact
        return tuple(
            [fact(kind, row) for kind in sorted(kinds or tables) for row in sorted(tables[kind])]
        )

    def given(self) -> dict[str, dict[Row, None]]:
        """The rows that held from the start, by kind."""
        # A table keeps its rows in the order in which they came.
        return {
            kind: dict.fromkeys(islice(self.tables[kind], count))
            for kind, count in self._given.items()
        }

    def index(self, signature: Signature) -> Index:
        """The rows of a kind by their values at some places; kept up to date from now on."""
        found = self.indexes.get(signature)
        if found is not None:
            return found
        kind, places = signature
        index = self.indexes[signature] = indexed(self.tables[kind], picker(places))
        self._by_kind.setdefault(kind, []).append((picker(places), index))
        return index

    def settle(self) -> None:
        """Lets go of the indexes, now that nothing more will follow.

        They are half of what there is to be searched for cycles when that begins again.
        """
        self.indexes.clear()
        self._by_kind.clear()


def indexed(rows: Iterable[Row], pick: Callable[[Row], Any]) -> Index:
    """Rows by what is picked from them."""
    index: Index = defaultdict(list)
    for row in rows:
        index[pick(row)].append(row)
    return index
