"""Citations of statements, sources and sections that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.knowledge.source import Mapping, Sequence
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import CITATION_DANGLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import Draft

_LISTS = (("glossary", "terms", "id"), ("paths", "paths", "slug"), ("tensions", "tensions", "id"))


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every citation that leads nowhere."""
    if draft.has("statements"):
        known = {str(one.get("id")) for one in draft.listed("statements", "statements")}
        for file, line, about, number in _citations(draft):
            if number not in known:
                near = nearest(number, known)
                yield Diagnostic(
                    CITATION_DANGLING, file, line, about,
                    f"“{about}” rests on {echo(number)}, which statements.yaml does not have.",
                    f"Did you mean “{near}”?" if near else "Correct the number.",
                )  # fmt: skip
    elif draft.has_words and "statements.yaml" in draft.absent:
        yield from _absent("statements", (one for *_, one in _citations(draft)))
    if draft.has("sources"):
        yield from _sources(draft)
    elif "sources.yaml" in draft.absent:
        statements = draft.listed("statements", "statements")
        yield from _absent("sources", (str(one.get("source")) for one in statements))


def _absent(name: str, cited: Iterable[str]) -> Iterator[Diagnostic]:
    """The finding that a file is missing that others cite; rules without any words cite freely."""
    named = dict.fromkeys(cited)
    if named:
        yield Diagnostic(
            CITATION_DANGLING, f"{name}.yaml", None, f"{name}.yaml",
            f"The file is missing, and others rest on it; the first they name is "
            f"{echo(next(iter(named)))}.", "Put it back.",
        )  # fmt: skip


def _citations(draft: Draft) -> Iterator[tuple[str, int, str, str]]:
    """File, line, what cites, and the statement it cites."""
    for entry in draft.entries:
        for number in entry.rests_on:
            line = draft.line_of(entry, "rests-on", number)
            yield draft.relative(entry.file), line, entry.id, number
    for about, cites in _asked(draft):
        for line, number in _numbers(cites, "rests-on"):
            yield "questions.yaml", line, about, number
    for home in draft.listed("homes", "homes"):
        assumed = home.get("assume")
        for question, supplied in assumed.items() if isinstance(assumed, Mapping) else ():
            if isinstance(supplied, Mapping):
                for line, number in _numbers(supplied, "rests-on"):
                    yield "homes.yaml", line, f"{home.get('home')}: {question}", number
    for kind in draft.listed("parties", "kinds"):
        for line, number in _numbers(kind, "rests-on"):
            yield "parties.yaml", line, str(kind.get("kind")), number
    for file, part, key in _LISTS:
        for one in draft.listed(file, part):
            for line, number in _numbers(one, "statements"):
                yield f"{file}.yaml", line, str(one.get(key)), number


def _asked(draft: Draft) -> Iterator[tuple[str, Mapping]]:
    """Every question, by its id."""
    for level in draft.listed("questions", "levels"):
        questions = level.get("questions")
        for one in questions if isinstance(questions, Sequence) else ():
            if isinstance(one, Mapping):
                yield str(one.get("id")), one


def _numbers(cites: Mapping, key: str) -> Iterator[tuple[int, str]]:
    """The statements listed under a key, each with its line."""
    cited = cites.get(key)
    if isinstance(cited, Sequence):
        yield from ((line, str(one)) for line, one in zip(cited.lines, cited))


def _sources(draft: Draft) -> Iterator[Diagnostic]:
    sources = {str(one.get("id")): one for one in draft.listed("sources", "sources")}
    for one in draft.listed("statements", "statements"):
        about = str(one.get("id"))
        source = sources.get(str(one.get("source")))
        if source is None:
            near = nearest(str(one.get("source")), sources)
            yield Diagnostic(
                CITATION_DANGLING, "statements.yaml", one.lines.get("source", one.line), about,
                f"“{about}” comes from {echo(one.get('source'))}, which is no source.",
                f"Did you mean “{near}”?" if near else "Add the source.",
            )  # fmt: skip
            continue
        sections = source.get("sections")
        listed = sections if isinstance(sections, Sequence) else ()
        headings = [str(each.get("heading")) for each in listed if isinstance(each, dict)]
        if headings and str(one.get("section")) not in headings:
            yield Diagnostic(
                CITATION_DANGLING, "statements.yaml", one.lines.get("section", one.line), about,
                f"“{one.get('source')}” has no section {echo(one.get('section'))}, "
                f"from which “{about}” is said to come.",
                "Correct the heading.",
            )  # fmt: skip
