"""Which facts a rule reads: the dependencies of the rules, one column of facts at a time.

A *column* is a group of facts that are always asked for together: the answer to one question
about one home, the reading of one of the four questions there, the verdict on a home. Which
columns a conclusion rests on is read off the patterns of the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Total, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.rule import FieldTest, Pattern
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value, Vocabulary

ABOUT = ("to", "of", "question", "item")
"""The fields that say what a fact is about; the first a kind has tells its columns apart."""

_HOME = "home"


class Column(NamedTuple):
    """The facts of one kind about one home and one thing."""

    kind: str
    home: str = ""
    """The home, for kinds with a field of that name."""
    about: str = ""
    """The value of the field that says what the fact is about."""
    changed: bool = False
    """Whether it is what would hold if one answer were another; see `elimination`."""

    def __str__(self) -> str:
        inside = ", ".join(part for part in (self.home, self.about) if part)
        return f"{self.kind}({inside})" if inside else self.kind


def about_field(vocabulary: Vocabulary, kind: str) -> str:
    """The field that tells the columns of a kind apart, or nothing."""
    fields = vocabulary.kinds[kind].fields
    return next((name for name in ABOUT if name in fields), "")


def patterns_of(entry: Entry) -> tuple[Pattern, ...]:
    """Every pattern of a rule or total, the negated ones last."""
    if isinstance(entry, Total):
        found = (entry.for_each, entry.of, entry.share_of)
        return tuple(pattern for pattern in found if pattern is not None)
    return (*entry.when, *entry.unless)


def used_twice(entry: Entry) -> frozenset[str]:
    """The variables of a rule or total whose value matters beyond the field that gives it."""
    uses: dict[str, int] = {}
    for pattern in patterns_of(entry):
        for test in pattern.tests:
            if isinstance(test.operand, Variable):
                uses[test.operand.name] = uses.get(test.operand.name, 0) + 1
    for head in entry.then:
        for value in head.values:
            if isinstance(value, Variable):
                uses[value.name] = uses.get(value.name, 0) + 1
    if isinstance(entry, Total) and entry.variable is not None:
        uses[entry.variable] += 1
    return frozenset(name for name, times in uses.items() if times > 1)


def passes(test: FieldTest, value: Value) -> bool:
    """Whether a value passes a test that names no variable."""
    operand, relation = test.operand, test.relation
    if isinstance(operand, tuple):
        return (value in operand) == (relation == "one-of")
    if relation in ("is", "not"):
        return (value == operand) == (relation == "is")
    assert isinstance(value, int) and isinstance(operand, int)
    return {
        "at-least": value >= operand,
        "at-most": value <= operand,
        "more-than": value > operand,
        "less-than": value < operand,
    }[relation]


class Dependencies:
    """Which columns each conclusion rests on, in cases with certain homes."""

    def __init__(self, rulebook: Rulebook, homes: Mapping[str, Mapping[str, Value]]) -> None:
        """Prepares for a rulebook.

        Args:
            rulebook: The rules.
            homes: The homes there are, each with what is settled about it (its group, and
                whether the work is planned there); what cannot be true of any is left out.
        """
        self._rulebook = rulebook
        self._vocabulary = rulebook.vocabulary
        self._homes = dict(homes)
        self._abouts: dict[str, tuple[str, ...]] = {}
        self._by_kind: dict[str, tuple[Entry, ...]] = {}
        self._found: dict[Column, tuple[Entry, ...]] = {}
        self._read: dict[Column, frozenset[Column]] = {}
        for entry in rulebook.entries:
            for pattern in patterns_of(entry):
                self._learn_about(pattern)

    def _learn_about(self, pattern: Pattern) -> None:
        """The values of an open field are those the rules name."""
        kind = pattern.kind
        name = about_field(self._vocabulary, kind)
        if not name:
            self._abouts[kind] = ("",)
            return
        allowed = self._vocabulary.kinds[kind].fields[name].allowed
        if allowed is not None:
            self._abouts[kind] = tuple(map(str, allowed))
            return
        named: dict[str, None] = dict.fromkeys(self._abouts.get(kind, ()))
        for test in pattern.tests:
            if test.field == name and not isinstance(test.operand, Variable):
                values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
                named.update(dict.fromkeys(map(str, values)))
        self._abouts[kind] = tuple(named)

    def columns_of(self, kind: str) -> Iterator[Column]:
        """Every column of a kind."""
        homes = self._homes if _HOME in self._vocabulary.kinds[kind].fields else ("",)
        return self._columns_in(kind, homes)

    def _columns_in(self, kind: str, homes: Iterable[str]) -> Iterator[Column]:
        for home in homes:
            for about in self._abouts.get(kind, ("",)):
                yield Column(kind, home, about)

    def concluding(self, column: Column) -> tuple[Entry, ...]:
        """The rules and totals that can conclude a fact of a column."""
        found = self._found.get(column)
        if found is None:
            found = self._found[column] = tuple(
                entry
                for entry in self._entries(column.kind)
                if any(True for _ in self._bindings(entry, column))
            )
        return found

    def _entries(self, kind: str) -> tuple[Entry, ...]:
        found = self._by_kind.get(kind)
        if found is None:
            found = self._by_kind[kind] = self._rulebook.concluding(kind)
        return found

    def is_given(self, column: Column) -> bool:
        """Whether the facts of a column come from the case."""
        return self._vocabulary.kinds[column.kind].given

    def read_for(self, column: Column) -> frozenset[Column]:
        """The columns that bear directly on a column."""
        found = self._read.get(column)
        if found is None:
            found = self._read[column] = frozenset(
                one
                for entry in self._entries(column.kind)
                for bound in self._bindings(entry, column)
                for pattern in patterns_of(entry)
                for one in self._columns(entry, pattern, bound)
            )
        return found

    def _bindings(self, entry: Entry, column: Column) -> Iterator[Mapping[str, str]]:
        """What a head fixes of the variables, for each head that gives facts of the column."""
        kind = self._vocabulary.kinds[column.kind]
        about = about_field(self._vocabulary, column.kind)
        for head in entry.then:
            if head.kind != column.kind:
                continue
            bound: dict[str, str] = {}
            fits = True
            for name, wanted in ((_HOME, column.home), (about, column.about)):
                if not wanted:
                    continue
                value = head.values[kind.positions[name]]
                if isinstance(value, Variable):
                    bound[value.name] = wanted
                elif value != wanted:
                    fits = False
            if fits and self._possible(entry, bound):
                yield bound

    def _possible(self, entry: Entry, bound: Mapping[str, str]) -> bool:
        """Whether the patterns that must match leave room for what the variables stand for."""
        positive = patterns_of(entry) if isinstance(entry, Total) else entry.when
        return all(
            any(True for _ in self._columns(entry, pattern, bound)) and self._allows(pattern, bound)
            for pattern in positive
        )

    def _allows(self, pattern: Pattern, bound: Mapping[str, str]) -> bool:
        values = {
            test.field: bound[test.operand.name]
            for test in pattern.tests
            if test.relation == "is"
            and isinstance(test.operand, Variable)
            and test.operand.name in bound
        }
        return all(
            passes(test, values[test.field])
            for test in pattern.tests
            if test.field in values and not isinstance(test.operand, Variable)
        )

    def _rooms(self, entry: Entry, name: str) -> set[str]:
        """The homes a variable can stand for, by what is settled about each."""
        if isinstance(entry, Total):
            return set(self._homes)
        patterns = [
            one
            for one in entry.when
            if one.kind == _HOME
            and any(
                test.field == _HOME and test.relation == "is" and test.operand == Variable(name)
                for test in one.tests
            )
        ]
        return {
            home
            for home, settled in self._homes.items()
            if all(
                passes(test, {**settled, _HOME: home}[test.field])
                for pattern in patterns
                for test in pattern.tests
                if not isinstance(test.operand, Variable)
                and (test.field in settled or test.field == _HOME)
            )
        }

    def _homes_of(self, pattern: Pattern, bound: Mapping[str, str]) -> Iterable[str]:
        """The homes a pattern can speak of, those at the first glance ruled out left out."""
        if _HOME not in self._vocabulary.kinds[pattern.kind].fields:
            return ("",)
        for test in pattern.tests:
            if test.field == _HOME and test.relation == "is":
                operand = test.operand
                name = bound.get(operand.name) if isinstance(operand, Variable) else operand
                if name is not None:
                    return (str(name),) if name in self._homes else ()
        return self._homes

    def _columns(
        self, entry: Entry, pattern: Pattern, bound: Mapping[str, str]
    ) -> Iterator[Column]:
        """The columns in which a pattern can find facts."""
        about = about_field(self._vocabulary, pattern.kind)
        for column in self._columns_in(pattern.kind, self._homes_of(pattern, bound)):
            given: dict[str, Value] = {_HOME: column.home, about: column.about}
            if pattern.kind == _HOME:
                given = {**self._homes[column.home], **given}
            for test in pattern.tests:
                value = given.get(test.field)
                if not value:
                    continue
                operand = test.operand
                if isinstance(operand, Variable):
                    known = bound.get(operand.name)
                    if test.relation == "is" and known is not None and known != value:
                        break
                    if (
                        test.relation == "is"
                        and test.field == _HOME
                        and column.home not in self._rooms(entry, operand.name)
                    ):
                        break
                elif not passes(test, value):
                    break
            else:
                yield column
