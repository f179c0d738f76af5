"""Texts with places: the one way in which words of the knowledge are filled for a case.

A place stands in braces and is written alike wherever a text has one, under `because` in a rule
as in the words for conditions, steps, tensions and clauses:

* `{party}`: what the name stands for; `{home:at}`: the same in a named style;
* `{party|is|are}`: one form for one, another for many;
* `{case:short-name}`, `{threshold:veto-power}`: a word of the case, a number of the knowledge.

Which names a text may use depends on where it stands; whoever fills it says what they stand for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = ("case", "threshold")
"""Names before a colon that are not variables."""

_place = re.compile(
    r"\{(?P<name>[a-z0-9-]+)(?::(?P<style>[a-z0-9-]+(?::[a-z0-9-]+)*))?(?:\|(?P<one>[^{}|]*)\|(?P<many>[^{}|]*))?\}"
)


class Place(NamedTuple):
    """A place in a text where something of the case is put."""

    name: str
    """What is put there: a variable, a field, or one of `SOURCES`."""
    style: str | None = None
    """The style (several, with colons between), or the key of a source."""
    forms: tuple[str, str] | None = None
    """The words for one and for many, when the place chooses between them."""

    def __str__(self) -> str:
        style = f":{self.style}" if self.style else ""
        forms = "".join(f"|{form}" for form in self.forms or ())
        return f"{{{self.name}{style}{forms}}}"


Part = str | Place


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[Part, ...]:
    """Takes a text apart into plain words and places.

    Args:
        text: A text of the knowledge.

    Returns:
        Words and places, in order.

    Raises:
        ValueError: If a brace opens or closes nothing; the message shows where.
    """
    found: list[Part] = []
    end = 0
    for match in _place.finditer(text):
        _plain(text[end : match.start()], found)
        one, many = match["one"], match["many"]
        forms = None if one is None else (one, many)
        found.append(Place(match["name"], match["style"], forms))
        end = match.end()
    _plain(text[end:], found)
    return tuple(found)


def places(text: str) -> tuple[Place, ...]:
    """The places of a text, in order.

    Raises:
        ValueError: If a brace opens or closes nothing.
    """
    return tuple(part for part in parts(text) if isinstance(part, Place))


def fill(text: str, said: Callable[[Place], str]) -> str:
    """Fills the places of a text.

    Args:
        text: A text of the knowledge.
        said: What to put in a place.

    Raises:
        ValueError: If a brace opens or closes nothing.
    """
    return "".join([part if isinstance(part, str) else said(part) for part in parts(text)])


def put(text: str, **words: str) -> str:
    """Fills the places of a text that have a name only, as in `it is not so that {clause}`.

    Args:
        text: A text of the knowledge.
        words: What to put, by the name of the place.

    Raises:
        KeyError: If nothing is said for a place.
        ValueError: If a brace opens or closes nothing.
    """
    return fill(text, lambda place: words[place.name])


def _plain(text: str, found: list[Part]) -> None:
    """Keeps text between places, after making sure that no brace is left in it."""
    if "{" in text or "}" in text:
        start = min(place for place in (text.find("{"), text.find("}")) if place >= 0)
        raise ValueError(text[start : start + 24])
    if text:
        found.append(text)
