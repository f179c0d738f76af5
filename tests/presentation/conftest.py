"""Every example, assessed once for all tests of what a reader gets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.assessed import NAMES, VARIANTS, assessed

from advisor.explanation.assess import Assessment, assess
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

_LOOK_AHEAD_ONCE = cache(look_ahead)


@pytest.fixture(autouse=True)
def each_outlook_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks the solver once for each assessment, however often it is rendered."""
    for module in ("memo", "text", "contracts.result", "documents.writing"):
        monkeypatch.setattr(f"advisor.presentation.{module}.look_ahead", _LOOK_AHEAD_ONCE)


@pytest.fixture(params=[*NAMES, *VARIANTS])
def example(request: pytest.FixtureRequest) -> str:
    """The name of an example; a test that uses it runs for every one."""
    return str(request.param)


@pytest.fixture
def assessment(example: str) -> Assessment:
    """The assessment of an example."""
    return assessed(example)


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[str], Assessment]:
    """Writes a case file and assesses it."""

    def of(text: str) -> Assessment:
        file = tmp_path / "case.yaml"
        file.write_text(text, "utf-8")
        return assess(load_case(str(file), shipped_knowledge()), engine="reference")

    return of
