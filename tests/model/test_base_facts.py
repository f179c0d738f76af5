"""What holds for the facts of every case: allowed, traceable, and the same whatever the layout."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.knowledge.base import Knowledge
from advisor.knowledge.source import parse, read
from advisor.model.base_facts import base_facts
from advisor.model.case import answers_hash
from advisor.model.case_reader import load_case, read_case
from advisor.model.fact import fact

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = Knowledge(ROOT / "rules")
CASES = sorted([*ROOT.glob("examples/*/case.yaml"), *ROOT.glob("tests/model/good/*.yaml")])


def name_of(path: Path) -> str:
    return path.parent.name if path.name == "case.yaml" else path.stem


def shuffled(value, seed):
    """The same answers with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.Random(seed).shuffle(keys)
        return {key: shuffled(value[key], seed) for key in keys}
    if isinstance(value, list):
        return [shuffled(entry, seed) for entry in value]
    return value


@pytest.fixture(params=CASES, ids=name_of)
def path(request):
    return request.param


def test_every_fact_is_one_the_rules_know(path):
    words = KNOWLEDGE.rulebook.vocabulary
    for one in base_facts(load_case(str(path), KNOWLEDGE), KNOWLEDGE).facts:
        assert fact(words, one.kind, one.as_dict()) == one
        assert words.kinds[one.kind].given


def test_every_fact_can_say_where_it_comes_from(path):
    case = load_case(str(path), KNOWLEDGE)
    base = base_facts(case, KNOWLEDGE)
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    assert set(base.facts) == set(base.origins)
    for one, origin in base.origins.items():
        assert origin.question
        assert origin.line is None or 1 <= origin.line <= lines
        if one.kind in ("answer", "home-answer"):
            assert origin.basis == one.get("basis")
            assert (origin.assumed_from is not None) == (origin.basis == "assumed")
            if origin.basis == "stated" and not case.contradictions:
                assert origin.line is not None


def test_every_assumption_is_behind_a_fact_and_says_why(path):
    base = base_facts(load_case(str(path), KNOWLEDGE), KNOWLEDGE)
    assert len(set(base.assumptions)) == len(base.assumptions)
    for one in base.assumptions:
        level = "party" if one.party else "home" if one.home else "change"
        assert level != "change" or KNOWLEDGE.questions.find(level, one.question).implied
        assert one.reason[0].islower()
        assert not one.reason.endswith(".")
        assert all(statement in KNOWLEDGE.statements for statement in one.statements)


def test_each_home_has_one_answer_to_each_question(path):
    base = base_facts(load_case(str(path), KNOWLEDGE), KNOWLEDGE)
    asked = [(one.get("home"), one.get("to")) for one in base.facts if one.kind == "home-answer"]
    questions = KNOWLEDGE.questions.levels["home"].questions.values()
    choices = [one.id for one in questions if one.type == "choice"]
    assert sorted(asked) == sorted((home, one) for home in KNOWLEDGE.homes for one in choices)


def test_layout_makes_no_difference(path):
    value = read(str(path))
    case = read_case(value, "case.yaml", KNOWLEDGE)
    other = parse(json.dumps(shuffled(value, 1), indent=1).encode(), "case.json")
    again = read_case(other, "case.json", KNOWLEDGE)
    assert again.plain() == case.plain()
    assert answers_hash(again) == answers_hash(case)
    assert base_facts(again, KNOWLEDGE).facts == base_facts(case, KNOWLEDGE).facts


def test_any_answer_changes_the_hash_of_the_answers():
    text = (ROOT / "examples/short-form/case.yaml").read_text(encoding="utf-8")
    first = read_case(parse(text.encode(), "f"), "f", KNOWLEDGE)
    changed = text.replace("staff-choose: no ", "staff-choose: yes")
    assert changed != text
    second = read_case(parse(changed.encode(), "f"), "f", KNOWLEDGE)
    unsaid = text.replace("staff-choose: no ", "")
    unknown = text.replace("staff-choose: no ", "staff-choose: unknown ")
    cases = (read_case(parse(one.encode(), "f"), "f", KNOWLEDGE) for one in (unsaid, unknown))
    assert len({answers_hash(one) for one in (first, second, *cases)}) == 4


def test_the_order_of_hashes_makes_no_difference():
    program = (
        "import sys; from pathlib import Path\n"
        "from advisor.knowledge.base import Knowledge\n"
        "from advisor.model.base_facts import base_facts\n"
        "from advisor.model.case_reader import load_case\n"
        "knowledge = Knowledge(Path('rules'))\n"
        "base = base_facts(load_case(sys.argv[1], knowledge), knowledge)\n"
        "print(*base.facts, *base.assumptions, sep='\\n')\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(CASES[0])],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_when_money_ends_is_told_from_the_day_of_the_case():
    def ends(day):
        text = (
            f"advisor-case: 1\n{day}client: {{name: A district}}\n"
            "change: {short: x, kind: upgrade}\nplace: existing-school\n"
            "parties: [{name: Board, kind: school-board}]\n"
            "money: [{source: Gift, kind: donor, ends: 2026-01-01}]\n"
        )
        case = read_case(parse(text.encode(), "f"), "f", KNOWLEDGE)
        return next(one.get("ends") for one in base_facts(case, KNOWLEDGE).facts
                    if one.kind == "money")  # fmt: skip

    assert ends("") == "undated"
    assert ends("as-of: 2025-01-01\n") == "within-two-years"
    assert ends("as-of: 2020-01-01\n") == "later"


@pytest.mark.parametrize(
    ("said", "found"),
    [("", {"supplies": "yes", "sets-rules": "yes", "votes": "unknown"}),
     ("supplies: unknown, sets-rules: unknown, votes: unknown",
      {"supplies": "unknown", "sets-rules": "unknown", "votes": "unknown"}),
     ("sets-rules: unknown", {"supplies": "yes", "sets-rules": "unknown", "votes": "unknown"}),
     ("votes: no", {"supplies": "yes", "sets-rules": "yes", "votes": "no"}),
     ("supplies: no", {"supplies": "no", "sets-rules": "unknown", "votes": "unknown"})],
)  # fmt: skip
def test_a_hold_said_to_be_unknown_is_not_taken_from_the_kind(said, found):
    text = f"""
advisor-case: 1
client: {{name: A client}}
change: {{short: a change, kind: upgrade}}
place: existing-school
parties: [{{name: The district office, kind: district-office, {said}}}]
"""
    base = base_facts(read_case(parse(text.encode(), "x"), "x", KNOWLEDGE), KNOWLEDGE)
    (party,) = (one for one in base.facts if one.kind == "party")
    assert {channel: party.word(channel) for channel in found} == found


@pytest.mark.parametrize(
    ("party", "warned"),
    [("{name: School board}", "Add “kind: school-board” if that is what it is."),
     ("{name: Aunt May}", "Add its kind, or “kind: other” if it is of none."),
     ("{name: School board, kind: other}", ""), ("{name: School board, kind: unknown}", "")],
)  # fmt: skip
def test_a_party_without_a_kind_is_warned_of_since_nothing_usual_counts_for_it(party, warned):
    text = f"""
advisor-case: 1
client: {{name: A client}}
change: {{short: a change, kind: upgrade}}
place: existing-school
parties: [{party}]
"""
    case = read_case(parse(text.encode(), "x"), "x", KNOWLEDGE)
    assert [one.remedy for one in case.warnings] == ([warned] if warned else [])
