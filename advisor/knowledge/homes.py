"""The homes the work could live in, as `rules/homes.yaml` puts them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = (
    "home", "label", "as", "at", "about", "group", "path", "form", "ages", "fills", "open-to",
    "usual-role", "assume",
)  # fmt: skip


class Supplied(NamedTuple):
    """What is taken for granted in a home when the client gives no answer."""

    question: str
    answer: str
    because: str
    rests_on: tuple[str, ...]


class Home(NamedTuple):
    """One home; its fields are explained at the head of `rules/homes.yaml`."""

    home: str
    label: str
    as_: str
    at: str
    about: str
    group: str
    path: str
    form: str
    ages: tuple[str, ...]
    fills: str
    open_to: tuple[str, ...]
    usual_role: str
    assume: Mapping[str, Supplied]


def read_homes(path: str) -> Mapping[str, Home]:
    """Reads the homes.

    Args:
        path: The file `homes.yaml` of the knowledge base.

    Returns:
        The homes by their slugs, in the order of the file.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("homes",), "this file", required=("homes",))
    homes: dict[str, Home] = {}
    for entry in reader.sequence(top.get("homes"), "homes", 1):
        mapping = reader.mapping(entry, "A home", reader.line_of(entry))
        reader.only(mapping, _KEYS, "a home", required=_KEYS)
        slug = reader.slug(mapping.get("home"), mapping.line, "A home")
        if slug in homes:
            reader.wrong(
                f"The home “{slug}” stands twice.",
                mapping.line,
                "Keep one of the two.",
                fault="id-reused",
            )
        assume: dict[str, Supplied] = {}
        given = reader.mapping(mapping.get("assume"), "“assume”", mapping.line)
        for question, supplied in given.items():
            line = given.lines[question]
            supplied = reader.mapping(supplied, f"The assumption on “{question}”", line)
            keys = ("is", "because", "rests-on")
            reader.only(supplied, keys, "an assumption", required=keys)
            rests_on = supplied.get("rests-on")
            assume[question] = Supplied(
                question,
                reader.text(supplied, "is"),
                reader.text(supplied, "because"),
                () if rests_on == "ours" else tuple(rests_on or ()),
            )
        homes[slug] = Home(
            slug,
            reader.text(mapping, "label"),
            reader.text(mapping, "as"),
            reader.text(mapping, "at"),
            reader.text(mapping, "about"),
            reader.text(mapping, "group"),
            reader.text(mapping, "path"),
            reader.text(mapping, "form"),
            tuple(mapping.get("ages") or ()),
            reader.text(mapping, "fills"),
            tuple(mapping.get("open-to") or ()),
            reader.text(mapping, "usual-role"),
            MappingProxyType(assume),
        )
    reader.finish()
    return MappingProxyType(homes)
