"""Which question comes next, and when the path is certain."""

from __future__ import annotations

import os
from random import Random

import pytest
from support.changed import EXAMPLES
from support.interviews import RATER, any_answer, diced, documented, interview, told

from advisor.engine.consultation import consult
from advisor.explanation.assess import assess, standing_facts
from advisor.explanation.open_answers import Unit
from advisor.explanation.relevance import OPENING, PATH, Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import is_across, list_of
from advisor.model.base_facts import base_facts
from advisor.model.case import UNKNOWN
from advisor.model.case_reader import load_case
from advisor.model.draft import Draft
from advisor.solver.pairs import Pairs, UndecidedError

KNOWLEDGE = shipped_knowledge()
CASES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml"))
LONG = bool(os.environ.get("ADVISOR_LONG_TESTS"))
FEW = CASES if LONG else ("01-mountain-view-math", "20-mississippi-reading")
UNUSUAL = frozenset({"short-form"})


def is_line(item: str) -> bool:
    return item.startswith(("parties.", "money."))


def path_by_the_reference_engine(draft: Draft) -> str:
    """The path of a draft, all homes considered and every rule carried out."""
    facts = (*base_facts(draft.case(KNOWLEDGE), KNOWLEDGE).facts, *standing_facts(KNOWLEDGE))
    (path,) = consult(KNOWLEDGE.rulebook, facts, "reference").of_kind("path")
    return path.word("path")


@pytest.mark.parametrize("name", [one for one in FEW if one not in UNUSUAL])
def test_an_interview_with_the_answers_of_a_case_comes_to_the_path_of_the_case(name):
    source = documented(name)
    _, draft, put = interview(lambda relevance, draft, asked: told(source, asked))
    print(f"{name}: {len(put)} prompts until the path")
    case = load_case(str(EXAMPLES / name / "case.yaml"), KNOWLEDGE)
    assert path_by_the_reference_engine(draft) == assess(case, engine="reference").path
    assert len(put) <= 60


RESTS_ON = ("01-mountain-view-math", "02-village-high-school", "09-florida-virtual-school",
            "17-early-college", "25-learn-everywhere")  # fmt: skip
"""Cases that came to another path when fewer questions were put before the memo is offered."""


@pytest.mark.parametrize("name", CASES if LONG else RESTS_ON)
def test_the_path_of_a_case_does_not_rest_on_what_is_asked_after_the_memo_is_offered(name):
    draft = documented(name)
    relevance = Relevance(KNOWLEDGE)
    path = relevance.path(draft)
    for item in [one for one in KNOWLEDGE.interview.seldom
                 if relevance.agenda.is_seldom(one, draft)]:  # fmt: skip
        old = draft.answer(item)
        if "." in item and old is not None:
            draft.put(item, dict.fromkeys(old) if item.startswith("homes.") else None)
        draft.content.pop(item, None)
    assert relevance.path(draft) == path


def test_what_was_worked_out_ahead_is_not_waited_for(monkeypatch):
    source = documented("24-city-view")
    relevance, draft = Relevance(KNOWLEDGE), Draft(rater=RATER)
    grounded, waited_for, before = [], [], ""
    ground = relevance._grounded

    def counted(*given, **named):
        grounded.append(given)
        return ground(*given, **named)

    monkeypatch.setattr(relevance, "_grounded", counted)
    while (asked := relevance.before_the_memo(draft)) is not None:
        if grounded:
            waited_for.append(before)
        before = asked.item
        for _ in range(2):
            relevance.ahead(draft)()
        grounded.clear()
        draft.put(asked.item, told(source, asked))
        draft.pass_over(asked.item)
    assert not waited_for


def test_a_question_that_asks_nearly_the_same_is_put_only_where_the_first_was_passed_over():
    relevance = Relevance(KNOWLEDGE)
    for answer, put in ((None, True), (["none"], False), (UNKNOWN, False)):
        draft = documented("02-village-high-school")
        draft.put("homes.weaker", dict.fromkeys(draft.answer("homes.weaker") or {}))
        homes = draft.homes(KNOWLEDGE)
        draft.put("homes.weaker-on", dict.fromkeys(homes, answer))
        draft.pass_over("homes.weaker-on")
        asked = {unit.item for unit in relevance.open_units(draft)}
        assert ("homes.weaker" in asked) == put


@pytest.mark.parametrize("seed", range(200 if LONG else 1))
def test_every_question_has_a_witness_that_the_reference_engine_confirms(seed):
    dice = Random(seed)
    relevance, _, put = interview(lambda *now: diced(dice, *now))
    structure = (*relevance.agenda.needed, *OPENING)
    asked = [
        one
        for _, one in put
        if one.item not in structure and list_of(one.item) != "parties" and not is_line(one.item)
    ]
    for one in asked:
        assert one.witness is not None, f"{one.item} was asked without a witness"
    for one in dice.sample(asked, min(4, len(asked))):
        paths = []
        for value in one.witness.values:
            completion = one.witness.rest.copy()
            one.witness.unit.put(completion, value)
            paths.append(path_by_the_reference_engine(completion))
        assert paths[0] != paths[1], one.item


def test_a_witness_leaves_the_answers_given_so_far_as_they_are():
    source = documented("20-mississippi-reading")
    _, _, put = interview(lambda relevance, draft, asked: told(source, asked))
    for draft, asked in put:
        if asked.witness is not None and asked.item != "place":
            for item in draft.asked:
                kept = asked.witness.rest.answer(item)
                if not item.startswith(("homes", "parties", "money")):
                    assert kept == draft.answer(item), (asked.item, item)


@pytest.mark.parametrize("seed", range(150 if LONG else 1))
def test_no_completion_changes_a_path_that_is_said_to_be_certain(seed):
    dice = Random(seed)
    source = documented(dice.choice([one for one in CASES if one not in UNUSUAL]) if LONG
                        else "20-mississippi-reading")  # fmt: skip
    relevance, draft, _ = interview(
        lambda relevance, draft, asked: (
            diced(dice, relevance, draft, asked)
            if LONG and dice.random() < 0.2
            else told(source, asked)
        )
    )
    if not LONG:
        assert not relevance.is_settled(draft), "nobody has said whether a rule forbids the core"
        draft.put("homes.forbids-core", {"existing-school": "unknown"})
        assert not relevance.is_settled(draft), "who does not know may find out"
        draft.put("homes.forbids-core", {"existing-school": "no"})
        assert relevance.is_settled(draft)
    if not relevance.is_settled(draft):
        return
    path = relevance.path(draft)
    for _ in range(40):
        completion = draft.copy()
        for unit in relevance.open_units(draft):
            if dice.random() < 0.7:
                unit.put(completion, any_answer(dice, relevance, draft, unit))
        assert relevance.path(completion) == path


@pytest.mark.parametrize("seed", range(3))
def test_homes_that_stay_closed_have_no_part_in_the_path(seed):
    dice = Random(seed)
    relevance = Relevance(KNOWLEDGE)
    draft = documented(dice.choice([one for one in CASES if one not in UNUSUAL]))
    in_play = draft.homes(KNOWLEDGE)
    for unit in relevance.open_units(Draft(rater=RATER)):
        fixed = unit.item in ("place", "homes", "parties", "money")
        if not fixed and dice.random() < 0.3 and unit.home in ("", *in_play):
            unit.put(draft, any_answer(dice, relevance, draft, unit))
    assert relevance.path(draft) == path_by_the_reference_engine(draft)


def test_a_path_is_not_certain_while_the_role_may_open_another_place():
    content = {
        "advisor-case": 1,
        "place": "early-childhood",
        "change": {"kind": "upgrade"},
        "parties": [{"name": "Families", "id": "families", "kind": "families"}],
        "homes": {"early-childhood": {"forbids-core": "yes", "shelter": "unknown",
                                      "shelter-status": "unknown", "stronger": "yes"}},
    }  # fmt: skip
    draft = Draft(content, ["place", "homes", "parties", "parties.families"], RATER)
    relevance = Relevance(KNOWLEDGE)
    leader = draft.copy()
    leader.put("client.role", "charter-leader")
    paths = {relevance.path(one) for one in (draft, leader)}
    assert paths == {"hold", "after-school-program"}
    assert not relevance.is_settled(draft)


def test_what_no_rule_reads_is_never_asked_before_the_path():
    bearing = Relevance(KNOWLEDGE).agenda.bearing(PATH)
    assert {"change.kind", "place", "homes.autonomy", "parties", "client.role"} <= bearing
    assert not {"client.reader", "change.why", "homes.may-grow", "change.evidence"} & bearing


def test_what_could_still_change_the_path_is_named():
    source = documented("20-mississippi-reading")
    relevance, draft, _ = interview(lambda relevance, draft, asked: told(source, asked))
    (unit,) = relevance.could_change(draft)
    assert unit.item == "homes.forbids-core"
    unit.put(draft, "no")
    assert relevance.could_change(draft) == ()


def microschool() -> Draft:
    """A school that works where it is, and might be held online as well."""
    draft = documented("04-embark")
    decides = {"curriculum": "yes", "grading": "yes", "schedule": "yes", "admissions": "no"}
    decides |= {"budget": "partly", "staffing": "partly"}
    draft.put("homes.decides", {"private-microschool": decides})
    draft.put("change.online-core", None)
    return draft


def test_a_path_is_not_certain_while_a_place_nobody_has_ruled_out_may_have_unusual_answers():
    draft = microschool()
    draft.put("homes", None)
    found = draft.copy()
    found.put("change.online-core", "yes")
    for question in ("autonomy", "family-choice", "staff-choose"):
        found.put(f"homes.{question}", {"district-virtual-school": "yes"})
    found.put("homes.rules-that-bind", {"district-virtual-school": ["none"]})
    paths = [path_by_the_reference_engine(one) for one in (draft, found)]
    assert paths == ["private-microschool", "district-virtual-school"]
    assert not Relevance(KNOWLEDGE).is_settled(draft)
    draft.put("homes", [])
    assert Relevance(KNOWLEDGE).is_settled(draft), "there is no other place"


def test_a_path_is_not_certain_while_one_may_find_out_that_a_place_is_open():
    draft, relevance = microschool(), Relevance(KNOWLEDGE)
    for open_, certain in (("no", True), ("unknown", False)):
        draft.put("homes.open", {"district-virtual-school": open_})
        assert relevance.is_settled(draft) == certain, open_


def test_a_path_is_not_certain_while_the_place_of_the_work_is_not_known():
    draft = microschool()
    answers = {**draft.content["homes"]["private-microschool"], "open": None}
    homes = {"existing-school": {"open": "no"}, "every-home": answers}
    draft.content = {**draft.content, "place": "unknown", "homes": homes}
    found = draft.copy()
    found.put("place", "private-microschool")
    paths = [path_by_the_reference_engine(one) for one in (draft, found)]
    assert paths == ["hold", "private-microschool"]
    assert not Relevance(KNOWLEDGE).is_settled(draft)


@pytest.mark.parametrize("stance", ["unknown", None])
def test_a_path_is_not_certain_while_a_word_about_a_listed_party_is_not_known(stance):
    draft, relevance = documented("12-lindsay"), Relevance(KNOWLEDGE)
    assert relevance.is_settled(draft)
    row = draft.answer("parties.school-board")
    found = draft.copy()
    found.put("parties.school-board", {**row, "stance": "firmly-against"})
    draft.put("parties.school-board", {**row, "stance": stance})
    paths = [path_by_the_reference_engine(one) for one in (draft, found)]
    assert paths == ["lead-within", "hold"]
    assert not relevance.is_settled(draft)
    assert relevance.could_change(draft), "it, or what counts once it is known"


@pytest.mark.parametrize(
    ("row", "open_"),
    [
        ({"supplies": "yes", "power": "slowly"}, {"stance", "basis", "ally"}),
        ({"supplies": "yes", "votes": "unknown", "power": "slowly", "stance": "for",
          "basis": "said", "ally": "no"}, {"votes"}),
        ({"power": "slowly", "stance": "unknown", "basis": "said", "ally": "no"},
         {"supplies", "sets-rules", "votes", "tie", "stance"}),
    ],
)  # fmt: skip
def test_what_the_line_of_a_party_leaves_open_is_told_from_what_it_says(row, open_):
    content = {"advisor-case": 1, "parties": [{"name": "Board", "id": "board", **row}]}
    draft, answers = Draft(content, rater=RATER), Relevance(KNOWLEDGE).answers
    unit = Unit("parties.board")
    names = answers.still_open(unit, unit.value(draft), answers.names(unit, draft))
    assert {name.question for name, _ in names} == open_


def test_a_place_for_which_the_solver_comes_to_no_end_is_asked_about(monkeypatch):
    whole = Pairs.differing

    def tired(self, among, given, **options):
        among = list(among)
        if len(among) == 1:
            raise UndecidedError
        return whole(self, among, given, **options)

    monkeypatch.setattr(Pairs, "differing", tired)
    draft, relevance = documented("02-village-high-school"), Relevance(KNOWLEDGE)
    draft.put("homes.autonomy", {"district-virtual-school": None})
    draft.put("homes", ["private-microschool", "after-school-program"])
    put = []
    for _ in range(60):
        asked = relevance.next(draft, KNOWLEDGE.interview.goals)
        if asked is None:
            break
        put.append(asked)
        draft.pass_over(asked.item)
    assert any(len(one.homes) > 1 for one in put)


def test_a_number_that_was_answered_counts_as_what_it_is(monkeypatch):
    draft, used = documented("09-florida-virtual-school"), Relevance(KNOWLEDGE)
    place = draft.place
    for item in ("homes.waiting", "homes.capacity", "homes.enrolled", "homes.break-even"):
        draft.put(item, {place: None})
    goals, agenda = KNOWLEDGE.interview.goals, used.agenda
    for item in [one for one in agenda.items(draft) if is_across(one) or one in agenda.needed]:
        draft.pass_over(item)  # which come first, and need no solver
    assert used.next(draft, goals) != "grounded"
    for item, value in (("homes.capacity", 4321), ("homes.enrolled", 777)):
        draft.put(item, {place: value})
        draft.pass_over(item)
        found, fresh = used.next(draft, goals), Relevance(KNOWLEDGE).next(draft, goals)
        assert (found and found[:2]) == (fresh and fresh[:2])
        assert used._has_figures(used._grounds[goals], draft)


def test_with_very_many_parties_every_question_is_put_and_the_solver_is_left_alone(monkeypatch):
    """A register of two hundred would keep it busy for minutes at each question."""
    monkeypatch.setattr(Relevance, "_grounded", lambda *_: pytest.fail("the solver is asked"))
    lines = [{"name": f"Party {at}", "id": f"party-{at}", "kind": "union", "votes": "yes"}
             for at in range(26)]  # fmt: skip
    draft = Draft({"advisor-case": 1, "change": {"short": "a day", "kind": "upgrade"},
                   "place": "existing-school", "parties": lines})  # fmt: skip
    draft.asked = [*Relevance(KNOWLEDGE).agenda.needed, *OPENING]
    relevance = Relevance(KNOWLEDGE)
    asked = relevance.next(draft, PATH)
    assert asked is not None and asked.witness is None
    assert len(relevance.left(draft, PATH)) == relevance.most(draft, PATH)
    assert relevance.could_change(draft) is None


def test_what_was_looked_ahead_for_is_what_would_be_found_anew():
    """The rules are grounded while the last line of a list is still open, and not once more."""
    source, dice = documented("20-mississippi-reading"), Random(4)
    ahead, grounded = Relevance(KNOWLEDGE), []
    draft, whole = Draft(rater=RATER), ahead._grounded
    ahead._grounded = lambda *given, **named: (
        grounded.append((given[1], named)), whole(*given, **named)
    )[1]  # fmt: skip
    while (asked := ahead.next(draft)) is not None:
        assert (not grounded) == (asked.witness is None)
        work = ahead.ahead(draft)
        draft.put(asked.item, told(source, asked))
        draft.pass_over(asked.item)
        if dice.random() < 0.8:
            work()  # beside all else, so for answers that may be past
        fresh = Relevance(KNOWLEDGE)
        if asked.witness is not None and dice.random() < 0.1:
            found, anew = ahead.next(draft), fresh.next(draft)
            assert (found and found[:2]) == (anew and anew[:2])
            assert (ahead.could_change(draft) == ()) == (fresh.could_change(draft) == ())
    assert grounded.count((PATH, {})) == 1


def test_what_could_change_the_path_is_proved_anew_only_where_it_has_to_be(monkeypatch):
    draft, relevance = documented("12-lindsay"), Relevance(KNOWLEDGE)
    draft.put("homes.forbids-core", {"existing-school": None})
    assert not relevance.is_known(draft)
    (unit,) = relevance.could_change(draft)
    other = next(one for one in relevance.open_units(draft) if one != unit)
    assert relevance.is_known(draft)
    draft.put("homes.forbids-core", {"existing-school": "no"})
    assert not relevance.is_known(draft), "the example is answered"
    assert relevance.is_settled(draft) and relevance.is_known(draft)
    other.put(draft, any_answer(Random(1), relevance, draft, other))
    assert relevance.is_known(draft), "with more answers nothing can change it"
    row = draft.answer("parties.school-board")
    draft.put("parties.school-board", {**row, "stance": "firmly-against"})
    assert not relevance.is_known(draft), "an answer was changed"


def test_a_question_of_one_place_is_put_only_where_that_place_is_in_play():
    """A rule in a place of which nobody knows whether it opens, or in all of them, is no crash."""
    agenda = Relevance(KNOWLEDGE).agenda

    def asked(homes):
        draft = Draft({"advisor-case": 1, "place": "existing-school", "homes": homes}, rater=RATER)
        if "homes.forbids-what" not in agenda.items(draft):
            return None
        return agenda.homes("homes.forbids-what", draft, draft.homes(KNOWLEDGE))

    rule = {"forbids-core": "yes"}
    assert asked({"existing-school": rule}) == ("existing-school",)
    assert asked({"charter-school": {"open": "unknown", **rule}}) is None
    assert asked({"every-home": rule, "charter-school": {"open": "yes"}}) == (
        "existing-school", "charter-school",
    )  # fmt: skip
    assert asked({"existing-school": {"forbids-core": "no"}}) is None
