"""Why a sentence of the memo stands: each condition it had, and the fact that met it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, did_you_mean, echo
from advisor.explanation.answers import AnswerWords
from advisor.explanation.speech import Clauses
from advisor.knowledge.sentences import CASE
from advisor.knowledge.texts import put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.engine.trace import Firing
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.saying import Said, Sayings
    from advisor.model.case import Answers
    from advisor.model.fact import Fact

ANSWERED = ("given", "stated", "count")
"""The kinds of fact that say what the file answers."""


class Ground(NamedTuple):
    """One thing a sentence rests on."""

    says: str
    """What holds, as a clause or sentence."""
    sort: str
    """`answer` of the file, `assumed`, `concluded` by a rule, or `worked-out` for the memo."""
    line: int | None
    """Of an answer, where it stands in the file."""
    rule: str
    """The rule that concluded it; empty for an answer."""
    statements: tuple[str, ...]
    """The statements of the articles behind that rule."""
    fact: Fact


class SentenceProof(NamedTuple):
    """What a sentence of the memo rests on."""

    said: Said
    grounds: tuple[Ground, ...]
    absent: tuple[str, ...]
    """What must not hold for it, and does not, as clauses."""


def find_said(sayings: Sayings, sentence: str) -> Said:
    """Finds a sentence of a memo.

    Args:
        sayings: All that the memo says.
        sentence: Its id, as `advisor memo --annotated` prints it, or the id of its entry.

    Raises:
        InputError: If the memo does not say it.
    """
    every = [one for block in sayings.blocks.values() for one in block]
    for one in every:
        if sentence in (one.id, one.sentence.id):
            return one
    known = [one.id for one in every]
    remedy = did_you_mean(sentence, known, "“advisor memo CASE --annotated” prints them.")
    raise InputError(f"This memo has no sentence {echo(sentence)}.", remedy=remedy)


def prove_sentence(assessment: Assessment, sayings: Sayings, said: Said) -> SentenceProof:
    """Proves a sentence of a memo.

    Args:
        assessment: What the reasoning found.
        sayings: All that the memo says.
        said: One of its sentences.
    """
    telling = _Grounds(assessment, sayings)
    grounds = {
        ground.says: ground
        for firing in said.firings
        for pattern, fact in zip(said.sentence.rule.when, firing.premises)
        for ground in telling.of(fact, [test.field for test in pattern.tests])
    }
    absent = dict.fromkeys(
        telling.clauses.pattern(one, dict(firing.bindings))
        for firing in said.firings
        for one in said.sentence.rule.unless
    )
    return SentenceProof(said, tuple(grounds.values()), tuple(absent))


class _Clauses(Clauses):
    """Says the kinds of fact of the memo too."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(assessment.record)
        self._kinds = assessment.knowledge.memo.rulebook.vocabulary.kinds


class _Grounds:
    """Tells facts as what a sentence rests on."""

    def __init__(self, assessment: Assessment, sayings: Sayings) -> None:
        self._assessment = assessment
        self.clauses = _Clauses(assessment)
        self._answers = AnswerWords(assessment.record)
        self._own = {fact: firing for firing in sayings.consultation.firings for fact in firing.new}

    def of(self, fact: Fact, fields: Iterable[str]) -> tuple[Ground, ...]:
        """A fact, as one ground or as the answers it is made of; what a thing is called is none.

        Args:
            fact: A fact that met a condition.
            fields: What the condition asks about.
        """
        if fact.kind in ANSWERED:
            called = fact.word("to") in ("name", "source", "who")
            return () if called else (self._answered(fact),)
        firing = self._assessment.proofs.firing(fact)
        if firing is not None:
            reason = self._assessment.narrator.reason(firing)
            return (
                Ground(reason.sentence, "concluded", None, reason.rule, reason.statements, fact),
            )
        if fact in self._own:
            return (self._worked_out(fact, self._own[fact]),)
        if fact in self._assessment.base.origins:
            return tuple(
                Ground(
                    one.says,
                    "assumed" if one.basis == "assumed" else "answer",
                    one.line,
                    "",
                    (),
                    fact,
                )
                for one in self._answers.given(fact, fields)
            )
        return (Ground(self._said(fact), "worked-out", None, "", (), fact),)

    def _worked_out(self, fact: Fact, firing: Firing) -> Ground:
        rule = self._assessment.knowledge.memo.rulebook.entry(firing.rule)
        says = self._assessment.narrator.say(rule.because, dict(firing.bindings))
        return Ground(says, "worked-out", None, rule.id, tuple(rule.rests_on), fact)

    def _said(self, fact: Fact) -> str:
        kind = self.clauses.kind(fact.kind)
        values = {name: str(value).replace("-", " ") for name, value in fact.fields}
        return put(kind.says, **values) if kind.says else str(fact)

    def _answered(self, fact: Fact) -> Ground:
        """An answer of the file, by its question."""
        knowledge = self._assessment.knowledge
        level, about, key = fact.word("of"), fact.word("about"), fact.word("to")
        question = knowledge.questions.levels[level].questions.get(key)
        asked = question.question if question else key.replace("-", " ")
        answers = self._of(level, about)
        if fact.kind == "given":
            value = answers.text(key) if answers else ""
        else:
            value = fact.word("is" if fact.kind == "stated" else "value")
        choice = question.values.get(value) if question else None
        value = (choice.clause if choice else "") or value.replace("-", " ")
        where = "" if about == CASE else f"{self._name(level, about)}: "
        line = answers.line_of(key) if answers else None
        return Ground(f"{where}{asked} {value}".rstrip(), "answer", line, "", (), fact)

    def _name(self, level: str, about: str) -> str:
        if level == "home":
            return self._assessment.knowledge.homes[about].label
        answers = self._of(level, about)
        return getattr(answers, "name", "") or about.replace("-", " ")

    def _of(self, level: str, about: str) -> Answers | None:
        """The answers about one thing."""
        case = self._assessment.case
        single: dict[str, Answers] = {
            "client": case.client, "change": case.change, "plan": case.plan, "case": case.top,
            "decision": case.decision,
        }  # fmt: skip
        if level in single:
            return single[level]
        if level == "home":
            return case.homes.get(about) or case.homes.get("every-home")
        if level == "number":
            return case.numbers[int(about.rpartition("-")[2]) - 1]
        listed = {"party": case.parties, "money": case.money, "part": case.parts,
                  "event": case.events}[level]  # fmt: skip
        return next((one for one in listed if one.id == about), None)
