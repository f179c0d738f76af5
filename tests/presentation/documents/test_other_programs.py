"""What the documents are, in the opinion of programs that did not make them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.assessed import assessed, looked_ahead
from support.hostile import hostile
from support.programs import axe, program, run

from advisor.presentation.contracts.memo import MemoJson, memo_contract
from advisor.presentation.documents.writing import write_document
from advisor.presentation.memo import memo_day

EXAMPLE = "24-city-view"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s}%s"


@cache
def told() -> MemoJson:
    found = assessed(EXAMPLE)
    return memo_contract(found, looked_ahead(EXAMPLE), memo_day(found, None))


def name(space: str, local: str) -> str:
    return OFFICE % (f"{space}:1.0", local)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> ElementTree.Element:
    """The Word file as LibreOffice reads it."""
    office = program("soffice", "libreoffice")
    folder = tmp_path_factory.mktemp("word")
    (folder / "memo.docx").write_bytes(write_document(assessed(EXAMPLE), "docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(office, profile, "--headless", "--convert-to", "fodt", "memo.docx", cwd=folder)
    return ElementTree.parse(folder / "memo.fodt").getroot()


def text_of(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def test_libreoffice_reads_the_headings_of_the_word_file(opened):
    found = [
        (one.get(name("text", "outline-level")), text_of(one))
        for one in opened.iter(name("text", "h"))
    ]
    sections = [("1", one.title) for one in told().sections]
    assert [one for one in found if one in sections] == sections
    assert ("1", "Annex") in found
    assert {level for level, _ in found} == {"1", "2"}


def test_libreoffice_repeats_the_header_row_of_each_table(opened):
    tables = list(opened.iter(name("table", "table")))
    rows = list(opened.iter(name("table", "table-header-rows")))
    assert len(tables) == len(rows) == 2
    assert "Where it stands" in text_of(rows[0])


def test_libreoffice_reads_title_language_and_the_words_of_the_picture(opened):
    assert opened.find(".//{http://purl.org/dc/elements/1.1/}title").text == told().title
    space = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
    usual = opened.find(
        f".//{name('style', 'default-style')}[@{name('style', 'family')}='paragraph']"
    )
    letters = usual.find(name("style", "text-properties"))
    assert (letters.get(f"{space}language"), letters.get(f"{space}country")) == ("en", "US")
    picture = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc"
    assert [one.text for one in opened.iter(picture)] == [told().picture.text]


def test_libreoffice_counts_the_steps_as_the_memo_does(opened):
    text = re.sub(r"\s+", " ", text_of(opened))
    assert [one.text for one in told().said("steps") if one.text not in text] == []
    items = opened.iter(name("text", "list-item"))
    starts = {one.get(name("text", "start-value")) for one in items}
    assert str(told().annex.steps[0].number) in starts


TRIED = """<script>{axe}</script><script>
axe.run({{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
  .then(found => {{ document.body.dataset.found = JSON.stringify(
    [found.passes.length, found.violations.map(one => [one.id, one.nodes.map(at => at.html)])]) }})
</script></body>"""


def findings(page: str, folder: Path, *options: str) -> list[object]:
    """What axe finds in a page in Chromium; only the page's ban on scripts is taken out for it."""
    chromium = program("chromium", "chromium-browser", "google-chrome")
    page, bans = re.subn(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", page)
    assert bans == 1
    script = TRIED.format(axe=axe())
    (folder / "page.html").write_text(page.replace("</body>", script), "utf-8")
    shown = run(
        chromium, "--headless", "--no-sandbox", "--disable-gpu", *options,
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=60000", "--dump-dom",
        (folder / "page.html").as_uri(), cwd=folder,
    )  # fmt: skip
    found = re.search(r'data-found="([^"]*)"', shown)
    assert found, "axe did not come to an end"
    passes, violations = json.loads(found[1].replace("&quot;", '"').replace("&amp;", "&"))
    assert passes > 20
    return violations


DARK = "--blink-settings=preferredColorScheme=0"


@pytest.mark.parametrize("options", [(), (DARK,)], ids=["light", "dark"])
def test_axe_finds_nothing_in_the_web_page_with_all_reasons_open(tmp_path, options):
    page = write_document(assessed(EXAMPLE), "html").decode()
    assert findings(page.replace("<details", "<details open"), tmp_path, *options) == []


def test_axe_finds_nothing_in_a_brief_under_a_brand(tmp_path):
    (tmp_path / "brand.yml").write_text(
        "name: Hill & Partners\ncolors: {accent: '#767676', shade: '#7f7f7f', text: '#000000'}\n"
    )
    page = write_document(
        hostile("<b>"), "html", template="brief", brand=tmp_path / "brand.yml"
    ).decode()
    assert findings(page.replace("<details", "<details open"), tmp_path) == []


def test_axe_would_find_something(tmp_path):
    page = write_document(assessed(EXAMPLE), "html", template="brief").decode()
    assert findings(page.replace('lang="en-US"', "").replace('scope="col"', ""), tmp_path) != []
