"""What is taken either way elsewhere, carried through the rules by itself.

One party of any sort in a home: who gets a seat there, and with what power. One part of the
change and one party that it turns on. And each conclusion that the choice takes either way.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from advisor.verification.proof.columns import Column
from advisor.verification.proof.elimination import Plan, eliminate
from advisor.verification.proof.likeness import Content, content_of
from advisor.verification.proof.network import POWERS
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.engine.memory import Row
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Witness

_PARTY = "party"
_KIND = "other"
_PART = "part-1"


def carry_out_one_party(space: Space, home: str, planned: bool) -> Table:
    """What becomes of one party in a home, whatever its answers.

    Args:
        space: The space.
        home: The home.
        planned: Whether the work is planned there.

    Returns:
        A table of the member, its leaning and its seat.
    """
    dependencies = space.dependencies([home], home if planned else "")
    goals = [Column("member"), Column("leaning"), Column("seat", home)]
    plan = Plan(dependencies, goals)
    return eliminate(plan, space.reasoner, [_given(space, one, planned) for one in plan.given])


def carry_out_freed(space: Space, home: str) -> Table:
    """What the choice takes either way, worked out where the work is planned in a home.

    Args:
        space: The space.
        home: The home.

    Returns:
        A table of those conclusions that rest on more than who is a party.
    """
    freed = [one for one in sorted(space.freed) if one.kind not in ("member", "leaning", "channel")]

    joined = Table((), {(): (1, ())})
    for one in freed:  # nothing of one is read for another, so each has a table of its own
        alone = Plan(space.dependencies([home], home), [one], [Column("seat", home)])
        given = [_given(space, column, True) for column in sorted(alone.given)]
        joined = joined.times(eliminate(alone, space.reasoner, given))
    return joined


def _given(space: Space, column: Column, planned: bool) -> Table:
    """What a given column can hold, where there is one party and one part at most."""
    if column.kind == "party":
        return _one_of(space, column, _parties(space))
    if column.kind == "part":
        return _one_of(space, column, _parts(space))
    if column.kind == "power-stated":
        return _one_of(space, column, [(), *(((_PARTY, one),) for one in POWERS)])
    if column.kind == "usual":
        channels = space.rulebook.vocabulary.kinds["usual"].fields["channel"].allowed or ()
        return _one_of(space, column, [((_KIND, one),) for one in channels])
    return space.given(column, planned)


def _parts(space: Space) -> Iterable[tuple[Row, ...]]:
    """No part, or one of any backing, which turns on the party or on nobody."""
    fields = space.rulebook.vocabulary.kinds["part"].fields
    free = {name: field.allowed or () for name, field in fields.items()}
    free.update({"part": (_PART,), "turns": (_PARTY, "nobody")})
    yield ()
    for values in product(*free.values()):
        yield (values,)


def _parties(space: Space) -> Iterable[tuple[Row, ...]]:
    """One party with any power, stance and basis, and any hold over the work."""
    fields = space.rulebook.vocabulary.kinds["party"].fields
    free = {name: field.allowed or () for name, field in fields.items()}
    free.update({"party": (_PARTY,), "kind": (_KIND,), "power": POWERS})
    free.update({name: free[name][-1:] for name in ("ally", "beneficiary", "stop-mode", "tie")})
    for values in product(*free.values()):
        yield (values,)


def _one_of(space: Space, column: Column, contents: Iterable[tuple[Row, ...]]) -> Table:
    rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
    for facts in contents:
        amount = (space.likeness.content(column.kind, column.home, facts),)
        count = rows[amount][0] if amount in rows else 0
        rows[amount] = (count + 1, ((column, content_of(facts)),))
    return Table((column,), rows)
