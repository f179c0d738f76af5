"""Tables of combinations: what some columns can hold together, and how often.

A row is one combination of contents. With it stands how many combinations of answers lead
there, and one of them as a witness. Two tables without a common column are independent, so
what they can hold together is every row of one beside every row of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from advisor.engine.memory import row_picker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from advisor.verification.proof.columns import Column
    from advisor.verification.proof.likeness import Content

Witness = tuple[Any, ...]
"""The answers behind a row: a tuple of `(column, content)` and of other witnesses."""


def _picker(places: Sequence[int]) -> Callable[[Any], tuple[Content, ...]]:
    """What picks some contents out of a row."""
    pick: Any = row_picker(tuple(places))  # it picks whatever stands there
    return cast("Callable[[Any], tuple[Content, ...]]", pick)


class Step(NamedTuple):
    """A column that is to be worked out, and how."""

    column: Column
    reads: Sequence[Column]
    """The columns its content follows from."""
    value: Callable[[tuple[Content, ...]], Content]


class Table:
    """Combinations of contents, each with its number and a witness.

    Attributes:
        columns: What stands where in a row.
        rows: The combinations; each with the number of combinations of answers behind it.
    """

    __slots__ = ("_contents", "columns", "rows")

    def __init__(
        self,
        columns: tuple[Column, ...],
        rows: dict[tuple[Content, ...], tuple[int, Witness]],
    ) -> None:
        self.columns = columns
        self.rows = rows
        self._contents: dict[Column, list[Content]] = {}

    @property
    def count(self) -> int:
        """How many combinations of answers the rows stand for."""
        return sum(count for count, _ in self.rows.values())

    def contents(self, column: Column) -> list[Content]:
        """Every content a column has in some row, in the order of the rows."""
        found = self._contents.get(column)
        if found is None:
            place = self.columns.index(column)
            found = list(dict.fromkeys([row[place] for row in self.rows]))
            self._contents[column] = found
        return found

    def times(self, other: Table) -> Table:
        """Every row of this table beside every row of an independent one."""
        rows = {
            row + beside: (count * often, (witness, second))
            for row, (count, witness) in self.rows.items()
            for beside, (often, second) in other.rows.items()
        }
        found = Table((*self.columns, *other.columns), rows)
        if rows:
            found._contents = {**other._contents, **self._contents}
        return found

    def _known_from(self, other: Table, but: Collection[Column] = ()) -> Table:
        """This table, knowing what its columns hold where they hold what they did in another."""
        for column, held in other._contents.items():
            if column in self.columns and column not in but:
                self._contents[column] = held
        return self

    def kept(self, columns: Iterable[Column]) -> Table:
        """The same combinations seen through some columns only."""
        wanted = set(columns)
        places = [place for place, one in enumerate(self.columns) if one in wanted]
        if len(places) == len(self.columns):
            return self
        pick = _picker(places)
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
        for row, behind in self.rows.items():
            short = pick(row)
            before = rows.get(short)
            rows[short] = behind if before is None else (before[0] + behind[0], before[1])
        return Table(tuple(self.columns[place] for place in places), rows)._known_from(self)

    def of_another(self, old: str, new: str) -> Table:
        """The same combinations told of another home."""
        if old == new:
            return self
        of = Renamed(old, new)
        return Table(
            tuple(one._replace(home=new) if one.home == old else one for one in self.columns),
            {row: (count, (of, witness)) for row, (count, witness) in self.rows.items()},
        )

    def merged(self, stand_ins: Mapping[Column, Mapping[Content, Content]]) -> Table:
        """The same combinations with some contents standing for others.

        Args:
            stand_ins: For some columns, what stands for each content.
        """
        changed = [
            (place, stand_ins[one]) for place, one in enumerate(self.columns) if one in stand_ins
        ]
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
        for row, behind in self.rows.items():
            new = list(row)
            for place, instead in changed:
                new[place] = instead[row[place]]
            short = tuple(new)
            before = rows.get(short)
            rows[short] = behind if before is None else (before[0] + behind[0], before[1])
        return Table(self.columns, rows)._known_from(self, but=stand_ins)

    def carried(self, other: Table | None, steps: Sequence[Step], keep: Iterable[Column]) -> Table:
        """More columns, each of whose contents follows from others; seen through some columns only.

        Args:
            other: An independent table, of which every row is taken beside every row of this one;
                none where this one is enough.
            steps: What is worked out, one after the other.
            keep: The columns that are kept.
        """
        columns = self.columns if other is None else (*self.columns, *other.columns)
        prepared = []
        for step in steps:
            pick = _picker([columns.index(one) for one in step.reads])
            known: dict[tuple[Content, ...], tuple[Content, ...]] = {}
            prepared.append((pick, known, step.value))
            columns = (*columns, step.column)
        wanted = set(keep)
        places = [place for place, one in enumerate(columns) if one in wanted]
        short = _picker(places)
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
        for row, count, witness in self._beside(other):
            for pick, known, value in prepared:
                read = pick(row)
                last = known.get(read)
                if last is None:
                    last = known[read] = (value(read),)
                row += last
            new = short(row)
            before = rows.get(new)
            rows[new] = (count, witness) if before is None else (before[0] + count, before[1])
        found = Table(tuple(columns[place] for place in places), rows)._known_from(self)
        return found if other is None else found._known_from(other)

    def _beside(self, other: Table | None) -> Iterator[tuple[tuple[Content, ...], int, Witness]]:
        """Every row, beside every row of an independent table if there is one."""
        for row, (count, witness) in self.rows.items():
            if other is None:
                yield row, count, witness
            else:
                for beside, (often, second) in other.rows.items():
                    yield row + beside, count * often, (witness, second)

    def only(self, holds: Callable[[dict[Column, Content]], bool]) -> Table:
        """The rows for which something holds."""
        return Table(
            self.columns,
            {
                row: behind
                for row, behind in self.rows.items()
                if holds(dict(zip(self.columns, row, strict=True)))
            },
        )

    def __iter__(self) -> Iterator[Any]:  # a table is walked by its combinations
        for row, (count, witness) in self.rows.items():
            yield dict(zip(self.columns, row, strict=True)), count, witness


class Renamed(NamedTuple):
    """Stands before a witness that was found for one home and is told of another."""

    old: str
    new: str


def answers_behind(witness: Witness) -> dict[Column, Content]:
    """The contents of the given columns behind a row."""
    found: dict[Column, Content] = {}
    waiting: list[tuple[Witness, tuple[Renamed, ...]]] = [(witness, ())]
    while waiting:
        one, renamed = waiting.pop()
        if not one:
            continue
        if isinstance(one[0], Renamed):
            waiting.append((one[1], (one[0], *renamed)))
        elif hasattr(one[0], "kind"):
            column, content = one
            for old, new in renamed:
                column = column._replace(home=new) if column.home == old else column
            found[column] = content
        else:
            waiting.extend((each, renamed) for each in one)
    return found
