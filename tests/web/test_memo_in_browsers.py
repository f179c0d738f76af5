"""The list, the memo, what-if, the explorer in a browser: for everybody, on any screen."""

from __future__ import annotations

import pytest
from support.assessed import EXAMPLES
from support.browsers import NARROW, beyond, findings, serving

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    (folder / "city.yaml").write_bytes((EXAMPLES / "24-city-view" / "case.yaml").read_bytes())
    with serving(make_application(folder, shipped_knowledge())) as address:
        yield address


@pytest.fixture
def page(browser, address):
    """A page in a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        yield page


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
    page.focus("select:has(option[value^='change.kind='])")
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
