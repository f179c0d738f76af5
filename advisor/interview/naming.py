"""Understands names: of the change, of parties and of what else is called by its own words."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from advisor.interview.choosing import number_of, spans
from advisor.interview.hearing import (
    NotUnderstoodError,
    agrees,
    asks_back,
    clean,
    is_said,
    plain,
    words,
)
from advisor.knowledge.base import usual_knowledge
from advisor.knowledge.parties import kind_named, looks_plural
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.knowledge.parties import PartyKind
    from advisor.presentation.interview import NumberedAnswer

NEAR = 0.75
"""How like the name of a state a word must be to be taken for a slip of it."""
LONGEST_NAME = 200
"""Letters of a name."""
_wish = re.compile(
    r"(?i)^(?:we|i|our \w+|my \w+)(?:'d| would)?(?: (?:am|are|is))?"
    r" (?:want|wish|hope|plan|planning|intend|like|love|going|need|propose)s?(?: to)? "
)
_doing = re.compile(
    r"(?i)^(?:to )?(?:open|start|create|launch|build|begin|set up|offer|run|introduce|add|have|get"
    r"|bring in|try|make|put in)(?:ing)? (?=(?:a|an|the|our|my|more|some|new|another|two|three)\b)"
    r"|^(?:to )?(?:extend|expand|widen|spread|grow|enlarge|lengthen|continue?|keep|scale up"
    r"|scaling up)(?:ing)? (?!of\b)"
)
_done = re.compile(
    r"(?i)^(?!(?:during|evening|morning|spring)\b)\w+ing (?:a|an|the|our|my|this|all)\b"
)
"""What begins with an act on a thing, such as “letting the students …”."""
_act = re.compile(
    r"(?i)^(?:make|turn|move|convert|switch|shift|redesign|rethink|reorganize|restructure|transform|give|let|teach"
    r"|drop|end|stop|cut|replace|combine|merge|close|remove|eliminate|allow|get rid|change)"
    r" (?!(?:of|in|to|up)\b)\w"
)
"""What is an order, such as “make ninth grade …”."""
_ours = re.compile(r"^(?:[Mm]y|[Oo]ur) (?:own )?(?=[a-z])")
"""Of whom it is, which the memo would say of itself."""
_lead = re.compile(r"(?i)^(?:so|well|um+|uh+|ok|okay|basically|honestly|right now|and),? +")
_says_so = re.compile(
    r"(?i)^(?:yes,? )?(?:[\w.]+ ){0,4}?says (?:that )?|^(?:[\w.]+ ){0,5}?(?:forbids?|prohibits?"
    r"|bans|rules? out|(?:does not|doesn't|do not|don't|will not|won't) (?:allow|permit))"
    r" (?:us )?(?:from )?"
)
"""What stands before that which a rule forbids."""
_barred = re.compile(
    r"(?i)^(?:\w+ )?\w+ (?:can't|can ?not|may not|must not|(?:are|is) not allowed to)"
    r" (?:do|have|give|use|offer|run|hold|hire|get|make|take|count) "
)
_subject = re.compile(
    r"(?i)\b(?:we|you|they|i|he|she|it|there)\b|(?<!who )(?<!that )(?<!which )"
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|must|should|says|requires?)\b"
)
"""What tells a sentence from a thing."""
LONGEST_THING = 15
"""Words of what a rule forbids."""
_next_sentence = re.compile(r"(?<=\w)[.;!?]+\s+|\s+[-–—]\s+")
_stop = re.compile(r"(?<=[a-z]{4})[.!?]+\s+|[!?]+\s+")


def as_a_thing(text: str) -> str:
    """The name of a change as a thing, which goes into sentences: "a school", not "Open a school".

    Args:
        text: What was typed.

    Raises:
        NotUnderstoodError: If it is a wish or a plan, and what it makes is not to be seen.
    """
    text = without_lead(text)
    plan = _wish.sub("", text, 1)
    thing = _doing.sub("", plan, 1)
    act = _act.match(text) and not _is_called_so(text)
    if thing == plan and (plan != text or _done.match(text) or act):
        raise NotUnderstoodError("thing", typed=text)
    return _ours.sub("the ", thing, 1)


def as_forbidden(text: str) -> str:
    """What a rule forbids as a thing, which goes behind "forbids": "dropping homework".

    Args:
        text: What was typed.

    Raises:
        NotUnderstoodError: If it is a sentence; with the thing in it, if that is to be seen.
    """
    thing = _next_sentence.split(text.strip())[0].rstrip(" .,;!")
    for lead in (_says_so, _barred):
        thing = lead.sub("", thing, 1)
    is_thing = not _subject.search(thing) and len(thing.split()) <= LONGEST_THING
    if is_thing and thing == text.strip().rstrip(" ."):
        return thing
    raise NotUnderstoodError("forbidden", typed=text, meant=thing if is_thing else "")


def _is_called_so(text: str) -> bool:
    """Whether what begins like an order is a name, as “change makers program” is."""
    speech = usual_knowledge().speech
    act, *between, last = speech.said(text).split()
    whom = speech.little.union(speech.words("unit"), speech.words("some-of"))
    begins, ends = (speech.within("programs", one) for one in ("begin", "end"))
    return bool(between) and whom.isdisjoint(between) and act in begins and last in ends


def without_lead(text: str) -> str:
    """A text without the small words before what it says."""
    while True:
        rest = _lead.sub("", text, 1)
        if rest == text:
            return text
        text = rest


def own_name(text: str) -> str:
    """The name in what was typed: of what “We're … in Nebraska” or “It goes to …, unless …” tells.

    Args:
        text: What was typed.

    Raises:
        NotUnderstoodError: If there is none in it, or it is too vague.
    """
    if is_vague(text) or asks_back(text) or " and then " in text:
        raise NotUnderstoodError("vague", typed=text)
    speech = usual_knowledge().speech
    lead, *more = re.split(r"(?<=[\w)]),\s+|\s+\(", text)
    if is_said("oneself", lead) and more:
        return own_name(", ".join(more))
    rest = speech.rest("before-a-name", speech.said(lead))
    if rest:
        lead = lead.rstrip(".!?,;: ")[-len(rest) :]
    kept = [
        one for one in more if not (is_clause(one) or speech.begins("behind-a-name", one.lower()))
    ]
    return words(", ".join([lead, *kept]) if kept != more or rest else text, LONGEST_NAME)


def is_vague(text: str) -> bool:
    """Whether words tell nothing that could be kept."""
    return is_said("vague", text) or is_said("usual", text)


def is_clause(text: str) -> bool:
    """Whether somebody says something, instead of naming a person or a thing."""
    speech = usual_knowledge().speech
    said = speech.said(text).split()
    ends = (at for at, one in enumerate(said) if at and one in ("who", "that", "of", "which"))
    told = {*speech.words("verbs")}.intersection(said[1 : min(4, next(ends, 4))])
    return bool(told) or said[:1] == ["i"]


def parties(
    text: str, choices: Sequence[NumberedAnswer], kinds: Mapping[str, PartyKind]
) -> list[dict[str, Any]]:
    """The parties that count: by their numbers, their names, or names of the client's own.

    Args:
        text: What was typed: names and numbers with commas, semicolons or “and” between.
        choices: The usual parties, by number.
        kinds: The kinds of party.

    Raises:
        NotUnderstoodError: If a number is none of the list, or nobody is named.
    """
    if is_said("all", text) or is_said("everybody", text):
        return [dict(choice.value) for choice in choices]
    if asks_back(text) and "=" not in text:
        raise NotUnderstoodError("number", typed=text, most=len(choices), guesses=[])
    here = {str(choice.value.get("kind")) for choice in choices}
    found: dict[str, dict[str, Any]] = {}
    for part in parts(text, choices, kinds):
        for one in spans(part, len(choices)) if part[:1].isdigit() and "=" not in part else (part,):
            number = number_of(one.lower())
            if number is not None and not 0 < number <= len(choices):
                raise NotUnderstoodError("number", typed=one, most=len(choices), guesses=[])
            listed = [choices[number - 1]] if number else [
                choice for choice in choices if _same_party(one, choice)]  # fmt: skip
            entry = dict(listed[0].value) if listed else party(one, kinds, here)
            found.setdefault(entry["id"], entry)
    if not found and re.search(r"\w", text):
        raise NotUnderstoodError("number", typed=text, most=len(choices), guesses=[])
    return [*found.values()]


def _same_party(text: str, choice: NumberedAnswer) -> bool:
    label = choice.label.partition(": ")[0].lower()
    return plain(text).removeprefix("the ") == label.removeprefix("the ")


def parts(
    text: str, choices: Sequence[NumberedAnswer], kinds: Mapping[str, PartyKind]
) -> Iterator[str]:
    """The names in a list; an “and” within a name, as of Parks and Recreation, stays."""
    listed = ";" in text
    pieces = [
        one for piece in text.split(";")
        for one in ([piece] if listed and "=" in piece else re.split(rf",|{_stop.pattern}", piece))
    ]  # fmt: skip
    for chunk in filter(None, (one.strip() for one in pieces)):
        chunk = re.sub(r"^[Aa]nd +", "", chunk).strip()
        halves = re.split(r" (?:and|&|\+) (?!who|that |which )", chunk)
        name = len(halves) == 2 and all(one[:1].isupper() for one in halves) and not all(
            kind_named(one, kinds) != "other" or any(_same_party(one, choice) for choice in choices)
            for one in halves
        )  # fmt: skip
        if (
            name
            or "=" in chunk
            or _shares_a_noun(halves, kinds)
            or any(_same_party(chunk, choice) for choice in choices)
        ):
            yield chunk
        else:
            yield from (one for half in halves if (one := _bare(half)))


def _shares_a_noun(halves: Sequence[str], kinds: Mapping[str, PartyKind]) -> bool:
    """Whether one plural noun stands for both halves, as in “math and science teachers”."""
    first, *last = halves
    if len(last) != 1 or len(last[0].split()) < 2 or not looks_plural(last[0]):
        return False
    alone = len(first.split()) == 1 and first[:1].islower() and not first.isdigit()
    return alone and kind_named(first, kinds) == "other" and not looks_plural(first)


def _bare(name: str) -> str:
    """A name without what is said behind it; nothing if it is none."""
    speech = usual_knowledge().speech
    if is_clause(name) or agrees(name) or any(is_said(one, name) for one in ("oneself", "partly")):
        return ""
    name = name.strip()
    shorter = speech.without_end(name.lower().rstrip(".!? "))
    return name[: len(shorter)] if shorter and name.lower().startswith(shorter) else name


def names(text: str) -> list[str]:
    """The names in a text, which stand a line each or with commas, semicolons or “and” between.

    Args:
        text: Such as “School board, the union and families of athletes”.

    Returns:
        The names in order; what has been divided follows as it was, for it may be one name.
    """
    found: list[str] = []
    for line in map(clean, text.splitlines()):
        for part in re.split(r"[,;]", line):
            whole = re.sub(r"^\s*(?:and|or|&)\s+", "", part, flags=re.IGNORECASE).strip()
            halves = re.split(r"\s+(?:and|&)\s+", whole, flags=re.IGNORECASE)
            found += [*halves, whole]
        found.append(line)
    return list(dict.fromkeys(filter(None, found)))


def party(text: str, kinds: Mapping[str, PartyKind], here: Iterable[str] = ()) -> dict[str, Any]:
    """A party in the client's words, with its kind behind `=` if the name does not tell it.

    Args:
        text: What was typed.
        kinds: The kinds of party.
        here: The kinds that are usual in the place; “our board” is a school board only there.
    """
    if text.lower().startswith("add "):  # as it is typed at the line of a party
        text = text[4:].strip()
    name, _, kind = (one.strip() for one in text.partition("="))
    if kind:
        if slug_of(kind) not in kinds:
            raise NotUnderstoodError("kind", typed=kind, known=list(kinds))
        kind = slug_of(kind)
    else:
        kind = kind_named(name, kinds)
        here = [*here]
        bare = re.fullmatch(
            r"(?:(?:our|my|the) )?(?:own )?(?:board|trustees|directors)", name.lower()
        )
        if bare and here and kind not in here:
            kind = "other"
    return {"name": words(name, LONGEST_NAME), "id": slug_of(name) or "party", "kind": kind}


def region(text: str) -> str:
    """The state named in a text; another region as it is written.

    Args:
        text: Such as “Colorado”, “CO” or “we straddle the line, Kansas side”.

    Raises:
        NotUnderstoodError: If it is neither.
    """
    states: Mapping[str, str] = usual_knowledge().speech.within("regions", "states")
    short = next((name for name, one in states.items() if one == text.strip(" .").upper()), "")
    if short:
        return short
    found = [name for name in states if re.search(rf"\b{name}\b", text, re.IGNORECASE)]
    found = [one for one in found if not any(one in other and one != other for other in found)]
    if len(found) == 1:
        return found[0]
    near = get_close_matches(text.strip(" .").title(), states, 1, NEAR)
    if near and not found:
        raise NotUnderstoodError("state", typed=text, meant=near[0])
    kinds = {*usual_knowledge().speech.within("regions", "kinds")}
    told = (
        found or kinds & {*text.lower().split()} or all(one[:1].isupper() for one in text.split())
    )
    if asks_back(text) or not told:
        raise NotUnderstoodError("vague", typed=text)
    return words(text, LONGEST_NAME)
