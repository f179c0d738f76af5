"""Walking through a trace: a place between two firings, and breakpoints to run to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, did_you_mean, echo
from advisor.explanation.record import find_conclusion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.model.fact import Fact

RULE, FACT, CONCLUSION = SORTS = ("rule", "fact", "conclusion")
"""What a breakpoint can wait for."""


class Breakpoint(NamedTuple):
    """A firing to stop before."""

    number: int
    sort: str
    """`rule`: the next firing is one of this rule. `fact`: it brings such a fact into working
    memory. `conclusion`: it brings this one conclusion."""
    name: str
    waits_for: Callable[[TraceStep], bool]


class Walk:
    """A walk through a trace.

    Attributes:
        trace: The trace.
        done: How many firings there have been: the place of the walk.
        breakpoints: Where `run` stops, by number.
    """

    def __init__(self, trace: Trace, steps: Sequence[TraceStep] | None = None) -> None:
        """Begins before the first step.

        Args:
            steps: The steps before which `forward` and `back` stop; all if none are given.
        """
        self.trace = trace
        shown = trace.steps if steps is None else steps
        self._stops = [one.number - 1 for one in shown]
        self.end = len(trace.firings)
        self.done = self._stops[0] if self._stops else self.end
        self.breakpoints: dict[int, Breakpoint] = {}
        self._last = 0

    @property
    def at_end(self) -> bool:
        """Whether everything has fired."""
        return self.done == self.end

    @property
    def next_step(self) -> TraceStep:
        """The step that comes next; there is none at the end."""
        return self.trace.steps[self.done]

    @property
    def stop(self) -> tuple[int, int]:
        """Which of the stops this is, counted from 1, and how many there are."""
        return bisect_left(self._stops, self.done) + 1, len(self._stops)

    def agenda(self) -> tuple[TraceStep, ...]:
        """What could fire now, the next first; nothing at the end."""
        return () if self.at_end else self.trace.agenda(self.done)

    def forward(self, stops: int = 1) -> None:
        """Goes on by so many stops; at most to the end."""
        place = bisect_right(self._stops, self.done) + stops - 1
        self.done = self._stops[place] if place < len(self._stops) else self.end

    def back(self, stops: int = 1) -> None:
        """Goes back by so many stops; at most to the first."""
        place = bisect_left(self._stops, self.done) - stops
        self.done = self._stops[max(0, place)] if self._stops else self.end

    def go_to(self, done: int) -> None:
        """Goes to the place after so many firings."""
        self.done = max(0, min(done, self.end))

    def run(self) -> Breakpoint | None:
        """Goes on until the next firing is one that a breakpoint waits for, or to the end."""
        while self.done < self.end:
            self.done += 1
            if self.done < self.end:
                for one in self.breakpoints.values():
                    if one.waits_for(self.next_step):
                        return one
        return None

    def add(self, name: str, sort: str = "") -> Breakpoint:
        """Sets a breakpoint.

        Args:
            name: A rule, a kind of fact with or without values, or a conclusion as `advisor why`
                takes it.
            sort: One of `SORTS`; without it, what the name is, tried in that order.

        Raises:
            InputError: If the rules know of no such thing.
        """
        for one in [sort] if sort else SORTS:
            try:
                found = self._condition(one, name)
            except InputError:
                if sort:
                    raise
                continue
            self._last += 1
            added = self.breakpoints[self._last] = Breakpoint(self._last, one, name, found)
            return added
        raise self._unknown(name)

    def delete(self, number: int) -> Breakpoint:
        """Takes a breakpoint away.

        Raises:
            InputError: If there is none of that number.
        """
        found = self.breakpoints.pop(number, None)
        if found is None:
            raise InputError(
                f"There is no breakpoint {number}.",
                remedy=f"There are: {', '.join(map(str, self.breakpoints)) or 'none'}.",
            )
        return found

    def holds(self, name: str) -> Fact:
        """The conclusion of this name, if it holds by now.

        Raises:
            InputError: If there is no such conclusion, or it is not in working memory yet.
        """
        found = find_conclusion(self.trace.assessment, name)
        if (self.trace.step_of(found.fact) or 0) > self.done:
            raise InputError(
                f"{echo(name)} is not in working memory yet.",
                remedy="“break” with its name and “run” take you there.",
            )
        return found.fact

    def _condition(self, sort: str, name: str) -> Callable[[TraceStep], bool]:
        if sort == RULE:
            rule = self.trace.known_rule(name)
            return lambda step: step.firing.rule == rule
        if sort == FACT:
            fits = self.trace.facts_about(name)
            return lambda step: any(map(fits, step.firing.new))
        fact = find_conclusion(self.trace.assessment, name).fact
        return lambda step: fact in step.firing.new

    def _unknown(self, name: str) -> InputError:
        knowledge = self.trace.assessment.knowledge
        known = [
            *(entry.id for entry in knowledge.rulebook.entries),
            *knowledge.rulebook.vocabulary.kinds,
            *knowledge.homes,
            *(party.id for party in self.trace.assessment.case.parties),
        ]
        otherwise = "Name a rule, a kind of fact such as seat, or a conclusion such as alignment."
        return InputError(
            f"There is no rule, fact or conclusion {echo(name)}.",
            remedy=did_you_mean(name, known, otherwise),
        )
