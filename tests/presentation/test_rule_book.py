"""The rules read out in words: the list, one rule, the picture, the page in the documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from advisor.errors import InputError
from advisor.explanation.rule_words import RuleWords
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.strata import Dependencies, Entry
from advisor.presentation.rules_text import (
    rule_book_markdown,
    rule_text,
    rules_graph,
    rules_json,
    rules_list_text,
)
from advisor.verification.coverage import read_cases
from advisor.verification.rule_book import RuleBook

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rule-book.md"
KNOWLEDGE = shipped_knowledge()
ENTRIES = KNOWLEDGE.rulebook.entries


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook(KNOWLEDGE, read_cases([ROOT / "examples"], KNOWLEDGE))


def test_the_page_in_the_documentation_is_of_todays_rules(book, refresh):
    text = rule_book_markdown(book)
    if refresh:
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text


def test_every_link_inside_the_page_leads_somewhere(book):
    text = PAGE.read_text("utf-8")
    anchors = re.findall(r'<span id="([^"]+)"></span>', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_a_rule_is_read_out_without_a_sign_of_its_notation(entry: Entry):
    reading = RuleWords(KNOWLEDGE).read(entry)
    assert reading.when or reading.unless
    assert reading.then
    for clause in (*reading.when, *reading.unless, *reading.then, reading.because):
        assert not re.search(r"[{}$@]|\bNone\b", clause), clause
        assert "  " not in clause
        assert clause.strip() == clause


def test_a_rule_is_read_out_as_its_author_would_say_it():
    reading = RuleWords(KNOWLEDGE).read(KNOWLEDGE.rulebook.entry("veto-holder"))
    [clause] = reading.when
    assert clause == (
        "in a place, a party has a seat among those with power "
        "(it could stop the work at once; it is firmly against the work)"
    )
    assert reading.then == ("in the place, the party could end the work and would",)
    assert reading.because == (
        "The party is firmly against and can stop the work at once in the place."
    )


def test_a_link_is_where_a_conclusion_can_match_a_condition():
    found = Dependencies(KNOWLEDGE.rulebook)
    assert "clash-by-veto" in {one.target for one in found.used_by("veto-holder")}
    assert "seat-in-the-present-schools" in {one.source for one in found.needs("veto-holder")}
    # a seat that leans for the work cannot be one that is counted as against it
    links = {(one.source, one.target) for one in found.links}
    assert ("path-hold", "not-within-veto") not in links


def test_links_hold_whatever_a_case_brings(book):
    """What a firing takes from another firing stands in the picture as a link."""
    from support.assessed import assessed

    links = {(one.source, one.target) for one in book.dependencies.links}
    for name in ("02-village-high-school", "20-mississippi-reading"):
        made: dict[object, set[str]] = {}
        for firing in assessed(name).consultation.firings:
            for premise in firing.premises:
                for source in made.get(premise, ()):
                    assert (source, firing.rule) in links
            for fact in firing.asserted:
                made.setdefault(fact, set()).add(firing.rule)


@pytest.mark.parametrize("width", [60, 100])
def test_lists_rules_and_pictures_fit_a_terminal(book, width):
    shown = [rules_list_text(book, ENTRIES, width=width), rules_graph(book, "text", width=width)]
    shown += [rule_text(book, one, width=width) for one in ENTRIES[::40]]
    for text in shown:
        assert max(map(len, text.splitlines())) <= width
        assert "{" not in text


def test_json_keeps_to_its_schema(book):
    schema = json.loads((rules_folder() / "rule-book.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = json.loads(rules_json(book, ENTRIES))
    assert [error.message for error in validator.iter_errors(found)] == []
    assert len(found["rules"]) == len(ENTRIES)
    assert not validator.is_valid(found | {"more": 1})


def test_the_examples_that_fire_a_rule_are_those_whose_reasoning_has_it(book):
    from support.assessed import assessed

    page = book.page(KNOWLEDGE.rulebook.entry("veto-holder"))
    assert "06-kansas-summit" in page.examples
    assert "02-village-high-school" not in page.examples
    fired = {one.rule for one in assessed("06-kansas-summit").consultation.firings}
    assert "veto-holder" in fired


def test_pictures_are_of_topics_or_of_what_is_around_a_rule(book):
    topics = rules_graph(book, "mermaid")
    assert topics.startswith("flowchart TB\n")
    assert '["Does it fit: ' in topics
    around = rules_graph(book, "dot", around=book.find("veto-holder"))
    assert around.startswith("digraph rules {")
    assert "One veto holder is a clash" in around.replace("\\n", " ")
    assert around.count("[") < rules_graph(
        book, "dot", around=book.find("veto-holder"), depth=2
    ).count("[")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("veto-holdre", "Did you mean “veto-holder”?"),
        ("veto", "Name one of them: "),
        ("qqqq", "There is no rule or total"),
    ],
)
def test_a_name_that_is_none_or_too_wide_is_answered_with_the_nearest(book, name, message):
    with pytest.raises(InputError, match=re.escape(message)):
        book.find(name)


def test_words_of_a_title_find_its_rule(book):
    assert book.find("Firmly opposed party").id == "veto-holder"
