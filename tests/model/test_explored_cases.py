"""A case file of any bytes is read, or refused politely and soon: explored by coverage.

Inputs that reach new lines of the reader are varied further, so that the tests come to places
that chance alone would not. `--thorough` explores a hundred times as far.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.exploring import Explorer

from advisor.errors import InputError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import DEEPEST, LARGEST, MOST_PROBLEMS, parse
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import read_case
from advisor.model.fact import fact

HERE = Path(__file__).parent
SEEDS = [
    path.read_bytes() for path in sorted([*HERE.glob("bad/*.yaml"), *HERE.glob("good/*.yaml")])
]
SLOWEST = 20.0  # seconds, on a busy machine with every line traced


def polite(error: InputError) -> None:
    """What every refusal is: some problems, each on one line without anything hidden."""
    assert 1 <= len(error.problems) <= MOST_PROBLEMS
    for problem in error.problems:
        assert problem.what
        assert problem.remedy
        assert str(problem).isprintable(), repr(str(problem))
        assert len(str(problem)) < 2000


def read(data: bytes) -> None:
    knowledge = shipped_knowledge()
    try:
        case = read_case(parse(data, "case.yaml"), "case.yaml", knowledge)
        base = base_facts(case, knowledge)
    except InputError as error:
        polite(error)
        return
    words = knowledge.rulebook.vocabulary
    for one in base.facts:
        assert fact(words, one.kind, one.as_dict()) == one


def test_what_reaches_new_lines_of_the_case_reader_finds_nothing_wrong(effort):
    seeds = SEEDS[::4]
    explorer = Explorer(read, seeds, SLOWEST)
    explorer.explore(Random(3), 150 * effort)
    assert len(explorer.kept) > len(seeds), "nothing new was reached: the exploring is blind"
    assert explorer.reached > explorer.first


CASE = """advisor-case: 1
client: {{name: {name}}}
change: {{short: x, kind: upgrade}}
place: existing-school
homes: {{existing-school: {{open: yes, waiting: {number}}}}}
"""


@pytest.mark.parametrize("number", ["0", "999999999", "-999999999", "+7"])
def test_whole_numbers_up_to_nine_digits_are_numbers(number):
    assert parse(f"a: {number}".encode(), "case.yaml")["a"] == int(number)
    text = CASE.format(name="A", number=abs(int(number)))
    case = read_case(parse(text.encode(), "case.yaml"), "case.yaml", shipped_knowledge())
    assert base_facts(case, shipped_knowledge()).facts


@pytest.mark.parametrize(
    "number", ["1000000000", "9" * 60_000, "1e9", ".inf", ".nan", "1_0", "0x1f"]
)
def test_what_goes_beyond_is_text_and_no_number_of_learners(number):
    assert parse(f"a: {number}".encode(), "case.yaml")["a"] == number
    text = CASE.format(name="A", number=number)
    with pytest.raises(InputError, match="waiting") as caught:
        read_case(parse(text.encode(), "case.yaml"), "case.yaml", shipped_knowledge())
    polite(caught.value)


@pytest.mark.parametrize(("levels", "fine"), [(DEEPEST, True), (DEEPEST + 1, False)])
@pytest.mark.parametrize("shape", ["[{}]", "{{a: {}}}"])
def test_nesting_is_read_to_its_limit_and_refused_past_it(levels, fine, shape):
    text = "x"
    for _ in range(levels):
        text = shape.format(text)
    if fine:
        assert parse(text.encode(), "case.yaml")
    else:
        with pytest.raises(InputError, match="levels deep"):
            parse(text.encode(), "case.yaml")


@pytest.mark.parametrize(("size", "fine"), [(LARGEST, True), (LARGEST + 1, False)])
def test_a_file_is_read_to_its_limit_and_refused_past_it(size, fine, tmp_path):
    from advisor.knowledge.source import read_text_source

    file = tmp_path / "case.yaml"
    file.write_bytes(b"a: " + b"x" * (size - 3))
    if fine:
        assert len(read_text_source(str(file))) == size
    else:
        with pytest.raises(InputError, match="larger than"):
            read_text_source(str(file))
