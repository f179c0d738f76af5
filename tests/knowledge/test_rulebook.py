"""The rulebook that is read from a knowledge base."""

from __future__ import annotations

import shutil

import pytest
from support.knowledge import GOOD, base_of

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.rule import Variable
from advisor.knowledge.rulebook import load_rulebook
from advisor.knowledge.texts import Place, parts
from advisor.model.fact import Fact, FactError, fact


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(GOOD)


def test_rules_and_totals_come_in_the_order_of_the_files(rulebook):
    assert [entry.id for entry in rulebook.entries][:3] == [
        "protected-by-an-ally", "protected-through-others", "opponent",
    ]  # fmt: skip
    assert [entry.order for entry in rulebook.entries] == list(range(len(rulebook.entries)))


def test_a_rule_is_found_by_its_id_and_a_wrong_one_names_the_nearest(rulebook):
    assert rulebook.entry("veto").title.endswith("holds a veto")
    with pytest.raises(InputError, match="no rule or total “vetto”") as caught:
        rulebook.entry("vetto")
    assert "Did you mean “veto”?" in str(caught.value)


def test_the_rules_behind_a_kind_of_fact_are_known(rulebook):
    assert [entry.id for entry in rulebook.concluding("verdict")] == ["home-supports", "home-fails"]


def test_a_rule_knows_its_place_its_words_and_what_it_reads(rulebook):
    rule = rulebook.entry("veto")
    assert rule.topic == "network"
    assert rule.file.endswith("10-network.yaml") and rule.line > 1
    assert rule.variables == ("party", "home")
    assert rule.reads == ("opponent", "home")
    assert rule.waits_for == ("protected", "ally")
    assert rule.concludes == ("veto",)


def test_a_threshold_is_resolved_and_still_named(rulebook):
    (test,) = [test for test in rulebook.entry("veto").when[0].tests if test.relation == "at-least"]
    assert (test.operand, test.threshold) == (3, "veto-power")


def test_a_variable_can_be_bound_and_compared_in_one_field(rulebook):
    tests = [
        (test.relation, test.operand)
        for test in rulebook.entry("opponent").when[0].tests
        if test.field == "power"
    ]
    assert tests == [("is", Variable("power")), ("more-than", 0)]


def test_not_and_totals_wait_for_a_higher_stratum(rulebook):
    strata = rulebook.strata
    assert strata.kinds["protected"] < strata.kinds["veto"] < strata.kinds["opponents-of"]
    assert strata.entries["opponents-behind-a-veto"] > strata.kinds["veto"]
    assert strata.height == 1 + max(strata.entries.values())


def test_what_is_hashed_does_not_depend_on_the_folder_or_the_line_ends(tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(GOOD, copy)
    for file in copy.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert Knowledge(copy).hash == Knowledge(GOOD).hash
    file = copy / "thresholds.yaml"
    file.write_bytes(file.read_bytes().replace(b"value: 3", b"value: 2"))
    assert Knowledge(copy).hash != Knowledge(GOOD).hash


def test_a_head_may_stand_alone_or_in_a_list(rulebook):
    assert [head.kind for head in rulebook.entry("eager").then] == ["eager"]


def test_an_existential_variable_is_welcome_when_it_is_no_slip(tmp_path):
    rules = """\
topic: one
rules:
- id: unrated
  title: Nobody rated the same now and wanted
  when:
  - party: {party: $party}
  - not: {rating: {now: $same, wanted: $same}}
  then:
  - strongest: {party: $party}
  because: "{party}."
  rests-on: []
  certainty: ours
"""
    assert load_rulebook(base_of(tmp_path, rules)).rules[0].waits_for == ("rating",)


def test_the_real_rulebook_can_be_read():
    rulebook = load_rulebook(rules_folder())
    assert len(rulebook.rules) > 100
    assert {"path", "verdict"} <= set(rulebook.vocabulary.kinds)


def test_a_fact_is_checked_and_ordered_by_the_vocabulary(rulebook):
    made = fact(rulebook.vocabulary, "ally", {"of": "board", "party": "staff"})
    assert made == Fact("ally", (("party", "staff"), ("of", "board")))
    assert str(made) == "ally(party: staff, of: board)"
    assert made.get("of") == "board"
    assert made.as_dict() == {"party": "staff", "of": "board"}


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("alley", {}, "no kind of fact “alley”. Did you mean “ally”?"),
        ("ally", {"party": "a"}, "lacks its field “of”"),
        ("ally", {"party": "a", "of": "b", "for": "c"}, "has no field “for”"),
        ("ally", {"party": "a", "of": "B"}, "takes a word of small letters"),
        ("ally", {"party": "a", "of": 1}, "takes a word of small letters"),
        ("ally", {"party": "a", "of": "x" * 65}, "takes a word of small letters"),
        ("party", {"party": "a", "power": True, "stance": "for"}, "takes a whole number"),
        ("party", {"party": "a", "power": 1.0, "stance": "for"}, "takes a whole number"),
        ("party", {"party": "a", "power": 2**31, "stance": "for"}, "takes a whole number"),
        ("party", {"party": "a", "power": 1, "stance": "fore"}, "one of against, neutral, for"),
    ],
)
def test_a_fact_outside_the_vocabulary_is_refused(rulebook, kind, values, message):
    with pytest.raises(FactError) as caught:
        fact(rulebook.vocabulary, kind, values)
    assert message in str(caught.value)


def test_a_sentence_is_taken_apart_into_text_and_places():
    assert parts("{home:at:sentence}, {party|is|are} at {case:short-name}.") == (
        Place("home", "at:sentence"),
        ", ",
        Place("party", None, ("is", "are")),
        " at ",
        Place("case", "short-name"),
        ".",
    )


@pytest.mark.parametrize("sentence", ["{", "a } b", "{party|is}", "{Party}", "{party|a|b|c}", "{}"])
def test_a_brace_that_is_no_place_is_refused(sentence):
    with pytest.raises(ValueError):
        parts(sentence)
