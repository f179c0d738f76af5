"""Whatever a case file holds, an interview goes on with it and loses nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.any_case import part
from support.scripted import Scripted, hold

from advisor import new_case_text
from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case
from advisor.model.case_text import case_text

pytestmark = pytest.mark.filterwarnings("ignore::advisor.errors.ReadingWarning")
KNOWLEDGE = shipped_knowledge()
LOOKS = ("review", "so far", "table")


def go_on_with(case, looks=()):
    """Looks at what there is, leaves everything open that is, and writes case and memo."""
    looks = [*looks]

    def line(shown):
        if looks:
            return looks.pop(0)
        if "Check your answers" in shown:
            return ""
        if "Go on for a fuller memo" in shown or "There is nothing to skip here" in shown:
            return "1"
        needed = "This answer is needed" in shown
        return ("a word" if "a few words" in shown else "1") if needed else "skip"

    console = Scripted(line)
    hold(console, case)
    return console.transcript


def _name(party):
    return str(party["name"]).strip()


@settings(max_examples=int(os.environ.get("ADVISOR_LONG_TESTS") or 2), deadline=None)
@given(part("case"), st.lists(part("party"), min_size=1, max_size=3, unique_by=_name))
def test_an_interview_takes_over_all_that_any_case_file_says(value, parties):
    value["parties"] = parties
    value.setdefault("homes", {"existing-school": {"open": "yes"}})
    with TemporaryDirectory() as folder:
        case = Path(folder) / "case.yaml"
        case.write_text(case_text(value, KNOWLEDGE.questions, "A case."), "utf-8")
        try:
            before = base_facts(load_case(str(case), KNOWLEDGE), KNOWLEDGE)
        except InputError:  # two parties of one name, say
            return
        go_on_with(case, LOOKS)
        after = base_facts(load_case(str(case), KNOWLEDGE), KNOWLEDGE)
        assert case.with_suffix(".memo.md").exists()
        assert set(after.facts) == set(before.facts)


def test_a_blank_case_file_is_a_beginning_like_none_at_all(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(new_case_text(), "utf-8")
    shown = go_on_with(case)
    assert "1. What do you want to change?" in shown
    assert load_case(str(case), KNOWLEDGE).parties


def test_parts_that_are_unknown_as_a_whole_are_open(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient: {name: Hill}\nchange: {short: a class, kind: upgrade}\n"
        "place: existing-school\nparties: unknown\nmoney: unknown\nevents: unknown\n"
        "homes: unknown\ntensions: unknown\nsources: unknown\n", "utf-8",
    )  # fmt: skip
    go_on_with(case)
    text = case.read_text("utf-8")
    assert re.findall(r"^(\w+): unknown", text, re.MULTILINE) == []
    assert re.search(r"^parties:$", text, re.MULTILINE)


def test_an_entry_that_was_left_empty_is_left_out(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient: {name: Hill}\nchange:\n  short: a class\n  kind: upgrade\n"
        "  ideas:\n  -\nplace: existing-school\nparties:\n-\n- name: '2027'\n", "utf-8",
    )  # fmt: skip
    go_on_with(case)
    assert [party.name for party in load_case(str(case), KNOWLEDGE).parties] == ["2027"]


def test_a_case_that_could_not_be_read_again_replaces_nothing(tmp_path, monkeypatch):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient: {name: Hill}\nchange: {short: a class, kind: upgrade}\n"
        "place: existing-school\nparties: [{name: Board}]\n", "utf-8",
    )  # fmt: skip
    before = case.read_bytes()
    monkeypatch.setattr("advisor.interview.finishing.saved_text", lambda *_: "place: nonsense\n")
    with pytest.raises(InputError):
        go_on_with(case)
    assert case.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} >= {"case.yaml", "case.yaml.session"}
    assert not (tmp_path / "case.yaml.before").exists()


def test_passing_over_the_open_places_takes_nothing_back_that_was_said_of_all(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient: {name: Hill}\nchange: {short: a class, kind: upgrade}\n"
        "place: district-alternative-school\nparties: [{name: Board}]\n"
        "homes: {every-home: {open: no}}\n", "utf-8",
    )  # fmt: skip
    before = set(base_facts(load_case(str(case), KNOWLEDGE), KNOWLEDGE).facts)
    go_on_with(case)
    assert set(base_facts(load_case(str(case), KNOWLEDGE), KNOWLEDGE).facts) == before
