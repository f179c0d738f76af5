"""The memo with the ids of its sentences, the memo as JSON, and why a sentence stands."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

EXAMPLES = Path(__file__).parents[2] / "examples"
CITY = str(EXAMPLES / "24-city-view" / "case.yaml")
ID = re.compile(r" `([a-z0-9-]+(?::[a-z0-9-]+)?)`")
ANNEX = "\n## Annex\n"


def typed(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


@cache
def annotated() -> str:
    return typed("memo", CITY, "--annotated").stdout


@cache
def as_json() -> dict[str, object]:
    return json.loads(typed("memo", CITY, "--format", "json").stdout)


def ids() -> list[str]:
    """The sentences of the memo, as JSON has them."""
    return [
        sentence["id"]
        for section in as_json()["sections"]
        for block in section["blocks"]
        for sentence in block["sentences"]
    ]


def test_the_annotated_memo_is_the_memo_with_an_id_behind_each_sentence():
    body, _, annex = annotated().partition(ANNEX)
    plain, _, plain_annex = typed("memo", CITY).stdout.partition(ANNEX)
    assert ID.sub("", body) == plain
    assert annex == plain_annex
    assert ID.findall(body) == ids()


def test_the_annotated_brief_has_ids_of_the_memo():
    brief = typed("memo", CITY, "--annotated", "--template", "brief").stdout
    found = ID.findall(brief.rpartition("\n*")[0])
    assert found
    assert set(found) <= set(ids())


def test_the_memo_as_json_goes_to_a_file(tmp_path):
    file = tmp_path / "memo.json"
    done = typed("memo", CITY, "--format", "json", "-o", str(file))
    assert done.exit_code == 0
    assert done.stderr == f"Wrote {file}\n"
    assert json.loads(file.read_text("utf-8")) == as_json()


def test_the_memo_as_json_has_the_date_asked_for():
    done = typed("memo", CITY, "--format", "json", "--date", "2025-03-01")
    assert json.loads(done.stdout)["date"] == "March 1, 2025"


@pytest.mark.parametrize("place", [0, 3, -1])
def test_why_tells_what_a_sentence_rests_on(place):
    sentence = ids()[place]
    done = typed("why", CITY, "--sentence", sentence)
    assert done.exit_code == 0, done.stderr
    assert f"[{sentence}]" in done.stdout
    assert "It stands because" in done.stdout
    assert "  - " in done.stdout
    assert not re.search(r"[{}]", done.stdout)


def test_why_of_a_sentence_as_json():
    sentence = ids()[0]
    done = typed("why", CITY, "--sentence", sentence, "--format", "json")
    told = json.loads(done.stdout)
    assert told["id"] == sentence
    assert told["section"]
    assert told["grounds"]


def test_an_answer_behind_a_sentence_has_the_line_of_the_file():
    lines = Path(CITY).read_text("utf-8").splitlines()
    answers = [
        ground
        for sentence in ids()[::6]
        for ground in json.loads(
            typed("why", CITY, "--sentence", sentence, "--format", "json").stdout
        )["grounds"]
        if ground["sort"] == "answer"
    ]
    assert answers
    for one in answers:
        if one["line"]:
            assert one["line"] <= len(lines)
            assert ":" in lines[one["line"] - 1]


def test_the_id_of_an_entry_is_enough():
    several = next(one for one in ids() if ":" in one)
    done = typed("why", CITY, "--sentence", several.partition(":")[0])
    assert done.exit_code == 0


def test_a_sentence_that_the_memo_does_not_say_is_one_message_with_a_remedy():
    done = typed("why", CITY, "--sentence", f"{ids()[0]}x")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"Did you mean “{ids()[0]}”" in done.stderr
    assert done.stderr.count("\n") == 1
    other = typed("why", CITY, "--sentence", "nothing-like-it-at-all")
    assert "memo CASE --annotated" in other.stderr
