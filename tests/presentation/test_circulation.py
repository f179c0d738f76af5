"""The memo for boards and the public record: nobody by name but who decides, and no stance."""

from __future__ import annotations

import re

import pytest
from support.assessed import EXAMPLES, NAMES, assessed, looked_ahead
from support.mixed import mixed_case, replaced

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import Sequence, read
from advisor.model.case_reader import read_case
from advisor.presentation.contracts.memo import MemoJson, memo_contract
from advisor.presentation.documents.writing import write_document
from advisor.presentation.memo import memo_day, memo_json, write_memo

STANCES = re.compile(
    r"(?i)\b(firmly|neutral|(is|are|be) (for|against) (it|them)|nobody .{0,40} against"
    r"|takes? no side|oppos\w+|win (it|them|\w+) over|has not said where|known to be against)\b"
)
"""Words that tell where somebody stands; written without looking at those that the memo avoids."""
ORDINARY = {"families", "district", "teachers", "state", "students"}
"""Names of parties in the examples that are ordinary words."""


def circulating(found: Assessment) -> MemoJson:
    return memo_contract(found, look_ahead(found), memo_day(found, None), circulation=True)


def renamed(example: str) -> Assessment:
    """An example whose parties have names that occur nowhere else in it."""
    file = str(EXAMPLES / example / "case.yaml")
    content = read(file)
    ids = [party.id for party in assessed(example).case.parties]
    parties = [
        replaced(party, {"name": f"Quexil Zorb{'abcdefghijklmnop'[at]}", "id": name})
        for at, (party, name) in enumerate(zip(content["parties"], ids, strict=True))
    ]
    listed = Sequence(content["parties"].line, parties, content["parties"].lines)
    case = read_case(replaced(content, {"parties": listed}), file, shipped_knowledge())
    return assess(case, engine="reference")


@pytest.mark.parametrize("example", NAMES)
def test_no_party_is_named_but_who_decides_or_grants_and_no_stance_is_told(example):
    found = assessed(example)
    outlook, day = looked_ahead(example), memo_day(found, None)
    memo = memo_contract(found, outlook, day, circulation=True)
    text = memo.json()
    assert memo.title
    assert memo.picture is None
    ours = text
    for statement in memo.annex.statements:  # what an article says is of no party of this case
        ours = ours.replace(statement.says, "")
    assert not STANCES.search(ours), STANCES.search(ours)
    public = " ".join(
        (found.case.decision.text("body"), found.case.client.text("name"), memo.title)
    ).lower()
    granters = " ".join(
        [*(str(one["source"]) for one in found.case.money),
         *(str(found.case.in_home(one, "shelter-holder")) for one in found.case.homes)]
    ).lower()  # fmt: skip
    for party in found.case.parties:
        name = party.name.lower()
        if name not in public and name not in granters and name not in ORDINARY:
            assert not re.search(rf"\b{re.escape(name)}\b", text.lower()), name


@pytest.mark.parametrize("example", NAMES[::4])
def test_a_name_that_occurs_nowhere_else_occurs_nowhere(example):
    found = renamed(example)
    outlook = look_ahead(found)
    assert "Quexil" in memo_contract(found, outlook, None).json()
    assert "quexil" not in memo_contract(found, outlook, None, circulation=True).json().lower()


def test_neither_page_nor_brief_names_anybody_either():
    found = renamed("02-village-high-school")
    page = write_document(found, "html", circulation=True).decode()
    brief = write_memo(found, template="brief", circulation=True)
    data = memo_json(found, circulation=True)
    assert "does not tell where any party stands" in page
    assert "does not tell where any party stands" in brief
    assert "quexil" not in (page + brief + data).lower()
    assert "<svg" not in page


def test_any_case_has_a_title_and_tells_no_stance(effort):
    """Six in the ordinary suite; with `--thorough` six hundred."""
    wrong = {}
    for number in range(6 * effort):
        found = assess(mixed_case(f"circulation {number}"), engine="reference")
        memo = circulating(found)
        said = [one for section in memo.sections for one in memo.said(section.id)]
        told = [one.text for one in said if STANCES.search(" ".join((one.text, *one.cells)))]
        if told or not memo.title or not memo.said("advice"):
            wrong[number] = (memo.title, told)
    assert wrong == {}


def test_the_best_sentence_that_may_be_said_takes_the_place_of_one_that_may_not():
    usual = memo_contract(
        assessed("02-village-high-school"), looked_ahead("02-village-high-school"), None
    )
    public = circulating(assessed("02-village-high-school"))
    assert usual.said("sure")[0].id != public.said("sure")[0].id
    assert not public.said("stop")
