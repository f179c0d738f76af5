"""How to lead it: the choices that this case makes matter, tied to its own facts."""

from __future__ import annotations

import re

import pytest
from support.assessed import EXAMPLES, NAMES, assessed, viewed

from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import ANNEX, write_memo

KNOWLEDGE = shipped_knowledge()
HERE = KNOWLEDGE.section("tensions", "here")
ASKING = "short-form"
"""The example that is advised to ask first: nothing is led yet."""
LED = [one for one in NAMES if one != ASKING]


def lead(memo: str) -> str:
    return memo.split("## How to lead it\n")[1].split("\n## ")[0].replace("\\", "")


def rows(memo: str) -> list[list[str]]:
    found = [line for line in lead(memo).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1:]]


def questions(memo: str) -> list[str]:
    return [line[2:] for line in lead(memo).splitlines() if line.startswith("- ")]


def names_of(name: str) -> list[str]:
    """What belongs to a case alone: parties, sources, events, counts, owners, places."""
    view, case = viewed(name), assessed(name).case
    words = [party.said for party in view.all_parties] + list(case.missing_parties)
    words += [view.assessment.narrator.source(one.id) for one in case.money]
    words += [one.text("what") for one in case.events] + list(view.pull_signs)
    words += [f"{one:,}" for one in (view.waiting,) if one]
    words += [f"{one:,}" for one in (case.client.number("learners-in-system"),) if one]
    owners = [view.owner_of(one) for one in case.owners]
    return [one for one in (*words, *owners) if one]


@pytest.mark.parametrize("name", LED)
def test_two_to_four_choices_are_shown_each_with_its_fact_lean_price_and_question(name):
    memo = write_memo(assessed(name))
    assert 2 <= len(rows(memo)) <= 4
    assert all(len(row) == 4 and all(row) for row in rows(memo))
    assert len(questions(memo)) == len(rows(memo))
    assert all(one.endswith("?") for one in questions(memo))


@pytest.mark.parametrize("name", LED)
def test_another_client_could_not_use_the_agenda(name):
    memo = write_memo(assessed(name))
    own = names_of(name)
    asked = " ".join(questions(memo)).lower()
    assert any(word.lower() in asked for word in own), asked
    shown = " ".join(cell for row in rows(memo) for cell in row).lower()
    assert any(word.lower() in shown for word in own), shown


def test_no_two_examples_have_the_same_section():
    sections = [lead(write_memo(assessed(name))) for name in LED]
    assert len(set(sections)) == len(sections)


def test_whoever_asks_first_has_nothing_to_lead_yet():
    assert "## How to lead it" not in write_memo(assessed(ASKING))


@pytest.mark.parametrize("name", LED)
def test_the_method_and_the_other_choices_stand_in_the_annex(name):
    body, _, annex = write_memo(assessed(name)).partition(ANNEX)
    assert "seven" not in lead(body + "\n## ")
    method = annex.split("### How to talk the choices through\n")[1].split("\n### ")[0]
    for step in KNOWLEDGE.process:
        assert f"**{step['title']}.**" in method
    shown = [row[0] for row in rows(body)]
    for tension in KNOWLEDGE.tensions.values():
        assert (str(tension["label"]) in shown) != (f"*{tension['label']}.*" in method)


def test_one_fact_makes_another_choice_matter(case_file):
    text = (EXAMPLES / "13-northern-cass" / "case.yaml").read_text("utf-8")
    assert rows(write_memo(case_file(text)))[0][0] != "Fast or steady"
    event = "events: [{kind: election, date: 2018-11-06, what: the board election}]"
    ahead = write_memo(case_file(f"{text}\n{event}\n"))
    assert rows(ahead)[0][:2] == ["Fast or steady", "Ahead: the board election (November 6, 2018)"]
    assert questions(ahead)[0] == "What can we show by then (the board election)?"


def test_the_agenda_has_a_day_and_somebody_who_calls_it():
    memo = write_memo(assessed("13-northern-cass"))
    assert "**Agenda for the team’s talk**, June 25, 2018, called by the superintendent:" in memo


def test_a_reason_with_a_gap_is_passed_over(case_file):
    text = (EXAMPLES / "01-mountain-view-math" / "case.yaml").read_text("utf-8")
    nobody = text.replace("- families of students who are behind in math\n", "")
    assert nobody != text
    heard = [
        any("Nobody has heard" in row[1] for row in rows(write_memo(case_file(one))))
        for one in (text, nobody)
    ]
    assert heard == [True, False]


def test_what_the_rules_conclude_has_words_and_no_words_are_idle():
    concluded = {
        (str(head.values[0]), str(head.values[1]))
        for rule in KNOWLEDGE.rulebook.rules
        for head in rule.then
        if head.kind == "matters"
    }
    written = [(one["tension"], one["why"]) for one in HERE]
    assert len(written) == len(set(written))
    assert set(written) == concluded


@pytest.mark.parametrize("entry", HERE, ids=lambda one: f"{one['tension']}, {one['why']}")
def test_the_words_are_short_and_begin_small(entry):
    assert {"why", "tension", "fact", "ask"} <= set(entry)
    assert set(entry) <= {"why", "tension", "fact", "one", "five", "middle", "ask"}
    for key in set(entry) - {"why", "tension"}:
        texts = entry[key] if isinstance(entry[key], list) else [entry[key]]
        for text in texts:
            assert text[0].islower() or text[0] == "{", text
            plain = re.sub(r"\{[^}]*\}", "", text).split()
            assert len(plain) <= (15 if key == "ask" else 11), text
            assert text.endswith("?") == (key == "ask")
