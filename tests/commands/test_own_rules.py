"""Rules of one's own, on the command line: `--add`, `--rules`, `rules try` and `rules impact`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

ROOT = Path(__file__).parents[2]
VILLAGE = ROOT / "examples/02-village-high-school/case.yaml"
MISSISSIPPI = ROOT / "examples/20-mississippi-reading/case.yaml"
NEVER = """advisor-overlay: 1
name: Nobody moves
silence: [path-new-home]
rules:
- id: path-nobody-moves
  title: Whatever it is, hold it
  when:
  - route: {by: new-home}
  then: {path: {path: hold}}
  because: We never move anybody.
  rests-on: [L040]
  certainty: ours
sentences:
- id: sure-read-by-two
  block: sure
  group: read-by-two
  rank: 99
  when:
  - advice: {does: $does}
  say: "Two of us have read it."
"""


def typed(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


@pytest.fixture
def own(tmp_path):
    def write(text):
        file = tmp_path / "own.yaml"
        file.write_text(text, "utf-8")
        return str(file)

    return write


SAYS = "advisor-overlay: 1\n" + NEVER[NEVER.index("sentences:") :]


def test_a_sentence_of_ones_own_stands_in_the_memo_and_its_file_in_the_stamp(own):
    memo = typed("memo", str(VILLAGE), "--add", own(SAYS)).stdout
    assert "Two of us have read it." in memo
    assert "(with own.yaml)" in memo.splitlines()[-1]
    assert "Two of us" not in typed("memo", str(VILLAGE)).stdout


def test_a_fault_in_it_is_told_with_its_line_and_nothing_is_written(own, tmp_path):
    file = own("advisor-overlay: 1\nthresholds: {veto-powr: 2}\n")
    result = typed("memo", str(VILLAGE), "--add", file, "-o", str(tmp_path / "memo.md"))
    assert result.exit_code == 2
    assert f"{file}:2: There is no number “veto-powr”. Did you mean “veto-power”?" in result.stderr
    assert not (tmp_path / "memo.md").exists()


def test_a_folder_in_place_of_ours_is_named_in_the_stamp(tmp_path):
    folder = tmp_path / "their-rules"
    shutil.copytree(ROOT / "rules", folder)
    told = json.loads(
        typed("assess", str(VILLAGE), "--rules", str(folder), "--format", "json").stdout
    )
    assert told["rules_version"].endswith("(their-rules)")


def test_trying_a_file_names_the_cases_and_the_rules_that_part_the_ways(own):
    result = typed(
        "rules",
        "try",
        own(NEVER),
        str(VILLAGE),
        str(VILLAGE.parents[1] / "20-mississippi-reading/case.yaml"),
    )
    assert result.exit_code == 0, result.stderr
    assert "Two cases by rules" in result.stdout
    assert "02-village-high-school: district-virtual-school before, hold now" in result.stdout
    assert "by path-nobody-moves" in result.stdout
    assert "20-mississippi-reading: now sure-read-by-two" in result.stdout


def test_impact_compares_two_files_as_data(own, tmp_path):
    other = tmp_path / "last-year.yaml"
    other.write_text("advisor-overlay: 1\nname: last year\n", "utf-8")
    found = json.loads(
        typed("rules", "impact", str(other), own(NEVER), str(VILLAGE), "--format", "json").stdout
    )
    assert (found["old"][-16:], found["new"][-19:]) == ("(with last year)", "(with Nobody moves)")
    assert found["changed"][0]["after"] == "hold"
    assert found["changed"][0]["gone"] == ["path-new-home"]


def test_the_same_rules_change_nothing(own):
    result = typed("rules", "try", own("advisor-overlay: 1\n"), str(VILLAGE))
    assert "No case is advised otherwise." in result.stdout
    assert "other sentences" not in result.stdout


LOUD = """advisor-overlay: 1
rules:
- id: loud-press
  title: A press that reports often is a risk
  when:
  - party: {party: $party, kind: press-and-advocacy}
  then: {flag: {flag: pull, level: high, about: $party}}
  because: "{party} {party|reports|report} often."
  rests-on: [L065]
  certainty: ours
"""


def test_a_finding_in_it_is_told_with_its_own_file_and_line(own):
    file = own(LOUD.replace("  then:", "  - home: {home: $hom, place: yes}\n  then:"))
    result = typed("rules", "check", "--add", file)
    assert f"{file}:7: warning K109 (variable-once)" in result.stdout


def test_a_risk_that_only_a_rule_of_ones_own_knows_breaks_no_memo(own):
    """Neither the pull of a party, which is no place, nor that of a place outside any district."""
    file = own(LOUD)
    assert "No case is advised otherwise." in typed("rules", "try", file, str(VILLAGE)).stdout
    embark = ROOT / "examples/04-embark/case.yaml"
    told = LOUD.replace(
        "party: {party: $party, kind: press-and-advocacy}", "chosen-home: {home: $home}"
    )
    told = told.replace("about: $party", "about: $home").replace(
        "{party} {party|reports|report} often.", "{home:at}, they report often."
    )
    assert typed("memo", str(embark), "--add", own(told)).exit_code == 0


def test_a_folder_without_cases_is_no_fault(own, tmp_path):
    (tmp_path / "none").mkdir()
    for words in (("try", own(SAYS)), ("impact", str(ROOT / "rules"), own(SAYS))):
        found = typed("rules", *words, str(tmp_path / "none"))
        assert (found.exit_code, found.stdout.startswith("No cases")) == (0, True), found.output
