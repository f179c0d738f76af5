"""A quiz as text for a terminal: questions, marks, the score sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.explanation.quiz_state import NOT_KNOWN
from advisor.presentation.citations import cite
from advisor.presentation.templating.rendering import plain_template, render
from advisor.presentation.terminal import USUAL, fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.quiz import Question, Quiz

LETTERS = "abcd"
"""What is typed for a choice."""


class QuizScreens:
    """Makes the screens of one quiz."""

    def __init__(
        self, assessment: Assessment, questions: Sequence[Question], *, width: int = USUAL
    ) -> None:
        """Takes the quiz.

        Args:
            assessment: The assessment of the case.
            questions: The questions.
            width: The columns there are.
        """
        self._assessment = assessment
        self._questions = questions
        self._width = width

    def start(self, done: int) -> str:
        """What this is and how to answer.

        Args:
            done: How many questions have been answered before.
        """
        return self._screen("start", client=self._assessment.case.short_name, done=done)

    def question(self, place: int) -> str:
        """A question with its choices.

        Args:
            place: Which one, counted from 0.
        """
        return self._screen("question", number=place + 1, question=self._questions[place])

    def mark(self, place: int, given: int) -> str:
        """Whether an answer was right, and why.

        Args:
            place: The question, counted from 0.
            given: The choice taken, or `NOT_KNOWN`.
        """
        question = self._questions[place]
        return self._screen(
            "mark",
            question=question,
            taken=None if given == NOT_KNOWN else question.choices[given],
            right=LETTERS[question.right],
            citations=cite(self._assessment.knowledge, question.reason.statements)[:2],
        )

    def unclear(self, choices: int) -> str:
        """What can be typed."""
        return self._screen("unclear", letters=LETTERS[:choices])

    def sheet(self, given: Sequence[int], state: str) -> str:
        """The score so far, question by question.

        Args:
            given: The choices taken.
            state: The file that keeps them; empty if none does.
        """
        rows = [
            {
                "question": question,
                "right": LETTERS[question.right],
                "taken": "" if one == NOT_KNOWN else LETTERS[one],
                "is_right": one == question.right,
            }
            for question, one in zip(self._questions, given)
        ]
        return self._screen(
            "sheet",
            client=self._assessment.case.short_name,
            rows=rows,
            right=sum(bool(row["is_right"]) for row in rows),
            unknown=sum(not row["taken"] for row in rows),
            state=state,
        )

    def _screen(self, name: str, **values: Any) -> str:
        values |= {"screen": name, "letters": LETTERS, "total": len(self._questions)} | values
        return fitted(render(plain_template("quiz.txt.j2"), values), self._width)


def quiz_text(found: Quiz, *, width: int = USUAL) -> str:
    """A quiz as text: with answers its score sheet, without any its questions.

    Args:
        found: The quiz.
        width: The columns there are.
    """
    screens = QuizScreens(found.assessment, found.questions, width=width)
    if found.given:
        return screens.sheet(found.given, "")
    places = range(len(found.questions))
    return "\n".join([screens.start(0), *map(screens.question, places)])
