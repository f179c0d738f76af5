"""Reads a case file, checks it against the questions and its answers against each other.

All problems are reported at once. Of answers that cannot both hold, one is gone on with. The
module is long because what is read, what is missing and what clashes is told of one file together.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from types import MappingProxyType
from typing import Any, TypeVar

from advisor.errors import InputError, Problem, ReadingWarning, did_you_mean
from advisor.knowledge.base import Knowledge, usual_knowledge
from advisor.knowledge.letters import WESTERN, encoding_of
from advisor.knowledge.parties import OTHER, kind_named
from advisor.knowledge.questions import Incompatible, Questions
from advisor.knowledge.source import LARGEST, parse, read_text_source
from advisor.knowledge.source import Mapping as SourceMapping
from advisor.model.answer_reader import AnswerReader
from advisor.model.answer_types import is_blank
from advisor.model.case import (
    EVERY_HOME,
    NOWHERE,
    UNKNOWN,
    Answers,
    Case,
    Contradiction,
    Entry,
    Event,
    Money,
    Party,
    Rater,
)
from advisor.model.flat_case import unfolded
from advisor.model.former_words import tell_former
from advisor.model.names import party_id, slug_of, unique_slug

_CHANNELS = ("supplies", "sets-rules", "votes")


def find_contradictions(case: Case, questions: Questions) -> tuple[Contradiction, ...]:
    """Finds the contradictions of a case.

    Args:
        questions: The questions, which list the answers that cannot both hold.

    Returns:
        A contradiction for each place or party in which one is found, in the order of
        `rules/questions.yaml`.
    """
    found: list[Contradiction] = []
    held = cache(partial(_in_force, case, questions=questions))
    for rule in questions.incompatible:
        for home, party, parts in _subjects(case, rule, held):
            contradiction = _check(rule, home, party, parts)
            if contradiction is not None:
                found.append(contradiction)
    return tuple(found)


def _subjects(
    case: Case, rule: Incompatible, held: Callable[[str], Answers]
) -> Iterator[tuple[str, str, dict[str, Answers]]]:
    """The homes or parties in which a rule could be broken, with the answers that count."""
    levels = {level for level, _, _ in rule.when}
    if "party" in levels:
        for party in case.parties:
            yield "", party.id, {"party": party, "change": case.change}
    elif "home" in levels:
        asked = {question for level, question, _ in rule.when if level == "home"}
        for home in (case.place,) if rule.at_place else case.homes:
            merged = held(home)
            if asked <= merged.keys():
                yield home, "", {"home": merged, "change": case.change, "case": case.top}
    else:
        yield "", "", {"change": case.change, "client": case.client}


def _in_force(case: Case, home: str, questions: Questions) -> Answers:
    """The answers that hold in a home: its own, and those for every home that it leaves standing.

    A summary for every home does not stand where the home answers a finer question.
    """
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    own: Mapping[str, Any] = case.homes.get(home, {})
    known = questions.levels["home"].questions
    for key in (EVERY_HOME, home):
        answers = case.homes.get(key)
        if answers is None:
            continue
        for question, value in answers.items():
            finer = known[question].summary_of
            if key == home or not any(one in own for one in finer):
                values[question] = value
                lines[question] = answers.line_of(question) or 0
    return Answers("home", values, lines)


def _check(
    rule: Incompatible, home: str, party: str, parts: dict[str, Answers]
) -> Contradiction | None:
    between: list[tuple[str, str, int | None]] = []
    if rule.when[0][2] == ("same",):  # two lists that must have nothing in common
        (level, first, _), (other_level, second, _) = rule.when
        others = parts[other_level].several(second)
        common = [one for one in parts[level].several(first) if one != "none" and one in others]
        if not common:
            return None
        between = [(level, one, parts[level].line_of(one)) for level, one, _ in rule.when]
        instead = tuple((level, first, f"not:{entry}") for entry in common)
        return Contradiction(rule.id, rule.says, tuple(between), instead)
    for level, question, answers in rule.when:
        part = parts[level]
        if question == "any-channel":
            yes = [channel for channel in _CHANNELS if part.word(channel) == "yes"]
            if not yes:
                return None
            question = yes[0]
        elif not matches(part.get(question), answers):
            return None
        between.append((level, question, part.line_of(question)))
    return Contradiction(rule.id, rule.says, tuple(between), rule.then, home, party)


def matches(value: Any, answers: tuple[str, ...]) -> bool:
    """Whether an answer is one of those that clash; `any` is any but none and nowhere."""
    if value is None:
        return False
    given = value if isinstance(value, tuple) else (value,)
    if "any" in answers:
        return given not in (("none",), (NOWHERE,))
    return any(one in answers for one in given)


Listed = TypeVar("Listed", bound=Entry)

STANDARD_INPUT = "-"
"""The name that stands for what comes through a pipe."""
VERSION = 1
"""The version of the case file that this reader reads."""
WHOLE = "case"
"""The level of the whole file."""


def load_case(path: str | os.PathLike[str], knowledge: Knowledge | None = None) -> Case:
    """Reads a case file.

    What was read and could be better is said as a `ReadingWarning`.

    Args:
        path: A file in YAML or JSON, as `docs/case-file.md` describes it; or `-` for standard
            input.
        knowledge: The questions, homes and kinds of party; those that come with Advisor if none
            are given.

    Raises:
        InputError: With everything that is wrong, each with its line.
    """
    name, knowledge = str(path), knowledge or usual_knowledge()
    data = read_text_source(name) if name != STANDARD_INPUT else _piped()
    name = name if name != STANDARD_INPUT else "standard input"
    case = case_from_bytes(data, name, knowledge)
    for one in case.warnings:
        warnings.warn(str(one), ReadingWarning, stacklevel=2)
    return case


def _piped() -> bytes:
    """What stands on standard input.

    Raises:
        InputError: If that is closed, or too much.
    """
    data = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    if len(data) > LARGEST:
        what, remedy = f"It is larger than {LARGEST:,} bytes.", "Keep the answers only."
        raise InputError(what, "standard input", remedy=remedy)
    return data


def case_from_bytes(data: bytes, file: str, knowledge: Knowledge) -> Case:
    """Reads a case as a file, a form or a pipe holds it.

    Args:
        data: YAML or JSON, nested as a case file is, or flat with dots in the keys.
        file: The name of the file, for messages.
        knowledge: The questions, homes and kinds of party.

    Raises:
        InputError: With everything that is wrong, each with its line.
    """
    noted: tuple[Problem, ...] = ()
    if encoding_of([data]) == WESTERN:
        with suppress(UnicodeDecodeError):
            data = data.decode(WESTERN).encode("utf-8")
            what = "This is not text in UTF-8, and is read as that of Windows in the west."
            noted = (
                Problem(what, file, None, "Look at letters with accents, or save it as UTF-8."),
            )
    value = parse(data, file)
    if isinstance(value, SourceMapping) and any("." in key for key in value):
        value = unfolded(value, file, knowledge)
    case = read_case(value, file, knowledge)
    return case._replace(warnings=(*noted, *case.warnings)) if noted else case


def read_case(value: Any, file: str, knowledge: Knowledge, *, begun: bool = False) -> Case:
    """Makes a case of a value that was read from a file.

    Args:
        value: What `advisor.knowledge.source` made of the file.
        file: The name of the file, for messages.
        knowledge: The questions, homes and kinds of party.
        begun: Whether it may leave out what every case needs, as somebody still answers it.

    Raises:
        InputError: With every problem of the value.
    """
    reader = AnswerReader(file, knowledge)
    case = case_of(value, reader, begun=begun)
    tell_former(file, reader.former)
    return case


def case_of(value: Any, reader: AnswerReader, *, begun: bool = False) -> Case:
    """Makes a case of a value, and leaves it to the caller to say what was read in other words.

    Args:
        value: What `advisor.knowledge.source` made of a file.
        reader: Reads its parts; has read nothing yet.
        begun: Whether it may leave out what every case needs.

    Raises:
        InputError: With every problem of the value.
    """
    version = value.get("advisor-case") if isinstance(value, dict) else None
    if isinstance(version, int) and version != VERSION:
        what = f"The case file is of version {version}; this Advisor reads version {VERSION}."
        remedy = "Install the Advisor that wrote it, or start again from “advisor new”."
        raise InputError(what, reader.file, value.lines["advisor-case"], remedy)
    top = reader.record(value, WHOLE, "The file")
    if not begun:
        _minimum(reader, value)

    def part(level: str) -> Answers:
        found = top.get(level)
        return found if isinstance(found, Answers) else Answers(level)

    change, tensions, place = part("change"), part("tensions"), top.word("place")
    parties = _parties(reader, top)
    tied = _Tied(reader, parties)
    case = Case(
        file=reader.file,
        as_of=top.text("as-of"),
        client=part("client"),
        change=change,
        parts=_entries(Entry, tied.by("turns", change.get("parts")), "part"),
        plan=part("plan"),
        place=place,
        parties=parties,
        homes=top.get("homes") or MappingProxyType({}),
        money=_entries(Money, tied.by("party", top.get("money")), "source"),
        decision=part("decision"),
        events=_entries(Event, top.get("events"), UNKNOWN),
        owners=top.table("owners"),
        numbers=top.get("numbers") or (),
        missing_parties=top.several("missing-parties"),
        not_on_file=top.several("not-on-file"),
        raters=_entries(Rater, tensions.get("raters"), "rater"),
        sources=top.get("sources") or (),
        note=top.text("note"),
        top=top,
        source=value,
        contradictions=(),
        warnings=tuple(reader.warnings),
    )
    if reader.problems:
        raise InputError.together(reader.problems)
    clashes = find_contradictions(case, reader.knowledge.questions)
    return case._replace(contradictions=clashes, place=_place(place, clashes))


def _place(given: str, clashes: Iterable[Contradiction]) -> str:
    """The place to go on with: the one given, unless another answer rules it out."""
    instead = [clash.instead for clash in clashes]
    ruled_out = [answer for one in instead for *about, answer in one if about == ["case", "place"]]
    return next(iter(ruled_out), given)


_NEEDED = {
    "advisor-case (write 1)": (("advisor-case",),),
    "client.name": (("client", "name"),),
    "change.summary or change.short": (("change", "summary"), ("change", "short")),
    "change.kind": (("change", "kind"),),
    "place": (("place",),),
    "parties or homes": (("parties",), ("homes",)),
}
"""What every case needs, each with the keys under which it can stand."""


def _minimum(reader: AnswerReader, value: Any) -> None:
    """Notes, in one problem, what every case needs and this one leaves out."""
    if not isinstance(value, dict):
        return
    missing: dict[str, int | None] = {}
    for what, paths in _NEEDED.items():
        if not any(_is_given(value, path) for path in paths):
            *outer, key = paths[0]
            inside = value.get(outer[0]) if outer else value
            missing[what] = getattr(inside, "lines", {}).get(key)  # there, and empty
    if missing:
        named = [f"{one} (line {line})" if line else one for one, line in missing.items()]
        first = min((line for line in missing.values() if line), default=None)
        what = f"The case leaves out what every case needs: {', '.join(named)}."
        new = "“advisor new” writes a file with all questions."
        remedy = f"Add it; to all but names, “unknown” is an answer. {new}"
        reader.wrong(what, first or getattr(value, "line", 1), remedy)


def _is_given(value: Any, path: tuple[str, ...]) -> bool:
    """Whether something stands under keys; of words of the client, not `unknown`.

    Text where a part with keys should stand counts: it has a problem of its own.
    """
    for key in path:
        if not isinstance(value, dict):
            return value is not None and value != UNKNOWN
        value = value.get(key)
    return not is_blank(value) and not (
        value == UNKNOWN and path[-1] in ("name", "summary", "short")
    )


def _parties(reader: AnswerReader, top: Answers) -> tuple[Party, ...]:
    """The parties, each with an id of its own."""
    parties: list[Party] = []
    lines: dict[str, int] = {}
    kinds = reader.knowledge.parties
    for answers in top.get("parties") or ():
        name = answers.text("name")
        party = answers.text("id") or party_id(name)
        if party in lines:
            first = f"the first is on line {lines[party]}."
            remedy = "Keep one entry, or give one of them another name and id."
            what = f"The party “{party}” is listed for the second time; {first}"
            reader.wrong(what, answers.line, remedy)
            continue
        lines[party] = answers.line
        kind = answers.word("kind")
        if not answers.lines.get("kind"):  # nothing is known of its usual hold
            guess = kind_named(name, kinds)
            what = f"“{name}” has no kind: it counts as another party, with no hold but what is"
            remedy = f"Add “kind: {guess}” if that is what it is."
            if guess == OTHER:
                remedy = "Add its kind, or “kind: other” if it is of none."
            reader.warn(f"{what} said of it.", answers.line, remedy)
        known = kinds[kind if kind in kinds else OTHER]
        plural = answers.word("plural")
        is_plural = known.takes_plural(name) if plural == UNKNOWN else plural == "yes"
        parties.append(Party(answers, party, known.kind, is_plural))
    return tuple(parties)


def _entries(kind: type[Listed], given: Iterable[Answers] | None, usual: str) -> tuple[Listed, ...]:
    """The entries of a list, each with an id; two principals are two raters."""
    taken: set[str] = set()
    return tuple(
        kind(answers, unique_slug(slug_of(answers.text(kind.called_by)) or usual, taken))
        for answers in given or ()
    )


class _Tied:
    """Ties what names a party, by its name or id, to the party."""

    def __init__(self, reader: AnswerReader, parties: tuple[Party, ...]) -> None:
        self._reader = reader
        self._ids = {party.id: party.id for party in parties}
        for party in parties:
            self._ids.setdefault(party.name, party.id)

    def by(self, question: str, entries: Iterable[Answers] | None) -> Iterator[Answers]:
        """Entries in which the party that answers a question stands with its id."""
        for answers in entries or ():
            named = answers.text(question)
            if named in self._ids:
                found = {**answers, question: self._ids[named]}
                yield Answers(answers.level, found, answers.lines, answers.line)
                continue
            if named:
                otherwise = "List it under parties, or leave it out."
                remedy = did_you_mean(named, self._ids, otherwise)
                line = answers.line_of(question)
                self._reader.wrong(f"No party “{named}” is listed.", line, remedy)
            yield answers
