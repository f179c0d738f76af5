"""Word, PDF and web page say what the memo says, can be used by everybody, and are always equal."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
import zipfile
from functools import cache

import docx
import pypdf
import pytest
import typst
from docx.oxml.ns import qn
from page import validate_pdf_bytes
from support.assessed import EXAMPLES, assessed, looked_ahead
from support.hostile import MARKS, hostile

from advisor.errors import InputError
from advisor.presentation.contracts.memo import MemoJson, memo_contract
from advisor.presentation.documents.document import document_of
from advisor.presentation.documents.writing import FORMS, write_document
from advisor.presentation.markdown import one_line
from advisor.presentation.memo import memo_day

EXAMPLE = "02-village-high-school"


@cache
def made(form: str, example: str = EXAMPLE, template: str = "memo", paper: str = "letter") -> bytes:
    return write_document(assessed(example), form, template=template, paper=paper)


@cache
def told(example: str = EXAMPLE) -> MemoJson:
    found = assessed(example)
    return memo_contract(found, looked_ahead(example), memo_day(found, None))


def sentences(memo: MemoJson) -> list[str]:
    every = (one for part in memo.sections for block in part.blocks for one in block.sentences)
    return [text for one in every for text in (one.lead, one.text, *one.cells) if text]


def word(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def words_of(form: str, data: bytes) -> str:
    """All letters of a document without blanks, which its lines break at."""
    if form == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        text = re.sub(r"Academy District 20\s*Page \d+ of \d+", "", text)
    elif form == "docx":
        text = "".join(one.text or "" for one in word(data).element.iter(qn("w:t")))
    else:
        text = re.sub(r"<[^>]+>", "", data.decode())
        text = text.replace("&#39;", "'").replace("&amp;", "&")
    return re.sub(r"\s+", "", text)


def stands(sentence: str, text: str) -> bool:
    """Whether a sentence is there, if in two pieces: a picture may stand between two pages."""
    pieces = ((sentence[:place], sentence[place:]) for place in range(len(sentence)))
    return any(first in text and rest in text for first, rest in pieces)


@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_and_cell_of_the_memo_is_there(form):
    text = words_of(form, made(form))
    said = [one for one in sentences(told()) if form != "text" or one != "–"]
    assert [one for one in said if not stands(re.sub(r"\s+", "", one), text)] == []
    if form != "text":  # which tells no last steps
        assert re.sub(r"\s+", "", told().annex.steps[-1].sentence) in text


@pytest.mark.parametrize("form", FORMS)
def test_the_brief_has_its_sections_and_no_annex(form):
    text = words_of(form, made(form, template="brief"))
    assert "Thedecisionweaskfor" in text
    assert "Nextsteps" not in text
    assert "Howthiswasworkedout" not in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_case_gives_the_same_bytes(form):
    assert write_document(assessed(EXAMPLE), form) == made(form)


@pytest.mark.parametrize("form", FORMS)
def test_another_day_is_printed_and_kept(form):
    data = write_document(assessed(EXAMPLE), form, "2015-06-03")
    assert "June3,2015" in words_of(form, data)


def test_no_word_of_a_table_is_broken_where_a_line_holds_eighty_letters():
    parts = document_of(told("17-early-college"), None).parts
    tables = [one for part in parts for one in part.blocks if one.form == "table"]
    assert len(tables) >= 3
    for table in tables:
        for place, width in enumerate(table.widths):
            cells = [table.columns[place], *(line.cells[place] for line in table.lines)]
            word = max(len(word) for cell in cells for word in cell.split())
            assert word + 2 <= 80 * width / sum(table.widths)


def test_a_pdf_says_its_title_its_language_and_that_it_is_tagged():
    reader = pypdf.PdfReader(io.BytesIO(made("pdf")))
    assert reader.metadata.title == told().title
    assert reader.metadata.creation_date.date() == datetime.date(2015, 6, 1)
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()


def test_the_other_checker_would_find_a_pdf_without_tags_and_title():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(612, 792)
    data = io.BytesIO()
    writer.write(data)
    assert not validate_pdf_bytes(data.getvalue(), profile="ua1").is_compliant


def tags(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """The tags of a PDF in the order of reading, each with its alternative text."""
    found = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_a_pdf_has_headings_lists_header_cells_and_words_for_the_picture():
    found = tags(pypdf.PdfReader(io.BytesIO(made("pdf"))))
    names = [name for name, _ in found]
    tables = [part for one in told().sections for part in one.blocks if part.form == "table"]
    assert names.count("/TH") == sum(len(one.columns) for one in tables) + 6  # and the annex's
    assert names.count("/H1") + names.count("/H2") >= len(told().sections) + 1
    assert {"/L", "/LI", "/Table"} <= set(names)
    assert ("/Figure", told().picture.text) in found


@pytest.mark.parametrize(("paper", "width"), [("letter", 612), ("a4", 595)])
def test_the_paper_is_the_one_that_was_asked_for(paper, width):
    page = pypdf.PdfReader(io.BytesIO(made("pdf", paper=paper))).pages[0]
    assert round(page.mediabox.width) == width
    assert round(word(made("docx", paper=paper)).sections[0].page_width.pt) == width


def test_a_word_file_has_real_headings_and_lists():
    styles = [one.style.name for one in word(made("docx")).paragraphs if one.text]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == len(told().sections) + 1
    assert styles.count("List Number") == len(told().said("steps")) + len(told().annex.steps)
    assert "List Bullet" in styles


def test_the_tables_of_a_word_file_repeat_their_header_and_say_what_they_are():
    tables = word(made("docx")).tables
    assert len(tables) == 3
    for table in tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rest)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_a_word_file_says_its_title_its_language_and_what_its_picture_shows():
    found = word(made("docx"))
    assert found.core_properties.title == told().title
    assert found.core_properties.author == "Advisor"
    assert found.core_properties.created.date() == datetime.date(2015, 6, 1)
    assert found.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-US"
    (picture,) = found.inline_shapes
    assert picture._inline.docPr.get("descr") == told().picture.text


def test_the_steps_of_the_proof_keep_their_numbers_in_word():
    found = word(made("docx"))
    numbering = found.part.numbering_part.element
    starts = [
        override.find(qn("w:startOverride")).get(qn("w:val"))
        for override in numbering.iter(qn("w:lvlOverride"))
    ]
    numbers = [one.number for one in told().annex.steps]
    breaks = [one for one in numbers if one - 1 not in numbers]
    assert starts == ["1", *map(str, breaks)]


def test_a_web_page_opens_each_sentence_to_its_reasons():
    page = made("html").decode()
    said = [one.id for part in told().sections for block in part.blocks for one in block.sentences]
    assert [one for one in said if f"--sentence {one}</code>" not in page] == []
    assert re.search(r"\(line \d+ of the case file\)", page)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("mark", MARKS)
def test_what_a_client_writes_is_text_in_a_web_page(mark):
    page = write_document(hostile(mark), "html").decode()
    assert "<script>" not in page
    assert "onmouseover='" not in page
    assert page.count("</style>") == 1
    assert page.count("<!--") == 0


def test_what_a_client_writes_is_text_in_word_and_pdf():
    """As fields, markup of typst, or a formula."""
    for mark in ("#panic()", '= heading $x$ #read("a")', "{ HYPERLINK x }", "<w:t>&amp;"):
        found = hostile(mark)
        party = re.sub(r"\s+", "", f"{mark} State education department")
        assert party in words_of("docx", write_document(found, "docx"))
        assert party in words_of("pdf", write_document(found, "pdf"))


def test_no_part_of_a_word_file_leads_out_of_it():
    with zipfile.ZipFile(io.BytesIO(made("docx"))) as archive:
        relations = [one for one in archive.namelist() if one.endswith(".rels")]
        assert relations
        for one in relations:
            assert b'TargetMode="External"' not in archive.read(one)


def test_what_no_xml_can_hold_is_left_out():
    assert one_line("a\x00b\ufffec\ud800d\u202ee\n f") == "abcde f"


def test_letters_that_no_font_has_are_named(monkeypatch):
    real = typst.Fonts
    monkeypatch.setattr(typst, "Fonts", lambda **given: real(include_system_fonts=False))
    with pytest.raises(InputError, match=r"No font of this machine has all letters of “ቃ.*”"):
        write_document(hostile("ቃል"), "pdf")


def test_a_memo_in_markdown_waits_for_none_of_it():
    """What the extra brings costs a start a tenth of a second, and may not be there."""
    script = (
        "import sys, advisor\n"
        "for name in ('docx', 'typst', 'lxml'): sys.modules[name] = None\n"
        f"case = advisor.load_case({str(EXAMPLES / EXAMPLE / 'case.yaml')!r})\n"
        "advisor.write_memo(advisor.assess(case, engine='reference'))\n"
        "print([name for name in sys.modules if 'documents' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
