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
    from advisor.engine.memory import Memory, Pending, Row
    from advisor.engine.program import Program, Stratum
    from advisor.engine.rule_plan import RulePlan
    from advisor.engine.trace import Firing


def infer(program: Program, memory: Memory, firing_limit: int) -> list[Firing]:
    """Carries out a program on a memory, with a record of every step.

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
        pending: Pending = {}
        for total in stratum.totals:
            firings.extend(total.fire(memory, pending))
        memory.admit(pending)
        fresh: dict[str, list[Row]] | None = None
        while fresh is None or fresh:
            pending = {}
            for rule, matches in _round(stratum, memory, fresh):
                for match in matches:
                    firings.append(rule.fire(match, memory, pending))
            check_firings(len(firings), firing_limit)
            fresh = memory.admit(pending)
    return firings


def conclude(program: Program, memory: Memory, firing_limit: int) -> None:
    """Carries out a program on a memory, without a record; for "what if".

    What rules matched in like cases is kept in the program, within bounds.

    Args:
        program: The rulebook, ready.
        memory: The base facts; gains everything that follows.
        firing_limit: How many firings are too many.

    Raises:
        ConsultationError: As `infer`.
    """
    count = 0
    for stratum in program.strata:
        count = conclude_stratum(stratum, memory, firing_limit, count, again=True)


def conclude_stratum(
    stratum: Stratum, memory: Memory, firing_limit: int, count: int = 0, *, again: bool = False
) -> int:
    """Carries out one stratum on a memory, without a record.

    Args:
        stratum: What is worked on together.
        memory: What holds so far; gains everything that follows.
        firing_limit: How many firings are too many.
        count: How many there were before.
        again: Whether what rules matched is kept for like cases.

    Returns:
        How many firings there are by now.

    Raises:
        ConsultationError: As `infer`.
    """
    pending: Pending = {}
    for total in stratum.totals:
        total.conclude_all(memory, pending)
    memory.admit(pending)
    fresh: dict[str, list[Row]] | None = None
    while fresh is None or fresh:
        pending = {}
        for rule, matches in _round(stratum, memory, fresh, again=again):
            count += len(matches)
            for match in matches:
                rule.conclude(match, memory, pending)
        check_firings(count, firing_limit)
        fresh = memory.admit(pending)
    return count


def _round(
    stratum: Stratum, memory: Memory, fresh: dict[str, list[Row]] | None, again: bool = False
) -> list[tuple[RulePlan, list[Row]]]:
    """The matches of one round: with all facts, or with at least one fresh one."""
    if fresh is not None:
        found = [(rule, rule.matches_with(memory, fresh)) for rule in stratum.readers_of(fresh)]
    elif again:
        found = [(rule, rule.matches_again(memory)) for rule in stratum.rules]
    else:
        found = [(rule, rule.matches(memory)) for rule in stratum.rules]
    return [one for one in found if one[1]]
