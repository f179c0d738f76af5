"""The interview in Chromium: by keyboard alone, without scripts. Its pages: test_every_page."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.assessed import EXAMPLES
from support.browsers import findings, serving
from support.page_walks import Leader, Page

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case
from advisor.web.application import make_application

VILLAGE = "/case/village"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    source = (EXAMPLES / "02-village-high-school" / "case.yaml").read_text("utf-8")
    named = source.replace("- name: District\n", "- name: District\n  id: party-2\n")
    (folder / "village.yaml").write_text(named, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(folder):
    app = make_application(folder, shipped_knowledge())
    client = app.test_client()
    client.post("/cases", data={"name": "new"}, headers={"Origin": "http://localhost"})
    with serving(app) as address:
        yield address


def test_an_answer_that_stands_alone_takes_the_others_back_where_scripts_run(browser, address):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}{VILLAGE}/question/homes.judged-by")
        boxes = page.locator("fieldset input")
        boxes.nth(0).check()
        boxes.nth(boxes.count() - 1).check()
        assert not boxes.nth(0).is_checked()


def test_the_day_of_a_coming_event_can_be_given_once_it_is_picked(browser, address):
    """Without scripts, too; and what is no day is said at its field."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/case/new/question/events")
        day = page.get_by_label("When? (an election)")
        assert not day.is_visible()
        page.get_by_label("An election", exact=True).check()
        day.fill("someday")
        page.click("text=Save and go on")
        assert "aria-invalid" in day.evaluate("one => one.outerHTML")
        day.fill("May 18, 2027")
        page.click("text=Save and go on")
        page.goto(f"{address}/case/new/question/events")
        assert day.input_value() == "2027-05-18"
        assert "an election (May 18, 2027)" in page.content()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/case/new/question/events")
        assert page.get_by_label("When? (an election)").is_visible()
        assert not findings(page)


def test_focus_goes_to_what_is_wrong_and_on_to_its_field(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{VILLAGE}/question/homes.waiting")
        page.fill("#answer", "very many")
        page.click("text=Save and go on")
        assert page.title().startswith("Error: ")
        page.wait_for_function("document.activeElement.className == 'wrong'")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#answer")
        assert page.evaluate("document.activeElement.id") == "answer"
        page.keyboard.press("Control+A")
        page.keyboard.type("150")
        page.keyboard.press("Enter")
        page.wait_for_url("**after=*")
        assert page.locator("text=Saved.").count()


def test_a_whole_interview_is_answered_by_keyboard_alone_and_without_scripts(
    browser, address, folder
):
    """Nothing is clicked: Tab to a field, Space to tick, letters, and Enter to send."""
    leader = Leader("20-mississippi-reading")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        to(page, "input[name=name]")
        page.keyboard.type("by hand")
        enter(page)
        to(page, "a.button")
        enter(page)
        for _ in range(200):
            if "/question/" not in page.url:
                break
            item = page.url.partition("/question/")[2].partition("?")[0]
            form = Page(page.content())
            send(page, form, leader.fills(item, form))
        assert page.url.endswith("/check") or "/check?" in page.url
        to(page, "button.main")
        enter(page)
        assert page.url.endswith("/memo")
    ours, theirs = (
        assess(load_case(str(path), shipped_knowledge()), engine="reference").path
        for path in (folder / "by hand.yaml", Path(EXAMPLES) / leader.example / "case.yaml")
    )
    assert ours == theirs


def to(page, selector):
    """Goes to something with Tab, from wherever the focus is."""
    for _ in range(150):
        here = f"document.activeElement.matches({selector!r})"
        if page.evaluate(here):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def enter(page):
    """Sends a form or follows a link, and waits for what comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def send(page, form, given):
    button = given.pop("do", "")
    for name, values in given.items():
        values = values if isinstance(values, list) else [values]
        kind = next((one.get("type", "text") for one in form.fields if one["name"] == name), "")
        if kind == "radio":  # Tab comes to the group, the arrows to the answer
            options = form.options(name)
            to(page, f'input[name="{name}"]')
            at = page.evaluate("document.activeElement.value")
            if values[0] == at:
                page.keyboard.press("Space")
            for _ in range((options.index(values[0]) - options.index(at)) % len(options)):
                page.keyboard.press("ArrowDown")
        elif kind == "checkbox":
            for value in {*values} ^ {one for key, one in form.given if key == name}:
                to(page, f'input[name="{name}"][value="{value}"]')
                page.keyboard.press("Space")
        elif name != "kind":
            to(page, f'[name="{name}"]')
            page.keyboard.press("Control+A")
            page.keyboard.type(values[0])
    before = page.url
    to(page, f'button[value="{button}"]' if button else "button.main")
    enter(page)
    assert not page.title().startswith("Error"), (before, page.title(), page.inner_text("main"))
