"""What the cases cover of the rules and statements, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor.presentation.templating.rendering import plain_template, render

if TYPE_CHECKING:
    from advisor.verification.coverage import Coverage

VERSION = 2
"""The version of the contract in `rules/rules-coverage.schema.json`."""
TEMPLATE = "rules-coverage.txt.j2"
SHOWN = 3
"""Cases named beside a rule or a statement in the text; JSON has all."""


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
    return render(plain_template(TEMPLATE), values)


def coverage_json(coverage: Coverage) -> str:
    """The coverage as JSON.

    Args:
        coverage: What the cases cover.

    Returns:
        JSON text with a line break at its end.
    """
    found = {
        "contract_version": VERSION,
        "folder": coverage.folder,
        "complete": coverage.complete,
        "cases": list(coverage.cases),
        "rules": [
            {
                "id": one.id,
                "title": one.title,
                "file": one.file,
                "line": one.line,
                "rests_on": list(one.rests_on),
                "cases": list(one.cases),
                "reason": one.reason or None,
            }
            for one in coverage.rules
        ],
        "statements": [
            {
                "id": one.id,
                "says": one.says,
                "carried": one.carried or None,
                "how": one.how or None,
                "rules": list(one.rules),
                "cases": list(one.cases),
            }
            for one in coverage.statements
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
