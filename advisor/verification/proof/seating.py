"""One party of any sort in a home: who gets a seat there, and with what power."""

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
    given = []
    for column in sorted(plan.given):
        if column.kind == "party":
            given.append(_one_of(space, column, _parties(space)))
        elif column.kind == "power-stated":
            given.append(_one_of(space, column, [(), *(((_PARTY, one),) for one in POWERS)]))
        elif column.kind == "usual":
            channels = space.rulebook.vocabulary.kinds["usual"].fields["channel"].allowed or ()
            given.append(_one_of(space, column, [((_KIND, one),) for one in channels]))
        else:
            given.append(space.given(column, planned))
    return eliminate(plan, space.reasoner, given)


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
