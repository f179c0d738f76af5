"""The quiz on a case as pages: the same course as at the terminal, kept in the address alone."""

from __future__ import annotations

import html
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from support.assessed import EXAMPLES
from support.browsers import serving

import advisor
from advisor.presentation.quiz import QuizWords

VILLAGE = EXAMPLES / "02-village-high-school" / "case.yaml"
PAGE = "/case/village/quiz/"
BEGUN = f"{PAGE}?seed=3&questions=5"


@pytest.fixture
def village(app, client):
    """The quiz over Village High School."""
    shutil.copy(VILLAGE, app.extensions["desk"].folder / "village.yaml")
    return client


@pytest.fixture(scope="module")
def quiz():
    """The same quiz, made without any page."""
    found = advisor.assess(advisor.load_case(VILLAGE), engine="reference")
    return advisor.quiz(found, seed=3, number=5)


def words_of(answer) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_course_is_the_one_without_pages_and_ends_with_the_same_score(village, quiz):
    words, letters = QuizWords(quiz), ["d", "-", *(
        "abcd"[one.right] for one in quiz.questions[2:]
    )]  # fmt: skip
    marked = quiz.answered([*("abcd".find(one) for one in letters)])
    page = village.get(BEGUN)
    for place, letter in enumerate(letters):
        question, mark = words.question(place), words.mark(place, marked.given[place])
        said = words_of(page)
        assert " ".join(question.asks.split()) in said
        assert all(one.says in said for one in question.choices)
        assert not any(one.title in said for one in question.reasons)
        taken = village.get(PAGE, query_string={**hidden(page.text), "choice": letter})
        assert taken.status_code == 303
        said = words_of(village.get(taken.location))
        assert ("Right:" in said) is mark.right
        assert all(f"Rule: {one.title}." in said for one in question.reasons)
        page = village.get(re.search(r'class="button" href="([^"]*)"', village.get(
            taken.location).text)[1].replace("&amp;", "&"))  # fmt: skip
    assert f"{marked.right} of 5 right" in words_of(page)
    assert "To look at again" in words_of(page)


def test_what_was_answered_is_in_the_address_and_nothing_is_saved(village, app):
    folder = app.extensions["desk"].folder
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    taken = village.get(f"{BEGUN}&given=a&choice=-").location
    kept = parse_qs(urlsplit(taken).query)
    assert (kept["given"], kept["at"]) == (["a-"], ["1"])
    assert "Question 3 of 5" in words_of(village.get(f"{BEGUN}&given=a-"))
    assert "Question 1 of 5" in words_of(village.get(f"{taken}&at=0".replace("at=1&", "")))
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


@pytest.mark.parametrize("asked", ["given=z", "given=aaaaaaaaaaa", "quiz=0&given=a", "at=-1",
                                   "seed=x", "questions=99"])  # fmt: skip
def test_what_is_no_quiz_of_this_case_is_told(village, asked):
    assert village.get(f"{PAGE}?{'' if 'seed' in asked else 'seed=3&'}{asked}").status_code == 409


def test_the_explorer_leads_to_it_and_it_says_what_the_case_is_about(village):
    assert f'href="{PAGE}"' in village.get("/case/village/explore/").text
    assert "students' own choice of pace" in words_of(village.get(PAGE)).lower()


def test_a_question_is_answered_without_scripts(village, app, browser):
    with serving(app) as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        page.click("text=Begin")
        page.locator("input[type=radio]").first.check()
        page.click("text=This is my answer")
        page.click("text=Next question")
        assert "Question 2 of" in page.title()
