from __future__ import annotations


def test_a_new_case_is_written_and_the_next_step_named(advise, folder):
    result = advise("new", "mine.yaml")
    assert result.exit_code == 0
    assert (folder / "mine.yaml").read_text("utf-8") == "advisor-case: 1  # what this is\n"
    assert result.stdout == ""
    assert result.stderr == "Wrote mine.yaml. Fill it in, then: advisor memo mine.yaml\n"


def test_a_file_that_is_there_is_left_as_it_is(advise, folder):
    result = advise("new", "case.yaml")
    assert result.exit_code == 2
    assert "case.yaml: This file is there already" in result.stderr
    assert (folder / "case.yaml").read_text("utf-8") == "advisor-case: 1\n"


def test_a_link_to_nowhere_is_left_as_it_is(advise, folder):
    (folder / "mine.yaml").symlink_to("elsewhere.yaml")
    assert advise("new", "mine.yaml").exit_code == 2
    assert not (folder / "elsewhere.yaml").exists()


def test_a_folder_that_is_not_there_is_said_so(advise):
    result = advise("new", "no/mine.yaml")
    assert result.exit_code == 2
    assert "no/mine.yaml: Cannot write this file" in result.stderr


def test_a_dash_shows_the_case_instead(advise, folder):
    result = advise("new", "-")
    assert result.stdout == "advisor-case: 1  # what this is\n"
    assert [path.name for path in folder.iterdir()] == ["case.yaml"]
