"""The reference engine: the rules carried out in plain Python.

It answers "what if" and "which question still matters", which take many consultations; it
serves where durable_rules cannot be loaded; and it is what durable_rules is tested against.

Rules are carried out stratum by stratum, and inside a stratum round by round: a round finds
every match with what held before it, except that after the first round only matches with a
fact of the round before are looked for (semi-naive evaluation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.limits import check_firings

if TYPE_CHECKING:
    from advisor.engine.memory import Memory, Row
    from advisor.engine.program import Program, Stratum
    from advisor.engine.trace import Firing
    from advisor.model.fact import Fact


def infer(program: Program, memory: Memory, firing_limit: int) -> list[Firing]:
    """Carries out a program on a memory.

    Args:
        program: The rulebook, ready.
        memory: The base facts; gains everything that follows.
        firing_limit: How many firings are too many.

    Returns:
        Every firing, in canonical order.

    Raises:
        ConsultationError: If the limit is passed, or a value from the case does not fit a
            conclusion.
    """
    firings: list[Firing] = []
    for stratum in program.strata:
        _totals(stratum, memory, firings)
        _rules(stratum, memory, firings, firing_limit)
    return firings


def _totals(stratum: Stratum, memory: Memory, firings: list[Firing]) -> None:
    """Makes the totals of a stratum."""
    if not stratum.totals:
        return
    pending: dict[Fact, Row] = {}
    for plan in stratum.totals:
        firings.extend(plan.fire(memory, pending))
    for fact, row in pending.items():
        memory.add(fact.kind, row, fact)


def _rules(stratum: Stratum, memory: Memory, firings: list[Firing], firing_limit: int) -> None:
    """Fires the rules of a stratum until nothing is new."""
    fresh: dict[str, list[Row]] | None = None
    while fresh is None or fresh:
        pending: dict[Fact, Row] = {}
        for plan in stratum.rules:
            if fresh is None:
                matches = plan.matches(memory)
            elif plan.deltas:
                matches = plan.matches_with(memory, fresh)
            else:
                continue
            for match in matches:
                firings.append(plan.fire(match, memory, pending))
        check_firings(len(firings), firing_limit)
        fresh = {}
        for fact, row in pending.items():
            memory.add(fact.kind, row, fact)
            fresh.setdefault(fact.kind, []).append(row)
