"""Makes the case of a minimal pair: a case of examples/ with a few answers changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor.knowledge.base import Knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import read_case
from advisor.model.changed_case import vary

EXAMPLES = Path(__file__).parents[2] / "examples"


def changed_case(base: str, changes: dict[str, Any], knowledge: Knowledge) -> Case:
    """The case of an example with answers changed.

    Args:
        base: A folder of examples/.
        changes: Dotted paths in the case file, as minimal-pairs.yaml explains them, with the
            new values.
        knowledge: The knowledge base.

    Returns:
        The case, read as if the file had said so.
    """
    file = str(EXAMPLES / base / "case.yaml")
    return read_case(vary(read(file), changes, file), file, knowledge)
