"""What is made of the questions for people and editors: the schema and the reference page."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from advisor.model.answer_types import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.questions import Level, Question
    from advisor.model.case_reader import CaseKnowledge


def case_schema(knowledge: CaseKnowledge) -> dict[str, Any]:
    """Makes the JSON Schema of a case file, for editors that complete and check while one types.

    It says what a schema can say: keys, types and words. The reader checks more (one party twice,
    days that are not in the calendar, answers that clash) and its messages are the ones that count.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        A JSON Schema of draft 2020-12. The parts of the file and the answers that several
        questions take stand once, under `$defs`.
    """
    questions = {(one.level, one.id): one for one in knowledge.questions}
    shapes = {key: TYPES[one.type].schema(one, knowledge) for key, one in questions.items()}
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, shape in shapes.items():
        if not questions[key].of:
            alike[json.dumps(shape)].append(key)
    shared: dict[str, Any] = {}
    for first, *others in alike.values():
        if others:
            name = f"answer-{questions[first].type}"
            name = ".".join(first) if name in shared else name
            shared[name] = shapes[first]
            for key in (first, *others):
                shapes[key] = {"$ref": f"#/$defs/{name}"}
    levels = {name: _part(one, shapes) for name, one in knowledge.questions.levels.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Advisor case file",
        **levels.pop("case"),
        "$defs": {**levels, **shared},
    }


def _part(level: Level, shapes: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    """What a part of the file looks like."""
    is_top = level.level == "case"
    # Of what a part needs, a schema can tell less than the reader: a name, or else a summary.
    needed = [one.id for one in level.questions.values() if one.required and is_top]
    return {
        "description": level.about,
        "type": "object" if is_top else ["object", "null"],
        "additionalProperties": False,
        **({"required": needed} if needed else {}),
        "properties": {
            one.id: {
                "description": " ".join(filter(None, (one.question, one.help))),
                **({} if one.example is None else {"examples": [one.example]}),
                **shapes[level.level, one.id],
            }
            for one in level.questions.values()
        },
    }


def case_reference(knowledge: CaseKnowledge) -> str:
    """Makes the reference page.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        Markdown with a section for each part of the case file.
    """
    places = {one.of: _place(one) for one in knowledge.questions if one.of}
    sections = [
        (
            level.title,
            f"{level.about} {places.get(level.level, 'They stand at the left margin.')}",
            _table(
                "key | question | answers | asked as | rests on",
                (_row(one, knowledge) for one in level.questions.values()),
            ),
        )
        for level in knowledge.questions.levels.values()
    ]
    homes = (
        (
            f"`{home.home}`",
            home.about,
            "all of a week" if home.fills == "full" else "a small part of a week",
            ", ".join(home.open_to),
            "; ".join(f"`{one.question}: {one.answer}`" for one in home.assume.values()),
        )
        for home in knowledge.homes.values()
    )
    kinds = (
        (f"`{kind.kind}`", ", ".join(kind.channels) or "none", kind.can_do)
        for kind in knowledge.parties.values()
    )
    sections += [
        (
            "Homes",
            "What is taken for granted is listed as an assumption, and any answer replaces it.",
            _table("home | what it is | fills | usually open to | taken for granted", homes),
        ),
        (
            "Kinds of party",
            "How such a party usually holds power over a school, and what it usually can do.",
            _table("kind | usual hold | usually can", kinds),
        ),
        (
            "Answers that cannot both hold",
            "The advisor goes on with the cautious one, says so in the memo and raises a flag.",
            (f"- {clash.says}" for clash in knowledge.questions.incompatible),
        ),
    ]
    return "\n\n".join("\n".join((f"## {title}", "", about, "", *lines))
                       for title, about, lines in sections) + "\n"  # fmt: skip


def _place(question: Question) -> str:
    """Where the keys of a part stand."""
    where = {"records": "in each entry of the list", "records-by-home": "under each home in"}
    return f"They stand {where.get(question.type, 'under')} `{question.id}`."


def _row(question: Question, knowledge: CaseKnowledge) -> tuple[str, ...]:
    needed = " **(needed)**" if question.required else ""
    words = " ".join(filter(None, (f"{question.question}{needed}", question.help)))
    rests_on = ", ".join(question.rests_on) or ("" if question.of else "our own question")
    answers = TYPES[question.type].told(question, knowledge)
    return f"`{question.id}`", words, answers, ", ".join(question.asks), rests_on


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {head} |"
    yield "|" + "---|" * (head.count("|") + 1)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
