"""Understands which of some numbered answers a person means.

What is typed is taken only where one answer alone can be meant; else it is asked back, with the
answers that come nearest.

This module is long because each way of naming an answer has to know what the others would take.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from advisor.interview.counting import share, sides
from advisor.interview.hearing import (
    NotUnderstoodError,
    agreement,
    asks_back,
    is_fact,
    is_none,
    is_said,
    is_unknown,
    plain,
)
from advisor.interview.likeness import all_told, named_in, nearest_by_words, part_of, spoken
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN
from advisor.model.line import DIVIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.presentation.interview import NumberedAnswer

    Said = Mapping[str, Sequence[str]]
    """Other words for the answers to a question."""

MOST_GUESSES = 3
"""Answers that are named where something was not understood."""
LACKS = "lacks"
"""Among the other words for answers, where these are things that lack and a “no” names one: words
that deny one instead."""
ALONE = "="
"""Before another word for an answer that counts only where no more is said."""
_NONE_AMONG = ("none", "no", "never", "nothing")
"""Answers that say what “none” says, where they are among the choices."""
LETTERS = {"y": "yes", "p": "partly", "n": "no"}
_numbered = re.compile(
    r"(?:#|no\.? ?|(?:the )?(?:number|option|answer|choice) )?(\d{1,3})(?:[.):]|st|nd|rd"
    r"|th)?(?: one)?"
).fullmatch
_in_letters = re.compile(
    r"(?:the )?(?:(?:number|option|answer|choice) )?([a-z]+)(?: (?:one|option|answer|choice))?"
).fullmatch
_number_and_words = re.compile(r"(\d{1,2})[.):] +(\D.*)").fullmatch
either = re.compile(r"(?:between |either )?(\d{1,2}) (?:or|and) (\d{1,2})").fullmatch
_span = re.compile(r"(\d{1,2}) ?(?:-|–|to) ?(\d{1,2})").fullmatch
between_parts = re.compile(r"\s*[,;]\s*(?:and |or )?|\s*[&+]\s*|\s+(?:and|or|plus)\s+|\s+/\s+")
_number_and_more = re.compile(r"(\d{1,2})[.):]? (?:[-–] )?([^\W\d].*)").fullmatch
_COUNTS = ("of", "to", "or", "and", "percent", "out")
MINORITY = 0.5
"""Up to what part of a party those whose stance is told do not speak for it."""
_SOUNDS = {"to": "two", "too": "two", "for": "four", "won": "one"}
"""Numbers as they are dictated."""


def number_of(text: str) -> int | None:
    """The number of an answer in figures, such as 2, 2) or no. 2."""
    found = _numbered(text)
    return int(found[1]) if found else None


def one_of(text: str, choices: Sequence[NumberedAnswer], said: Said = {}) -> Any:  # noqa: B006 - never changed
    """The value of a numbered answer, typed as its number or in words.

    Args:
        text: What was typed.
        choices: The numbered answers.
        said: Other words for them.

    Raises:
        NotUnderstoodError: If not just one can be meant; with those that come nearest.
    """
    divided = [one for one in choices if one.value == DIVIDED]
    first = next(iter(usual_knowledge().speech.clauses(text)), "") if divided else ""
    if first and outright(first, choices, said) in divided:  # then who is where is only told
        return DIVIDED
    side = sides(text) if divided else set()
    if len(side) > 1:
        raise ask_back(text, choices, divided)
    try:
        found = outright(text, choices, said) or _yes_or_no(text, choices)
        found = found or _first_said(text, choices, said)
        found = found or _in_words(text, choices, said)
    except NotUnderstoodError:
        if divided:
            named = _named_at_all(text, choices, said)
            if {"for", "against"} <= {one.value for one in choices if one.number in named}:
                raise ask_back(text, choices, divided) from None
        if not side:
            raise
        found = next(one for one in choices if one.value in side)
    part = (share(text) or 1) <= MINORITY or (side and found.value != UNKNOWN)
    if divided and found not in divided and part:
        raise ask_back(text, choices, [*divided, found])  # so many of them; the others not
    return found.value


def _named_at_all(text: str, choices: Sequence[NumberedAnswer], said: Said) -> set[int]:
    """The numbers of the answers that are named in a text and not denied in it."""
    return named_and_denied(text, _names(choices, said), said.get(LACKS))[0]


def _first_said(text: str, choices: Sequence[NumberedAnswer], said: Said) -> NumberedAnswer | None:
    """The answer that is said first, if what stands behind it only tells something of it."""
    speech = usual_knowledge().speech
    first, *others = speech.clauses(text) or ("",)
    last = others[-1].removeprefix("so ") if others else ""
    if others and number_of(last) and last != others[-1]:  # “…, so 3”
        return outright(last, choices, said)
    if (
        not others
        or asks_back(text)
        or is_said("denials", first)
        or any(speech.begins("reservations", one) for one in others)
        or any(number_of(one) is not None for one in others)
    ):
        return None
    found = outright(first, choices, said)
    named, denied = named_and_denied(", ".join(others), _names(choices, said), said.get(LACKS))
    return found if found and not (named | denied) - {found.number} else None


def outright(text: str, choices: Sequence[NumberedAnswer], said: Said) -> NumberedAnswer | None:
    """The answer whose number, name or very words were typed."""
    words = plain(text)
    bare = usual_knowledge().speech.without_fillers(words)
    both = _number_and_words(words)
    if both and 0 < int(both[1]) <= len(choices):
        choice = choices[int(both[1]) - 1]
        if label_of(choice).startswith(both[2][:20]):
            return choice
    two = either(bare)
    if two:
        raise ask_back(text, choices, [one for one in choices if str(one.number) in two.groups()])
    number = _number(words, choices)
    number = _number(bare, choices) if number is None else number
    if number is not None:
        if 0 < number <= len(choices):
            return choices[number - 1]
        raise ask_back(text, choices, ())
    for form in dict.fromkeys((LETTERS.get(words, words), bare)):
        for choice in choices:
            names = (choice.label.lower(), label_of(choice), *_own_name(choice, choices))
            others = (
                str(one).lower().removeprefix(ALONE) for one in said.get(str(choice.value), ())
            )
            if form in (*names, *others):
                return choice
        telling = spoken(form)
        alike = [one for one in choices if len(telling) > 1
                 and telling in map(spoken, map(str, said.get(str(one.value), ())))]  # fmt: skip
        if len(alike) == 1:
            return alike[0]
    return _without_a_name(text, choices)


def _without_a_name(text: str, choices: Sequence[NumberedAnswer]) -> NumberedAnswer | None:
    """The answer for “I don't know”, “none” or “the usual”, if there is one."""
    for heard, values in (
        (is_unknown(text), (UNKNOWN,)),
        (is_none(text), _NONE_AMONG),
        (is_said("usual", text), (None,)),
    ):
        found = next((one for one in choices if heard and one.value in values), None)
        if found is not None:
            return found
    return None


def _number(words: str, choices: Sequence[NumberedAnswer]) -> int | None:
    """The number of an answer: 2, 2), the second, number two, the last one."""
    digits = number_of(words)
    if digits is not None:
        return digits
    letters = _in_letters(words)
    if not letters:
        return None
    word = letters[1]
    if word == "last":
        return sum(one.value not in (UNKNOWN, None) for one in choices)
    speech = usual_knowledge().speech
    if word in (ordinals := speech.words("ordinals")):
        return ordinals.index(word) + 1
    word = word if word == words else _SOUNDS.get(word, word)
    ones = speech.within("numbers", "ones")
    return ones.index(word) if word in ones[1:] else None


def _own_name(choice: NumberedAnswer, choices: Sequence[NumberedAnswer]) -> tuple[str, ...]:
    """The word for an answer in a case file, if another is not called so with one word more."""
    name = str(choice.value)
    words = {*name.split("-")}
    others = ({*label_of(one).replace("-", " ").split()} for one in choices if one is not choice)
    longer = any(words < one and len(one) == len(words) + 1 for one in others)
    return () if words and longer else (name,)


def _yes_or_no(text: str, choices: Sequence[NumberedAnswer]) -> NumberedAnswer | None:
    """The answer where yes and no are among the choices, and one of them is said."""
    values = {_sign_of(choice): choice for choice in choices}
    if not {"yes", "no"} <= {*values}:
        return None
    meant, near = agreement(text, "partly" in values)
    if near:
        raise ask_back(text, choices, [values[near]])
    return values.get(meant)


def _sign_of(choice: NumberedAnswer) -> Any:
    """The yes or no with which an answer begins, as “yes, in writing” does; else its value."""
    sign = choice.label.lower().partition(",")
    return sign[0] if sign[1] and sign[0] in ("yes", "no") else choice.value


def label_of(choice: NumberedAnswer) -> str:
    """The words of an answer without what is said of it."""
    return choice.label.partition(": ")[0].lower()


def _names(choices: Sequence[NumberedAnswer], said: Said) -> dict[int, tuple[str, ...]]:
    """The names of each answer by its number."""
    return {
        one.number: tuple(
            name
            for name in (
                label_of(one),
                *map(str, said.get(str(one.value), ())),
                *_own_name(one, choices),
            )
            if name[:1] != ALONE and name not in ("yes", "no")  # these are heard by `agreement`
        )
        for one in choices
        if one.value not in (UNKNOWN, None)
    }


def _in_words(text: str, choices: Sequence[NumberedAnswer], said: Said) -> NumberedAnswer:
    """The only answer that words can mean: that is named in them, or of which they are a part."""
    speech, names = usual_knowledge().speech, _names(choices, said)
    named, denied = named_and_denied(text, names, said.get(LACKS))
    found = [one for one in choices if one.number in named]
    denies = False
    if not named and not denied:
        found = [one for one in choices if one.number in part_of(text, _names(choices, {}))]
        denies = bool(speech.negative.intersection(speech.said(text).split()))
    if not found:
        each = (_without_a_name(one, choices) for one in speech.clauses(text) if is_none(one))
        found = [*{one.number: one for one in each if one}.values()]
    if len(found) == 2:
        found = _says_more(found) or _as_shown(found, text) or found
    if len(found) == 1 and not denies and not asks_back(text):
        return found[0]
    by_number = {one.number: one for one in choices}
    said_first = [one for one in choices if label_of(one) == next(iter(speech.clauses(text)), "")]
    near = [*said_first, *(one for one in found if one not in said_first)]
    near = near or [by_number[one] for one in nearest_by_words(text, names) if one not in denied]
    if not near:
        labels = {label_of(one): one for one in choices}
        near = [labels[one] for one in get_close_matches(plain(text), labels, MOST_GUESSES, 0.6)]
    raise ask_back(text, choices, near)


def _says_more(found: Sequence[NumberedAnswer]) -> list[NumberedAnswer]:
    """That of two answers which says what the other says, and more; none if neither does."""
    words = [{*spoken(label_of(one))} for one in found]
    return [one for one, own, other in zip(found, words, reversed(words)) if own > other]


def _as_shown(found: Sequence[NumberedAnswer], text: str) -> list[NumberedAnswer]:
    """That of two answers in the same words which stands in a text as it is shown."""
    labels = [label_of(one).removeprefix("a ") for one in found]
    alike = len({frozenset(spoken(one)) for one in labels}) == 1
    shown = [one for one, label in zip(found, labels) if label in plain(text)]
    return shown if alike and len(shown) == 1 else []


def named_and_denied(
    text: str, names: Mapping[int, Sequence[str]], lacks: Sequence[str] | None
) -> tuple[set[int], set[int]]:
    """The numbers of the answers named in a text, and of those only denied in it."""
    named: set[int] = set()
    denied: set[int] = set()
    for clause in usual_knowledge().speech.clauses(text):
        for key, one in named_in(clause, names, lacks).items():
            (denied if one.denied else named).add(key)
    return named, denied - named


def ask_back(
    text: str, choices: Sequence[NumberedAnswer], near: Sequence[NumberedAnswer]
) -> NotUnderstoodError:
    """What asks back a text that is not understood.

    Args:
        text: What was typed.
        choices: The numbered answers.
        near: Those that come near, the nearest first.
    """
    first, _, more = text.partition(" ")
    said = usual_knowledge().speech.clauses(text)
    if any(is_unknown(one) for one in said):  # who says so beside something else may mean it most
        doubts = [one for one in choices if one.value == UNKNOWN]
        near = [*doubts, *(one for one in near if one not in doubts)]
    near = near or [one for one in choices if more and first == str(one.number)]
    guesses = [f"{one.number}, {one.label.partition(': ')[0]}" for one in near[:MOST_GUESSES]]
    one_alone = len(near) == 1 and all(one.value not in ("yes", "no") for one in choices)
    return NotUnderstoodError(
        "number", typed=text, most=len(choices), guesses=guesses,
        agreed=str(near[0].number) if one_alone else "",
    )  # fmt: skip


def guesses(
    text: str, choices: Sequence[NumberedAnswer], told: Mapping[str, Iterable[str]]
) -> list[NumberedAnswer]:
    """The answers that a text comes near to of which none was found by its names.

    Args:
        text: What was typed.
        choices: The numbered answers.
        told: What is told elsewhere of an answer, in sentences.
    """
    names = {one.number: [*told.get(str(one.value), ())] for one in choices}
    by_number = {one.number: one for one in choices}
    near = nearest_by_words(text, names)
    if near:
        return [by_number[one] for one in near]
    signs = {_sign_of(one): one for one in choices}
    if not {"yes", "no"} <= {*signs}:
        return []
    speech = usual_knowledge().speech
    denies = bool(speech.negative.intersection(speech.said(text).split()))
    if denies and "partly" in signs and len(speech.clauses(text)) > 1:
        return [signs["partly"], signs["no"]]
    return [signs["no"]] if denies else [signs["yes"]]


def several(text: str, choices: Sequence[NumberedAnswer], said: Said = {}) -> Any:  # noqa: B006
    """Several numbered answers as a list; `unknown`, or nothing for what is usual."""
    text = _with_numbers(text, choices)
    single = None if either(plain(text)) else outright(text, choices, said)
    real = [one.value for one in choices if one.value not in (UNKNOWN, None, "none")]
    speech = usual_knowledge().speech
    all_but = speech.rest("all-but", speech.without_end(plain(text)))
    if single is not None:
        found = [single.value]
    elif all_but:
        left_out = several(all_but, choices, said)
        found = [one for one in real if one not in left_out]
    elif is_said("all", text) or (plain(text) == "both" and len(real) == 2):
        found = real
    else:
        found = _each(text, choices, said)
    found = list(dict.fromkeys(found))
    if len(found) == 1 and found[0] in (UNKNOWN, None):
        return found[0]
    if len(found) > 1 and UNKNOWN in found and re.search(r"[A-Za-z]", text):
        found.remove(UNKNOWN)  # said of the rest, of which nothing is known in any case
    if len(found) > 1 and ("none" in found or UNKNOWN in found or None in found):
        raise NotUnderstoodError("alone")
    return found


def _with_numbers(text: str, choices: Sequence[NumberedAnswer]) -> str:
    """A text with numbers for the answers in whose words it could be cut."""
    for one in sorted(choices, key=lambda one: -len(one.label)):
        label = label_of(one)
        if between_parts.search(label) and len(label) < len(text):
            text = re.sub(rf"(?i)\b(?:the )?{re.escape(label)}(?!\w)", str(one.number), text)
    return text


def _each(text: str, choices: Sequence[NumberedAnswer], said: Said) -> list[Any]:
    """The answers of a text that is no single one: by its parts, else by its clauses."""
    names = {str(choice.value) for choice in choices}
    each = text.replace(",", " ").split()
    speech = usual_knowledge().speech
    try:
        parts = each if names.issuperset(each) else [*_parts(text, len(choices))]
        parts = [one for one in parts if not speech.whole("after", speech.said(one))] or parts
        parts = [_number_first(one, choices, said) or one for one in parts]
        if all(len(speech.clauses(one)) < 2 for one in parts):
            return [_one_among(at, parts, choices, said) for at in range(len(parts))]
        raise ask_back(text, choices, ())
    except NotUnderstoodError as error:
        found = [] if asks_back(text) else _told(text, choices, said)
        if found:
            return found
        near = _named_at_all(text, choices, said)
        if near and not error.values.get("guesses"):
            raise ask_back(text, choices, [one for one in choices if one.number in near]) from None
        raise error from None


def _number_first(part: str, choices: Sequence[NumberedAnswer], said: Said) -> str:
    """The number with which a part begins whose other words only tell of it; or nothing.

    What a number counts (“2 seats”) is no answer with that number, nor is what names another.
    """
    found = _number_and_more(part)
    if not found or not 0 < int(found[1]) <= len(choices):
        return ""
    behind = usual_knowledge().speech.said(found[2]).split()
    counted = any(one.endswith("s") for one in behind[:2]) or behind[0] in _COUNTS
    others = {*named_in(found[2], _names(choices, said), said.get(LACKS))} - {int(found[1])}
    return "" if counted or others else found[1]


def _one_among(at: int, parts: Sequence[str], choices: Sequence[NumberedAnswer], said: Said) -> Any:
    """The answer in one of several parts; who agrees to a guess for it keeps the others."""
    try:
        return one_of(parts[at], choices, said)
    except NotUnderstoodError as error:
        if error.values.get("agreed"):
            whole = [*parts[:at], str(error.values["agreed"]), *parts[at + 1 :]]
            error.values["agreed"] = ", ".join(whole)
        raise


def _told(text: str, choices: Sequence[NumberedAnswer], said: Said) -> list[Any]:
    """The answers named in the clauses of a text; none if some part may name another thing."""
    speech, names = usual_knowledge().speech, _names(choices, said)
    found: set[int] = set()
    none = by_number = False
    for clause in speech.clauses(text):
        number = number_of(_number_first(clause, choices, said) or clause)
        if number is not None:
            if not 0 < number <= len(choices):
                return []
            found.add(number)
            by_number = True
            continue
        named = named_in(clause, names, said.get(LACKS))
        pending = any(one in clause for one in speech.words("pending"))
        none = none or (not named and not found and is_none(clause))
        told = pending or is_none(clause) or speech.whole("aside", clause)
        close = named or nearest_by_words(clause, names, least=2)
        beside = (by_number or (found and is_fact(clause))) and not close
        if not (told or beside) and not all_told(
            clause, between_parts.split(clause), named, is_fact
        ):
            return []
        found.update(key for key, one in named.items() if not (one.denied or pending))
    if none and found:
        return []
    if none:
        return [one.value for one in choices if one.value == "none"]
    return [one.value for one in choices if one.number in found]


def _parts(text: str, most: int) -> Iterator[str]:
    """The parts of an answer that names several: at commas, “and”, blanks in numbers."""
    for part in filter(None, between_parts.split(text)):
        yield from spans(part, most)


def spans(part: str, most: int) -> Iterator[str]:
    """The numbers in a part that names answers by numbers alone, or the part."""
    span = _span(part.strip())
    words = part.split()
    if span and 0 < int(span[1]) < int(span[2]) <= most:
        yield from map(str, range(int(span[1]), int(span[2]) + 1))
    elif all(number_of(one) is not None for one in words):
        yield from words
    else:
        yield part
