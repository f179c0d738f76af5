"""Whatever a file says, the answer is a case with facts the rules know, or a polite refusal."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.any_case import KNOWLEDGE, LEVELS, part
from support.lined import lined

from advisor.errors import InputError
from advisor.knowledge.source import MOST_PROBLEMS, parse
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import read_case
from advisor.model.fact import fact


@settings(max_examples=60, deadline=None)
@given(part("case"))
def test_good_answers_in_any_combination_give_facts_the_rules_know(value):
    value.setdefault("homes", {"existing-school": {"open": "yes"}})
    words = KNOWLEDGE.rulebook.vocabulary
    try:
        case = read_case(lined(value), "case.yaml", KNOWLEDGE)
    except InputError as error:
        # Names made of nothing but spaces, and one name for two parties.
        assert all("lacks" in one.what or "second time" in one.what or "leaves out" in one.what
                   for one in error.problems), error  # fmt: skip
        return
    base = base_facts(case, KNOWLEDGE)
    for one in base.facts:
        assert fact(words, one.kind, one.as_dict()) == one
    assert set(base.facts) == set(base.origins)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(LEVELS)).flatmap(lambda level: st.tuples(st.just(level),
       part(level, junk=True))))  # fmt: skip
def test_bad_answers_are_refused_politely(level_and_answers):
    level, answers = level_and_answers
    value = {
        "advisor-case": 1,
        "client": {"name": "A district"},
        "change": {"short": "x", "kind": "upgrade"},
        "place": "existing-school",
        "homes": {"existing-school": {"open": "yes"}},
    }
    wrapped = {
        "case": answers,
        "party": {"parties": [answers]},
        "home": {"homes": {"charter-school": answers}},
        "money": {"money": [answers]},
        "event": {"events": [answers]},
        "number": {"numbers": [answers]},
        "source": {"sources": [answers]},
        "rater": {"tensions": {"raters": [answers]}},
    }.get(level, {level: answers})
    try:
        case = read_case(lined({**value, **wrapped}), "case.yaml", KNOWLEDGE)
    except InputError as error:
        assert all(one.what and one.remedy and one.file for one in error.problems)
        return
    assert base_facts(case, KNOWLEDGE).facts


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"key-{n}: 1\n" for n in range(60_000)),
        "homes:\n" + "".join(f"  home-{n}: {{open: yes}}\n" for n in range(30_000)),
        "parties:\n" + "- {name: a}\n" * 60_000,
        "not-on-file: [" + "x, " * 200_000 + "x]",
    ],
    ids=["keys", "homes", "parties", "phrases"],
)
def test_a_file_full_of_mistakes_is_answered_soon_and_shortly(text):
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_case(parse(text.encode(), "case.yaml"), "case.yaml", KNOWLEDGE)
    assert len(caught.value.problems) <= MOST_PROBLEMS
    assert time.monotonic() - start < 10
