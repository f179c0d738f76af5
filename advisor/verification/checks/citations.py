"""Citations of statements, sources and sections that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import echo, nearest
from advisor.knowledge.source import Sequence
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import CITATION_DANGLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.verification.draft import Draft

_LISTS = (("glossary", "terms", "id"), ("paths", "paths", "slug"), ("tensions", "tensions", "id"))


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every citation that leads nowhere."""
    if not draft.has("statements"):
        return
    known = {str(one.get("id")) for one in draft.listed("statements", "statements")}
    for file, line, about, cited in _citations(draft):
        for number in cited:
            if number not in known:
                near = nearest(str(number), known)
                yield Diagnostic(
                    CITATION_DANGLING, file, line, about,
                    f"“{about}” rests on {echo(number)}, which statements.yaml does not have.",
                    f"Did you mean “{near}”?" if near else "Correct the number.",
                )  # fmt: skip
    if draft.has("sources"):
        yield from _sources(draft)


def _citations(draft: Draft) -> Iterator[tuple[str, int | None, str, Iterable[str]]]:
    """File, line, what cites, and the statements it cites."""
    for entry in draft.entries:
        yield draft.relative(entry.file), entry.line, entry.id, entry.rests_on
    for question in draft.questions or ():
        yield "questions.yaml", question.line, question.id, question.rests_on
    for home in (draft.homes or {}).values():
        for supplied in home.assume.values():
            yield "homes.yaml", None, f"{home.home}: {supplied.question}", supplied.rests_on
    for kind in (draft.parties or {}).values():
        yield "parties.yaml", None, kind.kind, kind.rests_on
    for file, part, key in _LISTS:
        for one in draft.listed(file, part):
            cited = one.get("statements")
            if isinstance(cited, Sequence):
                yield f"{file}.yaml", one.line, str(one.get(key)), [str(each) for each in cited]


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
