"""Writes answers as a case file: each under its question, so that it can be edited by hand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from advisor.model.blank_case import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.questions import Level, Questions
    from advisor.model.draft import Content

_plain = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;()'$%/&+-]*").fullmatch
_special = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def case_text(content: Content, questions: Questions, head: str) -> str:
    """Writes a case file.

    Args:
        content: The answers, as a case file holds them.
        questions: The questions, which become comments.
        head: Text that stands at the top, as comments.

    Returns:
        YAML that `advisor memo` reads.
    """
    lines = [*wrapped(head, ""), *_part(content, questions.levels["case"], questions, "")]
    return "\n".join(lines) + "\n"


def every_comment(questions: Questions, head: str) -> str:
    """Every comment that a case file written here can hold, as lines, with a line between two.

    Args:
        questions: The questions.
        head: The text at the top.
    """
    texts = [head]
    for level in questions.levels.values():
        texts += [level.title, *(one.question for one in level.questions.values())]
    return "\n\n".join("\n".join(wrapped(text, "  " * deep)) for text in texts for deep in range(4))


def _part(content: Content, level: Level, questions: Questions, indent: str) -> Iterator[str]:
    """The answers of one part, in the order of its questions."""
    for question in level.questions.values():
        if question.id not in content:
            continue
        value = content[question.id]
        if question.type == "record" and isinstance(value, dict):
            yield ""
            yield from wrapped(questions.levels[question.of].title, indent)
            yield f"{indent}{question.id}:"
            yield from _part(value, questions.levels[question.of], questions, f"{indent}  ")
        elif question.type == "records" and isinstance(value, list):
            yield ""
            yield from wrapped(question.question, indent)
            yield f"{indent}{question.id}:" if value else f"{indent}{question.id}: []"
            for one in value:
                yield from _entry(one, f"{indent}")
        elif question.type == "records-by-home" and isinstance(value, dict):
            yield ""
            yield from wrapped(question.question, indent)
            yield f"{indent}{question.id}:"
            for home, answers in value.items():
                yield f"{indent}  {home}:"
                yield from _part(answers, questions.levels[question.of], questions, f"{indent}    ")
        else:
            if question.id != "advisor-case":
                yield from wrapped(question.question, indent)
            yield f"{indent}{question.id}: {flow(value)}"


def _entry(answers: Content, indent: str) -> Iterator[str]:
    """One entry of a list; its questions are the same for each, so they are not repeated."""
    start = "- "
    for key, value in answers.items():
        yield f"{indent}{start}{key}: {flow(value)}"
        start = "  "


def flow(value: Any) -> str:
    """A value on one line, as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_in_flow, value)) + "]"
    if isinstance(value, int):
        return str(value)
    return _text(str(value), _plain(str(value)) is not None and not str(value).endswith(" "))


def _in_flow(value: Any) -> str:
    """A value between brackets, where a comma would end it."""
    if isinstance(value, str) and "," in value:
        return json.dumps(value, ensure_ascii=False)
    return flow(value)


def _text(text: str, plain: bool) -> str:
    if text in ("yes", "no") or (plain and text.lower() not in _special):
        return text
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){1,2}", text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x85", "\\u0085")  # a line break in YAML
