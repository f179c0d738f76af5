"""The check of a knowledge base: all checks, and what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec.structs import asdict, replace

from advisor.errors import did_you_mean
from advisor.explanation.contract import Contract, Count, Versioned
from advisor.knowledge.overlay import PlacedFolder
from advisor.solver.session import SolverMissingError
from advisor.verification import described, firing, loose_ends
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Explained, Finding, KnownFinding
from advisor.verification.draft import RuleDraft

_Found = TypeVar("_Found", bound=Finding)


def refused(draft: RuleDraft) -> Iterator[Finding]:
    """What the readers refuse: faults of form, unknown names, values that cannot fit."""
    for problem in dict.fromkeys(draft.problems):
        sort = sorts.BY_SLUG.get(problem.fault, sorts.MALFORMED)
        file = draft.relative(problem.file)
        about = f"{file}:{problem.line}" if problem.line else file
        yield Finding(*sort, file, problem.line, about, problem.what, problem.remedy)


CHECKS: tuple[Callable[[RuleDraft], Iterator[Finding]], ...] = (
    refused, described.ids, firing.cycles, described.citations, described.certainty,
    loose_ends.holes, loose_ends.reasons, described.parties, loose_ends.variables,
)  # fmt: skip
"""The checks of whatever could be read."""

WHOLE: dict[str, tuple[Callable[[RuleDraft], Iterator[Finding]], ...]] = {
    "facts that nobody gives": (firing.unasked,),
    "rules that cannot fire": (firing.unreachable,),
    "numbers out of reach": (firing.numbers,),
    "conclusions, questions and numbers that nothing uses": (
        loose_ends.conclusions, loose_ends.questions, loose_ends.thresholds, loose_ends.worded,
    ),
    "what a path can hang on": (loose_ends.numbers, loose_ends.judgments),
    "rules that repeat or contradict each other": (firing.repeated, firing.contradictions),
    "statements": (described.statements,),
    "paths and homes": (described.paths, described.homes),
}  # fmt: skip
"""The checks that make sense only when every file could be read, by what a report calls them."""


class Counts(Contract, frozen=True):
    """Findings that want mending, by severity."""

    error: Count
    warning: Count
    hint: Count


class Report(Versioned, frozen=True, kw_only=True):
    """The findings of a check of the knowledge.

    A change that could break a reader raises contract_version.
    """

    folder: str
    """The folder that was checked, as it was named; empty where files of one's own are laid over
    it, and each finding names its file in full."""
    rules: Count
    """Rules and totals that could be read."""
    counts: Counts
    findings: tuple[Finding, ...]
    known: tuple[KnownFinding, ...]
    absent_files: tuple[str, ...]
    """Files of a whole knowledge base that are not there."""
    left_out: tuple[str, ...]
    """What was not looked for, because not every file could be read."""

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return self.counts.error > 0

    @property
    def unexplained(self) -> bool:
        """Whether there is an error, or a warning for which no reason is given."""
        return self.failed or self.counts.warning > 0


def check(folder: Path, origin: PlacedFolder | None = None) -> Report:
    """Checks the knowledge base of a folder.

    Args:
        folder: The folder with `vocabulary.yaml`, `thresholds.yaml` and `reasoning/`; the files
            of words may be missing.
        origin: Where its lines were written, if files of one's own are laid over it.

    Raises:
        InputError: If the folder holds no knowledge base.
    """
    draft = RuleDraft(folder)
    explanations = sorts.read_explanations(folder)
    draft.problems.extend(explanations.problems)
    found = dict.fromkeys(finding for find in CHECKS for finding in find(draft))
    left_out = [] if draft.whole else [*WHOLE]
    for name, group in WHOLE.items() if draft.whole else ():
        try:
            found.update(dict.fromkeys(finding for find in group for finding in find(draft)))
        except SolverMissingError:
            left_out.append(f"{name} (clingo is not installed)")
    findings, known = _sorted_out(found, explanations.findings)
    if draft.whole:
        findings.extend(_idle(draft, explanations.findings, known, explanations.unfired))
    severities = [one.severity for one in findings]
    if origin:
        findings = [_written(one, origin) for one in findings]
        known = [_written(one, origin) for one in known]
    return Report(
        folder="" if origin else str(folder),
        rules=len(draft.entries),
        counts=Counts(*map(severities.count, sorts.SEVERITIES)),
        findings=tuple(sorted(findings, key=lambda one: one.place)),
        known=tuple(sorted(known, key=lambda one: one.place)),
        absent_files=draft.absent,
        left_out=tuple(left_out),
    )


def _written(finding: _Found, origin: PlacedFolder) -> _Found:
    file, line = origin.place(finding.file, finding.line)
    return replace(finding, file=file, line=line)


def _sorted_out(
    found: Iterable[Finding], explained: Iterable[Explained]
) -> tuple[list[Finding], list[KnownFinding]]:
    """What wants mending, and what is known with its reason."""
    reasons = {(one.slug, one.about): one.reason for one in explained if one.reason}
    findings, known = [], []
    for one in found:
        reason = reasons.get((one.sort, one.about), "")
        if reason and one.severity != sorts.ERROR:
            known.append(KnownFinding(**asdict(one), reason=reason))
        else:
            findings.append(one)
    return findings, known


def _idle(
    draft: RuleDraft,
    explained: Iterable[Explained],
    known: Iterable[Finding],
    unfired: Iterable[Explained],
) -> Iterator[Finding]:
    """The reasons that explain nothing."""
    found = {(one.sort, one.about) for one in known}
    for one in explained:
        if (one.slug, one.about) not in found:
            yield Finding(
                *sorts.EXPLANATION_IDLE, sorts.FILE, one.line, one.about,
                f"There is no finding “{one.slug}” about “{one.about}” any more.",
                "Delete the entry.",
            )  # fmt: skip
    for one in unfired:
        if one.about not in draft.by_id:
            yield Finding(
                *sorts.EXPLANATION_IDLE, sorts.FILE, one.line, one.about,
                f"There is no rule “{one.about}”.",
                did_you_mean(one.about, draft.by_id, "Delete the entry."),
            )  # fmt: skip
