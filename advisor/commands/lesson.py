"""`advisor trace --record` and `--replay`: a lesson is written to a file, and shown from it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.commands.files import STANDARD_OUTPUT, create
from advisor.commands.stepping import Bold, read_line
from advisor.commands.streams import show, tell
from advisor.errors import InputError
from advisor.knowledge.source import LARGEST
from advisor.presentation.lesson_text import LessonScreens, lesson_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.lesson import Lesson
    from advisor.explanation.tracing import Trace, TraceStep

PROMPT = "Enter for the next, q to stop> "


def refuse_taken(output: str) -> None:
    """Refuses a file that is there already, before any work is done for it.

    Raises:
        InputError: If there is such a file, or no such folder.
    """
    path = Path(output)
    if output == STANDARD_OUTPUT:
        return
    if path.exists():
        raise InputError(
            "This file is there already, and is left as it is.",
            file=output,
            remedy="Choose another name, or move the file away first.",
        )
    if not path.resolve().parent.is_dir():
        raise InputError(
            "There is no such folder to write into.", file=output, remedy="Make the folder first."
        )


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
    """
    from advisor.explanation.lesson import record_lesson

    lesson = record_lesson(
        trace, steps, case_file=_seen_from(output, case), notes=notes, questions=questions
    )
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
    from advisor.explanation.lesson_reader import load_lesson

    lesson = load_lesson(file)
    screens = LessonScreens(lesson, width=width, notes=notes)
    bold = Bold(plain)
    _check(lesson, screens, file, case)
    bold.show(screens.opening())
    if not _goes_on(pace, "enter"):
        return
    for number, step in enumerate(lesson.steps, start=1):
        question = screens.question(number)
        if question:
            bold.show(question)
            if not _goes_on(pace, "enter"):
                return
        bold.show(screens.step(number))
        if number < len(lesson.steps) and not _goes_on(pace, step.pause):
            return
    bold.show(screens.end())


def _check(lesson: Lesson, screens: LessonScreens, file: str, case: Path | None) -> None:
    """Says what has changed since the lesson was recorded.

    The case that the lesson names may be gone, which is no reason not to show the lesson; one
    that the person names must be there.
    """
    from advisor import load_case

    if case is not None:
        found = load_case(case)
    elif not lesson.case_file:
        tell("advisor: The lesson names no case, so it is shown unchecked.")
        return
    else:
        try:
            found = load_case(Path(file).resolve().parent / lesson.case_file)
        except InputError:
            tell(
                "advisor: The case of the lesson cannot be read, so the lesson is shown unchecked. "
                "Name the case before --replay."
            )
            return
    from advisor import assess
    from advisor import trace as trace_of
    from advisor.explanation.lesson import differences

    changed = screens.difference(differences(lesson, trace_of(assess(found))))
    for line in changed.splitlines():
        tell(f"advisor: {line}")


def _goes_on(pace: int | None, pause: str | int) -> bool:
    """Waits as long as is wanted; whether to go on then."""
    if pause == "none":
        return True
    if isinstance(pause, int) or pace is not None:
        seconds = pause if isinstance(pause, int) else pace or 0
        if pace is not None or at_terminal():
            sys.stdout.flush()
            time.sleep(seconds)
        return True
    if not at_terminal():
        return True
    said = read_line(PROMPT)
    if said is None or said.strip().lower() in ("q", "quit"):
        return False
    show("\n")
    return True


def at_terminal() -> bool:
    """Whether a person can press Enter."""
    return sys.stdin.isatty()


def _seen_from(output: str, case: Path) -> str:
    """Where the case is, seen from the folder of the lesson."""
    folder = Path.cwd() if output == STANDARD_OUTPUT else Path(output).resolve().parent
    try:
        return Path(os.path.relpath(case.resolve(), folder)).as_posix()
    except ValueError:  # on another drive
        return case.resolve().as_posix()
