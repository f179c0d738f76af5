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
        ("Somali families", True, "Somali families"),
        ("English teachers", True, "English teachers"),
        ("Springfield parents", True, "Springfield parents"),
        ("Catholic diocese", False, "the Catholic diocese"),
        ("\u0130stanbul parents", True, "\u0130stanbul parents"),
        ("NASA staff", True, "NASA staff"),
        ("Boston families", True, "Boston families"),
        ("Boards of the partner districts", True, "the boards of the partner districts"),
        ("Clayton Foundation", False, "the Clayton Foundation"),
        ("Embark Education", False, "Embark Education"),
        ("Our sponsor", False, "our sponsor"),
        ("A foundation", False, "a foundation"),
        ("A Better Chance", False, "A Better Chance"),
        ("A grandparent from Boston", False, "a grandparent from Boston"),
        ("Parents in Harborview", True, "parents in Harborview"),
        ("Low-income families in Harborview", True, "low-income families in Harborview"),
        ("Harborview officials", True, "Harborview officials"),
        ("Parents for Public Schools", True, "Parents for Public Schools"),
        ("Harborview's parks department", False, "Harborview's parks department"),
        ("Mayor's office", False, "the mayor's office"),
        ("Harborview Public Schools", False, "Harborview Public Schools"),
        ("Board chair Ann Lee", False, "board chair Ann Lee"),
        ("Principal Ann Lee of Harbor Court", False, "Principal Ann Lee of Harbor Court"),
        ("Ann Lee, the board president", False, "Ann Lee, the board president"),
        ("City of Harborview", False, "the City of Harborview"),
        ("State aid", False, "state aid"),
        ("Two Rivers Academy", False, "Two Rivers Academy"),
        ("Two of the members", True, "two of the members"),
        ("Boeing and other employers", True, "Boeing and other employers"),
        ("Local 1021", False, "Local 1021"),
        ("Local 388, the aides' union", False, "Local 388, the aides' union"),
        ("Nepali-speaking families", True, "Nepali-speaking families"),
        ("KIPP", False, "KIPP"),
        ("iReady", False, "iReady"),
        ("Wexley State", False, "Wexley State"),
        ("Shelby County", False, "Shelby County"),
        ("State", False, "the state"),
        ("One at a Time", False, "One at a Time"),
        ("One of the Rivers' farms", False, "one of the Rivers' farms"),
    ],
)
def test_a_name_inside_a_sentence(name: str, plural: bool, said: str) -> None:
    assert NAMING.in_sentence(name, plural) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("School Board", "the School Board"),
        ("trustees", "the trustees"),
        ("Harborview Public Schools", "Harborview Public Schools"),
        ("Chief executive", "the chief executive"),
        ("Executive Director", "the Executive Director"),
        ("Superintendent Ann Lee", "Superintendent Ann Lee"),
        ("Ann Lee", "Ann Lee"),
        ("whoever decides", "whoever decides"),
    ],
)
def test_a_body_or_role_inside_a_sentence(name: str, said: str) -> None:
    assert NAMING.body(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Harbor Learning Technology Initiative", "the Harbor Learning Technology Initiative"),
        ("Small learning communities", "small learning communities"),
        ("Harbor Academy", "Harbor Academy"),
        ("The Lab", "the Lab"),
        ("Team", "Team"),
        ("One at a Time", "One at a Time"),
    ],
)
def test_a_program_inside_a_sentence(name: str, said: str) -> None:
    assert NAMING.program(name, one=not name.endswith("communities")) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ann Lee, the board president", "Ann Lee"),
        ("the federal government, as payer of relief money", "the federal government"),
        ("former governor Ann Lee, now a senator", "former governor Ann Lee"),
        ("the two members-elect, Ann Lee and Bo Ray", "the two members-elect"),
        ("clubs, churches and care providers", "clubs, churches and care providers"),
        ("the students, teachers and parents who ask for it",
         "the students, teachers and parents who ask for it"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_party_after_its_name_is_left_out(name: str, said: str) -> None:
    assert NAMING.short(name) == said
