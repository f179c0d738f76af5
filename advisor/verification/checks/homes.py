"""Homes without what is known and assumed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import nearest
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import HOME_WITHOUT_TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every home that is declared and not described, or described and not declared."""
    declared = [str(one) for one in draft.vocabulary.values.get("home", ())]
    if draft.homes is None or not declared:
        return
    lines = {str(one.get("home")): one.line for one in draft.listed("homes", "homes")}
    for home in declared:
        if home not in draft.homes:
            near = nearest(home, [one for one in draft.homes if one not in declared])
            yield _wrong(
                home, 1, f"homes.yaml does not say what the home “{home}” is.",
                f"Did you mean “{near}”?" if near else "Describe it there.",
            )  # fmt: skip
    paths = {str(one.get("slug")) for one in draft.listed("paths", "paths")}
    for home, described in draft.homes.items():
        line = lines.get(home, 1)
        if home not in declared:
            yield _wrong(
                home, line, f"The vocabulary has no home “{home}”.", "Declare it, or delete it."
            )
        if draft.has("paths") and described.path not in paths:
            yield _wrong(
                home, line, f"The home “{home}” has the path “{described.path}”, which is none.",
                "Name a path of paths.yaml.",
            )  # fmt: skip
        for kind in (draft.parties or {}).values():
            if home not in kind.at:
                yield _wrong(
                    home, line,
                    f"parties.yaml does not say how “{kind.kind}” bears on the home “{home}”.",
                    "Add the home under “at”.",
                )  # fmt: skip


def _wrong(home: str, line: int, what: str, remedy: str) -> Diagnostic:
    return Diagnostic(HOME_WITHOUT_TEMPLATE, "homes.yaml", line, home, what, remedy)
