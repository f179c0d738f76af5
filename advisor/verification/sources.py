"""What rules and words rest on: statements, sources and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import did_you_mean, echo
from advisor.knowledge.rule import CERTAINTIES
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import Draft

_LISTS = (("glossary", "terms", "id"), ("paths", "paths", "slug"), ("tensions", "tensions", "id"))


def certainty(draft: Draft) -> Iterator[Diagnostic]:
    """Rules that claim more than the surest of their statements."""
    sure = {
        str(one.get("id")): str(one.get("certainty"))
        for one in draft.listed("statements", "statements")
    }
    for entry in draft.entries:
        cited = [CERTAINTIES.index(sure[one]) for one in entry.rests_on
                 if sure.get(one) in CERTAINTIES]  # fmt: skip
        if cited and CERTAINTIES.index(entry.certainty) < min(cited):
            yield Diagnostic(
                sorts.TOO_CERTAIN, draft.relative(entry.file), entry.line, entry.id,
                f"“{entry.id}” is called {entry.certainty}, and the surest statement it rests on "
                f"is {CERTAINTIES[min(cited)]}.",
                "Lower its certainty, or name the statement that supports it.",
            )  # fmt: skip


def statements(draft: Draft) -> Iterator[Diagnostic]:
    """Statements that are not where they are said to be."""
    cited = {number for entry in draft.entries for number in entry.rests_on}
    terms = {str(one.get("id")) for one in draft.listed("glossary", "terms")}
    for one in draft.listed("statements", "statements"):
        number = str(one.get("id"))
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
        yield Diagnostic(sorts.NOT_CARRIED, "statements.yaml", line, number, what, remedy)


def citations(draft: Draft) -> Iterator[Diagnostic]:
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


def _absent(name: str, cited: Iterable[str]) -> Iterator[Diagnostic]:
    """The finding that a file is missing that others cite; rules without any words cite freely."""
    for first in list(cited)[:1]:
        file = f"{name}.yaml"
        yield _dangling(
            file, None, file,
            f"The file is missing, and others rest on it; the first they name is {echo(first)}.",
            "Put it back.",
        )  # fmt: skip


def _citations(draft: Draft) -> Iterator[tuple[str, int, str, str]]:
    """File, line, what cites, and the statement it cites."""
    for entry in draft.entries:
        for number in entry.rests_on:
            line = draft.line_of(entry, "rests-on", number)
            yield draft.relative(entry.file), line, entry.id, number
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
    for name, part, key in _LISTS:
        for one in draft.listed(name, part):
            yield from _cited(name, one, "statements", key)


def _cited(name: str, one: object, key: str, about: str) -> Iterator[tuple[str, int, str, str]]:
    """The statements an entry of a file lists under a key."""
    cited = one.get(key) if isinstance(one, Mapping) else None
    if isinstance(one, Mapping) and isinstance(cited, Sequence):
        for line, number in zip(cited.lines, cited):
            yield f"{name}.yaml", line, str(one.get(about)), str(number)


def _sections(draft: Draft, statements: list[Mapping]) -> Iterator[Diagnostic]:
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


def _dangling(file: str, line: int | None, about: str, what: str, remedy: str) -> Diagnostic:
    return Diagnostic(sorts.CITATION_DANGLING, file, line, about, what, remedy)
