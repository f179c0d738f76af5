"""The cases of a folder, which more than one program can have open."""

import pytest

from advisor.interview import desk as desk_module
from advisor.interview.desk import Desk
from advisor.interview.session import HeldElsewhereError, InterviewSession
from advisor.knowledge.base import usual_knowledge


def answer(desk: Desk, item: str, value: object) -> None:
    with desk.change("ours", new=True) as opened:
        opened.course.keep(opened.course.again(item), value)


def test_an_answer_is_put_to_those_that_another_program_gave_meanwhile(tmp_path):
    first, second = (Desk(tmp_path, usual_knowledge()) for _ in range(2))
    answer(first, "client.name", "Elm School")
    with second.open("ours") as seen:
        assert seen.course.draft.answer("client.name") == "Elm School"
    answer(first, "place", "existing-school")
    answer(second, "client.region", "Ohio")
    with first.open("ours") as opened:
        draft = opened.course.draft
    assert [draft.answer(f"client.{one}") for one in ("name", "region")] == ["Elm School", "Ohio"]
    assert draft.answer("place") == "existing-school"


def test_an_answer_given_elsewhere_while_one_waits_for_the_case_is_not_lost(tmp_path, monkeypatch):
    first, second = (Desk(tmp_path, usual_knowledge()) for _ in range(2))
    answer(first, "client.name", "Elm School")
    with second.open("ours"):
        pass
    enter = InterviewSession.__enter__

    def after_another(session):
        monkeypatch.setattr(InterviewSession, "__enter__", enter)
        answer(first, "place", "existing-school")
        return enter(session)

    monkeypatch.setattr(InterviewSession, "__enter__", after_another)
    answer(second, "client.region", "Ohio")
    with first.open("ours") as opened:
        assert opened.course.draft.answer("place") == "existing-school"
        assert opened.course.draft.answer("client.region") == "Ohio"


def test_who_holds_a_case_for_long_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_module, "PATIENCE", 0.05)
    desk = Desk(tmp_path, usual_knowledge())
    answer(desk, "client.name", "Elm School")
    with InterviewSession(tmp_path / "ours.yaml"):
        with pytest.raises(HeldElsewhereError, match="Another interview"):
            answer(desk, "place", "existing-school")
        with desk.open("ours") as opened:  # to look is free
            assert opened.course.draft.answer("place") is None


def test_of_many_cases_those_last_looked_at_stay_open(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_module, "MOST_OPEN", 2)
    desk = Desk(tmp_path, usual_knowledge())
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text("advisor-case: 1\n", "utf-8")
    found = {}
    for name in ("a", "b", "a", "c", "a", "b"):
        with desk.open(name) as opened:
            found.setdefault(name, []).append(opened)
    assert found["a"][0] is found["a"][1] is found["a"][2]
    assert found["b"][0] is not found["b"][1]
    monkeypatch.setattr(desk_module, "IDLE", -1.0)
    for _ in range(2):
        with desk.open("b") as opened:
            assert opened is found["b"][-1], "the last one stays"
    with desk.open("a") as opened:
        assert opened is not found["a"][0], "nobody looked at it meanwhile"
