"""Small cases on either side of a border between two paths: those of borders.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case_reader import read_case
from advisor.model.changed_case import vary

HERE = Path(__file__).parent
BORDERS: dict[str, Any] = read(str(HERE / "borders.yaml"))


@pytest.mark.parametrize("name", list(BORDERS))
def test_a_case_beside_a_border_gets_the_path_of_its_side(name: str) -> None:
    border = BORDERS[name]
    file = str(HERE / "borders" / f"{border['base']}.yaml")
    case = read_case(vary(read(file), border.get("changes", {}), file), file, shipped_knowledge())
    assessment = assess(case, engine="reference")
    assert assessment.path in border["expect"], border["why"]
    assert assessment.path not in border.get("never", ()), border["why"]
    others = set(assessment.knowledge.paths) - {assessment.path}
    assert set(assessment.not_chosen) == others, "each path that is not advised has a reason"
    if "keystone" in border:
        assert assessment.keystone.id == border["keystone"], border["why"]
