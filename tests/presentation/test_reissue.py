"""A memo made again: nothing that a person wrote in it is lost or overwritten in silence."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from support.assessed import assessed

from advisor.errors import InputError
from advisor.presentation.memo import write_memo
from advisor.presentation.reissue import (
    MemoUnit,
    answers_in,
    changes,
    difference,
    marked,
    merged,
    put_together,
    read_record,
    record_of,
    stamp_in,
    taken_apart,
    units_of,
)

SOME = ["02-village-high-school", "07-altschool", "20-mississippi-reading", "24-city-view"]


@cache
def units(example: str) -> tuple[MemoUnit, ...]:
    return units_of(assessed(example))


def texts(found: tuple[MemoUnit, ...]) -> list[str]:
    return [one.text for one in found]


def small(text: str) -> tuple[MemoUnit, ...]:
    """Units a, b, c with words of their own: "a1 b1 c1"."""
    return tuple(
        MemoUnit(one[0], " " if at else "", f"{one}.") for at, one in enumerate(text.split())
    )


@pytest.mark.parametrize("example", SOME)
def test_a_memo_taken_apart_and_put_together_is_the_same(example):
    document = write_memo(assessed(example))
    assert put_together(units(example)) == document
    assert texts(taken_apart(document, {})) == texts(units(example))
    named = [one.id for one in units(example) if one.id]
    assert len(named) == len(set(named)) > 20


@pytest.mark.parametrize("example", SOME)
def test_a_memo_that_nobody_edited_is_the_new_one(example):
    old, new = units("24-city-view"), units(example)
    found = merged(old, taken_apart(put_together(old), {}), new)
    assert put_together(found.units) == put_together(new)
    assert (found.kept, found.conflicts) == (0, 0)


@pytest.mark.parametrize("example", SOME)
def test_where_nothing_else_changed_the_edited_memo_stays_as_it_is(example):
    dice = Random(example)
    edited = put_together(units(example))
    for number in range(12):
        at = dice.randrange(len(units(example)) - 2)
        for one in units(example)[at : at + 2]:  # neighbors, headings and points among them
            line = one.before.rpartition("\n")[2] + one.text
            row = one.text.startswith("|")
            ways = [line if row else f"{line} Our words {number}.", "" if number % 4 == 0 else line]
            edited = edited.replace(line, dice.choice(ways), 1)
    edited = put_together(taken_apart(edited, {}))
    found = merged(units(example), taken_apart(edited, {}), units(example))
    assert put_together(found.units) == edited
    assert found.conflicts == 0
    assert found.kept > 0


@pytest.mark.parametrize(
    ("edited", "new", "expected"),
    [
        ("a1 B c1", "a1 b1 c1", "a1. B. c1."),  # only the person changed it
        ("a1 b1 c1", "a1 b2 c1", "a1. b2. c1."),  # only the rules did
        ("a1 b2 c1", "a1 b2 c1", "a1. b2. c1."),  # both, alike
        ("a1 c1", "a1 b1 c1", "a1. c1."),  # taken out by hand
        ("a1 x1 y1 b1 c1", "a1 b1 c2", "a1. x1. y1. b1. c2."),  # added by hand
        ("a1 b1 c1", "a1 c1", "a1. c1."),  # no longer said
        ("a1 b1 c1", "c1 a1 d1 b1", "c1. a1. d1. b1."),  # in another order
        ("x1 a1 b1 c1", "b1", "x1.\n\nb1."),
    ],
)
def test_what_one_side_changed_is_taken_from_that_side(edited, new, expected):
    found = merged(small("a1 b1 c1"), small(edited), small(new))
    assert put_together(found.units) == f"{expected}\n"
    assert found.conflicts == 0


ISSUED = "## Grades\n\n- Ask Bo.\n- Ask Di.\n\n## Days\n\nMay 3. It is late.\n"
NAMED = {"Ask Bo.": "bo", "Ask Di.": "di", "Ask Di in May.": "di", "It is late.": "late"}


def document(text: str) -> tuple[MemoUnit, ...]:
    return tuple(
        MemoUnit(NAMED.get(one.text, ""), one.before, one.text) for one in taken_apart(text, {})
    )


@pytest.mark.parametrize(
    ("was", "mine"),
    [
        ("## Grades\n\n- Ask Bo.", "## Our grades\n\n- Ask Bo today."),
        ("## Grades\n\n- Ask Bo.", "## Our grades\n\n- Ask Bo. Then Al.\n- Ask Cy."),
        ("## Grades\n\n- Ask Bo.\n", "## Our grades\n\n"),
        ("## Grades\n\n", "Read this first.\n\n## Our grades\n\n- Ask Al.\n"),
        ("## Days\n\nMay 3. It", "Two are asked.\n\n## A day\n\nMay 4. A Sunday. It"),
        ("## Days\n\nMay 3. ", ""),
    ],
)
@pytest.mark.parametrize("new", ["Ask Di.", "Ask Di in May."])
def test_an_edited_heading_beside_an_edited_point_stays_a_heading(was, mine, new):
    edited = ISSUED.replace(was, mine)
    assert edited != ISSUED
    made = ISSUED.replace("Ask Di.", new)
    found = merged(document(ISSUED), taken_apart(edited, {}), document(made))
    assert put_together(found.units) == edited.replace("Ask Di.", new)
    assert found.conflicts == 0


def test_an_edited_heading_that_is_no_longer_said_is_shown_as_one():
    edited = ISSUED.replace("## Days", "## A day")
    made = ISSUED.replace("## Days\n\nMay 3. ", "")
    found = merged(document(ISSUED), taken_apart(edited, {}), document(made))
    text = put_together(found.units)
    assert "\n\n## {--A day--}{>>To decide" in text
    assert "\n\nIt is late." in text


@pytest.mark.parametrize(
    ("edited", "new"), [("a1 B c1", "a1 b2 c1"), ("a1 B c1", "a1 c1"), ("a1 c1", "a1 b2 c1")]
)
def test_what_both_sides_changed_is_shown_in_both_versions(edited, new):
    found = merged(small("a1 b1 c1"), small(edited), small(new))
    text = put_together(found.units)
    assert found.conflicts == 1
    assert "To decide" in text
    assert "“b1.”" in text
    for word in ("B", "b2"):
        assert (word in text) == (word in edited + new)


def test_no_word_of_a_person_is_lost_whatever_changed():
    """Random edits against random new memos: what was written is there, or its conflict is."""
    dice = Random("reissue")
    for _ in range(400):
        old = [f"{letter}1" for letter in "abcdefgh"]
        new = [one if dice.random() < 0.7 else f"{one[0]}2" for one in old if dice.random() < 0.8]
        mine = [one if dice.random() < 0.7 else f"{one[0].upper()}{dice.random()}" for one in old]
        mine.insert(dice.randrange(9), f"Z{dice.random()}")
        found = merged(*(small(" ".join(one)) for one in (old, mine, new)))
        text = put_together(found.units)
        for one in set(mine) - set(old):
            assert one in text, (old, mine, new)
        for one in new:
            edited = one not in mine
            assert one in text or edited, (old, mine, new)


def test_a_change_is_marked_as_critic_markup_does_and_a_row_cell_by_cell():
    assert marked("a", "b") == "{~~a~>b~~}"
    assert marked("", "b") == "{++b++}"
    assert marked("a", "") == "{--a--}"
    assert marked("| a | b |", "| a | c |") == "| a | {~~b~>c~~} |"
    text = difference(small("a1 b1 c1"), small("a1 b2 d1"))
    assert text == "a1. {~~b1.~>b2.~~} {++d1.++} {--c1.--}\n"


def test_sentences_are_compared_by_their_ids():
    old, new = units("24-city-view"), units("02-village-high-school")
    found = {one.id: (one.was, one.now) for one in changes(old, new)}
    assert "title" in found
    assert all(was != now for was, now in found.values())
    assert changes(old, old) == ()


def test_the_record_holds_the_answers_and_says_what_the_stamp_says():
    found = assessed("24-city-view")
    record = read_record(record_of(found), "memo.memo.json")
    stamp = stamp_in(write_memo(found))
    assert record.stamp == stamp
    assert record.sentences == units("24-city-view")
    assert b"Cedar Rapids" in answers_in(record)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"advisor-memo": 1}', b"\xff"])
def test_what_is_no_record_is_refused(data):
    with pytest.raises(InputError):
        read_record(data, "memo.memo.json")
