"""What is taken for granted of parties, money and openness, as `rules/assumptions.yaml` puts it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.reading import Reader
from advisor.knowledge.texts import put

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = ("power", "lasting", "for-others", "says")
_SAYS = (
    "channel", "could-stop", "no-hold", "ends-it", "power", "stop-mode", "answered-home",
    "within-reach", "within-reach-of-place", "carried",
)  # fmt: skip
_OTHERWISE = "otherwise"


class Assumptions(NamedTuple):
    """What is assumed where a case is silent; explained at the head of the file."""

    power: Mapping[str, str]
    """By how a kind of party bears on the planned place: the power it is given."""
    lasting: frozenset[str]
    """Kinds of money that do not end by themselves."""
    for_others: frozenset[str]
    """Roles of a client that do not say what is open."""
    says: Mapping[str, str]
    """The reasons, by what is assumed."""

    def power_by(self, bearing: str) -> str:
        """The power a party is given, as the question names it.

        Args:
            bearing: How its kind bears on the planned place, or nothing.
        """
        return self.power.get(bearing, self.power[_OTHERWISE])

    def because(self, assumed: str, **places: str) -> str:
        """Why something is assumed, as a clause.

        Args:
            assumed: What, by its name in the file.
            places: What fills the places of the text.
        """
        return put(self.says[assumed], **places)


def read_assumptions(path: str) -> Assumptions:
    """Reads the assumptions.

    Args:
        path: The file `assumptions.yaml` of the knowledge base.

    Returns:
        The assumptions.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, _KEYS, "this file", required=_KEYS)
    power = reader.mapping(top.get("power"), "“power”", 1)
    if _OTHERWISE not in power:
        reader.wrong("“power” does not say what holds otherwise.", power.line, "Add “otherwise”.")
    says = reader.mapping(top.get("says"), "“says”", 1)
    reader.only(says, _SAYS, "“says”", required=_SAYS)
    found = Assumptions(
        MappingProxyType({bearing: reader.text(power, bearing) for bearing in power}),
        frozenset(reader.sequence(top.get("lasting"), "“lasting”", 1)),
        frozenset(reader.sequence(top.get("for-others"), "“for-others”", 1)),
        MappingProxyType({assumed: reader.text(says, assumed) for assumed in says}),
    )
    reader.finish()
    return found
