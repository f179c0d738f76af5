"""The names of answers, as a person types them: `change.kind`, `parties.board.stance`.

A name is the way to an answer in the case file. A home is named by its slug, a party by its id,
a source of money by the slug of its name: `homes.charter-school.open`, `money.city-grant.aims`.
The first word may be left out, and of an answer about the change or the client the second, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, as_name, did_you_mean, echo, nearest
from advisor.model.case import EVERY_HOME, Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.base import Knowledge
    from advisor.knowledge.questions import Question
    from advisor.model.fact import Fact, Origin

GROUPS = {"homes": "home", "parties": "party", "money": "money"}
"""The parts of a case file that hold several subjects, and the level of their questions."""
PARTS = ("change", "client", "plan", "decision")
"""The parts of a case file that hold questions only."""
_CHANGEABLE = frozenset(
    {"choice", "several", "number", "date", "day", "home", "table", "party-kind"}
)
"""The types of answer that can be supposed to be different: all but words of the client."""
NAMES_SHOWN = 4


class AnswerName(NamedTuple):
    """Which answer is meant."""

    part: str
    """`change`, `client`, `homes`, `parties`, `money` …; empty for an answer at the file's top."""
    subject: str
    """The home, party or source of money; empty elsewhere."""
    question: str
    row: str = ""
    """The row of a table."""

    def __str__(self) -> str:
        """The name with dots."""
        return ".".join(filter(None, self))

    @property
    def level(self) -> str:
        """The level of the question in `rules/questions.yaml`."""
        return GROUPS.get(self.part, self.part or "case")

    @property
    def home(self) -> str:
        """The home it is about, or empty."""
        return self.subject if self.part == "homes" else ""

    @property
    def party(self) -> str:
        """The party it is about, or empty."""
        return self.subject if self.part == "parties" else ""


def question_of(name: AnswerName, knowledge: Knowledge) -> Question:
    """The question that a name stands for."""
    return knowledge.questions.find(name.level, name.question)


def all_names(case: Case, knowledge: Knowledge) -> Mapping[str, AnswerName]:
    """Every answer of a case that can be supposed to be different, given or not, as it is typed."""
    parties, money = ([one.id for one in listed] for listed in (case.parties, case.money))
    return _all_names(tuple(parties), tuple(money), knowledge)


@lru_cache(maxsize=8)  # many supposed cases have the same parties
def _all_names(
    parties: tuple[str, ...], money: tuple[str, ...], knowledge: Knowledge
) -> Mapping[str, AnswerName]:
    subjects = (
        ("case", "", ""),
        *((part, part, "") for part in PARTS),
        *(("party", "parties", one) for one in parties),
        *(("home", "homes", one) for one in (EVERY_HOME, *knowledge.homes)),
        *(("money", "money", one) for one in money),
    )
    return {str(name): name for one in subjects for name in _of_level(knowledge, *one)}


def _of_level(knowledge: Knowledge, level: str, part: str, subject: str) -> Iterator[AnswerName]:
    for question in knowledge.questions.levels[level].questions.values():
        if question.type not in _CHANGEABLE or question.id in ("advisor-case", "plural"):
            continue
        rows: Iterable[str] = ("",)
        if question.type == "table":
            rows = question.rows or (knowledge.homes if question.rows_are == "homes" else ())
        if question.cells not in ("phrase", "text"):
            yield from (AnswerName(part, subject, question.id, row) for row in rows)


def find_name(typed: str, case: Case, knowledge: Knowledge) -> AnswerName:
    """The answer a person means.

    Args:
        typed: A name, whole or without its first words.
        case: The case, for its parties and sources of money.

    Raises:
        InputError: If there is no such answer, or several.
    """
    wanted = as_name(typed)
    known = all_names(case, knowledge)
    if wanted in known:
        return known[wanted]
    ending = [name for text, name in known.items() if text.endswith(f".{wanted}")]
    plain = [name for name in ending if not name.subject]
    for found in (plain, ending):
        if len(found) == 1:
            return found[0]
    if ending:
        more = ", …" if len(ending) > NAMES_SHOWN else ""
        shown = ", ".join(map(str, ending[:NAMES_SHOWN])) + more
        what = f"{echo(typed)} could be any of {len(ending)} answers."
        raise InputError(what, remedy=f"Name one in full: {shown}")
    # With no name near it, the first answer to the question that was nearly named.
    questions = {name.question: text for text, name in reversed([*known.items()])}
    question = nearest(wanted.rpartition(".")[2], questions)
    example = "such as change.kind or homes.charter-school.open."
    remedy = f"A name is the way to the answer in the case file, {example}"
    if question:
        remedy = f"Did you mean “{questions[question]}”?"
    what = f"There is no answer {echo(typed)} in this case."
    raise InputError(what, remedy=did_you_mean(wanted, known, remedy))


def name_of(fact: Fact, origin: Origin, knowledge: Knowledge) -> AnswerName | None:
    """The name of the answer that a base fact comes from.

    Returns:
        Its name; of a fact about a party or a source of money, whose answers are many, the name
        without a question. Nothing for what comes from the knowledge itself.
    """
    if fact.kind == "usual":
        return None
    if fact.kind in ("party", "power-stated"):
        table = fact.kind == "power-stated"
        return AnswerName(
            "parties", origin.party, "power-at" if table else "", origin.home if table else ""
        )
    if fact.kind == "money":
        return AnswerName("money", fact.word("source"), "")
    if fact.kind == "home-decides":
        return AnswerName("homes", origin.home, origin.question, fact.word("item"))
    if origin.home:
        return AnswerName("homes", origin.home, origin.question)
    for part in ("", *PARTS):
        if origin.question in knowledge.questions.levels[part or "case"].questions:
            return AnswerName(part, "", origin.question)
    return None
