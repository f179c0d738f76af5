"""The examples, each assessed once for all tests of what a reader gets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from advisor.explanation.assess import assess
from advisor.explanation.assessment import Assessment
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml"))


@cache
def assessed(name: str) -> Assessment:
    """The assessment of an example, by the reference engine: its memos name no other."""
    case = load_case(str(EXAMPLES / name / "case.yaml"), shipped_knowledge())
    return assess(case, engine="reference")
