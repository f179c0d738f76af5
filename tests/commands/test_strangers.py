"""Files from a stranger, at the command: nothing drives the terminal, nothing else is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from support.assessed import document

from advisor.commands.group import advisor as advisor_command
from advisor.commands.streams import tell

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "02-village-high-school" / "case.yaml"
DRIVES = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\u2066\x08\r"
HOSTILE_WORDS = [
    "**bold** <script>alert(1)</script> {{ 7*7 }} {% for x in y %}",
    "x" * 60_000,
    "é" * 60_000,
    "| a | b |\n\n# Head",
    "a\u0301\u0327" * 200,
    "\U0001f600 \u05d0\u05d1\u05d2 \u0627\u0628",
]


def run(*words: str, folder: Path):
    """The command as a person at a terminal runs it."""
    return subprocess.run(
        [sys.executable, "-m", "advisor", *words],
        cwd=folder, capture_output=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def shown(text: str) -> str:
    """What of a text could drive a terminal."""
    return "".join(one for one in text if not one.isprintable() and one != "\n")


@pytest.mark.parametrize("command", ["memo", "assess", "new"])
def test_a_file_name_cannot_drive_the_terminal(command, tmp_path):
    name = "case-\x1b[31m\x9bm\u202e.yaml"
    for _ in range(2):  # for “new”: made, then refused
        done = run(command, name, folder=tmp_path)
        assert shown(done.stderr.decode()) == ""
        assert shown(done.stdout.decode()) == ""
    assert b"\\x1b[31m" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["memo", str(CASE), "--template", DRIVES], ["memo", str(CASE), f"--{DRIVES}"],
              [DRIVES], ["assess", str(CASE), "--format", DRIVES], ["assess", str(CASE), DRIVES],
              ["memo", str(CASE), "--date", DRIVES], ["memo", str(CASE), "-o", f"no/{DRIVES}"],
              ["assess", str(CASE), "--engine", DRIVES]],
    ids=["template", "option", "command", "format", "argument", "date", "output", "engine"],
)  # fmt: skip
def test_a_slip_on_the_command_line_cannot_drive_the_terminal(words, tmp_path):
    done = run(*[word.replace("\x00", "") for word in words], folder=tmp_path)
    assert done.returncode == 2
    assert shown(done.stderr.decode()) == ""
    assert list(tmp_path.iterdir()) == []


def test_messages_show_what_would_drive_a_terminal(capfdbinary):
    tell(f"one {DRIVES}\nno line of its own", "two é “x”")
    said = capfdbinary.readouterr().err.decode()
    assert said.endswith("\ntwo é “x”\n")
    assert shown(said) == ""


@pytest.mark.parametrize("command", [["memo"], ["memo", "--template", "brief"], ["assess"],
                                     ["assess", "--format", "json"]])  # fmt: skip
@pytest.mark.parametrize(
    "words", HOSTILE_WORDS, ids=["marks", "60-kb", "120-kb", "table", "piled", "rtl"]
)
def test_whatever_a_client_writes_the_answer_comes_soon_and_whole(words, command, tmp_path):
    """Names of parties and the client, at any length: a result or one polite refusal."""
    from advisor.knowledge.source import read

    value = json.loads(json.dumps(read(str(CASE))))
    value["client"]["name"] = words
    value["parties"][0]["name"] = words
    value["parties"][0]["id"] = "party-one"
    (tmp_path / "case.json").write_text(json.dumps(value), "utf-8")
    start = time.monotonic()
    result = CliRunner().invoke(
        advisor_command, [command[0], str(tmp_path / "case.json"), *command[1:]]
    )
    assert time.monotonic() - start < 30
    assert result.exit_code in (0, 2), result.output
    assert shown(result.stdout.replace("\n", "")) == ""
    assert shown(result.stderr) == ""
    if result.exit_code == 2:
        assert result.stdout == ""
        assert max(map(len, result.stderr.splitlines())) < 2000
    elif command[-1] == "json":
        json.loads(result.stdout)


@pytest.mark.parametrize(
    "escape", ["\\e[31m", "\\x9b2J", "\\u202e", "\\u2066", "\\N", "\\L", "\\0"]
)
@pytest.mark.parametrize("command", ["memo", "assess"])
def test_an_escape_inside_quotation_marks_reaches_no_terminal(command, escape, tmp_path):
    text = CASE.read_text("utf-8").replace("client:\n", f'client:\n  short-name: "a{escape}b"\n', 1)
    text = "\n".join(
        line for at, line in enumerate(text.splitlines())
        if not (line.startswith("  short-name:") and "ab" not in line and escape not in line)
    )  # fmt: skip
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    for form in ([], ["--format", "json"]) if command == "assess" else ([],):
        result = CliRunner().invoke(advisor_command, [command, str(tmp_path / "case.yaml"), *form])
        assert result.exit_code in (0, 2), result.output
        assert shown(result.stdout) == ""
        assert shown(result.stderr) == ""


WATCHED = """
import os, sys
allowed = [os.path.realpath(one) for one in sys.argv[1].split(os.pathsep)]
def hook(event, arguments):
    if event.split(".")[0] in ("socket", "subprocess", "ftplib", "smtplib", "urllib", "http"):
        os.write(2, f"EVENT {event}\\n".encode())
    if event in ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rmdir"):
        os.write(2, f"EVENT {event}\\n".encode())
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not any(path.startswith(one) for one in allowed):
            os.write(2, f"EVENT open {path}\\n".encode())
sys.addaudithook(hook)
from advisor.presentation.templating.confined import serve
serve()
"""


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "memo.md.j2" %}{% block steps %}Mine.{% endblock %}',
        '{% include "../secret.md.j2" %}',
        "{{ memo.sections.__class__.__mro__ }}",
        "{{ lipsum.__globals__.os.system('true') }}",
    ],
)
def test_a_template_makes_no_process_no_connection_and_opens_no_other_file(text, tmp_path):
    """Seen from inside the Python that renders it, whatever way it was done."""
    (tmp_path / "secret.md.j2").write_text("secret", "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "memo.md.j2").write_text(text, "utf-8")
    import advisor

    libraries = {sys.prefix, sys.base_prefix, *(one for one in sys.path if "-packages" in one)}
    system = ["/dev/null", "/usr/share/locale", "/usr/share/zoneinfo", "/etc/localtime"]
    parts = [ROOT / "rules", ROOT / "templates", ROOT / "pyproject.toml"]
    allowed = [own, Path(advisor.__file__).parent, *parts, *libraries, *system]
    asked = [
        {"folder": str(own), "template": "memo.md.j2"},
        msgspec.to_builtins(document("24-city-view")),
    ]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, os.pathsep.join(map(str, allowed))],
        cwd=tmp_path, capture_output=True, timeout=120, check=True,
        input="".join(f"{json.dumps(one)}\n" for one in asked).encode(),
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert [line for line in done.stderr.decode().splitlines() if line.startswith("EVENT")] == []
    assert ("document" in json.loads(done.stdout)) == ("Mine." in text)
    assert b'"secret' not in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"secret.md.j2", "own"}


@pytest.mark.parametrize("derived", ["case.yaml.before", "case.memo.md"])
def test_an_interview_writes_through_no_link_at_a_name_that_nobody_typed(derived, tmp_path):
    """A folder from a stranger can hold a link to any file of the person who runs it."""
    mine = tmp_path / "mine.txt"
    mine.write_text("dear to me\n", "utf-8")
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "case.yaml").write_bytes(CASE.read_bytes())
    (folder / derived).symlink_to(mine)
    words = ["interview", str(folder / "case.yaml"), "--defaults"]
    result = CliRunner().invoke(advisor_command, words)
    assert result.exit_code == 2
    assert "This is a link, and Advisor would write where it leads." in result.stderr
    assert mine.read_text("utf-8") == "dear to me\n"
    assert {one.name for one in folder.iterdir()} == {"case.yaml", derived}


@pytest.mark.parametrize("name", ["two\nadvisor: lines.yaml", "x" * 300, "loop/case.yaml"])
@pytest.mark.parametrize("words", [["assess"], ["assess", str(CASE), "-o"], ["new"]])
def test_a_name_that_no_file_can_have_is_one_message(words, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    result = CliRunner().invoke(advisor_command, [*words, name])
    if "\n" in name and words[-1] != "assess":
        assert result.exit_code == 0
    else:
        assert result.exit_code == 2
        assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(("advisor: ", "Wrote ")), result.stderr


@pytest.mark.parametrize(
    ("words", "derived"),
    [("memo case.yaml -o m.md", "m.svg"), ("memo case.yaml -o m.md", "m.memo.json"),
     ("redact case.yaml --accept -o o.yaml", "case.key.json")],
)  # fmt: skip
def test_nothing_is_written_through_a_link_at_a_name_that_nobody_typed(
    words, derived, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_bytes(CASE.read_bytes())
    (tmp_path / "mine.txt").write_text("dear to me\n", "utf-8")
    (tmp_path / derived).symlink_to("mine.txt")
    result = CliRunner().invoke(advisor_command, words.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{derived}: This is a link" in result.stderr
    assert (tmp_path / "mine.txt").read_text("utf-8") == "dear to me\n"
    assert not (tmp_path / words.split()[-1]).exists()


def test_what_a_killed_program_left_beside_an_output_is_removed_unless_it_may_be_at_work(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    old, young, other = (tmp_path / f".{name}.part" for name in ("r[1].9", "r[1].8", "r1.9"))
    for left in (old, young, other):
        left.touch()
    for left in (old, other):
        os.utime(left, (0, 0))
    result = CliRunner().invoke(advisor_command, ["assess", str(CASE), "-o", "r[1]"])
    assert result.exit_code == 0, result.output
    assert {one.name for one in tmp_path.iterdir()} == {"r[1]", young.name, other.name}
