"""Every address of the served pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def every_address(
    app: Flask, name: str, item: str = "client.name"
) -> Iterator[tuple[str, str, str]]:
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
