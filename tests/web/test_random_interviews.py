"""Interviews answered by chance through the pages: none breaks, loses an answer, or has no end."""

from __future__ import annotations

from collections import Counter
from random import Random
from urllib.parse import quote, unquote

import pytest
from support.page_forms import filled
from werkzeug.datastructures import MultiDict

from advisor.explanation import relevance
from advisor.explanation.assess import assess
from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case
from advisor.solver.session import MOST_PARTIES

WORDS = (
    "some words", "about 120", "I don't know", "12/8/2026", "next fall", "n/a", "0", "?", "why?",
    "<b>A & B</b>", "Elm, Oak and Ash", "{{ 7 * 7 }}", "’; -- ☃", "x" * 700, "yes, but not yet",
)  # fmt: skip
MOST = 400
"""Pages in which an interview comes to its end."""
BY_THE_SOLVER = 10
"""One interview in so many is led by the solver; in all others every question is put.

So it is where there are more parties than the solver looks at. That takes a third of the time for
each answer, and comes to more questions."""


class Person:
    """Somebody who answers by chance, changes answers, looks around, and stops at some time."""

    def __init__(self, client, folder, name: str, chance: Random, seen: Counter[str]) -> None:
        self.client, self.chance, self.seen = client, chance, seen
        self.case, self.file = f"/case/{quote(name)}", folder / f"{name}.yaml"
        self.put: list[str] = []

    def look(self, path: str, *expected: int) -> str:
        reply = self.client.get(path)
        assert reply.status_code in (expected or (200,)), (path, reply.text)
        self.seen["pages"] += 1
        return reply.text

    def post(self, path: str, fields: list[tuple[str, str]]) -> int:
        reply = self.client.post(path, data=MultiDict(fields))
        assert reply.status_code in (200, 303, 409, 422), (path, fields, reply.text)
        self.seen["posts"] += 1
        return reply.status_code

    def answers(self, where: str) -> None:
        """Answers one question, and looks whether the answer is kept."""
        item = unquote(where.partition("/question/")[2].partition("?")[0])
        page, dice = self.look(where), self.chance.random()
        fields = filled(page, self.chance, self.chance.choice(WORDS))
        if dice < 0.25:
            fields.append(("do", self.chance.choice(("unknown", "skip", "each", "all"))))
        elif dice < 0.3:
            fields = [one for one in fields if one[0] in ("seen", "homes", "shown")]
        status = self.post(where, fields)
        for do in ("unknown", "skip"):
            if status != 303:  # it was not understood, or is to be looked at once more
                status = self.post(where, [*filled(page, self.chance), ("do", do)])
        if status != 303:
            status = self.post(where, filled(page, self.chance))
        if status == 303:
            self.put.append(item)
            kept = InterviewSession(self.file).load()
            assert kept is not None and (item in kept["asked"] or item in kept["again"]), item

    def holds_it(self) -> None:
        """From the first question to the memo."""
        ready = 0
        for _ in range(MOST):
            reply = self.client.get(f"{self.case}/next")
            assert reply.status_code == 303
            where = reply.headers["Location"]
            if "/question/" not in where:
                self.look(where)
                ready += 1
                if ready > 1 or self.chance.random() < 0.5:
                    break
                continue
            dice = self.chance.random()
            if dice > 0.995:
                break  # has no more time
            if dice < 0.03:
                self.look(
                    self.case + self.chance.choice(("/", "/check", "/memo", "/change")), 200, 409
                )
            elif dice < 0.06 and self.put:
                item = self.chance.choice(self.put)
                if self.client.get(f"{self.case}/question/{item}").status_code == 200:
                    self.answers(f"{self.case}/question/{item}")  # else its party is gone
                continue
            self.answers(where)
        else:
            raise AssertionError("no end")
        with self.client.application.extensions["desk"].open(self.file.stem) as opened:
            course = opened.course
            missing = course.missing()
            path = None if missing else course.relevance.path(course.draft)
        if self.post(f"{self.case}/finish", []) == 303:
            assert "<article" in self.look(f"{self.case}/memo")
            found = assess(load_case(str(self.file), shipped_knowledge()), engine="reference").path
            assert path in (None, found), "the file says otherwise"
            self.seen[found] += 1
        else:
            assert missing
        self.seen["interviews"] += 1
        self.seen["answers"] += len(self.put)


@pytest.mark.filterwarnings("ignore::advisor.errors.ReadingWarning")
@pytest.mark.parametrize("seed", range(20))
def test_an_interview_by_chance_comes_to_a_memo(client, tmp_path, seed, effort, told, monkeypatch):
    """One for each seed; with `--thorough`, a hundred."""
    seen: Counter[str] = Counter()
    for number in range(effort):
        solved = (seed + number) % BY_THE_SOLVER == 1
        monkeypatch.setattr(relevance, "MOST_PARTIES", MOST_PARTIES if solved else -1)
        seen["by the solver"] += solved
        name = f"case {seed}-{number}"
        assert client.post("/cases", data={"name": name}).status_code == 303
        chance = Random(1000 * seed + number)
        Person(client, tmp_path / "cases", name, chance, seen).holds_it()
    told(f"seed {seed}: {dict(seen)}")
