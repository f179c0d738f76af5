"""Understands a number that a person types, in figures or words, alone or inside a sentence."""

from __future__ import annotations

import itertools
import re
from typing import Any, NamedTuple

from advisor.interview.hearing import NotUnderstoodError, is_none, is_unknown
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

_figures = re.compile(r"\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")
_word = re.compile(r"[a-z]+")
_span = re.compile(r"(?:between )?(\d+) ?(?:-|–|to|and) ?(\d+)").search
_bound = re.compile(r"(?:less than|fewer than|under|up to|at most|below|not|no more than) $").search
_just_under = re.compile(r"(?:a little|a bit|just|slightly) under $").search
_noun = re.compile(r"^,? *[a-z]+,? *$").match


_each_year = re.compile(r"(?i),? (?:a|per|each|every) year$|,? (?:yearly|annually)$")
_about = re.compile(
    r"(?i)^(?:it (?:is|costs|would be) )?(?:about|around|roughly|some|maybe|approximately) "
)
LONGEST_PRICE = 3
"""Words of an amount where nothing else is said."""
MOST_NUMBERS = 3
"""Numbers that are offered where one is asked for and several are told."""
_CURRENCIES = ("$", "€", "£")
_MUCH = 3_000
"""A number from which it is an amount of money, and no year or part, where both could be."""


class Count(NamedTuple):
    """A number in a text."""

    value: float
    start: int
    end: int


def counts(text: str) -> list[Count]:
    """The numbers in a text, in figures or in words.

    Args:
        text: In the words of `SpokenWords.said`.
    """
    many = usual_knowledge().speech
    found: list[Count] = []
    at = 0
    while at < len(text):
        figures = _figures.match(text, at)
        inside = at and text[at - 1].isalnum()
        if figures and not inside:
            value, end = float(re.sub(r"[ ,]", "", figures[0])), figures.end()
            times = re.match(r" ?(k|[a-z]+)\b", text[end:])
            factor = times and many.within("numbers", "many").get(times[1])
            if factor and times:
                value, end = value * factor, end + times.end()
            found.append(Count(value, at, end))
            at = end
            continue
        spelled = None if inside else _spelled(text, at)
        if spelled:
            found.append(spelled)
            at = spelled.end
            continue
        at += 1
    alone = [one for one in found if text[one.start : one.end] not in ("one", "a", "an")]
    return alone or found


def _spelled(text: str, start: int) -> Count | None:
    """The number in words that begins at a place."""
    speech = usual_knowledge().speech
    ones, tens = speech.within("numbers", "ones"), speech.within("numbers", "tens")
    many = speech.within("numbers", "many")
    whole = part = 0
    seen = False
    at = end = start
    for word in _word.finditer(text, start):
        if text[at : word.start()].strip(" -"):
            break
        said = word[0]
        if said in ("a", "an") and not seen:
            following = _word.match(text, word.end() + 1)
            if not following or following[0] not in many:
                return None
            part = 1
        elif said in ones and part % 10 == 0 and (part % 100 == 0 or ones.index(said) < 10):
            part, seen = part + ones.index(said), True
        elif said in tens and part % 100 == 0:
            part, seen = part + 10 * (2 + tens.index(said)), True
        elif said in many and (seen or part) and len(said) > 1:
            factor = many[said]
            if factor >= 1000:
                whole, part = whole + (part or 1) * factor, 0
            else:
                part = (part or 1) * factor
            seen = True
        elif said == "and" and seen and (whole or part >= 100):
            at = word.end()
            continue
        else:
            break
        at = end = word.end()
    return Count(whole + part, start, end) if seen else None


def number(text: str) -> Any:
    """A whole number, or `unknown`.

    Raises:
        NotUnderstoodError: If it is none, or a span of numbers; then with a guess.
    """
    speech = usual_knowledge().speech
    said = speech.said(text)
    found = counts(said)
    first = next(iter(speech.clauses(text)), "")
    if is_none(text) or (not found and is_none(first)):
        return 0
    if not found:
        if is_unknown(text):
            return UNKNOWN
        raise NotUnderstoodError("figure", typed=text, meant="")
    last = _taken_back(said, found)
    if last is not None and _counts_them(said, last):
        return int(last.value)
    if last is None and len(found) == 1 and _counts_them(said, found[0]):
        return int(found[0].value)
    groups = _times(said, found)
    if groups is not None:
        return groups
    span = _span(said)
    whole = [f"{int(one.value)}" for one in found if one.value == int(one.value)]
    if is_none(first):  # and the other numbers are of something else
        whole = ["0"]
    elif span and len(found) == 2:
        whole = [str((int(span[1]) + int(span[2])) // 2)]
    few = [*dict.fromkeys(whole)][:MOST_NUMBERS]
    raise NotUnderstoodError("figure", typed=text, meant=few[0] if len(few) == 1 else "",
                             guesses=few[1:] and few)  # fmt: skip


def _counts_them(said: str, one: Count) -> bool:
    """Whether a number counts what is asked for, and is no bound."""
    speech = usual_knowledge().speech
    before, behind = said[: one.start], said[one.end :].lstrip(" -")
    if one.value != int(one.value):
        return False
    if _bound(before) and not _just_under(before):
        return False
    if not behind or behind[0] in ",.;:()!":
        return True
    words = speech.without_fillers(behind)
    return (
        speech.begins("unit", behind)
        or speech.begins("loose", behind)
        or speech.begins("unit", words)
    )


def _taken_back(said: str, found: list[Count]) -> Count | None:
    """The number that comes behind a word that takes back the one before it."""
    speech = usual_knowledge().speech
    for one in found[1:]:
        before = said[: one.start].rstrip(" ,")
        if any(before.endswith(f" {words}") for words in speech.words("takes-back")):
            behind = said[one.end :].lstrip()
            return None if speech.begins("other-unit", behind) else one
    return None


def _times(said: str, found: list[Count]) -> int | None:
    """So many groups of so many."""
    if len(found) != 2:
        return None
    speech = usual_knowledge().speech
    first, second = found
    between, behind = said[first.end : second.start], said[second.end :].strip()
    group = between.removesuffix("of ")
    whole = first.value * second.value
    if whole != int(whole):
        return None
    if between.endswith(" of ") and _noun(group) and _counts_them(said, second):
        return int(whole)
    for unit in ("", *speech.words("unit")):
        rest = behind.removeprefix(unit).strip() if unit else behind
        if _noun(between) and speech.begins("apiece", rest):
            return int(whole)
    return None


def share(text: str) -> float | None:
    """What part of the whole so much of so much is; nothing where no two amounts are named."""
    said = re.sub(r"[$€£]", "", usual_knowledge().speech.said(text))
    for first, second in itertools.pairwise(counts(said)):
        if re.fullmatch(r" (?:out )?of (?:the |our |a )?", said[first.end : second.start]):
            return first.value / second.value if second.value >= first.value > 0 else None
    return None


def amount(text: str) -> str:
    """The first amount of money in a text, as a case file writes it; empty if there is none.

    Args:
        text: Such as “about $120k a year”; so many without a currency are dollars.
    """
    speech = usual_knowledge().speech
    said = speech.said(text)
    for one in counts(said):
        sign = said[: one.start].rstrip()[-1:]
        behind = said[one.end :].lstrip()
        named = sign in _CURRENCIES or speech.begins("dollars", behind)
        if one.value == int(one.value) and (named or one.value >= _MUCH):
            whole = f"{sign if sign in _CURRENCIES else '$'}{int(one.value):,}"
            return f"{whole} a year" if speech.begins("yearly", behind) else whole
    return ""


def price(text: str) -> str:
    """What something costs in a year, as a case file writes it: “about $310,000” of “about 310k”.

    Where more is said than an amount, it is kept as it was said.

    Raises:
        NotUnderstoodError: If no amount is said.
    """
    bare = _each_year.sub("", text.strip().rstrip(" ."))
    about = _about.match(bare)
    rest = bare[about.end() :] if about else bare
    found = counts(usual_knowledge().speech.said(rest).lstrip("$€£"))
    if not found:
        raise NotUnderstoodError("sum", typed=text)
    alone = len(found) == 1 and len(rest.split()) <= LONGEST_PRICE
    whole = amount(rest if rest[:1] in _CURRENCIES else f"${rest}") if alone else ""
    return f"about {whole}" if whole and about else whole or text


def sides(text: str) -> set[str]:
    """The sides on which so many of a party are told to be: `for`, `against`."""
    speech = usual_knowledge().speech
    said = speech.said(text)
    many = rf"\b(?:\d+(?! ?%| percent| years?\b)|{speech.one_of('some-of')})\b"

    def is_told(side: str) -> bool:
        words = "|".join(map(re.escape, speech.within("sides", side)))
        return bool(re.search(rf"{many}[^,;.]{{0,25}}?\b(?:{words})\b", said))

    return set(filter(is_told, ("for", "against")))


def rating(text: str) -> dict[str, int]:
    """Where one sees a tension: now, and wanted."""
    said = usual_knowledge().speech.said(text)
    found = [one.value for one in counts(said)]
    if len(found) != 2 or not all(one in (1, 2, 3, 4, 5) for one in found):
        raise NotUnderstoodError("scale")
    return {"now": int(found[0]), "wanted": int(found[1])}
