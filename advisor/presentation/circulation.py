"""What the memo for boards and the public record leaves out: named parties, and where they stand.

The memo for the reader says of each party where it stands, how that is known and what could be
done about it. None of this goes round. A sentence is left unsaid for what it prints and for what
it asks, whatever the case; only then are its words looked at, because a client's own words can
name anybody.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.sentences import ABOUT, Sentence
from advisor.knowledge.texts import places
from advisor.presentation.sentences import SentenceWords
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    import datetime

    from advisor.engine.trace import Firing
    from advisor.explanation.assess import Assessment
    from advisor.explanation.saying import Said, Sayings
    from advisor.knowledge.rule import Pattern
    from advisor.presentation.annex import Annex

_PLACE = re.compile(r"\{[^{}]*\}")
_OF_PARTIES = ("parties", "missing")
"""Places that print parties without a variable."""
TITLE = "-title"
"""What ends the name of the block with the heading of a section."""
_GRANTER = "shelter-holder"
_STANDING = {"stance", "side", "aims"}
"""Fields of facts that tell where a party stands."""
_UNTOLD = ("party", "money", "missing-parties", _GRANTER)
"""The parts and questions of a case file of which the annex repeats nothing."""


class Circulation:
    """Decides what of one memo may go round."""

    def __init__(self, assessment: Assessment, sayings: Sayings, day: datetime.date | None) -> None:
        self._case = assessment.case
        self._assessment = assessment
        self._known = sayings.consultation
        memo = assessment.knowledge.memo
        self._fields = {name: kind.fields for name, kind in memo.rulebook.vocabulary.kinds.items()}
        self._rules = memo.circulation
        self._words = SentenceWords(assessment, sayings, day)
        self._sections = {b.id: section.id for section in memo.sections for b in section.blocks}
        every = (said for block in sayings.blocks.values() for said in block)
        self._broken = {self._section(one) for one in every if self._refuses(one)}
        self._broken &= {*self._rules.get("whole", ())}

    def refuses(self, said: Said) -> bool:
        """Whether a sentence must not be said."""
        return self._section(said) in self._broken or self._refuses(said)

    def _section(self, said: Said) -> str:
        block = said.sentence.block.removesuffix(TITLE)
        return self._sections.get(block, block)

    def _refuses(self, said: Said) -> bool:
        section = self._section(said)
        if section in self._rules.get("left-out", ()):
            return True
        if self._is_of_parties(said.sentence, section):
            return True
        self._words.name_again()
        worded = self._words.words(said)
        return self.names(worded.lead, worded.text, *worded.cells, asking=self._asks(section))

    def _asks(self, section: str) -> bool:
        return section in self._rules.get("asking", ())

    def _is_of_parties(self, sentence: Sentence, section: str) -> bool:
        """Whether what a sentence prints, asks or says by itself is of parties."""
        for place in (place for text in sentence.texts for place in places(text)):
            level = sentence.subjects.get(place.name) or ABOUT.get(place.name, "")
            if level == "party" or place.name in _OF_PARTIES:
                return True
            grants = level == "money" or str(place.style).startswith(_GRANTER)
            if grants and not self._asks(section):
                return True
        return any(map(self._asks_of_parties, sentence.rule.when)) or self.tells(
            *(_PLACE.sub("it", text) for text in sentence.texts)
        )

    def _asks_of_parties(self, pattern: Pattern) -> bool:
        """Whether a condition of a sentence is about a party: then the sentence gives that away."""
        allowed = (*self._rules.get("deciding", ()), *self._rules.get("granting", ()))
        if pattern.kind in allowed:
            return False
        if pattern.kind in self._rules.get("telling", ()) or "party" in self._fields[pattern.kind]:
            return True
        asked = {
            (test.field, str(word))
            for test in pattern.tests
            for word in (test.operand if isinstance(test.operand, tuple) else [test.operand])
        }
        hinges = {("on", str(one)) for one in self._rules.get("hinges", ())}
        return (
            bool({field for field, _ in asked} & _STANDING)
            or ("of", "party") in asked
            or (pattern.kind == "hinge" and bool(asked & hinges))
        )

    def tells(self, *texts: str) -> bool:
        """Whether words tell where somebody stands."""
        standing = self._rules.get("standing", ())
        return any(word in text.lower() for text in texts for word in standing)

    def names(self, *texts: str, asking: bool = False) -> bool:
        """Whether texts name a party.

        Args:
            asking: Whether they may name who grants a status or money.
        """
        hidden = self._hidden_when_asking if asking else self._hidden
        return hidden is not None and any(map(hidden.search, texts))

    @cached_property
    def _hidden(self) -> re.Pattern[str] | None:
        return self._pattern(self._deciders)

    @cached_property
    def _hidden_when_asking(self) -> re.Pattern[str] | None:
        return self._pattern(self._deciders | self._parties_of("granting"))

    @cached_property
    def _deciders(self) -> set[str]:
        return self._parties_of("deciding")

    def _parties_of(self, kinds: str) -> set[str]:
        known = (one for kind in self._rules.get(kinds, ()) for one in self._known.of_kind(kind))
        return {one.word("party") for one in known}

    def _pattern(self, shown: set[str]) -> re.Pattern[str] | None:
        """What finds the names of the parties that are not shown, in any letters."""
        client, decision = self._case.client, self._case.decision
        told = (client.text("name"), self._case.short_name, CaseWords(self._assessment).name,
                decision.text("body"), decision.text("chair"))  # fmt: skip
        public = " ".join(told).casefold()
        common = {str(one) for one in self._rules.get("common", ())}
        found: set[str] = set()
        for party in self._case.parties:
            if party.id not in shown:
                found |= {party.name, self._assessment.narrator.naming.short(party.name)}
        words = [
            re.escape(name)
            for name in sorted(found, key=len, reverse=True)
            if name.casefold() not in public and name.casefold() not in common
        ]
        return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None

    def untold(self, level: str, question: str) -> bool:
        """Whether an answer of the file is not repeated in the annex."""
        return level in _UNTOLD or question in _UNTOLD

    def annex(self, annex: Annex) -> Annex:
        """The workings without what was told or assumed of parties, and what names them."""
        reasons = [one.reason for one in self._assessment.reasons]
        reasons += self._assessment.not_chosen.values()
        of_parties = {one.sentence for one in reasons if _rests_on_party(one.firing)}
        parties = {self._assessment.narrator.party(one.id) for one in self._case.parties}

        def hides(text: str) -> bool:
            return text in of_parties or self.names(text) or self.tells(text)

        steps = tuple(one for one in annex.steps if not hides(one.sentence))
        behind = {number for one in steps for number in one.statements}
        return msgspec.structs.replace(
            annex,
            needed=tuple(
                msgspec.structs.replace(one, labels=open_labels)
                for one in annex.needed
                if (open_labels := tuple(label for label in one.labels if not hides(label)))
            ),
            paths=tuple(one for one in annex.paths if not hides(one.reason)),
            contradictions=tuple(one for one in annex.contradictions if not hides(one)),
            told=tuple(one for one in annex.told if not hides(f"{one.question} {one.answer}")),
            assumptions=tuple(one for one in annex.assumptions if not parties & {*one.about}),
            hinges=(),
            steps=steps,
            statements=tuple(one for one in annex.statements if one.id in behind),
        )


def _rests_on_party(firing: Firing) -> bool:
    """Whether a party bears on a step of the reasoning."""
    facts = (*firing.asserted, *firing.premises)
    return any(name in ("party", *_STANDING) for fact in facts for name, _ in fact.fields)
