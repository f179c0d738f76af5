"""Writes case files: one with every question and no answers, and one of given answers.

Each key stands below its question as a comment, so that the file can be edited by hand.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.knowledge.base import Knowledge, usual_knowledge
from advisor.knowledge.locate import templates_folder
from advisor.model.answer_types import NONE
from advisor.model.case import EVERY_HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.questions import Choice, Level, Question, Questions
    from advisor.model.draft import Content

WIDTH = 98
_plain = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;()'$%/&+-]*(?<! )").fullmatch
_date = re.compile(r"[0-9]{4}(-[0-9]{2}){1,2}").fullmatch
_special = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def case_text(content: Content, questions: Questions, head: str) -> str:
    """Writes a case file.

    Args:
        content: The answers, as a case file holds them.
        questions: The questions, which become comments.
        head: Text that stands at the top, as comments.
    """
    return "\n".join(_wrapped(head, "")) + "\n" + answers_text(content, questions)


def answers_text(content: Content, questions: Questions) -> str:
    """Writes some of the answers at the top of a case file, each under its question."""
    return "\n".join(_answers(content, questions.levels["case"], questions, "")) + "\n"


def every_comment(questions: Questions) -> str:
    """Every line of comment that answers written here can stand under."""
    texts = [
        text
        for level in questions.levels.values()
        for text in (level.title, *(one.question for one in level.questions.values()))
    ]
    return "\n".join(line for text in texts for deep in range(4)
                     for line in _wrapped(text, "  " * deep))  # fmt: skip


def _answers(content: Content, level: Level, questions: Questions, indent: str) -> Iterator[str]:
    """The answers of one part, in the order of its questions."""
    for question in level.questions.values():
        if question.id not in content:
            continue
        value = content[question.id]
        is_part = isinstance(value, (dict, list)) and question.of
        if is_part:
            yield ""
        if question.id != "advisor-case":
            inner = questions.levels[question.of].title if question.type == "record" else ""
            yield from _wrapped(inner if is_part and inner else question.question, indent)
        if not value or not is_part:
            yield f"{indent}{question.id}: {flow(value)}"
            continue
        yield f"{indent}{question.id}:"
        within = questions.levels[question.of]
        if question.type == "record":
            yield from _answers(value, within, questions, f"{indent}  ")
        elif question.type == "records-by-home":
            for home, answers in value.items():
                yield f"{indent}  {home}:"
                yield from _answers(answers, within, questions, f"{indent}    ")
        else:  # the questions are the same for each entry, so they are not repeated
            for entry in value:
                for number, (key, answer) in enumerate(entry.items()):
                    yield f"{indent}{'  ' if number else '- '}{key}: {flow(answer)}"


def flow(value: Any) -> str:
    """A value on one line, as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_in_flow, value)) + "]"
    text = str(value)
    is_plain = _plain(text) and text.lower() not in _special
    if isinstance(value, int) or is_plain or text in ("yes", "no") or _date(text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x85", "\\u0085")  # a line break in YAML


def _in_flow(value: Any) -> str:
    """A value between brackets, where a comma would end it."""
    if isinstance(value, str) and "," in value:
        return json.dumps(value, ensure_ascii=False)
    return flow(value)


def blank_case(knowledge: Knowledge, templates: Path) -> str:
    """Makes the text of a commented case file for somebody to fill in.

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

    def __init__(self, knowledge: Knowledge, words: Path) -> None:
        self._knowledge = knowledge
        self._words = words

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield from self._text("head")
        for question in self._knowledge.questions.levels["case"].questions.values():
            yield ""
            yield from self._question(question, "")

    def _text(self, name: str) -> Iterator[str]:
        """The lines of a text between the questions."""
        yield from (self._words / f"{name}.yaml").read_text(encoding="utf-8").splitlines()

    def _question(self, question: Question, indent: str, hyphen: str = "") -> Iterator[str]:
        """A question as comments, and its key; `hyphen` begins the line of a list's key."""
        if question.of:
            yield from self._part(question, indent)
            return
        inside = indent + " " * len(hyphen)
        yield from self._comments(question, inside)
        key = f"{indent}{hyphen}{question.id}:"
        if question.id == "advisor-case":
            yield f"{key} {question.example}"
        elif question.type == "now-and-wanted":
            yield f"{key} {{now: , wanted: }}"
        else:
            yield key
        for row in question.rows.values():
            label = row.label.removeprefix("the ")
            says_more = label != row.name.replace("-", " ")
            yield f"{inside}  {row.name}:{'  # ' + label if says_more else ''}"

    def _part(self, question: Question, indent: str) -> Iterator[str]:
        """A part with questions of its own."""
        level = self._knowledge.questions.levels[question.of]
        is_list, by_home = question.type == "records", question.type == "records-by-home"
        if not indent:
            yield "# " + "-" * (WIDTH - 2)
        yield from _wrapped(f"{level.title}. {question.question}", indent)
        if is_list or by_home:
            text = "homes" if by_home else "parties" if question.of == "party" else "records"
            yield from (f"{indent}{line}" for line in self._text(text))
        yield f"{indent}{question.id}:"
        if by_home:
            yield f"{indent}  {EVERY_HOME}:"
        deeper = f"{indent}    " if by_home else f"{indent}  "
        # Which places are open is asked place by place, below.
        asked = [one for one in level.questions.values() if not by_home or one.id != "open"]
        for number, inner in enumerate(asked):
            if number:
                yield ""
            if is_list:
                # The hyphen has to stand on the line of the first key, below its comments.
                yield from self._question(inner, indent, "  " if number else "- ")
            else:
                yield from self._question(inner, deeper)
        if by_home:
            yield ""
            yield from self._comments(level.questions["open"], f"{indent}  ")
            for home in self._knowledge.homes.values():
                yield ""
                yield f"{indent}  # {home.about}"
                yield f"{indent}  {home.home}:"
                yield f"{indent}    open:"

    def _comments(self, question: Question, indent: str) -> Iterator[str]:
        """The question, its help, its answers or an example, as comments."""
        yield from _wrapped(question.question + (" (Needed.)" if question.required else ""), indent)
        yield from _wrapped(question.help, indent)
        answers = _answers_to(question, self._knowledge)
        if answers:
            yield from _wrapped(answers, indent)
        elif question.example is not None and question.id != "advisor-case":
            yield from _wrapped(f"For example: {_as_yaml(question.example)}", indent)


def _answers_to(question: Question, knowledge: Knowledge) -> str:
    """What an empty case file says of the answers; empty where the example says it."""
    if question.type == "choice":
        return f"One of: {', '.join(map(_labeled, question.values.values()))}."
    if question.type == "several":
        words = ", ".join(_labeled(one) for one in question.values.values() if one.name != NONE)
        return f"Some of, between [ and ]: {words}; or none."
    if question.type == "home":
        return f"One of: {', '.join((*knowledge.homes, *question.also))}."
    if question.type == "party-kind":
        return f"One of: {', '.join(knowledge.parties)}."
    return "For each row: yes, partly or no." if question.cells == "yes-partly-no" else ""


def _labeled(choice: Choice) -> str:
    """An allowed word, with its label where that says more."""
    plain = choice.name.replace("-", " ")
    return choice.name if plain in choice.label else f"{choice.name} ({choice.label})"


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Text as comment lines."""
    prefix = f"{indent}# "
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False
    )


def _as_yaml(value: Any) -> str:
    """An example as one would write it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_yaml, value)) + "]"
    return str(value)


def new_case_text() -> str:
    """A case file with every question as a comment and no answers, as `advisor new` writes it."""
    return blank_case(usual_knowledge(), templates_folder())
