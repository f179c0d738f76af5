"""Texts with places: the one way in which words of the knowledge are filled for a case.

A place stands in braces and is written alike wherever a text has one, under `because` in a rule
as in the words for conditions, steps, tensions and clauses:

* `{party}`: what the name stands for; `{home:at}`: the same in a named style;
* `{party|is|are}`: one form for one, another for many;
* `{case:short-name}`, `{threshold:veto-power}`: a word of the case, a number of the knowledge.

Whoever fills a text says what its names stand for. Which names the texts of a file may use stands
here: a place that nothing fills is refused when the file is read, so that no memo prints a hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from advisor.errors import echo, nearest
from advisor.knowledge.source import Mapping, Sequence

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

    Raises:
        ValueError: If a brace opens or closes nothing.
    """
    return "".join([part if isinstance(part, str) else said(part) for part in parts(text)])


def put(text: str, **words: str) -> str:
    """Fills the places of a text that have a name only, as in `it is not so that {clause}`.

    Args:
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


PLACES: dict[tuple[str, str], frozenset[str]] = {
    ("conditions", "conditions"): frozenset(
        {"case:name", "partner", "source", "shelter", "parts:backed", "parts:disputed"}
    ),
    ("happenings", "happenings"): frozenset(
        {"party", "parties", "place:as", "place:at", "home:as", "home:at", "source", "shelter"}
    ),
    ("assumptions", "says"): frozenset({"parties", "role", "place"}),
    ("words", "unsaid"): frozenset({"party", "home:as"}),
    ("words", "cohort"): frozenset({"kind", "home"}),
    ("readings", "answers"): frozenset({"clause", "question", "value", "what", "kind"}),
}
"""The places that are filled in the texts of each file and part; in other parts none is."""
PLURAL = "party"
"""The one place that chooses between words for one and for many: `{party|is|are}`."""

_braces = re.compile(r"\{([^{}]*)\}")


class Misfit(NamedTuple):
    """A place that nothing fills, or a loose brace."""

    line: int
    place: str
    """What stands between the braces; nothing for a loose brace."""
    what: str
    remedy: str


def misfits(file: str, top: Mapping) -> Iterator[Misfit]:
    """Everything in a file of words that would leave a hole in a text.

    Args:
        file: The file, without folder and ending.
    """
    for part, value in top.items():
        known = PLACES.get((file, part), frozenset())
        for line, text in texts_in(value, top.lines.get(part, 1)):
            yield from in_text(text, line, known)


def in_text(text: str, line: int, known: frozenset[str], *, forms: bool = True) -> Iterator[Misfit]:
    """The places of one text that nothing fills, and its loose brace.

    Args:
        known: What may stand between its braces.
        forms: Whether a party there may choose between words for one and for many.
    """
    if "{" not in text and "}" not in text:
        return
    for place in places_in(text):
        if not (_filled(place, known) if forms else place in known):
            what = f"Nothing fills the place {echo('{' + place + '}')}."
            yield Misfit(line, place, what, _remedy(place, known))
    left = _braces.sub("", text)
    if "{" in left or "}" in left:
        what = f"A brace opens or closes nothing in {echo(text)}."
        yield Misfit(line, "", what, "Write the place as {name}.")


def places_in(text: str) -> list[str]:
    """What stands between the braces of a text."""
    return _braces.findall(text)


def _remedy(place: str, known: frozenset[str]) -> str:
    near = nearest(place, sorted(known))
    if near:
        return f"Did you mean “{{{near}}}”?"
    if known:
        return f"Known are {', '.join(sorted(known))}."
    return "No place is filled in this text; write it out."


def _filled(place: str, places: frozenset[str]) -> bool:
    """Whether a place is one that is filled."""
    name, *forms = place.split("|")
    if forms:
        return name == PLURAL and len(forms) == 2 and PLURAL in places
    return place in places


def texts_in(value: Any, line: int) -> Iterator[tuple[int, str]]:
    """Every text in a value, however deep, with its line."""
    if isinstance(value, str):
        yield line, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_in(part, value.lines.get(key, line))
    elif isinstance(value, Sequence):
        for part, at in zip(value, value.lines):
            yield from texts_in(part, at)
