"""durable_rules has eighteen known hazards; each is closed off, and stays so.

The numbers are those of the notes that this project keeps about durable_rules; what each test
holds is the way by which the adapter avoids the hazard.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from support.knowledge import GOOD, base_of

from advisor.engine import durable, durable_rulesets
from advisor.engine.consultation import consult
from advisor.engine.durable_rulesets import (
    ALWAYS,
    AT_ONCE,
    BRANCHES,
    DEPTH,
    GROUP,
    RULES,
    WARM_UP_RULE,
    check_rules,
    mark_names,
)
from advisor.engine.plans import RulePlan
from advisor.engine.program import FIRING_LIMIT, program_for
from advisor.errors import ConsultationError, KnowledgeError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact, fact

pytestmark = pytest.mark.skipif(bool(durable.why_missing()), reason=durable.why_missing())

USED = {
    "create_ruleset", "assert_fact", "start_action_for_state", "complete_and_start_action",
    "delete_state",
}  # fmt: skip
"""All the adapter uses of the extension."""


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(GOOD)


@pytest.fixture(scope="module")
def base(rulebook):
    words = rulebook.vocabulary
    made = [fact(words, "ally", {"party": f"p{at + 1}", "of": f"p{at}"}) for at in range(4)]
    made += [
        fact(words, "party", {"party": f"p{at}", "power": at % 4, "stance": stance})
        for at, stance in enumerate(["against", "for", "against", "against", "neutral"] * 2)
    ]
    made += [fact(words, "home", {"home": "school", "open": "yes"})]
    return made


@pytest.fixture
def spy(monkeypatch):
    """Records every call of the extension."""
    real = durable._engine
    calls = []

    def record(name):
        def function(*arguments):
            result = getattr(real, name)(*arguments)
            calls.append((name, arguments, result))
            return result

        return function

    names = [name for name in dir(real) if callable(getattr(real, name)) and name != "error"]
    stand_in = SimpleNamespace(**{name: record(name) for name in names}, error=real.error)
    monkeypatch.setattr(durable, "_engine", stand_in)
    return calls


def rules_of(count, when, then="protected: {party: board, by: $party}"):
    """Text of many rules that differ in their number alone."""
    return "topic: many\nrules:\n" + "".join(
        f"- id: rule-{number}\n  title: A rule\n  when:\n{when.format(number=number)}\n"
        f"  then:\n  - {then}\n  because: So.\n  rests-on: []\n  certainty: ours\n"
        for number in range(count)
    )


def agree(rulebook, base):
    matched = consult(rulebook, base, "durable")
    reference = consult(rulebook, base, "reference")
    assert matched.facts == reference.facts
    assert matched.firings == reference.firings
    return matched


def rulesets(rulebook):
    """The sets of rules handed to durable_rules where all rules of a stage may fire."""
    stages = program_for(rulebook).stages
    return [durable.Ruleset(stage.rules, stage.circular) for stage in stages if stage.rules]


def definitions(rulebook):
    """The rules handed to durable_rules, ruleset by ruleset."""
    return [json.loads(ruleset.definition()) for ruleset in rulesets(rulebook)]


def handed(rulebook):
    """By what durable_rules calls it, each ruleset that a consultation needed."""
    return {ruleset.handle: ruleset for ruleset in rulebook.prepared["durable"].rulesets}


def conditions(rulebook):
    """Every condition handed to durable_rules, with its rule and alias."""
    for definition in definitions(rulebook):
        for name, body in definition.items():
            for entry in body["all"]:
                ((alias, test),) = entry.items()
                yield name, alias, test["$and"]


def sessions(spy):
    """For each session the facts handed over in it, with the network they went to."""
    found = []
    for name, arguments, _ in spy:
        if name == "assert_fact":
            handle, text = arguments
            if not found or found[-1] is None:
                found.append((handle, []))
            assert found[-1][0] == handle
            found[-1][1].append(json.loads(text))
        elif name == "delete_state":
            assert found[-1][0] == arguments[0]
            found.append(None)
    return [one for one in found if one]


def is_join(test):
    ((key, value),) = test.items()
    if key.startswith("$"):
        ((key, value),) = value.items()
    return isinstance(value, dict)


def test_hazard_1_no_threads_of_its_own(rulebook, base):
    before = threading.active_count()
    consult(rulebook, base, "durable")
    assert threading.active_count() == before
    assert not [name for name in sys.modules if name.split(".")[0] == "durable"]


def test_hazard_2_every_last_join_is_true_and_no_or_is_used(rulebook, base):
    for _, alias, tests in conditions(rulebook):
        joins = [is_join(test) for test in tests]
        if any(joins):
            ((name, other),) = tests[-1]["$gte"].items()
            assert (name, *other.values()) == (ALWAYS, ALWAYS)
            assert alias.split("$")[0] not in other
    assert not any("$or" in one.definition() for one in rulesets(rulebook))
    agree(rulebook, base)


def test_hazard_3_what_rules_negate_is_handed_over_before_what_they_match(rulebook, base, spy):
    for body in (body for definition in definitions(rulebook) for body in definition.values()):
        aliases = [next(iter(entry)) for entry in body["all"]]
        assert not aliases[0].endswith("$not")
    agree(rulebook, base)
    seen = 0
    for handle, facts in sessions(spy):
        negated = [one for rule in handed(rulebook)[handle].rules for one in rule.negated]
        names = {mark_names(one.number)[1] for one in negated}
        bears = [bool(names & set(one)) for one in facts[1:]]
        assert bears == sorted(bears, reverse=True)
        assert all(
            {one for one in fact if one[0] == "m"} <= names for fact in facts[1:][: sum(bears)]
        )
        seen += sum(bears)
    assert seen


def test_hazard_3_a_list_does_not_hide_the_joins_after_it(tmp_path):
    when = (
        "  - party: {{party: $party, stance: [for, neutral]}}\n"
        "  - home: {{home: [school, charter], open: $open}}\n"
        "  - not: {{ally: {{party: $party, of: [board, staff]}}}}"
    )
    rulebook = load_rulebook(base_of(tmp_path, rules_of(2, when)))
    words = rulebook.vocabulary
    base = [fact(words, "home", {"home": home, "open": "yes"}) for home in words.values["home"]]
    for stance in ("for", "neutral", "against"):
        base.append(fact(words, "party", {"party": stance, "power": 1, "stance": stance}))
    base.append(fact(words, "ally", {"party": "for", "of": "board"}))
    base.append(fact(words, "ally", {"party": "neutral", "of": "union"}))
    assert len(agree(rulebook, base).firings) == 4


def test_hazard_4_a_rule_cannot_consist_of_negations(tmp_path):
    rules = rules_of(1, "  - not: {{ally: {{party: board}}}}", "protected: {party: a, by: b}")
    with pytest.raises(KnowledgeError, match="has no positive pattern"):
        load_rulebook(base_of(tmp_path, rules))


def test_hazard_5_facts_are_only_ever_added(rulebook, base, spy):
    rulebook.prepared.pop("durable", None)
    consult(rulebook, base, "durable")
    assert {name for name, _, _ in spy} == USED


def test_hazard_6_a_session_in_which_nothing_fires_can_be_closed():
    program = """
from pathlib import Path
from advisor.engine.consultation import consult
from advisor.knowledge.rulebook import load_rulebook
for _ in range(5):
    rulebook = load_rulebook(Path({good!r}))
    for _ in range(20):
        assert consult(rulebook, [], "durable").engine == "durable"
"""
    subprocess.run([sys.executable, "-c", program.format(good=str(GOOD))], check=True, timeout=60)


def test_hazard_6_every_session_begins_with_a_firing(rulebook, base, spy):
    consult(rulebook, base, "durable")
    begun = [result for name, _, result in spy if name == "start_action_for_state"]
    assert len(begun) == len(sessions(spy)) > 1
    assert all(WARM_UP_RULE in one[1] for one in begun)


def test_hazard_7_there_is_one_session_and_it_is_closed(rulebook, base, spy):
    for _ in range(1100):  # one more than 1,024 open sessions would be the end
        consult(rulebook, base[:6], "durable")
    closed = [arguments[1] for name, arguments, _ in spy if name == "delete_state"]
    assert len(closed) == len(sessions(spy)) >= 1100  # which sees to it that they take turns
    assert set(closed) == {durable.SESSION}
    states = {result[1] for name, _, result in spy if name == "assert_fact"}
    assert len(states) == 1


def test_hazard_7_a_session_has_the_network_to_itself(rulebook, base, spy, monkeypatch):
    consult(rulebook, base[:2], "durable")
    lock = rulebook.prepared["durable"].lock
    held = []
    real = durable._engine.assert_fact

    def assert_fact(*arguments):
        held.append(lock.locked())
        return real(*arguments)

    monkeypatch.setattr(durable._engine, "assert_fact", assert_fact)
    consult(rulebook, base, "durable")
    assert held
    assert all(held)
    assert not lock.locked()


def test_hazard_7_two_threads_take_turns(rulebook, base):
    expected = consult(rulebook, base, "reference").firings
    found = []

    def run():
        found.extend(consult(rulebook, base, "durable").firings == expected for _ in range(20))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80


def test_hazard_8_facts_go_over_one_by_one(rulebook, base, spy):
    consult(rulebook, base, "durable")
    handed = [json.loads(arguments[1]) for name, arguments, _ in spy if name == "assert_fact"]
    assert len(handed) > len(base)
    assert all(isinstance(one, dict) for one in handed)
    consult(rulebook, [], "durable")  # none at all is no danger either


def test_hazard_9_facts_have_short_numbers_that_never_look_alike(rulebook, base, spy):
    consult(rulebook, base, "durable")
    for _, facts in sessions(spy):
        assert [one["id"] for one in facts] == [str(number) for number in range(len(facts))]
    numbers = 2 * FIRING_LIMIT
    assert len({fingerprint(f"{durable.SESSION}!{at}") for at in range(numbers)}) == numbers
    assert len({fingerprint(str(number)) for number in range(numbers)}) == numbers


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), ZeroDivisionError("by zero")])
def test_hazard_10_what_goes_wrong_in_a_rule_comes_to_light(rulebook, base, monkeypatch, problem):
    expected = consult(rulebook, base, "reference").firings
    count = 0
    real = RulePlan.conclude

    def conclude(self, *arguments):
        nonlocal count
        count += 1
        if count == 5:
            raise problem
        return real(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(RulePlan, "conclude", conclude)
        with pytest.raises(type(problem)):
            consult(rulebook, base, "durable")
    for _ in range(3):  # and leaves nothing behind
        assert consult(rulebook, base, "durable").firings == expected


def test_hazard_10_too_many_firings_end_with_a_clear_error(rulebook, base):
    with pytest.raises(ConsultationError, match="ended after 7 firings"):
        consult(rulebook, base, "durable", firing_limit=7)
    agree(rulebook, base)


def test_hazard_11_no_arithmetic_is_handed_over(rulebook):
    allowed = {"$and", "$neq", "$gte", "$lte", "$gt", "$lt"}
    for _, _, tests in conditions(rulebook):
        for test in tests:
            ((key, value),) = test.items()
            assert not key.startswith("$") or key in allowed
            inside = value if isinstance(value, dict) else {}
            assert not [name for name in inside if name.startswith("$")]


def test_hazard_12_no_fact_lacks_a_field_that_is_joined(rulebook, base, spy):
    consult(rulebook, base, "durable")
    joined = 0
    for handle, facts in sessions(spy):
        needed = fields_by_mark(json.loads(handed(rulebook)[handle].definition()))
        for one in facts[1:]:
            for mark in (name for name in one if name[0] == "m"):
                assert needed[mark] <= set(one)
                joined += len(needed[mark])
    assert joined


def fields_by_mark(definition):
    """For each mark the fields by which facts that bear it are joined."""
    needed = {}
    for body in definition.values():
        marks = {}
        for entry in body["all"]:
            ((alias, condition),) = entry.items()
            names = [name for test in condition["$and"] for name in test]
            mark = marks[alias] = next((name for name in names if name[0] == "m"), "")
            needed.setdefault(mark, set())
            for test in filter(is_join, condition["$and"]):
                ((key, value),) = test.items()
                ((field, other),) = (value if key.startswith("$") else test).items()
                ((earlier, earlier_field),) = other.items()
                assert not {field, earlier_field} & {"id", "sid"}
                needed[mark].add(field)
                needed[marks[earlier]].add(earlier_field)
    return needed


@pytest.mark.parametrize("power", [1.0, 1e300, float("nan"), True, None, "1", 2**31, 2**63])
@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_hazard_13_only_words_and_whole_numbers_come_in(rulebook, engine, power):
    odd = Fact("party", (("party", "a"), ("power", power), ("stance", "for")))
    with pytest.raises(ConsultationError):
        consult(rulebook, [odd], engine)


@pytest.mark.parametrize("power", [1.0, True])
@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_hazard_13_what_equals_a_number_seen_before_is_no_number_yet(rulebook, engine, power):
    good = Fact("party", (("party", "a"), ("power", 1), ("stance", "for")))
    consult(rulebook, [good], engine)
    odd = Fact("party", (("party", "a"), ("power", power), ("stance", "for")))
    assert odd == good
    with pytest.raises(ConsultationError, match="wrong type"):
        consult(rulebook, [odd], engine)


def test_hazard_13_numbers_are_compared_up_to_their_limits(rulebook):
    most = 2**31 - 1
    base = [
        Fact("party", (("party", name), ("power", power), ("stance", "against")))
        for name, power in (("a", most), ("b", most - 1), ("c", 9), ("d", 10), ("e", -most))
    ]
    found = agree(rulebook, base[:1] + base[4:])
    assert [one.get("party") for one in found.of_kind("strongest")] == ["a"]
    assert [one.get("party") for one in found.of_kind("opponent")] == ["a"]
    with pytest.raises(ConsultationError, match="numbers end at"):
        consult(rulebook, base, "durable")  # the sum of two such is too large


@pytest.mark.parametrize(
    "text", ["x" * 65, "x" * 70_000, "", "Über", 'a","k":0,"s":1,"b":"', "a\n"]
)
@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_hazard_14_words_are_short_and_plain(rulebook, engine, text):
    odd = Fact("ally", (("party", text), ("of", "b")))
    with pytest.raises(ConsultationError, match="takes a word of small letters"):
        consult(rulebook, [odd], engine)


def test_hazard_15_hundreds_of_rules_may_join_one_kind(tmp_path):
    when = "  - party: {{party: $party}}\n  - ally: {{party: $party, of: $of}}"
    then = "protected: {party: $party, by: $of}"
    rulebook = load_rulebook(base_of(tmp_path, rules_of(300, when, then)))
    words = rulebook.vocabulary
    base = [
        fact(words, "party", {"party": "a", "power": 1, "stance": "for"}),
        fact(words, "ally", {"party": "a", "of": "b"}),
    ]
    assert len(agree(rulebook, base).firings) == 300
    for name, _, tests in conditions(rulebook):
        joins = [is_join(test) for test in tests]
        assert joins == [False] * (1 if name == WARM_UP_RULE else 2) + [True] * sum(joins)


def test_hazard_15_a_fact_that_meets_very_many_conditions_is_handed_over_in_parts(tmp_path, spy):
    """However many rules it can serve, it never passes more tests at once than there is room."""
    when = "\n".join(
        f"  - party: {{{{party: $party, power: {{{{more-than: {at}{{number}}}}}}}}}}"
        for at in range(3)
    )
    rulebook = load_rulebook(base_of(tmp_path, rules_of(RULES, when)))
    base = [fact(rulebook.vocabulary, "party", {"party": "a", "power": 899, "stance": "for"})]
    assert len(agree(rulebook, base).firings) == RULES
    ((_, facts),) = sessions(spy)
    assert len(facts) == 1 + -(-3 * RULES // AT_ONCE)
    assert max(sum(name[0] in "gm" for name in one) for one in facts) <= 2 * AT_ONCE
    # The worst that can be: each mark in another group, one of them full.
    assert AT_ONCE + GROUP < DEPTH


def test_hazard_15_hundreds_of_rules_may_rest_on_each_other(tmp_path):
    when = "  - protected: {{party: $party}}\n  - ally: {{party: $party, of: $of}}"
    rules = rules_of(400, when, "protected: {party: $of, by: $party}")
    first = rules_of(1, "  - eager: {{rater: $party}}", "protected: {party: $party, by: $party}")
    rules += first.partition("rules:\n")[2].replace("rule-0", "first")
    rulebook = load_rulebook(base_of(tmp_path, rules))
    (ruleset,) = [one for one in rulesets(rulebook) if one.circular]
    assert len(ruleset.rules) == 400
    base = [Fact("eager", (("rater", "p0"),))]
    base += [Fact("ally", (("party", f"p{at}"), ("of", f"p{at + 1}"))) for at in range(5)]
    assert len(agree(rulebook, base).firings) == 1 + 5 * 400


def test_hazard_16_a_thousand_values_of_one_field_are_told_apart(tmp_path):
    rulebook = load_rulebook(base_of(tmp_path, rules_of(
        1000, "  - answer: {{to: question-{number}, is: $party}}"
    )))  # fmt: skip
    asked = [Fact("answer", (("to", f"question-{at}"), ("is", "a"))) for at in range(0, 1200, 7)]
    assert len(agree(rulebook, asked).firings) == len(range(0, 1000, 7))


def test_hazard_16_hundreds_of_rules_may_ask_the_same(tmp_path):
    when = "  - home: {{home: school, open: yes}}"
    plain = rules_of(600, when, "protected: {party: board, by: staff}")
    rulebook = load_rulebook(base_of(tmp_path, plain))
    home = fact(rulebook.vocabulary, "home", {"home": "school", "open": "yes"})
    assert len(agree(rulebook, [home]).firings) == 600


def test_hazard_16_hundreds_of_rules_may_wait_for_one_stratum(tmp_path):
    when = "  - home: {{home: school}}\n  - not: {{ally: {{party: board}}}}"
    plain = rules_of(600, when, "protected: {party: board, by: staff}")
    rulebook = load_rulebook(base_of(tmp_path, plain))
    home = fact(rulebook.vocabulary, "home", {"home": "school", "open": "yes"})
    assert len(agree(rulebook, [home]).firings) == 600


def test_hazard_16_a_rule_with_too_many_patterns_is_refused(tmp_path):
    when = "\n".join(f"  - ally: {{{{party: $party, of: p{at}}}}}" for at in range(16))
    rulebook = load_rulebook(base_of(tmp_path, rules_of(1, when)))
    with pytest.raises(ConsultationError, match=r"16 patterns in the rule “rule-0”.*at most 15"):
        consult(rulebook, [], "durable")


def too_large(what, limit, remedy="Split the rule."):
    """The message of a refusal, as a pattern."""
    what = what.replace("RULE", "the rule “rule” (rules.yaml:1)")
    return "^" + re.escape(
        f"The rules are too large for durable_rules: {what}, at most {limit} are safe. {remedy} "
        "The reference engine has no such limit."
    )


def test_hazard_16_more_joins_than_there_is_room_for_are_refused(tmp_path, monkeypatch):
    when = "  - party: {{party: $party, power: $n}}\n"
    when += "  - party: {{party: $party, power: {{at-most: $n}}}}"
    rulebook = load_rulebook(base_of(tmp_path, rules_of(1, when)))
    base = [fact(rulebook.vocabulary, "party", {"party": "a", "power": 1, "stance": "for"})]
    what = "3 joins in the rule “rule-0”"
    monkeypatch.setattr(durable_rulesets, "JOINS", 2)
    with pytest.raises(ConsultationError, match=what + r" \(.*\), at most 2 are safe"):
        consult(rulebook, base, "durable")
    monkeypatch.setattr(durable_rulesets, "JOINS", 3)
    assert len(agree(rulebook, base).firings) == 1


def test_hazard_16_more_rules_or_patterns_than_there_is_room_for_are_refused():
    with pytest.raises(ConsultationError, match=too_large("4001 rules", 4000, "Merge rules.")):
        check_rules([SimpleNamespace(when=())] * 4001)
    check_rules([SimpleNamespace(when=())] * 4000)


def test_hazard_16_more_patterns_that_rest_on_each_other_than_there_is_room_for_are_refused(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(durable_rulesets, "BRANCHES", 2)
    when = "  - protected: {{party: $party, by: p{number}}}"
    then = "protected: {party: $party, by: $party}"
    first = rules_of(1, "  - ally: {{party: $party}}", then).partition("rules:\n")[2]
    most = 2 * GROUP
    for count in (most, most + 1):
        (tmp_path / str(count)).mkdir()
        rules = rules_of(count, when, then) + first.replace("rule-0", "first")
        rulebook = load_rulebook(base_of(tmp_path / str(count), rules))
        base = [Fact("ally", (("party", f"p{at}"), ("of", "b"))) for at in (1, count)]
        if count == most:
            agree(rulebook, base)
            continue
        what = f"{count} patterns in rules that rest on each other"
        with pytest.raises(ConsultationError, match=too_large(what, most, "Merge rules.")):
            consult(rulebook, base, "durable")


def fingerprint(text):
    """The 32-bit hash by which durable_rules knows names and facts (FNV-1a)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def test_hazard_9_no_two_names_look_alike_to_it():
    assert fingerprint("costarring") == fingerprint("liquid")
    names = {name for number in range(BRANCHES * GROUP) for name in mark_names(number)}
    names |= {ALWAYS, "id", "sid", "w", *(f"f{place}" for place in range(100))}
    assert len(names) > BRANCHES * GROUP
    assert len({fingerprint(name) for name in names}) == len(names)


def test_hazard_16_fifteen_patterns_with_many_joins_are_sound(tmp_path):
    when = "  - party: {{party: $party, power: $p}}\n" + "\n".join(
        f"  - party: {{{{party: $q{at}, power: {{{{at-least: $p, is: $p{at}}}}}, stance: for}}}}"
        for at in range(1, 4)
    )
    rulebook = load_rulebook(base_of(tmp_path, rules_of(1, when)))
    base = [
        fact(rulebook.vocabulary, "party", {"party": f"a{at}", "power": at, "stance": "for"})
        for at in range(4)
    ]
    assert len(agree(rulebook, base).firings) == 4**3 + 3**3 + 2**3 + 1


def test_hazard_17_what_is_handed_over_is_our_own_and_stays_the_same(rulebook, base):
    first = definitions(rulebook)
    consult(rulebook, base, "durable")
    assert definitions(rulebook) == first
    for name, body in (rule for definition in first for rule in definition.items()):
        assert set(body) <= {"all", "dist", "cap"}
        aliases = [next(iter(entry)).split("$")[0] for entry in body["all"]]
        assert len(set(aliases)) == len(aliases)
        seen = set()
        for entry in body["all"]:
            ((alias, test),) = entry.items()
            for one in filter(is_join, test["$and"]):
                ((key, value),) = one.items()
                other = value if not key.startswith("$") else next(iter(value.values()))
                assert set(other) <= seen, name
            seen.add(alias)


def test_hazard_17_error_numbers_become_sentences():
    for told, meant in (
        ("Could not assert fact, error code: 303", "a fact passes more tests than"),
        ("Could not assert fact, error code: 999", "Could not assert fact, error code: 999."),
    ):
        found = pytest.raises(ConsultationError, match=f"^durable_rules could not go on: {meant}")
        with found, durable.in_words():
            raise durable._engine.error(told)


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_hazard_18_joining_everything_with_everything_is_refused(tmp_path, engine):
    when = "  - party: {{party: $party}}\n  - answer: {{to: $to, is: $is}}"
    rulebook = load_rulebook(base_of(tmp_path, rules_of(1, when)))
    base = [
        Fact("party", (("party", f"p{at}"), ("power", 1), ("stance", "for"))) for at in range(400)
    ]
    base += [Fact("answer", (("to", f"q{at}"), ("is", "a"))) for at in range(400)]
    with pytest.raises(ConsultationError, match="without a common variable"):
        consult(rulebook, base, engine)
    few = [one for one in base if int(one.fields[0][1][1:]) < 20]
    assert len(consult(rulebook, few, engine).firings) == 400
