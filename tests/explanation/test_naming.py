"""A client's names stand in a sentence as a careful writer would put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.explanation.naming import Naming
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "04-embark" / "case.yaml"
NAMING = Naming(shipped_knowledge(), load_case(str(EXAMPLE), shipped_knowledge()))


@pytest.mark.parametrize(
    ("name", "plural", "said"),
    [
        ("Board", False, "the board"),
        ("Math teachers", True, "math teachers"),
        ("Coffee shop and bike shop", True, "the coffee shop and bike shop"),
        ("Villages and families", True, "villages and families"),
        ("State Board of Education", False, "the State Board of Education"),
        ("The union", False, "the union"),
        ("PTA", False, "the PTA"),
        ("Ashford State College", False, "Ashford State College"),
        ("Colorado families", True, "Colorado families"),
        ("NASA staff", True, "NASA staff"),
        ("Boston families", True, "Boston families"),
        ("Boards of the partner districts", True, "the boards of the partner districts"),
        ("Clayton Foundation", False, "the Clayton Foundation"),
        ("Embark Education", False, "Embark Education"),
        ("Our sponsor", False, "our sponsor"),
        ("A foundation", False, "a foundation"),
        ("A Better Chance", False, "A Better Chance"),
    ],
)
def test_a_name_inside_a_sentence(name: str, plural: bool, said: str) -> None:
    assert NAMING.in_sentence(name, plural) == said
