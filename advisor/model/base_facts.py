"""The facts a case gives the reasoning, each with the answer it comes from.

Three things happen here and nowhere else: an unanswered question becomes the value `unknown`;
what a template supplies becomes a fact marked `assumed` and an entry in the list of
assumptions; and of two answers that cannot both hold, the cautious one is used.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.parties import CHANNELS
from advisor.model.case import UNKNOWN, Answers, Case, Party
from advisor.model.fact import ASSUMED, STATED, Assumption, Fact, Ledger, Origin, Value
from advisor.model.home_facts import HomeFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Implied, Question


def party_facts(ledger: Ledger, case: Case, knowledge: Knowledge) -> None:
    """Adds the facts about the parties of a case.

    Args:
        ledger: Takes the facts, their origins and the assumptions.
        knowledge: The questions, homes and kinds of party.
    """
    powers = knowledge.questions.find("party", "power").values
    power_of = {name: choice.number or 0 for name, choice in powers.items()}
    for party in case.parties:
        _party(ledger, case, party, knowledge, power_of)
        for home, power in party.table("power-at").items():
            fields: dict[str, Value] = {"party": party.id, "home": home}
            fields["power"] = power_of[power]
            origin = Origin("power-at", home, party.id, party.line_of("power-at"), power)
            ledger.add("power-stated", fields, origin)
    for kind in dict.fromkeys(party.kind for party in case.parties):
        known = knowledge.parties[kind]
        for home in knowledge.homes:
            channel = known.at[home]
            origin = Origin("kind", home, given=channel, basis=ASSUMED)
            ledger.add("usual", {"kind": kind, "home": home, "channel": channel}, origin)


def _party(
    ledger: Ledger, case: Case, party: Party, knowledge: Knowledge, power_of: dict[str, int]
) -> None:
    kind = knowledge.parties[party.kind]
    instead = {
        question: answer
        for clash in case.contradictions
        if clash.party == party.id
        for _, question, answer in clash.instead
    }
    assumed: list[Assumption] = []

    def assume(question: str, value: str, why: str) -> None:
        reason = knowledge.assumptions.because(why, parties=kind.many)
        assumed.append(
            ledger.assume(Assumption(question, "", party.id, value, reason, kind.rests_on))
        )

    def word(question: str) -> str:
        return instead.get(question) or party.word(question)

    channels = {channel: word(channel) for channel in CHANNELS}
    tie = word("tie")
    power = word("power")
    can_stop = power not in ("none", UNKNOWN) or party.word("ends-it") == "yes"
    usual = [channel for channel in CHANNELS if channel in kind.channels] or list(CHANNELS)
    silent = "yes" not in channels.values() and {channels[one] for one in usual} == {UNKNOWN}
    likely = kind.presumed == "yes" or can_stop
    if silent and likely and tie in ("power", UNKNOWN) and kind.tie == "power":
        for channel in CHANNELS:
            if channel in kind.channels and party.line_of(channel) is None:
                channels[channel] = "yes"
                assume(channel, "yes", "channel")
    if can_stop and set(channels.values()) == {UNKNOWN} and tie in ("power", UNKNOWN):
        channels["supplies"] = "yes"
        assume("supplies", "yes", "could-stop")
    open_hold = any(
        channels[channel] == UNKNOWN and party.line_of(channel) is not None for channel in CHANNELS
    )
    hold = UNKNOWN if "yes" not in channels.values() else ASSUMED if assumed else STATED
    if tie == UNKNOWN:
        if "yes" in channels.values():
            tie = "power"
        elif kind.tie != "power" and kind.tie and not open_hold:
            tie = kind.tie
            assume("tie", tie, "no-hold")
    if power != UNKNOWN:
        number = power_of[power]
    elif party.word("ends-it") == "yes":
        number = power_of["at-once"]
        assume("power", "at-once", "ends-it")
    else:
        name = knowledge.assumptions.power_by(kind.at.values())
        number = power_of[name]
        assume("power", name, "power")
    stop_mode = word("stop-mode")
    if stop_mode == UNKNOWN:
        stop_mode = kind.stop_mode
        assume("stop-mode", stop_mode, "stop-mode")
    fields: dict[str, Value] = {
        "party": party.id,
        "kind": party.kind,
        "power": number,
        "stance": word("stance"),
        "basis": word("basis"),
        "hold": hold,
        "affected": word("affected"),
        "divided": word("divided"),
        **channels,
        "tie": tie,
        "ally": word("ally"),
        "beneficiary": word("beneficiary"),
        "stop-mode": stop_mode,
    }
    origin = Origin("parties", "", party.id, party.line, party.name)
    if assumed:
        origin = origin._replace(basis=ASSUMED, assumed_from=assumed[0])
    ledger.add("party", fields, origin)


__all__ = ["Assumption", "BaseFacts", "Origin", "base_facts"]


class BaseFacts(NamedTuple):
    """What the reasoning starts from."""

    facts: tuple[Fact, ...]
    """The facts, sorted, none twice."""
    origins: Mapping[Fact, Origin]
    """Where each fact comes from."""
    assumptions: tuple[Assumption, ...]
    """What was taken for granted, in the order of the facts."""


def base_facts(case: Case, knowledge: Knowledge) -> BaseFacts:
    """Makes the facts of a case.

    Args:
        knowledge: The questions, homes and kinds of party.
    """
    ledger = Ledger()
    answer_facts(ledger, case, knowledge)
    HomeFacts(ledger, case, knowledge).add()
    party_facts(ledger, case, knowledge)
    other_facts(ledger, case, knowledge)
    return BaseFacts(
        tuple(sorted(ledger.origins)),  # in an order that does not depend on the file's
        MappingProxyType(ledger.origins),
        tuple(ledger.assumptions),
    )


def other_facts(ledger: Ledger, case: Case, knowledge: Knowledge) -> None:
    """Adds what is neither about the change, nor a home, nor a party."""
    today = case.as_of
    _parts(ledger, case)
    _money(ledger, case, today, knowledge.assumptions.lasting)
    _events(ledger, case, today)
    _ratings(ledger, case)
    _decision(ledger, case)
    for contradiction in case.contradictions:
        (_, question, line), *_ = contradiction.between
        origin = Origin(question, contradiction.home, contradiction.party, line, contradiction.says)
        ledger.add("contradiction", {"about": contradiction.id}, origin)


def answer_facts(ledger: Ledger, case: Case, knowledge: Knowledge) -> None:
    """Adds the answers about the client and the change."""
    for level, answers in (("client", case.client), ("change", case.change), ("case", case.top)):
        for question in knowledge.questions.levels[level].questions.values():
            if question.gives != "nothing":
                _case_answer(ledger, case, answers, question)
    if case.plan.text("tempting-alternative"):  # the sort of a way out that there is
        kind = knowledge.questions.find("plan", "tempting-kind")
        _case_answer(ledger, case, case.plan, kind)

    if case.missing_parties:
        line = case.top.line_of("missing-parties")
        number = len(case.missing_parties)
        origin = Origin("missing-parties", line=line, given=str(number))
        ledger.add("figure", {"of": "missing-parties", "value": number}, origin)


def _case_answer(ledger: Ledger, case: Case, answers: Answers, question: Question) -> None:
    name = question.id
    line = answers.line_of(name)
    if question.type == "choice":
        word, given = answers.word(name), answers.text(name)
        word = next(iter(_instead(case, question)), word)
        basis, assumed = UNKNOWN if word == UNKNOWN else STATED, None
        implied = next((one for one in question.implied if _is_implied(case, one)), None)
        if word == UNKNOWN and implied:
            word, basis = implied.answer, ASSUMED
            assumed = ledger.assume(Assumption(name, "", "", word, implied.because))
        origin = Origin(name, "", "", line, given, basis, assumed)
        ledger.add("answer", {"to": name, "is": word, "basis": basis}, origin)
    elif question.type == "several":
        dropped = _instead(case, question)
        for word in answers.several(name):
            if word in question.values and f"not:{word}" not in dropped:
                ledger.add("item", {"of": name, "is": word}, Origin(name, line=line, given=word))
    elif question.type == "number" and not question.values:
        number = answers.number(name)
        if number is not None:
            origin = Origin(name, line=line, given=str(number))
            ledger.add("figure", {"of": name, "value": number}, origin)
    elif name == "shared-assumptions":
        for row, score in answers.table(name).items():
            origin = Origin(name, line=line, given=f"{row}: {score}")
            ledger.add("figure", {"of": f"shared-{row}", "value": score}, origin)


def _is_implied(case: Case, implied: Implied) -> bool:
    """Whether the file gives the answer, of a home that of the work, that implies another."""
    answers = case.part(implied.level)
    if implied.level == "home":
        given = str(case.in_home(case.place, implied.question) or "")
    else:
        given = answers.text(implied.question) if answers is not None else ""
    return given in implied.being if "any" not in implied.being else bool(given)


def _instead(case: Case, question: Question) -> list[str]:
    """The cautious answers to a question about the change, wherever the clash was found."""
    return [
        answer
        for clash in case.contradictions
        for level, name, answer in clash.instead
        if (level, name) == (question.level, question.id)
    ]


def _parts(ledger: Ledger, case: Case) -> None:
    """The parts of the change that people see differently."""
    for part in case.parts:
        fields = {
            "part": part.id,
            "support": part.word("support"),
            "turns": part.text("turns") or "nobody",
            "yearly-money": "yes" if part.text("yearly-cost") else UNKNOWN,
            "by-law": part.word("set-in-law"),
        }
        origin = Origin("parts", "", part.text("turns"), part.line, part.name)
        ledger.add("part", fields, origin)


def _money(ledger: Ledger, case: Case, today: str, lasting: frozenset[str]) -> None:
    """The sources of money."""
    for source in case.money:
        kind = source.word("kind")
        given = source.word("ends")
        ends = "none" if kind in lasting else UNKNOWN
        if given != UNKNOWN:
            ends = when_money_ends(given, today)
        aims = source.word("aims")
        paying = source.text("party")
        if aims == UNKNOWN and paying:
            aims = case.party(paying).word("stance")
        largest = source.word("largest")
        if largest == UNKNOWN and (len(case.money) == 1 or source.word("share") in ("all", "most")):
            largest = "yes"
        fields = {
            "source": source.id,
            "kind": kind,
            "signed": source.word("signed"),
            "ends": ends,
            "share": source.word("share"),
            "aims": aims,
            "largest": largest,
        }
        ledger.add("money", fields, Origin("money", "", paying, source.line, source.name))


def when_money_ends(given: str, today: str) -> str:
    """The word for when a source of money ends.

    Args:
        given: The answer: a date, `none` or `undated`.
        today: The day to count from, or nothing.
    """
    if given in ("none", "undated"):
        return given
    return _distance(given, today, 2, "within-two-years")


def _distance(date: str, today: str, years: int, near: str) -> str:
    """Whether a date lies within some years; a month counts from its first day, to be careful."""
    if not today:
        return "undated"
    limit = f"{int(today[:4]) + years:04d}{today[4:]}"
    return near if date <= limit else "later"


def _events(ledger: Ledger, case: Case, today: str) -> None:
    """The coming events. What lies before the day of the answers is not coming any more."""
    for event in case.events:
        date = event.text("date")
        kind = event.word("kind")
        if kind == UNKNOWN or (date and today and date < today[: len(date)]):
            continue
        when = _distance(date, today, 1, "within-a-year") if date else "undated"
        origin = Origin("events", line=event.line, given=event.text("what") or date)
        ledger.add("event", {"event": event.id, "kind": kind, "when": when}, origin)


def _ratings(ledger: Ledger, case: Case) -> None:
    """The ratings of tensions that say both where things are and where they should be."""
    for rater in case.raters:
        for tension, (now, wanted) in rater.ratings.items():
            if now is None or wanted is None:
                continue
            origin = Origin(
                tension, line=rater.line_of(tension), given=f"{rater.who}: {now}, {wanted}"
            )
            fields: dict[str, Value] = {"tension": tension, "rater": rater.id}
            fields |= {"now": now, "wanted": wanted, "change": wanted - now}
            ledger.add("rating", fields, origin)


def _decision(ledger: Ledger, case: Case) -> None:
    """Whether the file says who decides, and when."""
    body = STATED if case.decision.text("body") else UNKNOWN
    dated = "yes" if "next-meeting" in case.decision or "deadline" in case.decision else "no"
    basis = STATED if case.decision else UNKNOWN
    line = case.decision.line or None
    origin = Origin("decision", line=line, given=case.decision.text("body"), basis=basis)
    ledger.add("decision", {"body": body, "dated": dated}, origin)
