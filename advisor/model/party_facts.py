"""The facts about parties: the power each has where the work sits, and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.parties import CHANNELS
from advisor.model.case import UNKNOWN
from advisor.model.provenance import ASSUMED, STATED, Assumption, Ledger, Origin

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case, Party
    from advisor.model.fact import Value


def party_facts(ledger: Ledger, case: Case, knowledge: Knowledge) -> None:
    """Adds the facts about the parties of a case.

    Args:
        ledger: Takes the facts, their origins and the assumptions.
        case: The case.
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
    silent = set(channels.values()) == {UNKNOWN}
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
