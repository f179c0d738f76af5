"""What a client looked for and did not find: of which sort each is, and whom it speaks of.

The words by which a sort is known stand in `rules/memo/sections.yaml`, under `nouns`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.model.case import Case

OTHER = "other"
"""The sort of what no word tells more of."""
_QUESTIONS = ("whether ", "what ", "how ", "who ", "why ", "which ", "where ", "when ")
_AFTER_THE_HEAD = re.compile(
    r",? (?:of|to|for|from|in|into|with|on|about|by|beyond|that|who|which|after) "
)
_WORD = "(?:answer|opinions?|position|recommendation|reply|statement|views?|word)"
_WORD_OF = tuple(
    re.compile(f"(?i)^{one}")
    for one in (
        rf"(?:an? |any |the )?(.+?)['’]s? (?:own |formal |public |written )?{_WORD}\b",
        rf"(?:an? |any |the )?(?:\w+ )?{_WORD} (?:from|of|by) (.+?)(?: (?:on|about|to|now)\b|$)",
        r"what (.+?) (?:now |would )?(?:thinks?|wants?|prefers?|says?)\b",
    )
)
"""Whose word was looked for: the view of somebody, an answer from him, what they think."""
_NARROWED = {"and", "current", "elsewhere", "named", "not", "or", "other", "some", "that", "who"}
"""Words by which not all are meant, or more than one."""
_LEAST, _ENDING = 4, 3
"""The letters of the shortest word that tells anything, and those of the longest ending."""
_TELL_NOTHING = {"school", "schools", "other", "with", "from", "that", "what", "they", "have",
                 "online", "learning", "program", "public"}  # fmt: skip
_PEOPLE = {"families", "learners"}
"""Kinds of party whose names tell after a preposition where they are, not who they are."""


def lacking(case: Case) -> dict[str, str]:
    """What was looked for and not found, each under an id that keeps the order of the file."""
    return {f"lack-{place:02}": one for place, one in enumerate(case.not_on_file, 1)}


def is_question(item: str) -> bool:
    """Whether something looked for is told as a question: "why families left"."""
    return item.lower().startswith(_QUESTIONS)


def sort_of(item: str, sorts: Sequence[Mapping[str, Any]]) -> str:
    """Of which sort something is that was looked for and not found.

    Args:
        item: It, in the client's words.
        sorts: Each with `of`, its name, and the words by which it is known: `named`, of which one
            stands at the head of a name such as "the cost of the move"; `asked`, of which one
            stands in a question such as "how many would come"; `with`, of which one has to stand
            anywhere; `without`, of which none may. The first that fits is it.

    Returns:
        The name of the sort, or `OTHER`.
    """
    told = item.lower()
    question = is_question(item)
    words = set(_words(told))
    head = words if question else set(_words(_AFTER_THE_HEAD.split(told)[0]))
    for one in sorts:
        known = head & set(one.get("asked" if question else "named", ()))
        beside = not one.get("with") or words & set(one["with"])
        if known and beside and not words & set(one.get("without", ())):
            return str(one["of"])
    return OTHER


def spoken_of(item: str, case: Case, letting: Sequence[str]) -> Iterator[str]:
    """The parties that share most words with something that was looked for and not found.

    Args:
        item: It, in the client's words.
        letting: Words for those who let a building, who are spoken of where a lease is.
    """
    lease = "lease" in _words(item.lower())
    shared = {}
    for party in case.parties:
        name = party.name.lower()
        name = _AFTER_THE_HEAD.split(name)[0] if party.kind in _PEOPLE else name
        same = alike(item, f"{name} {party.kind}")
        lets = {*_words(party.name.lower()), *_words(party.text("can-do").lower())} & set(letting)
        shared[party.id] = same + (len(case.parties) if lease and lets else 0)
    most = max(shared.values(), default=0)
    return (party for party, same in shared.items() if same == most > 0)


def sought_from(item: str, case: Case) -> str:
    """The one party whose word was looked for and not found: its view, its answer, what it thinks.

    Args:
        item: What was looked for, in the client's words.

    Returns:
        Its id, or nothing where the words name nobody, somebody else, or more than one.
    """
    found = next((one for pattern in _WORD_OF if (one := pattern.search(item))), None)
    if found is None:
        return ""
    whom = _words(found[1].lower())
    same = [one.id for one in case.parties if _plain(_words(one.name.lower())) == _plain(whom)]
    if len(same) == 1:
        return same[0]
    counted = any(word.isdigit() for word in whom)
    if counted or set(whom) & _NARROWED or not _telling(found[1]):
        return ""
    named = [
        one.id
        for one in case.parties
        if _head(one.name) == whom[-1] and alike(found[1], one.name) == len(_telling(found[1]))
    ]
    return named[0] if len(named) == 1 else ""


def _plain(words: list[str]) -> list[str]:
    return [one for one in words if one not in ("a", "an", "in", "of", "the")]


def _head(name: str) -> str:
    """The noun of a name: "teachers" of "the teachers at Roots"."""
    words = _words(_AFTER_THE_HEAD.split(f"{name.lower()} ")[0])
    return words[-1] if words else ""


def alike(one: str, other: str) -> int:
    """How many telling words of a text stand in another, whatever their endings."""
    others = _telling(other)
    return sum(any(_same(word, heard) for heard in others) for word in _telling(one))


def _same(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))
    return shared >= max(_LEAST, len(one) - _ENDING, len(other) - _ENDING)


def _telling(text: str) -> set[str]:
    return {word for word in _words(text.lower()) if len(word) >= _LEAST} - _TELL_NOTHING


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("’", "'").replace("'s", ""))
