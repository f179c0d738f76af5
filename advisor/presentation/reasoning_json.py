"""What the reasoning says of itself, as JSON: contracts with other programs.

The schemas stand beside the rules: `rules/why.schema.json` and its neighbors. Names are stable: a
change that could break a reader raises `VERSION`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.explanation.contrast import Contrast, Pair
from advisor.explanation.flip import Flips
from advisor.explanation.quiz import NOT_KNOWN, Question, Quiz
from advisor.explanation.side_by_side import Comparison, Row
from advisor.explanation.whatif import WhatIf
from advisor.explanation.why import Why
from advisor.explanation.whynot import WhyNot
from advisor.presentation.citations import cite
from advisor.presentation.language import join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.acts import Act
    from advisor.explanation.answers import Given
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.reason import Reason
    from advisor.explanation.turning import Change
    from advisor.explanation.why import Step
    from advisor.explanation.whynot import Missing
    from advisor.knowledge.base import Knowledge

VERSION = 2
"""The version of the contracts."""


Found = Why | WhyNot | WhatIf | Flips | Comparison | Quiz | Contrast | tuple[Pair, ...]
"""What the functions that tell of the reasoning return."""


def reasoning_json(found: Found) -> str:
    """JSON text of what was found, with a line break at its end.

    Args:
        found: A proof, what speaks against something, what would be different, a comparison, a
            quiz, a contrast pair worked out, or the pairs there are.
    """
    if isinstance(found, Quiz):
        contract = quiz_contract(found)
    elif isinstance(found, Contrast):
        contract = contrast_contract(found)
    elif isinstance(found, Comparison):
        contract = compare_contract(found)
    elif isinstance(found, Why):
        contract = why_contract(found)
    elif isinstance(found, WhyNot):
        contract = whynot_contract(found)
    elif isinstance(found, WhatIf):
        contract = whatif_contract(found)
    elif isinstance(found, Flips):
        contract = flip_contract(found)
    else:
        contract = pairs_contract(found)
    return as_json(contract)


def as_json(contract: dict[str, Any]) -> str:
    """JSON text of a contract, with a line break at its end."""
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
        "statements": cited(found.assessment.knowledge, found.statements),
    }


def cited(knowledge: Knowledge, statements: Iterable[str]) -> list[dict[str, Any]]:
    """Statements of the articles with what they say and where they stand, as plain values."""
    return [
        {
            "statement": one.id,
            "says": one.says,
            "author": one.author,
            "title": one.title,
            "year": one.year,
            "section": one.section,
            "certainty": one.certainty,
        }
        for one in cite(knowledge, statements)
    ]


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
        "adverse": one.adverse,
    }


def whatif_contract(found: WhatIf) -> dict[str, Any]:
    """A case as it is and as it is supposed, as plain values."""
    return {
        **head(found.before),
        "changes": [act(one) for one in found.changes],
        "path_then": found.after.path,
        "differences": [
            {
                "topic": row.topic,
                "about": row.about or None,
                "now": row.values[0] or None,
                "then": row.values[1] or None,
            }
            for row in found.differences
        ],
        "appear": [_fired(one) for one in found.appear],
        "disappear": [_fired(one) for one in found.disappear],
    }


def _fired(reason: Reason) -> dict[str, Any]:
    return {"rule": reason.rule, "title": reason.title, "sentence": reason.sentence}


def compare_contract(found: Comparison) -> dict[str, Any]:
    """Assessments side by side, as plain values."""
    return {
        "contract_version": VERSION,
        "rules_version": found.assessments[0].stamp.rules_version,
        "rules_hash": found.assessments[0].stamp.rules_hash,
        "cases": [
            {
                "name": name,
                "client": one.case.client.text("name"),
                "file": one.case.file,
                "path": one.path,
                "answers_hash": one.stamp.answers_hash,
            }
            for name, one in zip(found.names, found.assessments, strict=True)
        ],
        "answers": [_row(row) for row in found.answers],
        "conclusions": [_row(row) for row in found.conclusions],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "about": row.about or None,
        "differs": row.differs,
        "values": [value or None for value in row.values],
    }


def flip_contract(found: Flips) -> dict[str, Any]:
    """What would change the advice, as plain values."""
    return {
        **head(found.assessment),
        "wanted": found.to or None,
        "flips": [
            {"changes": [act(one) for one in flip.acts], "path": flip.path, "cost": flip.cost}
            for flip in found.flips
        ],
        "size": found.size,
        "changes_possible": found.acts,
        "sets_tried": found.tried,
        "all_tried": found.all_tried,
        "deeds": [turn(one) for one in found.deeds],
        "against": [turn(one) for one in found.against],
    }


def turn(one: Change) -> dict[str, Any]:
    """A deed after which another path is advised."""
    return {
        "if": join([deed.says for deed in one.deeds]),
        "who": join(dict.fromkeys(deed.who for deed in one.deeds)),
        "path": one.path,
        "adverse": one.adverse,
        "answers": list(map(str, one.supposed)),
    }


def quiz_contract(found: Quiz) -> dict[str, Any]:
    """A quiz as plain values, with what has been answered."""
    return {
        **head(found.assessment),
        "seed": found.seed,
        "questions": [
            _question(number, one, found.assessment.knowledge)
            for number, one in enumerate(found.questions, 1)
        ],
        "given": [
            {
                "question": number,
                "choice": None if one == NOT_KNOWN else one + 1,
                "is_right": one == question.right,
            }
            for number, (one, question) in enumerate(zip(found.given, found.questions), 1)
        ],
        "score": {
            "right": found.right,
            "not_known": found.unknown,
            "answered": len(found.given),
            "of": len(found.questions),
        },
    }


def _question(number: int, one: Question, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "number": number,
        "kind": one.kind,
        "step": one.step,
        "answers": [given(each) for each in one.answers],
        "before": list(one.before),
        "more": one.more,
        "choices": [
            {
                "text": choice.text,
                "is_right": choice.right,
                "stands_for": choice.rule,
                "missing": choice.missing or None,
                "in_the_way": choice.in_the_way,
                "reason": choice.reason or None,
            }
            for choice in one.choices
        ],
        "right": one.right + 1,
        "fires": _fired(one.reason),
        "statements": cited(knowledge, one.reason.statements),
    }


def contrast_contract(found: Contrast) -> dict[str, Any]:
    """A contrast pair, worked out, as plain values."""
    return {
        **whatif_contract(found.found),
        "pair": found.pair._asdict(),
        "roads_part": {"now": _fired(found.now), "then": _fired(found.then)},
    }


def pairs_contract(pairs: Iterable[Pair]) -> dict[str, Any]:
    """The contrast pairs there are, as plain values."""
    return {"contract_version": VERSION, "pairs": [one._asdict() for one in pairs]}
