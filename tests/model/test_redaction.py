"""A case without the names in it is a case still, and leads to the same path by the same rules."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from support.assessed import NAMES, assessed

from advisor.errors import InputError
from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import parse
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.redaction import (
    Key,
    Ordinary,
    RedactedCase,
    left_in,
    ordinary_words,
    read_key,
    strings_in,
    with_strings,
)
from advisor.presentation.memo import write_memo


@cache
def ordinary() -> Ordinary:
    knowledge = shipped_knowledge()
    places = knowledge.section("words", "places")
    return ordinary_words([knowledge.folder, templates_folder()], places)


def test_names_of_places_that_people_type_are_no_words_of_ours():
    assert not {"York", "Dakota", "TX"} & ordinary().exact


def redacted(case: Case, key: Key | None = None) -> tuple[str, Key]:
    key = key or Key()
    return RedactedCase(case, shipped_knowledge(), key, ordinary()).text(), key


def case_of(text: str) -> Case:
    return read_case(parse(text.encode(), "case.yaml"), "case.yaml", shipped_knowledge())


@pytest.mark.parametrize("example", NAMES)
def test_the_redacted_case_gives_the_same_path_by_the_same_rules(example):
    found = assessed(example)
    text, _ = redacted(found.case)
    again = assess(case_of(text), engine="reference")
    assert again.path == found.path
    assert [one.rule for one in again.consultation.firings] == [
        one.rule for one in found.consultation.firings
    ]


@pytest.mark.parametrize("example", NAMES)
def test_no_name_is_left_in_the_case_and_none_in_its_memo(example):
    found = assessed(example)
    text, key = redacted(found.case)
    memo = key.redacted(write_memo(found))
    client, change = found.case.client, found.case.change
    names = [client.text("name"), found.case.short_name, change.text("name")]
    names += [one.name for one in found.case.parties if " " in one.name]
    for stands in key.names.values():  # "School board A" holds the name of a school board
        text, memo = text.replace(stands, ""), memo.replace(stands, "")
    for name in filter(None, names):
        assert name not in text
        assert not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", memo)
    assert "sources" not in text
    assert "http" not in text


@pytest.mark.parametrize("example", ["24-city-view", "02-village-high-school"])
def test_a_case_is_redacted_alike_every_time(example):
    case = assessed(example).case
    text, key = redacted(case)
    assert redacted(case) == (text, key)
    assert redacted(case, read_key(key.json(), "key.json")) == (text, key)


def test_placeholders_go_by_kind_and_stay_the_same_throughout():
    key = Key()
    assert key.placeholder("Ann Lee", "Staff") == "Staff A"
    assert key.placeholder("Bo Li", "Staff") == "Staff B"
    assert key.placeholder("ANN LEE", "Person") == "Staff A"
    many = {key.placeholder(f"Somebody {number}", "Staff") for number in range(60)}
    assert len(many) == 60
    assert "Staff AA" in many


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said so", "Staff A said so"),
        ("The ann lee's view", "Staff A's view"),
        ("Annabel Leeds said so", "Annabel Leeds said so"),
        ("Q\\&A Inc. and Q&amp;A Inc. and Q&A Inc.", "Brand A. and Brand A. and Brand A."),
        ("party-row:ann-lee", "party-row:staff-a"),
        ("Staff do", "Staff do"),
        ("Ann\nLee", "Staff A"),
    ],
)
def test_a_name_is_found_however_a_text_writes_it(text, expected):
    key = Key(
        names={"Ann Lee": "Staff A", "Q&A Inc": "Brand A", "Staff": "Staff B"},
        whole=["Staff"],
        ids={"ann-lee": "staff-a"},
    )
    assert key.redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The families of Boston said no.", ["Boston"]),
        ("Families said no. Students came.", []),
        ("It starts on June 3, 2015 in Silicon Valley", ["June 3, 2015", "Silicon Valley"]),
        ("write to ann@example.org or https://example.org/x", ["ann@example.org",
                                                             "https://example.org/x"]),
        ("at 12 Main Street for $521,000", ["12 Main Street", "$521,000"]),
        ("the iPad plan", ["iPad"]),
        ("学校 says so", ["学校"]),
        ("Staff A met Boston Staff AB", ["Boston"]),
    ],
)  # fmt: skip
def test_what_is_left_in_free_text_is_found(text, left):
    key = Key(names={"Ann Lee": "Staff A", "Bo Li": "Staff AB"})
    assert [one.text for one in left_in(text, key, ordinary())] == left


def test_what_may_stay_is_not_shown_again():
    key = Key(kept=["Boston"])
    assert [one.text for one in left_in("In Boston and Salem", key, ordinary())] == ["Salem"]


def test_in_a_memo_the_words_of_advisor_are_not_shown():
    text = (
        "- **To:** Ann\n1. Ask. (`path-hold`, from 3; L027; ours)\n*Made with rules* `6e01d2de3f3f`"
    )
    assert [one.text for one in left_in(text, Key(), ordinary(), ours=True)] == ["Ann"]


def test_a_party_is_still_found_by_what_refers_to_it():
    case = assessed("24-city-view").case
    text, _ = redacted(case)
    again = case_of(text)
    assert [one.text("party") for one in again.money if one.text("party")] == [
        again.parties[[other.id for other in case.parties].index(one.text("party"))].id
        for one in case.money
        if one.text("party")
    ]
    assert [one.plural for one in again.parties] == [one.plural for one in case.parties]


def test_texts_in_json_are_found_and_put_back():
    value = {"a": ["Ann", {"b": "Bo", "n": 3}]}
    assert [*strings_in(value)] == ["Ann", "Bo"]
    assert with_strings(value, str.lower) == {"a": ["ann", {"b": "bo", "n": 3}]}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"names": {}, "other": 1}', b'{"advisor-key": 2}', b"\xff"]
)
def test_what_is_no_key_is_refused(data):
    with pytest.raises(InputError):
        read_key(data, "key.json")


def test_the_key_is_written_so_that_it_can_be_read_again():
    key = Key(names={"Ann": "Staff A"}, kept=["June"])
    assert read_key(key.json(), "key.json") == key
    assert json.loads(key.json())["advisor-key"] == 1
