"""The cases whose output is frozen: every example, and every minimal pair as a case file."""

from __future__ import annotations

from pathlib import Path

import yaml
from support.changed import EXAMPLES

from advisor.knowledge.source import read
from advisor.model.changed_case import vary

PAIRS = read(str(EXAMPLES.parent / "tests" / "cases" / "minimal-pairs.yaml"))
CASES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml")) + [
    f"pair-{name}" for name in PAIRS
]


def case_file(name: str, folder: Path) -> Path:
    """The file of a case; that of a minimal pair is written into a folder."""
    if not name.startswith("pair-"):
        return EXAMPLES / name / "case.yaml"
    pair = PAIRS[name.removeprefix("pair-")]
    base = str(EXAMPLES / pair["base"] / "case.yaml")
    file = folder / f"{name}.yaml"
    content = _plain(vary(read(base), pair["changes"], base))
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return file


def _plain(value: object) -> object:
    """The same without the lines that values of a file carry."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, int) else str(value) if isinstance(value, str) else value
