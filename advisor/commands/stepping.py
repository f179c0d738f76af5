"""`advisor trace --step`: walking through the trace, at a terminal or with commands from a pipe."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from advisor.commands.streams import show, tell
from advisor.errors import InputError, echo, nearest
from advisor.explanation.stepping import SORTS, Walk
from advisor.presentation.step_text import StepScreens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advisor.explanation.tracing import Trace, TraceStep

PROMPT = "step> "
SHORT = {
    "n": "next", "forward": "next", "f": "next", "": "next", "b": "back", "r": "run",
    "g": "goto", "a": "agenda", "m": "memory", "w": "why", "s": "show", "h": "help", "?": "help",
    "q": "quit", "exit": "quit", "breakpoints": "breaks",
}  # fmt: skip
"""What may be typed for a command."""


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
) -> Visit:
    """Reads commands until one says quit or there are no more.

    Args:
        trace: The trace to walk through.
        steps: The steps to stop at.
        width: The columns there are.
        plain: Whether to use words in place of marks, and no bold type.
        recording: Whether a lesson will be made of it, so that notes can be taken.

    Returns:
        Where the walk stopped, with the notes taken.
    """
    return _Conversation(trace, steps, width, plain, recording).hold()


class _Conversation:
    """One person, or one pipe, walking through one trace."""

    def __init__(
        self, trace: Trace, steps: Sequence[TraceStep], width: int, plain: bool, recording: bool
    ) -> None:
        self._walk = Walk(trace, steps)
        self._screens = StepScreens(self._walk, width=width, plain=plain, recording=recording)
        self._width = width
        self._show = Bold(plain).show
        self._visited: set[int] = set()
        self._notes: dict[int, str] = {}
        self._questions: dict[int, str] = {}
        self._commands: dict[str, Callable[[str], None]] = {
            "next": self._next,
            "back": self._back,
            "run": self._run,
            "break": self._break,
            "breaks": lambda _: self._show(self._screens.breakpoints()),
            "delete": self._delete,
            "goto": self._goto,
            "start": lambda _: self._move(lambda: self._walk.go_to(0)),
            "end": lambda _: self._move(lambda: self._walk.go_to(self._walk.end)),
            "agenda": lambda _: self._show(self._screens.agenda()),
            "memory": lambda about: self._show(self._screens.memory(about)),
            "why": self._why,
            "show": lambda _: self._show(self._screens.moment()),
            "help": lambda _: self._show(self._screens.help()),
        }
        if recording:
            self._commands["note"] = lambda text: self._take(self._notes, text)
            self._commands["ask"] = lambda text: self._take(self._questions, text)
            self._commands["skip"] = self._skip

    def hold(self) -> Visit:
        """Answers commands until the end."""
        self._show(self._screens.start())
        self._show_moment()
        while True:
            line = read_line(PROMPT)
            word, _, rest = (line or "").strip().partition(" ")
            name = SHORT.get(word.lower(), word.lower())
            if line is None or name == "quit":
                return Visit(
                    tuple(one for one in self._walk.trace.steps if one.number in self._visited),
                    self._notes,
                    self._questions,
                )
            try:
                self._command(name)(rest.strip())
            except InputError as error:
                for one in str(error).splitlines():
                    tell(f"advisor: {one}")

    def _command(self, name: str) -> Callable[[str], None]:
        found = self._commands.get(name)
        if found is None:
            match = nearest(name, [*self._commands, "quit"])
            raise InputError(
                f"There is no command {echo(name)}.",
                remedy=f"Did you mean “{match}”?" if match else "Type help to see them.",
            )
        return found

    def _next(self, given: str) -> None:
        stops = _number(given)
        self._move(lambda: self._walk.forward(stops))

    def _back(self, given: str) -> None:
        stops = _number(given)
        self._move(lambda: self._walk.back(stops))

    def _goto(self, given: str) -> None:
        number = _number(given, self._walk.end)
        self._move(lambda: self._walk.go_to(number - 1))

    def _run(self, _: str) -> None:
        before = self._walk.done
        reached = self._walk.run()
        self._show(self._screens.moved(before, reached))
        self._show_moment()

    def _move(self, move: Callable[[], None]) -> None:
        before = self._walk.done
        move()
        self._show(self._screens.moved(before))
        if self._walk.done != before:
            self._show_moment()

    def _break(self, given: str) -> None:
        sort, _, name = given.partition(" ")
        if sort not in SORTS or not name.strip():
            sort, name = "", given
        if not name.strip():
            raise InputError("“break” needs a name.", remedy="For example: break seat")
        self._show(self._screens.added(self._walk.add(name.strip(), sort)))

    def _delete(self, given: str) -> None:
        if given == "all":
            self._walk.breakpoints.clear()
        else:
            self._walk.delete(_number(given))
        self._show(self._screens.breakpoints())

    def _why(self, given: str) -> None:
        from advisor.explanation.why import why
        from advisor.presentation.reasoning_text import why_text
        from advisor.presentation.trace_text import trace_text

        trace = self._walk.trace
        if given.isascii() and given.isdigit():
            step = trace.steps[_number(given, self._walk.end) - 1]
            self._show(trace_text(trace, [step], width=self._width))
            return
        self._walk.holds(given)
        self._show(why_text(why(trace.assessment, given, depth=2), width=self._width))

    def _take(self, kept: dict[int, str], text: str) -> None:
        """Keeps a note or a question with the step that is next."""
        if self._walk.at_end:
            raise InputError("Nothing is next here.", remedy="Go back to the step you mean.")
        number = self._walk.next_step.number
        if text:
            kept[number] = text
        else:
            kept.pop(number, None)
        self._visited.add(number)
        self._show(self._screens.kept(text))

    def _skip(self, _: str) -> None:
        """Leaves the step that is next out of the lesson."""
        if not self._walk.at_end:
            self._visited.discard(self._walk.next_step.number)
        self._show(self._screens.skipped())

    def _show_moment(self) -> None:
        if not self._walk.at_end:
            self._visited.add(self._walk.next_step.number)
        self._show(self._screens.moment())


class Bold:
    """Shows screens, the first line of each in bold where the terminal and the person allow it."""

    def __init__(self, plain: bool) -> None:
        """Looks at the terminal.

        Args:
            plain: Whether the person wants no bold type.
        """
        self._bold = not plain and _may_be_bold()

    def show(self, text: str) -> None:
        """Puts a screen on standard output."""
        first, rest = text.split("\n", 1)
        show(f"\x1b[1m{first}\x1b[0m\n{rest}" if self._bold else text)


def read_line(prompt: str) -> str | None:
    """One line from the person, or from a pipe; nothing when there are no more.

    Args:
        prompt: What to ask with. From a pipe, the line that was read is shown behind it.
    """
    if sys.stdin.isatty():
        try:
            return input(prompt)
        except EOFError:
            show("\n")
            return None
    line = sys.stdin.readline(10_000)
    if line:
        said = line.strip()
        show(f"{prompt}{echo(said)[1:-1]}\n")
        return said
    return None


def _number(given: str, most: int = 100_000) -> int:
    """A number that was typed; 1 for none."""
    if not given:
        return 1
    number = int(given[:9]) if given.isascii() and given.isdigit() else 0
    if 1 <= number <= most:
        return number
    raise InputError(
        f"{echo(given)} is not a number that fits here.", remedy=f"Give one from 1 to {most}."
    )


def _may_be_bold() -> bool:
    """Whether the terminal is one that can show bold type, and the person has not forbidden it."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return os.name != "nt" and sys.stdout.isatty()
