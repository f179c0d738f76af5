"""The reasoning as one web page that needs nothing else: no network, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.trace_filter import proof_steps
from advisor.explanation.why import why
from advisor.presentation.citations import cite
from advisor.presentation.templating.rendering import LONGEST_TRACE, page_template, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.explanation.why import Step
    from advisor.knowledge.strata import Entry

FEW = 3
"""Steps that may stand out; where more are equally weak, a mark on each would say nothing."""


class RuleUsed(NamedTuple):
    """A rule with the steps on the page in which it fires."""

    entry: Entry
    steps: tuple[int, ...]


def trace_page(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, proof_of: str = ""
) -> str:
    """The proof of a conclusion as an outline that opens and closes, and steps in order.

    Args:
        trace: A trace.
        steps: The steps to show in order; those of the proof if none are given.
        proof_of: The conclusion to prove; the advised path if it is empty.

    Returns:
        A whole HTML page. Every node leads to its rule and to the list of citations; whatever is
        in the client's words is text and nothing else.

    Raises:
        InputError: If there is no such conclusion.
    """
    assessment = trace.assessment
    proof = why(assessment, proof_of)
    proven = proof_steps(trace, proof_of)
    shown = proven if steps is None else tuple(steps)
    used = {one.number: one for one in (*proven, *shown)}
    rules: dict[str, list[int]] = {}
    for number, step in sorted(used.items()):
        rules.setdefault(step.firing.rule, []).append(number)
    rulebook = assessment.knowledge.rulebook
    statements = {one for step in used.values() for one in step.reason.statements}
    numbers = {id(one.firing): one.number for one in used.values()}
    values = {
        "assessment": assessment,
        "client": assessment.case.client.text("name") or assessment.case.short_name,
        "label": assessment.knowledge.paths[assessment.path]["label"],
        "proof": proof,
        "weakest": sum(one.weakest for one in _outline(proof.proof)),
        "few": FEW,
        "number_of": lambda firing: numbers[id(firing)],
        "steps": shown,
        "shown": {one.number for one in shown},
        "total": len(trace.firings),
        "strata": trace.strata,
        "rules": [
            RuleUsed(rulebook.entry(rule), tuple(rules[rule]))
            for rule in sorted(rules, key=lambda one: rulebook.entry(one).title)
        ],
        "citations": cite(assessment.knowledge, statements),
    }
    return render(page_template("trace.html.j2"), values, LONGEST_TRACE)


def _outline(step: Step) -> Iterator[Step]:
    """The steps of a proof, each once."""
    if not step.again:
        yield step
    for one in step.steps:
        yield from _outline(one)
