"""The kinds of party, as `rules/parties.yaml` puts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import NamedTuple

from advisor.knowledge.reading import Reader

CHANNELS = ("supplies", "sets-rules", "votes")
"""The questions whose yes makes a party a holder of power."""

OTHER = "other"
"""The kind of a party of no other kind."""
_PLURAL_WORDS = frozenset(
    {"alumni", "children", "faculty", "men", "people", "police", "staff", "women", "youth"}
)
_AFTER_THE_NOUN = frozenset(
    {"across", "at", "between", "beyond", "for", "from", "in", "inside", "into", "of", "on",
     "outside", "over", "past", "that", "through", "to", "under", "via", "who", "whose", "with",
     "within", "without", "behind"}
)  # fmt: skip
_LEVELS = {"city", "county", "federal", "local", "state"}
"""What joins before a noun, as in "the federal and state grant"."""
_SECOND_ROLES = {"co-founder", "co-owner", "co-signer", "founder", "owner", "treasurer"}
"""What one person is besides, as in "the CEO and founder"."""
_AFTER_A_PARTICIPLE = _AFTER_THE_NOUN | {
    "as", "around", "before", "after", "between", "by", "into", "near", "off", "out", "over",
    "than", "through", "under", "up",
}  # fmt: skip
_PARTICIPLES = frozenset(
    {"born", "bought", "built", "drawn", "given", "held", "kept", "known", "made", "meant", "paid",
     "run", "seen", "set", "sold", "sought", "taken", "taught", "thought", "won", "written"}
)  # fmt: skip
_TITLES = frozenset(
    {"chair", "chairman", "chairwoman", "chancellor", "commissioner", "director", "dr", "gov",
     "governor", "judge", "justice", "mayor", "member", "miss", "mr", "mrs", "ms", "pastor",
     "president", "principal", "prof", "professor", "rep", "representative", "rev", "reverend",
     "secretary", "sen", "senator", "sheriff", "superintendent", "trustee"}
)  # fmt: skip
"""Offices that stand before the name of a person."""
_OFFICES = _TITLES | {
    "activist", "adviser", "advisor", "advocate", "aide", "alderman", "analyst", "assistant",
    "attorney", "auditor", "author", "bishop", "blogger", "chief", "clerk", "coach", "columnist",
    "commentator", "comptroller", "consultant", "controller", "coordinator", "counsel", "counselor",
    "critic",
    "custodian", "dean", "deputy", "doctor", "editor", "executive", "expert", "farmer", "founder",
    "gardener", "guide", "head", "inspector", "instructor", "landlord", "lawyer", "librarian",
    "manager", "marshal", "minister", "neighbor", "nurse", "officer", "official", "organizer",
    "owner", "parent", "priest", "provost", "psychologist", "rabbi", "registrar", "reporter",
    "researcher", "resident", "scholar", "speaker", "student", "supervisor", "teacher",
    "treasurer", "writer",
}  # fmt: skip
"""Words that end the name of an office that one person has."""
_PART = re.compile(
    r"(?:about |around |maybe )?(?:\d+|half|some|most|many|all|both|few|a few|several|part|parts"
    r"|one|two|three|four|five|six|the rest|a third|a majority|a minority|a handful|a group|each)"
    r" (?:of )?(?:(?:the|our|my|these|those) )?(?=\w)"
)
"""What tells how many of a group a party is, as in “half of the parents”."""
_NAMES = 3
"""How many words a person's name has at most."""
_NO_NOUN = frozenset({"a", "an", "all", "our", "some", "the", "these", "those", "your"})


class PartyKind(NamedTuple):
    """One kind of party; its fields are explained at the head of `rules/parties.yaml`."""

    kind: str
    one: str
    many: str
    plural: str
    channels: tuple[str, ...]
    at: Mapping[str, str]
    can_do: str
    stop_mode: str
    rests_on: tuple[str, ...]
    named: tuple[str, ...] = ()
    tie: str = ""
    presumed: str = "no"

    def takes_plural(self, name: str) -> bool:
        """Whether a party of this kind with this name takes "are".

        Returns:
            The answer of the kind, or for kinds that leave it to the name, whether its noun
            looks like a plural.
        """
        return looks_plural(name) if self.plural == "by-name" else self.plural == "yes"


def kind_named(name: str, kinds: Mapping[str, PartyKind]) -> str:
    """The kind of party that a name tells of.

    Args:
        name: A name in the client's words, such as "Teachers of English learners".

    Returns:
        The kind one of whose names stands last before the first preposition (so that a teachers'
        union is a union and parents of athletes are families), the longest of several; or a kind
        whose name holds the preposition, as a board of education; otherwise `other`, as for one
        member of a board, who has not the power of it. Of a part, that of the whole: “half of the
        parents” are families.
    """
    words = re.sub(r"[’']", "", name.lower()).replace("-", " ")
    every = re.findall(r"\w+", words)
    line = " ".join(every)
    part = _PART.match(line)
    every = line[part.end() :].split() if part else every
    head = list(takewhile(lambda word: word not in _AFTER_THE_NOUN, every))
    found: list[tuple[int, int, str]] = []
    for kind in kinds.values():
        for one in (kind.one.removeprefix("the "), kind.many, kind.kind, *kind.named):
            parts = one.replace("-", " ").split()
            within = every if _AFTER_THE_NOUN.intersection(parts) else head
            for end in range(len(parts), len(within) + 1):
                one_alone = within[end : end + 1] == ["member"]
                if within[end - len(parts) : end] == parts and not one_alone:
                    found.append((end, len(parts), kind.kind))
    return max(found, default=(0, 0, OTHER))[2]


def looks_plural(name: str) -> bool:
    """Whether the noun of an English name looks like a plural.

    Args:
        name: A name such as "Families of advanced students".

    Returns:
        Yes for a noun in -s that is not in -ss, -us or -is nor the name of one who holds an office,
        for a few irregular nouns, and for names joined by "and". What is "taught through projects"
        is not asked for its projects.
    """
    noun = ""
    words = name.replace(",", " , ").replace("(", " , ").lower().split()
    for word, after in zip(words, (*words[1:], "")):
        if word == "and" and noun in _LEVELS:
            continue
        if word == "and" and noun:
            return noun.endswith("s") or after not in _SECOND_ROLES
        if noun and (word in _AFTER_THE_NOUN or word == ","):
            break
        if noun not in _NO_NOUN and noun and _is_participle(word, after):
            break
        noun = word
    return noun in _PLURAL_WORDS or (
        noun.endswith("s")
        and not noun.endswith(("ss", "us", "is", "'s", "’s"))
        and not _names_one(before_the_clause(name.partition(",")[0].split()))
    )


def before_the_clause(words: list[str]) -> list[str]:
    """The words of a name before the first preposition or clause: "Parents" of "Parents of MCP"."""
    return list(takewhile(lambda word: word.lower() not in _AFTER_THE_NOUN, words))


def names_person(name: str) -> bool:
    """Whether a name is that of one person, by an office: they are "they", not "it".

    Args:
        name: A name such as "Superintendent Ann Lee", "the mayor" or "Board chair Lee"; not
            "the mayor's office".
    """
    name, _, apart = name.partition(",")
    if apart.strip().startswith(("the ", "a ", "an ")) and " and " not in name:
        name = apart  # "Ann Lee, the principal"
    head = before_the_clause(name.partition("(")[0].replace("under secretary", "secretary").split())
    return _names_one(head) or any(one.lower().rstrip(".") in _OFFICES for one in head[-1:])


def _names_one(head: list[str]) -> bool:
    """Whether words are an office and the name of who holds it: "Superintendent Roy Nichols"."""
    return any(
        word.lower().rstrip(".") in _TITLES
        and 0 < len(head) - at - 1 <= _NAMES
        and all(one[:1].isupper() for one in head[at + 1 :])
        for at, word in enumerate(head)
    )


def _is_participle(word: str, after: str) -> bool:
    """Whether a word after a noun begins what is said of it: "held outdoors", "taught through"."""
    told = word in _PARTICIPLES or (word.endswith("ed") and not word.endswith("eed"))
    return told and after in _AFTER_A_PARTICIPLE


def read_parties(path: str) -> Mapping[str, PartyKind]:
    """Reads the kinds of party.

    Returns:
        The kinds by their slugs, in the order of the file.

    Raises:
        KnowledgeError: If the file is not as described at its head.
    """
    reader = Reader(path)
    kinds = {
        slug: reader.record(PartyKind, entry, "a kind of party")
        for slug, entry in reader.named("kinds", "kind", "A kind of party", "The kind")
    }
    reader.finish()
    return MappingProxyType(kinds)
