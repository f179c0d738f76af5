"""`advisor trace --step`, `--record` and `--replay`: a trace as a walk, and as a lesson.

A walk goes by commands, at a terminal or from a pipe. A lesson is written to a file, and shown from
it.
"""

from __future__ import annotations

import cmd
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import advisor
from advisor.commands.files import STANDARD_OUTPUT, create
from advisor.commands.streams import at_terminal, read_line, show, show_heading, tell
from advisor.errors import InputError, did_you_mean, echo
from advisor.explanation.lesson import NONE, Lesson, differences, record_lesson
from advisor.explanation.stepping import SORTS, Walk
from advisor.explanation.tracing import Trace, TraceStep
from advisor.knowledge.source import LARGEST
from advisor.presentation.screens import LessonScreens, StepScreens, lesson_yaml

PROMPT = "step> "
SHORT = {
    "n": "next", "forward": "next", "f": "next", "b": "back", "r": "run", "g": "goto",
    "a": "agenda", "m": "memory", "w": "why", "s": "show", "h": "help", "?": "help",
    "q": "quit", "exit": "quit", "breakpoints": "breaks",
}  # fmt: skip
"""What may be typed for a command."""
STEPS = 100_000
"""More firings than any trace has."""


class Visit(NamedTuple):
    """What a walk leaves behind, for a lesson."""

    steps: tuple[TraceStep, ...]
    """The steps before which it stopped, in the order of the trace."""
    notes: dict[int, str]
    """The speaker's notes, by number of step."""
    questions: dict[int, str]
    """The questions to the class, by number of step."""


def step_through(
    trace: Trace,
    steps: Sequence[TraceStep],
    *,
    width: int,
    plain: bool = False,
    recording: bool = False,
    full: bool = True,
) -> Visit:
    """Reads commands until one says quit or there are no more.

    Args:
        plain: Whether to use words in place of marks, and no bold type.
        recording: Whether a lesson will be made of it, so that notes can be taken.
        full: Whether to show agenda and working memory unasked.

    Returns:
        Where the walk stopped, with the notes taken.
    """
    walking = (_Recording if recording else _Walking)(trace, steps, width, plain, full)
    walking.show(walking.screens.screen("start"))
    walking.show_moment()
    while (line := read_line(PROMPT)) is not None and not walking.onecmd(line):
        pass
    visited = tuple(one for one in trace.steps if one.number in walking.visited)
    return Visit(visited, walking.notes, walking.questions)


class _Walking(cmd.Cmd):
    """One walk through one trace, with a method `do_NAME` for each command."""

    def __init__(
        self, trace: Trace, steps: Sequence[TraceStep], width: int, plain: bool, full: bool
    ) -> None:
        super().__init__()
        self.walk = Walk(trace, steps)
        recording = isinstance(self, _Recording)
        self.screens = StepScreens(
            self.walk, width=width, plain=plain, recording=recording, full=full
        )
        self.visited: set[int] = set()
        self.notes: dict[int, str] = {}
        self.questions: dict[int, str] = {}
        self._width, self._plain = width, plain

    def show(self, text: str) -> None:
        """Shows a screen."""
        show_heading(text, plain=self._plain)

    def show_moment(self) -> None:
        """Shows where the walk is, which is a stop of the lesson then."""
        if not self.walk.at_end:
            self.visited.add(self.walk.next_step.number)
        self.show(self.screens.moment())

    def parseline(self, line: str) -> tuple[str, str, str]:
        """The command, what is said with it, and the line."""
        word, _, rest = line.strip().partition(" ")
        return SHORT.get(word.lower(), word.lower()), rest.strip(), line.strip()

    def onecmd(self, line: str) -> bool:
        """Does what a line says; whether that was the end."""
        try:
            return bool(super().onecmd(line))
        except InputError as error:
            tell(*(f"advisor: {one}" for one in str(error).splitlines()))
            return False

    def emptyline(self) -> bool:
        """Enter alone is the next step."""
        self.do_next("")
        return False

    def default(self, line: str) -> None:
        """Refuses what is no command."""
        name = self.parseline(line)[0]
        known = [one.removeprefix("do_") for one in self.get_names() if one.startswith("do_")]
        remedy = did_you_mean(name, known, "Type help to see them.")
        raise InputError(f"There is no command {echo(name)}.", remedy=remedy)

    def do_next(self, given: str) -> None:
        before = self.walk.done
        self.walk.forward(_number(given))
        self._moved(before)

    def do_back(self, given: str) -> None:
        before = self.walk.done
        self.walk.back(_number(given))
        self._moved(before)

    def do_goto(self, given: str) -> None:
        self._go_to(_number(given, self.walk.end) - 1)

    def do_start(self, _: str) -> None:
        self._go_to(0)

    def do_end(self, _: str) -> None:
        self._go_to(self.walk.end)

    def _go_to(self, done: int) -> None:
        before = self.walk.done
        self.walk.go_to(done)
        self._moved(before)

    def _moved(self, before: int) -> None:
        self.show(self.screens.moved(before))
        if self.walk.done != before:
            self.show_moment()

    def do_run(self, _: str) -> None:
        before = self.walk.done
        self.show(self.screens.moved(before, self.walk.run()))
        self.show_moment()

    def do_break(self, given: str) -> None:
        sort, _, name = given.partition(" ")
        if sort not in SORTS or not name.strip():
            sort, name = "", given
        if not name.strip():
            raise InputError("“break” needs a name.", remedy="For example: break seat")
        added = self.walk.add(name.strip(), sort)
        self.show(self.screens.screen("added", breakpoint=added))

    def do_breaks(self, _: str) -> None:
        breakpoints = list(self.walk.breakpoints.values())
        self.show(self.screens.screen("breakpoints", breakpoints=breakpoints))

    def do_delete(self, given: str) -> None:
        if given == "all":
            self.walk.breakpoints.clear()
        else:
            self.walk.delete(_number(given))
        self.do_breaks("")

    def do_agenda(self, _: str) -> None:
        self.show(self.screens.screen("agenda", agenda=self.walk.agenda()))

    def do_memory(self, about: str) -> None:
        self.show(self.screens.memory(about))

    def do_why(self, given: str) -> None:
        trace = self.walk.trace
        if given.isascii() and given.isdigit():
            step = trace.steps[_number(given, self.walk.end) - 1]
            self.show(advisor.trace_text(trace, [step], width=self._width))
        else:
            self.walk.holds(given)
            proof = advisor.why(trace.assessment, given, depth=None)
            self.show(advisor.why_text(proof, width=self._width))

    def do_show(self, _: str) -> None:
        self.show(self.screens.moment())

    def do_help(self, _: str) -> None:
        self.show(self.screens.screen("help"))

    def do_quit(self, _: str) -> bool:
        return True


class _Recording(_Walking):
    """A walk of which a lesson is made."""

    def do_note(self, text: str) -> None:
        self._keep(self.notes, text)

    def do_ask(self, text: str) -> None:
        self._keep(self.questions, text)

    def do_skip(self, _: str) -> None:
        if not self.walk.at_end:
            self.visited.discard(self.walk.next_step.number)
        self.show(self.screens.screen("skipped"))

    def _keep(self, kept: dict[int, str], text: str) -> None:
        """Keeps a note or a question with the step that is next."""
        if self.walk.at_end:
            raise InputError("Nothing is next here.", remedy="Go back to the step you mean.")
        number = self.walk.next_step.number
        if text:
            kept[number] = text
        else:
            kept.pop(number, None)
        self.visited.add(number)
        self.show(self.screens.screen("kept", text=text))


def _number(given: str, most: int = STEPS) -> int:
    """A number that was typed; 1 for none."""
    if not given:
        return 1
    number = int(given[:9]) if given.isascii() and given.isdigit() else 0
    if 1 <= number <= most:
        return number
    raise InputError(
        f"{echo(given)} is not a number that fits here.", remedy=f"Give one from 1 to {most}."
    )


NEXT = "Enter for the next, b for the one before, q to stop> "


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
        output: The file's name, or `-` for standard output.
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
        case: The case to check it against; that of the lesson if none is given.
        notes: Whether to show the speaker's notes.
        pace: Seconds to wait in the place of Enter, whatever standard input is.
        plain: Whether to do without bold type.

    Raises:
        InputError: If the lesson cannot be read.
    """
    lesson = advisor.load_lesson(file)
    screens = LessonScreens(lesson, width=width, notes=notes)
    _check(lesson, screens, file, case)
    shown = tuple(screens.in_order())
    place, waited = 0, False
    while place < len(shown):
        screen, pause = shown[place]
        show_heading(screen, plain=plain, cleared=waited)
        if _is_back(said := _waits(pace, pause)):
            before = (one for one in range(place - 1, -1, -1) if shown[one][1] != NONE)
            place = next(before, place)
        elif said.strip().lower() in ("q", "quit"):
            return
        else:
            place += 1
        waited = pause != NONE


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


def _is_back(said: str) -> bool:
    return said.strip().lower() in ("b", "back")


def _waits(pace: int | None, pause: str | int) -> str:
    """Waits as long as is wanted; what was typed then."""
    if isinstance(pause, int) or (pace is not None and pause != NONE):
        if pace is not None or at_terminal():
            sys.stdout.flush()
            time.sleep(pause if isinstance(pause, int) else pace or 0)
        return ""
    if pause == NONE or not at_terminal():
        return ""
    said = read_line(NEXT)
    show("\n")
    return "q" if said is None else said
