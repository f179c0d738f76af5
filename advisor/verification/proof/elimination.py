"""Carries every combination of answers through the rules, column by column.

Walking through all combinations of thirty answers one by one is out of reach. But a rule reads
few of them, and once every rule that reads an answer has been carried out, only what was
concluded from it still counts. So columns are worked out one after another: the tables that
hold what a column rests on are joined, the rules that conclude it are carried out by the
reference evaluator on each row, and columns that nothing ahead reads are dropped, rows that
became the same being counted together. No combination is left out and none is guessed: what is
left in the end is what the whole product comes to, with the number of combinations behind
each row.

With *changes*, the same is done for two worlds at once: the second differs in one answer, and
every column that may differ because of it is carried twice.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.consultation import consult
from advisor.knowledge.rule import Total
from advisor.knowledge.rulebook import Rulebook
from advisor.model.fact import Fact
from advisor.verification.proof.columns import Column, about_field, patterns_of
from advisor.verification.proof.likeness import Likeness
from advisor.verification.proof.table import Step, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.engine.memory import Row
    from advisor.knowledge.strata import Entry
    from advisor.verification.proof.columns import Dependencies
    from advisor.verification.proof.likeness import Content


_Eyes = tuple[Likeness, dict[object, int]]
"""What some rules tell apart, and a number for each thing they have seen."""


class Reasoner:
    """Carries out the rules that conclude one column, and keeps what came of it.

    Attributes:
        fired: How many different combinations each rule or total fired in.
        decided: In how many of them something followed from it alone.
        told: The rules from which something followed that another rule, or the path, looks at.
        evaluations: How many times the reference evaluator was asked.
    """

    def __init__(self, rulebook: Rulebook, likeness: Likeness) -> None:
        """Prepares for a rulebook."""
        self._rulebook = rulebook
        self._likeness = likeness
        self._rulebooks: dict[tuple[str, ...], Rulebook] = {}
        self._eyes: dict[tuple[str, ...], _Eyes] = {}
        self._numbered: dict[object, int] = {}
        self._support: dict[object, dict[Row, set[str]]] = {}
        self._known: dict[object, Content] = {}
        self._concluded: dict[object, dict[tuple[Content, ...], Content]] = {}
        self.fired: Counter[str] = Counter()
        self.decided: Counter[str] = Counter()
        self.told: set[str] = set()
        self.evaluations = 0

    def rule_for(
        self, column: Column, entries: Sequence[Entry], reads: Sequence[Column]
    ) -> Callable[[tuple[Content, ...]], Content]:
        """What concludes a column: a function of what the columns hold that its rules read.

        Args:
            column: The column.
            entries: The rules and totals that conclude it.
            reads: The columns they read.

        Returns:
            From the contents of those columns, what follows, as what it amounts to.
        """
        home = self._stand_in(column, entries, reads)
        sort = (column.kind, home, column.about, tuple(
            (one.kind, one.about, one.home == column.home or home + one.home) for one in reads
        ))  # fmt: skip
        names = tuple([entry.id for entry in entries])
        here = self._concluded.setdefault((column, names, tuple(reads)), {})
        eyes = self._eyes_of(entries)
        any_home = home == "" and column.home != ""  # homes stand for one another only here

        def conclude(contents: tuple[Content, ...]) -> Content:
            found = here.get(contents)
            if found is None:
                seen = tuple([
                    self._sorts(eyes, one, content, any_home and one.home != "")
                    for one, content in zip(reads, contents, strict=True)
                ])  # fmt: skip
                support = self._support.get((sort, seen))
                if support is None:
                    support = self._carry_out(column, entries, reads, contents)
                    self._support[sort, seen] = support
                found = self._amount(column, sort, seen, support)
                here[contents] = found
            return found

        return conclude

    def _amount(
        self, column: Column, sort: object, seen: object, support: Mapping[Row, set[str]]
    ) -> Content:
        """What some facts of a column amount to; on the first time, which rules decided it."""
        found = self._known.get((column.home, sort, seen))
        if found is None:
            found = self._likeness.content(column.kind, column.home, support)
            self._known[column.home, sort, seen] = found
            self._record(column, support, found)
        return found

    def differs(self, entries: Sequence[Entry], column: Column, held: Sequence[Content]) -> bool:
        """Whether some rules can tell two of the contents of a column apart."""
        eyes = self._eyes_of(entries)
        first = self._sorts(eyes, column, held[0], False)
        return any(self._sorts(eyes, column, one, False) != first for one in held)

    def stand_ins(
        self, readers: Iterable[Sequence[Entry]], column: Column, held: Iterable[Content]
    ) -> dict[Content, Content]:
        """For each content of a column the first that no reader tells apart from it.

        Args:
            readers: Rules and totals, those that conclude one column together.
            column: The column they read.
            held: What it can hold.
        """
        eyes = [self._eyes_of(entries) for entries in readers]
        first: dict[tuple[int, ...], Content] = {}
        return {
            one: first.setdefault(
                tuple([self._sorts(each, column, one, False) for each in eyes]), one
            )
            for one in held
        }

    def _eyes_of(self, entries: Sequence[Entry]) -> _Eyes:
        names = tuple([entry.id for entry in entries])
        eyes = self._eyes.get(names)
        if eyes is None:
            eyes = self._eyes[names] = Likeness(self._rulebook.vocabulary, entries), {}
        return eyes

    def _sorts(self, eyes: _Eyes, column: Column, content: Content, any_home: bool) -> int:
        """The sorts of fact some rules find in a column; the same for every home, if asked."""
        likeness, seen = eyes
        home = "" if any_home else column.home
        key = (column.kind, home, content)
        found = seen.get(key)
        if found is None:
            sorts: object = content
            if column.kind not in likeness.added_up or len(content) < 2:
                sorts = frozenset(likeness.sort(column.kind, home, row) for row in content)
            found = seen[key] = self._numbered.setdefault(sorts, len(self._numbered))
        return found

    def _stand_in(self, column: Column, entries: Sequence[Entry], reads: Sequence[Column]) -> str:
        """The home, where it makes a difference; homes no rule here names are alike."""
        if any(one.home not in ("", column.home) for one in reads):
            return column.home
        for entry in entries:
            for pattern in patterns_of(entry):
                for test in pattern.tests:
                    operand = test.operand
                    names = operand if isinstance(operand, tuple) else (operand,)
                    if test.field == "home" and column.home in names:
                        return column.home
            for head in entry.then:
                if column.home in head.values:
                    return column.home
        return ""

    def _carry_out(
        self,
        column: Column,
        entries: Sequence[Entry],
        reads: Sequence[Column],
        contents: tuple[Content, ...],
    ) -> dict[Row, set[str]]:
        """Each fact that follows in a column, and the rules it follows from."""
        self.evaluations += 1
        facts = [
            self.fact(one, row)
            for one, content in zip(reads, contents, strict=True)
            for row in content
        ]
        firings = consult(self._rules_of(entries), facts, "reference").firings
        kind = self._rulebook.vocabulary.kinds[column.kind]
        about = about_field(self._rulebook.vocabulary, column.kind)
        place = kind.positions.get("home")
        support: dict[Row, set[str]] = {}
        for firing in firings:
            for fact in firing.asserted:
                if fact.kind != column.kind or (about and fact.get(about) != column.about):
                    continue
                if place is not None and fact.fields[place][1] != column.home:
                    continue
                row = tuple(value for name, value in fact.fields if name != "home")
                support.setdefault(row, set()).add(firing.rule)
        return support

    def _record(self, column: Column, support: Mapping[Row, set[str]], amount: Content) -> None:
        """Which rules fired, and without which the column would not hold what it holds."""
        rules = set().union(*support.values()) if support else set()
        self.fired.update(rules)
        for row, by in support.items():
            if not by <= self.told and self._likeness.content(column.kind, column.home, [row]):
                self.told |= by
        for rule in rules:
            without = [row for row, by in support.items() if by != {rule}]
            if self._likeness.content(column.kind, column.home, without) != amount:
                self.decided[rule] += 1

    def _rules_of(self, entries: Sequence[Entry]) -> Rulebook:
        key = tuple(entry.id for entry in entries)
        if key not in self._rulebooks:
            rules = [one for one in entries if not isinstance(one, Total)]
            totals = [one for one in entries if isinstance(one, Total)]
            self._rulebooks[key] = Rulebook(self._rulebook.vocabulary, rules, totals)
        return self._rulebooks[key]

    def fact(self, column: Column, row: Row) -> Fact:
        """The fact of a row of a column."""
        values = iter(row)
        return Fact(
            column.kind,
            tuple(
                (name, column.home if name == "home" else next(values))
                for name in self._rulebook.vocabulary.kinds[column.kind].fields
            ),
        )


class Plan:
    """Which columns have to be worked out for some goals, and from what."""

    def __init__(
        self,
        dependencies: Dependencies,
        goals: Iterable[Column],
        given: Iterable[Column] = (),
    ) -> None:
        """Walks back from the goals.

        Args:
            dependencies: Which columns each rests on.
            goals: What is wanted.
            given: Columns to be taken as they are, though rules conclude them.
        """
        self.goals = tuple(goals)
        self.reads: dict[Column, tuple[Column, ...]] = {}
        self.entries: dict[Column, tuple[Entry, ...]] = {}
        self.given: set[Column] = set()
        self.empty: set[Column] = set()
        """Columns in which nothing can ever be concluded."""
        stop = set(given)
        waiting = list(self.goals)
        while waiting:
            column = waiting.pop()
            if column in self.reads or column in self.given or column in self.empty:
                continue
            entries = dependencies.concluding(column)
            if column in stop or not entries:
                (self.given if column in stop or dependencies.is_given(column) else self.empty).add(
                    column
                )
                continue
            self.entries[column] = entries
            self.reads[column] = tuple(sorted(dependencies.read_for(column)))
            waiting.extend(self.reads[column])

    def resting_on(self, column: Column) -> set[Column]:
        """The columns that are worked out from one given column and nothing else."""
        found: set[Column] = set()
        while True:
            more = {
                one
                for one, reads in self.reads.items()
                if one not in found and found | self.empty | {column} >= set(reads)
            }
            if not more:
                return found
            found |= more

    def read_of(self, columns: set[Column]) -> tuple[Column, ...]:
        """Those of some columns that others read, or that are wanted."""
        read = {one for by, reads in self.reads.items() if by not in columns for one in reads}
        return tuple(sorted(columns & (read | set(self.goals))))

    def taking(self, given: Iterable[Column], instead_of: set[Column]) -> Plan:
        """The same plan with some columns taken as they are, and others that are left out."""
        other = Plan.__new__(Plan)
        other.goals, other.empty = self.goals, self.empty
        other.reads = {one: reads for one, reads in self.reads.items() if one not in instead_of}
        other.entries = {one: self.entries[one] for one in other.reads}
        other.given = (self.given - instead_of) | set(given)
        return other

    def changed_by(self, column: Column) -> Plan:
        """The plan for two worlds, the second with another content of a given column."""
        touched = {column}
        while True:
            more = {
                one
                for one, reads in self.reads.items()
                if one not in touched and touched & set(reads)
            }
            if not more:
                break
            touched |= more
        double = Plan.__new__(Plan)
        double.goals = (
            *self.goals,
            *(one._replace(changed=True) for one in self.goals if one in touched),
        )
        double.reads = dict(self.reads)
        double.entries = dict(self.entries)
        double.empty = self.empty
        double.given = {*self.given, column._replace(changed=True)}
        for one in touched & set(self.reads):
            other = one._replace(changed=True)
            double.entries[other] = self.entries[one]
            double.reads[other] = tuple(
                read._replace(changed=True) if read in touched else read for read in self.reads[one]
            )
        return double


_Told = dict[tuple[Column, Column], tuple[Table, bool]]
"""Whether the rules of one column see a difference in another one, as it stands in a table."""


def eliminate(plan: Plan, reasoner: Reasoner, given: Iterable[Table]) -> Table:
    """Works out what the goals can hold together.

    Args:
        plan: The columns to work out.
        reasoner: Carries out the rules.
        given: What the given columns can hold; independent tables. A given column without a
            table holds nothing.

    Returns:
        One table of the goals.
    """
    left = dict(plan.reads)
    wanted = set(plan.goals)
    alike = partial(_alike, plan, reasoner, left, wanted)
    tables = [alike(_narrow(one, wanted, left), None) for one in given]
    done: set[Column] = {*plan.given, *plan.empty}
    needs = partial(_needs, plan, reasoner, {})
    while left:
        ready = {
            one: needs(tables, one, reads) for one, reads in left.items() if done.issuperset(reads)
        }
        column = min(ready, key=lambda one: (_size(tables, ready[one].differ), one))
        chain = _chain(column, ready[column], left, done, wanted, tables, needs)
        steps = [
            Step(one, its.differ, _conclude(plan, reasoner, one, its)) for one, its in chain.items()
        ]
        for one in chain:
            del left[one]
        first, last = _join(tables, ready[column].differ)
        joined = first.carried(last, steps, wanted.union(*left.values()))
        done.update(chain)
        tables.append(
            alike(joined, {*chain, *(one for its in chain.values() for one in its.differ)})
        )
        tables = [_narrow(one, wanted, left) for one in tables]
    spent = [one for one in tables if not one.columns]  # answers that made no difference
    first, last = _join(tables, plan.goals)
    for table in spent if last is None else [last, *spent]:
        first = first.times(table)
    return first


def _plain(column: Column) -> Column:
    return column._replace(changed=False) if column.changed else column


class _Needs(NamedTuple):
    """The columns that the rules of one column read."""

    differ: list[Column]
    """Those in which they see a difference between rows."""
    same: dict[Column, Content]
    """Those that look the same to them in every row."""


def _needs(
    plan: Plan,
    reasoner: Reasoner,
    told: _Told,
    tables: Sequence[Table],
    column: Column,
    reads: Iterable[Column],
) -> _Needs:
    """In which of the columns that the rules of a column read they see a difference."""
    entries = plan.entries[column]
    found = _Needs([], {})
    for one in reads:
        for table in tables:
            if one in table.columns:
                known = told.get((column, one))
                if known is None or known[0] is not table:
                    seen = reasoner.differs(entries, _plain(one), table.contents(one))
                    known = told[column, one] = table, seen
                if known[1]:
                    found.differ.append(one)
                else:
                    found.same[one] = table.contents(one)[0]
    return found


def _chain(
    column: Column,
    its: _Needs,
    left: Mapping[Column, Sequence[Column]],
    done: set[Column],
    wanted: set[Column],
    tables: Sequence[Table],
    needs: Callable[[Sequence[Table], Column, Iterable[Column]], _Needs],
) -> dict[Column, _Needs]:
    """A column, and those that may as well be worked out in the same pass over the rows.

    They are the ones that read it, where nothing can be dropped before they are worked out: the
    rows would only be gone through, and written down, once for each.
    """
    chain = {column: its}
    there = {
        one
        for table in tables
        if not set(its.differ).isdisjoint(table.columns)
        for one in table.columns
    }
    while True:
        ahead = wanted.union(*(reads for one, reads in left.items() if one not in chain))
        if not ahead.issuperset(there | chain.keys()):
            return chain
        more = {}
        for one, reads in left.items():
            if (
                one in chain
                or chain.keys().isdisjoint(reads)
                or not done.union(chain).issuperset(reads)
            ):
                continue
            found = needs(tables, one, [each for each in reads if each not in chain])
            if there.issuperset(found.differ):
                more[one] = _Needs(
                    [*found.differ, *(each for each in reads if each in chain)], found.same
                )
        if not more:
            return chain
        chain.update(sorted(more.items(), key=lambda one: one[0]))


def _conclude(
    plan: Plan, reasoner: Reasoner, column: Column, its: _Needs
) -> Callable[[tuple[Content, ...]], Content]:
    """What works out a column from the columns in which its rules see a difference."""
    reads = [*map(_plain, its.differ), *map(_plain, its.same)]
    rule = reasoner.rule_for(_plain(column), plan.entries[column], reads)
    same = tuple(its.same.values())

    def conclude(contents: tuple[Content, ...]) -> Content:
        return rule(contents + same)

    return conclude


def _narrow(table: Table, wanted: set[Column], left: Mapping[Column, Sequence[Column]]) -> Table:
    ahead = {one for reads in left.values() for one in reads}
    return table.kept(wanted | ahead)


def _alike(
    plan: Plan,
    reasoner: Reasoner,
    left: Mapping[Column, Sequence[Column]],
    wanted: set[Column],
    table: Table,
    among: set[Column] | None,
) -> Table:
    """The same table, with one content for all that no rule still to come tells apart.

    Only in some columns, if they are named: those of which fewer rules are still to come.
    """
    changes: dict[Column, dict[Content, Content]] = {}
    for column in table.columns:
        if column in wanted or (among is not None and column not in among):
            continue
        readers = [plan.entries[one] for one, reads in left.items() if column in reads]
        stand_in = reasoner.stand_ins(readers, _plain(column), table.contents(column))
        if len(set(stand_in.values())) < len(stand_in):
            changes[column] = stand_in
    return table.merged(changes) if changes else table


def _size(tables: Sequence[Table], reads: Sequence[Column]) -> int:
    needed = set(reads)
    return prod(len(table.rows) for table in tables if needed.intersection(table.columns))


def _join(tables: list[Table], columns: Iterable[Column]) -> tuple[Table, Table | None]:
    """The tables with some columns, taken off the list: the others, and the last."""
    needed = set(columns)
    found = [one for one in tables if not needed.isdisjoint(one.columns)]
    for table in found:
        tables.remove(table)
    joined = found[0] if found else Table((), {(): (1, ())})
    for table in found[1:-1]:
        joined = joined.times(table)
    return joined, found[-1] if len(found) > 1 else None
