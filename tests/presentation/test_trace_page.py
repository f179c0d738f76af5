"""The page of a proof stands alone, can be used by everybody, and holds only text of the client."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from support.assessed import assessed
from support.browsers import NARROW, WIDE, beyond, findings
from support.hostile import MARKS, hostile
from support.plumbing import plumbing_in

import advisor
from advisor.knowledge.locate import templates_folder
from advisor.presentation.trace_text import FEW

EMPTY = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """A strict reader: every tag is closed in its turn; notes ids, links and headings."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labelled: list[str] = []
        self.headings: list[int] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in EMPTY:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name == "aria-labelledby":
                self.labelled += (value or "").split()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def trace():
    return advisor.trace(assessed("02-village-high-school"))


@pytest.fixture(scope="module")
def text(trace):
    return advisor.trace_page(trace)


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_the_page_needs_nothing_from_outside_and_no_script(text, page):
    assert "http:" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not {name for name in page.attributes if name == "src" or name.startswith("on")}
    assert "default-src 'none'" in text


def test_every_link_leads_somewhere_on_the_page(page):
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert set(page.labelled) <= set(page.ids)


def test_landmarks_headings_language_and_a_way_past_the_list_of_links(text, page):
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert [page.tags.count(tag) for tag in ("header", "main", "footer", "h1")] == [1] * 4
    assert page.links[0] == "#main"
    for before, after in zip(page.headings, page.headings[1:]):
        assert after <= before + 1


def test_each_node_of_the_outline_tells_its_rule_and_its_statements(trace, text):
    outline = [step.reason.firing for step in advisor.why(trace.assessment).steps]
    for step in trace.steps_of(outline):
        node = text.split(f'<details id="proof-{step.number}"', 1)[1].split("</p>", 1)[0]
        assert f"Step {step.number}. Rule: " in node
        for number in step.reason.statements:
            assert number in node
            assert f"<li><strong>{number}</strong> " in text


def folded(text: str) -> str:
    """What is seen of a page before anything is opened."""
    seen, depth = [], 0
    for part in re.split(r"(<details(?: [^>]*)?>|</details>|<summary>|</summary>)", text):
        if part.startswith("<details"):
            depth += 1
        elif part == "</details>" or part == "<summary>":
            depth -= 1
        elif part == "</summary>":
            depth += 1
        elif depth == 0:
            seen.append(part)
    return re.sub(r"<(style|svg).*?</\1>|<[^>]+>", " ", " ".join(seen), flags=re.DOTALL)


def test_the_page_begins_with_a_picture_and_the_layers_and_folds_all_else(assessment):
    text = advisor.trace_page(advisor.trace(assessment))
    page = Page(text)
    assert page.tags.count("svg") >= 1
    assert text.count("<h3>") == 4
    assert len(folded(text).split()) < 500
    assert len(page.links) < 10
    assert not plumbing_in(page.text, assessment.knowledge)


def test_the_outline_opens_and_closes_without_script(page, text):
    assert page.tags.count("details") == page.tags.count("summary") > 5
    assert not re.findall(r"<summary>[^\n]*<a ", text)


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_enough_on_every_ground():
    style = (templates_folder() / "_page.css.j2").read_text("utf-8")
    schemes = re.findall(r":root \{([^}]*--ink[^}]*)\}", style)
    assert len(schemes) == 3  # light, dark, print
    for scheme in schemes:
        color = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", scheme))
        for ink in ("ink", "soft", "link"):
            for ground in ("paper", "mark", "leaf"):
                assert contrast(color[ink], color[ground]) >= 4.5, (scheme, ink, ground)
        assert contrast(color["line"], color["paper"]) >= 3


@pytest.mark.parametrize("mark", MARKS)
def test_nothing_a_client_writes_becomes_part_of_the_page(mark, page):
    found = Page(advisor.trace_page(advisor.trace(hostile(mark))))
    assert set(found.tags) == set(page.tags)
    assert found.attributes == page.attributes
    assert " ".join(mark.split()) in found.text
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_steps_that_were_asked_for_stand_below_the_proof(trace):
    steps = trace.select(rule="member-of-the-network")
    text = advisor.trace_page(trace, steps)
    assert '<h2 id="steps">The steps asked for</h2>' in text
    assert all(f"<summary>{one.number}. " in text for one in steps)


def test_another_conclusion_is_proved_without_the_layers_of_the_path(trace):
    text = advisor.trace_page(trace, proof_of="alignment")
    assert "<svg" not in text
    assert "<details open><summary>The work is judged first by where it sits" in text


def test_only_a_few_weakest_steps_stand_out_and_of_many_it_is_said_once(trace):
    many = advisor.trace_page(trace)
    marks = many.count('class="weak"')
    assert marks > FEW
    assert 'class="weakest"' not in many
    assert f"{marks} are of this kind" in many
    few = advisor.trace_page(trace, proof_of="reads:charter-school:autonomy")
    assert 0 < few.count('class="weakest"') <= FEW
    assert 'class="weak"' not in few
    assert "of this kind" not in few


@pytest.mark.parametrize(("size", "colors"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_in_a_proof_and_nothing_is_cut_off(browser, text, tmp_path, size, colors):
    (tmp_path / "proof.html").write_text(text, "utf-8")
    with browser.new_context(viewport=size, color_scheme=colors, bypass_csp=True) as context:
        page = context.new_page()
        page.goto((tmp_path / "proof.html").as_uri())
        assert beyond(page) == []
        assert findings(page) == []
