"""`advisor trace --record` and `--replay`: a lesson is written to a file, and shown from it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import advisor
from advisor.commands.files import STANDARD_OUTPUT, create
from advisor.commands.streams import at_terminal, read_line, show, show_heading, tell
from advisor.errors import InputError
from advisor.explanation.lesson import NONE, differences, record_lesson
from advisor.knowledge.source import LARGEST
from advisor.presentation.screens import LessonScreens, lesson_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.lesson import Lesson
    from advisor.explanation.tracing import Trace, TraceStep

PROMPT = "Enter for the next, q to stop> "


def write_lesson(
    trace: Trace,
    steps: Iterable[TraceStep],
    output: str,
    case: Path,
    notes: Mapping[int, str] | None = None,
    questions: Mapping[int, str] | None = None,
) -> None:
    """Writes a lesson into a new file, and says so.

    Args:
        trace: The trace it is made of.
        steps: The steps to show.
        output: The file's name, or `-` for standard output.
        case: The file of the case.
        notes: The speaker's notes, by number of step.
        questions: Questions to the class, by number of step.

    Raises:
        InputError: If the file is there already, or the lesson is too long to be read again.
    """
    where = _seen_from(output, case)
    lesson = record_lesson(trace, steps, case_file=where, notes=notes, questions=questions)
    text = lesson_yaml(lesson)
    if len(text.encode()) > LARGEST:
        raise InputError(
            f"A lesson of {len(lesson.steps)} steps is too long to be read again.",
            file=output,
            remedy="Choose fewer with --proof-of, --about, --rule or --since.",
        )
    create(text, output)
    if output != STANDARD_OUTPUT:
        tell(f"Wrote {output}: {len(lesson.steps)} steps to show with --replay, and to edit")


def _seen_from(output: str, case: Path) -> str:
    """Where the case is, seen from the folder of the lesson."""
    folder = Path.cwd() if output == STANDARD_OUTPUT else Path(output).resolve().parent
    try:
        return Path(os.path.relpath(case.resolve(), folder)).as_posix()
    except ValueError:  # on another drive
        return case.resolve().as_posix()


def replay(
    file: str, case: Path | None, *, width: int, notes: bool, pace: int | None, plain: bool
) -> None:
    """Shows a lesson, one step after the other.

    At a terminal it waits after each step as the file says; from a pipe it does not wait.

    Args:
        file: The lesson.
        case: The case to check it against; that of the lesson if none is given.
        width: The columns there are.
        notes: Whether to show the speaker's notes.
        pace: Seconds to wait in the place of Enter, whatever standard input is.
        plain: Whether to do without bold type.

    Raises:
        InputError: If the lesson cannot be read.
    """
    lesson = advisor.load_lesson(file)
    screens = LessonScreens(lesson, width=width, notes=notes)
    _check(lesson, screens, file, case)
    for screen, pause in screens.in_order():
        show_heading(screen, plain=plain)
        if not _goes_on(pace, pause):
            return


def _check(lesson: Lesson, screens: LessonScreens, file: str, case: Path | None) -> None:
    """Says what has changed since the lesson was recorded.

    The case that the lesson names may be gone, which is no reason not to show the lesson; one
    that the person names must be there.
    """
    if case is None and not lesson.case_file:
        tell("advisor: The lesson names no case, so it is shown unchecked.")
        return
    try:
        found = advisor.load_case(case or Path(file).resolve().parent / lesson.case_file)
    except InputError:
        if case is not None:
            raise
        tell(
            "advisor: The case of the lesson cannot be read, so the lesson is shown unchecked. "
            "Name the case before --replay."
        )
        return
    today = advisor.trace(advisor.assess(found))
    changed = screens.difference(differences(lesson, today)).splitlines()
    tell(*(f"advisor: {line}" for line in changed))


def _goes_on(pace: int | None, pause: str | int) -> bool:
    """Waits as long as is wanted; whether to go on then."""
    if pause == NONE:
        return True
    if isinstance(pause, int) or pace is not None:
        if pace is not None or at_terminal():
            sys.stdout.flush()
            time.sleep(pause if isinstance(pause, int) else pace or 0)
        return True
    if not at_terminal():
        return True
    said = read_line(PROMPT)
    if said is None or said.strip().lower() in ("q", "quit"):
        return False
    show("\n")
    return True
