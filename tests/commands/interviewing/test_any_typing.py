"""Whatever is typed, in whatever order, an interview goes on and loses nothing."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
from support.scripted import SHORT_FORM, Scripted, by_question, hold
from support.wandering import wander

from advisor.interview.hearing import clean
from advisor.interview.session import InterviewSession
from advisor.model.draft import Draft

RUNS = int(os.environ.get("ADVISOR_LONG_TESTS") or 0)


def test_an_interview_typed_at_random_loses_nothing_and_ends_as_its_file_does(tmp_path, told):
    counts: Counter[str] = Counter()
    for seed in range(RUNS or 4):
        try:
            wander(seed, tmp_path / f"case-{seed}.yaml", counts)
        except BaseException as error:
            error.args = (f"seed {seed}: {error}",)
            raise
    told(", ".join(f"{number} {what}" for what, number in counts.items()))


def test_the_short_form_asks_ten_questions_at_most_and_ends_in_a_memo(tmp_path):
    console = Scripted(by_question(SHORT_FORM))
    hold(console, tmp_path / "case.yaml", screen=True)
    asked = re.findall(r"^(\d+)\. .*", "".join(console.shown), re.MULTILINE)
    print(f"the short form: {asked[-1]} prompts")
    assert 4 <= int(asked[-1]) <= 10
    memo = (tmp_path / "case.memo.md").read_text("utf-8")
    assert "This advice rests on few answers" in " ".join(memo.split())


@pytest.mark.parametrize("lines", [["back"], ["change 2", "back"], ["2", "back", "back"]])
def test_going_back_from_the_check_leaves_a_case_that_can_be_read(lines, tmp_path):
    scripted, left = by_question(SHORT_FORM), [*lines]

    def typed(shown: str) -> str:
        if left and ("Check your answers" in shown or len(left) < len(lines)):
            return left.pop(0)
        return scripted(shown)

    hold(Scripted(typed), tmp_path / "case.yaml", screen=True)
    assert left == []
    assert "name:" in (tmp_path / "case.yaml").read_text("utf-8")
    assert (tmp_path / "case.memo.md").exists()


def test_an_answer_taken_back_at_the_check_before_a_stop_is_asked_for_again(tmp_path):
    lines = ["back"] * 20
    scripted, left = by_question(SHORT_FORM), [*lines]

    def typed(shown: str) -> str:
        if left and ("Check your answers" in shown or len(left) < len(lines)):
            left.pop()
            return "quit" if "alone would end this" in shown else "back"
        return scripted(shown)

    case = tmp_path / "case.yaml"
    hold(Scripted(typed), case, screen=True)
    assert not case.exists()
    console = Scripted(by_question(SHORT_FORM))
    hold(console, case, screen=True)
    assert 'Whose "no" alone would end this?' in console.transcript
    assert "parties:" in case.read_text("utf-8")
    assert (tmp_path / "case.memo.md").exists()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\x1b[2Jhello", "hello"),
        ("\x1b]0;title\x07name", "name"),
        ("a\u202eb\x00c", "abc"),
        ("Zoë  and\tLi", "Zoë and Li"),
    ],
)
def test_what_a_terminal_would_act_on_is_taken_out_of_an_answer(pasted, kept):
    assert clean(pasted) == kept


def test_a_damaged_or_foreign_session_is_reported_and_kept(tmp_path):
    from advisor.errors import InputError

    session = InterviewSession(tmp_path / "case.yaml")
    session.save(Draft(rater="x"), stage="path", screen=False)
    good = session.path.read_bytes()
    for bad in (b"", good[:-30], good.replace(b'"path"', b'"memo"'), b"{}", b"[1]", b"\xff\x00"):
        session.path.write_bytes(bad)
        with pytest.raises(InputError, match="left as it is"):
            session.load()
        assert session.path.read_bytes() == bad
    session.path.write_bytes(good)
    assert session.load()["stage"] == "path"
