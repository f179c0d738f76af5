"""Conclusions without words, words without a conclusion, and places in texts that nothing fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.errors import echo, nearest
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.reach import reach_of
from advisor.verification.sorts import UNBOUND_IN_TEXT, WORDS_IDLE, WORDS_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

WORDED = (
    ("condition", "conditions", "conditions"),
    ("step", "steps", "steps"),
    ("tripwire", "steps", "tripwires"),
)
"""The kinds of fact that are told in words of their own: kind and field, file, list."""

CASE = frozenset({"case:change", "case:it", "case:name", "case:client", "case:body"})
WORDS = CASE | {
    "holder", "objectors", "partner", "source", "home:at", "home:as", "shelter", "shelter-holder",
    "needed", "owner", "parts:backed", "parts:disputed",
}  # fmt: skip
TOLD = WORDS | {
    "party", "party:can-do", "party:guards", "party:leans", "party:basis", "event", "event:when",
    "source:covers", "barrier", "parts:turns", "parts:turns-can-do",
    *(f"owner:{task}" for task in ("project", "money", "families", "policy", "facilities",
                                   "staff", "decision")),
    *(f"case:{name}" for name in (
        "waiting", "start", "system", "rest", "not-ready", "judged-by", "signs", "signs-or",
        "missing", "missing-learners", "other-money", "other-money-is", "weaker", "barriers",
        "needed", "starts", "deadline", "tried",
    )),
    *(f"case:{group}{are}" for group in ("objectors", "supporters", "unheard", "people",
                                         "inferred") for are in ("", "-are")),
}  # fmt: skip
"""The places of texts that name facts of the case."""
PLACES: dict[tuple[str, str], frozenset[str]] = {
    ("conditions", "conditions"): WORDS,
    ("conditions", "on-file"): TOLD,
    ("steps", "steps"): WORDS,
    ("steps", "tripwires"): WORDS,
    ("tensions", "here"): TOLD,
    ("paths", "paths"): CASE | {"change"},
    ("acts", "deeds"): frozenset(
        {"party", "parties", "place:as", "place:at", "home:as", "home:at", "source", "shelter"}
    ),
}
"""The places that are filled in the texts of each file and part; presentation fills them."""
PLURAL = "party"
"""The one place that chooses between words for one and for many: `{party|is|are}`."""

_place = re.compile(r"\{([^{}]*)\}")
_date = re.compile(r"date:[1-9][0-9]{0,2}").fullmatch


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Everything that would leave a hole in the memo."""
    if draft.whole:
        for kind, file, part in WORDED:
            yield from _worded(draft, kind, file, part)
    for (file, part), places in PLACES.items():
        top = draft.content(file)
        for line, text in _texts(top.get(part), top.lines.get(part, 1)):
            for place in _place.findall(text):
                if _filled(place, places):
                    continue
                near = nearest(place, places)
                yield Diagnostic(
                    UNBOUND_IN_TEXT, f"{file}.yaml", line, place,
                    f"Nothing fills the place {echo('{' + place + '}')}.",
                    f"Did you mean “{{{near}}}”?"
                    if near
                    else f"Known are {', '.join(sorted(places))}.",
                )  # fmt: skip


def _filled(place: str, places: frozenset[str]) -> bool:
    """Whether a place is one that is filled."""
    name, *forms = place.split("|")
    if forms:
        return name == PLURAL and len(forms) == 2 and PLURAL in places
    return place in places or ("case:name" in places and _date(place) is not None)


def _worded(draft: Draft, kind: str, file: str, part: str) -> Iterator[Diagnostic]:
    declared = draft.vocabulary.kinds.get(kind)
    if declared is None or kind not in declared.fields or not draft.has(file):
        return
    written = {str(one.get("id")): one.line for one in draft.listed(file, part)}
    place = declared.positions[kind]
    concluded = set()
    for entry in draft.entries:
        for head in entry.then:
            name = head.values[place] if head.kind == kind else None
            if not isinstance(name, str):
                continue
            concluded.add(name)
            if name not in written:
                near = nearest(name, written)
                yield Diagnostic(
                    WORDS_MISSING, draft.relative(entry.file), head.line, entry.id,
                    f"“{entry.id}” concludes the {kind} “{name}”; {file}.yaml has no words for it.",
                    f"Did you mean “{near}”?" if near else "Write them.",
                )  # fmt: skip
    possible = reach_of(draft).may_hold(kind, kind)
    for name, line in written.items():
        if name not in concluded and not possible.takes(name):
            yield Diagnostic(
                WORDS_IDLE, f"{file}.yaml", line, name,
                f"No rule concludes the {kind} “{name}”.", "Delete its words, or write the rule.",
            )  # fmt: skip


def _texts(value: Any, line: int) -> Iterator[tuple[int, str]]:
    """Every text in a value, however deep, with its line."""
    if isinstance(value, str):
        yield line, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, value.lines.get(key, line))
    elif isinstance(value, Sequence):
        for part, at in zip(value, value.lines):
            yield from _texts(part, at)
