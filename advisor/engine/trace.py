"""The record of a consultation: which rule fired, on which facts, with what result.

The engines keep what they matched; explanations, memos and lessons read the firings that are made
of it. These have one order, whichever engine reasoned and in whatever order it did: by stratum,
then by how many steps a conclusion is away from what the stratum began with, then by the order of
the rules, then by what was matched. In that order every premise stands before its conclusion, so
a proof can be read off by going back.

An *activation* is a firing that has not happened yet: a rule or a total with facts that match it.
The record holds every firing of a consultation, and what a rule negates or a total counts is
complete before its stratum begins, so a firing could have happened as soon as all its premises
held. On the agenda is what belongs to the stratum under way and could fire now. The next is chosen
as the record's order chooses: totals before rules; of the rules, what has waited since an earlier
round; then what stands earlier in the rulebook; then by the values matched.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.rule import Total
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.engine.alpha import Memory, Row
    from advisor.engine.plans import EntryPlan, Match
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


class Fired(NamedTuple):
    """What an engine keeps of a rule or total that fired: all its matches at one time."""

    stratum: int
    plan: EntryPlan
    matches: Sequence[Match]


FiringLog = list[Fired]
"""All that fired, stratum by stratum."""


def firings_of(record: FiringLog, memory: Memory) -> tuple[Firing, ...]:
    """The firings that a record is of, in their one order."""
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

    @cached_property
    def fired(self) -> frozenset[tuple[str, Match]]:
        """Each rule that fired with the values of its variables, which say what it concluded."""
        return frozenset(
            (plan.entry.id, match[: len(plan.names)])
            for _, plan, matches in self._record
            for match in matches
        )

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind, sorted."""
        return self._memory.facts([kind]) if kind in self._memory.tables else ()


TOTALS = 0
"""The round of the totals, which come before the rules of their stratum."""

ONLY, TOTAL_FIRST, EARLIER_ROUND, EARLIER_RULE, BY_VALUES = (
    "only", "total-first", "earlier-round", "earlier-rule", "by-values",
)  # fmt: skip
"""Why an activation is taken before the second on the agenda."""


class Activation(NamedTuple):
    """A firing, with when it could happen."""

    place: int
    """How many firings come before it."""
    firing: Firing
    stratum: int
    """Counted from 0."""
    round: int
    """How many steps its premises are from what the stratum began with; `TOTALS` for a total."""
    since: int
    """After how many firings of the consultation all its premises held."""


def activations(rulebook: Rulebook, consultation: Consultation) -> tuple[Activation, ...]:
    """Every firing of a consultation with when it could happen, in the order of the record."""
    strata = rulebook.strata.entries
    established: dict[Fact, Activation] = {}
    found: list[Activation] = []
    for place, firing in enumerate(consultation.firings):
        stratum = strata[firing.rule]
        since = 0
        round_ = TOTALS if isinstance(rulebook.entry(firing.rule), Total) else TOTALS + 1
        for premise in firing.premises:
            before = established.get(premise)
            if before is not None:
                since = max(since, before.place + 1)
                if before.stratum == stratum:
                    round_ = max(round_, before.round + 1)
        one = Activation(place, firing, stratum, round_, since)
        found.append(one)
        established.update((fact, one) for fact in firing.new)
    return tuple(found)


def agenda(schedule: Sequence[Activation], done: int) -> tuple[Activation, ...]:
    """What could fire after so many firings, in the order in which it will.

    Returns:
        The activations of the stratum under way whose premises all hold; the first is the next
        to fire. Empty when everything has fired.
    """
    if done >= len(schedule):
        return ()
    end = bisect_right(schedule, schedule[done].stratum, key=attrgetter("stratum"))
    return tuple(one for one in schedule[done:end] if one.since <= done)


def choice(waiting: Sequence[Activation]) -> str:
    """Why the first of an agenda comes before the second.

    Returns:
        `ONLY`, `TOTAL_FIRST`, `EARLIER_ROUND`, `EARLIER_RULE` or `BY_VALUES`.
    """
    if len(waiting) == 1:
        return ONLY
    first, second = waiting[0], waiting[1]
    if first.round != second.round:
        return TOTAL_FIRST if first.round == TOTALS else EARLIER_ROUND
    return BY_VALUES if first.firing.rule == second.firing.rule else EARLIER_RULE
