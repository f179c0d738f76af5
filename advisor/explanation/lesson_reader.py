"""Reads a lesson file, which people may have changed by hand, with every problem and its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import InputError, KnowledgeError, echo
from advisor.explanation.lesson import (
    ENTER,
    LONGEST_PAUSE,
    NONE,
    VERSION,
    Lesson,
    LessonStep,
)
from advisor.knowledge.reading import Reader

if TYPE_CHECKING:
    import os

    from advisor.knowledge.source import Mapping
    from advisor.knowledge.vocabulary import Value

_LESSON = ("advisor-lesson", "title", "case", "rules", "notes", "steps")
_STEP = (
    "step", "rule", "with", "title", "says", "takes", "concludes", "rests-on", "pause", "ask",
    "notes",
)  # fmt: skip


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """Reads a lesson.

    Args:
        path: A file as `advisor trace --record` writes it.

    Returns:
        The lesson.

    Raises:
        InputError: With everything that is wrong, each with its line.
    """
    try:
        return _Lesson(str(path)).read()
    except KnowledgeError as error:  # the reader is that of the rules; this file is not one
        raise InputError.together(error.problems) from None


class _Lesson:
    """One reading of one file."""

    def __init__(self, path: str) -> None:
        self._reader = Reader(path)
        self._wrong_pauses: dict[str, list[int]] = {}

    def read(self) -> Lesson:
        reader = self._reader
        top = reader.mapping(reader.content, "A lesson", 1)
        if top.get("advisor-lesson") != VERSION:
            raise InputError(
                "This is not a lesson of version 1."
                if "advisor-lesson" in top
                else "This is not a lesson: it has no line “advisor-lesson: 1”.",
                reader.file,
                top.lines.get("advisor-lesson"),
                "“advisor trace CASE --record FILE” makes one.",
            )
        reader.only(top, _LESSON, "a lesson", ("title", "steps"))
        case = self._part(top, "case", ("file", "answers-hash"))
        rules = self._part(top, "rules", ("version", "hash"))
        steps = reader.sequence(top.get("steps"), "“steps”", top.lines.get("steps", 1))
        lesson = Lesson(
            reader.text(top, "title"),
            reader.text(case, "file"),
            reader.text(case, "answers-hash"),
            reader.text(rules, "version"),
            reader.text(rules, "hash"),
            tuple(self._step(one, reader.line_of(one, steps.line)) for one in steps),
            reader.text(top, "notes"),
        )
        self._tell_wrong_pauses()
        reader.finish()
        return lesson

    def _part(self, top: Mapping, key: str, known: tuple[str, ...]) -> Mapping:
        found = self._reader.mapping(top.get(key), f"“{key}”", top.lines.get(key, 1))
        self._reader.only(found, known, f"“{key}”")
        return found

    def _step(self, value: object, line: int) -> LessonStep:
        reader = self._reader
        one = reader.mapping(value, "A step", line)
        reader.only(one, _STEP, "a step", ("rule", "says"))
        number = one.get("step")
        if number is not None and not (isinstance(number, int) and number > 0):
            reader.wrong("“step” is not a number.", one.lines["step"], "Write its number, or none.")
        return LessonStep(
            number if isinstance(number, int) else 0,
            reader.text(one, "rule"),
            self._values(one),
            reader.text(one, "title"),
            reader.text(one, "says"),
            self._texts(one, "takes"),
            self._texts(one, "concludes"),
            self._texts(one, "rests-on"),
            self._pause(one),
            reader.text(one, "ask"),
            reader.text(one, "notes"),
        )

    def _values(self, one: Mapping) -> tuple[tuple[str, Value], ...]:
        reader = self._reader
        values = reader.mapping(one.get("with"), "“with”", one.lines.get("with", one.line))
        found: list[tuple[str, Value]] = []
        for name, value in values.items():
            if isinstance(value, (str, int)):
                found.append((name, value))
            else:
                reader.wrong(
                    f"{echo(name)} is neither a word nor a number.", values.lines[name], "Fill it."
                )
        return tuple(found)

    def _texts(self, one: Mapping, key: str) -> tuple[str, ...]:
        reader = self._reader
        line = one.lines.get(key, one.line)
        found = []
        for entry in reader.sequence(one.get(key), f"“{key}”", line):
            if isinstance(entry, str):
                found.append(entry)
            else:
                reader.wrong(
                    f"An entry of “{key}” is not text.", line, "Put it in quotation marks."
                )
        return tuple(found)

    def _pause(self, one: Mapping) -> str | int:
        pause = one.get("pause", ENTER)
        if pause in (ENTER, NONE) or (isinstance(pause, int) and 0 <= pause <= LONGEST_PAUSE):
            return pause  # type: ignore[no-any-return]
        self._wrong_pauses.setdefault(echo(pause), []).append(one.lines["pause"])
        return ENTER

    def _tell_wrong_pauses(self) -> None:
        """One problem for each pause that is none, however many steps have it."""
        for pause, lines in self._wrong_pauses.items():
            more = f" So it stands in {len(lines)} steps." if len(lines) > 1 else ""
            self._reader.wrong(
                f"“pause” is not {pause}.{more}",
                lines[0],
                f"Write enter, none, or a number of seconds up to {LONGEST_PAUSE}.",
            )
