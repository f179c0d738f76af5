"""Conclusions without words, words without a conclusion, and places in texts that nothing fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.errors import echo, nearest
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.draft import WORD_FILES
from advisor.verification.reach import reach_of
from advisor.verification.sorts import UNBOUND_IN_TEXT, WORDS_IDLE, WORDS_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    ("assumptions", "says"): frozenset({"parties", "role", "place"}),
    ("words", "unsaid"): frozenset({"party"}),
    ("readings", "answers"): frozenset({"clause", "question", "value", "what", "kind"}),
}
"""The places that are filled in the texts of each file and part; in other parts none is."""
ELSEWHERE = frozenset({("clauses", "clauses"), ("readings", "clauses")})
"""Parts whose places are the fields of facts: `advisor.verification.checks.clauses`."""
PLURAL = "party"
"""The one place that chooses between words for one and for many: `{party|is|are}`."""

_place = re.compile(r"\{([^{}]*)\}")
_date = re.compile(r"date:[1-9][0-9]{0,2}").fullmatch


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Everything that would leave a hole in the memo."""
    if draft.whole:
        for kind, file, part in WORDED:
            yield from _worded(draft, kind, file, part)
    for file in (*WORD_FILES, "homes", "parties", "assumptions"):
        top = draft.content(file)
        for part, value in top.items():
            if (file, part) in ELSEWHERE:
                continue
            places = PLACES.get((file, part), frozenset())
            for line, text in texts_in(value, top.lines.get(part, 1)):
                for place in places_in(text):
                    if not _filled(place, places):
                        yield unfilled(f"{file}.yaml", line, place, place, places)
                if loose_brace(text):
                    yield loose(f"{file}.yaml", line, f"{file}.yaml:{line}", text)


def places_in(text: str) -> list[str]:
    """What stands between the braces of a text."""
    return _place.findall(text)


def loose_brace(text: str) -> bool:
    """Whether a brace opens or closes nothing."""
    left = _place.sub("", text)
    return "{" in left or "}" in left


def unfilled(file: str, line: int, about: str, place: str, places: Iterable[str]) -> Diagnostic:
    """The finding that nothing fills a place.

    Args:
        file: The file, seen from the folder of the knowledge base.
        line: The line of the text.
        about: What the finding is about.
        place: What stands between the braces.
        places: What could stand there.
    """
    known = sorted(places)
    near = nearest(place, known)
    return Diagnostic(
        UNBOUND_IN_TEXT, file, line, about,
        f"Nothing fills the place {echo('{' + place + '}')}.",
        f"Did you mean “{{{near}}}”?"
        if near
        else f"Known are {', '.join(known)}."
        if known
        else "No place is filled in this text; write it out.",
    )  # fmt: skip


def loose(file: str, line: int, about: str, text: str) -> Diagnostic:
    """The finding that a brace in a text opens or closes nothing."""
    return Diagnostic(
        UNBOUND_IN_TEXT, file, line, about,
        f"A brace opens or closes nothing in {echo(text)}.", "Write the place as {name}.",
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


def texts_in(value: Any, line: int) -> Iterator[tuple[int, str]]:
    """Every text in a value, however deep, with its line."""
    if isinstance(value, str):
        yield line, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_in(part, value.lines.get(key, line))
    elif isinstance(value, Sequence):
        for part, at in zip(value, value.lines):
            yield from texts_in(part, at)
