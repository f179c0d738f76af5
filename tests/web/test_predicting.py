"""A class predicts before the reveal, and nobody can be told from the tally."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application
from advisor.web.guarding import Guard, Passphrase
from advisor.web.predicting import WRONG_CODES

EXAMPLES = Path(__file__).parents[2] / "examples"
BEGIN = "/case/village/explore/predict"


def put_village(app):
    folder = app.extensions["desk"].folder
    shutil.copy(EXAMPLES / "02-village-high-school" / "case.yaml", folder / "village.yaml")
    return app


def browser(app, **more):
    found = app.test_client()
    found.environ_base["HTTP_ORIGIN"] = "http://localhost"
    found.environ_base.update(more)
    return found


@pytest.fixture
def trainer(app):
    return browser(put_village(app))


def begun(trainer) -> str:
    answer = trainer.post(BEGIN, data={"set": ["", "parties.district.stance=firmly-against"]})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2]


def words(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def test_the_outcome_is_not_shown_before_the_reveal(trainer):
    code = begun(trainer)
    page = words(trainer.get(f"/lesson/{code}"))
    assert "Reveal" in page
    assert "Expected by" not in page
    assert "Choose one" in words(trainer.get(f"/class/{code}"))


def test_the_trainer_shows_what_is_supposed_and_then_where_the_roads_part(app, trainer):
    """And a phone shows nothing of the case."""
    given = {"set": "parties.district.stance=firmly-against", "add": "A mayor|policymakers"}
    address = trainer.post(BEGIN, data=given).location
    phone = browser(app).get(address.replace("lesson", "class"))
    before = words(trainer.get(address))
    assert re.search("District: .* firmly against", before) and "A mayor is on the list" in before
    assert "Where the roads part" not in before
    assert "istrict: " not in words(phone) and "mayor" not in words(phone)
    trainer.post(address)
    after = words(trainer.get(address))
    assert after.count("Rule:") == 2 and re.search(r"L\d\d\d:", after)
    told = trainer.get(address, headers={"Accept": "application/json"}).json["result"]
    assert len(told["parted"]) == 2 and told["added"] == ["A mayor"]


def test_a_question_on_the_case_as_it_is_says_so(trainer):
    page = words(trainer.get(trainer.post(BEGIN).location))
    assert "With the answers as they are." in page


def test_phones_predict_each_once_and_may_change_it_until_the_reveal(app, trainer):
    code = begun(trainer)
    phones = [browser(app) for _ in range(3)]
    for phone in phones:
        phone.post(f"/class/{code}", data={"path": "hold"})
    phones[0].post(f"/class/{code}", data={"path": "district-virtual-school"})
    trainer.post(f"/lesson/{code}")
    page = words(trainer.get(f"/lesson/{code}"))
    assert re.search(r"Waiting and preparing\s+advised\s+2\b", page)
    assert re.search(r"virtual or hybrid school in the district\s+1\b", page)
    phones[1].post(f"/class/{code}", data={"path": "district-virtual-school"})
    assert words(trainer.get(f"/lesson/{code}")) == page
    assert "You said: waiting and preparing" in words(phones[1].get(f"/class/{code}"))


def test_hands_in_the_room_are_counted_on_one_machine(trainer):
    code = begun(trainer)
    trainer.post(f"/lesson/{code}", data={"hold": "7", "district-virtual-school": "x"})
    assert re.search(r"advised\s+7\b", words(trainer.get(f"/lesson/{code}")))


def test_no_tally_is_shown_of_so_few_that_one_could_be_told(app, trainer):
    code = begun(trainer)
    browser(app).post(f"/class/{code}", data={"path": "hold"})
    trainer.post(f"/lesson/{code}")
    assert "Too few predicted" in words(trainer.get(f"/lesson/{code}"))


def test_the_end_of_a_lesson_forgets_it_and_leads_to_the_reasons(trainer):
    code = begun(trainer)
    answer = trainer.post(f"/lesson/{code}/end")
    assert answer.location.endswith(
        "/case/village/explore/?set=parties.district.stance%3Dfirmly-against"
    )
    assert trainer.get(f"/class/{code}").status_code == 404


def test_a_code_opens_the_form_and_nothing_else(tmp_path):
    (tmp_path / "cases").mkdir()
    guard = Guard(any_address=True, passphrase=Passphrase("four words nobody says"))
    app = put_village(make_application(tmp_path / "cases", shipped_knowledge(), guard))
    trainer, phone = browser(app), browser(app)
    trainer.post("/passphrase", data={"passphrase": "four words nobody says"})
    code = begun(trainer)
    assert phone.get(f"/class/{code}").status_code == 200
    assert phone.post("/class", data={"code": code.lower()}).status_code == 303
    for closed in ("/", "/case/village/", f"/lesson/{code}", "/case/village/explore/"):
        assert phone.get(closed).status_code == 401
    assert phone.post(f"/lesson/{code}").status_code == 401


def test_phones_join_only_where_the_pages_are_served_to_the_network(tmp_path, trainer):
    """At home the trainer's page shows no code, as no phone could come."""
    assert "/class" not in trainer.get(f"/lesson/{begun(trainer)}").text
    app = put_village(make_application(trainer.application.extensions["desk"].folder,
                                       shipped_knowledge(), Guard(any_address=True)))  # fmt: skip
    code = begun(browser(app))
    page = words(browser(app).get(f"/lesson/{code}"))
    assert "/class" in page and code in page


def test_codes_cannot_be_guessed_for_long(app, trainer):
    code = begun(trainer)
    phone = browser(app)
    for _ in range(WRONG_CODES):
        assert phone.post("/class", data={"code": "BBBBBB"}).status_code == 404
    assert phone.post("/class", data={"code": code}).status_code == 404


def test_predictions_are_in_no_file(app, trainer):
    code = begun(trainer)
    trainer.post(f"/class/{code}", data={"path": "hold"})
    assert [one.name for one in app.extensions["desk"].folder.iterdir()] == ["village.yaml"]
