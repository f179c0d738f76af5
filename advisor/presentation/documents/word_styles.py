"""The styles of a Word file: ours, or those of the firm's own file where the brand has one."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt, RGBColor

from advisor.errors import InputError

if TYPE_CHECKING:
    from advisor.presentation.documents.brand import Brand

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
    """The list that a style is numbered by, which is made where it has none.

    Args:
        word: The document.
        style: A style of `LISTS`.

    Returns:
        The id of its abstract list.
    """
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
