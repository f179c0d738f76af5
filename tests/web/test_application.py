"""What holds for every page of `advisor serve`."""

from __future__ import annotations

from pathlib import Path

from advisor.knowledge.base import usual_knowledge
from advisor.web.application import make_application


def test_a_name_is_shown_as_it_is_and_never_read_as_html(tmp_path: Path) -> None:
    (tmp_path / "<b>us & them.yaml").touch()
    page = make_application(tmp_path, usual_knowledge()).test_client().get("/").text
    assert "&lt;b&gt;us &amp; them" in page and "<b>" not in page
