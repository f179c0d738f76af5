"""Which sentences the memo says: those of which all that must hold holds, the best of each group.

The conditions are matched by the plain evaluator, over the facts of the consultation and those of
`memo_facts`; a sentence therefore has a firing, and what it rests on can be asked like that of any
conclusion: each condition it had, and the fact that met it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.consultation import consult
from advisor.errors import InputError, did_you_mean, echo
from advisor.explanation.answers import AnswerWords
from advisor.explanation.memo_facts import MemoFacts
from advisor.explanation.speech import Clauses
from advisor.knowledge.sentences import CASE, MemoBlock, MemoKnowledge, Sentence
from advisor.knowledge.texts import put

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping

    from advisor.engine.trace import Consultation, Firing
    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.knowledge.vocabulary import Value
    from advisor.model.case import Answers
    from advisor.model.fact import Fact


class Said(NamedTuple):
    """A sentence that is said, with what it is said of."""

    sentence: Sentence
    bindings: Mapping[str, tuple[Value, ...]]
    """What each variable stands for; of the one that is gathered, every value."""
    firings: tuple[Firing, ...]
    """The matches it rests on."""

    @property
    def id(self) -> str:
        """The sentence's id, with what tells it from others of the same sentence."""
        about = [str(values[0]) for values in self.bindings.values()][:1]
        return ":".join([self.sentence.id, *about]) if self.sentence.each else self.sentence.id


class Sayings(NamedTuple):
    """All that one memo says."""

    blocks: Mapping[str, tuple[Said, ...]]
    """By block, in the order in which they are read."""
    further: Mapping[str, tuple[Said, ...]]
    """What a block had no room for."""
    due: Mapping[str, int]
    """The days until each task is due, from the memo."""
    consultation: Consultation
    """The facts and firings on which they were chosen."""


def shortened(sayings: Sayings, memo: MemoKnowledge) -> Sayings | None:
    """What a memo says without the sentence that it can best do without.

    Args:
        memo: Which blocks can be shorter; the last gives up first, and the lowest rank of it.

    Returns:
        The same without it; nothing where each block has as little as it may have.
    """
    for block in reversed([one for section in memo.sections for one in section.blocks]):
        said = sayings.blocks.get(block.id, ())
        if len(said) > block.least:
            least = min(reversed(said), key=lambda one: one.sentence.rank)
            left = tuple(one for one in said if one is not least)
            further = (*sayings.further.get(block.id, ()), least)
            return sayings._replace(
                blocks={**sayings.blocks, block.id: left},
                further={**sayings.further, block.id: further},
            )
    return None


def choose(
    assessment: Assessment,
    outlook: Outlook,
    day: datetime.date | None,
    refused: Callable[[Said], bool] | None = None,
) -> Sayings:
    """Chooses the sentences of a memo.

    Args:
        day: The day of the memo, or nothing.
        refused: Tells of a sentence that it must not be said; the next best takes its place.
    """
    memo = assessment.knowledge.memo
    facts = MemoFacts(assessment, outlook, day, memo).every()
    found = consult(memo.rulebook, facts, "reference")
    due = {one.word("task"): one.number("days") for one in found.of_kind("due")}
    firings: dict[str, list[Firing]] = {}
    for firing in found.firings:
        if firing.rule in memo.sentences:
            firings.setdefault(firing.rule, []).append(firing)
    if refused is not None:  # before the best of each group is chosen
        firings = {
            name: [one for said in left for one in said.firings]
            for name, held in firings.items()
            if (left := [s for s in _matches(memo.sentences[name], held) if not refused(s)])
        }
    blocks: dict[str, tuple[Said, ...]] = {}
    further: dict[str, tuple[Said, ...]] = {}
    by_id = {block.id: block for section in memo.sections for block in section.blocks}
    for name, sentences in memo.by_block().items():
        said = _said(sentences, firings)
        if name in by_id:
            blocks[name], further[name] = _set(by_id[name], said, due)
        else:
            blocks[name] = said[:1]
    return Sayings(blocks, further, due, found)


def _said(sentences: Iterable[Sentence], firings: Mapping[str, list[Firing]]) -> tuple[Said, ...]:
    """The best of each group of a block, in the order in which the groups stand."""
    groups: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        held = groups.setdefault(sentence.group, [])
        if sentence.id in firings:
            held.append(sentence)
    found: list[Said] = []
    for group in groups.values():
        best = sorted(group, key=lambda one: (-one.rank, one.order))
        if best and best[0].each:  # of entries that are each said, every one has its own match
            told: set[tuple[Value, ...]] = set()
            rows: list[Said] = []
            for one in best:
                if one.each:
                    matches = _matches(one, firings[one.id])
                    rows += [said for said in matches if _first(said, told)]
            if all(said.sentence.sort for said in rows):
                rows.sort(key=_in_order)
            found += rows
        elif best:
            found += _matches(best[0], firings[best[0].id])[:1]
    return tuple(one for one in found if not one.sentence.alone) or tuple(found)


def _in_order(said: Said) -> tuple[tuple[int, int, str], ...]:
    """Where a match stands among those of all sentences of its group."""
    keys = []
    for variable, largest in said.sentence.sort:
        kind, number, word = _key(said.bindings[variable][0])
        keys.append((kind, -number if largest else number, word))
    return tuple(keys)


def _first(said: Said, told: set[tuple[Value, ...]]) -> bool:
    """Whether nothing was said before of what a sentence of a group is about."""
    about = next(iter(said.bindings.values()), ())
    new = about not in told
    told.add(about)
    return new


def _matches(sentence: Sentence, firings: Iterable[Firing]) -> list[Said]:
    """The matches of a sentence, each once, in the order it asks for."""
    found: dict[tuple[tuple[str, Value], ...], list[Firing]] = {}
    ordered = list(firings)
    for variable, largest in reversed(sentence.sort):
        ordered.sort(key=lambda one: _key(dict(one.bindings)[variable]), reverse=largest)
    for firing in ordered:
        left = tuple(one for one in firing.bindings if one[0] != sentence.gather)
        found.setdefault(() if sentence.gather else left, []).append(firing)
    said = []
    for same in found.values():
        first = dict(same[0].bindings)
        bindings: dict[str, tuple[Value, ...]] = {name: (value,) for name, value in first.items()}
        if sentence.gather:
            values = dict.fromkeys(dict(one.bindings)[sentence.gather] for one in same)
            bindings[sentence.gather] = tuple(values)
        said.append(Said(sentence, bindings, tuple(same)))
    return said


def _key(value: Value) -> tuple[int, int, str]:
    return (0, value, "") if isinstance(value, int) else (1, 0, value)


def _set(
    block: MemoBlock, said: tuple[Said, ...], due: Mapping[str, int]
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What a block shows, and what it has no room for; steps by the day they are due."""
    ranked = sorted(said, key=lambda one: -one.sentence.rank) if block.most < len(said) else said
    shown = set(map(id, ranked[: block.most]))
    kept = [one for one in said if id(one) in shown]
    if block.form == "steps":
        kept.sort(key=lambda one: due.get(one.sentence.task, 0))
    return tuple(kept), tuple(one for one in said if id(one) not in shown)


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
    """Proves a sentence of a memo."""
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
        """A fact, as one ground or as the answers it is made of; what a thing is called is none."""
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
        if level == "home":
            return case.homes.get(about) or case.homes.get("every-home")
        return case.part(level) or case.entries(level).get(about)
