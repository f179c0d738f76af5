"""The trainer's room in a browser: all its states, wide and narrow, by keys, without scripts."""

from __future__ import annotations

import shutil

import pytest
from support.assessed import EXAMPLES
from support.browsers import NARROW, WIDE, beyond, findings, serving

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application
from advisor.web.guarding import Guard

PROJECTOR = {"width": 1280, "height": 720}
EXPLORE = "/case/village/explore/"
QUIZ = "/case/village/quiz/"
BEGUN = f"{QUIZ}?seed=3&questions=5"
STATES = {
    "explorer": EXPLORE,
    "explorer, supposed": f"{EXPLORE}?set=parties.district.power=none&add=A mayor|policymakers",
    "explorer, about a place": f"{EXPLORE}?about=homes.district-virtual-school",
    "explorer, a state kept": f"{EXPLORE}?set=change.kind=upgrade&beside=set%3Dplace%3Dnowhere",
    "explorer, nobody with power": f"{EXPLORE}?"
    + "&".join(
        f"set=parties.{one}.power=none"
        for one in ("families-who-chose-it", "district", "state-education-department")
    ),
    "explorer, too few answers": "/case/empty/explore/",
    "beside, the same path": f"{EXPLORE}beside?set=change.kind=upgrade",
    "beside, nothing kept": f"{EXPLORE}beside",
    "beside, too few answers": f"{EXPLORE}beside?with=empty",
    "beside, not found": f"{EXPLORE}beside?with=nobody",
    "two states": f"{EXPLORE}beside?set=parties.district.stance=firmly-against",
    "two cases": f"{EXPLORE}beside?with=example/20-mississippi-reading",
    "a pair": f"{EXPLORE}beside?with=pair/families-turn",
    "sweep": f"{EXPLORE}sweep?answer=change.kind",
    "explorer, refused": f"{EXPLORE}?set=change.kind=nonsense",
    "sweep, not found": f"{EXPLORE}sweep?answer=nothing",
    "quiz": QUIZ,
    "quiz, asked": BEGUN,
    "quiz, marked": f"{BEGUN}&given=a&at=0",
    "quiz, score": f"{BEGUN}&given=aaaaa",
    "quiz, refused": f"{QUIZ}?seed=x",
    "code": "/class",
    "code, wrong": "/class BBBBBB",
    "trainer": "/lesson/OPEN",
    "trainer, as it is": "/lesson/NONE",
    "trainer, revealed": "/lesson/TOLD",
    "trainer, too few": "/lesson/FEW",
    "phone": "/class/OPEN",
    "phone, predicted": "/class/OPEN said",
    "phone, revealed": "/class/TOLD",
    "phone, over": "/class/OVER",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A served case with lessons in each state: the address, and their codes."""
    folder = tmp_path_factory.mktemp("room")
    shutil.copy(EXAMPLES / "02-village-high-school" / "case.yaml", folder / "village.yaml")
    (folder / "empty.yaml").write_text("advisor-case: 1\n", "utf-8")
    app = make_application(folder, shipped_knowledge(), Guard(any_address=True))
    trainer = app.test_client()
    trainer.environ_base["HTTP_ORIGIN"] = "http://localhost"

    def begun(hands: int | None = None, supposed: str = "parties.district.stance=firmly-against"):
        answer = trainer.post(f"{EXPLORE}predict", data={"set": supposed})
        if hands is not None:
            trainer.post(answer.location, data={"hold": str(hands)})
        return answer.location.rpartition("/")[2]

    codes = {
        "NONE": begun(supposed=""),
        "OPEN": begun(),
        "TOLD": begun(7),
        "FEW": begun(1),
        "OVER": begun(),
    }
    trainer.post(f"/lesson/{codes['OVER']}/end")
    with serving(app) as address:
        yield address, codes


def at(page: object, room: tuple[str, dict[str, str]], state: str) -> None:
    """Goes to a state as a person would."""
    address, codes = room
    path, *done = (
        STATES[state].split(" ", 1) if state.startswith(("code", "phone")) else [STATES[state]]
    )
    for name, code in codes.items():
        path = path.replace(name, code)
    page.goto(address + path)
    if done == ["said"]:
        page.locator("input[type=radio]").first.check()
        page.click("text=This is what I expect")
    elif done:
        page.fill("#code", done[0])
        page.click("button:has-text('Join')")


@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_cut_off(room, browser, state, wide):
    """Narrow, it is dark and without scripts of ours."""
    size, colors = (WIDE, "light") if wide else (NARROW, "dark")
    with browser.new_context(viewport=size, color_scheme=colors, bypass_csp=True) as context:
        if not wide:
            context.route("**/static/*.js", lambda route: route.abort())
        page = context.new_page()
        at(page, room, state)
        assert page.locator("h1").count() == 1
        assert beyond(page) == []
        assert findings(page) == []


def test_a_class_predicts_by_keys_alone_and_sees_the_reveal_by_itself(room, browser):
    address, _ = room
    with browser.new_context() as one, browser.new_context(viewport=NARROW) as other:
        trainer, phone = one.new_page(), other.new_page()
        trainer.goto(f"{address}{EXPLORE}?set=parties.district.stance=firmly-against")
        trainer.get_by_role("button", name="Let the class predict it first").first.focus()
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/lesson/*")
        phone.goto(f"{address}/class")
        for _ in range(3):  # past the link to the content and the name of the program
            phone.keyboard.press("Tab")
        phone.keyboard.type(trainer.locator(".code strong").inner_text())
        phone.keyboard.press("Enter")
        phone.wait_for_url("**/class/*")
        phone.locator("input[type=radio]").first.focus()
        phone.keyboard.press("Space")
        phone.keyboard.press("Enter")
        phone.get_by_text("You said:").wait_for()
        trainer.locator("input").first.fill("4")  # and what is typed stays when it looks again
        trainer.get_by_text("1 predicted so far.").wait_for()
        assert trainer.locator("input").first.input_value() == "4"
        trainer.get_by_role("button", name="Reveal").focus()
        trainer.keyboard.press("Enter")
        phone.get_by_text("You said:").wait_for(state="visible")
        phone.locator("form").wait_for(state="detached")
        assert phone.locator("li").count() > 2


def test_the_tally_and_where_the_roads_part_are_seen_at_one_glance(room, browser):
    with browser.new_context(viewport=PROJECTOR) as context:
        page = context.new_page()
        at(page, room, "trainer, revealed")
        for one in (page.locator(".parted"), page.locator("table")):
            box = one.bounding_box()
            assert box["y"] + box["height"] <= PROJECTOR["height"]


def test_a_switch_is_turned_by_keys_and_keeps_the_focus(room, browser):
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{room[0]}{EXPLORE}")
        page.get_by_label("Where it stands").nth(1).focus()
        place = page.evaluate("document.activeElement.id")
        page.keyboard.press("ArrowDown")
        page.wait_for_url("**set=*")
        assert page.evaluate("document.activeElement.id") == place


def test_two_states_are_set_side_by_side_without_scripts(room, browser):
    """One state is kept, the other chosen by a switch; on a projector both pictures are seen."""
    with browser.new_context(java_script_enabled=False, viewport=PROJECTOR) as context:
        page = context.new_page()
        page.goto(f"{room[0]}{EXPLORE}?set=parties.district.stance=firmly-against")
        page.get_by_role("link", name="Keep this state").click()
        page.get_by_label("Where it stands").nth(2).select_option("Firmly against")
        page.get_by_role("button", name="See what it does").first.click()
        page.get_by_role("link", name="Both states side by side").click()
        page.get_by_role("heading", name="What parts them").wait_for()
        left, right = (one.bounding_box() for one in page.locator(".beside svg").all())
        assert left["y"] == right["y"] and right["x"] > left["x"] + left["width"]
        assert max(one["y"] + one["height"] for one in (left, right)) <= PROJECTOR["height"]


def test_a_switch_works_without_scripts(room, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{room[0]}{EXPLORE}")
        page.get_by_label("Where it stands").nth(1).select_option("Firmly against")
        page.get_by_role("button", name="See what it does").first.click()
        page.get_by_role("heading", name="Where the roads part").wait_for()
