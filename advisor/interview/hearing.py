"""What is heard in a line, whatever the question: a yes, a no, "I don't know", nothing at all."""

from __future__ import annotations

import re
from typing import Any

from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

LONGEST = 1500
"""Letters of an answer in words."""
_escape = re.compile(r"\x1b(?:\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])?")
_sentence_end = re.compile(r"[.!?]+\s")
_last_word = re.compile(r"(?:.*\s)?(yes|no)").fullmatch


class NotUnderstoodError(Exception):
    """An answer that does not fit; says which part of the template tells so, and its values."""

    def __init__(self, what: str, **values: Any) -> None:
        super().__init__(what)
        self.what = what
        self.values = values

    @property
    def offered(self) -> str:
        """What is typed for the one answer that comes near, to which a yes agrees; or nothing."""
        return str(self.values.get("agreed") or self.values.get("meant") or "")


def clean(line: str) -> str:
    """A typed or pasted line without anything a terminal would act on.

    Returns:
        The line with escape sequences and characters that are not seen left out.
    """
    line = _escape.sub("", line)
    shown = "".join(
        letter if letter.isprintable() or letter == " " else " " if letter.isspace() else ""
        for letter in line
    )
    return " ".join(shown.split())


def unquoted(text: str) -> str:
    """Text without the quotation marks that keep it from being taken for a command."""
    marks = {'"': '"', "“": "”", "'": "'"}
    if len(text) > 1 and marks.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def plain(text: str) -> str:
    """Text in small letters, without the marks at its end."""
    return " ".join(text.lower().replace("’", "'").split()).rstrip(".!?,; ")


def words(text: str, longest: int = LONGEST) -> str:
    """Text in a person's own words, with the commas that are dictated."""
    if " comma " in text:
        text = re.sub(r",? comma\b", ",", text).removesuffix(" period")
    if len(text) > longest:
        raise NotUnderstoodError("long", most=longest)
    return text


def is_said(saying: str, text: str) -> bool:
    """Whether no more is said than one of the sayings of a name in `rules/speech.yaml`."""
    speech = usual_knowledge().speech
    said = speech.said(text)
    return speech.whole(saying, said) or speech.whole(saying, speech.without_fillers(said))


def is_unknown(text: str) -> bool:
    """Whether somebody says that they do not know, be it with a reason behind it."""
    if is_said("unknown", text) or is_said("denials", text):
        return True
    first, *others = usual_knowledge().speech.clauses(text) or ("",)
    meant = {*map(polarity, others)} - {"", UNKNOWN}
    return bool(others) and is_said("unknown", first) and not meant


def is_none(text: str) -> bool:
    """Whether somebody says that there is none."""
    return is_said("none", text)


def is_passed(text: str) -> bool:
    """Whether somebody says that a question is not for them."""
    return is_said("passed", text)


def agrees(text: str) -> str:
    """Yes or no where no more is said; else nothing."""
    signs = {"yes": ("yes", "yes-alone"), "no": ("no", "no-alone")}
    return next((one for one, many in signs.items() if any(is_said(a, text) for a in many)), "")


def asks_back(text: str) -> bool:
    """Whether somebody asks instead of answering."""
    first = next(iter(usual_knowledge().speech.clauses(text)), "")
    return text.rstrip().endswith("?") or usual_knowledge().speech.begins("asking", first)


def is_fact(clause: str) -> bool:
    """Whether a clause tells of an answer, with a number, a verb or a “no”, and is none."""
    speech = usual_knowledge().speech
    words = clause.removeprefix("and ").removeprefix("or ").split()
    counted = {*speech.within("numbers", "ones")[1:], *speech.within("numbers", "tens")}
    telling = {*speech.words("verbs"), *speech.words("ordinals"), *counted}
    figure = any(letter.isdigit() for letter in clause)
    return bool(words) and (figure or words[0] in speech.negative or not telling.isdisjoint(words))


def polarity(clause: str) -> str:
    """Whether a clause says yes, partly, no or that it is not known; empty if none of these."""
    speech = usual_knowledge().speech
    bare = speech.without_fillers(clause)
    for form in dict.fromkeys((clause, bare)):
        for saying, meant in (
            ("partly", "partly"), ("unknown", UNKNOWN), ("no-alone", "no"), ("yes-alone", "yes"),
        ):  # fmt: skip
            if speech.whole(saying, form):
                return meant
    first, _, rest = bare.partition(" ")
    if speech.rest("no", bare) is not None or (first == "no" and speech.begins("no-before", rest)):
        return "no"
    for form in dict.fromkeys((bare, clause)):
        behind = speech.rest("yes", form)
        if behind is not None:
            return "" if behind.startswith("not ") else "yes"
    last = _last_word(bare)
    return last[1] if last else ""


def agreement(text: str, partly: bool) -> tuple[str, str]:
    """The yes, partly or no that is said; or else what it comes near to, if anything.

    Args:
        partly: Whether that is an answer, too.
    """
    near = "partly" if partly else "yes"
    if is_said("both", text):
        return "", near
    clauses = usual_knowledge().speech.clauses(text)
    meant = {one for one in map(polarity, clauses) if one in ("yes", "no", "partly")}
    if "partly" in meant and partly:
        return "partly", ""
    meant.discard("partly")
    if len(meant) > 1:  # yes of one thing, no of another
        return "", near
    if meant != {"yes"}:
        return "".join(meant), ""
    if _takes_back(text):
        return "", near
    words = clauses[0].split()
    if (
        len(clauses) > 1
        and len(words) > 1
        and words[-1] == "yes"
        and not polarity(" ".join(words[:-1]))
    ):  # of what stands before it, and of that alone
        return ("partly", "") if partly else ("", near)
    return "yes", ""


def _takes_back(text: str) -> bool:
    """Whether the sentence that says yes takes something of it back."""
    speech = usual_knowledge().speech
    for sentence in _sentence_end.split(text):
        said_yes = False
        for before, one in zip(("", *(clauses := speech.clauses(sentence))), clauses):
            said_yes = said_yes or polarity(one) == "yes"
            own = speech.rest("yes", one) or one
            if said_yes and speech.begins("reservations", own):
                on_terms = speech.begins("terms", own) and before and polarity(before) != "yes"
                if not on_terms:  # of something that was said beside the yes
                    return True
    return False


def is_outright(text: str, answer: str) -> bool:
    """Whether the words of an answer stand first, and nothing takes them back."""
    speech = usual_knowledge().speech
    held = not any(speech.begins("reservations", one) for one in speech.clauses(text))
    return held and text.casefold().startswith(answer.casefold())
