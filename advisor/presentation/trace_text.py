"""A trace as text for a terminal, in three levels of detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.presentation.templating.rendering import LONGEST_TRACE, plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.model.fact import Fact

SHORT, NORMAL, FULL = DETAILS = ("short", "normal", "full")
"""The levels of detail."""

AGENDA_SHOWN = 10
"""Activations of an agenda that are listed; there may be hundreds."""


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


class Row(NamedTuple):
    """A step with what is shown around it."""

    step: TraceStep
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
    """The firings in order.

    Args:
        trace: A trace.
        steps: The steps to show, in order; all if none are given.
        detail: `short` for a line each, `normal`, or `full` with working memory and agenda.
        width: The columns there are.

    Returns:
        Plain text. Control characters in the client's words are left out.
    """
    if detail not in DETAILS:
        raise ValueError(f"no detail {detail!r}: {', '.join(DETAILS)}")
    shown = trace.steps if steps is None else tuple(steps)
    text = render(
        plain_template("trace.txt.j2"),
        {
            "client": trace.assessment.case.short_name,
            "total": len(trace.firings),
            "strata": trace.strata,
            "shown": len(shown),
            "rows": _rows(trace, shown, detail),
            "detail": detail,
        },
        LONGEST_TRACE,
    )
    return fitted(text, width)


def _rows(trace: Trace, steps: Sequence[TraceStep], detail: str) -> Iterator[Row]:
    stratum, since = 0, -1
    for step in steps:
        moment = _moment(trace, step.number - 1, since) if detail == FULL else None
        yield Row(step, step.stratum != stratum, moment)
        stratum, since = step.stratum, step.number - 1


def _moment(trace: Trace, done: int, since: int) -> Moment:
    waiting = trace.agenda(done)
    return Moment(
        trace.memory_size(done),
        trace.memory(done) if since < 0 else trace.changes(since, done),
        waiting[:AGENDA_SHOWN],
        max(0, len(waiting) - AGENDA_SHOWN),
        trace.choice(done),
        trace.begins_stratum(done),
    )
