"""The checks of this suite can fail: with a fault put in on purpose, each of them turns red.

One fault at a time, in the knowledge, in the engines and in what escapes a
client's words, is held against the very checks that other tests make. What each of them does at
length: `cases/test_mutation.py` with every condition of the rules, `verification/checks/bad/` with
every diagnostic, `verification/test_proof.py` with every property of the proof.
"""

from __future__ import annotations

import re
import shutil
from random import Random

import pytest
from cases.test_cases import EXPECTED, _holds
from engine.test_agreement import check as engines_agree
from presentation.test_hostile_text import assessed_with, shape, shown
from support.assessed import EXAMPLES

from advisor.engine import alpha, durable, durable_rulesets, program
from advisor.explanation.assess import assess
from advisor.knowledge.base import Knowledge
from advisor.knowledge.locate import rules_folder
from advisor.model.case_reader import load_case
from advisor.presentation import markdown
from advisor.presentation.memo import write_memo
from advisor.verification.check import check as check_rules

CASE = "01-mountain-view-math"


# ---- the knowledge ---------------------------------------------------------------------------


def rules_with(folder, file, old, new):
    """A copy of the shipped knowledge with one passage of one file replaced."""
    copy = folder / "rules"
    shutil.copytree(rules_folder(), copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stance: firmly-against", "stance: firmly-for"),
        ('{at-least: "@veto-power"}, stance', '{more-than: "@veto-power"}, stance'),
    ],
    ids=["a veto of those in favor", "nobody holds a veto"],
)
def test_a_fault_in_a_rule_turns_a_documented_case_red(old, new, tmp_path):
    knowledge = Knowledge(rules_with(tmp_path, "reasoning/20-alignment.yaml", old, new))
    case = load_case(str(EXAMPLES / CASE / "case.yaml"), knowledge)
    with pytest.raises(AssertionError):
        _holds(assess(case, engine="reference", knowledge=knowledge), EXPECTED[CASE])


def test_a_fault_in_a_citation_turns_the_check_of_the_rules_red(tmp_path):
    file = "reasoning/20-alignment.yaml"
    report = check_rules(rules_with(tmp_path, file, "rests-on: [L064]", "rests-on: [L964]"))
    assert report.failed


# ---- the engines -----------------------------------------------------------------------------


def always(*_):
    return True


def without_joins(self, rule, told=durable_rulesets.MarkedCondition.data):
    return told(self if self is rule[0] else self._replace(joins=()), rule)


ENGINE_FAULTS = {
    "a join is forgotten": (durable_rulesets.MarkedCondition, "data", without_joins),
    "what is negated is not told": (
        durable_rulesets.MarkedCondition, "negated", property(lambda self: False),
    ),
    "what is negated is handed over last": (
        durable.DurableSession, "_hand_over",
        lambda self, conditions, seen, hand=durable.DurableSession._hand_over: hand(
            self, [one for one in conditions if not one.negated], seen
        ),
    ),
    # The rest is the same for both engines, but not for clingo.
    "what a rule asks of a value is forgotten": (
        alpha, "_test",
        lambda place, test, other, asked=alpha._test: (
            always if other == place else asked(place, test, other)
        ),
    ),
    "two fields of one fact are not compared": (
        alpha, "_test",
        lambda place, test, other, asked=alpha._test: (
            asked(place, test, other) if other == place else always
        ),
    ),
    "a rule that another one serves does not wait for it": (
        program, "in_stages", lambda rules: [(rules, False)],
    ),
    "rules that rest on each other are tried once": (
        program.Program, "run",
        lambda self, reasoning, run=program.Program.run: run(once(self), reasoning),
    ),
}  # fmt: skip


def once(program):
    program.stages = tuple(stage._replace(circular=False) for stage in program.stages)
    return program


@pytest.mark.skipif(bool(durable.why_missing()), reason=durable.why_missing())
@pytest.mark.parametrize("fault", ENGINE_FAULTS)
def test_a_fault_in_the_engines_turns_the_agreement_of_the_engines_red(fault, monkeypatch):
    where, name, faulty = ENGINE_FAULTS[fault]
    monkeypatch.setattr(where, name, faulty)
    with pytest.raises(AssertionError):
        for seed in range(60):
            engines_agree(Random(seed))


# ---- the memo's escaping ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "part", "faulty"),
    [
        ("**bold**", "_escaped", lambda line: line),
        ("|cell|cell|", "_marks", re.compile(r"[\\`*_{}\[\]<>#~]")),
        ("<script>alert(1)</script>", "_marks", re.compile(r"[\\`*_{}\[\]#|~]")),
    ],
    ids=["nothing is escaped", "no bar is escaped", "no HTML is escaped"],
)
def test_a_fault_in_the_escaping_changes_the_shape_of_the_memo(mark, part, faulty, monkeypatch):
    plain, hostile = assessed_with("Zz", CASE), assessed_with(mark, CASE)
    before = write_memo(hostile)
    assert shape(before) == shape(write_memo(plain))
    monkeypatch.setattr(markdown, part, faulty)
    after = write_memo(hostile)  # of a row with too many cells, a reader shows too few
    assert (shape(after), shown(after)) != (shape(write_memo(plain)), shown(before))
    assert after != before


def test_a_fault_in_the_escaping_changes_what_the_client_wrote(monkeypatch):
    assessment = assessed_with("&lt;b&gt;", CASE)
    assert "&lt;b&gt; Families" in shown(write_memo(assessment))
    monkeypatch.setattr(markdown, "_entity", re.compile(r"(?!)"))
    assert "&lt;b&gt; Families" not in shown(write_memo(assessment))
