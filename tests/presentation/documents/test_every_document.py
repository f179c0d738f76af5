"""Every example in every form; `--every-path` runs them all."""

from __future__ import annotations

import io

import docx
import pypdf
from page import validate_pdf_bytes
from support.assessed import assessed

from advisor.presentation.documents.writing import write_document


def test_every_example_is_made_in_every_form(example):
    """typst refuses what is not PDF/UA-1; whether it is right is asked of another checker."""
    found = assessed(example)
    report = validate_pdf_bytes(write_document(found, "pdf"), profile="ua1")
    assert [(one.rule_id, one.message) for one in report.failures] == []
    assert report.is_compliant and report.rules.passed > 100
    assert docx.Document(io.BytesIO(write_document(found, "docx"))).tables
    assert write_document(found, "html").startswith(b"<!DOCTYPE html>")
    for paper in ("letter", "a4"):
        brief = write_document(found, "pdf", template="brief", paper=paper)
        assert len(pypdf.PdfReader(io.BytesIO(brief)).pages) == 1, paper
