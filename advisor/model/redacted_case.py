"""A case file without the names in it: what the rules read stays, so that it gives the same path.

Left out are the sources, the comments and what no rule reads. Numbers and days that are answers
stay, because the reasoning rests on them; a number in words is free text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.knowledge.parties import OTHER, kind_named
from advisor.model.case_text import answers_text
from advisor.model.draft import content_of
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case
    from advisor.model.redaction import Key, Ordinary

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
            kind = knowledge.parties[party.kind].one.removeprefix("the ")
            stands = key.placeholder(party.name, kind[:1].upper() + kind[1:])
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
        if known == OTHER:
            return usual
        kind = self._knowledge.parties[known].one.removeprefix("the ")
        return kind[:1].upper() + kind[1:]

    def _told(self, content: Any, level: str) -> Iterator[tuple[str, str, str]]:
        """Every text of the client: level, question, words."""
        for name, answer in content.items():
            question = self._questions.find(level, name)
            if question.type == "record":
                yield from self._told(answer, question.of)
            elif question.type == "records":
                for one in answer:
                    yield from self._told(one, question.of)
            elif question.type == "records-by-home":
                for one in answer.values():
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
        return {**entry, "name": stands, "id": slug_of(stands), "plural": _yes_no(party.plural)}


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
