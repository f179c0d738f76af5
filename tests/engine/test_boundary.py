"""What the engines are handed: values at and past each limit, of any type.

Either both engines refuse the facts with a reason, or both come to the same conclusions.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.agreement import ENGINES, opinions
from support.knowledge import GOOD

from advisor.engine.consultation import consult
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.knowledge.vocabulary import LARGEST_NUMBER
from advisor.model.fact import Fact

RULEBOOK = load_rulebook(GOOD)
EDGES = [2**7, 2**8, 2**15, 2**16, 2**31, 2**32, 2**53, 2**63, 2**64]
NUMBERS = st.one_of(
    st.integers(-6, 6),
    st.sampled_from(
        [sign * (edge + by) for edge in EDGES for by in (-1, 0, 1) for sign in (1, -1)]
    ),
    st.integers(),
)
WORDS = st.one_of(
    st.sampled_from(["a", "b", "school", "for", "against"]),
    st.sampled_from(["x" * 63, "x" * 64, "x" * 65, "x" * 65_536]),
    st.sampled_from(["", " ", "A", "a b", "a-", "4", "a\n", "a\x00", "é", "\ud800", '"', "%s"]),
    st.text(max_size=8),
)  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.floats(), st.binary(max_size=4), st.just(()), st.just(("a",)),
    st.just(Fact("ally", ())),
)  # fmt: skip


@st.composite
def a_fact(draw):
    kinds = list(RULEBOOK.vocabulary.kinds.values())
    kind = draw(st.sampled_from(kinds))
    fields = []
    for name, type_ in kind.fields.items():
        usual = NUMBERS if type_.number else WORDS
        if type_.allowed:
            usual = st.sampled_from(list(type_.allowed)) | usual
        fields.append((name, draw(st.one_of(usual, usual, usual, usual, NUMBERS, WORDS, ODD))))
    if draw(st.integers(0, 20)) == 0:
        fields = fields[:-1] or [("other", "a")]
    return Fact(kind.name if draw(st.integers(0, 20)) else "no-such-kind", tuple(fields))


@settings(
    max_examples=150, deadline=5_000, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(a_fact(), max_size=4))
def test_any_values_are_refused_by_all_engines_or_concluded_from_alike_by_all(facts):
    try:
        found = {name: ask(RULEBOOK, facts) for name, ask in ENGINES.items() if name != "clingo"}
    except ConsultationError as error:
        assert str(error).isprintable(), repr(str(error))
        assert len(str(error)) < 1000
        for name in ENGINES:
            if name != "clingo":  # which has no limits to check
                with pytest.raises(ConsultationError):
                    ENGINES[name](RULEBOOK, facts)
        return
    assert len(set(found.values())) == 1


def party(power=1, name="a", stance="against"):
    return Fact("party", (("party", name), ("power", power), ("stance", stance)))


@pytest.mark.parametrize("power", [LARGEST_NUMBER, -LARGEST_NUMBER, 0])
def test_numbers_at_their_limit_mean_the_same_to_every_engine(power):
    found = opinions(RULEBOOK, [party(power)])
    assert len(set(found.values())) == 1, found
    assert any(fact.kind == "opponent" for fact in found["reference"]) == (power > 0)


@pytest.mark.parametrize("power", [LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 2**63, -(2**64)])
@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_numbers_past_their_limit_are_refused(engine, power):
    with pytest.raises(ConsultationError, match="takes a whole number"):
        consult(RULEBOOK, [party(power)], engine)


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_words_of_64_letters_are_told_apart_to_the_last_and_longer_ones_refused(engine):
    names = ["x" * 63 + last for last in "yz"]
    facts = [Fact("ally", (("party", name), ("of", "b"))) for name in names]
    assert len(consult(RULEBOOK, facts, engine).of_kind("ally")) == 2
    assert len(consult(RULEBOOK, facts, engine).of_kind("protected")) == 2
    with pytest.raises(ConsultationError, match="takes a word"):
        consult(RULEBOOK, [Fact("ally", (("party", "x" * 65), ("of", "b")))], engine)


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_a_refused_case_leaves_nothing_behind_for_the_next(engine):
    good = [party(3), Fact("ally", (("party", "b"), ("of", "a")))]
    expected = consult(RULEBOOK, good, engine).firings
    for bad in (party(2**31), party(1.5), party(name="A B"), Fact("party", ()), Fact("x", ())):
        with pytest.raises(ConsultationError):
            consult(RULEBOOK, [*good, bad], engine)
        assert consult(RULEBOOK, good, engine).firings == expected
