"""A picture of the network: the work in the middle, around it those with power over it.

Thickness is power, the style of a line the channel of power, color and sign the stance; a dashed
border is a stance known by hearsay. What the picture shows is told in words as well.
"""

from __future__ import annotations

import math
import textwrap
from typing import Annotated

from advisor.explanation.assess import Assessment
from advisor.explanation.contract import Contract, one_of
from advisor.explanation.places import Seat
from advisor.presentation import language
from advisor.presentation.templating.rendering import page_template, render
from advisor.presentation.wording import CaseWords

MOST_PARTIES, MOST_ASIDE = 10, 6
_CENTER = (420, 270)
_RADIUS = (315, 205)
_LINE = 20
"""Letters of a line of a name."""
_MOST_LINES = 3
_WIDE_LINE = 100
"""Letters of a line over the whole width."""
_HALF = 46
"""From the middle of a party to what is beside it, down or up."""
_SIGNS = {"for": "+", "against": "−", "neutral": "0", "unknown": "?"}
_SIDES = {
    "for": "for it", "against": "against it", "divided": "divided", "neutral": "neutral",
    "unknown": "not known",
}  # fmt: skip


_POWERS = ("slowly", "within-a-year", "at-once")
_SIDE_OF = {"firmly-for": "for", "firmly-against": "against"}
_ORDER = ("against", "divided", "unknown", "neutral", "for")


class Spoke(Contract, frozen=True):
    """A party with power, as the picture shows it."""

    name: str
    lines: tuple[str, ...]
    """The name as it is set."""
    x: int
    y: int
    power: int
    """From 0 to 3; the thickness of its line."""
    channel: Annotated[str, one_of("resources", "regulation", "governance", "")]
    """The first of its channels: the style of its line."""
    side: Annotated[str, one_of("for", "against", "neutral", "unknown")]
    sign: str
    heard: bool
    """Whether it has said so itself; a dashed border otherwise."""


class Picture(Contract, frozen=True):
    """The network of the planned place, or of the advised one where there is none."""

    work: tuple[str, ...]
    """The name of the work as it is set."""
    spokes: tuple[Spoke, ...]
    aside: tuple[str, ...]
    """Parties that hold no power over it."""
    text: str
    """The same in words."""

    def svg(self, mark: str = "", *, large: bool = False) -> str:
        """The picture as SVG.

        Args:
            mark: What tells its ids from those of other pictures on one page.
            large: For a projector: few parties in large letters, without what the signs mean and
                who is set aside.
        """
        if large:
            values = {"picture": self, "mark": mark, "center": _CENTER}
            return render(page_template("network-large.svg.j2"), values)
        low = max(*(one.y for one in self.spokes), _CENTER[1]) + _HALF
        values = {
            "picture": self,
            "mark": mark,
            "center": _CENTER,
            "high": min(*(one.y for one in self.spokes), _CENTER[1]) - _HALF,
            "low": low,
            "aside": textwrap.wrap(language.join(self.aside), _WIDE_LINE),
        }
        return render(page_template("network.svg.j2"), values)


def picture_of(assessment: Assessment, home: str = "") -> Picture | None:
    """The picture of an assessment; nothing where nobody holds power.

    Args:
        home: The home whose network is shown, if it is another than the memo shows.
    """
    name = CaseWords(assessment).name
    seats = assessment.seats_at(home) if home else assessment.seats
    if not seats and not home and assessment.chosen_home:
        seats = assessment.seats_at(assessment.chosen_home)
    if not seats:
        return None
    shown = seats[:MOST_PARTIES]
    spokes = tuple(_spoke(seat, place, len(shown)) for place, seat in enumerate(shown))
    told = [one.party for one in assessment.set_aside if one.hold_is_known][:MOST_ASIDE]
    sides: dict[str, list[str]] = {side: [] for side in _SIDES}
    for seat in shown:
        divided = seat.party.word("divided") == "yes"
        sides["divided" if divided else seat.side].append(seat.party.id)
    seated = {one.party.id for one in shown} | {one.id for one in told}
    for one in assessment.case.parties:  # whom the file gives power where such parties have none
        if one.id not in seated and one.word("power") in _POWERS:
            sides[_SIDE_OF.get(one.word("stance"), one.word("stance"))].append(one.id)
    listed = {*seated, *(one for side in sides.values() for one in side)}
    untold = [one.party.id for one in assessment.set_aside if one.party.id not in listed]
    text = _text(assessment, sides, [one.id for one in told], untold, name)
    aside = tuple(one.name for one in told)
    return Picture(_set(language.capital(name)), spokes, aside, text)


def _spoke(seat: Seat, place: int, number: int) -> Spoke:
    angle = 2 * math.pi * place / number - math.pi / 2
    x = round(_CENTER[0] + _RADIUS[0] * math.cos(angle))
    y = round(_CENTER[1] + _RADIUS[1] * math.sin(angle))
    channel = seat.channels[0] if seat.channels else ""
    heard = seat.basis == "said"
    return Spoke(
        seat.party.name, _set(seat.party.name), x, y, seat.power, channel, seat.side,
        _SIGNS[seat.side], heard,
    )  # fmt: skip


def _set(name: str) -> tuple[str, ...]:
    """A name in a few short lines."""
    lines = textwrap.wrap(name, _LINE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    return tuple(lines)


def _text(
    assessment: Assessment, sides: dict[str, list[str]], aside: list[str], untold: list[str],
    name: str,
) -> str:  # fmt: skip
    """What the picture shows, in words."""

    def names(parties: list[str]) -> str:
        narrator = assessment.narrator
        return language.join(narrator.naming.short(narrator.party(one)) for one in parties)

    told = [f"{_SIDES[side]}: {names(sides[side])}" for side in _ORDER if sides[side]]
    without = f"; without power over it: {names(aside)}" if aside else ""
    without += f"; power over it not told: {names(untold)}" if untold else ""
    return f"Who has power over {name}. {language.capital('; '.join(told))}{without}."
