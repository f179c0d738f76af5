"""`advisor rules check`: findings on standard output, and exit statuses that a script can use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

CHECKS = Path(__file__).parents[1] / "verification" / "checks"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A small knowledge base without a fault."""
    return Path(shutil.copytree(CHECKS / "good", tmp_path / "rules"))


def test_a_sound_folder_is_said_to_be_sound(advise, base):
    result = advise("rules", "check", str(base), "--strict")
    assert result.exit_code == 0
    assert result.stdout == "6 rules and totals: 0 errors, 0 warnings, 0 hints.\n"


def test_the_shipped_rules_are_checked_without_a_folder(advise):
    result = advise("rules", "check", "--strict")
    assert result.exit_code == 0
    assert " 0 errors, 0 warnings" in result.stdout


def test_an_error_is_told_with_its_place_and_status_3(advise, base):
    shutil.copytree(
        CHECKS / "bad" / "unknown-fact" / "reasoning", base / "reasoning", dirs_exist_ok=True
    )
    result = advise("rules", "check", str(base))
    assert result.exit_code == 3
    first = result.stdout.splitlines()[0]
    assert first.startswith(f"{base}/reasoning/20-bad.yaml:6: error K101 (unknown-fact): ")
    assert "Did you mean “demand”?" in first


def test_a_warning_fails_only_when_strict(advise, base):
    shutil.copy(CHECKS / "bad" / "unused-threshold" / "thresholds.yaml", base)
    assert advise("rules", "check", str(base)).exit_code == 0
    assert advise("rules", "check", str(base), "--strict").exit_code == 3


def test_json_names_code_place_and_subject(advise, base):
    shutil.copy(CHECKS / "bad" / "unused-threshold" / "thresholds.yaml", base)
    (finding,) = json.loads(advise("rules", "check", str(base), "--format", "json").stdout)[
        "findings"
    ]
    assert (finding["code"], finding["file"], finding["line"]) == ("K206", "thresholds.yaml", 7)
    assert finding["about"] == "too-many"


def test_a_known_finding_is_shown_with_its_reason_when_asked(advise, base):
    shutil.copy(CHECKS / "bad" / "unused-threshold" / "thresholds.yaml", base)
    (base / "explained.yaml").write_text(
        "findings:\n- {sort: unused-threshold, about: too-many, reason: For next year.}\n", "utf-8"
    )
    assert "For next year." not in advise("rules", "check", str(base)).stdout
    assert "Left as it is: For next year." in advise("rules", "check", str(base), "--known").stdout


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "There is no such folder."),
        (Path.mkdir, "This is not the folder of a knowledge base."),
        (Path.touch, "There is no such folder."),
    ],
)
def test_what_is_no_knowledge_base_is_refused(advise, tmp_path, make, says):
    make(tmp_path / "elsewhere")
    result = advise("rules", "check", str(tmp_path / "elsewhere"))
    assert result.exit_code == 2
    assert says in result.stderr
    assert "vocabulary.yaml" in result.stderr


def test_hidden_signs_in_a_file_reach_no_terminal(advise, base):
    rules = base / "reasoning" / "10-rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("is: ordinary", 'is: "\\e[31mred"'), "utf-8")
    result = advise("rules", "check", str(base))
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout


def test_rules_without_a_known_command_names_the_nearest(advise):
    result = advise("rules", "chekc")
    assert result.exit_code == 2
    assert "Did you mean “check”?" in result.stderr


def test_the_group_and_the_command_teach_by_examples(advise):
    for words in (("rules",), ("rules", "check")):
        result = advise(*words, "--help")
        assert result.exit_code == 0
        assert "Examples:" in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 96
