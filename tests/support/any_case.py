"""Any case at all, as a file could hold it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from advisor.knowledge.base import Knowledge

KNOWLEDGE = Knowledge(Path(__file__).resolve().parents[2] / "rules")
LEVELS = KNOWLEDGE.questions.levels
JUNK = st.one_of(
    st.none(),
    st.integers(-9, 9),
    st.sampled_from(["", " ", "yes", "no", "unknown", "none", "any", "-", "é", "x" * 300]),
    st.just([]),
    st.just({}),
    st.just(["unknown", {"a": 1}]),
)
WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30)


def answers_to(question):
    """Good answers to one question."""
    if question.type in ("choice", "number") and question.values:
        return st.sampled_from([int(one) if one.isdigit() else one for one in question.values])
    if question.type == "several":
        words = [one for one in question.values if one != "none"]
        return st.lists(st.sampled_from(words), min_size=1, unique=True) | st.just("none")
    if question.type == "record":
        return part(question.of)
    if question.type == "records":
        return st.lists(part(question.of), max_size=3)
    if question.type == "records-by-home":
        names = st.sampled_from([*KNOWLEDGE.homes, "every-home"])
        return st.dictionaries(names, part(question.of), max_size=4)
    if question.type == "party-kind":
        return st.sampled_from(list(KNOWLEDGE.parties))
    if question.type == "home":
        return st.sampled_from([*KNOWLEDGE.homes, *question.also])
    if question.type in ("name", "phrase", "text"):
        return WORDS
    return st.just(question.example)


def part(level, junk=False):
    """Answers to any of the questions of a part of the file; `junk` puts in bad ones."""
    questions = LEVELS[level].questions.values()

    def one(question):
        good = st.just("unknown") | answers_to(question)
        return good | JUNK if junk else good

    needed = {
        question.id: answers_to(question)
        for question in questions
        if question.required or (level, question.id) == ("change", "short")
    }
    optional = {
        question.id: one(question)
        for question in questions
        if question.id not in needed and question.type not in ("id", "party")
    }
    return st.fixed_dictionaries(needed, optional=optional)
