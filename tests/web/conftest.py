"""What tests of the served pages share: an application over an empty folder."""

from __future__ import annotations

import pytest

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application


@pytest.fixture
def app(tmp_path):
    """The application over a folder of its own."""
    (tmp_path / "cases").mkdir()
    return make_application(tmp_path / "cases", shipped_knowledge())


@pytest.fixture
def client(app):
    """Sends what a browser sends that has a page of this server open."""
    client = app.test_client()
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    return client
