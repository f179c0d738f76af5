"""Clauses for kinds of fact: kinds that there are not, and places that no field fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.knowledge.source import Mapping
from advisor.knowledge.texts import in_text, texts_in
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import UNBOUND_IN_TEXT, UNKNOWN_FACT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

FILES = ("clauses", "readings")
"""The files that say, under “clauses”, how each kind of fact is read out."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every clause that would be read out with its braces, or never."""
    kinds = draft.vocabulary.kinds
    for name in FILES:
        clauses = draft.content(name).get("clauses")
        if not kinds or not isinstance(clauses, Mapping):
            continue
        file = f"{name}.yaml"
        for kind, clause in clauses.items():
            line = clauses.lines[kind]
            if kind not in kinds:
                near = nearest(kind, kinds)
                yield Diagnostic(
                    UNKNOWN_FACT, file, line, kind,
                    f"There are words for {echo(kind)}, which is no kind of fact.",
                    f"Did you mean “{near}”?" if near else "Delete them, or declare the kind.",
                )  # fmt: skip
                continue
            fields = kinds[kind].fields
            places = frozenset({*fields, "home:at"} if "home" in fields else fields)
            for at, text in texts_in(clause, line):
                for one in in_text(text, at, places, forms=False):
                    yield Diagnostic(UNBOUND_IN_TEXT, file, at, kind, one.what, one.remedy)
