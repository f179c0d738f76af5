"""The result as JSON: a contract with other programs, described by a JSON Schema.

The schema stands beside the rules, in `rules/assessment.schema.json`, so that an installed copy
has it too. Names here are stable: a change that could break a reader raises `VERSION`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from advisor.explanation.outlook import look_ahead
from advisor.presentation import language
from advisor.presentation.reasoning_json import turn
from advisor.presentation.view import View
from advisor.presentation.wording import Wording

if TYPE_CHECKING:
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.homes import HomeReading
    from advisor.explanation.reason import Reason
    from advisor.explanation.risks import Condition, Pull

VERSION = 2
"""The version of the contract."""


def assessment_json(assessment: Assessment) -> str:
    """Writes the result as JSON.

    Args:
        assessment: What the reasoning found.

    Returns:
        JSON text with a line break at its end. The same assessment always gives the same text.
    """
    return json.dumps(contract(assessment), ensure_ascii=False, indent=2) + "\n"


def contract(assessment: Assessment) -> dict[str, Any]:
    """The result as plain mappings, lists, text, numbers and truth values.

    Args:
        assessment: What the reasoning found.
    """
    case = assessment.case
    outlook = look_ahead(assessment, still_open=True)
    view = View(assessment, outlook, language.calendar_day(case.as_of))
    keystone = assessment.keystone
    states = {one.tension: one for one in assessment.tensions}
    return {
        "contract_version": VERSION,
        "client": case.client.text("name"),
        "change": view.name,
        "as_of": case.as_of or None,
        "path": assessment.path,
        "route": assessment.route,
        "form": assessment.form,
        "home": assessment.chosen_home,
        "place": assessment.place,
        "alignment": assessment.alignment,
        "certainty": assessment.certainty,
        "alternatives": [one.path for one in assessment.alternatives],
        "alternative_reasons": {
            one.path: {"open": one.open, "reason": one.reason.sentence}
            for one in assessment.alternatives
        },
        "not_chosen": {path: reason.sentence for path, reason in assessment.not_chosen.items()},
        "fit": _fit(assessment),
        "parties": [
            {
                "id": seat.party.id,
                "name": seat.party.name,
                "power": seat.power,
                "stance": seat.stance,
                "basis": seat.basis,
                "channels": list(seat.channels),
                "ally": seat.ally,
            }
            for seat in assessment.seats
        ],
        "set_aside": [
            {
                "id": one.party.id,
                "name": one.party.name,
                "as": one.as_,
                "reason": one.reason.sentence,
            }
            for one in assessment.set_aside
        ],
        "homes": {one.home.home: _home(one) for one in assessment.homes},
        "flags": [
            {
                "flag": one.flag,
                "level": one.level,
                "about": one.about,
                "reason": one.reason.sentence,
            }
            for one in assessment.flags
        ],
        "pull": _pull(assessment.pull),
        "keystone": keystone.id if keystone else None,
        "conditions": [_condition(one, view.words) for one in assessment.conditions],
        "tensions": [
            {
                "tension": lean.tension,
                "lean": lean.toward,
                "because": lean.because,
                "benefit": lean.benefit,
                "gives_up": lean.gives_up,
                "state": states[lean.tension].state,
                "raters": states[lean.tension].raters,
                "now": _tenths(states[lean.tension].now),
                "wanted": _tenths(states[lean.tension].wanted),
                "spread_now": states[lean.tension].spread_now,
                "spread_wanted": states[lean.tension].spread_wanted,
            }
            for lean in assessment.leans
        ],
        "steps": [
            {
                "do": one.do,
                "owner": one.owner,
                "owner_proposed": one.proposed,
                "days": one.days,
                "product": one.product,
            }
            for one in view.every_step
        ],
        "tripwires": [{"when": one.when, "act": one.act} for one in view.every_tripwire],
        "changes": [turn(one) for one in outlook.changes],
        "unknowns": [
            {
                "question": one.question,
                "home": one.home or None,
                "party": one.party or None,
                "what": one.what,
                "rests_on_it": list(one.rests),
            }
            for one in (*view.unanswered, *outlook.still_open)
        ],
        "assumptions": [
            {
                "question": one.question,
                "home": one.home or None,
                "party": one.party or None,
                "value": one.value,
                "reason": one.reason,
                "statements": list(one.statements),
            }
            for one in assessment.assumptions
        ],
        "contradictions": list(view.contradictions),
        "reasons": [
            {"number": one.number, "from": list(one.uses), **_reason(one.reason)}
            for one in assessment.reasons
        ],
        "rules_version": assessment.stamp.rules_version,
        "stamp": asdict(assessment.stamp),
    }


def _fit(assessment: Assessment) -> dict[str, Any] | None:
    fit = assessment.fit
    if fit is None:
        return None
    values = {name.rstrip("_"): value for name, value in asdict(fit).items()}
    return {**values, "clash_by": list(fit.clash_by)}


def _home(home: HomeReading) -> dict[str, Any]:
    return {
        "open": home.open,
        "place": home.place,
        "chosen": home.chosen,
        "autonomy": home.autonomy,
        "policy": home.policy,
        "opt_in": home.opt_in,
        "trade_off": home.trade_off,
        "weaker": home.weaker,
        "better": home.better,
        "grid": home.grid,
        "demand": home.demand,
        "verdict": home.verdict,
        "blocked_by": list(home.blocked_by),
        "reasons": [one.sentence for one in home.reasons],
    }


def _pull(pull: Pull | None) -> dict[str, Any] | None:
    if pull is None:
        return None
    return {
        "level": pull.level,
        "at_most": pull.at_most,
        "signs": [one.sentence for one in pull.signs],
        "unchecked": [one.sentence for one in pull.unchecked_signs],
    }


def _condition(condition: Condition, words: Wording) -> dict[str, Any]:
    return {
        "condition": condition.id,
        "home": condition.home,
        "holder": condition.holder,
        "by": condition.by,
        "keystone": condition.keystone,
        "label": words.condition(condition, "label"),
        "closes": words.condition(condition, "closes"),
        "fallback": words.condition(condition, "fallback"),
        "reasons": [one.sentence for one in condition.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "sentence": reason.sentence,
        "rule": reason.rule,
        "statements": list(reason.statements),
        "certainty": reason.certainty,
    }


def _tenths(value: int | None) -> float | None:
    return None if value is None else value / 10
