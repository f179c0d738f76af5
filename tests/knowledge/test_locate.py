"""What is in hand, and what to type for an extra of it."""

from __future__ import annotations

from advisor import __version__
from advisor.knowledge import locate


def test_an_extra_is_installed_from_the_copy_in_hand_never_by_the_name_alone(tmp_path, monkeypatch):
    assert locate.installing("web") == "“pip install '.[web]'” in the folder of Advisor"
    monkeypatch.setattr(locate, "PACKAGE", tmp_path / "site-packages" / "advisor")
    file = f"advisor-{__version__}-py3-none-any.whl[web]"
    assert f"pip install '{file}'" in locate.installing("web")
