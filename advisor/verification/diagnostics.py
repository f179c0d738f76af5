"""What a check of the knowledge can say, and which of it stays for a reason (explained.yaml).

This is the closed list of everything `advisor rules check` can say; docs/diagnostics.md says of
each what is wrong and what to do. A code never changes its meaning and is never given away again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from advisor.errors import KnowledgeError, Problem, did_you_mean
from advisor.explanation.contract import Contract, Number, one_of
from advisor.knowledge.reading import Reader

ERROR: Final = "error"
"""The advice would be wrong, or the knowledge cannot be used."""
WARNING: Final = "warning"
"""Very likely not what the author meant; mend it, or give the reason for it in the data."""
HINT: Final = "hint"
"""Harmless, and worth a look when somebody is there anyway."""

SEVERITIES = (ERROR, WARNING, HINT)


class Sort(NamedTuple):
    """One sort of finding: what each finding of it begins with."""

    code: str
    """Its number, which never changes its meaning."""
    slug: str
    """Its short name."""
    severity: str
    """One of `SEVERITIES`."""


MALFORMED = Sort("K001", "malformed", ERROR)
UNKNOWN_FACT = Sort("K101", "unknown-fact", ERROR)
UNKNOWN_VALUE = Sort("K102", "unknown-value", ERROR)
TYPE_MISMATCH = Sort("K103", "type-mismatch", ERROR)
GIVEN_CONCLUDED = Sort("K104", "given-concluded", ERROR)
UNBOUND_VARIABLE = Sort("K105", "unbound-variable", ERROR)
UNBOUND_IN_TEXT = Sort("K106", "unbound-in-text", ERROR)
UNKNOWN_THRESHOLD = Sort("K107", "unknown-threshold", ERROR)
ID_REUSED = Sort("K108", "id-reused", ERROR)
VARIABLE_ONCE = Sort("K109", "variable-once", WARNING)
NOBODY_GIVES = Sort("K201", "nobody-gives", ERROR)
UNREACHABLE_RULE = Sort("K202", "unreachable-rule", WARNING)
IDLE_NOT = Sort("K203", "idle-not", WARNING)
UNUSED_CONCLUSION = Sort("K204", "unused-conclusion", WARNING)
UNUSED_QUESTION = Sort("K205", "unused-question", WARNING)
UNUSED_THRESHOLD = Sort("K206", "unused-threshold", WARNING)
OUT_OF_REACH = Sort("K207", "out-of-reach", ERROR)
DUPLICATE_RULE = Sort("K301", "duplicate-rule", WARNING)
SUBSUMED_RULE = Sort("K302", "subsumed-rule", WARNING)
CONTRADICTORY_RULES = Sort("K303", "contradictory-rules", WARNING)
CYCLE = Sort("K304", "cycle", ERROR)
CITATION_MISSING = Sort("K401", "citation-missing", ERROR)
CITATION_DANGLING = Sort("K402", "citation-dangling", ERROR)
TOO_CERTAIN = Sort("K403", "too-certain", ERROR)
NOT_CARRIED = Sort("K404", "not-carried", ERROR)
PATH_WITHOUT_RULE = Sort("K501", "path-without-rule", ERROR)
PATH_NEVER_FIRST = Sort("K502", "path-never-first", WARNING)
HOME_WITHOUT_TEMPLATE = Sort("K503", "home-without-template", ERROR)
WORDS_MISSING = Sort("K504", "words-missing", ERROR)
WORDS_IDLE = Sort("K505", "words-idle", HINT)
PARTY_NOT_DESCRIBED = Sort("K506", "party-not-described", ERROR)
NO_RANGE = Sort("K601", "no-range", WARNING)
NO_OTHER_READING = Sort("K602", "no-other-reading", WARNING)
EXPLANATION_IDLE = Sort("K901", "explanation-idle", WARNING)

SORTS = tuple(one for one in tuple(globals().values()) if isinstance(one, Sort))
"""Every sort of finding, by code."""

BY_SLUG = {sort.slug: sort for sort in SORTS}
"""Every sort by its short name."""


class Finding(Contract, frozen=True):
    """Something that is wrong with the knowledge, or may be."""

    code: Annotated[str, Meta(pattern="^K[0-9]{3}$")]
    """docs/diagnostics.md explains it."""
    sort: str
    """The code's short name."""
    severity: Annotated[str, one_of(*SEVERITIES)]
    file: str
    """Seen from the folder."""
    line: Number | None
    about: str
    """The id of the rule, question or threshold; explained.yaml names it so."""
    what: str
    remedy: str

    @property
    def place(self) -> tuple[str, int, str, str]:
        """By what findings are sorted: file, line, code, text."""
        return self.file, self.line or 0, self.code, self.what


class KnownFinding(Finding, frozen=True):
    """A finding that stays, with the reason explained.yaml gives."""

    reason: str


FILE = "explained.yaml"


class Explained(NamedTuple):
    """Why one finding stays."""

    slug: str
    """The sort of finding; empty for a rule that no case fires."""
    about: str
    """What the finding is about, as the finding says it."""
    reason: str
    line: int


class Explanations(NamedTuple):
    """What the file says."""

    findings: tuple[Explained, ...]
    unfired: tuple[Explained, ...]
    problems: tuple[Problem, ...]


def read_explanations(folder: Path) -> Explanations:
    """Reads the reasons for known findings.

    Args:
        folder: The folder of the knowledge base; the file may be missing.

    Returns:
        The reasons, and what is wrong in the file.
    """
    path = folder / FILE
    if not path.is_file():
        return Explanations((), (), ())
    try:
        reader = Reader(str(path))
    except KnowledgeError as error:
        return Explanations((), (), error.problems)
    top = reader.mapping(reader.content, "The file", 1)
    reader.only(top, ("findings", "unfired"), "this file")
    return Explanations(
        _entries(reader, top.get("findings"), ("sort", "about", "reason")),
        _entries(reader, top.get("unfired"), ("rule", "reason")),
        tuple(reader.problems),
    )


def _entries(reader: Reader, entries: object, keys: tuple[str, ...]) -> tuple[Explained, ...]:
    found = []
    for entry in reader.sequence(entries, "This part", 1):
        one = reader.mapping(entry, "An entry", reader.line_of(entry))
        reader.only(one, keys, "an entry", required=keys)
        slug = reader.text(one, "sort") if "sort" in keys else ""
        if slug and slug not in BY_SLUG:
            reader.wrong(
                f"There is no sort of finding “{slug}”.", one.lines["sort"],
                did_you_mean(slug, BY_SLUG, "docs/diagnostics.md lists them."),
            )  # fmt: skip
        elif slug and BY_SLUG[slug].severity == ERROR:
            reader.wrong(f"“{slug}” is an error, and no reason excuses it.", one.line, "Mend it.")
        about = reader.text(one, keys[-2])
        found.append(Explained(slug, about, reader.text(one, "reason"), one.line))
    return tuple(found)
