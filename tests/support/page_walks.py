"""The served interview as a person with a browser goes through it, from the pages alone."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from support.interviews import documented, told
from support.reckoning import Reckoning

from advisor.explanation.relevance import Asked
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.interview import LISTS, is_across, is_line, list_of
from advisor.model.case import UNKNOWN
from advisor.model.line import words_in

KNOWLEDGE = shipped_knowledge()
_EMPTY = {"input", "meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """What can be filled in on a page, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.title = ""
        self.words: list[str] = []
        self.fields: list[dict[str, str]] = []
        self.buttons: list[dict[str, str]] = []
        self.links: list[str] = []
        self.given: list[tuple[str, str]] = []
        """What is sent when nothing is changed."""
        self.labels: dict[str, str] = {}
        self._open: list[str] = []
        self._label = ""
        self._area: dict[str, str] | None = None
        self._select: dict[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {key: value or "" for key, value in attrs}
        if tag not in _EMPTY:
            self._open.append(tag)
        if tag == "label":
            self._label = one["for"]
        if tag == "a":
            self.links.append(one.get("href", ""))
        elif tag == "button":
            self.buttons.append(one)
        elif tag == "input" and "name" in one:
            self.fields.append(one)
            kind = one.get("type", "text")
            if kind in ("hidden", "text") or "checked" in one:
                self.given.append((one["name"], one.get("value", "on")))
        elif tag == "textarea":
            self._area = one
            self.fields.append(one)
            self.given.append((one["name"], ""))
        elif tag == "select":
            self._select = one
            self.fields.append(one)
        elif tag == "option" and self._select is not None and "selected" in one:
            self.given.append((self._select["name"], one["value"]))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> is out of place"
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, before = self.given.pop()
            self.given.append((name, before + data))
        elif self._open and self._open[-1] == "title":
            self.title += data
        elif data.strip() and self._open[-1:] == ["label"]:
            self.labels[self._label] = self.labels.get(self._label, "") + data.strip()
            self.words.append(data.strip())
        elif data.strip() and "script" not in self._open:
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def hidden(self, name: str) -> list[str]:
        return [one["value"] for one in self.fields
                if one["name"] == name and one.get("type") == "hidden"]  # fmt: skip

    def options(self, name: str) -> list[str]:
        return [one["value"] for one in self.fields if one["name"] == name and "value" in one]

    def filled(self, answers: dict[str, Any]) -> list[tuple[str, str]]:
        """What is sent when some fields are filled in otherwise."""
        kept = [one for one in self.given if one[0] not in answers]
        return kept + [(name, one) for name, value in answers.items()
                       for one in (value if isinstance(value, list) else [value])]  # fmt: skip


class Leader:
    """Answers what the pages ask as somebody does who knows a documented case."""

    def __init__(self, example: str, silent: str = "skip") -> None:
        """`silent` is what is pressed where the case says nothing: `skip` or `unknown`."""
        self.example = example
        self.silent = silent
        self.source = documented(example)

    def fills(self, item: str, page: Page) -> dict[str, Any]:
        """The fields of a page as this person fills them in; `do` is the button, if another."""
        if item == "decision.next-meeting":  # the days of the examples have passed
            return {"do": self.silent}
        if item in LISTS:
            return self._list(item, page)
        if is_line(item):
            return self._line(item, page)
        if is_across(item):
            column, _, answer = item.partition(".")[2].partition(".")
            rows = self.source.content["parties"]
            offered = page.options("answer")
            picked = [one["name"] for one in rows if one.get(column) == answer]
            return {"answer": [one for one in picked if one in offered] or ["none"]}
        near = [one for one, other in KNOWLEDGE.interview.covered.items() if other == item]
        if self.source.answer(item) is None and any(self.source.answer(one) for one in near):
            return {"do": "skip"}  # it is answered at the question that asks nearly the same
        homes = page.hidden("homes")
        value = told(self.source, Asked(item, tuple(homes), None))
        if not homes:
            return self._answer("answer", value, page)
        if len({str(one) for one in value.values()}) > 1:
            if not page.hidden("each"):
                return {"do": "each"}
            given = {}
            for home, one in value.items():
                if one is not None:
                    given.update(self._answer(f"answer.{home}", one, page))
            return given or {"do": self.silent}
        return self._answer("answer", value[homes[0]], page)

    def _answer(self, name: str, value: Any, page: Page) -> dict[str, Any]:
        names = {one["name"] for one in page.fields if one["name"].startswith(name)}
        options = page.options(name)
        if value is None and (self.silent == "skip" or UNKNOWN not in options):
            return {"do": self.silent}
        if value is None:
            value = UNKNOWN
        if value == UNKNOWN and UNKNOWN not in options:
            return {"do": "unknown"}
        if isinstance(value, dict):
            return {f"{name}.{key}": str(one) for key, one in value.items()
                    if f"{name}.{key}" in names} or {"do": "unknown"}  # fmt: skip
        if isinstance(value, (list, tuple)) and options:
            picked = [one["kind"] if isinstance(one, dict) else str(one) for one in value]
            return {name: picked or ["none"]}
        return {name: "\n".join(value) if isinstance(value, (list, tuple)) else str(value)}

    def _list(self, item: str, page: Page) -> dict[str, Any]:
        key = "name" if item == "parties" else "source"
        wanted = {one[key]: one for one in self.source.answer(item) or ()}
        if not wanted:
            return {"do": "none" if item == "money" else "unknown"}
        cards = {page.labels[one["id"]]: one["value"] for one in page.fields
                 if one["name"] == "pick"}  # fmt: skip
        missing = [one for one in wanted if one not in cards]
        if missing:
            return {"pick": [], "names": "\n".join(missing)}
        own = [one["value"] for one in page.fields if one["name"] == "name"]
        kinds = [wanted[one].get("kind", "") if one in wanted else "" for one in own]
        return {"pick": [cards[one] for one in wanted], "kind": kinds}

    def _line(self, item: str, page: Page) -> dict[str, Any]:
        which = item.partition(".")[0]
        key = "name" if which == "parties" else "source"
        row = next(one for one in self.source.content[which]
                   if typed_name(one[key], page.title))  # fmt: skip
        given: dict[str, Any] = {}
        for column in KNOWLEDGE.interview.columns[LISTS[which]]:
            if column.column in page.hidden("shown"):
                words = words_in(row, column)
                dated = [one for one in words if one not in page.options(column.column)]
                if dated:
                    given |= {column.column: "date", f"{column.column}.date": dated[0]}
                elif words:
                    given[column.column] = list(words)
        return given or {"do": self.silent}


def typed_name(name: str, title: str) -> bool:
    return f" {name}?" in title


def walk(
    client: Any, case: str, leader: Leader, most: int = 120, reckoning: Reckoning | None = None
) -> list[str]:
    """Answers all that is asked, page by page; gives the questions in their order."""
    reckoning = reckoning or Reckoning()
    asked: list[str] = []
    place = client.get(f"/case/{case}/next").headers["Location"]
    while "/question/" in place:
        assert len(asked) < most, "no end"
        reply = client.get(place)
        assert reply.status_code == 200, reply.text
        item = unquote(place.partition("/question/")[2].partition("?")[0])
        asked.append(item)
        page = Page(reply.text)
        given = leader.fills(item, page)
        reckoning.add(reply.text, section_of(item), item, answers_in(given))
        reply = client.post(place.partition("?")[0], data=as_form(page.filled(given)))
        for _ in range(2 * (reply.status_code == 200)):  # each place apart, what was understood
            if reply.status_code != 200:
                break
            page = Page(reply.text)
            given = leader.fills(item, page)
            reckoning.add(reply.text, section_of(item), item, answers_in(given))
            reply = client.post(place.partition("?")[0], data=as_form(page.filled(given)))
        assert reply.status_code == 303, Page(reply.text).text
        place = reply.headers["Location"]
        if place.partition("?")[0].endswith("/next"):
            place = client.get(place).headers["Location"]
        if "/check" in place and reckoning.settled is None:  # the memo can be had; there is more
            reckoning.add(client.get(place).text, "The memo", "ready", 1)
            reckoning.mark()
            place = client.get(f"/case/{case}/next").headers["Location"]
    return asked


def section_of(item: str) -> str:
    """The title of the section a question belongs to."""
    return KNOWLEDGE.interview.topic_of(list_of(item)).title


def answers_in(given: dict[str, Any]) -> int:
    """How many answers somebody has given on a page: one for each field, or a button."""
    return len(set(given) - {"kind"}) or 1


def as_form(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
