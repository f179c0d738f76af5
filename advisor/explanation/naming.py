"""How parties and other things of the case are called inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.parties import before_the_clause, looks_plural

if TYPE_CHECKING:
    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case

_ARTICLES = ("A", "An")
"""Words that have a capital only because they stand first."""
_MEMBERS = ("member", "members")
_PROPER = frozenset({"board", "city", "college", "community", "school", "state", "federal"})
"""Words with which the name of a body often begins: "City of Milwaukee"."""
_POINTING = ("those", "these", "all", "some", "most", "many", "both")
"""Words that take no article."""


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
        own = [case.client.text(key) for key in ("name", "short-name", "region")]
        own.append(case.change.text("name"))
        names = {word.strip("(),.") for name in own for word in name.split()}
        names.update(_capitals_inside(case))
        names.update(knowledge.section("words", "places") or ())
        self._own = frozenset(names)
        body = case.decision.text("body")
        self._bodies = {body.removeprefix("the ")} if body[:1].isupper() else set()
        self._takes_the = frozenset(knowledge.section("words", "takes-the") or ())
        self._bodily = self._takes_the | {"school", "city", "county", "state"}
        self._small = frozenset(knowledge.section("words", "small") or ())

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
        if name in self._bodies:
            return f"the {name}"
        if len(words) == 1 and name.isupper() and len(name) > 1:
            return f"the {name}"  # an abbreviation such as PTA
        if _is_person(words):  # "board member Carole Cadue"
            lower = words[0].lower()
            return name[:1].lower() + name[1:] if lower in self._bodily else name
        common = self._is_common(words)
        said = name[:1].lower() + name[1:] if common and words[0] != "The" else name
        if words[0] in ("The", "the"):
            return "the" + name[3:]
        if plural and words[0].lower() in _POINTING:
            return said
        if plural and common and "and" in words and not looks_plural(name.split(" and ")[0]):
            return f"the {said}"  # two of which each would have its article
        if plural and common and words[1:3] == ["of", "the"]:
            return f"the {said}"
        if plural or words[0].lower() in ("a", "an", "my", "our", "their", "its", "his", "her"):
            return said
        nouns = [word.strip("(),.").lower() for word in words]
        first = next((at for at, noun in enumerate(nouns) if noun in self._takes_the), None)
        possessive = any(word.endswith(("'s", "’s")) for word in words[: first or 1])
        if common or (first is not None and not possessive):
            return f"the {said}"
        return said

    def _is_common(self, words: list[str]) -> bool:
        """Whether a name is a common noun with a capital at its start only."""
        first = words[0].strip("(),.")
        if first.lower() in self._small or first in _ARTICLES:
            known = True
        else:  # "Coffee shop" is common; "Colorado families" and "NASA staff" are not
            known = len(words) > 1 and first not in self._own and first[1:].islower()
        if first.lower() in self._small - _PROPER or "-" in first:  # "Parents of MCP"
            words = before_the_clause(words)
        return known and all(word[:1].islower() or not word[:1].isalpha() for word in words[1:])


def _is_person(words: list[str]) -> bool:
    """Whether a name is that of members of a body, by a title and a name in capitals."""
    lower = [word.lower() for word in words]
    at = next((at for at, word in enumerate(lower) if word in _MEMBERS), len(words))
    return at > 0 and [word[:1].isupper() for word in words[at + 1 : at + 3]] == [True, True]


def _capitals_inside(case: Case) -> set[str]:
    """The words with a capital that stand after the first of the client's sentences."""
    found: set[str] = set()
    for answers in (case.client, case.change, case.plan, case.decision, *case.parties):
        for question, value in answers.items():
            if isinstance(value, str) and question != "name":
                for sentence in value.split(". "):
                    words = [word.strip("(),.;:“”\"'") for word in sentence.split()[1:]]
                    found.update(word for word in words if word[:1].isupper())
    return found
