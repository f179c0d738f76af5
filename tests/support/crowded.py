"""Cases with many parties: those of one example, again and again."""

from __future__ import annotations

import copy
from pathlib import Path

from advisor.knowledge.base import Knowledge
from advisor.knowledge.source import read
from advisor.model.case import Case
from advisor.model.case_reader import read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "24-city-view" / "case.yaml"


def crowded_case(parties: int, knowledge: Knowledge) -> Case:
    """The case of an example with its parties repeated under other names.

    Args:
        parties: How many there shall be.
        knowledge: The knowledge base.

    Returns:
        The case.
    """
    value = read(str(EXAMPLE))
    listed = value["parties"]
    originals = list(listed)
    for number in range(len(originals), parties):
        party = copy.deepcopy(originals[number % len(originals)])
        party["name"] = f"{party['name']} {number}"
        party["id"] = f"party-{number}"
        party.lines.setdefault("id", party.line)
        listed.append(party)
        listed.lines.append(listed.line)
    return read_case(value, str(EXAMPLE), knowledge)
