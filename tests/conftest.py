"""What all tests share: flags, and what they tell at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zlib import crc32

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--refresh-goldens`, `--thorough` and `--every-path`."""
    parser.addoption(
        "--refresh-goldens",
        action="store_true",
        help="Write golden files (memos, tables) anew instead of comparing with them.",
    )
    parser.addoption(
        "--thorough",
        action="store_true",
        help="Try thousands of generated cases and rule sets instead of hundreds (minutes).",
    )
    parser.addoption(
        "--every-path",
        action="store_true",
        help="Ask every example about every path, and flip every example, not only some.",
    )


HEAVY = (
    "test_whynot.py", "test_flip.py", "test_proofs.py", "test_any_answer.py", "test_any_answers.py",
    "test_sparse_cases.py", "test_terminal.py", "test_varied.py", "test_hostile_text.py",
    "test_reasoning.py", "test_turning.py", "test_still_open.py", "test_trace_page.py",
    "test_trace_picture.py", "test_every_document.py", "test_whole_interviews.py",
    "test_operations.py", "test_crowded.py", "test_memo_in_browsers.py",
    "test_interview_in_browsers.py", "test_browser_safety.py", "test_said.py",
    "test_flip_by_brute_force.py", "test_a_fault_breaks_its_property", "test_without_a_compiler",
    "test_pipes.py", "test_agreement.py", "test_happenings.py", "test_strangers_template.py",
    "test_process.py", "test_relevance.py", "test_ci_installs", "test_links.py",
    "test_memo_json.py", "presentation/test_json.py", "test_circulation.py", "test_redaction.py",
    "test_strangers.py", "solver/test_session.py", "solver/test_answers.py",
    "test_conclusions.py", "test_writes_documents", "test_quiz.py", "test_lesson_in_browsers.py",
    "test_random_interviews.py", "test_every_page.py",
)  # fmt: skip
"""Tests that put example after example, or answer after answer, to the solver, and page after page
before a browser."""
ONE_IN = 16
"""One of so many of them is run; all with `--every-path`."""


LONG = (
    "test_a_batch_killed_at_random_moments", "test_an_answer_keeps_its_number_whatever",
    "test_the_quick_way_finds_what_reasoning_anew_finds", "test_parts_that_are_unknown_as_a_whole",
    "test_a_case_that_could_not_be_read_again", "test_an_entry_that_was_left_empty_is_left_out",
    "test_the_whole_proof_holds", "test_the_same_seed_looks_at_the_same_cases",
    "test_each_variation_gives_what_a_rulebook", "test_the_checkout_covers_all_its_rules",
    "test_an_interview_keeps_comments_and_writes_none", "test_memory_stays_flat_over_many",
    "test_who_stops_after_a_change_at_the_end", "test_a_change_among_the_words_is_followed",
    "test_an_interview_that_saves_writes_present_words",
    "test_a_question_that_the_assessment_keeps_to_itself", "test_only_a_few_results_are_kept",
    "test_proof.py::test_the_json_is_as_its",
    "test_a_network_of_any_size_leads_to_what_its_way", "test_every_switch_of_the_page_has_its",
    "test_a_file_changed_by_hand_beside_open_answers", "test_the_memo_follows_a_file_changed_by",
)  # fmt: skip
"""Tests of many seconds each, that are run with `--every-path` only."""


SLOW = (
    "tests/assistant/", "tests/cases/", "tests/commands/", "tests/engine/", "tests/explanation/",
    "tests/interview/", "tests/packaging/", "tests/presentation/", "tests/solver/",
    "tests/verification/", "tests/web/",
)  # fmt: skip
"""Folders whose tests reason, render or open a browser; of those one in three is run."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Thins the heaviest, and what is slow."""
    if config.option.every_path or config.option.refresh_goldens:
        return
    if config.args and any("::" in one for one in config.args):
        return  # asked for by name
    for item in items:
        heavy = "[" in item.nodeid and any(one in item.nodeid for one in HEAVY)
        one_in = ONE_IN if heavy else 3 if item.nodeid.startswith(SLOW) else 1
        thinned = crc32(item.nodeid.encode()) % one_in
        if thinned or any(one in item.nodeid for one in LONG):
            item.add_marker(pytest.mark.skip(reason="run with --every-path"))


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """One Chromium for all tests of a module; two at once in one process would not start."""
    from support.browsers import OTHER_SITES, chromium  # only where the packages for it are

    with chromium(*OTHER_SITES) as found:
        yield found


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--refresh-goldens"))


_TOLD = pytest.StashKey[list[str]]()


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says something at the end of the run, also when nothing fails."""
    return request.config.stash.setdefault(_TOLD, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Shows what tests have told."""
    lines = config.stash.get(_TOLD, [])
    if lines:
        terminalreporter.section("told by tests")
    for line in lines:
        terminalreporter.line(line)


THOROUGH = 100
"""How many times as much is tried with `--thorough`."""


@pytest.fixture
def effort(request: pytest.FixtureRequest) -> int:
    """By how much to multiply what a test generates."""
    return THOROUGH if request.config.getoption("--thorough") else 1
