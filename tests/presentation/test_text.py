"""`advisor assess` in short: the result first, then what it rests on."""

from __future__ import annotations

import re

import pytest
from support.assessed import assessed

from advisor.presentation.terminal import Fold, FoldWith, columns, fitted, typed_case
from advisor.presentation.text import MOST_STEPS, assessment_text


def test_a_letter_that_is_two_columns_wide_counts_for_two():
    text = "東京都立学校の保護者の会" * 6
    made = fitted(f"- The {text} asks\nName\tWhat\n東京\tx\n", 60)
    lines = made.splitlines()
    assert max(map(columns, lines)) <= 60
    assert "".join(line.strip() for line in lines).count("東京都立") == 6
    assert columns(lines[-1].partition("x")[0]) == columns(lines[-2].partition("What")[0])


def test_what_is_more_than_a_screen_is_folded_the_least_first_and_counted():
    text = "\n".join(
        (
            "Head", f"{Fold(1)}one", f"{Fold(2)}two", f"{FoldWith(2)}with two", f"{Fold(2)}last",
            f"{Fold(0)}more", "advisor why",
        )
    )  # fmt: skip
    assert fitted(text, 80) == "Head\none\ntwo\nwith two\nlast\nadvisor why\n"
    assert fitted(text, 80, 6) == fitted(text, 80)
    assert fitted(text, 80, 5) == "Head\none\n+ 3 more\nadvisor why\n"
    assert fitted(text, 80, 1) == "Head\n+ 4 more\nadvisor why\n"


def test_the_result_stands_in_the_first_lines(assessment):
    name, top, rest = assessment_text(assessment, width=100).split("\n\n", 2)
    lines = top.splitlines()
    assert "\n" not in name
    assert len(lines) <= 14
    for path in (assessment.path, *(one.path for one in assessment.alternatives)):
        words = assessment.knowledge.paths[path]
        assert any(
            str(one) in " ".join(top.split()) for name, one in words.items() if "label" in name
        )
    labels = [line[2:13] for line in lines if line.startswith("  ")]
    assert all(label.strip() == "" or label[0] != " " for label in labels)
    assert "Not chosen\n" in rest


def test_what_must_hold_and_every_risk_come_before_the_reasons(assessment):
    text = assessment_text(assessment)
    before, _, after = text.partition("\nWhy\n")
    words = " ".join(before.split())
    for flag in assessment.flags:
        assert " ".join(flag.reason.sentence.split()) in words
    assert ("What must hold\n" in before) == bool(assessment.conditions)
    assert "Not chosen\n" in after
    assert words.count("before the ") >= sum(
        one.by in ("before-decision", "before-launch") for one in assessment.conditions
    )


def test_the_last_steps_to_the_path_are_told_and_where_the_others_stand(assessment):
    text = assessment_text(assessment, width=100).partition("\nWhy\n")[2].partition("\n\n")[0]
    told = [line for line in text.splitlines() if re.match(r" {2}[0-9]+\. ", line)]
    assert 0 < len(told) <= MOST_STEPS
    (step,) = (one for one in assessment.record.proofs.firings(assessment.record.only("path"))[:1])
    assert any(line.startswith(f"  {assessment.record.number_of(step)}. ") for line in told)
    assert f"  advisor why {typed_case(assessment.case.file)}" in text.splitlines()


@pytest.mark.parametrize("width", [40, 60, 72])
@pytest.mark.parametrize("name", ["02-village-high-school", "24-city-view"])
def test_the_result_fits_its_terminal(name, width):
    lines = assessment_text(assessed(name), width=width).splitlines()
    assert (
        max(len(one) for one in lines if "  advisor " not in one) <= width
    )  # lines to copy stay whole


def test_no_line_is_empty_twice_or_ends_in_blanks(assessment):
    text = assessment_text(assessment)
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.endswith("\n")
