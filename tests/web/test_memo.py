"""The memo on screen and to take away, and what it would take to change the advice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.assessed import EXAMPLES, NAMES

from advisor.explanation.assess import assess
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case
from advisor.presentation.contracts.memo import memo_contract
from advisor.presentation.documents.writing import write_document
from advisor.presentation.memo import memo_day, write_memo
from advisor.presentation.reissue import record_of
from advisor.solver.session import SolverMissingError

VILLAGE = "02-village-high-school"
CITY = "24-city-view"


@pytest.fixture
def put(tmp_path):
    """Puts an example among the cases."""

    def copied(example: str, name: str = "ours") -> Path:
        path = tmp_path / "cases" / f"{name}.yaml"
        path.write_bytes((EXAMPLES / example / "case.yaml").read_bytes())
        return path

    return copied


def plain(page: str) -> str:
    """The words of a page."""
    text = re.sub(r"<[^>]+>", " ", page)
    for mark, letter in (("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return re.sub(r"\s+", " ", text)


def answered(app, name: str, **answers) -> None:
    """Keeps answers in the session of a case, as the questions would."""
    with app.extensions["desk"].change(name, new=True) as opened:
        kept = opened.course.answered
        for item, value in answers.items():
            kept.draft.put(item.replace("__", "."), value)
        kept.save()


@pytest.mark.parametrize("example", [*NAMES[::6], "short-form"])
def test_every_sentence_of_the_memo_is_shown_with_the_annex_and_the_picture(client, put, example):
    put(example)
    shown = plain(client.get("/case/ours/memo").text)
    found = assess(load_case(EXAMPLES / example / "case.yaml"), engine="reference")
    memo = memo_contract(found, look_ahead(found), memo_day(found, None))
    said = [each for section in memo.sections for block in section.blocks
            for one in block.sentences for each in (one.text, *one.cells)]  # fmt: skip
    assert memo.title in shown and len(said) > 5
    assert [one for one in said if re.sub(r"\s+", " ", one) not in shown] == []
    assert "How this was worked out" in shown
    if memo.picture:
        assert [one.name for one in memo.picture.spokes if one.name not in shown] == []
        assert "The picture as a table" in shown and memo.picture.text in shown


def test_a_sentence_opens_to_its_reasons_and_no_command_is_told(client, put):
    put(CITY)
    page = client.get("/case/ours/memo").text
    assert page.count('<details class="said">') > 20 and "It stands because" in page
    assert "advisor why" not in page and "of the case file)" not in page


def test_nothing_of_the_page_asks_for_what_its_policy_forbids(client, put):
    put(CITY)
    for address in ("memo", "change", "change/change", "what-if?changes=change.kind=upgrade"):
        page = client.get(f"/case/ours/{address}").text
        assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=|https?://(?!www\.w3)", page)


def test_a_memo_is_made_of_the_answers_so_far_and_says_that_questions_are_open(client, app):
    answered(app, "ours", change__kind="new-model", place="district-virtual-school")
    assert client.get("/case/ours/memo").status_code == 409
    answered(app, "ours", parties=[{"name": "School board", "id": "board", "kind": "school-board"}])
    page = client.get("/case/ours/memo")
    assert page.status_code == 200
    assert "questions are still open" in page.text and 'href="/case/ours/next"' in page.text
    assert "the change" in page.text and "To ours" in plain(page.text)


def test_what_was_only_taken_for_granted_does_not_become_an_answer(client, app):
    answered(app, "ours", homes=["charter-school"])
    client.get("/case/ours/memo")
    taken = client.get("/case/ours/download/case").text
    assert "name:" not in taken and "short:" not in taken and "kind:" not in taken


def test_a_case_with_too_few_answers_leads_to_its_questions(client, app):
    answered(app, "ours", change__kind="upgrade")
    for address in ("memo", "change", "change/change", "what-if", "download/pdf"):
        page = client.get(f"/case/ours/{address}")
        assert page.status_code == 409 and 'href="/case/ours/next"' in page.text


def test_the_memo_follows_the_next_answer(client, app, put):
    put(VILLAGE)
    before = client.get("/case/ours/memo").text
    answered(app, "ours", change__kind="unknown")
    assert client.get("/case/ours/memo").text != before


def test_the_memo_follows_a_file_changed_by_hand(client, put):
    put(VILLAGE)
    assert "Village" in client.get("/case/ours/memo").text
    put("18-westminster")
    assert "Village" not in client.get("/case/ours/memo").text


def test_a_file_changed_by_hand_beside_open_answers_is_told_of(client, app, put):
    put(VILLAGE)
    answered(app, "ours", client__region="Ohio")
    assert "changed by hand" not in client.get("/case/ours/memo").text
    put("18-westminster")
    page = client.get("/case/ours/memo").text
    assert "changed by hand" in page and "ours.yaml.session" in page and "Village" in page


def test_a_file_damaged_while_it_is_open_is_told_of_and_left_as_it_is(client, put):
    path = put(VILLAGE)
    client.get("/case/ours/memo")
    path.write_bytes(b"advisor-case: [")
    page = client.get("/case/ours/memo")
    assert page.status_code == 409 and "ours.yaml" in page.text
    assert path.read_bytes() == b"advisor-case: ["


def test_what_is_taken_away_is_what_the_commands_make(client, put):
    path = put(CITY)
    found = assess(load_case(path), engine="reference")
    taken = {form: client.get(f"/case/ours/download/{form}").data
             for form in ("docx", "pdf", "html", "markdown", "record", "case")}  # fmt: skip
    assert taken["markdown"].decode() == write_memo(found)
    assert [form for form in ("docx", "pdf", "html")
            if taken[form] != write_document(found, form)] == []  # fmt: skip
    assert taken["record"] == record_of(found) and taken["case"] == path.read_bytes()


@pytest.mark.parametrize(
    ("form", "name", "sort"),
    [
        ("docx", "ours.docx", "wordprocessingml"), ("pdf", "ours.pdf", "application/pdf"),
        ("html", "ours.html", "text/html"), ("markdown", "ours.md", "text/markdown"),
        ("case", "ours.yaml", "yaml"), ("record", "ours.memo.json", "application/json"),
    ],
)  # fmt: skip
def test_a_file_that_is_taken_away_has_its_name_and_sort(client, put, form, name, sort):
    put(VILLAGE)
    given = client.get(f"/case/ours/download/{form}")
    assert given.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert sort in given.headers["Content-Type"] and given.headers["Cache-Control"] == "no-store"


def test_a_name_in_any_letters_is_kept_in_the_name_of_the_file(client, put):
    put(VILLAGE, "Écoles & co")
    given = client.get("/case/Écoles & co/download/markdown")
    assert "filename*=UTF-8''%C3%89coles%20&%20co.md" in given.headers["Content-Disposition"]


def test_the_version_for_the_public_names_no_party_that_does_not_decide(client, put):
    put(CITY)
    public = client.get("/case/ours/download/markdown?public=1")
    assert "ours.public.md" in public.headers["Content-Disposition"]
    assert "Home high schools" not in public.text
    assert "Home high schools" in client.get("/case/ours/download/markdown").text


def test_a_form_that_needs_what_is_not_installed_is_told_and_not_offered(client, put, monkeypatch):
    put(VILLAGE)
    lost = "advisor.presentation.documents.writing.find_spec"
    monkeypatch.setattr(lost, lambda name: None)
    page = client.get("/case/ours/memo").text
    assert "Word and PDF can be made after" in page and "documents]" in page
    assert "download/docx" not in page and "download/html" in page
    refused = client.get("/case/ours/download/docx")
    assert refused.status_code == 409 and "pip install" in refused.text


def test_a_form_that_there_is_not_is_no_page(client, put):
    put(VILLAGE)
    assert client.get("/case/ours/download/exe").status_code == 404


def test_what_would_change_the_advice_is_told_in_words_with_a_way_to_try_it(client, put):
    put("18-westminster")
    page = client.get("/case/ours/change").text
    assert "One other answer is enough" in page
    shown = plain(page)
    assert "State education department: How does what the work puts first sit with" in shown
    assert "Who can change it: the party itself" in shown
    link = re.search(r'href="(/case/ours/what-if\?[^"]*)"', page)
    tried = plain(client.get(link[1].replace("&amp;", "&")).text)
    assert "Another path would be advised" in tried
    assert "Ordinary leadership in the present schools" in tried


def test_that_nothing_would_do_is_told_as_proved(client, put):
    put(CITY)
    shown = plain(client.get("/case/ours/change").text)
    assert "This is proved, not merely tried" in shown
    assert "If the federal grant turned firmly against it: waiting and preparing" in shown


def test_a_path_somebody_has_in_mind_is_looked_for(client, put):
    put(CITY)
    page = client.get("/case/ours/change?to=charter-school").text
    assert "Looked for: <strong>a charter or state-run school" in page
    assert client.get("/case/ours/change?to=nowhere-at-all").status_code == 200


def test_without_the_solver_the_memo_is_read_and_other_answers_are_tried(client, put, monkeypatch):
    put(CITY)

    def missing(*_):
        raise SolverMissingError(ImportError("clingo"))

    monkeypatch.setattr("advisor.interview.course.Course.standing", missing)
    monkeypatch.setattr("advisor.explanation.outlook._Ahead", missing)
    assert client.get("/case/ours/memo").status_code == 200
    monkeypatch.setattr("advisor.web.memo.flips", missing)
    monkeypatch.setattr("advisor.interview.worked_out.flips", missing)
    page = client.get("/case/ours/change")
    assert page.status_code == 200 and "clingo" in page.text and "/change/change" in page.text


def test_every_answer_about_every_subject_can_be_supposed_another(client, put):
    put(CITY)
    links = re.findall(r'href="(/case/ours/change/[^"]+)"', client.get("/case/ours/change").text)
    assert len(links) > 8
    for link in links:
        page = client.get(link).text
        boxes = re.findall(r'<select id="\w+" name="([^"]+)">(.*?)</select>', page, re.S)
        assert boxes and {name for name, _ in boxes} == {"changes"}, link
        assert [box for _, box in boxes if box.count(" selected") != 1] == []
        other = re.search(r'<option value="([^"]+)">', boxes[-1][1])[1]
        query = {"changes": other}
        assert client.get("/case/ours/what-if", query_string=query).status_code == 200


def test_nothing_changed_is_told_instead_of_a_result(client, put):
    put(CITY)
    page = client.get("/case/ours/what-if?changes=change.running=yes", follow_redirects=True)
    assert "No answer was changed" in page.text


@pytest.mark.parametrize("query", ["nothing.such=1", "change.kind=no-such", "change.kind="])
def test_an_answer_that_there_is_not_is_refused(client, put, query):
    put(CITY)
    assert client.get(f"/case/ours/what-if?changes={query}").status_code == 409


def test_a_what_if_is_kept_as_a_case_file_of_its_own(client, put, tmp_path):
    path = put(CITY)
    before = path.read_bytes()
    form = {"changes": ["change.kind=upgrade"], "name": "other"}
    assert client.post("/case/ours/what-if", data=form).headers["Location"] == "/case/other/memo"
    kept = load_case(tmp_path / "cases" / "other.yaml")
    assert kept.change.word("kind") == "upgrade" and path.read_bytes() == before
    assert "# City View Community High School" in (tmp_path / "cases" / "other.yaml").read_text()
    plain_of = dict(load_case(path).plain(), change=None), dict(kept.plain(), change=None)
    assert plain_of[0] == plain_of[1]


def test_a_what_if_of_open_answers_is_kept_open(client, app):
    answered(app, "ours", homes=["charter-school"], change__kind="upgrade")
    form = {"changes": ["change.kind=new-model"], "name": "other"}
    client.post("/case/ours/what-if", data=form)
    with app.extensions["desk"].open("other") as opened:
        assert opened.course.draft.content["change"] == {"kind": "new-model"}
        assert "client" not in opened.course.draft.content and opened.is_begun


def test_a_what_if_replaces_no_case(client, put):
    path = put(CITY)
    put(VILLAGE, "other")
    form = {"changes": ["change.kind=upgrade"], "name": "other"}
    page = client.post("/case/ours/what-if", data=form)
    assert page.status_code == 400
    assert "<title>Error: What if" in page.text and 'value="change.kind=upgrade"' in page.text
    assert load_case(path.with_name("other.yaml")).client.text("name") == "Academy District 20"


def test_only_a_few_results_are_kept(app, client, put):
    for number in range(15):
        put(VILLAGE, f"case {number}")
        client.get(f"/case/case {number}/memo")
    assert len(app.extensions["worked-out"]._found) == 12


def test_the_record_that_is_taken_away_holds_the_answers(client, put):
    path = put(VILLAGE)
    record = json.loads(client.get("/case/ours/download/record").data)
    assert record["answers"] == json.loads(json.dumps(dict(load_case(path).source)))


def test_the_memo_of_a_served_case_needs_no_other_knowledge_than_its_own(client, put):
    put(VILLAGE)
    assert shipped_knowledge().hash[:12] in client.get("/case/ours/memo").text
