from __future__ import annotations


def test_the_result_is_a_text_unless_asked_otherwise(advise):
    result = advise("assess", "case.yaml")
    assert result.exit_code == 0
    assert result.stdout == "Path: a district virtual school\n"
    assert result.stderr == ""


def test_the_result_can_be_json(advise):
    result = advise("assess", "case.yaml", "--format", "json")
    assert result.stdout == '{"path": "district-virtual-school"}\n'


def test_the_engine_is_passed_on(advise, reasoning):
    advise("assess", "case.yaml", "--engine", "durable")
    assert ("assess", "durable") in reasoning.asked


def test_an_unknown_format_is_refused_with_those_there_are(advise):
    result = advise("assess", "case.yaml", "--format", "xml")
    assert result.exit_code == 2
    assert "text" in result.stderr
    assert "json" in result.stderr


def test_the_result_can_go_to_a_file(advise, folder):
    result = advise("assess", "case.yaml", "--format", "json", "-o", "result.json")
    assert (folder / "result.json").read_text("utf-8").startswith("{")
    assert result.stderr == "Wrote result.json\n"


def test_the_width_can_be_told(advise, reasoning):
    assert advise("assess", "case.yaml", "--width", "60").exit_code == 0
    assert ("width", 60) in reasoning.asked
    result = advise("assess", "case.yaml", "--width", "20")
    assert result.exit_code == 2
    assert "40" in result.stderr
