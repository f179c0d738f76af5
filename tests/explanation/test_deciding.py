"""Where too little is known, what is named first is what alone could change the path."""

from __future__ import annotations

from functools import cache

from support.assessed import assessed, looked_ahead, path_with
from support.names import parse_name

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import look_ahead, worth_finding_out
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_reader import read_case
from advisor.model.changed_case import Supposed
from advisor.presentation.summary import Summary

BY_SIGNS = """advisor-case: 1
client: {name: Cedar Ridge}
change: {short: a reading course, kind: new-program, replaces-school-time: no}
place: existing-school
parties:
- {name: Union, kind: union, power: slowly, stance: unknown}
- {name: School board, kind: school-board, power: at-once, stance: for, basis: signs}
- {name: District office, kind: district-office, power: within-a-year, stance: for, basis: said}
homes:
  existing-school: {open: yes, enrollment: assignment, forbids-core: no, weaker: yes}
"""


@cache
def by_signs(text: str = BY_SIGNS) -> Assessment:
    knowledge = shipped_knowledge()
    case = read_case(parse(text.encode(), "case"), "case", knowledge)
    return assess(case, engine="reference", knowledge=knowledge)


def gaps(name: str) -> tuple[str, ...]:
    return Summary(assessed(name), looked_ahead(name)).gaps_in_words


def test_a_word_from_the_one_that_could_stop_it_is_worth_more_than_where_a_light_party_stands():
    assert worth_finding_out(by_signs()) == (
        ("where the school board stands, in its own words",),
        ("where the union stands",),
    )


def test_what_is_named_leads_elsewhere_and_what_is_not_named_does_not():
    found = by_signs()
    said = Supposed(parse_name("parties.school-board.basis"), "said")
    assert path_with(found, [said]) == "lead-within" != found.path
    for stance in ("firmly-for", "for", "neutral", "against", "firmly-against"):
        union = Supposed(parse_name("parties.union.stance"), stance)
        assert path_with(found, [union]) == found.path


def test_a_silent_party_that_could_stop_it_at_once_is_named_too():
    text = BY_SIGNS.replace("kind: union, power: slowly", "kind: union, power: at-once")
    found = by_signs(text)
    assert "where the union stands" in worth_finding_out(found)[0]
    union = Supposed(parse_name("parties.union.stance"), "firmly-against")
    assert path_with(found, [union]) == "hold" != found.path


def test_an_answer_about_the_change_is_named_as_a_party_is():
    assert worth_finding_out(assessed("asking first")) == (("what kind of change it is",), ())


def test_the_summary_names_first_what_decides():
    found = by_signs()
    assert Summary(found, look_ahead(found)).gaps_in_words[:2] == (
        "where the school board stands, in its own words",
        "where the union stands",
    )


def test_nobody_asks_who_signed_up_for_what_learners_are_assigned_to():
    found = by_signs()
    people = "what shows that people want it"
    assert people not in Summary(found, look_ahead(found)).gaps_in_words
    assert people in gaps("13-northern-cass")
