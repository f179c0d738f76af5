"""Statements that are not accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import NOT_CARRIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every statement that is not where it is said to be."""
    cited = {number for entry in draft.entries for number in entry.rests_on}
    terms = {str(one.get("id")) for one in draft.listed("glossary", "terms")}
    for one in draft.listed("statements", "statements"):
        number = str(one.get("id"))
        how, _, rest = str(one.get("carried", "")).partition(":")
        rest = rest.strip()
        remedy = "Cite it in a rule, or correct “carried”."
        if how == "rule":
            what = (
                ""
                if number in cited
                else f"No rule rests on “{number}”, said to be carried by one."
            )
        elif how == "glossary":
            near = nearest(rest, terms)
            what = "" if rest in terms else f"The glossary has no term {echo(rest)} for “{number}”."
            remedy = f"Did you mean “{near}”?" if near else "Add the term."
        elif how == "background" and number in cited:
            what = f"“{number}” is called background, and a rule rests on it."
        elif how == "background" and rest:
            what = ""
        else:
            what = f"Nothing says what carries “{number}”."
            remedy = "Write rule, “glossary: term” or “background: why no rule needs it”."
        if what:
            line = one.lines.get("carried", one.line)
            yield Diagnostic(NOT_CARRIED, "statements.yaml", line, number, what, remedy)
