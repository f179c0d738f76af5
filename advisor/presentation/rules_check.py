"""The findings of a check of the rules, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.presentation.templating.rendering import plain_template, render

if TYPE_CHECKING:
    from advisor.verification.check import Report
    from advisor.verification.diagnostics import Diagnostic

VERSION = 2
"""The version of the contract in `rules/rules-check.schema.json`."""
TEMPLATE = "rules-check.txt.j2"


def check_text(report: Report, *, known: bool = False) -> str:
    """The findings as text: one a line with its place first, as editors like it.

    Args:
        report: What the checks found.
        known: Whether to show the known findings with their reasons.

    Returns:
        Plain text.
    """
    return render(plain_template(TEMPLATE), {"report": report, "known": known})


def check_json(report: Report) -> str:
    """The findings as JSON.

    Args:
        report: What the checks found.

    Returns:
        JSON text with a line break at its end.
    """
    found = {
        "contract_version": VERSION,
        "folder": report.folder,
        "rules": report.rules,
        "counts": report.counts,
        "findings": [_finding(one) for one in report.findings],
        "known": [{**_finding(one), "reason": one.reason} for one in report.known],
        "absent_files": list(report.absent),
        "left_out": list(report.left_out),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _finding(one: Diagnostic) -> dict[str, Any]:
    return {
        "code": one.sort.code,
        "sort": one.sort.slug,
        "severity": one.sort.severity,
        "file": one.file,
        "line": one.line,
        "about": one.about,
        "what": one.what,
        "remedy": one.remedy,
    }
