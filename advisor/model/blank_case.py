"""Writes a case file with every question and no answers, for somebody to fill in."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.questions import Choice, Question
    from advisor.model.case_reader import CaseKnowledge

WIDTH = 98
_WITHOUT_ANSWERS = ("record", "records", "records-by-home")


def blank_case(knowledge: CaseKnowledge, templates: Path) -> str:
    """Makes the text of a commented case file.

    Args:
        knowledge: The questions, homes and kinds of party.
        templates: The folder with the templates; the words between the questions are in its
            folder `case`.

    Returns:
        YAML that holds every question as a comment and every key without an answer.
    """
    return "\n".join(_BlankCase(knowledge, templates / "case").lines()) + "\n"


class _BlankCase:
    """Goes through the questions once, level by level."""

    def __init__(self, knowledge: CaseKnowledge, words: Path) -> None:
        self._levels = knowledge.questions.levels
        self._homes = knowledge.homes
        self._kinds = knowledge.parties
        self._words = words

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield from self._text("head", "")
        for question in self._levels["case"].questions.values():
            yield ""
            yield from self._question(question, "")

    def _text(self, name: str, indent: str) -> Iterator[str]:
        """The lines of a text between the questions."""
        path = self._words / f"{name}.yaml"
        for line in path.read_text(encoding="utf-8").splitlines():
            yield f"{indent}{line}"

    def _question(self, question: Question, indent: str, key: str = "") -> Iterator[str]:
        """A question as comments, and its key; `key` begins the line of a list's first key."""
        here = f"{indent}{key}"
        if question.type in _WITHOUT_ANSWERS:
            yield from self._part(question, indent)
            return
        inside = indent + " " * len(key)
        yield from _comments(question, self._answers(question), inside)
        if question.id == "advisor-case":
            yield f"{here}{question.id}: {question.example}"
        elif question.type == "table" and question.rows:
            yield f"{here}{question.id}:"
            for row in question.rows.values():
                label = row.label.removeprefix("the ")
                says_more = label != row.name.replace("-", " ")
                yield f"{inside}  {row.name}:{'  # ' + label if says_more else ''}"
        elif question.type == "now-and-wanted":
            yield f"{here}{question.id}: {{now: , wanted: }}"
        else:
            yield f"{here}{question.id}:"

    def _part(self, question: Question, indent: str) -> Iterator[str]:
        """A part with questions of its own."""
        level = self._levels[question.of]
        if not indent:
            yield "# " + "-" * (WIDTH - 2)
        yield from wrapped(f"{level.title}. {question.question}", indent)
        if question.type == "records":
            yield from self._text("parties" if question.of == "party" else "records", indent)
        elif question.type == "records-by-home":
            yield from self._text("homes", indent)
        yield f"{indent}{question.id}:"
        deeper = f"{indent}  "
        if question.type == "records-by-home":
            yield f"{deeper}every-home:"
            deeper += "  "
        first = question.type == "records"
        by_home = question.type == "records-by-home"
        # Which places are open is asked place by place, below.
        questions = [one for one in level.questions.values() if not by_home or one.id != "open"]
        for number, inner in enumerate(questions):
            if number:
                yield ""
            if first:
                # The hyphen has to stand on the line of the first key, below its comments.
                yield from self._question(inner, indent, "- " if not number else "  ")
            else:
                yield from self._question(inner, deeper)
        if by_home:
            yield ""
            openness = level.questions["open"]
            yield from _comments(openness, self._answers(openness), f"{indent}  ")
            for home in self._homes.values():
                yield ""
                yield f"{indent}  # {home.about}"
                yield f"{indent}  {home.home}:"
                yield f"{indent}    open:"

    def _answers(self, question: Question) -> str:
        """Which answers a question takes, in words; empty where the example says it."""
        if question.type == "choice":
            return f"One of: {', '.join(map(_with_label, question.values.values()))}."
        if question.type == "several":
            words = [_with_label(one) for one in question.values.values() if one.name != "none"]
            return f"Some of, between [ and ]: {', '.join(words)}; or none."
        if question.type == "home":
            return f"One of: {', '.join((*self._homes, *question.also))}."
        if question.type == "party-kind":
            return f"One of: {', '.join(self._kinds)}."
        if question.type == "table" and question.cells == "yes-partly-no":
            return "For each row: yes, partly or no."
        return ""


def _comments(question: Question, answers: str, indent: str) -> Iterator[str]:
    """The question, its help, its answers and an example, as comments."""
    needed = " (Needed.)" if question.required else ""
    yield from wrapped(f"{question.question}{needed}", indent)
    if question.help:
        yield from wrapped(question.help, indent)
    if answers:
        yield from wrapped(answers, indent)
    elif question.example is not None and question.id != "advisor-case":
        yield from wrapped(f"For example: {_as_yaml(question.example)}", indent)


def _with_label(choice: Choice) -> str:
    """An allowed word, with its label where that says more."""
    plain = choice.name.replace("-", " ")
    label = choice.label
    return choice.name if plain in label else f"{choice.name} ({label})"


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Text as comment lines.

    Args:
        text: One or more sentences.
        indent: What stands before the sign of a comment.
    """
    prefix = f"{indent}# "
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False
    )


def _as_yaml(value: Any) -> str:
    """An example as one would write it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_as_yaml(one) for one in value) + "]"
    return str(value)
