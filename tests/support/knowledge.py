"""Small knowledge bases for the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent.parent / "knowledge"
GOOD = HERE / "good"
BAD = HERE / "bad"


def base_with(folder: Path, *rule_files: Path) -> Path:
    """A knowledge base with the words of the good one, and other rules.

    Args:
        folder: Where to put it.
        *rule_files: The files of rules; their names are kept.

    Returns:
        The folder of the knowledge base.
    """
    reasoning = folder / "reasoning"
    reasoning.mkdir()
    for name in ("vocabulary.yaml", "thresholds.yaml"):
        shutil.copy(GOOD / name, folder / name)
    for file in rule_files:
        shutil.copy(file, reasoning / file.name)
    return folder


def base_of(folder: Path, rules: str) -> Path:
    """A knowledge base with the words of the good one, and rules given as text."""
    base_with(folder)
    (folder / "reasoning" / "rules.yaml").write_text(rules, encoding="utf-8")
    return folder
