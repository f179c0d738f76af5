"""The sentences under `because`: text with places for what the rule found.

Four kinds of place, in braces:

* `{party}`: the value of a variable; `{home:at}`: the same in a named style;
* `{party|is|are}`: one form for one, another for many;
* `{case:short-name}`: a word of the client's case, which a reason of a rule has not;
* `{threshold:veto-power}`: a number from `rules/thresholds.yaml`.

This module takes the sentence apart. Presentation puts the values in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SOURCES = ("case", "threshold")
"""Names before a colon that are not variables."""

_place = re.compile(
    r"\{(?P<name>[a-z0-9-]+)(?::(?P<style>[a-z0-9-]+(?::[a-z0-9-]+)*))?(?:\|(?P<one>[^{}|]*)\|(?P<many>[^{}|]*))?\}"
)


class Place(NamedTuple):
    """A place in the sentence where something the rule found is put."""

    name: str
    """A variable, or one of `SOURCES`."""
    style: str | None = None
    """The style of a variable (several, with colons between), or the key of a source."""
    forms: tuple[str, str] | None = None
    """The words for one and for many, when the place chooses between them."""


Part = str | Place


def parts(sentence: str) -> tuple[Part, ...]:
    """Takes a sentence apart into text and places.

    Args:
        sentence: What stands under `because`.

    Returns:
        Text and places, in order.

    Raises:
        ValueError: If a brace opens or closes nothing; the message says where.
    """
    found: list[Part] = []
    end = 0
    for match in _place.finditer(sentence):
        _plain(sentence[end : match.start()], found)
        one, many = match["one"], match["many"]
        forms = None if one is None else (one, many)
        found.append(Place(match["name"], match["style"], forms))
        end = match.end()
    _plain(sentence[end:], found)
    return tuple(found)


def _plain(text: str, found: list[Part]) -> None:
    """Keeps text between places, after making sure that no brace is left in it."""
    if "{" in text or "}" in text:
        start = min(place for place in (text.find("{"), text.find("}")) if place >= 0)
        raise ValueError(text[start : start + 24])
    if text:
        found.append(text)
