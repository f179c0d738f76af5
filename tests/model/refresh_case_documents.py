"""Writes the schema and the reference of the case file anew from the knowledge base.

Run it after a change to rules/questions.yaml, rules/homes.yaml or rules/parties.yaml:

    python tests/model/refresh_case_documents.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "rules" / "case.schema.json"
REFERENCE = ROOT / "docs" / "case-file.md"
START, END = "<!-- questions:start -->\n", "<!-- questions:end -->\n"
WIDTH = 120


def schema_text(knowledge) -> str:
    from support.answer_shapes import case_schema

    return _compact(case_schema(knowledge)) + "\n"


def _compact(value, indent="", key="") -> str:
    """JSON in which whatever fits on one line, or holds no other object, stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    inner = value.values() if isinstance(value, dict) else value
    deeper = f"{indent} "
    if len(indent) + len(key) + len(line) <= WIDTH or not isinstance(value, (dict, list)):
        return line
    if not any(isinstance(one, (dict, list)) and one for one in inner):
        return line
    if isinstance(value, list):
        lines = (f"{deeper}{_compact(one, deeper)}" for one in value)
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    names = (f"{json.dumps(name, ensure_ascii=False)}: " for name in value)
    lines = (f"{deeper}{name}{_compact(one, deeper, name)}" for name, one in zip(names, inner))
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def reference_text(knowledge) -> str:
    """The page as it should be: what a person wrote, and the reference between the marks."""
    before, _, rest = REFERENCE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{case_reference(knowledge)}\n{END}{after}"


def case_reference(knowledge) -> str:
    """The reference in Markdown, with a section for each part of the case file."""
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


def _place(question) -> str:
    """Where the keys of a part stand."""
    where = {"records": "in each entry of the list", "records-by-home": "under each home in"}
    return f"They stand {where.get(question.type, 'under')} `{question.id}`."


def _row(question, knowledge) -> tuple[str, ...]:
    needed = " **(needed)**" if question.required else ""
    words = " ".join(filter(None, (f"{question.question}{needed}", question.help)))
    rests_on = ", ".join(question.rests_on) or ("" if question.of else "our own question")
    from support.answer_shapes import told

    return f"`{question.id}`", words, told(question), ", ".join(question.asks), rests_on


def _table(head: str, rows):
    yield f"| {head} |"
    yield "|" + "---|" * (head.count("|") + 1)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from advisor.knowledge.base import Knowledge

    knowledge = Knowledge(ROOT / "rules")
    SCHEMA.write_text(schema_text(knowledge), encoding="utf-8")
    REFERENCE.write_text(reference_text(knowledge), encoding="utf-8")


if __name__ == "__main__":
    main()
