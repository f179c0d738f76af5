"""A trace for people: as text in three levels of detail, as a picture, as a web page."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from advisor.engine.trace import choice
from advisor.explanation.answers import AnswerWords, Given
from advisor.explanation.why import why
from advisor.presentation import markdown
from advisor.presentation.citations import cite
from advisor.presentation.exploration import Explorer
from advisor.presentation.picture import picture_of
from advisor.presentation.templating.rendering import (
    page_template,
    plain_template,
    render,
    screen,
)
from advisor.presentation.terminal import ROWS, USUAL, typed_case
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.model.fact import Fact

LAYERS, SHORT, NORMAL, FULL = DETAILS = ("layers", "short", "normal", "full")
"""The levels of detail."""
AGENDA_SHOWN = 10
"""Activations of an agenda that are listed; there may be hundreds."""
FEW = 3
"""Steps that may stand out; where more are equally weak, a mark on each would say nothing."""
MERMAID, DOT = PICTURES = ("mermaid", "dot")
"""The languages of pictures."""
LONGEST = 140
"""Characters of a sentence that a picture shows."""
COLUMNS = 25
"""The width of a node, in characters."""


class Moment(NamedTuple):
    """What holds before a step, for those who want to see it in full."""

    memory: int
    """How many facts hold."""
    facts: tuple[Fact, ...]
    """All of them at the first step shown; at later ones, those that came since."""
    agenda: tuple[TraceStep, ...]
    more: int
    """How many more are on the agenda."""
    choice: str
    begins_stratum: bool


class TakenUp(NamedTuple):
    """What a step takes, in words."""

    given: tuple[Given, ...]
    """Answers."""
    steps: tuple[tuple[int, str], ...]
    """What steps before it said, each with its number."""


class StepRow(NamedTuple):
    """A step with what is shown around it."""

    step: TraceStep
    taken: TakenUp
    new_stratum: bool
    """Whether it is the first shown of its stratum."""
    moment: Moment | None


def trace_text(
    trace: Trace,
    steps: Sequence[TraceStep] | None = None,
    *,
    detail: str = NORMAL,
    width: int = USUAL,
) -> str:
    """A trace as text for a terminal: the firings in order.

    Args:
        trace: What `trace` returned.
        steps: The steps to show, in order; all if none are given.
        detail: `layers` for the proof of the path on about a screen, whatever the steps; `short`
            for a sentence each, `normal`, or `full` with facts, working memory and agenda.
        width: The columns there are.

    Returns:
        Plain text. Control characters in the client's words are left out.
    """
    if detail not in DETAILS:
        raise ValueError(f"no detail {detail!r}: {', '.join(DETAILS)}")
    case = trace.assessment.case
    named = {"client": CaseWords(trace.assessment).heading, "case": typed_case(case.file)}
    if detail == LAYERS:
        told = Explorer(trace.assessment).as_it_is()
        return screen("layers", width, {**named, "told": told}, ROWS)
    shown = trace.steps if steps is None else tuple(steps)
    if detail == SHORT:  # what was said before in the same words is said once
        shown = tuple(one for one in shown if one.firing.new)
    values = {
        **named,
        "total": len(trace.firings),
        "strata": trace.strata,
        "shown": len(shown),
        "rows": _rows(trace, shown, detail),
        "detail": detail,
    }
    return screen("trace", width, values)


def _rows(trace: Trace, steps: Sequence[TraceStep], detail: str) -> Iterator[StepRow]:
    stratum, since = 0, -1
    for step in steps:
        moment = _moment(trace, step.number - 1, since) if detail == FULL else None
        taken = taken_by(trace, step) if detail == NORMAL else TakenUp((), ())
        yield StepRow(step, taken, step.stratum != stratum, moment)
        stratum, since = step.stratum, step.number - 1


def taken_by(trace: Trace, step: TraceStep) -> TakenUp:
    """What a step takes, in words."""
    before = [one.step for one in step.premises if one.step]
    said = {number: trace.steps[number - 1].reason.sentence for number in before}
    given = AnswerWords(trace.assessment.record).behind(step.firing)
    return TakenUp(given, tuple(said.items()))


def layered_steps(trace: Trace) -> tuple[TraceStep, ...]:
    """The steps that the layers of the proof tell, in order."""
    told = Explorer(trace.assessment).as_it_is()
    numbers = {step.number for layer in told.layers for step in layer.steps}
    return tuple(one for one in trace.steps if one.number in numbers)


def _moment(trace: Trace, done: int, since: int) -> Moment:
    waiting = trace.waiting(done)
    return Moment(
        trace.memory_size(done),
        trace.memory(done) if since < 0 else trace.changes(since, done),
        tuple(trace.steps[one.place] for one in waiting[:AGENDA_SHOWN]),
        max(0, len(waiting) - AGENDA_SHOWN),
        choice(waiting),
        trace.begins_stratum(done),
    )


class Leaf(NamedTuple):
    """An answer, or what stands for one, that steps take."""

    number: int
    given: Given


class Graph(NamedTuple):
    """The steps, what they take straight from the case, and what leads to what."""

    steps: tuple[TraceStep, ...]
    leaves: tuple[Leaf, ...]
    from_steps: tuple[tuple[int, int], ...]
    from_leaves: tuple[tuple[int, int], ...]
    instead: tuple[tuple[int, int], ...]
    """Steps that lead to none of the others, and those in which they stand for what is barred."""
    last: frozenset[int]
    """The steps that lead to none of the others."""
    groups: tuple[tuple[str, tuple[TraceStep, ...]], ...] = ()
    """The layers, each with its steps, where the picture is one of them."""


def trace_graph(trace: Trace, steps: Sequence[TraceStep] | None, form: str) -> str:
    """Steps of a trace as a picture: what leads to what.

    Args:
        trace: What `trace` returned.
        steps: The steps to show with the answers they take, such as
            `trace.select(proof_of="alignment")`; some dozens can be read. Without them, the steps
            that the layers of the proof tell, layer by layer.
        form: `mermaid` or `dot`.

    Returns:
        Text in that language. Nothing in the client's words is read as part of it.
    """
    if form not in PICTURES:
        raise ValueError(f"no form {form!r}: {', '.join(PICTURES)}")
    quoted: Callable[[object], str] = partial(markdown.label, longest=LONGEST)
    return render(
        plain_template(f"trace.{form}.j2"),
        {
            "graph": _layered_graph(trace) if steps is None else graph_of(trace, steps),
            "quoted": dot_label if form == DOT else quoted,
        },
    )


def _layered_graph(trace: Trace) -> Graph:
    """The steps of the layers, and which leads to which, be it by way of others."""
    layer_of: dict[int, str] = {}
    layers = Explorer(trace.assessment).as_it_is().layers
    for layer in layers:
        for told in layer.steps:
            layer_of.setdefault(told.number, layer.layer)
    leads_to: dict[int, set[int]] = {}
    for number in sorted(layer_of):
        found, waiting = set[int](), [number]
        while waiting:
            below = {one.step for one in trace.steps[waiting.pop() - 1].premises if one.step}
            waiting += [one for one in below - found if one not in layer_of]
            found |= below
        leads_to[number] = found & layer_of.keys()
    arrows = tuple(
        (one, number)
        for number, before in leads_to.items()
        for one in sorted(before)
        if not any(one in leads_to[other] for other in before)  # that way leads there already
    )
    steps = tuple(trace.steps[number - 1] for number in sorted(layer_of))
    names = dict.fromkeys(layer_of.values())
    groups = ((name, tuple(one for one in steps if layer_of[one.number] == name)) for name in names)
    last = frozenset(one for one in layer_of if layer_of[one] == layers[-1].layer)
    last -= {one for one, _ in arrows}
    return Graph(steps, (), arrows, (), (), last, tuple(groups))


def graph_of(trace: Trace, steps: Sequence[TraceStep]) -> Graph:
    """What leads to what among some steps; those that conclude the same are one node."""
    answers = AnswerWords(trace.assessment.record)
    numbers = {one.number for one in steps}
    node: dict[int, int] = {}
    for one in steps:
        first = trace.step_of(one.firing.asserted[0])
        node[one.number] = first if first in numbers else one.number
    shown = set(node.values())
    leaves: dict[Given, Leaf] = {}
    from_steps: dict[tuple[int, int], None] = {}
    from_leaves: dict[tuple[int, int], None] = {}
    for step in steps:
        for premise in step.premises:
            if premise.step in shown:
                from_steps[premise.step, node[step.number]] = None
        for given in answers.behind(step.firing):
            leaf = leaves.setdefault(given, Leaf(len(leaves) + 1, given))
            from_leaves[leaf.number, node[step.number]] = None
    idle = shown - {before for before, _ in from_steps}
    instead = {
        (one, node[step.number]): None
        for step in steps
        for one in trace.instead_of(step)
        if one in idle and one != node[step.number]
    }
    return Graph(
        tuple(one for one in steps if one.number in shown),
        tuple(leaves.values()),
        tuple(from_steps),
        tuple(from_leaves),
        tuple(instead),
        frozenset(idle - {before for before, _ in instead}),
    )


def dot_label(text: object) -> str:
    """Makes the inside of a quoted string in DOT, broken into lines that fit a node."""
    line = markdown.one_line(str(text))
    lines = textwrap.wrap(textwrap.shorten(line, LONGEST, placeholder=" …"), COLUMNS) or [""]
    escaped = [one.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for one in lines]
    return "\\n".join(escaped)


def trace_page(
    trace: Trace, steps: Sequence[TraceStep] | None = None, *, proof_of: str = ""
) -> str:
    """The reasoning as one web page that needs no network and no script.

    Args:
        trace: What `trace` returned.
        steps: Other steps to show in order, beside those of the proof.
        proof_of: The conclusion whose proof is an outline that opens and closes; the advised path
            if it is empty.

    Returns:
        A whole HTML page: the network as a picture, the proof in layers, and, folded, all of it
        as an outline. Whatever is in the client's words is text and nothing else.

    Raises:
        InputError: If there is no such conclusion.
    """
    assessment = trace.assessment
    proof = why(assessment, proof_of)
    proven = trace.steps_of(proof.firings)
    chosen = () if steps is None or tuple(steps) == proven else tuple(steps)
    used = (*proven, *chosen)
    numbers = {id(one.firing): one.number for one in used}
    told = None if proof_of not in ("", "path") else Explorer(assessment).as_it_is()
    homes = [one for one in told.homes if one.place or one.chosen] if told else ()
    pictures = [(one.label, picture_of(assessment, one.home), one.home) for one in homes]
    values = {
        "assessment": assessment,
        "client": CaseWords(assessment).heading,
        "label": assessment.knowledge.paths[assessment.path]["label"],
        "told": told,
        "pictures": [(label, Markup(one.svg(f"-{home}"))) for label, one, home in pictures if one],
        "proof": proof,
        "weakest": sum(one.weakest for one in proof.steps),
        "few": FEW,
        "number_of": lambda firing: numbers[id(firing)],
        "chosen": chosen,
        "citations": cite(
            assessment.knowledge, {one for step in used for one in step.reason.statements}
        ),
    }
    return render(page_template("trace.html.j2"), values)
