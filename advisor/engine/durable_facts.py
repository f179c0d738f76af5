"""What is handed to durable_rules of a fact: the fields it joins, and marks.

A *condition* is one pattern of one rule. What a pattern asks of a fact by itself is found out
here, for all conditions on a kind at once, and the fact bears a *mark* for each condition that it
meets: a field that is 1. The matcher looks a field up by its name, but compares its value with all
that rules ask for, one after the other; so all it has to do with values is to join them.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import row_picker
from advisor.engine.plan import check
from advisor.knowledge.rule import Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from advisor.engine.memory import Row
    from advisor.knowledge.rule import FieldTest
    from advisor.knowledge.vocabulary import Kind, Value

Marks = int
"""Conditions of a stratum, each a bit at the place of its number."""
Met = tuple[Marks, ...]
"""For each stratum the conditions that a fact meets by itself."""

GROUP = 16
"""How many marks stand in a group, which has a field of its own: names are searched too."""
AT_ONCE = 32
"""How many marks a fact bears when it is handed over; with more, it is handed over in parts."""
ALWAYS = "z"
"""A field that is 0 in every fact, for joins that are always true."""
MOST_SEEN = 1000
"""How many ways of meeting conditions are remembered for a kind."""


class _Condition(NamedTuple):
    """What a pattern asks of a fact by itself."""

    stratum: int
    mark: Marks
    tests: list[Callable[[Row], bool]]


class Reader:
    """Says of facts of one kind which conditions they meet by themselves, in all strata at once."""

    def __init__(self, kind: Kind, height: int) -> None:
        """Begins with no condition.

        Args:
            kind: The kind.
            height: How many strata there are.
        """
        self._kind = kind
        self._height = height
        self._asking: dict[int, dict[Value, list[_Condition]]] = {}
        """Conditions that ask for certain values at some place, by the place and the value."""
        self._others: list[_Condition] = []
        self._looked_at: set[int] = set()
        self._seen: dict[Row, Met] = {}

    def condition(
        self, stratum: int, number: int, tests: Sequence[FieldTest], own: dict[str, int]
    ) -> None:
        """Takes note of a condition.

        Args:
            stratum: Its stratum.
            number: Its number there.
            tests: What it asks of a fact without regard to others.
            own: The places of the variables that the tests compare with.
        """
        positions = self._kind.positions
        for test in tests:
            self._looked_at.add(positions[test.field])
            if isinstance(test.operand, Variable):
                self._looked_at.add(own[test.operand.name])
        # Under the values of the most specific test, which then need not be compared again.
        asked = min((test for test in tests if _values(test)), key=_how_many, default=None)
        checks = [check(one, positions[one.field], own) for one in tests if one is not asked]
        condition = _Condition(stratum, 1 << number, checks)
        if asked is None:
            self._others.append(condition)
            return
        by_value = self._asking.setdefault(positions[asked.field], {})
        for value in _values(asked):
            by_value.setdefault(value, []).append(condition)

    @cached_property
    def _decisive(self) -> Callable[[Row], Row]:
        """Picks the values that decide which conditions a fact meets."""
        return row_picker(tuple(sorted(self._looked_at)))

    def by_met(self, rows: Iterable[Row]) -> dict[Met, list[Row]]:
        """Facts by the conditions that they meet."""
        seen, decisive = self._seen.get, self._decisive
        found: dict[Met, list[Row]] = {}
        for row in rows:
            met = seen(decisive(row)) or self._met(row)
            if met in found:
                found[met].append(row)
            else:
                found[met] = [row]
        return found

    def _met(self, row: Row) -> Met:
        """The conditions that a fact meets, remembered for those that differ in nothing asked."""
        if len(self._seen) > MOST_SEEN:  # a long run must not fill the memory
            self._seen.clear()
        marks = [0] * self._height
        asking = [found.get(row[place], ()) for place, found in self._asking.items()]
        for stratum, mark, tests in chain(self._others, *asking):
            if all(test(row) for test in tests):
                marks[stratum] |= mark
        met = self._seen[self._decisive(row)] = tuple(marks)
        return met


def _values(test: FieldTest) -> tuple[Value, ...]:
    """The values one of which a test asks for; none when it asks for something else."""
    if isinstance(test.operand, tuple):
        return test.operand if test.relation == "one-of" else ()
    if test.relation != "is" or isinstance(test.operand, Variable):
        return ()
    return (test.operand,)


def _how_many(test: FieldTest) -> int:
    """How many values a test lets pass."""
    return len(_values(test))


class Form(NamedTuple):
    """How facts with certain marks are handed over."""

    text: str
    """The JSON, with places for the number of the fact and its values."""
    shown: Callable[[Row], Row]
    """Picks the values."""


class Encoder:
    """Writes facts of one kind as JSON, with no more than the rules of a stratum look at.

    A fact is handed over with a mark for each condition that it meets, and with the fields that
    these conditions join.
    """

    def __init__(self, kind: Kind) -> None:
        """Begins with no field.

        Args:
            kind: The kind.
        """
        self._numbers = tuple(field.number for field in kind.fields.values())
        self._joined: dict[int, set[int]] = {}
        self._forms: dict[Marks, tuple[Form, ...]] = {}

    def join(self, number: int, place: int) -> str:
        """The name under which a condition finds the value at a place."""
        self._joined.setdefault(number, set()).add(place)
        return f"f{place}"

    def forms(self, marks: Marks) -> tuple[Form, ...]:
        """How facts that bear some marks are handed over.

        Args:
            marks: The marks.

        Returns:
            One form, or more if there are too many marks for one.
        """
        found = self._forms.get(marks)
        if found is None:
            if len(self._forms) > MOST_SEEN:
                self._forms.clear()
            numbers = list(_numbers(marks))
            parts = [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
            found = self._forms[marks] = tuple(map(self._form, parts))
        return found

    def _form(self, numbers: Sequence[int]) -> Form:
        """How facts that meet some conditions are handed over.

        Values are slugs and whole numbers, checked when they entered working memory, so
        nothing needs escaping.
        """
        places = sorted(set().union(*(self._joined.get(number, ()) for number in numbers)))
        parts = ['"id":"%d"', f'"{ALWAYS}":0']
        parts += [f'"f{at}":%d' if self._numbers[at] else f'"f{at}":"%s"' for at in places]
        names = dict.fromkeys(name for number in numbers for name in mark_names(number))
        parts += [f'"{name}":1' for name in names]
        return Form("{" + ",".join(parts) + "}", row_picker(tuple(places)))


def _numbers(marks: Marks) -> Iterator[int]:
    """The numbers of conditions, upwards."""
    while marks:
        lowest = marks & -marks
        yield lowest.bit_length() - 1
        marks ^= lowest


def mark_names(number: int) -> tuple[str, str]:
    """The fields that say that a fact meets a condition: of its group, and its own."""
    return f"g{number // GROUP}", f"m{number}"
