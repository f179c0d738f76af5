"""The list of cases, and what can be done with a whole case: nothing is ever lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from advisor.interview.session import InterviewSession
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import examples
from advisor.knowledge.source import LARGEST
from advisor.model.case_reader import load_case
from advisor.web.application import make_application

EXAMPLES = examples()
VILLAGE = EXAMPLES["02-village-high-school"].read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cases"


def put(folder: Path, name: str, data: bytes = VILLAGE) -> Path:
    path = folder / f"{name}.yaml"
    path.write_bytes(data)
    return path


def send(client, name, data=VILLAGE):
    """Sends a file as a browser does."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--b--\r\n"
    return client.post("/cases/file", data=body, content_type="multipart/form-data; boundary=b")


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_each_case_is_listed_with_its_path_in_words(client, folder):
    put(folder, "ours")
    assert "Advised: a virtual or hybrid school in the district" in client.get("/").text


def test_the_path_follows_a_file_changed_by_hand(client, folder):
    path = put(folder, "ours")
    client.get("/")
    path.write_bytes(EXAMPLES["18-westminster"].read_bytes())
    assert "Advised: waiting and preparing" in client.get("/").text


def test_a_case_that_was_only_begun_says_so(client):
    client.post("/cases", data={"name": "ours"})
    page = client.get("/").text
    assert "Not finished" in page and "Too little answered" in page


def test_a_damaged_file_says_so_and_keeps_no_other_case_from_the_list(client, folder):
    put(folder, "ours")
    put(folder, "damaged", b"advisor-case: 1\nchange: [\n")
    page = client.get("/").text
    assert page.count("Cannot be read.") == 1 and "Advised: a virtual" in page
    opened = client.get("/case/damaged/")
    assert opened.status_code == 409
    assert "damaged.yaml:3" in opened.text and "Nothing that was saved is lost" in opened.text


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"- a list", b"advisor-case: 9\n", b"x" * (LARGEST + 5)]
)
def test_whatever_a_file_holds_the_list_is_shown(client, folder, data):
    put(folder, "odd", data)
    put(folder, "ours")
    page = client.get("/")
    assert page.status_code == 200 and "Advised: a virtual" in page.text


def test_a_name_that_only_a_person_gives_a_file_can_be_opened_and_put_away(client, folder):
    put(folder, "a: “b”?")
    assert client.get("/case/a%3A%20%E2%80%9Cb%E2%80%9D%3F/memo").status_code == 200
    assert client.post("/case/a%3A%20%E2%80%9Cb%E2%80%9D%3F/remove").status_code == 303
    assert [*folder.glob("*.yaml")] == []


def test_a_folder_named_like_a_case_is_told_of_and_harms_nothing(client, folder):
    (folder / "sub.yaml").mkdir()
    assert "Cannot be read." in client.get("/").text


def test_a_link_out_of_the_folder_is_neither_shown_nor_copied(client, folder, tmp_path):
    (tmp_path / "secret").write_bytes(VILLAGE)
    (folder / "link.yaml").symlink_to(tmp_path / "secret")
    assert "Cannot be read." in client.get("/").text
    assert "link" in client.post("/case/link/copy", data={"name": "mine"}).text
    assert names(folder) == {"link.yaml"}


def test_a_folder_that_was_taken_away_is_told_of(client, folder):
    folder.rmdir()
    page = client.get("/")
    assert page.status_code == 409 and str(folder) in page.text and "Put it back" in page.text


def test_begin_refuses_a_name_that_is_taken_and_keeps_what_was_typed(client, folder):
    put(folder, "ours")
    page = client.post("/cases", data={"name": "ours"})
    assert page.status_code == 400
    assert "<title>Error: Your cases" in page.text and 'value="ours"' in page.text
    assert 'href="#name"' in page.text and (folder / "ours.yaml").read_bytes() == VILLAGE


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b", "..", ".hidden", "a" * 61, 'a"b', "a\\b", "a\0b"]
)
def test_begin_refuses_what_cannot_be_a_name(client, folder, name):
    assert client.post("/cases", data={"name": name}).status_code == 400
    assert names(folder) == set()


def test_every_example_can_be_begun_from(client, folder):
    for name in EXAMPLES:
        made = client.post("/cases/example", data={"example": name})
        assert made.status_code == 303
    made = sorted(folder.glob("*.yaml"), key=lambda one: one.name)
    assert len(made) == len(EXAMPLES)
    assert {one.read_bytes() for one in made} == {one.read_bytes() for one in EXAMPLES.values()}


def test_an_example_that_is_none_is_refused(client, folder):
    page = client.post("/cases/example", data={"example": "../../etc/passwd"})
    assert page.status_code == 400 and names(folder) == set()


def test_a_copy_without_examples_offers_none(tmp_path, monkeypatch):
    monkeypatch.setattr("advisor.web.cases.examples", dict)
    client = make_application(tmp_path, shipped_knowledge()).test_client()
    assert 'name="example"' not in client.get("/").text


def test_a_file_that_is_brought_in_stays_as_it_is_to_the_byte(client, folder):
    assert send(client, "our school.yaml").headers["Location"] == "/case/our%20school/"
    assert (folder / "our school.yaml").read_bytes() == VILLAGE


def test_a_file_that_is_brought_in_replaces_none(client, folder):
    put(folder, "ours", b"advisor-case: 1\n")
    send(client, "ours.yaml")
    assert (folder / "ours.yaml").read_bytes() == b"advisor-case: 1\n"
    assert (folder / "ours 2.yaml").read_bytes() == VILLAGE


@pytest.mark.parametrize(
    "given", ["../../evil.yaml", "C:\\x\\evil.yaml", "/etc/evil.yaml", ".evil"]
)
def test_a_file_that_is_brought_in_stays_in_the_folder(client, folder, given):
    send(client, given)
    assert len(names(folder)) == 1 and "evil" in names(folder).pop()


def test_a_begun_case_file_may_be_brought_in(client, folder):
    assert (
        send(client, "ours.yaml", b"advisor-case: 1\nplace: existing-school\n").status_code == 303
    )


def test_a_flat_case_file_is_kept_as_a_nested_one(client, folder):
    flat = (
        b"advisor-case: 1\nclient.name: Us\nchange.short: a program\nchange.kind: new-model\n"
        b"place: existing-school\nhomes.existing-school.open: yes\n"
    )
    assert send(client, "flat.yaml", flat).status_code == 303
    assert load_case(folder / "flat.yaml").client.text("name") == "Us"
    assert "Memo" in client.get("/").text


def test_a_file_that_is_no_case_is_refused_with_line_and_remedy(client, folder):
    wrong = VILLAGE.replace(b"kind: new-model", b"kind: no-such-kind")
    page = send(client, "ours.yaml", wrong)
    assert page.status_code == 400 and names(folder) == set()
    assert "<title>Error: Your cases" in page.text and 'href="#file"' in page.text
    assert "no-such-kind" in page.text and "(line " in page.text and "new-model" in page.text


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"{", b"a: &x 1\nb: *x\n"])
def test_a_file_that_cannot_be_read_is_refused(client, folder, data):
    assert send(client, "ours.yaml", data).status_code == 400
    assert names(folder) == set()


def test_a_file_that_is_too_large_is_refused(client, folder):
    page = send(client, "ours.yaml", b"#" * (LARGEST + 1))
    assert page.status_code == 400 and "larger than 1,000,000 bytes" in page.text
    assert send(client, "ours.yaml", b"#" * 3_000_000).status_code == 413
    assert names(folder) == set()


def test_no_file_at_all_is_refused(client):
    page = client.post("/cases/file", data={}, content_type="multipart/form-data")
    assert page.status_code == 400 and "Choose a file first" in page.text


def test_a_copy_has_the_answers_of_file_and_session(client, folder, app):
    put(folder, "ours")
    with app.extensions["desk"].change("ours") as opened:
        opened.course.answered.draft.put("client.region", "Ohio")
        opened.course.answered.save()
    assert client.post("/case/ours/copy", data={"name": "theirs"}).status_code == 303
    assert (folder / "theirs.yaml").read_bytes() == VILLAGE
    with app.extensions["desk"].open("theirs") as opened:
        assert opened.course.draft.answer("client.region") == "Ohio"
        assert not opened.session.has_changed()


@pytest.mark.parametrize("what", ["copy", "rename"])
def test_no_copy_and_no_new_name_replaces_a_case(client, folder, what):
    put(folder, "ours")
    put(folder, "theirs", b"advisor-case: 1\n")
    page = client.post(f"/case/ours/{what}", data={"name": "theirs"})
    assert page.status_code == 400
    assert "<title>Error: " in page.text and 'value="theirs"' in page.text
    assert (folder / "theirs.yaml").read_bytes() == b"advisor-case: 1\n"
    assert (folder / "ours.yaml").read_bytes() == VILLAGE


def test_a_new_name_takes_all_files_along(client, folder):
    put(folder, "ours")
    for end in (".yaml.session", ".yaml.before", ".memo.md"):
        (folder / f"ours{end}").write_text(end)
    assert client.post("/case/ours/rename", data={"name": "theirs"}).status_code == 303
    assert names(folder) == {f"theirs{one}" for one in
                             (".yaml", ".yaml.session", ".yaml.before", ".memo.md")}  # fmt: skip
    assert client.get("/case/ours/memo").status_code == 404


def test_nothing_is_put_away_before_it_is_asked(client, folder):
    put(folder, "ours")
    page = client.get("/case/ours/remove")
    assert "nothing is deleted" in page.text and names(folder) == {"ours.yaml"}


def test_what_is_put_away_can_be_put_back_by_hand(client, folder):
    path = put(folder, "ours")
    moved = client.post("/case/ours/remove")
    assert names(folder) == {".trash"} and "ours.yaml" in client.get(moved.headers["Location"]).text
    assert "Advised" not in client.get("/").text
    (folder / ".trash" / "ours.yaml").rename(path)
    assert "Advised: a virtual" in client.get("/").text


def test_the_trash_keeps_two_cases_of_one_name(client, folder):
    for data in (VILLAGE, EXAMPLES["18-westminster"].read_bytes()):
        put(folder, "ours", data)
        client.post("/case/ours/remove")
    assert names(folder / ".trash") == {"ours.yaml", "ours 2.yaml"}


def test_a_damaged_case_can_be_renamed_and_put_away(client, folder):
    put(folder, "odd", b"[")
    client.post("/case/odd/rename", data={"name": "even"})
    client.post("/case/even/remove")
    assert (folder / ".trash" / "even.yaml").read_bytes() == b"["


def test_no_trash_is_made_where_a_link_leads_out(client, folder, tmp_path):
    put(folder, "ours")
    (folder / ".trash").symlink_to(tmp_path)
    assert client.post("/case/ours/remove").status_code == 409
    assert (folder / "ours.yaml").read_bytes() == VILLAGE


@pytest.mark.parametrize("what", ["rename", "remove"])
def test_a_case_that_a_terminal_has_is_not_moved(client, folder, what, monkeypatch):
    monkeypatch.setattr("advisor.interview.desk.PATIENCE", 0.05)
    path = put(folder, "ours")
    with InterviewSession(path):
        page = client.post(f"/case/ours/{what}", data={"name": "theirs"})
    assert page.status_code in (400, 409) and "Another interview" in page.text
    assert path.read_bytes() == VILLAGE


@pytest.mark.parametrize("what", ["copy", "rename", "remove"])
def test_what_is_not_there_leads_to_the_list(client, what):
    page = client.get(f"/case/none/{what}")
    assert page.status_code == 404 and 'href="/"' in page.text


def test_a_full_disk_loses_nothing_and_leaves_no_half_file(client, folder, monkeypatch):
    put(folder, "ours")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for page in (send(client, "new.yaml"), client.post("/case/ours/copy", data={"name": "two"})):
        assert page.status_code == 400 and "No space left on device" in page.text
        assert "Nothing has been changed" in page.text
    assert client.post("/cases", data={"name": "three"}).status_code == 400
    assert names(folder) == {"ours.yaml"}


def test_a_move_that_fails_midway_is_taken_back(client, folder, monkeypatch):
    put(folder, "ours")
    (folder / "ours.memo.md").write_text("memo")
    rename = os.rename

    def stops(old, new):
        if str(old).endswith("ours.yaml"):
            raise OSError(5, "Input/output error")
        rename(old, new)

    monkeypatch.setattr(os, "rename", stops)
    assert client.post("/case/ours/rename", data={"name": "two"}).status_code == 400
    assert names(folder) == {"ours.yaml", "ours.memo.md"}


@pytest.fixture
def shared():
    """A folder that everybody can reach, and that only its owner may write to."""
    with tempfile.TemporaryDirectory() as name:
        put(Path(name), "ours")
        os.chmod(name, 0o555)
        yield Path(name)
        os.chmod(name, 0o700)


def test_a_folder_that_can_only_be_read_still_gives_memos(shared):
    client = make_application(shared, shipped_knowledge()).test_client()
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    client.get("/case/ours/memo"), client.post("/cases", data={"name": ""})  # templates are read
    root = os.geteuid() == 0  # who may write everywhere
    if root:
        os.seteuid(65534)
    try:
        page = client.get("/").text
        assert "Nothing can be written in this folder" in page and "Advised: a virtual" in page
        assert client.get("/case/ours/memo").status_code == 200
        assert client.get("/case/ours/download/case").data == VILLAGE
        for refused in (client.post("/cases", data={"name": "new"}), send(client, "new.yaml"),
                        client.post("/case/ours/copy", data={"name": "two"})):  # fmt: skip
            assert refused.status_code == 400 and "Permission denied" in refused.text
        assert "Permission denied" in client.post("/case/ours/remove").text
    finally:
        if root:
            os.seteuid(0)
    assert names(shared) == {"ours.yaml"}


def test_the_first_page_says_what_comes_of_it_and_how_long_it_takes(client):
    page = client.get("/").text
    said = page.partition("</h1>")[2].partition("<p class")[0]
    for words in ("lead schools", "a memo", "twenty minutes", "stop and go on", "I don’t know"):
        assert words in said
