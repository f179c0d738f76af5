"""Which answers no rule tells apart.

Two facts of a column are *alike* when every pattern that could find one finds the other, and
whatever a rule goes on to compare, add up or conclude is the same in both. One of them then
stands for all, in every combination; a fact that no pattern can find stands for nothing at all.
This is worked out from the tests that occur in the rules.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from advisor.knowledge.rule import Total, Variable
from advisor.verification.proof.columns import about_field, passes, patterns_of, used_twice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.engine.memory import Row
    from advisor.knowledge.rule import Pattern
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Vocabulary


class Content:
    """The facts of a column, each without its home, sorted.

    Made by `content_of`, which gives the same object for the same facts, so that a million
    rows can be compared without looking into them.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"content_of({self.rows!r})"


@cache
def content_of(rows: tuple[Row, ...]) -> Content:
    """The content with these facts.

    Args:
        rows: Sorted facts, without their home.

    Returns:
        The one content with them.
    """
    return Content(rows)


class Likeness:
    """Tells which facts some rules distinguish."""

    def __init__(
        self, vocabulary: Vocabulary, entries: Iterable[Entry], exact: Iterable[str] = ()
    ) -> None:
        """Reads the tests of the rules.

        Args:
            vocabulary: The kinds of fact.
            entries: The rules and totals that count.
            exact: Kinds in which nothing is to be taken for alike.
        """
        self._vocabulary = vocabulary
        self._exact = frozenset(exact)
        self._patterns: dict[str, list[tuple[Pattern, tuple[int, ...]]]] = {}
        self.added_up: set[str] = set()
        """The kinds whose facts are counted or added up, where two must not become one."""
        for entry in entries:
            for pattern in patterns_of(entry):
                matters = tuple(_places(vocabulary, entry, pattern))
                self._patterns.setdefault(pattern.kind, []).append((pattern, matters))
            if isinstance(entry, Total) and entry.measure not in ("largest", "smallest"):
                self.added_up.update(
                    one.kind for one in (entry.of, entry.share_of) if one is not None
                )
        self._seen: dict[tuple[str, Row], object] = {}
        self._stands_for: dict[tuple[str, str, object, object], Row] = {}
        self._about = _abouts(vocabulary)

    def content(self, kind: str, home: str, rows: Iterable[Row]) -> Content:
        """Some facts of a column as what they amount to.

        Args:
            kind: Their kind.
            home: The home they are about, which the rows leave out.
            rows: The facts.

        Returns:
            One row for each sort of fact that some rule can find.
        """
        given = list(rows)
        if kind in self._exact or (kind in self.added_up and len(given) > 1):
            return content_of(tuple(sorted(given)))
        found = {self._like(kind, home, row) for row in given}
        return content_of(tuple(sorted(row for row in found if row is not None)))

    def _like(self, kind: str, home: str, row: Row) -> Row | None:
        """The row of its column that stands for a row, or nothing where no pattern can find it.

        Rows of two columns may be alike too, yet one column never holds a row of another: both
        are there at once, and must not count as one.
        """
        sort = self.sort(kind, home, row)
        if sort is None:
            return None
        about = self._about.get(kind)
        column = "" if about is None else row[about]
        return self._stands_for.setdefault((kind, home, column, sort), row)

    def sort(self, kind: str, home: str, row: Row) -> object | None:
        """What the rules can see of a fact, in a form that can be compared; or nothing."""
        key = (kind + " " + home, row)
        if key not in self._seen:
            self._seen[key] = self._look(kind, home, row)
        return self._seen[key]

    def _look(self, kind: str, home: str, row: Row) -> object | None:
        fields = self._vocabulary.kinds[kind].fields
        values = dict(zip((name for name in fields if name != "home"), row, strict=True))
        if "home" in fields:
            values["home"] = home
        names = tuple(fields)
        seen: list[object] = []
        found = False
        for pattern, matters in self._patterns.get(kind, ()):
            if all(
                passes(test, values[test.field])
                for test in pattern.tests
                if not isinstance(test.operand, Variable)
            ):
                found = True
                seen.append(tuple(values[names[place]] for place in matters))
            else:
                seen.append(None)
        return tuple(seen) if found else None


def _abouts(vocabulary: Vocabulary) -> dict[str, int]:
    """Where a row without its home says what it is about, for the kinds whose rows say so."""
    found: dict[str, int] = {}
    for name, kind in vocabulary.kinds.items():
        about = about_field(vocabulary, name)
        if about:
            found[name] = [field for field in kind.fields if field != "home"].index(about)
    return found


def _places(vocabulary: Vocabulary, entry: Entry, pattern: Pattern) -> Iterable[int]:
    """The fields of a pattern whose value is used a second time in the rule."""
    twice = used_twice(entry) | set(entry.variables if isinstance(entry, Total) else ())
    positions = vocabulary.kinds[pattern.kind].positions
    for test in pattern.tests:
        if isinstance(test.operand, Variable) and test.operand.name in twice:
            yield positions[test.field]
