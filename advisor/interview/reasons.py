"""Why a question is asked, and which answers do not go together; on whatever screen it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from advisor.explanation.agenda import Agenda
    from advisor.explanation.relevance import Asked, Relevance, Witness
    from advisor.interview.answered import Answered
    from advisor.knowledge.strata import Entry
    from advisor.model.draft import Draft
    from advisor.presentation.interview import Wording

MOST_RULES = 3
"""Rules that a reason names."""
MOST_ANSWERS = 3
"""Answers of a list that a reason names."""
MOST_SAID = 2
"""Sentences with which a reason says what would follow from an answer."""
_figures = re.compile(r"\d")
NEVER_SAID = ("keystone",)
"""Conclusions whose sentences speak of another conclusion without naming it."""


class Side(NamedTuple):
    """One of two answers that come to different conclusions."""

    answer: str
    more: int
    """How many answers of a list are not named."""
    says: str
    """What follows from it and not from the other; nothing if that is all."""


class WhyAsked(NamedTuple):
    """Why a question is asked."""

    needed: bool
    """Whether there is no case without it."""
    words_only: bool
    """Whether the memo prints the answer and no conclusion waits for it."""
    home: str
    """The place that the two answers are about, by its name."""
    sides: tuple[Side, ...]
    """Two answers that come to different conclusions, if there is something to say of them."""
    rules: tuple[Entry, ...]
    """The first rules that take the answer."""
    paths: tuple[str, ...]
    """Two paths to which two answers lead, by their names; none if both lead to one."""
    kinds: tuple[str, ...]
    """The kinds of conclusion that can turn on the answer."""
    longer: bool
    """Whether the two answers are left out because it takes a while to say what follows."""


class Clash(NamedTuple):
    """Answers that do not go together."""

    says: str
    items: tuple[str, ...]
    """The questions that were answered so."""


class Turn(NamedTuple):
    """An answer with which the advice became another."""

    before: str
    """What was advised, by its name."""
    now: str
    why: str
    """Why, in a sentence."""


class Turns:
    """Notices when an answer that comes after the memo was offered turns the advice.

    Attributes:
        path: The path that was told last; empty before.
    """

    def __init__(self, relevance: Relevance) -> None:
        self._relevance = relevance
        self._told: Draft | None = None
        self.path = ""

    def since(self, draft: Draft) -> Turn | None:
        """The turn since the path was told last; none as long as none was told."""
        return self.look(draft) if self.path else None

    def look(self, draft: Draft) -> Turn | None:
        """The turn since the path was told last, if there is one.

        Args:
            draft: The answers so far; while there is something left to name, nothing is said.
        """
        relevance, knowledge = self._relevance, self._relevance.knowledge
        if not relevance.is_complete(draft):
            return None
        before, self.path = self.path, relevance.path(draft)
        told, self._told = self._told, draft.copy()
        if told is None or before in ("", self.path):
            return None
        from advisor.explanation.assess import assess
        from advisor.explanation.why import proof_firings

        then, now = (assess(one.case(knowledge), engine="reference") for one in (told, draft))
        known = {then.narrator.reason(one).sentence for one in then.consultation.firings}
        proof = [(now.narrator.reason(one).sentence, one) for one in proof_firings(now)]
        new = [one for one in proof if one[0] not in known and not _figures.search(one[0])]
        of_before = [one for one in new if before in dict(one[1].bindings).values()]
        was, now_is = (str(knowledge.paths[one]["label"]) for one in (before, self.path))
        return Turn(was, now_is, (of_before or new or proof[-1:])[0][0])


def reason_of(
    asked: Asked, answered: Answered, agenda: Agenda, wording: Wording, *, at_length: bool = True
) -> WhyAsked:  # fmt: skip
    """What waits for the answer to a question, and by which rules.

    Args:
        at_length: Whether what takes a while is said, too.
    """
    plan, witness = agenda.plan, asked.witness
    rules = agenda.reading(asked.item, answered.goals)
    home = witness.unit.home if witness else ""
    longer = witness is not None and not (at_length or _tells_of_paths(witness))
    return WhyAsked(
        asked.item in plan.needed,
        asked.item in plan.words_asked or asked.item in plan.always,
        wording.home(home) if home else "",
        _sides(asked.item, witness, agenda, wording) if witness and not longer else (),
        rules[:MOST_RULES],
        _paths(witness, agenda) if witness else (),
        _kinds(witness) if witness else (),
        longer,
    )


def clashes(draft: Draft, agenda: Agenda) -> tuple[Clash, ...]:
    """The answers of a draft that do not go together."""
    found = []
    for one in draft.case(agenda.knowledge).contradictions:
        items = [
            f"parties.{one.party}"
            if level == "party"
            else f"{'homes' if level == 'home' else level}.{question}"
            for level, question, _ in one.between
        ]
        found.append(Clash(one.says, tuple(dict.fromkeys(items))))
    return tuple(found)


def _paths(witness: Witness, agenda: Agenda) -> tuple[str, ...]:
    found = [one.word("path") for side in witness.conclusions for one in side if one.kind == "path"]
    told = dict.fromkeys(str(agenda.knowledge.paths[one]["label"]) for one in found)
    return tuple(told) if len(told) > 1 else ()


def _kinds(witness: Witness) -> tuple[str, ...]:
    one, other = witness.conclusions
    return tuple(sorted({fact.kind for fact in {*one} ^ {*other}}))


def _tells_of_paths(witness: Witness) -> bool:
    """Whether the two answers lead to different paths, which needs no reasoning to be said."""
    own, other = witness.conclusions
    return any(fact.kind == "path" and fact not in other for fact in own)


def _sides(item: str, witness: Witness, agenda: Agenda, wording: Wording) -> tuple[Side, ...]:
    sides = [
        Side(
            wording.answer(item, _at(witness.unit.home, _begun(value))) or "left open",
            _left_out(value),
            _says(witness, side, agenda),
        )
        for side, value in enumerate(witness.values)
    ]
    if not any(one.says for one in sides):
        return ()
    if not sides[0].says:  # so that it can be said of the other that this does not follow
        sides.reverse()
    return tuple(sides)


def _says(witness: Witness, side: int, agenda: Agenda) -> str:
    """What follows on one side of a witness and not on the other, in words; nothing if none."""
    own, other = witness.conclusions[side], witness.conclusions[1 - side]
    only = [fact for fact in own if fact not in other]
    for fact in only:
        if fact.kind == "path":
            return str(agenda.knowledge.paths[fact.word("path")]["label"])
    if not only:
        return ""
    from advisor.explanation.assess import assess

    full = witness.rest.copy()
    witness.unit.put(full, witness.values[side])
    found = assess(full.case(agenda.knowledge), engine="reference")
    told = {one.id: one.says for one in found.case.contradictions}
    said: dict[str, str] = {}  # by rule, for many say the same of several things
    for firing in found.consultation.firings:
        for fact in (one for one in firing.new if one in only and one.kind not in NEVER_SAID):
            clash = told.get(fact.word("about")) if fact.kind == "flag" else None
            said.setdefault(firing.rule, clash or found.narrator.reason(firing).sentence)
    return " ".join([*said.values()][:MOST_SAID])


def _at(home: str, value: Any) -> Any:
    """A table as the answer for its place; any other answer as it is."""
    return {home: value} if home and isinstance(value, dict) else value


def _begun(value: Any) -> Any:
    """The first answers of a list; any other answer whole."""
    return value[:MOST_ANSWERS] if isinstance(value, (list, tuple)) else value


def _left_out(value: Any) -> int:
    """How many answers of a list are not named."""
    return max(0, len(value) - MOST_ANSWERS) if isinstance(value, (list, tuple)) else 0
