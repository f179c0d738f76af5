"""The facts that a case can give: what each question of the case file turns into.

`advisor.model.base_facts` makes the facts of one case; this says which it could make of any. A
test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.questions import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.homes import Home
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.questions import Question, Questions
    from advisor.knowledge.vocabulary import Kind, Value

Domain = tuple["Value", ...] | range | None
"""The values a field may hold: listed, numbers in a row, or all that its type allows."""

ANSWERS = {"answer": "to", "item": "of", "figure": "of",
           "home-answer": "to", "home-item": "of", "home-figure": "of"}  # fmt: skip
"""The kinds of fact that name the question they answer, and the field that does."""
_CASE_LEVELS = ("client", "change", "case")
ANSWERING = (*_CASE_LEVELS, "plan", "home")
"""The parts of the case file whose questions give such facts."""

_SCALED = {("party", "power"): ("party", "power"), ("power-stated", "power"): ("party", "power")}
"""The fields that hold the number of an answer on its scale: level and question."""
_SCORE = range(1, 6)
_SCORED = {
    ("rating", "now"): _SCORE,
    ("rating", "wanted"): _SCORE,
    ("rating", "change"): range(-4, 5),
}
"""The fields that hold scores, or the difference of two."""


class Form(NamedTuple):
    """Facts that can be there: a kind, and what each of its fields may hold."""

    kind: str
    fields: Mapping[str, Domain]
    source: str
    """The question they come from; empty for facts that simply are."""

    def may_hold(self, field: str, value: Value) -> bool:
        """Whether a field may hold a value that its type allows."""
        domain = self.fields[field]
        return domain is None or value in domain


def given_forms(
    kinds: Mapping[str, Kind],
    questions: Questions | None,
    homes: Mapping[str, Home] | None = None,
    parties: Mapping[str, PartyKind] | None = None,
) -> tuple[Form, ...]:
    """The forms of all facts a case can give.

    Args:
        kinds: The kinds of fact.
        questions: The questions; without them, every given fact the vocabulary allows.
        homes: What is known of the homes, where it is known.
        parties: What is known of the kinds of party, where it is known.
    """
    forms = []
    asked = tuple(_asked(questions)) if questions is not None else ()
    for kind in kinds.values():
        if not kind.given:
            continue
        whole: dict[str, Domain] = {
            name: type_.allowed or _span(kind.name, name, questions)
            for name, type_ in kind.fields.items()
        }
        known = tuple(_known(kind, homes or {}, parties or {}))
        name = ANSWERS.get(kind.name)
        if known:
            forms += [Form(kind.name, {**whole, **one}, "") for one in known]
        elif name is None or questions is None or not {name, "is", "value"} & set(kind.fields):
            forms.append(Form(kind.name, whole, ""))
        else:
            said = "value" if "value" in kind.fields else "is"
            for answers, question, values in asked:
                if answers == kind.name:
                    told: dict[str, Domain] = {name: (question,)}
                    if values is not None and said in kind.fields:
                        told[said] = values
                    forms.append(Form(kind.name, {**whole, **told}, question))
    return tuple(forms)


def _known(
    kind: Kind, homes: Mapping[str, Home], parties: Mapping[str, PartyKind]
) -> Iterator[dict[str, Domain]]:
    """What the fields of a kind hold that says what is known of homes and of kinds of party."""
    if kind.name == "home" and {"home", "group"} <= set(kind.fields):
        grouped = _by_value({name: home.group for name, home in homes.items()})
        for group, alike in grouped:
            yield {"home": alike, "group": (group,)}
    elif kind.name == "usual" and {"kind", "home", "channel"} <= set(kind.fields):
        for name, party in parties.items():
            for bearing, alike in _by_value(party.at):
                yield {"kind": (name,), "home": alike, "channel": (bearing,)}


def _by_value(known: Mapping[str, str]) -> list[tuple[str, tuple[Value, ...]]]:
    """Each value of a mapping, and the keys that have it."""
    return [
        (value, tuple(key for key, one in known.items() if one == value))
        for value in dict.fromkeys(known.values())
    ]


def _asked(questions: Questions) -> Iterator[tuple[str, str, Domain]]:
    """Kind of fact, question, and the answers it takes, for every question that gives a fact."""
    for name in _CASE_LEVELS:
        level = questions.levels.get(name)
        for question in level.questions.values() if level is not None else ():
            if question.gives != "nothing":
                yield from _case_question(question)
    plan = questions.levels.get("plan")
    if plan is not None and "tempting-kind" in plan.questions:
        yield from _case_question(plan.questions["tempting-kind"])
    yield "figure", "missing-parties", None  # how many parties the file says are missing
    home = questions.levels.get("home")
    for question in home.questions.values() if home is not None else ():
        if question.type == "choice":
            yield "home-answer", question.id, _answers(question)
        elif question.type == "several":
            yield "home-item", question.id, tuple(question.values)
        elif question.type == "number":
            yield "home-figure", question.id, None


def _case_question(question: Question) -> Iterator[tuple[str, str, Domain]]:
    if question.type == "choice":
        yield "answer", question.id, _answers(question)
    elif question.type == "several":
        yield "item", question.id, tuple(question.values)
    elif question.type == "number" and not question.values:
        yield "figure", question.id, None
    elif question.id == "shared-assumptions":
        for row in question.rows:
            yield "figure", f"shared-{row}", _SCORE


def _answers(question: Question) -> tuple[str, ...]:
    return (*question.values, *question.also, UNKNOWN)


def _span(kind: str, field: str, questions: Questions | None) -> range | None:
    """The numbers a field can hold by the scale of its question."""
    level, name = _SCALED.get((kind, field), ("", ""))
    asked = questions.levels.get(level) if questions is not None else None
    question = asked.questions.get(name) if asked is not None else None
    numbers = [one.number for one in question.values.values()] if question is not None else []
    known = [one for one in numbers if one is not None]
    if known:
        return range(min(known), max(known) + 1)
    return _SCORED.get((kind, field)) if questions is not None else None
