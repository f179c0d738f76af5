"""The agenda: which activations wait, at each moment of a consultation, and which one is next.

An *activation* is a firing that has not happened yet: a rule or a total with facts that match it.
What is shown here is read off the record, so it is the same whichever engine reasoned: the record
holds every firing of a consultation, and what a rule negates or a total counts is complete before
its stratum begins, so a firing could have happened as soon as all its premises held.

On the agenda is what belongs to the stratum under way and could fire now. The next is chosen as the
record's order chooses: totals before rules; of the rules, what has waited since an earlier round;
then what stands earlier in the rulebook; then by the values matched.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.engine.trace import Consultation, Firing
    from advisor.knowledge.rulebook import Rulebook
    from advisor.model.fact import Fact

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

    Args:
        schedule: What `activations` returned.
        done: How many firings there have been.

    Returns:
        The activations of the stratum under way whose premises all hold; the first is the next
        to fire. Empty when everything has fired.
    """
    waiting = []
    for one in islice(schedule, done, None):
        if one.stratum != schedule[done].stratum:
            break
        if one.since <= done:
            waiting.append(one)
    return tuple(waiting)


def choice(waiting: Sequence[Activation]) -> str:
    """Why the first of an agenda comes before the second.

    Args:
        waiting: An agenda with at least one activation.

    Returns:
        `ONLY`, `TOTAL_FIRST`, `EARLIER_ROUND`, `EARLIER_RULE` or `BY_VALUES`.
    """
    if len(waiting) == 1:
        return ONLY
    first, second = waiting[0], waiting[1]
    if first.round != second.round:
        return TOTAL_FIRST if first.round == TOTALS else EARLIER_ROUND
    return BY_VALUES if first.firing.rule == second.firing.rule else EARLIER_RULE
