"""Ids, homes, kinds of party and paths: what is declared beside what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import did_you_mean, echo, nearest
from advisor.knowledge.parties import CHANNELS
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import Draft

_LISTS = (
    ("statements", "statements", "id"), ("sources", "sources", "id"), ("glossary", "terms", "id"),
    ("paths", "paths", "slug"), ("conditions", "conditions", "id"), ("steps", "steps", "id"),
    ("steps", "tripwires", "id"), ("tensions", "tensions", "id"), ("acts", "deeds", "id"),
)  # fmt: skip
"""File, list and key of the ids that must each stand once."""
KIND = "party-kind"
"""The values of the vocabulary that are the kinds of party."""
_GROUPED = ("conditions", "words")
"""The files of words that speak of several kinds of party, under the key `kinds`."""
_BEHIND = ("alternative", "not-chosen")
"""The kinds of fact that speak of a path without advising it."""


def ids(draft: Draft) -> Iterator[Diagnostic]:
    """Ids that stand for the second time."""
    rules = [(draft.relative(one.file), one.line, one.id) for one in draft.entries]
    lists = [
        [(f"{file}.yaml", one.lines.get(key, one.line), str(one.get(key)))
         for one in draft.listed(file, part)]
        for file, part, key in _LISTS
    ]  # fmt: skip
    for listed in (rules, *lists):
        first: dict[str, str] = {}
        for file, line, name in listed:
            if name in first:
                yield Diagnostic(
                    sorts.ID_REUSED, file, line, name,
                    f"The id {echo(name)} stands here for the second time; the first is "
                    f"{first[name]}.", "Give one of them another id.",
                )  # fmt: skip
            first.setdefault(name, f"{file}:{line}")


def homes(draft: Draft) -> Iterator[Diagnostic]:
    """Homes that are declared and not described, or described and not declared."""
    declared = [str(one) for one in draft.vocabulary.values.get("home", ())]
    if draft.homes is None or not declared:
        return
    lines = {str(one.get("home")): one.line for one in draft.listed("homes", "homes")}
    paths = {str(one.get("slug")) for one in draft.listed("paths", "paths")}
    found = [
        (home, 1, f"homes.yaml does not say what the home “{home}” is.",
         did_you_mean(home, sorted(set(draft.homes) - set(declared)), "Describe it there."))
        for home in declared if home not in draft.homes
    ]  # fmt: skip
    for home, described in draft.homes.items():
        line = lines.get(home, 1)
        if home not in declared:
            what = f"The vocabulary has no home “{home}”."
            found.append((home, line, what, "Declare it, or delete it."))
        if draft.has("paths") and described.path not in paths:
            what = f"The home “{home}” has the path “{described.path}”, which is none."
            found.append((home, line, what, "Name a path of paths.yaml."))
        for kind in (draft.parties or {}).values():
            if home not in kind.at:
                what = f"parties.yaml does not say how “{kind.kind}” bears on the home “{home}”."
                found.append((home, line, what, "Add the home under “at”."))
    for about, line, what, remedy in found:
        yield Diagnostic(sorts.HOME_WITHOUT_TEMPLATE, "homes.yaml", line, about, what, remedy)


def parties(draft: Draft) -> Iterator[Diagnostic]:
    """Every difference between the kinds of party and what is said of them."""
    declared = [str(one) for one in draft.vocabulary.values.get(KIND, ())]
    if not declared or not draft.has("parties"):
        return
    described = {str(one.get("kind")): one for one in draft.listed("parties", "kinds")}
    for name in declared:
        if name not in described:
            near = nearest(name, sorted(set(described) - set(declared)))
            yield Diagnostic(
                sorts.PARTY_NOT_DESCRIBED, "parties.yaml", 1, name,
                f"parties.yaml does not say what the kind of party “{name}” is.",
                f"Did you mean it by “{near}”?" if near else "Describe it there.",
            )  # fmt: skip
    for name, one in described.items():
        if name not in declared:
            yield Diagnostic(
                sorts.PARTY_NOT_DESCRIBED, "parties.yaml", one.lines.get("kind", one.line), name,
                f"The vocabulary has no kind of party {echo(name)}.",
                did_you_mean(name, declared, f"Declare it under “{KIND}”, or delete it."),
            )  # fmt: skip
        yield from _said_of(draft, one, name)
    for file in _GROUPED:
        for listed in _groups(draft.content(file)):
            for line, name in zip(listed.lines, listed):
                yield from _unknown(
                    f"{file}.yaml", line, str(name), "kind of party", declared, name
                )


def paths(draft: Draft) -> Iterator[Diagnostic]:
    """Paths without a rule, without words, or never first."""
    kinds = draft.vocabulary.kinds
    if "path" not in kinds or "path" not in kinds["path"].fields or not draft.has("paths"):
        return
    values = values_of(draft)
    behind = [name for name in _BEHIND if name in kinds and "path" in kinds[name].fields]
    written = {str(one.get("slug")): one.line for one in draft.listed("paths", "paths")}
    for path, line in written.items():
        if values.may_hold("path", "path", path):
            continue
        if any(values.may_hold(name, "path", path) for name in behind):
            yield Diagnostic(
                sorts.PATH_NEVER_FIRST, "paths.yaml", line, path,
                f"No rule can advise the path “{path}”; it only stands behind others.",
                "Write the rule that advises it, or give the reason.",
            )  # fmt: skip
        else:
            yield Diagnostic(
                sorts.PATH_WITHOUT_RULE, "paths.yaml", line, path,
                f"No rule concludes the path “{path}” or speaks of it.",
                "Write the rule, or delete the path.",
            )  # fmt: skip
    for value in sorted(map(str, kinds["path"].fields["path"].allowed or ())):
        if value not in written and values.may_hold("path", "path", value):
            yield Diagnostic(
                sorts.PATH_WITHOUT_RULE, "paths.yaml", 1, value,
                f"Rules conclude the path “{value}”, for which paths.yaml has no words.",
                did_you_mean(value, written, "Write its words."),
            )  # fmt: skip


def _said_of(draft: Draft, one: Mapping, name: str) -> Iterator[Diagnostic]:
    """What an entry says that no question and no fact of a case can."""
    known: dict[str, Iterable[object]] = {
        "plural": ("yes", "no", "by-name"),
        "channels": CHANNELS,
        "tie": _allowed(draft, "party", "tie"),
        "stop-mode": _allowed(draft, "party", "stop-mode"),
    }
    for key, values in known.items():
        said = one.get(key)
        for value in said if isinstance(said, Sequence) else [said]:
            if value is not None:
                line = one.lines[key]
                yield from _unknown("parties.yaml", line, name, f"“{key}”", values, value)
    bearing, homes = _allowed(draft, "usual", "channel"), draft.vocabulary.values.get("home", ())
    at = one.get("at")
    at = at if isinstance(at, Mapping) else Mapping(1)
    for home, value in at.items():
        yield from _unknown("parties.yaml", at.lines[home], name, "home", homes, home)
        yield from _unknown("parties.yaml", at.lines[home], name, "bearing", bearing, value)


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
    file: str, line: int, about: str, what: str, values: Iterable[object], said: object
) -> Iterator[Diagnostic]:
    """The finding that a value is none there is, if there are any and it is none of them."""
    names = [str(one) for one in values]
    if names and str(said) not in names:
        yield Diagnostic(
            sorts.UNKNOWN_VALUE, file, line, about, f"There is no {what} {echo(str(said))}.",
            did_you_mean(str(said), names, f"Known are {', '.join(names[:12])}."),
        )  # fmt: skip
