"""The explorer: every answer is a switch, and what it does is shown with the rule that did it."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = "/case/village/explore/"
KEPT = "add=A+mayor%7Cpolicymakers&set=change.kind%3Dupgrade&set=place%3Dexisting-school"
"""A state that was kept, with a party that was called out."""


@pytest.fixture
def village(app, client):
    """The explorer over Village High School."""
    folder = app.extensions["desk"].folder
    shutil.copy(EXAMPLES / "02-village-high-school" / "case.yaml", folder / "village.yaml")
    return client


def words_of(answer) -> str:
    assert answer.status_code == 200, answer.text
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def test_the_page_shows_the_path_each_open_home_and_the_proof_in_layers(village):
    page = words_of(village.get(PAGE))
    assert "A virtual or hybrid school in the district" in page
    for home in ("District virtual school", "Present schools", "Summer program"):
        assert home in page
    places = [page.index(one) for one in ("1. Who has power", "2. Does it fit",
                                          "3. The four questions", "4. The path")]  # fmt: skip
    assert places == sorted(places)


def test_a_switch_changes_the_path_and_the_rule_at_which_the_roads_part_is_told(village):
    page = words_of(village.get(f"{PAGE}?set=parties.district.stance=firmly-against"))
    assert "Before: a virtual or hybrid school in the district" in page
    assert "Where the roads part" in page
    parted = page[page.index("Where the roads part"):page.index("The networks")]  # fmt: skip
    assert parted.count("Rule:") == 2
    assert re.search(r"L\d\d\d:", parted)


def test_what_is_supposed_can_be_taken_back_one_by_one(village):
    page = village.get(f"{PAGE}?set=change.kind=upgrade&set=change.scope=whole-school").text
    links = [html.unescape(one) for one in re.findall(r'href="(\?[^"]*)">Take back', page)]
    kept = [parse_qs(urlsplit(one).query)["set"] for one in links]
    assert kept == [["change.scope=whole-school"], ["change.kind=upgrade"]]


def test_switches_left_as_they_are_do_not_stand_in_the_address(village):
    answer = village.get(
        f"{PAGE}?set=&set=change.kind=upgrade&set=&party=&kind=&set=change.kind=new-model"
    )
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query) == {"set": ["change.kind=new-model"]}


def test_a_party_that_the_class_calls_out_joins_the_list(village):
    answer = village.get(f"{PAGE}?set=&party=The mayor&kind=policymakers&stance=firmly-against")
    page = words_of(village.get(answer.location))
    assert "The mayor is on the list" in page
    assert "The mayor: How does what the work puts first" in page
    assert re.search(r"mayor", page[page.index("1. Who has power") :])


def test_one_answer_is_swept_over_all_its_values(village):
    page = words_of(village.get(f"{PAGE}sweep?answer=parties.district.stance"))
    assert page.count("now") >= 1
    assert "Waiting and preparing" in page


def test_each_home_has_its_own_picture(village):
    pictures = {
        village.get(f"{PAGE}network.svg?home={home}").text
        for home in ("district-virtual-school", "existing-school")
    }
    assert len(pictures) == 2
    assert all(one.lstrip().startswith("<svg") for one in pictures)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("set=change.kind=nonsense", 409),
        ("set=no.such.answer=yes", 409),
        ("add=Somebody|no-kind", 409),
        ("add=|families", 409),
        ("&".join(["set=change.kind=upgrade"] * 13), 409),
    ],
)
def test_what_cannot_be_supposed_is_told_and_nothing_else_happens(village, query, status):
    assert village.get(f"{PAGE}?{query}").status_code == status


@pytest.mark.parametrize("address", ["network.svg?home=nowhere", "sweep?answer=change.short"])
def test_what_is_not_there_is_not_found(village, address):
    assert village.get(PAGE + address).status_code == 404


def parts(page: str) -> str:
    """What is said to part two cases."""
    return page[page.index("What parts them") : page.index("What follows differently")]


@pytest.mark.parametrize(
    ("query", "names", "paths"),
    [
        (  # a state and the case as it is
            "set=parties.district.stance=firmly-against", ("village", "village"),
            ("Waiting and preparing", "A virtual or hybrid school"),
        ),
        (
            f"beside={quote(KEPT)}",
            ("village", "village"), ("A virtual or hybrid school", "Ordinary leadership"),
        ),
        ("with=maine", ("village", "maine"), ("A virtual or hybrid", "Waiting and preparing")),
        (
            "with=example/20-mississippi-reading", ("village", "Mississippi Reading"),
            ("A virtual or hybrid school", "Ordinary leadership"),
        ),
        (
            "with=pair/hours", ("Mountain View Math", "Mountain View Math"),
            ("A summer program", "Waiting and preparing"),
        ),
    ],
)  # fmt: skip
def test_two_cases_or_states_stand_side_by_side_with_what_parts_them(
    village, app, query, names, paths
):
    folder = app.extensions["desk"].folder
    shutil.copy(EXAMPLES / "19-maine-proficiency" / "case.yaml", folder / "maine.yaml")
    answer = village.get(f"{PAGE}beside?{query}")
    assert answer.text.count("<svg") == 2 and answer.text.count('<dl class="four">') == 2
    page = words_of(answer)
    left = page.index(paths[0])
    assert page.index(paths[1], left) > left
    assert f"Side by side: {names[0]}, {names[1]}" in page
    assert parts(page).count("Rule:") == 2 and re.search(r"L\d\d\d:", parts(page))
    told = village.get(f"{PAGE}beside?{query}", headers={"Accept": "application/json"}).json
    told = told["result"]
    assert told["names"] == [*names]
    assert all(side["path"].startswith(path.lower()) for side, path in
               zip(told["told"]["sides"], paths))  # fmt: skip


def test_what_parts_two_cases_is_the_step_to_the_kind_of_path_of_each(village):
    page = parts(words_of(village.get(f"{PAGE}beside?with=example/20-mississippi-reading")))
    assert "The work needs a home of its own" in page
    assert "Ordinary good leadership is the right tool" in page


def test_where_both_come_to_the_same_path_that_is_said(village):
    page = words_of(village.get(f"{PAGE}beside?set=change.kind=upgrade"))
    assert "Both come to the same path." in page and "What parts them" not in page


def test_a_state_is_kept_while_another_is_chosen(village):
    page = village.get(f"{PAGE}?set=parties.district.stance=firmly-against").text
    [kept] = re.findall(r'href="([^"]*)">Keep this state', page)
    answer = village.get(f"{PAGE}{html.unescape(kept)}")
    assert "Both states side by side" in words_of(answer) and "Before:" not in words_of(answer)
    carried = re.findall(r'name="beside" value="([^"]*)"', answer.text)
    turned = village.get(
        PAGE, query_string={"set": ["", "change.kind=upgrade"], "beside": html.unescape(carried[0])}
    )
    both = words_of(village.get(turned.location.replace("/explore/?", "/explore/beside?")))
    assert "better materials or practice" in both and "firmly against" in both


def test_what_is_not_there_cannot_be_set_beside_a_case(village):
    for query in ("with=nobody", "with=example/none", "with=pair/none"):
        assert village.get(f"{PAGE}beside?{query}").status_code == 404
    assert village.get(f"{PAGE}beside?beside=set%3Dnonsense").status_code == 409


def test_a_case_with_too_few_answers_says_so_in_the_explorer_too(village, app):
    folder = app.extensions["desk"].folder
    (folder / "empty.yaml").write_text("advisor-case: 1\n", "utf-8")
    for address in ("/case/empty/explore/", f"{PAGE}beside?with=empty"):
        assert "There is no memo yet" in village.get(address).text


def test_the_name_of_a_party_that_is_called_out_stays_text(village):
    page = village.get(f"{PAGE}?add=<script>alert(1)</script>|families").text
    assert "<script>alert" not in page


def test_exploring_saves_nothing(village, app):
    folder = app.extensions["desk"].folder
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    village.get(f"{PAGE}?set=change.kind=upgrade&add=A club|families")
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
