"""What came of the proof over all answers, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor.presentation.templating.rendering import plain_template, render

if TYPE_CHECKING:
    from advisor.verification.proof.prove import Proof

VERSION = 2
"""The version of the contract in `rules/rules-verify.schema.json`."""
TEMPLATE = "rules-verify.txt.j2"


def verify_text(proof: Proof) -> str:
    """The proof as text: a line for each property, and the smallest case of each violation."""
    return render(plain_template(TEMPLATE), {"proof": proof})


def verify_json(proof: Proof) -> str:
    """The proof as JSON, with a line break at its end."""
    found = {
        "contract_version": VERSION,
        "folder": proof.folder,
        "holds": proof.holds,
        "sampled": proof.sampled,
        "seed": proof.seed,
        "rules": proof.rules,
        "answers": list(proof.answers),
        "evaluations": proof.evaluations,
        "properties": [
            {
                "property": one.about,
                "holds": one.holds,
                "examined": one.examined,
                "stands_for": str(one.stands_for),
                "notes": list(one.notes),
                "violations": [
                    {"says": each.says, "case": each.case_file, "facts": list(each.facts)}
                    for each in one.violations
                ],
            }
            for one in proof.findings
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
