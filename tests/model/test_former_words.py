"""Files with words of an earlier version are read, with one line that says so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.changed import EXAMPLES
from support.scripted import Scripted, hold

from advisor import load_case, new_case_text
from advisor.commands.group import advisor
from advisor.errors import FormerWordsWarning, InputError
from advisor.interview.session import InterviewSession, _check
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.base_facts import base_facts
from advisor.model.case import answers_hash
from advisor.model.case_reader import read_case
from advisor.model.former_words import renamed

KNOWLEDGE = shipped_knowledge()
FORMER = {new: old for old, new in renamed(KNOWLEDGE).items()}
VILLAGE = EXAMPLES / "02-village-high-school"


def in_former_words(text: str) -> str:
    return re.sub(r"[a-z]+(?:-[a-z]+)*", lambda word: FORMER.get(word[0], word[0]), text)


def run(*words: str):
    return CliRunner().invoke(advisor, [*words], prog_name="advisor")


@pytest.fixture
def case(tmp_path):
    """A case in former words, with an answer to each question that had one."""
    path = tmp_path / "case.yaml"
    text = (VILLAGE / "case.yaml").read_text("utf-8").replace("partners: none", "")
    text += "partners: [youth-organization]\n" if "\npartners:" not in text else ""
    text = text.replace("parties:\n", "parties:\n- name: Helpers\n  kind: community-organization\n")
    path.write_text(in_former_words(text), "utf-8")
    path.with_name("present.yaml").write_text(text, "utf-8")
    return path


def test_every_former_word_has_a_present_one_that_means_something():
    everything = " ".join(path.read_text("utf-8") for path in Path("rules").rglob("*.yaml"))
    for present in (one for one in FORMER if not one.startswith("route-")):
        assert len(re.findall(rf"(?<![a-z-]){present}(?![a-z-])", everything)) > 1, present


def test_a_case_in_former_words_is_the_same_case(case):
    with pytest.warns(FormerWordsWarning) as told:
        former = load_case(case)
    (line,) = {str(one.message) for one in told}
    assert line.startswith(f"{case}: Former words are read in their present spelling: ")
    for word in ("community-organisation", "enrolment", "youth-organisation"):
        assert f"“{word}” as “{renamed(KNOWLEDGE)[word]}”" in line
    present = load_case(case.with_name("present.yaml"))
    assert former.plain() == present.plain()
    assert answers_hash(former) == answers_hash(present)
    assert base_facts(former, KNOWLEDGE) == base_facts(present, KNOWLEDGE)


@pytest.mark.parametrize(
    "words",
    [
        ("memo",), ("assess",), ("why",), ("whatif", "--set", "homes.every-home.enrolment=choice"),
        ("compare",),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_command_says_so_in_one_line_and_rewrites_nothing(case, words):
    text = case.read_text("utf-8")
    present = str(case.with_name("present.yaml"))
    more = (present,) if words[0] == "compare" else ()
    result = run(words[0], str(case), *more, *words[1:])
    assert result.exit_code == 0, result.stderr
    lines = [line for line in result.stderr.splitlines() if "Former words" in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"advisor: {case}: ")
    assert case.read_text("utf-8") == text


def test_present_words_are_told_nothing_of(case):
    assert "Former" not in run("assess", str(case.with_name("present.yaml"))).stderr


def test_a_key_that_stands_in_both_spellings_is_refused():
    text = new_case_text().replace("    open:\n", "    open: yes\n", 1)
    text = text.replace("    enrollment:\n", "    enrollment: choice\n    enrolment: lottery\n", 1)
    with pytest.raises(InputError, match="“enrolment” stands here for the second time"):
        read_case(parse(text.encode(), "x"), "x", KNOWLEDGE, begun=True)


def test_a_name_of_the_client_is_no_former_word(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "advisor-case: 1\nclient: {name: enrolment}\nchange: {short: specialised, kind: upgrade}\n"
        "place: nowhere\nparties: [{name: community-organisation, kind: vendor}]\n", "utf-8",
    )  # fmt: skip
    assert "Former" not in run("memo", str(case)).stderr
    assert load_case(case).parties[0].id == "community-organisation"


def leave_open(shown: str) -> str:
    return "" if "Check your answers" in shown else "2" if "1. Go on" in shown else "skip"


def test_an_interview_that_saves_writes_present_words_and_keeps_the_rest(case):
    before = case.read_text("utf-8")
    with pytest.warns(FormerWordsWarning) as told:
        hold(Scripted(leave_open), case)
    assert len(told) == 1
    after = case.read_text("utf-8")
    assert not [old for old in FORMER.values() if re.search(rf"{old}\b(?!.*#)", after)]
    comments = re.findall(r"#.*", before)
    assert comments == [one for one in re.findall(r"#.*", after) if one in comments]


def test_a_session_in_former_words_goes_on(tmp_path):
    case = tmp_path / "case.yaml"
    with InterviewSession(case) as session:
        content = {
            "draft": {
                "advisor-case": 1, "client": {"name": "Hill"}, "place": "charter-school",
                "partners": ["youth-organisation"],
                "homes": {"charter-school": {"enrolment": "lottery"}},
                "parties": [{"name": "Club", "kind": "community-organisation"}],
            },
            "asked": ["homes.enrolment"], "case": "", "stage": "path", "screen": False,
            "again": {"homes.enrolment": {"charter-school": "lottery"}},
        }  # fmt: skip
        whole = {"advisor-session": 1, "check": _check(content), "content": content}
        session.path.write_text(json.dumps(whole), "utf-8")
    with pytest.warns(FormerWordsWarning, match="case.yaml.session: Former words"):
        hold(Scripted(lambda shown: "1" if "needed" in shown else leave_open(shown)), case)
    found = load_case(case)
    assert found.in_home("charter-school", "enrollment") == "lottery"
    assert found.top.several("partners") == ("youth-organization",)
    assert found.parties[0].kind == "community-organization"


def test_a_lesson_in_former_words_still_comes_about(tmp_path):
    lesson = (VILLAGE / "lesson.yaml").read_text("utf-8")
    path = tmp_path / "lesson.yaml"
    (tmp_path / "case.yaml").write_text((VILLAGE / "case.yaml").read_text("utf-8"), "utf-8")
    step = "route-new-home-for-a-specialized-unit"
    lesson = in_former_words(lesson).replace("rule: power-through-rules", f"rule: {FORMER[step]}")
    path.write_text(lesson, "utf-8")
    result = run("trace", "--replay", str(path))
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("Former words") == 1
    assert "recording it anew puts the present spelling into it" in result.stderr


def test_the_hash_of_a_case_is_that_of_its_present_words(case):
    with pytest.warns(FormerWordsWarning):
        assert answers_hash(load_case(case)) == answers_hash(
            load_case(case.with_name("present.yaml"))
        )
