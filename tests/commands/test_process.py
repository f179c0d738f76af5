"""What only a real process shows: pipes, signals, full disks, other encodings."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WITH = """\
import sys, time
import advisor
from advisor.commands import main
advisor.new_case_text = lambda: {text}
sys.argv = ["advisor", "new", "-"]
main()
"""

# As Python is by default; an unbuffered one shows fewer failures.
BUFFERED = {name: it for name, it in os.environ.items() if name != "PYTHONUNBUFFERED"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="about pipes and signals")


def start(text: str, **more: object) -> subprocess.Popen[bytes]:
    """Starts `advisor new -` with another text."""
    return subprocess.Popen(
        [sys.executable, "-c", WITH.format(text=text)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A test run in the background of a shell has Ctrl-C switched off, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **{"env": BUFFERED, **more},  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("lines", [1, 1_000_000])
def test_a_reader_that_has_gone_is_met_in_silence(lines):
    end, pipe = os.pipe()
    os.close(end)
    process = start(f"'line\\n' * {lines}", stdout=pipe)
    os.close(pipe)
    assert process.communicate()[1] == b""
    assert process.returncode == 141


def test_a_reader_of_the_help_may_go_too():
    end, pipe = os.pipe()
    os.close(end)
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "--help"],
        cwd=ROOT,
        env=BUFFERED,
        stdout=pipe,
        stderr=subprocess.PIPE,
    )
    os.close(pipe)
    assert process.communicate()[1] == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_behind_standard_output_is_one_message():
    with open("/dev/full", "wb") as full:
        process = start("'a short text'", stdout=full)
        message = process.communicate()[1].decode()
    assert process.returncode == 2
    assert message == "advisor: Cannot write to standard output: No space left on device.\n"


def test_ctrl_c_ends_it_without_a_traceback():
    process = start("print(end='up', flush=True) or time.sleep(60)", stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.read(2) == b"up"
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1].strip() == b""
    assert process.returncode == 130


@pytest.mark.parametrize(
    "settings", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}]
)
def test_the_output_is_utf_8_whatever_the_machine_speaks(settings):
    process = start(ascii("Schüler — “yes”"), stdout=subprocess.PIPE, env={**BUFFERED, **settings})
    out, err = process.communicate()
    assert (out.decode("utf-8"), err) == ("Schüler — “yes”", b"")
    assert process.returncode == 0


def test_a_message_in_another_alphabet_is_no_problem_either(tmp_path):
    process = subprocess.run(
        [sys.executable, "-m", "advisor", "memo", "x", "-o", str(tmp_path / "ß—" / "memo.md")],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert process.returncode == 2
    assert "ß—" in process.stderr.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_noticed_without_a_buffer_too():
    """A device takes a part of a long text and fails only at the next."""
    with open("/dev/full", "wb") as full:
        process = start(
            "'line\\n' * 100_000", stdout=full, env={**BUFFERED, "PYTHONUNBUFFERED": "1"}
        )
        message = process.communicate()[1].decode()
    assert process.returncode == 2
    assert message == "advisor: Cannot write to standard output: No space left on device.\n"


def test_a_reader_that_goes_midway_is_noticed_without_a_buffer_too():
    end, pipe = os.pipe()
    process = start("'line\\n' * 1_000_000", stdout=pipe, env={**BUFFERED, "PYTHONUNBUFFERED": "1"})
    os.close(pipe)
    assert os.read(end, 5) == b"line\n"
    os.close(end)
    assert process.communicate()[1] == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("closed", "status", "said"),
    [(1, 2, "advisor: Cannot write to standard output: it is closed.\n"), (2, 0, "")],
)
def test_a_stream_that_is_closed_is_no_fault(closed, status, said):
    script = f"exec {closed}>&-; exec {sys.executable} -m advisor new -"
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=ROOT, env=BUFFERED, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (status, said)


@pytest.mark.parametrize(
    ("words", "before", "settings"),
    [
        (["interview", "a.yaml"], b"Lincoln\n", {"LC_ALL": "C", "PYTHONUTF8": "0"}),
        (["quiz", "case.yaml"], b"?\n", {}),
    ],
)
def test_input_in_another_encoding_is_one_message_and_no_letter_is_lost(
    words, before, settings, tmp_path
):
    case = ROOT / "examples" / "02-village-high-school" / "case.yaml"
    (tmp_path / "case.yaml").write_bytes(case.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *words],
        cwd=tmp_path, input=before + "Café\n".encode("latin-1"), capture_output=True, check=False,
        env={**BUFFERED, "PYTHONPATH": str(ROOT), **settings},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "advisor: A line of the input is not text in UTF-8: “Caf�”. Write the input in UTF-8, then "
        "try again.\n"
    )
    if words[0] == "interview":  # and what was answered before is kept
        assert "Lincoln" in (tmp_path / "a.yaml.session").read_text("utf-8")


def test_byte_code_that_was_cut_off_is_said_and_is_no_interruption(tmp_path):
    """As a full disk leaves it at the first start."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(tmp_path)}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    case = ROOT / "examples" / "02-village-high-school" / "case.yaml"
    command = [sys.executable, "-m", "advisor", "assess", str(case)]
    first = subprocess.run(command, env=settings, capture_output=True, check=True)
    (kept,) = tmp_path.rglob("explanation/assess.*.pyc")
    kept.write_bytes(kept.read_bytes()[:500])
    done = subprocess.run(command, env=settings, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Remove the folders called __pycache__" in done.stderr
    kept.unlink()
    assert subprocess.run(command, env=settings, capture_output=True).stdout == first.stdout


@pytest.mark.parametrize("home", ["a file", "not there", "/dev/null"])
def test_nothing_is_kept_between_runs_so_no_home_is_needed(home, tmp_path):
    """What was kept there once could be bent, and a place that could not be entered was a fault."""
    place = Path(home) if home.startswith("/") else tmp_path / home
    if home == "a file":
        place.write_bytes(b"")
    names = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")
    settings = {**BUFFERED, **dict.fromkeys(names, str(place)), "PYTHONDONTWRITEBYTECODE": "1"}
    case = ROOT / "examples" / "02-village-high-school" / "case.yaml"
    before = sorted(tmp_path.iterdir())
    command = [sys.executable, "-m", "advisor", "memo", str(case)]
    settings["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tmp_path.iterdir()) == before


def test_no_code_and_no_objects_are_read_from_what_was_kept():
    """Pickle, marshal and the like run what a file says; compiled templates stood in them."""
    loads = re.compile(r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|joblib)\b", re.MULTILINE)
    every = [*(ROOT / "advisor").rglob("*.py")]
    assert len(every) > 200
    assert [file for file in every if loads.search(file.read_text("utf-8"))] == []
    assert not [file for file in every if "bytecode_cache" in file.read_text("utf-8")]
