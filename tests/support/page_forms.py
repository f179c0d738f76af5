"""The served pages, as a program uses them: every address, and forms filled in as they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flask import Flask


def every_address(app: Flask, name: str) -> Iterator[tuple[str, str, str]]:
    """Each page for each of its methods, with something put for each blank of its address.

    Args:
        app: The pages.
        name: The case they are about.
    """
    adapter = app.url_map.bind("localhost")
    known = {"name": name, "item": "client.name", "filename": "style.css"}
    for rule in app.url_map.iter_rules():
        path = adapter.build(rule.endpoint, {one: known.get(one, "x") for one in rule.arguments})
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule.endpoint, method, path


class Field(NamedTuple):
    """A field of a form."""

    name: str
    kind: str
    value: str
    checked: bool


class _Form(HTMLParser):
    """The fields of the form that has the id `form`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[Field] = []
        self._inside = False
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inside = told.get("id") == "form"
        if not self._inside:
            return
        if tag == "select":
            self._select = told.get("name", "")
        if tag == "option":
            self._put(self._select, "option", told, "selected")
        elif tag in ("input", "textarea"):
            self._put(told.get("name", ""), told.get("type", tag), told, "checked")

    def _put(self, name: str, kind: str, told: dict[str, str], mark: str) -> None:
        self.fields.append(Field(name, kind, told.get("value", ""), mark in told))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def filled(page: str, chance: Random, words: str = "some words") -> list[tuple[str, str]]:
    """What a browser sends when a person fills in the form of a page by chance and saves.

    Args:
        page: The page of a question.
        chance: Chooses.
        words: What is typed where words are asked for.
    """
    fields = _Form(page).fields
    sent = [(one.name, one.value) for one in fields if one.kind == "hidden"]
    groups: dict[str, list[Field]] = {}
    for one in fields:
        groups.setdefault(one.name, []).append(one)
    for name, group in groups.items():
        kinds = {one.kind for one in group}
        if kinds & {"radio", "option"}:
            sent.append((name, chance.choice(group).value))
        elif "checkbox" in kinds:
            many = chance.randint(1, min(4, len(group)))
            sent += [(name, one.value) for one in chance.sample(group, many)]
        elif kinds & {"input", "text", "textarea"} and "pick" not in groups:
            sent.append((name, words))
    return sent
