"""Writes the reference of the case file: every key, its answers and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.questions import Level, Question
    from advisor.model.case_reader import CaseKnowledge

_TYPES = {
    "name": "a name",
    "phrase": "a few words",
    "text": "one or two sentences",
    "phrases": "a list of a few words each",
    "number": "a whole number",
    "score": "1 to 5",
    "day": "a day, such as `2015-06-01`",
    "date": "a day, a month or a year, such as `2015-06-01`",
    "party": "the id or the name of a party",
    "id": "small letters, digits and hyphens",
    "home": "a [home](#homes)",
    "party-kind": "a [kind of party](#kinds-of-party)",
    "now-and-wanted": "`{now: 1 to 5, wanted: 1 to 5}`",
}
_CELLS = {
    "phrase": "a few words",
    "score": "1 to 5",
    "power": "`none`, `slowly`, `within-a-year`, `at-once`",
    "yes-partly-no": "`yes`, `partly`, `no`",
}


def case_reference(knowledge: CaseKnowledge) -> str:
    """Makes the reference.

    Args:
        knowledge: The questions, homes and kinds of party.

    Returns:
        Markdown with a section for each part of the case file.
    """
    places = {one.of: _place(one) for one in knowledge.questions if one.of}
    parts = [
        _section(level, places.get(level.level, "They stand at the left margin."))
        for level in knowledge.questions.levels.values()
    ]
    parts.append(_homes(knowledge))
    parts.append(_kinds(knowledge))
    parts.append(_contradictions(knowledge))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _place(question: Question) -> str:
    """Where the keys of a part stand."""
    if question.type == "records":
        return f"They stand in each entry of the list `{question.id}`."
    if question.type == "records-by-home":
        return f"They stand under each home in `{question.id}`."
    return f"They stand under `{question.id}`."


def _section(level: Level, place: str) -> Iterator[str]:
    yield f"## {level.title}"
    yield ""
    yield f"{level.about} {place}"
    yield ""
    yield "| key | question | answers | asked as | rests on |"
    yield "|---|---|---|---|---|"
    for one in level.questions.values():
        needed = " **(needed)**" if one.required else ""
        words = " ".join(filter(None, (f"{one.question}{needed}", one.help)))
        rests = ", ".join(one.rests_on) if one.rests_on else "our own question"
        if one.of:
            rests = ", ".join(one.rests_on)
        cells = (f"`{one.id}`", words, _answers(one), ", ".join(one.asks), rests)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _answers(question: Question) -> str:
    """What a question takes, with the meaning of each word."""
    also = "".join(f", or `{word}`" for word in question.also)
    if question.type == "choice" or question.type == "several":
        words = "; ".join(
            f"`{choice.name}`" + (f" {choice.clause}" if choice.clause else "")
            for choice in question.values.values()
        )
        return f"{'one of' if question.type == 'choice' else 'some of'}: {words}"
    if question.type == "table":
        if question.rows_are:
            rows = "a [home](#homes)" if question.rows_are == "homes" else "one of the tensions"
        else:
            rows = "; ".join(f"`{row.name}` {row.label}" for row in question.rows.values())
        return f"for each row {_CELLS[question.cells]}; rows: {rows}"
    if question.type == "record":
        return "keys of its own, see below"
    if question.type == "records":
        return "a list of entries with keys of their own, see below"
    if question.type == "records-by-home":
        return "homes, or `every-home`, each with keys of its own, see below"
    if question.values:
        return ", ".join(f"`{name}`" for name in question.values)
    return f"{_TYPES[question.type]}{also}"


def _homes(knowledge: CaseKnowledge) -> Iterator[str]:
    yield "## Homes"
    yield ""
    yield "What is taken for granted is listed as an assumption, and any answer replaces it."
    yield ""
    yield "| home | what it is | fills | usually open to | taken for granted |"
    yield "|---|---|---|---|---|"
    for home in knowledge.homes.values():
        assume = "; ".join(f"`{one.question}: {one.answer}`" for one in home.assume.values())
        fills = "all of a week" if home.fills == "full" else "a small part of a week"
        roles = ", ".join(home.open_to)
        yield f"| `{home.home}` | {home.about} | {fills} | {roles} | {assume} |"


def _kinds(knowledge: CaseKnowledge) -> Iterator[str]:
    yield "## Kinds of party"
    yield ""
    yield "How such a party usually holds power over a school, and what it usually can do."
    yield ""
    yield "| kind | usual hold | usually can |"
    yield "|---|---|---|"
    for kind in knowledge.parties.values():
        yield f"| `{kind.kind}` | {', '.join(kind.channels) or 'none'} | {kind.can_do} |"


def _contradictions(knowledge: CaseKnowledge) -> Iterator[str]:
    yield "## Answers that cannot both hold"
    yield ""
    yield "The advisor goes on with the cautious one, says so in the memo and raises a flag."
    yield ""
    for clash in knowledge.questions.incompatible:
        yield f"- {clash.says}"
