"""What follows from the answers of a case: worked out once, and kept while the answers stand."""

from __future__ import annotations

import threading
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from advisor.errors import AdvisorError
from advisor.explanation.assess import assess
from advisor.explanation.contract import Contract
from advisor.explanation.flip import Flips, flips
from advisor.explanation.outlook import Outlook, look_ahead
from advisor.explanation.quiz import quiz
from advisor.explanation.side_by_side import supposing
from advisor.knowledge.source import parse
from advisor.model.case import UNKNOWN
from advisor.model.case_file import saved_text
from advisor.model.case_reader import read_case
from advisor.model.draft import content_of
from advisor.presentation.documents.writing import memo_in_page
from advisor.presentation.exploration import Explorer
from advisor.presentation.interview import say
from advisor.presentation.wording import UNNAMED
from advisor.solver.session import SolverMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.explanation.assess import Assessment
    from advisor.interview.course import Standing
    from advisor.interview.desk import Desk, Opened
    from advisor.knowledge.base import Knowledge
    from advisor.model.case import Case
    from advisor.model.draft import Content

KEPT = 12
"""Cases of which the conclusions are kept."""
NEW_PATHS = 30
"""Cases of which the path is worked out for one look at the list; of the others it stays open."""


class CaseRow(Contract, frozen=True):
    """A case in the list."""

    name: str
    begun: bool
    """Whether answers wait that are not in the case file yet."""
    path: str
    """The advised path in a few words; empty while nothing can be said."""
    damaged: bool
    """Whether it cannot be read."""


class WorkedOut:
    """What follows from the answers that a case has now.

    Attributes:
        assessment: What the reasoning found. Of what every case needs, it takes for granted what
            has not been answered yet.
        supposing: The same with other answers, as `explanation.side_by_side` has it; the last ones
            are kept.
        quiz: A quiz on it, by its seed and number of questions; the last ones are kept.
    """

    def __init__(self, opened: Opened, knowledge: Knowledge) -> None:
        """Reasons over an open case, which has answers enough for it."""
        content = opened.course.draft.content
        self._course = opened.course
        self._knowledge = knowledge
        self._supplied = _supplied(content, opened.name)
        full = {**content, **{part: value for part, value, _ in self._supplied}}
        data = case_file(opened, knowledge, full if self._supplied else None)
        case = read_case(parse(data, opened.path.name), opened.path.name, knowledge)
        self.assessment: Assessment = assess(case, engine="reference", knowledge=knowledge)
        self.supposing = lru_cache(KEPT)(partial(supposing, self.assessment))
        self.quiz = lru_cache(KEPT)(partial(quiz, self.assessment))

    @property
    def path(self) -> str:
        """The advised path in a few words."""
        return str(self._knowledge.paths[self.assessment.path]["label"])

    @cached_property
    def left(self) -> int:
        """How many questions can still come at most; none where no solver can find the next.

        To be asked for while the case is held.
        """
        try:
            return self._course.left_at_most()
        except SolverMissingError:
            return 0

    @cached_property
    def standing(self) -> Standing | None:
        """What could still change the path; nothing where no question is left, or no solver.

        To be asked for while the case is held.
        """
        try:
            return self._course.standing() if self.left else None
        except SolverMissingError:
            return None

    @cached_property
    def outlook(self) -> Outlook:
        """What could change about it."""
        return look_ahead(self.assessment)

    @cached_property
    def explorer(self) -> Explorer:
        """The case beside what it would be."""
        return Explorer(self.assessment)

    @cached_property
    def page(self) -> tuple[str, str]:
        """The title of the memo, and the memo as a part of a page."""
        return memo_in_page(self.assessment, self.outlook)

    @cached_property
    def flips(self) -> Flips:
        """What it would take to change the advice."""
        return flips(self.assessment)

    def answers_of(self, case: Case) -> Content:
        """The answers of this case as changed, without what was only taken for granted."""
        content = content_of(case, self._knowledge.questions)
        for part, _, keys in self._supplied:
            rest = {
                key: one
                for key, one in (content.pop(part, {}) if keys else {}).items()
                if key not in keys
            }
            content.pop(part, None)
            if rest:
                content[part] = rest
        return content


class Kept:
    """The conclusions of the cases that were looked at last."""

    def __init__(self, make: Callable[[Opened], WorkedOut]) -> None:
        """Takes what works them out."""
        self._make = make
        self._rows: dict[str, tuple[Any, str, bool]] = {}
        self._found: dict[str, tuple[Content, WorkedOut]] = {}
        self._guard = threading.Lock()

    def of(self, opened: Opened) -> WorkedOut | None:
        """What follows from an open case; nothing where it has too few answers."""
        content = opened.course.draft.content  # of which another is made for every answer
        if not _is_enough(content):
            return None
        with self._guard:
            before, found = self._found.pop(opened.name, (None, None))
        if found is None or before is not content:
            found = self._make(opened)
        with self._guard:
            self._found[opened.name] = content, found
            while len(self._found) > KEPT:
                del self._found[next(iter(self._found))]
        return found

    def rows(self, desk: Desk) -> list[CaseRow]:
        """All cases with what can be said of each; a damaged one keeps none from the list.

        Raises:
            InputError: If the folder cannot be read any more.
        """
        found, new, unsaid = [], 0, (None, "", False)
        for one in desk.listed():
            stamp = None
            try:
                stamp = desk.stamp(one.name)
                if self._rows.get(one.name, unsaid)[0] != stamp and new < NEW_PATHS:
                    new += 1
                    with desk.open(one.name) as opened:
                        enough = _is_enough(opened.course.draft.content)
                        path = self._make(opened).path if enough else ""
                    self._rows[one.name] = stamp, path, False
            except AdvisorError:
                self._rows[one.name] = stamp, "", True
            found.append(CaseRow(one.name, one.begun, *self._rows.get(one.name, unsaid)[1:]))
        return found


def _is_enough(content: Content) -> bool:
    """Whether anything worth telling follows from some answers."""
    return bool(content.get("parties") or content.get("homes"))


def case_file(opened: Opened, knowledge: Knowledge, content: Content | None = None) -> bytes:
    """The case file as it would be saved now.

    Args:
        content: Its answers, if they are others than those it has.
    """
    old = opened.path.read_bytes() if opened.path.exists() else None
    if content is None and old is not None and not opened.is_begun:
        return old
    content = opened.course.draft.content if content is None else content
    head = say("file-head", 1000).strip()
    return saved_text(old, content, knowledge, head).encode("utf-8", "backslashreplace")


def _supplied(content: Content, name: str) -> list[tuple[str, Any, tuple[str, ...]]]:
    """What every case needs and this one lacks: each part as it is taken, and its keys added."""
    found: list[tuple[str, Any, tuple[str, ...]]] = []
    client, change = content.get("client") or {}, content.get("change") or {}
    if not client.get("name"):
        found.append(("client", {**client, "name": name}, ("name",)))
    added = {"kind": UNKNOWN} if "kind" not in change else {}
    if not (change.get("short") or change.get("summary")):
        added["short"] = UNNAMED
    if added:
        found.append(("change", {**change, **added}, tuple(added)))
    if "place" not in content:
        found.append(("place", UNKNOWN, ()))
    return found
