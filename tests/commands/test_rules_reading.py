"""`advisor rules list`, `show`, `graph` and `book`: filters, names, statuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_filters_add_up(advise):
    every = json.loads(advise("rules", "list", "--format", "json").stdout)["rules"]
    found = json.loads(
        advise(
            "rules", "list", "--topic", "alignment", "--statement", "l036", "--concludes", "fit",
            "--format", "json",
        ).stdout
    )["rules"]  # fmt: skip
    wanted = [
        one["id"]
        for one in every
        if one["topic"] == "alignment"
        and "L036" in [statement["id"] for statement in one["statements"]]
        and one["id"].startswith("fit-")
    ]
    assert [one["id"] for one in found] == wanted
    assert found


def test_a_filter_that_fits_nothing_says_so_and_a_wrong_name_is_refused(advise):
    assert "No rule fits" in advise("rules", "list", "nothing-like-it").stdout
    result = advise("rules", "list", "--topic", "alignmnt")
    assert result.exit_code == 2
    assert "Did you mean “alignment”?" in result.stderr


def test_a_rule_is_shown_by_its_id_and_by_words_of_its_title(advise):
    by_id = advise("rules", "show", "veto-holder", "--width", "60")
    assert by_id.exit_code == 0
    assert advise("rules", "show", "holds", "a", "veto", "--width", "60").stdout == by_id.stdout
    assert "\nUsed by\n- clash-by-veto: " in by_id.stdout
    assert max(map(len, by_id.stdout.splitlines())) <= 60


def test_an_installed_copy_without_examples_says_nothing_of_them(advise, monkeypatch):
    monkeypatch.setattr("advisor.verification.rule_book.usual_places", tuple)
    result = advise("rules", "show", "veto-holder", "--format", "json")
    assert json.loads(result.stdout)["rules"][0]["examples"] is None
    assert "examples" not in advise("rules", "show", "veto-holder").stdout


def test_the_picture_and_the_book_can_be_written_to_files(advise, folder):
    assert advise("rules", "graph", "--format", "mermaid", "-o", "topics.mmd").exit_code == 0
    assert (folder / "topics.mmd").read_text("utf-8").startswith("flowchart")
    assert advise("rules", "book", "-o", "book.md").exit_code == 0
    assert (folder / "book.md").read_text("utf-8").startswith("# The rule book\n")
    assert advise("rules", "show", "veto-holdr").exit_code == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sources.yaml", "sources: {a: 1}\n", "sources.yaml: “sources” is no list of entries"),
        ("sources.yaml", "a: {b: c}\n", "sources.yaml: “sources” is no list of entries"),
        ("statements.yaml", "statements: [[1]]\n", "statements.yaml"),
    ],
)
def test_a_folder_of_a_stranger_is_read_or_refused_in_words(advise, tmp_path, name, text, said):
    folder = tmp_path / "theirs"
    shutil.copytree(ROOT / "rules", folder)
    (folder / name).write_text(text, "utf-8")
    result = advise("rules", "show", "veto-holder", "--rules", str(folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
