"""A rulebook made ready for reasoning, stratum by stratum.

Making a program takes some milliseconds, so it is kept with its rulebook; carrying it out
changes nothing in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine import kept
from advisor.engine.memory import Contents, Memory, Row
from advisor.engine.products import products_of, refuse_products
from advisor.engine.rule_plan import RulePlan
from advisor.engine.totals import TotalPlan
from advisor.errors import ConsultationError, echo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.rule import Rule, Total
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Kind, Vocabulary
    from advisor.model.fact import Fact


class Stratum(NamedTuple):
    """What is worked on together: first its totals, then its rules until nothing is new."""

    totals: tuple[TotalPlan, ...]
    rules: tuple[RulePlan, ...]
    readers: Mapping[str, tuple[int, ...]]
    """For each kind that grows in the stratum, the places of the rules that read it."""

    def readers_of(self, fresh: Iterable[str]) -> list[RulePlan]:
        """The rules that read one of some kinds, in their order."""
        places = {place for kind in fresh for place in self.readers.get(kind, ())}
        return [self.rules[place] for place in sorted(places)]


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
        self._accepted: dict[str, set[Row]] = {kind: set() for kind in self.names}
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

    def prepare(self) -> None:
        """Works out at once what is otherwise worked out when it is first asked for."""
        for stratum in self.strata:
            for plan in stratum.rules:
                plan.prepare()

    def __getstate__(self) -> dict[str, Any]:
        """What is kept between runs: all but what was seen of cases."""
        seen = {"_contents": Contents(), "_accepted": {kind: set() for kind in self.names}}
        return {**self.__dict__, **seen}

    def remember(self, base: Iterable[Fact], firing_limit: int) -> Memory:
        """A working memory with the base facts, each checked.

        Args:
            base: The facts of a case, in any order, repetitions included.
            firing_limit: How many firings are too many.

        Returns:
            A memory that holds each once, in sorted order.

        Raises:
            ConsultationError: If a fact is not one the vocabulary allows, or a rule would
                combine more of them than the limit.
        """
        memory = Memory(self.names, self._contents)
        tables = memory.tables
        for fact in self._sorted(base):
            row = self._row(fact)
            tables[fact.kind].setdefault(row, fact)
        refuse_products(self._products, memory, firing_limit)
        return memory

    def _sorted(self, base: Iterable[Fact]) -> list[Fact]:
        """The facts in order; what is given twice stands there twice."""
        try:
            return sorted(base)
        except TypeError as error:
            raise ConsultationError(f"The base facts cannot be put in order: {error}.") from None

    def _row(self, fact: Fact) -> Row:
        """The values of a fact, after checking that it is of its kind."""
        kind, fields = fact
        names = self.names.get(kind)
        if names is None:
            raise ConsultationError(f"There is no kind of fact {echo(kind)}.")
        given, row = zip(*fields) if fields else ((), ())
        if given != names:
            raise ConsultationError(f"{echo(fact)} does not have the fields of its kind.")
        if tuple(map(type, row)) != self._types[kind]:
            raise ConsultationError(f"{echo(fact)} holds a value of the wrong type.")
        accepted = self._accepted[kind]
        if row not in accepted:
            self._refuse_values(self.vocabulary.kinds[kind], row)
            if len(accepted) > 5000:  # a long run must not fill the memory
                accepted.clear()
            accepted.add(row)
        return row

    def _refuse_values(self, kind: Kind, row: Row) -> None:
        """Refuses values that the fields of a kind do not allow."""
        for (name, field), value in zip(kind.fields.items(), row, strict=True):
            if not field.accepts(value):
                raise ConsultationError(
                    f"The field “{name}” of “{kind.name}” takes {field.describe()}, "
                    f"not {echo(value)}."
                )


def stratum_of(vocabulary: Vocabulary, totals: Iterable[Total], rules: Sequence[Rule]) -> Stratum:
    """The totals and rules of one stratum, ready."""
    growing = frozenset(kind for rule in rules for kind in rule.concludes)
    readers: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for kind in rule.reads:
            if kind in growing:
                readers.setdefault(kind, []).append(place)
    return Stratum(
        tuple(TotalPlan(vocabulary, total) for total in totals),
        tuple(RulePlan(vocabulary, rule, growing) for rule in rules),
        {kind: tuple(places) for kind, places in readers.items()},
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
    name = "-".join(["program", *sorted(goals)])
    found = rulebook.prepared.get(name)
    if not isinstance(found, Program):
        found = kept.load(rulebook, name)
        if not isinstance(found, Program):
            found = Program(rulebook, goals)
            if rulebook.key:
                found.prepare()
                kept.keep(rulebook, name, found)
        rulebook.prepared[name] = found
    return found
