"""The slides of a lesson: as a page in a browser, as PDF, and from plans that are wrong."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from page import validate_pdf_bytes
from support.assessed import EXAMPLES
from support.browsers import beyond, findings

from advisor.commands.group import advisor as advisor_command
from advisor.errors import InputError
from advisor.explanation.lesson_plan import lesson_plans, load_lesson_plan
from advisor.presentation.slides import Slides, slides_of, slides_page, slides_pdf

PROJECTOR = {"width": 1280, "height": 720}
POINTS = 28
PLAN = """\
advisor-plan: 1
title: a try
minutes: 9
case: case.yaml
slides:
- {title: "Who & where", ask: "Who can <stop> it?"}
- {title: A network, network: existing-school, cite: L063}
- title: Supposed
  whatif: [parties.board.stance=firmly-against]
  say: [{says: The board decides., why: "member:board", without: [parties.board.votes=no]}]
- {title: Four, questions: existing-school}
"""
CASE = """\
advisor-case: 1
client: {name: Hill School, role: principal}
change: {short: a seminar, kind: new-model, scope: volunteers}
place: existing-school
parties:
- {name: Board <b>one</b>, id: board, kind: school-board, votes: yes, power: at-once, stance: for}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Slides:
    folder = tmp_path_factory.mktemp("lesson")
    (folder / "case.yaml").write_text(CASE, "utf-8")
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    return slides_of(load_lesson_plan(folder / "plan.yaml"))


@cache
def shipped(name: str) -> Slides:
    return slides_of(load_lesson_plan(name))


def test_the_page_loads_nothing_and_names_stay_text(made):
    page = slides_page(made)
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "Who &amp; where" in page and "Who can &lt;stop&gt; it?" in page
    assert "Board &lt;b&gt;one" in page and "<b>one" not in page


def test_every_slide_leads_back_and_forward_without_a_script(made):
    page = slides_page(made)
    for number in range(1, 5):
        [top] = re.findall(rf'<nav aria-label="Slide {number}">(.*?)</nav>', page, re.DOTALL)
        wanted = [f"#s{one}" for one in (number - 1, number + 1) if 1 <= one <= 4]
        assert re.findall(r'href="([^"]+)"', top) == wanted


def test_what_is_supposed_is_told_as_supposed_with_the_rule_that_parts_the_ways(made):
    told = {one.lead: one.text for one in made.slides[2].lines}
    assert "firmly against" in told["Supposed"]
    assert {"Rule (ours)", "Rule"} & set(told) and "Article" in told


def test_the_pdf_has_slides_in_large_letters_and_the_notes_behind_them(made):
    data = slides_pdf(made)
    assert validate_pdf_bytes(data).is_compliant
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert [one.mediabox.width for one in pages] == [960] * 4 + [612]
    sizes = set()
    for page in pages[:4]:
        page.extract_text(visitor_text=lambda text, _, at, font, size: text.strip() and sizes.add(
            abs(size * at[3])))  # fmt: skip
    assert min(sizes) >= POINTS - 0.1
    assert "Say: The board decides." in " ".join(pages[4].extract_text().split())


@pytest.mark.parametrize("name", ["45", "90"])  # the latter begins with that of 20 minutes
def test_no_slide_of_ours_runs_over_its_page(name):
    made = shipped(name)
    pages = pypdf.PdfReader(io.BytesIO(slides_pdf(made))).pages
    assert sum(one.mediabox.width == 960 for one in pages) == len(made.slides)


def test_a_recorded_lesson_becomes_slides():
    recorded = load_lesson_plan(EXAMPLES / "02-village-high-school" / "lesson.yaml")
    steps = [one for one in recorded.slides if one.why]
    assert len(steps) == 21 and len(recorded.slides) == 21 + sum(
        bool(one.ask) for one in recorded.slides
    )
    first = slides_of(recorded._replace(slides=recorded.slides[:2])).slides
    assert [one.form for one in first[0].lines] == ["ask"]
    assert "supply something the work cannot do without" in first[1].lines[0].text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("advisor-plan: 1", "advisor-plan: 2", "This is no lesson plan"),
        ("minutes: 9", "minutes: soon", "“minutes” is not a number."),
        ("network: existing-school,", "network: existing-school, why: path,", "shows one thing"),
        (", without: [parties.board.votes=no]", "", "Nothing carries “The board decides.”."),
        ("questions:", "qestions:", "There is no key “qestions”"),
    ],
)
def test_a_plan_that_is_wrong_is_one_message(tmp_path, old, new, told):
    (tmp_path / "plan.yaml").write_text(PLAN.replace(old, new), "utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        load_lesson_plan(tmp_path / "plan.yaml")


def test_the_command_lists_lessons_and_says_what_it_needs(tmp_path):
    def typed(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(advisor_command, ["lesson", *words], prog_name="advisor")
        return done.exit_code, done.output

    status, listed = typed()
    assert status == 0 and "20 minutes, 19 slides" in listed
    assert typed("20") == (2, typed("20")[1]) and ".html, .pdf, .md" in typed("20")[1]
    assert "There are: 20, 45, 90" in typed("21", "-o", str(tmp_path / "s.html"))[1]
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    page = tmp_path / "s.html"
    assert typed(str(tmp_path / "plan.yaml"), "-o", str(page))[0] == 0
    assert "A network" in page.read_text("utf-8")
    assert typed(str(tmp_path / "plan.yaml"), "-o", str(tmp_path / "case.yaml"))[0] == 2


def opened(browser: object, file: Path, made: Slides, **more: object) -> object:
    file.write_text(slides_page(made), "utf-8")
    page = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce", **more).new_page()
    page.goto(file.as_uri())
    return page


TALL = """[...document.querySelectorAll('.slide')].filter(one => one.offsetHeight > 721)
    .map(one => one.id)"""
SMALL = """[...document.querySelectorAll('.slide :is(h2, p, a, span, strong)')]
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < 37.3).length
    + [...document.querySelectorAll('.slide svg')]
    .filter(one => 38 * one.getBoundingClientRect().width / 1200 < 36.9).length"""
"""Letters below 28 points, in pixels; those of a picture grow with it."""


RECORDED = str(EXAMPLES / "02-village-high-school" / "lesson.yaml")


def test_the_lessons_looked_at_are_all_of_the_examples():
    recorded = EXAMPLES.glob("*/lesson.yaml")
    assert {*lesson_plans(), *map(str, recorded)} == {"20", "45", "90", RECORDED}


@pytest.mark.parametrize("name", ["20", "45", "90", RECORDED], ids=["20", "45", "90", "recorded"])
def test_a_lesson_of_the_examples_in_a_browser(browser, tmp_path, name):
    """Letters of 28 points, nothing cut off, and nothing that axe finds, with notes, by day and by
    night."""
    page = opened(browser, tmp_path / "slides.html", shipped(name))
    assert page.evaluate(SMALL) == 0
    assert name == RECORDED or page.evaluate(TALL) == []
    page.keyboard.press("n")
    for colors in ("light", "dark"):
        page.emulate_media(color_scheme=colors, reduced_motion="reduce")
        assert findings(page) == []


def test_the_slides_in_a_browser(browser, tmp_path, made):
    """Keys, links, and nothing that axe finds."""
    file = tmp_path / "slides.html"
    page = opened(browser, file, shipped("90"))
    for key, place in (("ArrowRight", 2), (" ", 3), ("ArrowLeft", 2), ("End", 34), ("Home", 1)):
        page.keyboard.press(key)
        assert page.evaluate("location.hash") == f"#s{place}"
    page = opened(browser, file, made)
    assert not page.locator(".notes").first.is_visible()
    page.keyboard.press("n")
    assert page.locator(".notes").first.is_visible()
    assert findings(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert findings(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert beyond(page) == []
    plain = opened(browser, file, made, java_script_enabled=False)
    plain.get_by_role("link", name="Forward").first.click()
    assert plain.url.endswith("#s2")
    plain.get_by_label("Show the speaker’s notes").check()
    assert plain.get_by_text("The board decides.").is_visible()
