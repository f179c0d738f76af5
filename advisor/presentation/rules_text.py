"""What checks, cases and proofs find of the rules, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.presentation.templating.rendering import plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from advisor.verification.check import Report
    from advisor.verification.coverage import Coverage
    from advisor.verification.impact import Impact
    from advisor.verification.proof.finding import Proof

SHOWN = 3
"""Cases named beside a rule or a statement in the text; JSON has all."""


def check_text(report: Report, *, known: bool = False) -> str:
    """The findings as text: one a line with its place first, as editors like it.

    Args:
        report: What the checks found.
        known: Whether to show the known findings with their reasons.

    Returns:
        Plain text.
    """
    return render(plain_template("rules-check.txt.j2"), {"report": report, "known": known})


def coverage_text(coverage: Coverage, *, rules: bool = False, statements: bool = False) -> str:
    """The coverage as text: the sums, what is missing, and if asked every rule or statement.

    Args:
        coverage: What the cases cover.
        rules: Whether to list every rule with its cases.
        statements: Whether to list every statement with what carries it.

    Returns:
        Plain text.
    """
    values = {"coverage": coverage, "rules": rules, "statements": statements, "shown": SHOWN}
    return render(plain_template("rules-coverage.txt.j2"), values)


def impact_text(impact: Impact, *, width: int = USUAL) -> str:
    """What other rules would change, as text.

    Args:
        impact: What the comparison found.
        width: The columns there are.
    """
    return fitted(render(plain_template("rules-impact.txt.j2"), {"impact": impact}), width)


def verify_text(proof: Proof) -> str:
    """The proof as text: a line for each property, and the smallest case of each violation."""
    return render(plain_template("rules-verify.txt.j2"), {"proof": proof})
