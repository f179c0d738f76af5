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
    from advisor.engine.memory import Memory, Pending
    from advisor.engine.program import Program, Stratum
    from advisor.engine.trace import Record


def infer(program: Program, memory: Memory, firing_limit: int) -> Record:
    """Carries out a program on a memory, with a record of every step.

    Args:
        program: The rulebook, ready.
        memory: The base facts; gains everything that follows.
        firing_limit: How many firings are too many.

    Returns:
        What fired, in canonical order; `firings_of` makes the firings of it.

    Raises:
        ConsultationError: If the limit is passed, or a value from the case does not fit a
            conclusion.
    """
    record: Record = []
    count = 0
    for stratum in program.strata:
        pending: Pending = {}
        for total in stratum.totals:
            made = total.made(memory)
            total.conclude(made, memory, pending)
            record.append((total, made))
            count += len(made)
        memory.admit(pending)
        matches = stratum.first_round(memory)
        while matches:
            pending = {}
            for rule, found in matches:
                rule.conclude(found, memory, pending)
                count += len(found)
            record += matches
            check_firings(count, firing_limit)
            fresh = memory.admit(pending)
            matches = stratum.later_round(memory, fresh) if fresh else []
    return record


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
    matches = stratum.first_round(memory, again=again)
    while matches:
        pending = {}
        for rule, found in matches:
            count += len(found)
            rule.conclude(found, memory, pending)
        check_firings(count, firing_limit)
        fresh = memory.admit(pending)
        matches = stratum.later_round(memory, fresh) if fresh else []
    return count
