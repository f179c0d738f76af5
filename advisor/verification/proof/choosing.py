"""The tables of the choice, made once for all properties that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.verification.proof.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Table


class Choice(NamedTuple):
    """What can be advised for a planned place, whatever the other homes are like."""

    place: str
    table: Table
    """The path, and whether the planned place is open and has a veto holder left in it."""


def choice_tables(space: Space) -> Iterator[Choice]:
    """Every choice, its table made when it is first asked for."""
    for place in space.places:
        yield choice_table(space, place)


def choice_table(space: Space, place: str) -> Choice:
    """The choice for a planned place, or for none."""
    key = ("choice", place)
    found = space.kept.get(key)
    if not isinstance(found, Choice):
        goals = [Column(kind, place) for kind in ("home", "veto") if place]
        found = space.kept[key] = Choice(place, space.choice(place, goals))
    return found
