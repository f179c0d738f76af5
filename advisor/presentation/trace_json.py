"""A trace as JSON; `rules/trace.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.presentation.reasoning_json import as_json, cited, head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.explanation.tracing import Premise, Trace, TraceStep
    from advisor.model.fact import Fact


def trace_json(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, full: bool = False
) -> str:
    """A trace as JSON text with a line break at its end.

    Args:
        trace: A trace.
        steps: The steps to tell of, in order; all if none are given.
        full: Whether to give the facts at the start and the agenda before each step.
    """
    return as_json(trace_contract(trace, steps, full=full))


def trace_contract(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, full: bool = False
) -> dict[str, Any]:
    """A trace as plain values: memory before a step is `given` and what earlier steps conclude."""
    shown = trace.steps if steps is None else tuple(steps)
    knowledge = trace.assessment.knowledge
    statements = {one for step in shown for one in step.reason.statements}
    return {
        **head(trace.assessment),
        "firings": len(trace.firings),
        "strata": trace.strata,
        "given": [_fact(one) for one in trace.given] if full else None,
        "steps": [_step(trace, step, full) for step in shown],
        "statements": cited(knowledge, statements),
    }


def _step(trace: Trace, step: TraceStep, full: bool) -> dict[str, Any]:
    done = step.number - 1
    return {
        "number": step.number,
        "stratum": step.stratum,
        "round": step.round,
        "rule": step.reason.rule,
        "title": step.reason.title,
        "sentence": step.reason.sentence,
        "certainty": step.reason.certainty,
        "statements": list(step.reason.statements),
        "bindings": [
            {"variable": one.name, "value": one.value, "words": one.words} for one in step.bindings
        ],
        "takes": [_premise(one) for one in step.premises],
        "nothing_says": list(step.absent),
        "concludes": [_fact(one) for one in step.firing.new],
        "held_before": [_fact(one) for one in step.old],
        "facts_before": trace.memory_size(done),
        "agenda": [one.number for one in trace.agenda(done)] if full else None,
        "chosen_because": trace.choice(done) if full else None,
    }


def _premise(one: Premise) -> dict[str, Any]:
    return {
        "fact": _fact(one.fact),
        "step": one.step,
        "basis": one.basis or None,
        "line": one.line,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    # Some kinds have a field called "kind", so the fields keep to themselves.
    return {"kind": fact.kind, "fields": fact.as_dict()}
