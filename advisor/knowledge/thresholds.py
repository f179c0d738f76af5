"""The numbers the reasoning uses, read from `rules/thresholds.yaml`.

A rule names a threshold as `"@veto-power"`, so that every number is visible in one file and
can be changed there.
"""

from __future__ import annotations

from typing import NamedTuple

from advisor.errors import echo
from advisor.knowledge.reading import Reader


class Threshold(NamedTuple):
    """One number."""

    name: str
    value: int
    about: str
    """What it decides, in a sentence."""
    line: int


def read_thresholds(path: str) -> dict[str, Threshold]:
    """Reads the thresholds.

    Args:
        path: The file.

    Returns:
        Each threshold under its name.

    Raises:
        KnowledgeError: With everything that is wrong in the file.
    """
    reader = Reader(path)
    found = thresholds_in(reader)
    reader.finish()
    return found


def thresholds_in(reader: Reader) -> dict[str, Threshold]:
    """What can be read of the thresholds; the reader takes note of what is wrong in them."""
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("about", "thresholds"), "the thresholds", required=("thresholds",))
    entries = reader.mapping(top.get("thresholds"), "“thresholds”", top.lines.get("thresholds", 1))
    found: dict[str, Threshold] = {}
    for name, body in entries.items():
        line = entries.lines[name]
        reader.slug(name, line, "A threshold")
        inside = reader.mapping(body, f"The threshold “{name}”", line)
        reader.only(inside, ("value", "about"), f"“{name}”", required=("value", "about"))
        value = inside.get("value")
        if type(value) is not int:
            if value is not None:
                reader.wrong(
                    f"The value of “{name}” is not a whole number: {echo(value)}.",
                    inside.lines["value"],
                    "Give a whole number.",
                )
            value = 0
        found[name] = Threshold(name, value, reader.text(inside, "about"), line)
    return found
