from __future__ import annotations

import pytest

from advisor.errors import AdvisorError, ConsultationError, InputError, Problem


def test_what_a_person_can_put_right_is_said_in_one_line_with_its_place(advise, reasoning):
    reasoning.failure = InputError("No such key.", file="case.yaml", line=3, remedy="Use place.")
    result = advise("assess", "case.yaml")
    assert result.exit_code == 2
    assert result.stderr == "advisor: case.yaml:3: No such key. Use place.\n"
    assert result.stdout == ""


def test_several_problems_are_said_one_a_line(advise, reasoning):
    reasoning.failure = InputError.together(
        [Problem("Second.", "case.yaml", 9), Problem("First.", "case.yaml", 2)]
    )
    result = advise("assess", "case.yaml")
    assert result.stderr == "advisor: case.yaml:2: First.\nadvisor: case.yaml:9: Second.\n"


@pytest.mark.parametrize("failure", [AdvisorError("it broke"), ConsultationError("it broke")])
def test_a_failure_of_advisor_itself_has_status_1(advise, reasoning, failure):
    reasoning.failure = failure
    result = advise("assess", "case.yaml")
    assert result.exit_code == 1
    assert "it broke" in result.stderr


def test_a_fault_is_owned_and_shows_no_traceback(advise, reasoning, monkeypatch):
    monkeypatch.delenv("ADVISOR_DEBUG", raising=False)
    reasoning.failure = ZeroDivisionError("division by\nzero")
    result = advise("memo", "case.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "advisor: a fault in Advisor, not in your case: ZeroDivisionError: division by zero\n"
    )
    assert "Traceback" not in result.stderr


def test_a_fault_shows_where_it_happened_to_those_who_ask(advise, reasoning, monkeypatch):
    monkeypatch.setenv("ADVISOR_DEBUG", "1")
    reasoning.failure = ZeroDivisionError("division by zero")
    assert "Traceback" in advise("memo", "case.yaml").stderr


def test_ctrl_c_is_quiet(advise, reasoning):
    reasoning.failure = KeyboardInterrupt()
    result = advise("memo", "case.yaml")
    assert result.exit_code == 130
    assert result.output.strip() == ""  # click ends the line on which ^C stands


def test_a_reader_that_has_gone_is_no_matter_for_a_message(advise, reasoning):
    reasoning.failure = BrokenPipeError()
    result = advise("memo", "case.yaml")
    assert result.exit_code == 141
    assert result.output == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mmeo"], "There is no command “mmeo”. Did you mean “memo”?"),
        (["zzz"], "There is no command “zzz”. There are: new, memo, assess"),
        (["memo"], "Missing argument 'CASE'"),
        (["memo", "case.yaml", "--egnine", "auto"], "--engine"),
        (["memo", "case.yaml", "--engine", "clips"], "'auto', 'durable', 'reference'"),
        (["memo", "case.yaml", "more.yaml"], "more.yaml"),
        (["memo", "no.yaml"], "no.yaml: There is no such file. Check the name."),
    ],
)
def test_a_slip_on_the_command_line_has_status_2_and_a_hint(advise, words, said):
    result = advise(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_the_bare_command_shows_the_help_as_a_message(advise):
    result = advise()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Start here:" in result.stderr
