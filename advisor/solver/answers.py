"""The way from answers to facts as an answer-set program, for answers that may be left open.

`answers.lp` says what follows from answers: which homes are open, what is carried or usual, what
is presumed of a party, which of two answers that clash is used. Here its tables are written from
the knowledge, and the answers from a case. For a case as it is, the program has the same facts
as `advisor.model.base_facts`; where answers may be picked, it has those of every choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.knowledge.parties import CHANNELS
from advisor.model.answer_names import AnswerName
from advisor.model.base_facts import other_facts, when_money_ends
from advisor.model.case import Answers, Case
from advisor.model.fact import Fact, Ledger
from advisor.solver.program import term

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Incompatible, Question
    from advisor.knowledge.vocabulary import Value

RULES = (Path(__file__).parent / "answers.lp").read_text("utf-8")
"""What follows from answers, for clingo."""
SPLIT = frozenset({"party", "money"})
"""Kinds of fact with so many fields that each field is written as an atom of its own."""
Reads = Mapping[str, "set[Value] | None"]
"""The kinds of base fact that are wanted, each with the questions that are; nothing means all."""

_WORDS = frozenset({"name", "phrase", "text", "phrases", "day"})
"""Types of answer in the client's own words: only whether there is one makes a fact."""
_PARTS = {"client": "client", "change": "change", "plan": "plan", "case": ""}
"""The parts of a case that hold one answer to each question, by the level of the questions."""


def tables(knowledge: Knowledge, reads: Reads) -> str:
    """The knowledge that the program of answers needs, as facts of the program.

    Args:
        knowledge: The questions, homes, kinds of party, and what is assumed.
    """
    made = (_questions(knowledge, reads), _homes(knowledge), _parties(knowledge))
    return "\n".join(line for lines in (*made, _clashes(knowledge)) for line in lines)


def told(case: Case, knowledge: Knowledge) -> str:
    """What a case says, as facts of the program."""
    today = case.as_of
    listed: list[tuple[str, str, Answers]] = [
        (part, "", answers)
        for part, answers in (
            ("", case.top), ("client", case.client), ("change", case.change), ("plan", case.plan),
        )
    ]  # fmt: skip
    listed += [("parties", one.id, one) for one in case.parties]
    listed += [("money", one.id, one) for one in case.money]
    listed += [("homes", home, answers) for home, answers in case.homes.items()]
    lines = [_line("party", one.id) for one in case.parties]
    lines += [_line("money", one.id) for one in case.money]
    lines += [_line("names", home) for home in case.homes]
    lines += [_line("pays", one.id, paying) for one in case.money if (paying := one.text("party"))]
    if len(case.money) == 1:
        lines.append("one_source.")
    for part, subject, answers in listed:
        level = AnswerName(part, subject, "").level
        lines += [_line("mentions", part, subject, question) for question in answers.lines]
        for question, value in answers.items():
            kind = knowledge.questions.find(level, question).type
            lines += [
                _line("told", part, subject, question, row, word)
                for row, word in _words(kind, value, today)
            ]
    return "\n".join(lines)


def fixed_facts(case: Case, knowledge: Knowledge) -> tuple[Fact, ...]:
    """The base facts that come from none of the answers that `told` writes.

    They tell of parts of the change, events, ratings, missing parties, and who decides.
    """
    ledger = Ledger()
    other_facts(ledger, case, knowledge)
    found = [fact for fact in ledger.origins if fact.kind not in ("money", "contradiction")]
    if case.missing_parties:
        number = len(case.missing_parties)
        found.append(Fact("figure", (("of", "missing-parties"), ("value", number))))
    return tuple(found)


def may_be(name: AnswerName, value: Value) -> str:
    """The line that lets an answer be picked; the atom then begins with `picked`.

    Args:
        value: What it may be; `unknown` for one that is asked and not known.
    """
    return _line("may", name.part, name.subject, name.question, name.row, value)


def _line(name: str, *values: Value) -> str:
    return f"{name}({','.join(map(term, values))})."


def _words(kind: str, value: Any, today: str) -> Iterator[tuple[str, Value]]:
    """The rows and words of one answer; words of the client are all the same."""
    if kind in _WORDS or isinstance(value, Answers):
        yield "", "any"
    elif isinstance(value, Mapping):
        yield from ((row, word) for row, word in value.items() if isinstance(word, (str, int)))
    elif isinstance(value, tuple):
        yield from (("", word) for word in value if isinstance(word, str))
    else:
        yield "", when_money_ends(value, today) if kind == "date" else value


# The knowledge


def _questions(knowledge: Knowledge, reads: Reads) -> Iterator[str]:
    def wanted(kind: str, question: str) -> bool:
        return kind in reads and ((some := reads[kind]) is None or question in some)

    for level, part in _PARTS.items():
        yield _line("part_of", level, part)
    for question in knowledge.questions:
        level, name = question.level, question.id
        if question.type == "several":
            yield _line("several", _PARTS.get(level, "homes"), name)
        if level == "home":
            yield from _home_question(knowledge, question, wanted)
        elif level == "party" and question.type == "choice":
            yield _line("party_choice", name)
        elif level == "money" and question.type in ("choice", "date"):
            yield _line("source_choice", name)
        elif name == "tempting-kind" and wanted("answer", name):  # the sort of a way out there is
            yield _line("plain_choice", "plan", name)
            yield _line("only_with", "plan", name, "tempting-alternative")
        elif level in _PARTS and level != "plan" and question.gives != "nothing":
            yield from _plain_question(question, wanted)


def _plain_question(question: Question, wanted: Any) -> Iterator[str]:
    part, name = _PARTS[question.level], question.id
    if question.type == "choice" and wanted("answer", name):
        yield _line("plain_choice", part, name)
        for order, implied in enumerate(question.implied):
            given = _PARTS.get(implied.level, "homes"), implied.question
            for word in implied.being:
                yield _line("implies", part, name, order, implied.answer, *given, word)
    elif question.type == "several" and wanted("item", name):
        yield from (_line("plain_item", part, name, value) for value in question.values)
    elif question.type == "number" and not question.values and wanted("figure", name):
        yield _line("plain_figure", part, name, "", name)
    elif name == "shared-assumptions":
        rows = [(row, f"shared-{row}") for row in question.rows]
        yield from (_line("plain_figure", part, name, *one) for one in rows)


def _home_question(knowledge: Knowledge, question: Question, wanted: Any) -> Iterator[str]:
    name = question.id
    if question.type == "choice" and wanted("home-answer", name):
        yield _line("home_choice", name)
    elif question.type == "several" and wanted("home-item", name):
        yield from (_line("home_item", name, value) for value in question.values)
    elif question.type == "number" and wanted("home-figure", name):
        yield _line("home_figure", name)
    elif question.gives == "home-decides" and wanted("home-decides", name):
        yield _line("home_decides", name)
    yield from (_line("finer", name, one) for one in question.summary_of)
    yield from (_line("beside_usual", name, one) for one in question.beside_usual)
    if question.carries:  # together with the finer ones that it sums up, and what sums it up
        yield _line("carries", name)
        for other in knowledge.questions.levels["home"].questions.values():
            sums_up = other.type in ("choice", "several") and name in other.summary_of
            if other is question or other.id in question.summary_of or sums_up:
                yield _line("together", name, other.id)


def _homes(knowledge: Knowledge) -> Iterator[str]:
    for slug, home in knowledge.homes.items():
        yield _line("home", slug)
        yield _line("group", slug, home.group)
        yield _line("usual_role", slug, home.usual_role)
        yield from (_line("open_to", slug, role) for role in home.open_to)
        yield from (_line("usual", slug, name, one.answer) for name, one in home.assume.items())
    for role in knowledge.assumptions.for_others:
        yield _line("speaks_for_others", role)
    for place, within in knowledge.assumptions.chosen_within.items():
        yield _line("chosen_within", place, within)
    for name in ("new_work", "enrolled_by_choice", "waiver_in_reach"):
        yield from (_line(name, word) for word in sorted(getattr(knowledge.assumptions, name)))


def _parties(knowledge: Knowledge) -> Iterator[str]:
    powers = knowledge.questions.find("party", "power").values
    for name, power in powers.items():
        yield _line("power_number", name, power.number or 0)
    yield from (_line("channel", channel) for channel in CHANNELS)
    yield from (_line("lasting", kind) for kind in sorted(knowledge.assumptions.lasting))
    for slug, kind in knowledge.parties.items():
        if kind.tie:
            yield _line("kind_tie", slug, kind.tie)
        yield _line("kind_stop_mode", slug, kind.stop_mode)
        yield from (_line("kind_channel", slug, channel) for channel in kind.channels)
        yield from (_line("kind_at", slug, *at) for at in kind.at.items())
        usual = knowledge.assumptions.power_by(kind.at.values())
        yield _line("kind_power", slug, powers[usual].number or 0)
        if kind.presumed == "yes":
            yield _line("kind_presumed", slug)


def _clashes(knowledge: Knowledge) -> Iterator[str]:
    for number, rule in enumerate(knowledge.questions.incompatible):
        yield _line("clash_id", number, rule.id)
        yield from _clash(number, rule)


def _clash(number: int, rule: Incompatible) -> Iterator[str]:
    if rule.when[0][2] == ("same",):
        (level, question, _), (other_level, other, _) = rule.when
        yield _line("clash_same", number, _PARTS[level], question, _PARTS[other_level], other)
        return
    levels = {level for level, _, _ in rule.when}
    homes = "place" if rule.at_place else "homes"
    about = "parties" if "party" in levels else homes if "home" in levels else "case"
    yield _line("clash_of", number, about)
    for place, (level, question, words) in enumerate(rule.when):
        yield _line("clash_needs", number, place, level, question)
        if "any" in words:
            yield f"clash_any({number},{place})."
        yield from (_line("clash_word", number, place, word) for word in words if word != "any")
    yield from (_line("clash_then", number, *instead) for instead in rule.then)
