"""The way in: reason over the base facts of a case."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.engine.program import FIRING_LIMIT, Reasoning, program_for
from advisor.engine.trace import Consultation
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import Rulebook
from advisor.model.fact import Fact

__all__ = ["Consultation", "ConsultationError", "conclusions", "consult"]


def consult(
    rulebook: Rulebook,
    base_facts: Iterable[Fact],
    engine: str = "auto",
    firing_limit: int = FIRING_LIMIT,
) -> Consultation:
    """Finds everything that follows from the base facts.

    Args:
        rulebook: The rules and what they speak of.
        base_facts: The facts of the case, in any order.
        engine: `durable`, `reference`, or `auto`: durable_rules where it can be loaded, else
            the reference engine.

    Returns:
        The facts and the record of every step; the same whichever engine reasons.

    Raises:
        ConsultationError: If a base fact is not one the vocabulary allows, the limit is
            passed, a value from the case does not fit a conclusion, or the engine asked for
            cannot be loaded.
        ValueError: If there is no such engine.
    """
    if engine not in ("auto", "durable", "reference"):
        raise ValueError(f"no engine {engine!r}: durable, reference or auto")
    program = program_for(rulebook)
    reasoning = Reasoning(program.remember(base_facts), firing_limit)
    note = ""
    if engine != "reference":
        from advisor.engine import durable  # the extension costs a start; only when wanted

        note = durable.why_missing()
        if not note:
            durable.network_for(rulebook, program).run(reasoning)
            return Consultation(reasoning.memory, reasoning.record, "durable", "")
        if engine == "durable":
            raise durable.unavailable()
    program.run(reasoning)
    return Consultation(reasoning.memory, reasoning.record, "reference", note)


def conclusions(
    rulebook: Rulebook,
    base_facts: Iterable[Fact],
    goals: Iterable[str] = (),
    firing_limit: int = FIRING_LIMIT,
) -> tuple[Fact, ...]:
    """What follows from the base facts, without the record of how.

    For "what if", which asks many times for little: only rules that can bear on the goals are
    carried out, by the reference engine.

    Args:
        rulebook: The rules and what they speak of.
        base_facts: The facts of the supposed case, in any order.
        goals: The kinds of fact that are wanted; all, when none is named.

    Raises:
        ConsultationError: If a base fact is not one the vocabulary allows, the limit is
            passed, or a value from the case does not fit a conclusion.
        ValueError: If there is no kind of such a name.
    """
    wanted = frozenset(goals)
    program = program_for(rulebook, wanted)
    reasoning = Reasoning(program.remember(base_facts), firing_limit)
    program.run(reasoning)
    return reasoning.memory.facts(wanted)
