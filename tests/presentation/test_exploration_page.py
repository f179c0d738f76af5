"""The explorer to take along: one page that holds every single change it offers."""

from __future__ import annotations

import json
import re

import pytest
from support.assessed import assessed
from support.browsers import NARROW, WIDE, beyond, findings
from support.changed import EXAMPLES

import advisor
from advisor.explanation.side_by_side import whatif
from advisor.presentation.exploration_page import exploration_page

CASE = """\
advisor-case: 1
client: {name: Hill School, role: principal}
change: {short: a seminar, kind: new-model, scope: volunteers}
place: existing-school
parties:
- {name: the school board, id: board, kind: school-board, power: at-once, stance: for, basis: said}
- {name: a club & friends, id: club, kind: community-organization, tie: coexistence}
homes:
  existing-school: {open: yes, enrollment: choice}
  summer-program: {open: yes}
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    file = tmp_path_factory.mktemp("explored") / "case.yaml"
    file.write_text(CASE, "utf-8")
    return advisor.assess(advisor.load_case(file), engine="reference")


@pytest.fixture(scope="module")
def page(case):
    return exploration_page(case)


@pytest.fixture(scope="module")
def outcomes(page):
    return json.loads(re.search(r'id="outcomes">(.*?)</script>', page, re.DOTALL)[1])


def test_every_switch_of_the_page_has_its_outcome_and_every_outcome_its_switch(page, outcomes):
    offered = set(re.findall(r'<option value="([^"]+)"', page))
    assert offered == {key for key, one in outcomes.items() if one}
    assert len(offered) > 100


@pytest.mark.parametrize(
    "change",
    ["change.kind=upgrade", "parties.board.stance=firmly-against", "place=summer-program",
     "homes.existing-school.enrollment=assignment"],
)  # fmt: skip
def test_an_outcome_is_what_whatif_says(case, outcomes, change):
    after = whatif(case, [change]).after
    assert outcomes[change]["path"] == after.knowledge.paths[after.path]["label"]
    assert bool(outcomes[change]["parted"]) == (after.path != case.path)


def test_what_is_left_out_is_listed(page):
    left = page[page.index("What is left out"):]  # fmt: skip
    assert "Several changes at once" in left
    assert "Summer program" in left


def test_the_page_loads_nothing_and_names_stay_text(page):
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "a club &amp; friends" in page.lower()
    assert len(page) < 3_000_000


def test_the_page_works_from_a_file_without_network_by_keys_and_without_scripts(
    browser, page, tmp_path
):
    file = tmp_path / "explored.html"
    file.write_text(page, "utf-8")
    context = browser.new_context(viewport=NARROW, offline=True, color_scheme="dark")
    opened = context.new_page()
    opened.goto(file.as_uri())
    before = opened.locator("#path").inner_text()
    opened.get_by_label("How does what the work puts first sit with").first.focus()
    opened.keyboard.type("Firmly against")
    opened.get_by_role("heading", name="Where the roads part").wait_for()
    assert opened.locator("#path").inner_text() != before
    assert beyond(opened) == []
    assert findings(opened) == []
    opened.get_by_role("button", name="Back to the case as it is").click()
    assert opened.locator("#path").inner_text() == before
    plain = browser.new_context(viewport=WIDE, java_script_enabled=False).new_page()
    plain.goto(file.as_uri())
    plain.get_by_text("Each answer that could be another one").click()
    assert plain.locator("table tr").count() > 100


def turn(opened, value: str) -> None:
    opened.select_option(f'select:has(option[value="{value}"])', value)


def test_places_and_pictures_are_told_as_they_are_after_a_change(browser, page, outcomes, tmp_path):
    file = tmp_path / "explored.html"
    file.write_text(page, "utf-8")
    opened = browser.new_page(viewport=WIDE, bypass_csp=True)
    opened.goto(file.as_uri())
    told = [one.inner_text() for one in opened.locator("figure h3").all()]
    assert told[0] == "Present schools (as planned) (advised)"

    turn(opened, "place=summer-program")
    after = {one.inner_text() for one in opened.locator("figure h3").all()}
    assert {"Present schools", "Summer program (as planned) (advised)"} <= after

    turn(opened, "place=after-school-program")  # which is not known to be open
    assert opened.locator("figure").count() == len(told) + 1
    assert opened.locator("figure").last.locator("svg").count() == 1
    assert beyond(opened) == [] and findings(opened) == []

    turn(opened, "parties.board.votes=no")
    assert opened.locator("figure").count() == len(told)
    first = opened.locator("figure").first.locator(".picture")
    assert first.inner_text() == "Nobody is known to have power there."

    [(closing, gone)] = [(key, one["gone"]) for key, one in outcomes.items() if one and one["gone"]]
    turn(opened, closing)
    assert not opened.locator(f'[data-home="{gone[0]}"]').is_visible()
    opened.get_by_role("button", name="Back to the case as it is").click()
    assert [one.inner_text() for one in opened.locator("figure h3").all()] == told
    assert opened.locator("figure:visible").count() == len(told)


def test_the_page_of_the_example_with_most_pictures_can_be_taken_along():
    assert len(exploration_page(assessed("24-city-view")).encode()) < 3_000_000


def test_an_example_is_found_by_a_word_of_its_name(tmp_path, monkeypatch):
    from advisor.commands.options import CaseOrExample

    monkeypatch.chdir(tmp_path)
    found = CaseOrExample(path_type=str).convert("village", None, None)
    assert found == str(EXAMPLES / "02-village-high-school" / "case.yaml")
    (tmp_path / "village").write_text("mine", "utf-8")
    assert CaseOrExample(path_type=str).convert("village", None, None) == "village"
