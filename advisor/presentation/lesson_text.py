"""Lessons as text: the file a trainer edits, and the screens of a replay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.presentation import markdown
from advisor.presentation.templating.rendering import LONGEST_TRACE, plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from advisor.explanation.lesson import Difference, Lesson


def lesson_yaml(lesson: Lesson) -> str:
    """The lesson as a YAML file to keep and to edit.

    Args:
        lesson: A lesson.

    Returns:
        YAML that `advisor.load_lesson` reads.
    """
    values = {"lesson": lesson, "quoted": _quoted}
    return render(plain_template("lesson.yaml.j2"), values, LONGEST_TRACE)


def _quoted(text: object) -> str:
    """A text between quotation marks as both JSON and YAML have them."""
    return json.dumps(markdown.one_line(str(text)), ensure_ascii=False)


class LessonScreens:
    """Makes the screens of a replay."""

    def __init__(self, lesson: Lesson, *, width: int = USUAL, notes: bool = False) -> None:
        """Takes the lesson.

        Args:
            lesson: The lesson.
            width: The columns there are.
            notes: Whether the speaker's notes are shown.
        """
        self._lesson = lesson
        self._width = width
        self._notes = notes

    def opening(self) -> str:
        """The title, and the notes for the beginning."""
        return self._screen("opening")

    def question(self, number: int) -> str:
        """The question before a step, counted from 1; empty if there is none."""
        step = self._lesson.steps[number - 1]
        if not step.ask:
            return ""
        return self._screen("question", number=number, step=step)

    def step(self, number: int) -> str:
        """One step, counted from 1."""
        return self._screen("step", number=number, step=self._lesson.steps[number - 1])

    def end(self) -> str:
        """That the lesson is over."""
        return self._screen("end")

    def difference(self, found: Difference) -> str:
        """What has changed since the lesson was recorded; empty if nothing has."""
        if not (found.rules or found.answers or found.gone):
            return ""
        return self._screen("difference", room=len("advisor: "), found=found)

    def _screen(self, name: str, *, room: int = 0, **values: Any) -> str:
        """One screen; `room` columns are left for what the command puts before each line."""
        found = plain_template("lesson.txt.j2")
        values |= {"screen": name, "lesson": self._lesson, "notes": self._notes}
        return fitted(render(found, values), self._width - room)
