"""Every page and state in Chromium: axe, desktop and phone, with and without scripts, by Tab.

No page can be added without being looked at here: each address of the application has its page,
and each form its state, in the tables below. More of the trainer's room: test_lesson_in_browsers.
"""

from __future__ import annotations

import re

import pytest
from support.assessed import EXAMPLES
from support.browsers import NARROW, WIDE, beyond, findings, serving, unreached
from support.interviews import documented

from advisor.interview.links import RATER, SECTION
from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application
from advisor.web.guarding import Guard, Passphrase

HERE = {"Origin": "http://localhost"}
QUESTIONS = {
    "one": "change.kind", "several": "homes.stronger-on", "places": "homes",
    "a place": "place", "a table": "homes.decides", "a number": "homes.waiting",
    "a date": "decision.next-meeting", "a name": "client.name", "words": "change.stop-rule",
    "phrases": "missing-parties", "events": "events", "parties": "parties", "money": "money",
    "weaker": "homes.weaker-on", "a line of money": "money.state-money-per-pupil",
}  # fmt: skip
PAGES = {
    "the list": "/",
    "the list after a move": "/?done=removed&name=old&file=old.yaml",
    "all questions": "/case/village/", "none answered": "/case/new/",
    "the answers": "/case/village/check", "no answers": "/case/new/check",
    "the memo is ready": "/case/ready/check", "what is left": "/case/begun/check",
    "a party": "/case/village/question/parties.party-2",
    "on one card": "/case/village/question/parties.party-2?card=1",
    "the reason at length": "/case/village/question/homes.judged-by?why=1",
    **{name: f"/case/village/question/{item}" for name, item in QUESTIONS.items()},
    "a memo": "/case/city/memo", "a memo of open answers": "/case/begun/memo",
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
    "two cases side by side": "/case/city/explore/beside?with=waits",
    "a pair of the examples": "/case/city/explore/beside?with=pair/hours",
    "all values of an answer": "/case/city/explore/sweep?answer=change.kind",
    "a quiz": "/case/village/quiz/",
    "links": "/case/village/links", "ratings": "{rater}", "a section": "{section}",
    "a question by a link": "{section}case/village/question/change.kind",
    "a class": "/class", "a prediction": "/class/{code}", "the trainer": "/lesson/{code}",
    "a name for a copy": "/case/city/copy", "another name": "/case/city/rename",
    "to the trash": "/case/city/remove",
    "a damaged file": "/case/damaged/", "no such case": "/case/none/memo",
    "no such page": "/nowhere", "no such link": "/link/none/",
    "beside a link": "{section}case/village/memo",
    "a passphrase": "{guarded}",
}  # fmt: skip
NO_PAGES = {
    "static", "json.description", "json.assess", "json.why", "json.why_not", "json.why_sentence",
    "memo.download", "explorer.network", "interview.following",
}  # fmt: skip
"""Addresses that give a file, JSON, or only lead on."""


def copy(example, folder, name):
    source = (EXAMPLES / example / "case.yaml").read_text("utf-8")
    named = source.replace("- name: District\n", "- name: District\n  id: party-2\n")
    (folder / f"{name}.yaml").write_text(named, "utf-8")


def make_ready(desk):
    """A case of which all is asked on which the path mostly rests."""
    with desk.change("ready", new=True) as opened:
        course, draft = opened.course, documented("20-mississippi-reading")
        for item in course.knowledge.interview.seldom:
            draft.put(item, None if not item.startswith("homes.") else
                      dict.fromkeys(draft.answer(item) or {}))  # fmt: skip
        course.answered.draft = draft
        while not course.is_ready():
            draft.pass_over(course.next().item)
        course.answered.save()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a server over cases of every kind, and what stands for the rest."""
    folder = tmp_path_factory.mktemp("cases")
    for name, example in (("village", "02-village-high-school"), ("city", "24-city-view"),
                          ("waits", "18-westminster")):  # fmt: skip
        copy(example, folder, name)
    (folder / "damaged.yaml").write_text("advisor-case: [")
    (folder / "begun.yaml").write_text("advisor-case: 1\nplace: existing-school\nhomes:\n"
                                       "  existing-school: {open: yes}\n")  # fmt: skip
    (folder / "empty.yaml").write_text("advisor-case: 1\n")
    app = make_application(folder, shipped_knowledge())
    client, desk = app.test_client(), app.extensions["desk"]
    client.post("/cases", data={"name": "new"}, headers=HERE)
    make_ready(desk)
    places = {RATER: desk.links.make("village", RATER, "Principal"),
              SECTION: desk.links.make("village", SECTION, "change")}  # fmt: skip
    places = {kind: f"/link/{secret}/" for kind, secret in places.items()}
    lesson = client.post("/case/village/explore/predict", headers=HERE,
                         data={"set": "change.kind=upgrade"})  # fmt: skip
    places["code"] = lesson.location.rpartition("/")[2]
    guard = Guard(passphrase=Passphrase("four odd words together"))
    with (
        serving(app) as address,
        serving(make_application(folder, shipped_knowledge(), guard)) as (guarded),
    ):
        places["guarded"] = f"{guarded}/"
        yield app, address, places


def at(served, path):
    _, address, places = served
    path = path.format(**places)
    return path if path.startswith("http") else address + path


def look_through(browser, go):
    """Nothing is beyond the edge, axe finds nothing, and Tab comes to all there is.

    Args:
        browser: Chromium.
        go: Brings a page there.
    """
    with browser.new_context(viewport=WIDE, color_scheme="light", bypass_csp=True) as context:
        page = context.new_page()
        go(page)
        assert beyond(page) == []
        assert findings(page) == []
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert beyond(page) == []
        assert findings(page) == []
    with browser.new_context(viewport=NARROW, java_script_enabled=False) as context:
        page = context.new_page()
        go(page)
        assert beyond(page) == []
        assert unreached(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=[*PAGES])
def test_a_page_is_for_everybody(browser, served, path):
    look_through(browser, lambda page: page.goto(at(served, path)))


@pytest.mark.parametrize("path", PAGES.values(), ids=[*PAGES])
def test_a_page_keeps_to_its_policy_and_bears_text_of_twice_the_size(browser, served, path):
    said = []
    with browser.new_context(viewport={"width": 640, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda one: one.type != "error" or said.append(one.text))
        page.goto(at(served, path))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert beyond(page) == []
    assert [one for one in said if not re.search("favicon|40[0-9]", one)] == []


def test_each_address_is_among_the_pages(served):
    app, _, places = served
    adapter = app.url_map.bind("localhost")
    asked = [re.sub(r"^/link/[^/]+", "", one.format(**places)) for one in PAGES.values()]
    known = [one.partition("?")[0] for one in asked if not one.startswith("http")]
    seen = {adapter.match("/part" if one == "/" and path.startswith("{") else one)[0]
            for one, path in zip(known, (one for one in PAGES.values()
                                         if not one.startswith("{guarded")))
            if one != "/nowhere"}  # fmt: skip
    every = {one.endpoint for one in app.url_map.iter_rules() if "GET" in one.methods}
    assert every - seen - NO_PAGES == set()
    assert every >= NO_PAGES


def _slip(page):
    page.goto(page.base + "/case/village/question/homes.waiting")
    page.fill("#answer", "very many")
    page.click("text=Save and go on")


def _slip_of_choice(page):
    page.goto(page.base + "/case/village/question/homes.authorizers")
    page.click("text=Save and go on")


def _understood(page):
    page.goto(page.base + "/case/village/question/parties")
    page.fill("#names", "Shcool board, coaches and athletes")
    page.click("text=Save and go on")
    assert page.locator("text=What you wrote stands below").count()


def _each(page):
    page.goto(page.base + "/case/village/question/homes.authorizers")
    page.click("text=Answer for each place apart")
    assert page.locator("fieldset").count() > 1


def _saved(page):
    page.goto(page.base + "/case/village/question/client.reader")
    page.click("text=Save and go on")
    assert page.locator("text=Saved.").count()


def _both(page):
    page.goto(page.base + "/case/village/question/client.reader")
    other = page.context.new_page()
    other.goto(page.base + "/case/village/question/client.reader")
    other.fill("#answer", f"Principal {id(page)}")
    other.click("text=Save and go on")
    page.fill("#answer", "Head of school")
    page.click("text=Save and go on")
    assert page.title().startswith("Error: Two answers")


def _missing(page):
    page.goto(page.base + "/case/new/check")
    page.evaluate("""document.querySelector('main').insertAdjacentHTML('beforeend',
        '<form method=post action=/case/new/finish><button>Finish</button></form>')""")
    page.click("text=Finish >> nth=-1")
    assert page.title().startswith("Error: ")


def _named(page, path, name, field="#name"):
    page.goto(page.base + path)
    page.fill(field, name)
    page.press(field, "Enter")


def _name_taken(page):
    _named(page, "/", "city")


def _no_file(page):
    page.goto(page.base + "/")
    page.click("text=Or begin from")
    page.eval_on_selector("#file", "one => { one.required = false }")
    page.click("text=Bring it in")


def _half_a_rating(page):
    page.goto(page.base + page.places[RATER])
    page.locator("input[type=radio]").first.check()
    page.click("text=Keep my ratings")


def _link_made(page):
    _named(page, "/case/village/links", f"Head {id(page)}", "#role")


def _no_such_code(page):
    _named(page, "/class", "BCDFGH", "input[name=code]")


def _wrong_passphrase(page):
    page.goto(page.places["guarded"])
    page.fill("input[type=password]", "no such words")
    page.press("input[type=password]", "Enter")


def _copy_taken(page):
    _named(page, "/case/city/copy", "village")


def _rename_taken(page):
    _named(page, "/case/city/rename", "village")


def _what_if_taken(page):
    _named(page, "/case/city/what-if?changes=change.kind=upgrade", "village")


STATES = {
    "interview.answer": (_slip, _slip_of_choice, _understood, _each, _saved, _both),
    "interview.finished": (_missing,), "cases.begin": (_name_taken,), "cases.upload": (_no_file,),
    "cases.copied": (_copy_taken,), "cases.renamed": (_rename_taken,),
    "memo.keep": (_what_if_taken,), "sharing.rate": (_half_a_rating,),
    "sharing.make": (_link_made,), "predicting.joined": (_no_such_code,),
    "guarding.enter": (_wrong_passphrase,),
}  # fmt: skip
"""What a form leads to besides another page, by what takes it."""
LEAD_ON = {
    "cases.from_example", "cases.removed", "guarding.leave", "predicting.begin",
    "predicting.reveal", "predicting.end", "predicting.predict", "sharing.withdraw",
}  # fmt: skip
"""Forms that only lead on, or to the page for what is not there."""


def test_each_form_is_among_the_states(served):
    app = served[0]
    assert {one.endpoint for one in app.url_map.iter_rules() if "POST" in one.methods} == {
        *STATES, *LEAD_ON
    }  # fmt: skip


@pytest.mark.parametrize("state", [one for several in STATES.values() for one in several])
def test_a_state_is_for_everybody(browser, served, state):
    def go(page):
        _, page.base, page.places = served
        state(page)
        page.wait_for_load_state()

    look_through(browser, go)
