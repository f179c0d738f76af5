"""How parties and other things of the case are called inside a sentence."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.knowledge.parties import looks_plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case

_DETERMINERS = frozenset(
    {"a", "an", "all", "another", "anybody", "both", "each", "every", "everybody", "few", "five",
     "four", "half", "her", "his", "its", "many", "my", "nobody", "one", "our", "six", "some",
     "somebody", "that", "the", "their", "these", "this", "those", "three", "two", "whoever",
     "your"}
)  # fmt: skip
_OPENERS = frozenset(
    {"about", "across", "after", "against", "among", "around", "as", "at", "before", "behind",
     "below", "between", "beyond", "by", "during", "for", "from", "in", "inside", "into", "near",
     "of", "off", "on", "outside", "over", "per", "since", "that", "through", "to", "under",
     "until", "which", "who", "whom", "whose", "with", "within", "without"}
)  # fmt: skip
"""Words with which something begins that is said of the noun before."""
_LINKS = _OPENERS | {"and", "or", "now", "still", "already", "not"}
_LOWERED = re.compile(r"(?:tion|sion|ment|ness|ship|ical|ional|ial)$")
"""Endings of English words that hardly a name of a place or person has."""
_SPOKEN = re.compile(r"(?=.{4})[^AEIOU]{0,3}(?:[AEIOU][^AEIOU]{1,2})+[AEIOU]?")
"""An abbreviation that is spoken as a word."""
_BEFORE_NAMES = frozenset(
    {"current", "former", "incoming", "individual", "most", "nearby", "neighboring", "other",
     "outgoing", "several", "surrounding"}
)  # fmt: skip
"""Words that are no part of the name they stand before."""
_AFTER = re.compile(
    r"(?:an?|the|our|who|which|whose|where|as|now|then|once|formerly|led|run|including|such|like|both"
    r"|some|most|all|among|by|for|of|with|chaired|headed|founded|owned|represented) "
)
"""What begins something that is said of a name after it."""
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")


class Naming:
    """Puts names in the client's words into sentences.

    A client writes "Board" in a list; a sentence wants "the board". A proper name keeps its
    capitals. The words this depends on stand in `rules/words.yaml`.
    """

    def __init__(self, knowledge: Knowledge, case: Case) -> None:
        """Reads the words it needs.

        Words keep their capital that stand in the client's own name, that the client writes
        with one in the middle of a sentence, or that are well-known places.
        """

        def listed(key: str) -> frozenset[str]:
            return frozenset(knowledge.section("words", key) or ())

        own = [case.client.text(key) for key in ("name", "short-name", "region")]
        capital, self._small_here = _written(case)
        self._own = capital | listed("places") | {one for name in own for one in _parts(name)}
        self._takes_the = listed("takes-the")
        self._bodily = self._takes_the | listed("bodily")
        self._bare = listed("bare")
        self._small = listed("small")
        self._mass = listed("mass")
        self._titles = listed("titles")

    def in_sentence(self, name: str, plural: bool) -> str:
        """A name as it stands in the middle of a sentence.

        Args:
            name: The name in the client's words, such as "Board" or "Math teachers".
            plural: Whether it takes "are".

        Returns:
            "the board", "math teachers", "the State Board of Education", "Teach to One".
        """
        words = name.split()
        if not words:
            return name
        if (
            len(words) == 1 and name.isupper() and name.isalpha() and len(name) > 2
        ):  # the PTA, but KIPP and HP
            return name if _SPOKEN.fullmatch(name) else f"the {name}"
        first = words[0].lower()
        if first in _DETERMINERS:
            proper = first != "the" and _is_title(words)
            return name if proper else first + name[len(first) :]
        if words[0][0].isupper() and words[1:] and words[1].strip(",").isdigit():
            return name  # "Local 388"
        lowered = self._is_small(words)
        said = name[:1].lower() + name[1:] if lowered else name
        head = self._head(words)
        if self._is_person(head):
            return said
        small = [head[0].lower() if lowered else head[0], *head[1:]]
        common = all(one == one.lower() for one in small)
        if plural:
            both = "and" in head and not looks_plural(name.split(" and ")[0])
            both = both and not looks_plural(head[-1])
            of_the = words[1:3] == ["of", "the"]
            return f"the {said}" if common and (both or of_the) else said
        if not lowered and _has_owner(head):
            return said  # "Seattle's parks department"
        last = head[-1].strip("(),.").lower()
        if last in self._mass or looks_plural(last):
            return said
        if last in self._bare and len(head) > 1 and not common:
            return said  # "Wexley State", "Shelby County"
        if common or last in self._takes_the or self._is_body_of(words):
            return f"the {said}"
        return said

    def body(self, name: str) -> str:
        """A body or a role inside a sentence, with "the" unless its name takes none.

        Args:
            name: "School Board", "the trustees", "Chief executive", "Denver Public Schools".
        """
        said = self.in_sentence(name, looks_plural(name))
        first = said.split(" ", 1)[0].lower()
        if not said or first in _DETERMINERS:
            return said
        head = self._head(said.split())
        if self._is_person(head) or (_has_owner(head) and not said[:1].islower()):
            return said
        titled = head[-1].strip("(),.").lower() in self._titles
        return f"the {said}" if head[0] == head[0].lower() or titled else said

    def program(self, name: str, *, one: bool) -> str:
        """The name of a program inside a sentence.

        Args:
            name: "Small learning communities", "Jaguar Academy", "Lakeside Reading Initiative".
            one: Whether it is told of as a single thing.
        """
        words = name.split()
        if words[0] in ("The", "the"):
            return "the" + name[3:]
        lowered = len(words) > 1 and not _is_title(words) and self._is_small(words)
        said = name[:1].lower() + name[1:] if lowered else name
        last = self._head(words)[-1].lower()
        takes = one and len(words) > 1 and last in self._takes_the
        return f"the {said}" if takes and words[0].lower() not in _DETERMINERS else said

    def short(self, name: str) -> str:
        """A name without what is said of it after a comma: "Ann Lee, the principal".

        Args:
            name: A name as it stands in a sentence. A series of names stays as it is.
        """
        head, _, rest = name.partition(", ")
        if not rest or " and " in head:
            return name
        named = rest.replace(" and ", ", ").split(", ")
        names = not _is_capital(head.split()[-1]) and all(map(_is_capital, named))
        return head if names or _AFTER.match(rest) else name

    def _head(self, words: list[str]) -> list[str]:
        """The noun of a name with what stands before it: "the School Board" of "… of the town"."""
        found = words[:1]
        for before, word in pairwise(words):
            if before.endswith((",", ")")) or word.startswith("(") or word in _OPENERS:
                break
            found.append(word)
        return [one.strip("(),.") or one for one in found]

    def _is_small(self, words: list[str]) -> bool:
        """Whether the capital at the start of a name is only that of a start."""
        first = re.sub(r"['’]s?$", "", words[0].strip("(),."))
        second = words[1] if len(words) > 1 else ""
        if not first[:1].isupper():
            return False
        plain = first.lower()
        if plain in _BEFORE_NAMES:
            return True
        if second[:1].isupper() or second.isdigit():  # "State Board", but "board member Ann Lee"
            return False
        if self._is_body_of(words) or (second == "for" and _is_capital(words[2:3] and words[2])):
            return False
        if any(_is_capital(one) for one in words[1:]) and self._is_title_of(words):
            return True
        later = [one for one in words[1:] if one not in _LINKS]
        kept = later and all(map(_is_capital, later)) and not looks_plural(plain)
        if kept and plain not in self._takes_the | self._titles:
            return False  # "Evidence of Learning", but "families of Eastbank"
        if plain in self._small or plain in self._takes_the | self._titles:
            return True
        if first in self._own or any(part in self._own for part in first.split("-")):
            return False
        if plain.endswith("-speaking") and not plain.startswith("non-"):
            return False  # "Nepali-speaking families"
        if not first[1:].replace("-", "").replace("'", "").replace("’", "").islower():
            return False
        if plain in self._small_here or "-" in first or _LOWERED.search(plain):
            return True
        return looks_plural(plain) and (not second or second in _LINKS or second.endswith("ed"))

    def _is_title_of(self, words: list[str]) -> bool:
        """Whether a name begins with a title that is no part of it: "Board member Ann Lee"."""
        at = next((at for at, one in enumerate(words[1:], 1) if one[:1].isupper()), 0)
        return words[at - 1].strip("(),.").lower() in self._titles

    def _is_body_of(self, words: list[str]) -> bool:
        """Whether a name is that of a body "of" something: "Board of Education"."""
        return (
            len(words) > 2
            and words[0].lower() in self._bodily | self._titles
            and words[1] == "of"
            and _is_capital(words[2])
        )

    def _is_person(self, head: list[str]) -> bool:
        """Whether a name is that of a person, with or without a title."""
        one = head[: head.index("and")] if "and" in head else head
        names = [word.strip(".").lower() for word in one]
        if names[-1] in self._takes_the | self._titles | self._mass or looks_plural(names[-1]):
            return "member" in names[:-1] or "members" in names[:-1]
        at = next((at for at, word in enumerate(names) if word in self._titles), -1)
        return 0 <= at < len(one) - 1 and _is_capital(one[at + 1])


def _has_owner(head: list[str]) -> bool:
    """Whether a noun has an owner in place of an article: "Seattle's parks department"."""
    owned = re.compile(r"['’]s$|s['’]$")
    return any(
        owned.search(one) and (not at or after == after.lower())
        for at, (one, after) in enumerate(pairwise(head))
    )


def _is_title(words: list[str]) -> bool:
    """Whether all words of a name but those between have a capital: "One at a Time"."""
    between = _LINKS | {"a", "an", "of", "the"}
    return (
        len(words) > 1
        and all(_is_capital(one) or one in between for one in words)
        and (_is_capital(words[-1]) and sum(map(_is_capital, words)) > 1)
    )


def _is_capital(word: Any) -> bool:
    return bool(word) and str(word)[:1].isupper()


def _parts(text: str) -> Iterator[str]:
    """The words of a text with a capital, those joined by a hyphen too."""
    for word in _WORD.findall(text):
        if word[:1].isupper():
            yield word
            yield from (one for one in word.split("-") if one[:1].isupper())
            yield re.sub(r"['’]s?$", "", word)


def _written(case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """The words that the client writes with a capital inside a sentence, and those without."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in _texts(case.top):
        if " " not in text:
            continue  # a slug or a word of a choice
        for sentence in re.split(r"(?<=[.?!:]) ", text):
            first, _, rest = sentence.partition(" ")
            capital.update(_parts(rest))
            small.update(one for one in _WORD.findall(f"{first} {rest}") if one.islower())
    return frozenset(capital), frozenset(small)


def _texts(value: Any) -> Iterator[str]:
    """Every text of a case, names and sources among them."""
    if isinstance(value, str):
        yield value
    elif hasattr(value, "items"):
        for key, one in value.items():
            if key != "sources":  # titles have capitals throughout
                yield from _texts(one)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one)
