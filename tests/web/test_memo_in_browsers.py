"""The list, the memo, what-if, the explorer in a browser: for everybody, on any screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.assessed import EXAMPLES
from support.browsers import NARROW, WIDE, beyond, chromium, findings, serving

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application

CITY, WAITS = "24-city-view", "18-westminster"
PAGES = {
    "the list": "/",
    "the list after a move": "/?done=removed&name=old&file=old.yaml",
    "a memo": "/case/city/memo",
    "a memo of open answers": "/case/begun/memo",
    "too few answers": "/case/empty/memo",
    "what would change it": "/case/waits/change",
    "that nothing would": "/case/city/change?unchanged=1",
    "a path looked for": "/case/city/change?to=charter-school",
    "answers to suppose": "/case/city/change/parties.board-and-office",
    "another path": "/case/waits/what-if?changes=parties.state-education-department.stance=for",
    "the same path": "/case/city/what-if?changes=change.kind=upgrade",
    "the explorer": "/case/city/explore/",
    "the explorer with a change": "/case/waits/explore/?about=change&set=change.kind=upgrade"
    "&add=The+mayor|policymakers",
    "all values of an answer": "/case/city/explore/sweep?answer=change.kind",
    "the code of a class": "/class",
    "a name for a copy": "/case/city/copy",
    "another name": "/case/city/rename",
    "to the trash": "/case/city/remove",
    "a damaged file": "/case/damaged/",
    "no such case": "/case/none/memo",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    for name, example in (("city", CITY), ("waits", WAITS)):
        copy(example, folder / f"{name}.yaml")
    (folder / "damaged.yaml").write_text("advisor-case: [")
    (folder / "begun.yaml").write_text("advisor-case: 1\nplace: existing-school\nhomes:\n"
                                       "  existing-school: {open: yes}\n")  # fmt: skip
    (folder / "empty.yaml").write_text("advisor-case: 1\n")
    with serving(make_application(folder, shipped_knowledge())) as address:
        yield address


def copy(example: str, path: Path) -> None:
    path.write_bytes((EXAMPLES / example / "case.yaml").read_bytes())


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("path", PAGES.values(), ids=[*PAGES])
def test_axe_finds_nothing_wide_and_light_nor_narrow_and_dark(browser, address, path):
    for size, colors in ((WIDE, "light"), (NARROW, "dark")):
        with browser.new_context(viewport=size, color_scheme=colors, bypass_csp=True) as context:
            page = context.new_page()
            page.goto(address + path)
            assert beyond(page) == []
            assert findings(page) == []


@pytest.fixture
def page(browser, address):
    """A page in a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        yield page


def test_nothing_on_a_page_is_kept_out_by_its_policy(browser, address):
    said = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text))
        for path in PAGES.values():
            page.goto(address + path)
    assert [one for one in said if "favicon" not in one and "404" not in one
            and "409" not in one] == []  # fmt: skip


def test_what_was_wrong_with_a_form_is_at_the_head_and_leads_to_the_field(browser, address):
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(address)
        page.fill("#name", "city")
        with page.expect_navigation():
            page.press("#name", "Enter")
        assert page.title().startswith("Error: ")
        assert findings(page) == [] and beyond(page) == []
        page.click("#errors a")
        assert page.evaluate("document.activeElement.id") == "name"
        assert page.input_value("#name") == "city"


def test_an_upload_that_cannot_be_used_is_told_line_by_line(browser, address, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("advisor-case: 1\nplace: the moon\nchange: {kind: odd}\n")
    with browser.new_context(viewport=NARROW, color_scheme="dark", bypass_csp=True) as context:
        page = context.new_page()
        page.goto(address)
        page.click("text=Or begin from")
        page.set_input_files("#file", wrong)
        with page.expect_navigation():
            page.click("text=Bring it in")
        assert page.locator("#errors li").count() == 2
        assert "(line 2)" in page.inner_text("#errors")
        assert findings(page) == [] and beyond(page) == []


def test_a_sentence_opens_by_keyboard_alone(page, address):
    page.goto(f"{address}/case/city/memo")
    first = page.locator(".said > summary").first
    reasons = page.locator(".said .why").first
    assert not reasons.is_visible()
    first.focus()
    page.keyboard.press("Enter")
    assert reasons.is_visible()


def test_without_scripts_and_by_keyboard_an_example_is_tried_and_kept(page):
    page.focus("summary:has-text('Or begin from')")
    page.keyboard.press("Enter")
    page.focus("#example")
    page.keyboard.type("Westm")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(page.url + "change/change")
    page.focus("select[name='change.kind']")
    page.keyboard.type("Better")
    with page.expect_navigation():
        page.locator("form button").press("Enter")
    assert "→" in page.inner_text("main")
    page.fill("#name", "kept by keys")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/memo")
    page.click("text=Advisor >> nth=0")
    assert "kept by keys" in page.inner_text(".cases")


def test_paper_has_the_memo_alone(page, address):
    page.goto(f"{address}/case/city/memo")
    page.emulate_media(media="print")
    assert page.is_visible("text=The decision we ask for")
    for one in ("header >> nth=0", "#take", "#else", ".hint", ".rows >> nth=0"):
        assert not page.is_visible(one), one


def test_text_of_twice_the_size_needs_no_moving_sideways(browser, address):
    with browser.new_context(viewport={"width": 640, "height": 800}) as context:
        page = context.new_page()
        for path in PAGES.values():
            page.goto(address + path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert beyond(page) == [], path
