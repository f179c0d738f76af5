"""Word by python-docx: real headings, lists and header rows, a language, and words for pictures."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor

from advisor.presentation.documents.pdf import EARLIEST, made_at, png_of

if TYPE_CHECKING:
    from advisor.presentation.documents.parts import Document, Passage, TextBlock

PAPERS = {"letter": (Inches(8.5), Inches(11)), "a4": (Mm(210), Mm(297))}
LANGUAGE = "en-US"
INK, ACCENT = "1A1A1A", "24425C"
HEADER_FILL, LINE = "EAF0F5", "B8C2CC"


def docx_of(document: Document, paper: str) -> bytes:
    """The document as a Word file.

    Args:
        document: The document.
        paper: `letter` or `a4`.
    """
    return _WordFile(document, paper).bytes()


class _WordFile:
    """Writes one file."""

    def __init__(self, document: Document, paper: str) -> None:
        self._document = document
        self._word: Any = docx.Document()
        self._numbered = 0
        self._style()
        self._page(paper)
        self._properties()
        self._write()

    def _style(self) -> None:
        styles = self._word.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
        language = defaults.find(qn("w:rPr")).find(qn("w:lang"))
        language.set(qn("w:val"), LANGUAGE)
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        styles["Caption"].font.color.rgb = RGBColor.from_string(ACCENT)
        for name in ("List Bullet", "List Number"):
            form = styles[name].paragraph_format
            form.left_indent, form.first_line_indent = Inches(0.35), Inches(-0.35)
            form.tab_stops.add_tab_stop(Inches(0.35))
            form.space_after = Pt(4)
            styles[name].element.pPr.remove(
                styles[name].element.pPr.find(qn("w:contextualSpacing"))
            )
        for line in styles["Table Grid"].element.iter(qn("w:tblBorders")):
            for side in line:
                upright = side.tag in (qn("w:left"), qn("w:right"), qn("w:insideV"))
                side.set(qn("w:val"), "nil" if upright else "single")
                side.set(qn("w:color"), LINE)
        for name, before in (("Heading 1", 16), ("Heading 2", 12)):
            styles[name].paragraph_format.space_before = Pt(before)
            styles[name].paragraph_format.space_after = Pt(4)
        for name, size in (("Title", 22), ("Heading 1", 14), ("Heading 2", 12)):
            font = styles[name].font
            font.name, font.size, font.bold = "Calibri", Pt(size), True
            font.color.rgb = RGBColor.from_string(ACCENT)
            fonts = styles[name].element.rPr.rFonts
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)

    def _page(self, paper: str) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = PAPERS[paper]
        section.left_margin = section.right_margin = Inches(1)
        section.top_margin = section.bottom_margin = Inches(0.9)
        self._width = section.page_width - section.left_margin - section.right_margin
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{self._document.subject}  ·  ")
        _field(footer, "PAGE")

    def _properties(self) -> None:
        core = self._word.core_properties
        core.title, core.author = self._document.title[:255], self._document.author
        core.subject, core.language = self._document.subject[:255], LANGUAGE
        core.comments = core.keywords = ""
        core.last_modified_by, core.revision = self._document.author, 1
        core.created = core.modified = made_at(self._document).replace(tzinfo=None)

    def _write(self) -> None:
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
                _say(self._word.add_paragraph(style="List Bullet"), one)
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
                number = self._numbering(one.number)
            expected = one.number + 1
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    def _numbering(self, first: int) -> int:
        """A list of its own that begins with a number."""
        numbering = self._word.part.numbering_part.element
        style = self._word.styles["List Number"].element.pPr.numPr.numId.val
        kind = next(one for one in numbering.num_lst if one.numId == style).abstractNumId.val
        number = numbering.add_num(kind)
        number.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(number.numId)

    def _table(self, block: TextBlock) -> None:
        table = self._word.add_table(1, len(block.columns), style="Table Grid")
        _describe(table, block)
        for cell, text in zip(table.rows[0].cells, block.columns):
            cell.paragraphs[0].add_run(text).bold = True
            _shade(cell)
        _repeat(table.rows[0])
        table.autofit = False
        for one in block.lines:
            row = table.add_row()
            _keep_together(row)
            for cell, text in zip(row.cells, one.cells):
                cell.paragraphs[0].add_run(text)
        widths = [self._width * share // sum(block.widths) for share in block.widths]
        for column, width in zip(table.columns, widths):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths):
                cell.width = width
                form = cell.paragraphs[0].paragraph_format
                form.space_before = form.space_after = Pt(2)
        self._word.add_paragraph().paragraph_format.space_after = Pt(0)

    def _picture(self, block: TextBlock) -> None:
        caption = self._word.add_paragraph(block.told, style="Caption")
        caption.paragraph_format.keep_with_next = True
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(png_of(self._document.picture)), width=self._width)
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


def _repeat(row: Any) -> None:
    """Makes a row the header of its table, on every page."""
    _child(row._tr.get_or_add_trPr(), "w:cantSplit")
    _child(row._tr.get_or_add_trPr(), "w:tblHeader")


def _keep_together(row: Any) -> None:
    _child(row._tr.get_or_add_trPr(), "w:cantSplit")


def _describe(table: Any, block: TextBlock) -> None:
    """Says what a table is, for whoever does not see it."""
    properties = table._tbl.tblPr
    _child(properties, "w:tblCaption", val=block.told)
    _child(properties, "w:tblDescription", val=", ".join(block.columns))


def _shade(cell: Any) -> None:
    _child(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=HEADER_FILL)


def _field(paragraph: Any, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    field = _child(paragraph._p, "w:fldSimple", instr=code)
    run = _child(field, "w:r")
    _child(run, "w:t").text = "1"
