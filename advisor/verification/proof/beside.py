"""All the homes beside the planned one at once, as the rules of the choice see them.

A rule of the choice sees another home in one of two ways: by what holds, and does not hold, of
that one home (a *sight*), or because it ranks first. So two sets of homes are alike for every
such rule when each sight that some home gives in the one is given by some home in the other, and
the same home ranks first with the same said of it. Homes are taken in one after the other; of the
sets that have come to be alike the first stands for all. Nothing is left out, however many homes
there are, and few sets are left.

Which sights there are is read off the patterns of the rules. What would make them too few (a
rule that counts homes, or asks something of a home that does not rank first) is told by
`objections`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Total, Variable
from advisor.verification.proof.columns import passes, patterns_of, used_twice
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.rule import FieldTest, Pattern, Rule
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.verification.proof.columns import Column
    from advisor.verification.proof.elimination import Plan
    from advisor.verification.proof.likeness import Content
    from advisor.verification.proof.table import Witness

HOME = "home"

_Facts = dict[str, list[dict[str, "Value"]]]
"""The facts that hold of one home, by their kind; each by its fields, without the home."""

_First = tuple[tuple[int | None, frozenset[tuple[str, tuple["Content", ...]]]], ...]
"""By what total over homes: the value that ranks first, and the homes that have it."""

_State = tuple[int, _First]
"""What a set of homes is for the rules: the sights that some home gives, and what ranks first."""

_Behind = tuple[tuple["Content", ...], int, "Witness"]
"""One such set: what holds of its homes, how many sets it stands for, and answers behind it."""

MOST = 20_000
"""How many states of a set of homes are gone through at most."""


class TooManyError(Exception):
    """The rules tell too many sets of homes apart to go through them all."""


class _Group(NamedTuple):
    """The patterns of a rule that speak of one home."""

    rule: Rule
    number: int
    """Which group of its rule it is."""
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    tells_which: bool
    """Whether the rule goes on to use which home it is."""


class _Rank(NamedTuple):
    """A total that takes the largest or smallest number said of any home."""

    best: str
    """The kind that it concludes."""
    kind: str
    field: str
    """The field that is compared, of facts of that kind."""
    largest: bool


class Beside:
    """What the rules of a choice see of the homes beside the planned one.

    Attributes:
        homes: Those that are taken together.
    """

    def __init__(self, vocabulary: Vocabulary, plan: Plan, homes: Iterable[str]) -> None:
        """Reads the rules of a choice.

        Args:
            vocabulary: The kinds of fact.
            plan: How the path follows where all homes are there.
            homes: The homes beside the planned one. Those of which the choice itself adds
                something up are left by themselves.
        """
        self._kinds = vocabulary.kinds
        alone = {
            column.home
            for column, entries in plan.entries.items()
            if any(isinstance(one, Total) for one in entries)
        }
        self.homes = tuple(one for one in homes if one not in alone)
        taken = set(self.homes)
        self._concluding = {
            column.kind: entries for column, entries in plan.entries.items() if column.home in taken
        }
        """What the choice concludes of the homes, and by which rules."""
        self._given = {one.kind for one in plan.given if one.home in taken}
        entries = {one.id: one for entries in plan.entries.values() for one in entries}
        self._totals = [one for one in entries.values() if isinstance(one, Total)]
        self._rules = [one for one in entries.values() if not isinstance(one, Total)]
        self._ranks = [rank for one in self._totals if (rank := self._rank(one)) is not None]
        groups = [group for rule in self._rules for group in self._groups_of(rule)]
        self._sights = [one for one in groups if not self._is_told_otherwise(one)]
        self._numbers: dict[object, int] = {}

    def _speaks_of_a_home(self, pattern: Pattern) -> bool:
        return HOME in self._kinds[pattern.kind].fields

    def _groups_of(self, rule: Rule) -> Iterator[_Group]:
        """The patterns of a rule by the home they speak of."""
        named: dict[object, tuple[list[Pattern], list[Pattern]]] = {}
        for place, pattern in enumerate((*rule.when, *rule.unless)):
            if self._speaks_of_a_home(pattern):
                home = _home(pattern)
                if home is None or (place >= len(rule.when) and home not in named):
                    home = place  # any home at all
                asked, denied = named.setdefault(home, ([], []))
                (asked if place < len(rule.when) else denied).append(pattern)
        for number, (home, (asked, denied)) in enumerate(named.items()):
            which = isinstance(home, Variable) and self._uses(rule, home)
            yield _Group(rule, number, tuple(asked), tuple(denied), which)

    def _uses(self, rule: Rule, home: Variable) -> bool:
        """Whether a rule does more with a home than to ask and to conclude things of it."""
        for pattern in (*rule.when, *rule.unless):
            for test in pattern.tests:
                if test.operand == home and (test.field, test.relation) != (HOME, "is"):
                    return True
        for head in rule.then:
            for field, value in zip(self._kinds[head.kind].fields, head.values, strict=True):
                if value == home and field != HOME:
                    return True
        return any(
            test.field == HOME and test.relation != "is" and isinstance(test.operand, Variable)
            for pattern in (*rule.when, *rule.unless)
            for test in pattern.tests
        )

    def _rank(self, total: Total) -> _Rank | None:
        """What a total over all homes compares, if that is all it does."""
        best = {head.kind for head in total.then}
        entries: list[Entry] = [*self._totals, *self._rules]
        others = [one for one in entries if one.id != total.id]
        if (
            total.measure not in ("largest", "smallest")
            or total.variables
            or len(best) != 1
            or any(HOME in self._kinds[one].fields for one in best)
            or any(best & {head.kind for head in one.then} for one in others)
            or not all(_is_open(test) for test in total.of.tests)
        ):
            return None
        fields = [test.field for test in total.of.tests if test.operand == _variable(total)]
        return _Rank(best.pop(), total.of.kind, fields[0], total.measure == "largest")

    # What needs no sight

    def _is_told_otherwise(self, group: _Group) -> bool:
        """Whether it follows from other sights and from who ranks first if a group matches."""
        patterns = (*group.when, *group.unless)
        if self._is_of_the_first(group):
            return True
        return len(patterns) == 1 and patterns[0].kind in self._concluding and not group.tells_which

    def _is_of_the_first(self, group: _Group) -> bool:
        """Whether nothing but a home that ranks first can match."""
        if any(self._asks_for_the_first(group.rule, one) for one in group.when):
            return True
        return not group.when and any(
            self._asks_for_the_first(group.rule, one) for one in group.unless
        )

    def _asks_for_the_first(self, rule: Rule, pattern: Pattern) -> bool:
        """Whether nothing but a fact of a home that ranks first can match a pattern."""
        for rank in self._ranks:
            if pattern.kind == rank.kind:
                best = {
                    test.operand
                    for one in rule.when
                    if one.kind == rank.best
                    for test in one.tests
                    if test.relation == "is"
                }
                if any(
                    (test.field, test.relation) == (rank.field, "is") and test.operand in best
                    for test in pattern.tests
                ):
                    return True
        concluding = self._concluding.get(pattern.kind, ())
        return bool(concluding) and all(
            not isinstance(one, Total) and self._concludes_of_the_first(one, pattern.kind)
            for one in concluding
        )

    def _concludes_of_the_first(self, rule: Rule, kind: str) -> bool:
        place = self._kinds[kind].positions[HOME]
        homes = {head.values[place] for head in rule.then if head.kind == kind}
        return all(
            any(
                self._asks_for_the_first(rule, one)
                for one in rule.when
                if self._speaks_of_a_home(one) and _home(one) == home
            )
            for home in homes
        )

    def objections(self) -> Iterator[str]:
        """What a rule asks that does not follow from the sights and from who ranks first."""
        ranked = {rank.best for rank in self._ranks}
        for total in self._totals:
            of_each = total.for_each is not None and _home(total.for_each) == _home(total.of)
            speaks = [one for one in patterns_of(total) if self._speaks_of_a_home(one)]
            if speaks and not of_each and not ranked & {head.kind for head in total.then}:
                yield f"{total.id} takes a total over homes other than what ranks first"
        for rule in self._rules:
            for group in self._groups_of(rule):
                if group.when and not self._is_of_the_first(group):
                    for one in group.unless:
                        if self._asks_for_the_first(rule, one):
                            yield f"{rule.id} asks something of a home that does not rank first"

    # What is seen

    def together(self, tables: Mapping[str, Table]) -> Table:
        """All homes at once, one row for all sets that the rules of the choice see alike.

        Args:
            tables: What can hold of each home.

        Returns:
            A table of the columns of all homes.
        """
        nothing: _First = tuple((None, frozenset()) for _ in self._ranks)
        found: dict[_State, _Behind] = {(0, nothing): ((), 1, ())}
        columns: tuple[Column, ...] = ()
        for home, table in tables.items():
            columns += table.columns
            seen, unseen = [], []
            for row, (count, witness) in table.rows.items():
                look = self._look(home, table.columns, row)
                if look == (0, nothing):  # as if the home were not there
                    unseen.append((look, row, count, ()))
                else:
                    seen.append((look, row, count, witness))
            more: dict[_State, _Behind] = {}
            for (own, ranking), row, count, witness in (*unseen, *seen):
                for (sights, first), (before, often, behind) in found.items():
                    state = (sights | own, self._ahead(first, ranking))
                    known = more.get(state)
                    more[state] = (
                        ((*before, *row), often * count, (behind, witness))
                        if known is None
                        else (known[0], known[1] + often * count, known[2])
                    )
                    if len(more) > MOST:
                        raise TooManyError(f"the rules tell more than {MOST} sets of homes apart")
            found = more
        return Table(columns, {row: (count, witness) for row, count, witness in found.values()})

    def _look(
        self, home: str, columns: tuple[Column, ...], row: tuple[Content, ...]
    ) -> tuple[int, _First]:
        """The sights that a home gives, a bit for each; and what it is ranked by."""
        facts: _Facts = {}
        for column, content in zip(columns, row, strict=True):
            names = [one for one in self._kinds[column.kind].fields if one != HOME]
            facts.setdefault(column.kind, []).extend(
                dict(zip(names, values, strict=True)) for values in content
            )
        sights = 0
        for group in self._sights:
            seen = self._sight(group, home, facts, row)
            if seen is not None:
                sights |= 1 << self._numbers.setdefault(seen, len(self._numbers))
        first = []
        for rank in self._ranks:
            values = [int(one[rank.field]) for one in facts.get(rank.kind, ())]
            most = (max(values) if rank.largest else min(values)) if values else None
            first.append((most, frozenset() if most is None else frozenset({(home, row)})))
        return sights, tuple(first)

    def _ahead(self, one: _First, other: _First) -> _First:
        """Which of two rankings is ahead, by each total; both where they are level."""
        found = []
        for rank, mine, theirs in zip(self._ranks, one, other, strict=True):
            if mine[0] is None or theirs[0] is None:
                found.append(theirs if mine[0] is None else mine)
            elif mine[0] == theirs[0]:
                found.append((mine[0], mine[1] | theirs[1]))
            else:
                found.append(mine if (mine[0] > theirs[0]) == rank.largest else theirs)
        return tuple(found)

    def _sight(
        self, group: _Group, home: str, facts: _Facts, row: tuple[Content, ...]
    ) -> object | None:
        """What a group of patterns finds in a home; nothing where it cannot match."""
        twice = used_twice(group.rule)
        found: list[object] = []
        for pattern in (*group.when, *group.unless):
            if pattern.kind in self._concluding:  # what is concluded of it rests on all of this
                found.append((home, row))
                continue
            seen = frozenset(
                tuple(
                    fact[test.field]
                    for test in pattern.tests
                    if test.field != HOME and names(test, twice)
                )
                for fact in facts.get(pattern.kind, ())
                if all(
                    _is_open(test) or passes(test, fact[test.field] if test.field != HOME else home)
                    for test in pattern.tests
                )
            )
            if not seen and len(found) < len(group.when):
                return None
            found.append(seen)
        if not any(found):
            return None
        which = home if group.tells_which else ""
        return (group.rule.id, group.number, which, *found)


def names(test: FieldTest, variables: frozenset[str]) -> bool:
    """Whether a test gives or uses one of some variables."""
    return isinstance(test.operand, Variable) and test.operand.name in variables


def _is_open(test: FieldTest) -> bool:
    """Whether a test asks for nothing that is known before the rule is matched."""
    return isinstance(test.operand, Variable)


def _variable(total: Total) -> Variable | None:
    return None if total.variable is None else Variable(total.variable)


def _home(pattern: Pattern) -> object:
    """The home a pattern speaks of: a variable, a name, or nothing."""
    for test in pattern.tests:
        if test.field == HOME and test.relation == "is":
            return test.operand
    return None
