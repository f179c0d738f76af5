"""Working memory: the facts that hold, each kind a table with an index for each use.

Inside the engines a fact is a *row*, the tuple of its values; rows of one kind have one shape.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.vocabulary import Value

Row = tuple["Value", ...]
Index = dict[Any, list[Row]]

NO_ROWS: list[Row] = []


def picker(positions: tuple[int, ...]) -> Callable[[Row], Any]:
    """What picks these positions out of a row; one position gives the bare value."""
    if not positions:
        return lambda row: None
    return itemgetter(*positions)


class Memory:
    """The facts that hold, by kind."""

    __slots__ = ("_indexes", "_names", "tables")

    def __init__(self, names: dict[str, tuple[str, ...]]) -> None:
        """Makes an empty memory.

        Args:
            names: The field names of each kind, in their order.
        """
        self._names = names
        self.tables: dict[str, dict[Row, Fact]] = {kind: {} for kind in names}
        self._indexes: dict[str, dict[tuple[int, ...], tuple[Callable[[Row], Any], Index]]] = {}

    def make(self, kind: str, row: Row) -> Fact:
        """The fact of a row; it is not added."""
        return Fact(kind, tuple(zip(self._names[kind], row, strict=True)))

    def add(self, kind: str, row: Row, fact: Fact) -> None:
        """Adds a fact that does not hold yet."""
        self.tables[kind][row] = fact
        indexes = self._indexes.get(kind)
        if indexes is not None:
            for pick, index in indexes.values():
                index.setdefault(pick(row), []).append(row)

    def facts(self) -> tuple[Fact, ...]:
        """Everything that holds, sorted."""
        return tuple(sorted(fact for table in self.tables.values() for fact in table.values()))

    def index(self, kind: str, positions: tuple[int, ...]) -> Index:
        """The rows of a kind by their values at some positions; kept up to date from now on."""
        indexes = self._indexes.setdefault(kind, {})
        found = indexes.get(positions)
        if found is not None:
            return found[1]
        pick = picker(positions)
        index: Index = {}
        for row in self.tables[kind]:
            key = pick(row)
            rows = index.get(key)
            if rows is None:
                index[key] = [row]
            else:
                rows.append(row)
        indexes[positions] = pick, index
        return index
