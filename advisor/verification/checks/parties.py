"""Kinds of party that are not described, or not declared, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import echo, nearest
from advisor.knowledge.parties import CHANNELS
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import PARTY_NOT_DESCRIBED, UNKNOWN_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import Draft

KIND = "party-kind"
"""The values of the vocabulary that are the kinds of party."""
_GROUPED = ("conditions", "words")
"""The files of words that speak of several kinds of party, under the key `kinds`."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every difference between the kinds of party and what is said of them."""
    declared = [str(one) for one in draft.vocabulary.values.get(KIND, ())]
    if not declared or not draft.has("parties"):
        return
    described = draft.listed("parties", "kinds")
    names = {str(one.get("kind")) for one in described}
    for name in declared:
        if name not in names:
            near = nearest(name, sorted(names - set(declared)))
            yield Diagnostic(
                PARTY_NOT_DESCRIBED, "parties.yaml", 1, name,
                f"parties.yaml does not say what the kind of party “{name}” is.",
                f"Did you mean it by “{near}”?" if near else "Describe it there.",
            )  # fmt: skip
    for one in described:
        name = str(one.get("kind"))
        if name not in declared:
            near = nearest(name, declared)
            yield Diagnostic(
                PARTY_NOT_DESCRIBED, "parties.yaml", one.lines.get("kind", one.line), name,
                f"The vocabulary has no kind of party {echo(name)}.",
                f"Did you mean “{near}”?" if near else f"Declare it under “{KIND}”, or delete it.",
            )  # fmt: skip
        yield from _values(draft, one, name)
    for file in _GROUPED:
        for listed in _groups(draft.content(file)):
            for line, name in zip(listed.lines, listed):
                if name not in declared:
                    yield _unknown(f"{file}.yaml", line, str(name), "kind of party", declared)


def _values(draft: Draft, one: Mapping, name: str) -> Iterator[Diagnostic]:
    """What an entry says that no question and no fact of a case can."""
    known: dict[str, Iterable[object]] = {
        "plural": ("yes", "no", "by-name"),
        "channels": CHANNELS,
        "tie": _allowed(draft, "party", "tie"),
        "stop-mode": _allowed(draft, "party", "stop-mode"),
    }
    for key, values in known.items():
        said = one.get(key)
        listed = said if isinstance(said, Sequence) else [said]
        for value in listed:
            if value is not None and values and value not in values:
                yield _unknown("parties.yaml", one.lines[key], name, f"“{key}”", values, value)
    bearing, homes = _allowed(draft, "usual", "channel"), draft.vocabulary.values.get("home", ())
    at = one.get("at")
    if not isinstance(at, Mapping):
        return
    for home, value in at.items():
        if homes and home not in homes:
            yield _unknown("parties.yaml", at.lines[home], name, "home", homes, home)
        if bearing and value not in bearing:
            yield _unknown("parties.yaml", at.lines[home], name, "bearing", bearing, value)


def _allowed(draft: Draft, kind: str, field: str) -> tuple[object, ...]:
    """What a field of a kind of fact may hold, where that is a list."""
    declared = draft.vocabulary.kinds.get(kind)
    type_ = declared.fields.get(field) if declared is not None else None
    return tuple((type_.allowed if type_ is not None else None) or ())


def _groups(value: Any) -> Iterator[Sequence]:
    """Every list of kinds in a file, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key == "kinds" and isinstance(part, Sequence):
                yield part
            else:
                yield from _groups(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _groups(part)


def _unknown(
    file: str, line: int, about: str, what: str, values: Iterable[object], said: object = None
) -> Diagnostic:
    """The finding that a value is none there is."""
    told = about if said is None else str(said)
    names = [str(one) for one in values]
    near = nearest(told, names)
    return Diagnostic(
        UNKNOWN_VALUE, file, line, about, f"There is no {what} {echo(told)}.",
        f"Did you mean “{near}”?" if near else f"Known are {', '.join(names[:12])}.",
    )  # fmt: skip
