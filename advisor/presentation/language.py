"""Grammar: what turns the words of a case and of the rules into sentences.

Nothing here knows the case. Everything is American English, and the same on every machine.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from advisor.model.days import MONTH, MONTHS, calendar_day

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_clause = re.compile(r" (?:who|that|which|whose) ")
_pair = re.compile(r" (?:and|or) ")
_own_letters = re.compile(r"[a-z]{1,3}[A-Z]")
_first_person = {
    "our": "your", "ours": "yours", "ourselves": "yourselves", "us": "you", "we": "you"
}  # fmt: skip
_ourselves = re.compile(rf"(?i)(?<![\w'’-])(?:{'|'.join(_first_person)})(?![\w-])")
_quoted = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)[‘'](?=\w).*?(?<!\s)[’'](?!\w)")
_begins = re.compile(r"(?:^|[.?!:;] ?)[“\"'(]*$")
_digits = re.compile(r"-?[0-9]{1,12}")
# A vowel that is heard as a consonant, and the other way round.
_like_you = re.compile(r"(?i)(uni|use|usu|eu|one\b|once)")
_like_hour = re.compile(
    r"(?i:hour|honest|honor|heir)|8|11\b|18\b|[AEFHILMNORSX](?=[A-Z0-9]{1,4}\b)"
)


def join(items: Iterable[object], conjunction: str = "and") -> str:
    """Items as a series: "a", "a and b", "a, b, and c".

    Args:
        items: The items, in order; empty ones are left out.

    Returns:
        The series, with semicolons where an item holds a comma itself, and with a comma between
        two where the first would run into the second.
    """
    words = [text for text in (str(item).strip() for item in items) if text]
    if len(words) < 2:
        return "".join(words)
    divided = any("," in word for word in words)
    if len(words) == 2:
        first, last = words
        clauses = bool(_clause.search(first)) and not _clause.search(last)
        divided = divided or clauses or bool(_pair.search(first)) or " and " in last
        return f"{words[0]}{',' if divided else ''} {conjunction} {words[1]}"
    mark = "; " if divided else ", "
    return f"{mark.join(words[:-1])}{mark}{conjunction} {words[-1]}"


def verb(plural: bool, one: str, many: str) -> str:
    """The form of a verb for one or for many."""
    return many if plural else one


def article(noun: str) -> str:
    """The noun with "a" or "an" before it.

    Args:
        noun: A word or phrase without an article.
    """
    first = noun.lstrip("“\"'(")
    vowel = first[:1].lower() in {"a", "e", "i", "o", "u"} and not _like_you.match(first)
    return f"{'an' if vowel or _like_hour.match(first) else 'a'} {noun}"


def number(value: int | str) -> str:
    """A number as running text has it: words to ten, figures above.

    Text that is no number stays as it is.
    """
    if isinstance(value, str):
        return number(int(value)) if _digits.fullmatch(value.strip()) else value
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else f"{value:,}"


def money(value: int | str) -> str:
    """An amount in dollars; text that is no number stays as it is."""
    if isinstance(value, str):
        plain = value.replace(",", "").strip()
        return money(int(plain)) if _digits.fullmatch(plain) else value
    return f"-${-value:,}" if value < 0 else f"${value:,}"


def date(text: str | datetime.date) -> str:
    """A date as running text has it.

    Args:
        text: A date, or text such as `2025-06-01` or `2025-06`; anything else is in the
            client's words and stays so.

    Returns:
        For example "June 1, 2025" or "June 2025".
    """
    if isinstance(text, datetime.date):
        return f"{MONTHS[text.month - 1]} {text.day}, {text.year}"
    day = calendar_day(text)
    if day is not None:
        return date(day)
    month = MONTH.fullmatch(text.strip())
    if month and 1 <= int(month[2]) <= 12:
        return f"{MONTHS[int(month[2]) - 1]} {month[1]}"
    return text


def capital(text: str) -> str:
    """The text with its first letter as a capital; the rest is as it was.

    A name that begins small and goes on with a capital, such as iReady, stays as it is.
    """
    if _own_letters.match(text):
        return text
    for place, letter in enumerate(text):
        if letter.isalpha():
            return text[:place] + letter.upper() + text[place + 1 :]
        if letter not in "“\"'(":
            break
    return text


def to_reader(text: str) -> str:
    """What a client says of "our school", "us" and "we", as said to the client.

    Names stay as they are: words with a capital that go on with another, such as "Our Kids'
    Files", words between two capitals, such as "Save our Schools", and whatever stands between
    quotation marks.
    """
    quoted = [one.span() for one in _quoted.finditer(text)]

    def said(found: re.Match[str]) -> str:
        word, (start, end) = found[0], found.span()
        if any(first <= start < last for first, last in quoted):
            return word
        before, after = text[:start].split(), text[end:].split()
        capitals = after[:1] and after[0][:1].isupper() and text[end : end + 1] == " "
        if word[0].isupper():
            named = bool(capitals or word[1:].isupper() or not _begins.search(text[:start]))
        else:
            named = bool(capitals and before[-1:] and before[-1][:1].isupper())
        told = _first_person[word.lower()]
        return word if named else (capital(told) if word[0].isupper() else told)

    return _ourselves.sub(said, text)


def uncapital(text: str) -> str:
    """The text with its first letter small, to go on after a colon.

    Meant for sentences of ours, whose first word is never a name.
    """
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """A sentence: a capital first, and one mark at its end.

    Args:
        text: A clause, with or without its period.
    """
    stripped = text.strip()
    if not stripped:
        return ""
    closed = stripped if re.search(r"[.!?…][”\"')\]]*$", stripped) else f"{stripped.rstrip(',;:')}."
    return capital(re.sub(r"\.\.$", ".", closed))


def clause(text: str) -> str:
    """A sentence without its period, to go on from."""
    return re.sub(r"(?<!\.)\.$", "", text.strip())


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def shortened(text: str, limit: int) -> str:
    """The text in so many words at most.

    Returns:
        The text, or its beginning: up to a comma or semicolon where one comes late enough, else
        with a mark that something is left out.
    """
    parts = text.split()
    if len(parts) <= limit:
        return " ".join(parts)
    for end in range(limit, limit // 2, -1):
        if parts[end - 1].endswith((",", ";")):
            return " ".join(parts[:end]).rstrip(",;")
    return " ".join(parts[: limit - 1]).rstrip(",;:.") + " …"
