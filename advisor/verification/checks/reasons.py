"""Places in the reasons of rules that name a style nothing is said in.

That a place names a variable of its rule is the reader's business; here it is held against what
`advisor.explanation.reason` can say of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.explanation.reason import ONE_OR_MANY, styles_of
from advisor.knowledge.rule import TOTAL_VARIABLES, Total, Variable
from advisor.knowledge.source import Mapping
from advisor.knowledge.texts import Place, parts, places_in
from advisor.verification.checks.unasked import patterns_of
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import UNBOUND_IN_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.strata import Entry
    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every place of a reason that would be said otherwise than its author means."""
    worded = draft.content("words").get("values")
    for entry in draft.entries:
        numbers = _numbers(draft, entry)
        for place in parts(entry.because):
            if isinstance(place, str) or place.name == "threshold":
                continue
            number = place.name in numbers
            styles = styles_of(
                place.name,
                number=number,
                worded=isinstance(worded, Mapping) and place.name in worded,
            )
            wrong = _wrong(place, number, styles)
            if wrong is not None:
                yield Diagnostic(
                    UNBOUND_IN_TEXT, draft.relative(entry.file), draft.line_of(entry, "because"),
                    entry.id, *wrong,
                )  # fmt: skip
        for name in places_in(entry.title):
            yield Diagnostic(
                UNBOUND_IN_TEXT, draft.relative(entry.file), draft.line_of(entry, "title"),
                entry.id, f"Nothing fills the place {echo('{' + name + '}')} in a title.",
                "A title stands for every case; write it out.",
            )  # fmt: skip


def _wrong(place: Place, number: bool, styles: frozenset[str]) -> tuple[str, str] | None:
    """What is wrong with a place and what to do about it, or nothing."""
    name = place.name
    if name == "case":
        return (
            f"A reason cannot say {echo(_shown(place))}: no word of the case is filled in there.",
            "Name a variable of the rule.",
        )
    if place.forms is not None and (number or name not in ONE_OR_MANY):
        return (
            f"“${name}” has no form for many, so {echo(_shown(place))} always says the first.",
            "Write one form that suits all.",
        )
    if place.style is None or place.style in styles:
        return None
    near = nearest(place.style, styles)
    known = ", ".join(f"{{{name}:{one}}}" for one in sorted(styles))
    return (
        f"{echo(_shown(place))} names a style in which “${name}” cannot be said.",
        f"Did you mean “{{{name}:{near}}}”?"
        if near
        else f"Known are {{{name}}}, {known}."
        if known
        else f"Write {{{name}}}.",
    )


def _shown(place: Place) -> str:
    """A place as its author wrote it."""
    style = f":{place.style}" if place.style else ""
    forms = "".join(f"|{one}" for one in place.forms or ())
    return f"{{{place.name}{style}{forms}}}"


def _numbers(draft: Draft, entry: Entry) -> set[str]:
    """The variables of an entry that stand for numbers."""
    kinds = draft.vocabulary.kinds
    found = {
        test.operand.name
        for pattern, _ in patterns_of(entry)
        for test in pattern.tests
        if isinstance(test.operand, Variable) and kinds[pattern.kind].fields[test.field].number
    }
    return found | set(TOTAL_VARIABLES) if isinstance(entry, Total) else found
