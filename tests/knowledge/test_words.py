"""The words for conditions, steps and tripwires: all there, none idle, each fit for a memo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from advisor.knowledge import source
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import load_rulebook
from advisor.knowledge.texts import WORDS as PLACES

RULES = Path(__file__).resolve().parents[2] / "rules"
CONDITIONS = source.read(str(RULES / "conditions.yaml"))
STEPS = source.read(str(RULES / "steps.yaml"))
BOOK = load_rulebook(RULES)

TASKS = {"project", "money", "families", "policy", "facilities", "staff", "decision"}
SECTORS = {"school", "district", "state", "charter", "private", "sector"}
ORDER = ("days", "before", "team", "weight", "weight-unheard")
"""What says when a step is taken and told, and is no text."""
WITHOUT_NUMBER = "-without-number"

DATE = re.compile(r"date:[1-9][0-9]{0,2}")
NOT_FIRST = {
    "partner",
    "case:change",
    "case:it",
    "case:name",
    "case:client",
    "case:body",
    "source",
    "holder",
}
"""Places whose words start small, or may, so no sentence starts with them."""

BRITISH = (
    r"judgement|favour|organis|enrol(?!l)|programme|behaviour|centre|"
    r"neighbour|colour|licence|practise|recognis"
)
JARGON = (
    r"stakeholder|buy-in|value network|alignment|leverage|robust|synerg|holistic|impactful|"
    r"ownership|blame|fail to|failed to|resistan|opt-in|tension"
)


class Text(NamedTuple):
    """One text that a reader may see, and where it stands."""

    where: str
    field: str
    words: str


def texts() -> Iterator[Text]:
    """Every text of both files that ends up in a memo."""
    for condition in CONDITIONS["conditions"]:
        where = f"condition {condition['id']}"
        for field, value in condition.items():
            if field == "step":
                yield from _of(value, f"step of {where}", skip=("owner", *ORDER))
            elif field not in ("id", "watched-by", "tells", "met-by"):
                yield Text(where, field, value)
    for step in STEPS["steps"]:
        yield from _of(step, f"step {step['id']}", skip=("id", "owner", *ORDER))
    for tripwire in STEPS["tripwires"]:
        yield from _of(tripwire, f"tripwire {tripwire['id']}", skip=("id", "owner"))


def _of(entry: dict[str, Any], where: str, skip: tuple[str, ...]) -> Iterator[Text]:
    for field, value in entry.items():
        if field not in skip:
            yield Text(where, field, value)


TEXTS = list(texts())
BY_PLACE = [pytest.param(text, id=f"{text.where}, {text.field}") for text in TEXTS]


def facts_of(kind: str) -> list[tuple[Rule, dict[str, object]]]:
    """The facts of a kind that rules conclude, each with its rule."""
    fields = BOOK.vocabulary.kinds[kind].fields
    return [
        (rule, dict(zip(fields, head.values)))
        for rule in BOOK.rules
        for head in rule.then
        if head.kind == kind
    ]


def concluded(kind: str, field: str) -> set[str]:
    """The names that the rules conclude in one field of one kind of fact."""
    return {str(values[field]) for _, values in facts_of(kind)}


def holders() -> set[str]:
    """Every kind of holder that a rule gives to a condition."""
    return concluded("condition", "holder")


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("condition", CONDITIONS["conditions"]),
        ("step", STEPS["steps"]),
        ("tripwire", STEPS["tripwires"]),
    ],
)
def test_what_the_rules_conclude_has_words_and_no_words_are_idle(kind, entries):
    names = [entry["id"] for entry in entries]
    assert len(names) == len(set(names))
    assert set(names) == concluded(kind, kind)


def test_a_condition_has_one_holder_so_that_its_words_can_name_it():
    pairs = {(one["condition"], one["holder"]) for _, one in facts_of("condition")}
    assert Counter(name for name, _ in pairs).most_common(1)[0][1] == 1


def test_every_condition_is_complete():
    needed = {"id", "label", "keystone", "closes", "document", "fallback", "step"}
    for condition in CONDITIONS["conditions"]:
        fields = {field for field in condition if not field.endswith(WITHOUT_NUMBER)}
        assert fields - {"watched-by", "tells", "met-by"} == needed, condition["id"]
        steps = {field for field in condition["step"] if not field.endswith(WITHOUT_NUMBER)}
        assert steps == {"do", "owner", "days", "product"}, condition["id"]


def test_every_step_and_tripwire_is_complete():
    for step in STEPS["steps"]:
        needed = {"id", "do", "owner", "days", "product"}
        assert set(step) - {*ORDER} | {"days"} == needed, step["id"]
    for tripwire in STEPS["tripwires"]:
        fields = {field for field in tripwire if not field.endswith(WITHOUT_NUMBER)}
        assert fields == {"id", "when", "owner", "act"}, tripwire["id"]


def test_every_task_has_an_owner_in_every_sector():
    assert set(STEPS["owners"]) == TASKS
    for task, roles in STEPS["owners"].items():
        assert set(roles) == SECTORS, task
    tasks = {condition["step"]["owner"] for condition in CONDITIONS["conditions"]}
    tasks |= {entry["owner"] for entry in STEPS["steps"] + STEPS["tripwires"]}
    assert tasks <= TASKS


def test_every_holder_has_words_in_every_sector():
    assert set(STEPS["holders"]) == holders()
    for holder, words in STEPS["holders"].items():
        assert set(words) == SECTORS, holder
    assert set(STEPS["bodies"]) == SECTORS


def test_every_role_and_every_home_outside_the_system_has_a_sector():
    questions = source.read(str(RULES / "questions.yaml"))
    role = next(question for question in _entries(questions) if question.get("id") == "role")
    roles = set(role["values"])
    by_role = STEPS["sectors"]["by-role"]
    assert set(by_role) == roles | {"unknown"}
    groups = {home["group"] for home in source.read(str(RULES / "homes.yaml"))["homes"]}
    by_group = STEPS["sectors"]["by-group"]
    assert set(by_group) <= groups
    assert set(by_role.values()) | set(by_group.values()) == SECTORS


def _entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a value, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _entries(part)


def test_steps_stand_in_the_order_of_their_days():
    days = [step["days"] for step in STEPS["steps"]]
    assert days == sorted(days)
    for step in [*STEPS["steps"], *(entry["step"] for entry in CONDITIONS["conditions"])]:
        assert 1 <= step["days"] <= 90


def test_what_must_hold_before_the_decision_has_a_step_before_it():
    decide = next(step["days"] for step in STEPS["steps"] if step["id"] == "decide")
    urgent = {
        one["condition"] for _, one in facts_of("condition") if one["by"] == "before-decision"
    }
    for condition in CONDITIONS["conditions"]:
        if condition["id"] in urgent:
            assert condition["step"]["days"] < decide, condition["id"]


@pytest.mark.parametrize("text", BY_PLACE)
def test_only_places_that_presentation_fills(text):
    rest = re.sub(r"\{([a-z:0-9-]+)\}", "", text.words)
    assert "{" not in rest
    assert "}" not in rest
    for place in re.findall(r"\{([a-z:0-9-]+)\}", text.words):
        assert place in PLACES or DATE.fullmatch(place), place
    if "{owner}" in text.words:
        assert text.field == "act"
    first = re.match(r"\{([a-z:0-9-]+)\}", text.words)
    if text.field in {"keystone", "closes", "fallback", "do", "when"}:
        assert not first or first[1] not in NOT_FIRST


def test_only_conditions_about_money_speak_of_a_source():
    about_money = {
        one["condition"]
        for rule, one in facts_of("condition")
        if "money" in rule.reads and "{source}" in rule.because
    }
    for text in TEXTS:
        if "{source}" in text.words and text.where.startswith("condition "):
            assert text.where.removeprefix("condition ") in about_money
        if "{source}" in text.words:
            assert re.search(r"(: |\(|after )\{source\}", text.words), text


def test_a_number_of_learners_can_be_missing():
    for entry in [*_entries(CONDITIONS), *_entries(STEPS)]:
        for field, value in entry.items():
            if isinstance(value, str) and "{needed}" in value:
                assert "{needed}" not in entry[field + WITHOUT_NUMBER]
            if field.endswith(WITHOUT_NUMBER):
                assert "{needed}" in entry[field.removesuffix(WITHOUT_NUMBER)]


LONGEST = {
    "label": 14, "keystone": 55, "closes": 30, "document": 9, "fallback": 26,
    "do": 15, "product": 9, "when": 20, "act": 20,
}  # fmt: skip


@pytest.mark.parametrize("text", BY_PLACE)
def test_short_enough_and_closed_as_its_place_wants_it(text):
    field = text.field.removesuffix(WITHOUT_NUMBER)
    assert len(text.words.split()) <= LONGEST[field]
    sentence = field in {"keystone", "closes", "fallback"}
    assert text.words.endswith(".") == sentence
    if field in {"keystone", "closes", "fallback", "do", "when", "product"}:
        assert text.words[0].isupper() or text.words[0] == "{"
    else:
        assert not text.words[0].isupper()
    if field == "fallback":
        assert text.words.startswith("If ")
    if field == "act":
        assert text.words.startswith("{owner} will ")


@pytest.mark.parametrize("text", BY_PLACE)
def test_american_spelling_and_plain_words(text):
    assert not re.search(BRITISH, text.words, re.IGNORECASE)
    assert not re.search(JARGON, text.words, re.IGNORECASE)
    assert not re.search(r"(\b\w+\b) \1\b|  |\s$|[’“”]", text.words)


def test_no_sentence_stands_twice():
    sentences = Counter(
        (text.field, sentence)
        for text in TEXTS
        if not text.field.endswith(WITHOUT_NUMBER)
        for sentence in re.split(r"(?<=[.]) ", text.words)
        if text.field in {"label", "keystone", "closes", "fallback", "do", "when", "act"}
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


# What words say of rules, kinds of party, risks and tripwires must exist.

WORDS = source.read(str(RULES / "words.yaml"))
PATHS = source.read(str(RULES / "paths.yaml"))
KINDS = {one["kind"] for one in source.read(str(RULES / "parties.yaml"))["kinds"]}
VOCABULARY = source.read(str(RULES / "vocabulary.yaml"))
RULE_IDS = {rule.id for rule in BOOK.rules}
TRIPWIRES = {one["id"] for one in STEPS["tripwires"]}
FLAGS = set(VOCABULARY["facts"]["flag"]["fields"]["flag"])


@pytest.mark.parametrize("group", WORDS["groups"])
def test_a_group_of_parties_has_kinds_that_exist(group):
    assert set(WORDS["groups"][group]["kinds"]) <= KINDS


@pytest.mark.parametrize("condition", CONDITIONS["conditions"], ids=lambda one: one["id"])
def test_a_condition_speaks_of_tripwires_risks_and_parties_that_exist(condition):
    assert condition.get("watched-by") in {None, *TRIPWIRES}
    for risk in condition.get("tells", ()):
        assert set(risk) <= {"flag", "about", "level", "only-as-keystone"}
        assert risk["flag"] in FLAGS
    met_by = condition.get("met-by", {})
    assert set(met_by) <= {"kinds", "except", "side"}
    assert set(met_by.get("kinds", ())) <= KINDS


def test_risks_told_elsewhere_exist():
    for flags in WORDS["told-elsewhere"].values():
        assert set(flags) <= FLAGS


def test_reasons_against_a_path_are_reasons_of_rules_that_exist():
    for rules in PATHS["reasons-against"].values():
        assert set(rules) <= RULE_IDS


@pytest.mark.parametrize("step", STEPS["steps"], ids=lambda one: one["id"])
def test_a_step_says_in_known_words_when_it_would_come_too_late(step):
    assert set(step.get("before", ())) <= {"vote", "start"}
    for weight in ("weight", "weight-unheard"):
        assert isinstance(step.get(weight, 0), int)
