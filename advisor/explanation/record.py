"""Reading the record of a consultation: facts by kind, their words, reasons, proofs and names.

As a person types it (`alignment`, `flag:demand`, `charter-school`) a conclusion is named by its
kind, then by as many of its values as it takes to tell it from others of that kind, with colons
between. A path, a home, a party or a rule stands for what is concluded about it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, as_name, did_you_mean, echo
from advisor.explanation.reason import Narrator, Reason
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from advisor.engine.trace import Consultation, Firing
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value
    from advisor.model.base_facts import BaseFacts
    from advisor.model.case import Case, Party
    from advisor.model.fact import Fact

    Ground = tuple[Firing, ...]
    from collections.abc import Iterator

    from advisor.explanation.assess import Assessment

KINDS_READ = frozenset(
    {"alignment", "alternative", "better", "blocked", "channel", "chosen-home", "clash",
      "condition", "demand", "fit", "flag", "gap", "grid", "home-undecided", "keystone",
      "lean", "leaning", "matters", "mean", "member", "not-chosen", "open-question", "part-order",
      "path", "pull-count", "pull-indicator", "pull-unchecked", "raters", "reads", "route", "seat",
      "set-aside", "share", "spread", "tally", "tension-state", "unsuited",
      "verdict", "weaker", "weight"}
)  # fmt: skip
"""The kinds of conclusion that an assessment shows; all others only serve other rules."""

THRESHOLDS_READ = frozenset(
    {"pull-high", "pull-medium", "support-share-needed", "unknown-share-limit"}
)
"""The thresholds that an assessment names or compares with."""


class Record:
    """What a consultation concluded about a case, ready to be looked up.

    Attributes:
        case: The case.
        knowledge: The knowledge it was judged with.
        base: The answers as facts, with their origins and the assumptions.
        consultation: The facts and firings.
        narrator: What puts the client's words into sentences.
        proofs: What each conclusion rests on.
    """

    def __init__(
        self, case: Case, knowledge: Knowledge, base: BaseFacts, consultation: Consultation
    ) -> None:
        self.case = case
        self.knowledge = knowledge
        self.base = base
        self.consultation = consultation
        self.narrator = Narrator(case, knowledge)
        self.proofs = Proofs(consultation, knowledge.rulebook, self.narrator)
        self._kinds: dict[str, tuple[Fact, ...]] = {}
        self._subjects: dict[tuple[str, str], dict[Value, tuple[Fact, ...]]] = {}

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The facts of a kind, sorted."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = self.consultation.of_kind(kind)
        return found

    def only(self, kind: str) -> Fact:
        """The one fact of a kind that every consultation has once.

        Raises:
            LookupError: If there are none or several, which the rules must not allow.
        """
        facts = self.of(kind)
        if len(facts) != 1:
            raise LookupError(f"expected one fact of kind {kind}, found {len(facts)}")
        return facts[0]

    def about(self, kind: str, subject: str, field: str = "home") -> tuple[Fact, ...]:
        """The facts of a kind about one home, or about another subject."""
        found = self._subjects.get((kind, field))
        if found is None:
            found = self._subjects[kind, field] = defaultdict(tuple)
            for fact in self.of(kind):
                found[fact.get(field)] += (fact,)
        return found.get(subject, ())

    def numbers(
        self, kind: str, subject: str, key: str, value: str, field: str = "home"
    ) -> dict[str, int]:
        """A number by another field, for the facts of a kind about one subject."""
        return {fact.word(key): fact.number(value) for fact in self.about(kind, subject, field)}

    def party(self, fact: Fact) -> Party:
        """The party a fact is about."""
        return self.case.party(fact.word("party"))

    def reason(self, fact: Fact) -> Reason:
        """The first reason for a conclusion.

        Raises:
            LookupError: If the fact is an answer and nothing concluded it.
        """
        firing = self.proofs.firing(fact)
        if firing is None:
            raise LookupError(f"nothing concluded {fact}")
        return self.narrator.reason(firing)

    def reasons(self, facts: Iterable[Fact]) -> tuple[Reason, ...]:
        """The first reason for each of several conclusions."""
        return tuple(map(self.reason, facts))

    def threshold(self, name: str) -> int:
        """The value of a threshold."""
        return self.knowledge.rulebook.thresholds[name].value

    def number_of(self, firing: Firing) -> int:
        """The number of a step in the trace, by which it can be asked for."""
        return self._numbers[id(firing)]

    @cached_property
    def said(self) -> Mapping[tuple[str, str], Reason]:
        """What every firing says, by rule and sentence; each sentence once."""
        reasons = map(self.narrator.reason, self.consultation.firings)
        return {(reason.rule, reason.sentence): reason for reason in reasons}

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {id(one): number for number, one in enumerate(self.consultation.firings, 1)}


class Proofs:
    """Finds the support of conclusions in the record of one consultation.

    A conclusion may follow in several ways. The proof is made of the first firing that
    established each fact, so every premise stands before what follows from it.
    """

    def __init__(self, consultation: Consultation, rulebook: Rulebook, narrator: Narrator) -> None:
        self._consultation = consultation
        self._rulebook = rulebook
        self._narrator = narrator

    @cached_property
    def _all(self) -> Mapping[Fact, list[Firing]]:
        every: dict[Fact, list[Firing]] = defaultdict(list)
        for firing in self._consultation.firings:
            for fact in firing.asserted:
                every[fact].append(firing)
        return every

    def firing(self, fact: Fact) -> Firing | None:
        """The firing that first established a fact; nothing for an answer."""
        return next(iter(self.firings(fact)), None)

    def firings(self, fact: Fact) -> Sequence[Firing]:
        """Every firing that concludes a fact."""
        return self._all.get(fact, ())

    def grounds(self, fact: Fact) -> tuple[Ground, ...]:
        """The firings that conclude a fact, those together that say the same; first the first.

        Each ground is enough by itself, and so is each firing in it. Of rules of which the first
        that holds counts, only that one is a ground.
        """
        firings = self.firings(fact)
        if len(firings) == 1:
            return ((firings[0],),)
        found: dict[tuple[str, str], list[Firing]] = {}
        choices: dict[str, str] = {}
        for firing in firings:
            table = self._rulebook.table_of(firing.rule)
            choice = table.id if table is not None and table.sort == "first" else firing.rule
            if choices.setdefault(choice, firing.rule) != firing.rule:
                continue
            sentence = self._narrator.reason(firing).sentence
            found.setdefault((firing.rule, sentence), []).append(firing)
        return tuple(map(tuple, found.values()))

    def chain(
        self, facts: Iterable[Fact], homes: Container[str] | None = None
    ) -> tuple[Firing, ...]:
        """All firings that facts rest on, answers first.

        Args:
            homes: The homes to tell of; without it, all. What a conclusion says of other homes
                it was compared with is then left out.

        Returns:
            Each firing once, in the order of the record.
        """
        needed: set[int] = set()
        waiting = list(facts)
        seen: set[Fact] = set()
        while waiting:
            fact = waiting.pop()
            if fact in seen or elsewhere_than(homes, fact):
                continue
            seen.add(fact)
            firing = self.firing(fact)
            if firing is None:
                continue
            needed.add(id(firing))
            waiting.extend(firing.premises)
        return tuple(one for one in self._consultation.firings if id(one) in needed)

    def answers(self, facts: Iterable[Fact]) -> frozenset[Fact]:
        """The answers and assumptions that facts rest on."""
        facts = tuple(facts)
        given = {premise for firing in self.chain(facts) for premise in firing.premises}
        return frozenset(one for one in given | set(facts) if one not in self._all)


def elsewhere_than(homes: Container[str] | None, fact: Fact) -> bool:
    """Whether a fact is about a home that is not to be told of."""
    if homes is None:
        return False
    return any(name == "home" and value not in homes for name, value in fact.fields)


NAMES_SHOWN = 6


class Conclusion(NamedTuple):
    """A conclusion with the name by which it can be asked for."""

    name: str
    fact: Fact


def find_conclusion(assessment: Assessment, typed: str = "") -> Conclusion:
    """The conclusion a person means.

    Args:
        typed: Its name; the advised path if it is empty.

    Raises:
        InputError: If there is no such conclusion, or several.
    """
    wanted = as_name(typed) or "path"
    found = list(dict.fromkeys(_meant(assessment, wanted)))
    if len(found) == 1:
        return Conclusion(name_of_fact(assessment, found[0]), found[0])
    if found:
        names = [name_of_fact(assessment, fact) for fact in found]
        shown = ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "")
        raise InputError(
            f"{echo(typed)} could be any of {len(found)} conclusions.",
            remedy=f"Name one: {shown}",
        )
    raise _nothing(assessment, typed, wanted)


def _nothing(assessment: Assessment, typed: str, wanted: str) -> InputError:
    knowledge = assessment.knowledge
    if wanted in knowledge.paths:
        return InputError(
            f"The path {echo(typed)} is not advised in this case.",
            remedy="“advisor whynot” says why; “advisor why” without a name proves the one that "
            "is.",
        )
    if wanted in {entry.id for entry in knowledge.rulebook.entries}:
        return InputError(
            f"The rule {echo(typed)} does not fire in this case.",
            remedy="“advisor whynot” says what is missing.",
        )
    if wanted in knowledge.rulebook.vocabulary.kinds:
        return InputError(
            f"Nothing of the kind {echo(typed)} is concluded in this case.",
            remedy="“advisor assess” shows what is.",
        )
    otherwise = (
        "Name a path, a home, a party, a rule, the number of a step, or a kind with its values, "
        "such as alignment or flag:demand."
    )
    return InputError(
        f"There is no conclusion {echo(typed)} in this case.",
        remedy=did_you_mean(wanted, conclusion_names(assessment), otherwise),
    )


def _meant(assessment: Assessment, wanted: str) -> Iterator[Fact]:
    """The facts a name stands for."""
    record, knowledge = assessment.record, assessment.knowledge
    if wanted in knowledge.paths:
        if wanted == assessment.path:
            yield from record.of("path")
        elif wanted in knowledge.homes:
            yield from record.about("verdict", wanted)
        return
    if wanted in knowledge.homes:
        yield from record.about("verdict", wanted)
        return
    for party in assessment.case.parties:
        if wanted in (party.id, f"party:{party.id}", slug_of(party.name)):
            yield from record.about("member", party.id, "party")
            yield from record.about("set-aside", party.id, "party")
            return
    if wanted.isascii() and wanted.isdigit():  # the number of a step, as the trace has it
        for step in assessment.consultation.firings[max(0, int(wanted[:9]) - 1) : int(wanted[:9])]:
            yield from step.asserted[:1]
        return
    kind, *values = wanted.split(":")
    if kind == "home" and len(values) == 1:
        yield from record.about("verdict", values[0])
        return
    if kind in knowledge.rulebook.vocabulary.kinds:
        for fact in record.of(kind):
            if assessment.proofs.firing(fact) is not None and holds_in_order(fact, values):
                yield fact
        return
    for step in assessment.consultation.firings:
        if step.rule == wanted:
            yield from step.asserted[:1]


def holds_in_order(fact: Fact, values: Iterable[str]) -> bool:
    """Whether a fact holds all values, in that order, with others between them or not."""
    left = iter([str(value) for _, value in fact.fields])
    return all(value in left for value in values)


def name_of_fact(assessment: Assessment, fact: Fact) -> str:
    """The shortest name that stands for one conclusion."""
    if fact.kind == "path":
        return fact.word("path")
    values = [str(value) for _, value in fact.fields]
    among = [
        one
        for one in assessment.record.of(fact.kind)
        if one != fact and assessment.proofs.firing(one) is not None
    ]
    for size in range(len(values) + 1):
        if not any(holds_in_order(other, values[:size]) for other in among):
            return ":".join([fact.kind, *values[:size]])
    return ":".join([fact.kind, *values])


def conclusion_names(assessment: Assessment) -> tuple[str, ...]:
    """The names a person is likely to type: the path, homes, parties, kinds and risks."""
    vocabulary = assessment.knowledge.rulebook.vocabulary
    concluded = {
        name: assessment.record.of(name)
        for name, kind in vocabulary.kinds.items()
        if not kind.given
    }
    parties = (party.id for party in assessment.case.parties)
    single = (kind for kind, facts in concluded.items() if len(facts) == 1)
    several = (fact for facts in concluded.values() if len(facts) > 1 for fact in facts)
    names = (name_of_fact(assessment, fact) for fact in several)
    known = (assessment.path, *assessment.knowledge.homes, *parties, *single, *names)
    return tuple(dict.fromkeys(known))
