"""Word by python-docx: real headings, lists and header rows, a language, and words for pictures."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from advisor.presentation.documents.pdf import EARLIEST, made_at, png_of
from advisor.presentation.documents.word_styles import LANGUAGE, LISTS, numbering, opened

if TYPE_CHECKING:
    from advisor.presentation.documents.brand import Brand
    from advisor.presentation.documents.document import Document, Passage, TextBlock

LOGO_HEIGHT = Inches(0.6)


class WordFile:
    """The document as a Word file."""

    def __init__(self, document: Document, brand: Brand, paper: str) -> None:
        """Writes it.

        Args:
            document: The document.
            brand: How it is to look.
            paper: `letter` or `a4`; a letterhead has its own.

        Raises:
            InputError: If the letterhead cannot be opened.
        """
        self._document = document
        self._brand = brand
        self._word = opened(brand, paper)
        self._lists = {style: numbering(self._word, style) for style in LISTS}
        self._bullets = self._list("List Bullet")
        section = self._word.sections[0]
        across = section.page_width or Inches(8.5)
        self._width = across - (section.left_margin or 0) - (section.right_margin or 0)
        if not brand.letterhead:
            footer = section.footer.paragraphs[0]
            footer.add_run(f"{document.subject}  ·  ")
            _field(footer, "PAGE")
        self._properties()
        self._write()

    def _properties(self) -> None:
        core = self._word.core_properties
        core.title, core.author = self._document.title[:255], self._document.author
        core.subject, core.language = self._document.subject[:255], LANGUAGE
        core.comments = core.keywords = ""
        core.last_modified_by, core.revision = self._document.author, 1
        core.created = core.modified = made_at(self._document).replace(tzinfo=None)

    def _write(self) -> None:
        if self._brand.logo:
            logo = self._word.add_picture(io.BytesIO(self._brand.logo), height=LOGO_HEIGHT)
            logo._inline.docPr.set("descr", self._brand.name)
        self._word.add_heading(self._document.title, 0)
        for label, text in self._document.head:
            paragraph = self._word.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(text)
        for part in self._document.parts:
            heading = self._word.add_heading(part.title, part.level)
            heading.paragraph_format.page_break_before = part.new_page or None
            for block in part.blocks:
                self._block(block)
        stamp = self._word.add_paragraph().add_run(self._document.stamp)
        stamp.italic, stamp.font.size = True, Pt(9)

    def _block(self, block: TextBlock) -> None:
        if block.intro:
            self._word.add_paragraph(block.intro).paragraph_format.keep_with_next = True
        if block.form == "table":
            self._table(block)
        elif block.form == "picture":
            self._picture(block)
        elif block.form == "list":
            for one in block.lines:
                paragraph = self._word.add_paragraph(style="List Bullet")
                _say(paragraph, one)
                _number(paragraph, self._bullets)
        elif block.form == "steps":
            self._steps(block)
        else:
            paragraph = self._word.add_paragraph()
            for place, one in enumerate(block.lines):
                _say(paragraph, one, before=" " if place else "")

    def _steps(self, block: TextBlock) -> None:
        """Numbers that begin where they are to, and jump where steps are left out."""
        expected = None
        for one in block.lines:
            paragraph = self._word.add_paragraph(style="List Number")
            _say(paragraph, one)
            if one.number != expected:
                number = self._list("List Number", one.number)
            expected = one.number + 1
            _number(paragraph, number)

    def _list(self, style: str, first: int = 0) -> int:
        """A list of its own that begins with a number, if it has numbers."""
        found = self._word.part.numbering_part.element.add_num(self._lists[style])
        if first:
            found.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(found.numId)

    def _table(self, block: TextBlock) -> None:
        table = self._word.add_table(1, len(block.columns), style="Table Grid")
        _child(table._tbl.tblPr, "w:tblCaption", val=block.told)
        _child(table._tbl.tblPr, "w:tblDescription", val=", ".join(block.columns))
        shade = self._brand.colors.shade[1:].upper()
        for cell, text in zip(table.rows[0].cells, block.columns):
            cell.paragraphs[0].add_run(text).bold = True
            _child(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=shade)
        _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        table.autofit = False
        for one in block.lines:
            row = table.add_row()
            for cell, text in zip(row.cells, one.cells):
                cell.paragraphs[0].add_run(text)
        widths = [self._width * share // sum(block.widths) for share in block.widths]
        for column, width in zip(table.columns, widths):
            column.width = width
        for row in table.rows:
            _child(row._tr.get_or_add_trPr(), "w:cantSplit")
            for cell, width in zip(row.cells, widths):
                cell.width = width
                form = cell.paragraphs[0].paragraph_format
                form.space_before = form.space_after = Pt(2)
        space = self._word.add_paragraph().paragraph_format  # two tables would become one
        space.space_after, space.line_spacing = Pt(0), Pt(8)

    def _picture(self, block: TextBlock) -> None:
        caption = self._word.add_paragraph(block.told, style="Caption")
        caption.paragraph_format.keep_with_next = True
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        drawn = io.BytesIO(png_of(self._document.picture))
        shape = paragraph.add_run().add_picture(drawn, width=self._width * 6 // 7)
        shape._inline.docPr.set("descr", block.lines[0].text)

    def bytes(self) -> bytes:
        """The file; equal whenever it is made."""
        written = io.BytesIO()
        self._word.save(written)
        fixed = io.BytesIO()
        with zipfile.ZipFile(written) as made, zipfile.ZipFile(fixed, "w") as archive:
            for one in made.infolist():
                entry = zipfile.ZipInfo(one.filename, EARLIEST.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, made.read(one))
        return fixed.getvalue()


def _say(paragraph: Any, one: Passage, before: str = "") -> None:
    if one.lead:
        paragraph.add_run(f"{before}{one.lead} ").bold = True
        before = ""
    paragraph.add_run(f"{before}{one.text}")


def _child(parent: Any, name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _field(paragraph: Any, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    field = _child(paragraph._p, "w:fldSimple", instr=code)
    run = _child(field, "w:r")
    _child(run, "w:t").text = "1"
