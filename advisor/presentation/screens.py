"""What a class sees one screen after the other: a walk through a trace, a lesson.

Nothing is drawn over: every screen is printed below the last, so it reads the same from a pipe and
to a screen reader. The words stand in `step.txt.j2` and `lesson.txt.j2`, where `screen` says which
one is wanted.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from advisor.explanation.lesson import ENTER, NONE, Difference, Lesson
from advisor.knowledge.base import usual_knowledge
from advisor.presentation import markdown
from advisor.presentation.citations import cite
from advisor.presentation.templating.rendering import plain_template, render, screen
from advisor.presentation.terminal import ROWS, USUAL
from advisor.presentation.trace_text import taken_by
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.explanation.stepping import Breakpoint, Walk
    from advisor.model.fact import Fact

LISTED = 5
"""Activations of the agenda that are listed unasked."""
MOST_CITED = 2
"""Statements of the articles that a step of a lesson shows."""
ABOVE = 7
"""Lines of a screen on which stands what a step said, above what is next."""
MOST_FACTS = 12
"""Facts that are listed unasked when many firings pass at once."""


class StepScreens:
    """Makes the screens of one walk."""

    def __init__(
        self, walk: Walk, *, width: int = USUAL, plain: bool = False, recording: bool = False,
        full: bool = True,
    ) -> None:  # fmt: skip
        """Takes the walk.

        Args:
            plain: Whether words stand for the marks before a line, to be read aloud.
            recording: Whether the walk becomes a lesson.
            full: Whether agenda and working memory are shown unasked.
        """
        self._walk = walk
        self._width = width
        self._always = {
            "plain": plain,
            "recording": recording,
            "full": full,
            "total": walk.end,
            "strata": walk.trace.strata,
            "client": CaseWords(walk.trace.assessment).heading,
        }

    def screen(self, name: str, **values: Any) -> str:
        """A screen that needs no more than the values given.

        Args:
            name: Its name in the template: `start`, `agenda`, `breakpoints`, `added`, `kept`,
                `skipped` or `help`.
        """
        found = {"screen": name, **self._always, **values}
        return screen("step", self._width, found, ROWS - ABOVE)

    def moment(self) -> str:
        """Where the walk is: the agenda, and what is next and why."""
        walk = self._walk
        memory = walk.trace.memory_size(walk.done)
        if walk.at_end:
            path = walk.trace.assessment.path
            label = walk.trace.assessment.knowledge.paths[path]["label"]
            return self.screen("end", memory=memory, path=path, label=label)
        waiting = walk.agenda()
        return self.screen(
            "moment",
            step=walk.next_step,
            taken=taken_by(walk.trace, walk.next_step),
            stop=walk.stop,
            begins=walk.trace.begins_stratum(walk.done),
            agenda=waiting[:LISTED],
            size=len(waiting),
            choice=walk.trace.choice(walk.done),
            memory=memory,
        )

    def moved(self, before: int, reached: Breakpoint | None = None) -> str:
        """What changed on the way from one place to where the walk is now."""
        walk, trace = self._walk, self._walk.trace
        after = walk.done
        if after == before:
            return self.screen("still")
        changed = trace.changes(min(before, after), max(before, after))
        here = {one.number for one in walk.agenda()}
        there = {one.number for one in trace.agenda(before)} if before < walk.end else set()
        came = [trace.steps[number - 1] for number in sorted(here - there)]
        return self.screen(
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
            kinds = Counter(one.kind for one in facts).items()
            return self.screen("kinds", memory=len(facts), kinds=kinds)
        if about != "all":
            facts = list(filter(self._walk.trace.facts_about(about), facts))
        return self.screen("memory", about=about, facts=facts)


class LessonScreens:
    """Makes the screens of a lesson that is replayed."""

    def __init__(self, lesson: Lesson, *, width: int = USUAL, notes: bool = False) -> None:
        """Takes the lesson.

        Args:
            notes: Whether the speaker's notes are shown.
        """
        self._lesson = lesson
        self._width = width
        self._notes = notes

    def in_order(self) -> Iterator[tuple[str, str | int]]:
        """Every screen from the title to the end, and the pause after it."""
        yield self._screen("opening"), ENTER
        for number, step in enumerate(self._lesson.steps, start=1):
            if step.ask:
                yield self._screen("question", number=number, step=step), ENTER
            known = usual_knowledge()
            told = [one for one in step.rests_on if one in known.statements][:MOST_CITED]
            cited = cite(known, told)
            yield self._screen("step", number=number, step=step, cited=cited), step.pause
        yield self._screen("end"), NONE

    def difference(self, found: Difference) -> str:
        """What has changed since the lesson was recorded; empty if nothing has."""
        if not (found.rules or found.answers or found.gone):
            return ""
        return self._screen("difference", room=len("advisor: "), found=found)

    def _screen(self, name: str, *, room: int = 0, **values: Any) -> str:
        """One screen; `room` columns are left for what the command puts before each line."""
        values |= {"screen": name, "lesson": self._lesson, "notes": self._notes}
        return screen("lesson", self._width - room, values)


def lesson_yaml(lesson: Lesson) -> str:
    """A lesson as a YAML file to keep, to edit, and to show with `advisor trace --replay`.

    Args:
        lesson: A lesson.

    Returns:
        YAML that `advisor.load_lesson` reads.
    """
    values = {"lesson": lesson, "quoted": _quoted}
    return render(plain_template("lesson.yaml.j2"), values)


def _quoted(text: object) -> str:
    """A text between quotation marks as both JSON and YAML have them."""
    return json.dumps(markdown.one_line(str(text)), ensure_ascii=False)
