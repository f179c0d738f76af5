"""The explorer: every answer is a switch, and what it does is shown with the rule that did it."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = "/case/village/explore/"


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


def test_the_name_of_a_party_that_is_called_out_stays_text(village):
    page = village.get(f"{PAGE}?add=<script>alert(1)</script>|families").text
    assert "<script>alert" not in page


def test_exploring_saves_nothing(village, app):
    folder = app.extensions["desk"].folder
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    village.get(f"{PAGE}?set=change.kind=upgrade&add=A club|families")
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
