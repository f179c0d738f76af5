"""What leaders say at a question is understood or asked back, and never taken for another thing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.commands.interviewing.at_the_prompt import COMMANDS, command_of
from advisor.explanation.agenda import Agenda
from advisor.explanation.relevance import Asked
from advisor.interview.choosing import one_of
from advisor.interview.hearing import NotUnderstoodError
from advisor.interview.likeness import spoken
from advisor.interview.naming import party
from advisor.interview.tables import column_answer
from advisor.interview.understanding import Understanding
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS
from advisor.knowledge.source import read
from advisor.model.draft import Draft
from advisor.presentation.interview import Wording

KNOWLEDGE = shipped_knowledge()
AGENDA = Agenda(KNOWLEDGE)
TODAY = datetime.date(2026, 11, 30)
ASK_BACK = "ask back"
LEAST = 0.85


def phrasings() -> list[tuple[dict[str, Any], str, Any]]:
    """Each question as it is put, with one thing said there and what is meant."""
    content = read(str(Path(__file__).with_name("phrasings.yaml")))
    return [(one, said, meant) for one in content for said, meant in one["means"].items()]


def understood(put: dict[str, Any], said: str) -> Any:
    """What is made of something said; "ask back", with the guesses, if nothing is."""
    item, place = put["item"], put.get("place", "existing-school")
    draft = Draft()
    draft.put("place", place)
    meaning, wording = Understanding(KNOWLEDGE, AGENDA, today=TODAY), Wording(KNOWLEDGE, AGENDA)
    homes = (place,) if item.startswith("homes.") else ()
    try:
        if "column" in put:
            columns = KNOWLEDGE.interview.columns[LISTS[item]]
            column = next(one for one in columns if one.column == put["column"])
            return list(meaning.of_column(item, column, wording.of_column(column), said))
        asked = Asked(item, homes, None)
        choices = wording.choices(item, draft, homes)
        found = meaning.answer(asked, choices, said, None)
    except NotUnderstoodError as error:
        return ASK_BACK, error.values.get("guesses") or error.values.get("meant")
    if homes:
        found = (found or {}).get(place)
    if item == "parties":
        return [f"{one['name']} = {one['kind']}" for one in found]
    if item in ("money", "events"):
        return [one["kind"] for one in found] or ([] if item == "events" else ["none"])
    return "left open" if found is None else found


def is_right(put: dict[str, Any], said: str, meant: Any) -> bool | None:
    """Whether it was understood, or rightly asked back; nothing where it was asked back in vain.

    Raises:
        AssertionError: If it was taken for something that is not meant.
    """
    found = understood(put, said)
    if isinstance(found, tuple):
        return True if meant == ASK_BACK else None
    if put["item"] == "parties" and "column" not in put and isinstance(meant, list):
        wanted = [_entry(one, put) for one in meant]
        assert [_entry(one, put) for one in found] == wanted, (put["item"], said, found)
        return True
    if isinstance(meant, list):
        found, meant = sorted(found), sorted(meant)
    assert str(found) == str(meant), f"{put['item']}: “{said}” was taken as {found}, not {meant}"
    return True


def _entry(one: Any, put: dict[str, Any]) -> str:
    """A party with its kind, in small letters; a number stands for one of the list."""
    if str(one).isdigit():
        draft = Draft()
        draft.put("place", put["place"])
        entry = Wording(KNOWLEDGE, AGENDA).choices("parties", draft, ())[int(one) - 1].value
        one = f"{entry['name']} = {entry['kind']}"
    return str(one).casefold().removeprefix("the ")


def test_most_of_what_leaders_say_is_understood_and_nothing_is_misread(told):
    every = phrasings()
    results, misread = [], []
    for put, said, meant in every:
        try:
            results.append((put["item"], said, meant, is_right(put, said, meant)))
        except AssertionError as error:
            misread.append(str(error))
    failed = [one[:3] for one in results if one[3] is None]
    understood_ = sum(one[3] is True for one in results)
    told(f"{len(every)} phrasings: {understood_} understood or rightly asked back "
         f"({understood_ / len(every):.0%}), {len(failed)} asked back in vain, "
         f"{len(misread)} misread")  # fmt: skip
    assert not misread, "\n".join(misread)
    assert understood_ >= LEAST * len(every), failed
    assert len(every) >= 300


def test_what_nobody_foresaw_is_mostly_understood_or_asked_back(told):
    """Left out are words, tables and parties for which only a case file has a place."""
    sets = (("unseen", LEAST, 0), ("later", LEAST, 0), ("played", LEAST, 0), ("last", 0.45, 3))
    for name, least, most in sets:
        clear, right, guesses, asked_back, misread = 0, 0, 0, [], []
        for one in read(str(Path(__file__).with_name(f"{name}-phrasings.yaml"))):
            found = None if one.get("arguable") else heard(one["question"], one["said"])
            if found is None:
                continue
            clear += one["means"] != "unclear"
            if isinstance(found, tuple):
                guesses += bool(found[1]) and one["means"] != "unclear"
                asked_back.append(one)
            elif is_meant(found, one["means"], one["question"]):
                right += 1
            else:
                misread.append((one["said"], found))
        vain = [one["said"] for one in asked_back if one["means"] != "unclear"]
        told(f"{name}: of {clear} clear answers {right / clear:.0%} understood, {len(misread)} "
             f"misread; {len(vain)} of them asked back, {guesses} with a guess")  # fmt: skip
        assert len(misread) <= most, misread
        assert right >= least * clear, vain


def heard(question: str, said: str) -> Any:
    """As `understood`, for a question by its place in the case file; nothing if none can be put."""
    command = command_of(said)
    if command in COMMANDS:
        return "unknown" if command == "skip" else (ASK_BACK, command)
    level, _, name = question.partition(".")
    kind = KNOWLEDGE.questions.levels[level].questions[name].type
    if kind == "party-kind":  # told by the name
        told = party(said, KNOWLEDGE.parties)["kind"]
        return told if told != "other" else (ASK_BACK, told)
    name = {"party.tie": "hold"}.get(question, name)
    for item, of in LISTS.items():
        if level == of and name in (one.column for one in KNOWLEDGE.interview.columns[of]):
            return understood({"item": item, "column": name}, said)
    item = {"case": name, "home": f"homes.{name}", "rater": f"tensions.{name}"}.get(level, question)
    item = "money" if question == "money.kind" else item
    own = kind in ("phrase", "name", "table", "party")
    return None if own and item not in AGENDA.plan.asks else understood({"item": item}, said)


def is_meant(found: Any, meant: Any, question: str) -> bool:
    """Whether it is what was meant; names and a person's own words are compared by their words."""
    level, _, name = question.partition(".")
    kind = KNOWLEDGE.questions.levels[level].questions[name].type
    if meant in ("unknown", []):
        return found in ("unknown", ["unknown"], "left open", [], ["none"])
    if kind == "phrase":  # it is kept as it was said
        return meant != "unclear"
    if question == "case.money":  # what is asked for is the kind of each
        return len(found) == len(meant)
    if kind in ("name", "phrases") or question == "case.parties":
        pairs = [*zip(found, meant)] if isinstance(meant, list) else [(found, meant)]
        alike = all({*spoken(str(one))} & {*spoken(str(other))} for one, other in pairs)
        return meant != "unclear" and alike and (isinstance(meant, str) or len(found) == len(meant))
    if isinstance(found, dict):
        return {key: str(one) for key, one in found.items()} == {
            key: str(one) for key, one in meant.items()
        }
    found, meant = (one if isinstance(one, list) else [one] for one in (found, meant))
    return sorted(map(str, found)) == sorted(map(str, meant))


def test_an_answer_is_understood_by_its_number_its_words_and_the_word_of_a_case_file():
    """Parties apart, whose names are read otherwise."""
    draft, wording = Draft(), Wording(KNOWLEDGE, AGENDA)
    draft.put("place", "existing-school")
    draft.put("change.separable", "yes")
    for item in AGENDA.items(draft, words=True):
        homes = ("existing-school",) if item.startswith("homes.") else ()
        choices = wording.choices(item, draft, homes)
        said = KNOWLEDGE.interview.said.get(item, {})
        for one in choices:
            if isinstance(one.value, dict):
                continue
            for text in (str(one.number), one.label, one.label.partition(": ")[0], one.value):
                if text is not None:
                    assert one_of(text, choices, said) == one.value, (item, text)


@pytest.mark.parametrize("level", LISTS.values())
def test_no_word_of_a_case_file_is_taken_for_another_answer_to_a_column(level):
    wording = Wording(KNOWLEDGE, AGENDA)
    for column in KNOWLEDGE.interview.columns[level]:
        choices = wording.of_column(column)
        for one in choices:
            try:
                assert column_answer(one.value, column, choices) == (one.value,)
            except NotUnderstoodError as error:
                assert one.value in ("against", "for"), error.values
            assert column_answer(one.label, column, choices) == (one.value,)
