"""What the reasoning says of itself can be read on any terminal, and keeps its contracts."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from support.assessed import NAMES, assessed
from support.plumbing import plumbing_in

import advisor
from advisor.commands.options import CASE_OR_EXAMPLE
from advisor.explanation.stepping import Walk
from advisor.knowledge.locate import examples, rules_folder
from advisor.presentation.exploration import Explorer
from advisor.presentation.quiz import QuizScreens
from advisor.presentation.screens import StepScreens
from advisor.presentation.terminal import ROWS
from advisor.presentation.trace_text import layered_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.explanation.assess import Assessment


def schema(name: str) -> jsonschema.Draft202012Validator:
    found: dict[str, Any] = json.loads((rules_folder() / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def assert_fits(text: str, width: int) -> None:
    assert text.endswith("\n")
    told = [line for line in text.splitlines() if not line.lstrip().startswith("advisor ")]
    assert max(map(len, told)) <= width
    assert "\x1b" not in text
    assert "{" not in text


@pytest.mark.parametrize("width", [60, 100])
def test_a_proof_fits_its_terminal(assessment, width):
    assert_fits(advisor.why_text(advisor.why(assessment), width=width, statements=True), width)


def test_a_proof_keeps_to_its_schema(assessment):
    result = json.loads(advisor.reasoning_json(advisor.why(assessment)))
    assert [error.message for error in schema("why").iter_errors(result)] == []
    assert not schema("why").is_valid(result | {"more": 1})
    numbers = {step["number"] for step in result["steps"]}
    assert all(set(step["from"]) <= numbers for step in result["steps"])


def one_path_not_chosen(assessment, example: str) -> str:
    """Another one for each example, so that all are looked at."""
    paths = [path for path in assessment.knowledge.paths if path != assessment.path]
    return paths[sum(map(ord, example)) % len(paths)]


@pytest.mark.parametrize("name", NAMES[::5])
def test_what_speaks_against_a_path_fits_its_terminal_and_its_schema(name):
    found = advisor.whynot(assessed(name), one_path_not_chosen(assessed(name), name))
    assert_fits(advisor.whynot_text(found, width=60), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("whynot").iter_errors(result)] == []
    assert not schema("whynot").is_valid(result | {"more": 1})


@pytest.mark.parametrize("name", NAMES[1::8])
def test_screens_of_what_would_change_hold_no_names_of_the_program_and_fit_a_screen(name):
    now = assessed(name)
    other = next(path for path in now.not_chosen)
    pair = advisor.contrast(advisor.load_pairs()[len(name) % 3], engine="reference")
    texts = {
        "why": advisor.why_text(advisor.why(now, depth=None), width=100),
        "whynot": advisor.whynot_text(advisor.whynot(now, other), width=100),
        "whatif": advisor.whatif_text(advisor.whatif(now, ["change.scope=volunteers"]), width=100),
        "flip": advisor.flip_text(advisor.flip(now, largest=1), width=100),
        "contrast": advisor.contrast_text(pair, width=100),
        "compare": advisor.compare_text(advisor.compare([now, assessed(NAMES[0])]), width=100),
    }
    found = {key: plumbing_in(one, now.knowledge) for key, one in texts.items()}
    assert {key: names for key, names in found.items() if names} == {}


def rows(text: str) -> int:
    """The lines that a text takes on a terminal of 80 columns."""
    return sum(max(1, -(-len(line) // 80)) for line in text.splitlines())


def walked(now: Assessment) -> Iterator[str]:
    """What a walk through the layers shows at each of its stops."""
    trace = advisor.trace(now)
    walk = Walk(trace, layered_steps(trace))
    screens = StepScreens(walk, width=80, full=False)
    yield screens.screen("start") + screens.moment()
    while not walk.at_end:
        before = walk.done
        walk.forward(1)
        yield screens.moved(before) + screens.moment()


def quizzed(now: Assessment) -> Iterator[str]:
    """What a quiz shows before each answer, all of them wrong, and at its end."""
    quiz = advisor.quiz(now)
    screens = QuizScreens(quiz, width=80)
    wrong = [(one.right + 1) % len(one.choices) for one in quiz.questions]
    asked = [screens.question(place) for place in range(len(wrong))]
    shown = [screens.start(), *(screens.mark(place, one) for place, one in enumerate(wrong))]
    yield from map("".join, zip(shown, asked))
    yield from (shown[-1], screens.sheet(quiz.answered(wrong)))


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_trainer_types_fits_a_terminal_of_80_by_24(name):
    """A prompt below it included."""
    now, other = assessed(name), assessed(NAMES[NAMES.index(name) - 1])
    told = Explorer(now).as_it_is()
    steps = [str(step.number) for layer in told.layers for step in layer.steps]
    homes = [f"verdict:{one.home.home}" for one in now.homes]
    screens = {
        "trace": advisor.trace_text(advisor.trace(now), detail="layers", width=80),
        "compare": advisor.compare_text(advisor.compare([now, other]), width=80),
        "whatif": advisor.whatif_text(advisor.whatif(now, ["change.kind=upgrade"]), width=80),
        "flip": advisor.flip_text(advisor.flip(now, largest=1), width=80),
        **{
            f"why {one}": advisor.why_text(advisor.why(now, one, depth=None), width=80)
            for one in ("", "alignment", *steps[::2], *homes[::3])
        },
        **{
            f"whynot {one}": advisor.whynot_text(advisor.whynot(now, one), width=80)
            for one in list(now.not_chosen)[:: len(name) % 4 + 2]
        },
        **{f"step {place}": one for place, one in enumerate(walked(now))},
        **{f"quiz {place}": one for place, one in enumerate(quizzed(now))},
    }
    assert {key: one for key, one in screens.items() if rows(one) > ROWS} == {}


@pytest.mark.parametrize("pair", advisor.load_pairs(), ids=lambda one: one.id)
def test_a_contrast_fits_a_terminal_of_80_by_24(pair):
    found = advisor.contrast(pair, engine="reference")
    assert rows(advisor.contrast_text(found, width=80)) <= ROWS


def test_what_is_folded_is_counted_and_told_in_the_deeper_form():
    now = assessed("27-rocketship")
    asked = advisor.whynot(now, "district-alternative-school")
    short, whole = (advisor.whynot_text(asked, everything=one) for one in (False, True))
    assert re.search(r"\+ \d+ more \(--all\)", short) and "more (--all)" not in whole
    assert set(re.findall(r"^\d\..*", short, re.M)) == set(re.findall(r"^\d\..*", whole, re.M))
    proof = advisor.why(now, depth=None)
    folded, full = advisor.why_text(proof), advisor.why_text(advisor.why(now), full=True)
    numbers = re.compile(r"^ *(\d+)[.*] ", re.M)
    assert set(numbers.findall(folded)) < set(numbers.findall(full))


@pytest.mark.parametrize("subject", ["verdict:existing-school", "route-split", "veto-holder"])
def test_a_home_and_a_rule_keep_to_the_same_schema(subject):
    found = advisor.whynot(assessed("02-village-high-school"), subject)
    assert_fits(advisor.whynot_text(found, width=60), 60)
    assert schema("whynot").is_valid(json.loads(advisor.reasoning_json(found)))


def test_what_differs_with_another_answer_fits_its_terminal_and_its_schema(assessment):
    found = advisor.whatif(assessment, ["change.kind=upgrade", "every-home.wanted=no"])
    assert_fits(advisor.whatif_text(found, width=60, everything=True), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("whatif").iter_errors(result)] == []
    assert not schema("whatif").is_valid(result | {"more": 1})


@pytest.mark.parametrize("size", [2, 5])
@pytest.mark.parametrize("width", [60, 100])
def test_cases_side_by_side_fit_any_terminal(size, width):
    found = advisor.compare([assessed(name) for name in NAMES[:size]])
    assert_fits(advisor.compare_text(found, width=width), width)
    assert schema("compare").is_valid(json.loads(advisor.reasoning_json(found)))
    markdown = advisor.compare_markdown(found)
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {size + 2}


def test_what_would_flip_the_advice_fits_its_terminal_and_its_schema():
    found = advisor.flip(assessed("24-city-view"), largest=1)
    assert_fits(advisor.flip_text(found, width=60, every_flip=True), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("flip").iter_errors(result)] == []
    nothing = advisor.flip(assessed("24-city-view"), "early-childhood", largest=1)
    assert_fits(advisor.flip_text(nothing, width=60), 60)
    assert "No change of one answer" in advisor.flip_text(nothing)


@pytest.mark.parametrize("name", ["02-village-high-school", "01-mountain-view-math"])
def test_each_proposed_set_can_be_copied_behind_whatif_as_it_stands(name):
    found = advisor.flip(assessed(name), largest=1)
    text = advisor.flip_text(found, width=100, every_flip=True)
    tried = 0
    for proposal in re.split(r"\n(?=- |[0-9]+\. )", text)[1:]:
        head, _, copied = proposal.partition(" --set ")
        if not copied:
            continue
        (line,) = (one for one in proposal.splitlines() if one.lstrip().startswith("advisor "))
        program, command, case, *words = shlex.split(line)
        assert (program, command) == ("advisor", "whatif")
        assert set(words[::2]) == {"--set"}
        assert (
            examples()[name].resolve() == Path(CASE_OR_EXAMPLE.convert(case, None, None)).resolve()
        )
        then = advisor.whatif(assessed(name), words[1::2]).after
        label = str(then.knowledge.paths[then.path]["label"])
        assert label in " ".join(head.split()).lower(), proposal
        tried += 1
    assert tried >= 4


def test_paths_nobody_works_toward_are_said_not_to_count():
    case = assessed("02-village-high-school")
    assert advisor.whatif(case, ["change.kind=unknown"]).after.path == "need-more-information"
    text = " ".join(advisor.flip_text(advisor.flip(case, largest=1)).split())
    assert "because nobody works toward them: waiting and preparing, and asking before" in text
    asked = advisor.flip_text(advisor.flip(case, "need-more-information", largest=1))
    assert "Not counted" not in asked


def test_a_quiz_has_its_questions_then_its_marks_as_text_and_json():
    asked = advisor.quiz(assessed("02-village-high-school"), seed=3, number=4)
    assert_fits(advisor.quiz_text(asked, width=60), 60)
    result = json.loads(advisor.reasoning_json(asked))
    assert [error.message for error in schema("quiz").iter_errors(result)] == []
    assert not schema("quiz").is_valid(result | {"more": 1})
    assert result["given"] == [] and result["score"]["of"] == len(asked.questions)
    for question in result["questions"]:
        assert question["choices"][question["right"] - 1]["is_right"]
        assert sum(one["is_right"] for one in question["choices"]) == 1

    right = [question.right for question in asked.questions]
    assert all(question["statements"] or question["reasons"] for question in result["questions"])
    marked = asked.answered([right[0], -1])
    assert_fits(advisor.quiz_text(marked, width=60), 60)
    result = json.loads(advisor.reasoning_json(marked))
    assert schema("quiz").is_valid(result)
    assert result["score"] == {"right": 1, "not_known": 1, "answered": 2, "of": len(right)}
    assert [one["choice"] for one in result["given"]] == [right[0] + 1, None]


@pytest.mark.parametrize("given", [[9], [-2], [0] * 99])
def test_what_is_no_answer_to_a_quiz_is_refused(given):
    with pytest.raises(ValueError, match="no answers"):
        advisor.quiz(assessed("02-village-high-school"), number=3).answered(given)


def test_contrast_pairs_and_each_worked_out_keep_to_one_schema():
    pairs = advisor.load_pairs()
    assert schema("contrast").is_valid(json.loads(advisor.reasoning_json(pairs)))
    found = advisor.contrast(pairs[0], engine="reference")
    assert_fits(advisor.contrast_text(found, width=60), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("contrast").iter_errors(result)] == []
    assert not schema("contrast").is_valid(result | {"more": 1})
    assert result["path"] != result["path_then"]


def test_the_rule_book_can_be_listed_shown_and_drawn_from_python():
    book = advisor.rule_book(with_examples=False)
    entry = book.find("veto-holder")
    assert_fits(advisor.rules_list_text(book, [entry], width=60), 60)
    assert_fits(advisor.rule_text(book, entry, width=60), 60)
    assert schema("rule-book").is_valid(json.loads(advisor.rules_json(book, [entry])))
    for around in (None, entry):
        graph = json.loads(advisor.rules_graph(book, "json", around=around))
        assert [error.message for error in schema("rules-graph").iter_errors(graph)] == []
        known = {node["id"] for node in graph["nodes"]}
        assert graph["links"] and all({one["from"], one["to"]} <= known for one in graph["links"])
    assert advisor.rules_graph(book, "dot", around=entry).startswith("digraph")
