"""What belongs to the program and not on a screen for people: names of rules, homes, answers."""

from __future__ import annotations

import re

from advisor.knowledge.base import Knowledge

WORDS = {"early-childhood", "youth-development"}
"""Names that are words, too."""
_answer = re.compile(r"\b[a-z-]+\.[a-z-]+[.=]|\b[a-z-]+\(|=[a-z]|\[[a-z-]+\]")


def plumbing_in(text: str, knowledge: Knowledge) -> set[str]:
    """The names of the program in a text, but for those in lines to copy."""
    told = "\n".join(line for line in text.splitlines() if "  advisor " not in line)
    names = {one.id for one in knowledge.rulebook.entries} | {*knowledge.homes} | {*knowledge.paths}
    found = {one for one in re.findall(r"[a-z]+(?:-[a-z]+)+", told) if one in names - WORDS}
    return found | set(_answer.findall(told))
