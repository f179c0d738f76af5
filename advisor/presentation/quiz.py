"""A quiz in words: the same questions, marks and score for the terminal, the served page and JSON.

The words stand in `templates/quiz.yaml`, the screens of the terminal in `quiz.txt.j2`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.explanation.contract import Contract
from advisor.explanation.quiz import NOT_KNOWN, Quiz
from advisor.explanation.quiz_questions import CHANNEL, PASSES
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import read
from advisor.knowledge.texts import put
from advisor.model.case import UNKNOWN
from advisor.presentation.citations import Citation, cite
from advisor.presentation.language import capital, join, sentence, uncapital
from advisor.presentation.templating.rendering import screen
from advisor.presentation.terminal import ROWS, USUAL
from advisor.presentation.wording import CaseWords

if TYPE_CHECKING:
    from advisor.explanation.quiz_questions import QuizChoice, QuizQuestion, Shown

LETTERS = "abcd"
"""What is typed for a choice of a question."""
CITED = 2
"""Statements of the articles that are told of one reason; none is told of two."""
_AS_IT_IS = "as-it-is"


class ToldChoice(NamedTuple):
    """One answer to choose, in words."""

    id: str
    letter: str
    says: str
    right: bool


class ToldReason(Contract, frozen=True):
    """Why an answer is right, with the rule and what it rests on in the articles."""

    label: str
    """What the sentence tells, where that does not go without saying; mostly empty."""
    sentence: str
    rule: str
    title: str
    certainty: str
    """`ours` where no article says it."""
    citations: tuple[Citation, ...]


class ToldQuestion(NamedTuple):
    """A question in words."""

    number: int
    kind: str
    idea: str
    asks: str
    shown: tuple[tuple[str, str], ...]
    """What it shows of the case: what that is, and what the file says."""
    choices: tuple[ToldChoice, ...]
    right: ToldChoice
    reasons: tuple[ToldReason, ...]


class ToldMark(NamedTuple):
    """What is said once a question is answered."""

    taken: ToldChoice | None
    """Nothing for “I don't know”."""
    more: tuple[str, ...]
    """What is only presumed, what the right choice does, what there is to say of a wrong one."""

    @property
    def right(self) -> bool:
        """Whether the answer was right."""
        return self.taken is not None and self.taken.right


class Idea(NamedTuple):
    """An idea to look at again."""

    says: str
    questions: tuple[int, ...]
    """The numbers of the questions that were not answered rightly."""
    reasons: tuple[ToldReason, ...]


@cache
def _words() -> Any:
    return read(str(templates_folder() / "quiz.yaml"))


class QuizWords:
    """Says one quiz."""

    def __init__(self, quiz: Quiz) -> None:
        """Takes the quiz.

        Args:
            quiz: The quiz; what was answered does not matter.
        """
        self._quiz = quiz
        self._narrator = quiz.assessment.narrator
        self._knowledge = quiz.assessment.knowledge

    @property
    def case(self) -> tuple[tuple[str, str], ...]:
        """What the case is about: nothing that a question asks."""
        case, words = self._quiz.assessment.case, _words()["case"]
        home = self._knowledge.homes.get(case.place)
        said = {
            "work": case.change.get("summary") or case.change.get("short"),
            "first": case.change.get("priority-in-words"),
            "place": home.at if home else "",
            "parties": join(self._narrator.party(one.id) for one in case.parties),
        }
        return tuple((words[key], sentence(str(one))) for key, one in said.items() if one)

    def question(self, place: int) -> ToldQuestion:
        """A question in words.

        Args:
            place: Which one, counted from 0.
        """
        one = self._quiz.questions[place]
        words = _words()["kinds"][one.kind]
        way = one.about["question"] if one.kind == PASSES else one.variant or _AS_IT_IS
        choices = tuple(
            ToldChoice(choice.id, letter, self._choice(one, choice), choice.right)
            for letter, choice in zip(LETTERS, one.choices)
        )
        return ToldQuestion(
            place + 1, one.kind, words["idea"], self._say(words["asks"][way], one),
            tuple(self._shown(each) for each in one.shown), choices, choices[one.right],
            self._reasons(one),
        )  # fmt: skip

    def mark(self, place: int, given: int) -> ToldMark:
        """What is said once a question is answered.

        Args:
            place: Which one, counted from 0.
            given: The choice taken, or `NOT_KNOWN`.
        """
        one = self._quiz.questions[place]
        words, way = _words()["kinds"][one.kind], one.variant or _AS_IT_IS
        taken = None if given == NOT_KNOWN else one.choices[given]
        more = [self._say(words["presumed"], one)] if one.presumed and "presumed" in words else []
        if "right" in words:
            says = one.choices[one.right].reason
            more += (
                [self._with(words["right"][way], says, one)] if says not in ("", UNKNOWN) else []
            )
        if taken is not None and not taken.right and "wrong" in words:
            more.append(self._with(words["wrong"][way], taken.reason, one))
        told = self.question(place).choices[given] if taken is not None else None
        return ToldMark(told, tuple(more))

    def again(self, quiz: Quiz) -> tuple[Idea, ...]:
        """The ideas to look at again, in the order of the questions."""
        missed: dict[str, list[ToldQuestion]] = {}
        for place, one in enumerate(quiz.questions):
            if one in quiz.again:
                missed.setdefault(one.kind, []).append(self.question(place))
        return tuple(
            Idea(
                found[0].idea, tuple(one.number for one in found),
                tuple({each.rule: each for one in found for each in one.reasons}.values()),
            )
            for found in missed.values()
        )  # fmt: skip

    def _say(self, text: str, one: QuizQuestion) -> str:
        return self._narrator.say(text, one.about)

    def _choice(self, one: QuizQuestion, choice: QuizChoice) -> str:
        words = _words()["kinds"][one.kind]
        if one.kind == CHANNEL:
            channels = (words["channels"][each] for each in choice.id.split("+"))
            return self._say(join(channels), one)
        if choice.says:
            said = put(words.get("choice", "{says}"), says=choice.says)
            home = self._knowledge.homes.get(choice.home)
            return capital(put(_words()["at-home"], says=said, at=home.at) if home else said)
        return self._say(words["choices"][choice.id], one)

    def _shown(self, one: Shown) -> tuple[str, str]:
        words = _words()
        if one.key.startswith("power-"):
            _, power, basis = one.key.split("-")
            said = {"party": one.party, "stance": one.says}
            stands = words["stands"][UNKNOWN if one.says == UNKNOWN else "known"]
            filled = {"power": words["power"][power], "known": words["known"][basis],
                      "stance": "{stance:clause}"}  # fmt: skip
            says = re.sub(r"{(power|known|stance)}", lambda at: filled[at[1]], stands)
            return self._narrator.say("{party}", said), self._narrator.clause(says, said)
        label = self._narrator.say(words["shown"][one.key], {"party": one.party})
        return label, one.says

    def _with(self, words: str, says: str, one: QuizQuestion) -> str:
        """Words, and behind a colon at their end what they speak of."""
        if not words.endswith(":"):
            return words
        label = self._knowledge.paths.get(says, {}).get("label")
        known = self._say(_words()["known"][says], one) if says in _words()["known"] else says
        return f"{words} {sentence(uncapital(str(label or known)))}"

    def _reasons(self, question: QuizQuestion) -> tuple[ToldReason, ...]:
        words = _words()["kinds"][question.kind].get("reasons", {})
        labels = [*words.get(question.variant or _AS_IT_IS, ()), *([""] * len(question.reasons))]
        found: list[ToldReason] = []
        cited: set[str] = set()
        for one, label in zip(question.reasons, labels):
            new = (each for each in cite(self._knowledge, one.statements) if each.id not in cited)
            citations = tuple(islice(new, CITED))
            cited |= {each.id for each in citations}
            told = (label, one.sentence, one.rule, one.title, one.certainty, citations)
            found.append(ToldReason(*told))
        return tuple(found)


class QuizScreens:
    """Makes the screens of one quiz."""

    def __init__(self, quiz: Quiz, *, width: int = USUAL, full: bool = False) -> None:
        """Takes the quiz.

        Args:
            quiz: The quiz, with the answers so far.
            full: Whether to fold nothing.
        """
        self._quiz = quiz
        self._width = width
        self._full = full
        self._words = QuizWords(quiz)

    def start(self) -> str:
        """What this is and how to answer."""
        done = len(self._quiz.given)
        return self._screen("start", before=done, done=done, case=self._words.case)

    def question(self, place: int) -> str:
        """A question with its choices.

        Args:
            place: Which one, counted from 0.
        """
        return self._screen("question", question=self._words.question(place))

    def mark(self, place: int, given: int) -> str:
        """Whether an answer was right, and why.

        Args:
            place: The question, counted from 0.
            given: The choice taken, or `NOT_KNOWN`.
        """
        question, mark = self._words.question(place), self._words.mark(place, given)
        return self._screen("mark", before=place + 1, question=question, mark=mark)

    def unclear(self, choices: int) -> str:
        """What can be typed, of so many choices."""
        return self._screen("unclear", letters=LETTERS[:choices])

    def sheet(self, quiz: Quiz, state: str = "") -> str:
        """The score so far, and what to look at again.

        Args:
            quiz: The quiz with what has been answered.
            state: The file that keeps the answers; empty if none does.
        """
        rows = [
            (self._words.question(place), self._words.mark(place, one))
            for place, one in enumerate(quiz.given)
        ]
        return self._screen(
            "sheet", rows=rows, right=quiz.right, unknown=quiz.unknown, state=state,
            again=self._words.again(quiz),
        )  # fmt: skip

    def _screen(self, name: str, *, before: int | None = None, **values: Any) -> str:
        """A screen; with the question it stands before, so much that both are seen together."""
        asked = before is not None and before < len(self._quiz.questions)
        taken = self.question(before or 0).count("\n") if asked else 0
        found = {
            "screen": name,
            "full": self._full,
            "total": len(self._quiz.questions),
            "client": CaseWords(self._quiz.assessment).heading,
            **values,
        }
        return screen("quiz", self._width, found, 0 if self._full else ROWS - taken)


def quiz_text(found: Quiz, *, width: int = USUAL) -> str:
    """A quiz as text: with answers its score sheet, without any its questions.

    Args:
        found: What `quiz` returned, or its `answered`.
        width: The columns there are.
    """
    screens = QuizScreens(found, width=width)
    if found.given:
        return screens.sheet(found)
    return "\n".join([screens.start(), *map(screens.question, range(len(found.questions)))])
