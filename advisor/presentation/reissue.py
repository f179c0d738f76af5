"""A memo made again: what it was made of, what changed since, and what a person changed in it.

A record beside the memo keeps the answers and every sentence with its id. With it, the memo as it
was issued, as somebody edited it, and as it would be today are set side by side. A sentence that
only one side changed is taken from that side; where both did, both are shown, in CriticMarkup, and
a person decides. The module is long because the record is made of the units that are merged.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from advisor.errors import InputError
from advisor.presentation.edited_word import EditedParagraph, paragraphs_in
from advisor.presentation.language import date as in_words
from advisor.presentation.memo import ANNEX, memo_day, write_memo
from advisor.presentation.side_by_side import in_words as rows_in_words
from advisor.presentation.templating.rendering import DEFAULT, plain_template, screen
from advisor.presentation.terminal import USUAL

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.explanation.assess import Assessment
    from advisor.explanation.side_by_side import Comparison

_ID = re.compile(r" `([a-z][a-z0-9-]*)((?::[^`]*)?)`(?=\s|$)")
_LINE_START = re.compile(r"(?:[-*+] |\d{1,9}[.)] |#{1,6} )?")
_SENTENCES = re.compile(r"(?<=[.?!]) (?=\S)")
_AGAIN = "#"
"""Between the id of a sentence and the number of a further one that has it too."""


class MemoUnit(msgspec.Struct, frozen=True):
    """A sentence, a row or a heading of a memo."""

    id: str
    """Empty for what is no sentence of the knowledge."""
    before: str
    """What stands between it and the one before: a blank, or line breaks and a bullet."""
    text: str

    @property
    def key(self) -> str:
        """By what it is known in another memo."""
        return self.id or self.text

    @property
    def sentence(self) -> str:
        """The id of its sentence."""
        return self.id.partition(_AGAIN)[0]


class Changed(NamedTuple):
    """A sentence that is otherwise than it was, or that is said in one memo only."""

    id: str
    was: str
    now: str


def taken_apart(document: str, known: Mapping[str, object]) -> tuple[MemoUnit, ...]:
    """A document in Markdown, sentence by sentence.

    Args:
        document: The document. The id of a sentence may stand behind it, as the annotated memo
            has it, and goes into the unit.
        known: The sentences that there are, by id.
    """
    body, annex, rest = document.strip("\n").partition(ANNEX)
    units: list[MemoUnit] = []
    before = ""
    for number, line in enumerate(f"{body}{annex}{rest}".split("\n")):
        before += "\n" if number else ""
        if not line:
            continue
        start = "" if line.startswith("|") else _LINE_START.match(line)[0]  # type: ignore[index]
        before += start
        end = 0
        text = line[len(start) :]
        found = [one for one in _ID.finditer(text) if one[1] in known]
        for one in found:
            row = line.startswith("|")
            said = text[end : one.start()] + (text[one.end() :] if row else "")
            before = _add(units, one[1] + one[2], before, said.lstrip(), whole=line[0] in "|!#")
            end = len(text) if row else one.end()
        if text[end:].strip():
            heading = "title" if start == "# " else ""
            before = _add(units, heading, before, text[end:].lstrip(), whole=line[0] in "|!#")
        before = ""
    return tuple(units)


def _add(units: list[MemoUnit], name: str, before: str, text: str, *, whole: bool = False) -> str:
    """Adds the sentences of a text, and says what stands before the next."""
    whole = whole or text.startswith("|")
    for number, one in enumerate([text] if whole else _SENTENCES.split(text)):
        again = f"{name}{_AGAIN}{number + 1}" if name and number else name
        units.append(MemoUnit(again, before, one))
        before = " "
    return before


def put_together(units: Sequence[MemoUnit]) -> str:
    """The document of units."""
    return "".join(one.before + one.text for one in units).strip("\n") + "\n"


class Merged(NamedTuple):
    """A new memo with what a person changed in the old one."""

    units: tuple[MemoUnit, ...]
    kept: int
    """How many changes of the person are in it."""
    conflicts: int
    """How many sentences both sides changed; both are shown."""


def merged(
    issued: Sequence[MemoUnit], edited: Sequence[MemoUnit], new: Sequence[MemoUnit]
) -> Merged:
    """Puts what a person changed in a memo into the memo made anew."""
    changed, added, laid_out = _edits(issued, edited)
    place = {at: found for found, at in _pairs(issued, new)}
    where = {found: at for at, found in place.items()}

    def after(base: int) -> int:
        """The unit of the new memo behind which something belongs that stood before a unit."""
        return next((where[one] for one in range(base - 1, -1, -1) if one in where), -1)

    behind: dict[int, list[MemoUnit]] = {}
    conflicts = kept = 0
    for base in sorted({*added, *changed}):
        if base in added:
            behind.setdefault(after(base), []).extend(added[base])
            kept += 1
        if base not in where and changed.get(base):  # edited, and no longer said
            conflicts += 1
            behind.setdefault(after(base), []).append(_both(issued[base], changed[base], None))
    made = [*behind.get(-1, ())]
    carried, gone = "", -2  # the line break before a sentence that is left out, and where it was
    for at, unit in enumerate(new):
        base = place.get(at, -1)
        text, before = unit.text, unit.before
        if base >= 0 and before == issued[base].before:
            before = laid_out.get(base, before)
            carried = "" if gone == base - 1 and base in laid_out else carried
        if base in changed:
            mine = changed[base]
            if text == issued[base].text:
                text, kept = mine, kept + 1
            elif text != mine:
                text, conflicts = _both(issued[base], mine, unit).text, conflicts + 1
        if text:
            before = before if "\n" in before or not carried else carried
            before = before or ("\n\n" if made else "")
            made.append(msgspec.structs.replace(unit, before=before, text=text))
            carried = ""
        else:
            carried, gone = before if "\n" in before else carried, base
        made += behind.get(at, ())
    return Merged(tuple(_below_what_stands_alone(made)), kept, conflicts)


def _below_what_stands_alone(units: Sequence[MemoUnit]) -> Iterator[MemoUnit]:
    """The same units; what is now behind a heading, a row or a picture begins a line."""
    alone = False
    for one in units:
        fits = "\n" in one.before or not alone
        yield one if fits else msgspec.structs.replace(one, before="\n\n")
        alone = _kind(one) in _ALONE


_ALONE = frozenset("#|!")
"""Kinds of units that have a line for themselves."""


def _kind(unit: MemoUnit) -> str:
    """How a unit begins: as a heading, a point, a row, a picture, a line, or within a line."""
    start = unit.before.rpartition("\n")[2]
    if start.strip():
        return "1" if start[0].isdigit() else start[0]
    line = "\n" if "\n" in unit.before else ""
    return unit.text[0] if unit.text[:1] in {"|", "!"} else line


def _edits(
    issued: Sequence[MemoUnit], edited: Sequence[MemoUnit]
) -> tuple[dict[int, str], dict[int, list[MemoUnit]], dict[int, str]]:
    """What a person did to a memo.

    Returns:
        The words that took the place of a unit, which are empty where it was taken out; what was
        added before a unit; and what stands before a unit that is left.
    """
    changed: dict[int, str] = {}
    added: dict[int, list[MemoUnit]] = {}
    laid_out: dict[int, str] = {}
    was, now = ([one.text for one in units] for units in (issued, edited))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            laid_out |= {first + at: edited[start + at].before for at in range(last - first)}
            continue
        changed |= dict.fromkeys(range(first, last), "")
        at = first
        for one, base in zip(edited[start:end], _twins(issued[first:last], edited[start:end]),
                             strict=True):  # fmt: skip
            if base is None:
                added.setdefault(at, []).append(one)
                continue
            changed[first + base], laid_out[first + base] = one.text, one.before
            at = first + base + 1
    return changed, added, laid_out


def _twins(old: Sequence[MemoUnit], new: Sequence[MemoUnit]) -> list[int | None]:
    """For each new unit the old one it was made from: the likest in order, of the same kind."""
    words = [[set(one.text.lower().split()) for one in units] for units in (old, new)]

    def alike(base: int, at: int) -> float:
        left, right = words[0][base], words[1][at]
        same = _kind(old[base]) == _kind(new[at])
        return 0.1 + len(left & right) / len(left | right) if same else 0

    best = [[0.0] * (len(old) + 1) for _ in range(len(new) + 1)]
    for at in range(len(new)):
        for base in range(len(old)):
            paired = best[at][base] + alike(base, at)
            best[at + 1][base + 1] = max(paired, best[at][base + 1], best[at + 1][base])
    found: list[int | None] = [None] * len(new)
    at, base = len(new), len(old)
    while at and base:
        if best[at][base] == best[at][base - 1]:
            base -= 1
        elif best[at][base] == best[at - 1][base]:
            at -= 1
        else:
            at, base = at - 1, base - 1
            found[at] = base
    return found


def _pairs(old: Sequence[MemoUnit], new: Sequence[MemoUnit]) -> list[tuple[int, int]]:
    """The units of two memos that are the same sentence: by id, else by their words in order."""
    ids = {one.id: at for at, one in enumerate(new) if one.id}
    pairs = [(at, ids[one.id]) for at, one in enumerate(old) if one.id in ids]
    was, now = ([one.key for one in units] for units in (old, new))
    for found, start, size in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        pairs += [(found + at, start + at) for at in range(size) if not old[found + at].id]
    return pairs


def _both(was: MemoUnit, mine: str, new: MemoUnit | None) -> MemoUnit:
    """What a person wrote and what is said today, marked."""
    words: Any = plain_template("reissue.txt.j2").template.module
    told = str(words.conflict(was.text, new is None))
    before = was.before if "\n" in was.before else "\n\n"
    return MemoUnit(was.id, before, marked(mine, new.text if new else "") + told)


def marked(was: str, now: str) -> str:
    """A change in CriticMarkup; a row of a table cell by cell."""
    if (was or now).startswith("|"):
        old = was.split("|") if was else [""] * (now.count("|") + 1)
        new = now.split("|") if now else [""] * len(old)
        if len(old) == len(new):
            cells = zip(map(str.strip, old), map(str.strip, new), strict=True)
            return "|".join(f" {a if a == b else marked(a, b)} " for a, b in cells).strip()
    if not now:
        return f"{{--{was}--}}"
    return f"{{~~{was}~>{now}~~}}" if was else f"{{++{now}++}}"


def difference(old: Sequence[MemoUnit], new: Sequence[MemoUnit]) -> str:
    """A new memo with everything marked that is otherwise than in an old one."""
    made: list[MemoUnit] = []
    was, now = ([(one.key, one.text) for one in units] for units in (old, new))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            made += new[start:end]
            continue
        left = {one.key: one for one in old[first:last]}
        for one in new[start:end]:
            before = left.pop(one.key, None)
            text = marked(before.text if before else "", one.text)
            made.append(msgspec.structs.replace(one, text=text))
        made += [msgspec.structs.replace(one, text=marked(one.text, "")) for one in left.values()]
    return put_together(made)


def changes(old: Sequence[MemoUnit], new: Sequence[MemoUnit]) -> tuple[Changed, ...]:
    """The sentences that are otherwise in a new memo, or said in one of two memos only."""
    was, now = _by_sentence(old), _by_sentence(new)
    return tuple(
        Changed(name, was.get(name, ""), now.get(name, ""))
        for name in dict.fromkeys([*now, *was])
        if was.get(name) != now.get(name)
    )


def _by_sentence(units: Sequence[MemoUnit]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in units:
        if one.id:
            found.setdefault(one.sentence, []).append(one.text)
    return {name: " ".join(texts) for name, texts in found.items()}


VERSION = 1
"""The version of the record."""
_STAMP = re.compile(r"rules (\S+) \(`?([0-9a-f]{12})`?\), answers `?([0-9a-f]{12})`?")
_SHOWN = 12
"""The letters of a hash that a stamp has."""


class MemoRecord(msgspec.Struct, kw_only=True, rename="kebab"):
    """What a memo was made of."""

    advisor_memo: int = VERSION
    date: str
    template: str
    picture: str
    path: str
    rules_version: str
    rules_hash: str
    answers_hash: str
    advisor_version: str
    answers: dict[str, Any]
    """The case file as it was. It holds guesses about people, so it is never in the memo."""
    sentences: tuple[MemoUnit, ...]
    paragraphs: tuple[str, ...] = ()
    """Of a Word file, its paragraphs as they were written."""

    @property
    def stamp(self) -> StampRead:
        """What the stamp of its memo says."""
        return StampRead(self.rules_version, self.rules_hash[:_SHOWN], self.answers_hash[:_SHOWN])


class StampRead(NamedTuple):
    """What the last lines of a memo say of what it was made of."""

    rules_version: str
    rules_hash: str
    """The first twelve letters."""
    answers_hash: str


def record_of(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    picture: str = "",
    word: bytes = b"",
) -> bytes:
    """The record of a memo, as it stands in the file beside it.

    Args:
        date: As for `write_memo`.
        template: As for `write_memo`.
        picture: As for `write_memo`.
        word: The memo, where it is a Word file.
    """
    stamp, day = assessment.stamp, memo_day(assessment, date)
    record = MemoRecord(
        date=day.isoformat() if day else "",
        template=template,
        picture=picture,
        path=assessment.path,
        rules_version=stamp.rules_version,
        rules_hash=stamp.rules_hash,
        answers_hash=stamp.answers_hash,
        advisor_version=stamp.advisor_version,
        answers=dict(assessment.case.source),
        sentences=units_of(assessment, date, template, picture),
        paragraphs=paragraphs_in(word, "") if word else (),
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def read_record(data: bytes, file: str) -> MemoRecord:
    """Reads the record of a memo.

    Args:
        file: Its name, for messages.

    Raises:
        InputError: If it is no record.
    """
    try:
        record = msgspec.json.decode(data, type=MemoRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InputError(
            "This is no record of a memo.", file,
            remedy="Move it away; then only what the stamp of the memo proves is told.",
        ) from None  # fmt: skip
    if record.advisor_memo != VERSION:
        raise InputError("This record is of another version.", file, remedy="Move it away.")
    return record


def answers_in(record: MemoRecord) -> bytes:
    """The case file of a record, to be read as one."""
    return msgspec.json.encode(record.answers)


def stamp_in(document: str) -> StampRead | None:
    """What a memo in Markdown says of what it was made of; nothing where it has no stamp."""
    found = _STAMP.findall(document)
    return StampRead(*found[-1]) if found else None


def units_of(
    assessment: Assessment,
    date: datetime.date | str | None = None,
    template: str = DEFAULT,
    picture: str = "",
) -> tuple[MemoUnit, ...]:
    """A memo in Markdown, taken apart.

    Args:
        date: As for `write_memo`.
        template: As for `write_memo`.
        picture: As for `write_memo`.
    """
    document = write_memo(assessment, date, template, annotated=True, picture=picture)
    return taken_apart(document, assessment.knowledge.memo.sentences)


class Reissue(NamedTuple):
    """What changed between a memo and the same memo today."""

    record: MemoRecord | None
    stamp: StampRead
    """Of the old memo."""
    today: Assessment
    answers: Comparison | None
    """The old answers beside the new ones, both under the rules of today."""
    by_rules: tuple[Changed, ...]
    by_answers: tuple[Changed, ...]
    merged: Merged | None
    edited: tuple[EditedParagraph, ...] | None = None
    """Of a Word file, what was changed in it by hand."""

    @property
    def same_rules(self) -> bool:
        """Whether the rules are the same to the byte."""
        return self.today.stamp.rules_hash.startswith(self.stamp.rules_hash)

    @property
    def same_answers(self) -> bool:
        """Whether the answers are the same."""
        return self.today.stamp.answers_hash.startswith(self.stamp.answers_hash)


def reissue_text(found: Reissue, *, width: int = USUAL) -> str:
    """What changed, for a terminal."""
    issued = in_words(found.record.date) if found.record and found.record.date else ""
    paths = found.today.knowledge.paths
    compared = found.answers
    values = {
        "found": found,
        "issued": issued,
        "label": lambda path: str(paths[path]["label"]) if path in paths else path,
        "answers": compared and rows_in_words(compared.answers, compared.assessments),
    }
    return screen("reissue", width, values)
