"""The homes and the kinds of party as data: complete, well put, and in step with the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.homes import read_assumptions
from advisor.knowledge.parties import CHANNELS, kind_named, looks_plural, names_person

KNOWLEDGE = Knowledge(Path(__file__).resolve().parents[2] / "rules")


# Homes.


def test_homes_and_paths_are_those_the_rules_know():
    words = KNOWLEDGE.rulebook.vocabulary
    fields = words.kinds["home"].fields
    assert set(KNOWLEDGE.homes) == set(fields["home"].allowed)
    assert {home.group for home in KNOWLEDGE.homes.values()} == set(fields["group"].allowed)
    assert {home.path for home in KNOWLEDGE.homes.values()} <= set(KNOWLEDGE.paths)


@pytest.mark.parametrize("home", KNOWLEDGE.homes.values(), ids=lambda home: home.home)
def test_a_home_takes_only_answers_for_granted_that_are_not_the_clients_to_know(home):
    questions = KNOWLEDGE.questions.levels["home"].questions
    for supplied in home.assume.values():
        assert supplied.answer in questions[supplied.question].values
        assert supplied.because[0].islower()
        assert all(one in KNOWLEDGE.statements for one in supplied.rests_on)
    assert not {"weaker", "stronger", "wanted", "switchers", "leavers"} & set(home.assume)


@pytest.mark.parametrize("home", KNOWLEDGE.homes.values(), ids=lambda home: home.home)
def test_a_home_speaks_of_roles_ages_and_forms_that_exist(home):
    client = KNOWLEDGE.questions.levels["client"].questions
    assert set(home.open_to) <= set(client["role"].values)
    assert home.usual_role in home.open_to
    assert set(home.ages) <= set(client["ages"].values)
    assert home.form in KNOWLEDGE.questions.find("change", "form").values
    assert home.fills in ("small", "full")
    assert home.at.startswith(("in ", "with "))


@pytest.mark.parametrize("home", KNOWLEDGE.homes.values(), ids=lambda home: home.home)
def test_what_is_usual_in_a_home_rests_on_no_statement_about_another_home(home):
    for supplied in home.assume.values():
        for number in supplied.rests_on:
            about = KNOWLEDGE.statements[number].get("about", {})
            assert home.home in about.get("home", [home.home]), number


# Kinds of party.


@pytest.mark.parametrize("kind", KNOWLEDGE.parties.values(), ids=lambda kind: kind.kind)
def test_a_kind_of_party_rests_on_no_statement_about_another_kind(kind):
    for number in kind.rests_on:
        about = KNOWLEDGE.statements[number].get("about", {})
        assert kind.kind in about.get("party", [kind.kind]), number


@pytest.mark.parametrize("kind", KNOWLEDGE.parties.values(), ids=lambda kind: kind.kind)
def test_a_kind_of_party_says_how_it_bears_on_every_home(kind):
    assert list(kind.at) == list(KNOWLEDGE.homes)
    assert set(kind.channels) <= set(CHANNELS)
    assert kind.stop_mode in KNOWLEDGE.questions.find("party", "stop-mode").values
    assert kind.tie in ("", *KNOWLEDGE.questions.find("party", "tie").values)
    assert kind.can_do[0].islower()
    assert not kind.can_do.endswith(".")
    assert all(one in KNOWLEDGE.statements for one in kind.rests_on)


@pytest.mark.parametrize(
    ("kind", "home", "channel"),
    [
        ("union", "private-microschool", "absent"),
        ("union", "district-opt-in-school", "strong"),
        ("district-office", "district-virtual-school", "with-pull"),
        ("state-agency", "district-virtual-school", "unless-sheltered"),
        ("state-agency", "charter-school", "strong"),
        ("families", "existing-school", "strong"),
        ("families", "private-microschool", "by-choice"),
        ("employer", "district-cte-school", "strong"),
        ("employer", "district-opt-in-school", "carries"),
        ("donor", "private-microschool", "strong"),
        ("licensing", "early-childhood", "strong"),
        ("voters", "youth-development", "absent"),
    ],
)
def test_moving_the_work_changes_who_bears_on_it(kind, home, channel):
    assert KNOWLEDGE.parties[kind].at[home] == channel


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("Families of advanced students", True),
        ("Math teachers", True),
        ("The staff", True),
        ("Parents and guardians", True),
        ("Employers in town", True),
        ("Parent council", False),
        ("Board of trustees", False),
        ("Teachers' union", False),
        ("The governor's office", False),
        ("Congress", False),
        ("The college campus", False),
        ("Alumni (class of 2010)", True),
        ("Superintendent and board", True),
        ("Superintendent Roy Nichols", False),
        ("Board member Bob Byers", False),
        ("The member schools", True),
        ("", False),
    ],
)
def test_a_name_tells_whether_it_takes_are(name, plural):
    assert looks_plural(name) is plural


def test_an_office_of_two_words_is_that_of_a_person():
    assert names_person("the under secretary")
    assert names_person("the general counsel of the department")
    assert not names_person("the under secretary's office")


# What is assumed of parties, money and openness.


def test_what_is_assumed_is_an_answer_that_could_be_given():
    find, assumed = KNOWLEDGE.questions.find, KNOWLEDGE.assumptions
    bearings = {bearing for kind in KNOWLEDGE.parties.values() for bearing in kind.at.values()}
    assert set(assumed.power) <= {*bearings, "otherwise"}
    assert set(assumed.power.values()) <= set(find("party", "power").values)
    assert assumed.lasting <= set(find("money", "kind").values)
    assert assumed.for_others <= {*find("client", "role").values, "unknown"}


def test_that_a_party_could_end_the_work_alone_is_never_assumed():
    assert "at-once" not in KNOWLEDGE.assumptions.power.values()


def test_a_reason_names_the_case_and_leaves_no_place_open():
    assumed = KNOWLEDGE.assumptions
    for name in assumed.says:
        reason = assumed.because(name, parties="boards", role="principal", place="at school")
        assert "{" not in reason, name
        assert reason[0].islower()
        assert not reason.endswith(".")


@pytest.mark.parametrize(
    ("fault", "instead", "says"),
    [
        ("power: {strong", "powers: {strong", "Did you mean “power”"),
        (", otherwise: slowly", "", "otherwise"),
        ("  stop-mode:", "  stops:", "stop-mode"),
        ('"{parties} usually act so"', "3", "stop-mode"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_place(tmp_path, fault, instead, says):
    path = tmp_path / "assumptions.yaml"
    text = (KNOWLEDGE.folder / path.name).read_text("utf-8")
    assert fault in text
    path.write_text(text.replace(fault, instead), "utf-8")
    with pytest.raises(KnowledgeError, match=says) as caught:
        read_assumptions(str(path))
    assert "assumptions.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Teachers of English learners", "staff"), ("Parents of athletes", "families"),
     ("Teachers' union", "union"), ("Board of Education", "school-board"),
     ("State board of education", "state-agency"), ("The district office", "district-office"),
     ("State university", "postsecondary"), ("Taxpayers", "voters"), ("Aunt May", "other"),
     ("Special-education staff", "staff"), ("Oak foundation", "donor")],
)  # fmt: skip
def test_a_name_tells_the_kind_by_its_noun(name, kind):
    assert kind_named(name, KNOWLEDGE.parties) == kind


def test_each_kind_is_told_by_its_own_words():
    for kind in KNOWLEDGE.parties.values():
        for one in (kind.one, kind.many, *kind.named):
            assert kind_named(one, KNOWLEDGE.parties) == kind.kind, one
