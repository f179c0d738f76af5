"""The plain evaluator: the rules carried out in Python, as they read.

It answers "what if", it serves where durable_rules cannot be loaded, and it is what durable_rules
is tested against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.engine.alpha import Memory, Row
    from advisor.engine.plans import Match, RulePlan
    from advisor.engine.program import Program, Reasoning, Stage


def run(program: Program, reasoning: Reasoning) -> None:
    """Carries out a program.

    Args:
        program: The rulebook, ready.
        reasoning: The base facts; gains what follows, and what fired.

    Raises:
        ConsultationError: If there are too many firings, or a value from the case does not fit a
            conclusion.
    """
    for stage in program.stages:
        reasoning.totals(stage)
        carry_out(stage, reasoning)


def carry_out(stage: Stage, reasoning: Reasoning) -> None:
    """Fires the rules of a stage on everything that they match.

    Where they rest on each other, they are tried again, with at least one new fact, until nothing
    is new (semi-naive evaluation).

    Args:
        stage: Some rules.
        reasoning: Everything that they rest on; gains what follows, and what fired.
    """
    seen: dict[RulePlan, list[int]] = {}
    rules = stage.rules
    while rules:
        for plan in rules:
            candidates = plan.candidates(reasoning.memory, reasoning.limit)
            if candidates:
                found = new_matches(plan, reasoning.memory, candidates, seen.get(plan))
                reasoning.fire(stage.stratum, plan, found)
                seen[plan] = [len(rows) for rows in candidates]
        fresh = reasoning.settle()
        if not stage.circular:
            return
        rules = tuple([plan for plan in stage.rules if not fresh.keys().isdisjoint(plan.reads)])


def new_matches(
    plan: RulePlan, memory: Memory, candidates: list[list[Row]], seen: list[int] | None
) -> list[Match]:
    """What a rule matches that it did not match before.

    Args:
        plan: The rule.
        memory: The facts.
        candidates: For each of its patterns the rows that meet it by themselves.
        seen: How many these were when the rule was tried last; rows are only ever added.
    """
    if seen is None:
        sizes = [len(rows) for rows in candidates]
        first = sizes.index(min(sizes))
        return plan.matches(memory, plan.way(first), candidates[first])
    found: dict[Match, None] = {}
    for place, rows in enumerate(candidates):
        fresh = rows[seen[place] :]
        if fresh:
            found.update(dict.fromkeys(plan.matches(memory, plan.way(place), fresh)))
    return list(found)
