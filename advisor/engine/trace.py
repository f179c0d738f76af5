"""The record of a consultation: which rule fired, on which facts, with what result.

The engines keep what they matched; explanations, memos and lessons read the firings that are made
of it. These have one order, whichever engine reasoned and in whatever order it did: by stratum,
then by how many steps a conclusion is away from what the stratum began with, then by the order of
the rules, then by what was matched. In that order every premise stands before its conclusion, so
a proof can be read off by going back.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.rule import Total
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.engine.memory import Memory, Row
    from advisor.engine.plans import EntryPlan, Match
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


class Fired(NamedTuple):
    """What an engine keeps of a rule or total that fired: all its matches at one time."""

    stratum: int
    plan: EntryPlan
    matches: Sequence[Match]


FiringLog = list[Fired]
"""All that fired, stratum by stratum."""


def firings_of(record: FiringLog, memory: Memory) -> tuple[Firing, ...]:
    """The firings that a record is of, in their one order.

    Args:
        record: What fired.
        memory: The facts that hold in the end.
    """
    known = memory.given()
    firings: list[Firing] = []
    for _, fired in groupby(record, key=lambda one: one.stratum):
        waiting: dict[EntryPlan, list[Any]] = {}
        for _, plan, matches in fired:
            if isinstance(plan.entry, Total):
                firings += [plan.firing(match, memory, known) for match in sorted(matches)]
            else:
                waiting.setdefault(plan, []).extend(matches)
        growing = {one.kind for plan in waiting for one in plan.conclusions}
        rules = sorted(waiting.items(), key=lambda one: one[0].entry.order)
        while rules:
            ready, later = [], []
            for plan, matches in rules:
                now, then = _parted(plan, matches, growing, known)
                ready.append((plan, now))
                if then:
                    later.append((plan, then))
            for plan, matches in ready:
                firings += [plan.firing(match, memory, known) for match in sorted(matches)]
            assert any(now for _, now in ready), "a rule rests on what nothing established"
            rules = later
    return tuple(firings)


def _parted(
    plan: EntryPlan, matches: list[Match], growing: set[str], known: dict[str, set[Row]]
) -> tuple[list[Match], list[Match]]:
    """The matches whose premises are all established, and the others."""
    if growing.isdisjoint(plan.reads):  # all of it was complete before
        return matches, []
    ready = matches
    for kind, start, end in plan.spans:
        if kind in growing:
            table = known[kind]
            ready = [match for match in ready if match[start:end] in table]
    if len(ready) == len(matches):
        return matches, []
    done = set(map(id, ready))
    return ready, [match for match in matches if id(match) not in done]


class Consultation:
    """What an engine made of the base facts.

    The facts and firings are made of the engine's own record when they are first asked for;
    nothing is reasoned again.
    """

    def __init__(self, memory: Memory, record: FiringLog, engine: str, note: str) -> None:
        """Keeps the record.

        Args:
            memory: Everything that holds in the end.
            record: What fired.
            engine: Which engine reasoned.
            note: Why another engine served than the one preferred.
        """
        memory.settle()
        self._memory = memory
        self._record = record
        self.engine = engine
        """Which engine reasoned: `durable` or `reference`."""
        self.note = note
        """Why another engine served than the one preferred; mostly empty."""

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that holds in the end, base facts included, sorted."""
        return self._memory.facts()

    @cached_property
    def firings(self) -> tuple[Firing, ...]:
        """Every step, in canonical order."""
        return firings_of(self._record, self._memory)

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind, sorted."""
        return tuple(fact for fact in self.facts if fact.kind == kind)
