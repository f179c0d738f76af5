"""The session file of an interview: what is none of ours is refused, though its check is right."""

from __future__ import annotations

import json

import pytest

from advisor.errors import InputError
from advisor.interview.answered import Answered
from advisor.interview.session import InterviewSession, _check
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft

USUAL = {
    "draft": {"advisor-case": 1, "as-of": "2026-11-30", "change": {"short": "a day"}},
    "asked": ["change.short"], "case": "", "stage": "path", "screen": False, "again": {},
    "line": [], "numbers": {"change.short": 1},
}  # fmt: skip


@pytest.fixture
def session(tmp_path) -> InterviewSession:
    return InterviewSession(tmp_path / "case.yaml")


def leave(session: InterviewSession, **changed: object) -> None:
    content = {**USUAL, **changed}
    whole = {"advisor-session": 1, "check": _check(content), "content": content}
    session.path.write_text(json.dumps(whole), "utf-8")


@pytest.mark.parametrize(
    "changed",
    [
        {"draft": []},
        {"draft": {"advisor-case": 1, "as-of": [None]}},
        {"draft": {"advisor-case": 1, "change": None}},
        {"draft": {"advisor-case": 1, "change": []}},
        {"draft": {"advisor-case": 1, "parties": [7]}},
        {"draft": {"advisor-case": 1, "change": "x"}},
        {"asked": [7]}, {"asked": [[]]}, {"asked": "x"},
        {"again": "x"}, {"again": [1]}, {"line": "x"}, {"line": ["money"]}, {"line": [1, "x"]},
        {"numbers": {"change.short": "x"}}, {"numbers": 7}, {"stage": "lost"}, {"screen": 7},
    ],
)  # fmt: skip
def test_what_no_interview_keeps_is_refused_and_left_as_it_is(session, changed):
    leave(session, **changed)
    before = session.path.read_bytes()
    with pytest.raises(InputError):
        Answered.resumed(shipped_knowledge(), session)
    assert session.path.read_bytes() == before


def test_what_was_kept_is_there_again(session):
    assert Answered.resumed(shipped_knowledge(), session) is None
    draft = Draft({**USUAL["draft"]}, USUAL["asked"])
    kept = Answered(shipped_knowledge(), draft, session, stage="memo", again={"place": "x"},
                    line=["money", 2])  # fmt: skip
    kept.save()
    found = Answered.resumed(shipped_knowledge(), session)
    assert (found.draft.content, found.draft.asked) == (draft.content, draft.asked)
    assert (found.stage, found.offers, found.begun) == ("memo", {"place": "x"}, ("money", 2))
    assert found.numbers == kept.numbers
