"""Contrast pairs as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.presentation.citations import cite
from advisor.presentation.templating.rendering import plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.contrast import Contrast, Pair
    from advisor.explanation.reason import Reason

MOST = 8
"""Rules of a sort that are shown unless all are asked for."""


def pairs_text(pairs: Iterable[Pair], *, width: int = USUAL) -> str:
    """The pairs there are, a few lines each.

    Args:
        pairs: The pairs.
        width: The columns there are.
    """
    values = {"screen": "list", "pairs": tuple(pairs)}
    return fitted(render(plain_template("contrast.txt.j2"), values), width)


def contrast_text(found: Contrast, *, width: int = USUAL, every_firing: bool = False) -> str:
    """A pair with its difference brought out.

    Args:
        found: The pair, worked out.
        width: The columns there are.
        every_firing: Whether to show every rule that fires in one half alone.
    """
    knowledge = found.found.before.knowledge
    now, then = map(_by_rule, (found.found.disappear, found.found.appear))
    values = {
        "screen": "pair",
        "pair": found.pair,
        "found": found.found,
        "now": found.now,
        "then": found.then,
        "client": found.found.before.case.short_name,
        "labels": [str(knowledge.paths[one.path]["label"]) for one in found.found[:2]],
        "citations": cite(knowledge, found.statements),
        "only_now": now,
        "only_then": then,
        "most": max(len(now), len(then)) if every_firing else MOST,
    }
    return fitted(render(plain_template("contrast.txt.j2"), values), width)


def _by_rule(reasons: Iterable[Reason]) -> list[tuple[Reason, int]]:
    """The first of what each rule says, with how often it says the like."""
    found: dict[str, list[Reason]] = {}
    for one in reasons:
        found.setdefault(one.rule, []).append(one)
    return [(listed[0], len(listed)) for listed in found.values()]
