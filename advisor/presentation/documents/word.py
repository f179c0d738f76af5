"""Word by python-docx: real headings, lists and header rows, a language, and words for pictures.

The styles are ours, or those of the firm's own file where the brand has one.
"""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt, RGBColor

from advisor.errors import InputError
from advisor.presentation.documents.pdf import EARLIEST, made_at, png_of

if TYPE_CHECKING:
    from advisor.presentation.documents.brand import Brand
    from advisor.presentation.documents.document import Document, Passage, TextBlock

LOGO_HEIGHT = Inches(0.6)
LANGUAGE = "en-US"
PAPERS = {"letter": (Inches(8.5), Inches(11)), "a4": (Mm(210), Mm(297))}
HEADINGS = {"Title": (22, 0), "Heading 1": (14, 12), "Heading 2": (12, 9)}
"""Points: of the letters, and of the space before."""
LISTS = {"List Bullet": ("bullet", "\u2022"), "List Number": ("decimal", "%1.")}
"""What stands before an item, for a style that does not say it."""
STYLES = (*HEADINGS, *LISTS, "Caption", "Table Grid")
FONT = "Calibri"
LINE = "B8C2CC"
_INDENT = 504
"""Twentieths of a point, of an item of a list."""


class WordFile:
    """The document as a Word file."""

    def __init__(self, document: Document, brand: Brand, paper: str) -> None:
        """Writes it.

        Args:
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


def opened(brand: Brand, paper: str) -> Any:
    """A Word document without text that has every style of `STYLES`.

    Args:
        brand: With a letterhead, its styles, page, head and foot stay as they are, and only what
            is missing is added.
        paper: `letter` or `a4`; a letterhead has its own.

    Raises:
        InputError: If the letterhead cannot be opened.
    """
    ours = docx.Document()
    _set(ours, brand)
    if not brand.letterhead:
        section = ours.sections[0]
        section.page_width, section.page_height = PAPERS[paper]
        section.left_margin = section.right_margin = Inches(1)
        section.top_margin = section.bottom_margin = Inches(0.9)
        _speak(ours)
        return ours
    try:
        word: Any = docx.Document(io.BytesIO(brand.letterhead))
        word.element.body.clear_content()
        word.element.body.get_or_add_sectPr()
        for name in [one for one in STYLES if one not in word.styles]:
            style = deepcopy(ours.styles[name].element)
            for number in [*style.iter(qn("w:numPr"))]:  # it counts the lists of our file
                number.getparent().remove(number)
            word.styles.element.append(style)
        for name in STYLES:
            if word.styles[name].type != ours.styles[name].type:
                raise ValueError(f"its style {name} is of another kind")
        if not any(one.reltype == RELATIONSHIP_TYPE.NUMBERING for one in word.part.rels.values()):
            word.part.relate_to(ours.part.numbering_part, RELATIONSHIP_TYPE.NUMBERING)
        _speak(word)
    except (KeyError, ValueError, AttributeError, SyntaxError, PythonDocxError) as error:
        raise InputError(
            f"The Word file of the brand cannot be opened: {error}.",
            remedy="Save it again as .docx.",
        ) from error
    return word


def _set(word: Any, brand: Brand) -> None:
    """Gives python-docx's own styles our measures, and the brand's colors and fonts."""
    styles = word.styles
    accent = RGBColor.from_string(brand.colors.accent[1:].upper())
    normal = styles["Normal"]
    normal.font.name, normal.font.size = brand.fonts.text or FONT, Pt(10.5)
    normal.font.color.rgb = RGBColor.from_string(brand.colors.text[1:].upper())
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.05
    styles["Caption"].font.color.rgb = accent
    for name in LISTS:
        form = styles[name].paragraph_format
        form.space_after = Pt(3)
        properties = styles[name].element.pPr
        properties.remove(properties.find(qn("w:contextualSpacing")))
    for one in word.part.numbering_part.element.iter(qn("w:ind"), qn("w:tab")):
        for side in ("left", "hanging") if one.tag == qn("w:ind") else ("pos",):
            one.set(qn(f"w:{side}"), str(_INDENT))
    for name, (size, before) in HEADINGS.items():
        form, font = styles[name].paragraph_format, styles[name].font
        form.space_before, form.space_after = Pt(before), Pt(3 if before else 10)
        font.name = brand.fonts.headings or brand.fonts.text or FONT
        font.size, font.bold, font.color.rgb = Pt(size), True, accent
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            styles[name].element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    for side in next(styles["Table Grid"].element.iter(qn("w:tblBorders"))):
        upright = side.tag in (qn("w:left"), qn("w:right"), qn("w:insideV"))
        side.set(qn("w:val"), "nil" if upright else "single")
        side.set(qn("w:color"), LINE)


def _speak(word: Any) -> None:
    """Says that the text is in American English, in every style that names a language."""
    root = word.styles.element
    if root.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is None:
        usual = word.styles.default(WD_STYLE_TYPE.PARAGRAPH).element
        usual.get_or_add_rPr().append(OxmlElement("w:lang"))
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def numbering(word: Any, style: str) -> int:
    """The list that a style is numbered by, which is made where it has none."""
    root = word.part.numbering_part.element
    own = word.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    for one in root.num_lst if own is not None else ():
        if one.numId == own.val:
            return int(one.abstractNumId.val)
    used = [int(one.get(qn("w:abstractNumId"))) for one in root.iter(qn("w:abstractNum"))]
    form, mark = LISTS[style]
    pictures = len(root.findall(qn("w:numPicBullet")))  # which stand first
    root.insert(pictures, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{max(used, default=0) + 1}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT}" w:hanging="{_INDENT}"/></w:pPr></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    return max(used, default=0) + 1
