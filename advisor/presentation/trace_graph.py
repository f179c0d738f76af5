"""The proof in a trace as a picture: Mermaid for documents, DOT for Graphviz."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from advisor.explanation.answers import AnswerWords, Given
from advisor.presentation import markdown
from advisor.presentation.templating.rendering import LONGEST_TRACE, plain_template, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.explanation.tracing import Trace, TraceStep

MERMAID, DOT = FORMS = ("mermaid", "dot")
"""The languages of pictures."""

LONGEST = 110
"""Characters of a sentence that a picture shows."""
COLUMNS = 34
"""The width of a node, in characters."""


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
    last: frozenset[int]
    """The steps that lead to none of the others."""


def trace_graph(trace: Trace, steps: Sequence[TraceStep], form: str) -> str:
    """The steps as a picture, answers above and conclusions below.

    Args:
        trace: A trace.
        steps: The steps to show, in order; some dozens can be read.
        form: `mermaid` or `dot`.

    Returns:
        Text in that language. Nothing in the client's words is read as part of it.
    """
    if form not in FORMS:
        raise ValueError(f"no form {form!r}: {', '.join(FORMS)}")
    quoted: Callable[[object], str] = partial(markdown.label, longest=LONGEST)
    return render(
        plain_template(f"trace.{form}.j2"),
        {"graph": graph_of(trace, steps), "quoted": dot_label if form == DOT else quoted},
        LONGEST_TRACE,
    )


def graph_of(trace: Trace, steps: Sequence[TraceStep]) -> Graph:
    """What leads to what among some steps."""
    answers = AnswerWords(trace.assessment.record)
    shown = {one.number for one in steps}
    leaves: dict[Given, Leaf] = {}
    from_steps: dict[tuple[int, int], None] = {}
    from_leaves: dict[tuple[int, int], None] = {}
    for step in steps:
        for premise in step.premises:
            if premise.step in shown:
                from_steps[premise.step, step.number] = None
        for given in answers.behind(step.firing):
            leaf = leaves.setdefault(given, Leaf(len(leaves) + 1, given))
            from_leaves[leaf.number, step.number] = None
    leading = {before for before, _ in from_steps}
    return Graph(
        tuple(steps),
        tuple(leaves.values()),
        tuple(from_steps),
        tuple(from_leaves),
        frozenset(shown - leading),
    )


def dot_label(text: object) -> str:
    """Makes the inside of a quoted string in DOT, broken into lines that fit a node."""
    line = markdown.one_line(str(text))
    lines = textwrap.wrap(textwrap.shorten(line, LONGEST, placeholder=" …"), COLUMNS) or [""]
    escaped = [one.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for one in lines]
    return "\\n".join(escaped)
