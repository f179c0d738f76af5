"""Messages show what was given safely, and propose only what was probably meant."""

from __future__ import annotations

import pytest

from advisor.errors import InputError, Problem, echo, nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("front-runer", ["front-runner", "route"], "front-runner"),
        ("Charter School", ["charter-school"], "charter-school"),
        ("aks", ["ask", "takes"], "ask"),
        ("seet", ["seat", "best"], "seat"),
        ("charter", ["charter-school", "existing-school"], "charter-school"),
        # What would turn the meaning round is not proposed.
        ("on", ["no", "yes", "partly"], None),
        ("teachers", ["learners", "board"], None),
        ("researchers", ["learners", "board"], None),
        ("governor", ["vendor", "board"], None),
        ("foundation", ["union", "board"], None),
        ("", ["no", "yes"], None),
    ],
)
def test_what_was_probably_meant_is_proposed_and_nothing_else(word, known, meant):
    assert nearest(word, known) == meant


def test_a_wrong_value_is_repeated_short_and_without_what_drives_a_terminal():
    assert echo("\x1b[31m\nred") == "“\\x1b[31m\\nred”"
    assert len(echo("x" * 1000)) == 62


def test_a_message_is_one_line_whatever_the_file_is_called():
    said = str(InputError("It is empty.", "two\nlines.yaml", 3, "Fill it."))
    assert said == "two\\nlines.yaml:3: It is empty. Fill it."


def test_problems_stand_in_the_order_of_the_file_each_once():
    problems = [Problem("B.", "f", 9), Problem("A.", "f", 2), Problem("B.", "f", 9)]
    assert str(InputError.together(problems)) == "f:2: A.\nf:9: B."
