"""The proof over all answers: it turns red for faulty rules, and shows the smallest case.

Each run of the tests proves the shipped rules as a whole, as `advisor rules verify` does, looks
at a random slice of whole cases, and holds the proof against some knowledge bases with one
fault each; `--thorough` tries them all.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest

from advisor.engine.memory import Row
from advisor.explanation.assessment import Assessment
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.model.case_reader import load_case
from advisor.presentation.contracts.rules import verify_json
from advisor.verification.proof.announced import settle
from advisor.verification.proof.elimination import eliminate
from advisor.verification.proof.finding import Finding
from advisor.verification.proof.network import SIDES
from advisor.verification.proof.prove import IDS, Proof, prove, sample
from advisor.verification.proof.space import Space
from advisor.verification.proof.whole_case import Voter, WholeCase, carry_out, random_case

HOMES = ("existing-school", "after-school-program")


def _faulty(folder: Path, file: str, old: str, new: str) -> Knowledge:
    """The shipped knowledge with one passage of one file of rules replaced."""
    copy = folder / "rules"
    shutil.copytree(rules_folder(), copy)
    rules = copy / "reasoning" / file
    text = rules.read_text("utf-8")
    assert old in text
    rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Knowledge(copy)


def _broken(proof: Proof) -> list[str]:
    return [each.says for one in proof.findings for each in one.violations]


def test_a_random_slice_of_whole_cases_of_the_shipped_rules_holds() -> None:
    proof = sample(shipped_knowledge(), 20, seed=20261122)
    assert [(one.about, _broken(proof)) for one in proof.findings if not one.holds] == []


def test_the_same_seed_looks_at_the_same_cases() -> None:
    assert sample(shipped_knowledge(), 3, seed=5) == sample(shipped_knowledge(), 3, seed=5)


@pytest.mark.slow
def test_the_whole_proof_holds() -> None:
    proof = prove(shipped_knowledge())
    assert [one.about for one in proof.findings] == list(IDS)
    assert [(one.about, _broken(proof)) for one in proof.findings if not one.holds] == []


def test_a_network_leads_to_what_the_network_that_stands_for_it_leads_to() -> None:
    """Whatever its size: the one in the tables stands to the rules in the same way."""
    space, home, dice = Space(shipped_knowledge()), "district-opt-in-school", random.Random(7)
    assert space.seats.networks(home).gaps == ()
    for _ in range(150):
        seats = [_random_seat(dice) for _ in range(dice.choice((4, 5, 8, 13, 21)))]
        stand_in = space.seats.stand_in(home, seats)
        came, comes = (carry_out(space, _planned(home, one)) for one in (seats, stand_in))
        assert came.paths == comes.paths
        assert came.values("fit", "is") == comes.values("fit", "is")
        assert bool(came.values("veto", "home")) == bool(comes.values("veto", "home"))


def _random_seat(dice: random.Random) -> Row:
    stance = dice.choice(("for", "for", "neutral", "unknown", "against", "firmly-against"))
    return (
        "party",
        dice.choice((1, 1, 2, 2, 3)),
        stance,
        SIDES[stance],
        dice.choice(("said", "signs")),
    )


def _planned(home: str, seats: Iterable[Row]) -> WholeCase:
    voters = [
        Voter(str(stance), str(basis), ((home, int(power)),))
        for _, power, stance, _, basis in seats
    ]
    return WholeCase(home, (), tuple(voters))


def test_sets_of_homes_that_count_as_one_lead_to_what_each_of_them_leads_to() -> None:
    place, *_ = homes = ("existing-school", "district-opt-in-school", "after-school-program")
    space = Space(shipped_knowledge(), homes)
    plan, faces = space.choice_plan(place, [one for one in homes if one != place])
    tables = [space.home_table(one, one == place, face) for one, face in faces.items()]
    change = [space.given(one) for one in sorted(plan.given) if not one.home]
    every_set = eliminate(plan, space.reasoner, [*tables, *change])
    assert set(space.choice(place).rows) == set(every_set.rows)


def test_a_question_that_the_assessment_keeps_to_itself_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space, dice = Space(shipped_knowledge()), random.Random(2)
    case = [random_case(space, dice) for _ in range(8)][-1]
    assert settle(space, case).unannounced == ()
    monkeypatch.setattr(Assessment, "still_open", ())
    says = "homes.after-school-program.enrollment is settled as choice, and after-school-program"
    assert settle(space, case).unannounced[0].startswith(says)


def test_the_json_is_as_its_schema_says() -> None:
    schema = json.loads((rules_folder() / "rules-verify.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(verify_json(sample(shipped_knowledge(), 2))), schema)


FAULT = (
    "rules:\n- id: fault\n  title: A fault\n  when:\n"
    "  - home-answer: {{home: $home, to: {0}, is: {1}}}\n"
    "  then:\n  - blocked: {{home: $home, by: {2}}}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
LEAK = (
    "rules:\n- id: fault\n  title: A fault\n  when:\n"
    "  - home: {home: $home}\n"
    "  - home-answer: {home: after-school-program, to: seat-kept, is: no}\n"
    "  then:\n  - blocked: {home: $home, by: drafted}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
COUNT = (
    "totals:\n- id: fault\n  title: A fault\n  for-each: {decision: {}}\n"
    "  of: {candidate: {home: $home}}\n  take: count\n  then: {best: {points: $total}}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
CROWD = (
    "rules:\n- id: fault\n  title: A fault\n  when:\n"
    "  - candidate: {home: $one, group: district}\n  - candidate: {home: $two, group: charter}\n"
    "  - candidate: {home: $three, group: outside}\n  - candidate: {home: $four, group: sector}\n"
    "  - home: {home: $five, group: out-of-hours, place: yes}\n"
    "  then:\n  - path: {path: hold}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
TWELVE = (
    "rules:\n- id: fault\n  title: A fault\n  when:\n  - home: {home: $home, place: yes}\n"
    "  - share: {home: $home, of: for, percent: {at-least: 60}}\n"
    "  - share: {home: $home, of: unknown, percent: {at-least: 31}}\n"
    "  - tally: {home: $home, of: strong-opponents, number: 1}\n"
    "  - tally: {home: $home, of: heavy, number: 0}\n"
    "  then:\n  - path: {path: hold}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
VETOES = (
    "totals:\n- id: fault\n  title: A fault\n  for-each: {home: {home: $home}}\n"
    "  of: {veto: {home: $home}}\n  take: count\n"
    "  then: {tally: {home: $home, of: heavy, number: $total}}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
IDLE = (
    "rules:\n- id: fault\n  title: A fault\n  when:\n"
    "  - answer: {to: kind, is: upgrade}\n  - answer: {to: kind, is: new-model}\n"
    "  then:\n  - ask-first: {what: kind}\n"
    '  because: "A fault."\n  rests-on: []\n  certainty: ours\n'
)
CANDIDATE = "  - home: {home: {is: $home, not: existing-school}, group: $group, open"

FAULTS = {
    "a condition dropped": (
        "one-path", "40-homes.yaml",
        "  - not: {blocked: {home: $home}}\n  - not: {open-question: {home: $home}}\n",
        "  - not: {open-question: {home: $home}}\n",
        "2 verdicts on",
    ),
    "an order flipped": (
        "one-path", "50-path.yaml",
        "home: after-school-program, criterion: order, value: 2",
        "home: after-school-program, criterion: order, value: 3",
        "can both rank with",
    ),
    "a closed home counted": (
        "open-home", "50-path.yaml", ", group: $group, open: [yes, assumed]}", ", group: $group}",
        "is not open",
    ),
    "a veto overlooked": (
        "no-veto", "20-alignment.yaml",
        'power: {at-least: "@veto-power"}, stance: firmly-against',
        'power: {more-than: "@veto-power"}, stance: firmly-against',
        "the rules see it otherwise",
    ),
    "asked though all is answered": (
        "ask-where-it-matters", "50-path.yaml",
        "  - answer: {to: kind, is: [upgrade, infrastructure]}\n  - alignment: {is: unknown}",
        "  - answer: {to: kind, is: [upgrade, infrastructure]}\n  - alignment: {is: mixed}",
        "everything is answered",
    ),
    "a path nothing leads to": (
        "every-path", "50-path.yaml",
        CANDIDATE, CANDIDATE.replace("existing-school", "[existing-school, after-school-program]"),
        "no case leads to the path after-school-program",
    ),
    "a home judged by another home": (
        "factoring", "40-homes.yaml", "rules:\n",
        LEAK, "rests on more than that",
    ),
    "homes counted": (
        "factoring", "50-path.yaml", "totals:\n",
        COUNT, "takes a total over homes",
    ),
    "vetoes counted": (
        "factoring", "50-path.yaml", "totals:\n",
        VETOES, "which is counted or followed",
    ),
    "two paths in a network of twelve": (
        "one-path", "50-path.yaml", "rules:\n",
        TWELVE, "2 paths: ",
    ),
    "two paths where four other homes pass": (
        "one-path", "50-path.yaml", "rules:\n",
        CROWD, "2 paths: ",
    ),
    "a granted waiver that closes a home": (
        "grants-never-harm", "40-homes.yaml", "rules:\n",
        FAULT.format("shelter-status", "granted", "policy"),
        "fails once",
    ),
    "a running decision that nobody answered held against the program": (
        "grants-never-harm", "30-four-questions.yaml",
        '  - decided-elsewhere: {home: $home, number: {at-least: "@items-against-autonomy"}}\n', "",
        "fails once",
    ),
    "a clash that nobody names": (
        "unknowns-are-announced", "../questions.yaml",
        "  when: {home.policy-freedom: no, home.rules-that-bind: none}\n",
        "  when: {home.policy-freedom: no, home.wanted: no}\n",
        "is settled",
    ),
    "a rule that can never fire": (
        "no-idle-rule", "50-path.yaml",
        "rules:\n", IDLE, "fault (line",
    ),
    "an unknown that closes a home unannounced": (
        "unknowns-are-announced", "40-homes.yaml", "rules:\n",
        FAULT.format("seat-kept", "no", "drafted"),
        "is settled",
    ),
}  # fmt: skip


WHERE = {
    "two paths where four other homes pass": (
        "after-school-program", "district-opt-in-school", "charter-school",
        "private-microschool", "youth-development",
    ),
    "an order flipped": ("after-school-program", "summer-program"),
    "a running decision that nobody answered held against the program": (
        "existing-school", "district-opt-in-school"
    ),
}  # fmt: skip
"""The homes of the world in which a fault shows; `HOMES` for the others."""

QUICK = ("an order flipped", "a closed home counted", "a veto overlooked", "homes counted")
"""The faults that are tried at each run; the others take a minute more."""


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_breaks_its_property_and_shows_the_smallest_case(
    fault: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if fault not in QUICK and not request.config.getoption("--thorough"):
        pytest.skip("run with --thorough")
    name, file, old, new, says = FAULTS[fault]
    homes = WHERE.get(fault, HOMES)
    heard: list[Finding] = []
    knowledge = _faulty(tmp_path, file, old, new)
    proof = prove(knowledge, [name], homes, ended=heard.append)
    (finding,) = proof.findings
    assert heard == [finding]
    assert not finding.holds
    assert any(says in each.says for each in finding.violations), _broken(proof)
    for each in finding.violations:
        if each.case_file:
            case = tmp_path / "case.yaml"
            case.write_text(each.case_file, encoding="utf-8")
            load_case(str(case), shipped_knowledge())  # it is a case file that can be read
