"""What the files beside the rules say: ids, statements and sources, homes, parties and paths.

What is declared is held against what is said of it, and what is cited against what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import did_you_mean, echo, nearest
from advisor.knowledge.parties import CHANNELS
from advisor.knowledge.rule import CERTAINTIES
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Finding
from advisor.verification.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import RuleDraft

_LISTS = (
    ("statements", "statements", "id"), ("sources", "sources", "id"), ("glossary", "terms", "id"),
    ("paths", "paths", "slug"), ("conditions", "conditions", "id"), ("tensions", "tensions", "id"),
    ("happenings", "happenings", "id"),
)  # fmt: skip
"""File, list and key of the ids that must each stand once."""
_CITING = (("glossary", "terms", "id"), ("paths", "paths", "slug"), ("tensions", "tensions", "id"))
"""File, list and key of what cites statements, beside rules, questions, homes and parties."""
KIND = "party-kind"
"""The values of the vocabulary that are the kinds of party."""
_TELLS_OF = {"party": KIND, "home": "home"}
"""What a statement may be said to tell of, and the values of the vocabulary that it names."""
_GROUPED = ("conditions", "words")
"""The files of words that speak of several kinds of party, under the key `kinds`."""
_BEHIND = ("alternative", "not-chosen")
"""The kinds of fact that speak of a path without advising it."""


def ids(draft: RuleDraft) -> Iterator[Finding]:
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
                yield Finding(
                    *sorts.ID_REUSED, file, line, name,
                    f"The id {echo(name)} stands here for the second time; the first is "
                    f"{first[name]}.", "Give one of them another id.",
                )  # fmt: skip
            first.setdefault(name, f"{file}:{line}")


def certainty(draft: RuleDraft) -> Iterator[Finding]:
    """Rules that claim more than the surest of their statements."""
    sure = {
        str(one.get("id")): str(one.get("certainty"))
        for one in draft.listed("statements", "statements")
    }
    for entry in draft.entries:
        cited = [CERTAINTIES.index(sure[one]) for one in entry.rests_on
                 if sure.get(one) in CERTAINTIES]  # fmt: skip
        if cited and CERTAINTIES.index(entry.certainty) < min(cited):
            yield Finding(
                *sorts.TOO_CERTAIN, draft.relative(entry.file), entry.line, entry.id,
                f"“{entry.id}” is called {entry.certainty}, and the surest statement it rests on "
                f"is {CERTAINTIES[min(cited)]}.",
                "Lower its certainty, or name the statement that supports it.",
            )  # fmt: skip


def statements(draft: RuleDraft) -> Iterator[Finding]:
    """Statements that are not where they are said to be."""
    cited = {number for entry in draft.entries for number in entry.rests_on}
    cited.update(draft.memo_cites)
    terms = {str(one.get("id")) for one in draft.listed("glossary", "terms")}
    for one in draft.listed("statements", "statements"):
        number = str(one.get("id"))
        yield from _tells_of(draft, one, number)
        how, _, rest = (part.strip() for part in str(one.get("carried", "")).partition(":"))
        remedy = "Cite it in a rule, or correct “carried”."
        if how == "rule" and number not in cited:
            what = f"No rule rests on “{number}”, said to be carried by one."
        elif how == "glossary" and rest not in terms:
            what = f"The glossary has no term {echo(rest)} for “{number}”."
            remedy = did_you_mean(rest, terms, "Add the term.")
        elif how == "background" and number in cited:
            what = f"“{number}” is called background, and a rule rests on it."
        elif how not in ("rule", "glossary") and not (how == "background" and rest):
            what = f"Nothing says what carries “{number}”."
            remedy = "Write rule, “glossary: term” or “background: why no rule needs it”."
        else:
            continue
        line = one.lines.get("carried", one.line)
        yield Finding(*sorts.NOT_CARRIED, "statements.yaml", line, number, what, remedy)


def _tells_of(draft: RuleDraft, one: Mapping, number: str) -> Iterator[Finding]:
    """Parties and homes that a statement is said to tell of and that are none."""
    about = one.get("about", Mapping(1))
    if not isinstance(about, Mapping) or any(
        not isinstance(listed, Sequence) for listed in about.values()
    ):
        yield Finding(
            *sorts.MALFORMED, "statements.yaml", one.lines["about"], number,
            f"“about” of “{number}” names no list of parties or homes.",
            "Write it as {party: [families]} or {home: [private-microschool]}.",
        )  # fmt: skip
        return
    for key, listed in about.items():
        line, values = about.lines[key], draft.vocabulary.values.get(_TELLS_OF.get(key, ""), ())
        yield from _unknown("statements.yaml", line, number, "sort of subject", _TELLS_OF, key)
        for named in listed:
            yield from _unknown("statements.yaml", line, number, key, values, named)


def citations(draft: RuleDraft) -> Iterator[Finding]:
    """Citations of statements, sources and sections that are not there."""
    listed = draft.listed("statements", "statements")
    if draft.has("statements"):
        known = {str(one.get("id")) for one in listed}
        for file, line, about, number in _citations(draft):
            if number not in known:
                yield _dangling(
                    file, line, about,
                    f"“{about}” rests on {echo(number)}, which statements.yaml does not have.",
                    did_you_mean(number, known, "Correct the number."),
                )  # fmt: skip
    elif draft.has_words and "statements.yaml" in draft.absent:
        yield from _absent("statements", (one for *_, one in _citations(draft)))
    if draft.has("sources"):
        yield from _sections(draft, listed)
    elif "sources.yaml" in draft.absent:
        yield from _absent("sources", (str(one.get("source")) for one in listed))


def _absent(name: str, cited: Iterable[str]) -> Iterator[Finding]:
    """The finding that a file is missing that others cite; rules without any words cite freely."""
    for first in list(cited)[:1]:
        file = f"{name}.yaml"
        yield _dangling(
            file, None, file,
            f"The file is missing, and others rest on it; the first they name is {echo(first)}.",
            "Put it back.",
        )  # fmt: skip


def _citations(draft: RuleDraft) -> Iterator[tuple[str, int, str, str]]:
    """File, line, what cites, and the statement it cites."""
    for entry in draft.entries:
        for number in entry.rests_on:
            line = draft.line_of(entry, "rests-on", number)
            yield draft.relative(entry.file), line, entry.id, number
    for number, (file, line, about) in draft.memo_cites.items():
        yield file, line, about, number
    for level in draft.listed("questions", "levels"):
        questions = level.get("questions")
        for one in questions if isinstance(questions, Sequence) else ():
            yield from _cited("questions", one, "rests-on", "id")
    for home in draft.listed("homes", "homes"):
        assumed = home.get("assume")
        for question, supplied in assumed.items() if isinstance(assumed, Mapping) else ():
            for file, line, _, number in _cited("homes", supplied, "rests-on", ""):
                yield file, line, f"{home.get('home')}: {question}", number
    for kind in draft.listed("parties", "kinds"):
        yield from _cited("parties", kind, "rests-on", "kind")
    for name, part, key in _CITING:
        for one in draft.listed(name, part):
            yield from _cited(name, one, "statements", key)


def _cited(name: str, one: object, key: str, about: str) -> Iterator[tuple[str, int, str, str]]:
    """The statements an entry of a file lists under a key."""
    cited = one.get(key) if isinstance(one, Mapping) else None
    if isinstance(one, Mapping) and isinstance(cited, Sequence):
        for line, number in zip(cited.lines, cited):
            yield f"{name}.yaml", line, str(one.get(about)), str(number)


def _sections(draft: RuleDraft, statements: list[Mapping]) -> Iterator[Finding]:
    """Statements of sources and sections that are not there."""
    sources = {str(one.get("id")): one for one in draft.listed("sources", "sources")}
    for one in statements:
        about, named = str(one.get("id")), one.get("source")
        source = sources.get(str(named))
        if source is None:
            yield _dangling(
                "statements.yaml", one.lines.get("source", one.line), about,
                f"“{about}” comes from {echo(named)}, which is no source.",
                did_you_mean(str(named), sources, "Add the source."),
            )  # fmt: skip
            continue
        sections = source.get("sections")
        listed = sections if isinstance(sections, Sequence) else ()
        headings = [str(each.get("heading")) for each in listed if isinstance(each, dict)]
        if headings and str(one.get("section")) not in headings:
            yield _dangling(
                "statements.yaml", one.lines.get("section", one.line), about,
                f"“{named}” has no section {echo(one.get('section'))}, from which “{about}” is "
                "said to come.", "Correct the heading.",
            )  # fmt: skip


def _dangling(file: str, line: int | None, about: str, what: str, remedy: str) -> Finding:
    return Finding(*sorts.CITATION_DANGLING, file, line, about, what, remedy)


def homes(draft: RuleDraft) -> Iterator[Finding]:
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
        yield Finding(*sorts.HOME_WITHOUT_TEMPLATE, "homes.yaml", line, about, what, remedy)


def parties(draft: RuleDraft) -> Iterator[Finding]:
    """Every difference between the kinds of party and what is said of them."""
    declared = [str(one) for one in draft.vocabulary.values.get(KIND, ())]
    if not declared or not draft.has("parties"):
        return
    described = {str(one.get("kind")): one for one in draft.listed("parties", "kinds")}
    for name in declared:
        if name not in described:
            near = nearest(name, sorted(set(described) - set(declared)))
            yield Finding(
                *sorts.PARTY_NOT_DESCRIBED, "parties.yaml", 1, name,
                f"parties.yaml does not say what the kind of party “{name}” is.",
                f"Did you mean it by “{near}”?" if near else "Describe it there.",
            )  # fmt: skip
    for name, one in described.items():
        if name not in declared:
            yield Finding(
                *sorts.PARTY_NOT_DESCRIBED, "parties.yaml", one.lines.get("kind", one.line), name,
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


def paths(draft: RuleDraft) -> Iterator[Finding]:
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
            yield Finding(
                *sorts.PATH_NEVER_FIRST, "paths.yaml", line, path,
                f"No rule can advise the path “{path}”; it only stands behind others.",
                "Write the rule that advises it, or give the reason.",
            )  # fmt: skip
        else:
            yield Finding(
                *sorts.PATH_WITHOUT_RULE, "paths.yaml", line, path,
                f"No rule concludes the path “{path}” or speaks of it.",
                "Write the rule, or delete the path.",
            )  # fmt: skip
    for value in sorted(map(str, kinds["path"].fields["path"].allowed or ())):
        if value not in written and values.may_hold("path", "path", value):
            yield Finding(
                *sorts.PATH_WITHOUT_RULE, "paths.yaml", 1, value,
                f"Rules conclude the path “{value}”, for which paths.yaml has no words.",
                did_you_mean(value, written, "Write its words."),
            )  # fmt: skip


def _said_of(draft: RuleDraft, one: Mapping, name: str) -> Iterator[Finding]:
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


def _allowed(draft: RuleDraft, kind: str, field: str) -> tuple[object, ...]:
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
) -> Iterator[Finding]:
    """The finding that a value is none there is, if there are any and it is none of them."""
    names = [str(one) for one in values]
    if names and str(said) not in names:
        yield Finding(
            *sorts.UNKNOWN_VALUE, file, line, about, f"There is no {what} {echo(str(said))}.",
            did_you_mean(str(said), names, f"Known are {', '.join(names[:12])}."),
        )  # fmt: skip
