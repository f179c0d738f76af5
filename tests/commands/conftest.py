"""A stand-in for the reasoning, so that these tests are about the commands alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import advisor
from advisor.commands.group import advisor as advisor_command
from advisor.errors import InputError


class StandIn:
    """Remembers what the commands asked of it, and fails when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.failure: BaseException | None = None
        self.memo = "# Keep it — by choice\n"
        self.svg = ""

    def load_case(self, path: Path) -> str:
        self.asked.append(("load_case", path))
        if not path.exists():
            raise InputError("There is no such file.", file=str(path), remedy="Check the name.")
        return path.read_text("utf-8")

    def assess(self, case: str, *, engine: str = "auto") -> str:
        self.asked.append(("assess", engine))
        if self.failure is not None:
            raise self.failure
        return case

    def write_memo(
        self,
        assessment: str,
        *,
        date: object = None,
        template: str = "memo",
        annotated: bool = False,
        picture: str = "",
        circulation: bool = False,
    ) -> str:
        if circulation:
            self.asked.append(("circulation", True))
        self.asked.append(("write_memo", (date, template, annotated, picture)))
        return self.memo

    def write_document(
        self,
        assessment: str,
        form: str,
        date: object = None,
        template: str = "memo",
        *,
        paper: str = "letter",
        brand: object = None,
        circulation: bool = False,
    ) -> bytes:
        if circulation:
            self.asked.append(("circulation", True))
        self.asked.append(("write_document", (form, date, template, paper, brand)))
        return b"\x00 a file that is no text \xff"

    def memo_picture(self, assessment: str, *, date: object = None) -> str:
        self.asked.append(("memo_picture", date))
        return self.svg

    def memo_record(
        self,
        assessment: str,
        *,
        date: object = None,
        template: str = "memo",
        picture: str = "",
        word: bytes = b"",
    ) -> bytes:
        return b'{"advisor-memo": 1}\n'

    def memo_json(self, assessment: str, *, date: object = None, circulation: bool = False) -> str:
        if circulation:
            self.asked.append(("circulation", True))
        self.asked.append(("memo_json", date))
        return '{"title": "Keep it"}\n'

    def assessment_text(self, assessment: str, *, width: int = 80) -> str:
        self.asked.append(("width", width))
        return "Path: a district virtual school\n"

    def assessment_json(self, assessment: str) -> str:
        return '{"path": "district-virtual-school"}\n'

    def new_case_text(self) -> str:
        return "advisor-case: 1  # what this is\n"


@pytest.fixture
def reasoning(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    for name in (
        "load_case",
        "assess",
        "write_memo",
        "memo_json",
        "memo_picture",
        "memo_record",
        "write_document",
        "assessment_text",
        "assessment_json",
        "new_case_text",
    ):
        monkeypatch.setattr(advisor, name, getattr(stand_in, name), raising=False)
    return stand_in


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a case in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text("advisor-case: 1\n", "utf-8")
    return tmp_path


@pytest.fixture
def advise(reasoning: StandIn, folder: Path) -> Any:
    """Types a command, as `advise("memo", "case.yaml")`."""

    def type_command(*words: str) -> Result:
        return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")

    return type_command
