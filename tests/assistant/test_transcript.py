"""The transcript in docs/assistants.md is what a program really gets."""

from __future__ import annotations

import json
from pathlib import Path

from support.spoken import Person

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "assistants.md"
START, END = "<!-- transcript -->\n```text\n", "```\n"
SHOWN = 3
"""Entries of a list that are shown."""


def test_the_transcript_in_the_docs_is_up_to_date(program, example, refresh):
    person = Person(example("02", "told"))
    lines: list[str] = []

    def talk(name, *shown, **given):
        reply = program.ask(name, case="ours", **given)
        lines.append(f"> {name} {json.dumps({'case': 'ours', **given}, ensure_ascii=False)}")
        for path in shown:
            lines.extend(told(path, reply))
        lines.append("")
        return reply

    talk("begin_case", "result.left_at_most")
    talk("next_question", "result.question", "result.asks", "result.why")
    said = {"question": "change.short", "answer": "a high school with online core classes"}
    talk("answer", "result.answer", **said)
    said = {"question": "place", "answer": "the moon"}
    talk("answer", "problems.0.what", "problems.0.remedy", **said)
    while (question := program.call("next_question", case="ours")["result"])["question"]:
        answer = person.answer(question)
        program.call("answer", case="ours", question=question["question"], answer=answer)
    lines += ["(the other questions)", ""]
    talk("assess", "result.path", "result.certainty", "result.advice")
    against = talk(
        "why_not", "result.standing", "result.blocks.0.sentence", "result.blocks.0.rule",
        "result.blocks.0.statements", subject="charter-school",
    )  # fmt: skip
    first = against["result"]["blocks"][0]["statements"][0]
    place = [one["statement"] for one in against["grounds"]["statements"]].index(first)
    lines[-1:] = [*told(f"grounds.statements.{place}.says", against), ""]
    memo = talk("memo", "result.title")
    sentence = memo["result"]["sections"][0]["blocks"][0]["sentences"][0]["id"]
    talk("why_sentence", "result.text", "result.grounds", sentence=sentence)
    talk("save_case", "result.file")
    made = "\n".join(lines).rstrip() + "\n"
    text = DOCUMENT.read_text("utf-8")
    before, _, rest = text.partition(START)
    old, _, after = rest.partition(END)
    if refresh:
        DOCUMENT.write_text(f"{before}{START}{made}{END}{after}", "utf-8")
        old = made
    assert old == made


def told(path, reply):
    """The lines that show one part of a reply."""
    value = reply
    for step in path.split("."):
        value = value[int(step) if step.isdecimal() else step]
    if isinstance(value, list):
        said = [one["says"] if isinstance(one, dict) else str(one) for one in value]
        more = [f"({len(said) - SHOWN} more)"] if len(said) > SHOWN else []
        value = "\n".join([*said[:SHOWN], *more])
    first, *rest = str(value).splitlines() or [""]
    return [f"  {path}: {first}", *(f"    {one.strip()}" for one in rest)]
