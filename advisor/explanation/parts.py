"""The parts of a change that meet different powers, and the order that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from advisor.explanation.record import Record
    from advisor.model.case import Part, Party


class PartOrder(NamedTuple):
    """Which parts have to be at work before which."""

    backed: tuple[Part, ...]
    """The parts that those with power want by themselves."""
    disputed: tuple[Part, ...]
    """The parts that they do not want by themselves."""
    outlives: tuple[tuple[Part, Part], ...]
    """A part that a law keeps going, and one that ends with its money."""
    clashes: tuple[tuple[Part, Party], ...]
    """A part, and the party that would end the work over it."""


def read_part_order(record: Record) -> PartOrder | None:
    """The order of the parts; nothing where the file names no parts that differ."""
    parts = {part.id: part for part in record.case.parts}
    pairs = record.of("part-order")
    if not pairs:
        return None

    def standing(field: str) -> tuple[Part, ...]:
        """The parts named in a field of the pairs, in the order of the file."""
        named = {one.get(field) for one in pairs}
        return tuple(part for part in record.case.parts if part.id in named)

    return PartOrder(
        standing("backed"),
        standing("disputed"),
        tuple(
            (parts[one.word("part")], parts[one.word("help")]) for one in record.of("part-outlives")
        ),
        tuple((parts[one.word("part")], record.party(one)) for one in record.of("part-clashes")),
    )
