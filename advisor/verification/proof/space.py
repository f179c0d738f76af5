"""The space of answers, factored: one home at a time, then the choice among homes.

What happens inside a home (its four questions, its fit, its verdict) reads the answers about
that home and about the change, and nothing of any other home. The rules that choose read of
each home only a few conclusions: the *interface*, worked out from the rules as those columns
of a home that a rule outside it reads. So all combinations of answers are carried through each
home first, down to its interface; then all combinations of interfaces are carried through the
choice. Answers about the change that count in both are combined freely, which can only add
combinations.

The homes in which the work is not planned are all there at once; sets of them that the rules of
the choice see alike count as one (`advisor.verification.proof.beside`). What this and the cut rest
on is checked in `advisor.verification.proof.properties.factoring`: that nothing of another home
leaks into the table of a home, that no rule sees more of a set of homes than is told apart, and
that whole cases drawn at random have their rows in the tables.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from advisor.engine.program import needed_for
from advisor.verification.proof.answers import UNKNOWN, Answers
from advisor.verification.proof.beside import Beside
from advisor.verification.proof.columns import Column, Dependencies, patterns_of
from advisor.verification.proof.elimination import Plan, Reasoner, eliminate
from advisor.verification.proof.likeness import Likeness, content_of
from advisor.verification.proof.network import Seats, is_settled
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.strata import Entry
    from advisor.verification.proof.likeness import Content
    from advisor.verification.proof.table import Witness

GOAL = "path"

EXACT = ("path", "verdict", "reads", "fit", "route")
"""Conclusions of which every single fact counts, whatever the rules make of it."""

YES, NO = "yes", "no"


class Space:
    """All combinations of answers that bear on the path, for one knowledge base.

    Attributes:
        knowledge: The knowledge base.
        reasoner: Carries out rules, and remembers which had an effect.
        homes: The homes there are.
    """

    def __init__(self, knowledge: Knowledge, homes: Iterable[str] = ()) -> None:
        """Reads which answers bear on the path.

        Args:
            knowledge: The knowledge base.
            homes: The homes there are; all of them, when none is named.
        """
        self.knowledge = knowledge
        wanted = set(homes) or set(knowledge.homes)
        self.homes = {name: home for name, home in knowledge.homes.items() if name in wanted}
        self.rulebook = knowledge.rulebook
        needed = needed_for(self.rulebook, [GOAL])
        self.entries = tuple(one for one in self.rulebook.entries if one.id in needed)
        """The rules and totals that bear on the path."""
        self.likeness = Likeness(self.rulebook.vocabulary, self.entries, EXACT)
        self.reasoner = Reasoner(self.rulebook, self.likeness)
        self.answers = Answers(knowledge, self.likeness)
        self.seats = Seats(self.rulebook, self.likeness, self.entries)
        self._dependencies: dict[tuple[tuple[str, ...], str], Dependencies] = {}
        self._home_tables: dict[object, Table] = {}
        self.kept: dict[object, object] = {}
        """What several properties look at, by whoever made it."""

    # One home

    def dependencies(self, homes: Iterable[str], place: str = "") -> Dependencies:
        """What rests on what, in cases with some homes.

        Args:
            homes: The homes.
            place: The one in which the work is planned, if it is one of them.
        """
        key = (tuple(homes), place)
        found = self._dependencies.get(key)
        if found is not None:
            return found
        settled: Mapping[str, Mapping[str, str | int]] = {
            home: {
                "group": self.homes[home].group,
                "place": YES if home == place else NO,
            }
            for home in key[0]
        }
        found = self._dependencies[key] = Dependencies(self.rulebook, settled)
        return found

    def home_plan(self, home: str, planned: bool, goals: Iterable[Column]) -> Plan:
        """How some conclusions about a home follow from answers."""
        dependencies = self.dependencies([home], home if planned else "")
        return Plan(dependencies, goals, [Column("seat", home), *self.freed])

    def home_table(
        self,
        home: str,
        planned: bool,
        goals: Iterable[Column],
        only: Callable[[Column, Content], bool] | None = None,
    ) -> Table:
        """What can hold of a home together, over all combinations of answers.

        Args:
            home: The home.
            planned: Whether the work is planned there.
            goals: The conclusions or answers wanted.
            only: Which contents of the given columns count; all, without it.

        Returns:
            A table of the goals.
        """
        wanted = tuple(sorted(set(goals)))
        ranked = any(one.kind in ("point", "standing") for one in wanted)
        stand_in = home if ranked else self.stand_in(home)  # each home has a rank of its own
        key = (stand_in, planned, tuple(one._replace(home=stand_in) for one in wanted), only)
        if key not in self._home_tables:
            plan = self.home_plan(stand_in, planned, key[2])
            given = [self.given(column, planned, only) for column in sorted(plan.given)]
            if only is is_answered:
                given = _all_or_none(given)
            self._home_tables[key] = self.carry_through(plan, given, only)
        return self._home_tables[key].of_another(stand_in, home)

    def carry_through(
        self,
        plan: Plan,
        given: Iterable[Table],
        only: Callable[[Column, Content], bool] | None = None,
    ) -> Table:
        """Works out a plan for one home, the network of the home only once for all plans.

        What rests on nothing but who sits in the network is the same in all of them.

        Args:
            plan: The columns to work out.
            given: What the given columns can hold; independent tables.
            only: Which networks count; all, without it.

        Returns:
            A table of the goals.
        """
        tables = list(given)
        for seat in [one for one in sorted(plan.given) if one.kind == "seat"]:
            if seat._replace(changed=True) in plan.given:
                continue  # the network itself is what differs
            inside = plan.resting_on(seat) | {seat}
            face = plan.read_of(inside)
            tables = [one for one in tables if seat not in one.columns]
            tables.append(self._network_table(seat.home, face, only))
            plan = plan.taking(face, inside)
        return eliminate(plan, self.reasoner, tables)

    def _network_table(
        self,
        home: str,
        face: tuple[Column, ...],
        only: Callable[[Column, Content], bool] | None,
    ) -> Table:
        """What holds of the network of a home together, over all networks."""
        known = self._named
        stand_in = home if home in known else next(one for one in self.homes if one not in known)
        key = ("network", stand_in, tuple(one._replace(home=stand_in) for one in face), only)
        if key not in self._home_tables:
            seat = Column("seat", stand_in)
            plan = Plan(self.dependencies([stand_in]), key[2], [seat])
            self._home_tables[key] = eliminate(plan, self.reasoner, [self.given(seat, only=only)])
        return self._home_tables[key].of_another(stand_in, home)

    def given(
        self,
        column: Column,
        planned: bool = False,
        only: Callable[[Column, Content], bool] | None = None,
    ) -> Table:
        """What a given column can hold."""
        if column in self.freed:
            return self._any_conclusion(column)
        if column.kind == "seat":
            table = self.networks(column.home)
        else:
            table = self.answers.table(column, YES if planned else NO, only)
        if only is None or column.kind != "seat":
            return table
        return Table(
            table.columns,
            {row: behind for row, behind in table.rows.items() if only(column, row[0])},
        )

    def answerable(self, tables: Iterable[Table], planned: bool) -> list[Table]:
        """Tables of given columns without answers that cannot be given together.

        Args:
            tables: What columns can hold in which answers that clash are kept apart, as
                `marked` makes them; a table may hold a column twice, for two worlds.
            planned: Whether the work is planned in the home they are about.
        """
        return self.answers.clashes.left_out(list(tables), planned)

    def marked(
        self,
        column: Column,
        planned: bool = False,
        only: Callable[[Column, Content], bool] | None = None,
    ) -> Table:
        """What a given column can hold, answers kept apart that clash with different ones."""
        if column in self.freed or column.kind == "seat":
            return self.given(column, planned, only)
        return self.answers.table(column, YES if planned else NO, only, marked=True)

    def networks(self, home: str) -> Table:
        """A network of a home for each way in which one of any size can stand."""
        return self.seats.networks(home).table

    def stand_in(self, home: str) -> str:
        """The first home that no rule about one home can tell from this one."""
        group = self.homes[home].group
        if home in self._named:
            return home
        return next(
            one for one, its in self.homes.items() if its.group == group and one not in self._named
        )

    @cached_property
    def _named(self) -> frozenset[str]:
        """The homes that some rule names, other than to give them their place among equals."""
        found: set[str] = set()
        homes = set(self.homes)
        for entry in self.entries:
            if self._only_orders(entry):
                continue
            for pattern in patterns_of(entry):
                for test in pattern.tests:
                    if test.field == "home" and test.relation == "is":
                        found.update(homes & {test.operand})
            for head in entry.then:
                found.update(homes.intersection(head.values))
        return frozenset(found)

    @staticmethod
    def _only_orders(entry: Entry) -> bool:
        """Whether a rule does nothing but give one home its place among equals."""
        return [head.kind for head in entry.then] == ["point"] and "order" in entry.then[0].values

    def summary(self, home: str, planned: bool) -> Table:
        """What most properties ask of a home: whether it is open, passes, and has a veto left."""
        goals = [Column(kind, home) for kind in ("verdict", "candidate", "home", "veto")]
        return self.home_table(home, planned, goals)

    def ranking_table(self, home: str, planned: bool) -> Table:
        """Every ranking a home can get among those that pass, with or without a small trial."""
        return self.home_table(home, planned, [Column("standing", home)])

    @cached_property
    def freed(self) -> frozenset[Column]:
        """Conclusions about the case as a whole that are taken either way.

        That adds combinations and leaves none out. They are those that nothing but the ranking
        of homes reads, which makes the ranking of a home a matter of that home; and those that
        rest on lists of parties or parts alone, of which there is no end.
        """
        homes = list(self.homes)
        plan = Plan(self.dependencies(homes, homes[0]), [Column(GOAL)])
        readers: dict[Column, set[str]] = {}
        for column, reads in plan.reads.items():
            for one in reads:
                if not one.home and one in plan.reads:
                    readers.setdefault(one, set()).add(column.kind)
        return frozenset(
            one
            for one, kinds in readers.items()
            if kinds == {"point"} or _of_lists_alone(plan, one)
        )

    def _any_conclusion(self, column: Column) -> Table:
        """A conclusion taken as it may come out: nothing, or each fact there can be."""
        fields = self.rulebook.vocabulary.kinds[column.kind].fields.values()
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {(content_of(()),): (1, ())}
        for values in product(*(field.allowed or (field.name,) for field in fields)):
            rows[(content_of((values,)),)] = (1, ())
        return Table((column,), rows)

    # The choice

    def is_of_home(self, plan: Plan, column: Column) -> bool:
        """Whether a column of a home follows from answers about that home and the change alone."""
        if column in plan.given or column in plan.empty:
            return True
        return bool(column.home) and all(
            (one.home == column.home or (not one.home and one in plan.given))
            and self.is_of_home(plan, one)
            for one in plan.reads[column]
        )

    def choice_plan(
        self, place: str, others: Iterable[str], goals: Iterable[Column] = ()
    ) -> tuple[Plan, dict[str, tuple[Column, ...]]]:
        """How the path follows from the interfaces of homes and answers about the change.

        Args:
            place: The home in which the work is planned, or nothing.
            others: The other homes there are.
            goals: What is wanted beside the path.

        Returns:
            The plan, and the interface of each home.
        """
        homes = [*([place] if place else []), *others]
        dependencies = self.dependencies(homes, place)
        wanted = (Column(GOAL), *goals)
        seats = [Column("seat", home) for home in homes]
        whole = Plan(dependencies, wanted, [*seats, *self.freed])
        inner = {one for one in whole.reads if self.is_of_home(whole, one)}
        read = {
            one
            for column, reads in whole.reads.items()
            if column not in inner
            for one in reads
            if one.home and self.is_of_home(whole, one)
        }
        read.update(one for one in wanted if one in inner or (one.home and one in whole.given))
        faces = {home: tuple(sorted(one for one in read if one.home == home)) for home in homes}
        return Plan(dependencies, wanted, [*read, *self.freed]), faces

    def choice(
        self,
        place: str,
        goals: Iterable[Column] = (),
        only: Callable[[Column, Content], bool] | None = None,
    ) -> Table:
        """What can be advised, over all combinations of interfaces and of answers on the change.

        Args:
            place: The home in which the work is planned, or nothing.
            goals: What is wanted beside the path.
            only: Which contents of the given columns count; all, without it.

        Returns:
            A table of the path and the other goals.
        """
        plan, faces = self.choice_plan(place, self._others(place), goals)
        beside = Beside(self.rulebook.vocabulary, plan, self._others(place))
        given = [self.given(column, only=only) for column in sorted(plan.given) if not column.home]
        tables = {
            home: self.home_table(home, home == place, face, only)
            for home, face in faces.items()
            if face
        }
        given += [table for home, table in tables.items() if home not in beside.homes]
        given.append(
            beside.together({home: tables[home] for home in beside.homes if home in tables})
        )
        return eliminate(plan, self.reasoner, given)

    def objections(self) -> Iterator[str]:
        """What some rule sees that is not told apart: of a network, or of a set of homes."""
        for home in self.homes:
            yield from self.seats.networks(home).gaps
        for place in self.places:
            plan, _ = self.choice_plan(place, self._others(place))
            yield from Beside(self.rulebook.vocabulary, plan, self._others(place)).objections()

    @property
    def places(self) -> tuple[str, ...]:
        """Where the work can be planned: in no home, or in one of them."""
        return ("", *self.homes)

    def _others(self, place: str) -> list[str]:
        return [one for one in self.homes if one != place]

    @cached_property
    def sorts_of_home(self) -> tuple[str, ...]:
        """One home of each sort that the choice tells apart, except by the ranking.

        A home is a sort of its own if a rule of the choice that names it concludes more than
        ranking points; the others are told apart by those groups that such rules name.
        """
        groups: set[str] = set()
        named: set[str] = set()
        homes = self.homes
        for entry in self.choosing:
            only_points = all(head.kind == "point" for head in entry.then)
            for pattern in patterns_of(entry):
                for test in pattern.tests:
                    values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
                    if test.field == "group":
                        groups.update(map(str, values))
                    elif test.field == "home" and test.relation == "is" and not only_points:
                        named.update(str(one) for one in values if one in homes)
        found: dict[str, str] = {}
        plain = sorted(homes, key=lambda one: one in self._named)  # stable: the unnamed first
        for home in plain:
            group = homes[home].group if homes[home].group in groups else ""
            found.setdefault(home if home in named else "group " + group, home)
        return tuple(found.values())

    @cached_property
    def choosing(self) -> tuple[Entry, ...]:
        """The rules that reach beyond one home."""
        homes = tuple(self.homes)
        ids: set[str] = set()
        for place in ("", *homes[:2]):  # the present schools, another place, and none
            plan, _ = self.choice_plan(place, [one for one in homes if one != place])
            ids.update(entry.id for entries in plan.entries.values() for entry in entries)
        return tuple(one for one in self.entries if one.id in ids)

    @cached_property
    def bearing(self) -> tuple[Entry, ...]:
        """The rules and totals on which the path can depend, through what they conclude.

        Others conclude the same kinds of fact, but only such as nothing reads on the way to it.
        """
        ids = {one.id for one in self.choosing}
        for plan in self._alone:
            ids.update(entry.id for entries in plan.entries.values() for entry in entries)
        return tuple(one for one in self.entries if one.id in ids)

    @property
    def sorts_that_may_pass(self) -> tuple[str, ...]:
        """The sorts of home that can be chosen; the others fail whatever the answers."""
        return tuple(one for one in self.sorts_of_home if self._may_pass(one))

    def _may_pass(self, home: str) -> bool:
        """Whether a home can ever be chosen, when it is not the planned one."""
        dependencies = self.dependencies([home])
        return any(dependencies.concluding(one) for one in dependencies.columns_of("candidate"))

    @cached_property
    def _alone(self) -> tuple[Plan, ...]:
        """How the path follows where there is one home, each as the planned place and not."""
        return tuple(
            Plan(self.dependencies([home], place), [Column(GOAL)])
            for home in self.homes
            for place in (home, "")
        )

    @cached_property
    def relevant(self) -> tuple[Column, ...]:
        """The answers that bear on the path, as columns of a home in general."""
        found = {one._replace(home="") for plan in self._alone for one in plan.given}
        return tuple(sorted(found))


LISTS = frozenset({"party", "part"})
"""Kinds of given fact of which a case can have any number."""


def _of_lists_alone(plan: Plan, column: Column) -> bool:
    if column in plan.given:
        return column.kind in LISTS
    return column in plan.reads and all(_of_lists_alone(plan, one) for one in plan.reads[column])


_ONE_BY_ONE = "home-decides"
"""The answers of a list that is gone through from end to end, or left for its summary."""


def _all_or_none(tables: Iterable[Table]) -> list[Table]:
    """The same tables, the answers of such a list given all together or not at all."""
    found: list[Table] = []
    joined = Table((), {(): (1, ())})
    for one in tables:
        if one.columns[0].kind == _ONE_BY_ONE:
            joined = joined.times(one)
        else:
            found.append(one)
    return [*found, joined.only(lambda row: len({bool(one) for one in row.values()}) < 2)]


def is_answered(column: Column, content: Content) -> bool:
    """Whether nothing is left open in the content of a given column.

    That one answer of a list is left out leaves nothing open if none is given.
    """
    if column.kind == "seat":
        return bool(content) and all(map(is_settled, content))
    return UNKNOWN not in {value for row in content for value in row} and (
        bool(content) or column.kind not in ("answer", "home-answer")
    )
