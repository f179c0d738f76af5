"""The content of the pages as JSON, behind the same guards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from support.openapi import openapi_text

import advisor
from advisor.assistant.operations import OPERATIONS
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.web.application import make_application
from advisor.web.guarding import Guard, Passphrase

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "02-village-high-school" / "case.yaml"
FILE = rules_folder() / "openapi.json"


@pytest.fixture
def case(app):
    """A case in the folder that is served."""
    file = app.extensions["desk"].folder / "ours.yaml"
    shutil.copy(EXAMPLE, file)
    return file


def test_the_description_is_fresh(refresh):
    """With `--refresh-goldens`, it is written anew."""
    text = openapi_text(shipped_knowledge())
    if refresh:
        FILE.write_text(text, "utf-8")
    assert FILE.read_text("utf-8") == text


def test_the_description_is_served(client):
    assert client.get("/json/").json == json.loads(FILE.read_text("utf-8"))


def test_every_operation_gives_what_the_description_says(client, case):
    described = json.loads(FILE.read_text("utf-8"))
    memo = client.get("/json/memo?case=ours").json["result"]
    sentence = memo["sections"][0]["blocks"][0]["sentences"][0]["id"]
    more = {
        "begin_case": {"case": "new"},
        "answer": {"case": "new", "question": "client.name", "answer": "Elm School"},
        "why_not": {"subject": "charter-school"},
        "what_if": {"changes": ["change.kind=upgrade", "change.scope=volunteers"]},
        "flip": {"at_most": "1"},
        "why": {"depth": "2"},
        "memo": {"circulation": "true"},
        "why_sentence": {"sentence": sentence},
        "list_cases": {"case": None},
    }
    for name, asked in OPERATIONS.items():
        given = {"case": "ours", **more.get(name, {})}
        given = {key: one for key, one in given.items() if one is not None}
        method, told = next(iter(described["paths"][f"/json/{name}"].items()))
        assert (method == "post") is asked.changes
        address = f"/json/{name}"
        reply = (
            client.post(address, json=given)
            if asked.changes
            else client.get(address, query_string=given)
        )
        assert reply.status_code == 200, reply.json
        assert reply.json["operation"] == name
        schema = told["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(reply.json, {**schema, "components": described["components"]})


def test_what_is_concluded_is_what_the_command_prints(client, case):
    found = advisor.assess(advisor.load_case(case))
    assert client.get("/json/assess?case=ours").json["result"] == json.loads(
        advisor.assessment_json(found)
    )


def test_the_standing_of_a_case_is_the_path_that_assess_gives(client, case):
    told = client.get("/json/open_case?case=ours").json["result"]
    path = client.get("/json/assess?case=ours").json["result"]["path"]
    assert told["standing"]["path"] == path
    assert told["missing"] == []


WRONG = [
    ("get", "/json/nothing", None, 404),
    ("get", "/json/why/deeper", None, 404),
    ("get", "/json/assess?case=theirs", None, 422),
    ("get", "/json/assess", None, 422),
    ("get", "/json/answer?case=ours", None, 405),
    ("post", "/json/assess", {"case": "ours"}, 405),
    ("post", "/json/answer", {"case": "ours"}, 422),
    ("post", "/json/begin_case", {"case": "ours"}, 422),
    ("post", "/json/begin_case", "no object", 422),
    ("post", "/json/begin_case", None, 400),
    ("delete", "/json/begin_case", None, 405),
    ("delete", "/json/open_case?case=ours", None, 405),
    ("post", "/json/begin_case", {"case": "x" * 2_000_001}, 413),
]


@pytest.mark.parametrize("method, address, given, status", WRONG)
def test_what_is_wrong_is_told_as_json(client, case, method, address, given, status):
    before = case.read_bytes()
    asked = {} if given is None else {"json": given}
    reply = getattr(client, method)(address, **asked)
    assert reply.status_code == status
    (fault,) = reply.json["problems"]
    assert fault["what"]
    assert fault["remedy"]
    assert case.read_bytes() == before


def test_another_site_reads_and_changes_nothing(app, case):
    program = app.test_client()
    for asked, more in (
        (
            program.post,
            {"json": {"case": "new"}, "headers": {"Origin": "https://elsewhere.example"}},
        ),
        (program.post, {"json": {"case": "new"}}),
        (program.get, {"headers": {"Sec-Fetch-Site": "cross-site"}}),
        (program.get, {"headers": {"Host": "elsewhere.example"}}),
    ):
        reply = asked("/json/begin_case" if asked == program.post else "/json/list_cases", **more)
        assert reply.status_code == 403
        assert reply.json["problems"][0]["remedy"]
    assert [one.name for one in app.extensions["desk"].folder.iterdir()] == ["ours.yaml"]


def test_who_gives_no_passphrase_and_who_comes_by_a_link_read_no_json(tmp_path):
    (tmp_path / "cases").mkdir()
    guard = Guard(passphrase=Passphrase("open the door please"))
    program = make_application(tmp_path / "cases", shipped_knowledge(), guard).test_client()
    reply = program.get("/json/list_cases")
    assert reply.status_code == 401
    assert "passphrase" in reply.json["problems"][0]["what"]
    assert program.get("/link/guessed/json/list_cases").status_code in (403, 404)
    origin = {"Origin": "http://localhost"}
    program.post("/passphrase", data={"passphrase": "open the door please"}, headers=origin)
    assert program.get("/json/list_cases").json["result"] == {"cases": []}
