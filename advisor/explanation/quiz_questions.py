"""The questions of a quiz: worked out from one case, every choice of them.

A wrong choice is wrong by what the engine concludes about the case, or would conclude after a
change that can happen. None is asked of anything that an earlier one tells: the module is long
because nine kinds of question are worked out here that share what was told before.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, islice
from typing import NamedTuple, TypeVar

from advisor.engine.consultation import conclusions
from advisor.errors import InputError
from advisor.explanation.answers import AnswerWords
from advisor.explanation.assess import Assessment, suppose_all
from advisor.explanation.happenings import Happening, Happenings
from advisor.explanation.near_miss import nearest_match
from advisor.explanation.outlook import look_ahead
from advisor.explanation.reason import Reason
from advisor.explanation.side_by_side import parted
from advisor.explanation.unknowns import TOLD, Unknown
from advisor.knowledge.parties import CHANNELS
from advisor.knowledge.rule import Rule
from advisor.knowledge.texts import places
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.base_facts import base_facts
from advisor.model.case import UNKNOWN, Party
from advisor.model.changed_case import Supposed, answer_in, changed_case
from advisor.model.fact import ASSUMED, Fact

Item = TypeVar("Item")

MEMBER, CHANNEL, LEANS, FITS, PASSES, CARRIES, PATH, OPEN, OVERTURNS = KINDS = (
    "member", "channel", "leans", "fits", "passes", "carries", "path", "open", "overturns",
)  # fmt: skip
"""What a question asks, in the order in which the questions come: whether a party is a member,
through what it holds power, whether the work fits what it puts first, whether the work fits the
network, whether a place passes one of the four questions, why a place cannot carry the work, which
path is advised, what is not known, which change would overturn the advice."""

_MOST = {MEMBER: 4, CHANNEL: 3, LEANS: 3, PASSES: 5, CARRIES: 3, OPEN: 2, OVERTURNS: 3}
"""How many questions of a kind there are at most; one of the others."""

CHOICES = 4
"""Choices of a question, the right one among them, where there are more."""
FEWEST = 3
"""Choices with which a question is still worth asking."""
SHOWN = 6
"""Answers of the case that a question shows at most."""
MOST_SEATS = 12
"""Parties of a network that a question shows at most; of a larger one it is not asked."""

POWER_CHANNELS = ("resources", "regulation", "governance")
"""The channels, in the order of the answers in `CHANNELS`."""
_SIDES = ("for", "against", "neutral", UNKNOWN)
_FITS = ("aligned", "clash", "mixed", UNKNOWN)
_READINGS = ("yes", "partly", "no", UNKNOWN)
_SUMMARIES = ("autonomy", "policy-freedom")
"""Questions whose answer can be the reading itself, and would give it away."""
SUPPOSED = {
    "no-hold": {"supplies": "no", "sets-rules": "no", "votes": "no", "tie": "power"},
    "ideas-only": {"supplies": "no", "sets-rules": "no", "votes": "no", "tie": "information"},
    "vote-only": {"supplies": "no", "sets-rules": "no", "votes": "yes", "tie": "power"},
}
"""What can be supposed to hold a party to the work, and the answers that say so."""
_ASIDE = ("stakeholder", "social-network", "ecosystem", "shared-values", "not-known")
"""What a party is that is no member."""


class QuizChoice(NamedTuple):
    """One answer to choose."""

    id: str
    says: str = ""
    """What it says about this case; empty where words for its kind and id say it."""
    right: bool = False
    home: str = ""
    """The place it is about, where that is not the place of the question."""
    reason: str = ""
    """More to say of it: why it is not advised, what is on file, or the path it would lead to."""


class Shown(NamedTuple):
    """Something of the case that a question shows."""

    key: str
    """What it is, such as `can-do`."""
    says: str
    party: str = ""
    """The party it is about, if it is about one."""


class QuizQuestion(NamedTuple):
    """One question with its choices and what is said once it is answered."""

    kind: str
    """One of `KINDS`."""
    variant: str
    """How it is asked, where there is more than one way, or what is supposed; else empty."""
    about: Mapping[str, str]
    """The party, the home and the one of the four questions it is about."""
    shown: tuple[Shown, ...]
    choices: tuple[QuizChoice, ...]
    reasons: tuple[Reason, ...]
    """Why the right choice is right."""
    asks: frozenset[str]
    """What must not be told before."""
    tells: frozenset[str]
    """What is known once it has been asked and answered."""
    presumed: bool = False
    """Whether what holds the party to the work is presumed and nobody has said it."""

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return ":".join(filter(None, (self.kind, self.variant, *self.about.values())))

    @property
    def right(self) -> int:
        """Which choice is right, counted from 0."""
        return next(place for place, one in enumerate(self.choices) if one.right)


class QuestionMaker:
    """Makes the questions of one quiz."""

    def __init__(self, assessment: Assessment, seed: int) -> None:
        """Takes the case, and the seed on which every choice between equals depends."""
        self._assessment = assessment
        self._record = assessment.record
        self._knowledge = assessment.knowledge
        self._words = AnswerWords(assessment.record)
        self._random = random.Random(seed)
        self._told: set[str] = set()
        self._members = [one.party for one in assessment.seats]
        self._set_aside = {one.party.id: one for one in assessment.set_aside}

    def every(self, most: int) -> list[QuizQuestion]:
        """As many questions as can be asked without one telling what another asks."""
        makers = {
            MEMBER: self._member, CHANNEL: self._channel, LEANS: self._leans, FITS: self._fits,
            PASSES: self._passes, CARRIES: self._carries, PATH: self._path, OPEN: self._open,
            OVERTURNS: self._overturns,
        }  # fmt: skip
        found: list[QuizQuestion] = []
        for kind in KINDS:
            untold = (one for one in makers[kind]() if not one.asks & self._told)
            enough = (one for one in untold if len(one.choices) >= FEWEST)
            for one in islice(enough, min(most, _MOST.get(kind, 1))):
                self._told |= one.tells
                found.append(one)
        return found

    # Who belongs to the network

    def _member(self) -> Iterator[QuizQuestion]:
        """One who is set aside, one who is not, one as it would be; then whoever is left."""
        members = self._shuffled(self._members)
        aside = self._shuffled([one.party for one in self._assessment.set_aside])
        mixed = [self._as_it_is, self._as_supposed]
        for party in aside[:1]:
            yield self._as_it_is(party)
        for party, ask in zip(members + members[:1], self._shuffled(mixed)):
            yield ask(party)
        yield from map(self._as_it_is, (*aside[1:], *members[2:]))

    def _as_it_is(self, party: Party) -> QuizQuestion:
        aside = self._set_aside.get(party.id)
        right = aside.as_ if aside else MEMBER
        told = aside.reason if aside else self._reason("member", party.id, "party")
        presumed = not aside and self._hold(party) == ASSUMED
        tells = {f"member:{party.id}", *([f"hold:{party.id}"] if right == "not-known" else ())}
        more = ("tie",) if party.word("tie") not in (UNKNOWN, "power") else ()
        return QuizQuestion(
            MEMBER, "", {"party": party.id}, tuple(self._of_party(party, "can-do", *more)),
            self._of_members(right, presumed), (told,), frozenset([f"member:{party.id}"]),
            frozenset(tells), presumed,
        )  # fmt: skip

    def _as_supposed(self, party: Party) -> QuizQuestion:
        variant = self._shuffled(tuple(SUPPOSED))[0]
        changes = [
            Supposed(AnswerName("parties", party.id, question), value)
            for question, value in SUPPOSED[variant].items()
        ]
        then = suppose_all(self._assessment, changes)
        aside = {one.party.id: one for one in then.set_aside}.get(party.id)
        told = aside.reason if aside else then.record.reason(
            then.record.about("member", party.id, "party")[0]
        )  # fmt: skip
        return QuizQuestion(
            MEMBER, variant, {"party": party.id}, (),
            self._of_members(aside.as_ if aside else MEMBER, presumed=False), (told,),
            frozenset([f"supposed:{party.id}"]), frozenset([f"supposed:{party.id}"]),
        )  # fmt: skip

    def _of_members(self, right: str, presumed: bool) -> tuple[QuizChoice, ...]:
        """What a party can be; that nobody knows it is no wrong answer where it is presumed."""
        others = [one for one in _ASIDE if not (presumed and one == "not-known")]
        wrong = [one for one in (MEMBER, *self._shuffled(others)) if one != right]
        return self._choices(right, wrong)

    def _hold(self, party: Party) -> str:
        return self._record.about("party", party.id, "party")[0].word("hold")

    def _channel(self) -> Iterator[QuizQuestion]:
        for party in self._shuffled(self._members):
            facts = self._record.about("channel", party.id, "party")
            held = {fact.word("by") for fact in facts}
            denied = {
                by for by, answer in zip(POWER_CHANNELS, CHANNELS)
                if self._record.about("party", party.id, "party")[0].word(answer) == "no"
            }  # fmt: skip
            every = [{*one} for size in (1, 2, 3) for one in combinations(POWER_CHANNELS, size)]
            # What nobody has said of a party is no mistake, so a wrong choice leaves out a channel
            # it has or adds one it is known not to have.
            wrong = [one for one in every if one != held and (held - one or one & denied)]
            near = sorted(self._shuffled(wrong), key=lambda one: len(one ^ held))
            yield QuizQuestion(
                CHANNEL, "", {"party": party.id}, tuple(self._of_party(party, "can-do")),
                self._choices(_joined(held), [_joined(one) for one in near]),
                self._record.reasons(facts), frozenset([f"channel:{party.id}"]),
                frozenset([f"channel:{party.id}", f"member:{party.id}"]),
                self._hold(party) == ASSUMED,
            )  # fmt: skip

    def _leans(self) -> Iterator[QuizQuestion]:
        """Whether the work fits what a party puts first; those come first who say what that is."""
        change = self._assessment.case.change
        first = change.get("priority-in-words") or change.get("summary") or change.get("short")
        members = self._shuffled(self._members)
        known = {one.party.id: one.basis for one in self._assessment.seats}
        for party in sorted(members, key=lambda one: not one.get("guards")):
            shown = (Shown("priority", str(first or "")), *self._of_party(party, "guards"))
            (fact,) = self._record.about("leaning", party.id, "party")
            yield QuizQuestion(
                LEANS, "", {"party": party.id}, tuple(one for one in shown if one.says),
                _on_scale(_SIDES, fact.word("side"), known[party.id]),
                (self._record.reason(fact),),
                frozenset([_stance(party.id)]),
                frozenset([_stance(party.id), f"member:{party.id}"]),
            )  # fmt: skip

    def _of_party(self, party: Party, *keys: str) -> Iterator[Shown]:
        """What the file says of a party; what kind of party it is where it says no more of it."""
        if "can-do" in keys and not party.get("can-do"):
            keys = ("kind", *keys)
        for key in keys:
            said = party.get(key)
            if key == "kind":
                said = self._knowledge.parties[party.kind].one.removeprefix("the ")
            elif key == "tie":
                said = self._knowledge.questions.find("party", "tie").values[str(said)].label
            if said:
                yield Shown(key, str(said), party.id)

    # Does it fit

    def _fits(self) -> Iterator[QuizQuestion]:
        seats = self._assessment.seats
        if self._assessment.alignment not in _FITS or not 0 < len(seats) <= MOST_SEATS:
            return
        place = self._assessment.place
        facts = self._record.about("clash", place) or self._record.about("fit", place)
        shown = [Shown(f"power-{one.power}-{one.basis}", one.stance, one.party.id) for one in seats]
        yield QuizQuestion(
            FITS, "", {"home": place}, tuple(shown), _on_scale(_FITS, self._assessment.alignment),
            self._record.reasons(facts), frozenset(["fit"]),
            frozenset(["fit", *(_stance(one.party.id) for one in seats)]),
        )  # fmt: skip

    # The places

    @cached_property
    def _homes(self) -> list[str]:
        """The planned place, and the places that are open, in a random order."""
        told = self._assessment.homes
        return self._shuffled(
            [
                one.home.home
                for one in told
                if one.place or one.chosen or one.open in ("yes", ASSUMED)
            ]
        )

    def _passes(self) -> Iterator[QuizQuestion]:
        """One question about each place, then a second about each, those with answers first."""
        asked = []
        for home in self._homes:
            for place, fact in enumerate(self._shuffled(self._record.about("reads", home))):
                shown, names = self._beneath(fact)
                if shown:
                    asked.append(
                        (shown[0].key == "usual", place, self._reading(fact, shown, names))
                    )
        yield from (one for *_, one in sorted(asked, key=lambda each: each[:2]))

    def _reading(self, fact: Fact, shown: tuple[Shown, ...], names: frozenset[str]) -> QuizQuestion:
        home, question = fact.word("home"), fact.word("question")
        topic = frozenset([f"reads:{home}:{question}"])
        return QuizQuestion(
            PASSES, "", {"home": home, "question": question}, shown,
            _on_scale(_READINGS, fact.word("is")), (self._record.reason(fact),), topic,
            topic | names,
        )  # fmt: skip

    def _beneath(self, reading: Fact) -> tuple[tuple[Shown, ...], frozenset[str]]:
        """The answers that a reading rests on; none where one of them is the reading itself.

        What is usual in such a place, and is the reading, can be asked for all the same.
        """
        found: dict[str, tuple[str, str]] = {}
        usual = False
        for fact in sorted(self._record.proofs.answers([reading])):
            origin = self._record.base.origins.get(fact)
            name = name_of(fact, origin, self._knowledge) if origin else None
            if name is None or fact.kind in ("home", "party") or not name.question:
                continue
            if name.question in _SUMMARIES and fact.get("is") == reading.get("is"):
                if origin is not None and origin.basis != ASSUMED:
                    return (), frozenset()
                usual = True
                continue
            for one in self._words.given(fact):
                key = {ASSUMED: "assumed", UNKNOWN: "unknown"}.get(one.basis, "answer")
                asked = question_of(name, self._knowledge)
                says = asked.unknown if key == "unknown" else one.says
                found.setdefault(says, (key, str(name)))
        named = dict([*found.items()][:SHOWN])
        shown = tuple(Shown(key, says) for says, (key, _) in named.items())
        shown += (Shown("usual", ""),) * usual
        return shown, frozenset(name for _, name in named.values())

    def _carries(self) -> Iterator[QuizQuestion]:
        for home in self._homes:
            reading = self._assessment.home(home)
            blocks = (*self._record.about("unsuited", home), *self._record.about("blocked", home))
            # That a place brings its network along is why it is judged by the fit, no more.
            facts = [one for one in blocks if ("by", "present-network") not in one.fields]
            if reading.verdict != "fails" or not facts:
                continue
            fired = {one.rule for fact in blocks for one in self._record.proofs.firings(fact)}
            right = self._record.reason(facts[0])
            others = (one for one in self._shuffled(self._closing) if one.id not in fired)
            wrong = filter(None, (self._not_why(rule, home) for rule in others))
            beneath = [one for one in right.firing.premises if one.kind == "reads"]
            reads = {f"reads:{one.word('home')}:{one.word('question')}" for one in beneath}
            topic = f"carries:{home}"
            yield QuizQuestion(
                CARRIES, "", {"home": home}, (),
                self._choices(
                    QuizChoice(right.rule, self._without_place(right.sentence, home)),
                    wrong,
                ), (right,),
                frozenset([topic, *reads]), frozenset([topic, *reads]),
            )  # fmt: skip

    def _not_why(self, rule: Rule, home: str) -> QuizChoice | None:
        """A rule that does not close a place, though it could close one of its kind."""
        miss = nearest_match(self._record, rule, {"home": home})
        if not miss.missing or any(one.kind == "home" for one in miss.missing):
            return None
        says = self._assessment.narrator.say(rule.because, {"home": home})
        return QuizChoice(rule.id, self._without_place(says, home))

    def _without_place(self, says: str, home: str) -> str:
        """A sentence about a place without the place at its start, which the question names."""
        return says.removeprefix(f"{self._assessment.narrator.say('{home:at}', {'home': home})}, ")

    @cached_property
    def _closing(self) -> list[Rule]:
        """The rules that close a place and speak of nothing but it."""
        return [
            rule
            for rule in self._knowledge.rulebook.rules
            if {head.kind for head in rule.then} <= {"blocked", "unsuited"}
            and {place.name for place in places(rule.because)} == {"home"}
        ]

    # The path, and what would change it

    def _path(self) -> Iterator[QuizQuestion]:
        assessment, paths = self._assessment, self._knowledge.paths
        near = [one.path for one in assessment.alternatives]
        others = dict.fromkeys([*near, *self._shuffled(sorted(assessment.not_chosen))])
        # A place that is told to fail is no choice worth thinking about.
        untold = sorted(others, key=lambda one: f"carries:{one}" in self._told)
        wrong = [
            QuizChoice(one, str(paths[one]["label"]), reason=assessment.not_chosen[one].sentence)
            for one in untold
            if one in assessment.not_chosen
        ]
        right = QuizChoice(assessment.path, str(paths[assessment.path]["label"]))
        topic = frozenset(["path"])
        yield QuizQuestion(
            PATH, "", {}, (), self._choices(right, wrong), self._why_this_path, topic, topic
        )

    @cached_property
    def _why_this_path(self) -> tuple[Reason, ...]:
        """Why it is a path of its kind, and why it is this one."""
        return self._record.reasons(self._record.only(kind) for kind in ("route", "path"))

    def _open(self) -> Iterator[QuizQuestion]:
        """What could alone decide among what is not known; then what is not known at all."""
        outlook = look_ahead(self._assessment)
        turning = {one.what for one in outlook.deciding}
        idle = [
            one for one in {one.what: one for one in outlook.unknowns}.values()
            if one.what not in turning and one.question not in CHANNELS
        ]  # fmt: skip
        for one in self._shuffled(outlook.deciding)[:1]:
            yield self._of_open(one, "decides", map(_of_unknown, self._shuffled(idle)))
        known = self._known(frozenset(one.what for one in outlook.unknowns))
        for one in self._shuffled(outlook.unknowns):
            if _topic(one) not in self._told:
                yield self._of_open(one, "", self._shuffled(known))

    def _of_open(self, one: Unknown, variant: str, wrong: Iterable[QuizChoice]) -> QuizQuestion:
        choices = self._choices(_of_unknown(one), wrong)
        tells, asks = {choice.id for choice in choices}, _topic(one)
        if variant:  # that they are not known it says itself
            asks = f"turns:{asks}"
            tells |= {f"turns:{choice.id}" for choice in choices}
        reasons = self._why_this_path[-1:] if variant else (self._resting(one),)
        about = {"answer": _topic(one)}
        return QuizQuestion(
            OPEN, variant, about, (), choices, reasons, frozenset([asks]), frozenset(tells)
        )

    def _resting(self, one: Unknown) -> Reason:
        """The first step to the path that takes what is not known, or what else rests on it."""
        record, told = self._record, ("path", "chosen-home", *TOLD)
        for firing in record.proofs.chain(record.of("path")):
            for fact in firing.premises:
                origin = record.base.origins.get(fact)
                name = name_of(fact, origin, self._knowledge) if origin and not one.party else None
                if str(name) == _topic(one):
                    return self._assessment.narrator.reason(firing)
        said = {
            each.sentence: each
            for each in (
                *(record.reason(fact) for kind in told for fact in record.of(kind)),
                *(each.reason for each in self._assessment.set_aside),
            )
        }
        return next((said[text] for text in reversed(one.rests) if text in said),
                    self._why_this_path[-1])  # fmt: skip

    def _known(self, unknown: frozenset[str]) -> list[QuizChoice]:
        """What is on file about the places that are told of and the work, as what is not known."""
        case, levels = self._assessment.case, self._knowledge.questions.levels
        names = [AnswerName("change", "", one) for one in levels["change"].questions]
        for home in sorted(self._assessment.told_homes & self._knowledge.homes.keys()):
            names += [AnswerName("homes", home, one) for one in levels["home"].questions]
        found: dict[str, QuizChoice] = {}
        for name in names:
            question, value = question_of(name, self._knowledge), answer_in(case, name)
            said = "yes" in question.values and value not in (None, UNKNOWN) and question.unknown
            if said and said not in unknown and str(name) not in self._told:
                clause = self._words.clause(name, str(value))
                found[said] = QuizChoice(str(name), said, home=name.home, reason=clause)
        return list(found.values())

    def _overturns(self) -> Iterator[QuizQuestion]:
        """Which change would lead to another path, or which would not where most would."""
        turning: list[tuple[Happening, QuizChoice]] = []
        idle: list[QuizChoice] = []
        untold = self._knowledge.section("happenings", "untold")
        for one in self._shuffled(list(Happenings(self._assessment).every())):
            if any(f"turns:{each.name}" in self._told for each in one.supposed):
                continue
            path = self._path_after(one)
            choice = QuizChoice(_happening(one), one.says, reason=path)
            if path == self._assessment.path:
                idle.append(choice)
            elif path and path not in untold:
                turning.append((one, choice))
            if turning and len(idle) >= CHOICES - 1:
                yield self._of_turning(turning.pop(0), idle)
                idle = idle[CHOICES - 1 :]
        if turning and len(idle) >= FEWEST - 1:
            yield self._of_turning(turning.pop(0), idle)
        elif idle and len(turning) >= FEWEST - 1:
            choices = self._choices(idle[0], [one for _, one in turning])
            yield self._of_change("stays", choices, self._why_this_path[-1])

    def _of_turning(
        self, turning: tuple[Happening, QuizChoice], idle: Sequence[QuizChoice]
    ) -> QuizQuestion:
        happening, right = turning
        then = suppose_all(self._assessment, happening.supposed)
        return self._of_change("", self._choices(right, idle), *parted(self._assessment, then))

    def _of_change(
        self, variant: str, choices: tuple[QuizChoice, ...], *reasons: Reason
    ) -> QuizQuestion:
        topics = frozenset(f"happens:{one.id}" for one in choices)
        about = {"change": next(one.id for one in choices if one.right)}
        return QuizQuestion(OVERTURNS, variant, about, (), choices, reasons, topics, topics)

    def _path_after(self, happening: Happening) -> str:
        """The path that the engine finds after a change; empty where the case cannot be so."""
        knowledge = self._knowledge
        try:
            case = changed_case(self._assessment.case, happening.supposed, knowledge)
        except InputError:
            return ""
        facts = base_facts(case, knowledge).facts
        return next(iter(conclusions(knowledge.rulebook, facts, ["path"]))).word("path")

    # Choices

    def _choices(
        self, right: str | QuizChoice, wrong: Iterable[str | QuizChoice]
    ) -> tuple[QuizChoice, ...]:
        """The right choice among wrong ones that say something else."""
        first = _as_choice(right)._replace(right=True)
        found = {first.says or first.id: first}
        for one in map(_as_choice, wrong):
            found.setdefault(one.says or one.id, one)
            if len(found) == CHOICES:
                break
        return tuple(self._shuffled(list(found.values())))

    def _reason(self, kind: str, subject: str, field: str) -> Reason:
        return self._record.reason(self._record.about(kind, subject, field)[0])

    def _shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order; the order depends on the seed alone."""
        left, found = list(items), []
        while left:  # only random() gives the same numbers on every Python
            found.append(left.pop(int(self._random.random() * len(left))))
        return found


def _as_choice(one: str | QuizChoice) -> QuizChoice:
    return QuizChoice(one) if isinstance(one, str) else one


def _on_scale(scale: Iterable[str], right: str, reason: str = "") -> tuple[QuizChoice, ...]:
    """Choices that have an order of their own, and what there is to say of the right one."""
    return tuple(
        QuizChoice(one, right=one == right, reason=reason if one == right else "") for one in scale
    )


def _joined(channels: Iterable[str]) -> str:
    return "+".join(one for one in POWER_CHANNELS if one in channels)


def _stance(party: str) -> str:
    return str(AnswerName("parties", party, "stance"))


def _topic(one: Unknown) -> str:
    """What is told where something is told not to be known."""
    if one.party:
        return _stance(one.party) if one.question not in CHANNELS else f"hold:{one.party}"
    return str(AnswerName("homes" if one.home else "change", one.home, one.question))


def _of_unknown(one: Unknown) -> QuizChoice:
    return QuizChoice(_topic(one), one.what, home=one.home)


def _happening(one: Happening) -> str:
    return f"{one.id}:{one.subject}" if one.subject else one.id
