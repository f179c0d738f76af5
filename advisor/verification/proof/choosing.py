"""The tables of the choice, made once for all properties that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.verification.proof.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Table


class Choice(NamedTuple):
    """What can be advised for a planned place with certain other homes."""

    place: str
    others: tuple[str, ...]
    table: Table
    """The path, and whether the planned place is open and has a veto holder left in it."""


def choice_tables(space: Space) -> Iterator[Choice]:
    """Every choice, its table made when it is first asked for."""
    for place, others in space.choices():
        key = (place, others)
        found = space.kept.get(key)
        if not isinstance(found, Choice):
            goals = [Column(kind, place) for kind in ("home", "veto") if place]
            table = space.choice(place, others, goals)
            found = space.kept[key] = Choice(place, others, table)
        yield found
