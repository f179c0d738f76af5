"""What was looked for and not found: of which sort it is, and whom it speaks of."""

from __future__ import annotations

import pytest
from support.changed import changed_case

from advisor.explanation.lacking import alike, lacking, sort_of, sought_from, spoken_of
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse

SORTS = shipped_knowledge().memo.nouns["sought"]


@pytest.mark.parametrize(
    ("item", "sort"),
    [
        ("the grant's rules on who may teach", "rule"),
        ("a board policy on programs within a school", "rule"),
        ("an opinion of the attorney general on the scholarship law", "rule"),
        ("when a court will rule", "other"),
        ("the certificate of occupancy", "permit"),
        ("the lease", "agreement"),
        ("anything signed beyond June 30, 2022", "other"),
        ("what is signed", "agreement"),
        ("how many families have signed", "demand"),
        ("a written answer from any university", "answer"),
        ("a word on whether families may decline", "other"),
        ("why families left", "departures"),
        ("why the math teachers are against it", "objections"),
        ("who pays next year", "payer"),
        ("the grant's last day", "term"),
        ("how long the nonprofit will pay", "term"),
        ("the board's calendar", "calendar"),
        ("a scheduled vote", "calendar"),
        ("how a vote stands", "votes"),
        ("a count of families waiting", "demand"),
        ("a count of students who leave college after the first year", "other"),
        ("how Board members will vote", "votes"),
        ("what the counselors think", "opinion"),
        ("the union's position", "answer"),
        ("a grant or anything signed", "other"),
        ("City View's share of the grant", "other"),
        ("the district's cost of a late bus", "cost"),
        ("test results under the current leadership", "results"),
        ("the reading results of children who moved away", "other"),
        ("a permanent building", "other"),
    ],
)
def test_what_was_not_found_is_of_a_sort_by_its_words(item, sort):
    assert sort_of(item, SORTS) == sort


def a_case(text):
    changes = parse(text.encode(), "changes.yaml")
    return changed_case("24-city-view", changes, shipped_knowledge())


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("the lease", ["the church that rents out the hall"]),
        ("a word from the church", ["the church that rents out the hall"]),
        ("a statement from the churches", ["the church that rents out the hall"]),
        ("the weather", []),
    ],
)
def test_what_was_not_found_speaks_of_a_party_by_the_words_of_both(item, names):
    case = a_case(
        "parties.+: {name: the church that rents out the hall, kind: community-organization}"
    )
    found = spoken_of(item, case, ["rents", "landlord"])
    assert [case.party(one).name for one in found] == names


PEOPLE = """money: null
parties:
- {name: The teachers' union, id: union, kind: union}
- {name: The county commissioners, id: commissioners, kind: policymakers}
- {name: The Cobb County fire marshal, id: marshal, kind: licensing}
- {name: The families of the other fourteen schools, id: others, kind: families}
- {name: The families of the pilot schools, id: pilot, kind: families}
- {name: the parents who want the district back, id: parents, kind: families}
"""


@pytest.mark.parametrize(
    ("item", "party"),
    [
        ("the union's position", "union"),
        ("the union's written word that the hours stay", "union"),
        ("what the teachers' union thinks of the new plan", "union"),
        ("a word of the county commissioners", "commissioners"),
        ("the view of families in the other fourteen schools", "others"),
        ("the view of families", ""),  # of which
        ("a statement from the Cobb school district", ""),  # the marshal is another
        ("a word from parents who want the charter kept", ""),  # they want the contrary
        ("the views of the teachers' union and of parents", ""),  # more than one
        ("a survey of families by the district", ""),
        ("the cost of the county commissioners' plan", ""),
    ],
)
def test_a_word_is_sought_from_the_one_party_whose_it_is(item, party):
    assert sought_from(item, a_case(PEOPLE)) == party


def test_ids_keep_the_order_of_the_file():
    told = [f"item {at}" for at in range(12)]
    found = lacking(a_case(f"not-on-file: [{', '.join(told)}]"))
    assert [found[one] for one in sorted(found)] == told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a written answer from any university", "directors of the universities", 1),
        ("a statement from a planner", "the state board", 0),
        ("what the school's own teachers think", "Citizen Schools", 0),
        ("the grant's rules", "the state pre-K grant", 1),
    ],
)
def test_words_are_alike_whatever_their_endings(one, other, same):
    assert alike(one, other) == same
