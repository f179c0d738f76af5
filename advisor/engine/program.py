"""A rulebook made ready for reasoning, stratum by stratum.

Making a program takes some milliseconds, so it is kept with its rulebook; carrying it out
changes nothing in it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from advisor.engine import kept
from advisor.engine.memory import Contents, Memory, Row, Signature, Table, indexed, picker
from advisor.engine.products import products_of, refuse_products
from advisor.engine.rule_plan import RulePlan, Way
from advisor.engine.totals import TotalPlan
from advisor.errors import ConsultationError, echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.knowledge.rule import Rule, Total
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.model.fact import Fact


MOST_VALUES = 5000
"""Values of a field that a program remembers having accepted."""

Places = dict[Any, tuple[int, ...]]
"""For each key of an index the rules that begin with the facts that stand there."""


class Stratum:
    """What is worked on together: first its totals, then its rules until nothing is new.

    A rule is not tried unless there are facts that its joins can begin with. Which rules those
    are is looked up: for each index in which rules begin, the keys that rules ask for and the
    keys that there are facts for are compared as sets.
    """

    def __init__(self, totals: Iterable[TotalPlan], rules: Iterable[RulePlan]) -> None:
        """Takes the plans.

        Args:
            totals: The totals, in their order.
            rules: The rules, in their order.
        """
        self.totals = tuple(totals)
        self.rules = tuple(rules)

    @cached_property
    def _first(self) -> tuple[tuple[Signature, Places], ...]:
        """Where rules begin with all facts."""
        found: dict[Signature, dict[Any, tuple[int, ...]]] = {}
        for place, rule in enumerate(self.rules):
            signature, key = rule.first
            wanted = found.setdefault(signature, {})
            wanted[key] = (*wanted.get(key, ()), place)
        return tuple(found.items())

    @cached_property
    def _later(self) -> dict[str, list[tuple[Callable[[Row], Any], dict[Any, list[_Begin]]]]]:
        """Where rules begin with new facts, by the kind of the facts."""
        found: dict[Signature, dict[Any, list[_Begin]]] = {}
        for place, rule in enumerate(self.rules):
            for way, signature, key in rule.later:
                found.setdefault(signature, {}).setdefault(key, []).append((place, way))
        by_kind: dict[str, list[tuple[Callable[[Row], Any], dict[Any, list[_Begin]]]]] = {}
        for (kind, places), wanted in found.items():
            by_kind.setdefault(kind, []).append((picker(places), wanted))
        return by_kind

    def prepare(self, *, joins: bool) -> None:
        """Works out at once what is otherwise worked out when it is first asked for."""
        for rule in self.rules:
            rule.prepare(joins=joins)
        if joins:
            _ = self._first, self._later

    def first_round(self, memory: Memory, *, again: bool = False) -> Matches:
        """What rules match with all facts that hold.

        Args:
            memory: The facts.
            again: Whether what rules matched is kept for like cases.

        Returns:
            Each rule that matches something, in order, with its matches.
        """
        begun: dict[int, list[Row]] = {}
        tables = memory.tables
        for signature, wanted in self._first:
            if not tables[signature[0]]:
                continue
            index = memory.index(signature)
            for key in wanted.keys() & index.keys():
                rows = index[key]
                for place in wanted[key]:
                    begun[place] = rows
        found = []
        for place in sorted(begun):
            rule = self.rules[place]
            matches = (rule.matches_again if again else rule.matches)(begun[place], memory)
            if matches:
                found.append((rule, matches))
        return found

    def later_round(self, memory: Memory, fresh: dict[str, list[Row]]) -> Matches:
        """What rules match with at least one fact of the round before.

        Args:
            memory: The facts that hold, the new ones among them.
            fresh: The new ones, by kind.

        Returns:
            Each rule that matches something, in order, with its matches.
        """
        begun: dict[int, list[tuple[Way, list[Row]]]] = {}
        for kind, rows in fresh.items():
            for pick, wanted in self._later.get(kind, ()):
                index = indexed(rows, pick)
                for key in wanted.keys() & index.keys():
                    for place, way in wanted[key]:
                        begun.setdefault(place, []).append((way, index[key]))
        found = []
        for place in sorted(begun):
            rule = self.rules[place]
            matches = rule.matches_with(begun[place], memory)
            if matches:
                found.append((rule, matches))
        return found


Matches = list[tuple[RulePlan, list[Row]]]
_Begin = tuple[int, Way]
"""A rule's place, and the way of joining that begins there."""


class Program:
    """A whole rulebook, ready; or what of it bears on some conclusions."""

    def __init__(self, rulebook: Rulebook, goals: Iterable[str] = ()) -> None:
        """Compiles a rulebook.

        Args:
            rulebook: The rulebook; the program keeps no more of it than it needs.
            goals: The kinds that are wanted; rules that cannot bear on them are left out.
                Without goals, all rules are in.
        """
        vocabulary = rulebook.vocabulary
        self.vocabulary = vocabulary
        self.names = {kind.name: tuple(kind.fields) for kind in vocabulary.kinds.values()}
        self._types = {
            kind.name: tuple(int if field.number else str for field in kind.fields.values())
            for kind in vocabulary.kinds.values()
        }
        self._contents = Contents()
        self._accepted = self._nothing_seen()
        wanted = needed_for(rulebook, goals)
        place = rulebook.strata.entries
        strata = []
        for number in range(rulebook.strata.height):
            rules = [one for one in rulebook.rules if one.id in wanted and place[one.id] == number]
            totals = [
                one for one in rulebook.totals if one.id in wanted and place[one.id] == number
            ]
            strata.append(stratum_of(vocabulary, totals, rules))
        self.strata = tuple(strata)
        used = [rule for rule in rulebook.rules if rule.id in wanted]
        self._products = products_of(used, vocabulary)

    def prepare(self, *, joins: bool) -> None:
        """Works out at once what is otherwise worked out when it is first asked for.

        Args:
            joins: Whether rules will be joined here; durable_rules joins them by itself.
        """
        for stratum in self.strata:
            stratum.prepare(joins=joins)

    def _nothing_seen(self) -> dict[str, tuple[set[Value], ...]]:
        """For each field of each kind, no value yet that is known to be allowed there."""
        return {kind: tuple(set() for _ in names) for kind, names in self.names.items()}

    def remember(self, base: Iterable[Fact], firing_limit: int) -> Memory:
        """A working memory with the base facts, each checked.

        Args:
            base: The facts of a case, in any order, repetitions included.
            firing_limit: How many firings are too many.

        Returns:
            A memory that holds each once.

        Raises:
            ConsultationError: If a fact is not one the vocabulary allows, or a rule would
                combine more of them than the limit.
        """
        facts = list(base)
        try:
            tables = self._tables(facts)
        except (TypeError, ValueError, AttributeError, KeyError):
            tables = None
        if tables is None:
            self._refuse(facts)
        memory = Memory(self.names, self._contents, tables)
        refuse_products(self._products, memory, firing_limit)
        return memory

    def _tables(self, facts: Iterable[Fact]) -> dict[str, Table] | None:
        """The facts by kind and row; nothing if there may be one that is not allowed.

        The facts of a kind are checked together, field by field.
        """
        by_kind: dict[str, list[Fact]] = {}
        for fact in facts:
            of_kind = by_kind.get(fact[0])
            if of_kind is None:
                of_kind = by_kind[fact[0]] = []
            of_kind.append(fact)
        tables: dict[str, Table] = {}
        for kind, same in by_kind.items():
            names = self.names[kind]
            pairs = [fields for _, fields in same]
            if set(map(len, pairs)) != {len(names)}:
                return None
            columns = []
            wanted = zip(zip(*pairs), names, self._types[kind], self._accepted[kind])
            for place, (column, name, type_, accepted) in enumerate(wanted):
                given, values = zip(*column)
                if given.count(name) != len(values) or set(map(type, values)) != {type_}:
                    return None
                if not accepted.issuperset(values) and not self._accept(kind, place, values):
                    return None
                columns.append(values)
            tables[kind] = dict(zip(zip(*columns), same))
        return tables

    def _accept(self, kind: str, place: int, values: Iterable[Value]) -> bool:
        """Whether values may stand in a field; remembers those that were not seen before."""
        accepted = self._accepted[kind][place]
        field = tuple(self.vocabulary.kinds[kind].fields.values())[place]
        if len(accepted) > MOST_VALUES:  # a long run must not fill the memory
            accepted.clear()
        new = set(values) - accepted
        if not all(map(field.accepts, new)):
            return False
        accepted |= new
        return True

    def _refuse(self, facts: Iterable[Fact]) -> NoReturn:
        """Says what is wrong with the first of the facts, in their order, that is not allowed."""
        try:
            ordered = sorted(facts)
        except TypeError as error:
            raise ConsultationError(f"The base facts cannot be put in order: {error}.") from None
        for fact in ordered:
            self._refuse_one(fact)
        raise AssertionError("facts were refused together that are allowed one by one")

    def _refuse_one(self, fact: Fact) -> None:
        """Refuses a fact that is not one of its kind."""
        kind, fields = fact
        names = self.names.get(kind)
        if names is None:
            raise ConsultationError(f"There is no kind of fact {echo(kind)}.")
        given, row = zip(*fields) if fields else ((), ())
        if given != names:
            raise ConsultationError(f"{echo(fact)} does not have the fields of its kind.")
        if tuple(map(type, row)) != self._types[kind]:
            raise ConsultationError(f"{echo(fact)} holds a value of the wrong type.")
        for (name, field), value in zip(
            self.vocabulary.kinds[kind].fields.items(), row, strict=True
        ):
            if not field.accepts(value):
                raise ConsultationError(
                    f"The field “{name}” of “{kind}” takes {field.describe()}, not {echo(value)}."
                )


def stratum_of(vocabulary: Vocabulary, totals: Iterable[Total], rules: Sequence[Rule]) -> Stratum:
    """The totals and rules of one stratum, ready."""
    growing = frozenset(kind for rule in rules for kind in rule.concludes)
    return Stratum(
        [TotalPlan(vocabulary, total) for total in totals],
        [RulePlan(vocabulary, rule, growing) for rule in rules],
    )


def needed_for(rulebook: Rulebook, goals: Iterable[str]) -> frozenset[str]:
    """The ids of the rules and totals that can bear on some kinds of fact.

    Args:
        rulebook: The rulebook.
        goals: The kinds; none means all rules.

    Returns:
        The ids.

    Raises:
        ValueError: If there is no such kind.
    """
    kinds = list(goals)
    unknown = set(kinds) - set(rulebook.vocabulary.kinds)
    if unknown:
        raise ValueError(f"no kinds of fact {sorted(unknown)}")
    if not kinds:
        return frozenset(entry.id for entry in rulebook.entries)
    needed: set[str] = set()
    seen = set(kinds)
    while kinds:
        for entry in rulebook.concluding(kinds.pop()):
            needed.add(entry.id)
            for kind in (*entry.reads, *entry.waits_for):
                if kind not in seen:
                    seen.add(kind)
                    kinds.append(kind)
    return frozenset(needed)


def program_for(rulebook: Rulebook, goals: Iterable[str] = ()) -> Program:
    """The program of a rulebook for some goals, made the first time it is asked for."""
    # With a sign that no other name has: what is kept under a name replaces all that begins with
    # the name and a hyphen.
    name = "+".join(["program", *sorted(goals)])
    found = rulebook.prepared.get(name)
    if not isinstance(found, Program):
        found = kept.load(rulebook, name)
        if not isinstance(found, Program):
            found = Program(rulebook, goals)
            if rulebook.key:
                found.prepare(joins=bool(goals))
                kept.keep(rulebook, name, found)  # now, while it has seen nothing of any case
        rulebook.prepared[name] = found
    return found
