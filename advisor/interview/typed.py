"""Understands what a person types as the answer to a question.

What is typed is taken only where one answer alone can be meant; else it is asked back, with the
answers that come nearest. How people say yes, no, and that they do not know is English and stands
here; what else they call an answer stands under `said` in `rules/interview.yaml`.

The module is long because every kind of answer is read by the same expressions of how people speak.
"""

from __future__ import annotations

import datetime
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from advisor.knowledge.interview import LISTS
from advisor.knowledge.parties import kind_named
from advisor.model.case import UNKNOWN
from advisor.model.line import with_words
from advisor.model.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.knowledge.interview import Column
    from advisor.knowledge.parties import PartyKind
    from advisor.knowledge.questions import Question
    from advisor.presentation.interview import NumberedAnswer

    Said = Mapping[str, Sequence[str]]
    """Other words for the answers to a question."""

LONGEST = 1500
"""Letters of an answer in words."""
MOST_GUESSES = 3
"""Answers that are named where something was not understood."""
_escape = re.compile(r"\x1b(?:\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])?")
_unknown = re.compile(
    r"dk|idk|dunno|unknown|unsure|unclear|no (?:idea|clue)|(?:it(?:'s| is) )?not known"
    r"|(?:i |we )?(?:do not|don't|dont|cannot|can't|cant) (?:know|say|tell)(?: yet| for sure)?"
    r"|(?:i am |i'm |im |we are |we're )?not (?:yet )?(?:sure|certain|decided|scheduled"
    r"|set)(?: yet)?"
    r"|i have no (?:idea|clue)|hard to say|(?:it |that )?(?:all )?depends|maybe|perhaps|tbd"
    r"|not that (?:i|we) (?:know|are aware|am aware)(?: of)?|not that i'm aware(?: of)?"
    r"|before my time|you tell me|(?:(?:i|we) )?(?:would |'d )?(?:need|have) to (?:ask|check)\b.*"
    r"|(?:i|we)'d have to (?:ask|check)\b.*|nobody (?:has asked|knows)\b.*|nobody ever asked\b.*"
).fullmatch
_none = re.compile(
    r"(?:none|nobody|no ?one|nothing|zero)(?: of (?:these|them|those))?(?: yet)?"
).fullmatch
_passed = re.compile(
    r"n/?a|n\.a|not applicable|(?:it |that )?(?:does not|doesn't|doesnt) apply"
).fullmatch
_usual = re.compile(
    r"(?:(?:what(?:'s| is)|as|the) )?(?:usual|default|normal)(?: there| one)?"
).fullmatch
_all = re.compile(
    r"(?:all|everything)(?: of)?(?: (?:them|these|those|the above|on the list))?"
).fullmatch
_everybody = re.compile(r"every ?(?:one|body)(?: on the list)?|(?:the )?usual(?: ones)?").fullmatch
_all_but = re.compile(
    r"(?:all|every(?:thing|one|body)?)(?: of (?:them|these))? (?:but|except)(?: for)? (.+)"
).fullmatch
_numbered = re.compile(
    r"(?:#|no\.? ?|(?:the )?(?:number|option|answer|choice) )?(\d{1,3})(?:[.):]|st|nd|rd"
    r"|th)?(?: one)?"
).fullmatch
_number_and_words = re.compile(r"(\d{1,2})[.):] +(\D.*)").fullmatch
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NONE_AMONG = ("none", "no", "never", "nothing")
"""Answers that say what “none” says, where they are among the choices."""
_both = re.compile(r"(?:both )?yes and no|both|yes or no").fullmatch
_no = re.compile(
    r"(?:(?:no|nope|nah|n)(?=$|[,.;:!–—-]| (?:it|they|we|i|he|she|there|that|but|not|because"
    r"|since|and|way|chance)\b)(?: way| chance)?"
    r"|(?:probably |certainly |definitely |absolutely |of course |really )?not(?= (?:really|yet"
    r"|at all|so much|now)|[,.;]|$)"
    r"(?: really| yet| at all| so much| now)?"
    r"|(?:i |we )?(?:do not|don't|dont) (?:think|believe) (?:so|they would|it would)|(?:i "
    r"|we )?doubt it|doubtful"
    r"|(?:unlikely|hardly|never)(?=$|[,.;]))(?=\W|$)(.*)"
).fullmatch
_yes = re.compile(
    r"(?:yes|y|yep|yup|yeah|sure|ok|okay|of course|definitely|absolutely|certainly|no (?:doubt"
    r"|question)"
    r"|(?:probably|likely|(?:they|it|we|he|she|that) (?:would|could|do|does|can|is|are))(?=$"
    r"|[,.;]| (?:so|yes)\b)"
    r"|(?:i|we) (?:think|believe|guess|hope) so)(?=\W|$)(?! not)(?: (?:so|indeed|yes))?(.*)"
).fullmatch
_partly = re.compile(
    r"(?:yes,? )?(?:partly|partially|in part|to some (?:extent|degree)|some(?:what)?|kind of"
    r"|sort of|half"
    r"|mostly|most|mainly|largely|a little|a bit|more or less)(?: (?:of (?:it|them|us)|yes|so))?"
).fullmatch
_but = re.compile(r"\b(?:but|only|except|unless|if|partly|mostly|some)\b").search
_not = re.compile(
    r"\b(?:not|no|never|without|neither|nor|cannot|cant|dont|isnt|wont)\b|n't\b"
).search
_after = re.compile(
    r",? (?:i (?:think|guess|believe|suppose)|please|probably|maybe|for now|mostly|for sure"
    r"|i'd say)$"
)
_either = re.compile(r"(?:between |either )?(\d{1,2}) (?:or|and) (\d{1,2})").fullmatch
_filler = re.compile(
    r"^(?:(?:well|um+|uh+|hm+|so|oh|i (?:think|guess|believe)(?! so)|i'd say|i would say"
    r"|let's say|it's|it is"
    r"|it would be|it'd be|that would be|we are|we're|i'm|i am|in|at|inside|to|a|an|the|just"
    r"|only)\b[, ]+)+"
)
_about = re.compile(
    r"^(?:(?:about|around|roughly|approximately|approx\.?|some|maybe|circa|ca\.?|close to"
    r"|nearly|almost|over"
    r"|more than|at least|perhaps|probably|say|~|≈)\s*)+"
)
_after_a_number = re.compile(
    r"\s+(?:or so|students?|kids?|children|learners?|famil(?:y|ies)|people|places?|seats?"
    r"|pupils?|names?|in all"
    r"|total|today|now|right now|so far|yet|already|of them|give or take)\b\.?"
)
_digits = re.compile(r"(\d{1,3}(?:[ ,]\d{3}){1,2}|\d{1,9})(k?)").fullmatch
_between = re.compile(r"(?:between )?(\d+) ?(?:-|–|to|and|or) ?(\d+)").fullmatch
_bound = re.compile(r"(?:less than|fewer than|under|up to|at most|below) (\d+)").fullmatch
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_COUNTS = {
    **{one: number for number, one in enumerate(_ONES.split())},
    **{one: 10 * number for number, one in enumerate(_TENS.split(), 2)},
}
_iso = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?").fullmatch
_slashed = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?").fullmatch
_month_and_year = re.compile(r"(\d{1,2})/(\d{4})").fullmatch
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_month = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_spoken = re.compile(rf"{_month}(?: (\d{{1,2}})(?:st|nd|rd|th)?)?(?:,? (\d{{4}}))?").fullmatch
_day_first = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_month}(?:,? (\d{{4}}))?").fullmatch
_before_a_date = re.compile(
    r"^(?:(?:on|by|in|until|till|before|around|about|early|mid|late|this|(?:the )?coming"
    r"|(?:the )?end of|not before"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[,-]? ?)+"
)
_season = re.compile(
    r"(?:(this|next|in|the) )?(?:the )?(spring|summer|fall|autumn|winter)(?: (?:of )?(\d{4}))?"
).fullmatch
_SEASONS = {"winter": 1, "spring": 3, "summer": 6, "fall": 9, "autumn": 9}
_LETTERS = {"y": "yes", "p": "partly", "n": "no"}
_LITTLE = (
    "a an the of to in on at by it its is are be was were would will could we our i my "
    "they their them he this that these those there here with from as so just some any own "
    "have has had do does did and or only kind sort one ones who what which if too also "
    "very really "
)
_EMPTY = frozenset(_LITTLE.split())
_mark = re.compile(r"[^a-z0-9%' ]+")
_between_parts = re.compile(r"\s*[,;]\s*(?:and |or )?|\s*[&+]\s*|\s+(?:and|or|plus)\s+|\s+/\s+")


class NotUnderstoodError(Exception):
    """An answer that does not fit; says which part of the template tells so, and its values."""

    def __init__(self, what: str, **values: Any) -> None:
        super().__init__(what)
        self.what = what
        self.values = values


def clean(line: str) -> str:
    """A typed or pasted line without anything a terminal would act on.

    Args:
        line: The line as it came.

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


def is_unknown(text: str) -> bool:
    """Whether somebody says that they do not know."""
    said = plain(text)
    return (_unknown(said) or _unknown(_filler.sub("", said))) is not None


def is_none(text: str) -> bool:
    """Whether somebody says that there is none."""
    return _none(plain(text)) is not None


def is_passed(text: str) -> bool:
    """Whether somebody says that a question is not for them."""
    return _passed(plain(text)) is not None


# One answer of several


def one_of(text: str, choices: Sequence[NumberedAnswer], said: Said = {}) -> Any:  # noqa: B006 - never changed
    """The value of a numbered answer, typed as its number or in words.

    Args:
        text: What was typed.
        choices: The numbered answers.
        said: Other words for them.

    Raises:
        NotUnderstoodError: If not just one can be meant; with those that come nearest.
    """
    found = _outright(text, choices, said)
    if found is None:
        found = _yes_or_no(text, choices) or _in_words(text, choices, said)
    return found.value


def beside_yes(text: str, choices: Sequence[NumberedAnswer]) -> str:
    """What was said beside a yes or a no; nothing where only that was said."""
    if not all(any(choice.value == one for choice in choices) for one in ("yes", "no")):
        return ""
    words = plain(text)
    match = _no(words) or _yes(words)
    rest = match[1].strip(" ,;:.-–—") if match else ""
    return text.rstrip(".!?,; ")[-len(rest) :] if len(rest.split()) > 1 else ""


def _outright(text: str, choices: Sequence[NumberedAnswer], said: Said) -> NumberedAnswer | None:
    """The answer whose number, name or very words were typed."""
    words = plain(text)
    both = _number_and_words(words)
    if both and int(both[1]) <= len(choices):
        choice = choices[int(both[1]) - 1]
        if _label(choice).startswith(both[2][:20]):
            return choice
    either = _either(_filler.sub("", words))
    if either:
        raise _ask_back(
            text, choices, [one for one in choices if str(one.number) in either.groups()]
        )
    numbered = _numbered(_after.sub("", words))
    ordinal = words.removeprefix("the ").removesuffix(" one").removesuffix(" option")
    number = int(numbered[1]) if numbered else (
        _ORDINALS.index(ordinal) + 1 if ordinal in _ORDINALS else 0)  # fmt: skip
    if number or numbered:
        if 0 < number <= len(choices):
            return choices[number - 1]
        raise _ask_back(text, choices, ())
    short = _LETTERS.get(words, words)
    for form in dict.fromkeys((short, _filler.sub("", words))):
        for choice in choices:
            names = (choice.label.lower(), _label(choice), *_own_name(choice, choices))
            if form in names or form in map(str.lower, said.get(str(choice.value), ())):
                return choice
    for test, values in ((is_unknown, (UNKNOWN,)), (is_none, _NONE_AMONG), (_is_usual, (None,))):
        if test(text):
            found = next((one for one in choices if one.value in values), None)
            if found is not None:
                return found
    return None


def _own_name(choice: NumberedAnswer, choices: Sequence[NumberedAnswer]) -> tuple[str, ...]:
    """The word for an answer in a case file, if another is not called so with one word more."""
    name = str(choice.value)
    words = _words_in(name)
    others = (_words_in(_label(one)) for one in choices if one is not choice)
    longer = any(words < one and len(one) == len(words) + 1 for one in others)
    return () if words and longer else (name,)


def _is_usual(text: str) -> bool:
    return _usual(plain(text)) is not None


def _yes_or_no(text: str, choices: Sequence[NumberedAnswer]) -> NumberedAnswer | None:
    """The answer where yes and no are among the choices, and one of them is said."""
    values = {choice.value: choice for choice in choices}
    if not {"yes", "no"} <= {*values}:
        return None
    words = plain(text)
    if "partly" in values and _partly(words):
        return values["partly"]
    words = _after.sub("", _filler.sub("", words))
    if _both(words):
        raise _ask_back(text, choices, [values[one] for one in ("partly",) if one in values])
    if "partly" in values and _partly(words):
        return values["partly"]
    match = _no(words)
    if match:
        return values["no"]
    match = _yes(words)
    if match is None:
        return None
    if _but(match[1]):  # a yes that takes something back
        raise _ask_back(text, choices, [values.get("partly", values["yes"])])
    return values["yes"]


def _label(choice: NumberedAnswer) -> str:
    """The words of an answer without what is said of it."""
    return choice.label.partition(": ")[0].lower()


def _words_in(text: str) -> frozenset[str]:
    """The words of a text that mean something, without their endings."""
    words = _mark.sub(" ", text.lower().replace("’", "'").replace("-", " ")).split()
    return frozenset(_stem(one) for one in words if one not in _EMPTY)


def _stem(word: str) -> str:
    word = word.removesuffix("'s").strip("'")
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return f"{word[: -len(ending)]}{instead}".removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word


def _in_words(text: str, choices: Sequence[NumberedAnswer], said: Said) -> NumberedAnswer:
    """The only answer that words can mean: all words of a name of it, or a part of no other."""
    names = {
        choice.number: (
            _label(choice),
            *said.get(str(choice.value), ()),
            *_own_name(choice, choices),
        )
        for choice in choices
        if choice.value not in (UNKNOWN, None)
    }
    parts = {number: [*map(_words_in, found)] for number, found in names.items()}
    forms = {  # of a name whose one word says something, that word alone is not enough
        number: [
            form for form, name in zip(parts[number], found) if len(form) > 1 or " " not in name
        ]
        for number, found in names.items()
    }
    every = {word for found in forms.values() for form in found for word in form}
    typed = frozenset(_spelled(word, every) for word in _words_in(text))
    whole = {
        choice.number: max(
            (len(form) for form in forms.get(choice.number, ()) if form and form <= typed),
            default=0,
        )
        for choice in choices
    }
    most = max(whole.values(), default=0)
    found = [one for one in choices if most and whole[one.number] == most]
    others = [one for one in choices if whole[one.number] and one not in found]
    if not most and typed:
        found = [one for one in choices if any(typed <= form for form in parts.get(one.number, ()))]
        others = []
    if len(found) == 1 and not _apart(found[0], others, forms, typed):
        called = (_label(found[0]), *said.get(str(found[0].value), ()))
        if not _not(text.lower()) or any(_not(name.lower()) for name in called):
            return found[0]
    near = found + others
    if not near:
        shared = {
            choice.number: max(
                (len(typed & one) for one in forms.get(choice.number, ())), default=0
            )
            for choice in choices
        }
        near = [one for one in choices if shared[one.number]]
        near.sort(key=lambda one: -shared[one.number])
    if not near:
        labels = {_label(one): one for one in choices}
        near = [labels[one] for one in get_close_matches(plain(text), labels, MOST_GUESSES, 0.6)]
    raise _ask_back(text, choices, near)


def _apart(
    found: NumberedAnswer, others: Sequence[NumberedAnswer],
    forms: Mapping[int, Sequence[frozenset[str]]], typed: frozenset[str],
) -> bool:  # fmt: skip
    """Whether another answer was named as well, in words of its own."""
    own = frozenset(word for form in forms[found.number] if form <= typed for word in form)
    named = (form for one in others for form in forms[one.number] if form and form <= typed)
    return any(not form & own for form in named)


def _spelled(word: str, known: Iterable[str]) -> str:
    """A word as it is spelled among those that are known, if only a letter or two are amiss."""
    if word in known or len(word) < 5:
        return word
    near = get_close_matches(word, [one for one in known if len(one) > 3], 1, 0.84)
    return near[0] if near else word


def _ask_back(
    text: str, choices: Sequence[NumberedAnswer], near: Sequence[NumberedAnswer]
) -> NotUnderstoodError:
    guesses = [f"{one.number}, {one.label.partition(': ')[0]}" for one in near[:MOST_GUESSES]]
    return NotUnderstoodError("number", typed=text, most=len(choices), guesses=guesses)


def for_homes(
    text: str,
    homes: Sequence[str],
    choices: Sequence[NumberedAnswer],
    said: Said = {},  # noqa: B006
) -> dict[str, Any]:
    """One answer for all places, or one for each."""
    parts = [one for one in _between_parts.split(text) if one]
    words = text.replace(",", " ").split()
    if len(homes) > 1 and len(words) > 1 and all(_is_short(one) for one in words):
        parts = words  # a number or a yes for each
    elif len(homes) == 1 or len(parts) != len(homes):
        return dict.fromkeys(homes, one_of(text, choices, said))
    if len(parts) != len(homes):
        raise NotUnderstoodError("count", given=len(parts), wanted=len(homes))
    return {
        home: None if one == "-" else one_of(one, choices, said) for home, one in zip(homes, parts)
    }


def for_each(text: str, homes: Sequence[str]) -> dict[str, str]:
    """What is said of each place: one part for each, with commas or “and”, or the same for all."""
    parts = re.split(r"\s*;\s*|,\s+|\s+and\s+", text)
    return dict(zip(homes, parts)) if len(parts) == len(homes) else dict.fromkeys(homes, text)


def _is_short(word: str) -> bool:
    return bool(_numbered(word.lower())) or word.lower() in (
        *_LETTERS,
        *_LETTERS.values(),
        "-",
        UNKNOWN,
    )


def several(text: str, choices: Sequence[NumberedAnswer], said: Said = {}) -> Any:  # noqa: B006
    """Several numbered answers as a list; `unknown`, or nothing for what is usual."""
    single = None if _either(plain(text)) else _outright(text, choices, said)
    real = [one.value for one in choices if one.value not in (UNKNOWN, None, "none")]
    words = plain(text)
    if single is not None:
        found = [single.value]
    elif _all_but(words):
        left_out = several(_all_but(words)[1], choices, said)  # type: ignore[index]
        found = [one for one in real if one not in left_out]
    elif _all(words) or (words == "both" and len(real) == 2):
        found = real
    else:
        names = {str(choice.value) for choice in choices}
        each = text.replace(",", " ").split()
        parts = each if names.issuperset(each) else [*_parts(text, len(choices))]
        found = [one_of(one, choices, said) for one in parts]
    found = list(dict.fromkeys(found))
    if len(found) == 1 and found[0] in (UNKNOWN, None):
        return found[0]
    if len(found) > 1 and ("none" in found or UNKNOWN in found or None in found):
        raise NotUnderstoodError("alone")
    return found


def _parts(text: str, most: int) -> Iterator[str]:
    """The parts of an answer that names several: at commas, “and”, blanks in numbers; spans."""
    for part in filter(None, _between_parts.split(text)):
        span = re.fullmatch(r"(\d{1,2}) ?(?:-|–|to) ?(\d{1,2})", part.strip())
        words = part.split()
        if span and 0 < int(span[1]) < int(span[2]) <= most:
            yield from map(str, range(int(span[1]), int(span[2]) + 1))
        elif all(_numbered(one) for one in words):
            yield from words
        else:
            yield part


# Numbers and dates


_wish = re.compile(
    r"(?i)^(?:we|i|our \w+|my \w+)(?:'d| would)?(?: (?:am|are|is))?"
    r" (?:want|wish|hope|plan|planning|intend|like|love|going|need|propose)s?(?: to)? "
)
_doing = re.compile(
    r"(?i)^(?:to )?(?:open|start|create|launch|build|begin|set up|offer|run|introduce|add|have|get"
    r"|bring in|try|make|put in)(?:ing)? (?=(?:a|an|the|our|my|more|some|new|another|two|three)\b)"
)


def as_a_thing(text: str) -> str:
    """The name of a change as a thing, which goes into sentences: "a school", not "Open a school".

    Args:
        text: What was typed.

    Raises:
        NotUnderstoodError: If it is a wish or a plan, and what it makes is not to be seen.
    """
    plan = _wish.sub("", text, 1)
    thing = _doing.sub("", plan, 1)
    if plan != text and thing == plan:
        raise NotUnderstoodError("thing", typed=text)
    return thing


def number(text: str) -> Any:
    """A whole number, or `unknown`.

    Raises:
        NotUnderstoodError: If it is none, or a span of numbers; then with a guess.
    """
    if is_none(text):
        return 0
    words = plain(text)
    bare = _about.sub("", words)
    while _after_a_number.search(bare):
        bare = _after_a_number.sub("", bare).strip()
    found = _digits(bare)
    if found:
        return int(re.sub(r"[ ,]", "", found[1])) * (1000 if found[2] else 1)
    if is_unknown(text):
        return UNKNOWN
    span, bound = _between(bare), _bound(bare)
    counted = None if span else _counted(bare)
    if counted is not None:
        return counted
    meant = (int(span[1]) + int(span[2])) // 2 if span else bound[1] if bound else ""
    raise NotUnderstoodError("figure", typed=text, meant=str(meant))


def _counted(words: str) -> int | None:
    """A number in words."""
    found, seen = 0, False
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word in ("a", "an"):
            found, seen = 1, True
        elif word in _COUNTS:
            found, seen = found + _COUNTS[word], True
        elif word.isdigit() and not seen:
            found, seen = int(word), True
        elif word in ("hundred", "thousand", "dozen"):
            found = (found or 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
            seen = True
        else:
            return None
    return found if seen and found > 1 else None


def date(text: str, today: datetime.date | None = None) -> str:
    """A day, a month or a year, or `unknown`.

    Args:
        text: What was typed, such as 2026-12-08, 12/8/2026, December 8 or March 2027.
        today: The day from which a date without a year is the next one; that of the computer if
            none is given.

    Raises:
        NotUnderstoodError: If no one day, month or year is meant; with a guess where there is one.
    """
    today = today or datetime.date.today()
    said = plain(text)
    words = said if said.startswith("this ") else ""  # month or year
    try:
        found = (words and _iso_of(words, today)) or _iso_of(
            words := _before_a_date.sub("", said), today
        )
        following = found or _iso_of(words.removeprefix("next "), today)
    except ValueError:
        found = following = ""
    if found:
        return found
    if following and following[:4] > str(today.year):  # else it could be that of a year later
        return following
    if is_unknown(text):
        return UNKNOWN
    season = _season(words)
    meant = following
    if season:
        month = _SEASONS[season[2]]
        year = int(season[3]) if season[3] else today.year + (month <= today.month)
        meant = f"{year}-{month:02}"
    raise NotUnderstoodError("date", typed=text, meant=meant)


def _iso_of(words: str, today: datetime.date) -> str:
    """A date as a case file writes it; nothing if none is recognized.

    Raises:
        ValueError: If there is no such day.
    """
    if words in ("today", "tomorrow"):
        return (today + datetime.timedelta(days=words == "tomorrow")).isoformat()
    if words in ("this month", "next month"):
        month = today.month + (words == "next month")
        return f"{today.year + month // 13}-{(month - 1) % 12 + 1:02}"
    if words in ("this year", "next year"):
        return str(today.year + (words == "next year"))
    if _iso(words):
        datetime.date.fromisoformat(words + "-01-01"[len(words) - len("2025") :])
        return words
    if found := _month_and_year(words):
        return f"{datetime.date(int(found[2]), int(found[1]), 1):%Y-%m}"
    day: str | None
    if found := _slashed(words):
        month, day, year = int(found[1]), found[2], found[3]
        if month > 12:
            month, day = int(found[2]), found[1]
    elif found := _spoken(words):
        month, day, year = _MONTHS.index(found[1][:3]) + 1, found[2], found[3]
    elif found := _day_first(words):
        month, day, year = _MONTHS.index(found[2][:3]) + 1, found[1], found[3]
    else:
        return ""
    if year is None:
        past = (month, int(day or 31)) < (today.month, today.day)
        year = str(today.year + past)
    whole = int(year) + (2000 if len(year) == 2 else 0)
    known = datetime.date(whole, month, int(day or 1))
    return known.isoformat() if day else f"{known:%Y-%m}"


def words(text: str, longest: int = LONGEST) -> str:
    """Text in a person's own words."""
    if len(text) > longest:
        raise NotUnderstoodError("long", most=longest)
    return text


# Tables and lists


def table(text: str, question: Question) -> dict[str, str]:
    """Yes, partly or no for each row; one letter stands for all."""
    said = "?" if is_unknown(text) else plain(text) or text
    meant = {"y": "yes", "p": "partly", "n": "no", "?": UNKNOWN, "-": UNKNOWN}
    rows = list(question.rows)
    whole = re.fullmatch(
        r"(?:all |every(?:thing|one) )?(yes|no|partly|partial)(?: (?:to|for) all)?"
        r"(?: of (?:them|these))?",
        said,
    )
    if whole or is_none(text) or _all(said):
        letters = ["n" if is_none(text) else whole[1][0] if whole else "y"]
    elif said.startswith("only "):
        named = {_row_named(one, question) for one in _between_parts.split(said[5:]) if one}
        return {row: "yes" if row in named else "no" for row in rows}
    else:
        letters = [
            one[:1]
            for one in text.lower().replace(",", " ").split()
            if one in meant or one in meant.values()
        ]
        if len(letters) != len(text.replace(",", " ").split()):
            letters = list(text.lower()) if len(text) == len(rows) else []
        if not letters or any(one not in meant for one in letters):
            return _rows_in_words(text, question)
    if len(letters) == 1:
        letters *= len(rows)
    if len(letters) != len(rows):
        raise NotUnderstoodError("count", given=len(letters), wanted=len(rows))
    return {row: meant[one] for row, one in zip(rows, letters) if meant[one] != UNKNOWN}


def _rows_in_words(text: str, question: Question) -> dict[str, str]:
    """Rows that are named, each with its yes, partly or no."""
    found = {}
    for part in filter(None, re.split(r"\s*[,;]\s*", plain(text))):
        match = re.fullmatch(r"(.+?):? (yes|no|partly|unknown)", part) or re.fullmatch(
            r"(yes|no|partly) (?:to|for|on) (.+)", part)  # fmt: skip
        if not match:
            raise NotUnderstoodError("letters", typed=text)
        name, answer = (
            match.groups()
            if match[2] in ("yes", "no", "partly", "unknown")
            else match.groups()[::-1]
        )
        found[_row_named(name, question)] = answer
    return found


def _row_named(text: str, question: Question) -> str:
    wanted = _words_in(text)
    named = [
        row
        for row, one in question.rows.items()
        if wanted and wanted <= _words_in(f"{row} {one.label}")
    ]
    if len(named) != 1:
        raise NotUnderstoodError("letters", typed=text)
    return named[0]


def not_known(
    item: str,
    homes: Sequence[str],
    question: Question | None,
    columns: Sequence[Column] = (),
) -> Any:
    """What a case file holds where somebody says, at any question, that they do not know.

    Args:
        item: The question.
        homes: The places it is asked about.
        question: The question in the knowledge base, if it is one of its own.
        columns: Of the line of a list.

    Returns:
        `unknown` wherever a case file can say so, else nothing: the question stays open.
    """
    if is_line(item):
        row: dict[str, Any] = {}
        for column in columns:
            row = with_words(row, column, (UNKNOWN,))
        return row
    if question is None or item in (*LISTS, "homes", "events") or item.startswith("tensions."):
        return None
    value: Any = {} if question.type == "table" else UNKNOWN
    return dict.fromkeys(homes, value) if homes else value


def parties(
    text: str, choices: Sequence[NumberedAnswer], kinds: Mapping[str, PartyKind]
) -> list[dict[str, Any]]:
    """The parties that count: by their numbers, their names, or names of the client's own.

    Args:
        text: What was typed: names and numbers with commas, semicolons or “and” between.
        choices: The usual parties, by number.
        kinds: The kinds of party.

    Raises:
        NotUnderstoodError: If a number is none of the list.
    """
    if _all(plain(text)) or _everybody(plain(text)):
        return [dict(choice.value) for choice in choices]
    here = {str(choice.value.get("kind")) for choice in choices}
    found: dict[str, dict[str, Any]] = {}
    for part in _party_parts(text, choices, kinds):
        for one in (
            _parts(part, len(choices)) if part[:1].isdigit() and "=" not in part else (part,)
        ):
            numbered = _numbered(one.lower())
            if numbered and not 0 < int(numbered[1]) <= len(choices):
                raise _ask_back(one, choices, ())
            listed = [choices[int(numbered[1]) - 1]] if numbered else [
                choice for choice in choices if _same_party(one, choice)]  # fmt: skip
            entry = dict(listed[0].value) if listed else party(one, kinds, here)
            found.setdefault(entry["id"], entry)
    return [*found.values()]


def _same_party(text: str, choice: NumberedAnswer) -> bool:
    return plain(text).removeprefix("the ") == choice.label.lower().removeprefix("the ")


def _party_parts(
    text: str, choices: Sequence[NumberedAnswer], kinds: Mapping[str, PartyKind]
) -> Iterator[str]:
    """The parts of a list of parties; an “and” within a name, as of Parks and Recreation, stays."""
    listed = ";" in text
    pieces = [
        one for piece in text.split(";")
        for one in ([piece] if listed and "=" in piece else piece.split(","))
    ]  # fmt: skip
    for chunk in filter(None, (one.strip() for one in pieces)):
        chunk = chunk.removeprefix("and ").strip()
        halves = re.split(r" (?:and|&|\+) ", chunk)
        name = len(halves) == 2 and all(one[:1].isupper() for one in halves) and not all(
            kind_named(one, kinds) != "other" or any(_same_party(one, choice) for choice in choices)
            for one in halves
        )  # fmt: skip
        if name or "=" in chunk or any(_same_party(chunk, choice) for choice in choices):
            yield chunk
        else:
            yield from (one.strip() for one in halves if one.strip())


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
            parts = re.split(r"\s+(?:and|&)\s+", whole, flags=re.IGNORECASE)
            found += [*parts, whole]
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
    return {"name": words(name, 200), "id": slug_of(name) or "party", "kind": kind}


def column_answer(
    text: str, column: Column, choices: Sequence[NumberedAnswer], said: Said = {},  # noqa: B006
    today: datetime.date | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """The words of one column of a line: numbered answers, a date, or words.

    Args:
        text: What was typed.
        column: The column.
        choices: Its numbered answers.
        said: Other words for them.
        today: As for `date`.
    """
    both = column.ties and _either(plain(text))
    single = None if both else _outright(text, choices, said)
    if single is not None:
        return (str(single.value),)
    if column.date:
        try:
            return (date(text, today),)
        except NotUnderstoodError as error:
            try:
                return (str(one_of(text, choices, said)),)
            except NotUnderstoodError:
                raise error from None
    if is_unknown(text):
        return (UNKNOWN,)
    if not column.ties:
        return (str(one_of(text, choices, said)),)
    found = several(text, choices, said)
    found = (found,) if isinstance(found, str) else tuple(found)
    if len(found) > 1 and not set(found) <= set(column.answers):
        raise NotUnderstoodError("alone-here")
    return found


def rating(text: str) -> dict[str, int]:
    """Where one sees a tension: now, and wanted."""
    found = re.findall(r"\d+", text)
    if len(found) != 2 or not all(one in ("1", "2", "3", "4", "5") for one in found):
        raise NotUnderstoodError("scale")
    return {"now": int(found[0]), "wanted": int(found[1])}


def is_line(item: str) -> bool:
    """Whether an item is the line of a list."""
    head, dot, _ = item.partition(".")
    return bool(dot) and head in LISTS


def list_of(item: str) -> str:
    """The question itself, or the list whose line it is."""
    head = item.partition(".")[0]
    return head if head in LISTS else item
