"""Which answers a text names: by the words of their names, near each other and not denied."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.base import usual_knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

APART = 2
"""Words that may stand between those of a name."""
DENIED = 3
"""Words before a name within which a “not” denies it, as one right behind it does (“is not”)."""
_mark = re.compile(r"[^a-z0-9%' ]+")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


class Mention(NamedTuple):
    """An answer whose name was found in a clause."""

    at: frozenset[int]
    """The places of its words."""
    denied: bool


def spoken(text: str, alike: bool = True) -> tuple[str, ...]:
    """The words of a text that mean something, without their endings.

    Args:
        alike: Whether a word that is heard as another one is given as that.
    """
    speech = usual_knowledge().speech
    words = _mark.sub(" ", speech.said(text).replace("-", " ")).split()
    same = speech.alike if alike else {}
    return tuple(_stem(same.get(one, one)) for one in words if one not in speech.little)


def named_in(
    clause: str, names: Mapping[int, Iterable[str]], lacks: Sequence[str] | None = None
) -> dict[int, Mention]:
    """The answers whose names are in a clause; of those within longer ones, the longer ones.

    Args:
        lacks: Where the answers are things that lack: words that deny one, as “no” does else.
    """
    speech = usual_knowledge().speech
    forms = {key: [*map(_form, found)] for key, found in names.items()}
    known = {word for found in forms.values() for form, _ in found for word in form}
    words = [_spelled(one, known) for one in spoken(clause)]
    said = f" {speech.said(clause)} "
    negative = speech.negative if lacks is None else {*map(_stem, lacks)}
    denials = [at for at, one in enumerate(words) if one in negative]
    found: dict[int, list[Mention]] = {}
    for key, of_one in forms.items():
        for form, literal in of_one:
            at = _place(form, words)
            if at and literal in said:
                own = negative & {*form}
                denied = not own and any(min(at) - DENIED <= one <= max(at) + 1 for one in denials)
                found.setdefault(key, []).append(Mention(at, denied))
    return {
        key: Mention(
            frozenset().union(*(one.at for one in kept)),
            max(kept, key=lambda one: (len(one.at), not one.denied)).denied,
        )
        for key, of_one in found.items()
        if (kept := [
            one for one in of_one
            if not any(one.at < other.at for its, many in found.items() if its != key
                       for other in many)
        ])
    }  # fmt: skip


def all_told(
    clause: str, parts: Iterable[str], named: Mapping[int, Mention],
    is_fact: Callable[[str], bool] = lambda part: False,
) -> bool:  # fmt: skip
    """Whether each part of a clause has a word of a name in it, or is one that need not."""
    speech = usual_knowledge().speech
    at = {place for one in named.values() for place in one.at}
    begin = 0
    for part in parts:
        words = spoken(part)
        own = {*range(begin, begin + len(words))}
        begin += len(words)
        beside = bool(named) and is_fact(part)
        if words and not own & at and not (beside or speech.begins("asides", part)):
            return False
    return True


def nearest_by_words(
    text: str, names: Mapping[int, Iterable[str]], least: int = 1
) -> list[int]:  # fmt: skip
    """The answers that share words with a text, at least so many, those that share most first."""
    typed = {*spoken(text)}
    shared = {
        key: max((len(typed.intersection(spoken(one))) for one in found), default=0)
        for key, found in names.items()
    }
    return sorted((one for one in shared if shared[one] >= least), key=lambda one: -shared[one])


def part_of(text: str, names: Mapping[int, Iterable[str]]) -> list[int]:
    """The answers of which a text is a part."""
    typed = {*spoken(text, alike=False)}
    forms = {key: [{*spoken(one, alike=False)} for one in found] for key, found in names.items()}
    known = {word for found in forms.values() for form in found for word in form}
    typed = {_spelled(one, known) for one in typed}
    return [key for key, found in forms.items() if typed and any(typed <= one for one in found)]


def _form(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a name that tell it; if that is one among little ones, all as they stand."""
    form = tuple(dict.fromkeys(spoken(name)))
    literal = len(form) == 1 and " " in name
    return form, f" {usual_knowledge().speech.said(name)} " if literal else ""


def _place(form: Sequence[str], words: Sequence[str]) -> frozenset[int]:
    """The places of the words of a name, in its order and near each other; none if they are not."""
    for begin, word in enumerate(words):
        if not form or word != form[0]:
            continue
        at = [begin]
        for one in form[1:]:
            behind = words[at[-1] + 1 : begin + len(form) + APART]
            if one not in behind:
                break
            at.append(at[-1] + 1 + behind.index(one))
        if len(at) == len(form):
            return frozenset(at)
    return frozenset()


def _spelled(word: str, known: Iterable[str]) -> str:
    """A word as it is spelled among those that are known, if only a letter or two are amiss."""
    if word in known or len(word) < 5:
        return word
    near = get_close_matches(word, [one for one in known if len(one) > 4], 1, 0.84)
    return near[0] if near else word


def _stem(word: str) -> str:
    word = word.removesuffix("'s").strip("'")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return f"{word[: -len(ending)]}{instead}".removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word
