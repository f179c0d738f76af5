"""What the reasoning says of itself, as JSON: contracts with other programs.

The schemas stand beside the rules: `rules/why.schema.json` and its neighbors. Names are stable: a
change that could break a reader raises `VERSION`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.explanation.why import Why
from advisor.presentation.citations import cite

if TYPE_CHECKING:
    from advisor.explanation.acts import Act
    from advisor.explanation.answers import Given
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.why import Step
    from advisor.explanation.whynot import Missing, WhyNot

VERSION = 1
"""The version of the contracts."""


def reasoning_json(found: Why | WhyNot) -> str:
    """JSON text of what was found, with a line break at its end.

    Args:
        found: A proof, or what speaks against something.
    """
    contract = why_contract(found) if isinstance(found, Why) else whynot_contract(found)
    return json.dumps(contract, ensure_ascii=False, indent=2) + "\n"


def head(assessment: Assessment) -> dict[str, Any]:
    """What every contract begins with."""
    return {
        "contract_version": VERSION,
        "client": assessment.case.client.text("name"),
        "path": assessment.path,
        "rules_version": assessment.stamp.rules_version,
        "rules_hash": assessment.stamp.rules_hash,
        "answers_hash": assessment.stamp.answers_hash,
    }


def why_contract(found: Why) -> dict[str, Any]:
    """The proof of a conclusion as plain values; steps refer to each other by number."""
    return {
        **head(found.assessment),
        "conclusion": found.conclusion,
        "fact": {"kind": found.fact.kind, **found.fact.as_dict()},
        "certainty": found.certainty,
        "steps": [_step(step) for step in found.steps],
        "assumptions": [given(one) for one in found.assumptions],
        "unknowns": [given(one) for one in found.unknowns],
        "statements": [
            {
                "statement": one.id,
                "says": one.says,
                "author": one.author,
                "title": one.title,
                "year": one.year,
                "section": one.section,
                "certainty": one.certainty,
            }
            for one in cite(found.assessment.knowledge, found.statements)
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "sentence": step.reason.sentence,
        "rule": step.reason.rule,
        "title": step.reason.title,
        "certainty": step.reason.certainty,
        "weakest": step.weakest,
        "statements": list(step.reason.statements),
        "answers": [given(one) for one in step.given],
        "answers_before": list(step.given_before),
        "from": [one.number for one in step.steps],
        "nothing_says": list(step.absent),
        "steps_left_out": step.left_out,
        "about_other_homes": step.elsewhere,
    }


def given(one: Given) -> dict[str, Any]:
    """An answer, or what stands for one."""
    return {
        "answer": one.name or None,
        "value": one.value,
        "says": one.says,
        "about": one.about or None,
        "basis": one.basis,
        "line": one.line,
        "because": one.reason or None,
        "who_can_change": one.who or None,
    }


def whynot_contract(found: WhyNot) -> dict[str, Any]:
    """What speaks against a path, a home or a rule, as plain values."""
    return {
        **head(found.assessment),
        "subject": found.subject,
        "standing": found.standing,
        "title": found.title or None,
        "holding": list(found.holding),
        "blocks": [
            {
                "standing": block.standing,
                "why": block.why,
                "sentence": block.sentence,
                "rule": block.rule,
                "statements": list(block.statements),
                "behind": [given(one) for one in block.behind],
                "missing": _missing(block.missing) if block.missing else None,
            }
            for block in found.blocks
        ],
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "changes": [act(one) for one in missing.acts],
        "path": missing.path,
        "still": [one._asdict() for one in missing.still],
    }


def act(one: Act) -> dict[str, Any]:
    """A change of one answer, with who could bring it about."""
    return {
        "answer": str(one.name),
        "now": one.before,
        "then": one.after,
        "who": one.who or None,
        "leader": one.own,
        "cost": one.cost,
    }
