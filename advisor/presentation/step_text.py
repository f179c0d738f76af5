"""What a person sees while walking through a trace, as text for a terminal.

Nothing is drawn over: every screen is printed below the last, so it reads the same from a pipe and
to a screen reader.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from advisor.presentation.templating.rendering import LONGEST_TRACE, plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.explanation.stepping import Breakpoint, Walk
    from advisor.explanation.tracing import TraceStep
    from advisor.model.fact import Fact

LISTED = 5
"""Activations of the agenda that are listed unasked."""
MOST_FACTS = 12
"""Facts that are listed unasked when many firings pass at once."""


class StepScreens:
    """Makes the screens of one walk."""

    def __init__(
        self, walk: Walk, *, width: int = USUAL, plain: bool = False, recording: bool = False
    ) -> None:
        """Takes the walk.

        Args:
            walk: The walk.
            width: The columns there are.
            plain: Whether words stand for the marks before a line, to be read aloud.
            recording: Whether the walk becomes a lesson.
        """
        self._recording = recording
        self._walk = walk
        self._width = width
        self._plain = plain

    def start(self) -> str:
        """What this is, and how to get help."""
        return self._screen("start", client=self._walk.trace.assessment.case.short_name)

    def moment(self) -> str:
        """Where the walk is: the agenda, and what is next and why."""
        walk = self._walk
        if walk.at_end:
            assessment = walk.trace.assessment
            return self._screen(
                "end",
                memory=walk.trace.memory_size(walk.done),
                path=assessment.path,
                label=assessment.knowledge.paths[assessment.path]["label"],
            )
        waiting = walk.trace.agenda(walk.done)
        return self._screen(
            "moment",
            step=walk.next_step,
            stop=walk.stop,
            begins=walk.trace.begins_stratum(walk.done),
            agenda=waiting[:LISTED],
            size=len(waiting),
            choice=walk.trace.choice(walk.done),
            memory=walk.trace.memory_size(walk.done),
        )

    def moved(self, before: int, reached: Breakpoint | None = None) -> str:
        """What changed on the way from one place to where the walk is now.

        Args:
            before: How many firings there had been.
            reached: The breakpoint that ended a run.
        """
        walk, trace = self._walk, self._walk.trace
        after = walk.done
        if after == before:
            return self._screen("still")
        changed = trace.changes(min(before, after), max(before, after))
        here = {one.number for one in trace.agenda(after)} if after < walk.end else set()
        there = {one.number for one in trace.agenda(before)} if before < walk.end else set()
        came = [trace.steps[number - 1] for number in sorted(here - there)]
        return self._screen(
            "moved",
            step=trace.steps[before] if after > before else None,
            fired=after - before,
            at_start=walk.stop[0] == 1,
            facts=changed if after == before + 1 else changed[:MOST_FACTS],
            changed=len(changed),
            sizes=(trace.memory_size(before), trace.memory_size(after)),
            came=came[:LISTED],
            more=max(0, len(came) - LISTED),
            same_stratum=bool(here) and before < walk.end
            and trace.steps[before].stratum == walk.next_step.stratum,
            reached=reached,
        )  # fmt: skip

    def agenda(self) -> str:
        """The whole agenda."""
        waiting: Sequence[TraceStep] = ()
        if not self._walk.at_end:
            waiting = self._walk.trace.agenda(self._walk.done)
        return self._screen("agenda", agenda=waiting)

    def memory(self, about: str = "") -> str:
        """Working memory: how many facts of each kind, or the facts.

        Args:
            about: A kind of fact or a word that facts hold; `all` for everything; without it,
                only the kinds with their numbers are told.

        Raises:
            InputError: If no fact of the case is about that.
        """
        facts: Sequence[Fact] = self._walk.trace.memory(self._walk.done)
        if not about:
            return self._screen(
                "kinds", memory=len(facts), kinds=Counter(one.kind for one in facts).items()
            )
        if about != "all":
            from advisor.explanation.trace_filter import facts_about

            facts = list(filter(facts_about(self._walk.trace, about), facts))
        return self._screen("memory", about=about, facts=facts)

    def breakpoints(self) -> str:
        """The breakpoints there are."""
        return self._screen("breakpoints", breakpoints=list(self._walk.breakpoints.values()))

    def added(self, breakpoint_: Breakpoint) -> str:
        """That a breakpoint has been set."""
        return self._screen("added", breakpoint=breakpoint_)

    def kept(self, text: str) -> str:
        """That a note or question is kept; of an empty one, that there is none now."""
        return self._screen("kept", text=text)

    def skipped(self) -> str:
        """That a step is left out of the lesson."""
        return self._screen("skipped")

    def help(self) -> str:
        """The commands."""
        return self._screen("help")

    def _screen(self, name: str, **values: Any) -> str:
        text = render(
            plain_template("step.txt.j2"),
            {
                "screen": name,
                "plain": self._plain,
                "recording": self._recording,
                "total": self._walk.end,
                "strata": self._walk.trace.strata,
                **values,
            },
            LONGEST_TRACE,
        )
        return fitted(text, self._width)
