"""`advisor assess` in short: the result first, then what it rests on."""

from __future__ import annotations

from advisor.presentation.text import assessment_text


def test_the_result_stands_in_the_first_lines(assessment):
    top, _, rest = assessment_text(assessment).partition("\nWhy\n")
    lines = top.splitlines()
    assert len(lines) <= 14
    assert f"({assessment.path})" in top
    for one in assessment.alternatives:
        assert f"({one.path})" in top
    labels = [line[2:13] for line in lines if line.startswith("  ")]
    assert all(label.strip() == "" or label[0] != " " for label in labels)
    assert "Not chosen\n" in rest


def test_every_reason_condition_and_risk_is_told(assessment):
    text = assessment_text(assessment)
    for one in assessment.reasons:
        assert f"  {one.number}. {one.reason.sentence} [{one.reason.rule}" in text
    for flag in assessment.flags:
        assert flag.reason.sentence in text
    assert text.count("before ") >= sum(
        one.by in ("before-decision", "before-launch") for one in assessment.conditions
    )


def test_no_line_is_empty_twice_or_ends_in_blanks(assessment):
    text = assessment_text(assessment)
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.endswith("\n")
