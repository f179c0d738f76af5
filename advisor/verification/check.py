"""The check of a knowledge base: all checks, and what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import nearest
from advisor.verification import sorts
from advisor.verification.checks import (
    certainty,
    citations,
    combinations,
    contradictions,
    cycles,
    duplicates,
    homes,
    ids,
    numbers,
    parties,
    paths,
    reading,
    reasons,
    statements,
    unasked,
    unreachable,
    unused_conclusions,
    unused_questions,
    unused_thresholds,
    words,
)
from advisor.verification.diagnostics import ERROR, SEVERITIES, WARNING, Diagnostic
from advisor.verification.draft import Draft
from advisor.verification.explained import FILE, Explained, read_explanations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


class Check(NamedTuple):
    """One check."""

    find: Callable[[Draft], Iterator[Diagnostic]]
    whole: bool
    """Whether it makes sense only when every file could be read."""
    slug: str
    """What a report calls it when it had to be left out."""


CHECKS = (
    Check(reading.find, False, "reading"),
    Check(ids.find, False, "ids"),
    Check(cycles.find, False, "cycles"),
    Check(citations.find, False, "citations"),
    Check(certainty.find, False, "certainty"),
    Check(words.find, False, "words"),
    Check(reasons.find, False, "reasons"),
    Check(duplicates.find, False, "duplicates"),
    Check(parties.find, False, "parties"),
    Check(unasked.find, True, "facts that nobody gives"),
    Check(unreachable.find, True, "rules that cannot fire"),
    Check(combinations.find, True, ""),
    Check(numbers.find, True, "numbers out of reach"),
    Check(unused_conclusions.find, True, "conclusions, questions and numbers that nothing uses"),
    Check(unused_questions.find, True, ""),
    Check(unused_thresholds.find, True, ""),
    Check(contradictions.find, True, "rules that contradict each other"),
    Check(statements.find, True, "statements"),
    Check(paths.find, True, "paths and homes"),
    Check(homes.find, True, ""),
)
"""Every check, in order."""


class Report(NamedTuple):
    """What the checks found in one knowledge base."""

    folder: str
    """The folder, as the person named it."""
    rules: int
    """How many rules and totals could be read."""
    findings: tuple[Diagnostic, ...]
    """What wants mending, by file and line."""
    known: tuple[Diagnostic, ...]
    """What is left as it is, each with its reason."""
    absent: tuple[str, ...]
    """Files of a whole knowledge base that the folder does not have."""
    left_out: tuple[str, ...]
    """What could not be checked because not every file could be read."""

    def count(self, severity: str) -> int:
        """How many findings of a severity want mending."""
        return sum(one.sort.severity == severity for one in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings want mending, by severity."""
        return {severity: self.count(severity) for severity in SEVERITIES}

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return self.count(ERROR) > 0

    @property
    def unexplained(self) -> bool:
        """Whether there is an error, or a warning for which no reason is given."""
        return self.failed or self.count(WARNING) > 0


def check(folder: Path) -> Report:
    """Checks the knowledge base of a folder.

    Args:
        folder: The folder with `vocabulary.yaml`, `thresholds.yaml` and `reasoning/`; the files
            of words may be missing.

    Returns:
        Everything that was found.

    Raises:
        InputError: If the folder holds no knowledge base.
    """
    draft = Draft(folder)
    explanations = read_explanations(folder)
    draft.problems.extend(explanations.problems)
    found: dict[Diagnostic, None] = {}
    left_out = []
    for one in CHECKS:
        if one.whole and not draft.whole:
            left_out.extend([one.slug] if one.slug else [])
            continue
        found.update(dict.fromkeys(one.find(draft)))
    findings, known = _sorted_out(found, explanations.findings)
    if draft.whole:
        findings.extend(_idle(draft, explanations.findings, known, explanations.unfired))
    return Report(
        str(folder),
        len(draft.entries),
        tuple(sorted(findings, key=lambda one: one.place)),
        tuple(sorted(known, key=lambda one: one.place)),
        draft.absent,
        tuple(left_out),
    )


def _sorted_out(
    found: Iterable[Diagnostic], explained: Iterable[Explained]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What wants mending, and what is known with its reason."""
    reasons = {(one.slug, one.about): one.reason for one in explained if one.reason}
    findings, known = [], []
    for one in found:
        reason = reasons.get((one.sort.slug, one.about), "")
        if reason and one.sort.severity != ERROR:
            known.append(one._replace(reason=reason))
        else:
            findings.append(one)
    return findings, known


def _idle(
    draft: Draft,
    explained: Iterable[Explained],
    known: Iterable[Diagnostic],
    unfired: Iterable[Explained],
) -> Iterator[Diagnostic]:
    """The reasons that explain nothing."""
    found = {(one.sort.slug, one.about) for one in known}
    for one in explained:
        if (one.slug, one.about) not in found:
            yield Diagnostic(
                sorts.EXPLANATION_IDLE, FILE, one.line, one.about,
                f"There is no finding “{one.slug}” about “{one.about}” any more.",
                "Delete the entry.",
            )  # fmt: skip
    for one in unfired:
        if one.about not in draft.by_id:
            near = nearest(one.about, draft.by_id)
            yield Diagnostic(
                sorts.EXPLANATION_IDLE, FILE, one.line, one.about,
                f"There is no rule “{one.about}”.",
                f"Did you mean “{near}”?" if near else "Delete the entry.",
            )  # fmt: skip
