"""Small knowledge bases, each with one fault, and what the check says of it.

`good/` is a whole knowledge base in small. Each folder in `bad/` holds the files in which it
differs, and `expected.yaml`: what is wrong with it, files it is `without`, and the findings.
`--refresh-goldens` writes the findings anew; read them before you keep them.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.knowledge.source import read
from advisor.presentation.rules_text import check_text
from advisor.verification.check import check
from advisor.verification.diagnostics import BY_SLUG, Finding

HERE = Path(__file__).parent
GOOD = HERE / "good"
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.is_dir())


def overlaid(folder: Path, bad: Path) -> Path:
    """The good knowledge base with the files of a bad one laid over it."""
    base = folder / "rules"
    shutil.copytree(GOOD, base)
    for file in bad.rglob("*.yaml"):
        if file.name != "expected.yaml":
            shutil.copy(file, base / file.relative_to(bad))
    for name in expected_of(bad).get("without", ()):
        (base / name).unlink()
    return base


def expected_of(bad: Path) -> dict[str, Any]:
    """What `expected.yaml` says of a bad knowledge base."""
    return read(str(bad / "expected.yaml"))  # type: ignore[return-value]


def told(finding: Finding) -> dict[str, Any]:
    """A finding as `expected.yaml` has it."""
    return {
        "sort": finding.sort,
        "at": f"{finding.file}:{finding.line or 0}",
        "about": finding.about,
        "says": f"{finding.what} {finding.remedy}".strip(),
    }


def test_the_good_knowledge_base_gives_no_finding() -> None:
    report = check(GOOD)
    assert [told(one) for one in report.findings] == []
    assert (report.absent_files, report.left_out, report.known) == ((), (), ())


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_a_bad_knowledge_base_gives_the_findings_expected(
    bad: Path, tmp_path: Path, refresh: bool
) -> None:
    report = check(overlaid(tmp_path, bad))
    findings = [told(one) for one in report.findings]
    expected = expected_of(bad)
    if refresh:
        about = json.dumps(str(expected["about"]), ensure_ascii=False)
        without = f"without: [{', '.join(gone)}]\n" if (gone := expected.get("without")) else ""
        listed = yaml.safe_dump(
            {"findings": findings}, allow_unicode=True, sort_keys=False, width=1000
        )
        (bad / "expected.yaml").write_text(f"about: {about}\n{without}{listed}", "utf-8")
    else:
        assert findings == expected["findings"], expected["about"]
    assert findings


def test_every_sort_of_diagnostic_is_shown_by_a_bad_knowledge_base() -> None:
    shown = {finding["sort"] for bad in BAD for finding in expected_of(bad)["findings"]}
    assert shown == set(BY_SLUG)


def test_a_cycle_shows_every_place_on_the_way_round(tmp_path: Path) -> None:
    report = check(overlaid(tmp_path, HERE / "bad" / "cycle"))
    (cycle,) = (one for one in report.findings if one.sort == "cycle")
    assert "reasoning/20-bad.yaml:7" in cycle.what
    assert "reasoning/30-more.yaml:6" in cycle.what


def test_a_fault_that_stops_the_reading_is_told_with_what_could_not_be_looked_for(
    tmp_path: Path,
) -> None:
    report = check(overlaid(tmp_path, HERE / "bad" / "malformed"))
    assert report.left_out
    assert "Not looked for" in check_text(report)


def test_a_reason_in_the_data_makes_a_warning_known(tmp_path: Path) -> None:
    base = overlaid(tmp_path, HERE / "bad" / "unused-threshold")
    assert check(base).unexplained
    (base / "explained.yaml").write_text(
        "findings:\n- {sort: unused-threshold, about: too-many, reason: For next year.}\n", "utf-8"
    )
    report = check(base)
    assert not report.unexplained
    assert [one.reason for one in report.known] == ["For next year."]


def test_rules_alone_are_checked_and_the_files_that_are_missing_are_named(tmp_path: Path) -> None:
    base = overlaid(tmp_path, HERE / "bad" / "unused-threshold")
    for file in base.glob("*.yaml"):
        if file.stem not in ("vocabulary", "thresholds"):
            file.unlink()
    report = check(base)
    assert {one.sort for one in report.findings} == {"unused-threshold"}
    assert "statements.yaml" in report.absent_files


def test_the_same_folder_always_gives_the_same_text(tmp_path: Path) -> None:
    base = overlaid(tmp_path, HERE / "bad" / "faults-in-many-files")
    assert check_text(check(base)) == check_text(check(base))


def test_without_the_solver_the_rest_is_checked_and_the_report_says_what_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "clingo", None)
    report = check(overlaid(tmp_path, HERE / "bad" / "nobody-gives"))
    assert {one.sort for one in report.findings} == {"nobody-gives"}
    assert [one for one in report.left_out if "clingo" in one] == list(report.left_out)
    assert "rules that cannot fire" in check_text(report)
