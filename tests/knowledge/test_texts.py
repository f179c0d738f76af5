"""Texts with places: taken apart, filled, and refused where nothing would fill a hole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.texts import Place, fill, parts, put


def test_a_text_is_taken_apart_into_words_and_places():
    text = "{party} {party|is|are} against it {home:at}."
    assert parts(text) == (
        Place("party"), " ", Place("party", None, ("is", "are")), " against it ",
        Place("home", "at"), ".",
    )  # fmt: skip
    assert fill(text, str) == text


def test_places_with_a_name_alone_are_put_in_at_once():
    assert put("it is not so that {clause}", clause="it rains") == "it is not so that it rains"
    with pytest.raises(KeyError):
        put("{clause} and {other}", clause="it rains")


@pytest.mark.parametrize("text", ["a {brace", "a brace}", "{Upper}", "{}"])
def test_a_brace_that_opens_or_closes_nothing_is_refused(text: str):
    with pytest.raises(ValueError, match=r"[{}]"):
        parts(text)


def test_a_place_that_nothing_fills_is_refused_when_the_file_is_read(tmp_path: Path):
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    file = folder / "conditions.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"{shelter}, granted', '"{shelte}, granted'), "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        Knowledge(folder).section("conditions", "conditions")
    told = str(raised.value)
    assert "conditions.yaml" in told
    assert "Did you mean “{shelter}”?" in told
