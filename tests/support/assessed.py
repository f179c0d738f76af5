"""The examples, each assessed once for all tests of what a reader gets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from support.changed import changed_case

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import Outlook, look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case
from advisor.model.changed_case import Supposed
from advisor.model.changed_case import changed_case as with_answers
from advisor.presentation.contracts.memo import MemoJson, memo_contract

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PAIRS = read(str(EXAMPLES.parent / "tests" / "cases" / "minimal-pairs.yaml"))
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml"))


VARIANTS: dict[str, tuple[str, dict[str, object]]] = {
    "asking first": ("20-mississippi-reading", {"change.kind": "unknown"}),
    "no place yet": ("13-northern-cass", {"place": "nowhere"}),
    "two tracks": (PAIRS["m7"]["base"], PAIRS["m7"]["changes"]),
}
"""Examples with answers changed, for the kinds of advice that no example gets."""


@cache
def assessed(name: str) -> Assessment:
    """The assessment of an example, by the reference engine: its memos name no other."""
    if name in VARIANTS:
        case = changed_case(*VARIANTS[name], shipped_knowledge())
    else:
        case = load_case(str(EXAMPLES / name / "case.yaml"), shipped_knowledge())
    return assess(case, engine="reference")


@cache
def looked_ahead(name: str) -> Outlook:
    """What is not known in an example, and what would change its advice."""
    return look_ahead(assessed(name))


def path_with(assessment: Assessment, changes: Iterable[Supposed]) -> str | None:
    """The path that the engine finds for the case read anew; nothing where it cannot be so."""
    knowledge = assessment.knowledge
    try:
        case = with_answers(assessment.case, changes, knowledge)
    except InputError:
        return None
    (path,) = conclusions(knowledge.rulebook, base_facts(case, knowledge).facts, ["path"])
    return path.word("path")


@cache
def document(name: str) -> MemoJson:
    """The memo of an example as data, without a date."""
    return memo_contract(assessed(name), looked_ahead(name), None)
