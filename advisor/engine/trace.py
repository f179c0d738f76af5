"""The record of a consultation: which rule fired, on which facts, with what result.

The engines write this record; explanations, memos and lessons only read it. It has one order,
whichever engine wrote it: by stratum, then by how many steps a conclusion is away from what
the stratum began with, then by the order of the rules, then by what was matched. In that
order every premise stands before its conclusion, so a proof can be read off by going back.
"""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from advisor.engine.collecting import uncollected
from advisor.knowledge.rule import Total
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.engine.memory import Memory, Row
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value


class Firing(NamedTuple):
    """One application of one rule or total."""

    rule: str
    """The id of the rule or total."""
    bindings: tuple[tuple[str, Value], ...]
    """Each variable with its value, in the order in which the rule names them.

    A total adds `total`, and `part` and `whole` when it is a percentage.
    """
    premises: tuple[Fact, ...]
    """The facts matched, in the order of the patterns.

    For a total: the facts that make its group, those counted, and for a percentage those of
    the whole; each once.
    """
    absent: tuple[str, ...]
    """What had to be absent, one line for each negated pattern, such as `ally(party: board)`."""
    asserted: tuple[Fact, ...]
    """The facts that follow."""
    new: tuple[Fact, ...]
    """Those of them that nothing before had established."""


class Plan(Protocol):
    """A rule or total that can say in full what a firing of it was."""

    def firing(self, match: Any, memory: Memory, known: Mapping[str, dict[Row, None]]) -> Firing:
        """The record of one firing; `known` gains what it establishes."""


Record = list[tuple[Plan, list[Any]]]
"""What the reference engine keeps while it reasons: for each rule, round by round, its matches.

A match holds all that a firing is: the variables' values, the premises, and by way of them what
was absent and what follows. The firings are made of it when somebody reads them.
"""


def firings_of(record: Record, memory: Memory) -> tuple[Firing, ...]:
    """The firings that a record is of.

    Args:
        record: The record.
        memory: The facts that hold in the end.

    Returns:
        The firings, in canonical order.
    """
    known = memory.given()
    for kind in memory.tables:
        known.setdefault(kind, {})
    return tuple(
        [plan.firing(match, memory, known) for plan, found in record for match in sorted(found)]
    )


class Consultation:
    """What an engine made of the base facts.

    The facts and firings are made of the engine's own record when they are first asked for;
    nothing is reasoned again.
    """

    def __init__(
        self,
        memory: Memory,
        firings: Callable[[], tuple[Firing, ...]],
        engine: str,
        note: str,
    ) -> None:
        """Keeps the record.

        Args:
            memory: Everything that holds in the end.
            firings: Makes the firings of what the engine kept.
            engine: Which engine reasoned.
            note: Why another engine served than the one preferred.
        """
        self._memory = memory
        self._make_firings = firings
        self.engine = engine
        """Which engine reasoned: `durable` or `reference`."""
        self.note = note
        """Why another engine served than the one preferred; mostly empty."""

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that holds in the end, base facts included, sorted."""
        with uncollected():
            return self._memory.facts()

    @cached_property
    def firings(self) -> tuple[Firing, ...]:
        """Every step, in canonical order."""
        with uncollected():
            return self._make_firings()

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind, sorted."""
        return tuple(fact for fact in self.facts if fact.kind == kind)

    def __eq__(self, other: object) -> bool:
        """Whether the same engine found the same in the same steps."""
        if not isinstance(other, Consultation):
            return NotImplemented
        return self._all == other._all

    def __hash__(self) -> int:
        """Equal consultations have equal hashes."""
        return hash(self._all)

    @property
    def _all(self) -> tuple[object, ...]:
        return self.facts, self.firings, self.engine, self.note


def canonical(
    rulebook: Rulebook, base: Iterable[Fact], firings: Iterable[Firing]
) -> tuple[Firing, ...]:
    """Puts firings in their one order, and says anew which facts each established.

    Args:
        rulebook: The rulebook they come from.
        base: The facts that were given.
        firings: The firings of a whole consultation, in any order.

    Returns:
        The same firings in canonical order.

    Raises:
        ValueError: If a firing rests on facts that nothing established.
    """
    strata = rulebook.strata.entries
    pending: dict[int, list[Firing]] = {}
    for firing in firings:
        pending.setdefault(strata[firing.rule], []).append(firing)
    known = _Known(base)
    ordered: list[Firing] = []
    for stratum in sorted(pending):
        waiting = sorted(pending[stratum], key=lambda one: _place(rulebook, one))
        totals = [one for one in waiting if isinstance(rulebook.entry(one.rule), Total)]
        rules = [one for one in waiting if not isinstance(rulebook.entry(one.rule), Total)]
        _establish(totals, known, ordered)
        while rules:
            ready: list[Firing] = []
            waiting = []
            for one in rules:
                (ready if known.holds(one.premises) else waiting).append(one)
            if not ready:
                raise ValueError(f"{rules[0].rule} rests on facts that nothing established")
            rules = waiting
            _establish(ready, known, ordered)
    return tuple(ordered)


_fields = attrgetter("fields")


def _place(rulebook: Rulebook, firing: Firing) -> tuple[object, ...]:
    """Where a firing stands among those of its round."""
    return rulebook.entry(firing.rule).order, firing.bindings, tuple(map(_fields, firing.premises))


class _Known:
    """The facts established so far.

    To hash a fact takes long, and a working memory has one object for a fact, so objects seen
    before are known by their identity; equal ones are still one fact.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[Fact, Fact] = {}
        self._seen: dict[int, Fact] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> bool:
        """Adds a fact; says whether it is new."""
        if id(fact) in self._seen:
            return False
        first = self._facts.setdefault(fact, fact)
        self._seen[id(fact)] = fact
        return first is fact

    def holds(self, facts: Iterable[Fact]) -> bool:
        """Whether all of some facts are established."""
        seen = self._seen
        return all(id(fact) in seen or fact in self._facts for fact in facts)


def _establish(firings: list[Firing], known: _Known, ordered: list[Firing]) -> None:
    """Adds firings to the order, and what they assert to what is known."""
    for firing in firings:
        new = tuple([fact for fact in firing.asserted if known.add(fact)])
        ordered.append(firing if firing.new == new else firing._replace(new=new))
