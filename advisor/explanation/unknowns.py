"""What the file does not say, and what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.knowledge.parties import CHANNELS
from advisor.model.case import UNKNOWN
from advisor.model.fact import Fact, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.explanation.assess import Assessment

TOLD = ("verdict", "fit", "demand", "flag", "condition", "pull-unchecked")
"""The kinds of conclusion whose unknowns a reader should hear of, after the path itself."""
PASSING = ("supports", "with-conditions")
"""The verdicts of a home that could carry the work."""
_OPEN = "open"
_STANCE = "stance"


class Unknown(NamedTuple):
    """An answer the file does not have, and what rests on it."""

    question: str
    home: str
    party: str
    what: str
    """What is not known, as a clause."""
    rests: tuple[str, ...]
    """What rests on it, as sentences."""
    decides: bool = False
    """Whether it alone could lead to another path once it is found out."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about."""
        return self.question, self.home, self.party


def find_unknowns(assessment: Assessment) -> tuple[Unknown, ...]:
    """Finds the unanswered questions on which a conclusion rests.

    Returns:
        Each once, those under the path first, then the others in the order of what rests
        on them. Only the planned place and the advised home count, since elsewhere nothing
        is decided.
    """
    found: dict[tuple[str, str, str], Unknown] = {}
    for sentence, answers in _conclusions(assessment):
        for fact in answers:
            origin = assessment.base.origins.get(fact)
            if origin is None or not is_open(fact, origin):
                continue
            if origin.basis == UNKNOWN and origin.home not in ("", *assessment.told_homes):
                continue
            question = _STANCE if origin.party else origin.question
            key = (question, origin.home, origin.party)
            known = found.setdefault(key, Unknown(*key, what_is_open(assessment, origin), ()))
            if sentence not in known.rests:
                found[key] = known._replace(rests=(*known.rests, sentence))
    told = (one for one in found.values() if one.what)
    return (*told, *places_not_known(assessment), *holds_not_known(assessment))


def places_not_known(assessment: Assessment) -> Iterator[Unknown]:
    """The places that could carry the work if they are open, which nobody knows.

    Yields:
        Each with the reason why it is not advised.
    """
    for one in assessment.homes:
        reason = assessment.not_chosen.get(one.home.path)
        if one.open == UNKNOWN and one.verdict in PASSING and reason is not None:
            what = unsaid(assessment, one.home.home, _OPEN)
            yield Unknown(_OPEN, one.home.home, "", what, (reason.sentence,))


def holds_not_known(assessment: Assessment) -> Iterator[Unknown]:
    """The parties of which nobody knows whether the work depends on them.

    Yields:
        What is not known of each, under the first question about its hold that is open.
    """
    for one in assessment.set_aside:
        if not one.hold_is_known:
            party = one.party
            question = next(name for name in CHANNELS if party.word(name) == UNKNOWN)
            what = unsaid(assessment, party.id, "hold")
            yield Unknown(question, "", party.id, what, (one.reason.sentence,))


def _conclusions(assessment: Assessment) -> Iterator[tuple[str, list[Fact]]]:
    """Sentences that say a conclusion, each with the answers it rests on."""
    facts = assessment.consultation
    for kind in ("path", "chosen-home", *TOLD):
        for fact in facts.of_kind(kind):
            home = dict(fact.fields).get("home", assessment.place)
            if home not in assessment.told_homes:
                continue
            firing = assessment.proofs.firing(fact)
            if firing is None:
                continue
            sentence = assessment.narrator.reason(firing).sentence
            whole = kind in ("path", "chosen-home")
            answers = assessment.proofs.answers([fact]) if whole else firing.premises
            steps = filter(None, map(assessment.proofs.firing, firing.premises))
            behind = (fact for step in steps for fact in step.premises)
            yield sentence, sorted({*answers, *behind})


def is_open(fact: Fact, origin: Origin) -> bool:
    """Whether an answer is one that nobody knows."""
    return origin.basis == UNKNOWN or (fact.kind == "party" and fact.get("stance") == UNKNOWN)


def is_said_otherwise(assessment: Assessment, question: str, home: str) -> bool:
    """Whether finer answers, or a summary that is yes, leave nothing to ask about a home.

    Args:
        home: The home, or empty.
    """
    questions = assessment.knowledge.questions.levels["home"].questions
    if not home or question not in questions:
        return False

    def said(other: str) -> Any:
        return assessment.case.in_home(home, other)

    finer = any(said(one) not in (None, UNKNOWN) for one in questions[question].summary_of)
    sums_up = (one.id for one in questions.values() if question in one.summary_of)
    return finer or any(said(one) == "yes" for one in sums_up)


def path_sentence(assessment: Assessment) -> str:
    """Why the path is what it is, as a sentence."""
    return assessment.record.reason(assessment.record.only("path")).sentence


def what_is_open(assessment: Assessment, origin: Origin) -> str:
    """What is not known while an answer is open, as a clause; empty where there are no words."""
    questions = assessment.knowledge.questions
    if origin.party:
        return unsaid(assessment, origin.party, _STANCE)
    if origin.question == _OPEN:
        return unsaid(assessment, origin.home, _OPEN)
    for level in ("home", "change", "client", "case"):
        found = questions.levels[level].questions.get(origin.question)
        if found is not None and (level == "home") == bool(origin.home):
            return found.unknown
    return ""


def unsaid(assessment: Assessment, about: str, what: str) -> str:
    """What has not been said of a party or a home, as a clause.

    Args:
        about: The party, or the home.
        what: `open` of a home; of a party `stance`, `basis` where its stance is known by signs or
            as a guess, or `hold`.
    """
    words = assessment.knowledge.section("words", "unsaid")[what]
    return assessment.narrator.clause(words, {"home" if what == _OPEN else "party": about})
