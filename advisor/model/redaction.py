"""Puts placeholders in the place of names, and finds what else in a text might tell whose it is.

A key says which placeholder stands for what, so that a name has the same one wherever it stands:
in the case, and later in its memo or trace. What is neither known nor an ordinary word of the
knowledge is only shown: whether it may stay, a person decides. No text is ever called clean.

Of a case file the sources, the comments and what no rule reads are left out. Numbers and days that
are answers stay, because the path rests on them; a number in words is free text. The module is long
because a case gives the key its names and gets its placeholders from it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.parties import OTHER, kind_named
from advisor.model.case import Case
from advisor.model.case_text import answers_text
from advisor.model.draft import content_of
from advisor.model.names import slug_of

VERSION = 1
"""The version of the key file."""
NAME, NUMBER, ADDRESS = "Name", "Number", "Address"
"""What a placeholder is called that stands for something found in free text."""
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+|www\.\S+")
_WORD = re.compile(r"[^\s/|*`\"“”<>()\[\]{}=]+")
_EDGES = ".,;:!?'’‘–—-_\\#&"
_ENDS = re.compile(r"[.!?:|*>#\-–—(“\"]\s*$|\n\s*$")
"""What stands before a word that has a capital only because it begins a sentence."""
_COUNTED = re.compile(
    r"(?m)^\s*\d+[.)] |\(`[^`]*`[^)]*\)|\b[LX]\d{2,3}\b|\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b"
)
"""What Advisor counts: items, the steps and statements behind a step; and its hashes."""
_WITH_EXAMPLES = ("questions.yaml", "words.yaml")
"""Files of the knowledge in which names stand that might be a client's."""
_HEARD = ("interview.yaml", "speech.yaml")
"""Files of the words that people say, names of places among them: ours are not written in those."""
_LETTERS = 26
_Place = tuple[int, int, str]
"""Where something in a text starts and ends, and what it is."""


class Left(NamedTuple):
    """Something in free text that might tell whose it is."""

    text: str
    kind: str
    """`Name`, `Number` or `Address`."""
    around: str
    """A few words around it."""


class Key(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Which placeholder stands for what."""

    advisor_key: int = VERSION
    names: dict[str, str] = {}
    """By what it stands for. It is the only way back, so whoever has it knows the names."""
    whole: list[str] = []
    """Of the names, those that are ordinary words: they stand for nobody inside a sentence."""
    ids: dict[str, str] = {}
    """By the id that a name has in facts and traces, the one that its placeholder has."""
    kept: list[str] = []
    """What may stay in free text, as a person said."""

    def placeholder(self, name: str, kind: str) -> str:
        """What stands for a name; a new one, such as “Staff A”, where it has none yet.

        Args:
            kind: What it is called, such as “Staff”.
        """
        for known, stands in self.names.items():
            if known.casefold() == name.casefold():
                return stands
        number = 0
        while (found := f"{kind} {_letters(number)}") in self.names.values():
            number += 1
        self.names[name] = found
        return found

    def whole_only(self, name: str) -> None:
        """Has a name replaced only where a text is nothing but it."""
        self.whole = sorted({*self.whole, name})

    def stands_for(self, text: str) -> str:
        """The placeholder of a text that is nothing but a name; empty where it is more."""
        known = {name.casefold(): stands for name, stands in self.names.items()}
        return known.get(text.casefold(), "")

    def redacted(self, text: str) -> str:
        """A text with the placeholders of all names that it holds."""
        return self.redactor()(text)

    def redactor(self) -> Callable[[str], str]:
        """What redacts one text after another."""
        pattern, stands = self._pattern()
        ids = sorted(self.ids, key=len, reverse=True)
        ours = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ids)) or '(?!)'})(?!\w)")

        def redact(text: str) -> str:
            text = pattern.sub(lambda found: stands[_plain(found["name"])], text)
            return ours.sub(lambda found: self.ids[found[0]], text)

        return redact

    def _pattern(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """Finds names, also as Markdown and HTML write them; the longest first."""
        stands = {_plain(name): placeholder for name, placeholder in self.names.items()}
        written: list[str] = []
        for name in sorted(self.names, key=len, reverse=True):
            if name in self.whole:
                continue
            one = " ".join(name.split())
            exact = len(one.split()) == 1 and not any(map(str.isdigit, one))
            for form in dict.fromkeys((one, html.escape(one))):
                letters = r"\s+".join(
                    "".join(letter if letter.isalnum() else rf"\\?{re.escape(letter)}"
                            for letter in word)
                    for word in form.split(" ")
                )  # fmt: skip
                written.append(letters if exact else f"(?i:{letters})")
        every = "|".join(written) or "(?!)"
        return re.compile(rf"(?:\b[Tt]he )?(?<![\w-])(?P<name>{every})(?![\w-])"), stands

    def json(self) -> bytes:
        """The key as a file holds it."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def _plain(name: str) -> str:
    return " ".join(html.unescape(name).replace("\\", "").split()).casefold()


def _letters(number: int) -> str:
    """The letters of a number: A to Z, then AA, AB and so on."""
    first = _letters(number // _LETTERS - 1) if number >= _LETTERS else ""
    return first + chr(ord("A") + number % _LETTERS)


def read_key(data: bytes, file: str) -> Key:
    """Reads a key.

    Args:
        file: Its name, for messages.

    Raises:
        InputError: If it is no key.
    """
    try:
        key = msgspec.json.decode(data, type=Key)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InputError(
            "This is no key of a redacted case.", file,
            remedy="Name the file that “advisor redact CASE” wrote, or another that is not there.",
        ) from None  # fmt: skip
    if key.advisor_key != VERSION:
        raise InputError("This key is of another version.", file, remedy="Redact the case again.")
    return key


class Ordinary(NamedTuple):
    """The words that the knowledge and the templates are written in; they name nobody."""

    small: frozenset[str]
    """Those that stand there in small letters."""
    exact: frozenset[str]
    """All, as they stand there."""

    def names_nobody(self, text: str) -> bool:
        """Whether a text is of ordinary words alone, with no capital but its first."""
        words = re.findall(r"\w+", text)
        return all(word.lower() in self.small for word in words) and text[1:] == text[1:].lower()


def ordinary_words(folders: Iterable[Path], names: Iterable[str]) -> Ordinary:
    """Collects ordinary words."""
    small: set[str] = set()
    exact: set[str] = set()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".json" and file.name not in _HEARD:
                found = set(re.findall(r"[^\W_]+", file.read_text("utf-8", "replace")))
                small |= {one for one in found if one.islower()}
                exact |= found if file.name not in _WITH_EXAMPLES else set()
    return Ordinary(frozenset(small), frozenset(exact) - frozenset(names))


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a value of JSON, as often as it stands there."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_in(one)


def with_strings(value: Any, said: Callable[[str], str]) -> Any:
    """A value of JSON with other texts in it, its keys included."""
    if isinstance(value, str):
        return said(value)
    if isinstance(value, dict):
        return {said(key): with_strings(one, said) for key, one in value.items()}
    return [with_strings(one, said) for one in value] if isinstance(value, list) else value


def left_in(text: str, key: Key, ordinary: Ordinary, *, ours: bool = False) -> Iterator[Left]:
    """What in a text has a capital, a number, or looks like an address, each time it stands there.

    Args:
        key: Whose placeholders it holds, and what may stay.
        ordinary: Words that name nobody where they begin a sentence.
        ours: Whether Advisor wrote the text, so that its own words do not count either.
    """
    placeholders = sorted(set(key.names.values()), key=len, reverse=True)
    if placeholders:
        every = "|".join(map(re.escape, placeholders))
        text = re.sub(rf"\b(?:{every})(?!\w)", lambda found: "\v" * len(found[0]), text)
    if ours:
        text = _COUNTED.sub(lambda found: " " * len(found[0]), text)
    kept = {one.casefold() for one in key.kept}
    for start, end, kind in _joined(text, _telling(text, ordinary, ours)):
        if text[start:end].casefold() not in kept:
            around = " ".join(text[max(0, start - 40) : end + 40].replace("\v", "").split())
            yield Left(text[start:end], kind, around)


def _joined(text: str, words: Iterable[_Place]) -> Iterator[_Place]:
    """Words that belong together, as “Silicon Valley”, “12 Main Street”, “June 3, 2015”."""
    run: _Place | None = None
    for start, end, kind in words:
        between = text[run[1] : start] if run else ""
        if run and (between in (" ", "-", "/") or (between == ", " and kind == NUMBER)):
            run = (run[0], end, NUMBER if NUMBER in (kind, run[2]) else kind)
            continue
        if run:
            yield run
        run = (start, end, kind)
    if run:
        yield run


def _telling(text: str, ordinary: Ordinary, ours: bool) -> Iterator[_Place]:
    """The words that might tell something."""
    addresses = [(one.start(), one.end()) for one in _ADDRESS.finditer(text)]
    yield from ((start, end, ADDRESS) for start, end in addresses)
    for found in _WORD.finditer(text):
        word = found[0].strip(_EDGES)
        start = found.start() + found[0].find(word)
        if not word or any(first <= start < last for first, last in addresses):
            continue
        if any(map(str.isdigit, word)):
            yield start, start + len(word), NUMBER
        elif any(letter.isupper() or _has_no_case(letter) for letter in word):
            begins = start == 0 or bool(_ENDS.search(text[max(0, start - 8) : start]))
            small = word[1:].islower() or len(word) == 1
            if begins and small and ordinary.names_nobody(word):
                continue
            if ours and all(one in ordinary.exact for one in re.findall(r"[^\W_]+", word)):
                continue
            yield start, start + len(word), NAME


def _has_no_case(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper() and not letter.isascii()


_LEFT_OUT = ("sources", "note")
_FREE = ("name", "phrase", "phrases", "text", "table")
"""The types of answer that are in the client's own words."""
_ALWAYS = ("client", "change")
"""Of these, names of ordinary words are names too."""


class RedactedCase:
    """Redacts one case with one key."""

    def __init__(self, case: Case, knowledge: Knowledge, key: Key, ordinary: Ordinary) -> None:
        """Takes the case, and gives each of its names a placeholder in the key."""
        self._case = case
        self._knowledge = knowledge
        self._key = key
        self._questions = knowledge.questions
        self._kinds: Mapping[str, Mapping[str, str]] = knowledge.section("words", "redacted")
        self._ordinary = ordinary
        content = content_of(case, self._questions)
        self._content = {name: one for name, one in content.items() if name not in _LEFT_OUT}
        self._parties: dict[str, str] = {}
        client = key.placeholder(case.client.text("name"), self._kinds["client"]["name"])
        key.names.setdefault(case.short_name, client)
        for party in case.parties:
            stands = key.placeholder(party.name, self._called(party.kind))
            self._parties |= {party.id: slug_of(stands), party.name: slug_of(stands)}
            if ", " in party.name:  # "Ann Lee, the principal" is Ann Lee elsewhere
                key.names.setdefault(party.name.partition(", ")[0], stands)
            plain = " " not in party.name and ordinary.names_nobody(party.name)
            if plain:
                key.whole_only(party.name)
            elif not ordinary.names_nobody(party.id):
                key.ids[party.id] = slug_of(stands)
        for level, question, text in self._told(self._content, "case"):
            kind = self._kinds.get(level, {}).get(question, "")
            if kind and (level in _ALWAYS or not ordinary.names_nobody(text)):
                stands = key.placeholder(text, self._kind(text, kind))
                if text.isdecimal():  # the same number elsewhere is another
                    key.whole_only(text)
                elif not ordinary.names_nobody(text):
                    key.ids.setdefault(slug_of(text), slug_of(stands))

    def _kind(self, text: str, usual: str) -> str:
        """What a name is called: by the kind of party it looks like, where its place is any."""
        known = kind_named(text, self._knowledge.parties) if usual == "Office" else OTHER
        return usual if known == OTHER else self._called(known)

    def _called(self, kind: str) -> str:
        """What a party of a kind is called in a placeholder."""
        one = self._knowledge.parties[kind].one.removeprefix("the ")
        return one[:1].upper() + one[1:]

    def _told(self, content: Any, level: str) -> Iterator[tuple[str, str, str]]:
        """Every text of the client: level, question, words."""
        for name, answer in content.items():
            question = self._questions.find(level, name)
            if question.of:
                several = answer.values() if question.type == "records-by-home" else answer
                for one in [answer] if question.type == "record" else several:
                    yield from self._told(one, question.of)
            elif question.type in _FREE:
                texts = answer.values() if isinstance(answer, dict) else answer
                for one in [texts] if isinstance(texts, str) else texts:
                    if isinstance(one, str) and one not in question.values and one != "unknown":
                        yield level, name, one

    def free_texts(self) -> Iterator[str]:
        """What stands in free text once the names are redacted."""
        for _, _, text in self._told(self._redacted_content(), "case"):
            yield text

    def text(self) -> str:
        """The redacted case as a file."""
        return answers_text(self._redacted_content(), self._questions)

    def _redacted_content(self) -> dict[str, Any]:
        self._redact = self._key.redactor()  # the key may have grown
        return self._with_placeholders(self._content, "case")

    def _with_placeholders(self, content: Any, level: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, answer in content.items():
            question = self._questions.find(level, name)
            if question.type == "kept":
                continue  # of a register, which names people
            if question.type == "record":
                made[name] = self._with_placeholders(answer, question.of)
            elif question.type == "records":
                made[name] = [self._with_placeholders(one, question.of) for one in answer]
                if question.of == "party":
                    made[name] = [*map(self._party, made[name], self._case.parties)]
            elif question.type == "records-by-home":
                made[name] = {
                    home: self._with_placeholders(one, question.of) for home, one in answer.items()
                }
            elif question.type == "party":
                made[name] = self._parties.get(answer, answer)
            elif question.type in _FREE:
                made[name] = self._redacted(answer)
            else:
                made[name] = answer
        return made

    def _redacted(self, answer: Any) -> Any:
        if isinstance(answer, dict):
            return {key: self._redacted(one) for key, one in answer.items()}
        if isinstance(answer, (list, tuple)):
            return [self._redacted(one) for one in answer]
        if not isinstance(answer, str):
            return answer
        return self._key.stands_for(answer) or self._redact(answer)

    def _party(self, entry: dict[str, Any], party: Any) -> dict[str, Any]:
        """A party with a name that does not tell whether it is one or many, so it is said."""
        stands = self._redacted(party.name)
        return {
            **entry,
            "name": stands,
            "id": slug_of(stands),
            "plural": "yes" if party.plural else "no",
        }
