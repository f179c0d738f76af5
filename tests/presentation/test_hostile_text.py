"""Whatever a client writes, the document keeps its shape and shows the client's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.assessed import EXAMPLES

from advisor.explanation.assess import Assessment, assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse, read
from advisor.model.case_reader import read_case
from advisor.presentation.memo import write_memo
from advisor.presentation.templating.rendering import MemoEnvironment
from advisor.presentation.text import assessment_text

markdown_it = pytest.importorskip("markdown_it")
READER = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])

# The client's own words in a case file; everything else is chosen from a list.
FREE = {
    "name", "short-name", "reader", "region", "tried-before-note", "short", "summary", "why",
    "priority-in-words", "evidence-note", "useful-part", "early-signs", "stop-rule",
    "cost-of-waiting", "yearly-cost", "original", "tempting-alternative", "tempting-because",
    "kept", "starts", "can-do", "guards", "forbids-what", "shelter-name", "shelter-holder",
    "stronger-in-words", "joins-give-up", "source", "amount", "covers", "body", "deadline-why",
    "chair", "asks", "what", "value", "project", "money", "families", "policy", "facilities",
    "staff",
}  # fmt: skip
LISTS = {"missing-parties", "not-on-file"}

HOSTILE = [
    "**bold**", "_it_", "#head", "-item", "1.", "|cell|cell|", "`code`", "```", "~~gone~~",
    "[x](javascript:alert(1))", "![x](y)", "<script>alert(1)</script>", "<!--", "&lt;b&gt;",
    "{{7*7}}", "{%for", "{#gone#}", "https://evil.example/x", "a\\", '"]-->x;click', "%%{init}%%",
    "two\n\n#lines", "</div>", "$x$", "*", "_", "\\|", "x" * 150,
]  # fmt: skip


def spoiled(value: Any, mark: str, key: str = "") -> Any:
    """The case with a mark before every text of the client's own."""
    if isinstance(value, dict):
        return {one: spoiled(value[one], mark, one) for one in value}
    if isinstance(value, list):
        return [spoiled(one, mark, key if key in LISTS else "") for one in value]
    if isinstance(value, str) and (key in FREE or key in LISTS) and value != "unknown":
        return f"{mark} {value}"
    return value


def assessed_with(mark: str, name: str) -> Assessment:
    knowledge = shipped_knowledge()
    value = json.loads(json.dumps(read(str(EXAMPLES / name / "case.yaml"))))
    for number, party in enumerate(value["parties"]):
        party["id"] = f"party-{number}"
    for money in value["money"]:
        money.pop("party", None)
    for part in value:
        if part not in ("sources", "note"):
            value[part] = spoiled(value[part], mark, part)
    content = parse(json.dumps(value).encode(), "case.json")
    return assess(read_case(content, "case.json", knowledge), engine="reference")


def shape(document: str) -> list[str]:
    """What a Markdown reader makes of a document, without the words."""
    kinds = []
    for token in READER.parse(document):
        if token.type == "inline":
            kinds += [child.type for child in token.children if child.type != "text"]
        else:
            kinds.append(f"{token.type} {token.tag}")
    return kinds


def shown(document: str) -> str:
    """The words that a reader of the document sees."""
    return "".join(
        child.content
        for token in READER.parse(document)
        if token.type == "inline"
        for child in token.children
    )


@pytest.fixture(scope="module")
def plain() -> dict[str, list[str]]:
    return {
        template: shape(write_memo(assessed_with("Zz", "01-mountain-view-math"), template=template))
        for template in ("memo", "brief")
    }


@pytest.mark.parametrize("mark", HOSTILE)
def test_a_hostile_answer_cannot_change_the_document(mark, plain):
    assessment = assessed_with(mark, "01-mountain-view-math")
    for template, expected in plain.items():
        document = write_memo(assessment, template=template)
        assert shape(document) == expected
        assert "7*7" not in document


def test_text_for_a_terminal_cannot_drive_it():
    text = MemoEnvironment(plain=True).from_string("{{ x }}").render(x="\x1b[31m\u202eab\x9b0m\n")
    assert text == "[31mab0m"
    shown = assessment_text(assessed_with("<b>|*x*", "01-mountain-view-math"))
    assert "<b>|*x* families of advanced students" in shown.lower()


@pytest.mark.parametrize("mark", ["<b>|*x*", "&lt;b&gt; &#42;", "~~x~~ [y](z)"])
def test_what_was_written_is_what_is_shown(mark):
    document = write_memo(assessed_with(mark, "01-mountain-view-math"))
    assert f"{mark} Families of advanced students" in shown(document)
