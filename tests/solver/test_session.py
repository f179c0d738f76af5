"""A session says of every set of changes what the engine says, and leaves none out."""

from __future__ import annotations

import builtins
from random import Random

import pytest
from support.assessed import NAMES, assessed, path_with

from advisor.explanation.acts import Acts
from advisor.model.fact import Fact
from advisor.solver.program import atom
from advisor.solver.session import Session, SolverMissingError


def session_of(assessment):
    acts = Acts(assessment.case, assessment.knowledge).every()
    return Session(assessment.case, assessment.knowledge, [one.supposed for one in acts])


@pytest.mark.parametrize("name", NAMES)
def test_for_any_changes_the_path_is_the_one_the_engine_finds(name, effort):
    assessment, dice = assessed(name), Random(name)
    session = session_of(assessment)
    for turn in range(4 * effort):
        changes = dice.sample(session.changes, turn % 4)
        if len({one.name for one in changes}) == len(changes):
            found = session.world(changes)
            assert set(found.changes) == set(changes)
            assert found.only("path").word("path") == path_with(assessment, changes), changes


def test_of_two_answers_to_one_question_only_one_is_given():
    session = session_of(assessed("03-iowa-big"))
    one, other = [each for each in session.changes if each.name.question == "scope"][:2]
    assert session.world([one, other]) is None


def test_every_set_of_changes_up_to_a_size_is_found_and_no_other():
    assessment = assessed("03-iowa-big")
    session = session_of(assessment)
    some = [one for one in session.changes if one.name.part in ("change", "parties")][:12]
    found = session.worlds(some, at_most=2)
    sets = [set()] + [{one} for one in some]
    sets += [{one, other} for one in some for other in some if one.name < other.name]
    assert sorted(map(str, (set(each.changes) for each in found))) and len(found) == len(sets)
    for world in found:
        assert world.facts == session.world(world.changes).facts
    path = found[0].only("path")
    assert [each for each in found if path not in each.facts] == session.worlds(
        some, at_most=2, without=[path]
    )
    assert [each for each in found if path in each.facts] == session.worlds(
        some, at_most=2, having=[path]
    )
    assert session.worlds(some, having=[Fact("path", (("path", "no-such"),))]) == []


def test_the_same_question_gets_the_same_answer_in_the_same_order():
    first, second = (session_of(assessed("18-westminster")).worlds(at_most=1) for _ in range(2))
    assert first == second


def test_without_clingo_it_is_said_what_is_missing_and_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **others):
        if name == "clingo":
            raise ImportError("no wheel for this machine")
        return real(name, *args, **others)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(SolverMissingError, match=r"pip install clingo.*without it") as caught:
        session_of(assessed("03-iowa-big"))
    assert "no wheel" in str(caught.value)


@pytest.mark.parametrize(
    "text", ['a"). evil(1). b("', "a\\", '\\"', "two\nlines", "%*", '#script (python) "', "“é学”"]
)
def test_a_text_of_the_clients_stays_one_text(text):
    """Whatever stands in it, it ends where we end it: nothing of it is read as a program."""
    clingo = pytest.importorskip("clingo")
    control = clingo.Control(["--warn=none"])
    control.add("base", [], atom(Fact("answer", (("to", text), ("is", text)))) + ".")
    control.ground([("base", [])])
    (found,) = [one.symbol for one in control.symbolic_atoms]
    assert [one.string for one in found.arguments] == [text, text]
