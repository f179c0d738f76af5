"""Which engine serves, and what happens when one cannot."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from support.knowledge import GOOD

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact, fact


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(GOOD)


@pytest.fixture(scope="module")
def base(rulebook):
    words = rulebook.vocabulary
    return [
        fact(words, "home", {"home": "school", "open": "yes"}),
        fact(words, "party", {"party": "board", "power": 3, "stance": "against"}),
    ]


@pytest.fixture
def no_extension(monkeypatch):
    monkeypatch.setattr(durable, "_engine", None)
    monkeypatch.setattr(durable, "_missing", "undefined symbol: PyEval_CallObject")


@pytest.mark.skipif(bool(durable.why_missing()), reason=durable.why_missing())
def test_durable_rules_is_preferred(rulebook, base):
    found = consult(rulebook, base)
    assert (found.engine, found.note) == ("durable", "")


def test_without_the_extension_the_reference_engine_serves_and_says_so(
    rulebook, base, no_extension
):
    found = consult(rulebook, base)
    assert found.engine == "reference"
    assert found.note == ("durable_rules could not be loaded (undefined symbol: PyEval_CallObject)")
    asked = consult(rulebook, base, "reference")
    assert (asked.engine, asked.note) == ("reference", "")
    assert found.facts == asked.facts


def test_asking_for_the_missing_engine_tells_how_to_get_it(rulebook, base, no_extension):
    with pytest.raises(ConsultationError) as caught:
        consult(rulebook, base, "durable")
    assert str(caught.value).endswith(
        "Install it again (on Python 3.13 and later with "
        "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject), or use the reference engine, which "
        "gives the same result."
    )


def test_the_reference_engine_alone_never_loads_the_extension():
    import subprocess

    program = (
        "import sys\n"
        "from advisor.engine.consultation import consult\n"
        "from advisor.knowledge.rulebook import load_rulebook\n"
        f"consult(load_rulebook({str(GOOD)!r}), [], 'reference')\n"
        "assert 'durable_rules_engine' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_an_unknown_engine_is_refused(rulebook):
    with pytest.raises(ValueError, match="clips"):
        consult(rulebook, [], "clips")


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        (Fact("bord", (("party", "a"),)), "no kind of fact “bord”"),
        (
            Fact("home", (("home", "school"),)),
            "home(home: school)” does not have the fields of its",
        ),
        (Fact("home", (("open", "yes"), ("home", "school"))), "does not have the fields"),
        (
            Fact("home", (("home", "school"), ("open", 1))),
            "open: 1)” holds a value of the wrong type",
        ),
        (
            Fact("home", (("home", "castle"), ("open", "yes"))),
            "one of school, after-school, charter, not “castle”",
        ),
    ],
)
@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_a_base_fact_outside_the_vocabulary_is_refused(rulebook, engine, odd, message):
    with pytest.raises(ConsultationError) as caught:
        consult(rulebook, [odd], engine)
    assert message in str(caught.value)


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_base_facts_that_cannot_be_compared_are_refused_with_the_reason(rulebook, engine):
    odd = [Fact("home", (("home", home), ("open", "yes"))) for home in ("school", 7)]
    with pytest.raises(ConsultationError, match="cannot be put in order: '<' not"):
        consult(rulebook, odd, engine)


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_the_firing_limit_names_the_number(rulebook, base, engine):
    with pytest.raises(ConsultationError) as caught:
        consult(rulebook, base, engine, firing_limit=1)
    assert str(caught.value) == (
        "The consultation was ended after 1 firings. A rule probably joins facts that have no "
        "variable in common; “advisor trace” with a smaller case shows which."
    )


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_memory_stays_flat_over_many_consultations(rulebook, base, engine):
    def resident():
        gc.collect()
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096

    def other(number):
        name = f"party-{number}"  # so that nothing can be answered from what was kept
        made = {"party": name, "power": 3, "stance": "against"}
        return [*base, fact(rulebook.vocabulary, "party", made)]

    for number in range(500):
        consult(rulebook, other(number), engine)
        conclusions(rulebook, other(number))
    before = resident()
    for number in range(500, 2500):
        consult(rulebook, other(number), engine)
        conclusions(rulebook, other(number))
    assert resident() - before < 2_000_000
