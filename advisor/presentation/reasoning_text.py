"""What the reasoning says of itself, as text for a terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.proof_tree import Absence, ProofStep
from advisor.explanation.side_by_side import parted
from advisor.explanation.why import Why
from advisor.presentation.citations import cite, sources_of
from advisor.presentation.side_by_side import in_words
from advisor.presentation.summary import hinges_of
from advisor.presentation.supposable import SupposableAnswers
from advisor.presentation.templating.rendering import (
    Indent,
    markdown_template,
    render,
    screen,
)
from advisor.presentation.terminal import ROWS, USUAL, typed_case
from advisor.presentation.what_changes import WhatChanges
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assess import Assessment
    from advisor.explanation.contrast import Contrast, ContrastPair
    from advisor.explanation.flip import Flips
    from advisor.explanation.reason import Reason
    from advisor.explanation.side_by_side import Comparison, WhatIf
    from advisor.explanation.whynot import WhyNot

MOST_RULES = 2
"""Rules that conclude something on one side alone that are shown unless all are asked for."""
DETAILS = frozenset({"verdict", "flag", "condition"})
"""Topics of a comparison that are counted unless all is asked for."""
MOST_FLIPS = 6
"""Sets of changes that are shown unless all are asked for."""
DEEPEST = 10
"""Levels of an outline that are set off from each other; a line must keep room for words."""


MANY = 3
"""Steps shown before that are named by their numbers only, in one line."""


class OutlineRow(NamedTuple):
    """A line of an outline, with what stands right below it."""

    pad: Indent
    depth: int
    step: ProofStep | None
    absence: Absence | None = None
    again: tuple[int, ...] = ()
    """The steps it takes that are not told again but by their numbers."""
    barred: int = 0
    """How many things had to be absent that are not told."""


def why_text(
    found: Why, *, width: int = USUAL, statements: bool = False, full: bool = False
) -> str:
    """The proof of a conclusion as an outline.

    Args:
        found: The proof.
        width: The columns there are.
        statements: Whether to say what each statement of the articles says.
        full: Whether to give the names of rules and answers, and every source, too.

    Returns:
        Plain text. Control characters in the client's words are left out.
    """
    knowledge, record = found.assessment.knowledge, found.assessment.record
    citations = cite(knowledge, found.statements)
    paths = knowledge.paths
    rows = [row for one in (found.proof, *found.also) for row in _rows(one, 0, full)]
    on_one = found.for_a_screen and not (full or statements)

    def label(path: str) -> str:
        return str(paths[path]["label"])

    return _text(
        "why",
        width,
        why=found,
        full=full,
        case=typed_case(record.case.file),
        client=CaseWords(found.assessment).heading,
        label=label(found.assessment.path) if found.robustness else "",
        hinges=hinges_of(found.robustness, label) if found.robustness else (),
        rows=rows,
        numbers={one.number: record.number_of(one.reason.firing) for one in found.steps},
        cited=cite(knowledge, found.proof.reason.statements),
        sources=sources_of(citations),
        statements=citations if statements else (),
        lines=ROWS if on_one else 0,
    )


def _rows(step: ProofStep, depth: int, full: bool) -> Iterator[OutlineRow]:
    pad = Indent(2 * min(depth, DEEPEST))
    again = [one for one in step.steps if one.again]
    if step.counted is None and len(again) < MANY:
        again = []
    absent = step.absent if full or not depth else ()
    barred = len(step.absent) - len(absent)
    yield OutlineRow(
        pad, depth, step, again=tuple(sorted(one.number for one in again)), barred=barred
    )
    for one in step.steps:
        if one not in again:
            yield from _rows(one, depth + 1, full)
    for absence in absent:
        yield OutlineRow(pad, depth, None, absence)
        for one in absence.steps:
            if not one.again:
                yield from _rows(one, depth + 2, full)


def _text(template: str, width: int, lines: int = 0, **values: Any) -> str:
    return screen(template, width, values, lines)


def _of_case(assessment: Assessment) -> dict[str, Any]:
    """What screens about changes of a case have in common."""
    paths = assessment.knowledge.paths
    return {
        "client": CaseWords(assessment).heading,
        "case": typed_case(assessment.case.file),
        "changed": SupposableAnswers(assessment).changed,
        "label": lambda path: str(paths[path]["label"]),
        "typed": shlex.quote,
    }


def whynot_text(found: WhyNot, *, width: int = USUAL, everything: bool = False) -> str:
    """What speaks against a path, a home or a rule: on a screen, the answers folded first.

    Args:
        found: What was found.
        width: The columns there are.
        everything: Whether to fold nothing.
    """
    knowledge, name = found.assessment.knowledge, found.subject.removeprefix("verdict:")
    if name in knowledge.homes and name != found.subject:
        subject = knowledge.homes[name].label
    else:
        subject = found.title or str(knowledge.paths[name]["label"])
    lines = 0 if everything else ROWS
    of_case = _of_case(found.assessment)
    return _text("whynot", width, lines, found=found, subject=subject, **of_case)


def whatif_text(found: WhatIf, *, width: int = USUAL, everything: bool = False) -> str:
    """A case as it is and as it is supposed: what differs, on about a screen.

    Args:
        found: What was supposed.
        width: The columns there are.
        everything: Whether to show every risk, condition and rule that differs, too.
    """
    lines = 0 if everything else ROWS
    return _text("whatif", width, lines, **_now_and_then(found, everything))


def compare_text(found: Comparison, *, width: int = USUAL, everything: bool = False) -> str:
    """Assessments side by side, for a terminal, on about a screen.

    Args:
        found: The comparison.
        width: The columns there are.
        everything: Whether to show every place, risk, condition and answer that differs, too.
    """
    folded = frozenset() if everything else DETAILS
    lines = 0 if everything else ROWS
    return _text("compare", width, lines, folded=folded, **_compared(found))


def compare_markdown(found: Comparison) -> str:
    """Assessments side by side, as a document in Markdown."""
    return render(markdown_template("compare"), _compared(found))


def _compared(found: Comparison) -> dict[str, Any]:
    rows = (in_words(each, found.assessments) for each in (found.conclusions, found.answers))
    return dict(zip(("conclusions", "answers"), rows), found=found)


def flip_text(found: Flips, *, width: int = USUAL, every_flip: bool = False) -> str:
    """What would change the advice, the easiest first.

    Args:
        found: What was found.
        width: The columns there are.
        every_flip: Whether to show all sets of changes.
    """
    shared, advised = _of_case(found.assessment), found.assessment
    longest = max(map(len, (found.folded, found.deeds, found.against)))
    return _text(
        "flip",
        width,
        0 if every_flip else ROWS,
        found=found,
        ways=WhatChanges(advised).ways(found),
        path=shared["label"](advised.path),
        wanted=found.to and shared["label"](found.to),
        everything=every_flip,
        longest=longest,
        most=longest if every_flip else MOST_FLIPS,
        **shared,
    )


def pairs_text(pairs: Iterable[ContrastPair], *, width: int = USUAL) -> str:
    """The pairs there are, a few lines each."""
    return _text("contrast", width, screen="list", pairs=tuple(pairs))


def contrast_text(found: Contrast, *, width: int = USUAL, everything: bool = False) -> str:
    """A pair with its difference brought out, on about a screen.

    Args:
        found: The pair, worked out.
        width: The columns there are.
        everything: Whether to show all that differs, and every statement behind it.
    """
    return _text(
        "contrast",
        width,
        0 if everything else ROWS,
        screen="pair",
        pair=found.pair,
        citations=cite(found.found.before.knowledge, found.statements),
        **_now_and_then(found.found, everything),
    )


def _now_and_then(found: WhatIf, everything: bool) -> dict[str, Any]:
    """What screens tell of a case as it is and as it is supposed."""
    now, then = map(_by_rule, (found.disappear, found.appear))
    return {
        "found": found,
        "differences": in_words(found.differences, found[:2]),
        "only_now": now,
        "only_then": then,
        "parted": found.before.path != found.after.path and parted(found.before, found.after),
        "everything": everything,
        "folded": frozenset() if everything else DETAILS | {"path", "alternatives"},
        "most": max(len(now), len(then)) if everything else MOST_RULES,
        **_of_case(found.before),
    }


def _by_rule(reasons: Iterable[Reason]) -> list[tuple[Reason, int]]:
    """The first of what each rule says, with how often it says the like."""
    found: dict[str, list[Reason]] = {}
    for one in reasons:
        found.setdefault(one.rule, []).append(one)
    return [(listed[0], len(listed)) for listed in found.values()]
